"""ConstantPlusLayer: learned numbers added to those of an array."""

from __future__ import annotations

from typing import Any

from ..layer import Array, Layer, Port, layer


@layer
class ConstantPlusLayer(Layer):
    """ConstantPlusLayer[] adds the learned array "Biases" to its input; it is obsolete.

    Source: reference page of ConstantPlusLayer.
    """

    Input = Port("*any")
    Output = Port("*any", output=True)
    Biases = Array("*any", init="Biases")

    def forward(self, ctx: Any, Input: Any, *, Biases: Any) -> Any:
        # (batch, *any) -> (batch, *any)
        return Input + Biases

    cases = ({"Input": (3, 2)}, {"Input": ()})
