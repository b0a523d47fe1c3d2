"""SafeTensors: arrays by name, without code.

The arrays of a net go by their positions joined by a stroke, "1/Weights"; a stroke in the name of a layer is
written ``\\/``.  Numbers of half precision and bfloat16 are read in single precision.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from ..lazy import safetensors, safetensors_core
from ..problem import Template
from .damage import Damaged

NO_TYPE = Template("arraytype", "Arrays of complex numbers, as `1` is one, cannot be in a SafeTensors file.")
_STROKE = re.compile(r"(?<!\\)/")
_TYPES = {"F64": "f8", "F32": "f4", "F16": "f2", "BOOL": "u1"}
_TYPES |= {f"{kind.upper()}{bits}": f"{kind}{bits // 8}" for kind in "iu" for bits in (8, 16, 32, 64)}


def name_of(path: Sequence[str]) -> str:
    """The name of an array at a position of a net."""
    return "/".join(step.replace("/", "\\/") for step in path)


def path_of(name: str) -> tuple[str, ...]:
    return tuple(step.replace("\\/", "/") for step in _STROKE.split(name))


def write_safetensors(arrays: Mapping[str, np.ndarray]) -> bytes:
    """The bytes of a file with these arrays.  Raises a Problem for complex numbers."""
    for name, array in arrays.items():
        if array.dtype.kind not in "fiu":
            raise NO_TYPE(f'"{name}"')
    return safetensors.save({name: np.asarray(array, order="C") for name, array in arrays.items()})


def read_safetensors(data: bytes) -> dict[str, np.ndarray]:
    """The arrays in the bytes of a file, in the order of the file.  Raises Damaged."""
    try:
        entries = safetensors_core.deserialize(data)
    except safetensors_core.SafetensorError as error:
        raise Damaged(str(error)) from None
    return {name: _array(name, entry["dtype"], entry["data"], entry["shape"]) for name, entry in entries}


def _array(name: str, kind: str, data: bytes, shape: Sequence[int]) -> np.ndarray:
    if kind == "BF16":  # the upper half of a number of single precision
        return (np.frombuffer(data, "<u2").astype(np.uint32) << 16).view(np.float32).reshape(shape)
    if kind not in _TYPES:
        raise Damaged(f'the array "{name}" is of the type {kind}, which is not known')
    array = np.frombuffer(data, f"<{_TYPES[kind]}").reshape(shape)
    return array.astype(np.float32) if kind == "F16" else array
