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
    ZERO,
    complex_of,
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
from .numeric import approximate, is_numeric

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION
_I = Complex((ZERO, ONE))


def real_value(x: Node) -> Any:
    """The value of a real number, or of an exact expression that stands for one."""
    if type(x) in REALS:
        return x.value if type(x) is not BigReal else Fraction(x.value)  # type: ignore[attr-defined]
    value = approximate(x)
    return (
        value if isinstance(value, float) else value.real if value is not None and value.imag == 0 else None
    )


def exact_value(k, x: Node) -> Any:
    """The value of a real number or expression, by so many digits that its whole part is sure."""
    value = real_value(x)
    if type(x) in REALS or value is None or not math.isfinite(value):
        return value
    if abs(value) < _SURE and abs(value - round(value)) > 1 / _SURE and 2 * value % 1 > 1 / _SURE:
        return value
    digits = 30 + (math.log10(abs(value)) if value else 0)
    precise = k.evaluate(S.N(x, node_of(digits)))
    if type(precise) is not BigReal:
        return value
    nearest = Fraction(round(2 * Fraction(precise.value)), 2)  # a half or a whole number, if it is one
    return (
        nearest if abs(Fraction(precise.value) - nearest) < Fraction(1, 10**20) else Fraction(precise.value)
    )


def _without_whole_terms(head: Node, x: Node) -> Node | None:
    """``Floor[x + 2]`` is 2 + Floor[x]; a whole number in front of a sum comes out."""
    if head not in (S.Floor, S.Ceiling) or type(x) is not Expr or x.head is not S.Plus:
        return None
    if type(x.args[0]) is not Integer:
        return None
    return S.Plus(x.args[0], Expr(head, (Expr(S.Plus, x.args[1:]),)))


_SURE = 1e9  # machine numbers below this, and not nearer to a whole number than its inverse, round surely
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
        value = exact_value(k, x)
        if value is None:
            return _without_whole_terms(head, x)
        return rounded(value)

    function.__doc__ = text
    fast = by_array(lambda x: x if x.dtype.kind == "i" else whole(_ARRAYS[name](x)), True)
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

    >> {FractionalPart[5/2], FractionalPart[-1/4], FractionalPart[Pi]}
    {1/2, -1/4, -3 + Pi}
    """
    if type(x) is Complex:
        return S.Plus(
            *(S.Times(unit, S.FractionalPart(part)) for unit, part in zip((ONE, _I), x.value, strict=True))
        )
    value = exact_value(k, x)
    if value is None:
        return None
    if type(x) in REALS:
        return node_of(subtract(scalar(x), math.trunc(value)))
    return S.Subtract(x, node_of(math.trunc(value)))


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
    value = real_value(x)
    if value is not None:
        return x if value >= 0 else S.Times(MINUS_ONE, x)
    return _abs_of_expression(k, x) if type(x) is Expr else None


def _abs_of_expression(k, x: Expr) -> Node | None:
    """Numeric factors come out of a product, and a real power of a base is one of its absolute value."""
    if x.head is S.Abs:
        return x
    if x.head is S.Times:
        known = [factor for factor in x.args if is_numeric(k, factor)]
        rest = tuple(factor for factor in x.args if not is_numeric(k, factor))
        if known and rest:
            return S.Times(*(S.Abs(factor) for factor in known), S.Abs(Expr(S.Times, rest)))
        return S.Times(*(S.Abs(factor) for factor in x.args)) if known else None
    if x.head is S.Power and len(x.args) == 2 and x.args[0] is S.E:
        return S.Power(S.E, S.Re(x.args[1]))
    if x.head is S.Power and real_value(x.args[1]) is not None and is_numeric(k, x.args[0]):
        return S.Power(S.Abs(x.args[0]), x.args[1])
    if is_numeric(k, x):
        re, im = k.evaluate(S.Re(x)), k.evaluate(S.Im(x))
        if real_value(re) is not None and real_value(im) is not None:
            return S.Sqrt(S.Plus(S.Power(re, node_of(2)), S.Power(im, node_of(2))))
    return None


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
    if is_infinite(x) and x.args:
        return x.args[0]
    value = real_value(x)
    if value is not None:
        return (value > 0) - (value < 0)
    if type(x) is not Expr:
        return None
    if x.head is S.Sign:
        return x
    if x.head is S.Times and is_numeric(k, x.args[0]):
        return S.Times(S.Sign(x.args[0]), S.Sign(Expr(S.Times, x.args[1:])))
    return None


@builtin("Clip[x_, bounds_, instead_]", attributes=Attribute.NUMERIC_FUNCTION)
def clip(k, x: Node, bounds: Node = Expr(S.List, (MINUS_ONE, ONE)), instead: Node | None = None):
    """Clip[x] is x between -1 and 1; Clip[x, {min, max}] is x between min and max, and
    Clip[x, {min, max}, {a, b}] is a below min and b above max.

    >> {Clip[2], Clip[{-5, 0.5, 5}, {0, 1}]}
    {1, {0, 0.5, 1}}
    """
    if type(x) is Expr and x.head is S.List:
        if instead is None and (clipped := _clipped(x, bounds)) is not None:
            return k.evaluated_list(clipped)
        more = () if instead is None else (instead,)
        return Expr(S.List, tuple(S.Clip(item, bounds, *more) for item in x.args))
    if type(bounds) is not Expr or len(bounds.args) != 2:
        return None
    low, high = bounds.args
    below, above = order_of(x, low), order_of(x, high)
    if below is None or above is None:
        return None
    if instead is not None:
        if type(instead) is not Expr or len(instead.args) != 2:
            return None
        low, high = instead.args
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
