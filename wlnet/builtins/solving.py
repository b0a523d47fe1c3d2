"""Solve and NSolve for polynomial equations, by factors of low degree, and for systems by sympy."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from ..expr import FALSE, TRUE, Expr, Integer, Node, Rational, S
from ..kernel.builtin import builtin
from ..kernel.numbers import MINUS_ONE, ONE, ZERO, complex_of, integer, is_exact, is_number, node_of
from ..lazy import sympy
from ..problem import Template
from .algebra import Bridge, attempt, is_rational_function
from .numeric import approximate
from .polynomials import contains, is_list

_BEYOND = Template("nsmet", "This system cannot be solved with the methods available to Solve.")
_NOT_EQUATIONS = Template("naqs", "`1` is not a quantified system of equations and inequalities.")


def _equations(x: Node) -> list[Node]:
    """What shall be zero."""
    if x is TRUE:
        return []
    if is_list(x) or (type(x) is Expr and x.head is S.And):
        return [each for part in x.args for each in _equations(part)]
    if type(x) is not Expr or x.head is not S.Equal or len(x.args) < 2:
        raise _NOT_EQUATIONS(x)
    first, *others = x.args
    if is_list(first):
        if any(not is_list(o) or len(o.args) != len(first.args) for o in others):
            raise _NOT_EQUATIONS(x)
        pairs = [(a, b) for o in others for a, b in zip(first.args, o.args, strict=True)]
    else:
        pairs = [(first, other) for other in others]
    return [S.Plus(a, S.Times(MINUS_ONE, b)) for a, b in pairs]


@builtin("Solve[equations_, variables_, domain_]")
def solve(k, equations: Node, variables: Node, domain: Node = S.Complexes):
    """Solve[equations, v] lists the rules for the values of v that make the equations true; v may be a list.
    Polynomial equations that have roots of low degree, and systems of polynomials, are solved.

    >> {Solve[x^2 == 4, x], Solve[a x + b == 0, x], Solve[{x + y == 3, x - y == 1}, {x, y}]}
    {{{x -> -2}, {x -> 2}}, {{x -> -(b/a)}}, {{x -> 2, y -> 1}}}
    """
    if domain not in (S.Complexes, S.Reals, S.Integers):
        return None
    if equations is FALSE:
        return Expr(S.List)
    zeros = [k.evaluate(each) for each in _equations(equations)]
    names = variables.args if is_list(variables) else (variables,)
    if any(each is not ZERO and is_number(each) and each != ZERO for each in zeros):
        return Expr(S.List)
    zeros = [each for each in zeros if each != ZERO]
    if not zeros:
        return S.List(Expr(S.List))
    if len(zeros) == len(names) == 1:
        found = _roots(k, zeros[0], names[0])
        if found is None:
            raise _BEYOND()
        solutions = [(root,) for root in found]
    else:
        solutions = _system(k, zeros, names)
    kept = [values for values in solutions if all(_within(k, value, domain) for value in values)]
    rules = [Expr(S.List, tuple(map(S.Rule, names, values))) for values in kept]
    return Expr(S.List, tuple(rules))


def _within(k, value: Node, domain: Node) -> bool:
    if domain is S.Integers:
        return type(value) is Integer or approximate(value) is None
    number = approximate(value)
    return domain is S.Complexes or number is None or isinstance(number, float) or number.imag == 0


def _roots(k, zero: Node, name: Node) -> list[Node] | None:
    """The roots of one polynomial in `name`."""
    above = k.evaluate(S.Numerator(S.Together(zero)))
    if k.evaluate(S.PolynomialQ(above, name)) is not TRUE:
        return None
    factors = k.evaluate(S.FactorList(above))
    if not is_list(factors):
        return None
    found: list[Node] = []
    for pair in factors.args:
        factor, times = pair.args
        if contains(factor, name):
            roots = _of_factor(k, k.evaluate(S.CoefficientList(factor, name)).args)
            if roots is None:
                return None
            found += [root for root in map(k.evaluate, roots) for _ in range(times.value)]
    values = [approximate(root) for root in found]
    if all(value is not None for value in values):
        order = sorted(range(len(found)), key=lambda i: _place(values[i]))
        return [found[i] for i in order]
    return found


def _place(value: Any) -> tuple[float, float, float]:
    z = complex(value)
    return round(z.real, 10), abs(round(z.imag, 10)), round(z.imag, 10)


def _of_factor(k, c: tuple[Node, ...]) -> list[Node] | None:
    """The roots of a polynomial with these coefficients, from the constant on, that cannot be divided."""
    degree = len(c) - 1
    if degree == 1:
        return [S.Times(MINUS_ONE, c[0], S.Power(c[1], MINUS_ONE))]
    if degree == 2 and c in ((ONE, ONE, ONE), (ONE, MINUS_ONE, ONE)):
        third, two_thirds = (S.Power(MINUS_ONE, node_of(Fraction(n, 3))) for n in (1, 2))
        first, second = S.Times(MINUS_ONE, third), two_thirds
        return [first, second] if c[1] == ONE else [third, S.Times(MINUS_ONE, two_thirds)]
    if degree == 2:
        return _quadratic(k, *c)
    if all(each == ZERO for each in c[1:-1]):
        base = S.Power(S.Times(MINUS_ONE, c[0], S.Power(c[-1], MINUS_ONE)), node_of(Fraction(1, degree)))
        return [S.Times(base, S.Power(MINUS_ONE, node_of(Fraction(2 * i, degree)))) for i in range(degree)]
    if degree == 4 and c[1] == c[3] == ZERO:
        squares = _quadratic(k, c[0], c[2], c[4])
        return [S.Times(sign, S.Sqrt(square)) for square in squares for sign in (MINUS_ONE, ONE)]
    return None


def _quadratic(k, c: Node, b: Node, a: Node) -> list[Node]:
    root = S.Sqrt(S.Expand(S.Plus(S.Power(b, integer(2)), S.Times(integer(-4), a, c))))
    below = S.Power(S.Times(integer(2), a), MINUS_ONE)
    if b == ZERO:
        return [S.Times(sign, root, below) for sign in (MINUS_ONE, ONE)]
    exact = type(k.evaluate(root)) in (Integer, Rational)
    signed = [S.Plus(S.Times(MINUS_ONE, b), S.Times(sign, root)) for sign in (MINUS_ONE, ONE)]
    made: list[Node] = [S.Times(each, below) for each in signed]
    if exact or not all(map(is_exact, (a, b, c))):
        return made
    return [S.Together(S.Expand(each)) for each in made]


def _system(k, zeros: list[Node], names: tuple[Node, ...]) -> list[tuple[Node, ...]]:
    """The solutions of a system of polynomials, by sympy."""
    if not all(map(is_rational_function, zeros)):
        raise _BEYOND()
    bridge = Bridge()
    wanted = [bridge.variable(name) for name in names]
    values = [bridge.to_sympy(zero) for zero in zeros]

    def work() -> Node:
        found = sympy.solve(values, wanted, dict=True)
        rows = [[each.get(name, name) for name in wanted] for each in found]
        return Expr(S.List, tuple(Expr(S.List, tuple(map(bridge.to_node, row))) for row in rows))

    made = attempt(work)
    if made is None:
        raise _BEYOND()
    solutions = [row.args for row in k.evaluate(made).args]
    return sorted(solutions, key=lambda row: [_place(approximate(v) or 0) for v in row])


@builtin("NSolve[equations_, variables_, domain_]")
def nsolve(k, equations: Node, variables: Node, domain: Node = S.Complexes):
    """NSolve[equations, v] lists rules with the numerical roots of polynomial equations.

    >> Round[x /. NSolve[x^2 == 2, x], 1/1000]
    {-707/500, 707/500}
    """
    names = variables.args if is_list(variables) else (variables,)
    zeros = [k.evaluate(each) for each in _equations(equations)]
    if len(zeros) != 1 or len(names) != 1:
        return S.N(S.Solve(equations, variables, domain))
    coefficients = k.evaluate(S.N(S.CoefficientList(zeros[0], names[0])))
    values = [approximate(c) for c in coefficients.args] if is_list(coefficients) else [None]
    if None in values:
        raise _BEYOND()
    roots = sorted((complex(z) for z in np.roots(values[::-1])), key=_place)  # type: ignore[arg-type]
    nodes = [complex_of(z.real, z.imag) if abs(z.imag) > 1e-14 * abs(z) else node_of(z.real) for z in roots]
    kept = [node for node in nodes if _within(k, node, domain)]
    return Expr(S.List, tuple(S.List(S.Rule(names[0], node)) for node in kept))
