"""NetFoldOperator: a net goes along sequences and hands its results on to itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import Node, S, String, is_head, is_rule
from ...lazy import torch
from ...problem import Template
from ..layer import Inner, Port, State, layer
from ..net import Net
from ..operators import End, Ends, Operator
from ..shapes import Derived
from .sequences import EMPTY, some

NO_END = Template("foldport", 'The net has no `1` "`2`", as it needs for NetFoldOperator; it has `3`.')
NO_SIZE = Template(
    "foldstate",
    'The dimensions of the state "`1`" do not follow from those of the inputs; give them in the net.',
)
NOTHING_MAPPED = Template("foldmapped", "No input of the net is left that takes the elements of a sequence.")


def _texts(node: Node) -> tuple[str, ...] | None:
    nodes = node.args if is_head(node, S.List) else (node,)
    found = [n.value for n in nodes if isinstance(n, String)]
    return tuple(found) if len(found) == len(nodes) else None


@dataclass(frozen=True)
class FoldFeedback:
    """Which output goes to which input of the next application."""

    pairs: tuple[tuple[str, str], ...]
    expected = 'a rule "output" -> "input", or a list of such rules'

    @classmethod
    def from_node(cls, node: Node) -> Any:
        rules = node.args if is_head(node, S.List) or is_head(node, S.Association) else (node,)
        pairs = [_texts(S.List(*rule.args)) for rule in rules if is_rule(rule)]
        if not pairs or len(pairs) < len(rules) or not all(pairs):
            return NOT_CONVERTED
        return cls(tuple(pairs))  # type: ignore[arg-type]

    def to_node(self) -> Node:
        return S.List(*(S.Rule(String(out), String(into)) for out, into in self.pairs))

    def __str__(self) -> str:
        return ", ".join(f"{out} → {into}" for out, into in self.pairs)


class PortNames(tuple[str, ...]):
    """Names of ports."""

    expected = "the name of a port, or a list of names"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        names = _texts(node)
        return NOT_CONVERTED if names is None else cls(names)

    def to_node(self) -> Node:
        return S.List(*map(String, self))

    def __str__(self) -> str:
        return ", ".join(self)


@layer
class NetFoldOperator(Operator):
    """NetFoldOperator[net] goes along a sequence: the output of net is its "State" for the next element.

    NetFoldOperator[net, {"out" -> "in", ...}] says which outputs go to which inputs; one rule need not be in
    a list.  The inputs that are fed so are states: zero before the first element, unless a connection to the
    port gives them.
    NetFoldOperator[net, feedback, {"const", ...}] gives these inputs to all applications as they are; all
    other inputs take sequences of one length.  NetFoldOperator[net, feedback, constants, {"out", ...}] has
    only these outputs, each the sequence of what net gave.
    Source: reference page of NetFoldOperator.

    >> NetFoldOperator[NetGraph[{TotalLayer[]}, {{NetPort["Input"], NetPort["State"]} -> 1}]][{{1}, {2}}]
    {{1.}, {3.}}
    """

    positional = ("Feedback", "Constants", "Outputs")
    Feedback: FoldFeedback = FoldFeedback((("Output", "State"),))
    Constants: PortNames = PortNames()
    Outputs: PortNames | None = None
    _Ends: Ends = ()
    _States: tuple[tuple[int, ...], ...] | None = None  # the dimensions of the states
    hands_on = "Net"

    Net = Inner.of()

    @classmethod
    def spelled(cls, arguments: tuple[Node, ...]) -> tuple[Node, ...]:
        """A rule from an output to an input in a list, so that it is no option; so is any rule between names
        where the net needs one.
        """
        net = getattr(arguments[0], "value", None) if arguments else None
        second = arguments[1] if len(arguments) > 1 else None
        names = _texts(S.List(*second.args)) if is_rule(second) else None  # type: ignore
        if not isinstance(net, Net) or names is None or len(names) != 2:
            return arguments
        out, into = names
        needed = "Output" not in net.outputs or "State" not in net.inputs
        is_feedback = needed or (out in net.outputs and into in net.inputs)
        return (arguments[0], S.List(arguments[1]), *arguments[2:]) if is_feedback else arguments

    @property
    def causal(self) -> bool:  # type: ignore[override]
        return not self.Constants

    def _star(self, end: End) -> str:
        """The name of the dimensions of a port: fed ones share those of the state."""
        fed = dict(self.Feedback.pairs)
        return f"{fed.get(end.port, end.port) if end.output else end.port}_"

    def _taken(self) -> list[End]:
        """The inputs of the net that are no states."""
        states = [into for _, into in self.Feedback.pairs]
        return [end for end in self._Ends if not end.output and end.port not in states]

    def _given(self) -> list[End]:
        """The outputs of the net that are outputs of the operator."""
        outputs = [end for end in self._Ends if end.output]
        return outputs if self.Outputs is None else [end for end in outputs if end.port in self.Outputs]

    def _check(self) -> None:
        inputs = [end.port for end in self._Ends if not end.output]
        outputs = [end.port for end in self._Ends if end.output]
        fed = self.Feedback.pairs
        wanted = [("output", out, outputs) for out in (*(out for out, _ in fed), *(self.Outputs or ()))]
        wanted += [("input", into, inputs) for into in (*(into for _, into in fed), *self.Constants)]
        for kind, port, there in wanted:
            if port not in there:
                raise NO_END(kind, port, ", ".join(f'"{p}"' for p in there) or "none")
        if all(end.port in self.Constants for end in self._taken()):
            raise NOTHING_MAPPED()

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        if not self._Ends:
            return {"Input": Port("length *Input_"), "Output": Port("length *Output_", output=True)}
        self._check()
        shapes = {end.port: "" if end.port in self.Constants else "length " for end in self._taken()}
        found = {end.port: end.shown(f"{shapes[end.port]}*{self._star(end)}") for end in self._taken()}
        return found | {end.port: end.shown(f"length *{self._star(end)}") for end in self._given()}

    @property
    def states(self) -> dict[str, State]:  # type: ignore[override]
        return {into: State(f"*{into}_") for _, into in self.Feedback.pairs} if self._Ends else {}

    @property
    def derived(self) -> tuple[tuple[str, Derived], ...]:  # type: ignore[override]
        names = " ".join(f"{into}_" for _, into in self.Feedback.pairs)
        rules = {
            "_States": Derived(lambda *dims: dims, names),
            "last": Derived(lambda length: some("NetFoldOperator", length), "length"),
        }
        return tuple(rules.items()) if self._Ends else ()

    def inner_ports(self) -> dict[str, Inner]:
        return self.inner_of({(end.net, end.port): f"*{self._star(end)}" for end in self._Ends})

    def forward(self, ctx: Any, *inputs: Any, Net: Any) -> Any:
        # (batch, length, *in) each, (batch, *state) each -> (batch, length, *out) each, (batch, *state) each
        taken = self._taken()
        value = {end.port: x for end, x in zip(taken, inputs, strict=False)}
        mapped = [end.port for end in taken if end.port not in self.Constants]
        first = value[mapped[0]]
        fed = [into for _, into in self.Feedback.pairs]
        states, dims = dict(zip(fed, inputs[len(taken) :], strict=False)), dict(zip(fed, self._States or ()))  # noqa: B905
        for into in fed:
            if states.get(into) is None and into not in dims:
                raise NO_SIZE(into)
            if states.get(into) is None:
                states[into] = _zeros((first.shape[0], *dims[into]), inputs)
        order = [end.port for end in self._Ends if not end.output]
        outputs = [end.port for end in self._Ends if end.output]
        steps: list[dict[str, Any]] = []
        for t in range(first.shape[1]):
            now = value | {port: value[port][:, t] for port in mapped} | states
            found = Net(*(now[port] for port in order))
            steps.append(dict(zip(outputs, found if isinstance(found, tuple) else (found,), strict=True)))
            states = {into: steps[-1][out] for out, into in self.Feedback.pairs}
        if not steps:
            raise EMPTY("NetFoldOperator")
        rows = [torch.stack([step[end.port] for step in steps], 1) for end in self._given()]
        return (*rows, *(states[into] for _, into in self.Feedback.pairs))

    cases = (
        {
            "Net": "NetGraph[{CatenateLayer[], LinearLayer[2], Tanh}, "
            '{{NetPort["Input"], NetPort["State"]} -> 1, 1 -> 2, 2 -> 3}, "Input" -> 3]',
            "Input": (4, 3),
        },
        {
            "Feedback": FoldFeedback((("Sum", "Before"),)),
            "Constants": PortNames(("Scale",)),
            "Net": 'NetGraph[{ThreadingLayer[#1 #2 + #3 &], Tanh}, {{NetPort["x"], NetPort["Scale"], '
            'NetPort["Before"]} -> 1, 1 -> 2, 1 -> NetPort["Sum"], 2 -> NetPort["Out"]}]',
            "x": (3, 2),
            "Scale": (2,),
            "Before": (2,),
        },
    )


def _zeros(shape: tuple[int, ...], inputs: Any) -> Any:
    """Zeros like the first input of reals."""
    for x in inputs:
        if x is not None and x.is_floating_point():
            return x.new_zeros(shape)
    return torch.zeros(shape, device=inputs[0].device)
