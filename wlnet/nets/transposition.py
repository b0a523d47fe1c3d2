"""What TransposeLayer and DotLayer do to the levels of an array: ``m <-> n``, several, or a permutation.

Programs from before ``<->`` write a swap as ``m -> n``; that is read too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..convert import NOT_CONVERTED
from ..expr import Integer, Node, S, is_head
from ..problem import Template
from .levels import level_index, shown
from .shapes import Dims

NO_PERMUTATION = Template(
    "transperm", "The list `1` does not say for each of the first levels to which level it goes."
)


def _is_swap(node: Node) -> bool:
    return (
        is_head(node, S.TwoWayRule)
        and len(node.args) == 2
        and all(isinstance(n, Integer) and n.value for n in node.args)
    )


def _present(node: Node) -> Node:
    """The specification with ``<->`` for ``->``."""
    if is_head(node, S.List):
        return S.List(*map(_present, node.args))
    return S.TwoWayRule(*node.args) if is_head(node, S.Rule) else node


@dataclass(frozen=True)
class Transposition:
    """A rearrangement of levels, as the user gave it (`node`).

    Swaps are applied one after the other, each to the levels as they stand then.  In a list {n1, n2, ...},
    level k of the input becomes level nk of the output; levels beyond the list stay where they are.
    """

    node: Node
    expected = "m <-> n, a list of such swaps, or a list of levels"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        node = _present(node)
        if _is_swap(node) or (is_head(node, S.List) and all(map(_is_swap, node.args))):
            return cls(node)
        if not is_head(node, S.List) or not all(isinstance(n, Integer) for n in node.args):
            return NOT_CONVERTED
        numbers = sorted(n.value for n in node.args)  # type: ignore[attr-defined]
        if numbers != list(range(1, len(numbers) + 1)):
            raise NO_PERMUTATION(node)
        return cls(node)

    def sources(self, rank: int) -> tuple[int, ...]:
        """For each level of the output the level of the input it comes from, both from 0."""
        found = list(range(rank))
        parts = self.node.args if is_head(self.node, S.List) else (self.node,)
        if parts and isinstance(parts[0], Integer):
            level_index(len(parts), rank)
            for source, target in enumerate(parts):
                found[target.value - 1] = source  # type: ignore[attr-defined]
            return tuple(found)
        for swap in parts:
            i, j = (level_index(n.value, rank) for n in swap.args)  # type: ignore[attr-defined]
            found[i], found[j] = found[j], found[i]
        return tuple(found)

    def of(self, dims: Dims) -> Dims:
        """The dimensions of the transposed array."""
        return None if dims is None else tuple(dims[i] for i in self.sources(len(dims)))

    def before(self, dims: Dims) -> Dims:
        """The dimensions of the array that is transposed to these."""
        if dims is None:
            return None
        sources = self.sources(len(dims))
        return tuple(dims[sources.index(i)] for i in range(len(dims)))

    def to_node(self) -> Node:
        return self.node

    def __str__(self) -> str:
        parts = self.node.args if is_head(self.node, S.List) else (self.node,)
        if parts and isinstance(parts[0], Integer):
            return shown(self.node)
        return ", ".join("↔".join(map(shown, swap.args)) for swap in parts)


def permuted(x: Any, sources: Sequence[int]) -> Any:
    """A batch of arrays with the levels from `sources`, from 0; the batch dimension stays first."""
    return x.permute(0, *(i + 1 for i in sources))
