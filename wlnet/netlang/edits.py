"""Surgery in the language: layers put in, taken out, replaced, renamed and spliced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..expr import FAILED, Expr, Integer, Node, S, String, Symbol, Value, is_head, is_rule
from ..kernel.builtin import builtin
from ..kernel.matching import matcher, replacer
from ..nets.net import Graph, Net
from ..nets.shown import typed
from ..nets.surgery.chains import New, insert, insertion_place, need_chain
from ..nets.surgery.delete import delete
from ..nets.surgery.flatten import HEADS, flatten
from ..nets.surgery.join import append, prepend
from ..nets.surgery.rename import NO_NAME, Renaming, rename, rename_ports
from ..nets.surgery.replace import alike, replace_layers
from ..problem import Template
from .arguments import BAD_NAME, PORT_NAMES, NetArgument, as_net, with_options

NO_LAYERS = Template("netnew", "`1` is not a layer, a rule name -> layer, or a list of them.")
NOT_RULES = Template("netrules", "`1` is neither a rule pattern -> layer nor a list of such rules.")
NOTHING_REPLACED = Template("norep", "No layer of the net matches `1`.")
NOT_RENAMING = Template("netrenamespec", "`1` is neither a rule between names or NetPorts nor a function.")
NOT_A_NAME = Template("netrenamename", 'The function gave `1` for the name "`2`", which is not a string.')
NOT_LEVELS = Template("netlevel", "`1` is not a level specification n, {n} or {m, n}.")
NOT_HEADS = Template("netheads", "AllowedHeads -> `1` is neither Automatic nor a list of `2`.")


def _new_layers(k: Any, node: Node) -> list[New]:
    """The layers of one argument: a layer, name -> layer, a list, or an association."""
    if is_rule(node) and isinstance(node.args[0], (String, Symbol)):
        name = node.args[0].value if isinstance(node.args[0], String) else node.args[0].name
        if name in PORT_NAMES:
            raise BAD_NAME(typed(node.args[0]))
        return [(name, as_net(k, node.args[1]))]
    if is_head(node, S.Association) or is_head(node, S.List):
        if not node.args:
            raise NO_LAYERS(typed(node))
        return [layer for item in node.args for layer in _new_layers(k, item)]
    return [(None, as_net(k, node))]


@builtin("NetAppend[net_, layers_, options___]", failure=FAILED)
def net_append(k, net: NetArgument, layers: Node, options: tuple[Node, ...]):
    """NetAppend[net, layer] gives the net with a layer behind its output; {layer1, ...} adds several.

    "name" -> layer names the layer.  A decoder at the output is dropped; "port" -> type sets the type of a
    port.

    >> Information[NetAppend[NetChain[{1, 2}], Ramp], "LayersCount"]
    3
    """
    return with_options(append(net, _new_layers(k, layers)), options)


@builtin("NetPrepend[net_, layers_, options___]", failure=FAILED)
def net_prepend(k, net: NetArgument, layers: Node, options: tuple[Node, ...]):
    """NetPrepend[net, layer] gives the net with a layer before its input; {layer1, ...} adds several.

    "name" -> layer names the layer.  An encoder at the input is dropped; "port" -> type sets the type of a
    port.

    >> Head[NetExtract[NetPrepend[NetChain[{1, 2}], Ramp], 1]]
    ElementwiseLayer
    """
    return with_options(prepend(net, _new_layers(k, layers)), options)


@builtin("NetInsert[net_, layer_, position_]", failure=FAILED)
def net_insert(k, net: NetArgument, layer: Node, position: Node):
    """NetInsert[chain, layer, n] gives the chain with a layer put in, which then has the position n.

    NetInsert[chain, "name" -> layer, "position"] puts it before the layer with that name.

    >> Head[NetExtract[NetInsert[NetChain[{1, 2}], Ramp, 2], 2]]
    ElementwiseLayer
    """
    chain = need_chain(net)
    return insert(chain, _new_layers(k, layer), insertion_place(chain, position))


@builtin("NetDelete[net_, parts_]", failure=FAILED)
def net_delete(k, net: NetArgument, parts: Node):
    """NetDelete[net, n] gives the net without a layer; NetDelete[net, "name"] names it.

    {part1, part2, ...} deletes several, of which {i, j} is one in a nested net; NetPort["output"] deletes an
    output of a graph.

    >> Information[NetDelete[NetChain[{1, Ramp, 2}], 2], "LayersCount"]
    2
    """
    return delete(net, parts)


@builtin("NetReplace[net_, rules_]", failure=FAILED)
def net_replace(k, net: NetArgument, rules: Node, *, FlattenInPlace: bool = True):
    """NetReplace[net, pattern -> layer] gives the net with every layer that matches replaced.

    A layer as the pattern matches layers that have the parameters given in it.  Nothing leaves a layer out.

    >> Head[NetExtract[NetReplace[NetChain[{1, Ramp}], _ElementwiseLayer -> SoftmaxLayer[]], 2]]
    SoftmaxLayer
    """
    items = rules.args if is_head(rules, S.List) else (rules,)
    if not items or not all(map(is_rule, items)):
        raise NOT_RULES(rules)
    each = [_replacement(k, rule) for rule in items]

    def replacement(part: Net) -> Net | bool | None:
        return next((found for one in each if (found := one(part)) is not None), None)

    made, count = replace_layers(net, replacement, FlattenInPlace)
    if not count:
        k.message(S.NetReplace, NOTHING_REPLACED(S.List(*(r.args[0] for r in items))))
    return made


def _replacement(k: Any, rule: Node) -> Callable[[Net], Net | bool | None]:
    """What a rule makes of a layer: a net, True for Nothing, None where it does not match."""
    apply = replacer(k, (rule,))
    fits = _literal_test(k, rule.args[0])

    def made(part: Net) -> Net | bool | None:
        if fits is not None:
            value: Node | None = rule.args[1] if fits(part) else None
        else:
            value = apply(Value(part))
        if value is None:
            return None
        value = k.evaluate(value)
        return True if value is S.Nothing else as_net(k, value)

    return made


def _literal_test(k: Any, pattern: Node) -> Callable[[Net], bool] | None:
    """The test of a pattern that is a layer, or alternatives with one among them; None for another one."""
    if isinstance(pattern, Value) and isinstance(pattern.value, Net):
        return lambda part: alike(pattern.value, part)
    if is_head(pattern, S.Alternatives):
        tests = [_literal_test(k, item) for item in pattern.args]
        if any(tests):
            every = [test or _pattern_test(k, a) for test, a in zip(tests, pattern.args, strict=True)]
            return lambda part: any(test(part) for test in every)
    return None


def _pattern_test(k: Any, pattern: Node) -> Callable[[Net], bool]:
    test = matcher(k, pattern)
    return lambda part: test(Value(part))


@builtin("NetRename[net_, names_, levels_]", failure=FAILED)
def net_rename(k, net: NetArgument, names: Node, levels: Node = Integer(1)):
    """NetRename[net, "old" -> "new"] gives the net with another name of a layer; a list renames several.

    NetRename[net, f] applies f to every name.  NetPort["old"] -> NetPort["new"] renames a port of the net.
    A level n, {n} or {m, n} says how deep to go.

    >> Keys[Normal[NetRename[NetChain[<|"a" -> Ramp, "b" -> Tanh|>], "a" -> "c"]]]
    {"c", "b"}
    """
    first, last = _levels(levels)
    rules = names.args if is_head(names, S.List) or is_head(names, S.Association) else (names,)
    if not any(map(is_rule, rules)):
        return rename(net, Renaming(lambda i, name: _called(k, names, name), first, last))
    if not all(map(is_rule, rules)):
        raise NOT_RENAMING(names)
    ports = {_port(r.args[0]): _port(r.args[1]) for r in rules if is_head(r.args[0], S.NetPort)}
    layers = {_layer(r.args[0]): _layer(r.args[1]) for r in rules if not is_head(r.args[0], S.NetPort)}
    if layers:
        net = _renamed(net, layers, first, last)
    return rename_ports(net, ports) if ports and isinstance(net, Graph) else net


def _renamed(net: Net, names: dict[str | int, str | int], first: int, last: float) -> Net:
    used: set[str | int] = set()

    def name(place: int, old: str) -> str:
        key: str | int = old if old in names else place + 1
        used.add(key)
        return str(names.get(key, old))

    made = rename(net, Renaming(name, first, last))
    for old in names:
        if old not in used:
            raise NO_NAME("layer", old if isinstance(old, int) else f'"{old}"')
    return made


def _called(k: Any, function: Node, name: str) -> str:
    new = k.evaluate(Expr(function, (String(name),)))
    if not isinstance(new, String):
        raise NOT_A_NAME(typed(new), name)
    return new.value


def _layer(node: Node) -> str | int:
    if isinstance(node, (String, Integer)):
        return node.value
    if isinstance(node, Symbol):
        return node.name
    raise NOT_RENAMING(typed(node))


def _port(node: Node) -> str:
    held = node.args[0] if is_head(node, S.NetPort) and len(node.args) == 1 else node
    if not isinstance(held, String):
        raise NOT_RENAMING(typed(node))
    return held.value


def _levels(node: Node) -> tuple[int, float]:
    """From which level to which."""
    if isinstance(node, Integer):
        return 1, node.value
    if node is S.All or node == S.DirectedInfinity(Integer(1)) or node is S.Infinity:
        return 1, float("inf")
    if is_head(node, S.List) and len(node.args) in (1, 2) and isinstance(node.args[0], Integer):
        return node.args[0].value, _levels(node.args[-1])[1]
    raise NOT_LEVELS(typed(node))


@builtin("NetFlatten[net_, levels_]", failure=FAILED)
def net_flatten(k, net: NetArgument, levels: Node = S.All, *, AllowedHeads: Node = S.Automatic):
    """NetFlatten[net] gives the net with the layers of nested chains and graphs in the net itself.

    NetFlatten[net, n] does so for n levels.  AllowedHeads -> {NetChain} keeps nested graphs.

    >> Length[NetFlatten[NetChain[{Ramp, {Tanh, Ramp}}]]]
    3
    """
    return flatten(net, _levels(levels)[1], _heads(AllowedHeads))


def _heads(node: Node) -> tuple[str, ...]:
    if node in (S.Automatic, S.All):
        return HEADS
    items = node.args if is_head(node, S.List) else (node,)
    names = tuple(item.name for item in items if isinstance(item, Symbol) and item.name in HEADS)
    if len(names) != len(items):
        raise NOT_HEADS(typed(node), ", ".join(HEADS))
    return names
