"""From a flat run of operands and operators to one expression, by precedence.

The lexer has decided what each operator is (before, between or after operands), so an item is an operand (a
`Node`) or an `Item` that knows how to `enter` the climb.  The climb keeps the finished operand (`left`) and a
stack of operators that wait for their right operand; there is no recursion, so chains of any length fit.

The rule: an operator goes on with the operand on its left only if it binds tighter than the operator that
waits for that operand.  Nothing else is compared, so a finished ``# + 1 &`` is a fit left operand of
anything, and a loose prefix operator may stand right of a tight one (``a^-b.c``).

The plain shapes of the table of operators are here; `sums` and `constructs` hold those that are like no
other.
"""

from __future__ import annotations

from typing import Any

from ..expr import Expr, Node, Symbol


class Fault(Exception):
    """What the climb finds wrong: the reason, where, and whether more input could mend it."""

    def __init__(self, reason: str, position: int, open_ended: bool = False):
        super().__init__(reason)
        self.reason, self.position, self.open_ended = reason, position, open_ended


class Frame:
    """An operator that waits for its right operand; it `binds` what follows unless that binds tighter."""

    __slots__ = ("args", "binds", "note", "op")

    def __init__(self, binds: int, op: Item, args: list[Any], note: Any = None):
        self.binds, self.op, self.args, self.note = binds, op, args, note


class Climb:
    """A climb under way.  `made` is the operator that made `left`, None for an operand or a call."""

    __slots__ = ("ended", "left", "made", "pending")
    left: Any  # a Node, or None where an operand is to come

    def __init__(self) -> None:
        self.ended = False  # all items have entered
        self.pending: list[Frame] = []
        self.left = None
        self.made: Item | None = None

    def reduce(self, precedence: int, stop: Item | None = None) -> Frame | None:
        """Finish the waiting operators that bind tighter than `precedence`; stop before a frame of `stop`."""
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

    def push(self, binds: int, op: Item, args: list[Any], note: Any = None) -> None:
        self.pending.append(Frame(binds, op, args, note))
        self.left = None


def climb(items: list[Any]) -> Node:
    """The expression that `items`, operands and operators in order, stand for."""
    state = Climb()
    for item in items:
        if isinstance(item, Item):
            item.enter(state)
        else:
            if state.left is not None:
                TIMES.enter(state)
            state.left, state.made = item, None
    state.ended = True
    state.reduce(0)
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
    """``a /. b /. c`` is ReplaceAll[ReplaceAll[a, b], c]."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        state.reduce(self.precedence)
        state.push(self.precedence, self, [state.left])

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(self.head, (frame.args[0], state.left))


class Right(Headed):
    """``a -> b -> c`` is Rule[a, Rule[b, c]]."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        state.reduce(self.precedence)
        state.push(self.precedence - 1, self, [state.left])

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(self.head, (frame.args[0], state.left))


class Flat(Headed):
    """One node for a run: ``a b c`` is Times[a, b, c]."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        if frame := state.reduce(self.precedence, self):
            frame.args.append(state.left)
            state.left = None
        else:
            state.push(self.precedence, self, [state.left])

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(self.head, (*frame.args, state.left))


TIMES = Flat("Times", 400)  # the operator that stands between operands with nothing between them


class Prefix(Headed):
    """``!a`` is Not[a]."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        if state.left is not None:
            TIMES.enter(state)
        state.push(self.precedence, self, [])

    def finish(self, frame: Frame, state: Climb) -> Node:
        return Expr(self.head, (state.left,))


class Postfix(Headed):
    """``a!`` is Factorial[a]."""

    __slots__ = ()

    def enter(self, state: Climb) -> None:
        state.reduce(self.precedence)
        state.left, state.made = Expr(self.head, (state.left,)), self
