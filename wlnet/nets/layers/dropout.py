"""DropoutLayer: numbers left out at random while training."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ..kinds import Probability
from ..layer import Layer, Port, layer


@layer
class DropoutLayer(Layer):
    """DropoutLayer[p] sets numbers to 0 with probability p while training, and divides the others by 1 - p.

    Outside of training it changes nothing.  Source: reference page of DropoutLayer.
    """

    positional = ("DropoutProbability",)
    DropoutProbability: Probability = Probability(0.5)
    random = True

    Input = Port("*any")
    Output = Port("*any", output=True)

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *any) -> (batch, *any)
        if not ctx.training or self.DropoutProbability == 0:
            return Input
        kept = 1 - self.DropoutProbability
        mask = torch.rand(Input.shape, generator=ctx.random, dtype=Input.dtype, device=Input.device) < kept
        return Input * mask / kept

    cases = ({"Input": (3, 4)}, {"DropoutProbability": Probability(0), "Input": (5,)})
