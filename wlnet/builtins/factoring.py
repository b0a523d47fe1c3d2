"""Factoring polynomials and rational functions, and bringing them over one line or taking them apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..expr import Expr, Node, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import integer
from ..lazy import sympy
from .algebra import Bridge, attempt, fraction, is_rational_function, over_parts

_LISTABLE = Attribute.LISTABLE


def _algebra(name: str, work: Callable[[Bridge, Node], Any], usage: str, example: str) -> None:
    """Declare a function of one expression that goes into equations and the like."""
    head = getattr(S, name)

    def function(k, x: Node):
        if over_parts(x):
            return Expr(x.head, tuple(Expr(head, (arg,)) for arg in x.args))  # type: ignore[attr-defined]
        if not is_rational_function(x):
            return x
        bridge = Bridge()
        return attempt(lambda: bridge.to_node(work(bridge, x))) or x

    function.__doc__ = f"{usage}\n\n>> {example}"
    builtin(f"{name}[x_]", attributes=_LISTABLE)(function)


def _factored(bridge: Bridge, x: Node) -> Any:
    return sympy.factor(bridge.to_sympy(x))


def _together(bridge: Bridge, x: Node) -> Any:
    above, below = fraction(bridge, x)
    above = sympy.factor_terms(sympy.expand(above))
    return above / sympy.factor(below)


def _cancelled(bridge: Bridge, x: Node) -> Any:
    value = bridge.to_sympy(x)
    if value.is_Add:
        return sympy.Add(*(sympy.cancel(term) for term in value.args))
    above, below = sympy.fraction(sympy.cancel(value))
    return sympy.factor_terms(above) / sympy.factor_terms(below)


_algebra(
    "Factor",
    _factored,
    "Factor[x] writes a polynomial as a product of polynomials that cannot be divided further.",
    "{Factor[x^2 - 1], Factor[2 x^2 + 4 x], Factor[x^2 + 1], Factor[x^2 - 2 x y + y^2]}\n"
    "{(-1 + x)*(1 + x), 2*x*(2 + x), 1 + x^2, (x - y)^2}",
)
_algebra(
    "Together",
    _together,
    "Together[x] brings the terms of x over one line.",
    "{Together[1/x + 1/y], Together[a/b + c]}\n{(x + y)/(x*y), (a + b*c)/b}",
)
_algebra(
    "Cancel",
    _cancelled,
    "Cancel[x] divides numerator and denominator of each term by their common factors.",
    "Cancel[(x^2 - 1)/(x - 1)]\n1 + x",
)


@builtin("Apart[x_, variable_]", attributes=_LISTABLE)
def apart(k, x: Node, variable: Node | None = None):
    """Apart[x] writes a rational function as a sum of terms with simple denominators; Apart[x, v] with
    respect to v.

    >> Apart[1/(x^2 - 1)]
    1/(2*(-1 + x)) - 1/(2*(1 + x))
    """
    if not is_rational_function(x):
        return x
    bridge = Bridge()
    value = bridge.to_sympy(x)
    names = sorted(value.free_symbols, key=str)
    if variable is not None:
        names = [bridge.variable(variable)]
    return (attempt(lambda: bridge.to_node(sympy.apart(value, names[0]))) if names else None) or x


@builtin("FactorTerms[x_]", attributes=_LISTABLE)
def factor_terms(k, x: Node):
    """FactorTerms[x] takes the common number out of the terms of x.

    >> FactorTerms[4 + 6 x]
    2*(2 + 3*x)
    """
    if not is_rational_function(x):
        return x
    bridge = Bridge()
    content, rest = sympy.factor_terms(sympy.expand(bridge.to_sympy(x))).as_coeff_Mul()
    return S.Times(bridge.to_node(content), bridge.to_node(sympy.expand(rest)))


@builtin("FactorList[x_]", attributes=_LISTABLE)
def factor_list(k, x: Node):
    """FactorList[x] lists the factors of a polynomial with their exponents, the number first.

    >> FactorList[2 x^2 - 2]
    {{2, 1}, {-1 + x, 1}, {1 + x, 1}}
    """
    if not is_rational_function(x):
        return None
    return attempt(lambda: _pairs(Bridge(), x))


def _pairs(bridge: Bridge, x: Node) -> Node:
    number, factors = sympy.factor_list(bridge.to_sympy(x))
    found = [(number, 1), *factors]
    return Expr(S.List, tuple(S.List(bridge.to_node(base), integer(int(n))) for base, n in found))


@builtin("FactorSquareFree[x_]", attributes=_LISTABLE)
def factor_square_free(k, x: Node):
    """FactorSquareFree[x] takes multiple factors out of a polynomial.

    >> FactorSquareFree[x^3 - x^2 - x + 1]
    (-1 + x)^2*(1 + x)
    """
    return attempt(lambda: _square_free(Bridge(), x)) or x


def _square_free(bridge: Bridge, x: Node) -> Node:
    number, factors = sympy.sqf_list(bridge.to_sympy(x))
    powers = [S.Power(bridge.to_node(base), integer(int(n))) for base, n in factors]
    return Expr(S.Times, (bridge.to_node(number), *powers))
