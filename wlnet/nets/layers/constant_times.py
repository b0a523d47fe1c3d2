"""ConstantTimesLayer: the numbers of an array times learned ones."""

from __future__ import annotations

from typing import Any

from ..layer import Array, Layer, Port, layer


@layer
class ConstantTimesLayer(Layer):
    """ConstantTimesLayer[] multiplies its input by the learned array "Scaling", 1 at first; it is obsolete.

    Source: reference page of ConstantTimesLayer.
    """

    Input = Port("*any")
    Output = Port("*any", output=True)
    Scaling = Array("*any", init=1.0)

    def forward(self, ctx: Any, Input: Any, *, Scaling: Any) -> Any:
        # (batch, *any) -> (batch, *any)
        return Input * Scaling

    cases = ({"Input": (3, 2)}, {"Input": ()})
