"""PrependLayer: one element more at the beginning."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ..layer import Layer, Port, layer
from ..levels import plus
from ..shapes import Derived


@layer
class PrependLayer(Layer):
    """PrependLayer[] puts its input "Element" before the elements of the array "Input".

    Source: reference page of PrependLayer.
    """

    moves_numbers = True

    Input = Port("n *element")
    Element = Port("*element")
    Output = Port("longer *element", output=True)
    longer = Derived(lambda n: plus(n, 1), "n")
    n = Derived(lambda longer: plus(longer, -1), "longer")

    def forward(self, ctx: Any, Input: Any, Element: Any) -> Any:
        # (batch, n, *element), (batch, *element) -> (batch, n + 1, *element)
        return torch.cat([Element.unsqueeze(1), Input], 1)

    cases = ({"Input": (3,)}, {"Element": (2, 3), "Output": (4, 2, 3)})
