"""NetMapOperator: a net for every element of a sequence."""

from __future__ import annotations

from typing import Any

from ..layer import Inner, Port, layer
from ..operators import Ends, Operator


@layer
class NetMapOperator(Operator):
    """NetMapOperator[net] applies net to every element of a sequence; the arrays are the same for all.

    The net has one input and one output; an integer stands for a LinearLayer, a list for a chain.
    Source: reference page of NetMapOperator.

    >> NetMapOperator[ElementwiseLayer[Ramp]][{{1, -1}, {-2, 2}}]
    {{1., 0.}, {0., 2.}}
    """

    _Ends: Ends = ()
    hands_on = "Net"

    Net = Inner.of()

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        if not self._Ends:
            return {"Input": Port("length *in"), "Output": Port("length *out", output=True)}
        start, end = self.single("Net")
        return {"Input": start.shown("length *in"), "Output": end.shown("length *out")}

    def inner_ports(self) -> dict[str, Inner]:
        if not self._Ends:
            return {}
        start, end = self.single("Net")
        return self.inner_of({("Net", start.port): "*in", ("Net", end.port): "*out"})

    def forward(self, ctx: Any, Input: Any, *, Net: Any) -> Any:
        # (batch, length, *in) -> (batch, length, *out)
        return Net(Input.flatten(0, 1)).unflatten(0, Input.shape[:2])

    cases = (
        {"Net": "NetChain[{LinearLayer[2], Tanh}]", "Input": (3, 4)},
        {"Net": "EmbeddingLayer[2, 5]", "Input": (3,)},
        {"Net": "LinearLayer[{}]", "Input": (3, 2)},
    )
