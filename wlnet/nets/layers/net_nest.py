"""NetNestOperator: a net several times in a row."""

from __future__ import annotations

from typing import Any

from ..kinds import Count
from ..layer import Inner, Port, layer
from ..operators import Ends, Operator


@layer
class NetNestOperator(Operator):
    """NetNestOperator[net, n] applies net n times, each time to what came of it before, with the same arrays.

    Source: reference page of NetNestOperator.

    >> NetNestOperator[ElementwiseLayer[2 # &], 3][{1, 2}]
    {8., 16.}
    """

    positional = ("Times",)
    Times: Count
    _Ends: Ends = ()
    hands_on = "Net"

    Net = Inner.of()

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        if not self._Ends:
            return {"Input": Port("*any"), "Output": Port("*any", output=True)}
        start, end = self.single("Net")
        return {"Input": start.shown("*any"), "Output": end.shown("*any")}

    def inner_ports(self) -> dict[str, Inner]:
        if not self._Ends:
            return {}
        start, end = self.single("Net")
        return self.inner_of({("Net", start.port): "*any", ("Net", end.port): "*any"})

    def forward(self, ctx: Any, Input: Any, *, Net: Any) -> Any:
        # (batch, *any) -> (batch, *any)
        for _ in range(self.Times):
            Input = Net(Input)
        return Input

    cases = (
        {"Times": Count(3), "Net": "NetChain[{LinearLayer[], Tanh}]", "Input": (4,)},
        {"Times": Count(1), "Net": "ElementwiseLayer[Tanh]", "Input": (2, 3)},
    )
