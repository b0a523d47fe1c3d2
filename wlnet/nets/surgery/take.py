"""NetTake: what is needed to compute one end of a net from another.

Of a graph the layers on the ways from the start to the end are taken, and those that need no input; what
else feeds them becomes an input.  Starting at an output of a layer, its value is the input.
Source: reference page of NetTake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...expr import Integer, Node, S, String, is_head
from ...problem import Template
from ..graph import End, named_apart
from ..net import Graph
from ..parts import step_names
from ..shown import typed
from . import chains
from .chains import CANNOT_TAKE
from .wiring import Wiring

NOT_AN_END = Template("nettakeend", "`1` is neither a layer nor a port of `2`.")
NOTHING = Template("nettakenone", "No layer of the net is on a way from `1` to `2`.")


def take(net: Graph, spec: Node) -> Graph:
    """The part of a chain or a graph up to an end, or from a start to an end."""
    if net.kind == "NetChain" and not _names_port(spec):
        return chains.take(net, spec)
    start, end = spec.args if is_head(spec, S.List) and len(spec.args) == 2 else (S.All, spec)
    if net.kind == "NetChain":
        return chains.selected(net, range(_place(net, start, 0), _place(net, end, -1) + 1))
    return _taken(net, start, end)


def _names_port(spec: Node) -> bool:
    parts = spec.args if is_head(spec, S.List) else (spec,)
    return any(is_head(part, S.NetPort) for part in parts)


def _place(net: Graph, node: Node, whole: int) -> int:
    """The position of the layer at an end, from 0; ports of the chain itself are at its ends."""
    count = len(net.nodes)
    if node is S.All:
        return 0 if whole == 0 else count - 1
    name, port = _end(net, node)
    if not name:
        return 0 if port in net.inputs else count - 1
    at = list(net.nodes).index(name)
    return at + 1 if whole == 0 and port in net.nodes[name].outputs else at


def _end(net: Graph, node: Node) -> tuple[str, str | None]:
    """The layer and port that one end names; "" for the graph itself, None for all ports of a layer."""
    if is_head(node, S.NetPort) and node.args:
        steps = node.args[0].args if is_head(node.args[0], S.List) else node.args
        if len(steps) == 1 and isinstance(steps[0], String) and steps[0].value in net.ports:
            return "", steps[0].value
        if len(steps) == 2 and isinstance(steps[1], String):
            (name,) = _names(net, steps[0]) or [""]
            if name and steps[1].value in net.nodes[name].ports:
                return name, steps[1].value
    elif len(names := _names(net, node)) == 1:
        return names[0], None
    raise NOT_AN_END(typed(node), net.wl_head)


def _names(net: Graph, node: Node) -> list[str]:
    return step_names(net, node, strict=False) if isinstance(node, (Integer, String)) else []


def _taken(net: Graph, start: Node, end: Node) -> Graph:
    wiring = Wiring.of(net)
    sources, layers = _starts(net, wiring, start)
    outputs = _outputs(net, wiring, end)
    if not outputs:
        raise CANNOT_TAKE(typed(end), len(net.nodes))
    needed = _reached({name for name, _ in outputs.values()}, wiring.suppliers, cut=layers)
    if start is not S.All:
        after = layers | {name for source in sources for name, _ in wiring.targets(source)}
        ways = _reached(after - {""}, wiring.consumers)
        free = {name for name in needed if not _takes_input(wiring, name)}
        needed &= ways | free
    if not needed:
        raise NOTHING(typed(start), typed(end))
    return _between(net, wiring, needed, sources, layers, outputs)


def _starts(net: Graph, wiring: Wiring, start: Node) -> tuple[set[End], set[str]]:
    """Where to start: ends whose values become inputs, and layers of which all inputs do."""
    sources: set[End] = set()
    layers: set[str] = set()
    for node in start.args if is_head(start, S.List) else (start,):
        if node is S.All:
            continue
        name, port = _end(net, node)
        if not name or (port is not None and port in net.nodes[name].outputs):
            sources.add((name, port or ""))
        else:
            layers.add(name)
    return sources, layers


def _outputs(net: Graph, wiring: Wiring, end: Node) -> dict[str, End]:
    """The outputs of what is taken, by name, with the ends that they show."""
    ends: dict[End, str] = {}
    own = {port: wiring.sources["", port] for port in net.outputs}
    names = {source: port for port, source in own.items()}
    for node in end.args if is_head(end, S.List) else (end,):
        if node is S.All:
            ends |= {source: port for port, source in own.items()}
            continue
        name, port = _end(net, node)
        if not name:
            ends[own[port or ""]] = port or ""
        for out in net.nodes[name].outputs if name else ():
            if port in (None, out):
                ends[name, out] = names.get((name, out), "")
    fixed = {port: source for source, port in ends.items() if port and source[0]}
    return fixed | named_apart([source for source, port in ends.items() if not port], fixed)


def _reached(first: Iterable[str], near: Callable[[str], set[str]], cut: Iterable[str] = ()) -> set[str]:
    """The nodes reached from some of them, not beyond those where it is `cut`."""
    found: set[str] = set()
    waiting, stops = list(first), set(cut)
    while waiting:
        name = waiting.pop()
        if name and name not in found:
            found.add(name)
            if name not in stops:
                waiting += near(name)
    return found


def _takes_input(wiring: Wiring, name: str) -> bool:
    """Whether a node needs an input of the graph."""
    above = _reached({name}, wiring.suppliers)
    fed = any(source == "" for (end, _), (source, _) in wiring.sources.items() if end in above)
    return fed


def _between(
    net: Graph, wiring: Wiring, needed: set[str], starts: set[End], layers: set[str], outputs: dict[str, End]
) -> Graph:
    """The graph of the layers needed; whatever feeds them from outside is an input, one for each source."""
    nodes = {name: node for name, node in net.nodes.items() if name in needed}
    outer: dict[End, list[End]] = {}  # what feeds from outside, with what it feeds
    sources: dict[End, End] = {}
    for (name, port), source in wiring.sources.items():
        if name in needed and (source[0] not in needed or source in starts or name in layers):
            outer.setdefault(source, []).append((name, port))
        elif name in needed:
            sources[name, port] = source
    own = {source[1]: source for source in outer if not source[0]}
    given = {source: port for port, source in own.items()}
    named = named_apart([ends[0] for source, ends in outer.items() if source[0]], own)
    first_of = {ends[0]: source for source, ends in outer.items()}
    given |= {first_of[end]: port for port, end in named.items()}
    for source, ends in outer.items():
        sources |= dict.fromkeys(ends, ("", given[source]))
    sources |= {("", port): source for port, source in outputs.items()}
    shown = set(sources.values())
    muted = {(name, port) for name, node in nodes.items() for port in node.outputs} - shown
    return Wiring(nodes, sources, muted).graph_like(net)
