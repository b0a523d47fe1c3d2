"""The losses of all batches so far, fetched from the device many at a time: no batch waits for its loss."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..interrupts import uninterrupted
from ..lazy import torch


class LossLog:
    """Mean losses by batch.  `add` takes the losses of the examples of a batch and costs next to nothing."""

    def __init__(self) -> None:
        self._waiting: list[Any] = []
        self._means = np.empty(1024)
        self._count = 0
        self.add = self._waiting.append

    def all(self) -> np.ndarray:
        """The mean loss of every batch so far."""
        if self._waiting:
            self._fetch()
        return self._means[: self._count]

    def restore(self, means: np.ndarray) -> None:
        """Begin with the losses of earlier batches."""
        self._means, self._count = np.concatenate([means, np.empty(1024)]), len(means)

    def _fetch(self) -> None:
        sizes = np.array([len(losses) for losses in self._waiting])
        numbers = torch.cat(self._waiting).double().cpu().numpy()
        with np.errstate(all="ignore"):  # a training that diverges is told as such
            means = np.add.reduceat(numbers, np.cumsum(sizes) - sizes) / sizes
        first, count = self._count, self._count + len(sizes)
        if count > len(self._means):
            self._means = np.concatenate([self._means, np.empty(count)])
        self._means[first:count] = means
        with uninterrupted():
            self._waiting.clear()
            self._count = count
