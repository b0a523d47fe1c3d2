"""Measurements of nets that decide between classes, for each class against the rest.

All follow from four counts; tp: true positives, fp: false ones, fn: false negatives, tn: true ones.  What is
0/0 counts as 0.  Source: the definitions are the usual ones.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from ..measurements import measurement, ratio
from ..tallies import Counts, Scores

by_class = partial(measurement, tally=Counts, by_class=True)


@by_class("TruePositiveNumber", larger=True)
def true_positives(c: Counts) -> Any:
    """How many examples of the class were given it."""
    return c.tp


@by_class("TrueNegativeNumber", larger=True)
def true_negatives(c: Counts) -> Any:
    """How many examples of other classes were not given it."""
    return c.tn


@by_class("FalsePositiveNumber")
def false_positives(c: Counts) -> Any:
    """How many examples of other classes were given it."""
    return c.fp


@by_class("FalseNegativeNumber")
def false_negatives(c: Counts) -> Any:
    """How many examples of the class were not given it."""
    return c.fn


@by_class("Precision", larger=True)
def precision(c: Counts) -> Any:
    """The part of what was given the class that belongs to it."""
    return ratio(c.tp, c.tp + c.fp)


@by_class("Recall", larger=True)
def recall(c: Counts) -> Any:
    """The part of the class that was given it."""
    return ratio(c.tp, c.tp + c.fn)


@by_class("Specificity", larger=True)
def specificity(c: Counts) -> Any:
    """The part of the other classes that was not given it."""
    return ratio(c.tn, c.tn + c.fp)


@by_class("NegativePredictiveValue", larger=True)
def negative_predictive_value(c: Counts) -> Any:
    """The part of what was not given the class that does not belong to it."""
    return ratio(c.tn, c.tn + c.fn)


@by_class("FalseDiscoveryRate")
def false_discovery_rate(c: Counts) -> Any:
    """The part of what was given the class that does not belong to it."""
    return ratio(c.fp, c.tp + c.fp)


@by_class("FalseNegativeRate")
def false_negative_rate(c: Counts) -> Any:
    """The part of the class that was not given it."""
    return ratio(c.fn, c.tp + c.fn)


@by_class("FalseOmissionRate")
def false_omission_rate(c: Counts) -> Any:
    """The part of what was not given the class that belongs to it."""
    return ratio(c.fn, c.tn + c.fn)


@by_class("FalsePositiveRate")
def false_positive_rate(c: Counts) -> Any:
    """The part of the other classes that was given it."""
    return ratio(c.fp, c.tn + c.fp)


@by_class("FScore", takes=True, usual=1, larger=True)
def f_score(c: Counts, beta: float) -> Any:
    """The harmonic mean of precision and recall, recall counting beta^2 times."""
    return ratio((1 + beta**2) * c.tp, (1 + beta**2) * c.tp + beta**2 * c.fn + c.fp)


@by_class("F1Score", larger=True)
def f1_score(c: Counts) -> Any:
    """The harmonic mean of precision and recall."""
    return f_score(c, 1)


@by_class("Informedness", larger=True)
def informedness(c: Counts) -> Any:
    """Recall plus specificity minus 1."""
    return recall(c) + specificity(c) - 1


@by_class("Markedness", larger=True)
def markedness(c: Counts) -> Any:
    """Precision plus negative predictive value minus 1."""
    return precision(c) + negative_predictive_value(c) - 1


@by_class("MatthewsCorrelationCoefficient", larger=True)
def matthews(c: Counts) -> Any:
    """The correlation of being given the class and belonging to it."""
    below = np.sqrt((c.tp + c.fp) * (c.tp + c.fn) * (c.tn + c.fp) * (c.tn + c.fn))
    return ratio(c.tp * c.tn - c.fp * c.fn, below)


def roc(scores: np.ndarray, belongs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """False and true positive rates as the threshold falls, equal scores taken at once."""
    order = np.argsort(-scores, kind="stable")
    scores, belongs = scores[order], belongs[order]
    ends = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    right = np.cumsum(belongs)[ends]
    wrong = ends + 1 - right
    return tuple(np.append(0.0, ratio(n, n[-1])) for n in (wrong, right))  # type: ignore[return-value]


def _curves(scores: Scores) -> list[tuple[np.ndarray, np.ndarray]]:
    tables, actual = scores.numbers
    return [roc(tables[:, i], actual == i) for i in range(tables.shape[1])]


@measurement("ROCCurve", Scores, by_class=True, number=False)
def roc_curve(scores: Scores) -> list[np.ndarray]:
    """The points {false positive rate, true positive rate} of every threshold."""
    return [np.column_stack(curve) for curve in _curves(scores)]


@measurement("AreaUnderROCCurve", Scores, by_class=True, larger=True)
def area_under_roc_curve(scores: Scores) -> np.ndarray:
    """How probable it is that an example of the class is given a higher probability of it than another.

    Not a number for a class that all examples have, or none; averages leave it out.
    """
    support, count = scores.support, len(scores.numbers[1])
    areas = (float(np.trapezoid(y, x)) for x, y in _curves(scores))
    return np.where((support > 0) & (support < count), np.fromiter(areas, float), np.nan)
