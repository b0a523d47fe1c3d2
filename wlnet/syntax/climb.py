"""From a flat run of operands and operators to one expression, by precedence.

The lexer has decided what each operator is (before, between or after operands), so an item is an operand (a `Node`) or
an `Item` that knows how to `enter` the climb.  The climb keeps the finished operand (`left`) and a stack of operators
that wait for their right operand; there is no recursion, so chains of any length fit.

The rule: an operator goes on with the operand on its left only if it binds tighter than the operator that waits for
that operand.  Nothing else is compared, so a finished ``# + 1 &`` is a fit left operand of anything, and a loose prefix
operator may stand right of a tight one (``a^-b.c``).
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from ..expr import NULL, BigReal, Complex, Expr, Integer, Node, Rational, Real, S, String, Symbol

_ONE, _MINUS_ONE, _ALL = Integer(1), Integer(-1), S.All
_PATTERNS = (S.Pattern, S.Blank, S.BlankSequence, S.BlankNullSequence)


class Fault(Exception):
    """What the climb finds wrong: the reason, where, and whether more input at the end of the text could mend it."""

    def __init__(self, reason: str, position: int, open_ended: bool = False):
        super().__init__(reason)
        self.reason, self.position, self.open_ended = reason, position, open_ended


class Frame:
    """An operator that waits for its right operand; it `binds` what follows unless that binds tighter."""

    __slots__ = ("args", "binds", "note", "op")

    def __init__(self, binds: int, op: Item, args: list, note=None):
        self.binds, self.op, self.args, self.note = binds, op, args, note


class Climb:
    """A climb under way.  `made` is the operator that made `left` (None for an operand, a call or a parenthesis)."""

    __slots__ = ("ended", "left", "made", "pending")

    def __init__(self) -> None:
        self.ended = False  # all items have entered
        self.pending: list[Frame] = []
        self.left: Node | None = None
        self.made: Item | None = None

    def reduce(self, precedence: int, stop: Item | None = None) -> Frame | None:
        """Finish the waiting operators that bind tighter than `precedence`; a frame of `stop` is left and returned."""
        pending = self.pending
        while pending:
            top = pending[-1]
            if top.binds < precedence:
                return None
            if top.op is stop:
                return top
            self.pop()
        return None

    def pop(self) -> None:
        """Finish the operator on top of the stack."""
        frame = self.pending.pop()
        self.left, self.made = frame.op.finish(frame, self), frame.op

    def push(self, binds: int, op: Item, args: list, note=None) -> None:
        self.pending.append(Frame(binds, op, args, note))
        self.left = None

    def operand(self, node: Node) -> None:
        if self.left is not None:
            TIMES.enter(self)
        self.left, self.made = node, None


def climb(items: list) -> Node:
    """The expression that `items`, operands and operators in order, stand for."""
    state = Climb()
    for item in items:
        if isinstance(item, Item):
            item.enter(state)
        elif state.left is None:
            state.left, state.made = item, None
        else:
            state.operand(item)
    state.ended = True
    state.reduce(0)
    assert state.left is not None
    return state.left


class Item:
    """Abstract: an operator in a run of items."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        raise NotImplementedError

    def finish(self, frame: Frame, state: Climb) -> Node:
        """The node of `frame` now that its right operand, `state.left`, is complete."""
        raise NotImplementedError


class Headed(Item):
    """Abstract: an operator of the table with a head of its own."""

    __slots__ = ("head", "precedence")

    def __init__(self, head: str, precedence: int):
        self.head, self.precedence = Symbol(head), precedence


class Left(Headed):
    __slots__ = ()

    def enter(self, state):
        state.reduce(self.precedence)
        state.push(self.precedence, self, [state.left])

    def finish(self, frame, state):
        return Expr(self.head, (frame.args[0], state.left))


class Right(Left):
    __slots__ = ()

    def enter(self, state):
        state.reduce(self.precedence)
        state.push(self.precedence - 1, self, [state.left])


class Flat(Headed):
    """One node for a run: ``a b c`` is Times[a, b, c]."""

    __slots__ = ()

    def enter(self, state):
        if frame := state.reduce(self.precedence, self):
            frame.args.append(state.left)
            state.left = None
        else:
            state.push(self.precedence, self, [state.left])

    def finish(self, frame, state):
        return Expr(self.head, (*frame.args, state.left))


