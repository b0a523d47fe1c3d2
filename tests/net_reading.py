"""Nets from text, for tests: a reader that knows constructors, and evaluates nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from wlnet.arrays import NumericArray, array_of
from wlnet.declare import declare_all
from wlnet.expr import Expr, Integer, Node, Real, S, String, Symbol, Value
from wlnet.kernel.messages import show
from wlnet.nets.chain import chain
from wlnet.nets.coder import make_coder
from wlnet.nets.construct import build_layer, configured, read_options
from wlnet.nets.graph import graph
from wlnet.nets.infer import infer
from wlnet.nets.layer import LAYERS, OBSOLETE
from wlnet.nets.multipliers import Multipliers
from wlnet.nets.net import Net
from wlnet.nets.net_array import NetArray
from wlnet.nets.shapes import Dims
from wlnet.problem import Problem
from wlnet.syntax.parse import parse

declare_all("wlnet.nets.layers")
declare_all("wlnet.nets.coders")


def net(text: str, **known: Dims) -> Net:
    """The net that a text builds, with the dimensions of some ports known from outside."""
    made = built(parse(text))
    return infer(made, known) if known else made


def built(node: Node) -> Net:
    """The net that an expression builds."""
    value = interpreted(node)
    assert isinstance(value, Value) and isinstance(value.value, Net), value
    return value.value


def rules(text: str) -> Multipliers:
    """The setting of LearningRateMultipliers."""
    return Multipliers.from_node(interpreted(parse(text)))


def interpreted(node: Node) -> Node:
    """The value of an expression that holds constructors, lists, rules and numbers."""
    if not isinstance(node, Expr) or node.head is S.Function:
        return node
    args = tuple(map(interpreted, node.args))
    name = node.head.name if isinstance(node.head, Symbol) else ""
    make = CONSTRUCTORS.get(name)
    if name in LAYERS or name in OBSOLETE:
        return Value(build_layer({**LAYERS, **OBSOLETE}[name], args))
    return Expr(node.head, args) if make is None else make(args)


def _parts(node: Node) -> Mapping[str, Net]:
    """The layers in a list or an association; functions and integers stand for layers."""
    if isinstance(node, Expr) and node.head is S.Association:
        return {rule.args[0].value: _part(rule.args[1]) for rule in node.args}  # type: ignore[attr-defined]
    return {str(i + 1): _part(part) for i, part in enumerate(node.args)}


def _part(node: Node) -> Net:
    if isinstance(node, Integer):
        return build_layer(LAYERS["LinearLayer"], [node])
    if isinstance(node, Expr) and node.head in (S.List, S.Association):
        return chain(_parts(node))
    if isinstance(node, Value) and isinstance(node.value, Net):
        return node.value
    return build_layer(LAYERS["ElementwiseLayer"], [node])


def _container(make: Callable[..., Net], count: int) -> Callable[[tuple[Node, ...]], Node]:
    def construct(args: tuple[Node, ...]) -> Node:
        return Value(configured(make(_parts(args[0]), *args[1:count]), read_options(args[count:])))

    return construct


def _shared(args: tuple[Node, ...]) -> Node:
    (spec,) = args
    if isinstance(spec, String):
        return Value(NetArray(spec.value))
    settings = read_options(spec.args)
    return Value(NetArray(settings["Name"].value, array_of(settings["Array"])))  # type: ignore[attr-defined]


def _numeric(args: tuple[Node, ...]) -> Node:
    array = array_of(args[0])
    assert array is not None
    return Value(NumericArray(array.astype(np.float32)))


def _negative(args: tuple[Node, ...]) -> Node:
    number: Any = args[1]
    if args[0] == Integer(-1) and isinstance(number, (Integer, Real)):
        return type(number)(-number.value)
    return S.Times(*args)


CONSTRUCTORS: dict[str, Callable[[tuple[Node, ...]], Node]] = {
    "NetChain": _container(chain, 1),
    "NetGraph": _container(graph, 2),
    "NetArray": _shared,
    "NumericArray": _numeric,
    "NetEncoder": lambda args: Value(make_coder("NetEncoder", args[0])),
    "NetDecoder": lambda args: Value(make_coder("NetDecoder", args[0])),
    "Times": _negative,
}


def said(action: Callable[[], Any]) -> str:
    """The text of the Problem that `action` raises, as a user reads it."""
    try:
        action()
    except Problem as p:
        return p.text(show)
    raise AssertionError("no problem was raised")
