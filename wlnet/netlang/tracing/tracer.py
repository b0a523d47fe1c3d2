"""A small evaluator for functions of arrays: expressions in, stand-ins for arrays out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...arrays import array_of
from ...expr import NONE, Expr, Integer, Node, Rational, Real, S, String, Symbol, Value, is_head, is_rule
from ...kernel.rules import whole_rule
from ...kernel.scope import Slots, build, slot_count, substitute
from ...nets.construct import build_layer
from ...nets.elementwise import CONSTANTS, function_parts
from ...nets.infer import infer
from ...nets.layer import LAYERS
from ...nets.net import Leaf, Net
from ...nets.net_array import NetArray
from ...nets.open_inputs import is_open, takes_list, with_inputs
from ...nets.operations import NAMED, OPERATIONS
from ...nets.shapes import Dims, is_known
from ...nets.shown import typed
from ...problem import Problem, Template
from .builder import Builder
from .elementwise import ELEMENTWISE, elementwise
from .registry import BEHIND, FOLLOWED, HELD, NEEDS_DIMS, OPERATOR_FORMS
from .values import Traced, Wire, has_traced, shown, traced

CANNOT = Template(
    "funcpart",
    "`1` cannot be made of layers.  These can: arithmetic, comparisons and functions of numbers, pure "
    "functions, layers and nets, NetArray, functions that the user defined, and of arrays `2`.",
)
NOT_AN_ARRAY = Template("funcarray", "`1` is no array of numbers, which was expected here.")
SLOTS = Template("funcslots", "The function `1` is applied to `2` arguments; it takes `3`.")
NET_PORTS = Template("funcnet", "`1` has the inputs `2`, to which `3` cannot be given.")
ENDLESS = Template("funcendless", "The function `1` calls itself without end, or too many times.")
DEEPEST = 200  # calls within calls
IN_TURNS = Template(
    "funcarrays",
    "`1` is applied several times and has arrays of its own, which the applications would not share; "
    "use NetArray for them, or NetInsertSharedArrays.",
)


class Tracer:
    """Follows expressions; layers go into `builder`."""

    def __init__(self, k: Any, builder: Builder, unrolled: bool = False):
        self.k, self.builder = k, builder
        self.unrolled = unrolled  # whether what is followed is one of several turns

    def value(self, node: Node) -> Node:
        """What an expression gives: a stand-in, a list or association of such, a function, a constant."""
        if not has_traced(node):
            return self.k.evaluate(node)
        if type(node) is not Expr:
            return node
        head = node.head
        if type(head) is not Symbol:
            return self.apply(self.value(head), self._values(node.args))
        if head.name in HELD:
            return self._need(HELD[head.name](self, node), node)
        if head in (S.List, S.Association, S.Rule):
            return Expr(head, self._values(node.args))
        if head is S.Function:
            return node
        return self.call(head, self._values(node.args))

    def _values(self, args: Sequence[Node]) -> tuple[Node, ...]:
        found: list[Node] = []
        for arg in args:
            value = self.value(arg)
            found += value.args if is_head(value, S.Sequence) else (value,)
        return tuple(found)

    def call(self, head: Symbol, args: tuple[Node, ...]) -> Node:
        """A function of the language, or of the user, of arguments that were followed."""
        node = Expr(head, args)
        if not has_traced(node):
            return self.k.evaluate(node)
        definition = self.k.definitions[head]
        if definition.own is not None:
            return self.apply(self.k.evaluate(head), args)
        for rule in definition.down.all() if definition.down is not None else ():
            found = whole_rule(self.k, rule.pattern, rule.value)(node)
            if found is not None:
                return self._called(S.Function(S.List(), found), ())  # type: ignore[arg-type]
        if head.name in FOLLOWED:
            return self._need(FOLLOWED[head.name](self, node), node)
        if head.name in ELEMENTWISE or (head.name in OPERATIONS and args):
            return elementwise(self, node)
        raise self.refusal(node)

    def apply(self, head: Node, args: tuple[Node, ...]) -> Node:
        """What a function gives for arguments that were followed."""
        if type(head) is Symbol:
            return self.call(head, args)
        if type(head) is Value and isinstance(head.value, Net):
            return self._applied(head.value, args, Expr(head, args))
        if type(head) is String and head.value in NAMED:
            return elementwise(self, Expr(head, args))
        if type(head) is Expr:
            if head.head is S.Function:
                return self._called(head, args)
            if head.head is S.Association and len(args) == 1:
                return self.call(S.Part, (head, *args))
            if head.head is S.Composition or head.head is S.RightComposition:
                for function in reversed(head.args) if head.head is S.Composition else head.args:
                    args = (self.apply(function, args),)
                return args[0]
            if type(head.head) is Symbol and len(args) == 1 == len(head.args):
                if head.head.name in OPERATOR_FORMS:
                    return self.call(head.head, (*head.args, *args))
                if head.head.name in BEHIND:
                    return self.call(head.head, (*args, *head.args))
        raise self.refusal(Expr(head, args))

    def _called(self, function: Expr, args: tuple[Node, ...]) -> Node:
        """The value of a pure function.  Raises a Problem where functions call each other without end."""
        if not function.args:
            raise self.refusal(function)
        root = self.root
        root.depth += 1
        if root.depth > DEEPEST:
            raise ENDLESS(typed(shown(function)))
        value = self.value(applied_function(function, args))
        root.depth -= 1
        return value

    def refusal(self, node: Node) -> Problem:
        """The Problem that a part of the function cannot be done."""
        names = sorted(
            n for n in {*FOLLOWED, *HELD} if n != "CompoundExpression" and not n.endswith("Distance")
        )
        return CANNOT(typed(shown(node)), ", ".join((*names, "distances")))

    def _need(self, result: Node | None, node: Node) -> Node:
        if result is None:
            raise self.refusal(node)
        return result

    def _applied(self, net: Net, args: tuple[Node, ...], node: Node) -> Node:
        """The outputs of a net of the function for these arguments."""
        if self.unrolled and set(net.array_specs()) - set(net.shared()):
            raise IN_TURNS(typed(shown(node)))
        if any(map(is_rule, args)) or len(args) != 1:
            raise NET_PORTS(net.wl_head, _listed(net.inputs), typed(S.List(*map(shown, args))))
        (given,) = args
        if takes_list(net) and is_open(net) and isinstance(given, Expr):
            net = infer(with_inputs(net, len(given.args)))
        if takes_list(net) and is_head(given, S.List):
            parts = (
                dict(zip(net.inputs, given.args, strict=False)) if len(given.args) == len(net.inputs) else {}
            )
        elif is_head(given, S.Association):
            parts = {getattr(r.args[0], "value", ""): r.args[1] for r in given.args}
        else:
            parts = {net.inputs[0]: given} if len(net.inputs) == 1 else {}
        if parts.keys() != set(net.inputs):
            raise NET_PORTS(net.wl_head, _listed(net.inputs), typed(shown(given)))
        return self.put(net, parts, node)

    def put(self, net: Net, inputs: dict[str, Node], node: Node) -> Node:
        """Put a net with these inputs into the graph: its output, or an association of several."""
        wires = self.builder.add(net, {port: self.wire(value) for port, value in inputs.items()})
        made = {port: self.at(wire, node) for port, wire in wires.items()}
        if len(made) == 1:
            return next(iter(made.values()))
        return S.Association(*(S.Rule(String(port), value) for port, value in made.items()))

    def at(self, wire: Wire, node: Node) -> Value:
        """The stand-in for what is at a wire."""
        return Value(Traced(self.builder, Value(wire), shown(node)))

    def layer(self, name: str, arguments: Sequence[Node], *inputs: Node, node: Node) -> Node:
        """A layer with these arguments, applied to these inputs; `node` is what it does for the user."""
        leaf = build_layer(LAYERS[name], arguments)
        if leaf.layer.open_inputs:
            leaf = Leaf(leaf.layer.with_inputs(len(inputs)))
        return self.put(leaf, dict(zip(leaf.inputs, inputs, strict=True)), node)

    def wire(self, node: Node) -> Wire:
        """Where an array is found: a stand-in, a list of arrays, or a constant."""
        found = traced(node)
        if found is not None:
            if found.builder is self.builder:
                return self.builder.wire(found)
            return self.builder.body(found).value  # type: ignore[attr-defined]
        if type(node) is Value and isinstance(node.value, NetArray):
            leaf = build_layer(LAYERS["NetArrayLayer"], [S.Rule(String("Array"), node)])
            return self.builder.add(leaf, {})["Output"]
        if is_head(node, S.List) and has_traced(node):
            rows = [self.layer("ReplicateLayer", [Integer(1)], item, node=node) for item in node.args]
            joined = rows[0] if len(rows) == 1 else self.layer("CatenateLayer", [], *rows, node=node)
            return self.wire(joined)
        return self.builder.constant(self.constant(node))

    def array(self, node: Node) -> Traced:
        """The stand-in for an array."""
        return traced(node) or traced(self.at(self.wire(node), node))  # type: ignore[return-value]

    def constant(self, node: Node) -> np.ndarray:
        """The numbers of a constant.  Raises a Problem."""
        array = array_of(node)
        if array is None:
            array = array_of(self.k.evaluate(S.N(node)))
        if array is None or array.dtype.kind not in "fiub":
            raise NOT_AN_ARRAY(typed(shown(node)))
        return array.astype(np.float32)

    def dims(self, node: Node) -> Dims:
        """What is known of the dimensions of an array."""
        if is_number(node):
            return ()
        if is_head(node, S.List) and node.args:
            inner = self.dims(node.args[0])
            return None if inner is None else (len(node.args), *inner)
        found = traced(node)
        if found is None:
            return self.builder.dims_of(self.wire(node))
        return found.dims

    def known_dims(self, node: Node, whole: Node) -> tuple[int, ...]:
        """The dimensions of an array.  Raises a Problem where they are not known."""
        dims = self.dims(node)
        if not is_known(dims) or any(isinstance(size, str) for size in dims or ()):
            raise NEEDS_DIMS(typed(shown(whole)), typed(String(next(iter(self.root.inputs), "Input"))))
        return dims  # type: ignore[return-value]

    def known_length(self, node: Node, whole: Node) -> int:
        """The size of the first dimension.  Raises a Problem where it is not known, or there is none."""
        dims = self.known_dims(node, whole)
        if not dims:
            raise self.refusal(whole)
        return dims[0]

    @property
    def root(self) -> Builder:
        """The outermost graph."""
        builder = self.builder
        while builder.parent is not None:
            builder = builder.parent
        return builder


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names) or "(none)"


def is_number(node: Node) -> bool:
    """Whether a node is a single number that functions of layers may hold."""
    if isinstance(node, (Integer, Real, Rational)):
        return True
    if type(node) is Symbol:
        return node.name in CONSTANTS
    return type(node) is Expr and node.head is not S.List and not has_traced(node) and _is_numeric(node)


def _is_numeric(node: Expr) -> bool:
    named = type(node.head) is Symbol and node.head.name in OPERATIONS
    return named and bool(node.args) and all(map(is_number, node.args))


def applied_function(function: Expr, args: tuple[Node, ...]) -> Node:
    """The body of a pure function with its arguments put in."""
    names = function.args[0] if len(function.args) > 1 else S.Null
    if names is S.Null or names is NONE:
        body = function.args[min(1, len(function.args) - 1)]
        if slot_count(body) > len(args):
            raise SLOTS(typed(shown(function)), len(args), slot_count(body))
        return build(body, Slots(function))(args)
    symbols = names.args if is_head(names, S.List) else (names,)
    if len(symbols) > len(args):
        raise SLOTS(typed(shown(function)), len(args), len(symbols))
    return substitute(function.args[1], dict(zip(symbols, args, strict=False)))  # type: ignore[arg-type]


def keys_of(node: Node, variable: Node) -> dict[str, None]:
    """The keys by which a function takes parts of its argument: #["a"] or #[["a"]]."""
    found: dict[str, None] = {}
    if type(node) is Expr and type(node.args) is tuple:
        whole = (node.head, *node.args)
        parts = whole if node.head == variable else whole[1:] if node.head is S.Part else ()
        if len(parts) == 2 and parts[0] == variable and isinstance(parts[1], String):
            found[parts[1].value] = None
        for part in whole:
            found |= keys_of(part, variable)
    return found


def slots_of(function: Node) -> tuple[Node, ...]:
    """The variables of a pure function, of the one that is applied first in a composition."""
    while type(function) is Expr and function.head in (S.Composition, S.RightComposition) and function.args:
        function = function.args[-1 if function.head is S.Composition else 0]
    if type(function) is not Expr or function.head is not S.Function:
        return ()
    return function_parts(function)[0] if function.args and function.args[0] is not S.Null else ()
