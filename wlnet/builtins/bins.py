"""Counting how many numbers fall into which bin."""

from __future__ import annotations

import math
from bisect import bisect_right
from fractions import Fraction
from itertools import pairwise

from ..expr import Expr, Integer, Node, S, String
from ..kernel.builtin import builtin
from ..kernel.numbers import node_of
from ..problem import Template
from .rounding import real_value

BINS = Template("bspec", "`1` is not a width, {min, max, width}, or a list of the ends of the bins.")
DATA = Template(
    "ldata", "`1` is not a list of real numbers, or of points with as many numbers as there are bins."
)
HEIGHT = Template("hspec", '`1` is not one of "Count", "Probability", "PDF", "CumulativeCount".')
_MOST = 10_000_000


def is_list(x: Node) -> bool:
    return type(x) is Expr and x.head is S.List


Number = int | float | Fraction


def _values(items: tuple[Node, ...], whole: Node) -> list[Number]:
    values = [real_value(item) for item in items]
    if None in values:
        raise DATA(whole)
    return values  # type: ignore[return-value]


def _edges(values: list[Number], spec: Node) -> list[Number]:
    """The ends of the bins: each holds its lower end and not its upper one."""
    if is_list(spec) and len(spec.args) == 1 and is_list(spec.args[0]):
        return sorted(_checked(spec.args[0].args, spec))
    if is_list(spec) and len(spec.args) == 3:
        low, high, width = _checked(spec.args, spec)
    else:
        (width,) = _checked((spec,), spec)
        if not values or width <= 0:
            return []
        low, high = math.floor(min(values) / width) * width, math.floor(max(values) / width) * width + width
    if width <= 0 or (high - low) / width > _MOST:
        raise BINS(spec)
    count = math.floor((high - low) / width + 1e-9)
    return [low + i * width for i in range(count + 1)]


def _checked(items: tuple[Node, ...], spec: Node) -> list[Number]:
    values = [real_value(item) for item in items]
    if None in values:
        raise BINS(spec)
    return values  # type: ignore[return-value]


def _binned(x: Node, specs: tuple[Node, ...]) -> tuple[list[int], dict[tuple[int, ...], list[Node]]]:
    """How many bins there are in each dimension, and what falls into each."""
    if not is_list(x):
        raise DATA(x)
    specs = specs or (Integer(1),) * (len(x.args[0].args) if x.args and is_list(x.args[0]) else 1)
    points = [item.args if is_list(item) else (item,) for item in x.args]
    if any(len(point) != len(specs) for point in points):
        raise DATA(x)
    columns = [_values(column, x) for column in zip(*points, strict=True)] or [[] for _ in specs]
    edges = [_edges(column, spec) for column, spec in zip(columns, specs, strict=True)]
    found: dict[tuple[int, ...], list[Node]] = {}
    for item, *point in zip(x.args, *columns, strict=True):
        place = tuple(bisect_right(e, value) - 1 for e, value in zip(edges, point, strict=True))
        if all(0 <= p < len(e) - 1 for p, e in zip(place, edges, strict=True)):
            found.setdefault(place, []).append(item)
    return [max(len(e) - 1, 0) for e in edges], found


def _arranged(sizes: list[int], value, place: tuple[int, ...] = ()) -> Node:
    if len(place) == len(sizes):
        return value(place)
    return Expr(S.List, tuple(_arranged(sizes, value, (*place, i)) for i in range(sizes[len(place)])))


@builtin("BinCounts[x_, bins___]")
def bin_counts(k, x: Node, bins: tuple[Node, ...]):
    """BinCounts[list, dx] is how many elements of list lie in bins of width dx that follow each other.

    BinCounts[list, {min, max, dx}] begins at min, BinCounts[list, {{b1, b2, ...}}] has bins with these
    ends; for points there is one such argument for each coordinate.

    >> {BinCounts[{1, 3, 2, 1, 4}], BinCounts[{1, 3, 2, 1, 4}, {0, 6, 2}], BinCounts[{1, 5, 9}, {{0, 2, 10}}]}
    {{2, 1, 1, 1}, {2, 2, 1}, {1, 2}}
    >> BinCounts[{{1, 1}, {1, 2}, {2, 2}}, 1, 1]
    {{1, 1}, {0, 1}}
    """
    sizes, found = _binned(x, bins)
    return _arranged(sizes, lambda place: Integer(len(found.get(place, ()))))


@builtin("BinLists[x_, bins___]")
def bin_lists(k, x: Node, bins: tuple[Node, ...]):
    """BinLists[list, dx] is the elements of list by bins of width dx; see BinCounts for how to say the bins.

    >> BinLists[{1, 3, 2, 1}, {0, 4, 2}]
    {{1, 1}, {3, 2}}
    """
    sizes, found = _binned(x, bins)
    return _arranged(sizes, lambda place: Expr(S.List, tuple(found.get(place, ()))))


@builtin("HistogramList[x_List, bins_, height_]")
def histogram_list(k, x: Node, bins: Node = S.Automatic, height: Node = String("Count")):
    """HistogramList[list] is {the ends of bins, how many elements lie in each}.

    HistogramList[list, n] has about n bins; {dx}, {min, max, dx} or {{b1, ...}} say the bins; a third
    argument "Probability" or "PDF" gives these instead.

    >> {HistogramList[{1, 2, 2, 5}, {1}], HistogramList[{1, 2, 2, 5}, {0, 6, 3}, "Probability"]}
    {{{1, 2, 3, 4, 5, 6}, {1, 2, 0, 0, 1}}, {{0, 3, 6}, {3/4, 1/4}}}
    """
    values = _values(x.args, x)
    if is_list(bins) and len(bins.args) == 1 and not is_list(bins.args[0]):
        bins = bins.args[0]
    elif not is_list(bins):
        bins = node_of(_nice_width(values, bins))
    edges = _edges(values, bins)
    counts = [0] * max(len(edges) - 1, 0)
    for value in values:
        place = bisect_right(edges, value) - 1
        if 0 <= place < len(counts):
            counts[place] += 1
    return [list(map(node_of, edges)), _heights(counts, edges, height)]


def _nice_width(values: list[Number], bins: Node) -> Number:
    """1, 2 or 5 times a power of ten, so that there are about so many bins."""
    count = (
        bins.value if type(bins) is Integer and bins.value > 0 else math.ceil(math.log2(len(values) or 1)) + 1
    )
    span = float(max(values) - min(values)) if values else 0.0
    if span == 0:
        return 1
    rough = span / count
    power = math.floor(math.log10(rough))
    factor = min((1, 2, 5, 10), key=lambda f: abs(math.log(rough / (f * 10.0**power))))
    return (
        factor * 10**power
        if power >= 0
        else Fraction(factor, 10**-power)
        if _exact(values)
        else factor * 10.0**power
    )


def _exact(values: list[Number]) -> bool:
    return not any(isinstance(value, float) for value in values)


def _heights(counts: list[int], edges: list[Number], height: Node) -> list:
    total, name = sum(counts), getattr(height, "value", "")
    if name == "Count":
        return counts
    if name == "CumulativeCount":
        return [sum(counts[: i + 1]) for i in range(len(counts))]
    if name == "Probability" and total:
        return [node_of(Fraction(count, total)) for count in counts]
    if name == "PDF" and total:
        widths = [b - a for a, b in pairwise(edges)]
        return [node_of(Fraction(c, total) / w) for c, w in zip(counts, widths, strict=True)]
    raise HEIGHT(height)
