"""Sequences of different lengths in one batch: examples of equal length are run together.

A column whose examples differ in length is a `Sequences`; a batch of such columns is taken apart by `parts`
into dense batches, one for each combination of lengths, and what comes of them is put together again in the
order of the examples.  So every layer sees plain tensors, and a batch gives exactly what its examples give
one by one; `padding` runs examples of different lengths together where the layers allow it.  In training,
batches are filled with examples of similar length (`by_length`).

Rejected: padding with masks, which every layer would have to know about, and which multiplies the work where
lengths differ much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..lazy import torch
from ..nets.ragged import Column, Ragged
from .transfer import sent

POOL = 128  # batches among whose examples those of similar length are sought


@dataclass(frozen=True, eq=False)
class Sequences:
    """Tensors of the shape ``(length, *rest)``: example i is `values` from `starts[i]` on.  Selecting copies
    no values."""

    values: Any
    starts: np.ndarray
    lengths: np.ndarray

    @property
    def nbytes(self) -> int:
        return int(self.values.nbytes)

    @property
    def device(self) -> Any:
        return self.values.device

    def __len__(self) -> int:
        return len(self.lengths)

    def at(self, places: Any) -> Sequences:
        """The examples at some places."""
        return Sequences(self.values, self.starts[places], self.lengths[places])

    def __getitem__(self, places: slice) -> Sequences:
        return self.at(places)

    def index_select(self, axis: int, places: Any) -> Sequences:
        """What a tensor calls so, along its first dimension."""
        return self.at(places.cpu().numpy())

    def split(self, size: int) -> list[Sequences]:
        """What a tensor calls so."""
        return [self[i : i + size] for i in range(0, len(self), size)]

    def dense(self) -> Any:
        """All examples as one tensor; their lengths have to agree."""
        return self.elements(self.starts[:, None] + np.arange(self.lengths[0]))

    def elements(self, rows: np.ndarray) -> Any:
        """The elements at these rows of `values`, in the shape of `rows`."""
        chosen = self.values.index_select(0, sent(torch.from_numpy(rows.ravel()), self.device))
        return chosen.view(*rows.shape, *chosen.shape[1:])

    def ragged(self) -> Ragged:
        """The numbers as they are outside the engine."""
        values = plain(self.values).cpu().numpy()
        if np.array_equal(self.starts, np.cumsum(self.lengths) - self.lengths):
            return Ragged(values, self.lengths)
        places = zip(self.starts.tolist(), self.lengths.tolist(), strict=True)
        return Ragged.of([values[start : start + length] for start, length in places])


@dataclass(frozen=True, eq=False)
class Parts:
    """A result in parts: `tensors[i]` belongs to the examples at `places[i]`."""

    tensors: Sequence[Any]
    places: Sequence[np.ndarray]

    def within(self, places: np.ndarray) -> Parts:
        """The same among more examples, where example i stands at `places[i]`."""
        return Parts(self.tensors, [places[own] for own in self.places])

    def column(self) -> Column:
        """The numbers as they are outside the engine, in the order of the examples."""
        if len({t.shape[2:] for t in self.tensors}) == 1:
            return numpy_of(self.joined())
        found: dict[int, np.ndarray] = {}
        for tensor, places in zip(self.tensors, self.places, strict=True):
            found.update(zip(places.tolist(), plain(tensor).cpu().numpy(), strict=True))
        arrays = [found[i] for i in range(len(found))]
        flat = Ragged.of([array.ravel() for array in arrays])
        return Ragged(flat.values, flat.lengths, [array.shape for array in arrays])

    def joined(self) -> Any:
        """A tensor, or Sequences, in the order of the examples; they differ in their lengths alone."""
        first, count = self.tensors[0], sum(map(len, self.places))
        if len({t.shape[1:] for t in self.tensors}) == 1:
            whole = first if len(self.tensors) == 1 else torch.cat(tuple(self.tensors))
            order = np.argsort(np.concatenate(self.places), kind="stable")
            if np.array_equal(order, np.arange(count)):
                return whole
            return whole[sent(torch.from_numpy(order), whole.device)]
        starts, lengths, done = np.empty(count, np.int64), np.empty(count, np.int64), 0
        for tensor, places in zip(self.tensors, self.places, strict=True):
            starts[places] = done + np.arange(len(places)) * tensor.shape[1]
            lengths[places] = tensor.shape[1]
            done += tensor.shape[0] * tensor.shape[1]
        return Sequences(torch.cat([t.reshape(-1, *first.shape[2:]) for t in self.tensors]), starts, lengths)


def vary(columns: Sequence[Any]) -> bool:
    """Whether there are Sequences among the columns."""
    return any(isinstance(column, Sequences) for column in columns)


def column_of(ragged: Ragged, to_tensor: Callable[[np.ndarray], Any]) -> Sequences:
    return Sequences(to_tensor(ragged.values), ragged.starts, ragged.lengths)


def parts(columns: Sequence[Any], size: int = 2**62) -> Iterator[tuple[np.ndarray, tuple[Any, ...]]]:
    """Dense batches of at most `size` examples: their places in the columns, and a tensor for each column."""
    places = np.arange(len(columns[0]))
    lengths = [c.lengths for c in columns if isinstance(c, Sequences)]
    for chosen in cut(alike(lengths) if lengths else [places], size):
        yield chosen, tuple([dense(column, chosen) for column in columns])


def cut(groups: Iterable[np.ndarray], size: int) -> Iterator[np.ndarray]:
    """Groups of places in pieces of at most `size`."""
    for group in groups:
        for start in range(0, len(group), size):
            yield group[start : start + size]


def alike(columns: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The places of the examples that agree in all their lengths, group by group, from short to long."""
    if all((each == each[0]).all() for each in columns):
        return [np.arange(len(columns[0]))]
    lengths = np.stack(columns, 1)
    order = np.lexsort(lengths.T)
    ends = np.flatnonzero((np.diff(lengths[order], axis=0) != 0).any(1)) + 1
    return np.split(order, ends)


