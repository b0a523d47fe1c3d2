"""Multiplying out."""

from __future__ import annotations

from itertools import product

from ..expr import Expr, Integer, Node, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import integer


@builtin("Expand[x_]", attributes=Attribute.LISTABLE)
def expand(k, x: Node):
    """Expand[x] multiplies out the products and whole powers of sums in x.

    >> {Expand[(a + b)^2], Expand[(1 + x) (2 + x) - 2], Expand[a (b + c) == d]}
    {a^2 + 2*a*b + b^2, 3*x + x^2, a*b + a*c == d}
    """
    return _expanded(k, x)


def _expanded(k, x: Node) -> Node:
    if type(x) is not Expr:
        return x
    if x.head is S.Plus or x.head in (
        S.Equal,
        S.Unequal,
        S.Less,
        S.Greater,
        S.LessEqual,
        S.GreaterEqual,
        S.Rule,
    ):
        return k.evaluate(Expr(x.head, tuple(_expanded(k, arg) for arg in x.args)))
    terms = _terms(k, x)
    return x if terms == [x] else k.evaluate(Expr(S.Plus, tuple(terms)))


def _terms(k, x: Node) -> list[Node]:
    """The terms of which `x` is the sum when multiplied out."""
    if type(x) is not Expr:
        return [x]
    if x.head is S.Plus:
        return [term for arg in x.args for term in _terms(k, arg)]
    if x.head is S.Times:
        columns = [_terms(k, arg) for arg in x.args]
        if all(len(column) == 1 for column in columns):
            return [x]
        return _collected(k, [Expr(S.Times, row) for row in product(*columns)])
    if x.head is S.Power and type(x.args[1]) is Integer and x.args[1].value > 1:
        base = _terms(k, x.args[0])
        return [x] if len(base) == 1 else _power(k, base, x.args[1].value)
    return [x]


def _collected(k, terms: list[Node]) -> list[Node]:
    """The terms with like ones added up."""
    made = k.evaluate(Expr(S.Plus, tuple(terms)))
    return list(made.args) if type(made) is Expr and made.head is S.Plus else [made]


def _power(k, base: list[Node], n: int) -> list[Node]:
    """By the binomial theorem for two terms, by repeated multiplication for more."""
    if len(base) == 2:
        a, b = base
        terms = []
        coefficient = 1
        for i in range(n + 1):
            powers = S.Power(a, integer(n - i)), S.Power(b, integer(i))
            terms.append(S.Times(integer(coefficient), *powers))
            coefficient = coefficient * (n - i) // (i + 1)
        return _collected(k, terms)
    result = base
    for _ in range(n - 1):
        result = _collected(k, [S.Times(p, q) for p, q in product(result, base)])
    return result
