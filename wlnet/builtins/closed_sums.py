"""Sums and products with a symbolic bound: of polynomials, geometric terms and plain products.

A term is multiplied out; what is a polynomial in the index is summed by Bernoulli's formula, what is one base
to the power of the index by the geometric series.  Sums without end of 1/i^s and x^i, x^i/i! have their known
values.  Everything else stays as it is."""

from __future__ import annotations

import math
from fractions import Fraction

from ..expr import Expr, Integer, Node, Rational, S
from ..kernel.numbers import MINUS_ONE, ONE, ZERO, integer, node_of
from .combinatorial import bernoulli_number
from .infinity import infinite_sign
from .polynomials import contains, split, terms_of

_LARGEST = 60  # exponent of the index that is summed


def closed_sum(k, body: Node, i: Node, low: Node, high: Node) -> Node | None:
    """The sum of `body` for i from `low` to `high`; None where no formula is known."""
    endless = infinite_sign(high) == 1
    if endless:
        return _endless(k, body, i, low) if not contains(low, i) else None
    parts: list[Node] = []
    for term in terms_of(k, body):
        part = _of_term(term, i, low, high)
        if part is None:
            return None
        parts.append(part)
    return k.evaluate(S.Factor(Expr(S.Plus, tuple(parts)))) if _plain(parts) else Expr(S.Plus, tuple(parts))


def _plain(parts: list[Node]) -> bool:
    return not any(contains(part, S.Power) and _has_symbolic_power(part) for part in parts)


def _has_symbolic_power(x: Node) -> bool:
    if type(x) is not Expr:
        return False
    if x.head is S.Power and type(x.args[1]) is not Integer:
        return True
    return any(map(_has_symbolic_power, x.args))


def _of_term(term: Node, i: Node, low: Node, high: Node) -> Node | None:
    power, rest = split(term, i)
    if not contains(rest, i):
        if type(power) is not Integer or not 0 <= power.value <= _LARGEST:
            return None
        below = S.Plus(low, MINUS_ONE)
        return S.Times(
            rest, S.Plus(_faulhaber(power.value, high), S.Times(MINUS_ONE, _faulhaber(power.value, below)))
        )
    return _geometric(term, i, low, high)


def _faulhaber(p: int, n: Node) -> Node:
    """1^p + ... + n^p as a polynomial in n."""
    if p == 0:
        return n
    for smaller in range(0, p, 2):
        bernoulli_number(smaller)
    terms = []
    for j in range(p + 1):
        factor = Fraction(math.comb(p + 1, j), p + 1) * bernoulli_number(j) * (-1 if j == 1 else 1)
        terms.append(S.Times(node_of(factor), S.Power(n, integer(p + 1 - j))))
    return Expr(S.Plus, tuple(terms))


def _ratio(term: Node, i: Node) -> tuple[Node, Node] | None:
    """(c, r) where the term is c r^i."""
    bases: list[Node] = []
    rest: list[Node] = []
    for factor in term.args if type(term) is Expr and term.head is S.Times else (term,):
        if not contains(factor, i):
            rest.append(factor)
            continue
        if type(factor) is not Expr or factor.head is not S.Power or contains(factor.args[0], i):
            return None
        slope = _slope(factor.args[1], i)
        if slope is None:
            return None
        bases.append(S.Power(factor.args[0], slope[0]))
        rest.append(S.Power(factor.args[0], slope[1]))
    return Expr(S.Times, tuple(rest)), Expr(S.Times, tuple(bases))


def _slope(x: Node, i: Node) -> tuple[Node, Node] | None:
    """(a, b) where x is a i + b."""
    a, b = list[Node](), list[Node]()
    for term in x.args if type(x) is Expr and x.head is S.Plus else (x,):
        power, rest = split(term, i)
        if contains(rest, i) or power not in (ZERO, ONE):
            return None
        (a if power == ONE else b).append(rest)
    return Expr(S.Plus, tuple(a)), Expr(S.Plus, tuple(b))


def _geometric(term: Node, i: Node, low: Node, high: Node) -> Node | None:
    found = _ratio(term, i)
    if found is None:
        return None
    c, r = found
    above = S.Plus(S.Power(r, S.Plus(high, ONE)), S.Times(MINUS_ONE, S.Power(r, low)))
    return S.Times(c, above, S.Power(S.Plus(r, MINUS_ONE), MINUS_ONE))


def _endless(k, body: Node, i: Node, low: Node) -> Node | None:
    power, rest = split(body, i)
    if not contains(rest, i):
        if type(power) is Integer and power.value < -1 and low == ONE:
            return S.Times(rest, S.Zeta(integer(-power.value)))
        return None
    found = _ratio(body, i)
    if found is not None:
        c, r = (k.evaluate(each) for each in found)
        if type(r) in (Integer, Rational) and abs(r.value) < 1:  # type: ignore[attr-defined]
            return S.Times(c, S.Power(r, low), S.Power(S.Plus(ONE, S.Times(MINUS_ONE, r)), MINUS_ONE))
        return None
    return _exponential(k, body, i) if low == ZERO else None


def _exponential(k, body: Node, i: Node) -> Node | None:
    """The sum of c r^i/i!"""
    over = k.evaluate(S.Times(body, S.Factorial(i)))
    found = (over, ONE) if not contains(over, i) else _ratio(over, i)
    return None if found is None else S.Times(found[0], S.Power(S.E, found[1]))


def closed_product(k, body: Node, i: Node, low: Node, high: Node) -> Node | None:
    """The product of `body` for i from `low` to `high`: of a constant, and of the index itself."""
    if infinite_sign(high) is not None:
        return None
    if not contains(body, i):
        return S.Power(body, S.Plus(high, ONE, S.Times(MINUS_ONE, low)))
    if body == i and low == ONE:
        return S.Factorial(high)
    return None
