"""The rows of a table in the order of a training, and the batches that they make.

Rows are read a pool at a time; while one is learnt from, the next is read in a thread.  What a pool holds and
how it is shuffled follows from the seed and the round alone.  Where examples differ in length, those of
similar length share a batch: sequences by their lengths, texts by their characters.

Batches are encoded several at a time, as many as are small.  If an example among them does not fit, all that
do not are left out; a batch that would be empty then learns from another example.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ..allocation import keep_memory
from ..engine.ahead import Ahead, Stopping
from ..engine.chunks import ChunkOrder
from ..engine.sequences import by_lengths
from ..formats.hdf5_table import Room, Table
from ..nets.ragged import Column, Ragged, at, behind_each_other

Columns = Mapping[str, Column]
Encode = Callable[[Columns, np.ndarray], tuple[Columns, np.ndarray]]  # also gives which rows are kept
SLAB_BYTES = 2**20  # rows that are encoded together, if they are more than a batch


@dataclass(frozen=True, eq=False)
class Pool:
    """Rows that are held, their order, their numbers in the table, and the room that they are in."""

    rows: Columns
    order: np.ndarray
    numbers: np.ndarray
    room: Room

    def part(self, within: slice) -> tuple[Columns, np.ndarray]:
        """Some of the rows, in order, and their numbers."""
        chosen = self.order[within]
        return {name: at(rows, chosen) for name, rows in self.rows.items()}, self.numbers[chosen]


class Pools:
    """The rows of a table, pool by pool.  Texts in the columns that `vary` have lengths."""

    def __init__(self, table: Table, size: int, seed: int, vary: Collection[str] = ()):
        self.table, self.size, self._vary = table, size, vary
        keep_memory()
        stored = max(column.stored for column in table.columns.values())
        self.order = ChunkOrder.of(table.count, table.row_bytes, size, seed, stored)
        self.round = lru_cache(2)(self.order.round)
        self._ahead: Ahead[Pool] = Ahead(self._read)
        self._held: tuple[tuple[int, int], Pool] | None = None
        self._most = min(table.count, self.order.pool * self.order.chunk)
        self._spare: list[Room] = []  # what was read into before: to use it again is cheaper than new memory

    def pool(self, round_: int, number: int) -> Pool:
        """A pool; the next one is read from now on."""
        if self._held is None or self._held[0] != (round_, number):
            if self._held is not None:
                self._spare.append(self._held[1].room)
            self._held = None
            self._held = (round_, number), self._ahead.get((round_, number))
            last = number + 1 == len(self.round(round_).pools)
            self._ahead.prepare((round_ + 1, 0) if last else (round_, number + 1))
        return self._held[1]

    def rest(self) -> None:
        """Hold nothing, and read no more."""
        self._ahead.stop()
        self._held = None
        self._spare = []

    def rows(self, round_: int, start: int, stop: int) -> tuple[Columns, np.ndarray]:
        """The rows from one position in a round to another, and their places in the files."""
        pieces = self.round(round_).pieces(start, stop)
        found = [self.pool(round_, number).part(within) for number, within in pieces]
        rows = {name: _joined([each[name] for each, _ in found]) for name in found[0][0]}
        return rows, self.table.places(np.concatenate([numbers for _, numbers in found]))

    def end(self, round_: int, start: int) -> int:
        """Where the pool ends that a position of a round is in."""
        ends = self.round(round_).ends
        return int(ends[np.searchsorted(ends, start, side="right")])

    def _read(self, key: Any, stopping: Stopping) -> Pool:
        round_, number = key
        order = self.round(round_)
        try:
            room = self._spare.pop()
        except IndexError:  # asking first is no use: a thread that was stopped may still be here
            room = self.table.room(self._most)
        rows = self.table.read(order.stretches(number), stopping, room)
        begin = int(order.ends[number - 1]) if number else 0
        arranged = self._arranged(rows, order.shuffled(number), -begin % self.size, key)
        return Pool(rows, arranged, order.places(number), room)

    def _arranged(self, rows: Columns, order: np.ndarray, head: int, key: tuple[int, int]) -> np.ndarray:
        """The order of a pool with rows of similar length together, if lengths differ.

        `head` rows complete the last batch of the pool before, which ended with its longest.
        """
        found = [self._lengths(name, column) for name, column in rows.items()]
        lengths = [each for each in found if each is not None]
        if not lengths:
            return order
        ordered = order[np.lexsort([each[order] for each in reversed(lengths)])]
        split = max(0, len(ordered) - head)
        rest, random = order[np.isin(order, ordered[:split])], np.random.default_rng((*key, self.order.seed))
        alike = by_lengths(rest, lengths, self.size, random) if split else rest
        return np.concatenate([ordered[split:], alike])

    def _lengths(self, name: str, column: Column) -> np.ndarray | None:
        if isinstance(column, Ragged):
            return column.lengths
        if name in self._vary and column.dtype.kind == "O" and column.ndim == 1:
            return np.array(list(map(len, column.tolist())))
        return None


def _joined(columns: Sequence[Column]) -> Column:
    return columns[0] if len(columns) == 1 else behind_each_other(columns)


@dataclass(frozen=True, eq=False)
class Slab:
    """Batches of a round from number `first` on, of `size` examples each, encoded."""

    round: int
    first: int
    size: int
    columns: Columns
    places: np.ndarray
    kept: np.ndarray  # which of the rows are in the columns

    def has(self, round_: int, batch: int) -> bool:
        return self.round == round_ and 0 <= (batch - self.first) * self.size < len(self.places)

    def part(self, batch: int) -> slice:
        start = (batch - self.first) * self.size
        return slice(start, start + self.size)

    def batch(self, batch: int) -> Columns:
        part = self.part(batch)
        if self.kept.all():
            return {name: _stretch(column, part) for name, column in self.columns.items()}
        position = np.cumsum(self.kept) - 1
        chosen = position[part][self.kept[part]]
        return {n: at(column, chosen if len(chosen) else [0]) for n, column in self.columns.items()}


def _stretch(column: Column, part: slice) -> Column:
    return column.at(range(len(column))[part]) if isinstance(column, Ragged) else column[part]


class FileBatches:
    """The batches of a training on a table."""

    def __init__(self, pools: Pools, encode: Encode):
        self._pools, self._encode = pools, encode
        each = max(1, pools.table.row_bytes * pools.size)
        self._most = pools.size * max(1, SLAB_BYTES // each)
        self._slab: Slab | None = None

    def make(self, size: int, round_: int, batch: int) -> Columns:
        return self._with(round_, batch).batch(batch)

    def places(self, size: int, round_: int, batch: int) -> np.ndarray:
        """The places in the files of the rows of a batch."""
        slab = self._with(round_, batch)
        return slab.places[slab.part(batch)]

    def rest(self) -> None:
        self._pools.rest()
        self._slab = None

    def _with(self, round_: int, batch: int) -> Slab:
        if self._slab is None or not self._slab.has(round_, batch):
            self._slab = None
            self._slab = self._encoded(round_, batch)
        return self._slab

    def _encoded(self, round_: int, batch: int) -> Slab:
        size, count = self._pools.size, self._pools.table.count
        start = (batch - 1) * size
        whole = (self._pools.end(round_, start) - start) // size * size  # batches that are in one pool
        stop = min(start + max(size, min(whole, self._most)), count)
        rows, places = self._pools.rows(round_, start, stop)
        columns, kept = self._encode(rows, places)
        return Slab(round_, batch, size, columns, places, kept)


class InOrder:
    """The batches of a table in its order; while one is looked at, the next one is read."""

    def __init__(self, table: Table, encode: Encode):
        self.table, self._encode = table, encode
        self._ahead: Ahead[Columns] = Ahead(self._read)

    def make(self, size: int, round_: int, batch: int) -> Columns:
        rows = self._ahead.get((size, batch))
        if batch * size < self.table.count:
            self._ahead.prepare((size, batch + 1))
        part = self._part((size, batch))
        return self._encode(rows, self.table.places(np.arange(part.start, part.stop)))[0]

    def rest(self) -> None:
        self._ahead.stop()

    def _part(self, key: tuple[int, int]) -> slice:
        size, batch = key
        return slice((batch - 1) * size, min(batch * size, self.table.count))

    def _read(self, key: Any, stopping: Stopping) -> Columns:
        return self.table.read([self._part(key)], stopping)