class Reversed(Flat):
    r"""``a \[Divides] b`` is Divisible[b, a]."""

    __slots__ = ()

    def finish(self, frame, state):
        return Expr(self.head, (state.left, *reversed(frame.args)))


class Prefix(Headed):
    __slots__ = ()

    def enter(self, state):
        if state.left is not None:
            TIMES.enter(state)
        state.push(self.precedence, self, [])

    def finish(self, frame, state):
        return Expr(self.head, (state.left,))


class Twice(Prefix):
    """``!!a`` is Not[Not[a]]."""

    __slots__ = ()

    def finish(self, frame, state):
        return Expr(self.head, (Expr(self.head, (state.left,)),))


class Postfix(Headed):
    __slots__ = ()

    def enter(self, state):
        state.reduce(self.precedence)
        state.left, state.made = Expr(self.head, (state.left,)), self


class Prime(Headed):
    """``f''`` is Derivative[2][f]: marks that follow one another count together."""

    __slots__ = ()

    def enter(self, state):
        state.reduce(self.precedence)
        order, function = 1, state.left
        if state.made is self:
            order, function = function.head.args[0].value + 1, function.args[0]
        state.left, state.made = Expr(Expr(self.head, (Integer(order),)), (function,)), self


class Add(Headed):
    """``+`` and ``-`` between operands share one Plus; `negative` says which of the two this is."""

    __slots__ = ("negative",)

    def __init__(self, head, precedence, negative=False):
        super().__init__("Plus", precedence)
        self.negative = negative

    def enter(self, state):
        if frame := state.reduce(self.precedence, PLUS):
            frame.args.append(_term(frame.note, state))
            frame.note = self.negative
            state.left = None
        else:
            state.push(self.precedence, PLUS, [_term(False, state)], self.negative)

    def finish(self, frame, state):
        return Expr(self.head, (*frame.args, _term(frame.note, state)))


class Positive(Prefix):
    """A plus sign: ``+a`` is Plus[a], and joins a Plus around it."""

    __slots__ = ()

    def finish(self, frame, state):
        return state.left if state.made is self else Expr(self.head, (state.left,))


class Negate(Prefix):
    """A minus sign: ``-a`` is Times[-1, a], ``-1`` a number."""

    __slots__ = ()

    def finish(self, frame, state):
        return _negative(state.left) or Expr(S.Times, (_MINUS_ONE, state.left))


def _negative(node: Node) -> Node | None:
    """The number literal `node` with a minus sign, or None for anything else."""
    if isinstance(node, Integer | Real) and node.value >= 0:
        return type(node)(-node.value)
    if isinstance(node, BigReal) and not node.value.is_signed():
        return BigReal(node.value.copy_negate(), node.precision)
    return None


def _term(negative: bool, state: Climb) -> Node:
    """`state.left` as a term of a sum."""
    node = state.left
    assert node is not None
    if not negative:
        return node.args[0] if state.made is POSITIVE else node
    if state.made is TIMES:
        return Expr(S.Times, (_MINUS_ONE, *node.args))
    return _negative(node) or Expr(S.Times, (_MINUS_ONE, node))


class Divide(Left):
    __slots__ = ()

    def finish(self, frame, state):
        return Expr(S.Times, (frame.args[0], Expr(S.Power, (state.left, _MINUS_ONE))))


class Compare(Headed):
    """Comparisons make one chain: ``a < b < c`` is Less[a, b, c], mixed ones are Inequality."""

    __slots__ = ()

    def enter(self, state):
        if frame := state.reduce(self.precedence, CHAIN):
            frame.args.append(state.left)
            frame.note.append(self.head)
            state.left = None
        else:
            state.push(self.precedence, CHAIN, [state.left], [self.head])

    def finish(self, frame, state):
        args, heads = (*frame.args, state.left), frame.note
        vector = any(head.name.startswith("Vector") for head in heads)
        if all(head is heads[0] for head in heads):
            return Expr(heads[0], (Expr(S.List, args),) if vector else args)
        mixed = [part for pair in zip(args, heads, strict=False) for part in pair]
        return Expr(Symbol("Developer`VectorInequality") if vector else S.Inequality, (*mixed, args[-1]))


