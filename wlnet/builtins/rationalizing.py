"""Fractions for inexact numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from ..expr import BigReal, Complex, Expr, Integer, Node, Rational, Real, S, Symbol
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import node_of
from .numeric import is_numeric
from .rounding import real_value


@builtin("Rationalize[x_, delta_]", attributes=Attribute.LISTABLE)
def rationalize(k, x: Node, delta: Node | None = None):
    """Rationalize[x] is a fraction for x, if there is a simple one; Rationalize[x, d] the simplest one
    that is no further than d from x; with d = 0 one that is the same number.

    >> {Rationalize[0.75], Rationalize[N[Pi]], Rationalize[Pi, 0.01], Rationalize[0.5 x]}
    {3/4, 3.141592653589793, 22/7, x/2}
    """
    if type(x) in (Integer, Rational, Symbol) and (delta is None or type(x) is not Symbol):
        return x
    if type(x) in (Real, BigReal):
        exact = Fraction(x.value)  # type: ignore[attr-defined]
    elif delta is not None and type(x) is not Complex and is_numeric(k, x):
        value = real_value(k.evaluate(S.N(x, node_of(40))))
        if value is None or delta == node_of(0):
            return x
        exact = Fraction(value)
    else:
        return _in_parts(x, delta)
    if delta is None:
        return next((node_of(c) for c in _convergents(exact) if _is_simple(c, exact)), x)
    size = real_value(delta)
    if size is None:
        return None
    reach = Fraction(abs(size)) or (abs(exact) * Fraction(1, 2**53) if type(x) is Real else _last_place(x))
    return node_of(simplest(exact - reach, exact + reach))


def _last_place(x: Node) -> Fraction:
    return abs(Fraction(x.value)) / Fraction(10) ** int(x.precision)  # type: ignore[attr-defined]


def _in_parts(x: Node, delta: Node | None) -> Node:
    more = () if delta is None else (delta,)
    if type(x) is Complex:
        re, im = (S.Rationalize(part, *more) for part in x.value)
        return S.Plus(re, S.Times(Complex((node_of(0), node_of(1))), im))
    if type(x) is Expr:
        return Expr(x.head, tuple(S.Rationalize(arg, *more) for arg in x.args))
    return x


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction with the smallest denominator between two others."""
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest(-high, -low)
    whole = math.ceil(low)
    if whole <= high:
        return Fraction(whole)
    below = math.floor(low)
    return below + 1 / simplest(1 / (high - below), 1 / (low - below))


def _is_simple(c: Fraction, x: Fraction) -> bool:
    """Whether `c` is nearer to `x` than fractions with such a denominator are by chance."""
    size = c.denominator**2
    return abs(c - x) * size < 1e-4 and size * abs(x) * 2.0**-52 < 1e-4


def _convergents(x: Fraction) -> Iterator[Fraction]:
    """The best simple fractions for `x`, each nearer than the one before."""
    p, q, p0, q0, rest = 1, 0, 0, 1, x
    while True:
        whole = math.floor(rest)
        p, q, p0, q0 = whole * p + p0, whole * q + q0, p, q
        yield Fraction(p, q)
        if rest == whole:
            return
        rest = 1 / (rest - whole)
