"""PartLayer: some elements of an array."""

from __future__ import annotations

from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import Integer, Node, S, is_head
from ...lazy import torch
from ...problem import Template
from ..layer import Layer, Port, layer
from ..levels import dimensions, shown, span_ends
from ..shapes import Derived, Dims, Size

NO_PART = Template("partlayer", "There is no part `1` among `2` elements.")
TOO_DEEP = Template("partdepth", "Parts of `1` levels are taken, but the array has `2`.")


def _is_part(node: Node) -> bool:
    whole = isinstance(node, Integer) and node.value != 0
    return whole or node is S.All or span_ends(node, 1) is not None


def _span(node: Node, size: int) -> range | None:
    """The places, from 0, that a span takes of `size` elements; None for a single part."""
    if node is S.All:
        return range(size)
    if isinstance(node, Integer):
        return None
    ends = span_ends(node, size)
    assert ends is not None
    first, last, step = ends
    taken = range(first - 1, last if step > 0 else last - 2, step)
    if not taken or min(taken) < 0 or max(taken) >= size:
        raise NO_PART(shown(node), size)
    return taken


class Parts(tuple[Node, ...]):
    """A part, a span or All for each level, from the outermost."""

    expected = "an integer that is not 0, a span i ;; j ;; k, All, or a list of these"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        each = node.args if is_head(node, S.List) else (node,)
        return cls(each) if each and all(map(_is_part, each)) else NOT_CONVERTED

    def to_node(self) -> Node:
        return self[0] if len(self) == 1 else S.List(*self)

    def __str__(self) -> str:
        return shown(self.to_node())

    def of(self, inp: Dims) -> Dims:
        """The dimensions of what is taken of an array of dimensions `inp`."""
        if inp is None:
            return None
        if len(self) > len(inp):
            raise TOO_DEEP(len(self), dimensions(len(inp)))
        sizes = [_taken(part, size) for part, size in zip(self, inp, strict=False)]
        return (*(size for size in sizes if size != 0), *inp[len(self) :])

    def before(self, out: Dims) -> Dims:
        """The dimensions that an array must have for what is taken of it to have dimensions `out`."""
        kept = [not isinstance(part, Integer) for part in self]
        if out is None or len(out) < sum(kept):
            return None
        left = iter(out)
        sizes = [next(left) if keep else None for keep in kept]
        whole = [size if part is S.All else None for part, size in zip(self, sizes, strict=True)]
        return (*whole, *left)


def _taken(part: Node, size: Size) -> Size:
    """The size of what is taken of a level; 0 for a single part, with which the level goes."""
    if isinstance(part, Integer):
        if isinstance(size, int) and abs(part.value) > size:
            raise NO_PART(part.value, size)
        return 0
    if not isinstance(size, int):
        return size if part is S.All or size is None else "Varying"
    taken = _span(part, size)
    assert taken is not None
    return len(taken)


@layer
class PartLayer(Layer):
    """PartLayer[i] takes the i-th part of its input, PartLayer[i ;; j ;; k] the parts i to j in steps of k.

    PartLayer[{spec1, spec2, ...}] takes parts at each level.  Negative numbers count from the end, All takes
    everything.  A single part makes an array of one dimension less.
    Source: reference page of PartLayer.
    """

    moves_numbers = True
    positional = ("Specification",)
    Specification: Parts

    Input = Port("*inp")
    Output = Port("*out", output=True)
    out = Derived(lambda parts, inp: parts.of(inp), "Specification inp", partial=True)
    inp = Derived(lambda parts, out: parts.before(out), "Specification out", partial=True)

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *inp) -> (batch, *out)
        level = 1
        for part in self.Specification:
            size = Input.shape[level]
            taken = _span(part, size)
            if taken is None:
                _taken(part, size)
                value = part.value  # type: ignore[attr-defined]
                Input = Input.select(level, value - 1 if value > 0 else size + value)
                continue
            if taken.step > 0:
                Input = Input[(slice(None),) * level + (slice(taken.start, taken.stop, taken.step),)]
            else:
                Input = Input.index_select(level, torch.tensor(list(taken), device=Input.device))
            level += 1
        return Input

    cases = (
        {"Specification": Parts((Integer(2),)), "Input": (3, 2)},
        {"Specification": Parts((Integer(-1), S.All, S.Span(Integer(1), Integer(-2)))), "Input": (3, 2, 4)},
        {"Specification": Parts((S.Span(S.All, S.All, Integer(-2)),)), "Input": (5,)},
        {"Specification": Parts((S.Span(Integer(2), S.All, Integer(2)), Integer(1))), "Input": (5, 2)},
    )
