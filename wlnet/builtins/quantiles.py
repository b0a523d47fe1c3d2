"""Medians and quantiles of lists; of a matrix, of its columns."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from ..expr import Expr, Integer, Node, Rational, Real, S
from ..kernel.builtin import builtin
from ..problem import Template
from .packing import machine, nested
from .rounding import real_value
from .samples import by_columns, data_of, is_list, sorted_values

BAD_QUANTILE = Template("nquan", "The quantile specification `1` should be a number between 0 and 1.")

TWO = Integer(2)


@builtin("Median[x_]")
def median(k, x: Node):
    """Median[list] is the middle one of the elements in order, or the mean of the two in the middle.

    >> {Median[{3, 1, 2}], Median[{1, 2, 3, 10}], Median[{{1, 7}, {3, 8}, {2, 9}}]}
    {2, 5/2, {2, 8}}
    """
    x = data_of(x)
    if not is_list(x):
        return None
    array = machine(x)
    if array is not None and array.dtype.kind == "f" and array.size:
        return nested(np.median(array, axis=0))
    if (columns := by_columns(S.Median, x)) is not None:
        return columns
    items, middle = sorted_values(x), len(x.args) // 2
    return items[middle] if len(items) % 2 else S.Divide(S.Plus(items[middle - 1], items[middle]), TWO)


_PLAIN = ((0, 0), (1, 0))
_HAZEN = ((Fraction(1, 2), 0), (0, 1))


@builtin("Quantile[x_, q_, parameters_]")
def quantile(k, x: Node, q: Node, parameters: Node | None = None):
    """Quantile[list, q] is the element of list at the part q of the way from the smallest to the largest.

    Quantile[list, {q1, q2, ...}] gives several; a third argument {{a, b}, {c, d}} says how to
    interpolate.

    >> {Quantile[{1, 2, 3, 4, 5}, 1/2], Quantile[{5, 1, 4}, {1/4, 1}]}
    {3, {1, 5}}
    >> Quantile[{1, 2, 3, 4}, 1/2, {{1/2, 0}, {0, 1}}]
    5/2
    """
    x = data_of(x)
    if not is_list(x):
        return None
    more = () if parameters is None else (parameters,)
    if (columns := by_columns(S.Quantile, x, q, *more)) is not None:
        return columns
    how = _PLAIN if parameters is None else _parameters(parameters)
    if how is None:
        return None
    items = sorted_values(x)
    if is_list(q):
        return Expr(S.List, tuple(_quantile(items, each, how) for each in q.args))
    return _quantile(items, q, how)


def _parameters(node: Node) -> tuple | None:
    if not is_list(node) or not all(is_list(row) and len(row.args) == 2 for row in node.args):
        return None
    values = tuple(tuple(real_value(item) for item in row.args) for row in node.args)
    return values if len(values) == 2 and not any(None in row for row in values) else None


def _quantile(items: list[Node], q: Node, how: tuple) -> Node:
    part = real_value(q)
    if part is None or not 0 <= part <= 1:  # type: ignore[operator]
        raise BAD_QUANTILE(q)
    (a, b), (c, d) = how
    n = len(items)
    if type(part) is int:
        part = Fraction(part)
    place = a + (n + b) * part  # type: ignore[operator]
    low, high = (items[min(max(f(place), 1), n) - 1] for f in (math.floor, math.ceil))
    if low is high or (c, d) == (1, 0):
        return high
    share = c + d * (place - math.floor(place))
    weight = (
        Real(share)
        if isinstance(share, float)
        else S.Divide(Integer(share.numerator), Integer(share.denominator))
    )
    return S.Plus(low, S.Times(weight, S.Subtract(high, low)))


@builtin("Quartiles[x_]")
def quartiles(k, x: Node):
    """Quartiles[list] is the quantiles for 1/4, 1/2 and 3/4, with linear interpolation.

    >> Quartiles[{1, 2, 3, 4}]
    {3/2, 5/2, 7/2}
    """
    x = data_of(x)
    if not is_list(x):
        return None
    if (columns := by_columns(S.Quartiles, x)) is not None:
        return columns
    items = sorted_values(x)
    return [_quantile(items, Rational(Fraction(i, 4)), _HAZEN) for i in (1, 2, 3)]


@builtin("InterquartileRange[x_]")
def interquartile_range(k, x: Node):
    """InterquartileRange[list] is the distance of the upper and the lower quartile.

    >> InterquartileRange[{1, 3, 4, 2}]
    2
    """
    x = data_of(x)
    if not is_list(x):
        return None
    if (columns := by_columns(S.InterquartileRange, x)) is not None:
        return columns
    low, _, high = quartiles(k, x)
    return S.Subtract(high, low)