class ApplyTo(Right):
    """``f @ x``."""

    __slots__ = ()

    def finish(self, frame, state):
        return Expr(frame.args[0], (state.left,))


class Pipe(Left):
    """``x // f``."""

    __slots__ = ()

    def finish(self, frame, state):
        return Expr(state.left, (frame.args[0],))


class Assign(Right):
    """``=`` and ``:=``, which also complete ``/:``."""

    __slots__ = ()

    def enter(self, state):
        if frame := state.reduce(self.precedence, TAG):
            frame.args.append(state.left)
            frame.binds, frame.op, state.left = self.precedence - 1, self, None
        else:
            state.push(self.precedence - 1, self, [state.left])

    def finish(self, frame, state):
        head = self.head if len(frame.args) == 1 else Symbol("Tag" + self.head.name)
        return Expr(head, (*frame.args, state.left))


class Unset(Postfix):
    __slots__ = ()

    def enter(self, state):
        if frame := state.reduce(self.precedence, TAG):
            state.pending.pop()
            state.left, state.made = Expr(S.TagUnset, (frame.args[0], state.left)), self
        else:
            state.left, state.made = Expr(self.head, (state.left,)), self


class Compound(Flat):
    __slots__ = ()

    def enter(self, state):
        if state.made is NO_STATEMENT:
            state.push(self.precedence, self, list(state.left.args))
        else:
            super().enter(state)


class NoStatement(Item):
    """Where ``;`` has nothing to its right."""

    __slots__ = ()

    def enter(self, state):
        frame = state.pending.pop()
        state.left, state.made = Expr(frame.op.head, (*frame.args, NULL)), self


class Colon(Headed):
    """``x : pattern`` and ``pattern : default``; it takes only what stands right before it, and a symbol or pattern."""

    __slots__ = ()

    def enter_at(self, state, place):
        inside = next((frame for frame in reversed(state.pending) if frame.op in (PATTERN, OPTIONAL)), None)
        if inside is not None and inside.op is PATTERN:
            while state.pending[-1] is not inside:
                state.pop()
            state.pop()
            state.push(OPTIONAL.precedence, OPTIONAL, [state.left])
        elif type(state.left) is Symbol:
            state.push(PATTERN.precedence, PATTERN, [state.left])
        elif type(state.left) is Expr and state.left.head in _PATTERNS:
            state.push(OPTIONAL.precedence, OPTIONAL, [state.left])
        else:
            raise Fault(
                '":" needs a symbol or a pattern before it, as in x : _Integer and x_ : 0', place.position
            )


class Test(Left):
    """``pattern ? test``, which does not chain."""

    __slots__ = ()

    def enter_at(self, state, place):
        if state.reduce(self.precedence, self):
            raise Fault('"?" cannot follow "?": put parentheses around one of the tests', place.position)
        state.push(self.precedence, self, [state.left])


class Tilde(Headed):
    """``a ~ f ~ b``."""

    __slots__ = ()

    def enter_at(self, state, place):
        if frame := state.reduce(self.precedence, HALF):
            frame.args.append(state.left)
            frame.op, state.left = self, None
        else:
            state.push(self.precedence, HALF, [state.left], place)

    def finish(self, frame, state):
        return Expr(frame.args[1], (frame.args[0], state.left))


class Half(Item):
    """An operator in several parts of which the later ones are missing."""

    __slots__ = ("reason",)

    def __init__(self, reason: str):
        self.reason = reason

    def finish(self, frame, state):
        place = frame.note
        raise Fault(self.reason, place.position, open_ended=state.ended and place.outermost)


class Tag(Headed):
    __slots__ = ()

    def enter_at(self, state, place):
        state.reduce(self.precedence)
        state.push(self.precedence, TAG, [state.left], place)


class Span(Headed):
    """``;;`` before an operand; the lexer writes `OPEN_SPAN` for one that no operand follows.

    A third part belongs to the span only if it is there; any further ``;;`` begins a new span, multiplied on.
    """

    __slots__ = ()

    def enter(self, state):
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

    def finish(self, frame, state):
        return Expr(self.head, (*frame.args, state.left))


