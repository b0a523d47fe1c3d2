"""Batches: selections of examples from columns that lie on the device, in a fresh random order every round.

The order follows from the seed and the number of the round alone, so it can be had again.  The last batch of
a round is smaller where the numbers do not divide: every round visits every example once.  A batch that holds
all examples is the columns as they are.  Examples of different lengths share a batch with those of similar
length.

On a GPU the order goes there once a round, and selecting waits for nothing; sequences, which are selected by
where they begin, take it from this machine's memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..lazy import torch
from .sequences import Sequences, by_length, vary
from .transfer import sent

SHUFFLED_BYTES = 4 * 2**20  # columns up to this size are shuffled whole once a round, in fewer calls


def shuffled(count: int, seed: int, round_: int) -> tuple[np.ndarray, np.random.Generator]:
    """The positions of examples in the order of a round, and what the next random numbers come from."""
    random = np.random.default_rng((seed, round_))
    return random.permutation(count), random


class Batches:
    """The batches of `columns`, tensors of equal length."""

    def __init__(self, columns: tuple[Any, ...], size: int, seed: int):
        self.columns, self.size, self.seed = columns, size, seed
        self.count = len(columns[0])
        self._small = sum(column.nbytes for column in columns) <= SHUFFLED_BYTES

    def order(self, round_: int) -> np.ndarray:
        """The positions of the examples, from 0, in the order of a round."""
        order, random = shuffled(self.count, self.seed, round_)
        return by_length(order, self.columns, self.size, random) if vary(self.columns) else order

    def of_round(self, round_: int, done: int = 0) -> Iterator[tuple[Any, ...]]:
        """The batches of a round after the first `done`, each a tensor for every column."""
        if self.size >= self.count or done * self.size >= self.count:
            return iter((self.columns,)[done:])
        order = torch.from_numpy(self.order(round_)[done * self.size :])
        there = sent(order, self.columns[0].device)
        if self._small:
            selected = [c.index_select(0, _beside(c, order, there)) for c in self.columns]
            return zip(*(c.split(self.size) for c in selected), strict=True)
        pairs = zip(order.split(self.size), there.split(self.size), strict=True)
        return (tuple([c.index_select(0, _beside(c, *each)) for c in self.columns]) for each in pairs)


def _beside(column: Any, here: Any, there: Any) -> Any:
    """Of two copies of an order the one that a column is selected by."""
    return here if isinstance(column, Sequences) else there


class Generated:
    """Batches that `make` gives when they are needed, from the number of the round and of the batch."""

    def __init__(self, make: Callable[[int, int], tuple[Any, ...]], count: int):
        self._make, self._count = make, count

    def of_round(self, round_: int, done: int = 0) -> Iterator[tuple[Any, ...]]:
        return (self._make(round_, batch) for batch in range(done + 1, self._count + 1))
