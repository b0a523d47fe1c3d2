"""Exact values of special functions at simple points; those at inexact numbers are in `special_functions`."""

from __future__ import annotations

import math
from fractions import Fraction

from ..expr import Expr, Integer, Node, Rational, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import MINUS_ONE, ONE, ZERO, node_of
from .combinatorial import bernoulli_number
from .elementary import negated
from .infinity import COMPLEX_INFINITY, INFINITY, infinity

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION
_LARGEST = 400  # argument whose exact value is written out


@builtin("Zeta[s_]", attributes=_NUMERIC)
def zeta(k, s: Node):
    """Zeta[s] is Riemann's zeta function, the sum of the 1/n^s.

    >> {Zeta[2], Zeta[0], Zeta[-1], Zeta[1], Zeta[3]}
    {Pi^2/6, -1/2, -1/12, ComplexInfinity, Zeta[3]}
    """
    if s == INFINITY:
        return ONE
    if type(s) is not Integer or abs(s.value) > _LARGEST:
        return None
    n = s.value
    if n == 1:
        return COMPLEX_INFINITY
    for smaller in range(0, abs(n), 2):
        bernoulli_number(smaller)
    if n <= 0:
        return node_of((-1) ** -n * bernoulli_number(1 - n) / (1 - n) if n else Fraction(-1, 2))
    if n % 2:
        return None
    factor = abs(bernoulli_number(n)) * Fraction(2) ** (n - 1) / math.factorial(n)
    return S.Times(node_of(factor), S.Power(S.Pi, s))


@builtin("PolyGamma[x_]", attributes=_NUMERIC)
def digamma(k, x: Node):
    """PolyGamma[x] is PolyGamma[0, x], the derivative of LogGamma[x].

    >> {PolyGamma[1], PolyGamma[3], PolyGamma[1.]}
    {-EulerGamma, 3/2 - EulerGamma, -0.5772156649015329}
    """
    return S.PolyGamma(ZERO, x) if type(x) in (Integer, Rational) or type(x) is Expr else None


@builtin("PolyGamma[n_, x_]", attributes=_NUMERIC)
def polygamma(k, n: Node, x: Node):
    """PolyGamma[n, x] is the n-th derivative of PolyGamma[x].

    >> {PolyGamma[0, 1], PolyGamma[1, 1], PolyGamma[0, 0]}
    {-EulerGamma, Pi^2/6, ComplexInfinity}
    """
    if type(n) is not Integer or n.value < 0 or type(x) is not Integer or x.value > _LARGEST:
        return None
    if x.value <= 0:
        return COMPLEX_INFINITY
    if n.value == 0:
        return S.Plus(S.HarmonicNumber(node_of(x.value - 1)), S.Times(MINUS_ONE, S.EulerGamma))
    order = n.value + 1
    terms = S.Plus(S.Zeta(node_of(order)), S.Times(MINUS_ONE, _powers(x.value - 1, order)))
    return S.Times(node_of((-1) ** order * math.factorial(n.value)), terms)


def _powers(last: int, order: int) -> Node:
    return node_of(sum((Fraction(1, i**order) for i in range(1, last + 1)), Fraction(0)))


@builtin("PolyLog[n_, z_]", attributes=_NUMERIC)
def polylog(k, n: Node, z: Node):
    """PolyLog[n, z] is the sum of the z^i/i^n.

    >> {PolyLog[2, 1], PolyLog[1, z], PolyLog[2, 0]}
    {Pi^2/6, -Log[1 - z], 0}
    """
    if z == ZERO:
        return ZERO
    if n == ONE:
        return S.Times(MINUS_ONE, S.Log(S.Plus(ONE, S.Times(MINUS_ONE, z))))
    if n == ZERO:
        return S.Times(z, S.Power(S.Plus(ONE, S.Times(MINUS_ONE, z)), MINUS_ONE))
    if type(n) is Integer and n.value > 1 and z == ONE:
        return S.Zeta(n)
    return None


