"""Totals and simple statistics of lists; largest and smallest."""

from __future__ import annotations

from itertools import pairwise

from ..expr import Expr, Integer, Node, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import REALS, compare, scalar
from ..kernel.order import sorted_nodes
from ..problem import Template
from .comparison import order_of
from .infinity import infinite_sign, infinity
from .levels import parts_of

EMPTY = Template("rectn", "A rectangular array is expected instead of `1`.")
TOO_FEW = Template("shlen", "`1` should have at least two elements.")


def _is_list(x: Node) -> bool:
    return type(x) is Expr and x.head is S.List


@builtin("Total[x_, n_]")
def total(k, x: Node, n: Node = Integer(1)):
    """Total[list] is the sum of the elements of list; Total[list, 2] adds the elements of the lists in it
    too.

    >> {Total[{1, 2, 3}], Total[{{1, 2}, {3, 4}}], Total[{{1, 2}, {3, 4}}, 2], Total[<|"a" -> 1, "b" -> 2|>]}
    {6, {4, 6}, 10, 3}
    """
    if type(x) is not Expr:
        return None
    parts = parts_of(x)
    if _is_list(n):
        levels = [item.value for item in n.args if type(item) is Integer]
        if levels == [2]:
            return Expr(S.List, tuple(S.Total(row) for row in parts))
        n = n.args[-1]
    depth = n.value if type(n) is Integer else 1 << 30
    if depth > 1 and any(map(_is_list, parts)):
        parts = tuple(S.Total(part, Integer(depth - 1)) if _is_list(part) else part for part in parts)
    elif parts and set(map(type, parts)) == {Integer}:
        return sum(part.value for part in parts)  # type: ignore[attr-defined]
    elif parts and set(map(type, parts)) == {Real}:
        return _sum([part.value for part in parts])  # type: ignore[attr-defined]
    return Expr(S.Plus, parts)


def _sum(values: list[float]) -> float:
    """The sum with the rounding errors added up and put back (Kahan, improved by Neumaier)."""
    total, lost = 0.0, 0.0
    for value in values:
        new = total + value
        lost += (total - new) + value if abs(total) >= abs(value) else (value - new) + total
        total = new
    return total + lost if lost == lost else total


@builtin("Mean[x_]")
def mean(k, x: Node):
    """Mean[list] is the mean of the elements of list, of a matrix the means of its columns.

    >> {Mean[{1, 2, 6}], Mean[{{1, 2}, {3, 4}}], Mean[{1., 2.}]}
    {3, {2, 3}, 1.5}
    """
    if type(x) is not Expr or x.head not in (S.List, S.Association):
        return None
    if not x.args:
        raise EMPTY(x)
    return S.Divide(S.Total(x), Integer(len(x.args)))


@builtin("Median[x_List]")
def median(k, x: Node):
    """Median[list] is the middle one of the elements in order, or the mean of the two in the middle.

    >> {Median[{3, 1, 2}], Median[{1, 2, 3, 10}]}
    {2, 5/2}
    """
    if not x.args:
        raise EMPTY(x)
    if all(map(_is_list, x.args)):
        return Expr(
            S.List, tuple(S.Median(Expr(S.List, c)) for c in zip(*(r.args for r in x.args), strict=True))
        )
    if not all(order_of(item, Integer(0)) is not None for item in x.args):
        return None
    items, middle = sorted_nodes(x.args), len(x.args) // 2
    return items[middle] if len(items) % 2 else S.Divide(S.Plus(items[middle - 1], items[middle]), Integer(2))


@builtin("Variance[x_List]")
def variance(k, x: Node):
    """Variance[list] is the variance of the elements of list, with n - 1 in the denominator.

    >> {Variance[{1, 2, 3}], Variance[{1., 3.}]}
    {1, 2.}
    """
    if len(x.args) < 2:
        raise TOO_FEW(x)
    if all(map(_is_list, x.args)):
        return Expr(
            S.List, tuple(S.Variance(Expr(S.List, c)) for c in zip(*(r.args for r in x.args), strict=True))
        )
    distance = S.Plus(x, S.Times(Integer(-1), S.Mean(x)))
    return S.Divide(S.Total(S.Power(S.Abs(distance), Integer(2))), Integer(len(x.args) - 1))


@builtin("StandardDeviation[x_List]")
def standard_deviation(k, x: Node):
    """StandardDeviation[list] is the square root of the variance.

    >> StandardDeviation[{1, 2, 3}]
    1
    """
    return S.Sqrt(S.Variance(x))


