"""Logarithms, with their exact values."""

from __future__ import annotations

import cmath
import math
from fractions import Fraction

import numpy as np

from ..expr import Complex, Expr, Integer, Node, Rational, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import MINUS_ONE, ONE, ZERO, node_of
from .array_arithmetic import by_array
from .elementary import machine
from .infinity import INFINITY, infinity, is_infinite
from .numeric import approximate
from .radicals import exact_atoms, is_positive

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION


@builtin("Log[x_]", attributes=_NUMERIC, fast=by_array(np.log))
def log(k, x: Node):
    """Log[x] is the natural logarithm of x; Log[b, x] that to base b.

    >> {Log[1], Log[E], Log[E^2], Log[2.], Log[2, 8]}
    {0, 1, 2, 0.6931471805599453, 3}
    """
    if (value := machine(math.log, cmath.log, x)) is not None:
        return S.Times(MINUS_ONE, INFINITY) if type(x) is Real and x.value == 0 else value
    if x == ONE:
        return ZERO
    if x == ZERO:
        return infinity(-1)
    if x is S.E:
        return ONE
    if is_infinite(x):
        return INFINITY
    if type(x) in (Integer, Rational):
        return _log_of_rational(Fraction(x.value))  # type: ignore[attr-defined]
    if type(x) is Complex:
        return _log_of_imaginary(x)
    return _log_of_expression(x) if type(x) is Expr else None


def _log_of_rational(value: Fraction) -> Node | None:
    if value < 0:
        return S.Plus(S.Times(Complex((ZERO, ONE)), S.Pi), S.Log(node_of(-value)))
    return S.Times(MINUS_ONE, S.Log(node_of(1 / value))) if value < 1 else None


def _log_of_imaginary(x: Complex) -> Node | None:
    re, im = x.value
    if re != ZERO or type(im) not in (Integer, Rational):
        return None
    half = Fraction(1, 2) if im.value > 0 else Fraction(-1, 2)
    turn = S.Times(Complex((ZERO, node_of(half))), S.Pi)  # type: ignore[arg-type]
    return S.Plus(turn, S.Log(node_of(abs(im.value))))


def _log_of_expression(x: Expr) -> Node | None:
    """Of powers of positive quantities with real exponents, and of negative quantities."""
    if x.head is S.Power and isinstance(approximate(x.args[1]), float) and is_positive(x.args[0]):
        return S.Times(x.args[1], S.Log(x.args[0]))
    value = approximate(x)
    if isinstance(value, float) and value < 0 and exact_atoms(x):
        return S.Plus(S.Times(Complex((ZERO, ONE)), S.Pi), S.Log(S.Times(MINUS_ONE, x)))
    return None


@builtin("Log[b_, x_]", attributes=_NUMERIC)
def log_base(k, b: Node, x: Node):
    """Log[b, x] is the logarithm of x to base b.

    >> {Log[10, 1000], Log[4, 8], Log[2, 1/8], Log[2, 10]}
    {3, 3/2, -3, Log[10]/Log[2]}
    """
    if type(b) in (Integer, Rational) and type(x) in (Integer, Rational):
        found = _rational_log(Fraction(b.value), Fraction(x.value))  # type: ignore[attr-defined]
        if found is not None:
            return node_of(found)
    return S.Divide(S.Log(x), S.Log(b))


def _rational_log(b: Fraction, x: Fraction) -> Fraction | None:
    """The exponent, if it is a fraction: b and x are powers of one number."""
    if b <= 0 or x <= 0 or b == 1 or x == 1:
        return Fraction(0) if x == 1 and b > 0 and b != 1 else None
    if b.numerator.bit_length() > 10_000 or x.numerator.bit_length() > 10_000:
        return None
    sizes = [math.log(v.numerator) - math.log(v.denominator) for v in (x, b)]
    guess = Fraction(sizes[0] / sizes[1]).limit_denominator(64)
    return guess if x**guess.denominator == b**guess.numerator else None


@builtin("Log2[x_]", attributes=_NUMERIC)
def log2(k, x: Node):
    """Log2[x] is the logarithm of x to base 2.

    >> {Log2[8], Log2[10.]}
    {3, 3.321928094887362}
    """
    value = machine(math.log2, lambda z: cmath.log(z, 2), x)
    return value if value is not None else log_base(k, node_of(2), x)


@builtin("Log10[x_]", attributes=_NUMERIC)
def log10(k, x: Node):
    """Log10[x] is the logarithm of x to base 10.

    >> {Log10[1000], Log10[2.]}
    {3, 0.3010299956639812}
    """
    value = machine(math.log10, cmath.log10, x)
    return value if value is not None else log_base(k, node_of(10), x)