def dense(column: Any, places: np.ndarray) -> Any:
    """Examples of equal length as a tensor."""
    if isinstance(column, Sequences):
        return column.at(places).dense()
    first, count = int(places[0]), len(places)
    if places[-1] - first == count - 1 and np.array_equal(places, np.arange(first, first + count)):
        return column[first : first + count]
    return column[sent(torch.from_numpy(places), column.device)]


def gathered(parts: Iterable[Parts]) -> Parts:
    """All parts of several batches of the same data."""
    every = [*parts]
    return Parts([t for each in every for t in each.tensors], [p for each in every for p in each.places])


def by_length(
    order: np.ndarray, columns: Sequence[Any], size: int, random: np.random.Generator
) -> np.ndarray:
    """An order of examples changed so that those of similar length come together, in batches of `size`.

    Among the examples of POOL batches they are sorted by length; the order of the batches is random again.
    """
    return by_lengths(order, [c.lengths for c in columns if isinstance(c, Sequences)], size, random)


def by_lengths(
    order: np.ndarray, lengths: Sequence[np.ndarray], size: int, random: np.random.Generator
) -> np.ndarray:
    """The same, by the lengths themselves."""
    batches: list[np.ndarray] = []
    for start in range(0, len(order), size * POOL):
        pool = order[start : start + size * POOL]
        pool = pool[np.lexsort([each[pool] for each in reversed(lengths)])]
        batches += np.split(pool, range(size, len(pool), size))
    last = [batches.pop()] if len(batches[-1]) < size else []  # a smaller batch stays the last one
    return np.concatenate([*(batches[i] for i in random.permutation(len(batches))), *last])


def numpy_of(value: Any) -> Column:
    """A result outside the engine."""
    return value.ragged() if isinstance(value, Sequences) else plain(value).cpu().numpy()


def plain(values: Any) -> Any:
    """A tensor with numbers that numpy has: bfloat16, which it has not, in single precision."""
    return values.float() if values.dtype is torch.bfloat16 else values
