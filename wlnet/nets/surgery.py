"""Surgery: taking parts out of nets and putting others in.  Every function returns a new net or a part.

Paths are those of `parts`; what stands at the end of a path may be a layer, an array, a parameter of a
layer, a port, or the symbol LearningRateMultipliers.  After a change dimensions are inferred anew from what
the user gave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..arrays import NumericArray, array_of
from ..expr import NONE, Expr, Integer, Node, S, String, Value, to_node
from ..problem import Template
from .chain import chain
from .coder import Coder
from .construct import check_rules, make_layer, option_name, parameter_types, set_port
from .infer import infer
from .multipliers import Multipliers, first_matches
from .net import Graph, Leaf, Net, NetArray, Path, plain
from .parts import NO_PART, step_names
from .port_types import read_port_type
from .shapes import merge_dims
from .write import port_node

NOT_CHAIN = Template("notchain", "`1` is not a NetChain.")
CANNOT_DROP = Template("netdrop", "Cannot drop `1` from a chain of `2` layers.")
CANNOT_TAKE = Template("nettake", "Cannot take `1` from a chain of `2` layers.")
BAD_ARRAY = Template("netarray", 'The array "`1`" of `2` cannot be `3`; an array of numbers was expected.')
BAD_LAYER = Template("netlayer", "`1` cannot take the place of a layer.")
BAD_EXTRACT = Template("netextract", "`1` does not specify a part of a net.")
MULTIPLIERS = S.LearningRateMultipliers


def extract(net: Net, spec: Node) -> Node:
    """What NetExtract gives for a specification; a list of results for a list of specifications."""
    if spec is S.All:
        return _all_parts(net)
    steps = spec.args if isinstance(spec, Expr) and spec.head is S.List else (spec,)
    if steps and all(isinstance(s, Expr) and s.head is S.List for s in steps):
        return S.List(*(extract(net, s) for s in steps))
    if isinstance(spec, Expr) and spec.head is S.NetArray and len(spec.args) == 1:
        return _shared_value(net, spec.args[0])
    if isinstance(spec, Value) and isinstance(spec.value, NetArray):
        return _shared_value(net, String(spec.value.name))
    return _extract(net, list(steps))


def _extract(part: Any, steps: Sequence[Node]) -> Node:
    if not steps:
        return part_node(part)
    if isinstance(part, Coder):
        found = part.parts().get(option_name(steps[0]))
        if found is None or len(steps) > 1:
            raise NO_PART(steps[0], part.wl_head, ", ".join(f'"{p}"' for p in part.parts()))
        return found
    if not isinstance(part, Net):
        raise NO_PART(steps[0], "an array", "no parts")
    step, rest = steps[0], steps[1:]
    named = _setting(part, option_name(step))
    if named is not None:
        return _extract(named.value, rest) if rest and isinstance(named, Value) else named
    names = step_names(part, step)
    if isinstance(step, (Integer, String)):
        if isinstance(part, Leaf) and not rest and names[0] in part.layer.arrays:
            return _array_node(part, names[0])
        return _extract(part.parts[names[0]], rest)
    return S.List(*(_extract(part.parts[name], rest) for name in names))


def _setting(net: Net, name: str) -> Node | None:
    """The value of an option, parameter or port of the net itself, by name."""
    if name == "LearningRateMultipliers":
        return net.multipliers.node if net.multipliers else S.Automatic
    if name in net.ports:
        return port_node(net, name)
    if isinstance(net, Leaf) and name in parameter_types(type(net.layer)):
        value = getattr(net.solved or net.layer, name)
        return (
            S.Automatic if value is None else value.to_node() if hasattr(value, "to_node") else to_node(value)
        )
    return None


def part_node(part: Any) -> Node:
    """A part of a net as a value of the language: a net, an array, Automatic for one not filled, None for
    none.
    """
    if isinstance(part, NetArray):
        return Value(NumericArray(part.value)) if part.value is not None else Value(part)
    if isinstance(part, np.ndarray):
        return Value(NumericArray(part))
    return S.Automatic if part is None else Value(part)


def _all_parts(net: Net) -> Node:
    if isinstance(net, Graph):
        values = [Value(node) for node in net.nodes.values()]
        if not net.is_named:
            return S.List(*values)
        return S.Association(*(S.Rule(String(n), v) for n, v in zip(net.nodes, values, strict=True)))
    assert isinstance(net, Leaf)
    names = [*parameter_types(type(net.layer)), *net.ports]
    parts = {name: _setting(net, name) or S.Automatic for name in names}
    parts |= {name: _array_node(net, name) for name in net.layer.arrays}
    return S.Association(*(S.Rule(String(name), node) for name, node in parts.items()))


def _array_node(leaf: Leaf, name: str) -> Node:
    return NONE if name in leaf.values and leaf.values[name] is None else part_node(leaf.values.get(name))


def _shared_value(net: Net, name: Node) -> Node:
    shared = {n: net.arrays().get(path) for path, n in net.shared().items()}
    if name is S.All:
        return S.Association(*(S.Rule(String(n), part_node(a)) for n, a in shared.items()))
    if not isinstance(name, String) or name.value not in shared:
        raise BAD_EXTRACT(S.NetArray(name))
    return part_node(shared[name.value])


def replace_parts(net: Net, rules: Sequence[tuple[Node, Node]], as_net: Any) -> Net:
    """The net with each part that a rule names replaced.  `as_net` makes a net of what stands for a layer."""
    for spec, value in rules:
        steps = spec.args if isinstance(spec, Expr) and spec.head is S.List else (spec,)
        net = _replaced(net, list(steps), value, as_net)
    made = infer(net)
    check_all_rules(made)
    return made


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
    changes: dict[str, Any] = {}
    for name in step_names(net, step):
        part = net.parts[name]
        if isinstance(part, Net):
            changes[name] = _replaced(part, rest, value, as_net)
        elif rest:
            raise NO_PART(rest[0], "an array", "no parts")
        else:
            changes[name] = _new_array(net, name, value)
    return with_parts(net, changes)


def with_parts(net: Net, changes: Mapping[str, Any]) -> Net:
    """The net with direct parts replaced, dimensions as before."""
    if isinstance(net, Graph):
        return replace(net, nodes={**net.nodes, **changes})
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
        set_port(given, coders, name, read_port_type(value, name, net.ports[name].output))
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
    array = array_of(value)
    if array is None:
        raise BAD_ARRAY(name, leaf.wl_head, value)
    return array.astype(np.float32)


def need_chain(net: Net) -> Graph:
    if not isinstance(net, Graph) or net.kind != "NetChain":
        raise NOT_CHAIN(net)
    return net


def drop(net: Graph, spec: Node) -> Graph:
    """The chain without its first n, last n (-n), or {m, n} layers."""
    kept = _range(net, spec, CANNOT_DROP)
    count = len(net.nodes)
    left = [i for i in range(count) if i not in kept]
    return _selected(net, left)


def take(net: Graph, spec: Node) -> Graph:
    """The chain of the first n layers, the last n (-n), those up to a name, or from one to another."""
    if isinstance(spec, String):
        return _selected(net, range(_position(net, spec, CANNOT_TAKE)))
    return _selected(net, _range(net, spec, CANNOT_TAKE))


def _range(net: Graph, spec: Node, problem: Template) -> range:
    """The positions, from 0, that a specification of Take or Drop names."""
    count = len(net.nodes)
    if isinstance(spec, Integer) and abs(spec.value) <= count:
        return range(spec.value) if spec.value >= 0 else range(count + spec.value, count)
    if isinstance(spec, Expr) and spec.head is S.List and len(spec.args) in (1, 2):
        first, last = (_position(net, end, problem) for end in (spec.args[0], spec.args[-1]))
        return range(first - 1, last)
    raise problem(spec, count)


def _position(net: Graph, node: Node, problem: Template) -> int:
    if node is S.All:
        return len(net.nodes)
    names = list(net.nodes)
    found = step_names(net, node, strict=False) if isinstance(node, (Integer, String)) else []
    if len(found) != 1:
        raise problem(node, len(names))
    return names.index(found[0]) + 1


def _selected(net: Graph, positions: Sequence[int]) -> Graph:
    """The chain of the layers at `positions`; coders and port types stay at the ends that stay what they
    were.
    """
    names = list(net.nodes)
    kept = [names[i] for i in positions]
    new = kept if net.is_named else [str(i + 1) for i in range(len(kept))]
    nodes = {name: net.nodes[old] for name, old in zip(new, kept, strict=True)}
    rules = transferred(net, dict(zip(kept, new, strict=True)))
    bare = chain(nodes, multipliers=rules)
    whole_start, whole_end = kept[:1] == names[:1], kept[-1:] == names[-1:]
    given = {p: d for p, d in net.given.items() if p in bare.ports and _stays(net, p, whole_start, whole_end)}
    coders = {p: c for p, c in net.coders.items() if p in bare.ports and _coder_stays(bare, net, p, c)}
    return infer(replace(bare, given=given, coders={**bare.coders, **coders}))  # type: ignore[return-value]


def _stays(net: Graph, port: str, start: bool, end: bool) -> bool:
    return end if net.ports[port].output else start


def _coder_stays(bare: Graph, net: Graph, port: str, coder: Coder) -> bool:
    """A coder stays where what it makes or takes is what the new net has at that port."""
    dims = bare.dims.get(port)
    if dims is None:
        end = next(iter(net.nodes.values())) if not net.ports[port].output else list(net.nodes.values())[-1]
        ends = (
            next(iter(bare.nodes.values())) if not net.ports[port].output else list(bare.nodes.values())[-1]
        )
        return end is ends
    return merge_dims(dims, coder.dims) is not False


def transferred(net: Graph, new_names: Mapping[str, str]) -> Multipliers | None:
    """The container's own multipliers as rules for the nodes that have new names in another container."""
    if net.multipliers is None:
        return None
    rules = []
    for path, factor in first_matches(net, net.multipliers).items():
        if path[0] in new_names:
            steps = tuple(map(_step, (new_names[path[0]], *path[1:])))
            rules.append(S.Rule(S.List(*steps), NONE if factor is None else to_node(factor)))
    return Multipliers.from_node(S.List(*rules)) if rules else None


