"""Measurements of nets that give numbers, by their errors: output minus target, over all elements."""

from __future__ import annotations

import math
from functools import partial

from ..measurements import measurement, ratio
from ..sites import NUMBERS
from ..tallies import Overlaps, Residuals

of_errors = partial(measurement, tally=Residuals, kind=NUMBERS)


@of_errors("MeanDeviation")
def mean_deviation(r: Residuals) -> float:
    """The mean of the sizes of the errors."""
    return float(ratio(float(r.absolute), r.elements))


@of_errors("MeanSquare")
def mean_square(r: Residuals) -> float:
    """The mean of the squares of the errors."""
    return float(ratio(float(r.square), r.elements))


@of_errors("StandardDeviation")
def standard_deviation(r: Residuals) -> float:
    """The root of the mean of the squares of the errors."""
    return math.sqrt(mean_square(r))


@of_errors("FractionVarianceUnexplained")
def fraction_variance_unexplained(r: Residuals) -> float:
    """The squares of the errors, as a part of the squares of the targets' distances from their mean."""
    return float(ratio(float(r.square), r.spread))


@of_errors("RSquared", larger=True)
def r_squared(r: Residuals) -> float:
    """One minus the fraction of the variance that is not explained."""
    return 1 - fraction_variance_unexplained(r)


@measurement("IntersectionOverUnion", Overlaps, kind=NUMBERS, larger=True, elements=4)
def intersection_over_union(o: Overlaps) -> float:
    """The mean part of what two boxes {{xmin, ymin}, {xmax, ymax}} cover that they have in common."""
    return float(o.total) / o.count
