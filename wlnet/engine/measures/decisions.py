"""Measurements of nets that decide between classes, one number for all classes."""

from __future__ import annotations

import math

import numpy as np

from ..measurements import measurement, ratio
from ..tallies import Confusion, Ranks, Surprises


@measurement("Accuracy", Ranks, takes=True, usual=1, larger=True)
def accuracy(ranks: Ranks, n: int) -> float:
    """The fraction of decisions whose right class is among the n most probable ones."""
    return int(ranks.counts[:n].sum()) / int(ranks.counts.sum())


@measurement("ErrorRate", Ranks, takes=True, usual=1)
def error_rate(ranks: Ranks, n: int) -> float:
    """The fraction of decisions whose right class is not among the n most probable ones."""
    return 1 - accuracy(ranks, n)


@measurement("ConfusionMatrix", Confusion, number=False)
def confusion_matrix(confusion: Confusion) -> np.ndarray:
    """How many examples of class i were given class j, in row i and column j."""
    return confusion.matrix.cpu().numpy()


@measurement("CohenKappa", Confusion, larger=True)
def cohen_kappa(confusion: Confusion) -> float:
    """Agreement beyond chance, each side deciding as often for a class as it does.  Source: Cohen, 1960."""
    shares = confusion.numbers / confusion.numbers.sum()
    return _beyond(np.trace(shares), float(shares.sum(0) @ shares.sum(1)))


@measurement("ScottPi", Confusion, larger=True)
def scott_pi(confusion: Confusion) -> float:
    """Agreement beyond chance, both sides deciding alike.  Source: Scott, 1955."""
    shares = confusion.numbers / confusion.numbers.sum()
    return _beyond(np.trace(shares), float(np.square((shares.sum(0) + shares.sum(1)) / 2).sum()))


def _beyond(agreed: float, by_chance: float) -> float:
    return float(ratio(agreed - by_chance, 1 - by_chance))


@measurement("Entropy", Surprises)
def entropy(surprises: Surprises) -> float:
    """The mean cross entropy of targets and probabilities, in nats; its exponential is the perplexity."""
    return float(surprises.cross) / surprises.count


@measurement("Perplexity", Surprises)
def perplexity(surprises: Surprises) -> float:
    """The exponential of the mean cross entropy: among how many equal classes one would be as unsure."""
    return math.exp(min(700.0, entropy(surprises)))
