"""Means of lists; of a matrix, of its columns.

Machine numbers go through numpy, all else through the arithmetic of the language.
"""

from __future__ import annotations

import math

import numpy as np

from ..expr import Atom, Expr, Integer, Node, S, Value, is_head
from ..kernel.builtin import builtin
from .packing import machine, nested
from .samples import RECTANGULAR, by_columns, is_list, sorted_values

ONE, TWO = Integer(1), Integer(2)


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
    items = sorted_values(x)
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
