"""Levels of an array as layers are given them: n, -n, ``m ;; n``, a list, or All; 1 is the outermost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..convert import NOT_CONVERTED
from ..expr import Expr, Integer, Node, S, is_head
from ..problem import Template
from .shapes import Dims, Size

NO_LEVEL = Template("arraylevel", "There is no level `1` in an array of `2`.")
TWICE = Template("levelstwice", "The levels `1` name one level twice.")


def dimensions(rank: int) -> str:
    return f"{rank} dimension{'s' * (rank != 1)}"


def level_index(level: int, rank: int) -> int:
    """The place of a level, from 0.  Raises a Problem if the array has too few dimensions."""
    if not 0 < abs(level) <= rank:
        raise NO_LEVEL(level, dimensions(rank))
    return level - 1 if level > 0 else rank + level


def span_ends(node: Node, length: int) -> tuple[int, int, int] | None:
    """First, last (from 1) and step of ``i ;; j ;; k`` in `length` elements; None for no such span."""
    if not is_head(node, S.Span) or len(node.args) not in (2, 3):
        return None
    step = node.args[2] if len(node.args) == 3 else Integer(1)
    if not isinstance(step, Integer) or step.value == 0:
        return None
    ends = []
    whole = (1, length) if step.value > 0 else (length, 1)
    for end, default in zip(node.args, whole, strict=False):
        if end is S.All:
            ends.append(default)
        elif isinstance(end, Integer) and end.value:
            ends.append(end.value if end.value > 0 else length + 1 + end.value)
        else:
            return None
    return ends[0], ends[1], step.value


@dataclass(frozen=True)
class Levels:
    """Some levels of an array, as the user gave them (`node`)."""

    node: Node
    expected = "an integer, a span m ;; n, a list of integers, or All"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        integers = node.args if is_head(node, S.List) else (node,)
        if all(isinstance(n, Integer) and n.value for n in integers) or node is S.All:
            return cls(node)
        return cls(node) if span_ends(node, 1) is not None else NOT_CONVERTED

    def indices(self, rank: int) -> tuple[int, ...]:
        """The places of the levels in an array of `rank` dimensions, from 0 and in order."""
        if self.node is S.All:
            return tuple(range(rank))
        span = span_ends(self.node, rank)
        if span is not None:
            first, last, step = span
            if min(first, last) < 0 or max(first - 1, last) > rank:
                raise NO_LEVEL(self.node, dimensions(rank))
            return tuple(sorted(range(first - 1, last if step > 0 else last - 2, step)))
        integers = self.node.args if is_head(self.node, S.List) else (self.node,)
        found = sorted(level_index(n.value, rank) for n in integers)  # type: ignore[attr-defined]
        if len(set(found)) < len(found):
            raise TWICE(self.node)
        return tuple(found)

    @property
    def count(self) -> int | None:
        """How many levels these are, if that does not depend on the array."""
        if is_head(self.node, S.List):
            return len(self.node.args)
        return 1 if isinstance(self.node, Integer) else None

    def to_node(self) -> Node:
        return self.node

    def __str__(self) -> str:
        return shown(self.node)


def shown(node: Node) -> str:
    """Levels, sizes, spans and lists of them as a person writes them."""
    if is_head(node, S.Span):
        return ";;".join("" if a is S.All else shown(a) for a in node.args)
    if is_head(node, S.List):
        return "{" + ", ".join(map(shown, node.args)) + "}"
    if isinstance(node, Expr):
        return f"{shown(node.head)}[{', '.join(map(shown, node.args))}]"
    return str(getattr(node, "value", getattr(node, "name", node)))


def sizes_at(levels: Levels, dims: Dims) -> tuple[Size, ...] | None:
    """The sizes of some levels."""
    return None if dims is None else tuple(dims[i] for i in levels.indices(len(dims)))


def sizes_but(levels: Levels, dims: Dims) -> tuple[Size, ...] | None:
    """The sizes of all other levels."""
    if dims is None:
        return None
    left_out = levels.indices(len(dims))
    return tuple(size for i, size in enumerate(dims) if i not in left_out)


def plus(size: Size, more: int) -> Size:
    """A size with some elements more; of a varying length only that it varies is known then."""
    if isinstance(size, int):
        return size + more
    return size if size is None or more == 0 else "Varying"
