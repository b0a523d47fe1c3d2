"""``net[data, NetPortGradient[...]]``: gradients of what a net gives, for its inputs and arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..arrays import NumericArray, array_of, list_of
from ..convert import NOT_CONVERTED
from ..engine.port_gradients import Gradients, port_gradients
from ..expr import Expr, Node, S, String, Value, is_head
from ..kernel.builtin import symbol
from ..nets.layer import INDEX
from ..nets.net import Net, Path
from ..nets.parts import PartSpec, path_node
from ..nets.ragged import Column, Ragged, is_ragged, shapes
from ..nets.shapes import Dims
from ..problem import Template

NO_GRADIENT = Template("netgrad", "`1` is neither an input nor an array of this `2` with a gradient.")
WHOLE_NUMBERS = Template("netgradint", 'The input "`1`" takes whole numbers, for which there is no gradient.')
IMPOSED = Template(
    "netgradout",
    "`1` is no gradient for the output `2`; an array of the dimensions of the output was expected.",
)

symbol(
    "NetPortGradient",
    'NetPortGradient["port"] asks an applied net for the gradient of its output for an input or array.',
)


def asks_gradient(wanted: Node) -> bool:
    """Whether a second argument asks for one gradient, or a list of them."""
    if is_head(wanted, S.List) and wanted.args:
        return all(is_head(each, S.NetPortGradient) for each in wanted.args)
    return is_head(wanted, S.NetPortGradient)


def split_imposed(data: Node) -> tuple[Node, dict[str, Node]]:
    """The data without the gradients that they impose on outputs, and those by output."""
    if not is_head(data, S.Association):
        return data, {}
    imposed = [r for r in data.args if is_head(r.args[0], S.NetPortGradient)]
    if not imposed:
        return data, {}
    found = {getattr(r.args[0].args[0], "value", ""): r.args[1] for r in imposed}
    return Expr(S.Association, tuple(r for r in data.args if r not in imposed)), found


def gradients(
    net: Net,
    wanted: Node,
    arrays: Mapping[str, Column],
    imposed: Mapping[str, Node],
    is_batch: bool,
    numeric: bool,
    settings: Mapping[str, Any],
) -> Node:
    """The answer to a request for gradients."""
    specs = wanted.args if is_head(wanted, S.List) else (wanted,)
    asked = {spec: _asked(net, spec) for spec in specs}
    ports = list(dict.fromkeys(p for found, _ in asked.values() for p in found))
    paths = list(dict.fromkeys(p for _, found in asked.values() for p in found))
    for port in ports:
        if net.ports[port].kind == INDEX and not any(is_all(spec) for spec in specs):
            raise WHOLE_NUMBERS(port)
    count = len(next(iter(arrays.values()))) if arrays else 1
    outer = {port: _imposed(net, port, node, count, is_batch) for port, node in imposed.items()}
    real = [port for port in ports if net.ports[port].kind != INDEX]
    found = port_gradients(net, arrays, real, paths, outer, **settings)
    answer = _Answer(found, is_batch, numeric)
    if len(asked) == 1 and not is_all(specs[0]) and not is_head(wanted, S.List):
        ((of_ports, of_paths),) = asked.values()
        return answer.port(of_ports[0]) if of_ports else answer.array(of_paths[0])
    if any(map(is_all, specs)):
        rules = [S.Rule(String(p), answer.port(p)) for p in real]
        return S.Association(*rules, *(S.Rule(path_node(p), answer.array(p)) for p in paths))
    pairs = [
        (spec, answer.port(found[0][0]) if found[0] else answer.array(found[1][0]))
        for spec, found in asked.items()
    ]
    return S.Association(*(S.Rule(spec, node) for spec, node in pairs))


def is_all(spec: Node) -> bool:
    return spec.args == (S.All,)


def _asked(net: Net, spec: Node) -> tuple[list[str], list[Path]]:
    """The inputs and the arrays that one NetPortGradient names."""
    if is_all(spec):
        return net.inputs, list(net.arrays())
    inner = spec.args[0] if len(spec.args) == 1 else S.List(*spec.args)
    if isinstance(inner, String) and inner.value in net.inputs:
        return [inner.value], []
    part = PartSpec.from_node(inner)
    path = part.path(net) if part is not NOT_CONVERTED else ()
    if path not in net.arrays():
        raise NO_GRADIENT(inner, net.wl_head)
    return [], [path]


def _imposed(net: Net, port: str, node: Node, count: int, is_batch: bool) -> Column:
    array, dims = array_of(node), net.dims.get(port)
    batch: Column | None = array if is_batch or array is None else array[None]
    if array is None and is_batch and is_head(node, S.List):
        arrays = [a for each in node.args if (a := array_of(each)) is not None]
        batch = Ragged.of(arrays) if is_ragged([a.shape for a in arrays]) else None
    fits = batch is not None and len(batch) == count and all(_is_of(dims, s) for s in shapes(batch))
    if port not in net.outputs or batch is None or not fits:
        raise IMPOSED(node, f'"{port}"')
    return batch


def _is_of(dims: Dims, shape: tuple[int, ...]) -> bool:
    """Whether an array of this shape may be where the dimensions are these."""
    if dims is None:
        return True
    pairs = zip(dims, shape, strict=False)
    return len(shape) == len(dims) and all(d is None or isinstance(d, str) or d == n for d, n in pairs)


class _Answer:
    """Gradients as values of the language."""

    def __init__(self, found: Gradients, is_batch: bool, numeric: bool):
        self.found, self.is_batch, self.numeric = found, is_batch, numeric

    def port(self, name: str) -> Node:
        column = self.found.inputs[name]
        if isinstance(column, Ragged):
            return S.List(*map(self._node, column))
        return self._node(column if self.is_batch else column[0])

    def array(self, path: Path) -> Node:
        return self._node(self.found.arrays[path])

    def _node(self, array: np.ndarray) -> Node:
        return Value(NumericArray(array)) if self.numeric else list_of(array)
