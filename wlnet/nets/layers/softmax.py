"""SoftmaxLayer: positive numbers that add up to 1."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ...problem import Template
from .. import kinds
from ..layer import LAYERS, Layer, Port, layer
from ..shapes import Derived, Size

NO_LEVEL = Template("softlevel", "There is no level `1` in an array of `2` dimensions.")


def _level_in_range(level: int, lead: tuple[Size, ...]) -> bool:
    if abs(level) > len(lead) + 1:
        raise NO_LEVEL(int(level), len(lead) + 1)
    return True


@layer
class SoftmaxLayer(Layer):
    """SoftmaxLayer[] normalizes Exp[x] to sum 1 along the last level; SoftmaxLayer[n] along level n.

    Source: reference page of SoftmaxLayer.
    """

    positional = ("Level",)
    Level: kinds.Level = kinds.Level(-1)

    Input = Port("*lead last")
    Output = Port("*lead last", output=True)
    checked = Derived(_level_in_range, "Level lead")

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *lead, last) -> (batch, *lead, last)
        return torch.softmax(Input, self.Level)  # the batch dimension is level 0

    def natural_loss(self) -> Layer:
        return LAYERS["CrossEntropyLossLayer"]("Index")  # type: ignore[call-arg]

    cases = ({"Input": (4,)}, {"Level": kinds.Level(1), "Input": (3, 4)})
