"""NetChain: nets in a row, the output of each the input of the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from ..problem import Template
from .infer import infer
from .layer import Port
from .net import Edge, Graph, Net

MANY_PORTS = Template(
    "chainports", "`1` has the `2` ports `3`; inside a chain a layer needs exactly one input and one output."
)


def chain(nodes: Mapping[str, Net], **settings: Any) -> Graph:
    """The chain of `nodes`, with dimensions inferred.  `settings` are fields of Graph.

    Coders at ports inside the chain are dropped, those at its ends become the chain's own.
    Raises a Problem where two neighbours do not fit.
    """
    names = list(nodes)
    for name in names[1:]:
        _need_one(name, nodes[name], "input", nodes[name].inputs, last=name == names[-1])
    for name in names[:-1]:
        _need_one(name, nodes[name], "output", nodes[name].outputs)
    ports, ends = _ends(nodes)
    joints = [Edge((a, nodes[a].outputs[0]), (b, nodes[b].inputs[0])) for a, b in pairwise(names)]
    inner = {name: without_coders(node) for name, node in nodes.items()}
    coders = {}
    if names:
        first, last = nodes[names[0]], nodes[names[-1]]
        coders = {p: c for p, c in first.coders.items() if p in first.inputs}
        coders |= {p: c for p, c in last.coders.items() if p in last.outputs}
    settings["coders"] = {**coders, **settings.get("coders", {})}
    return infer(Graph(inner, (*ends, *joints), ports, "NetChain", **settings))  # type: ignore[return-value]


def without_coders(net: Net) -> Net:
    return replace(net, coders={}) if net.coders else net  # type: ignore[type-var]


def _ends(nodes: Mapping[str, Net]) -> tuple[dict[str, Port], list[Edge]]:
    """The ports of the chain and the edges that join them to its first and last layer."""
    if not nodes:
        straight = Edge(("", "Input"), ("", "Output"))
        return {"Input": Port("*any"), "Output": Port("*any", output=True)}, [straight]
    start, *_, end = [*nodes, *nodes]
    first, last = nodes[start], nodes[end]
    entries = [(start, port) for port in first.inputs]
    if len(nodes) > 1:  # a loss layer at the end takes its target from outside
        entries += [(end, port) for port in last.inputs[1:]]
    exits = [(end, port) for port in last.outputs]
    ports = {port: nodes[node].ports[port] for node, port in (*entries, *exits)}
    edges = [Edge(("", port), (node, port)) for node, port in entries]
    return ports, edges + [Edge((node, port), ("", port)) for node, port in exits]


def _need_one(name: str, node: Net, kind: str, ports: list[str], last: bool = False) -> None:
    takes_target = last and ports[:1] == ["Input"] and any(p.loss for p in node.ports.values())
    if len(ports) != 1 and not takes_target:
        shown = ", ".join(f'"{p}"' for p in ports) or "(none)"
        place = name if name.isdigit() else f'"{name}"'
        raise MANY_PORTS(f"Layer {place} ({node.wl_head})", kind, shown)
