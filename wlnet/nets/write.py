"""Nets as the expressions that build them, for InputForm: what the user gave, and what cannot follow from it.

Dimensions inside a net follow from its parameters, arrays and ports, so they are written at the outermost
ports only.  Arrays and coders stay values, which write themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

from ..arrays import NumericArray
from ..expr import NONE, Expr, Foreign, Integer, Node, Real, S, String, Symbol, Value, boolean, to_node
from .layer import Layer, Port, classes_of, final_of
from .net_array import is_fill
from .port_types import type_node
from .shapes import Dims

if TYPE_CHECKING:
    from .net import Edge, Graph, Leaf, Net

SYMBOLS = {
    "DistanceFunction",
    "InputPorts",
    "Interleaving",
    "Method",
    "OutputPorts",
    "Padding",
    "Resampling",
}  # options whose names are symbols of the language, not strings


def net_node(net: Net) -> Node:
    """The expression for a whole net."""
    return net.expression(_outer_ports(net))


def _outer_ports(net: Net) -> dict[str, Node]:
    """The types of the ports of a net that stands by itself.

    Inputs are written as far as they are known, outputs where the user fixed them or where layers wait for
    their sizes.
    """
    types = _given_ports(net)
    open_layers = any(leaf.solved != leaf.layer for _, leaf in net.leaves())
    for name, port in net.ports.items():
        dims = net.dims.get(name)
        says_something = dims is not None and (dims == () or any(dims))
        if name not in types and says_something and (open_layers or not port.output):
            classes = net.dims.get(classes_of(name)) if open_layers else None
            types[name] = type_node(net.said_dims(name, dims), None, port.kind, classes)
    return types


def _given_ports(net: Net) -> dict[str, Node]:
    """What the user fixed about the ports, in their order."""
    return {
        name: type_node(_said(net, name), net.coders.get(name), port.kind, net.given.get(classes_of(name)))
        for name, port in net.ports.items()
        if name in net.given or name in net.coders
    }


def _said(net: Net, port: str) -> Dims:
    return net.said_dims(port, net.given.get(port))


def port_node(net: Net, port: str) -> Node:
    """The type of a port as far as it is known."""
    kind = net.ports[port].kind
    classes = classes_of(port)
    return type_node(
        net.dims.get(port), net.coders.get(port), kind, net.dims.get(classes) or net.given.get(classes)
    )


def _options(net: Net, types: Mapping[str, Node]) -> Iterator[Node]:
    for name, node in types.items():
        yield S.Rule(String(name), node)
    if net.multipliers is not None:
        yield S.Rule(S.LearningRateMultipliers, net.multipliers.node)


def inner_node(net: Net) -> Node:
    """The expression for a part of a net."""
    return net.expression(_given_ports(net))


def layer_node(leaf: Leaf, types: Mapping[str, Node]) -> Node:
    """The expression for a layer with these types of its ports: nets, parameters, arrays, options."""
    given = [name for name in leaf.layer.arrays if name in leaf.values]
    arrays = [S.Rule(String(name), _array(leaf.values[name], leaf.dims.get(name))) for name in given]
    inner = tuple(map(inner_node, leaf.nets.values()))
    nets: tuple[Node, ...] = inner if len(inner) < 2 else (S.List(*inner),)
    named: tuple[Node, ...] = ()
    if leaf.layer.net_option:
        said = leaf.layer.says(leaf.nets)
        rules = (S.Rule(String(name), node) for name, node in zip(leaf.nets, inner, strict=True))
        nets, named = (), () if said else tuple(rules)
    rest = (*arrays, *named, *_options(leaf, types))
    return Expr(Symbol(leaf.wl_head), (*nets, *_parameters(leaf.layer), *rest))


def _array(value: Any, dims: Dims) -> Node:
    if value is None:
        return NONE
    if is_fill(value, dims):
        return Real(float(value))
    return Value(value if isinstance(value, Foreign) else NumericArray(value))


def _parameters(layer: Layer) -> list[Node]:
    """The parameters that differ from what they are when not given; Automatic holds a place in between."""
    given = {
        field.name: getattr(layer, field.name)
        for field in fields(layer)  # type: ignore[arg-type]
        if field.name[0] != "_" and (field.default is MISSING or getattr(layer, field.name) != field.default)
    }
    places = [name for name in layer.positional if given.get(name) is not None]
    last = layer.positional.index(places[-1]) + 1 if places else 0
    arguments = [parameter_node(given.get(name)) for name in layer.positional[:last]]
    options = {name: value for name, value in given.items() if name not in layer.positional}
    named = [(Symbol(n) if n in SYMBOLS else String(n), parameter_node(v)) for n, v in options.items()]
    return arguments + [S.Rule(name, value) for name, value in named]


def parameter_node(value: Any) -> Node:
    """The expression for the value of a parameter; Automatic for one that is open."""
    if value is None:
        return S.Automatic
    write = getattr(value, "to_node", None)
    if write is not None:
        return write()
    if isinstance(value, bool):
        return boolean(value)
    if isinstance(value, str):
        return String(str(value))
    return Integer(int(value)) if isinstance(value, int) else to_node(value)


def graph_node(graph: Graph, types: Mapping[str, Node]) -> Node:
    """The expression for a chain or a graph with these types of its ports."""
    parts = {name: inner_node(part) for name, part in graph.nodes.items()}
    if graph.is_named:
        first = S.Association(*(S.Rule(String(name), part) for name, part in parts.items()))
    else:
        first = S.List(*parts.values())
    links = () if graph.kind == "NetChain" else (S.List(*_links(graph)),)
    return Expr(Symbol(graph.kind), (first, *links, *_options(graph, types)))


def _links(graph: Graph) -> Iterator[Node]:
    """The connections; outputs that go nowhere are left out explicitly."""
    for edge in graph.edges:
        yield _link(graph, edge)
    used = {edge.source for edge in graph.edges}
    for name, node in graph.nodes.items():
        for port in node.outputs:
            if (name, port) not in used:
                yield S.Rule(_end(graph, (name, port), True), NONE)


def _link(graph: Graph, edge: Edge) -> Node:
    ends = (_end(graph, edge.source, True), _end(graph, edge.target, False))
    return S.Rule(*ends)


def _end(graph: Graph, end: tuple[str, str], source: bool) -> Node:
    """A node by its name or position where the port is clear, else the port as a NetPort."""
    node, port = end
    if not node:
        return S.NetPort(String(port))
    name = String(node) if graph.is_named else Integer(int(node))
    ports: Mapping[str, Port] = graph.nodes[node].ports
    if port not in ports:  # a state, which is called the same at both ends
        states = graph.nodes[node].states
        return S.NetPort(S.List(name, String(next(s for s in states if port in (s, final_of(s))))))
    alike = [p for p in ports.values() if p.output == source]
    return name if len(alike) == 1 else S.NetPort(S.List(name, String(port)))
