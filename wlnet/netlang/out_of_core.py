"""Data in HDF5 files that need not fit into memory: ``NetTrain[net, File["train.h5"]]``.

The datasets at the top of the file are named as the ports of the training net: the inputs of the net, and for
targets the outputs that they belong to.  Their first dimension counts examples, and is the same for all;
datasets that no port takes are ignored.  A port with an encoder takes what the encoder takes (texts, numbers,
truth values) or arrays in encoded form.  Labels may be texts, integers or truth values; all that occur in the
file become the classes of a net that has no decoder yet.

While training, one pool of rows is held (32 megabytes, or 4 batches if these are larger), whatever the size
of the file.  The order of the examples follows from the seed and the round: chunks of rows are shuffled, and
the rows of the pool that is held; a file that fits into a pool is shuffled whole.  As a ValidationSet a file
is read from its beginning to its end, a batch at a time.  That data may be in files is documented, how they
are shuffled and what lies in them is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine.chunks import ChunkOrder, RoundOrder
from ..engine.plan import Generator
from ..expr import Node, S, String, is_head
from ..formats.hdf5_data import SUFFIXES, DataFile, data_file, names
from ..nets.dataset import Dataset, nodes_of
from ..nets.net import Graph, Net
from ..nets.prepare import encoded
from ..nets.skipping import Skips
from ..problem import Template

if TYPE_CHECKING:
    from ..nets.ragged import Column

BAD_FILE = Template("netfile", "`1` is no file of data; files in the HDF5 format are (`2`).")
NO_SHARE = Template(
    "valfile", "ValidationSet -> Scaled[`1`] takes no part of a file; data or a file of their own are needed."
)
SAMPLE = 64  # rows from which shapes are read
MOST_LABELS = 100_000

Columns = dict[str, np.ndarray]


@dataclass(frozen=True)
class FileSource:
    """Data in a file."""

    path: Path

    @classmethod
    def from_node(cls, node: Node) -> FileSource | None:
        """What ``File["name.h5"]`` means; None if it is no File.  Raises a Problem for other files."""
        if not is_head(node, S.File):
            return None
        name = node.args[0].value if len(node.args) == 1 and isinstance(node.args[0], String) else ""
        if not name.lower().endswith(SUFFIXES):
            raise BAD_FILE(S.InputForm(node), ", ".join(f"*{suffix}" for suffix in SUFFIXES))
        return cls(Path(name).expanduser())

    def sample(self) -> Dataset:
        """The first examples, and of labels all that occur: columns of different lengths."""
        columns = {}
        for name in names(self.path):
            file = data_file(self.path, [name])
            column, labels = file.columns[name], None
            if not column.shape and column.dtype.kind != "f":
                labels = file.distinct(name, MOST_LABELS)
            rows = file.read([slice(0, min(SAMPLE, file.count))])[name] if labels is None else labels
            columns[name] = nodes_of(rows)
        return Dataset(columns)

    def whole(self, net: Net) -> Dataset:
        """All examples, in memory."""
        found = [name for name in names(self.path) if name in net.ports]
        file = data_file(self.path, found or net.inputs)
        return Dataset({n: nodes_of(rows) for n, rows in file.read([slice(0, file.count)]).items()})


@dataclass(frozen=True, eq=False)
class Encoding:
    """How rows of a file become columns of a training net."""

    k: Any
    net: Net
    training_net: Graph
    real: type
    skips: Skips

    def __call__(self, rows: Columns, places: np.ndarray) -> Mapping[str, Column]:
        data = Dataset(rows, places.tolist())  # type: ignore[arg-type]
        return encoded(self.net, self.training_net, data, self.k.evaluate, self.real, self.skips)

    def opened(self, source: FileSource) -> DataFile:
        """The file; its first examples are known to fit.  Raises a Problem."""
        file = data_file(source.path, self.training_net.inputs)
        count = min(SAMPLE, file.count)
        strict = Encoding(self.k, self.net, self.training_net, self.real, Skips.none())
        strict(file.read([slice(0, min(1, count))]), np.arange(min(1, count)))
        return file


class Reader:
    """Batches of rows in the order of a training; one pool of rows is held."""

    def __init__(self, file: DataFile, size: int, seed: int):
        self.file = file
        width = sum(column.row_bytes for column in file.columns.values())
        stored = max(column.stored for column in file.columns.values())
        self.order = ChunkOrder.of(file.count, width, size, seed, stored)
        self._round: RoundOrder = self.order.round(1)
        self._pool: tuple[int, int] | None = None  # the round and the number of the pool that is held
        self._rows: Columns = {}
        self._shuffled = self._places = np.empty(0, np.int64)

    def batch(self, size: int, round_: int, batch: int) -> tuple[Columns, np.ndarray]:
        """The rows of a batch, and their places in the file from 0."""
        parts = []
        for pool, within in self._pieces(size, round_, batch):
            self._hold(round_, pool)
            chosen = self._shuffled[within]
            parts.append(({n: rows[chosen] for n, rows in self._rows.items()}, self._places[chosen]))
        rows = {name: np.concatenate([part[name] for part, _ in parts]) for name in parts[0][0]}
        return rows, np.concatenate([places for _, places in parts])

    def places(self, size: int, round_: int, batch: int) -> np.ndarray:
        """The places in the file of the rows of a batch."""
        pieces = self._pieces(size, round_, batch)
        order = self._round
        return np.concatenate([order.places(pool)[order.shuffled(pool)[within]] for pool, within in pieces])

    def _pieces(self, size: int, round_: int, batch: int) -> list[tuple[int, slice]]:
        if self._round.number != round_:
            self._round = self.order.round(round_)
        start = (batch - 1) * size
        return list(self._round.pieces(start, min(start + size, self.file.count)))

    def _hold(self, round_: int, pool: int) -> None:
        if self._pool == (round_, pool):
            return
        self._rows, self._pool = {}, None  # two pools at a time would be too much
        self._rows = self.file.read(self._round.stretches(pool))
        self._shuffled, self._places = self._round.shuffled(pool), self._round.places(pool)
        self._pool = round_, pool


def for_training(source: FileSource, encoding: Encoding, size: int, seed: int) -> Generator:
    """The batches of a file, shuffled."""
    file = encoding.opened(source)
    reader = Reader(file, min(size, file.count), seed)
    make: Callable[..., Any] = lambda *which: encoding(*reader.batch(*which))  # noqa: E731
    return Generator(make, file.count, True, reader.places, repr((seed, file.columns)))


def for_validation(source: FileSource, encoding: Encoding) -> Generator:
    """The batches of a file, in their order."""
    file = encoding.opened(source)

    def make(size: int, round_: int, batch: int) -> Mapping[str, Column]:
        rows = slice((batch - 1) * size, min(batch * size, file.count))
        return encoding(file.read([rows]), np.arange(rows.start, rows.stop))

    return Generator(make, file.count, True, None, repr(file.columns))
