"""ResizeLayer: an array resampled to other sizes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import Integer, Node, Rational, Real, S, is_head
from ...lazy import torch
from ...problem import Template
from ..kinds import Choice
from ..layer import Layer, Port, layer
from ..levels import shown
from ..shapes import Derived, Dims, Size

RATIO = Template(
    "resizeratio", 'Resampling "Nearest" makes an array whole times larger, not from `1` to `2`.'
)
NOTHING = Template("resizenone", "There are no elements of which `1` could be made.")


class NewSizes(tuple[Node, ...]):
    """A size, Scaled[r] or All for each dimension that is resized."""

    expected = "a list of positive integers, Scaled[r] and All"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        each = node.args if is_head(node, S.List) else (node,)
        return cls(each) if each and all(map(_is_size, each)) else NOT_CONVERTED

    def of(self, inp: Dims) -> Dims:
        """The sizes that these make of others."""
        if inp is None or len(inp) != len(self):
            return tuple(entry.value if isinstance(entry, Integer) else None for entry in self)
        return tuple(map(_resized, self, inp))

    def before(self, out: Dims) -> Dims:
        if out is None or len(out) != len(self):
            return (None,) * len(self)
        return tuple(size if entry is S.All else None for entry, size in zip(self, out, strict=True))

    def to_node(self) -> Node:
        return S.List(*self)

    def __str__(self) -> str:
        return shown(self.to_node())


def _is_size(node: Node) -> bool:
    if is_head(node, S.Scaled) and len(node.args) == 1:
        return isinstance(node.args[0], (Integer, Real, Rational)) and node.args[0].value > 0
    return node is S.All or (isinstance(node, Integer) and node.value > 0)


def _resized(entry: Node, size: Size) -> Size:
    if isinstance(entry, Integer):
        return entry.value
    if entry is S.All or not isinstance(size, int):
        return size
    return max(1, round(size * Fraction(entry.args[0].value)))  # type: ignore[attr-defined]


class ResamplingMethod(Choice):
    names = ("Linear", "Nearest")
    expected = '"Linear" or "Nearest"'


class SamplingScheme(Choice):
    names = ("Point", "Bin")
    expected = '"Point" or "Bin"'


def _whole(resampling: ResamplingMethod | None, inp: tuple[Any, ...], size: tuple[Any, ...]) -> bool:
    if resampling == "Nearest":
        for old, new in zip(inp, size, strict=True):
            if isinstance(old, int) and isinstance(new, int) and new % old:
                raise RATIO(old, new)
    return True


@layer
class ResizeLayer(Layer):
    """ResizeLayer[{d1, d2, ...}] resamples all dimensions but that of the channels to the sizes di.

    Channels are first, with Interleaving -> True last.  A size may be Scaled[r], rounded, or All.  Resampling
    is "Linear", which Automatic means, or "Nearest", which makes arrays whole times larger only.  "Scheme" is
    "Point" (the first and the last element stay where they are; usual for "Linear") or "Bin" (elements are
    intervals of one length and those at the border go on outside; usual for "Nearest").  A dimension resized
    to one "Point" shows its first element.
    Sources: reference pages of ResizeLayer and ArrayResample.
    """

    positional = ("Dimensions",)
    Dimensions: NewSizes
    Resampling: ResamplingMethod | None = None
    Scheme: SamplingScheme | None = None
    Interleaving: bool = False

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        forms = ("+inp c", "+size c") if self.Interleaving else ("c +inp", "c +size")
        return {"Input": Port(forms[0]), "Output": Port(forms[1], output=True)}

    size = Derived(lambda new, inp: new.of(inp), "Dimensions inp", partial=True)
    inp = Derived(lambda new, size: new.before(size), "Dimensions size", partial=True)
    checked = Derived(_whole, "Resampling inp size")

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, c, *inp) -> (batch, c, *size)
        first = 1 if self.Interleaving else 2
        for dim, entry in enumerate(self.Dimensions, first):
            size = _resized(entry, Input.shape[dim])
            if size and not Input.shape[dim]:
                raise NOTHING(size)
            if size != Input.shape[dim]:
                Input = self._resample(Input, dim, size)
        return Input

    @property
    def usual_scheme(self) -> str:
        """The scheme, as Automatic means it."""
        return self.Scheme or ("Bin" if self.Resampling == "Nearest" else "Point")

    def _resample(self, x: Any, dim: int, size: Any) -> Any:
        """One dimension resampled."""
        last = x.shape[dim] - 1
        scheme = self.usual_scheme
        places = torch.arange(size, device=x.device, dtype=x.dtype)
        if scheme == "Point":
            places = places * (last / max(size - 1, 1))
        else:
            places = ((places + 0.5) * ((last + 1) / size) - 0.5).clamp(0, last)
        if self.Resampling == "Nearest":
            return x.index_select(dim, (places + 0.5).floor().long().clamp(max=last))
        low = places.floor().long().clamp(max=last)
        share = (places - low).reshape(-1, *[1] * (x.dim() - dim - 1))
        high = (low + 1).clamp(max=last)
        return torch.lerp(x.index_select(dim, low), x.index_select(dim, high), share)

    cases = (
        {"Dimensions": NewSizes((Integer(5), Integer(2))), "Input": (2, 3, 4)},
        {"Dimensions": NewSizes((Integer(7),)), "Scheme": "Bin", "Interleaving": True, "Input": (3, 2)},
        {"Dimensions": NewSizes((S.Scaled(Integer(2)), S.All)), "Resampling": "Nearest", "Input": (1, 3, 2)},
    )
