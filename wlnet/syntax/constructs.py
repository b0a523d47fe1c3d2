"""Operators that are constructs of their own: ``;`` ``=`` ``/:`` ``:`` ``?`` ``~`` ``;;`` ``[...]``."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from ..expr import NULL, BigReal, Complex, Expr, Integer, Node, Rational, Real, S, String, Symbol
from .climb import TIMES, Climb, Fault, Flat, Frame, Headed, Item, Left, Postfix, Prefix, Right
from .sums import Add, Compare, Divide, Negate, Positive, Prime, Reversed, Twice

CALL, FILE, MESSAGE = 670, 30, 750
_ONE, _ALL = Integer(1), S.All
_PATTERNS = (S.Pattern, S.Blank, S.BlankSequence, S.BlankNullSequence)


class ApplyTo(Right):
    """``f @ x`` is f[x]."""

    __slots__ = ()

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(frame.args[0], (state.left,))


class Pipe(Left):
    """``x // f`` is f[x]."""

    __slots__ = ()

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(state.left, (frame.args[0],))


class Compound(Headed):
    """``a; b``; the lexer writes `NO_STATEMENT` where nothing follows."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        if state.made is NO_STATEMENT:
            state.push(self.precedence, self, list(state.left.args))
        elif frame := state.reduce(self.precedence, self):
            frame.args.append(state.left)
            state.left = None
        else:
            state.push(self.precedence, self, [state.left])

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(self.head, (*frame.args, state.left))


class NoStatement(Item):
    """The operand of ``;`` where it has none: the construct is complete, so that it may be a left operand."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        frame = state.pending.pop()
        state.left, state.made = Expr(S.CompoundExpression, (*frame.args, NULL)), self


# operators that can be wrong where they stand


class PlacedOperator(Headed):
    """Abstract: an operator that has to know its `place`."""

    __slots__ = ()

    def enter_at(self, state: Climb, place: Placed) -> None:
        raise NotImplementedError


class Placed(Item):
    """A placed operator with its place: its position in the text, and whether no bracket is around it."""

    __slots__ = ("op", "outermost", "position")

    def __init__(self, op: PlacedOperator, position: int, outermost: bool):
        self.op, self.position, self.outermost = op, position, outermost

    def enter(self, state: Climb) -> None:
        self.op.enter_at(state, self)


class Colon(PlacedOperator):
    """``symbol : pattern`` and ``pattern : default``; it takes only what stands right before it."""

    __slots__ = ()

    def enter_at(self, state: Climb, place: Placed) -> None:
        inside = next((frame for frame in reversed(state.pending) if frame.op in (_PATTERN, _DEFAULT)), None)
        if inside is not None and inside.op is _PATTERN:  # the colon ends that pattern
            while state.pending[-1] is not inside:
                state.pop()
            state.pop()
            state.push(_DEFAULT.precedence, _DEFAULT, [state.left])
        elif type(state.left) is Symbol:
            state.push(_PATTERN.precedence, _PATTERN, [state.left])
        elif type(state.left) is Expr and state.left.head in _PATTERNS:
            state.push(_DEFAULT.precedence, _DEFAULT, [state.left])
        else:
            reason = '":" needs a symbol or a pattern before it, as in x : _Integer and x_ : 0'
            raise Fault(reason, place.position)


_PATTERN, _DEFAULT = Left("Pattern", 150), Left("Optional", 140)


class Test(PlacedOperator):
    """``pattern ? test``, which does not chain."""

    __slots__ = ()

    def enter_at(self, state: Climb, place: Placed) -> None:
        if state.reduce(self.precedence, self):
            raise Fault('"?" cannot follow "?": put parentheses around one of the tests', place.position)
        state.push(self.precedence, self, [state.left])

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(self.head, (frame.args[0], state.left))


class Half(Item):
    """An operator in several parts of which the later ones are missing."""

    __slots__ = ("reason",)

    def __init__(self, reason: str):
        self.reason = reason

    def finish(self, frame: Frame, state: Climb) -> Node:
        place: Placed = frame.note
        raise Fault(self.reason, place.position, open_ended=state.ended and place.outermost)


_HALF = Half('"~" needs a second "~": write a ~ f ~ b for f[a, b]')
_TAG = Half('"/:" needs "=", ":=" or "=." after its pattern: write f /: g[f] = value')


class Tilde(PlacedOperator):
    """``a ~ f ~ b`` is f[a, b]."""

    __slots__ = ()

    def enter_at(self, state: Climb, place: Placed) -> None:
        if frame := state.reduce(self.precedence, _HALF):
            frame.args.append(state.left)
            frame.op, state.left = self, None
        else:
            state.push(self.precedence, _HALF, [state.left], place)

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(frame.args[1], (frame.args[0], state.left))


class Tag(PlacedOperator):
    """``f /: pattern``, which an assignment completes."""

    __slots__ = ()

    def enter_at(self, state: Climb, place: Placed) -> None:
        state.reduce(self.precedence)
        state.push(self.precedence, _TAG, [state.left], place)


