"""NetReplacePart: other layers, arrays, parameters, options and types of ports, at the end of paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...arrays import array_of, float32_of
from ...expr import NONE, Expr, Integer, Node, S, String, Value, to_node
from ...problem import Template
from ..coder_parameters import Declared
from ..construct import check_rules, make_layer, option_name, parameter_types, set_port
from ..infer import infer
from ..multipliers import Multipliers
from ..net import Graph, Leaf, Net, Path
from ..net_array import NetArray
from ..parts import NO_PART, NO_PARTS, step_names
from ..port_types import read_port_type
from .ports import with_nodes
from .share import need_shared

BAD_ARRAY = Template("netarray", 'The array "`1`" of `2` cannot be `3`; an array of numbers was expected.')


def replace_parts(net: Net, rules: Sequence[tuple[Node, Node]], as_net: Any) -> Net:
    """The net with each part that a rule names replaced.  `as_net` makes a net of what stands for a layer."""
    for spec, value in rules:
        name = shared_name(spec)
        if name is not None:
            net = _with_shared(net, name, value)
            continue
        steps = spec.args if isinstance(spec, Expr) and spec.head is S.List else (spec,)
        net = _replaced(net, list(steps), value, as_net)
    made = infer(net)
    check_all_rules(made)
    return made


def shared_name(spec: Node) -> str | None:
    """The name of the shared array that a specification names."""
    if isinstance(spec, Value) and isinstance(spec.value, NetArray):
        return spec.value.name
    held = isinstance(spec, Expr) and spec.head in (S.NetArray, S.NetSharedArray) and len(spec.args) == 1
    return spec.args[0].value if held and isinstance(spec.args[0], String) else None


def _with_shared(net: Net, name: str, value: Node) -> Net:
    """The net with other values of a shared array, at all its places."""
    array = None if value is S.Automatic else array_of(value)
    need_shared(net, name)
    if array is None and value is not S.Automatic:
        raise BAD_ARRAY(name, net.wl_head, value)
    new = NetArray(name, array)

    def leaf_at(at: Path, leaf: Leaf) -> Leaf:
        mine = {n: new for n, v in leaf.values.items() if isinstance(v, NetArray) and v.name == name}
        return replace(leaf, values={**leaf.values, **mine}) if mine else leaf

    return net.rebuilt(leaf_at)


def check_all_rules(net: Net) -> None:
    """Raise a Problem if a rule of LearningRateMultipliers anywhere in the net names no part any more."""
    check_rules(net)
    for part in net.parts.values():
        if isinstance(part, Net):
            check_all_rules(part)


def _replaced(net: Net, steps: list[Node], value: Node, as_net: Any) -> Net:
    if not steps:
        return as_net(value)
    step, rest = steps[0], steps[1:]
    if not rest and (changed := _with_setting(net, option_name(step), value)) is not None:
        return changed
    port = option_name(step)
    if port in net.coders:
        return _with_coder_part(net, port, rest, value)
    changes: dict[str, Any] = {}
    names = step_names(net, step)
    if not isinstance(step, (Integer, String)) and rest:  # of several parts, those that have the rest
        names = [name for name in names if _reaches(net.parts[name], rest)]
        if not names:
            raise NO_PARTS(S.List(step, *rest), net.wl_head)
    for name in names:
        part = net.parts[name]
        if isinstance(part, Net):
            changes[name] = _replaced(part, rest, value, as_net)
        elif rest:
            raise NO_PART(rest[0], "an array", "no parts")
        else:
            changes[name] = _new_array(net, name, value)
    return with_parts(net, changes)


def _with_coder_part(net: Net, port: str, steps: Sequence[Node], value: Node) -> Net:
    """The net with a parameter of the coder at a port changed."""
    coder = net.coders[port]
    if len(steps) != 1 or not isinstance(coder, Declared):
        raise NO_PART(S.List(*steps), coder.wl_head, ", ".join(f'"{p}"' for p in coder.parts()))
    changed = coder.with_parts({option_name(steps[0]): value})
    return replace(net, coders={**net.coders, port: changed})  # type: ignore[type-var]


def _reaches(part: Any, steps: Sequence[Node]) -> bool:
    """Whether a part has something at the end of a path."""
    if not steps or not isinstance(part, Net):
        return not steps
    if len(steps) == 1 and _is_setting(part, option_name(steps[0])):
        return True
    return any(_reaches(part.parts[name], steps[1:]) for name in step_names(part, steps[0], strict=False))


def _is_setting(net: Net, name: str) -> bool:
    return name in net.ports or (isinstance(net, Leaf) and name in parameter_types(type(net.layer)))


def with_parts(net: Net, changes: Mapping[str, Any]) -> Net:
    """The net with direct parts replaced, dimensions as before."""
    if isinstance(net, Graph):
        return with_nodes(net, changes)
    assert isinstance(net, Leaf)
    nets = {name: part for name, part in changes.items() if isinstance(part, Net)}
    values = {name: part for name, part in changes.items() if name not in nets}
    kept = {name: part for name, part in {**net.values, **values}.items() if part is not S.Automatic}
    return replace(net, values=kept, nets={**net.nets, **nets})


def _with_setting(net: Net, name: str, value: Node) -> Net | None:
    """The net with an option, parameter or port of its own changed; None if it has none of that name."""
    if name == "LearningRateMultipliers":
        rules = Multipliers.from_node(value)
        return replace(net, multipliers=rules if rules.rules else None)  # type: ignore[type-var]
    if name in net.ports:
        given, coders = dict(net.given), dict(net.coders)
        kind = read_port_type(value, name, net.ports[name].output)
        if isinstance(net, Leaf):
            kind = replace(kind, coder=net.layer.given_coder(name, kind.coder))
        set_port(given, coders, name, kind)
        return replace(net, given=given, coders=coders)  # type: ignore[type-var]
    if isinstance(net, Leaf) and name in parameter_types(type(net.layer)):
        present = {n: v for n, v in net.layer.parameters().items() if n != name}
        one = make_layer_parameter(net, name, value)
        return replace(net, layer=type(net.layer)(**{**present, name: one}))
    return None


def make_layer_parameter(leaf: Leaf, name: str, value: Node) -> Any:
    """The value of one parameter, read as its kind."""
    others = {
        n: to_node(v) if not hasattr(v, "to_node") else v.to_node()
        for n, v in leaf.layer.parameters().items()
        if n != name and v is not None
    }
    return getattr(make_layer(type(leaf.layer), {**others, name: value}), name)


def _new_array(leaf: Net, name: str, value: Node) -> Any:
    """The array to put in; a shared one keeps its name."""
    if value is S.Automatic:
        return S.Automatic
    assert isinstance(leaf, Leaf)
    if value is NONE and leaf.layer.arrays[name].optional:
        return None
    if isinstance(value, Value) and isinstance(value.value, NetArray):
        return value.value
    array = float32_of(value)
    if array is None:
        raise BAD_ARRAY(name, leaf.wl_head, value)
    return array