def _step(name: str) -> Node:
    return Integer(int(name)) if name.isdigit() else String(name)


def join(nets: Sequence[Graph]) -> Graph:
    """One chain of the layers of several, in a row; names are kept if all are different."""
    everything = [(net, name) for net in nets for name in net.nodes]
    names = [name for _, name in everything]
    keep = all(net.is_named for net in nets if net.nodes) and len(set(names)) == len(names)
    new = names if keep else [str(i + 1) for i in range(len(names))]
    renamed: dict[int, dict[str, str]] = {}
    for (net, name), to in zip(everything, new, strict=True):
        renamed.setdefault(id(net), {})[name] = to
    nodes = {to: net.nodes[name] for (net, name), to in zip(everything, new, strict=True)}
    rules = [r for net in nets if (m := transferred(net, renamed.get(id(net), {}))) for r in m.node.args]
    first, last = nets[0], nets[-1]
    given = {p: d for p, d in first.given.items() if not first.ports[p].output}
    given |= {p: d for p, d in last.given.items() if last.ports[p].output}
    coders = {p: c for p, c in first.coders.items() if not first.ports[p].output}
    coders |= {p: c for p, c in last.coders.items() if last.ports[p].output}
    multipliers = Multipliers.from_node(S.List(*rules)) if rules else None
    return chain(nodes, given=given, coders=coders, multipliers=multipliers)


def insert_shared_arrays(net: Net, prefix: str = "") -> Net:
    """The net with each trained array shared under a name made of `prefix` and its position."""

    def leaf_at(at: Path, leaf: Leaf) -> Leaf:
        values = dict(leaf.values)
        for name, spec in leaf.layer.arrays.items():
            present = values.get(name)
            removed = name in values and present is None
            if spec.trained and not removed and not isinstance(present, NetArray):
                values[name] = NetArray(prefix + "/".join((*at, name)), plain(present))
        return replace(leaf, values=values)

    return net.rebuilt(leaf_at)
