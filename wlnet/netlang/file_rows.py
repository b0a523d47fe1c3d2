"""Examples that are files, read, decoded and encoded one by one, by several threads.

What an encoder needs the language for, or draws random numbers for, is not done in threads: such an example
stays None, and whoever wants it encodes it in the main thread.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..expr import Node, S, String, is_head
from ..nets.dataset import Dataset
from ..nets.net import Graph, Net
from ..nets.prepare import BAD_EXAMPLES, encoded
from ..nets.ragged import Column
from ..problem import Problem

READERS = min(4, os.cpu_count() or 1)

Row = np.ndarray | Problem | None  # a batch of one, what is wrong with it, or not encoded yet
Rows = dict[str, list[Row]]  # by port


class NeedsKernel(Exception):
    """An encoder wants something evaluated, which a thread cannot."""


def _no_kernel(node: Node) -> Node:
    raise NeedsKernel


def has_files(column: Sequence[Node] | Column) -> bool:
    return not isinstance(column, Column) and any(is_head(node, S.File) for node in column)


@dataclass(frozen=True, eq=False)
class ExampleEncoding:
    """How examples at a port of a training net become arrays."""

    k: Any
    net: Net
    training_net: Graph
    real: type

    def row(self, data: Dataset, port: str, place: int, in_thread: bool = False) -> Row:
        """An example in encoded form."""
        one = Dataset({port: (data.columns[port][place],)}, [data.place(place) - 1])
        evaluate = _no_kernel if in_thread else self.k.evaluate
        try:
            found = encoded(self.net, self.training_net, one, evaluate, self.real, ports=[port])
        except NeedsKernel:
            return None
        except Problem as problem:
            if problem.template not in BAD_EXAMPLES:
                raise
            return problem
        return found[port]  # type: ignore[return-value]

    def bytes_each(self, data: Dataset, port: str, sampled: int) -> int:
        """What an encoded example takes, about."""
        dims = self.training_net.dims.get(port)
        if dims is not None and all(isinstance(n, int) for n in dims):
            return np.dtype(np.float32).itemsize * int(np.prod(dims, dtype=np.int64))
        some = np.unique(np.linspace(0, len(data) - 1, sampled).astype(np.int64)).tolist()
        sizes = [row.nbytes for i in some if isinstance(row := self.row(data, port, i), np.ndarray)]
        return int(np.mean(sizes)) if sizes else 0


class FileRows:
    """The examples of `data` at some ports; those at the ports `apart` are left to the main thread."""

    def __init__(
        self, encoding: ExampleEncoding, data: Dataset, ports: Collection[str], apart: Collection[str]
    ):
        self.data, self.ports, self._encoding = data, tuple(ports), encoding
        self._apart = set(apart)
        self._readers: ThreadPoolExecutor | None = None

    def missing(self) -> list[int]:
        """The places of examples that are files which do not exist."""
        found = set[int]()
        for port in self.ports:
            for place, node in enumerate(self.data.columns[port]):
                named = is_head(node, S.File) and len(node.args) == 1 and isinstance(node.args[0], String)
                if named and not os.path.isfile(node.args[0].value):
                    found.add(place)
        return sorted(found)

    def start(self) -> None:
        if self._readers is None:
            self._readers = ThreadPoolExecutor(READERS, "wlnet reads files")

    def stop(self) -> None:
        if self._readers is not None:
            self._readers.shutdown(wait=False, cancel_futures=True)
            self._readers = None

    def read(self, places: Sequence[int], stopping: Any) -> Rows:
        """Some examples, as far as threads can encode them."""

        def row(port: str, place: int) -> Row:
            return None if stopping() else self._encoding.row(self.data, port, place, in_thread=True)

        readers, found = self._readers, Rows()
        for port in self.ports:
            if readers is None or port in self._apart:
                found[port] = [None] * len(places)
            else:
                found[port] = list(readers.map(row, [port] * len(places), places))
                if any(each is None for each in found[port]) and not stopping():
                    self._apart.add(port)
        return found

    def complete(self, rows: Rows, places: Sequence[int]) -> dict[int, Problem]:
        """Encode in this thread what is not yet; what is wrong with those that do not fit, by place."""
        bad: dict[int, Problem] = {}
        for port, column in rows.items():
            for i, place in enumerate(places):
                found = self._encoding.row(self.data, port, place) if column[i] is None else column[i]
                column[i] = found
                if isinstance(found, Problem):
                    bad.setdefault(place, found)
        return bad
