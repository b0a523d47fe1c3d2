"""How far lists spread and in what shape: variances, deviations, moments; of a matrix, of its columns.

Machine numbers go through numpy, exact ones through whole numbers and fractions, all else through the
arithmetic of the language.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from ..expr import Expr, Integer, Node, Rational, Real, S
from ..kernel.builtin import builtin
from .packing import machine, nested
from .samples import TOO_FEW, by_columns, data_of, exact_values, is_list

ONE, TWO = Integer(1), Integer(2)


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
