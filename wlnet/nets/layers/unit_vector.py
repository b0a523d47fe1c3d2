"""UnitVectorLayer: class numbers as vectors with a single 1."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ..kinds import Count
from ..layer import INDEX, Layer, Port, layer


@layer
class UnitVectorLayer(Layer):
    """UnitVectorLayer[n] makes of each integer i from 1 to n a vector of n with 1 at place i and 0 elsewhere.

    UnitVectorLayer[] takes n from its input or output.
    Source: reference page of UnitVectorLayer.
    """

    positional = ("ClassCount",)
    ClassCount: Count | None = None
    causal = True

    Input = Port("*any", kind=INDEX, count="ClassCount")
    Output = Port("*any ClassCount", output=True)

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *any) -> (batch, *any, ClassCount)
        places = torch.arange(1, (self.ClassCount or 0) + 1, device=Input.device)
        return (Input.unsqueeze(-1) == places).to(torch.get_default_dtype())

    cases = ({"ClassCount": Count(3), "Input": ()}, {"Input": (2, 4), "Output": (2, 4, 3)})
