"""ReplicateLayer: the same array many times."""

from __future__ import annotations

from typing import Any

from .. import kinds
from ..kinds import OpenLengths
from ..layer import Layer, Port, layer
from ..levels import level_index
from ..shapes import Derived, Dims


def _place(position: int, rank: int) -> int:
    """Where the new dimensions stand among those of an input of `rank` dimensions, from 0."""
    return level_index(position, rank + 1)


def _output(copies: OpenLengths, position: int, inp: Dims) -> Dims:
    if inp is None:
        return None
    place = _place(position, len(inp))
    return (*inp[:place], *copies, *inp[place:])


def _input(copies: OpenLengths, position: int, out: Dims) -> Dims:
    if out is None or len(out) < len(copies):
        return None
    place = _place(position, len(out) - len(copies))
    return (*out[:place], *out[place + len(copies) :])


def _copies(copies: OpenLengths, position: int, out: Dims) -> Dims:
    if out is None or len(out) < len(copies):
        return None
    place = _place(position, len(out) - len(copies))
    return out[place : place + len(copies)]


@layer
class ReplicateLayer(Layer):
    """ReplicateLayer[n] gives n copies of its input; ReplicateLayer[{n1, ..., nm}] an array of copies.

    ReplicateLayer[spec, m] puts the new dimensions at position m of the output, -1 behind all others.  A size
    may be Automatic where the rest of the net tells it, or takes any number, as ThreadingLayer does.
    Source: reference page of ReplicateLayer.
    """

    moves_numbers = True
    positional = ("Dimensions", "Level")
    Dimensions: OpenLengths
    Level: kinds.Level = kinds.Level(1)

    Input = Port("*inp")
    Output = Port("*out", output=True)
    out = Derived(_output, "Dimensions Level inp", partial=True)
    inp = Derived(_input, "Dimensions Level out", partial=True)
    copies = Derived(_copies, "Dimensions Level out", partial=True)
    Dimensions_ = Derived(lambda copies: copies, "copies")

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *inp) -> (batch, *out)
        count, place = len(self.Dimensions), 1 + _place(self.Level, Input.dim() - 1)
        before, after = Input.shape[:place], Input.shape[place:]
        sizes = [1 if size is None else size for size in self.Dimensions]  # what follows spreads one copy
        return Input.reshape(*before, *[1] * count, *after).expand(*before, *sizes, *after)

    cases = (
        {"Dimensions": OpenLengths((3,)), "Input": ()},
        {"Dimensions": OpenLengths((2, 3)), "Level": kinds.Level(2), "Input": (4, 2)},
        {"Dimensions": OpenLengths((None,)), "Level": kinds.Level(-1), "Output": (4, 2)},
    )
