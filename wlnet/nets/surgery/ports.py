"""A layer in the place of another one whose ports may have other names."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from ...problem import Template
from ..chain import chain, without_coders
from ..layer import Port
from ..net import Edge, Graph, Leaf, Net
from ..open_inputs import is_open, with_inputs

OTHER_PORTS = Template(
    "netports", "`1` has the `2`s `3`, which cannot take the places of `4` in the net around it."
)


def fitted(new: Net, inputs: Sequence[str], outputs: Sequence[str]) -> Net:
    """`new`, to take the place of a node of which edges use these ports.  Raises a Problem if it cannot."""
    if isinstance(new, Leaf) and is_open(new):
        new = with_inputs(new, len(inputs))
    for kind, used, there in (("input", inputs, new.inputs), ("output", outputs, new.outputs)):
        if set(used) - set(there) and len(set(used)) != len(there):
            raise OTHER_PORTS(new.wl_head, kind, _shown(there), _shown(used))
    return without_coders(new)


def _shown(ports: Sequence[str]) -> str:
    return ", ".join(f'"{port}"' for port in dict.fromkeys(ports)) or "(none)"


def with_nodes(old: Graph, changes: Mapping[str, Net]) -> Graph:
    """The graph with other nodes, its edges at the ports they have, taken in order where names differ."""
    if old.kind == "NetChain" and any(_other_names(old.nodes[n], net) for n, net in changes.items()):
        kept = {"given": dict(old.given), "coders": dict(old.coders), "multipliers": old.multipliers}
        made = chain({**old.nodes, **changes}, **kept)
        return made if made.ports.keys() >= {*made.given, *made.coders} else _without_lost(made)
    others = {name: net for name, net in changes.items() if net is not old.nodes[name]}
    inputs: dict[str, list[str]] = {name: [] for name in others}
    outputs: dict[str, list[str]] = {name: [] for name in others}
    for edge in old.edges:
        for (name, port), used in ((edge.target, inputs), (edge.source, outputs)):
            if name in used:
                used[name].append(port)
    new = {name: fitted(net, inputs[name], outputs[name]) for name, net in others.items()}
    net = replace(old, nodes={**old.nodes, **new})
    names: dict[tuple[str, str], str] = {}
    for name, node in net.nodes.items():
        before = old.nodes.get(name)
        if before is None or before is node or list(before.ports) == list(node.ports):
            continue
        for mine, theirs in ((before.inputs, node.inputs), (before.outputs, node.outputs)):
            if not set(mine) <= set(theirs):
                names |= {(name, a): b for a, b in zip(mine, theirs, strict=False)}
    edges = tuple(
        Edge((e.source[0], names.get(e.source, e.source[1])), (e.target[0], names.get(e.target, e.target[1])))
        for e in net.edges
    )
    return replace(net, edges=edges, port_map=_port_map(net, edges, changes))


def _other_names(old: Net, new: Net) -> bool:
    return list(old.ports) != list(new.ports) and not (isinstance(new, Leaf) and is_open(new))


def _without_lost(made: Graph) -> Graph:
    """The chain without types and coders of ports that it does not have any more."""
    given = {p: d for p, d in made.given.items() if p.split(" ")[0] in made.ports}
    return replace(made, given=given, coders={p: c for p, c in made.coders.items() if p in made.ports})


def _port_map(net: Graph, edges: tuple[Edge, ...], changed: Collection[str]) -> dict[str, Port]:
    """The ports of a graph, of the kinds that the ports of the nodes inside have now."""
    ports = dict(net.port_map)
    for edge in edges:
        for outer, (name, port) in ((edge.source, edge.target), (edge.target, edge.source)):
            inner = net.nodes[name].ports.get(port) if not outer[0] and name in changed else None
            if inner is not None:  # and not a state
                ports[outer[1]] = replace(inner, output=ports[outer[1]].output)
    return ports
