"""The largest and smallest elements by value: TakeLargest, TakeLargestBy, MaximalBy and their kin."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import NONE, Expr, Integer, Node, S, Symbol, is_rule
from ..kernel.builtin import builtin
from ..kernel.order import sort_key
from ..problem import Template
from .levels import parts_of

TOO_FEW = Template("insuff", "Cannot take `1` element(s) from a list of length `2`.")
_EXCLUDED = frozenset({NONE, S.Null, S.Indeterminate})  # what has no size
Property = Callable[[int, Node, Node], Node]


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


def _is_missing(node: Node) -> bool:
    return node in _EXCLUDED or (type(node) is Expr and node.head is S.Missing)


def _ranked(values: list[Node], largest: bool, n: Node) -> list[int] | None:
    """The places of the n largest or smallest of the values, in that order."""
    places = [i for i, value in enumerate(values) if not _is_missing(value)]
    most = n.args[0] if type(n) is Expr and n.head is S.UpTo and n.args else n
    if type(most) is not Integer or most.value < 0:
        return sorted(places, key=_key(values, largest)) if n is S.All else None
    if most is n and most.value > len(places):
        raise TOO_FEW(most.value, len(places))
    return sorted(places, key=_key(values, largest))[: most.value]


def _key(values: list[Node], largest: bool) -> Callable[[int], object]:
    ranks = {i: rank for rank, i in enumerate(sorted(range(len(values)), key=lambda i: sort_key(values[i])))}
    if not largest:
        return lambda i: ranks[i]
    same: dict[Node, int] = {}
    for i in sorted(ranks, key=lambda i: ranks[i]):
        same[values[i]] = ranks[i]
    return lambda i: -same[values[i]]


_PROPERTIES: dict[str, Property] = {
    "Element": lambda i, item, value: item,
    "Index": lambda i, item, value: Integer(i + 1),
    "Value": lambda i, item, value: value,
}


def _taken(k, x: Node, f: Node | None, n: Node, largest: bool) -> Node | None:
    """The n elements of a list or association with the largest or smallest values; ``list -> property``."""
    wanted = None
    if is_rule(x):
        x, wanted = x.args
    if type(x) is not Expr:
        return None
    parts = list(parts_of(x))
    apply = None if f is None else k.function(f)
    values = parts if apply is None else [apply(part) for part in parts]
    places = _ranked(values, largest, n)
    if places is None:
        return None
    if wanted is None:
        return Expr(x.head, tuple(x.args[i] for i in places))
    read = _PROPERTIES.get(getattr(wanted, "value", ""))
    return None if read is None else Expr(S.List, tuple(read(i, parts[i], values[i]) for i in places))


def _extremes(name: str, largest: bool, text: str) -> None:
    def function(k, x: Node, n: Node):
        return _taken(k, x, None, n, largest)

    function.__doc__ = text
    builtin(f"{name}[x_, n_]", operator="x")(function)


_extremes(
    "TakeLargest",
    True,
    "TakeLargest[list, n] is the n largest elements of list, TakeLargest[list, UpTo[n]] at most n;\n"
    'TakeLargest[list -> "Index", n] is where they stand.\n\n>> TakeLargest[{1, 5, 3}, 2]\n{5, 3}',
)


_extremes(
    "TakeSmallest",
    False,
    "TakeSmallest[list, n] is the n smallest elements of list.\n\n>> TakeSmallest[{1, 5, 3}, 2]\n{1, 3}",
)


def _extremes_by(name: str, largest: bool, text: str) -> None:
    def function(k, x: Node, f: Node, n: Node):
        return _taken(k, x, f, n, largest)

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
    def function(k, x: Node, f: Node, n: Node | None = None):
        if n is not None:
            return _taken(k, x, f, n, largest)
        if type(x) is not Expr:
            return None
        apply = k.function(f)
        values = [sort_key(apply(part)) for part in parts_of(x)]
        if not values:
            return x
        best = max(values) if largest else min(values)
        kept = [item for item, value in zip(x.args, values, strict=True) if value == best]
        return Expr(x.head, tuple(kept))

    def operator(k, f: Node, n: Node, x: Node):
        return Expr(Symbol(name), (x, f, n))

    function.__doc__ = text
    operator.__doc__ = f"{name}[f, n][list] is {name}[list, f, n].\n\n>> {name}[Abs, 1][{{-2}}]\n{{-2}}"
    builtin(f"{name}[x_, f_, n_]", operator="x")(function)
    builtin(f"{name}[f_, n_][x_]")(operator)


_by_value(
    "MaximalBy",
    True,
    "MaximalBy[list, f] is the elements for which f is largest; MaximalBy[list, f, n] the n\n"
    "with the largest values of f.\n\n"
    ">> {MaximalBy[{1, -5, 3}, Abs], MaximalBy[{1, -5, 3}, Abs, 2]}\n{{-5}, {-5, 3}}",
)


_by_value(
    "MinimalBy",
    False,
    "MinimalBy[list, f] is the elements for which f is smallest; MinimalBy[list, f, n] the n with the\n"
    "smallest values of f.\n\n>> MinimalBy[{1, -5, 3}, Abs]\n{1}",
)
