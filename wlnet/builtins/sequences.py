"""Lists of numbers by a rule, and what is in them: powers, peaks, simple fractions, correlations."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from ..expr import TRUE, Expr, Integer, Node, Rational, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import ONE, REALS, ZERO, compare, node_of, scalar
from ..problem import Template
from .packing import depth_of, numbers
from .rounding import real_value

RANGE = Template("range", "Powers from `1` to `2` by the factor `3` do not come to an end.")
_TERMS = 100_000  # of a sum that is worked out exactly
LAG = Template("lag", "The lag `1` should be a whole number smaller than the length `2`.")


def is_list(x: Node) -> bool:
    return type(x) is Expr and x.head is S.List


@builtin("PowerRange[a_, b_, r_]")
def power_range(k, a: Node, b: Node, r: Node = Integer(10)):
    """PowerRange[a, b] is {a, 10 a, 100 a, ...} up to b; PowerRange[a, b, r] with the factor r.

    >> {PowerRange[1, 1000], PowerRange[1, 10, 2], PowerRange[1, 1/4, 1/2]}
    {{1, 10, 100, 1000}, {1, 2, 4, 8}, {1, 1/2, 1/4}}
    """
    start, end, factor = (real_value(x) for x in (a, b, r))
    if start is None or end is None or factor is None:
        return None
    growing = end >= start  # type: ignore[operator]
    if start == 0 or factor <= 0 or factor == 1 or (factor > 1) != growing or start * end <= 0:  # type: ignore[operator]
        raise RANGE(a, b, r)
    found, value = [], a
    while (size := real_value(value)) is not None and (
        size <= end * (1 + 1e-12) if growing else size >= end * (1 - 1e-12)
    ):  # type: ignore[operator]
        found.append(value)
        value = k.evaluate(S.Times(value, r))
    return found


@builtin("NumericalSort[x_List]")
def numerical_sort(k, x: Node):
    """NumericalSort[list] is list sorted by value, where Sort goes by how expressions are written.

    >> NumericalSort[{Sqrt[2], 1, Pi, E}]
    {1, Sqrt[2], E, Pi}
    """
    values = [real_value(item) for item in x.args]
    if None in values:
        return None
    return [x.args[i] for i in sorted(range(len(values)), key=values.__getitem__)]  # type: ignore[arg-type]


@builtin("ArrayQ[x_, depth_, test_]")
def array_q(k, x: Node, depth: Node = S.Blank(), test: Node | None = None):
    """ArrayQ[x] is True if x is a list, nested in rows of the same length or not; ArrayQ[x, d] if d deep.

    >> {ArrayQ[{{1, 2}, {3, 4}}], ArrayQ[{{1}, 2}], ArrayQ[{1, 2}, 2], ArrayQ[{1, 2}, 1, NumberQ]}
    {True, True, False, True}
    """
    if not is_list(x):
        return False
    found = depth_of(x)
    if k.evaluate(S.MatchQ(Integer(found), depth)) is not TRUE:
        return False
    if test is None:
        return True
    items = list(x.args)
    for _ in range(found - 1):
        items = [part for item in items for part in item.args]
    return all(map(k.test(test), items))


@builtin("KroneckerDelta[items__]", attributes=Attribute.NUMERIC_FUNCTION)
def kronecker_delta(k, items: tuple[Node, ...]):
    """KroneckerDelta[a, b, ...] is 1 if all arguments are equal, and 0 if not.

    >> {KroneckerDelta[1, 1], KroneckerDelta[1, 2]}
    {1, 0}
    """
    if not all(type(item) in REALS for item in items):
        return ONE if len(items) > 1 and len(set(items)) == 1 else None
    first = scalar(items[0]) if len(items) > 1 else 0
    return ONE if all(compare(scalar(item), first) == 0 for item in items) else ZERO


@builtin("CubeRoot[x_]", attributes=Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION)
def cube_root(k, x: Node):
    """CubeRoot[x] is the real number whose cube is x.

    >> {CubeRoot[-8], CubeRoot[27.]}
    {-2, 3.}
    """
    if type(x) is Real:
        return float(np.cbrt(x.value))
    third = Rational(Fraction(1, 3))
    if type(x) in REALS and compare(scalar(x), 0) < 0:
        return S.Minus(S.Power(S.Minus(x), third))
    return S.Power(x, third) if type(x) in REALS else None


@builtin("FindPeaks[x_List, sigma_]")
def find_peaks(k, x: Node, sigma: float = 0.0):
    """FindPeaks[list] is the list of {position, value} of the local maxima within list.

    FindPeaks[list, s] smooths list by a Gaussian of width s first.

    >> FindPeaks[{1, 3, 2, 5, 4}]
    {{2, 3}, {4, 5}}
    """
    array = numbers(x)
    if array is None or array.ndim != 1 or not len(array):
        return None
    smooth = array if sigma <= 0 else _smoothed(array, sigma)
    places = np.flatnonzero((smooth[1:-1] > smooth[:-2]) & (smooth[1:-1] > smooth[2:])) + 1
    return [
        S.List(Integer(int(i) + 1), x.args[i] if sigma <= 0 else node_of(smooth[i].item())) for i in places
    ]


def _smoothed(array: np.ndarray, sigma: float) -> np.ndarray:
    reach = max(1, math.ceil(4 * sigma))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return np.convolve(np.pad(array.astype(float), reach, mode="edge"), weights / weights.sum(), "valid")


@builtin("CorrelationFunction[x_List, lags_]")
def correlation_function(k, x: Node, lags: Node):
    """CorrelationFunction[list, h] is the correlation of list with itself h places later; {h} up to h.

    >> {CorrelationFunction[{1, 2, 3, 4}, 0], CorrelationFunction[{1, 2, 3, 4}, {1}]}
    {1, {1, 1/4}}
    """
    return _by_lags(k, x, lags, True)


@builtin("CovarianceFunction[x_List, lags_]")
def covariance_function(k, x: Node, lags: Node):
    """CovarianceFunction[list, h] is the covariance of list with itself h places later; {h} up to h.

    >> CovarianceFunction[{1, 2, 3, 4}, 1]
    5/16
    """
    return _by_lags(k, x, lags, False)


def _by_lags(k, x: Expr, lags: Node, normal: bool) -> Node:
    wanted = lags.args[0] if is_list(lags) and len(lags.args) == 1 else lags
    if type(wanted) is not Integer or not 0 <= wanted.value < len(x.args):
        raise LAG(lags, len(x.args))
    centered = k.evaluate(S.Subtract(x, S.Mean(x)))
    steps = range(wanted.value + 1) if is_list(lags) else (wanted.value,)
    count = len(x.args)

    def product(lag: int) -> Node:
        pairs = Expr(S.List, centered.args[: count - lag]), Expr(S.List, centered.args[lag:])
        return S.Dot(*pairs)

    scale = product(0) if normal else Integer(count)
    found = [S.Divide(product(lag), scale) for lag in steps]
    return Expr(S.List, tuple(found)) if is_list(lags) else found[0]
