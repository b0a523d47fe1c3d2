"""The constructors: every layer that is declared, NetChain, NetGraph, encoders and decoders, NetArray."""

from __future__ import annotations

from typing import Any

from ..expr import FAILED, Expr, Integer, Node, S, String, Value, is_rule
from ..kernel.builtin import builtin, symbol
from ..nets.coder import Coder, Decoder, Encoder, make_coder
from ..nets.construct import build_layer, configured
from ..nets.graph import graph
from ..nets.layer import LAYERS, OBSOLETE, Layer
from ..nets.net import Net
from ..nets.shown import typed
from ..nets.single import as_graph
from ..problem import Template
from .arguments import chain_of, elementwise_argument, layers_of, operand, options_of, threading_argument
from .tracing.compiled_layer import compiled_layer
from .tracing.function_layer import function_layer

NO_INVERSE = Template("coderinv", "`1` has no `2` that undoes it.")
NOT_ONE_NET = Template("netgraphlayer", "`1` is no net, and no list of layers with connections behind it.")
NOT_LAYERS = Template("netlayers", "`1` is not a list or association of layers.")


symbol("TextElement", "TextElement[{t1, t2, ...}] is a text that is cut into tokens already.")
symbol("NetPort", 'NetPort["port"] is a port of a net; NetPort[{layer, "port"}] one of a layer in it.')
symbol(
    "Restricted",
    'Restricted["Integer", n] is the type of the integers from 1 to n, Restricted["Integer", {m, n}] from m.',
)
symbol("RepeatingElement", "RepeatingElement[type] is the type of sequences of any length of such elements.")


def _declare(name: str, cls: type[Layer]) -> None:
    """The constructor of one layer, as a function of the language."""

    def construct(k: Any, args: tuple[Node, ...]) -> Net:
        if name in FOLLOWED:
            return FOLLOWED[name](k, args)
        if args and name in FORMER:
            args = (FORMER[name](args[0]), *args[1:])
        if args and name in FUNCTIONAL and not is_rule(args[0]):
            args = (FUNCTIONAL[name](k, args[0]), *args[1:])
        if args and cls.inner and not is_rule(args[0]):
            args = (operand(k, args[0], cls), *args[1:])
        return build_layer(cls, args)

    construct.__doc__ = cls.__doc__
    construct.__name__ = construct.__qualname__ = name
    builtin(f"{name}[args___]", failure=FAILED)(construct)


# layers whose first argument is a function, which may be one of the user's
FUNCTIONAL = {"ElementwiseLayer": elementwise_argument, "ThreadingLayer": threading_argument}


def _array_of_dims(node: Node) -> Node:
    """ConstantArrayLayer[dims] was ConstantArrayLayer["Output" -> dims]."""
    return node if is_rule(node) else S.Rule(String("Output"), node)


def _one_swap(node: Node) -> Node:
    """TransposeLayer[m -> n] was TransposeLayer[m <-> n]."""
    return S.List(node) if is_rule(node) and isinstance(node.args[0], Integer) else node


# first arguments as public programs of 2017 write them
FORMER = {"ConstantArrayLayer": _array_of_dims, "TransposeLayer": _one_swap}

FOLLOWED = {"FunctionLayer": function_layer, "CompiledLayer": compiled_layer}

for _name, _cls in {**LAYERS, **OBSOLETE}.items():
    _declare(_name, _cls)


@builtin("NetChain[layers_, options___]", failure=FAILED)
def net_chain(k, layers: Node, options: tuple[Node, ...]):
    """NetChain[{layer1, layer2, ...}] is a net in which the output of each layer is the input of the next.

    NetChain[<|"name1" -> layer1, ...|>] gives the layers names, as does a list of such rules.  A function
    stands for an ElementwiseLayer, an integer for a LinearLayer, a list for a chain.  Options: types of the
    ports, "Input" -> type and "Output" -> type, and LearningRateMultipliers.

    >> Information[NetChain[{LinearLayer[3], Ramp, LinearLayer[{}]}, "Input" -> "Real"], "LayersCount"]
    3
    """
    if not isinstance(layers, Expr) or layers.head not in (S.List, S.Association):
        raise NOT_LAYERS(typed(layers))
    return configured(chain_of(k, layers), options_of(options))


@builtin("NetGraph[layers_, connections_, options___]", failure=FAILED)
def net_graph(k, layers: Node, connections: Node, options: tuple[Node, ...]):
    """NetGraph[{layer1, layer2, ...}, {m1 -> n1, ...}] is a net whose layers are joined by connections.

    NetGraph[<|"name1" -> layer1, ...|>, connections] gives the layers names, as does a list of such rules.
    {a, b} -> c feeds several inputs; NetPort["port"] is a port of the graph, NetPort[{layer, "port"}] one of
    a layer.  Ports that are left unconnected become ports of the graph.  Options are those of NetChain.

    >> NetGraph[{Ramp, Tanh}, {1 -> 2}, "Input" -> "Real"][-3]
    0.
    """
    if not isinstance(layers, Expr) or layers.head not in (S.List, S.Association):
        raise NOT_LAYERS(typed(layers))
    return configured(graph(layers_of(k, layers), connections), options_of(options))


@builtin("NetGraph[layer_]", failure=FAILED)
def net_graph_of(k, layer: Node):
    """NetGraph[net] is the smallest graph that does what a layer, a chain or a FunctionLayer does.

    >> Information[NetGraph[FunctionLayer[Total[#]^2 &]], "LayersCount"]
    2
    """
    if not isinstance(layer, Value) or not isinstance(layer.value, Net):
        raise NOT_ONE_NET(typed(layer))
    return as_graph(layer.value)


@builtin("NetEncoder[spec_]", failure=FAILED)
def net_encoder(k, spec: Node):
    """NetEncoder["name"] or NetEncoder[{"name", parameters...}] turns data of a kind into arrays for a net.

    NetEncoder[decoder] is the encoder which the decoder undoes.

    >> NetEncoder[{"Class", {"a", "b"}}][{"b", "a"}]
    {2, 1}
    """
    return _coder("NetEncoder", spec, Decoder, "encoder")


@builtin("NetDecoder[spec_]", failure=FAILED)
def net_decoder(k, spec: Node):
    """NetDecoder["name"] or NetDecoder[{"name", parameters...}] turns arrays that a net gives into answers.

    NetDecoder[encoder] is the decoder that undoes the encoder.

    >> NetDecoder[{"Class", {"a", "b"}}][{0.2, 0.8}]
    "b"
    """
    return _coder("NetDecoder", spec, Encoder, "decoder")


def _coder(head: str, spec: Node, opposite: type[Coder], name: str) -> Coder:
    value = getattr(spec, "value", None)
    if not isinstance(value, opposite):
        return make_coder(head, spec)
    inverse = value.encoder() if isinstance(value, Decoder) else value.decoder()  # type: ignore[attr-defined]
    if inverse is None:
        raise NO_INVERSE(spec, name)
    return inverse
