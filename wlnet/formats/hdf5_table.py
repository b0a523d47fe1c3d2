"""Rows of HDF5 files, one behind the other, as one table: shards, and shares of them.

A table is a list of stretches of files.  All files have the columns that are wanted, alike in shape and kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import groupby
from pathlib import Path

import numpy as np

from ..nets.ragged import Column, Ragged, behind_each_other
from ..problem import Template
from .hdf5_data import DataFile, FileColumn, data_file

DIFFERENT = Template(
    "h5parts", 'The dataset "`1`" holds `2` in `3`, but `4` in `5`: files used as one have to be alike.'
)
TEXT_BYTES, LENGTH_BYTES = 50, 8  # what a text takes besides its characters, and the length of a sequence
READ_BYTES = 2**22  # what is read at a time to look for labels
SAMPLED = 64  # rows by which the size of all is judged
HELD_BLOCKS = 256  # of how many stretches at least a share consists, if it has so many rows


Room = dict[str, np.ndarray]


class Stopped(Exception):
    """Reading was broken off, because nobody wants the rows any more."""


@dataclass(frozen=True)
class Stretch:
    """Some rows of a file, and the place of the first one in all files."""

    file: DataFile
    start: int
    stop: int
    place: int

    def part(self, start: int, stop: int) -> Stretch:
        """Some of these rows."""
        return Stretch(self.file, self.start + start, self.start + stop, self.place + start)


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of some stretches, in order."""

    columns: dict[str, FileColumn]
    stretches: tuple[Stretch, ...]

    @cached_property
    def _ends(self) -> np.ndarray:
        return np.cumsum([each.stop - each.start for each in self.stretches])

    @property
    def count(self) -> int:
        return int(self._ends[-1])

    @cached_property
    def row_bytes(self) -> int:
        """What a row takes in memory, about, where lengths differ."""
        if not any(c.varies or c.dtype.kind == "O" for c in self.columns.values()):
            return sum(_bytes_each(column) for column in self.columns.values())
        at = np.unique(np.linspace(0, self.count - 1, min(SAMPLED, self.count)).astype(np.int64)).tolist()
        rows = self.read([slice(i, i + 1) for i in at])
        return max(1, sum(map(_size, rows.values())) // len(at))

    def room(self, count: int) -> Room:
        """Room for so many rows, of the columns whose rows are of one size."""
        sizes = {name: (count, *c.shape) for name, c in self.columns.items() if not c.varies}
        return {name: np.empty(size, self.columns[name].dtype) for name, size in sizes.items()}

    def read(
        self,
        wanted: Sequence[slice],
        stopped: Callable[[], bool] = lambda: False,
        room: Room | None = None,
    ) -> dict[str, Column]:
        """The rows of some stretches of this table, behind each other, by column; in `room` if there is one.

        Raises Stopped between two stretches if so it is.
        """
        total, done = sum(part.stop - part.start for part in wanted), 0
        room = {n: rows[:total] for n, rows in (self.room(total) if room is None else room).items()}
        pieces: dict[str, list[Column]] = {n: [] for n, c in self.columns.items() if c.varies}
        for file, parts in self._by_file(wanted):
            for end, ragged in file.read(parts, room, done):
                done = end
                for name, piece in ragged.items():
                    pieces[name].append(piece)
                if stopped():
                    raise Stopped
        found = room | {name: behind_each_other(each) for name, each in pieces.items()}
        return {name: found[name] for name in self.columns}

    def _by_file(self, wanted: Sequence[slice]) -> Iterator[tuple[DataFile, list[slice]]]:
        """Where some stretches are; those that follow each other in a file are together."""
        parts = [found for part in wanted for found in self.within(part)]
        for _, found in groupby(parts, lambda part: id(part.file)):
            together = list(found)
            yield together[0].file, [slice(part.start, part.stop) for part in together]

    def within(self, rows: slice) -> Iterator[Stretch]:
        """Where some rows of this table are."""
        first = int(np.searchsorted(self._ends, rows.start, side="right"))
        for number in range(first, len(self.stretches)):
            each, end = self.stretches[number], int(self._ends[number])
            begin = end - (each.stop - each.start)
            if begin >= rows.stop:
                return
            yield each.part(max(rows.start, begin) - begin, min(rows.stop, end) - begin)

    def places(self, rows: np.ndarray) -> np.ndarray:
        """The places in all files of some rows."""
        return rows + self._shifts[np.searchsorted(self._ends, rows, side="right")]

    @cached_property
    def _shifts(self) -> np.ndarray:
        """What to add to the number of a row to get its place, by stretch."""
        sizes = np.array([each.stop - each.start for each in self.stretches])
        return np.array([each.place for each in self.stretches]) - (self._ends - sizes)

    def distinct(self, name: str, most: int) -> np.ndarray | None:
        """The different values in a column of single values; None if there are more than `most`."""
        alone = Table({name: self.columns[name]}, self.stretches)
        found: np.ndarray | None = None
        step = max(1, READ_BYTES // alone.row_bytes)
        for start in range(0, self.count, step):
            rows = alone.read([slice(start, min(start + step, self.count))])[name]
            found = np.unique(rows if found is None else np.concatenate([found, rows]))  # type: ignore
            if len(found) > most:
                return None
        return found

    def split(self, held: int, random: np.random.Generator) -> tuple[Table, Table]:
        """The table in two, the second one with `held` rows: stretches at random places, in their order."""
        size = max(1, held // HELD_BLOCKS)
        blocks = random.permutation(-(-self.count // size)).tolist()
        chosen, left = [], held
        while left > 0:
            start = blocks.pop() * size
            part = slice(start, min(start + min(size, left), self.count))
            chosen.append(part)
            left -= part.stop - part.start
        chosen.sort(key=lambda part: part.start)
        starts, stops = [0, *(part.stop for part in chosen)], [*(part.start for part in chosen), self.count]
        kept = [slice(a, b) for a, b in zip(starts, stops, strict=True) if a < b]
        return self._of(kept), self._of(chosen)

    def _of(self, parts: Sequence[slice]) -> Table:
        return Table(self.columns, tuple(found for part in parts for found in self.within(part)))


def table(paths: Sequence[Path], wanted: Sequence[str]) -> Table:
    """The columns of files with the names that are wanted.  Raises a Problem."""
    files = [data_file(path, wanted) for path in paths]
    first = files[0]
    for file in files[1:]:
        for name in wanted:
            mine, other = first.columns[name], file.columns[name]
            if mine.shown != other.shown:
                raise DIFFERENT(name, mine.shown, str(first.path), other.shown, str(file.path))
    columns = {name: _common([file.columns[name] for file in files]) for name in wanted}
    places = np.cumsum([file.count for file in files])
    stretches = (
        Stretch(file, 0, file.count, end - file.count)
        for file, end in zip(files, places.tolist(), strict=True)
    )
    return Table(columns, tuple(stretches))


def _common(columns: Sequence[FileColumn]) -> FileColumn:
    """A column that holds the numbers of all."""
    first = columns[0]
    dtype = reduce(np.promote_types, (column.dtype for column in columns))
    return FileColumn(first.shape, dtype, first.stored, first.form)


def _bytes_each(column: FileColumn) -> int:
    return int(np.prod(column.shape, dtype=np.int64)) * column.dtype.itemsize


def _size(column: Column) -> int:
    """What rows take in memory."""
    if isinstance(column, Ragged):
        return column.values.nbytes + LENGTH_BYTES * len(column)
    if column.dtype.kind == "O":
        return sum(TEXT_BYTES + len(text) for text in column.ravel().tolist())
    return int(column.nbytes)
