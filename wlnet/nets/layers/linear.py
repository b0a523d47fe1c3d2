"""LinearLayer: w.x + b."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...expr import Node, String
from ...lazy import functional
from ..kinds import Lengths
from ..layer import Array, Layer, Port, layer
from ..shapes import Derived, Dims, product


class OutputLengths(Lengths):
    """Lengths; also "Real", for a single number, as types of ports write it."""

    expected = 'a positive integer, a list of positive integers, or "Real"'

    @classmethod
    def from_node(cls, node: Node) -> Any:
        return cls() if node == String("Real") else super().from_node(node)


@layer
class LinearLayer(Layer):
    """LinearLayer[n] computes w.x + b, a vector of n; LinearLayer[{n1, ...}] an array, {} a single number.

    An input of any rank is taken as one vector.  LinearLayer[] leaves the output size to the rest of the net.
    "Weights" is a matrix of output size by input size; "Biases" -> None leaves out b.
    Source: reference page of LinearLayer; programs write LinearLayer["Real"] for LinearLayer[{}].
    """

    positional = ("OutputDimensions",)
    OutputDimensions: OutputLengths | None = None
    obsolete = ("DotPlusLayer",)

    Input = Port("*inp")
    Output = Port("*OutputDimensions", output=True)
    Weights = Array("size inputSize")
    Biases = Array("size", init="Biases", optional=True)
    size = Derived(product, "OutputDimensions")
    inputSize = Derived(product, "inp")

    def forward(self, ctx: Any, Input: Any, *, Weights: Any, Biases: Any) -> Any:
        # (batch, *inp) -> (batch, *OutputDimensions)
        flat = Input if Input.dim() == 2 else Input.reshape(Input.shape[0], -1)
        output = functional.linear(flat, Weights, Biases)
        out = self.OutputDimensions  # still open where only the arrays tell the size: a vector
        return output if out is None or len(out) == 1 else output.reshape(-1, *out)

    def settled(self, dims: Mapping[str, Dims]) -> Layer:
        size = (dims["Weights"] or (None,))[0]
        if self.OutputDimensions is not None or not isinstance(size, int):
            return self
        return replace(self, OutputDimensions=OutputLengths((size,)))

    cases = (
        {"OutputDimensions": OutputLengths((3,)), "Input": (5,)},
        {"OutputDimensions": OutputLengths(()), "Input": ()},
        {"OutputDimensions": OutputLengths((2, 3)), "Input": (4, 2)},
    )
