"""NetGraph: nets joined by connections as the language writes them.

A connection is ``a -> b -> c``, ``{a, b} -> c``, ``a -> {b, c}`` or ``{a -> b, c} -> d``; its ends are
positions or names of nodes, ``NetPort["port"]`` of the graph, or ``NetPort[{node, "port"}]``.  A node stands
for its only output, and as a target for its next input that is still free.  What is left unconnected becomes
a port of the graph: inputs of one name are one port, as public programs take for granted, while outputs are
numbered where several would have one name.  ``a -> None`` leaves an output out.
Source: reference pages of NetGraph and NetPort; the pages do not show two open inputs of one name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..expr import NONE, Integer, Node, S, String, is_head, is_rule
from ..problem import Template
from .chain import without_coders
from .coder import Coder
from .infer import infer
from .input_ports import ManyInputs
from .layer import REAL, Port, final_of
from .net import Edge, Graph, Net
from .open_inputs import is_open, with_inputs
from .shown import typed

BAD_CONNECTION = Template(
    "netgraphconn", "`1` is not a connection; a -> b with nodes or NetPorts was expected."
)
NO_NODE = Template("netgraphnode", "`1` is not a node of the graph, which has the nodes `2`.")
NO_PORT = Template("netgraphport", 'The node `1` (`2`) has no `3` "`4`"; it has `5`.')
WHICH_OUTPUT = Template(
    "netgraphout", "The node `1` (`2`) has the outputs `3`; NetPort[{`1`, ...}] says which."
)
NO_INPUT_LEFT = Template("netgraphin", "The node `1` (`2`) has no free input for `3`.")
TAKEN = Template("netgraphtwo", "Two connections lead to `1`.")
BOTH_WAYS = Template("netgraphio", 'The port "`1`" of the graph is both an input and an output.')
CYCLE = Template("netgraphcycle", "The connections lead in a circle through `1`.")

End = tuple[str, str]


def graph(nodes: Mapping[str, Net], connections: Node, **settings: Any) -> Graph:
    """The graph of `nodes` with the connections in a list, with dimensions inferred.

    `settings` are fields of Graph.  Coders at the ends become those of the graph, others are dropped.
    Raises a Problem for what is no connection, a cycle, or dimensions that do not fit.
    """
    plan = _Plan(dict(nodes))
    for connection in connections.args if is_head(connections, S.List) else (connections,):
        plan.add(connection)
    plan.settle()
    return _made(plan, settings)


def wired(
    nodes: Mapping[str, Net], sources: Mapping[End, End], muted: Collection[End] = (), **settings: Any
) -> Graph:
    """The graph of `nodes` in which each end of `sources` is fed by its source; "" is the graph itself.

    What is left unconnected becomes a port of the graph of its own, except the outputs in `muted`.
    """
    return _made(_Plan(dict(nodes), dict(sources), muted=set(muted), apart=True), settings)


def _made(plan: _Plan, settings: dict[str, Any]) -> Graph:
    _need_order(plan.nodes, plan.sources)
    ports, edges, coders = plan.result()
    settings["coders"] = {**coders, **settings.get("coders", {})}
    bare = {name: without_coders(node) for name, node in plan.nodes.items()}
    return infer(Graph(bare, edges, ports, "NetGraph", **settings))  # type: ignore[return-value]


@dataclass
class _Plan:
    """The connections of one graph while they are read."""

    nodes: dict[str, Net]
    sources: dict[End, End] = field(default_factory=dict)  # target -> source
    waiting: list[tuple[End, str]] = field(default_factory=list)  # sources for the next free input of a node
    muted: set[End] = field(default_factory=set)
    entries: dict[str, None] = field(default_factory=dict)  # inputs of the graph, in order
    apart: bool = False  # whether open inputs of one name become several ports

    def add(self, connection: Node) -> None:
        """Take note of one connection, ``a -> b -> c`` link by link."""
        if not is_rule(connection):
            raise BAD_CONNECTION(typed(connection))
        left, right = connection.args
        goes_on = is_rule(right)
        for source in left.args if is_head(left, S.List) else (left,):
            if is_rule(source):  # {a -> b, ...} -> c: what comes last feeds c
                self.add(source)
                while is_rule(source):
                    source = source.args[1]
            end = self._source(source, connection)
            for target in _targets(right.args[0] if goes_on else right):
                self._link(end, target.args[0] if is_rule(target) else target, connection)
        for rest in (right,) if goes_on else _targets(right):
            if is_rule(rest):
                self.add(rest)

    def _link(self, source: End, target: Node, connection: Node) -> None:
        if target is NONE:
            self.muted.add(source)
            return
        name, port = self._end(target, connection)
        if name and port is None:
            self.waiting.append((source, name))
        else:
            self._join(source, (name, self._input(name, port or "")), target)

    def _join(self, source: End, target: End, shown: object) -> None:
        if target[0] and not self._is_open(target[0]):
            self._check_port(target, output=False)
        if target in self.sources:
            raise TAKEN(typed(shown) if isinstance(shown, Node) else shown)
        self.sources[target] = source

    def _is_open(self, name: str) -> bool:
        """Whether the number of inputs of a node is open."""
        return is_open(self.nodes[name])

    def _input(self, name: str, port: str) -> str:
        """The input that `port` names: those of layers with any number of inputs also go by number."""
        layer = getattr(self.nodes.get(name), "layer", None)
        return layer.input_named(port) if isinstance(layer, ManyInputs) else port

    def _fix_inputs(self) -> None:
        """Give layers whose number of inputs is open one for each connection that leads to them."""
        for name in filter(self._is_open, list(self.nodes)):
            node = self.nodes[name]
            named = [port for n, port in self.sources if n == name]
            count = len(named) + sum(n == name for _, n in self.waiting)
            numbers = [int(n) for port in named if (n := port.removeprefix("Input")).isdigit()]
            if count:
                self.nodes[name] = with_inputs(node, max(count, *numbers, 0))
            for port in named:
                self._check_port((name, port), output=False)

    def settle(self) -> None:
        """Give the sources that name a node only its free inputs, in order."""
        self._fix_inputs()
        for source, name in self.waiting:
            free = [port for port in self.nodes[name].inputs if (name, port) not in self.sources]
            if not free:
                raise NO_INPUT_LEFT(self._shown(name), self.nodes[name].wl_head, self._shown(*source))
            self.sources[name, free[0]] = source

    def _source(self, node: Node, connection: Node) -> End:
        name, port = self._end(node, connection)
        if not name:
            self.entries[port or ""] = None
            return "", port or ""
        outputs = self.nodes[name].outputs
        if port is None and len(outputs) != 1:
            shown = ", ".join(f'"{p}"' for p in outputs) or "(none)"
            raise WHICH_OUTPUT(self._shown(name), self.nodes[name].wl_head, shown)
        if port in self.nodes[name].states and port not in outputs:
            port = final_of(port)  # type: ignore[arg-type]
        end = name, outputs[0] if port is None else port
        self._check_port(end, output=True)
        return end

    def _end(self, node: Node, connection: Node) -> tuple[str, str | None]:
        """The node and the port that `node` names: "" for the graph itself, None for a port left open."""
        if is_head(node, S.NetPort):
            first, rest = (node.args[0], node.args[1:]) if node.args else (S.Null, ())
            steps = (*(first.args if is_head(first, S.List) else (first,)), *rest)
            if (
                steps
                and all(isinstance(s, (Integer, String)) for s in steps)
                and isinstance(steps[-1], String)
            ):
                if len(steps) == 1:
                    return "", steps[0].value  # type: ignore[attr-defined]
                if len(steps) == 2:
                    return self._name(steps[0]), steps[1].value  # type: ignore[attr-defined]
            raise BAD_CONNECTION(typed(connection))
        if isinstance(node, (Integer, String)):
            return self._name(node), None
        raise BAD_CONNECTION(typed(connection))

    def _name(self, node: Node) -> str:
        names = list(self.nodes)
        if isinstance(node, String) and node.value in names:
            return names[names.index(node.value)]
        if isinstance(node, Integer) and 0 < abs(node.value) <= len(names):
            return names[node.value - 1 if node.value > 0 else node.value]
        raise NO_NODE(typed(node), ", ".join(map(self._shown, names)) or "(none)")

    def _check_port(self, end: End, output: bool) -> None:
        name, port = end
        node = self.nodes[name]
        ports = node.all_outputs if output else node.all_inputs
        if port not in ports:
            kind, shown = "output" if output else "input", ", ".join(f'"{p}"' for p in ports) or "none"
            raise NO_PORT(self._shown(name), node.wl_head, kind, port, shown)

    def _shown(self, name: str, port: str = "") -> str:
        if not name:
            return f'NetPort["{port}"]'
        return name if are_positions(self.nodes) else f'"{name}"'

    def result(self) -> tuple[dict[str, Port], tuple[Edge, ...], dict[str, Coder]]:
        """The ports of the graph, its edges in the order of the nodes, and the coders at its ports."""
        inputs, outputs = self._graph_inputs(), self._graph_outputs()
        for port in inputs.keys() & outputs.keys():
            raise BOTH_WAYS(port)
        ends = [(name, port) for name, node in self.nodes.items() for port in node.all_inputs]
        edges = [Edge(self.sources[end], end) for end in ends if end in self.sources]
        edges += [Edge(source, ("", port)) for port, source in outputs.items()]
        joined = {port: [e.target for e in edges if e.source == ("", port)] for port in inputs}
        ports = {port: self._port(ends) for port, ends in joined.items()}
        ports |= {port: replace(self._port([source]), output=True) for port, source in outputs.items()}
        joined |= {port: [source] for port, source in outputs.items()}
        coders = {port: self._coders(ends) for port, ends in joined.items()}
        return ports, tuple(edges), {port: found[0] for port, found in coders.items() if found}

    def _coders(self, ends: Sequence[End]) -> list[Coder]:
        """The coders that nodes bring along to a port of the graph."""
        return [
            self.nodes[name].coders[port] for name, port in ends if name and port in self.nodes[name].coders
        ]

    def _port(self, ends: Sequence[End]) -> Port:
        """The kind of a port of the graph: that of the node's port it is joined to."""
        inner = [self.nodes[name].all_ports[port] for name, port in ends if name]
        special = [port for port in inner if port.kind != REAL]
        return (special or inner or [Port("*any")])[0]

    def _graph_inputs(self) -> dict[str, None]:
        """The inputs of the graph: those that connections name, then inputs of nodes that nothing feeds."""
        named = {**self.entries, **dict.fromkeys(port for name, port in self.sources.values() if not name)}
        free = [(n, p) for n, node in self.nodes.items() for p in node.inputs if (n, p) not in self.sources]
        pairs = named_apart(free, named).items() if self.apart else [(end[1], end) for end in free]
        for port, end in pairs:
            self.sources[end] = ("", port)
            named[port] = None
        return named

    def _graph_outputs(self) -> dict[str, End]:
        """The outputs of the graph with their sources: named ones, then the outputs that feed nothing."""
        named = {port: source for (name, port), source in self.sources.items() if not name}
        used = self.muted | set(self.sources.values())
        free = [(n, p) for n, node in self.nodes.items() for p in node.outputs if (n, p) not in used]
        return named | named_apart(free, named)


