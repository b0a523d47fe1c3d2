"""Inference of dimensions across a net, in both directions.

Every edge is a wire with dimensions known in part.  A node whose wires have become better known is solved
again and tells its other wires what follows, until nothing new is learnt.  What contradicts is reported
with both layers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from ..problem import Problem, Template
from .net import EMPTY, Graph, Leaf, Net, plain
from .shapes import Conflict, Dims, describe, is_known, merge_dims

INCOMPATIBLE = Template("incmp", "`1` takes `2` at its port `3`, but `4` `5` `6`.`7`")
PORT_CONFLICT = Template("incmp", "The `1` `2` of `3` is `4`, which does not fit `5`.")
FLATTEN_HELP = " Put FlattenLayer[] between them."


def infer(net: Net, known: Mapping[str, Dims] = EMPTY) -> Net:
    """The net with every dimension that follows from its parameters, arrays and the `known` ports.

    Raises a Problem that names both sides where they contradict each other.
    """
    try:
        return _infer(net, known)
    except Conflict as c:
        raise _port_conflict(net, net.wl_head, c) from None


def _port_conflict(net: Net, label: str, c: Conflict) -> Problem:
    kind = "port" if c.port in net.ports else "array"
    return PORT_CONFLICT(kind, f'"{c.port}"', label, describe(c.given), describe(c.expected, c.least))


def _placed(problem: Problem, label: str) -> Problem:
    """The problem with the name of the layer it is about, the innermost where containers are nested."""
    text = problem.template.text
    if text.startswith(("In layer ", "Layer ", *(f"`{n}` " for n in range(1, 5)))):
        return problem
    return Problem(Template(problem.template.tag, f"In {label}: {text}"), problem.slots, problem.head)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def constraint(net: Net, port: str) -> Dims:
    """What the user fixed about a port, by a type or a coder."""
    dims = net.given.get(port)
    if port in net.coders:
        both = merge_dims(dims, net.coders[port].dims)
        if both is False:
            raise Conflict(port, net.coders[port].dims, dims)
        dims = both  # type: ignore[assignment]
    return dims


def _infer(net: Net, known: Mapping[str, Dims]) -> Net:
    fixed: dict[str, Dims] = {}
    for port in net.ports:
        own, outer = constraint(net, port), known.get(port)
        both = merge_dims(own, outer)
        if both is False:
            raise Conflict(port, own, outer)
        fixed[port] = both  # type: ignore[assignment]
    return _infer_leaf(net, fixed) if isinstance(net, Leaf) else _Wires(net, fixed, known).solve()  # type: ignore[arg-type]


def _infer_leaf(leaf: Leaf, fixed: dict[str, Dims]) -> Leaf:
    for name in leaf.layer.arrays:
        array = plain(leaf.values.get(name))
        fixed[name] = None if array is None else array.shape
    nets = leaf.nets
    while True:
        inner = {f"{n}.{port}": dims for n, net in nets.items() for port, dims in net.dims.items()}
        solved, dims = leaf.layer.solve({**fixed, **inner})
        better = {n: _infer(net, {p: dims.get(f"{n}.{p}") for p in net.ports}) for n, net in nets.items()}
        if all(better[n].dims == nets[n].dims for n in nets):
            break
        nets = better
    if dims == leaf.dims and solved == leaf.solved and nets is leaf.nets:
        return leaf
    return replace(leaf, dims=dims, solved=solved, nets=nets)


class _Wires:
    """The edges of one graph while its dimensions are worked out."""

    def __init__(self, graph: Graph, fixed: Mapping[str, Dims], known: Mapping[str, Dims]):
        self.graph, self.known = graph, known
        self.nodes = dict(graph.nodes)
        self.wire_of = {edge.target: edge.source for edge in graph.edges}
        self.wire_of |= {edge.source: edge.source for edge in graph.edges}
        self.ends: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for end, wire in self.wire_of.items():
            self.ends.setdefault(wire, []).append(end)
        self.dims: dict[tuple[str, str], Dims] = {}
        for port, dims in fixed.items():
            wire = self.wire_of.get(("", port), ("", port))
            both = merge_dims(self.dims.get(wire), dims)
            if both is False:
                raise Conflict(port, self.dims[wire], dims)
            self.dims[wire] = both  # type: ignore[assignment]

    def solve(self) -> Graph:
        waiting = deque(self.nodes)
        while waiting:
            name = waiting.popleft()
            for neighbour in self._solve_node(name):
                if neighbour not in waiting:
                    waiting.append(neighbour)
        dims = {port: self.dims.get(self.wire_of.get(("", port), ("", port))) for port in self.graph.ports}
        if dims == self.graph.dims and all(self.nodes[n] is self.graph.nodes[n] for n in self.nodes):
            return self.graph
        return replace(self.graph, nodes=self.nodes, dims=dims)

    def _solve_node(self, name: str) -> list[str]:
        """Solve one node; the names of the nodes that can learn from it."""
        wires = {port: self.wire_of.get((name, port), (name, port)) for port in self.nodes[name].ports}
        known = {port: self.dims.get(wire) for port, wire in wires.items()}
        try:
            node = self.nodes[name] = _infer(self.nodes[name], known)
        except Conflict as c:
            raise self._explained(name, c) from None
        except Problem as p:
            raise _placed(p, self._label(name)) from None
        news: list[str] = []
        for port, wire in wires.items():
            if node.dims.get(port) != known[port]:
                self.dims[wire] = node.dims.get(port)
                news += [end for end, _ in self.ends.get(wire, ()) if end and end != name]
        return news

    def _explained(self, name: str, conflict: Conflict) -> Exception:
        """A conflict at a port of the node `name`, told in terms of the graph."""
        port = conflict.port
        if port not in self.nodes[name].ports:
            return _port_conflict(self.nodes[name], self._label(name), conflict)
        wire = self.wire_of.get((name, port), (name, port))
        outer = [p for end, p in self.ends.get(wire, ()) if not end]
        for p in outer:
            if is_known(self.known.get(p)) or self.known.get(p) is not None:
                return Conflict(p, conflict.expected, conflict.given, conflict.least)
        return self._incompatible(name, conflict, wire, outer)

    def _incompatible(
        self, name: str, conflict: Conflict, wire: tuple[str, str], outer: list[str]
    ) -> Problem:
        is_output = self.graph.nodes[name].ports[conflict.port].output
        others = [end for end, _ in self.ends.get(wire, ()) if end and end != name]
        if others:
            other = self._label(wire[0] if wire[0] and wire[0] != name else others[0])
        elif outer:
            other = f'the port "{outer[0]}" of the net'
        else:  # the port of the node itself was fixed by the user
            other = f'its port "{conflict.port}" was fixed to be one which'
        verb = "takes" if is_output and others else "gives" if others else "is"
        expected, given = conflict.expected, conflict.given
        flat = not is_output and expected is not None and len(expected) == 1 and given is not None
        return INCOMPATIBLE(
            _sentence(self._label(name)),
            describe(expected, conflict.least),
            f'"{conflict.port}"',
            other,
            verb,
            describe(given),
            FLATTEN_HELP if flat and len(given) > 1 and others else "",  # type: ignore[arg-type]
        )

    def _label(self, name: str) -> str:
        node = self.nodes[name]
        shown = name if name.isdigit() else f'"{name}"'
        return f"layer {shown} ({node.wl_head})"
