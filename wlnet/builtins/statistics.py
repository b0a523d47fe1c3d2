"""Statistics of lists: means, medians, quantiles, variances.

Machine numbers go through numpy, exact ones through whole numbers and fractions, all else through the
arithmetic of the language.  Of a matrix, each function gives its values for the columns.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from operator import attrgetter

import numpy as np

from ..expr import Atom, Expr, Integer, Node, Rational, Real, S, Value, is_head
from ..kernel.builtin import builtin
from ..kernel.numbers import REALS, scalar
from ..kernel.order import sorted_nodes
from ..problem import Template
from .comparison import order_of
from .levels import parts_of
from .packing import machine, nested, real_if_real
from .rounding import real_value

RECTANGULAR = Template("rectt", "Rectangular array expected at position 1 in `1`.")
REAL_ARRAY = Template("rectn", "Rectangular array of real numbers is expected instead of `1`.")
TOO_FEW = Template("shlen", "The argument `1` should have at least two elements.")
BAD_QUANTILE = Template("nquan", "The quantile specification `1` should be a number between 0 and 1.")
POSITIVE = Template("arg", "`1` should be a list of non-negative numbers.")

HALF = Rational(Fraction(1, 2))
ONE, TWO = Integer(1), Integer(2)
_EXACT = frozenset({Integer, Rational})


def is_list(x: Node) -> bool:
    return type(x) is Expr and x.head is S.List


def data_of(x: Node) -> Node:
    """The list of the values, if `x` is an association."""
    return Expr(S.List, parts_of(x)) if is_head(x, S.Association) else x


def by_columns(head: Node, x: Node, *more: Node) -> Node | None:
    """The list of the values of the function for each column, if `x` is a list of lists."""
    if not is_list(x) or not x.args or not all(map(is_list, x.args)):
        return None
    if len({len(row.args) for row in x.args}) > 1:
        raise RECTANGULAR(Expr(head, (x, *more)))
    columns = zip(*(row.args for row in x.args), strict=True)
    return Expr(S.List, tuple(Expr(head, (Expr(S.List, column), *more)) for column in columns))


def exact_values(x: Expr) -> list[int] | list[Fraction] | None:
    """The Python numbers in a list of exact real numbers."""
    return [scalar(item) for item in x.args] if set(map(type, x.args)) <= _EXACT else None


# ---- means ----


@builtin("Mean[x_]")
def mean(k, x: Node):
    """Mean[list] is the mean of the elements of list, of a matrix the means of its columns.

    >> {Mean[{1, 2, 6}], Mean[{{1, 2}, {3, 4}}], Mean[{1., 2.}], Mean[{a, b}]}
    {3, {2, 3}, 1.5, (a + b)/2}
    """
    if isinstance(x, Atom) and not isinstance(x, Value):
        raise RECTANGULAR(S.Mean(x))
    if not (is_list(x) or is_head(x, S.Association)):
        return None
    if not x.args:
        raise RECTANGULAR(S.Mean(x))
    if is_list(x.args[0]) and (array := machine(x)) is not None:
        return nested(array.mean(axis=0))
    return S.Divide(S.Total(x), Integer(len(x.args)))


@builtin("GeometricMean[x_List]")
def geometric_mean(k, x: Node):
    """GeometricMean[list] is the nth root of the product of the n elements of list.

    >> {GeometricMean[{2, 8}], GeometricMean[{1., 2., 4.}]}
    {4, 2.}
    """
    if (columns := by_columns(S.GeometricMean, x)) is not None:
        return columns
    array = machine(x)
    if array is not None and array.dtype.kind == "f" and (array > 0).all():
        return float(np.exp(np.log(array).mean()))
    return S.Power(Expr(S.Times, x.args), S.Divide(ONE, Integer(len(x.args)))) if x.args else None


@builtin("HarmonicMean[x_List]")
def harmonic_mean(k, x: Node):
    """HarmonicMean[list] is n divided by the sum of the reciprocals of the n elements of list.

    >> HarmonicMean[{1, 2, 3}]
    18/11
    """
    columns = by_columns(S.HarmonicMean, x)
    return columns if columns is not None else S.Divide(Integer(len(x.args)), S.Total(S.Divide(ONE, x)))


@builtin("TrimmedMean[x_List, f_]")
def trimmed_mean(k, x: Node, f: float = 0.05):
    """TrimmedMean[list, f] is the mean without the part f of the smallest and of the largest elements.

    >> TrimmedMean[{-10, 1, 2, 3, 50}, 1/5]
    2
    """
    items = _sorted(x)
    cut = math.floor(f * len(items))
    return S.Mean(Expr(S.List, tuple(items[cut : len(items) - cut])))


@builtin("RootMeanSquare[x_List]")
def root_mean_square(k, x: Node):
    """RootMeanSquare[list] is the square root of the mean of the squares.

    >> RootMeanSquare[{1, 7}]
    5
    """
    array = machine(x)
    if array is not None:
        return nested(np.sqrt((np.abs(array) ** 2).mean(axis=0)))
    return S.Sqrt(S.Mean(S.Power(x, TWO)))


# ---- order ----


def _sorted(x: Expr) -> list[Node]:
    """The elements by size; they have to be real numbers."""
    if not x.args:
        raise REAL_ARRAY(x)
    kinds = set(map(type, x.args))
    if kinds == {Real} or kinds == {Integer}:
        return sorted(x.args, key=attrgetter("value"))
    if kinds <= REALS:
        return sorted(x.args, key=real_value)  # type: ignore[arg-type]
    if any(order_of(item, Integer(0)) is None for item in x.args):
        raise REAL_ARRAY(x)
    values = [real_value(item) for item in x.args]
    if None in values:
        return sorted_nodes(x.args)
    return [x.args[i] for i in sorted(range(len(values)), key=values.__getitem__)]  # type: ignore[arg-type]


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
    items, middle = _sorted(x), len(x.args) // 2
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
    items = _sorted(x)
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
    items = _sorted(x)
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


# ---- spread ----


@builtin("Variance[x_]")
def variance(k, x: Node):
    """Variance[list] is the variance of the elements of list, with n - 1 in the denominator.

    >> {Variance[{1, 2, 3}], Variance[{1., 3.}], Variance[{{1, 2}, {3, 6}}]}
    {1, 2., {2, 8}}
    """
    x = data_of(x)
    if not is_list(x):
        return None
    if len(x.args) < 2:
        raise TOO_FEW(x)
    if (array := machine(x)) is not None:
        return nested(np.var(array, axis=0, ddof=1))
    if (columns := by_columns(S.Variance, x)) is not None:
        return columns
    n, values = len(x.args), exact_values(x)
    if values is not None:
        return Fraction(n * sum(v * v for v in values) - sum(values) ** 2) / (n * (n - 1))
    distance = S.Plus(x, S.Times(Integer(-1), S.Mean(x)))
    return S.Divide(S.Total(S.Power(S.Abs(distance), TWO)), Integer(n - 1))


@builtin("StandardDeviation[x_]")
def standard_deviation(k, x: Node):
    """StandardDeviation[list] is the square root of the variance.

    >> StandardDeviation[{1, 2, 3}]
    1
    """
    x = data_of(x)
    if not is_list(x):
        return None
    if len(x.args) < 2:
        raise TOO_FEW(x)
    return S.Sqrt(S.Variance(x))


@builtin("Standardize[x_List, center_, scale_]")
def standardize(k, x: Node, center: Node = S.Mean, scale: Node = S.StandardDeviation):
    """Standardize[list] is list shifted and scaled to mean 0 and variance 1.

    Standardize[list, f1, f2] shifts by f1[list] and divides by f2[list].

    >> {Standardize[{1, 2, 3}], Standardize[{1, 2, 6}, Mean, 1 &]}
    {{-1, 0, 1}, {-2, -1, 3}}
    """
    if by_columns(S.Standardize, x) is not None:
        return S.Transpose(
            S.Map(Expr(S.Function, (S.Standardize(S.Slot(ONE), center, scale),)), S.Transpose(x))
        )
    if len(x.args) < 2 and scale is S.StandardDeviation:
        raise TOO_FEW(x)
    middle, width = k.apply(center, (x,)), k.apply(scale, (x,))
    array = machine(x)
    if array is not None and type(middle) is Real and type(width) in (Real, Integer) and width.value:
        return nested((array - middle.value) / width.value)
    return S.Divide(S.Subtract(x, middle), width)


def _deviation(name: str, center: Node, text: str) -> None:
    head = getattr(S, name)

    def function(k, x: Node):
        if (columns := by_columns(head, x)) is not None:
            return columns
        return Expr(center, (S.Abs(S.Subtract(x, Expr(center, (x,)))),))

    function.__doc__ = text
    builtin(f"{name}[x_List]")(function)


_deviation(
    "MeanDeviation",
    S.Mean,
    "MeanDeviation[list] is the mean distance from the mean.\n\n>> MeanDeviation[{1, 2, 3, 10}]\n3",
)
_deviation(
    "MedianDeviation",
    S.Median,
    "MedianDeviation[list] is the median distance from the median.\n\n>> MedianDeviation[{1, 2, 3, 10}]\n1",
)


def _moment(name: str, formula: Callable[[Node, Node], Node], text: str) -> None:
    head = getattr(S, name)

    def function(k, x: Node, r: Node):
        columns = by_columns(head, x, r)
        return formula(x, r) if columns is None else columns

    function.__doc__ = text
    builtin(f"{name}[x_List, r_]")(function)


def _central(x: Node, r: Node) -> Node:
    return S.Mean(S.Power(S.Subtract(x, S.Mean(x)), r))


_moment(
    "Moment",
    lambda x, r: S.Mean(S.Power(x, r)),
    "Moment[list, r] is the mean of the powers x^r.\n\n>> Moment[{1, 2, 3}, 2]\n14/3",
)
_moment(
    "CentralMoment",
    _central,
    "CentralMoment[list, r] is the mean of (x - mean)^r.\n\n>> CentralMoment[{1, 2, 3}, 2]\n2/3",
)


@builtin("Skewness[x_List]")
def skewness(k, x: Node):
    """Skewness[list] says how lopsided list is: its third central moment, over the second to the 3/2.

    >> Skewness[{1, 2, 3}]
    0
    """
    columns = by_columns(S.Skewness, x)
    if columns is not None:
        return columns
    return S.Divide(_central(x, Integer(3)), S.Power(_central(x, TWO), Rational(Fraction(3, 2))))


@builtin("Kurtosis[x_List]")
def kurtosis(k, x: Node):
    """Kurtosis[list] is the fourth central moment of list over the square of the second.

    >> Kurtosis[{1, 2, 3}]
    3/2
    """
    columns = by_columns(S.Kurtosis, x)
    if columns is not None:
        return columns
    return S.Divide(_central(x, Integer(4)), S.Power(_central(x, TWO), TWO))


# ---- two variables ----


@builtin("Covariance[x_List, y_List]")
def covariance(k, x: Node, y: Node | None = None):
    """Covariance[x, y] is the covariance of two lists; Covariance[m] the matrix of those of columns of m.

    >> {Covariance[{1, 2, 3}, {2, 4, 7}], Covariance[{{1, 2}, {3, 7}}]}
    {5/2, {{2, 5}, {5, 25/2}}}
    """
    x, y = _centered(x), _centered(x if y is None else y)
    return _product(x, y, S.Subtract(S.Length(x), ONE))


@builtin("Correlation[x_List, y_List]")
def correlation(k, x: Node, y: Node | None = None):
    """Correlation[x, y] is the correlation of two lists; Correlation[m] the matrix for the columns of m.

    >> {Correlation[{1, 2, 3}, {2, 4, 6}], Correlation[{1., 2., 3.}, {3., 2., 1.}]}
    {1, -1.}
    """
    other = x if y is None else y
    products = k.evaluate(S.Covariance(x, other))
    if products.head is S.Covariance:
        return None
    scale = Expr(S.Outer, (S.Times, S.StandardDeviation(x), S.StandardDeviation(other)))
    if not is_list(x.args[0]):
        scale = S.Times(S.StandardDeviation(x), S.StandardDeviation(other))
    return S.Divide(products, scale)


def _centered(x: Node) -> Node:
    if len(x.args) < 2:
        raise TOO_FEW(x)
    array = machine(x)
    if array is not None:
        return nested(real_if_real(array - array.mean(axis=0)))
    if by_columns(S.Mean, x) is None:
        return S.Subtract(x, S.Mean(x))
    return S.Map(Expr(S.Function, (S.Subtract(S.Slot(ONE), S.Mean(x)),)), x)


def _product(x: Node, y: Node, count: Node) -> Node:
    flat = S.If(S.VectorQ(x), S.Dot(x, y), S.Dot(S.Transpose(x), y))
    return S.Divide(flat, count)
