"""Initial values of arrays: missing ones are drawn by one of the methods of `initial_values`."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..problem import Template
from .infer import layer_label
from .initial_values import Draw, Scheme, drawing, kaiming
from .layer import Array, classes_of
from .net import Leaf, Net, Path
from .net_array import NetArray, plain
from .parts import path_node
from .shapes import describe, is_known
from .shown import typed

UNKNOWN_DIMS = Template(
    "nonfullspec",
    "The array `1` cannot be filled, because it is not known `2`.",
)

TOO_LARGE = Template(
    "netsize", "The array `1` would hold `2` numbers (dimensions `3`); at most `4` can be made here."
)
MOST = 2**36  # numbers in an array: 256 GB


def initialize(
    net: Net, random: np.random.Generator, method: Scheme | None = None, everything: bool = False
) -> Net:
    """The net with its missing arrays filled in, or with all of them drawn anew if `everything`.

    Raises a Problem that names an array whose dimensions are not known.
    """
    method = method or kaiming()
    specs, dims, shared = net.array_specs(), net.array_dims(), net.shared()
    present = _constants(net) if everything else net.arrays()
    methods = _methods(net) if shared else {}
    drawn: dict[Path, np.ndarray] = {}
    names: dict[str, np.ndarray] = {} if everything else _shared_values(net)
    for path, spec in specs.items():
        name = shared.get(path)
        if path in present:
            continue
        if name is not None and name in names:
            drawn[path] = names[name]
            continue
        shape = dims[path]
        if not is_known(shape) or any(isinstance(size, str) for size in shape or ()):
            raise UNKNOWN_DIMS(typed(path_node(path)), _unknown(net, path))
        if math.prod(shape) > MOST:  # type: ignore[arg-type]
            raise TOO_LARGE(typed(path_node(path)), math.prod(shape), describe(shape), MOST)  # type: ignore[arg-type]
        own = None if name is None else methods.get(name)
        if own is not None:
            drawn[path] = own(random, shape).astype(np.float32)  # type: ignore[arg-type]
        else:
            drawn[path] = _draw(spec, shape, random, method)  # type: ignore[arg-type]
        if name is not None:
            names[name] = drawn[path]
    return net.with_arrays(drawn) if drawn else net


def _unknown(net: Net, path: Path) -> str:
    """What has to be known for the dimensions of an array."""
    leaf = next(leaf for at, leaf in net.leaves() if at == path[: len(at)] and path[-1] in leaf.layer.arrays)
    inputs = [name for name in leaf.inputs if not is_known(leaf.dims.get(name))]
    outputs = [name for name in leaf.outputs if not is_known(leaf.dims.get(name))]
    counted = [name for name in leaf.inputs if _no_classes(leaf, name)]
    place = layer_label(path[:-1], leaf.wl_head) if len(path) > 1 else leaf.wl_head
    if counted:
        kind = 'Restricted["Integer", n]'
        return f"how many classes {place} has; give it their number, or its input the type {kind}"
    if inputs:
        held = " and ".join(f'"{name}" ({describe(leaf.dims.get(name))})' for name in inputs[:1])
        return f"what comes to {place} at {held}; give the type of an input port of the net"
    held = " and ".join(f'"{name}"' for name in outputs)
    return f"which size {place} gives at {held}; write it into the layer, or give the type of the output port"


def _no_classes(leaf: Leaf, port: str) -> bool:
    return bool(leaf.ports[port].count) and not is_known(leaf.dims.get(classes_of(port)))


def _draw(spec: Array, shape: tuple[int, ...], random: np.random.Generator, method: Scheme) -> np.ndarray:
    draw = {"Weights": method.weights, "Biases": method.biases}.get(str(spec.init))
    if draw is not None:
        return draw(random, shape).astype(np.float32)
    return np.full(shape, 0 if spec.init == "Biases" else spec.init, np.float32)


def _constants(net: Net) -> dict[Path, Any]:
    """The arrays that belong to a function and are drawn by no method."""
    kept = [(at, leaf) for at, leaf in net.leaves() if leaf.is_constant]
    return {(*at, name): value for at, leaf in kept for name, value in leaf.values.items()}


def _methods(net: Net) -> dict[str, Draw | None]:
    """How each shared array is drawn that says so itself."""
    held = [value for _, leaf in net.leaves() for value in leaf.values.values()]
    return {v.name: drawing(v.init) for v in held if isinstance(v, NetArray) and v.init is not None}


def _shared_values(net: Net) -> dict[str, np.ndarray]:
    """The values that some place of a shared array already has."""
    values: dict[str, np.ndarray] = {}
    for _, leaf in net.leaves():
        for value in leaf.values.values():
            array = plain(value)
            if isinstance(value, NetArray) and array is not None:
                values[value.name] = array
    return values