@builtin("RootMeanSquare[x_List]")
def root_mean_square(k, x: Node):
    """RootMeanSquare[list] is the square root of the mean of the squares.

    >> RootMeanSquare[{1, 7}]
    5
    """
    return S.Sqrt(S.Mean(S.Power(x, Integer(2))))


@builtin("Standardize[x_List]")
def standardize(k, x: Node):
    """Standardize[list] is list shifted and scaled to mean 0 and variance 1.

    >> Standardize[{1, 2, 3}]
    {-1, 0, 1}
    """
    if all(map(_is_list, x.args)) and x.args:
        return S.Transpose(S.Map(S.Standardize, S.Transpose(x)))
    return S.Divide(S.Subtract(x, S.Mean(x)), S.StandardDeviation(x))


@builtin("Rescale[x_, range_, new_]")
def rescale(k, x: Node, range: Node | None = None, new: Node | None = None):
    """Rescale[list] is list scaled to run from 0 to 1; Rescale[x, {min, max}] x as a part of that range.

    >> {Rescale[{1, 2, 3}], Rescale[5, {0, 10}], Rescale[5, {0, 10}, {0, 1}]}
    {{0, 1/2, 1}, 1/2, 1/2}
    """
    low, high = (S.Min(x), S.Max(x)) if range is None else range.args
    part = S.Divide(S.Subtract(x, low), S.Subtract(high, low))
    return part if new is None else S.Plus(new.args[0], S.Times(part, S.Subtract(new.args[1], new.args[0])))


@builtin("Differences[x_List, n_]")
def differences(k, x: Node, n: int = 1):
    """Differences[list] is the list of the differences of neighbours.

    >> Differences[{1, 4, 9}]
    {3, 5}
    """
    for _ in range(n):
        x = Expr(S.List, tuple(S.Subtract(b, a) for a, b in pairwise(x.args)))
    return x


@builtin("Ratios[x_List]")
def ratios(k, x: Node):
    """Ratios[list] is the list of the quotients of neighbours.

    >> Ratios[{1, 2, 6}]
    {2, 3}
    """
    return Expr(S.List, tuple(S.Divide(b, a) for a, b in pairwise(x.args)))


@builtin("MinMax[x_]")
def min_max(k, x: Node):
    """MinMax[list] is {Min[list], Max[list]}.

    >> MinMax[{3, 1, 2}]
    {1, 3}
    """
    return S.List(S.Min(x), S.Max(x))


_EXTREME = Attribute.FLAT | Attribute.ORDERLESS | Attribute.ONE_IDENTITY | Attribute.NUMERIC_FUNCTION


@builtin("Max[items___]", attributes=_EXTREME)
def max_(k, items: tuple[Node, ...]):
    """Max[x, y, ...] is the largest of its arguments, also of those in lists.

    >> {Max[1, 3, 2], Max[{1, {7}}, 2], Max[x, 1, 2], Max[]}
    {3, 7, Max[2, x], -Infinity}
    """
    return _extreme(S.Max, items, 1)


@builtin("Min[items___]", attributes=_EXTREME)
def min_(k, items: tuple[Node, ...]):
    """Min[x, y, ...] is the smallest of its arguments, also of those in lists.

    >> {Min[1, 3, 2], Min[{4, 2}], Min[x, 2, 1]}
    {1, 2, Min[1, x]}
    """
    return _extreme(S.Min, items, -1)


def _extreme(head: Node, items: tuple[Node, ...], way: int) -> Node | None:
    flat = list(_flat(items))
    best: Node | None = None
    others: dict[Node, None] = {}
    for item in flat:
        if best is not None and type(item) in REALS and type(best) in REALS:
            if compare(scalar(item), scalar(best)) * way > 0:
                best = item
        elif best is None and order_of(item, Integer(0)) is not None:
            best = item
        elif best is not None and (found := order_of(item, best)) is not None:
            best = item if found * way > 0 else best
        else:
            others[item] = None
    if best is None and not others:
        return infinity(-way)
    if not others:
        return best
    if best is not None and infinite_sign(best) == -way:
        best = None
    kept = (*((best,) if best is not None else ()), *others)
    if len(kept) == 1:
        return kept[0]
    return None if len(kept) == len(items) and set(kept) == set(items) else Expr(head, kept)


def _flat(items: tuple[Node, ...]):
    for item in items:
        if type(item) is Expr and item.head in (S.List, S.Association):
            yield from _flat(parts_of(item))
        else:
            yield item
