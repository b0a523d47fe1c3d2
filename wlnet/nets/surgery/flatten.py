"""NetFlatten: nested chains and graphs spliced into the net around them.

Layers that come out of a net with names are called "outer/inner".  What is in a row gives a chain, anything
else a graph.  Source: reference page of NetFlatten.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial

from ...expr import Node
from ..chain import chain
from ..graph import End, wired
from ..infer import infer
from ..layer import classes_of
from ..multipliers import Multipliers
from ..net import Graph, Leaf, Net, Path
from .replace_parts import with_parts
from .rules import joined_rules, moved_rules
from .wiring import Wiring

HEADS = ("NetChain", "NetGraph")


def flatten(net: Net, levels: float = float("inf"), heads: Collection[str] = HEADS) -> Net:
    """The net with so many levels of nested nets spliced in, those inside operators too."""
    if isinstance(net, Leaf):
        nets = {name: flatten(inner, levels, heads) for name, inner in net.nets.items()}
        return infer(with_parts(net, nets)) if any(nets[n] is not net.nets[n] for n in nets) else net
    assert isinstance(net, Graph)
    nodes: dict[str, Net] = {}
    for name, node in net.nodes.items():
        inside = levels if isinstance(node, Leaf) else levels - 1
        nodes[name] = flatten(node, inside, heads) if inside > 0 else node
    spliced = [
        n for n, node in nodes.items() if levels > 0 and isinstance(node, Graph) and node.kind in heads
    ]
    if not spliced and all(nodes[name] is net.nodes[name] for name in nodes):
        return _straight(net) or net
    return _spliced(replace(net, nodes=nodes), spliced)


def _spliced(net: Graph, spliced: Collection[str]) -> Graph:
    splice = _Splice(net, spliced)
    made = wired(splice.nodes, splice.sources, splice.muted(), multipliers=splice.multipliers())
    made = infer(replace(made, given=net.given, coders=net.coders))  # type: ignore[assignment]
    return _straight(made) or made


class _Splice:
    """The layers and edges of a graph with some of its nodes opened."""

    def __init__(self, net: Graph, opened: Collection[str]):
        self.net, self.opened = net, opened
        self.inner = {name: Wiring.of(net.nodes[name]) for name in opened}  # type: ignore[arg-type]
        self.outer = Wiring.of(net).sources
        self.names = self._names()
        self.nodes = {to: self._node(*path) for path, to in self.names.items()}
        self.sources: dict[End, End] = {}
        for (name, port), _ in self.outer.items():
            if name not in opened:
                at = "" if not name else self.names[name,]
                self.sources[at, port] = self._source(name, port)
        for name, wiring in self.inner.items():
            for part, port in wiring.sources:
                if part:
                    found = self._inner_source(name, wiring.sources[part, port])
                    if found is not None:
                        self.sources[self.names[name, part], port] = found

    def _names(self) -> dict[Path, str]:
        """The new name of every layer by its path."""
        paths: list[Path] = []
        for name, node in self.net.nodes.items():
            paths += [(name, part) for part in node.children] if name in self.opened else [(name,)]
        named = self.net.is_named or any(self.net.nodes[name].is_named for name in self.opened)
        return {path: "/".join(path) if named else str(i + 1) for i, path in enumerate(paths)}

    def _node(self, name: str, part: str = "") -> Net:
        """A layer, with the types that the user gave to ports of the net around it."""
        outer = self.net.nodes[name]
        if not part:
            return outer
        wiring, node = self.inner[name], outer.children[part]
        given = dict(node.given)
        for port in outer.ports:
            ends = wiring.targets(("", port)) or [wiring.sources.get(("", port), ("", ""))]
            for at, inner in ends:
                for old, new in ((port, inner), (classes_of(port), classes_of(inner))):
                    if at == part and old in outer.given:
                        given.setdefault(new, outer.given[old])
        return replace(node, given=given) if given != node.given else node  # type: ignore[type-var]

    def _source(self, name: str, port: str) -> End:
        """What feeds an end of the graph, by the new names."""
        source, out = self.outer[name, port]
        if source in self.opened:
            found = self._inner_source(source, self.inner[source].sources["", out])
            assert found is not None
            return found
        return ("", out) if not source else (self.names[source,], out)

    def _inner_source(self, name: str, source: End) -> End | None:
        """The source of an end inside an opened node, by the new names; None if nothing feeds it."""
        part, port = source
        if part:
            return self.names[name, part], port
        return self._source(name, port) if (name, port) in self.outer else None

    def muted(self) -> set[End]:
        used = set(self.sources.values())
        return {(n, port) for n, node in self.nodes.items() for port in node.outputs} - used

    def multipliers(self) -> Multipliers | None:
        """The rules of the graph, then those of the nets that were opened, for the places now."""
        rules: list[Node] = moved_rules(self.net, self._moved)
        for name in self.opened:
            rules += moved_rules(self.net.nodes[name], partial(self._moved_within, name))
        return joined_rules(rules)

    def _moved_within(self, name: str, path: Path) -> Path:
        return self._moved((name, *path))

    def _moved(self, path: Path) -> Path:
        length = 2 if path[0] in self.opened else 1
        return (self.names[path[:length]], *path[length:])


def _straight(net: Graph) -> Graph | None:
    """The graph as a chain, if its layers stand in a row."""
    if net.kind == "NetChain" or not net.nodes or len(net.inputs) > 1 or len(net.outputs) > 1:
        return None
    follows: Mapping[str, str] = {source: name for (source, _), (name, _) in net.wires()}
    if len(list(net.wires())) != len(net.nodes) + 1 or set(net.ports) != {"Input", "Output"}:
        return None
    row, at = [], follows.get("", "")
    while at and at not in row:
        row.append(at)
        at = follows.get(at, "")
    one = all(len(node.inputs) == len(node.outputs) == 1 for node in net.nodes.values())
    if len(row) != len(net.nodes) or not one:
        return None
    names = {name: name if net.is_named else str(i + 1) for i, name in enumerate(row)}
    nodes = {names[name]: net.nodes[name] for name in row}
    moved = moved_rules(net, lambda path: (names[path[0]], *path[1:]))
    return chain(nodes, given=net.given, coders=net.coders, multipliers=joined_rules(moved))
