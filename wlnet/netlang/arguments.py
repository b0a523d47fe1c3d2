"""Arguments that the functions of the net framework share: nets in every notation, the names of options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..declare import declare_all
from ..expr import Expr, Integer, Node, S, String, Symbol, Value, is_head, is_rule
from ..nets.chain import chain
from ..nets.construct import build_layer, configured, read_options
from ..nets.elementwise import COMPOSITIONS, ElementwiseFunction, function_parts
from ..nets.layer import LAYERS, Layer
from ..nets.net import Leaf, Net
from ..nets.parts import LayerName
from ..nets.shown import typed
from ..nets.threading_function import ThreadingFunction
from ..problem import Template

declare_all("wlnet.nets.layers")
declare_all("wlnet.nets.coders")

NOT_A_NET = Template("netarg", "`1` is not a net.")
NOT_A_LAYER = Template(
    "netlayer", "`1` is neither a layer nor a shorthand for one (a function, an integer or a list)."
)
NOT_ELEMENTWISE = Template(
    "netlayer",
    "The function `1` is none of single numbers, which `2` stands for; FunctionLayer[`1`] is a layer of a "
    "function of arrays.",
)
NOT_A_FUNCTION = Template("elemfunc", "`1` is not a function that ElementwiseLayer supports.")
NOT_AN_OPTION = Template("netoptarg", "`1` is not an option: a rule name -> value was expected here.")
BAD_NAME = Template(
    "netname", '`1` is not a name for a layer: a string was expected, but neither "" nor the name of a port.'
)
PORT_NAMES = ("", "Input", "Output")


class NetArgument:
    """The annotation of an argument that must be a net; anything else is a Problem, not "no such rule"."""

    @classmethod
    def from_node(cls, node: Node) -> Net:
        if isinstance(node, Value) and isinstance(node.value, Net):
            return node.value
        raise NOT_A_NET(typed(node))


def as_net(k: Any, node: Node) -> Net:
    """A net, or what stands for a layer inside containers: a function, an integer, or a list for a chain."""
    if isinstance(node, Value) and isinstance(node.value, Net):
        return node.value
    if isinstance(node, Integer):
        return build_layer(LAYERS["LinearLayer"], [node])
    if isinstance(node, Expr) and node.head in (S.List, S.Association):
        return chain_of(k, node)
    is_function = isinstance(node, Expr) and (node.head is S.Function or node.head in COMPOSITIONS)
    if isinstance(node, Symbol) or is_function:
        if not _takes_several(node) and ElementwiseFunction.supports(node):
            return Leaf(LAYERS["ElementwiseLayer"](ElementwiseFunction(node)))  # type: ignore[call-arg]
        if ThreadingFunction.supports(node):
            return build_layer(LAYERS["ThreadingLayer"], [node])
        if is_function:
            wanted = "ThreadingLayer" if _takes_several(node) else "ElementwiseLayer"
            raise NOT_ELEMENTWISE(typed(node), wanted)
    raise NOT_A_LAYER(typed(node))


def chain_of(k: Any, layers: Node, **settings: Any) -> Net:
    """The chain of a list of layers, or of an association from names to layers."""
    return chain(layers_of(k, layers), **settings)


def layers_of(k: Any, layers: Node) -> dict[str, Net]:
    """The nets in a list, by position, or in an association or a list of rules, by name."""
    if is_head(layers, S.Association) or (layers.args and all(map(is_rule, layers.args))):
        return {_layer_name(rule.args[0]): as_net(k, rule.args[1]) for rule in layers.args}
    return {str(i + 1): as_net(k, item) for i, item in enumerate(layers.args)}


def _layer_name(node: Node) -> str:
    if not isinstance(node, String) or node.value in PORT_NAMES:
        raise BAD_NAME(typed(node))
    return LayerName(node.value)


def elementwise_argument(k: Any, node: Node) -> Node:
    """The function of an ElementwiseLayer with user definitions worked in: f becomes Function[{x}, f[x]].

    A function that is supported as it stands stays as it is.
    """
    if isinstance(node, String) or ElementwiseFunction.supports(node):
        return node
    variable = Symbol("elementwise`x")
    body = k.evaluate(S.Quiet(Expr(node, (variable,))))
    expanded = S.Function(S.List(variable), body)
    if not ElementwiseFunction.supports(expanded):
        raise NOT_A_FUNCTION(typed(node))
    return expanded


def operand(k: Any, node: Node, cls: type[Layer]) -> Node:
    """The nets of an operator, which may be given as containers take them; a list of them for several."""
    if isinstance(node, String) and not cls.needs_nets:
        return node
    if len(cls.inner) > 1 and is_head(node, S.List):
        return S.List(*(Value(as_net(k, each)) for each in node.args))
    return Value(as_net(k, node))


def threading_argument(k: Any, node: Node) -> Node:
    """The function of a ThreadingLayer with user definitions worked in, where that is needed."""
    if ThreadingFunction.supports(node) or not is_head(node, S.Function):
        return node
    variables = function_parts(node)[0]  # type: ignore[arg-type]
    names = [Symbol(f"threading`x{i}") for i in range(len(variables))]
    expanded = S.Function(S.List(*names), k.evaluate(Expr(node, tuple(names))))
    named = any(v.args and isinstance(v.args[0], String) for v in variables)
    return expanded if not named and ThreadingFunction.supports(expanded) else node


def _takes_several(node: Node) -> bool:
    """Whether `node` is a pure function of several arguments."""
    return is_head(node, S.Function) and len(function_parts(node)[0]) > 1  # type: ignore[arg-type]


def options_of(rules: Sequence[Node]) -> dict[str, Node]:
    """Options by name.  Raises a Problem for what is no rule."""
    for node in rules:
        if not is_rule(node):
            raise NOT_AN_OPTION(typed(node))
    return read_options(rules)


def with_options(net: Net, rules: Sequence[Node]) -> Net:
    """The net with the options among `rules`, if there are any."""
    options = options_of(rules)
    return configured(net, options) if options else net
