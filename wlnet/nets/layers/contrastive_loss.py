"""ContrastiveLossLayer: like things near each other, unlike ones apart."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ..kinds import Positive
from ..layer import BOOLEAN, Layer, Port, layer


@layer
class ContrastiveLossLayer(Layer):
    """ContrastiveLossLayer[margin] is the loss of a distance that should be large (target True) or small.

    It is Max[0, margin - distance] for True, and the distance itself for False; the margin is usually 0.5.
    Source: reference page of ContrastiveLossLayer, which says that the loss for False is proportional to the
    distance, and for True not zero only below the margin; that the constant is 1 and the other branch is
    linear too is our choice.
    """

    positional = ("Margin",)
    Margin: Positive = Positive(0.5)

    Input = Port("")
    Target = Port("", kind=BOOLEAN)
    Loss = Port("", output=True, loss=True)

    def forward(self, ctx: Any, Input: Any, Target: Any) -> Any:
        # (batch,), (batch,) -> (batch,)
        return torch.where(Target > 0.5, torch.relu(self.Margin - Input), Input)

    cases = ({}, {"Margin": Positive(0.3)})
