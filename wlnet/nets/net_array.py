"""What a net holds in place of an array: its numbers, closed to writing, or a NetArray, shared by name.

A single number stands for an array of nothing else as long as the dimensions are not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np

from ..allocation import memory_size
from ..arrays import NumericArray
from ..expr import Foreign, Node, S, String, Value, to_node
from .shapes import Dims, is_known


def closed(array: np.ndarray) -> np.ndarray:
    """`array` in single precision, closed to writing; a copy unless it is both already."""
    if not is_closed(array):
        array = array.astype(np.float32)
        array.flags.writeable = False
    return array


def is_closed(array: Any) -> bool:
    """Whether nobody can write to what a net holds."""
    return not isinstance(array, np.ndarray) or (not array.flags.writeable and array.dtype == np.float32)


@dataclass(frozen=True, eq=False)
class NetArray(Foreign):
    """An array with a name: all places of a net that hold it are one array.  `value` None: not filled yet.

    `dims` are dimensions that the user gave, `init` is the method or distribution to draw it by.
    """

    wl_head = "NetArray"
    name: str
    value: np.ndarray | None = None
    dims: Dims = None
    init: Node | None = None

    def __post_init__(self) -> None:
        if self.value is not None:
            object.__setattr__(self, "value", closed(self.value))

    def to_node(self) -> Node:
        said = [S.Rule(String("Name"), String(self.name))]
        if self.value is not None:
            said.append(S.Rule(String("Array"), Value(NumericArray(self.value))))
        elif self.init is not None:
            said.append(S.Rule(String("Array"), self.init))
        if self.value is None and self.dims is not None:
            said.append(S.Rule(String("Dimensions"), to_node(self.dims)))
        return S.NetArray(S.Association(*said) if len(said) > 1 else said[0].args[1])

    def summary(self) -> str:
        return f'NetArray["{self.name}"]'


def plain(value: np.ndarray | NetArray | None) -> np.ndarray | None:
    """The numbers of an array, shared or not."""
    return value.value if isinstance(value, NetArray) else value


def is_fill(value: np.ndarray | NetArray | None, dims: Dims) -> bool:
    """Whether a number stands for all elements of an array of these dimensions."""
    array = plain(value)
    return array is not None and not array.ndim and dims != ()


def fits_memory(dims: tuple[int, ...]) -> bool:
    """Whether an array of these dimensions can be made here."""
    return 4 * prod(dims) <= memory_size()


def filled(value: np.ndarray | NetArray | None, dims: tuple[int, ...]) -> np.ndarray | NetArray:
    """The array of these dimensions that the number in its place stands for."""
    array = closed(np.full(dims, plain(value), np.float32))
    return replace(value, value=array, dims=None) if isinstance(value, NetArray) else array


def written_out(values: Mapping[str, Any], dims: Mapping[str, Dims]) -> Mapping[str, Any]:
    """The values of arrays, with numbers that stand for whole ones written out where these dimensions do."""
    new = {
        name: filled(value, size)  # type: ignore[arg-type]
        for name, value in values.items()
        if is_known(size := dims.get(name)) and is_fill(value, size) and fits_memory(size)  # type: ignore
    }
    return {**values, **new} if new else values


def same_array(a: np.ndarray | NetArray | None, b: np.ndarray | NetArray | None) -> bool:
    """Whether two arrays hold the same numbers, and are shared under the same name or not at all."""
    if isinstance(a, NetArray) and isinstance(b, NetArray) and a.name != b.name:
        return False
    if type(a) is not type(b):
        return False
    x, y = plain(a), plain(b)
    return x is y or (x is not None and y is not None and np.array_equal(x, y))
