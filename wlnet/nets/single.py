"""A net as a graph: what a layer, a chain, or the net inside a FunctionLayer is as a NetGraph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .infer import infer
from .net import Edge, Graph, Leaf, Net
from .shapes import Dims


def as_graph(net: Net) -> Graph:
    """The smallest graph that does what `net` does, with its coders and the types of its ports."""
    if isinstance(net, Graph):
        return net if net.kind == "NetGraph" else replace(net, kind="NetGraph")
    assert isinstance(net, Leaf)
    inner = net.nets.get(net.layer.net_option)
    if isinstance(inner, Graph):
        made = replace(
            inner, given={**inner.given, **net.given}, coders=net.coders, multipliers=net.multipliers
        )
        return infer(made)  # type: ignore[return-value]
    ends = [Edge(("", port), ("1", port)) for port in net.inputs]
    ends += [Edge(("1", port), ("", port)) for port in net.outputs]
    bare = replace(net, coders={}, given={})
    known: Mapping[str, Dims] = dict(net.given)
    return infer(Graph({"1": bare}, tuple(ends), net.ports, "NetGraph", known, net.coders))  # type: ignore[return-value]
