"""Continued fractions."""

from __future__ import annotations

import math
from fractions import Fraction

from ..expr import BigReal, Expr, Integer, Node, Rational, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import integer, node_of
from .rounding import real_value

_LONGEST = 100_000  # terms


@builtin("ContinuedFraction[x_, n_]", attributes=Attribute.LISTABLE)
def continued_fraction(k, x: Node, n: int | None = None):
    """ContinuedFraction[x] lists the terms of the continued fraction of x, the period of a square root in a
    list; ContinuedFraction[x, n] the first n.

    >> {ContinuedFraction[47/17], ContinuedFraction[Sqrt[2]], ContinuedFraction[Pi, 5]}
    {{2, 1, 3, 4}, {1, {2}}, {3, 7, 15, 1, 292}}
    """
    if n is not None and not 0 < n < _LONGEST:
        return None
    if type(x) in (Integer, Rational):
        return _terms(Fraction(x.value), n)  # type: ignore[attr-defined]
    if n is None and type(x) is Expr and x.head is S.Power and x.args[1] == node_of(Fraction(1, 2)):
        return _of_root(x.args[0].value) if type(x.args[0]) is Integer else None
    if type(x) is Real or type(x) is BigReal:
        return _safe_terms(Fraction(x.value), x.precision if type(x) is BigReal else 15.95, n)
    if n is None:
        return None
    digits = 20 + 3 * n
    value = real_value(k.evaluate(S.N(x, integer(digits))))
    return None if value is None else _safe_terms(Fraction(value), digits, n)


def _terms(value: Fraction, n: int | None) -> list[int]:
    found: list[int] = []
    while n is None or len(found) < n:
        whole = math.trunc(value)
        found.append(whole)
        value -= whole
        if value == 0:
            break
        value = 1 / value
    return found


def _safe_terms(value: Fraction, digits: float, n: int | None) -> list[int]:
    """The terms that all numbers within the uncertainty share."""
    error = abs(value) * Fraction(1, 10 ** int(digits))
    found = []
    for a, b in zip(_terms(value - error, n), _terms(value + error, n), strict=False):
        if a != b:
            break
        found.append(a)
    return found


def _of_root(n: int) -> Node | None:
    """The first term of Sqrt[n] and the period after it."""
    if n < 0:
        return None
    root = math.isqrt(n)
    m, d, a, period = 0, 1, root, list[Node]()
    while a != 2 * root:
        m = d * a - m
        d = (n - m * m) // d
        a = (root + m) // d
        period.append(integer(a))
        if len(period) > _LONGEST:
            return None
    return S.List(integer(root), Expr(S.List, tuple(period)))


@builtin("FromContinuedFraction[terms_]")
def from_continued_fraction(k, terms: Node):
    """FromContinuedFraction[{a1, a2, ...}] is the number a1 + 1/(a2 + 1/...).

    >> FromContinuedFraction[{2, 1, 3, 4}]
    47/17
    """
    if type(terms) is not Expr or terms.head is not S.List or any(_is_list(t) for t in terms.args):
        return None
    return _value(terms.args)


def _is_list(node: Node) -> bool:
    return type(node) is Expr and node.head is S.List


def _value(terms: tuple[Node, ...]) -> Node:
    value: Node = S.Infinity
    for place, term in enumerate(terms[::-1]):
        value = S.Plus(term, S.Power(value, integer(-1))) if place else term
    return value


@builtin("Convergents[x_, n_]")
def convergents(k, x: Node, n: int | None = None):
    """Convergents[x, n] lists the first n fractions that approach x; Convergents[{a1, ...}] those of the
    continued fraction with these terms.

    >> {Convergents[47/17], Convergents[{1, 2, 2}]}
    {{2, 3, 11/4, 47/17}, {1, 3/2, 7/5}}
    """
    terms = x if _is_list(x) else k.evaluate(S.ContinuedFraction(x, *([] if n is None else [integer(n)])))
    if not _is_list(terms) or any(_is_list(t) for t in terms.args):
        return None
    return Expr(S.List, tuple(_value(terms.args[:i]) for i in range(1, len(terms.args) + 1)))
