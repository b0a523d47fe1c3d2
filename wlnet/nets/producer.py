"""The layer that an output of a net comes from, through containers and operators that only hand it on."""

from __future__ import annotations

from .net import Graph, Leaf, Net


def producer(net: Net, port: str) -> Leaf | None:
    """The layer whose output leaves `net` at `port`; None if an input passes straight through."""
    return _origin(net, port)[0]


def _origin(net: Net, port: str) -> tuple[Leaf | None, str]:
    """The layer that makes an output; if there is none, the input that passes through to it."""
    if isinstance(net, Leaf):
        inner = net.nets.get(net.layer.hands_on)
        if inner is None:
            return net, ""
        port = port if port in inner.outputs else inner.outputs[0]
        return _origin(inner, port)[0] or net, ""
    assert isinstance(net, Graph)
    source = {edge.target: edge.source for edge in net.edges}
    node, port = source["", port]
    while node:
        leaf, port = _origin(net.nodes[node], port)
        if leaf is not None:
            return leaf, ""
        node, port = source.get((node, port), ("", port))
    return None, port
