"""AppendLayer: one element more at the end."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ..layer import layer
from ..one_more import OneMore


@layer
class AppendLayer(OneMore):
    """AppendLayer[] puts its input "Element" behind the elements of the array "Input".

    Source: reference page of AppendLayer.
    """

    def forward(self, ctx: Any, Input: Any, Element: Any) -> Any:
        # (batch, n, *element), (batch, *element) -> (batch, n + 1, *element)
        return torch.cat([Input, Element.unsqueeze(1)], 1)

    cases = ({"Input": (3,)}, {"Element": (2, 3), "Output": (4, 2, 3)})
