"""ExtractLayer: elements at positions that are an input too."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ...problem import Template
from ..layer import INDEX, Layer, Port, layer
from ..levels import dimensions
from ..shapes import Derived, Dims, Size

NO_POSITION = Template("extractpos", "A position lies outside of the `1` elements it is meant for.")
TOO_DEEP = Template("extractdepth", "Positions with `1` indices do not fit an array of `2`.")


def _depth(position: tuple[Size, ...]) -> Size:
    """How many levels a position goes down; a single number goes down one."""
    return position[-1] if position else 1


def _output(inp: Dims, position: Dims) -> Dims:
    if inp is None or position is None:
        return None
    depth = _depth(position)
    if not isinstance(depth, int):
        return None
    if depth > len(inp):
        raise TOO_DEEP(depth, dimensions(len(inp)))
    return (*position[:-1], *inp[depth:])


@layer
class ExtractLayer(Layer):
    """ExtractLayer[] takes elements of the array "Input" at the positions in the array "Position".

    With an input of dimensions {n1, ..., nd} and positions of dimensions {m1, ..., mp, s}, the output is of
    dimensions {m1, ..., mp, n(s+1), ..., nd}.  Negative integers count from the end; a single integer is a
    position at the first level.  That positions exist is checked on the CPU only.
    Source: reference page of ExtractLayer.
    """

    moves_numbers = True

    Input = Port("+inp")
    Position = Port("*position", kind=INDEX)
    Output = Port("*out", output=True)
    out = Derived(_output, "inp position", partial=True)

    def forward(self, ctx: Any, Input: Any, Position: Any) -> Any:
        # (batch, *n), (batch, *m, s) -> (batch, *m, *rest)
        indices = Position.unsqueeze(-1) if Position.dim() == 1 else Position
        depth = indices.shape[-1]
        sizes = torch.tensor(Input.shape[1 : depth + 1], device=Input.device)
        indices = torch.where(indices > 0, indices - 1, indices + sizes)
        if Input.device.type == "cpu" and bool(((indices < 0) | (indices >= sizes)).any()):
            raise NO_POSITION("×".join(map(str, sizes.tolist())))
        batch = torch.arange(Input.shape[0], device=Input.device)
        batch = batch.reshape(-1, *[1] * (indices.dim() - 2))
        return Input[(batch, *indices.unbind(-1))]

    cases = (
        {"Input": (3, 2), "Position": ()},
        {"Input": (3, 2), "Position": (2,)},
        {"Input": (3, 2, 4), "Position": (2, 3, 2)},
        {"Input": (4,), "Position": (5, 1)},
    )
