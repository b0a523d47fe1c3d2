"""A net as a table for people: ports, layers with shapes and parameters, indented where nets are nested.

The first line says what the net is and whether it can be used; a layer by itself shows its arrays instead of
layers.  Shared arrays are counted once, where they come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from ..problem import Problem
from .multipliers import Factor, effective
from .shapes import Dims, is_known

if TYPE_CHECKING:
    from .net import Net, Path

BYTES = 4  # of one number: arrays are kept in single precision
UNITS = ("bytes", "kB", "MB", "GB")


def table(net: Net) -> str:
    """The table of a net, several lines of text."""
    return "\n".join([_head(net), *_Table(net).lines()])


def sizes(dims: Dims) -> str:
    """Dimensions as 20×24×24; "real" for a number, n for a size that is open."""
    if dims is None:
        return "any"
    return "×".join("n" if size is None else str(size) for size in dims) or "real"


def _head(net: Net) -> str:
    inputs, outputs = (
        ", ".join(_port(net, port, len(ports) > 1) for port in ports) for ports in (net.inputs, net.outputs)
    )
    words = [net.title, f"{inputs} → {outputs}".strip()]
    if net.array_specs():
        words.append(_amount(net))
    return "  ".join(words)


def _port(net: Net, port: str, named: bool) -> str:
    coder = net.coders.get(port)
    shown = coder.brief if coder is not None and coder.brief else sizes(net.dims.get(port))
    return f"{port} {shown}" if named else shown


def _amount(net: Net) -> str:
    """The number and size of the parameters, and whether they have values."""
    counts = _counts(net)
    state = "uninitialized" if net.missing() else "initialized"
    if None in counts.values():
        return f"sizes still open, {state}"
    total = sum(n for n in counts.values() if n)
    size = float(total * BYTES)
    unit = next((i for i in range(len(UNITS)) if size < 1024 ** (i + 1)), len(UNITS) - 1)
    shown = f"{size / 1024**unit:.1f}" if unit else str(int(size))
    return f"{total:,} parameter{'s' * (total != 1)} ({shown} {UNITS[unit]}), {state}"


def _counts(net: Net) -> dict[Path, int | None]:
    """How many numbers each array has; None while that is open.  Later places of a shared array have 0."""
    dims, shared, seen = net.array_dims(), net.shared(), set[str]()
    counts: dict[Path, int | None] = {}
    for path in net.array_specs():
        shape, name = dims[path], shared.get(path)
        counts[path] = 0 if name in seen else prod(shape) if is_known(shape) else None  # type: ignore[arg-type]
        if name is not None:
            seen.add(name)
    return counts


@dataclass(frozen=True)
class _Row:
    """A line of the table, its columns still unaligned; `size` None: `text` has the room of all columns."""

    name: str
    text: str
    size: str | None = None
    count: str = ""
    share: str = ""
    marks: str = ""
    depth: int = 0


class _Table:
    """The rows below the first line of one net."""

    def __init__(self, net: Net):
        self.net, self.counts, self.shared = net, _counts(net), net.shared()
        self.below: dict[Path, list[Path]] = {}  # the arrays in every part
        for path in self.counts:
            for n in range(len(path) + 1):
                self.below.setdefault(path[:n], []).append(path)
        self.total = self._count(()) or 0
        try:
            self.factors: Mapping[Path, Factor] = effective(net)
        except Problem:  # rules that name no part are told of by those who use them
            self.factors = {}

    def lines(self) -> list[str]:
        rows = list(self._parts() if self.net.children else self._arrays())
        ends = [p for p in self.net.ports if self.net.children or p in self.net.coders]
        first = [self._end(p) for p in ends if not self.net.ports[p].output]
        rows = [*first, *rows, *(self._end(p) for p in ends if self.net.ports[p].output)]
        return _aligned(rows)

    def _end(self, port: str) -> _Row:
        coder = self.net.coders.get(port)
        shape = sizes(self.net.dims.get(port))
        return _Row("", f"{port}  {coder.summary()}") if coder is not None else _Row("", port, shape)

    def _parts(self) -> Iterator[_Row]:
        yield from self._below(self.net, (), 0)

    def _below(self, net: Net, at: Path, depth: int) -> Iterator[_Row]:
        sources = _sources(net)
        for name, part in net.children.items():
            path = (*at, name)
            size = ", ".join(sizes(part.dims.get(port)) for port in part.outputs)
            count, share = self._amount(path)
            text = part.label + (f" ← {', '.join(sources[name])}" if sources.get(name) else "")
            marks = "" if part.children else self._marks(path)
            yield _Row(name, text, size, count, share, marks, depth)
            yield from self._below(part, path, depth + 1)

    def _count(self, at: Path) -> int | None:
        """The number of parameters at a path; None while sizes are open."""
        counts = [self.counts[path] for path in self.below.get(at, ())]
        return None if None in counts else sum(n for n in counts if n)

    def _amount(self, at: Path) -> tuple[str, str]:
        """The number of parameters at a path and their share, as text."""
        if at not in self.below:
            return "", ""
        count = self._count(at)
        if count is None:
            return "?", ""
        return f"{count:,}", f"{100 * count / self.total:.1f}%" if self.total else ""

    def _arrays(self) -> Iterator[_Row]:
        dims = self.net.array_dims()
        for path in self.counts:
            count, share = self._amount(path)
            yield _Row("", path[-1], sizes(dims[path]), count, share, self._marks(path))

    def _marks(self, at: Path) -> str:
        """What is special about the arrays at a path: sharing, and multipliers that are not 1."""
        paths = self.below.get(at, [])
        names = dict.fromkeys(self.shared[path] for path in paths if path in self.shared)
        marks = [f"shared {', '.join(names)}"] if names else []
        factors = {path[-1]: self.factors.get(path, 1) for path in paths}
        if len(set(factors.values())) == 1:  # one factor for all of them goes without names
            factors = {"": next(iter(factors.values()))}
        marks += [f"{name} {_rate(factor)}".lstrip() for name, factor in factors.items() if factor != 1]
        return ", ".join(marks)


def _sources(net: Net) -> dict[str, list[str]]:
    """Where the inputs of the parts of a graph come from; in a chain that goes without saying."""
    found: dict[str, list[str]] = {}
    for (node, port), (name, _) in net.wires() if net.wl_head != "NetChain" else ():
        found.setdefault(name, []).append(node or f'"{port}"')
    return found


def _rate(factor: Factor) -> str:
    return f"×{factor:g}" if factor else "frozen"


def _aligned(rows: list[_Row]) -> list[str]:
    """The rows as lines: names and numbers to the right, texts to the left."""
    name = max((len(row.name) + 2 * row.depth for row in rows), default=0)
    narrow = [row for row in rows if row.size is not None]
    text = max((len(row.text) for row in narrow), default=0)
    size = max((len(row.size or "") for row in narrow), default=0)
    count = max((len(row.count) for row in narrow), default=0)
    lines = []
    for row in rows:
        line = f"  {'  ' * row.depth + row.name:<{name}}  {row.text:<{text}}"
        if row.size is not None:
            line += f"  {row.size:<{size}}  {row.count:>{count}}  {row.share:>6}  {row.marks}"
        lines.append(line.rstrip())
    return lines
