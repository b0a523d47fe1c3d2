"""The exponential, the error function, and activations; what elementary functions share."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from ..expr import Complex, Expr, Node, Rational, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import (
    MINUS_ONE,
    ONE,
    REALS,
    ZERO,
    multiply_nodes,
    node_of,
    scalar,
    sign,
    to_complex,
)
from ..lazy import mpmath
from .array_arithmetic import by_array
from .big import machine_value
from .infinity import COMPLEX_INFINITY, infinite_sign
from .numeric import FUNCTIONS

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION
_HALF = Rational(Fraction(1, 2))


_LARGE: dict[Callable[[float], float], Callable] = {
    math.exp: lambda x: mpmath.exp(x),
    math.cosh: lambda x: mpmath.cosh(x),
    math.sinh: lambda x: mpmath.sinh(x),
}  # what gives numbers beyond the range of machine numbers


def machine(real: Callable[[float], float], complex_: Callable[[complex], complex], x: Node) -> Node | None:
    """The value at a machine number, real where it is real; None for what is exact."""
    if type(x) is Real:
        try:
            return node_of(real(x.value))
        except (ValueError, ZeroDivisionError):
            return _complex(complex_, complex(x.value))
        except OverflowError:
            return machine_value(_LARGE[real], x) if real in _LARGE else Expr(S.Overflow)
    if type(x) is Complex and type(x.value[0]) is Real:
        return _complex(complex_, to_complex(x))
    return None


def _complex(function: Callable[[complex], complex], x: complex) -> Node:
    try:
        return node_of(complex(function(x)))
    except (ValueError, ZeroDivisionError):
        return COMPLEX_INFINITY
    except OverflowError:
        return Expr(S.Overflow)


def negated(x: Node) -> Node | None:
    """-x, if x is plainly negative: a negative number, or a product that begins with one."""
    if type(x) in REALS and sign(scalar(x)) < 0:
        return multiply_nodes(MINUS_ONE, x)
    if type(x) is Expr and x.head is S.Times and type(x.args[0]) in REALS and sign(scalar(x.args[0])) < 0:
        return Expr(S.Times, (MINUS_ONE, *x.args))
    return None


@builtin("Exp[x_]", attributes=_NUMERIC, fast=by_array(np.exp))
def exp(k, x: Node):
    """Exp[x] is E^x.

    >> {Exp[0], Exp[1.], Exp[x]}
    {1, 2.718281828459045, E^x}
    """
    return Expr(S.Power, (S.E, x))


@builtin("Erf[x_]", attributes=_NUMERIC)
def erf(k, x: Node):
    """Erf[x] is the error function.

    >> {Erf[0], Erf[1.], Erf[-x]}
    {0, 0.8427007929497149, -Erf[x]}
    """
    if type(x) is Real:
        return math.erf(x.value)
    if x == ZERO:
        return ZERO
    positive = negated(x)
    return None if positive is None else S.Times(MINUS_ONE, S.Erf(positive))


@builtin("Erfc[x_]", attributes=_NUMERIC)
def erfc(k, x: Node):
    """Erfc[x] is 1 - Erf[x].

    >> {Erfc[0], Erfc[1.]}
    {1, 0.15729920705028513}
    """
    if type(x) is Real:
        return math.erfc(x.value)
    return ONE if x == ZERO else None


@builtin("LogisticSigmoid[x_]", attributes=_NUMERIC, fast=by_array(lambda x: 1 / (1 + np.exp(-x))))
def logistic_sigmoid(k, x: Node):
    """LogisticSigmoid[x] is 1/(1 + Exp[-x]).

    >> {LogisticSigmoid[0], LogisticSigmoid[1.]}
    {1/2, 0.7310585786300049}
    """
    if type(x) is Real:
        return 1 / (1 + math.exp(-x.value)) if x.value > -700 else 0.0
    if x == ZERO:
        return _HALF
    direction = infinite_sign(x)
    return None if direction is None else ONE if direction > 0 else ZERO


@builtin("Ramp[x_]", attributes=_NUMERIC)
def ramp(k, x: Node):
    """Ramp[x] is x if x is positive, otherwise 0.

    >> Ramp[{-2, 3, -1.5}]
    {0, 3, 0}
    """
    if type(x) in REALS:
        return x if sign(scalar(x)) > 0 else ZERO
    return None


@builtin("UnitStep[x_]", attributes=_NUMERIC, fast=by_array(lambda x: (x >= 0).astype(np.int64), True))
def unit_step(k, x: Node):
    """UnitStep[x] is 0 for negative x, otherwise 1.

    >> UnitStep[{-1, 0, 2.5}]
    {0, 1, 1}
    """
    return (ONE if sign(scalar(x)) >= 0 else ZERO) if type(x) in REALS else None


FUNCTIONS.update({S.Exp: cmath.exp, S.Sqrt: cmath.sqrt, S.Log: cmath.log, S.Abs: abs})
