"""Surgery on chains: NetTake, NetDrop, NetInsert, NetDelete, and layers before and behind.

A coder stays at its end of the chain as long as the layer there is the same, or fits it.  A layer without a
name in a chain with names is called after its kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...expr import Expr, Integer, Node, S, String
from ...problem import Template
from ..chain import chain
from ..coder import Coder
from ..net import Graph, Net
from ..parts import step_names
from ..shapes import Dims
from ..shown import typed
from .ends import coder_fits, known_ends, open_inputs, with_ends, with_seams
from .rules import transferred

NOT_CHAIN = Template("notchain", "`1` is not a NetChain.")
CANNOT_DROP = Template("netdrop", "Cannot drop `1` from a chain of `2` layers.")
CANNOT_TAKE = Template("nettake", "Cannot take `1` from a chain of `2` layers.")
CANNOT_INSERT = Template("netinsert", "`1` is not a place in a chain of `2` layers.")
NAME_TAKEN = Template("netname", 'The name "`1`" is in the net already.')

New = tuple[str | None, Net]  # a layer to put in, with its name if it has one


def need_chain(net: Net) -> Graph:
    if not isinstance(net, Graph) or net.kind != "NetChain":
        raise NOT_CHAIN(net)
    return net


def drop(net: Graph, spec: Node) -> Graph:
    """The chain without its first n, last n (-n), or {m, n} layers."""
    gone = places(net, spec, CANNOT_DROP)
    return selected(net, [i for i in range(len(net.nodes)) if i not in gone])


def take(net: Graph, spec: Node) -> Graph:
    """The chain of the first n layers, the last n (-n), those up to a name, or from one to another."""
    if isinstance(spec, String):
        return selected(net, range(position(net, spec, CANNOT_TAKE)))
    return selected(net, places(net, spec, CANNOT_TAKE))


def places(net: Graph, spec: Node, problem: Template) -> range:
    """The positions, from 0, that a specification of Take or Drop names."""
    count = len(net.nodes)
    if isinstance(spec, Integer) and abs(spec.value) <= count:
        return range(spec.value) if spec.value >= 0 else range(count + spec.value, count)
    if spec is S.All:
        return range(count)
    if isinstance(spec, Expr) and spec.head is S.List and len(spec.args) in (1, 2):
        first, last = spec.args[0], spec.args[-1]
        start = 1 if first is S.All else position(net, first, problem)
        return range(start - 1, position(net, last, problem))
    raise problem(typed(spec), count)


def position(net: Graph, node: Node, problem: Template) -> int:
    """The position, from 1, of one layer; All is the last."""
    if node is S.All:
        return len(net.nodes)
    found = step_names(net, node, strict=False) if isinstance(node, (Integer, String)) else []
    if len(found) != 1:
        raise problem(typed(node), len(net.nodes))
    return list(net.nodes).index(found[0]) + 1


def selected(net: Graph, positions: Sequence[int]) -> Graph:
    """The chain of the layers at `positions`; what is known of its ends is kept."""
    names = list(net.nodes)
    kept = [names[i] for i in positions]
    return arranged(net, [(name, net.nodes[name]) for name in kept], {name: name for name in kept})


def insert(net: Graph, new: Sequence[New], place: int) -> Graph:
    """The chain with layers before a position, counted from 0."""
    names = list(net.nodes)
    items: list[tuple[str | None, Net]] = [(name, net.nodes[name]) for name in names]
    items[place:place] = new
    for name, _ in new:
        if name in names:
            raise NAME_TAKEN(name)
    return arranged(net, items, {name: name for name in names})


def insertion_place(net: Graph, node: Node) -> int:
    """Before which layer, from 0, something is inserted at a position or name; -1 is behind the last."""
    count = len(net.nodes)
    if isinstance(node, Integer) and 0 < abs(node.value) <= count + 1:
        return node.value - 1 if node.value > 0 else count + 1 + node.value
    if isinstance(node, String):
        return position(net, node, CANNOT_INSERT) - 1
    raise CANNOT_INSERT(typed(node), count)


def arranged(net: Graph, items: Sequence[New], kept: Mapping[str, str]) -> Graph:
    """The chain of `items`, some of which are layers of `net` by their names there."""
    is_named = (bool(net.nodes) and net.is_named) or any(name for name, _ in items if name not in kept)
    new = chosen_names([name for name, _ in items], [node for _, node in items], is_named)
    moved = {old: to for (old, _), to in zip(items, new, strict=True) if old and old in kept}
    nodes = {to: node for to, (_, node) in zip(new, items, strict=True)}
    ends = [items[0], items[-1]] if items else []
    coders, given = _kept_ends(net, ends)
    if ends and ends[0][0] in kept:
        given = {**{p: d for p, d in open_inputs(ends[0][1]).items() if p not in coders}, **given}
    made = chain(nodes, coders=coders, given=given, multipliers=transferred(net, moved))
    made = with_ends(made, _known(ends))
    return with_seams(made, {to: net.nodes[old] for old, to in moved.items()})


def _kept_ends(net: Graph, ends: Sequence[New]) -> tuple[dict[str, Coder], dict[str, Dims]]:
    """The coders and types of the ports of `net` that stay with the first and the last of its new layers."""
    coders: dict[str, Coder] = {}
    given: dict[str, Dims] = {}
    if not ends or not net.nodes:
        return coders, given
    olds = [next(iter(net.nodes.values())), list(net.nodes.values())[-1]]
    for (_, node), old, ports in zip(ends, olds, (net.inputs, net.outputs), strict=True):
        for port in ports:
            if node is old:
                given |= {p: d for p, d in net.given.items() if p.split(" ")[0] == port}
            coder = net.coders.get(port)
            if (
                coder is not None
                and port in node.ports
                and (node is old or coder_fits(coder, node.dims.get(port)))
            ):
                coders[port] = coder
    return coders, given


def _known(ends: Sequence[New]) -> dict[str, Dims]:
    """What was known of the outer ports of the first and the last layer."""
    known: dict[str, Dims] = {}
    if ends:
        (_, first), (_, last) = ends
        for node, ports in ((first, first.inputs), (last, last.outputs)):
            for port in ports:
                known |= known_ends(node, port)
    return known


def chosen_names(names: Sequence[str | None], nodes: Sequence[Net], is_named: bool) -> list[str]:
    """The names of layers in a container: their own, after their kind where they have none; or positions."""
    if not is_named:
        return [str(i + 1) for i in range(len(names))]
    taken = {name for name in names if name}
    made: list[str] = []
    for name, node in zip(names, nodes, strict=True):
        if not name:
            stem = node.wl_head.removesuffix("Layer")
            name = next(n for n in _numbered(stem) if n not in taken)
            taken.add(name)
        made.append(name)
    return made


def _numbered(stem: str) -> Any:
    yield stem
    number = 1
    while True:
        number += 1
        yield f"{stem}{number}"
