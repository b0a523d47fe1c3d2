"""Rounding numbers, and their sign and size."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from ..expr import BigReal, Complex, Expr, Integer, Node, Rational, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import (
    MINUS_ONE,
    ONE,
    REALS,
    complex_of,
    is_number,
    multiply_nodes,
    node_of,
    parts_of,
    scalar,
    sign,
    subtract,
    to_complex,
)
from .array_arithmetic import by_array, whole
from .comparison import order_of
from .infinity import is_infinite
from .numeric import approximate

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION


def real_value(x: Node) -> Any:
    """The value of a real number, or of an exact expression that stands for one."""
    if type(x) in REALS:
        return x.value if type(x) is not BigReal else Fraction(x.value)  # type: ignore[attr-defined]
    value = approximate(x)
    return (
        value if isinstance(value, float) else value.real if value is not None and value.imag == 0 else None
    )


_ARRAYS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "Floor": np.floor,
    "Ceiling": np.ceil,
    "Round": np.round,
    "IntegerPart": np.trunc,
}


def _rounding(name: str, rounded: Callable[[object], int], text: str) -> None:
    """Declare a function that rounds numbers to whole ones, or to multiples of a second argument."""
    head = getattr(S, name)

    def function(k, x: Node, a: Node | None = None):
        if a is not None:
            return S.Times(a, Expr(head, (S.Divide(x, a),)))
        if type(x) is Integer or is_infinite(x):
            return x
        if type(x) is Complex:
            parts = (Fraction(p.value) if type(p) is BigReal else p for p in parts_of(x))
            return complex_of(*map(rounded, parts))
        value = real_value(x)
        return None if value is None else rounded(value)

    function.__doc__ = text
    fast = by_array(lambda x: whole(_ARRAYS[name](x)))
    builtin(f"{name}[x_, a_]", attributes=_NUMERIC, fast=fast)(function)


def _half_even(value: object) -> int:
    return round(value)  # type: ignore[call-overload]


_rounding(
    "Floor",
    math.floor,
    "Floor[x] is the largest whole number not above x.\n\n>> {Floor[2.7], Floor[-2.7]}\n{2, -3}",
)  # type: ignore[arg-type]


_rounding("Ceiling", math.ceil, "Ceiling[x] is the smallest whole number not below x.\n\n>> Ceiling[2.1]\n3")  # type: ignore[arg-type]


_rounding(
    "Round",
    _half_even,
    "Round[x] is the whole number nearest to x, the even one of two.\n\n>> Round[{2.5, 3.5, 7/3}]\n{2, 4, 2}",
)


_rounding(
    "IntegerPart",
    math.trunc,
    "IntegerPart[x] is x without what follows the point.\n\n>> IntegerPart[-2.7]\n-2",
)  # type: ignore[arg-type]


@builtin("FractionalPart[x_]", attributes=_NUMERIC)
def fractional_part(k, x: Node):
    """FractionalPart[x] is what follows the point in x.

    >> {FractionalPart[5/2], FractionalPart[-1/4]}
    {1/2, -1/4}
    """
    if type(x) not in REALS:
        return None
    value = scalar(x)
    return node_of(subtract(value, math.trunc(real_value(x))))  # type: ignore[arg-type]


@builtin("Abs[x_]", attributes=_NUMERIC, fast=by_array(np.abs, True))
def abs_(k, x: Node):
    """Abs[x] is the absolute value of x.

    >> {Abs[-2], Abs[-1/2], Abs[3 + 4 I], Abs[-x]}
    {2, 1/2, 5, Abs[x]}
    """
    if type(x) in REALS:
        return x if sign(scalar(x)) >= 0 else multiply_nodes(MINUS_ONE, x)
    if type(x) is Complex:
        re, im = x.value
        if type(re) is Real:
            return Real(abs(to_complex(x)))
        return S.Power(S.Plus(S.Times(re, re), S.Times(im, im)), Rational(Fraction(1, 2)))
    if is_infinite(x):
        return Expr(S.DirectedInfinity, (ONE,))
    if type(x) is Expr and x.head is S.Times and is_number(x.args[0]):
        rest = x.args[1:]
        inner = S.Abs(rest[0] if len(rest) == 1 else Expr(S.Times, rest))
        return inner if x.args[0] == MINUS_ONE else S.Times(S.Abs(x.args[0]), inner)
    value = real_value(x)
    if value is None:
        return None
    return x if value >= 0 else S.Times(MINUS_ONE, x)  # type: ignore[operator]


@builtin("Sign[x_]", attributes=_NUMERIC, fast=by_array(lambda x: np.sign(x).astype(np.int64), True))
def sign_(k, x: Node):
    """Sign[x] is -1, 0 or 1 as x is negative, zero or positive.

    >> Sign[{-3.5, 0, 1/2}]
    {-1, 0, 1}
    """
    if type(x) in REALS:
        return sign(scalar(x))
    if type(x) is Complex:
        return S.Divide(x, S.Abs(x))
    value = real_value(x)
    return None if value is None else (value > 0) - (value < 0)  # type: ignore[operator]


@builtin("Clip[x_, bounds_]", attributes=Attribute.NUMERIC_FUNCTION)
def clip(k, x: Node, bounds: Node = Expr(S.List, (MINUS_ONE, ONE))):
    """Clip[x] is x between -1 and 1; Clip[x, {min, max}] is x between min and max.

    >> {Clip[2], Clip[{-5, 0.5, 5}, {0, 1}]}
    {1, {0, 0.5, 1}}
    """
    if type(x) is Expr and x.head is S.List:
        if (clipped := _clipped(x, bounds)) is not None:
            return k.evaluated_list(clipped)
        return Expr(S.List, tuple(S.Clip(item, bounds) for item in x.args))
    if type(bounds) is not Expr or len(bounds.args) != 2:
        return None
    low, high = bounds.args
    below, above = order_of(x, low), order_of(x, high)
    if below is None or above is None:
        return None
    return low if below < 0 else high if above > 0 else x


def _clipped(x: Expr, bounds: Node) -> list[Node] | None:
    """The elements of a list of machine numbers, with a bound in place of what is beyond it."""
    if not set(map(type, x.args)) <= {Real, Integer} or type(bounds) is not Expr or len(bounds.args) != 2:
        return None
    (low, high), ends = bounds.args, [real_value(end) for end in bounds.args]
    if None in ends:
        return None
    a, b = ends
    return [low if item.value < a else high if item.value > b else item for item in x.args]  # type: ignore[attr-defined, operator]
