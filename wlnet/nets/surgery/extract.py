"""NetExtract: the part of a net at the end of a path: a layer, an array, a parameter, a port, an option."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...arrays import NumericArray
from ...expr import NONE, Expr, Integer, Node, Real, S, String, Value, to_node
from ...problem import Template
from ..coder import Coder
from ..construct import option_name, parameter_types
from ..net import Graph, Leaf, Net
from ..net_array import NetArray, is_fill
from ..parts import NO_PART, step_names
from ..shown import typed
from ..write import port_node
from .share import need_shared

BAD_EXTRACT = Template("netextract", "`1` does not specify a part of a net.")


def extract(net: Net, spec: Node) -> Node:
    """What NetExtract gives for a specification; a list of results for a list of specifications."""
    if spec is S.All:
        return _all_parts(net)
    steps = spec.args if isinstance(spec, Expr) and spec.head is S.List else (spec,)
    if steps and all(isinstance(s, Expr) and s.head is S.List for s in steps):
        return S.List(*(extract(net, s) for s in steps))
    if isinstance(spec, Expr) and spec.head in (S.NetArray, S.NetSharedArray) and len(spec.args) == 1:
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
        if rest and not isinstance(named, Value):
            raise NO_PART(rest[0], f"the setting {option_name(step)}", "no parts")
        return _extract(named.value, rest) if rest else named  # type: ignore[attr-defined]
    if step is S.All and not rest:
        return _all_parts(part)
    names = step_names(part, step)
    if isinstance(step, (Integer, String)):
        if isinstance(part, Leaf) and not rest and names[0] in part.layer.arrays:
            return _array_node(part, names[0])
        return _extract(part.parts[names[0]], rest)
    results = [_extract(part.parts[name], rest) for name in names]
    if step is not S.All or not isinstance(part, Graph) or not part.is_named:
        return S.List(*results)
    return S.Association(*(S.Rule(String(n), v) for n, v in zip(names, results, strict=True)))


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
    value = leaf.values.get(name)
    if is_fill(value, leaf.dims.get(name)):
        return Real(float(value))  # type: ignore[arg-type]
    return NONE if name in leaf.values and value is None else part_node(value)


def _shared_value(net: Net, name: Node) -> Node:
    shared = {n: net.arrays().get(path) for path, n in net.shared().items()}
    if name is S.All:
        return S.Association(*(S.Rule(String(n), part_node(a)) for n, a in shared.items()))
    if not isinstance(name, String):
        raise BAD_EXTRACT(typed(S.NetArray(name)))
    need_shared(net, name.value)
    return part_node(shared[name.value])
