"""NetMapOperator: a net for every element of a sequence."""

from __future__ import annotations

from typing import Any

from ..layer import layer
from ..operators import Ends, OneNet


@layer
class NetMapOperator(OneNet):
    """NetMapOperator[net] applies net to every element of a sequence; the arrays are the same for all.

    The net has one input and one output; an integer stands for a LinearLayer, a list for a chain.
    Source: reference page of NetMapOperator.

    >> NetMapOperator[ElementwiseLayer[Ramp]][{{1, -1}, {-2, 2}}]
    {{1., 0.}, {0., 2.}}
    """

    _Ends: Ends = ()
    shapes = ("length *in", "length *out")
    inner_shapes = ("*in", "*out")
    causal = True

    def forward(self, ctx: Any, Input: Any, *, Net: Any) -> Any:
        # (batch, length, *in) -> (batch, length, *out)
        return Net(Input.flatten(0, 1)).unflatten(0, Input.shape[:2])

    cases = (
        {"Net": "NetChain[{LinearLayer[2], Tanh}]", "Input": (3, 4)},
        {"Net": "EmbeddingLayer[2, 5]", "Input": (3,)},
        {"Net": "LinearLayer[{}]", "Input": (3, 2)},
    )
