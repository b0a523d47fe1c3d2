"""Nested lists of numbers as numpy arrays, and back: the one gate for the functions that compute with numpy.

`machine` takes only what has machine numbers in it, so that exact input stays exact; `numbers` takes any
numbers.  Both give None for what is no rectangular list of numbers, and the caller goes on symbolically.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import numpy as np

from ..arrays import NumericArray
from ..expr import Complex, Expr, Integer, Node, Rational, Real, S, Value, boolean
from ..kernel.marks import FOREVER, is_data
from ..kernel.numbers import complex_of, node_of, to_complex
from ..packed import array_in, packed, packed_nodes

LIST = S.List
_INTEGER: set[type] = {Integer}
_PLAIN = frozenset({Integer, Real})
_REALS = frozenset({Integer, Real, Rational})
_ALL = frozenset({Integer, Real, Rational, Complex})


def leaves(node: Node) -> tuple[tuple[Node, ...] | list[Node], tuple[int, ...]] | None:
    """The elements of a rectangular nested list and its dimensions; None if rows differ in length."""
    if type(node) is not Expr or node.head is not LIST:
        return None
    items: Any = node.args
    shape = [len(items)]
    while items and type(items[0]) is Expr and items[0].head is LIST:
        width = len(items[0].args)
        for item in items:
            if type(item) is not Expr or item.head is not LIST or len(item.args) != width:
                return None
        items = list(chain.from_iterable([item.args for item in items]))
        shape.append(width)
    return items, tuple(shape)


def numbers(node: Node) -> np.ndarray | None:
    """A list of numbers, exact or not, as an array of int64, float64 or complex128."""
    if type(node) is Value:
        return node.value.array if isinstance(node.value, NumericArray) else None
    if (array := array_in(node)) is not None:
        return array
    found = leaves(node)
    return None if found is None else _array(*found, set(map(type, found[0])))


def machine(node: Node) -> np.ndarray | None:
    """A list of numbers with a machine number among them as an array of float64 or complex128."""
    if type(node) is Value and isinstance(node.value, NumericArray):
        array = node.value.array
        return array if array.dtype.kind == "c" else array.astype(np.float64)
    if (array := array_in(node)) is not None:
        return array if array.dtype.kind == "f" else None
    found = leaves(node)
    if found is None:
        return None
    kinds = set(map(type, found[0]))
    if Real not in kinds and not (Complex in kinds and any(map(_is_inexact, found[0]))):
        return None
    return _array(*found, kinds)


def whole_numbers(node: Node, largest: int = 2**31) -> np.ndarray | None:
    """A list of integers no larger than `largest` in size, as an array of int64."""
    array = array_in(node)
    if array is None:
        found = leaves(node)
        if found is None or set(map(type, found[0])) != _INTEGER:
            return None
        array = _array(*found, _INTEGER)
    if (
        array is None
        or array.dtype.kind != "i"
        or not array.size
        or max(-int(array.min()), int(array.max())) > largest
    ):
        return None
    return array


def _is_inexact(node: Node) -> bool:
    return type(node) is Complex and type(node.value[0]) is Real


def _array(items: Any, shape: tuple[int, ...], kinds: set[type]) -> np.ndarray | None:
    if not kinds <= _ALL:
        return None
    try:
        if kinds <= _PLAIN:
            values = [item.value for item in items]
        elif kinds <= _REALS:
            values = [float(item.value) for item in items]
        else:
            values = [to_complex(item) for item in items]
        array = np.array(values, dtype=None if kinds == _INTEGER else complex if Complex in kinds else float)
    except OverflowError:
        return None
    return array.reshape(shape) if array.dtype.kind in "ifc" else None


def nested(array: np.ndarray) -> Node:
    """The nested list of the numbers in `array`, known to be evaluated; a number if it has no dimensions."""
    if array.ndim == 0:
        return node_of(array.item())
    if (whole := packed(array)) is not None:
        return whole
    made = _node_maker(array)

    def build(items: list[Any], depth: int) -> Expr:
        if depth == 1:
            expr = Expr(LIST, tuple(map(made, items)))
        else:
            expr = Expr(LIST, tuple([build(item, depth - 1) for item in items]))
        expr.mark = FOREVER
        return expr

    return build(array.tolist(), array.ndim)


def _node_maker(array: np.ndarray) -> Callable[[Any], Node]:
    """What makes the atom of one element; what is not finite takes the slow way."""
    kind = array.dtype.kind
    if kind == "f":
        return Real if np.isfinite(array).all() else node_of
    if kind == "c":
        return lambda value: complex_of(value.real, value.imag)
    return Integer if kind in "iu" else boolean


def real_if_real(array: np.ndarray) -> np.ndarray:
    """The array without its imaginary parts, where all of them are zero."""
    return array.real if array.dtype.kind == "c" and not array.imag.any() else array


# ---- lists of anything ----


def depth_of(node: Node) -> int:
    """How many levels of a nested list are rectangular."""
    depth, items = 0, [node]
    while items and all(type(item) is Expr and item.head is LIST for item in items):
        if len({len(item.args) for item in items}) > 1:
            break
        depth += 1
        items = [part for item in items for part in item.args]
    return depth


def boxed(node: Node, depth: int | None = None) -> np.ndarray:
    """The parts of a nested list at level `depth`, or as deep as it is rectangular, as an array of nodes."""
    depth = depth_of(node) if depth is None else depth
    items: list[Node] = [node]
    shape = []
    for _ in range(depth):
        shape.append(len(items[0].args) if items else 0)
        items = [part for item in items for part in item.args]
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array.reshape(shape)


def unboxed(array: np.ndarray) -> Node:
    """The nested list of the nodes in an array."""
    if array.ndim == 0:
        return array.item()
    if array.ndim == 1:
        args = tuple(array.tolist())
        if (whole := packed_nodes(args)) is not None:
            return whole
        made = Expr(LIST, args)
        if is_data(args):
            made.mark = FOREVER
        return made
    parts = tuple(map(unboxed, array))
    if (whole := packed_nodes(parts)) is not None:
        return whole
    made = Expr(LIST, parts)
    if all(part.mark is FOREVER for part in parts):  # type: ignore[attr-defined]
        made.mark = FOREVER
    return made
