"""NetNestOperator: a net several times in a row."""

from __future__ import annotations

from typing import Any

from ..kinds import Count
from ..layer import layer
from ..operators import Ends, OneNet


@layer
class NetNestOperator(OneNet):
    """NetNestOperator[net, n] applies net n times, each time to what came of it before, with the same arrays.

    Source: reference page of NetNestOperator.

    >> NetNestOperator[ElementwiseLayer[2 # &], 3][{1, 2}]
    {8., 16.}
    """

    positional = ("Times",)
    Times: Count
    _Ends: Ends = ()
    shapes = ("*any", "*any")
    inner_shapes = ("*any", "*any")

    def forward(self, ctx: Any, Input: Any, *, Net: Any) -> Any:
        # (batch, *any) -> (batch, *any)
        for _ in range(self.Times):
            Input = Net(Input)
        return Input

    cases = (
        {"Times": Count(3), "Net": "NetChain[{LinearLayer[], Tanh}]", "Input": (4,)},
        {"Times": Count(1), "Net": "ElementwiseLayer[Tanh]", "Input": (2, 3)},
    )
