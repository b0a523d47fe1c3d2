"""The gamma function and its kin: Gamma, LogGamma, Beta, and the incomplete ones for machine numbers."""

from __future__ import annotations

import cmath
import math
from fractions import Fraction

from ..expr import Complex, Integer, Node, Rational, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import ONE, REALS, ZERO, node_of, scalar, to_complex, to_float
from ..lazy import mpmath
from .big import machine_value
from .infinity import COMPLEX_INFINITY, INFINITY
from .numeric import FUNCTIONS

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION
# coefficients of Lanczos's approximation for g = 7 and n = 9
_LANCZOS = (
    0.99999999999980993,
    676.5203681218851,
    -1259.1392167224028,
    771.32342877765313,
    -176.61502916214059,
    12.507343278686905,
    -0.13857109526572012,
    9.9843695780195716e-6,
    1.5056327351493116e-7,
)


def complex_gamma(z: complex) -> complex:
    if z.real < 0.5:
        return math.pi / (cmath.sin(math.pi * z) * complex_gamma(1 - z))
    z -= 1
    total = complex(_LANCZOS[0]) + sum(c / (z + i) for i, c in enumerate(_LANCZOS[1:], 1))
    t = z + 7.5
    return math.sqrt(2 * math.pi) * t ** (z + 0.5) * cmath.exp(-t) * total


@builtin("Gamma[x_]", attributes=_NUMERIC)
def gamma(k, x: Node):
    """Gamma[x] is the gamma function, (n - 1)! for a positive whole number n; Gamma[a, x] the incomplete one.

    >> {Gamma[5], Gamma[1/2], Gamma[2.5], Gamma[0]}
    {24, Sqrt[Pi], 1.3293403881791372, ComplexInfinity}
    """
    if type(x) is Integer:
        return S.Factorial(node_of(x.value - 1)) if x.value > 0 else COMPLEX_INFINITY
    if type(x) is Real:
        try:
            return node_of(math.gamma(x.value))
        except ValueError:
            return COMPLEX_INFINITY
        except OverflowError:
            return machine_value(lambda value: mpmath.gamma(value), x)
    if type(x) is Rational and x.value.denominator == 2 and abs(x.value) < 1000:
        return S.Times(node_of(_half(x.value)), S.Sqrt(S.Pi))
    if type(x) is Complex and type(x.value[0]) is Real:
        return node_of(complex_gamma(to_complex(x)))
    return INFINITY if x == INFINITY else None


def _half(x: Fraction) -> Fraction:
    """Gamma[x]/Sqrt[Pi] for half of an odd number."""
    value, at = Fraction(1), Fraction(1, 2)
    while at < x:
        value *= at
        at += 1
    while at > x:
        at -= 1
        value /= at
    return value


@builtin("LogGamma[x_]", attributes=_NUMERIC)
def log_gamma(k, x: Node):
    """LogGamma[x] is the logarithm of Gamma[x].

    >> {LogGamma[1], LogGamma[100.]}
    {0, 359.1342053695754}
    """
    if type(x) is Real and x.value > 0:
        return node_of(math.lgamma(x.value))
    return S.Log(S.Gamma(x)) if type(x) is Integer and 0 < x.value <= 100 else None


@builtin("Beta[a_, b_]", attributes=_NUMERIC)
def beta(k, a: Node, b: Node):
    """Beta[a, b] is Gamma[a] Gamma[b]/Gamma[a + b].

    >> {Beta[2, 3], Beta[1/2, 1/2], Beta[2., 3.]}
    {1/12, Pi, 0.08333333333333333}
    """
    if type(a) not in REALS or type(b) not in REALS:
        return None
    if type(a) is Real or type(b) is Real:
        x, y = to_float(scalar(a)), to_float(scalar(b))
        if x > 0 and y > 0:
            return node_of(math.gamma(x) * math.gamma(y) / math.gamma(x + y) if x + y < 100 else _beta(x, y))
    return S.Divide(S.Times(S.Gamma(a), S.Gamma(b)), S.Gamma(S.Plus(a, b)))


