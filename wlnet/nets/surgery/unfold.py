"""NetUnfold: one step of a net that goes along a sequence, with what it carries along as ports.

A NetFoldOperator alone gives the net that it folds.  Any other net is run on a sequence of one element, with
the states of its layers, before and after, as ports "State1" and "OutputState1", ..., without a number where
there is only one of a name.  What a causal AttentionLayer carries along are the keys and the values so far:
sequences, to which the new ones are put, so that its query needs no mask.
Source: reference page of NetUnfold.  The names of the ports and the length 1 inside are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...expr import Integer
from ...problem import Template
from ..construct import build_layer
from ..graph import End, wired
from ..infer import infer
from ..layer import LAYERS
from ..net import Edge, Graph, Leaf, Net, Path
from ..parts import path_node
from ..shapes import Dims
from ..shown import typed
from ..single import as_graph
from ..states import stateful

NOTHING_FOLDED = Template(
    "unfoldnone",
    "This `1` has no layer that goes along a sequence: recurrent layers, NetFoldOperator and AttentionLayer "
    'with "Mask" -> "Causal" do.',
)
NOT_STEPWISE = Template(
    "unfoldlayer",
    "The net cannot be taken step by step, because `1` (`2`) does not look at one element alone.",
)
SINGLE = Template("unfoldinput", 'The input "`1`" is `2`, not a sequence.')
# layers that need more of a sequence than its present element
WHOLE: tuple[str, ...] = (
    "SequenceReverseLayer",
    "SequenceMostLayer",
    "SequenceRestLayer",
    "SequenceIndicesLayer",
    "OrderingLayer",
)
WHOLE += ("NetBidirectionalOperator", "ConvolutionLayer", "DeconvolutionLayer", "PoolingLayer", "ResizeLayer")
WHOLE += ("NetPairEmbeddingOperator", "PaddingLayer", "LocalResponseNormalizationLayer")


def unfold(net: Net) -> Net:
    """One step of `net`.  Raises a Problem where it is not folded."""
    if net.wl_head == "NetFoldOperator":
        return net.children["Net"]
    graph = as_graph(net)
    for path, leaf in graph.leaves():
        mask: Any = getattr(leaf.layer, "Mask", None)
        if leaf.wl_head in WHOLE or (mask is not None and (not mask.is_causal or mask.window)):
            raise NOT_STEPWISE(typed(path_node(path)), leaf.wl_head)
    kept = _Kept()
    opened = infer(_without_types(kept.opened(graph, ())))
    shown = stateful(opened)
    if not shown.states and not kept.paths:
        raise NOTHING_FOLDED(net.wl_head)
    body = shown.net if shown.states else opened
    assert isinstance(body, Graph)
    names = _names([(state.path, state.before, state.after) for state in shown.states] + kept.paths)
    return _one_step(net, body, names)


def _names(states: list[tuple[Path, str, str]]) -> dict[str, str]:
    """What the ports of states are called: by their own name, numbered where several have the same."""
    own = [path[-1] for path, _, _ in states]
    found: dict[str, str] = {}
    count: dict[str, int] = {}
    for name, (_, before, after) in zip(own, states, strict=True):
        count[name] = count.get(name, 0) + 1
        text = name if own.count(name) == 1 else f"{name}{count[name]}"
        found |= {before: text, after: f"Output{text}"}
    return found


def _without_types(graph: Graph) -> Graph:
    """The graph without coders, and without the lengths of sequences that were given."""
    return replace(graph, coders={}, given={port: _varying(dims) for port, dims in graph.given.items()})


def _varying(dims: Dims) -> Dims:
    return None if not dims else (None, *dims[1:])


def _one_step(net: Net, body: Graph, names: Mapping[str, str]) -> Graph:
    """`body` with a sequence of one element made of each input, and its element taken from each output."""
    nodes: dict[str, Net] = {}
    sources: dict[End, End] = {}
    for port in net.inputs:
        dims = net.dims.get(port)
        if dims == ():
            raise SINGLE(port, "a number")
        nodes[f"Sequence{port}"] = build_layer(LAYERS["ReplicateLayer"], [Integer(1)])
        sources[f"Sequence{port}", "Input"] = ("", port)
        sources["Step", port] = (f"Sequence{port}", "Output")
    nodes["Step"] = body
    for before in body.inputs:
        if before in names:
            sources["Step", before] = ("", names[before])
    for port in body.outputs:
        if port in names:
            sources["", names[port]] = ("Step", port)
        elif _is_sequence(net, port):
            nodes[f"Element{port}"] = build_layer(LAYERS["PartLayer"], [Integer(1)])
            sources[f"Element{port}", "Input"] = ("Step", port)
            sources["", port] = (f"Element{port}", "Output")
        else:
            sources["", port] = ("Step", port)
    given = {port: dims[1:] for port, dims in net.dims.items() if port in net.inputs and dims}
    made = wired(nodes, sources, given=given)
    coders = {port: coder for port, coder in net.coders.items() if port in net.outputs}
    kept = {port: coder for port, coder in coders.items() if not _is_sequence(net, port)}
    return infer(replace(made, coders=kept)) if kept else made  # type: ignore[return-value]


def _is_sequence(net: Net, port: str) -> bool:
    """Whether an output is a sequence: it comes from layers that keep the length of an input."""
    probe = {name: ("unfolded", *dims[1:]) for name, dims in net.dims.items() if name in net.inputs and dims}
    bare: Any = _without_types(as_graph(net))
    dims = infer(bare, probe).dims.get(port)
    return bool(dims) and dims[0] == "unfolded"  # type: ignore[index]


class _Kept:
    """Causal attention with the keys and values so far as ports of the graphs around it."""

    def __init__(self) -> None:
        self.paths: list[tuple[Path, str, str]] = []

    def opened(self, graph: Graph, at: Path) -> Graph:
        nodes, edges, ports = dict(graph.nodes), list(graph.edges), dict(graph.port_map)
        for name, node in graph.nodes.items():
            if isinstance(node, Graph):
                nodes[name] = self.opened(node, (*at, name))
            elif node.wl_head == "AttentionLayer":
                nodes[name] = self._attention(node, (*at, name))
            for port, spec in nodes[name].ports.items():
                if port not in node.ports:
                    ends = (("", port), (name, port)) if not spec.output else ((name, port), ("", port))
                    edges.append(Edge(*ends))
                    ports[port] = spec
        if len(ports) == len(graph.port_map):
            return replace(graph, nodes=nodes)
        inputs = {name: port for name, port in ports.items() if not port.output}
        outputs = {name: port for name, port in ports.items() if port.output}
        return replace(
            graph, nodes=nodes, edges=tuple(edges), port_map={**inputs, **outputs}, kind="NetGraph"
        )

    def _attention(self, leaf: Net, at: Path) -> Graph:
        assert isinstance(leaf, Leaf)
        layer: Any = replace(leaf.layer, Mask=type(leaf.layer.Mask)())  # type: ignore
        nodes: dict[str, Net] = {"Attention": replace(leaf, layer=layer, given={}, coders={}, solved=None)}
        sources: dict[End, End] = {("Attention", "Query"): ("", "Query")}
        for port, state in (("Key", "Keys"), ("Value", "Values")):
            before, after = "/".join((*at, state)), "/".join((*at, f"final {state}"))
            self.paths.append(((*at, state), before, after))
            nodes[state] = build_layer(LAYERS["CatenateLayer"], [])
            nodes[state] = replace(nodes[state], layer=nodes[state].layer.with_inputs(2))  # type: ignore
            sources |= {(state, "1"): ("", before), (state, "2"): ("", port)}
            sources |= {("Attention", port): (state, "Output"), ("", after): (state, "Output")}
        sources["", "Output"] = ("Attention", "Output")
        known = {port: dims for port in ("Key", "Value") if (dims := leaf.dims.get(port))}
        given = {"/".join((*at, f"{port}s")): ("Varying", *dims[1:]) for port, dims in known.items()}
        return wired(nodes, sources, given=given)
