"""NetRename: other names for layers and for ports of a graph.

Rules of LearningRateMultipliers go with the layers they name.  A chain whose ports are renamed is a graph.
Source: reference page of NetRename.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ...problem import Template
from ..infer import infer
from ..layer import classes_of
from ..net import Edge, Graph, Net
from .replace_parts import with_parts
from .rules import joined_rules, moved_rules

NOT_UNIQUE = Template("netrename", "After renaming, `1` would be the name of several `2`.")
NO_NAME = Template("netrenamename", "No `1` has the name `2`.")
NO_LAYER_NAME = Template("netname", "`1` is not a name for a layer: it is the name of a port, or empty.")
RESERVED = ("", "Input", "Output")

Path = tuple[str, ...]


@dataclass(frozen=True)
class Renaming:
    """The new name of a layer at a position under its old one, asked on the `levels` from first to last."""

    name: Callable[[int, str], str]
    first: int = 1
    last: float = 1


def rename(net: Net, renaming: Renaming) -> Net:
    """The net with other names of its layers."""
    made, _ = _renamed(net, renaming, 1)
    return infer(made)


def _renamed(net: Net, renaming: Renaming, level: int) -> tuple[Net, dict[Path, Path]]:
    """The net with other names, and the new path of every part whose path has changed."""
    moved: dict[Path, Path] = {}
    children: dict[str, Net] = {}
    for name, part in net.children.items():
        inside = level + isinstance(net, Graph)
        made, below = _renamed(part, renaming, inside) if inside <= renaming.last else (part, {})
        children[name] = made
        moved |= {(name, *old): (name, *new) for old, new in below.items()}
    changes = {name: part for name, part in children.items() if part is not net.children[name]}
    if not isinstance(net, Graph):
        return (with_parts(net, changes) if changes else net), moved
    names = {name: name for name in net.nodes}
    if renaming.first <= level <= renaming.last:
        names = {name: renaming.name(i, name) for i, name in enumerate(net.nodes)}
        need_unique(list(names.values()), "layers")
        if taken := [new for old, new in names.items() if new != old and new in RESERVED]:
            raise NO_LAYER_NAME(f'"{taken[0]}"')
    if changes or names != {name: name for name in names}:
        return _with_names(net, children, names, moved)
    return net, moved


def _with_names(
    net: Graph, children: Mapping[str, Net], names: Mapping[str, str], below: Mapping[Path, Path]
) -> tuple[Graph, dict[Path, Path]]:
    moved: dict[Path, Path] = {(old,): (new,) for old, new in names.items() if old != new}
    moved |= {old: (names[old[0]], *new[1:]) for old, new in below.items()}

    def place(path: Path) -> Path:
        for length in range(len(path), 0, -1):
            if path[:length] in moved:
                return (*moved[path[:length]], *path[length:])
        return path

    rules = net.multipliers
    if rules is not None and any(spec.steps for spec, _ in rules.rules):
        rules = joined_rules(moved_rules(net, place))
    nodes = {names[name]: part for name, part in children.items()}
    edges = tuple(
        Edge((names.get(e.source[0], ""), e.source[1]), (names.get(e.target[0], ""), e.target[1]))
        for e in net.edges
    )
    return replace(net, nodes=nodes, edges=edges, multipliers=rules), moved


def rename_ports(net: Graph, names: Mapping[str, str]) -> Graph:
    """The graph with other names of its ports."""
    for port in names:
        if port not in net.ports:
            raise NO_NAME("port", f'"{port}"')
    new = {port: names.get(port, port) for port in net.ports}
    need_unique(list(new.values()), "ports")
    ends = new | {classes_of(port): classes_of(to) for port, to in new.items()}

    def end(old: tuple[str, str]) -> tuple[str, str]:
        return old if old[0] else ("", new[old[1]])

    made = Graph(
        net.nodes,
        tuple(Edge(end(e.source), end(e.target)) for e in net.edges),
        {new[port]: kind for port, kind in net.port_map.items()},
        "NetGraph",
        {ends[port]: dims for port, dims in net.given.items()},
        {ends[port]: coder for port, coder in net.coders.items()},
        net.multipliers,
    )
    return infer(made)  # type: ignore[return-value]


def need_unique(names: list[str], what: str) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise NOT_UNIQUE(f'"{name}"', what)
