"""NetMapThreadOperator: a net for the elements of several arrays at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import Integer, Node, S, String, is_head, is_rule
from ...problem import Template
from ..layer import Inner, Layer, Port, layer
from ..open_inputs import is_open
from ..operators import End, Ends, Operator

NO_INPUTS = Template("mapthreadnone", "`1` has no inputs over which NetMapThreadOperator could map.")
NO_INPUT = Template("mapthreadport", 'The net has no input "`1`" to map over; it has `2`.')


@dataclass(frozen=True)
class Depths:
    """How deep each input is mapped over; `every` is for all of them, names are not given then."""

    every: int = 1
    named: tuple[tuple[str, int], ...] = ()
    expected = "a positive integer, or an association or list of rules from inputs to integers of at least 0"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if isinstance(node, Integer) and node.value > 0:
            return cls(node.value)
        rules = node.args if is_head(node, S.Association) or is_head(node, S.List) else ()
        if not rules or not all(is_rule(rule) for rule in rules):
            return NOT_CONVERTED
        pairs = [(getattr(rule.args[0], "value", None), rule.args[1]) for rule in rules]
        fits = all(isinstance(p, str) and isinstance(n, Integer) and n.value >= 0 for p, n in pairs)
        if not fits or not any(n.value for _, n in pairs):  # type: ignore[attr-defined]
            return NOT_CONVERTED
        return cls(0, tuple((p, n.value) for p, n in pairs))  # type: ignore

    def to_node(self) -> Node:
        if not self.named:
            return Integer(self.every)
        return S.Association(*(S.Rule(String(p), Integer(n)) for p, n in self.named))

    def of(self, port: str) -> int:
        return dict(self.named).get(port, self.every)

    @property
    def deepest(self) -> int:
        return max([self.every, *(n for _, n in self.named)])

    def __str__(self) -> str:
        return str(self.every) if not self.named else ", ".join(f"{p}: {n}" for p, n in self.named)


@layer
class NetMapThreadOperator(Operator):
    """NetMapThreadOperator[net] applies net to the first elements of its inputs, to the second ones, ...

    NetMapThreadOperator[net, n] goes through the elements at level n.  NetMapThreadOperator[net, <|"in" -> n,
    ...|>] says so for each input; an input with 0, or without a number, goes to every application as it is,
    and one with a smaller number to all that agree in its first indices.  Where net takes any number of
    inputs, connections or the data tell how many there are.
    Source: reference page of NetMapThreadOperator.

    >> NetMapThreadOperator[TotalLayer[InputPorts -> {1, 1}]][<|"1" -> {{1}, {2}}, "2" -> {{10}, {20}}|>]
    {{11.}, {22.}}
    >> NetMapThreadOperator[ThreadingLayer[Plus]][{{1, 2, 3}, {4, 5, 6}}]
    {5., 7., 9.}
    """

    positional = ("Levels",)
    Levels: Depths = Depths()
    _Ends: Ends = ()
    hands_on = "Net"
    shares_inputs = True

    Net = Inner.of()

    @property
    def causal(self) -> bool:  # type: ignore[override]
        return self.Levels == Depths()

    def adapted(self, nets: Mapping[str, Any]) -> Layer:
        if not any(net.inputs or is_open(net) for net in nets.values()):
            raise NO_INPUTS(nets["Net"].wl_head)
        return super().adapted(nets)

    def _shape(self, end: End) -> str:
        depth = self.Levels.deepest if end.output else self.Levels.of(end.port)
        return " ".join([*(f"length{i}" for i in range(depth)), f"*{end.port}_"])

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        names = [end.port for end in self._Ends if not end.output]
        for port, _ in self.Levels.named:
            if names and port not in names:
                raise NO_INPUT(port, ", ".join(f'"{name}"' for name in names))
        return {end.port: end.shown(self._shape(end)) for end in self._Ends}

    def inner_ports(self) -> dict[str, Inner]:
        return self.inner_of({(end.net, end.port): f"*{end.port}_" for end in self._Ends})

    def forward(self, ctx: Any, *inputs: Any, Net: Any) -> Any:
        # (batch, length0, ..., *in) each -> (batch, length0, ..., *out) each
        ends = [end for end in self._Ends if not end.output]
        deepest = self.Levels.deepest
        depths = [self.Levels.of(end.port) for end in ends]
        lengths = next(x.shape[: deepest + 1] for x, d in zip(inputs, depths, strict=True) if d == deepest)
        spread = []
        for x, depth in zip(inputs, depths, strict=True):
            for level in range(depth, deepest):
                x = x.unsqueeze(level + 1)
            spread.append(x.expand(*lengths, *x.shape[deepest + 1 :]).flatten(0, deepest))
        found = Net(*spread)
        many = found if isinstance(found, tuple) else (found,)
        outputs = tuple([x.unflatten(0, lengths) for x in many])
        return outputs if len(outputs) > 1 else outputs[0]

    cases = (
        {"Net": "CatenateLayer[InputPorts -> {2, 3}]", "1": (4, 2)},
        {"Levels": Depths(2), "Net": "ThreadingLayer[Times, InputPorts -> {2, 2}]", "Input1": (3, 4, 2)},
        {
            "Levels": Depths(0, (("1", 2), ("3", 1))),
            "Net": 'TotalLayer[InputPorts -> 3, "Output" -> 2]',
            "1": (3, 4, 2),
        },
    )
