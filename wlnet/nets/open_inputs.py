"""Nets whose number of inputs is open, until connections or data fix it: a layer such as TotalLayer[], a
NetMapThreadOperator of one, a chain that begins with one, or a graph in which one stands that nothing feeds.
"""

from __future__ import annotations

from dataclasses import replace

from .infer import infer
from .net import Edge, Graph, Leaf, Net


def is_open(net: Net) -> bool:
    """Whether the number of inputs of a net is still open."""
    if not isinstance(net, Leaf):
        return _open_node(net) is not None
    return net.layer.open_inputs or (net.layer.shares_inputs and any(map(is_open, net.nets.values())))


def takes_list(net: Net) -> bool:
    """Whether a net is applied to a list with data for each of its inputs."""
    if not isinstance(net, Leaf):
        return False
    return net.layer.takes_list or (net.layer.shares_inputs and any(map(takes_list, net.nets.values())))


def with_inputs(net: Net, count: int) -> Net:
    """This net with so many inputs, if their number is open."""
    if isinstance(net, Leaf):
        shared = net.nets if net.layer.shares_inputs else {}
        nets = {name: with_inputs(inner, count) for name, inner in shared.items()}
        return replace(net, layer=net.layer.with_inputs(count), nets=nets or net.nets)
    name = _open_node(net)
    if name is None:
        return net
    assert isinstance(net, Graph)
    node = with_inputs(net.nodes[name], count)
    new = [port for port in node.inputs if port not in net.nodes[name].inputs]
    ports = {_free_name(port, net): port for port in new}
    edges = tuple(Edge(("", outer), (name, port)) for outer, port in ports.items())
    port_map = {outer: node.ports[port] for outer, port in ports.items()} | dict(net.port_map)
    nodes = {**net.nodes, name: node}
    return infer(replace(net, nodes=nodes, edges=(*edges, *net.edges), port_map=port_map))


def _open_node(net: Net) -> str | None:
    """The only node of a graph whose number of inputs is open, if nothing feeds it."""
    if not isinstance(net, Graph):
        return None
    fed = {edge.target[0] for edge in net.edges}
    found = [name for name, node in net.nodes.items() if name not in fed and is_open(node)]
    return found[0] if len(found) == 1 else None


def _free_name(port: str, net: Graph) -> str:
    while port in net.port_map:
        port = f"{port}'"
    return port
