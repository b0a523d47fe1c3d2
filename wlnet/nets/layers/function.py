"""FunctionLayer: a function of arrays, as the net that was made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...expr import Integer, Node, S, String, is_head
from ..layer import Inner, Port, layer
from ..operators import End, Ends, Operator
from ..write import inner_node


@dataclass(frozen=True)
class ArrayFunction:
    """A function of an array, or of an association of arrays, as the user gave it (`node`)."""

    node: Node
    expected = "a function of an array, or of an association of arrays"

    @classmethod
    def from_node(cls, node: Node) -> ArrayFunction:
        return cls(node)

    @property
    def takes_list(self) -> bool:
        """Whether it is Apply[f], which takes a list of arrays."""
        return is_head(self.node, S.Apply) and len(self.node.args) == 1

    def to_node(self) -> Node:
        return self.node

    def __str__(self) -> str:
        return ""


@layer
class FunctionLayer(Operator):
    """FunctionLayer[f] applies the function f to arrays; it holds the net of layers that was made of f.

    f takes one array, the port "Input"; with named slots, as in #a + #b &, an association of arrays, ports
    with these names; FunctionLayer[Apply[f]] takes the arguments of f, the ports "Input1", "Input2", ...
    What f gives is the port "Output", or an association with a port for each key.  f uses arithmetic and
    functions of numbers, which thread over arrays as in the language, functions of arrays such as Dot, Total,
    Part, Join or Map, layers and nets, and NetArray for arrays that are learned.  Constants are arrays with
    the learning rate multiplier 0.
    NetExtract gives the "Function" and the "Net"; NetGraph[layer] is that net.
    FunctionLayer[f, "Net" -> net] takes the net as given, where f cannot be followed again.
    Source: reference page of FunctionLayer.  The names of the ports of Apply[f], and which functions can be
    followed beyond the groups that the page names, are ours.

    >> FunctionLayer[# / Total[#] &][{1, 3}]
    {0.25, 0.75}
    """

    positional = ("Function",)
    Function: ArrayFunction
    _Ends: Ends = ()
    _Followed: Any = field(default=None, compare=False, repr=False)  # the net as it is made of Function alone
    hands_on = "Net"
    net_option = "Net"

    Net = Inner.of()

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        return {end.port: end.shown(_star(end)) for end in self._Ends}

    def inner_ports(self) -> dict[str, Inner]:
        return self.inner_of({("Net", end.port): _star(end) for end in self._Ends})

    @property
    def takes_list(self) -> bool:  # type: ignore[override]
        return self.Function.takes_list

    def says(self, nets: Mapping[str, Any]) -> bool:
        return self._Followed is not None and inner_node(self._Followed) == inner_node(nets["Net"])

    def forward(self, ctx: Any, *inputs: Any, Net: Any) -> Any:
        # (batch, *in) each -> (batch, *out) each
        return Net(*inputs)

    cases = (
        {
            "Function": ArrayFunction(S.Function(S.Sin(S.Slot(Integer(1))))),
            "Net": 'NetGraph[{Sin}, {NetPort["Input"] -> 1}]',
            "Input": (3, 2),
        },
        {
            "Function": ArrayFunction(S.Function(S.Dot(S.Slot(String("a")), S.Slot(String("b"))))),
            "Net": 'NetGraph[{DotLayer[]}, {{NetPort["a"], NetPort["b"]} -> 1, 1 -> NetPort["y"]}]',
            "a": (2, 3),
            "b": (3, 4),
        },
    )


def _star(end: End) -> str:
    return f"*{end.port}_"
