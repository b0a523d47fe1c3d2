"""Nets in files: the formats WLNet, SafeTensors and ONNX for Import and Export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arrays import NumericArray, array_of
from ..expr import Integer, Node, S, String, Value, is_head
from ..formats.safetensors import name_of, path_of, read_safetensors, write_safetensors
from ..formats.wlnet import read_wlnet, wlnet_version, write_wlnet
from ..kernel.file_formats import FileFormat, Options, Source, declare_format
from ..lazy import LazyModule
from ..nets.net import Leaf, Net
from ..nets.parts import path_node
from ..problem import Template
from .arguments import NetArgument

# Loaded when an ONNX file is met: all its operators take as long to load as all layers.
if TYPE_CHECKING:
    from ..formats import onnx_export, onnx_import
else:
    onnx_export = LazyModule("wlnet.formats.onnx_export")
    onnx_import = LazyModule("wlnet.formats.onnx_import")

NOT_NAMED = Template(
    "arraynames", "`1` is neither a net nor an association from names or positions to arrays."
)


def without_values(net: Net) -> Net:
    """The net with its arrays not filled; those that were removed stay so."""

    def leaf_at(at: Any, leaf: Leaf) -> Leaf:
        if leaf.is_constant:
            return leaf
        left = {n: v for n, v in leaf.values.items() if not isinstance(v, np.ndarray)}
        return replace(leaf, values={n: v and replace(v, value=None) for n, v in left.items()})

    return net.rebuilt(leaf_at)


def net_elements(read: Callable[[Source], Net]) -> dict[str, Callable[[Any, Source, Options], Node]]:
    """What can be read of a format that holds whole nets."""
    return {
        "Net": lambda k, source, options: Value(read(source)),
        "UninitializedNet": lambda k, source, options: Value(without_values(read(source))),
        "ArrayAssociation": lambda k, source, options: arrays_node(
            {name_of(path): array for path, array in read(source).arrays().items()}
        ),
        "ArrayList": lambda k, source, options: S.List(
            *(Value(NumericArray(array)) for array in read(source).arrays().values())
        ),
    }


def arrays_node(arrays: Mapping[str, np.ndarray]) -> Node:
    """Arrays by the positions that their names say, so that NetReplacePart takes them: ``{1, "Weights"}``."""
    return S.Association(*(S.Rule(_key(name), Value(NumericArray(a))) for name, a in arrays.items()))


def _key(name: str) -> Node:
    steps = path_of(name)
    return path_node(steps) if len(steps) > 1 else String(name)


def named_arrays(value: Node) -> dict[str, np.ndarray]:
    """The arrays of a net, or of an association with names or positions as keys.  Raises a Problem."""
    if isinstance(value, Value) and isinstance(value.value, Net):
        return {name_of(path): array for path, array in value.value.arrays().items()}
    found: dict[str, np.ndarray] = {}
    for rule in value.args if is_head(value, S.Association) else ():
        steps = rule.args[0].args if is_head(rule.args[0], S.List) else (rule.args[0],)
        array = array_of(rule.args[1])
        if array is None or not all(isinstance(step, (Integer, String)) for step in steps):
            raise NOT_NAMED(value)
        name = steps[0].value if isinstance(rule.args[0], String) else name_of([str(s.value) for s in steps])
        found[name] = array
    if not found:
        raise NOT_NAMED(value)
    return found


declare_format(
    FileFormat(
        "SafeTensors",
        (".safetensors",),
        {
            "ArrayAssociation": lambda k, source, options: arrays_node(read_safetensors(source.data)),
            "ArrayList": lambda k, source, options: S.List(
                *(Value(NumericArray(array)) for array in read_safetensors(source.data).values())
            ),
            "ArrayNames": lambda k, source, options: S.List(*map(String, read_safetensors(source.data))),
        },
        lambda k, value, options: write_safetensors(named_arrays(value)),
        late=True,
    )
)


declare_format(
    FileFormat(
        "WLNet",
        (".wlnet",),
        {
            **net_elements(lambda source: read_wlnet(source.data)),
            "WLVersion": lambda k, source, options: String(wlnet_version(source.data)),
        },
        lambda k, value, options: write_wlnet(NetArgument.from_node(value)),
        late=True,
    )
)


def _fact(of: Callable[[Any], Node]) -> Callable[[Any, Source, Options], Node]:
    """What a model says about itself."""
    return lambda k, source, options: of(onnx_import.load(source.data))


def _operator_set(model: Any) -> int:
    """The version of the standard operators that a model is written with."""
    return next(one.version for one in model.opset_import if one.domain in ("", "ai.onnx"))


declare_format(
    FileFormat(
        "ONNX",
        (".onnx",),
        {
            **net_elements(lambda source: onnx_import.read_onnx(source.data)),
            "IRVersion": _fact(lambda model: Integer(model.ir_version)),
            "OperatorSetVersion": _fact(lambda model: Integer(_operator_set(model))),
            "ProducerName": _fact(lambda model: String(model.producer_name)),
            "ProducerVersion": _fact(lambda model: String(model.producer_version)),
        },
        lambda k, value, options: onnx_export.write_onnx(NetArgument.from_node(value)),
        late=True,
    )
)
