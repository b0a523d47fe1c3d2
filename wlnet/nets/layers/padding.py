"""PaddingLayer: more elements around an array."""

from __future__ import annotations

from typing import Any

from ...convert import NOT_CONVERTED, from_node
from ...expr import Integer, Node, Rational, Real, String
from ...lazy import functional, torch
from ...problem import Template
from ..kinds import Pairs
from ..layer import Layer, Port, layer
from ..levels import dimensions, plus
from ..shapes import Derived, Dims

TOO_MANY = Template("padlevels", "There are paddings for `1` levels, but the array has `2`.")
REFLECTED = Template(
    "padreflect", "`1` elements cannot be reflected into a padding of `2`: at most `3` are there to reflect."
)


NOTHING = Template(
    "padempty", "There are no elements at the border of an empty array to repeat; one came to PaddingLayer."
)


class PaddingValue:
    """What the new elements are: a number, or "Fixed" or "Reflected"."""

    expected = 'a number, "Fixed" or "Reflected"'

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node in (String("Fixed"), String("Reflected")):
            return node.value  # type: ignore[attr-defined]
        return from_node(float, node) if isinstance(node, (Integer, Real, Rational)) else NOT_CONVERTED


def _moved(pads: Pairs, dims: Dims, sign: int) -> Dims:
    """The dimensions with all paddings added or taken away."""
    if dims is None:
        return None
    if len(pads) > len(dims):
        raise TOO_MANY(len(pads), dimensions(len(dims)))
    more = [sign * (before + after) for before, after in pads] + [0] * (len(dims) - len(pads))
    return tuple(map(plus, dims, more))


def _reflectable(pads: Pairs, padding: object, inp: tuple[Any, ...]) -> bool:
    if padding == "Reflected":
        for (before, after), size in zip(pads, inp, strict=False):
            if isinstance(size, int) and max(before, after) >= size:
                raise REFLECTED(size, max(before, after), size - 1)
    return True


@layer
class PaddingLayer(Layer):
    """PaddingLayer[{{m1, n1}, {m2, n2}, ...}] puts mi elements before and ni behind those of level i.

    Padding -> value says which, 0 unless given; "Fixed" repeats those at the border, "Reflected" mirrors the
    array at its border elements.  Levels without paddings stay as they are.
    Source: reference page of PaddingLayer.
    """

    positional = ("Specification",)
    Specification: Pairs
    Padding: PaddingValue = 0.0  # type: ignore[assignment]

    Input = Port("*inp")
    Output = Port("*out", output=True)
    out = Derived(lambda pads, inp: _moved(pads, inp, 1), "Specification inp", partial=True)
    inp = Derived(lambda pads, out: _moved(pads, out, -1), "Specification out", partial=True)
    checked = Derived(_reflectable, "Specification Padding inp")

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *inp) -> (batch, *out)
        if isinstance(self.Padding, float):
            unpadded = [0, 0] * (Input.dim() - 1 - len(self.Specification))
            flat = [n for pair in reversed(self.Specification) for n in pair]
            return functional.pad(Input, unpadded + flat, value=self.Padding)
        for level, (before, after) in enumerate(self.Specification, 1):
            if before or after:
                Input = Input.index_select(level, self._sources(Input, level, before, after))
        return Input

    def _sources(self, x: Any, level: int, before: int, after: int) -> Any:
        """Which element of a level stands at each place of the padded level."""
        last = x.shape[level] - 1
        if last < 0:
            raise NOTHING()
        places = torch.arange(-before, last + 1 + after, device=x.device)
        return places.clamp(0, last) if self.Padding == "Fixed" else last - (last - places.abs()).abs()

    cases = (
        {"Specification": Pairs(((1, 2),)), "Input": (3, 2)},
        {"Specification": Pairs(((0, 1), (2, 0))), "Padding": "Fixed", "Input": (2, 3)},
        {"Specification": Pairs(((1, 2), (0, 0), (2, 1))), "Padding": "Reflected", "Output": (6, 2, 6)},
        {"Specification": Pairs(((1, 0), (0, 2))), "Padding": 2.5, "Input": (2, 2, 3)},
    )
