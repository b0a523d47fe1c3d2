"""Elementary functions: exponential, logarithm, circular and hyperbolic functions, and activations."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from ..expr import Complex, Expr, Integer, Node, Rational, Real, S
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
    to_float,
)
from .array_arithmetic import by_array
from .infinity import COMPLEX_INFINITY, INFINITY, infinite_sign, infinity
from .numeric import FUNCTIONS

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION
_HALF = Rational(Fraction(1, 2))


def _machine(real: Callable[[float], float], complex_: Callable[[complex], complex], x: Node) -> Node | None:
    """The value at a machine number, real where it is real; None for what is exact."""
    if type(x) is Real:
        try:
            return node_of(real(x.value))
        except (ValueError, ZeroDivisionError):
            return _complex(complex_, complex(x.value))
        except OverflowError:
            return Expr(S.Overflow)
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


def _pi_multiple(x: Node) -> Fraction | None:
    """q where x is q Pi."""
    if type(x) is Integer and x.value == 0:
        return Fraction(0)
    if x is S.Pi:
        return Fraction(1)
    if type(x) is Expr and x.head is S.Times and len(x.args) == 2 and x.args[1] is S.Pi:
        factor = x.args[0]
        return Fraction(scalar(factor)) if type(factor) in (Integer, Rational) else None
    return None


def _sqrt(n: int) -> Node:
    return Expr(S.Power, (node_of(n), _HALF))


def _times(*factors: Node) -> Node:
    return Expr(S.Times, factors)


_SINES: dict[Fraction, Node] = {
    Fraction(0): ZERO,
    Fraction(1, 6): _HALF,
    Fraction(1, 4): Expr(S.Power, (node_of(2), Rational(Fraction(-1, 2)))),
    Fraction(1, 3): _times(_HALF, _sqrt(3)),
    Fraction(1, 2): ONE,
    Fraction(1, 12): _times(
        _HALF, Expr(S.Power, (node_of(2), Rational(Fraction(-1, 2)))), S.Plus(_sqrt(3), MINUS_ONE)
    ),
    Fraction(5, 12): _times(
        _HALF, Expr(S.Power, (node_of(2), Rational(Fraction(-1, 2)))), S.Plus(_sqrt(3), ONE)
    ),
}


def _exact_sine(turns: Fraction) -> Node | None:
    """The sine of ``turns`` Pi at the simple points."""
    turns %= 2
    negative = turns >= 1
    turns %= 1
    value = _SINES.get(min(turns, 1 - turns))
    if value is None:
        return None
    return _times(MINUS_ONE, value) if negative else value


@builtin("Exp[x_]", attributes=_NUMERIC, fast=by_array(np.exp))
def exp(k, x: Node):
    """Exp[x] is E^x.

    >> {Exp[0], Exp[1.], Exp[x]}
    {1, 2.718281828459045, E^x}
    """
    return Expr(S.Power, (S.E, x))


@builtin("Log[x_]", attributes=_NUMERIC, fast=by_array(np.log))
def log(k, x: Node):
    """Log[x] is the natural logarithm of x; Log[b, x] that to base b.

    >> {Log[1], Log[E], Log[E^2], Log[2.], Log[2, 8]}
    {0, 1, 2, 0.6931471805599453, 3}
    """
    if (value := _machine(math.log, cmath.log, x)) is not None:
        return S.Times(MINUS_ONE, INFINITY) if type(x) is Real and x.value == 0 else value
    if x == ONE:
        return ZERO
    if x == ZERO:
        return infinity(-1)
    if x is S.E:
        return ONE
    if infinite_sign(x) == 1:
        return INFINITY
    if type(x) is Expr and x.head is S.Power and x.args[0] is S.E and type(x.args[1]) in REALS:
        return x.args[1]
    if type(x) in (Integer, Rational) and x.value < 0:  # type: ignore[attr-defined]
        return S.Plus(S.Times(Complex((ZERO, ONE)), S.Pi), S.Log(node_of(-x.value)))  # type: ignore[attr-defined]
    if type(x) is Rational and x.value < 1:
        return S.Times(MINUS_ONE, S.Log(node_of(1 / x.value)))
    return None


@builtin("Log[b_, x_]", attributes=_NUMERIC)
def log_base(k, b: Node, x: Node):
    """Log[b, x] is the logarithm of x to base b.

    >> Log[10, 1000]
    3
    """
    if type(b) is Integer and type(x) is Integer and b.value > 1 and x.value > 0:
        power = round(math.log(x.value, b.value))
        if b.value**power == x.value:
            return power
    return S.Divide(S.Log(x), S.Log(b))


@builtin("Log2[x_]", attributes=_NUMERIC)
def log2(k, x: Node):
    """Log2[x] is the logarithm of x to base 2.

    >> {Log2[8], Log2[10.]}
    {3, 3.321928094887362}
    """
    value = _machine(math.log2, lambda z: cmath.log(z, 2), x)
    return value if value is not None else log_base(k, node_of(2), x)


@builtin("Log10[x_]", attributes=_NUMERIC)
def log10(k, x: Node):
    """Log10[x] is the logarithm of x to base 10.

    >> {Log10[1000], Log10[2.]}
    {3, 0.3010299956639812}
    """
    value = _machine(math.log10, cmath.log10, x)
    return value if value is not None else log_base(k, node_of(10), x)


@builtin("Sin[x_]", attributes=_NUMERIC, fast=by_array(np.sin))
def sin(k, x: Node):
    """Sin[x] is the sine of x, in radians.

    >> {Sin[0], Sin[Pi/6], Sin[1.], Sin[-x]}
    {0, 1/2, 0.8414709848078965, -Sin[x]}
    """
    if (value := _machine(math.sin, cmath.sin, x)) is not None:
        return value
    if (turns := _pi_multiple(x)) is not None:
        return _exact_sine(turns)
    positive = negated(x)
    return None if positive is None else _times(MINUS_ONE, S.Sin(positive))


@builtin("Cos[x_]", attributes=_NUMERIC, fast=by_array(np.cos))
def cos(k, x: Node):
    """Cos[x] is the cosine of x, in radians.

    >> {Cos[0], Cos[Pi/3], Cos[1.], Cos[-x]}
    {1, 1/2, 0.5403023058681398, Cos[x]}
    """
    if (value := _machine(math.cos, cmath.cos, x)) is not None:
        return value
    if (turns := _pi_multiple(x)) is not None:
        return _exact_sine(turns + Fraction(1, 2))
    positive = negated(x)
    return None if positive is None else S.Cos(positive)


@builtin("Tan[x_]", attributes=_NUMERIC, fast=by_array(np.tan))
def tan(k, x: Node):
    """Tan[x] is the tangent of x, in radians.

    >> {Tan[0], Tan[Pi/4], Tan[1.]}
    {0, 1, 1.5574077246549023}
    """
    if (value := _machine(math.tan, cmath.tan, x)) is not None:
        return value
    if (turns := _pi_multiple(x)) is not None:
        upper, lower = _exact_sine(turns), _exact_sine(turns + Fraction(1, 2))
        if lower == ZERO:
            return COMPLEX_INFINITY
        return None if upper is None or lower is None else S.Divide(upper, lower)
    positive = negated(x)
    return None if positive is None else _times(MINUS_ONE, S.Tan(positive))


def _declare_odd(
    name: str, real: Callable[[float], float], complex_: Callable[[complex], complex], text: str
) -> None:
    """Declare a function that is 0 at 0 and odd."""

    def function(k, x: Node):
        if (value := _machine(real, complex_, x)) is not None:
            return value
        if x == ZERO:
            return ZERO
        special = _AT_INFINITY.get(name)
        if special is not None and (direction := infinite_sign(x)) is not None:
            return special if direction > 0 else _times(MINUS_ONE, special)
        if (angle := _ANGLES.get(name, {}).get(x)) is not None:
            return S.Times(node_of(angle), S.Pi)
        positive = negated(x)
        return None if positive is None else _times(MINUS_ONE, Expr(getattr(S, name), (positive,)))

    function.__doc__ = text
    builtin(f"{name}[x_]", attributes=_NUMERIC)(function)


_ANGLES: dict[str, dict[Node, Fraction]] = {
    "ArcTan": {
        ONE: Fraction(1, 4),
        _sqrt(3): Fraction(1, 3),
        Expr(S.Power, (node_of(3), Rational(Fraction(-1, 2)))): Fraction(1, 6),
    },
    "ArcSin": {
        ONE: Fraction(1, 2),
        _HALF: Fraction(1, 6),
        Expr(S.Power, (node_of(2), Rational(Fraction(-1, 2)))): Fraction(1, 4),
        _times(_HALF, _sqrt(3)): Fraction(1, 3),
    },
}  # the angles, in multiples of Pi, at the simple points
_AT_INFINITY: dict[str, Node] = {
    "Tanh": ONE,
    "Sinh": INFINITY,
    "ArcSinh": INFINITY,
    "ArcTan": S.Divide(S.Pi, node_of(2)),
}

_declare_odd("Sinh", math.sinh, cmath.sinh, "Sinh[x] is the hyperbolic sine of x.\n\n>> Sinh[0]\n0")
_declare_odd(
    "Tanh",
    math.tanh,
    cmath.tanh,
    "Tanh[x] is the hyperbolic tangent of x.\n\n>> Tanh[0.5]\n0.46211715726000973",
)
_declare_odd("ArcSin", math.asin, cmath.asin, "ArcSin[x] is the angle whose sine is x.\n\n>> ArcSin[0]\n0")
_declare_odd("ArcTan", math.atan, cmath.atan, "ArcTan[x] is the angle whose tangent is x.\n\n>> ArcTan[0]\n0")
_declare_odd("ArcSinh", math.asinh, cmath.asinh, "ArcSinh[x] is the inverse of Sinh.\n\n>> ArcSinh[0]\n0")
_declare_odd("ArcTanh", math.atanh, cmath.atanh, "ArcTanh[x] is the inverse of Tanh.\n\n>> ArcTanh[0]\n0")
_declare_odd(
    "Erf", math.erf, lambda z: complex(math.erf(z.real)), "Erf[x] is the error function.\n\n>> Erf[0]\n0"
)


@builtin("ArcTan[x_, y_]", attributes=_NUMERIC)
def arc_tan(k, x: Node, y: Node):
    """ArcTan[x, y] is the angle of the point {x, y}.

    >> {ArcTan[1, 1], ArcTan[-1., 0.]}
    {Pi/4, 3.141592653589793}
    """
    if type(x) not in REALS or type(y) not in REALS:
        return None
    angle = math.atan2(to_float(scalar(y)), to_float(scalar(x)))
    if type(x) is Real or type(y) is Real:
        return Real(angle)
    eighth = angle / (math.pi / 4)
    if abs(eighth - round(eighth)) < 1e-12:
        return S.Times(node_of(Fraction(round(eighth), 4)), S.Pi)
    return None


@builtin("Cosh[x_]", attributes=_NUMERIC, fast=by_array(np.cosh))
def cosh(k, x: Node):
    """Cosh[x] is the hyperbolic cosine of x.

    >> {Cosh[0], Cosh[1.]}
    {1, 1.5430806348152437}
    """
    if (value := _machine(math.cosh, cmath.cosh, x)) is not None:
        return value
    if x == ZERO:
        return ONE
    positive = negated(x)
    return None if positive is None else S.Cosh(positive)


@builtin("ArcCos[x_]", attributes=_NUMERIC)
def arc_cos(k, x: Node):
    """ArcCos[x] is the angle whose cosine is x.

    >> {ArcCos[1], ArcCos[-1/2], ArcCos[0.5]}
    {0, (2*Pi)/3, 1.0471975511965979}
    """
    if (value := _machine(math.acos, cmath.acos, x)) is not None:
        return value
    if x == ONE:
        return ZERO
    sine = k.evaluate(S.ArcSin(x))
    known = sine == ZERO or _pi_multiple(sine) is not None
    return S.Plus(S.Divide(S.Pi, node_of(2)), S.Times(MINUS_ONE, sine)) if known else None


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


FUNCTIONS.update(
    {
        S.Sin: cmath.sin,
        S.Cos: cmath.cos,
        S.Tan: cmath.tan,
        S.Log: cmath.log,
        S.Exp: cmath.exp,
        S.Sqrt: cmath.sqrt,
        S.Sinh: cmath.sinh,
        S.Cosh: cmath.cosh,
        S.Tanh: cmath.tanh,
        S.ArcTan: cmath.atan,
        S.ArcSin: cmath.asin,
        S.ArcCos: cmath.acos,
        S.Abs: abs,
    }
)
