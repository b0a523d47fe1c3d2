"""FunctionLayer[f, options]: the function is followed once, and the layer holds the net that comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...declare import declare_all
from ...expr import Expr, Integer, Node, S, String, Symbol, Value, is_head, is_rule
from ...nets.construct import build_layer, read_options
from ...nets.layer import LAYERS
from ...nets.net import Graph, Leaf
from ...nets.port_types import read_port_type
from ...nets.shapes import Dims
from ...nets.shown import typed
from ...problem import Template
from .builder import Builder
from .tracer import Tracer, keys_of, slots_of
from .values import Wire, has_traced, traced

declare_all("wlnet.netlang.tracing.functions")

ONE_FUNCTION = Template("funcargs", "FunctionLayer takes one function and options; `1` arguments were given.")
USE_APPLY = Template(
    "funcapply",
    "The function `1` takes several arguments, but FunctionLayer applies it to one array; use "
    "FunctionLayer[Apply[f]], or slots with names such as #a and #b.",
)
HOW_MANY = Template(
    "funccount",
    "How many arguments `1` takes is not known; write it as a pure function, or give types of the ports "
    '"Input1", "Input2", ...',
)
NO_ARRAY = Template("funcresult", "The function gives `1`, which is no array and no association of arrays.")
UNUSED = Template("funcunused", "The function does not use its argument `1`.")


def function_layer(k: Any, args: tuple[Node, ...]) -> Leaf:
    """The layer of a call of FunctionLayer."""
    given = [arg for arg in args if not is_rule(arg)]
    if len(given) != 1:
        raise ONE_FUNCTION(len(given))
    options = read_options(args)
    if "Net" in options:
        return build_layer(LAYERS["FunctionLayer"], args)
    graph = followed(k, given[0], options)
    leaf = build_layer(LAYERS["FunctionLayer"], [*args, S.Rule(String("Net"), Value(graph))])
    if not speaks_for_itself(k, given[0]):
        return leaf
    layer, solved = (replace(each, _Followed=graph) for each in (leaf.layer, leaf.solved))  # type: ignore
    return replace(leaf, layer=layer, solved=solved)


def followed(k: Any, function: Node, options: Mapping[str, Node]) -> Graph:
    """The graph that a function makes of its arrays."""
    builder = Builder()
    tracer = Tracer(k, builder)
    applied, arguments = _application(builder, function, options)
    result = tracer.apply(applied, arguments)
    outputs = result_of(tracer, result)
    graph = builder.graph(outputs)
    for name in builder.inputs:
        if name not in graph.inputs:
            raise UNUSED(f'"{name}"')
    return graph


def _application(
    builder: Builder, function: Node, options: Mapping[str, Node]
) -> tuple[Node, tuple[Node, ...]]:
    """What is applied, and to which stand-ins."""

    def argument(name: str, shown: Node) -> Node:
        return Value(builder.input(name, known_dims(options, name), shown))

    if is_head(function, S.Apply) and len(function.args) == 1:
        (applied,) = function.args
        count = _count(applied, options)
        slots = [S.Slot(Integer(i + 1)) for i in range(count)]
        return applied, tuple(argument(f"Input{i + 1}", slot) for i, slot in enumerate(slots))
    slots_ = slots_of(function)
    named = [s.args[0].value for s in slots_ if is_head(s, S.Slot) and isinstance(s.args[0], String)]
    if len(slots_) == 1 and not named:
        named = [*keys_of(function, slots_[0])]
        slots_ = slots_ if not named else tuple(map(String, named))
    if named and len(named) == len(slots_):
        rules = (S.Rule(String(name), argument(name, S.Slot(String(name)))) for name in named)
        return function, (S.Association(*rules),)
    if len(slots_) > 1:
        raise USE_APPLY(typed(function))
    return function, (argument("Input", slots_[0] if slots_ else S.Slot(Integer(1))),)


def _count(function: Node, options: Mapping[str, Node]) -> int:
    """How many arguments the function in Apply takes."""
    count = len(slots_of(function))
    while not count or f"Input{count + 1}" in options:
        if f"Input{count + 1}" not in options:
            raise HOW_MANY(typed(function))
        count += 1
    return count


def known_dims(options: Mapping[str, Node], name: str) -> Dims:
    """The dimensions that the options give for an input."""
    if name not in options:
        return None
    kind = read_port_type(options[name], name, False)
    return kind.dims if kind.coder is None else kind.coder.dims


def result_of(t: Tracer, result: Node) -> dict[str, Wire]:
    """The outputs of the graph: one, or those that an association names."""
    if not is_head(result, S.Association):
        _need_array(t, result)
        return {"Output": t.wire(result)}
    outputs = {}
    for rule in result.args:
        if not isinstance(rule.args[0], String):
            raise NO_ARRAY(typed(result))
        _need_array(t, rule.args[1])
        outputs[rule.args[0].value] = t.wire(rule.args[1])
    return outputs


def _need_array(t: Tracer, node: Node) -> None:
    if traced(node) is None and not is_head(node, S.List) and has_traced(node):
        raise NO_ARRAY(typed(node))


def speaks_for_itself(k: Any, function: Node) -> bool:
    """Whether the function means the same in every session, and each time."""
    return not any(_depends(k, node) for node in _parts(function))


def _parts(node: Node) -> Iterator[Node]:
    yield node
    if type(node) is Expr and type(node.args) is tuple:
        yield from _parts(node.head)
        for arg in node.args:
            yield from _parts(arg)


def _depends(k: Any, node: Node) -> bool:
    if is_head(node, S.NetArray):
        return len(node.args) != 1 or not isinstance(node.args[0], String)
    if type(node) is not Symbol:
        return False
    definition = k.definitions[node]
    own = definition.own is not None or definition.own_rules or definition.down or definition.sub
    return bool(own) or node.name.startswith("Random")
