"""A column of arrays that differ in their first dimension: sequences of different lengths.

All elements stand behind each other in one array, so that nothing is padded and examples of equal length are
picked out without a loop over them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True, eq=False)
class Ragged:
    """Arrays of the shape ``(length, *rest)``; example i has `lengths[i]` of the `values`, in order.

    What a net gives may differ in other dimensions too; then the examples have the shapes `forms`, and
    `values` are single numbers.
    """

    values: np.ndarray  # (sum of lengths, *rest)
    lengths: np.ndarray
    forms: Sequence[tuple[int, ...]] | None = None

    @classmethod
    def of(cls, arrays: Sequence[np.ndarray]) -> Ragged:
        return cls(np.concatenate(arrays), np.array([len(a) for a in arrays]))

    @cached_property
    def starts(self) -> np.ndarray:
        return np.cumsum(self.lengths) - self.lengths

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, place: int) -> np.ndarray:
        start = self.starts[place]
        found = self.values[start : start + self.lengths[place]]
        return found if self.forms is None else found.reshape(self.forms[place])

    def __iter__(self) -> Iterator[np.ndarray]:
        if self.forms is not None:
            return map(self.__getitem__, range(len(self)))
        return iter(np.split(self.values, self.starts[1:]))

    def at(self, places: Sequence[int] | np.ndarray) -> Ragged:
        """The examples at some places."""
        chosen = np.asarray(places, np.int64)
        lengths = self.lengths[chosen]
        shifts = self.starts[chosen] - (np.cumsum(lengths) - lengths)
        return Ragged(self.values[np.repeat(shifts, lengths) + np.arange(lengths.sum())], lengths)

    def astype(self, kind: object) -> Ragged:
        return Ragged(self.values.astype(kind), self.lengths)  # type: ignore[call-overload]

    def example_at(self, row: int) -> int:
        """The example that a row of `values` belongs to."""
        return int(np.searchsorted(np.cumsum(self.lengths), row, side="right"))

    def mapped(self, function: Callable[[np.ndarray], Sequence[object]]) -> list[object]:
        """What `function` makes of all examples of one length at a time, in their order."""
        if self.forms is not None:
            return [function(array[None])[0] for array in self]
        found: list[object] = [None] * len(self)
        for length in np.unique(self.lengths):
            places = np.flatnonzero(self.lengths == length)
            rows = self.starts[places, None] + np.arange(length)
            for place, made in zip(places.tolist(), function(self.values[rows]), strict=True):
                found[place] = made
        return found


Column = np.ndarray | Ragged


def at(column: Column, places: Sequence[int] | np.ndarray) -> Column:
    """The examples of a column at some places."""
    return column.at(places) if isinstance(column, Ragged) else column[np.asarray(places, np.int64)]


def shapes(column: Column) -> set[tuple[int, ...]]:
    """The shapes that examples of a column have."""
    if isinstance(column, Ragged):
        return {(length, *column.values.shape[1:]) for length in np.unique(column.lengths).tolist()}
    return {column.shape[1:]}


def behind_each_other(columns: Sequence[Column]) -> Column:
    """Columns as one; lengths may differ if one of them is Ragged."""
    if not any(isinstance(column, Ragged) for column in columns):
        return np.concatenate(columns)  # type: ignore[arg-type]
    found = [c if isinstance(c, Ragged) else _ragged(c) for c in columns]
    return Ragged(np.concatenate([c.values for c in found]), np.concatenate([c.lengths for c in found]))


def _ragged(column: np.ndarray) -> Ragged:
    values = column.reshape(-1, *column.shape[2:])
    return Ragged(values, np.full(len(column), column.shape[1]))


def is_ragged(shapes: Sequence[tuple[int, ...]]) -> bool:
    """Whether arrays of these shapes differ in the first dimension, and only there."""
    return bool(shapes) and bool(shapes[0]) and len({s[1:] for s in shapes}) == 1 and len(set(shapes)) > 1
