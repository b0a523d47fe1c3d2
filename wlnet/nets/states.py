"""A net with its states as ports: every state that nothing inside the net feeds can be given and read.

The nets of a NetBidirectionalOperator go along the sequence once each, so their states are shown too.  States
inside other operators (NetMapOperator, NetNestOperator, ...) stay where they are: these apply their net to
many sequences, each from states of zero, so there is no single state to give or to read.  No page says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from .both_ways import opened_both_ways
from .infer import infer
from .layer import Port, final_of
from .net import Edge, Graph, Leaf, Net, Path
from .shapes import Dims, is_known


@dataclass(frozen=True)
class OpenState:
    """A state of the net `Stateful.net`: where it is, and the ports that take it and give it."""

    path: Path  # of the state, its name last
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class Stateful:
    """A net whose open states are ports."""

    net: Net
    states: tuple[OpenState, ...]

    def zeros(self, state: OpenState, count: int) -> np.ndarray | None:
        """What a state is before the first sequence, for so many examples; None if its size is not known."""
        dims = self.net.dims.get(state.before)
        if not is_known(dims) or any(isinstance(size, str) for size in dims or ()):
            return None
        return np.zeros((count, *dims), np.float32)  # type: ignore[misc]


def stateful(net: Net) -> Stateful:
    """The net with its states as ports; it is worked out once and kept with the net."""
    found = net.memo.get("stateful")
    if found is None:
        opened = opened_both_ways(net)
        states = tuple(OpenState(path, "/".join(path), _after(path)) for path in open_states(opened))
        found = net.memo["stateful"] = Stateful(infer(_shown(_graph(opened), states)), states)
    return found


def _after(path: Path) -> str:
    return "/".join((*path[:-1], final_of(path[-1])))


def open_states(net: Net, at: Path = ()) -> Iterator[Path]:
    """The states that nothing in the net feeds."""
    if isinstance(net, Leaf):
        yield from ((*at, name) for name in net.layer.states)
        return
    assert isinstance(net, Graph)
    fed = {edge.target for edge in net.edges}
    for name, node in net.nodes.items():
        for path in open_states(node, (*at, name)):
            if (name, path[-1]) not in fed or len(path) > len(at) + 2:
                yield path


def _graph(net: Net) -> Graph:
    """The net, or a graph of a single layer; its paths go on without a name."""
    if isinstance(net, Graph):
        return net
    ends = [Edge(("", port), (LAYER, port)) for port in net.inputs]
    ends += [Edge((LAYER, port), ("", port)) for port in net.outputs]
    bare = replace(net, coders={}, given={})  # type: ignore[type-var]
    known: Mapping[str, Dims] = {port: dims for port, dims in net.dims.items() if port in net.ports}
    return Graph({LAYER: bare}, tuple(ends), net.ports, "NetGraph", known, net.coders)


LAYER = "Layer"  # what a layer is called in a graph of its own


def _shown(graph: Graph, states: tuple[OpenState, ...], at: int = 0) -> Graph:
    """The graph with ports for these states, whose paths count from `at`."""
    nodes, edges, ports = dict(graph.nodes), list(graph.edges), dict(graph.port_map)
    inner: dict[str, list[OpenState]] = {}
    for state in states:
        inner.setdefault(state.path[at] if len(state.path) > at + 1 else LAYER, []).append(state)
    for name, mine in inner.items():
        node = nodes[name]
        if isinstance(node, Graph):
            node = nodes[name] = _shown(node, tuple(mine), at + 1)
        for state in mine:
            is_leaf = isinstance(node, Leaf)
            before, after = state.path[-1], final_of(state.path[-1])
            edges.append(Edge(("", state.before), (name, before if is_leaf else state.before)))
            edges.append(Edge((name, after if is_leaf else state.after), ("", state.after)))
            shape = node.states[before].shape if is_leaf else "*any"
            ports[state.before], ports[state.after] = Port(shape), Port(shape, output=True)
    inputs = {name: port for name, port in ports.items() if not port.output}
    outputs = {name: port for name, port in ports.items() if port.output}
    return replace(graph, nodes=nodes, edges=tuple(edges), port_map={**inputs, **outputs}, kind="NetGraph")
