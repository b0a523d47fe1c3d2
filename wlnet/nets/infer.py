"""Inference of dimensions across a net, in both directions.

Every edge is a wire with dimensions known in part.  A node whose wires have become better known is solved
again and tells its other wires what follows, until nothing new is learnt.  All places of a shared array have
one value and one shape, which takes part.  What contradicts is reported with both sides.

A net remembers for what it was solved, so that after a change only what changed is worked out again.

Why this ends, and why the order does not matter.  What is known of a shape grows in one direction only:
nothing, then a rank; then each of its sizes on its own from nothing to "any length" to a number or a name,
which stays (`shapes.merge_dims`).  So a shape of rank r changes at most 1 + 2r times.  Solving a node keeps
what its wires knew and adds to it; only a wire that has grown puts the nodes at its ends back into the queue.
A graph has finitely many wires, so they grow finitely often, and the queue runs empty.  Nets inside a layer
and shared arrays are the same argument again: their shapes grow, or the loop around them stops.  As solving
only adds, and adds more where more is known, every order ends in the same least solution or in a conflict.
The assumption, that nothing is taken back, is checked where something grows: `_grown` ends a layer that
breaks it with an error of ours, where the loop would run for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import prod

import numpy as np

from ..problem import Problem, Template
from .integers import REALS, gives_reals, integers_told, own_integers
from .layer import INDEX, classes_of
from .net import EMPTY, Graph, Leaf, Net, Path
from .net_array import NetArray, is_fill, plain, written_out
from .shapes import ANY_LENGTH, Conflict, Dims, Size, describe, merge_dims

INCOMPATIBLE = Template("incmp", "`1` `2` `3` at its port `4`, but `5` `6` `7`.`8`")
PORT_CONFLICT = Template("incmp", "The `1` `2` of `3` is `4`, which does not fit `5`.")
SHARED_VALUES = Template("sharedval", "The shared array `1` has different values at `2` and at `3`.")
SHARED_DIMS = Template("sharedval", "The shared array `1` is `2` at `3`, but `4` at `5`.")

End = tuple[str, str]  # node and port; a node named "" is the graph itself


class _Told(Exception):
    """A problem that already says in which layer it arose."""

    def __init__(self, problem: Problem):
        super().__init__(problem)
        self.problem = problem


class Unsteady(RuntimeError):
    """An error of ours: a layer took back what was known of a shape, so that inference might never end."""


def _grown(place: object, before: Dims, after: Dims) -> Dims:
    """`after`, which says all that `before` did.  Raises Unsteady if it does not."""
    if merge_dims(before, after) != after:
        raise Unsteady(f"{place} was {before} and became {after}")
    return after


def infer(net: Net, known: Mapping[str, Dims] = EMPTY) -> Net:
    """The net with every dimension that follows from its parameters, arrays and the `known` ports.

    Raises a Problem that names both sides where they contradict each other.
    """
    try:
        made = _infer(net, known, EMPTY, ())
        shared: Mapping[str, Dims] = EMPTY
        while (found := _shared_dims(made)) != shared:
            shared = {name: _grown(name, shared.get(name), dims) for name, dims in found.items()}
            made = _infer(net, known, shared, ())
        _need_lengths(made)
        return _united(made) if shared else made
    except Conflict as c:
        raise _fixed(net, net.wl_head, c) from None
    except _Told as told:
        raise told.problem from None


def _need_lengths(net: Net) -> None:
    """Raise Conflict if a coder makes sequences of any length where the net takes one length."""
    for port, coder in net.coders.items():
        for size, wanted in zip(coder.dims or (), net.dims.get(port) or (), strict=False):
            if size == ANY_LENGTH and isinstance(wanted, int):
                raise Conflict(port, net.dims[port], coder.dims)


def _fixed(net: Net, label: str, c: Conflict) -> Problem:
    port, given = _told(c.port, c.given)
    kind = "port" if port in net.all_ports else "array"
    name, _, end = port.partition(".")
    if isinstance(net, Leaf) and name in net.nets:
        kind, port, label = "port", end, f"the net in {label}"
    return PORT_CONFLICT(kind, f'"{port}"', label, given, _told(c.port, c.expected, c.least)[1])


CLASSES = classes_of("")


def _told(end: str, dims: Dims, least: int = 0) -> tuple[str, str]:
    """What a port is called, and its dimensions, or its number of classes, in words."""
    if not end.endswith(CLASSES):
        return end, describe(dims, least)
    count = dims[0] if dims else None
    return end.removesuffix(CLASSES), "any class" if count is None else f"one of {count} classes"


def ends_of(net: Net) -> list[str]:
    """What is worked out about the ports of a net: the dimensions of each, and numbers of classes."""
    ports = net.ports
    coded = {name for name, coder in net.coders.items() if coder.count is not None}
    counted = [name for name, port in ports.items() if port.kind == INDEX or name in coded]
    return [*ports, *net.states, *map(classes_of, counted)]


def constraint(net: Net, port: str) -> Dims:
    """What the user fixed about a port, by a type or a coder."""
    dims = net.given.get(port)
    if port in net.coders:
        return _merged(port, net.coders[port].dims, dims)
    if port.endswith(CLASSES) and dims is not None and len(dims) > 1:  # a range that does not begin at 1
        dims = None
    coder = net.coders.get(port.removesuffix(CLASSES))
    count = coder.count if coder is not None else None
    return dims if count is None else _merged(port, (count,), dims)


def _merged(port: str, expected: Dims, given: Dims) -> Dims:
    both = merge_dims(expected, given)
    if both is False:
        raise Conflict(port, expected, given)
    return both  # type: ignore[return-value]


def _infer(net: Net, known: Mapping[str, Dims], shared: Mapping[str, Dims], at: Path) -> Net:
    fixed = {port: _merged(port, constraint(net, port), known.get(port)) for port in ends_of(net)}
    key = (*fixed.items(), *shared.items())
    results = net.memo.setdefault("inferred", {})
    made = results.get(key)
    if made is None:
        if isinstance(net, Leaf):
            made = _infer_leaf(net, fixed, shared, at)
        else:
            assert isinstance(net, Graph)
            made = _Wires(net, fixed, known, shared, at).solve()
        results[key] = made.memo.setdefault("inferred", {})[key] = made
    return made


def _infer_leaf(leaf: Leaf, fixed: dict[str, Dims], shared: Mapping[str, Dims], at: Path) -> Leaf:
    for name in leaf.layer.arrays:
        value = leaf.values.get(name)
        array = plain(value)
        fills = is_fill(value, None) and not _gives_number(leaf)
        fixed[name] = None if array is None or fills else array.shape
        if isinstance(value, NetArray):
            fixed[name] = _merged(name, shared.get(value.name), _merged(name, value.dims, fixed[name]))
    nets = leaf.nets
    while True:
        inner = {f"{n}.{port}": dims for n, net in nets.items() for port, dims in net.dims.items()}
        solved, dims = leaf.layer.solve({**inner, **fixed})
        better = {
            n: _infer(net, {p: dims.get(f"{n}.{p}") for p in ends_of(net)}, shared, (*at, n))
            for n, net in nets.items()
        }
        if all(better[n].dims == nets[n].dims for n in nets):
            break
        for n, old in nets.items():
            for port, known in old.dims.items():
                _grown((*at, n, port), known, better[n].dims.get(port))
        nets = better
    values = written_out(leaf.values, dims)
    if dims == leaf.dims and solved == leaf.solved and nets is leaf.nets and values is leaf.values:
        return leaf
    return replace(leaf, dims=dims, solved=solved, nets=nets, values=values)


def _gives_number(leaf: Leaf) -> bool:
    """Whether a number in the place of the array is what the layer gives: nothing is said of its output."""
    return leaf.layer.is_array and all(constraint(leaf, port) is None for port in leaf.outputs)


class _Wires:
    """The edges of one graph while its dimensions are worked out."""

    def __init__(
        self,
        graph: Graph,
        fixed: Mapping[str, Dims],
        known: Mapping[str, Dims],
        shared: Mapping[str, Dims],
        at: Path,
    ):
        self.graph, self.known, self.shared, self.at = graph, known, shared, at
        self.nodes = dict(graph.nodes)
        self.wire_of = {edge.target: edge.source for edge in graph.edges}
        kinds = {("", name): port.kind for name, port in graph.ports.items()}
        kinds |= {(n, p): port.kind for n, net in self.nodes.items() for p, port in net.all_ports.items()}
        for (node, port), (source, out) in list(self.wire_of.items()):
            self._check_integers((node, port), (source, out))
            origin = self._origin((source, out))
            if INDEX in (kinds[node, port], kinds[source, out], kinds[origin]):
                self.wire_of[node, classes_of(port)] = origin[0], classes_of(origin[1])
        self.wire_of |= {source: source for source in self.wire_of.values()}
        self.ends: dict[End, list[End]] = {}
        for end, wire in self.wire_of.items():
            self.ends.setdefault(wire, []).append(end)
        self.dims: dict[End, Dims] = {}
        for port, dims in fixed.items():
            wire = self._wire(("", port))
            self.dims[wire] = _merged(port, self.dims.get(wire), dims)

    def _check_integers(self, target: End, source: End) -> None:
        """Raise _Told where a layer that takes integers is fed by one that gives reals."""
        if not target[0] or not source[0]:
            return
        integers = own_integers(self.nodes[target[0]], target[1])
        if integers is not None and gives_reals(self.nodes[source[0]], source[1]):
            taker, giver = _sentence(self._label(target[0])), self._label(source[0])
            raise _Told(REALS(taker, integers_told(integers), f'"{target[1]}"', giver))

    def _origin(self, source: End) -> End:
        """Where the numbers of an output come from, through layers that only move them about."""
        while isinstance(leaf := self.nodes.get(source[0]), Leaf) and leaf.layer.moves_numbers:
            moved = [port for port in leaf.inputs if not leaf.layer.is_other(port)]
            if len(moved) != 1 or (source[0], moved[0]) not in self.wire_of:
                break
            source = self.wire_of[source[0], moved[0]]
        return source

    def _wire(self, end: End) -> End:
        return self.wire_of.get(end, end)

    def solve(self) -> Graph:
        waiting = dict.fromkeys(self.nodes)
        while waiting:
            name = next(iter(waiting))
            del waiting[name]
            waiting |= dict.fromkeys(self._solve_node(name))
        dims = {port: self.dims.get(self._wire(("", port))) for port in ends_of(self.graph)}
        if dims == self.graph.dims and all(self.nodes[n] is self.graph.nodes[n] for n in self.nodes):
            return self.graph
        return replace(self.graph, nodes=self.nodes, dims=dims)

    def _solve_node(self, name: str) -> list[str]:
        """Solve one node; the names of the nodes that can learn from it."""
        wires = {port: self._wire((name, port)) for port in ends_of(self.nodes[name])}
        known = {port: self.dims.get(wire) for port, wire in wires.items()}
        try:
            node = self.nodes[name] = _infer(self.nodes[name], known, self.shared, (*self.at, name))
        except Conflict as c:
            raise self._explained(name, c) from None
        except Problem as p:
            placed = Template(p.template.tag, f"In {self._label(name)}: {p.template.text}")
            raise _Told(Problem(placed, p.slots, p.head)) from None
        news: list[str] = []
        for port, wire in wires.items():
            found = node.dims.get(port)
            if found == known[port] or merge_dims(known[port], found) == known[port]:
                continue  # a layer for any length says no more than that of a wire whose length is known
            self.dims[wire] = _grown(wire, known[port], found)
            news += [end for end, _ in self.ends.get(wire, ()) if end and end != name]
        return news

    def _explained(self, name: str, c: Conflict) -> Exception:
        """A conflict at a port of `name`, told in terms of this graph, or handed on to the one around it."""
        if c.port not in ends_of(self.nodes[name]):
            return _Told(_fixed(self.nodes[name], self._label(name), c))
        wire = self._wire((name, c.port))
        for end, port in self.ends.get(wire, ()):
            if not end and self.known.get(port) is not None:
                return Conflict(port, c.expected, c.given, c.least)
        mine = (name, c.port), c.expected, c.least
        ends = [end for end in self.ends.get(wire, ()) if end[0] != name]
        ends.sort(key=lambda end: (end != wire, not end[0]))
        if not ends:
            return _Told(_fixed(self.nodes[name], self._label(name), c))
        other = ends[0], c.given, 0
        # told of the layer that takes, if there is one at either end
        first, second = (mine, other) if mine[0] != wire or not ends[0][0] else (other, mine)
        return _Told(self._incompatible(first, second))

    def _incompatible(self, first: tuple[End, Dims, int], second: tuple[End, Dims, int]) -> Problem:
        """The message that both ends of a wire want different dimensions."""
        (end, dims, least), (other, their_dims, their_least) = first, second
        port, mine = _told(end[1], dims, least)
        takes = not self.nodes[end[0]].all_ports[port].output
        repair = _repair(dims, their_dims, bool(other[0])) if takes else ""
        return INCOMPATIBLE(
            _sentence(self._label(end[0])),
            "takes" if takes else "gives",
            mine,
            f'"{port}"',
            self._other(other),
            "gives" if self._wire(other) == other else "takes",
            _told(other[1], their_dims, their_least)[1],
            repair,
        )

    def _other(self, end: End) -> str:
        node, port = end[0], end[1].removesuffix(CLASSES)
        if node:
            return self._label(node)
        coder = self.graph.coders.get(port)
        shown = f'the port "{port}" of the net'
        return f'{coder.wl_head}["{coder.name}"] at {shown}' if coder else shown

    def _label(self, name: str) -> str:
        return layer_label((*self.at, name), self.nodes[name].wl_head)


def _repair(wanted: Dims, given: Dims, of_layer: bool) -> str:
    """What makes an input that is `given` as it is `wanted`, where that is plain, in words."""
    if wanted is None or given is None:
        return ""
    if not of_layer:
        return _channel(wanted, given)
    if (wanted, given) in (((), (1,)), ((1,), ())):
        return f" Put ReshapeLayer[{{{', '.join(map(str, wanted))}}}] between them."
    if len(wanted) != 1 or len(given) < 2:
        return ""
    if len(given) == 2 and not isinstance(given[0], int) and given[1] == wanted[0]:
        return " Put SequenceLastLayer[] between them, or the layer into NetMapOperator."
    open_sizes = None in given or any(isinstance(size, str) for size in given)
    fits = open_sizes or wanted[0] is None or prod(given) == wanted[0]  # type: ignore[arg-type]
    return " Put FlattenLayer[] between them." if fits else ""


def _channel(wanted: tuple[Size, ...], given: tuple[Size, ...]) -> str:
    """That one channel is missing in front, if that is all."""
    if len(given) < 2 or not all(isinstance(size, int) for size in given):
        return ""
    whole = (1, *given)
    return f" One channel is written {{{', '.join(map(str, whole))}}}." if merge_dims(wanted, whole) else ""


def layer_label(path: Path, head: str) -> str:
    """How a layer at a place of a net is called in messages."""
    steps = [step if step.isdigit() else f'"{step}"' for step in path]
    return f"layer {steps[0] if len(steps) == 1 else '{' + ', '.join(steps) + '}'} ({head})"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


# Shared arrays


def _places(net: Net) -> list[tuple[Path, NetArray, Dims]]:
    """Every place of a shared array."""
    return [
        ((*at, name), value, leaf.dims.get(name))
        for at, leaf in net.leaves()
        for name, value in leaf.values.items()
        if isinstance(value, NetArray)
    ]


def _shared_dims(net: Net) -> dict[str, Dims]:
    """The dimensions of every shared array, from all its places.  Raises _Told where two contradict."""
    dims: dict[str, Dims] = {}
    first: dict[str, Path] = {}
    for path, array, here in _places(net):
        both = merge_dims(dims.get(array.name), here)
        if both is False:
            told = (describe(dims[array.name]), _path(first[array.name]), describe(here), _path(path))
            raise _Told(SHARED_DIMS(f'"{array.name}"', *told))
        dims[array.name] = both  # type: ignore[assignment]
        first.setdefault(array.name, path)
    return dims


def _united(net: Net) -> Net:
    """The net with the value of each shared array at all its places.  Raises _Told where values differ."""
    values: dict[str, tuple[Path, np.ndarray]] = {}
    missing: dict[str, Path] = {}
    for path, array, _ in _places(net):
        if array.value is None:
            missing[array.name] = path
            continue
        there, value = values.setdefault(array.name, (path, array.value))
        if value is not array.value and not np.array_equal(value, array.value):
            raise _Told(SHARED_VALUES(f'"{array.name}"', _path(there), _path(path)))
    return net.with_arrays({path: values[name][1] for name, path in missing.items() if name in values})


def _path(path: Path) -> str:
    return "{" + ", ".join(step if step.isdigit() else f'"{step}"' for step in path) + "}"
