"""The net that is trained: a graph of the user's net, "Net", and the losses for its outputs.

The targets of an output enter at a port with its name, encoded as the loss says if it has an encoder there.
The layer which makes an output chooses the loss (`natural_loss`); a net that has loss outputs of its own is
trained on those.  A single loss is the node "Loss"; several are "Loss1", "Loss2", ... and a node that adds
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..problem import Template
from .chain import without_coders
from .coder import Coder, Encoder
from .infer import infer
from .kinds import CrossEntropyForm
from .layer import LAYERS, Layer, Port
from .loss_terms import Losses, LossTerm
from .net import Edge, Graph, Leaf, Net
from .producer import producer
from .shapes import Dims

NO_OUTPUT = Template(
    "lossports",
    'The net has the output ports `1`; exactly one is needed to attach a loss, or a rule "port" -> loss.',
)
NO_PORT = Template("lossport", 'The net has no output port "`1`" for a loss; it has `2`.')
LOSS, TOTAL = "Loss", "TotalLoss"
End = tuple[str, str]


@dataclass(frozen=True)
class TotalLoss(Layer):
    """What is trained on where there are several losses, or one that is scaled: the sum of their elements."""

    factors: tuple[float, ...]
    arrays, inner, derived, cases = {}, {}, (), ()

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        inputs = {str(i): Port(f"*any{i}") for i in range(1, len(self.factors) + 1)}
        return {**inputs, LOSS: Port("", output=True, loss=True)}

    def forward(self, ctx: Any, *losses: Any) -> Any:
        # (batch, *any1), (batch, *any2), ... -> (batch,)
        total = 0
        for loss, factor in zip(losses, self.factors, strict=True):
            each = loss if loss.dim() == 1 else loss.flatten(1).sum(1)
            total = total + (each if factor == 1 else each * factor)
        return total


def coded_targets(net: Net, losses: Losses | None) -> set[str]:
    """The outputs for whose targets a loss of the user has an encoder."""
    terms = (losses.terms if losses else None) or ()
    coded = [t for t in terms if t.loss is not None and isinstance(t.loss.coders.get("Target"), Encoder)]
    return {_only_output(net) if term.port is None else term.port for term in coded}


def attach_loss(net: Net, losses: Losses | None = None, targets: Mapping[str, Dims] | None = None) -> Graph:
    """The training net of `net`: with the losses of the user, or those that its outputs call for.

    `targets` are the dimensions of the targets in the data, by output, where they are known.  Raises a
    Problem.
    """
    terms = [_settled(net, term, targets or {}) for term in _terms(net, losses or Losses())]
    plan = _TrainingNet(net)
    sources = []
    nodes = [term for term in terms if term.loss is not None]
    for term in terms:
        assert term.port is not None
        if term.loss is None:
            sources.append((("Net", term.port), term.factor))
        else:
            name = LOSS if len(nodes) == 1 else f"{LOSS}{nodes.index(term) + 1}"
            sources += [(end, term.factor) for end in plan.attach(name, term.loss, term.port)]
    return plan.finished(sources)


def _terms(net: Net, losses: Losses) -> list[LossTerm]:
    if losses.terms is not None:
        return list(losses.terms)
    own = [port for port in net.outputs if net.ports[port].loss]
    if not net.outputs:
        raise NO_OUTPUT("(none)")
    return [LossTerm(port) for port in own or net.outputs]


def _settled(net: Net, term: LossTerm, targets: Mapping[str, Dims]) -> LossTerm:
    """The term with its port and its loss filled in; `loss` None: the output itself."""
    port = term.port if term.port is not None else _only_output(net)
    if port not in net.outputs:
        raise NO_PORT(port, _shown(net.outputs))
    if term.loss is not None or term.is_loss or net.ports[port].loss:
        return replace(term, port=port)
    return replace(term, port=port, loss=Leaf(natural_loss(net, port, targets.get(port))))


def _only_output(net: Net) -> str:
    """The output that a loss without a port is for: there must be one that is no loss itself."""
    candidates = [port for port in net.outputs if not net.ports[port].loss] or net.outputs
    if len(candidates) != 1:
        raise NO_OUTPUT(_shown(candidates))
    return candidates[0]


def _shown(ports: list[str]) -> str:
    return ", ".join(f'"{port}"' for port in ports) or "(none)"


@dataclass
class _TrainingNet:
    """A training net while it is put together."""

    net: Net
    nodes: dict[str, Net] = field(default_factory=dict)
    inputs: dict[str, Port] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    coders: dict[str, Coder] = field(default_factory=dict)  # of data that only losses take

    def __post_init__(self) -> None:
        known = {port: dims for port, dims in self.net.dims.items() if dims is not None}
        self.nodes["Net"] = replace(self.net, coders={}, given=known)  # type: ignore[type-var]
        for port in self.net.inputs:
            self._feed(port, ("Net", port), self.net.ports[port])

    def attach(self, name: str, loss: Net, port: str) -> list[End]:
        """Put a loss behind an output; the outputs of the loss, all of which count."""
        self.nodes[name] = without_coders(loss)
        for other in loss.inputs:
            if other == "Input":
                self.edges.append(Edge(("Net", port), (name, other)))
            else:
                data = port if other == "Target" else other
                if other in loss.coders and data not in self.net.inputs:
                    self.coders.setdefault(data, loss.coders[other])
                self._feed(data, (name, other), loss.ports[other])
        return [(name, out) for out in loss.outputs]

    def _feed(self, data: str, target: End, port: Port) -> None:
        self.inputs.setdefault(data, port)
        self.edges.append(Edge(("", data), target))

    def finished(self, sources: list[tuple[End, float]]) -> Graph:
        """The graph whose output is the sum of `sources`, each with its factor."""
        if len(sources) == 1 and sources[0][1] == 1:
            end = sources[0][0]
        else:
            self.nodes[TOTAL] = Leaf(TotalLoss(tuple(factor for _, factor in sources)))
            self.edges += [Edge(source, (TOTAL, str(i))) for i, (source, _) in enumerate(sources, 1)]
            end = TOTAL, LOSS
        edges = (*self.edges, Edge(end, ("", LOSS)))
        ports = {**self.inputs, LOSS: Port("", output=True, loss=True)}
        return infer(Graph(self.nodes, edges, ports, coders=self.coders))  # type: ignore[return-value]


def natural_loss(net: Net, port: str, target: Dims = None) -> Layer:
    """The loss layer for an output: cross entropy after softmax or sigmoid, else the mean of squares.

    After softmax, targets that are as long as the output are probabilities; others are class numbers.
    """
    leaf = producer(net, port)
    chosen = leaf.layer.natural_loss() if leaf else None
    if chosen is None:
        return LAYERS["MeanSquaredLossLayer"]()
    output = net.dims.get(port)
    if (
        getattr(chosen, "Form", None) == "Index"
        and target
        and output is not None
        and len(target) == len(output)
    ):
        return replace(chosen, Form=CrossEntropyForm("Probabilities"))  # type: ignore[type-var]
    return chosen
