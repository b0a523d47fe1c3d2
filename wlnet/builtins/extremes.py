"""Largest and smallest elements by value, and whether one list contains another."""

from __future__ import annotations

from ..expr import Expr, Node, S
from ..kernel.builtin import builtin
from ..kernel.order import sort_key
from .levels import parts_of, with_parts


@builtin("Commonest[x_List, n_]")
def commonest(k, x: Node, n: int | None = None):
    """Commonest[list] is the list of the elements that are there most often.

    >> Commonest[{a, b, a}]
    {a}
    """
    counts: dict[Node, int] = {}
    for item in x.args:
        counts[item] = counts.get(item, 0) + 1
    if n is None:
        most = max(counts.values(), default=0)
        return [item for item, count in counts.items() if count == most]
    return sorted(counts, key=lambda item: -counts[item])[:n]


def _extremes(name: str, largest: bool, text: str) -> None:
    def function(k, x: Node, n: int):
        if type(x) is not Expr:
            return None
        places = sorted(range(len(x.args)), key=lambda i: sort_key(parts_of(x)[i]), reverse=largest)[:n]
        return with_parts(
            Expr(x.head, tuple(x.args[i] for i in places)), tuple(parts_of(x)[i] for i in places)
        )

    function.__doc__ = text
    builtin(f"{name}[x_, n_]", operator="x")(function)


_extremes(
    "TakeLargest",
    True,
    "TakeLargest[list, n] is the n largest elements of list.\n\n>> TakeLargest[{1, 5, 3}, 2]\n{5, 3}",
)


_extremes(
    "TakeSmallest",
    False,
    "TakeSmallest[list, n] is the n smallest elements of list.\n\n>> TakeSmallest[{1, 5, 3}, 2]\n{1, 3}",
)


def _extremes_by(name: str, largest: bool, text: str) -> None:
    def function(k, x: Node, f: Node, n: int):
        if type(x) is not Expr:
            return None
        values = [k.apply(f, (part,)) for part in parts_of(x)]
        places = sorted(range(len(values)), key=lambda i: sort_key(values[i]), reverse=largest)[:n]
        return Expr(x.head, tuple(x.args[i] for i in places))

    function.__doc__ = text
    builtin(f"{name}[x_, f_, n_]", operator="x")(function)


_extremes_by(
    "TakeLargestBy",
    True,
    "TakeLargestBy[list, f, n] is the n elements for which f is largest.\n\n"
    ">> TakeLargestBy[{1, -5, 3}, Abs, 1]\n{-5}",
)


_extremes_by(
    "TakeSmallestBy",
    False,
    "TakeSmallestBy[list, f, n] is the n elements for which f is smallest.\n\n"
    ">> TakeSmallestBy[{-1, -5}, Abs, 1]\n{-1}",
)


def _by_value(name: str, largest: bool, text: str) -> None:
    def function(k, x: Node, f: Node):
        if type(x) is not Expr or not x.args:
            return None
        values = [sort_key(k.apply(f, (part,))) for part in parts_of(x)]
        best = max(values) if largest else min(values)
        return Expr(
            S.List, tuple(part for part, value in zip(parts_of(x), values, strict=True) if value == best)
        )

    function.__doc__ = text
    builtin(f"{name}[x_, f_]", operator="x")(function)


_by_value(
    "MaximalBy",
    True,
    "MaximalBy[list, f] is the elements for which f is largest.\n\n>> MaximalBy[{1, -5, 3}, Abs]\n{-5}",
)


_by_value(
    "MinimalBy",
    False,
    "MinimalBy[list, f] is the elements for which f is smallest.\n\n>> MinimalBy[{1, -5, 3}, Abs]\n{1}",
)


@builtin("ContainsAll[x_, y_]", operator="x")
def contains_all(k, x: Node, y: Node):
    """ContainsAll[list1, list2] is True if list1 has every element of list2.

    >> ContainsAll[{a, b, c}, {a, c}]
    True
    """
    return set(y.args) <= set(x.args)


@builtin("ContainsAny[x_, y_]", operator="x")
def contains_any(k, x: Node, y: Node):
    """ContainsAny[list1, list2] is True if list1 has an element of list2.

    >> ContainsAny[{a, b}, {b, c}]
    True
    """
    return not set(y.args).isdisjoint(x.args)
