"""NetArrayLayer: an array that is learned, and depends on no input."""

from __future__ import annotations

from typing import Any

from ..layer import Array, Layer, Port, layer


@layer
class NetArrayLayer(Layer):
    """NetArrayLayer["Array" -> array] has no input, and gives the array, which training changes.

    NetArrayLayer["Output" -> dims] leaves the values to NetInitialize.
    Source: reference page of NetArrayLayer.
    """

    is_array = True
    obsolete = ("ConstantArrayLayer",)

    Output = Port("*out", output=True)
    Array = Array("*out")

    def forward(self, ctx: Any, like: Any = None, *, Array: Any) -> Any:
        # -> (batch, *out)
        return Array.expand(1 if like is None else len(like), *Array.shape)

    cases = ({"Output": (3, 2)}, {"Output": ()})
