"""Surgery in the language: parts of nets, by NetExtract, NetReplacePart, NetTake, NetDrop, NetJoin."""

from __future__ import annotations

from ..expr import FAILED, Node, S, String, Value, is_head, is_rule
from ..kernel.builtin import builtin
from ..nets.coder import Coder
from ..nets.coder_parameters import Declared
from ..nets.construct import option_name
from ..nets.net import Graph, Leaf, Net
from ..nets.shown import typed
from ..nets.surgery.chains import drop, need_chain
from ..nets.surgery.extract import extract
from ..nets.surgery.join import as_container, join
from ..nets.surgery.replace_parts import replace_parts
from ..nets.surgery.share import insert_shared_arrays
from ..nets.surgery.take import take
from ..problem import Template
from .arguments import NetArgument, as_net, with_options

NOT_RULES = Template("netrules", "`1` is neither a rule part -> value nor a list of such rules.")
NO_NETS = Template("netjoin", "NetJoin needs at least one net.")
BAD_PREFIX = Template("prefix", "The prefix `1` for the names of shared arrays is not a string.")
NO_CODER_PART = Template("netpart", "`2` has no parameter `1`; it has `3`.")


@builtin("NetExtract[net_, spec_]", failure=FAILED)
def net_extract(k, net: Node, spec: Node):
    """NetExtract[net, spec] gives a part of a net: a layer by position or name, an array, a parameter, a
    port.

    {spec1, spec2, ...} goes down into nested nets; a list of lists gives a list of parts; All gives all
    parts.

    >> Normal[NetExtract[LinearLayer["Weights" -> {{2}}, "Biases" -> {1}], "Weights"]]
    {{2.}}
    """
    if isinstance(net, Value) and isinstance(net.value, Coder):
        return _coder_part(net.value, spec)
    return extract(NetArgument.from_node(net), spec)


def _coder_part(coder: Coder, spec: Node) -> Node:
    parts = coder.parts()
    if spec is S.All:
        return S.Association(*(S.Rule(String(name), value) for name, value in parts.items()))
    if not isinstance(spec, String) or spec.value not in parts:
        raise NO_CODER_PART(typed(spec), coder.wl_head, ", ".join(f'"{p}"' for p in parts))
    return parts[spec.value]


@builtin("NetReplacePart[net_, rules_]", failure=FAILED)
def net_replace_part(k, net: Node, rules: Node):
    """NetReplacePart[net, part -> value] gives the net with a part replaced: a layer, an array, an option,
    a port.

    A list of rules replaces several.  A port takes a type or a coder; None removes a coder.  Parameters of
    encoders and decoders are replaced too, of those in a net at {port, parameter}.

    >> NetExtract[NetReplacePart[LinearLayer[2], LearningRateMultipliers -> 0], LearningRateMultipliers]
    0
    """
    items = rules.args if is_head(rules, S.List) or is_head(rules, S.Association) else (rules,)
    if not items or not all(map(is_rule, items)):
        raise NOT_RULES(typed(rules))
    pairs = [(rule.args[0], rule.args[1]) for rule in items]
    if isinstance(net, Value) and isinstance(net.value, Declared):
        return net.value.with_parts({option_name(part): value for part, value in pairs})
    return replace_parts(NetArgument.from_node(net), pairs, lambda node: as_net(k, node))


@builtin("NetTake[net_, spec_, options___]", failure=FAILED)
def net_take(k, net: NetArgument, spec: Node, options: tuple[Node, ...]):
    """NetTake[net, end] gives what a net needs to compute a layer or port; of a chain, the first n layers.

    NetTake[net, {start, end}] begins at a layer or port; NetTake[chain, -n] takes the last n layers.  An end
    is a position, a name, NetPort["port"], NetPort[{layer, "port"}], All, or a list of several.
    "port" -> type sets the type of a port.

    >> Information[NetTake[NetChain[{1, 2, 3}], 2], "LayersCount"]
    2
    """
    return with_options(take(as_container(net), spec), options)


@builtin("NetDrop[net_, spec_, options___]", failure=FAILED)
def net_drop(k, net: NetArgument, spec: Node, options: tuple[Node, ...]):
    """NetDrop[net, n] gives a chain without its first n layers, NetDrop[net, -n] without the last, {m, n}
    without those from m to n.  "port" -> type sets the type of a port.

    >> Information[NetDrop[NetChain[{1, 2, 3}], -1], "LayersCount"]
    2
    """
    return with_options(drop(need_chain(net), spec), options)


@builtin("NetJoin[nets___]", failure=FAILED)
def net_join(k, nets: tuple[Node, ...]):
    """NetJoin[net1, net2, ...] gives one net of the layers of several chains or graphs, in a row.

    >> Information[NetJoin[NetChain[{1, 2}], NetChain[{3}]], "LayersCount"]
    3
    """
    given = [node for node in nets if not is_rule(node)]
    if not given:
        raise NO_NETS()
    joined = join([NetArgument.from_node(node) for node in given])
    return with_options(joined, [node for node in nets if is_rule(node)])


@builtin("NetInsertSharedArrays[net_, prefix_]", failure=FAILED)
def net_insert_shared_arrays(k, net: NetArgument, prefix: Node = String("")):
    """NetInsertSharedArrays[net] gives the net with every array shared under a name made of its position.

    NetInsertSharedArrays[net, "prefix"] puts a prefix before the names.

    >> NetExtract[NetInsertSharedArrays[LinearLayer[2, "Input" -> 1]], "Weights"]
    NetArray["Weights"]
    """
    if not isinstance(prefix, String):
        raise BAD_PREFIX(typed(prefix))
    return insert_shared_arrays(net, prefix.value)


@builtin("Normal[net_]", failure=FAILED)
def normal_net(k, net: Net):
    """Normal[net] gives the layers of a net, or the parameters of a layer.

    >> Head /@ Normal[NetChain[{1, Ramp}]]
    {LinearLayer, ElementwiseLayer}
    """
    return extract(net, S.All)


@builtin("Normal[coder_]", failure=FAILED)
def normal_coder(k, coder: Coder):
    """Normal[coder] gives the parameters of an encoder or decoder.

    >> Normal[NetEncoder[{"Class", {"a", "b"}}]]["Labels"]
    {"a", "b"}
    """
    return _coder_part(coder, S.All)


@builtin("Length[net_]")
def length_net(k, net: Net):
    """Length[net] gives the number of layers.

    >> Length[NetChain[{1, Ramp, 2}]]
    3
    """
    return len(net.nodes) if isinstance(net, Graph) else len(net.parts) if isinstance(net, Leaf) else 0


@builtin("Part[net_, steps__]", failure=FAILED)
def part_net(k, net: Net, steps: tuple[Node, ...]):
    """net[[i, j, ...]] is NetExtract[net, {i, j, ...}].

    >> NetChain[{1, Ramp}][[2, "Function"]]
    Ramp
    """
    return extract(net, S.List(*steps))


@builtin("Part[coder_, name_]", failure=FAILED)
def part_coder(k, coder: Coder, name: Node):
    """coder[["name"]] is NetExtract[coder, "name"].

    >> NetDecoder[{"Class", {"a", "b"}}][["Labels"]]
    {"a", "b"}
    """
    return _coder_part(coder, name)
