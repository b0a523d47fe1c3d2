"""EmbeddingLayer: a learned vector for each class number."""

from __future__ import annotations

from typing import Any

from ...lazy import functional
from ..kinds import Count
from ..layer import INDEX, Array, Layer, Port, layer


@layer
class EmbeddingLayer(Layer):
    """EmbeddingLayer[size, n] makes of each integer i from 1 to n a vector of size: row i of "Weights".

    EmbeddingLayer[size] takes n from its input, where an encoder or another layer tells it.
    Source: reference page of EmbeddingLayer.
    """

    positional = ("OutputDimension", "ClassCount")
    OutputDimension: Count | None = None
    ClassCount: Count | None = None
    causal = True

    Input = Port("*any", kind=INDEX, count="ClassCount")
    Output = Port("*any OutputDimension", output=True)
    Weights = Array("ClassCount OutputDimension")

    def forward(self, ctx: Any, Input: Any, *, Weights: Any) -> Any:
        # (batch, *any) -> (batch, *any, OutputDimension)
        return functional.embedding(Input - 1, Weights)

    cases = (
        {"OutputDimension": Count(3), "ClassCount": Count(4), "Input": (5,)},
        {"OutputDimension": Count(2), "ClassCount": Count(3), "Input": ()},
        {"ClassCount": Count(3), "Output": (2, 2, 4)},
    )
