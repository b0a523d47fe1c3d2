"""Arithmetic and elementary functions on lists of machine numbers, by numpy instead of one by one.

These stand in the `fast` of declarations: they give None for everything that numpy would not do just as
the language does, such as exact numbers among machine ones, results that are not finite, or short lists,
where the way through numpy does not pay.
"""

from __future__ import annotations

import operator
from collections.abc import Callable

import numpy as np

from ..expr import Expr, Integer, Node, Rational, Real, S
from ..packed import all_finite, array_in, packed
from .packing import LIST, leaves, nested

Fast = Callable[[tuple[Node, ...]], Node | None]
_LEAST = 24  # elements
_SCALARS = frozenset({Integer, Real})
_MOST = 2**63 - 1  # integers beyond it are exact, but not machine integers
_EXACT = 2**53  # integers beyond it may not be reals


def _array(node: Node) -> np.ndarray | None:
    """The array of a long list that holds machine reals only, or machine integers only."""
    if (array := array_in(node)) is not None:
        return array
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
        return np.array([item.value for item in items], dtype=np.int64).reshape(shape)  # type: ignore[attr-defined]
    except OverflowError:
        return None


def largest(value: np.ndarray | float | int) -> int:
    """The size of the largest integer, for the question whether a result may be beyond 64 bits."""
    if not isinstance(value, np.ndarray):
        return abs(int(value))
    return max(-int(value.min()), int(value.max())) if value.size else 0


def _finite(array: np.ndarray) -> Node | None:
    made = packed(array)
    if made is not None:
        return made
    return nested(array) if array.dtype.kind == "i" or all_finite(array) else None


def by_array(function: Callable[[np.ndarray], np.ndarray], whole: bool = False) -> Fast:
    """What applies a function of one argument to a list of reals; with `whole`, to one of integers too."""

    def fast(args: tuple[Node, ...]) -> Node | None:
        if len(args) != 1 or type(args[0]) is not Expr or args[0].head is not LIST:
            return None
        array = _array(args[0])
        if array is None or (array.dtype.kind == "i" and (not whole or largest(array) > _MOST)):
            return None
        with np.errstate(all="ignore"):
            return _finite(function(array))

    return fast


def fold_arrays(
    function: Callable[[np.ndarray, np.ndarray], np.ndarray], args: tuple[Node, ...]
) -> Node | None:
    """The sum or product of lists and numbers; reals with reals, integers with integers."""
    values = [_operand(arg) for arg in args]
    if not any(isinstance(value, np.ndarray) for value in values):
        return None
    found = values[0]
    with np.errstate(all="ignore"):
        for value in values[1:]:
            if found is None or value is None:
                return None
            found = _combined(function, found, value)
    return None if found is None else _finite(np.asarray(found))


Operand = np.ndarray | float | int


def _combined(
    function: Callable[[np.ndarray, np.ndarray], np.ndarray], a: Operand, b: Operand
) -> Operand | None:
    """Two operands put together; None where shapes differ or integers may become too large."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.shape != b.shape:
        return None
    whole = [x.dtype.kind == "i" if isinstance(x, np.ndarray) else type(x) is int for x in (a, b)]
    if not all(whole):
        large = any(type(x) is int and abs(x) > _EXACT for x in (a, b))
        return None if large else function(a, b)  # type: ignore[arg-type]
    bounds = largest(a), largest(b)
    most = bounds[0] * bounds[1] if function is operator.mul else sum(bounds)
    return None if most > _MOST else function(a, b)  # type: ignore[arg-type]


def over_arrays(function: Callable[[np.ndarray, np.ndarray], np.ndarray], exact: bool = True) -> Fast:
    """The same as a `fast` of two arguments; with `exact` false never for integers alone."""

    def fast(args: tuple[Node, ...]) -> Node | None:
        if len(args) != 2 or not any(type(arg) is Expr and arg.head is LIST for arg in args):
            return None
        return None if not exact and _has_no_real(args) else fold_arrays(function, args)

    return fast


def _has_no_real(args: tuple[Node, ...]) -> bool:
    return not any(type(_first(arg)) is Real for arg in args)


def _first(node: Node) -> Node:
    while type(node) is Expr and node.args:
        node = node.args[0]
    return node


def _operand(arg: Node) -> Operand | None:
    if type(arg) in _SCALARS:
        return arg.value  # type: ignore[attr-defined]
    return _array(arg) if type(arg) is Expr and arg.head is LIST else None


def powers_of_array(x: Node, y: Node) -> Node | None:
    """Powers where a list is the base, the exponent, or both: of positive reals, whole ones of any number."""
    base, exponent = (_power_operand(node) for node in (x, y))
    if base is None or exponent is None or not any(isinstance(v, np.ndarray) for v in (base, exponent)):
        return None
    if isinstance(base, np.ndarray) and isinstance(exponent, np.ndarray) and base.shape != exponent.shape:
        return None
    if isinstance(base, np.ndarray) and base.dtype.kind == "i" and type(exponent) is int:
        if not 0 < exponent < 64 or largest(base) ** exponent > _MOST:
            return None
    elif type(exponent) is int:
        if exponent == 0 or abs(exponent) > _EXACT:  # x^0 is exact
            return None
    elif not _are_real(base, exponent):
        return None
    with np.errstate(all="ignore"):
        if type(exponent) is int and exponent == -1:
            return _finite(1.0 / np.asarray(base))
        return _finite(np.sqrt(base) if _is_half(y) else np.asarray(base**exponent))


def _power_operand(node: Node) -> Operand | None:
    if node is S.E:
        return float(np.e)
    return float(node.value) if type(node) is Rational else _operand(node)


def _is_half(y: Node) -> bool:
    return type(y) is Rational and y.value.numerator == 1 and y.value.denominator == 2


def _are_real(base: Operand, exponent: Operand) -> bool:
    """Whether these powers are machine reals: a real in it, bases not negative, no 0^0."""
    if isinstance(exponent, np.ndarray) and (exponent.dtype.kind == "i" or not exponent.all()):
        return False
    if isinstance(exponent, float) and exponent == 0:
        return False
    if type(exponent) is float and exponent.is_integer():
        return True
    if isinstance(base, np.ndarray):
        return bool(base.min(initial=0) >= 0)
    return 0 < base < _EXACT


def whole(array: np.ndarray) -> np.ndarray:
    """The integers that an array of reals holds; not finite where they are too large to be sure of."""
    return array.astype(np.int64) if np.abs(array).max(initial=0) < 2**53 else np.full(array.shape, np.nan)
