"""Nets as diagrams: "SummaryGraphic", "FullSummaryGraphic" and "LayersGraph" of Information."""

from __future__ import annotations

from ..media.diagram import Box, Diagram
from ..nets.chain import chain
from ..nets.net import Graph, Leaf, Net
from ..nets.surgery.flatten import flatten
from ..nets.table import sizes


def summary_diagram(net: Net) -> Diagram:
    """The parts of the net, with its ports and their coders."""
    return _diagram(_container(net), ports=True)


def full_diagram(net: Net) -> Diagram:
    """All layers, those of nested nets too, with the ports of the net."""
    return _diagram(_flat(net), ports=True)


def layers_diagram(net: Net) -> Diagram:
    """All layers, and what leads from one to another."""
    return _diagram(_flat(net), ports=False)


def _container(net: Net) -> Graph:
    return net if isinstance(net, Graph) else chain({"1": net})


def _flat(net: Net) -> Graph:
    return _container(flatten(_container(net)))


def _diagram(net: Graph, ports: bool) -> Diagram:
    boxes: dict[str, Box] = {}
    if ports:
        boxes |= {_port(name): _port_box(net, name) for name in net.inputs}
    for name, part in net.nodes.items():
        shape = ", ".join(sizes(part.dims.get(port)) for port in part.outputs)
        title = name if net.is_named else ""
        text = f"{title}: {part.label}" if title else part.label
        boxes[name] = Box((text, shape), "layer" if isinstance(part, Leaf) else "net")
    if ports:
        boxes |= {_port(name): _port_box(net, name) for name in net.outputs}
    wires = [(a or _port(p), b or _port(q)) for (a, p), (b, q) in net.wires()]
    edges = [edge for edge in dict.fromkeys(wires) if edge[0] in boxes and edge[1] in boxes]
    return Diagram(boxes, edges)


def _port(name: str) -> str:
    """What the box of a port is called, so that no layer can be called so."""
    return f"port {name}\n"


def _port_box(net: Net, name: str) -> Box:
    coder = net.coders.get(name)
    shape = sizes(net.dims.get(name))
    return Box((name, coder.brief or shape if coder else shape), "port")
