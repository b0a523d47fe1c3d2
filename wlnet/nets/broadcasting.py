"""How ThreadingLayer makes arrays alike: what its broadcasting specification says of their dimensions.

None replicates nothing; Automatic replicates along dimensions of size 1, so that all arrays have as many
dimensions; n inserts the dimensions that an array lacks at its level n, -n so that they end at level -n.
A list has one of these for each input.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..convert import NOT_CONVERTED
from ..expr import NONE, Integer, Node, S, is_head
from ..problem import Template
from .input_ports import Related
from .levels import shown
from .shapes import Dims, Size

COUNT = Template("bspecs", "There are `1` broadcasting specifications for `2` inputs.")


def _is_single(node: Node) -> bool:
    return node is NONE or node is S.Automatic or (isinstance(node, Integer) and node.value != 0)


@dataclass(frozen=True)
class Broadcasting:
    """A specification, as the user gave it (`node`)."""

    node: Node = S.Automatic
    expected = "None, Automatic, a level n or -n, or a list with one of these for each input"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if _is_single(node) or (is_head(node, S.List) and node.args and all(map(_is_single, node.args))):
            return cls(node)
        return NOT_CONVERTED

    @property
    def count(self) -> int | None:
        """The number of inputs, where there is a specification for each."""
        return len(self.node.args) if is_head(self.node, S.List) else None

    @property
    def inserts(self) -> bool:
        """Whether arrays may get new dimensions."""
        specs = self.node.args if is_head(self.node, S.List) else (self.node,)
        return any(isinstance(spec, Integer) for spec in specs)

    def each(self, count: int) -> Sequence[Node]:
        """One specification for each input."""
        if not is_head(self.node, S.List):
            return (self.node,) * count
        if len(self.node.args) != count:
            raise COUNT(len(self.node.args), count)
        return self.node.args

    def inserted(self, spec: Node, rank: int, full: int) -> range | None:
        """The levels of the output, from 0, that an array of `rank` dimensions lacks; None if it may not."""
        missing = full - rank
        if missing == 0:
            return range(0)
        if not isinstance(spec, Integer) or missing < 0:
            return None
        start = spec.value - 1 if spec.value > 0 else full + spec.value + 1 - missing
        return range(start, start + missing) if 0 <= start <= rank else None

    def to_node(self) -> Node:
        return self.node

    def __str__(self) -> str:
        return shown(self.node)

    def relate(self, inputs: Sequence[Dims], output: Dims) -> Related:
        """The dimensions of inputs and output as far as they follow from each other."""
        specs = self.each(len(inputs))
        full = self._rank(specs, inputs, output)
        if full is None:
            return inputs, output
        spread: list[list[Size] | None] = []
        for spec, dims in zip(specs, inputs, strict=True):
            if dims is None and not isinstance(spec, Integer):
                dims = (None,) * full
            gaps = None if dims is None else self.inserted(spec, len(dims), full)
            spread.append(None if dims is None or gaps is None else _with_gaps(dims, gaps))
        sizes = [_common(specs, spread, i, output) for i in range(full)]
        related = [
            self._input(spec, dims, here, sizes, specs, spread)
            for spec, dims, here in zip(specs, inputs, spread, strict=True)
        ]
        return related, tuple(sizes)

    def _rank(self, specs: Sequence[Node], inputs: Sequence[Dims], output: Dims) -> int | None:
        if output is not None:
            return len(output)
        fixed = [len(d) for s, d in zip(specs, inputs, strict=True) if d is not None and not _may_grow(s)]
        if fixed:
            return max(fixed)
        known = [len(d) for d in inputs if d is not None]
        return max(known) if known and len(known) == len(inputs) else None

    def _input(
        self,
        spec: Node,
        dims: Dims,
        here: list[Size] | None,
        sizes: Sequence[Size],
        specs: Sequence[Node],
        spread: Sequence[list[Size] | None],
    ) -> Dims:
        """What follows for one input, whose dimensions among those of the output are `here`."""
        if here is None:
            return dims if dims is None or _may_grow(spec) else (None,) * len(sizes)
        gaps = self.inserted(spec, len(here) if dims is None else len(dims), len(sizes))
        assert gaps is not None
        others = [s for s in spread if s is not here]
        found: list[Size] = []
        for i, (size, whole) in enumerate(zip(here, sizes, strict=True)):
            alone = whole == 1 or spec is NONE or all(s is not None and s[i] == 1 for s in others)
            if size is None:
                found.append(whole if alone else None)
            else:
                found.append(size if size == 1 and spec is not NONE else whole)
        return tuple(size for i, size in enumerate(found) if i not in gaps)


def _may_grow(spec: Node) -> bool:
    return isinstance(spec, Integer)


def _with_gaps(dims: Sequence[Size], gaps: range) -> list[Size]:
    sizes = list(dims)
    sizes[gaps.start : gaps.start] = [1] * len(gaps)
    return sizes


def _common(specs: Sequence[Node], spread: Sequence[list[Size] | None], i: int, output: Dims) -> Size:
    """The size of level i of the output; of several that contradict each other the first."""
    sizes = [None if s is None else s[i] for s in spread]
    exact = [size for size, spec in zip(sizes, specs, strict=True) if size is not None and spec is NONE]
    large = [size for size in sizes if size not in (None, 1)]
    if exact or large:
        return (exact or large)[0]
    if output is not None and output[i] is not None:
        return output[i]
    return 1 if all(size == 1 for size in sizes) else None
