"""The edges of a graph as a table that surgery changes, and the graph that comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..coder import Coder
from ..graph import End, wired
from ..layer import classes_of
from ..net import Graph, Net
from ..shapes import Dims
from .ends import coder_fits, known_ends, with_ends
from .rules import transferred


@dataclass
class Wiring:
    """`sources` says what feeds each end, "" being the graph itself; `muted` outputs feed nothing."""

    nodes: dict[str, Net]
    sources: dict[End, End]
    muted: set[End] = field(default_factory=set)

    @classmethod
    def of(cls, net: Graph) -> Wiring:
        sources = {edge.target: edge.source for edge in net.edges}
        used = set(sources.values())
        ends = {(name, port) for name, node in net.nodes.items() for port in node.outputs}
        return cls(dict(net.nodes), sources, ends - used)

    def targets(self, source: End) -> list[End]:
        """The ends that a source feeds."""
        return [end for end, fed in self.sources.items() if fed == source]

    def consumers(self, name: str) -> set[str]:
        """The nodes that a node feeds; "" among them if it feeds an output of the graph."""
        return {end for (end, _), (source, _) in self.sources.items() if source == name}

    def suppliers(self, name: str) -> set[str]:
        """The nodes that feed a node; "" among them if an input of the graph does."""
        return {source for (end, _), (source, _) in self.sources.items() if end == name}

    def renamed(self, names: Mapping[str, str]) -> Wiring:
        """The same under other names of nodes."""

        def end(old: End) -> End:
            return names.get(old[0], old[0]), old[1]

        nodes = {names.get(name, name): node for name, node in self.nodes.items()}
        sources = {end(target): end(source) for target, source in self.sources.items()}
        return Wiring(nodes, sources, set(map(end, self.muted)))

    def graph_like(self, net: Graph, is_named: bool | None = None) -> Graph:
        """The graph, with what stays of `net`: coders and types of ports that stay, multipliers."""
        numbered = not (net.is_named if is_named is None else is_named)
        names = {name: str(i + 1) if numbered else name for i, name in enumerate(self.nodes)}
        kept = {name: to for name, to in names.items() if name in net.nodes}
        coders, given, known = self._ends(net)
        new = self.renamed(names) if numbered else self
        made = wired(
            new.nodes, new.sources, new.muted, coders=coders, given=given, multipliers=transferred(net, kept)
        )
        return with_ends(made, known)

    def _ends(self, net: Graph) -> tuple[dict[str, Coder], dict[str, Dims], dict[str, Dims]]:
        before = Wiring.of(net)
        coders: dict[str, Coder] = {}
        given: dict[str, Dims] = {}
        known: dict[str, Dims] = {}
        for port, ends in self._joined().items():
            found = [(self.nodes[name], inner) for name, inner in ends if name]
            for node, inner in found:
                known |= known_ends(node, inner, port)
            if port not in net.ports:
                continue
            same = ends == before._joined().get(port)
            if same:
                given |= {p: net.given[p] for p in (port, classes_of(port)) if p in net.given}
            coder = net.coders.get(port)
            if coder and (same or any(coder_fits(coder, node.dims.get(inner)) for node, inner in found)):
                coders[port] = coder
        return coders, given, known

    def _joined(self) -> dict[str, list[End]]:
        """The ends inside for each port of the graph that is wired."""
        joined: dict[str, list[End]] = {}
        for target, source in self.sources.items():
            if not source[0]:
                joined.setdefault(source[1], []).append(target)
            if not target[0]:
                joined.setdefault(target[1], []).append(source)
        return joined
