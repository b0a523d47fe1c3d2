"""The graph of a function while it is built: nodes, what feeds them, and what is known of the inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...expr import Expr, Integer, Node, S, String, Symbol, Value
from ...nets.broadcasting import Broadcasting
from ...nets.elementwise import ElementwiseFunction
from ...nets.graph import wired
from ...nets.infer import infer
from ...nets.layer import LAYERS
from ...nets.multipliers import Multipliers
from ...nets.net import Graph, Leaf, Net
from ...nets.operations import NAMED, UNARY
from ...nets.shapes import Dims
from ...nets.threading_function import ARGUMENTS, ThreadingFunction
from .values import Traced, Wire, replaced, wires_in

End = tuple[str, str]
THREADED = Broadcasting(Integer(-1))  # as functions of the language thread over lists


class Builder:
    """A graph under construction; `parent` is the graph around it, whose arrays it may take in as well."""

    def __init__(self, parent: Builder | None = None):
        self.parent = parent
        self.nodes: dict[str, Net] = {}
        self.sources: dict[End, End] = {}
        self.inputs: dict[str, Dims] = {}
        self.taken: dict[str, Traced] = {}  # inputs that bring in arrays of the parent
        self._made: dict[Node, Wire] = {}
        self.depth = 0  # of calls of functions, in the outermost graph

    def input(self, name: str, dims: Dims, shown: Node) -> Traced:
        """The stand-in for an input."""
        self.inputs[name] = dims
        return Traced(self, Value(Wire("", name)), shown)

    def add(self, net: Net, fed: Mapping[str, Wire]) -> dict[str, Wire]:
        """Put in a net whose inputs are fed so; the wires of its outputs."""
        name = str(len(self.nodes) + 1)
        self.nodes[name] = net
        for port, wire in fed.items():
            self.sources[name, port] = (wire.node, wire.port)
        return {port: Wire(name, port) for port in net.outputs}

    def constant(self, array: np.ndarray) -> Wire:
        """The wire of an array that stays as it is."""
        key = Expr(S.List, (String(str(array.shape)), String(array.tobytes().hex())))
        if key not in self._made:
            frozen = Multipliers.from_node(Integer(0))
            leaf = Leaf(LAYERS["NetArrayLayer"](), values={"Array": array}, multipliers=frozen)
            self._made[key] = self.add(infer(leaf), {})["Output"]
        return self._made[key]

    def body(self, array: Traced) -> Node:
        """The body of a stand-in in terms of the wires of this graph."""
        if array.builder is not self:
            return Value(self._brought_in(array))
        made = self._made.get(array.body)
        return array.body if made is None else Value(made)

    def wire(self, array: Traced) -> Wire:
        """The wire at which an array is found, with what was put off done by one layer."""
        body = self.body(array)
        if type(body) is Value:
            return body.value  # type: ignore[return-value]
        if body not in self._made:
            self._made[body] = self._done(body)
        return self._made[body]

    def _done(self, body: Node) -> Wire:
        wires = list(dict.fromkeys(wires_in(body)))
        if len(wires) == 1:
            function = ElementwiseFunction(_function_of_one(body, wires[0]))
            return self.add(Leaf(LAYERS["ElementwiseLayer"](function)), {"Input": wires[0]})["Output"]  # type: ignore[call-arg]
        layer = LAYERS["ThreadingLayer"](ThreadingFunction(_function_of_several(body, wires)), THREADED)  # type: ignore[call-arg]
        leaf = Leaf(layer.with_inputs(len(wires)))
        return self.add(leaf, dict(zip(leaf.inputs, wires, strict=True)))["Output"]

    def _brought_in(self, array: Traced) -> Wire:
        """The input that brings in an array of a graph around this one."""
        assert self.parent is not None
        outer = Traced(self.parent, Value(self.parent.wire(array)), array.shown)
        for port, known in self.taken.items():
            if known.body == outer.body:
                return Wire("", port)
        port = f"Constant{len(self.taken) + 1}"
        self.taken[port], self.inputs[port] = outer, outer.dims
        return Wire("", port)

    def dims_of(self, wire: Wire) -> Dims:
        """What is known of the dimensions at a wire."""
        if not wire.node:
            return self.inputs[wire.port]
        return self.graph({"Probe": wire}).dims.get("Probe")

    def graph(self, outputs: Mapping[str, Wire], **settings: Any) -> Graph:
        """The graph with these outputs, without nodes that contribute nothing to them."""
        sources = {("", port): (wire.node, wire.port) for port, wire in outputs.items()}
        waiting = [node for node, _ in sources.values()]
        needed: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name and name not in needed:
                needed.add(name)
                waiting += [source for (node, _), (source, _) in self.sources.items() if node == name]
        kept = [name for name in self.nodes if name in needed]
        renamed = {"": "", **{name: str(i + 1) for i, name in enumerate(kept)}}
        nodes = {renamed[name]: self.nodes[name] for name in kept}
        sources |= {end: source for end, source in self.sources.items() if end[0] in needed}
        fed = {(renamed[n], p): (renamed[m], q) for (n, p), (m, q) in sources.items()}
        used = set(fed.values())
        muted = [(n, p) for n, net in nodes.items() for p in net.outputs if (n, p) not in used]
        made = wired(nodes, fed, muted, **settings)
        known = {port: dims for port, dims in self.inputs.items() if port in made.ports and dims is not None}
        return infer(made, known) if known else made  # type: ignore[return-value]


def _function_of_one(body: Node, wire: Wire) -> Node:
    """The function of an ElementwiseLayer: a name where one is enough."""
    if type(body) is Expr and body.args == (Value(wire),):
        head = body.head
        if (type(head) is Symbol and head.name in UNARY) or (type(head) is String and head.value in NAMED):
            return head
    return S.Function(replaced(body, {Value(wire): S.Slot(Integer(1))}))


def _function_of_several(body: Node, wires: list[Wire]) -> Node:
    named = type(body) is Expr and type(body.head) is Symbol and body.head.name in ARGUMENTS
    if named and body.args == tuple(map(Value, wires)):
        return body.head
    slots = {Value(wire): S.Slot(Integer(i + 1)) for i, wire in enumerate(wires)}
    return S.Function(replaced(body, slots))  # type: ignore[arg-type]
