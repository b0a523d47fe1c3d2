"""Totals, differences and ranges of lists; largest and smallest elements."""

from __future__ import annotations

from itertools import pairwise
from operator import attrgetter

from ..expr import Expr, Integer, Node, Real, S, is_head
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import REALS, compare, node_of, scalar
from .comparison import order_of
from .infinity import infinite_sign, infinity
from .levels import parts_of
from .packing import machine, nested, whole_numbers
from .rounding import real_value


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
        made = _sum([part.value for part in parts])  # type: ignore[attr-defined]
        if made - made == 0:
            return node_of(made)
    return Expr(S.Plus, parts)


def _sum(values: list[float]) -> float:
    """The sum with the rounding errors added up and put back (Kahan, improved by Neumaier)."""
    total, lost = 0.0, 0.0
    for value in values:
        new = total + value
        lost += (total - new) + value if abs(total) >= abs(value) else (value - new) + total
        total = new
    return total + lost if lost == lost else total


@builtin("Rescale[x_, range_, new_]")
def rescale(k, x: Node, range: Node | None = None, new: Node | None = None):
    """Rescale[list] is list scaled to run from 0 to 1; Rescale[x, {min, max}] x as a part of that range.

    >> {Rescale[{1, 2, 3}], Rescale[5, {0, 10}], Rescale[5, {0, 10}, {0, 1}]}
    {{0, 1/2, 1}, 1/2, 1/2}
    """
    if any(ends is not None and (not _is_list(ends) or len(ends.args) != 2) for ends in (range, new)):
        return None
    low, high = (k.evaluate(S.Min(x)), k.evaluate(S.Max(x))) if range is None else range.args
    if (array := machine(x)) is not None and array.dtype.kind == "f" and new is None:
        ends = real_value(low), real_value(high)
        if None not in ends and ends[0] != ends[1]:
            return nested((array - float(ends[0])) / (float(ends[1]) - float(ends[0])))  # type: ignore[arg-type]
    part = S.Divide(S.Subtract(x, low), S.Subtract(high, low))
    return part if new is None else S.Plus(new.args[0], S.Times(part, S.Subtract(new.args[1], new.args[0])))


@builtin("Differences[x_List, n_, step_]")
def differences(k, x: Node, n: int = 1, step: int = 1):
    """Differences[list] is the list of the differences of neighbours; Differences[list, n] does it n times.

    Differences[list, n, s] takes elements that are s apart.

    >> {Differences[{1, 4, 9}], Differences[{1, 4, 9, 16}, 2], Differences[{a, b, c}, 1, 2]}
    {{3, 5}, {2, 2}, {-a + c}}
    """
    array = whole_numbers(x) if n < 16 else None
    array = machine(x) if array is None else array
    if array is not None and n >= 0 and step > 0:
        for _ in range(n):
            array = array[step:] - array[:-step] if len(array) > step else array[:0]
        return nested(array)
    for _ in range(min(n, len(x.args))):
        pairs = zip(x.args[step:], x.args[:-step], strict=True)
        x = k.evaluate(Expr(S.List, tuple(S.Subtract(b, a) for b, a in pairs)))
    return x


@builtin("Ratios[x_List]")
def ratios(k, x: Node):
    """Ratios[list] is the list of the quotients of neighbours.

    >> Ratios[{1, 2, 6}]
    {2, 3}
    """
    return Expr(S.List, tuple(S.Divide(b, a) for a, b in pairwise(x.args)))


@builtin("MinMax[x_, margin_]")
def min_max(k, x: Node, margin: Node | None = None):
    """MinMax[list] is {Min[list], Max[list]}; MinMax[list, d] is wider by d.

    >> {MinMax[{3, 1, 2}], MinMax[{3, 1, 2}, 1]}
    {{1, 3}, {0, 4}}
    """
    if margin is None:
        return S.List(S.Min(x), S.Max(x))
    below, above = margin.args if is_head(margin, S.List) and len(margin.args) == 2 else (margin, margin)
    return S.List(S.Subtract(S.Min(x), below), S.Plus(S.Max(x), above))


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
    if len(items) == 1 and _is_list(items[0]) and items[0].args:
        kinds = set(map(type, items[0].args))
        if kinds == {Real} or kinds == {Integer}:
            return (max if way > 0 else min)(items[0].args, key=attrgetter("value"))
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
    if best is not None and infinite_sign(best) == way and S.Indeterminate not in others:
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
