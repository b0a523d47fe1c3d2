"""Multiplying out."""

from __future__ import annotations

from itertools import product

from ..expr import TRUE, Expr, Integer, Node, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import integer


@builtin("Expand[x_, form_]", attributes=Attribute.LISTABLE)
def expand(k, x: Node, form: Node | None = None):
    """Expand[x] multiplies out the products and whole powers of sums in x; Expand[x, form] only those in
    which form occurs.

    >> {Expand[(a + b)^2], Expand[(1 + x) (2 + x) - 2], Expand[a (b + c) == d]}
    {a^2 + 2*a*b + b^2, 3*x + x^2, a*b + a*c == d}
    """
    return _expanded(k, x) if form is None else _expanded_with(k, x, form)


def _expanded_with(k, x: Node, form: Node) -> Node:
    """What is free of `form` stands for itself while the rest is multiplied out."""
    hidden: dict[Node, Node] = {}

    def hide(node: Node) -> Node:
        if type(node) is not Expr or node.head not in (S.Plus, S.Times, S.Power):
            return node
        if k.evaluate(S.FreeQ(node, form)) is TRUE:
            return hidden.setdefault(node, Expr(S.Hold, (integer(len(hidden)),)))
        return Expr(node.head, tuple(map(hide, node.args)))

    made = _expanded(k, k.evaluate(hide(x)))
    rules = tuple(S.Rule(sign, node) for node, sign in hidden.items())
    return S.ReplaceAll(made, Expr(S.List, rules)) if rules else made


@builtin("ExpandAll[x_]", attributes=Attribute.LISTABLE)
def expand_all(k, x: Node):
    """ExpandAll[x] multiplies out everywhere in x, in denominators and arguments too.

    >> ExpandAll[Sin[(a + b)^2]/(1 + x)^2]
    Sin[a^2 + 2*a*b + b^2]/(1 + 2*x + x^2)
    """
    return _everywhere(k, x)


@builtin("ExpandNumerator[x_]", attributes=Attribute.LISTABLE)
def expand_numerator(k, x: Node):
    """ExpandNumerator[x] multiplies out what stands above the line in x.

    >> ExpandNumerator[(1 + x)^2/y]
    (1 + 2*x + x^2)/y
    """
    return S.Divide(S.Expand(S.Numerator(x)), S.Denominator(x))


@builtin("ExpandDenominator[x_]", attributes=Attribute.LISTABLE)
def expand_denominator(k, x: Node):
    """ExpandDenominator[x] multiplies out what stands below the line in x.

    >> ExpandDenominator[y/(1 + x)^2]
    y/(1 + 2*x + x^2)
    """
    return S.Divide(S.Numerator(x), S.Expand(S.Denominator(x)))


def _everywhere(k, x: Node) -> Node:
    if type(x) is not Expr:
        return x
    inner = k.evaluate(Expr(_everywhere(k, x.head), tuple(_everywhere(k, arg) for arg in x.args)))
    below = k.evaluate(S.Denominator(inner))
    if below == integer(1):
        return _expanded(k, inner)
    above = _expanded(k, k.evaluate(S.Numerator(inner)))
    under = S.Power(_expanded(k, below), integer(-1))
    terms = above.args if type(above) is Expr and above.head is S.Plus else (above,)
    return k.evaluate(Expr(S.Plus, tuple(S.Times(term, under) for term in terms)))


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
