"""Nets as the associations of Wolfram's files: Type, Arrays, Parameters, Nodes, Edges, Inputs, Outputs.

The layout is not documented; it is what public files show.  Types of layers are their names without "Layer",
parameters and arrays have the names of the language, edges are rules from where data arrive to where they
come from.  Arrays go through `Store`, which says what stands in their place.

An association says everything that was inferred.  What the user gave, and what only followed from it, stands
in our notes beside it ("Wlnet" in the metadata), so that a net that comes back can be changed as before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ..arrays import NumericArray
from ..expr import FALSE, NONE, Expr, Integer, Node, S, String, Value, to_node
from ..nets.kinds import Lengths, Padding, Spatial
from ..nets.layer import classes_of, final_of
from ..nets.net import Graph, Leaf, Net, Path
from ..nets.net_array import NetArray, plain
from ..nets.write import parameter_node
from .net_parameters import documented_name, read_parameters, same_parameter, type_name
from .net_types import association, dims_node, type_of

VERSION = "13.0.3"  # of the neural net framework whose files these are like
Store = Callable[[np.ndarray], Node]


def inline(array: np.ndarray) -> Node:
    """An array in its place."""
    return Value(NumericArray(array))


def net_association(net: Net, store: Store = inline) -> Expr:
    """The association of a net."""
    made = _graph(net, store) if isinstance(net, Graph) else _leaf(net, store)  # type: ignore[arg-type]
    if net.multipliers is not None:
        made["TrainingParameters"] = association({"LearningRateMultipliers": net.multipliers.node})
    return association(made)


def metadata(net: Net) -> Expr:
    """The version, and our notes on what the user gave."""
    notes = {path: note for path, note in _notes(net, ()) if note.args}
    nodes = S.Association(*(S.Rule(S.List(*map(String, path)), note) for path, note in notes.items()))
    return association(
        {
            "Version": String(VERSION),
            "Unstable": FALSE,
            "Wlnet": association({"Format": Integer(1), "Nodes": nodes}),
        }
    )


def net_expression(net: Net) -> Expr:
    """The net as an expression with everything in it: ``NetChain[<|...|>, <|"Version" -> ...|>]``."""
    return Expr(getattr(S, net.wl_head), (net_association(net), metadata(net)))


def _ports(net: Net, output: bool) -> Expr:
    types = {
        name: type_of(
            net.dims.get(name),
            port.kind,
            (net.dims.get(classes_of(name)) or (None,))[0],
            net.coders.get(name),
        )
        for name, port in net.ports.items()
        if port.output == output
    }
    return association(types)


def _leaf(leaf: Leaf, store: Store) -> dict[str, Node]:
    layer = leaf.solved or leaf.layer
    name = type(layer).__name__
    arrays = {n: _array(leaf, n, store) for n in layer.arrays}
    values = {documented_name(name, n): _parameter(leaf, v) for n, v in layer.parameters().items()}
    nets = {n: net_association(inner, store) for n, inner in leaf.nets.items()}
    return {
        "Type": String(type_name(name)),
        "Arrays": association(arrays),
        "Parameters": association({**values, **nets}),
        "Inputs": _ports(leaf, False),
        "Outputs": _ports(leaf, True),
        **({"States": _states(leaf)} if leaf.states else {}),
    }


def _states(leaf: Leaf) -> Expr:
    """What a recurrent layer carries along."""
    starts = [name for name, port in leaf.states.items() if not port.output]
    return association({name: type_of(leaf.dims.get(name), "", None, None) for name in starts})


def _array(leaf: Leaf, name: str, store: Store) -> Node:
    dims = type_of(leaf.dims.get(name), "", None, None)
    if name in leaf.values and leaf.values[name] is None:
        return NONE
    held = leaf.values.get(name)
    array = plain(held)
    slot = dims if array is None else store(array)
    if not isinstance(held, NetArray):
        return slot
    said: dict[str, Node] = {"Name": String(held.name), "Array": slot}
    if held.dims is not None:  # what the user gave; all else follows from the layers
        said["Dimensions"] = to_node(held.dims)
    if held.init is not None:
        said["Method"] = held.init
    return S.NetArray(association(said))


def _parameter(leaf: Leaf, value: object) -> Node:
    """A parameter in the form that files have: lists where the language takes a single number for all."""
    dims = leaf.dims.get("Input")
    rank = None if dims is None else len(dims) - 1
    if isinstance(value, Lengths):
        return S.List(*map(Integer, value))
    if isinstance(value, Spatial) and rank:
        return S.List(*map(Integer, value.spread(rank)))
    if isinstance(value, Padding) and rank and value.sizes != "Same":
        pads = value.around((0,) * rank, (1,) * rank, (1,) * rank, (1,) * rank)
        return S.List(*(S.List(Integer(before), Integer(after)) for before, after in pads))
    return parameter_node(value)


def _graph(graph: Graph, store: Store) -> dict[str, Node]:
    edges = [
        S.Rule(_end(graph, edge.target, "Inputs"), _end(graph, edge.source, "Outputs"))
        for edge in graph.edges
    ]
    return {
        "Type": String(graph.kind.removeprefix("Net")),
        "Nodes": association({name: net_association(node, store) for name, node in graph.nodes.items()}),
        "Edges": S.List(*edges),
        "Inputs": _ports(graph, False),
        "Outputs": _ports(graph, True),
    }


def _end(graph: Graph, end: tuple[str, str], side: str) -> Node:
    """A port of a node; both ends of a state go by the name of the state."""
    node, port = end
    if node:
        states = graph.nodes[node].states
        if port in states:
            name = next(s for s in states if port in (s, final_of(s)))
            return S.NetPath(String("Nodes"), String(node), String("States"), String(name))
        return S.NetPath(String("Nodes"), String(node), String(side), String(port))
    return S.NetPath(String("Outputs" if side == "Inputs" else "Inputs"), String(port))


def _notes(net: Net, at: Path) -> list[tuple[Path, Expr]]:
    """For each part what the user gave, as far as the association does not say it."""
    note: dict[str, Node] = {}
    if net.given:
        note["Given"] = association({name: dims_node(dims) for name, dims in net.given.items()})
    if isinstance(net, Leaf) and (changed := _changed(net)):
        note["Parameters"] = association(changed)
    found = [(at, association(note))]
    for name, part in net.children.items():
        found += _notes(part, (*at, name))
    return found


def _changed(leaf: Leaf) -> Mapping[str, Node]:
    """The parameters as the user gave them that are not what the association gives when it is read."""
    written = {n: _parameter(leaf, v) for n, v in (leaf.solved or leaf.layer).parameters().items()}
    read = read_parameters(type(leaf.layer), written)
    given = leaf.layer.parameters()
    return {n: parameter_node(v) for n, v in given.items() if not same_parameter(v, read[n])}
