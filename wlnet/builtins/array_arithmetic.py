"""Arithmetic and elementary functions on lists of machine numbers, by numpy instead of one by one.

These stand in the `fast` of declarations: they give None for everything that numpy would not do just as
the language does, such as exact numbers among machine ones, results that are not finite, or short lists,
where the way through numpy does not pay.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..expr import Expr, Integer, Node, Rational, Real
from .packing import LIST, leaves, nested

Fast = Callable[[tuple[Node, ...]], Node | None]
_LEAST = 24  # elements
_SCALARS = frozenset({Integer, Real})
_LARGEST = 2**31


def _array(node: Node) -> np.ndarray | None:
    """The array of a long list that holds machine reals only, or small integers only."""
    if len(node.args) * (len(node.args[0].args) or 1 if node.args else 0) < _LEAST:
        return None
    found = leaves(node)
    if found is None:
        return None
    items, shape = found
    kinds = set(map(type, items))
    if kinds == {Real}:
        return np.array([item.value for item in items]).reshape(shape)  # type: ignore[attr-defined]
    if kinds != {Integer}:
        return None
    try:
        array = np.array([item.value for item in items], dtype=np.int64).reshape(shape)  # type: ignore[attr-defined]
    except OverflowError:
        return None
    return array if max(-int(array.min()), int(array.max())) < _LARGEST else None


def _finite(array: np.ndarray) -> Node | None:
    return nested(array) if array.dtype.kind == "i" or np.isfinite(array).all() else None


def by_array(function: Callable[[np.ndarray], np.ndarray], whole: bool = False) -> Fast:
    """What applies a function of one argument to a list of reals; with `whole`, to one of integers too."""

    def fast(args: tuple[Node, ...]) -> Node | None:
        if len(args) != 1 or type(args[0]) is not Expr or args[0].head is not LIST:
            return None
        array = _array(args[0])
        if array is None or (array.dtype.kind == "i" and not whole):
            return None
        with np.errstate(all="ignore"):
            return _finite(function(array))

    return fast


def fold_arrays(
    function: Callable[[np.ndarray, np.ndarray], np.ndarray], args: tuple[Node, ...]
) -> Node | None:
    """The sum or product of lists and numbers; reals with reals, integers with integers."""
    if len(args) != 2:
        return None
    values = [_operand(arg) for arg in args]
    if any(value is None for value in values):
        return None
    a, b = values
    if not isinstance(a, np.ndarray) and not isinstance(b, np.ndarray):
        return None
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.shape != b.shape:
        return None
    with np.errstate(all="ignore"):
        return _finite(np.asarray(function(a, b)))


def over_arrays(function: Callable[[np.ndarray, np.ndarray], np.ndarray], exact: bool = True) -> Fast:
    """The same as a `fast`; with `exact` false never for integers alone."""

    def fast(args: tuple[Node, ...]) -> Node | None:
        if not any(type(arg) is Expr and arg.head is LIST for arg in args):
            return None
        result = fold_arrays(function, args)
        return None if not exact and result is not None and _has_no_real(args) else result

    return fast


def _has_no_real(args: tuple[Node, ...]) -> bool:
    return not any(type(_first(arg)) is Real for arg in args)


def _first(node: Node) -> Node:
    while type(node) is Expr and node.args:
        node = node.args[0]
    return node


def _operand(arg: Node) -> np.ndarray | float | int | None:
    if type(arg) in _SCALARS:
        value = arg.value  # type: ignore[attr-defined]
        return value if -_LARGEST < value < _LARGEST else None
    return _array(arg) if type(arg) is Expr and arg.head is LIST else None


def powers_of_array(x: Node, y: Node) -> Node | None:
    """A list of reals to a small whole power, or a square root of it where it is not negative."""
    if type(x) is not Expr or x.head is not LIST:
        return None
    half = type(y) is Rational and y.value.numerator == 1 and y.value.denominator == 2
    if not half and not (type(y) is Integer and -64 < y.value < 64) and type(y) is not Real:
        return None
    array = _array(x)
    if array is None or array.dtype.kind != "f" or (type(y) is not Integer and (array < 0).any()):
        return None
    with np.errstate(all="ignore"):
        return _finite(np.sqrt(array) if half else array**y.value)  # type: ignore[attr-defined]


def whole(array: np.ndarray) -> np.ndarray:
    """The integers that an array of reals holds; not finite where they are too large to be sure of."""
    return array.astype(np.int64) if np.abs(array).max(initial=0) < 2**53 else np.full(array.shape, np.nan)
