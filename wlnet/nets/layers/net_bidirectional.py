"""NetBidirectionalOperator: one net reads a sequence forward, another one backward."""

from __future__ import annotations

from typing import Any

from ...expr import Node, Symbol
from ...lazy import torch
from ..kinds import Choice
from ..layer import Inner, Port, layer
from ..levels import plus
from ..operators import Ends, Operator
from ..shapes import Derived, Size


class Joining(Choice):
    """How the results of both directions become one."""

    names = ("Catenate", "Total", "Mean")
    expected = "Catenate, Total or Mean"

    def to_node(self) -> Node:
        return Symbol(str(self))


def _sum(first: Size, second: Size) -> Size:
    return plus(first, second) if isinstance(second, int) else plus(second, 1)


def _rest(whole: Size, part: Size) -> Size:
    return whole - part if isinstance(whole, int) and isinstance(part, int) else None


@layer
class NetBidirectionalOperator(Operator):
    """NetBidirectionalOperator[{fnet, bnet}] applies fnet to a sequence and bnet to the reversed sequence.

    The result of bnet is reversed again, and both are joined element by element.
    NetBidirectionalOperator[net] has two copies of net, each with arrays of its own.
    NetBidirectionalOperator[nets, f] joins by f: Catenate (usually), Total or Mean.  The parts are called
    "ForwardNet" and "BackwardNet".
    Source: reference page of NetBidirectionalOperator, which gives the parts no names.

    >> NetBidirectionalOperator[ElementwiseLayer[Ramp]][{{1}, {-2}}]
    {{1., 1.}, {0., 0.}}
    """

    positional = ("Aggregator",)
    Aggregator: Joining = Joining("Catenate")
    _Ends: Ends = ()

    ForwardNet = Inner.of()
    BackwardNet = Inner.of()

    def _shapes(self) -> tuple[str, str, str]:
        """Of the results of both nets, and of the operator."""
        if self.Aggregator != "Catenate":
            return "length *element", "length *element", "length *element"
        return "length first *element", "length second *element", "length both *element"

    @property
    def derived(self) -> tuple[tuple[str, Derived], ...]:  # type: ignore[override]
        if self.Aggregator != "Catenate":
            return ()
        return (
            ("both", Derived(_sum, "first second")),
            ("first", Derived(_rest, "both second")),
            ("second", Derived(_rest, "both first")),
        )

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        start = self.single("ForwardNet")[0] if self._Ends else None
        taken = start.shown("length *in") if start else Port("length *in")
        return {"Input": taken, "Output": Port(self._shapes()[2], output=True)}

    def inner_ports(self) -> dict[str, Inner]:
        if not self._Ends:
            return {}
        shapes: dict[tuple[str, str], str] = {}
        for name, shape in zip(self.inner, self._shapes(), strict=False):
            start, end = self.single(name)
            shapes |= {(name, start.port): "length *in", (name, end.port): shape}
        return self.inner_of(shapes)

    def forward(self, ctx: Any, Input: Any, *, ForwardNet: Any, BackwardNet: Any) -> Any:
        # (batch, length, *in) -> (batch, length, both, *element)
        first, second = ForwardNet(Input), BackwardNet(Input.flip(1)).flip(1)
        if self.Aggregator == "Catenate":
            return torch.cat([first, second], 2)
        return first + second if self.Aggregator == "Total" else (first + second) / 2

    cases = (
        {
            "ForwardNet": "GatedRecurrentLayer[2]",
            "BackwardNet": "BasicRecurrentLayer[3]",
            "Input": (3, 4),
        },
        {
            "Aggregator": Joining("Mean"),
            "ForwardNet": "BasicRecurrentLayer[3]",
            "BackwardNet": "BasicRecurrentLayer[3]",
            "Input": (3, 2),
        },
        {
            "Aggregator": Joining("Total"),
            "ForwardNet": "ElementwiseLayer[Tanh]",
            "BackwardNet": "BasicRecurrentLayer[3]",
            "Input": (2, 3),
        },
    )