@builtin("ProductLog[z_]", attributes=_NUMERIC)
def product_log(k, z: Node):
    """ProductLog[z] is the w with w E^w equal to z.

    >> {ProductLog[0], ProductLog[E], ProductLog[1.]}
    {0, 1, 0.5671432904097838}
    """
    if z == Expr(S.Times, (MINUS_ONE, Expr(S.Power, (S.E, MINUS_ONE)))):
        return MINUS_ONE
    return ZERO if z == ZERO else ONE if z is S.E else None


def _cylinder(name: str, at_zero: tuple[Node, Node], odd_sign: bool, example: str) -> None:
    """Declare a Bessel function: its values at 0, and at negative whole orders."""
    head = getattr(S, name)

    def function(k, n: Node, z: Node):
        if z == ZERO:
            return at_zero[0] if n == ZERO else at_zero[1] if type(n) is Integer else None
        if type(n) is Integer and n.value < 0:
            positive = Expr(head, (node_of(-n.value), z))
            return S.Times(node_of((-1) ** n.value if odd_sign else 1), positive)
        return None

    function.__doc__ = f"{name}[n, z] is the Bessel function {name[-1]} of order n.\n\n>> {example}"
    builtin(f"{name}[n_, z_]", attributes=_NUMERIC)(function)


_cylinder("BesselJ", (ONE, ZERO), True, "{BesselJ[0, 0], BesselJ[0, 1.]}\n{1, 0.7651976865579666}")
_cylinder("BesselI", (ONE, ZERO), False, "{BesselI[0, 0], BesselI[-1, x]}\n{1, BesselI[1, x]}")
_cylinder("BesselY", (infinity(-1), COMPLEX_INFINITY), True, "BesselY[0, 0]\n-Infinity")
_cylinder("BesselK", (INFINITY, COMPLEX_INFINITY), False, "BesselK[0, 0]\nInfinity")

_PI_HALF = S.Times(node_of(Fraction(1, 2)), S.Pi)
_VALUES: dict[str, dict[Node, Node]] = {
    "Erf": {INFINITY: ONE, infinity(-1): MINUS_ONE},
    "Erfc": {INFINITY: ZERO, infinity(-1): node_of(2)},
    "Erfi": {ZERO: ZERO, INFINITY: INFINITY},
    "InverseErf": {ZERO: ZERO, ONE: INFINITY, MINUS_ONE: infinity(-1)},
    "InverseErfc": {ONE: ZERO, ZERO: INFINITY, node_of(2): infinity(-1)},
    "SinIntegral": {ZERO: ZERO, INFINITY: _PI_HALF},
    "CosIntegral": {ZERO: infinity(-1), INFINITY: ZERO},
    "SinhIntegral": {ZERO: ZERO},
    "ExpIntegralEi": {ZERO: infinity(-1), INFINITY: INFINITY},
    "LogIntegral": {ZERO: ZERO, ONE: infinity(-1)},
    "EllipticK": {ZERO: _PI_HALF, ONE: COMPLEX_INFINITY},
    "EllipticE": {ZERO: _PI_HALF, ONE: ONE},
    "Haversine": {
        ZERO: ZERO,
        S.Pi: ONE,
        Expr(S.Times, (node_of(Fraction(1, 2)), S.Pi)): node_of(Fraction(1, 2)),
    },
    "Gudermannian": {ZERO: ZERO, INFINITY: _PI_HALF},
    "BarnesG": {ZERO: ZERO, ONE: ONE, node_of(2): ONE, node_of(3): ONE, node_of(4): node_of(2)},
    "DirichletEta": {ONE: S.Log(node_of(2)), ZERO: node_of(Fraction(1, 2))},
}
_ODD = frozenset({"Erfi", "InverseErf", "SinIntegral", "SinhIntegral", "Gudermannian"})


def _declare(name: str, values: dict[Node, Node]) -> None:
    head = getattr(S, name)

    def function(k, x: Node):
        if (value := values.get(x)) is not None:
            return value
        positive = negated(x) if name in _ODD else None
        return None if positive is None else S.Times(MINUS_ONE, Expr(head, (positive,)))

    function.__doc__ = f"{name}[x] has exact values at simple points."
    builtin(f"{name}[x_]", attributes=_NUMERIC)(function)


for _name, _values in _VALUES.items():
    _declare(_name, _values)