class OpenSpan(Item):
    __slots__ = ()

    def enter(self, state):
        start = _ONE
        if state.left is not None:
            frame = None if state.made is self else state.reduce(SPAN.precedence, SPAN)
            if frame is None and state.made is not self:
                start, state.left = state.left, None
            else:
                if frame is not None:
                    state.pop()
                TIMES.enter(state)
        state.left, state.made = Expr(SPAN.head, (start, _ALL)), self


class Integral(Prefix):
    r"""``\[Integral] f \[DifferentialD] x`` is Integrate[f, x]."""

    __slots__ = ()

    def finish(self, frame, state):
        if not frame.args:
            return Expr(self.head, (state.left,))
        return Expr(S.Integrate if self.head is S.Integral else self.head, (frame.args[0], state.left))


class Differential(Prefix):
    r"""``\[DifferentialD] x``, which closes an integral around it."""

    __slots__ = ()

    def enter(self, state):
        open_ones = (f for f in reversed(state.pending) if isinstance(f.op, Integral) and not f.args)
        if (integral := next(open_ones, None)) is None:
            return super().enter(state)
        while state.pending[-1] is not integral:
            state.pop()
        integral.args.append(_ONE if state.left is None else state.left)
        integral.binds, state.left = self.precedence, None


class Placed(Item):
    """An operator that can be wrong where it stands, with its place in the text."""

    __slots__ = ("op", "outermost", "position")

    def __init__(self, op, position: int, outermost: bool):
        self.op, self.position, self.outermost = op, position, outermost

    def enter(self, state):
        self.op.enter_at(state, self)


class Suffix(Item):
    """What follows an operand and has arguments: ``[...]``, ``[[...]]``, ``::tag``, ``>> file``."""

    __slots__ = ("args", "head", "precedence")

    def __init__(self, precedence: int, head: Symbol | None, args: tuple[Node, ...]):
        self.precedence, self.head, self.args = precedence, head, args

    def enter(self, state):
        state.reduce(self.precedence)
        left, state.made = state.left, None
        if self.head is not None:
            state.left = Expr(self.head, (left, *self.args))
        elif type(left) is Symbol and left in _NUMBERS and (atom := _NUMBERS[left](self.args)):
            state.left = atom
        else:
            state.left = Expr(left, self.args)


def _rational(args: tuple[Node, ...]) -> Node | None:
    """The fraction that ``Rational[1, 2]``, the full form of one, stands for; None if these are other arguments."""
    if len(args) != 2 or not all(isinstance(arg, Integer) for arg in args):
        return None
    above, below = args[0].value, args[1].value  # type: ignore[attr-defined]
    return Rational(Fraction(above, below)) if below > 1 and gcd(above, below) == 1 else None


def _complex(args: tuple[Node, ...]) -> Node | None:
    if len(args) != 2 or not all(isinstance(arg, Integer | Rational | Real | BigReal) for arg in args):
        return None
    return None if args[1] == Integer(0) else Complex(args)


_NUMBERS = {S.Rational: _rational, S.Complex: _complex}


class Message(Item):
    """``symbol::tag``; further tags join the first."""

    __slots__ = ("tag",)
    precedence = 750

    def __init__(self, tag: str):
        self.tag = String(tag)

    def enter(self, state):
        state.reduce(self.precedence)
        first = state.left.args if isinstance(state.made, Message) else (state.left,)
        state.left, state.made = Expr(S.MessageName, (*first, self.tag)), self


CALL, FILE = 670, 30
TIMES, PLUS, CHAIN = Flat("Times", 400), Add("Plus", 310), Compare("Equal", 290)
POSITIVE, SPAN, OPEN_SPAN, NO_STATEMENT = Positive("Plus", 480), Span("Span", 297), OpenSpan(), NoStatement()
PATTERN, OPTIONAL = Left("Pattern", 150), Left("Optional", 140)
HALF = Half('"~" needs a second "~": write a ~ f ~ b for f[a, b]')
TAG = Half('"/:" needs "=", ":=" or "=." after its pattern: write f /: g[f] = value')
TYPE = Postfix("TypeSpecifier", CALL)

SHAPES: dict[str, type[Headed]] = {  # the words of the table of operators
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
