"""Polynomials: their variables, coefficients and exponents, division, common divisors, resultants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..expr import Expr, Integer, Node, Rational, S, Symbol
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import ONE, ZERO, integer, is_number
from ..kernel.order import sorted_nodes
from ..lazy import sympy
from ..problem import Template
from .algebra import Bridge, attempt, is_rational_function, over_parts
from .infinity import infinity
from .numeric import is_numeric

_NOT_POLYNOMIAL = Template("poly", "`1` is not a polynomial.")


def is_list(x: Node) -> bool:
    return type(x) is Expr and x.head is S.List


def contains(x: Node, part: Node) -> bool:
    if x == part:
        return True
    return type(x) is Expr and (contains(x.head, part) or any(contains(arg, part) for arg in x.args))


def terms_of(k, x: Node) -> tuple[Node, ...]:
    """The terms of x multiplied out."""
    made = k.evaluate(S.Expand(x))
    return made.args if type(made) is Expr and made.head is S.Plus else (made,)


def split(term: Node, form: Node) -> tuple[Node, Node]:
    """The exponent of `form` among the factors of a term, and the rest."""
    base, wanted = form, ONE
    if type(form) is Expr and form.head is S.Power and len(form.args) == 2:
        base, wanted = form.args
    exponent: Node = ZERO
    rest: list[Node] = []
    for factor in term.args if type(term) is Expr and term.head is S.Times else (term,):
        if factor == base:
            exponent = ONE
        elif type(factor) is Expr and factor.head is S.Power and factor.args[0] == base:
            exponent = factor.args[1]
        else:
            rest.append(factor)
    if wanted is not ONE and exponent == wanted:
        exponent = ONE
    elif wanted is not ONE and type(wanted) is Integer and type(exponent) is Integer:
        if exponent.value % wanted.value:
            return ZERO, term
        exponent = integer(exponent.value // wanted.value)
    elif wanted is not ONE:
        return ZERO, term
    return exponent, rest[0] if len(rest) == 1 else Expr(S.Times, tuple(rest))


def by_exponent(k, x: Node, form: Node) -> dict[Node, list[Node]]:
    """exponent of `form` -> the coefficients of x there."""
    found: dict[Node, list[Node]] = {}
    for term in terms_of(k, x):
        if term != ZERO:
            exponent, rest = split(term, form)
            found.setdefault(k.evaluate(exponent), []).append(rest)
    return found


@builtin("Coefficient[x_, form_, n_]", attributes=Attribute.LISTABLE)
def coefficient(k, x: Node, form: Node, n: Node = ONE):
    """Coefficient[x, v] is the coefficient of v in the polynomial x, Coefficient[x, v, n] that of v^n.

    >> {Coefficient[(1 + x)^3, x, 2], Coefficient[a x + b y, y], Coefficient[(x + y)^2, x y]}
    {3, b, 2}
    """
    if type(form) is Expr and form.head is S.Times and n == ONE:
        value = x
        for factor in form.args:
            value = k.evaluate(S.Coefficient(value, factor))
        return value
    rest = by_exponent(k, x, form).get(n, [])
    if n == ZERO:
        rest = [each for each in rest if not contains(each, form)]
    return Expr(S.Plus, tuple(rest))


@builtin("Exponent[x_, form_, h_]")
def exponent(k, x: Node, form: Node, h: Node = S.Max):
    """Exponent[x, v] is the largest exponent of v in x; Exponent[x, v, h] is h of all of them.

    >> {Exponent[1 + x^2 + a x^3, x], Exponent[x^2 + x^5, x, Min]}
    {3, 2}
    """
    if over_parts(x):
        return Expr(x.head, tuple(S.Exponent(arg, form, h) for arg in x.args))  # type: ignore[attr-defined]
    if is_list(form):
        return Expr(S.List, tuple(S.Exponent(x, each, h) for each in form.args))
    found = by_exponent(k, x, form)
    return Expr(h, tuple(sorted_nodes(found))) if found else infinity(-1)


@builtin("CoefficientList[x_, variables_]")
def coefficient_list(k, x: Node, variables: Node):
    """CoefficientList[x, v] lists the coefficients of the powers of v in x from 0 on; with a list of
    variables, an array of them.

    >> {CoefficientList[(1 + x)^3, x], CoefficientList[1 + x y, {x, y}]}
    {{1, 3, 3, 1}, {{1, 0}, {0, 1}}}
    """
    names = variables.args if is_list(variables) else (variables,)
    if x == ZERO:
        return Expr(S.List)
    table = _table(k, x, names)
    sizes = [1 + max(powers[i] for powers in table) for i in range(len(names))]

    def level(prefix: tuple[int, ...]) -> Node:
        if len(prefix) == len(names):
            return Expr(S.Plus, tuple(table.get(prefix, ())))
        return Expr(S.List, tuple(level((*prefix, i)) for i in range(sizes[len(prefix)])))

    return level(())


def _table(k, x: Node, names: tuple[Node, ...]) -> dict[tuple[int, ...], list[Node]]:
    """exponents of the variables -> coefficients."""
    table: dict[tuple[int, ...], list[Node]] = {}
    for term in terms_of(k, x):
        powers, rest = [], term
        for name in names:
            power, rest = split(rest, name)
            if type(power) is not Integer or power.value < 0 or contains(rest, name):
                raise _NOT_POLYNOMIAL(x)
            powers.append(power.value)
        table.setdefault(tuple(powers), []).append(rest)
    return table


@builtin("CoefficientRules[x_, variables_]")
def coefficient_rules(k, x: Node, variables: Node | None = None):
    """CoefficientRules[x, {v1, ...}] lists the rules {e1, ...} -> c for the terms of x, the highest first.

    >> CoefficientRules[1 + 2 x y^2, {x, y}]
    {{1, 2} -> 2, {0, 0} -> 1}
    """
    if variables is None:
        variables = k.evaluate(S.Variables(x))
    names = variables.args if is_list(variables) else (variables,)
    table = sorted(_table(k, x, names).items(), reverse=True)
    rules = [S.Rule(Expr(S.List, tuple(map(integer, e))), Expr(S.Plus, tuple(c))) for e, c in table]
    return Expr(S.List, tuple(rules))


@builtin("PolynomialQ[x_, variables_]")
def polynomial_q(k, x: Node, variables: Node | None = None):
    """PolynomialQ[x, v] is True if x is a polynomial in v; v may be a list of variables.

    >> {PolynomialQ[1 + a x^2, x], PolynomialQ[Sin[x], x], PolynomialQ[x^a, x]}
    {True, False, False}
    """
    if variables is None:
        variables = k.evaluate(S.Variables(x))
    names = variables.args if is_list(variables) else (variables,)
    return _is_polynomial(x, names)


def _is_polynomial(x: Node, names: tuple[Node, ...]) -> bool:
    if x in names or not any(contains(x, name) for name in names):
        return True
    if type(x) is not Expr:
        return True
    if x.head in (S.Plus, S.Times):
        return all(_is_polynomial(arg, names) for arg in x.args)
    power = x.head is S.Power and type(x.args[1]) is Integer and x.args[1].value >= 0
    return power and _is_polynomial(x.args[0], names)


@builtin("Variables[x_]")
def variables(k, x: Node):
    """Variables[x] lists the variables of the polynomial x.

    >> Variables[x^2 + y z + Sin[t] + 1]
    {x, y, z, Sin[t]}
    """
    found: dict[Node, None] = {}
    _find_variables(k, x, found)
    return Expr(S.List, tuple(sorted_nodes(found)))


def _find_variables(k, x: Node, found: dict[Node, None]) -> None:
    if is_number(x) or is_numeric(k, x):
        return
    if type(x) is Expr and x.head in (S.Plus, S.Times, S.List, S.Equal):
        for arg in x.args:
            _find_variables(k, arg, found)
    elif type(x) is Expr and x.head is S.Power and type(x.args[1]) in (Integer, Rational):
        _find_variables(k, x.args[0], found)
    elif type(x) in (Symbol, Expr):
        found[x] = None


@builtin("Collect[x_, variables_, h_]")
def collect(k, x: Node, variables: Node, h: Node | None = None):
    """Collect[x, v] puts the terms of x with the same power of v together; Collect[x, v, h] applies h to the
    coefficients.

    >> {Collect[a x + b x + c, x], Collect[(1 + a + x)^2, x]}
    {c + (a + b)*x, 1 + 2*a + a^2 + (2 + 2*a)*x + x^2}
    """
    names = variables.args if is_list(variables) else (variables,)
    return _collected(k, x, names, h)


def _collected(k, x: Node, names: tuple[Node, ...], h: Node | None) -> Node:
    if not names:
        return x if h is None else Expr(h, (x,))
    made: list[Node] = []
    for power, rest in by_exponent(k, x, names[0]).items():
        inner = _collected(k, k.evaluate(Expr(S.Plus, tuple(rest))), names[1:], h)
        made.append(S.Times(inner, S.Power(names[0], power)) if power != ZERO else inner)
    return Expr(S.Plus, tuple(made))


# ---- by sympy ----


def _two(name: str, work: Callable[[Any, Any, Any], Any], usage: str, example: str) -> None:
    """Declare a function of two polynomials and a variable."""

    def function(k, p: Node, q: Node, v: Node):
        if not (is_rational_function(p) and is_rational_function(q)):
            return None
        return attempt(lambda: written(Bridge(), p, q, v))

    def written(bridge: Bridge, p: Node, q: Node, v: Node) -> Node:
        found = work(bridge.to_sympy(p), bridge.to_sympy(q), bridge.variable(v))
        parts = tuple(bridge.to_node(sympy.expand(each)) for each in found)
        return parts[0] if len(parts) == 1 else Expr(S.List, parts)

    function.__doc__ = f"{usage}\n\n>> {example}"
    builtin(f"{name}[p_, q_, v_]")(function)


_two(
    "PolynomialQuotient",
    lambda p, q, v: (sympy.div(p, q, v)[0],),
    "PolynomialQuotient[p, q, v] is the quotient of the polynomials p and q in v.",
    "PolynomialQuotient[x^2 + 1, x - 1, x]\n1 + x",
)
_two(
    "PolynomialRemainder",
    lambda p, q, v: (sympy.div(p, q, v)[1],),
    "PolynomialRemainder[p, q, v] is what is left when the polynomial p is divided by q.",
    "PolynomialRemainder[x^2 + 1, x - 1, x]\n2",
)
_two(
    "PolynomialQuotientRemainder",
    lambda p, q, v: sympy.div(p, q, v),
    "PolynomialQuotientRemainder[p, q, v] is the quotient and the remainder.",
    "PolynomialQuotientRemainder[x^3, x - 1, x]\n{1 + x + x^2, 1}",
)
_two(
    "Resultant",
    lambda p, q, v: (sympy.resultant(p, q, v),),
    "Resultant[p, q, v] is 0 where the polynomials p and q in v have a common root.",
    "Resultant[x^2 - 1, x - 2, x]\n3",
)


@builtin("Discriminant[p_, v_]")
def discriminant(k, p: Node, v: Node):
    """Discriminant[p, v] is 0 where the polynomial p in v has a multiple root.

    >> Discriminant[a x^2 + b x + c, x]
    b^2 - 4*a*c
    """
    bridge = Bridge()
    value = bridge.to_sympy(p)
    return attempt(lambda: bridge.to_node(sympy.expand(sympy.discriminant(value, bridge.variable(v)))))


def _many(name: str, of: str, example: str) -> None:
    def function(k, polynomials: tuple[Node, ...]):
        if not all(map(is_rational_function, polynomials)):
            return None
        return attempt(lambda: joined(Bridge(), polynomials))

    def joined(bridge: Bridge, polynomials: tuple[Node, ...]) -> Node:
        value = bridge.to_sympy(polynomials[0])
        for p in polynomials[1:]:
            value = getattr(sympy, of)(value, bridge.to_sympy(p))
        return bridge.to_node(value if of == "gcd" else sympy.factor(value))

    what = "greatest common divisor" if of == "gcd" else "least common multiple"
    function.__doc__ = f"{name}[p, q, ...] is the {what} of polynomials.\n\n>> {example}"
    builtin(f"{name}[polynomials__]", attributes=Attribute.LISTABLE)(function)


_many("PolynomialGCD", "gcd", "PolynomialGCD[x^2 - 1, x^2 - 2 x + 1]\n-1 + x")
_many("PolynomialLCM", "lcm", "PolynomialLCM[x^2 - 1, x - 1]\n(-1 + x)*(1 + x)")


@builtin("PolynomialMod[p_, m_Integer]", attributes=Attribute.LISTABLE)
def polynomial_mod(k, p: Node, m: int):
    """PolynomialMod[p, m] is the polynomial p with its coefficients modulo m.

    >> PolynomialMod[3 x^2 + 5, 2]
    1 + x^2
    """
    if not m:
        return None
    made: list[Node] = []
    for term in terms_of(k, p):
        number, rest = (term.args[0], term.args[1:]) if _has_number(term) else (ONE, (term,))
        if is_number(term):
            number, rest = term, ()
        if type(number) is not Integer:
            return None
        made.append(Expr(S.Times, (integer(number.value % m), *rest)))
    return Expr(S.Plus, tuple(made))


def _has_number(term: Node) -> bool:
    return type(term) is Expr and term.head is S.Times and is_number(term.args[0])
