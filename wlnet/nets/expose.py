"""Interior ports shown as outputs: the net that `net[x, NetPort[{layer, "port"}]]` applies.

Only what is needed for the ports that are asked for is kept, so that a value near the input is found without
running the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..problem import Template
from .infer import infer
from .layer import Port, final_of
from .net import Edge, Graph, Leaf, Net, Path
from .single import as_graph

NO_OUTPUT = Template("netportout", "`1` has no output port `2`; it has `3`.")
WHICH_PORT = Template("netportwhich", "`1` has the outputs `2`; NetPort has to say which.")
INSIDE = Template("netportinside", "The port `1` is inside `2`, which applies its net as a whole.")


def exposed(net: Net, ports: Sequence[Path]) -> Net:
    """The net with these ports of layers as its only outputs, called after their paths; kept with the net."""
    known = net.memo.setdefault("exposed", {})
    key = tuple(ports)
    if key not in known:
        is_state = isinstance(net, Leaf) and any(path[0] not in net.ports for path in key)
        known[key] = infer(_with_states(net, key) if is_state else _shown(net, dict.fromkeys(key)))
    return known[key]


def port_name(path: Path) -> str:
    """What the output for a port is called."""
    return "/".join(path)


def completed(net: Net, path: Path) -> Path:
    """The path of an output: that of a layer stands for its only one.  Raises a Problem if there is none."""
    part, seen = net, list[str]()
    for i, step in enumerate(path):
        if step in part.children:
            if isinstance(part, Leaf):
                raise INSIDE(port_name(path), part.wl_head)
            part = part.children[step]
            seen.append(step)
        elif i == len(path) - 1 and step in part.outputs:
            return path
        elif i == len(path) - 1 and isinstance(part, Leaf) and step in part.layer.states:
            return (*path[:-1], final_of(step))
        else:
            raise NO_OUTPUT(_place(seen, part), f'"{step}"', _listed(part))
    if len(part.outputs) != 1:
        raise WHICH_PORT(_place(seen, part), _listed(part))
    return (*path, part.outputs[0])


def _place(steps: Sequence[str], part: Net) -> str:
    return f"{part.wl_head} at {'/'.join(steps)}" if steps else part.wl_head


def _listed(part: Net) -> str:
    return ", ".join(f'"{port}"' for port in part.outputs) or "(none)"


def _with_states(net: Net, ports: Sequence[Path]) -> Net:
    """A layer with these outputs, among which last values of its states may be."""
    graph, ends = as_graph(net), net.all_ports
    (name,) = graph.nodes
    edges = [edge for edge in graph.edges if not edge.source[0]]
    edges += [Edge((name, port), ("", port)) for (port,) in ports]
    kept = {port: ends[port] for port in (*net.inputs, *(port for (port,) in ports))}
    coders = {port: coder for port, coder in graph.coders.items() if port in kept}
    return replace(graph, edges=tuple(edges), port_map=kept, coders=coders)


def _shown(net: Net, ports: Sequence[Path] | dict[Path, None]) -> Net:
    if not isinstance(net, Graph):
        return net
    inner: dict[str, list[Path]] = {}
    for name, *rest in ports:
        if rest:
            inner.setdefault(name, []).append(tuple(rest))
    source = {edge.target: edge.source for edge in net.edges}
    outputs: dict[str, tuple[str, str]] = {}
    nodes = dict(net.nodes)
    for name, paths in inner.items():
        own = [(port,) for port in nodes[name].outputs]
        if any(len(path) > 1 for path in paths):
            nodes[name] = _shown(nodes[name], dict.fromkeys([*own, *paths]))
        outputs |= {port_name((name, *path)): (name, port_name(path)) for path in paths}
    outputs |= {name: source["", name] for name, *rest in ports if not rest}
    needed = _needed(source, {name for name, _ in outputs.values()})
    edges = [e for e in net.edges if e.target[0] in needed] + [
        Edge(end, ("", name)) for name, end in outputs.items()
    ]
    kinds = {name: _end(nodes[n], port) if n else net.ports[port] for name, (n, port) in outputs.items()}
    ports_of = {name: port for name, port in net.port_map.items() if not port.output}
    ports_of |= {name: replace(port, output=True) for name, port in kinds.items()}
    coders = {name: coder for name, coder in net.coders.items() if name in ports_of}
    given = {name: dims for name, dims in net.given.items() if name.split(" ")[0] in ports_of}
    kept = {name: node for name, node in nodes.items() if name in needed}
    known = {**{name: net.dims.get(name) for name in net.inputs}, **given}
    return Graph(kept, tuple(edges), ports_of, "NetGraph", known, coders)


def _end(node: Net, port: str) -> Port:
    return (
        node.ports[port] if port in node.ports or not isinstance(node, Leaf) else node.layer.state_ports[port]
    )


def _needed(source: dict[tuple[str, str], tuple[str, str]], first: set[str]) -> set[str]:
    """The nodes that some of them need, and they."""
    feeds: dict[str, set[str]] = {}
    for (name, _), (feeding, _) in source.items():
        feeds.setdefault(name, set()).add(feeding)
    found: set[str] = set()
    waiting = list(first)
    while waiting:
        name = waiting.pop()
        if name and name not in found:
            found.add(name)
            waiting += feeds.get(name, ())
    return found
