"""Data in HDF5 files that need not fit into memory: ``NetTrain[net, File["train.h5"]]``.

What stands at the top of the file is named as the ports of the training net: the inputs of the net, and for
targets the outputs that they belong to.  The first dimension of a dataset counts examples, and all have the
same number of them; what no port takes is ignored.  A port with an encoder takes what the encoder takes
(texts, numbers, truth values) or arrays in encoded form.  Bytes (uint8) for an "Image" encoder are pixels,
n x height x width (x channels) or n x channels x height x width, which it brings to its size and colour space
and scales to 0 to 1, as it does pictures; where it is unclear which dimension are channels a message says so.
Labels may be texts, integers or truth values; all that occur in the file become the classes of a net that has
no decoder yet.

Examples of different lengths, for ports with "Varying" lengths, are texts with an encoder, datasets of
elements of variable length (``h5py.vlen_dtype``), or groups of two datasets "values" and "offsets", where
example i is ``values[offsets[i]:offsets[i + 1]]``.

``{File["a.h5"], File["b.h5"], ...}`` are files that are trained on as if they were one: their datasets have
to agree in shape and kind (integers, reals, truth values, texts), not in the number of bytes.

While training, two pools of rows are held, each of 16 megabytes (or 2 batches if these are larger): one is
learnt from, the other is read by a thread.  So memory does not grow with the file.  Where lengths differ the
size of a row is judged from 64 of them.  The order of the examples follows from the seed and the round:
chunks of rows are shuffled, and the rows of a pool; where lengths differ, rows of similar length then share a
batch.  Files whose data fit into one pool are read once, and trained on as data in memory are.

As a ValidationSet files are read from beginning to end, a batch at a time, and the next one meanwhile.
ValidationSet -> Scaled[f] holds back a share of the rows, in stretches at random places, that no training
batch has.

That data may be in files is documented, how they are shuffled and what lies in them is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine import chunks
from ..engine.plan import Generator
from ..expr import Node, S, String, is_head
from ..formats.hdf5_data import SUFFIXES, names
from ..formats.hdf5_table import Table, table
from ..nets.dataset import Dataset, nodes_of
from ..nets.layer import INDEX
from ..nets.net import Graph, Net
from ..nets.prepare import encoded
from ..nets.ragged import Ragged
from ..nets.skipping import Skips
from ..problem import Template
from .pools import Columns, FileBatches, InOrder, Pools

if TYPE_CHECKING:
    from ..nets.ragged import Column

BAD_FILE = Template("netfile", "`1` is no file of data; files in the HDF5 format are (`2`).")
SAMPLE = 64  # rows from which shapes are read
MOST_LABELS = 100_000


@dataclass(frozen=True)
class FileSource:
    """Data in files, which are as one."""

    paths: tuple[Path, ...]

    @classmethod
    def from_node(cls, node: Node) -> FileSource | None:
        """What ``File["name.h5"]``, or a list of these, means; None if it is neither.

        Raises a Problem for other files.
        """
        files = node.args if is_head(node, S.List) else (node,)
        if not files or not all(is_head(file, S.File) for file in files):
            return None
        return cls(tuple(map(_path, files)))

    def sample(self, net: Net) -> Dataset:
        """The first examples, and of labels all that occur: columns of different lengths."""
        first = self.paths[0]
        common = [n for n in names(first, net.ports) if all(n in names(path) for path in self.paths[1:])]
        return Dataset({name: _sampled(table(self.paths, [name]), name) for name in common})

    def table(self, net: Net) -> Table:
        """The rows that a net takes."""
        return table(self.paths, net.inputs)

    def whole(self, net: Net) -> Dataset:
        """All examples, in memory."""
        found = [name for name in names(self.paths[0]) if name in net.ports]
        rows = table(self.paths, found or net.inputs)
        return Dataset({n: nodes_of(column) for n, column in rows.read([slice(0, rows.count)]).items()})


def _path(node: Node) -> Path:
    name = node.args[0].value if len(node.args) == 1 and isinstance(node.args[0], String) else ""
    if not name.lower().endswith(SUFFIXES):
        raise BAD_FILE(S.InputForm(node), ", ".join(f"*{suffix}" for suffix in SUFFIXES))
    return Path(name).expanduser()


def _sampled(rows: Table, name: str) -> tuple[Node, ...]:
    column = rows.columns[name]
    labels = None
    if not column.shape and not column.varies and column.dtype.kind != "f":
        labels = rows.distinct(name, MOST_LABELS)
    if labels is not None:
        return nodes_of(labels)
    found = rows.read([slice(0, min(SAMPLE, rows.count))])[name]
    if isinstance(found, Ragged):  # lengths may differ, even if those of the first rows do not
        longer = Ragged.of([found[0], np.concatenate([found[0], found[0], np.ones_like(found.values[:1])])])
        return nodes_of(found) + nodes_of(longer)
    return nodes_of(found)


@dataclass(frozen=True, eq=False)
class Encoding:
    """How rows of a file become columns of a training net."""

    k: Any
    net: Net
    training_net: Graph
    real: type
    skips: Skips

    def __call__(self, rows: Columns, places: np.ndarray) -> tuple[dict[str, Column], np.ndarray]:
        """The columns, and which of the rows are in them."""
        data = Dataset(rows, places.tolist())  # type: ignore[arg-type]
        columns = encoded(self.net, self.training_net, data, self.k.evaluate, self.real, self.skips)
        return columns, ~np.isin(places + 1, self.skips.places)

    def check(self, rows: Table) -> None:
        """See whether the first examples fit.  Raises a Problem if half of them do not."""
        count = min(SAMPLE, rows.count)
        silent = Encoding(self.k, self.net, self.training_net, self.real, Skips(lambda problem: None, ""))
        silent(rows.read([slice(0, count)]), rows.places(np.arange(count)))

    def bytes_each(self, rows: Table) -> int:
        """What a row takes, in the file or encoded, about."""
        net, total = self.training_net, 0
        for port in net.inputs:
            dims = net.dims.get(port) or ()
            width = 8 if net.ports[port].kind == INDEX else np.dtype(self.real).itemsize
            varies = any(not isinstance(size, int) for size in dims)
            total += width * (rows.row_bytes if varies else int(np.prod(dims, dtype=np.int64)))
        return max(total, rows.row_bytes)

    def whole(self, rows: Table) -> dict[str, Column] | None:
        """All rows, if they fit into a pool."""
        if rows.count * self.bytes_each(rows) > chunks.POOL_BYTES:
            return None
        return self(rows.read([slice(0, rows.count)]), rows.places(np.arange(rows.count)))[0]

    def varying(self) -> list[str]:
        """The ports at which lengths may differ."""
        dims = self.training_net.dims
        return [
            port for port in self.training_net.inputs if any(isinstance(n, str) for n in dims.get(port) or ())
        ]


def for_training(
    rows: Table, encoding: Encoding, size: int, random: np.random.Generator
) -> dict[str, Column] | Generator:
    """The data, or their batches, shuffled."""
    encoding.check(rows)
    if (found := encoding.whole(rows)) is not None:
        return found
    seed = int(random.integers(2**63))
    pools = Pools(rows, min(size, rows.count), seed, encoding.varying())
    made = FileBatches(pools, encoding)
    return Generator(made.make, rows.count, True, made.places, repr((seed, rows.columns)), made.rest)


def for_validation(rows: Table, encoding: Encoding) -> dict[str, Column] | Generator:
    """The data, or their batches, in their order."""
    encoding.check(rows)
    if (found := encoding.whole(rows)) is not None:
        return found
    made = InOrder(rows, encoding)
    return Generator(made.make, rows.count, True, None, repr(rows.columns), made.rest)
