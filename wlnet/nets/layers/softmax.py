"""SoftmaxLayer: positive numbers that add up to 1."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ..layer import LAYERS, Layer, Port, layer


@layer
class SoftmaxLayer(Layer):
    """SoftmaxLayer[] normalizes Exp[x] to sum 1 along the last level; SoftmaxLayer[n] along level n.

    Source: reference page of SoftmaxLayer.
    """

    positional = ("Level",)
    Level: int = -1

    Input = Port("*lead last")
    Output = Port("*lead last", output=True)

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *lead, last) -> (batch, *lead, last)
        return torch.softmax(Input, dim=self.Level)  # the batch dimension is level 0

    def natural_loss(self) -> Layer:
        return LAYERS["CrossEntropyLossLayer"]("Index")  # type: ignore[call-arg]

    cases = ({"Input": (4,)}, {"Level": 1, "Input": (3, 4)})
