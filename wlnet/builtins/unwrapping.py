"""Wrappers that functions see through: a dataset or a sparse array gives functions of lists the list in it.

It is done by an upvalue of the wrapper that is a Python function, made when a session first has such a value.
"""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Node, S, Symbol, Value
from ..kernel.definition import Rule, RuleSet


class NativeUpvalue(Rule):
    """An upvalue that is a function of the whole expression; it gives None where it does not apply."""

    __slots__ = ("_function",)

    def __init__(self, function: Callable[[Expr], Node | None]):
        self._function = function
        super().__init__(S.HoldPattern(S.Blank()), S.Null, True)

    @property
    def apply(self) -> Callable[[Expr], Node | None]:  # type: ignore[override]
        return self._function

    @apply.setter
    def apply(self, _: object) -> None:
        """It is never compiled."""


def see_through(k, wrapper: Symbol, function: Callable[[Expr], Node | None]) -> None:
    """Let `function` decide about calls that have the wrapper among their arguments."""
    definition = k.definitions[wrapper]
    if definition.up is None:
        definition.up, k.has_upvalues = RuleSet(), True
    if not any(isinstance(rule, NativeUpvalue) for rule in definition.up.rules):
        definition.up.rules.append(NativeUpvalue(function))


def of_values(head: Symbol, args: tuple[Node, ...]) -> Node | None:
    """What the first foreign value among the arguments of Plus, Times or Power makes of them, if anything."""
    for arg in args:
        if type(arg) is Value:
            made = arg.value.computed(head, args)
            return None if made is None else Value(made)
    return None
