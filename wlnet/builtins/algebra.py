"""To and from sympy's polynomials and rational functions.

What is no sum, product or whole power stands as a variable of its own, so algebra works on any expression.
Only polynomial algebra is asked of sympy; forms and order are those of the language, because results are
evaluated here."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ..expr import Complex, Expr, Integer, Node, Rational, S, Symbol
from ..kernel.numbers import ONE, ZERO, integer, node_of
from ..lazy import sympy


class Bridge:
    """One conversation: the variables that stand for the parts of the expressions given to sympy."""

    def __init__(self) -> None:
        self.variables: dict[Node, Any] = {}
        self.parts: dict[Any, Node] = {}

    def variable(self, node: Node) -> Any:
        if node not in self.variables:
            made = sympy.Symbol(f"v{len(self.variables):03d}")
            self.variables[node], self.parts[made] = made, node
        return self.variables[node]

    def to_sympy(self, x: Node) -> Any:
        if type(x) is Integer:
            return sympy.Integer(x.value)
        if type(x) is Rational:
            return sympy.Rational(x.value.numerator, x.value.denominator)
        if type(x) is Complex and all(type(part) in (Integer, Rational) for part in x.value):
            re, im = (self.to_sympy(part) for part in x.value)
            return re + sympy.I * im
        if type(x) is Expr and x.head is S.Plus:
            return sympy.Add(*map(self.to_sympy, x.args))
        if type(x) is Expr and x.head is S.Times:
            return sympy.Mul(*map(self.to_sympy, x.args))
        if type(x) is Expr and x.head is S.Power and type(x.args[1]) is Integer:
            return sympy.Pow(self.to_sympy(x.args[0]), x.args[1].value)
        return self.variable(x)

    def to_node(self, value: Any) -> Node:
        if value.is_Symbol:
            return self.parts[value]
        if value.is_Integer:
            return integer(int(value))
        if value.is_Rational:
            return node_of(Fraction(int(value.p), int(value.q)))
        if value is sympy.I:
            return Complex((ZERO, ONE))
        heads = {sympy.Add: S.Plus, sympy.Mul: S.Times, sympy.Pow: S.Power}
        if value.func not in heads:
            raise ValueError(f"no expression for {value.func}")
        return Expr(heads[value.func], tuple(map(self.to_node, value.args)))


def attempt(work: Callable[[], Node | None]) -> Node | None:
    """What `work` gives; None where sympy says that it is not a matter of polynomials."""
    try:
        return work()
    except (ValueError, TypeError, NotImplementedError, ZeroDivisionError, OverflowError):
        return None
    except sympy.polys.polyerrors.BasePolynomialError:
        return None


def is_rational_function(x: Node) -> bool:
    """Whether sympy's exact algebra takes it: no inexact numbers in the coefficients."""
    if type(x) is Expr and x.head in (S.Plus, S.Times):
        return all(map(is_rational_function, x.args))
    if type(x) is Expr and x.head is S.Power and type(x.args[1]) is Integer:
        return is_rational_function(x.args[0])
    return type(x) in (Integer, Rational, Symbol, Expr, Complex)


def over_parts(x: Node) -> bool:
    """Whether a function of algebra goes into the parts of `x`: lists, equations and the like."""
    return type(x) is Expr and x.head in _CONTAINERS


_CONTAINERS = frozenset(
    {S.List, S.Equal, S.Unequal, S.Less, S.LessEqual, S.Greater, S.GreaterEqual, S.And, S.Or, S.Rule}
)


def fraction(bridge: Bridge, x: Node) -> tuple[Any, Any]:
    """Numerator and denominator of x over one line, without common factors."""
    return sympy.fraction(sympy.cancel(sympy.together(bridge.to_sympy(x))))
