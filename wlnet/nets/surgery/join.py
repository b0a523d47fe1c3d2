"""NetJoin, NetAppend, NetPrepend: nets and layers one behind another.

Chains and layers give a chain; where a graph takes part, a graph.  Coders at the seams are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...expr import Node
from ...problem import Template
from ..chain import chain
from ..coder import Coder
from ..graph import End, wired
from ..layer import classes_of
from ..multipliers import Multipliers
from ..net import Graph, Net
from ..shapes import Dims
from .chains import NAME_TAKEN, New, arranged, chosen_names
from .rules import joined_rules, moved_rules, renamed_by
from .wiring import Wiring

SEAM = Template("netseam", "`1` has the `2` ports `3`; to be joined there it needs exactly one.")


def append(net: Net, new: Sequence[New]) -> Graph:
    """The net with layers behind its only output."""
    return _added(net, new, behind=True)


def prepend(net: Net, new: Sequence[New]) -> Graph:
    """The net with layers before its only input."""
    return _added(net, new, behind=False)


def as_container(net: Net) -> Graph:
    return net if isinstance(net, Graph) else chain({"1": net})


def _added(net: Net, new: Sequence[New], behind: bool) -> Graph:
    held = as_container(net)
    for name, _ in new:
        if name in held.nodes:
            raise NAME_TAKEN(name)
    if new:  # what is decoded, or encoded, is not at the end any more, even where the shapes would agree
        covered = held.outputs if behind else held.inputs
        held = replace(held, coders={p: c for p, c in held.coders.items() if p not in covered})
    if held.kind == "NetChain":
        kept = {name: name for name in held.nodes}
        if not isinstance(net, Graph) and any(name for name, _ in new):
            items: list[New] = [(None, net)]  # a layer by itself has no name yet
        else:
            items = list(held.nodes.items())
        return arranged(held, [*items, *new] if behind else [*new, *items], kept)
    return _added_to_graph(held, new, behind)


def _added_to_graph(net: Graph, new: Sequence[New], behind: bool) -> Graph:
    kept = net.is_named
    named = kept or any(name for name, _ in new)
    mine: list[New] = [(name if kept else None, node) for name, node in net.nodes.items()]
    items = [*mine, *new] if behind else [*new, *mine]
    names = chosen_names([name for name, _ in items], [node for _, node in items], named)
    nodes = {name: node for name, (_, node) in zip(names, items, strict=True)}
    count = len(mine) if behind else len(new)
    first, last = dict(list(nodes.items())[:count]), dict(list(nodes.items())[count:])
    held, others = (first, last) if behind else (last, first)
    moved = dict(zip(net.nodes, held, strict=True))
    parts = [net, chain(others)] if behind else [chain(others), net]
    rows = [moved, dict(zip(others, others, strict=True))]
    return _wired(parts, rows if behind else rows[::-1])


def join(nets: Sequence[Net]) -> Graph:
    """One net of the layers of several, in a row; names are kept if all are different."""
    held = [as_container(net) for net in nets]
    held = [net for net in held if net.nodes] or held[:1]
    names = [name for net in held for name in net.nodes]
    keep = all(net.is_named for net in held) and len(set(names)) == len(names)
    new = iter(names if keep else [str(i + 1) for i in range(len(names))])
    moved = [{name: next(new) for name in net.nodes} for net in held]
    if all(net.kind == "NetChain" for net in held):
        return _chained(held, moved)
    return _wired(held, moved)


def _multipliers(nets: Sequence[Graph], moved: Sequence[dict[str, str]]) -> Multipliers | None:
    every = [net.multipliers for net in nets]
    if all(rules == every[0] for rules in every) and (
        every[0] is None or all(not spec.steps for spec, _ in every[0].rules)
    ):
        return every[0]
    rules: list[Node] = []
    for net, names in zip(nets, moved, strict=True):
        rules += moved_rules(net, renamed_by(names))
    return joined_rules(rules)


def _chained(nets: Sequence[Graph], moved: Sequence[dict[str, str]]) -> Graph:
    nodes = {
        names[name]: net.nodes[name] for net, names in zip(nets, moved, strict=True) for name in net.nodes
    }
    given, coders = _outer(nets)
    return chain(nodes, given=given, coders=coders, multipliers=_multipliers(nets, moved))


def _outer(nets: Sequence[Graph]) -> tuple[dict[str, Dims], dict[str, Coder]]:
    """The types and coders at the inputs of the first net and the outputs of the last."""
    given: dict[str, Dims] = {}
    coders: dict[str, Coder] = {}
    for net, ports in ((nets[0], nets[0].inputs), (nets[-1], nets[-1].outputs)):
        ends = {end for port in ports for end in (port, classes_of(port))}
        given |= {p: d for p, d in net.given.items() if p in ends}
        coders |= {p: c for p, c in net.coders.items() if p in ends}
    return given, coders


def _wired(nets: Sequence[Graph], moved: Sequence[dict[str, str]]) -> Graph:
    nodes: dict[str, Net] = {}
    sources: dict[End, End] = {}
    muted: set[End] = set()
    seam: End | None = None  # the output of the net before
    for i, (net, names) in enumerate(zip(nets, moved, strict=True)):
        part = Wiring.of(net).renamed(names)
        entry = "" if seam is None else _only(net, "input", net.inputs)
        last = i == len(nets) - 1
        exits = net.outputs if last else [_only(net, "output", net.outputs)]
        inner = {port: part.sources.pop(("", port)) for port in net.outputs}
        for target, source in part.sources.items():
            sources[target] = seam if seam and source == ("", entry) else source
        found = [inner[port] for port in exits]
        found = [seam if seam and source == ("", entry) else source for source in found]
        nodes |= part.nodes
        muted |= part.muted
        seam = found[0]
        if last:
            sources |= {("", port): source for port, source in zip(exits, found, strict=True)}
    given, coders = _outer(nets)
    rules = _multipliers(nets, moved)
    return wired(nodes, sources, muted, given=given, coders=coders, multipliers=rules)


def _only(net: Graph, kind: str, ports: Sequence[str]) -> str:
    targets = [port for port in ports if kind == "output" or port != "Target"]
    if len(targets) != 1:
        raise SEAM(net.wl_head, kind, ", ".join(f'"{p}"' for p in ports) or "(none)")
    return targets[0]
