"""Arithmetic operators that read like no other: sums with their signs, quotients, chains of comparisons."""

from __future__ import annotations

from ..expr import BigReal, Expr, Integer, Node, Real, S, Symbol
from .climb import TIMES, Climb, Flat, Frame, Headed, Item, Left, Prefix

MINUS_ONE = Integer(-1)


class Add(Headed):
    """``+`` and ``-`` between operands share one Plus; `negative` says which of the two this is."""

    __slots__ = ("negative",)

    def __init__(self, head: str, precedence: int, negative: bool = False):
        super().__init__(head, precedence)
        self.negative = negative

    def enter(self, state: Climb) -> None:
        if frame := state.reduce(self.precedence, PLUS):
            frame.args.append(_term(frame.note, state))
            frame.note = self.negative
            state.left = None
        else:
            state.push(self.precedence, PLUS, [_term(False, state)], self.negative)

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(self.head, (*frame.args, _term(frame.note, state)))


class Positive(Prefix):
    """A plus sign: ``+a`` is Plus[a], and joins a Plus around it."""

    __slots__ = ()

    def finish(self, frame: Frame, state: Climb) -> Node:
        return state.left if state.made is self else Expr(self.head, (state.left,))


class Negate(Prefix):
    """A minus sign: ``-a`` is Times[-1, a], ``-1`` a number."""

    __slots__ = ()

    def finish(self, frame: Frame, state: Climb) -> Node:
        return _negative(state.left) or Expr(S.Times, (MINUS_ONE, state.left))


def _negative(node: Node) -> Node | None:
    """The number literal `node` with a minus sign, or None for anything else."""
    if isinstance(node, Integer | Real) and node.value >= 0:
        return type(node)(-node.value)
    if isinstance(node, BigReal) and not node.value.is_signed():
        return BigReal(node.value.copy_negate(), node.precision)
    return None


def _term(negative: bool, state: Climb) -> Node:
    """The operand just complete as a term of a sum."""
    node: Node = state.left
    if not negative:
        return node.args[0] if state.made is POSITIVE else node
    if state.made is TIMES:
        return Expr(S.Times, (MINUS_ONE, *node.args))
    return _negative(node) or Expr(S.Times, (MINUS_ONE, node))


class Divide(Left):
    """``a / b`` is Times[a, Power[b, -1]]."""

    __slots__ = ()

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(S.Times, (frame.args[0], Expr(S.Power, (state.left, MINUS_ONE))))


class Compare(Headed):
    """Comparisons make one chain: ``a < b < c`` is Less[a, b, c], mixed ones are Inequality."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        if frame := state.reduce(self.precedence, CHAIN):
            frame.args.append(state.left)
            frame.note.append(self.head)
            state.left = None
        else:
            state.push(self.precedence, CHAIN, [state.left], [self.head])

    def finish(self, frame: Frame, state: Climb) -> Node:
        args, heads = (*frame.args, state.left), frame.note
        vector = any(head.name.startswith("Vector") for head in heads)
        if all(head is heads[0] for head in heads):
            return Expr(heads[0], (Expr(S.List, args),) if vector else args)
        mixed = [part for pair in zip(args, heads, strict=False) for part in pair]
        return Expr(Symbol("Developer`VectorInequality") if vector else S.Inequality, (*mixed, args[-1]))


class Reversed(Flat):
    r"""``a \[Divides] b`` is Divisible[b, a]."""

    __slots__ = ()

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(self.head, (state.left, *reversed(frame.args)))


class Twice(Prefix):
    """``!!a`` is Not[Not[a]]."""

    __slots__ = ()

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(self.head, (Expr(self.head, (state.left,)),))


class Prime(Headed):
    """``f''`` is Derivative[2][f]: marks that follow one another count together."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        state.reduce(self.precedence)
        order, function = 1, state.left
        if state.made is self:
            order, function = function.head.args[0].value + 1, function.args[0]
        state.left, state.made = Expr(Expr(self.head, (Integer(order),)), (function,)), self


PLUS: Item = Add("Plus", 310)
CHAIN: Item = Compare("Equal", 290)
POSITIVE: Item = Positive("Plus", 480)
