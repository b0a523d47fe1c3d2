"""Inference over random graphs: it ends, says no more when asked again, and does not mind the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from net_reading import net

from wlnet.nets import infer as inference
from wlnet.nets.infer import Unsteady, infer
from wlnet.nets.layer import Port
from wlnet.nets.layers.linear import LinearLayer
from wlnet.nets.net import Edge, Graph, Leaf, Net
from wlnet.nets.shapes import Dims, merge_dims
from wlnet.problem import Problem

LAYERS = (
    "LinearLayer[]",
    "LinearLayer[2]",
    "LinearLayer[{2, 3}]",
    'LinearLayer["Weights" -> NetArray["w"], "Biases" -> None]',
    "ElementwiseLayer[Ramp]",
    "SoftmaxLayer[]",
    "BatchNormalizationLayer[]",
    "FlattenLayer[1]",
    "TransposeLayer[]",
    "ReplicateLayer[2]",
    "ReshapeLayer[{2, Automatic}]",
    "PartLayer[1]",
    "SequenceLastLayer[]",
    "SequenceMostLayer[]",
    "LongShortTermMemoryLayer[]",
    "NetMapOperator[LinearLayer[]]",
    "NetMapOperator[NetMapOperator[LinearLayer[2]]]",
    "NetNestOperator[LinearLayer[], 2]",
    'NetGraph[{LinearLayer[], ThreadingLayer[Plus]}, {NetPort["Input"] -> 1, {1, NetPort["Input"]} -> 2}]',
    "EmbeddingLayer[2, 3]",
    "ConvolutionLayer[2, 1]",
    "TotalLayer[InputPorts -> 2]",
    "ThreadingLayer[Plus, InputPorts -> 2]",
    "CatenateLayer[InputPorts -> 2]",
    "DotLayer[InputPorts -> 2]",
    "AppendLayer[]",
    "MeanSquaredLossLayer[]",
)
SIZES = st.sampled_from([None, 1, 2, 3])
FIRST = st.sampled_from([None, 2, 3, "Varying", "n"])
TYPES = st.one_of(
    st.none(), st.just(()), st.builds(lambda a, rest: (a, *rest), FIRST, st.lists(SIZES, max_size=2))
)


@cache
def layer(text: str) -> Net:
    return net(text)


@dataclass(frozen=True)
class Plan:
    """Layers, from where each of their inputs comes (a layer before, or a port of the graph), and types."""

    layers: tuple[str, ...]
    sources: tuple[tuple[int, ...], ...]
    types: tuple[Dims, ...]
    last: Dims

    def graph(self, order: Sequence[int]) -> Graph:
        """The graph, not inferred, with its nodes and edges in some order."""
        nodes = {str(i): layer(self.layers[i]) for i in order}
        ports: dict[str, Port] = {f"in{i}": Port("*any") for i in range(len(self.types))}
        edges, used = list[Edge](), set[str]()
        for i in order:
            for port, source in zip(nodes[str(i)].inputs, self.sources[i], strict=False):
                end = ("", f"in{-source - 1}") if source < 0 else (str(source), self._output(source))
                used.add(end[0])
                edges.append(Edge(end, (str(i), port)))
        given = {f"in{i}": dims for i, dims in enumerate(self.types) if dims is not None}
        for i in range(len(self.layers)):
            if str(i) not in used:
                ports[f"out{i}"] = Port("*any", output=True)
                edges.append(Edge((str(i), self._output(i)), ("", f"out{i}")))
        if self.last is not None:
            given[f"out{len(self.layers) - 1}"] = self.last
        return Graph(nodes, tuple(edges), ports, given=given)

    def _output(self, place: int) -> str:
        return layer(self.layers[place]).outputs[0]


@st.composite
def plans(draw: Any) -> Plan:
    layers = draw(st.lists(st.sampled_from(LAYERS), min_size=1, max_size=7))
    types = draw(st.lists(TYPES, min_size=1, max_size=3))
    sources = tuple(
        tuple(draw(st.integers(-len(types), i - 1)) for _ in range(2)) for i in range(len(layers))
    )
    return Plan(tuple(layers), sources, tuple(types), draw(TYPES))


def solved(graph: Graph) -> Graph | None:
    """The graph with its dimensions; None where they contradict each other."""
    try:
        return infer(graph)  # type: ignore[return-value]
    except Problem:
        return None


def known(made: Graph) -> dict[str, Any]:
    """What is known of every port, with varying lengths told apart from others only."""
    return {"": dict(made.dims), **{name: dict(node.dims) for name, node in made.nodes.items()}}


@settings(max_examples=250, deadline=None)
@given(plans(), st.randoms(use_true_random=False))
def test_every_order_of_the_layers_leads_to_the_same_dimensions(plan: Plan, random: Any) -> None:
    order = list(range(len(plan.layers)))
    first = solved(plan.graph(order))
    random.shuffle(order)
    other = solved(plan.graph(order))
    assert (first is None) == (other is None)
    if first is not None and other is not None:
        assert known(first) == known(other)


@settings(max_examples=250, deadline=None)
@given(plans())
def test_inferring_again_says_nothing_new(plan: Plan) -> None:
    made = solved(plan.graph(range(len(plan.layers))))
    if made is None:
        return
    again = infer(made)
    assert again is made
    fresh = infer(replace(made, dims={}))  # from what the layers know by now
    assert known(fresh) == known(made)  # type: ignore[arg-type]
    for port, dims in plan.graph(range(len(plan.layers))).given.items():
        assert merge_dims(dims, made.dims[port]) == made.dims[port]


@settings(max_examples=250, deadline=None)
@given(plans())
def test_a_layer_is_solved_again_only_when_a_wire_has_grown(plan: Plan) -> None:
    """The bound of the proof: one time each, and once more for every growth of a wire at its ends."""
    count = 0
    solve = inference._Wires._solve_node

    def counted(self: Any, name: str) -> list[str]:
        nonlocal count
        count += self.graph is graph
        return solve(self, name)

    graph = plan.graph(range(len(plan.layers)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inference._Wires, "_solve_node", counted)
        made = solved(graph)
    if made is not None and not made.shared():
        ends = [dims for node in made.nodes.values() for dims in node.dims.values()]
        growths = sum(1 + 2 * len(dims) for dims in ends if dims is not None)
        assert count <= len(made.nodes) + growths


def test_a_layer_that_takes_back_what_is_known_is_stopped() -> None:
    sizes = iter(range(2, 10_000))

    class Fickle(LinearLayer):
        """Its ports have other sizes whenever it is asked."""

        def solve(self, known: Any) -> Any:
            made, dims = super().solve({})
            return made, {**dims, "Input": (next(sizes),), "Output": (next(sizes),)}

    edges = (
        Edge(("", "Input"), ("a", "Input")),
        Edge(("a", "Output"), ("b", "Input")),
        Edge(("b", "Output"), ("", "Output")),
    )
    ports = {"Input": Port("*any"), "Output": Port("*any", output=True)}
    with pytest.raises(Unsteady):
        infer(Graph({"a": Leaf(Fickle(None)), "b": Leaf(Fickle(None))}, edges, ports))
    assert next(sizes) < 100
