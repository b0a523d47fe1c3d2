"""Numbers about decisions: what ClassifierMeasurements can tell of actual classes and of what was decided.

`Decisions` holds the classes, the actual ones as indices, the decided ones, and the probabilities where they
are known.  Each measure is one function under its documented name; those of CLASS give a number for each
class, one class against all others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..expr import Node

LEAST = 1e-300  # probabilities below count as this


@dataclass(frozen=True)
class Decisions:
    """Of n examples: actual and decided classes, indices into `classes`; probabilities (n, classes)."""

    classes: tuple[Node, ...]
    actual: np.ndarray
    decided: np.ndarray
    probabilities: np.ndarray | None = None

    @cached_property
    def matrix(self) -> np.ndarray:
        """How many examples of the class of the row were decided to be of that of the column."""
        found = np.zeros((len(self.classes),) * 2, int)
        np.add.at(found, (self.actual, self.decided), 1)
        return found

    @property
    def right(self) -> np.ndarray:
        """The probability that the actual class got, by example."""
        assert self.probabilities is not None
        return self.probabilities[np.arange(len(self.actual)), self.actual]


def top(d: Decisions, n: int) -> float:
    """The share of examples whose actual class is among the n most probable ones."""
    if d.probabilities is None:
        return float("nan")
    better = (d.probabilities > d.right[:, None]).sum(1)
    return float((better < n).mean())


def _accuracy(d: Decisions) -> float:
    return float((d.actual == d.decided).mean())


def _agreement(d: Decisions, expected: float) -> float:
    return (_accuracy(d) - expected) / (1 - expected) if expected != 1 else float("nan")


def _kappa(d: Decisions) -> float:
    n = d.matrix.sum()
    return _agreement(d, float(d.matrix.sum(0) @ d.matrix.sum(1) / n**2))


def _scott(d: Decisions) -> float:
    shares = (d.matrix.sum(0) + d.matrix.sum(1)) / (2 * d.matrix.sum())
    return _agreement(d, float(shares @ shares))


def _cross_entropy(d: Decisions) -> float:
    return float(-np.log(np.maximum(d.right, LEAST)).mean())


NUMBERS: dict[str, Callable[[Decisions], float]] = {
    "Accuracy": _accuracy,
    "Error": lambda d: 1 - _accuracy(d),
    "AccuracyBaseline": lambda d: float(np.bincount(d.actual).max() / len(d.actual)),
    "CohenKappa": _kappa,
    "ScottPi": _scott,
}
OF_PROBABILITIES: dict[str, Callable[[Decisions], float]] = {
    "MeanCrossEntropy": _cross_entropy,
    "LogLikelihood": lambda d: -_cross_entropy(d) * len(d.actual),
    "Perplexity": lambda d: float(np.exp(_cross_entropy(d))),
    "GeometricMeanProbability": lambda d: float(np.exp(-_cross_entropy(d))),
}


@dataclass(frozen=True)
class Counts:
    """True and false positives and negatives, an array of the classes each."""

    tp: np.ndarray
    fp: np.ndarray
    fn: np.ndarray
    tn: np.ndarray

    @classmethod
    def of(cls, d: Decisions) -> Counts:
        tp = np.diag(d.matrix)
        fp, fn = d.matrix.sum(0) - tp, d.matrix.sum(1) - tp
        return cls(tp, fp, fn, d.matrix.sum() - tp - fp - fn)


def _ratio(top_: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return np.divide(top_, bottom, out=np.full(len(top_), np.nan), where=bottom > 0)


def _matthews(c: Counts) -> np.ndarray:
    product = (c.tp + c.fp).astype(float) * (c.tp + c.fn) * (c.tn + c.fp) * (c.tn + c.fn)
    return _ratio(c.tp * c.tn - c.fp * c.fn, np.sqrt(product))


CLASS: dict[str, Callable[[Counts], np.ndarray]] = {
    "Precision": lambda c: _ratio(c.tp, c.tp + c.fp),
    "Recall": lambda c: _ratio(c.tp, c.tp + c.fn),
    "FScore": lambda c: _ratio(2 * c.tp, 2 * c.tp + c.fp + c.fn),
    "F1Score": lambda c: _ratio(2 * c.tp, 2 * c.tp + c.fp + c.fn),
    "Specificity": lambda c: _ratio(c.tn, c.tn + c.fp),
    "FalsePositiveRate": lambda c: _ratio(c.fp, c.fp + c.tn),
    "FalseNegativeRate": lambda c: _ratio(c.fn, c.fn + c.tp),
    "FalseDiscoveryRate": lambda c: _ratio(c.fp, c.fp + c.tp),
    "MatthewsCorrelationCoefficient": _matthews,
    "TruePositiveNumber": lambda c: c.tp,
    "TrueNegativeNumber": lambda c: c.tn,
    "FalsePositiveNumber": lambda c: c.fp,
    "FalseNegativeNumber": lambda c: c.fn,
}


def roc_curve(d: Decisions, place: int) -> np.ndarray:
    """False positive rate and recall of one class against the others, for falling thresholds."""
    assert d.probabilities is not None
    scores, is_it = d.probabilities[:, place], d.actual == place
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    hits, misses = np.cumsum(is_it[order])[last], np.cumsum(~is_it[order])[last]
    rates = np.column_stack([misses / max(misses[-1], 1), hits / max(hits[-1], 1)])
    return np.vstack([[0.0, 0.0], rates])


def area(curve: np.ndarray) -> float:
    """The area below a ROC curve."""
    return float(np.trapezoid(curve[:, 1], curve[:, 0]))
