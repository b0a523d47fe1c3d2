"""ParametricRampLayer: a ramp with a learned slope below 0."""

from __future__ import annotations

from typing import Any

from ...expr import Integer
from ...lazy import torch
from .. import levels
from ..layer import Array, Layer, Port, layer
from ..levels import sizes_at
from ..shapes import Derived


@layer
class ParametricRampLayer(Layer):
    """ParametricRampLayer[] is x where x is not negative, and slope x below, with a slope for each channel.

    ParametricRampLayer[levels] has a slope for each place in the given levels, {} one slope in all.  "Slope"
    is 0.1 at first; it stays as it is with LearningRateMultipliers -> 0.
    Source: reference page of ParametricRampLayer.
    """

    positional = ("Levels",)
    Levels: levels.Levels = levels.Levels(Integer(1))

    Input = Port("*inp")
    Output = Port("*inp", output=True)
    Slope = Array("*chosen", init=0.1)
    chosen = Derived(sizes_at, "Levels inp", partial=True)

    def forward(self, ctx: Any, Input: Any, *, Slope: Any) -> Any:
        # (batch, *inp) -> (batch, *inp)
        chosen = self.Levels.indices(Input.dim() - 1)
        along = [size if i in chosen else 1 for i, size in enumerate(Input.shape[1:])]
        return torch.where(Input >= 0, Input, Input * Slope.reshape(along))

    cases = (
        {"Input": (3, 2)},
        {"Levels": levels.Levels.from_node(Integer(-1)), "Input": (2, 3)},
        {"Levels": levels.Levels.from_node(Integer(1)), "Input": (4,)},
    )
