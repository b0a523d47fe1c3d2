"""SummationLayer: the sum of all numbers."""

from __future__ import annotations

from typing import Any

from ..layer import Layer, Port, layer


@layer
class SummationLayer(Layer):
    """SummationLayer[] adds all numbers of its input.

    Source: reference page of SummationLayer.
    """

    Input = Port("*inp")
    Output = Port("", output=True)

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *inp) -> (batch,)
        return Input if Input.dim() == 1 else Input.flatten(1).sum(1)

    cases = ({"Input": (3, 2)}, {"Input": (4,)}, {"Input": ()})
