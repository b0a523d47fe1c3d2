"""The last rules of a builtin: they say why none of the others took the arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..expr import Node, Symbol
from ..problem import Problem
from .definition import STAY, Native
from .messages import GENERAL
from .prepared import MANY, Prepared
from .wrong_arguments import Complaint

if TYPE_CHECKING:
    from .evaluator import Kernel


def complaint_of_counts(k: Kernel, symbol: Symbol, rules: list[Prepared]) -> Native:
    """A rule that says how many arguments are expected."""
    low, high = min(r.low for r in rules), max(r.high for r in rules)
    failure = next((r.declared.failure for r in rules if r.declared.failure is not None), STAY)

    def complain(k: Kernel, args: tuple[Node, ...]) -> Node:
        k.message(symbol, count_problem(symbol, len(args), low, high))
        return failure

    return complain


def complaint_of_kinds(symbol: Symbol, rules: list[Prepared], find: Complaint) -> Native:
    """A rule that says which argument is of a wrong kind, after all others declined."""
    failure = next((r.declared.failure for r in rules if r.declared.failure is not None), STAY)

    def complain(k: Kernel, args: tuple[Node, ...]) -> Node | None:
        problem = find(args)
        if problem is None:
            return None
        k.message(symbol, problem)
        return failure

    return complain


def count_problem(symbol: Symbol, count: int, low: int, high: int) -> Problem:
    """The message about `count` arguments where from `low` to `high` are expected."""
    one = count == 1
    if high >= MANY:
        return GENERAL["argmu"](symbol, low) if one else GENERAL["argm"](symbol, count, low)
    if low == high == 1:
        return GENERAL["argx"](symbol, count)
    if low == high:
        return GENERAL["argr"](symbol, low) if one else GENERAL["argrx"](symbol, count, low)
    if high == low + 1:
        return GENERAL["argtu"](symbol, low, high) if one else GENERAL["argt"](symbol, count, low, high)
    return GENERAL["argbu"](symbol, low, high) if one else GENERAL["argb"](symbol, count, low, high)