def _targets(node: Node) -> tuple[Node, ...]:
    """What a source feeds: one thing, or each in a list."""
    return node.args if is_head(node, S.List) else (node,)


def named_apart(ends: Sequence[End], taken: Mapping[str, Any]) -> dict[str, End]:
    """A name for each port that is left over: its own, numbered where several have the same."""
    names = [port for _, port in ends]
    given: dict[str, End] = {}
    for end, name in zip(ends, names, strict=True):
        if names.count(name) > 1 or name in taken:
            name = next(n for n in _numbered(name) if n not in taken and n not in given)
        given[name] = end
    return given


def _numbered(name: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{name}{number}"


def are_positions(names: Mapping[str, Any]) -> bool:
    return list(names) == [str(i + 1) for i in range(len(names))]


def _need_order(nodes: Mapping[str, Net], sources: Mapping[End, End]) -> None:
    """Raise a Problem if the connections lead in a circle."""
    needs: dict[str, set[str]] = {name: set() for name in nodes}
    feeds: dict[str, list[str]] = {name: [] for name in nodes}
    for (name, _), (source, _) in sources.items():
        if name and source and source not in needs[name]:
            needs[name].add(source)
            feeds[source].append(name)
    ready = [name for name, before in needs.items() if not before]
    while ready:
        done = ready.pop()
        del needs[done]
        for name in feeds[done]:
            needs[name].remove(done)
            if not needs[name]:
                ready.append(name)
    if needs:
        raise CYCLE(", ".join(needs if are_positions(nodes) else [f'"{name}"' for name in needs]))