def _beta(a: float, b: float) -> float:
    return math.exp(math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))


# ---- incomplete ----


def lower_gamma(a: float, x: float) -> float:
    """The part of the integral for Gamma[a] from 0 to x."""
    if x <= 0:
        return 0.0
    if math.isinf(x):
        return 1.0
    scale = math.exp(-x + a * math.log(x) - math.lgamma(a))
    if x < a + 1:  # the series
        term = total = 1 / a
        n = a
        while abs(term) > abs(total) * 1e-17:
            n += 1
            term *= x / n
            total += term
        return total * scale
    return 1 - scale * _fraction_of_gamma(a, x)


def _fraction_of_gamma(a: float, x: float) -> float:
    """The continued fraction of the upper part, by Lentz's method."""
    tiny = 1e-300
    b = x + 1 - a
    c, d = 1 / tiny, 1 / b
    h = d
    for i in range(1, 10_000):
        an = -i * (i - a)
        b += 2
        d = 1 / _nonzero(an * d + b)
        c = _nonzero(b + an / c)
        h *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return h


def _nonzero(x: float) -> float:
    return x if abs(x) > 1e-300 else 1e-300


def lower_beta(x: float, a: float, b: float) -> float:
    """The part of the integral for Beta[a, b] from 0 to x."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - lower_beta(1 - x, b, a)
    scale = math.exp(a * math.log(x) + b * math.log1p(-x)) / (a * _beta(a, b))
    c, d = 1.0, 1 / _nonzero(1 - (a + b) * x / (a + 1))
    h = d
    for m in range(1, 10_000):
        for an in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _nonzero(1 + an * d)
            c = _nonzero(1 + an / c)
            h *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return scale * h


def _inexact(*nodes: Node) -> list[float] | None:
    """The values, if all are real and one is a machine number."""
    if any(type(n) not in REALS for n in nodes) or Real not in map(type, nodes):
        return None
    return [to_float(scalar(n)) for n in nodes]


@builtin("Gamma[a_, x_]", attributes=_NUMERIC)
def incomplete_gamma(k, a: Node, x: Node):
    """Gamma[a, x] is the part of the integral for Gamma[a] that is above x.

    >> Round[Gamma[2, 1.], 0.0001]
    0.7358
    """
    values = _inexact(a, x)
    if values is None or values[0] <= 0 or values[1] < 0:
        return S.Gamma(a) if x == ZERO else None
    return node_of(math.gamma(values[0]) * (1 - lower_gamma(*values)))


@builtin("GammaRegularized[a_, x_]", attributes=_NUMERIC)
def gamma_regularized(k, a: Node, x: Node):
    """GammaRegularized[a, x] is Gamma[a, x]/Gamma[a].

    >> {Round[GammaRegularized[2, 1.], 0.0001], GammaRegularized[a, 0]}
    {0.7358, 1}
    """
    values = _inexact(a, x)
    if values is None or values[0] <= 0 or values[1] < 0:
        return ONE if x == ZERO else None
    return node_of(1 - lower_gamma(*values))


@builtin("BetaRegularized[x_, a_, b_]", attributes=_NUMERIC)
def beta_regularized(k, x: Node, a: Node, b: Node):
    """BetaRegularized[x, a, b] is the part of the integral for Beta[a, b] that is below x.

    >> {Round[BetaRegularized[0.5, 2, 3], 0.0001], BetaRegularized[1, a, b]}
    {0.6875, 1}
    """
    values = _inexact(x, a, b)
    if values is None or min(values[1:]) <= 0 or not 0 <= values[0] <= 1:
        return x if x in (ZERO, ONE) else None
    return node_of(lower_beta(*values))


FUNCTIONS[S.Gamma] = complex_gamma
