"""NumericArray: an array of machine numbers as a value of the language.

It is what NetExtract gives for the arrays of a net, and what keeps large data from becoming a million nodes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .expr import BigReal, Expr, Foreign, Integer, Node, Rational, Real, S, String, Value
from .packed import array_in, packed

TYPES = {
    "Integer8": np.int8,
    "Integer16": np.int16,
    "Integer32": np.int32,
    "Integer64": np.int64,
    "UnsignedInteger8": np.uint8,
    "UnsignedInteger16": np.uint16,
    "UnsignedInteger32": np.uint32,
    "UnsignedInteger64": np.uint64,
    "Real32": np.float32,
    "Real64": np.float64,
    "ComplexReal32": np.complex64,
    "ComplexReal64": np.complex128,
}
_NAMES = {np.dtype(kind): name for name, kind in TYPES.items()}


class NumericArray(Foreign):
    """NumericArray[list, "type"]: `array` is a numpy array that nobody may write to."""

    wl_head = "NumericArray"

    def __init__(self, array: np.ndarray):
        self.array = np.asarray(array).view()  # a single number of an array is none by itself
        self.array.flags.writeable = False

    @property
    def type_name(self) -> str:
        return _NAMES[self.array.dtype]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, NumericArray)
            and self.array.dtype == other.array.dtype
            and np.array_equal(self.array, other.array)
        )

    def __hash__(self) -> int:
        return hash((self.array.shape, self.array.tobytes()))

    def equal(self, other: object) -> bool | None:
        """Whether both hold the same numbers, of whatever type."""
        return np.array_equal(self.array, other.array) if isinstance(other, NumericArray) else None

    def to_node(self) -> Node:
        return Expr(S.NumericArray, (list_of(self.array), String(self.type_name)))

    def summary(self) -> str:
        dims = ", ".join(map(str, self.array.shape))
        return f"NumericArray[<{dims}>, {self.type_name}]"


def list_of(array: np.ndarray) -> Node:
    """The nested list of the numbers in `array`; a number if it has no dimensions."""
    if (made := packed(array)) is not None:
        return made
    kind = Real if array.dtype.kind == "f" else Integer

    def build(item: Any) -> Node:
        return Expr(S.List, tuple(map(build, item))) if isinstance(item, list) else number(item)

    number = kind if kind is Integer or np.isfinite(array).all() else real_of
    return build(array.tolist())


def real_of(value: float) -> Node:
    """A machine number, or the symbol for what is none."""
    if value != value:
        return S.Indeterminate
    return Real(value) if abs(value) != np.inf else S.DirectedInfinity(Integer(1 if value > 0 else -1))


def array_of(node: Node) -> np.ndarray | None:
    """The numbers of a nested list, a number or a NumericArray, as an array; None for anything else."""
    if isinstance(node, Value):
        return node.value.array if isinstance(node.value, NumericArray) else None
    if (found := array_in(node)) is not None:
        return found
    try:
        array = np.array(_numbers(node))
        return array if array.dtype.kind in "if" else array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        return None


def float32_of(node: Node) -> np.ndarray | None:
    """The numbers of `node` as 32-bit reals; None if it has none, or one that is beyond them."""
    array = array_of(node)
    if array is None or array.size == 0 or array.dtype.kind not in "iuf":
        return None
    with np.errstate(over="ignore"):
        reals = array.astype(np.float32)
    return None if (np.isinf(reals) & np.isfinite(array)).any() else reals


def _numbers(node: Node) -> Any:
    kind = type(node)
    if kind is Integer or kind is Real:
        return node.value  # type: ignore[attr-defined]
    if kind is Expr and node.head is S.List:
        found = array_in(node)
        return found if found is not None else [_numbers(item) for item in node.args]
    if kind is Rational or kind is BigReal:
        return float(node.value)  # type: ignore[attr-defined]
    raise TypeError(node)
