"""The inverses of the circular and hyperbolic functions, with their exact values."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from fractions import Fraction

from ..expr import BigReal, Complex, Expr, Node, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.messages import GENERAL
from ..kernel.numbers import MINUS_ONE, ONE, ZERO, node_of
from .circular import angle_of as _angle
from .circular import turned_around, without_i
from .elementary import machine, negated
from .infinity import INFINITY, infinite_sign
from .numeric import approximate

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION
_I = Complex((ZERO, ONE))
_RIGHT_ANGLE = S.Times(node_of(Fraction(1, 2)), S.Pi)


def _minus(x: Node) -> Node:
    return S.Times(MINUS_ONE, x)


def known_angle(k, x: Node, circular: Node, real: Callable[[float], float]) -> Fraction | None:
    """The angle in multiples of Pi, where the function of it is exactly x."""
    value = approximate_real(x)
    if value is None or (circular is S.Sin and abs(value) > 1):
        return None
    guess = Fraction(round(real(value) / math.pi * 60), 60)
    if abs(float(guess) * math.pi - real(value)) > 1e-9:
        return None
    exact = k.evaluate(Expr(circular, (_angle(guess),)))
    return guess if exact == x or k.evaluate(S.Expand(S.Subtract(exact, x))) == ZERO else None


def approximate_real(x: Node) -> float | None:
    value = approximate(x)
    return value if isinstance(value, float) else None


_INVERSES_AT: dict[str, dict[Node, Node]] = {
    "ArcTan": {INFINITY: _RIGHT_ANGLE},
    "ArcSinh": {INFINITY: INFINITY},
    "ArcTanh": {ONE: INFINITY},
    "ArcSin": {},
}


def _inverse(name: str, circular: str, real: Callable, complex_: Callable, partner: str) -> None:
    """Declare an odd inverse: 0 at 0, exact at the simple points, its partner at imaginary arguments."""
    head = getattr(S, name)

    def function(k, x: Node):
        if (value := machine(real, complex_, x)) is not None:
            return value
        if x == ZERO:
            return ZERO
        if (value := _INVERSES_AT[name].get(x)) is not None:
            return value
        if (y := without_i(x)) is not None and not (name == "ArcTan" and y in (ONE, MINUS_ONE)):
            return S.Times(_I, Expr(getattr(S, partner), (y,)))
        if circular in ("Sin", "Tan"):
            angle = known_angle(k, x, getattr(S, circular), real)
            if angle is not None:
                return _angle(angle)
        if infinite_sign(x) == -1:
            return _minus(Expr(head, (INFINITY,)))
        positive = turned_around(x) if type(x) is Expr and x.head is S.Plus else negated(x)
        return None if positive is None else _minus(Expr(head, (positive,)))

    function.__doc__ = f"{name}[x] is the inverse of {circular}.\n\n>> {name}[0]\n0"
    builtin(f"{name}[x_]", attributes=_NUMERIC)(function)


_inverse("ArcSin", "Sin", math.asin, cmath.asin, "ArcSinh")
_inverse("ArcTan", "Tan", math.atan, cmath.atan, "ArcTanh")
_inverse("ArcSinh", "Sinh", math.asinh, cmath.asinh, "ArcSin")
_inverse("ArcTanh", "Tanh", math.atanh, cmath.atanh, "ArcTan")


@builtin("ArcCos[x_]", attributes=_NUMERIC)
def arc_cos(k, x: Node):
    """ArcCos[x] is the angle whose cosine is x.

    >> {ArcCos[1], ArcCos[-1/2], ArcCos[0.5]}
    {0, (2*Pi)/3, 1.0471975511965979}
    """
    if (value := machine(math.acos, cmath.acos, x)) is not None:
        return value
    angle = known_angle(k, x, S.Sin, math.asin)
    return None if angle is None else _angle(Fraction(1, 2) - angle)


@builtin("ArcTan[x_, y_]", attributes=_NUMERIC)
def arc_tan(k, x: Node, y: Node):
    """ArcTan[x, y] is the angle of the point {x, y}.

    >> {ArcTan[1, 1], ArcTan[-1., 0.], ArcTan[1, 2], ArcTan[-1, 2], ArcTan[0, -3]}
    {Pi/4, 3.141592653589793, ArcTan[2], Pi - ArcTan[2], -1/2*Pi}
    """
    a, b = approximate_real(x), approximate_real(y)
    if a is None or b is None:
        return None
    if any(type(n) is Real for n in (x, y)):
        return node_of(math.atan2(b, a))
    if any(type(n) is BigReal for n in (x, y)):
        return None
    if a == 0 and b == 0:
        k.message(S.ArcTan, GENERAL["indet"](S.HoldForm(S.ArcTan(x, y))))
        return S.Indeterminate
    if b == 0:
        return ZERO if a > 0 else S.Pi
    if a == 0:
        return _angle(Fraction(1 if b > 0 else -1, 2))
    angle = S.ArcTan(S.Times(y, S.Power(x, MINUS_ONE)))
    return angle if a > 0 else S.Plus(_angle(Fraction(1 if b > 0 else -1)), angle)
