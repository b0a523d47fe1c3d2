"""NetDelete: layers that can be left out, and ports of graphs.

A layer with one input and one output is bypassed; another one must be at the edge of its net, where what it
was joined to is left unconnected.  Source: reference page of NetDelete.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...expr import Node, S, is_head
from ...problem import Template
from ..infer import infer
from ..net import Graph, Net
from ..parts import step_names
from ..shown import typed
from .chains import need_chain, selected
from .replace_parts import with_parts
from .wiring import Wiring

INTERIOR = Template(
    "netdelete", "The layer `1` (`2`) is inside the net; only one with one input and one output can go there."
)
NO_OUTPUT = Template("netdeleteport", "`1` is not an output of the net that can be deleted; these are: `2`.")
LAST = Template("netdeleteport", "The only output of the net, `1`, cannot be deleted.")
NO_LAYERS = Template("netdeletepart", "`1` has no layers that could be deleted.")


def delete(net: Net, spec: Node) -> Net:
    """The net without the layers or ports that are named, one or a list; a list in it is a path."""
    items = spec.args if is_head(spec, S.List) else (spec,)
    ports = [item for item in items if is_head(item, S.NetPort)]
    if ports:
        return _without_ports(net, ports)
    paths: dict[tuple[str, ...], None] = {}
    for item in items:
        paths |= dict.fromkeys(_paths(net, item.args if is_head(item, S.List) else (item,)))
    return without(net, list(paths))


def _paths(net: Net, steps: Sequence[Node]) -> list[tuple[str, ...]]:
    if not isinstance(net, Graph) and (len(steps) == 1 or not net.children):
        raise NO_LAYERS(net.wl_head)
    names = step_names(net, steps[0])
    if len(steps) == 1:
        return [(name,) for name in names]
    return [(name, *rest) for name in names for rest in _paths(net.children[name], steps[1:])]


def without(net: Net, paths: Sequence[tuple[str, ...]]) -> Net:
    """The net without the layers at `paths`."""
    nodes = dict(net.children)
    for name in {path[0] for path in paths if len(path) > 1}:
        if (name,) not in paths:
            nodes[name] = without(nodes[name], [path[1:] for path in paths if path[0] == name])
    gone = {path[0] for path in paths if len(path) == 1}
    if not isinstance(net, Graph):  # an operator, whose nets stay
        return infer(with_parts(net, nodes))
    if net.kind == "NetChain":
        changed = net if nodes == net.nodes else _with_nodes(net, nodes)
        return selected(need_chain(changed), [i for i, name in enumerate(nodes) if name not in gone])
    wiring = Wiring.of(net)
    wiring.nodes = nodes
    for name in nodes.keys() & gone:
        _remove(net, wiring, name)
    return wiring.graph_like(net)


def _with_nodes(net: Graph, nodes: dict[str, Net]) -> Graph:
    return Graph(nodes, net.edges, net.port_map, net.kind, net.given, net.coders, net.multipliers, net.dims)


def _remove(net: Graph, wiring: Wiring, name: str) -> None:
    node = wiring.nodes[name]
    fed = {port: wiring.sources.pop((name, port)) for port in node.inputs if (name, port) in wiring.sources}
    bypass = next(iter(fed.values())) if len(node.inputs) == len(node.outputs) == len(fed) == 1 else None
    inside = (wiring.consumers(name) - {""}) and ({source for source, _ in fed.values()} - {""})
    if inside and bypass is None:
        raise INTERIOR(name if not net.is_named else f'"{name}"', node.wl_head)
    for target in [target for target, source in wiring.sources.items() if source[0] == name]:
        if bypass is None:
            del wiring.sources[target]
        else:
            wiring.sources[target] = bypass
    del wiring.nodes[name]
    wiring.muted = {end for end in wiring.muted if end[0] != name}


def _without_ports(net: Net, specs: Sequence[Node]) -> Net:
    if not isinstance(net, Graph):
        raise NO_LAYERS(net.wl_head)
    wiring = Wiring.of(net)
    for spec in specs:
        port = getattr(spec.args[0], "value", None) if len(spec.args) == 1 else None
        if port not in net.outputs:
            raise NO_OUTPUT(typed(spec), ", ".join(f'"{p}"' for p in net.outputs))
        source = wiring.sources.pop(("", port))
        if not any(not name for name, _ in wiring.sources):
            raise LAST(f'"{port}"')
        if source not in wiring.sources.values():
            wiring.muted.add(source)
    return wiring.graph_like(net)
