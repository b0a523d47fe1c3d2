"""Examples that are files, File["x.png"] or File["x.wav"], read while training if they are too many.

That files are read while training, so that data need not fit into memory, is documented.  When, is ours: if
the encoded examples at a port at which there are files would take more than BUDGET bytes, they are read,
decoded and encoded batch by batch, by several threads, one batch ahead; memory does not grow with their
number.  Otherwise all are encoded once.  The order of examples is the same in both ways: it follows from the
seed and the round.  Only where lengths vary it is not: sounds whose lengths nobody knows yet do not share a
batch with others of similar length.

An example whose file is missing is left out before the training, one whose file cannot be read when its turn
comes; the training ends if half of all are like that.  A batch that would be empty learns from the next
example of the round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

import numpy as np

from ..engine.ahead import Ahead, Stopping
from ..engine.batches import shuffled
from ..engine.plan import Generator
from ..nets.dataset import Dataset
from ..nets.prepare import encoded, of_fitting_lengths
from ..nets.ragged import Column, at
from ..nets.skipping import Skips
from ..nets.text_columns import column_of
from ..problem import Problem
from .file_rows import ExampleEncoding, FileRows, Rows, has_files
from .redrawing import drawing, drawing_ports, redrawn

BUDGET = 2**30  # bytes
SAMPLED = 16  # examples by which the size of all is judged where lengths vary


def columns_or_batches(
    encoding: ExampleEncoding, data: Dataset, skips: Skips, seed: np.random.Generator | None = None
) -> dict[str, Column] | Generator:
    """The data encoded, or batches of them where files are read meanwhile or encoders draw random numbers.

    With a `seed` they are for training: in a random order.
    """
    net, training_net, k, real = encoding.net, encoding.training_net, encoding.k, encoding.real
    columns = {port: data.column(port) for port in training_net.inputs}
    filed = [port for port, column in columns.items() if has_files(column)]
    large = [port for port in filed if encoding.bytes_each(data, port, SAMPLED) * len(data) > BUDGET]
    if large:
        return FileExamples(encoding, data, large, skips, seed is None).generator()
    if seed is not None and drawing_ports(net):
        return redrawn(k, net, training_net, data, real, skips, int(seed.integers(2**63)))
    return encoded(net, training_net, data, k.evaluate, real, skips)


class FileExamples:
    """Batches of examples those at some `ports` of which are read when they are needed."""

    def __init__(
        self, encoding: ExampleEncoding, data: Dataset, ports: Sequence[str], skips: Skips, in_order: bool
    ):
        self._encoding, self._skips, self._in_order = encoding, skips, in_order
        self._ports, self._drawing = ports, [port for port in drawing_ports(encoding.net) if port in ports]
        self._total, self._seed = len(data), 0
        self._known, kept = self._in_memory(data)
        self._rows = FileRows(encoding, kept, ports, self._drawing)
        missing = self._rows.missing()
        if missing:
            self._leave_out(self._rows.complete({port: [None] * len(missing) for port in ports}, missing))
            places = [i for i in range(len(kept)) if i not in set(missing)]
            self._known = {port: at(column, places) for port, column in self._known.items()}
            self._rows = FileRows(encoding, kept.at(places), ports, self._drawing)
        self._data = self._rows.data
        self._ahead: Ahead[Rows] = Ahead(self._read)
        self._shuffled = lru_cache(2)(lambda seed, round_: shuffled(len(self._data), seed, round_)[0])
        self._latest: tuple[Any, np.ndarray] = (None, np.empty(0, np.int64))

    def generator(self) -> Generator:
        mark = repr((self._ports, [self._data.columns[port][:SAMPLED] for port in self._ports]))
        return Generator(self.make, len(self._data), True, self.places, mark, self.rest, self.begin)

    def begin(self, seed: int) -> None:
        self._seed = seed

    def rest(self) -> None:
        """Read no more."""
        self._ahead.stop()
        self._rows.stop()

    def make(self, size: int, round_: int, batch: int) -> Mapping[str, Column]:
        key = (size, round_, batch)
        self._rows.start()
        places, rows = self._order(*key), self._ahead.get(key)
        last = batch * size >= len(self._data)
        self._ahead.prepare((size, round_ + 1, 1) if last else (size, round_, batch + 1))
        with drawing(self._encoding.k, (self._seed, round_, batch)) if self._drawing else nullcontext():
            kept, columns = self._columns(places, rows)
            following = iter(np.roll(self._order(len(self._data), round_, 1), -batch * size).tolist())
            while not kept:
                one = [next(following)]
                kept, columns = self._columns(one, {port: [None] for port in self._ports})
        self._latest = key, np.array([self._data.place(i) - 1 for i in kept])
        return columns

    def places(self, size: int, round_: int, batch: int) -> np.ndarray:
        """The places in the data of the examples of a batch."""
        if self._latest[0] != (size, round_, batch):
            self.make(size, round_, batch)
        return self._latest[1]

    def _read(self, key: Any, stopping: Stopping) -> Rows:
        return self._rows.read(self._order(*key), stopping)

    def _order(self, size: int, round_: int, batch: int) -> list[int]:
        count = len(self._data)
        in_order = self._in_order or (size >= count and batch == 1)
        everything = np.arange(count) if in_order else self._shuffled(self._seed, round_)
        return everything[(batch - 1) * size : batch * size].tolist()

    def _columns(self, places: Sequence[int], rows: Rows) -> tuple[list[int], dict[str, Column]]:
        """The examples that fit, and their columns."""
        bad = self._rows.complete(rows, places)
        self._leave_out(bad)
        at_all = [i for i, place in enumerate(places) if place not in bad]
        kept = [places[i] for i in at_all]
        if not kept:
            return kept, {}
        found = {port: _stacked([column[i] for i in at_all]) for port, column in rows.items()}
        found |= {port: at(column, kept) for port, column in self._known.items()}
        net, data = self._encoding.training_net, self._data.at(kept)
        columns = of_fitting_lengths(net, data, {port: found[port] for port in net.inputs}, self._skips)
        out = set(self._skips.places)
        return [place for place in kept if self._data.place(place) not in out], columns

    def _in_memory(self, data: Dataset) -> tuple[dict[str, Column], Dataset]:
        """The columns without files, encoded, and the examples that fit there."""
        e, known = self._encoding, len(self._skips.places)
        others = [port for port in e.training_net.inputs if port not in self._ports]
        if not others:
            return {}, data
        columns = encoded(e.net, e.training_net, data, e.k.evaluate, e.real, self._skips, others)
        out = set(self._skips.places[known:])
        return columns, data.at([i for i in range(len(data)) if data.place(i) not in out]) if out else data

    def _leave_out(self, bad: Mapping[int, Problem]) -> None:
        """Leave out examples that do not fit.  Raises a Problem if half of all do not."""
        if not bad:
            return
        places, first = sorted(bad), bad[min(bad)]
        found = {self._rows.data.place(place) for place in places}
        if not self._skips.allowed or 2 * len(found | set(self._skips.places)) >= self._total:
            raise first
        self._skips.add(sorted(found), self._total, first)


def _stacked(rows: Sequence[Any]) -> Column:
    """Encoded examples as a column."""
    if len({row.shape[1:] for row in rows}) == 1:
        return np.concatenate(rows)
    return column_of(np.concatenate([row[0] for row in rows]), np.array([row.shape[1] for row in rows]))