class Assign(Headed):
    """``a = b`` and ``a := b``, alone or completing ``/:``."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        if frame := state.reduce(self.precedence, _TAG):
            frame.args.append(state.left)
            frame.binds, frame.op, state.left = self.precedence - 1, self, None
        else:
            state.push(self.precedence - 1, self, [state.left])

    def finish(self, frame: Frame, state: Climb) -> Node:
        head = self.head if len(frame.args) == 1 else Symbol("Tag" + self.head.name)
        return Expr(head, (*frame.args, state.left))


class Unset(Headed):
    """``a =.``, alone or completing ``/:``."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        if frame := state.reduce(self.precedence, _TAG):
            state.pending.pop()
            state.left, state.made = Expr(S.TagUnset, (frame.args[0], state.left)), self
        else:
            state.left, state.made = Expr(self.head, (state.left,)), self


# spans and integrals


class Span(Headed):
    """``;;`` before an operand; the lexer writes `OPEN_SPAN` for one that no operand follows.

    A third part belongs to the span only if it is there; any further ``;;`` begins a new span, multiplied on.
    """

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        if state.left is None:
            return state.push(self.precedence, self, [_ONE])
        if state.made is OPEN_SPAN:
            return state.push(self.precedence, self, list(state.left.args))
        frame = state.reduce(self.precedence, self)
        if frame is None:
            return state.push(self.precedence, self, [state.left])
        if len(frame.args) == 1:
            frame.args.append(state.left)
            state.left = None
        else:
            state.pop()
            TIMES.enter(state)
            state.push(self.precedence, self, [_ONE])

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(self.head, (*frame.args, state.left))


class OpenSpan(Item):
    """``a ;;`` is Span[a, All]."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        start = _ONE
        if state.made is self and state.left is not None:
            TIMES.enter(state)
        elif state.left is not None:
            if state.reduce(SPAN.precedence, SPAN):
                state.pop()
                TIMES.enter(state)
            else:
                start = state.left
        state.left, state.made = Expr(S.Span, (start, _ALL)), self


class Integral(Prefix):
    r"""``\[Integral] f \[DifferentialD] x`` is Integrate[f, x]."""

    __slots__ = ()

    def finish(self, frame: Frame, state: Climb) -> Node:
        if not frame.args:
            return Expr(self.head, (state.left,))
        return Expr(S.Integrate if self.head is S.Integral else self.head, (frame.args[0], state.left))


class Differential(Prefix):
    r"""``\[DifferentialD] x``, which closes an integral around it."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        open_ones = (f for f in reversed(state.pending) if isinstance(f.op, Integral) and not f.args)
        if (integral := next(open_ones, None)) is None:
            return super().enter(state)
        while state.pending[-1] is not integral:
            state.pop()
        integral.args.append(_ONE if state.left is None else state.left)
        integral.binds, state.left = self.precedence, None


# what follows an operand and has arguments


class Suffix(Item):
    """``[...]`` (with no head), ``[[...]]``, ``>> file``."""

    __slots__ = ("args", "head", "precedence")

    def __init__(self, precedence: int, head: Symbol | None, args: tuple[Node, ...]):
        self.precedence, self.head, self.args = precedence, head, args

    def enter(self, state: Climb) -> None:
        state.reduce(self.precedence)
        left, state.made = state.left, None
        if self.head is not None:
            state.left = Expr(self.head, (left, *self.args))
        elif left is S.Rational or left is S.Complex:
            state.left = (_rational if left is S.Rational else _complex)(self.args) or Expr(left, self.args)
        else:
            state.left = Expr(left, self.args)


def _rational(args: tuple[Node, ...]) -> Node | None:
    """The fraction that ``Rational[1, 2]``, the full form of one, stands for; None for other arguments."""
    if len(args) != 2 or not isinstance(args[0], Integer) or not isinstance(args[1], Integer):
        return None
    above, below = args[0].value, args[1].value
    return Rational(Fraction(above, below)) if below > 1 and gcd(above, below) == 1 else None


def _complex(args: tuple[Node, ...]) -> Node | None:
    if len(args) != 2 or not all(isinstance(arg, Integer | Rational | Real | BigReal) for arg in args):
        return None
    return None if args[1] == Integer(0) else Complex(args)


class Message(Item):
    """``symbol::tag``; further tags join the first."""

    __slots__ = ("tag",)

    def __init__(self, tag: str):
        self.tag = String(tag)

    def enter(self, state: Climb) -> None:
        state.reduce(MESSAGE)
        first = state.left.args if isinstance(state.made, Message) else (state.left,)
        state.left, state.made = Expr(S.MessageName, (*first, self.tag)), self


NO_STATEMENT, SPAN, OPEN_SPAN = NoStatement(), Span("Span", 297), OpenSpan()
TYPE = Postfix("TypeSpecifier", CALL)

SHAPES: dict[str, type[Headed]] = {  # what the words of the table of operators mean
    "flat": Flat,
    "left": Left,
    "right": Right,
    "prefix": Prefix,
    "postfix": Postfix,
    "compound": Compound,
    "assign": Assign,
    "unset": Unset,
    "tag": Tag,
    "pipe": Pipe,
    "apply": ApplyTo,
    "colon": Colon,
    "twice": Twice,
    "compare": Compare,
    "span": Span,
    "add": Add,
    "positive": Positive,
    "negate": Negate,
    "divide": Divide,
    "reversed": Reversed,
    "integral": Integral,
    "differential": Differential,
    "prime": Prime,
    "tilde": Tilde,
    "test": Test,
}
