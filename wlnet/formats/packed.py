"""Lists of machine numbers as arrays, which formats store without a mark at each number."""

from __future__ import annotations

import numpy as np

from ..arrays import list_of
from ..expr import Complex, Expr, Integer, Node, Real, S, is_head

LEAST = 8  # numbers; shorter lists are written one by one, as most lists in programs are


def packed(node: Node, least: int = LEAST) -> np.ndarray | None:
    """The array of a rectangular list of reals only, or of integers of at most 64 bits only; else None."""
    if not is_head(node, S.List):
        return None
    shape, level = [], [node]
    while is_head(level[0], S.List):
        count = len(level[0].args)
        if not count or not all(is_head(x, S.List) and len(x.args) == count for x in level):
            return None
        shape.append(count)
        level = [item for x in level for item in x.args]
    kind = type(level[0])
    if len(level) < least or kind not in (Real, Integer) or any(type(x) is not kind for x in level):
        return None
    try:
        values = np.array([x.value for x in level], np.float64 if kind is Real else np.int64)  # type: ignore
    except OverflowError:
        return None
    return values.reshape(shape)


def unpacked(array: np.ndarray) -> Node:
    """The nested list of the numbers in an array; infinities as the language has them."""
    if array.dtype.kind != "c":
        return list_of(array)
    if array.ndim:
        return Expr(S.List, tuple(map(unpacked, array)))
    number = complex(array)
    return Complex((Real(number.real), Real(number.imag)))
