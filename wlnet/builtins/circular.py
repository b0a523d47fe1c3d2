"""Circular and hyperbolic functions: exact values, shifts by right angles, imaginary arguments, inverses."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from ..expr import Complex, Expr, Integer, Node, Rational, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import MINUS_ONE, ONE, ZERO, is_zero, node_of
from .array_arithmetic import by_array
from .elementary import machine, negated
from .infinity import COMPLEX_INFINITY, INFINITY, infinite_sign
from .numeric import FUNCTIONS

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION
_HALF, _I = node_of(Fraction(1, 2)), Complex((ZERO, ONE))
_RATIONAL = (Integer, Rational)


def _sqrt(x: Node) -> Node:
    return Expr(S.Power, (x, _HALF))


def _root(n: int) -> Node:
    return _sqrt(node_of(n))


def _over(x: Node, n: int) -> Node:
    return S.Times(node_of(Fraction(1, n)), x)


def _minus(x: Node) -> Node:
    return S.Times(MINUS_ONE, x)


def _eighths(sign: int) -> Node:
    """Sqrt[5/8 + Sqrt[5]/8], or with a minus."""
    return _sqrt(S.Plus(node_of(Fraction(5, 8)), S.Times(node_of(Fraction(sign, 8)), _root(5))))


_SINES: dict[Fraction, Node] = {
    Fraction(0): ZERO,
    Fraction(1, 12): _over(S.Times(S.Plus(MINUS_ONE, _root(3)), S.Power(_root(2), MINUS_ONE)), 2),
    Fraction(1, 10): _over(S.Plus(MINUS_ONE, _root(5)), 4),
    Fraction(1, 6): _HALF,
    Fraction(1, 5): _eighths(-1),
    Fraction(1, 4): S.Power(_root(2), MINUS_ONE),
    Fraction(3, 10): _over(S.Plus(ONE, _root(5)), 4),
    Fraction(1, 3): _over(_root(3), 2),
    Fraction(2, 5): _eighths(1),
    Fraction(5, 12): _over(S.Times(S.Plus(ONE, _root(3)), S.Power(_root(2), MINUS_ONE)), 2),
    Fraction(1, 2): ONE,
}
_TANGENTS: dict[Fraction, Node] = {
    Fraction(0): ZERO,
    Fraction(1, 12): S.Plus(node_of(2), _minus(_root(3))),
    Fraction(1, 10): _sqrt(S.Plus(ONE, S.Times(node_of(-2), S.Power(_root(5), MINUS_ONE)))),
    Fraction(1, 6): S.Power(_root(3), MINUS_ONE),
    Fraction(1, 5): _sqrt(S.Plus(node_of(5), S.Times(node_of(-2), _root(5)))),
    Fraction(1, 4): ONE,
    Fraction(3, 10): _sqrt(S.Plus(ONE, S.Times(node_of(2), S.Power(_root(5), MINUS_ONE)))),
    Fraction(1, 3): _root(3),
    Fraction(2, 5): _sqrt(S.Plus(node_of(5), S.Times(node_of(2), _root(5)))),
    Fraction(5, 12): S.Plus(node_of(2), _root(3)),
    Fraction(1, 2): COMPLEX_INFINITY,
}


def pi_multiple(x: Node) -> Fraction | None:
    """q where x is q Pi; Degree is Pi/180."""
    if x == ZERO:
        return Fraction(0)
    if x is S.Pi:
        return Fraction(1)
    if x is S.Degree:
        return Fraction(1, 180)
    if type(x) is Expr and x.head is S.Times and len(x.args) == 2 and type(x.args[0]) in _RATIONAL:
        rest = pi_multiple(x.args[1]) if x.args[1] in (S.Pi, S.Degree) else None
        return None if rest is None else Fraction(x.args[0].value) * rest  # type: ignore[attr-defined]
    return None


def angle_of(q: Fraction) -> Node:
    return S.Times(node_of(q), S.Pi)


def _sine(turns: Fraction, x: Node) -> Node | None:
    """Sin[turns Pi], exact or by the smaller angle; None if that is `x` itself."""
    turns %= 2
    sign = -1 if turns >= 1 else 1
    turns = min(turns % 1, 1 - turns % 1)
    value = _SINES.get(turns)
    if value is None:
        value = S.Sin(angle_of(turns)) if turns < Fraction(1, 4) else S.Cos(angle_of(Fraction(1, 2) - turns))
    return S.Times(node_of(sign), value)


def _tangent(turns: Fraction) -> Node:
    turns %= 1
    sign = -1 if turns > Fraction(1, 2) else 1
    turns = min(turns, 1 - turns)
    value = _TANGENTS.get(turns)
    if value is None:
        value = S.Tan(angle_of(turns)) if turns < Fraction(1, 4) else S.Cot(angle_of(Fraction(1, 2) - turns))
    return value if value is COMPLEX_INFINITY else S.Times(node_of(sign), value)


def _unless_same(k, value: Node | None, head: Node, x: Node) -> Node | None:
    """The value, if it is not the call that it is for."""
    if value is None:
        return None
    inner = value.args[1] if type(value) is Expr and value.head is S.Times and value.args[0] == ONE else value
    if type(inner) is Expr and inner.head is head and k.evaluate(inner.args[0]) == x:
        return None
    return value


def turned_around(x: Node) -> Node | None:
    """-x, where x is plainly negative, or a sum whose first term is."""
    if type(x) is Expr and x.head is S.Plus:
        first = negated(x.args[0])
        return None if first is None else Expr(S.Plus, tuple(_minus(term) for term in x.args))
    return negated(x)


def without_i(x: Node) -> Node | None:
    """y where x is I y."""
    first = x.args[0] if type(x) is Expr and x.head is S.Times else x
    if type(first) is not Complex or not is_zero(first.value[0]):
        return None
    rest = x.args[1:] if type(x) is Expr else ()
    return Expr(S.Times, (first.value[1], *rest))


def _shift(x: Node) -> tuple[Node, int] | None:
    """The rest and the number of right angles, of a sum with a multiple of Pi/2."""
    if type(x) is not Expr or x.head is not S.Plus:
        return None
    for term in x.args:
        turns = pi_multiple(term)
        if turns is not None and (2 * turns).denominator == 1:
            return Expr(S.Plus, tuple(t for t in x.args if t is not term)), int(2 * turns) % 4
    return None


def _one_minus_square(y: Node) -> Node:
    return S.Plus(ONE, _minus(S.Power(y, node_of(2))))


def _one_plus_square(y: Node) -> Node:
    return S.Plus(ONE, S.Power(y, node_of(2)))


def _inverse_root(y: Node) -> Node:
    return S.Power(y, node_of(Fraction(-1, 2)))


_OF_INVERSES: dict[tuple[str, str], Callable[[Node], Node]] = {
    ("Sin", "ArcCos"): lambda y: _sqrt(_one_minus_square(y)),
    ("Cos", "ArcSin"): lambda y: _sqrt(_one_minus_square(y)),
    ("Sin", "ArcTan"): lambda y: S.Times(y, _inverse_root(_one_plus_square(y))),
    ("Cos", "ArcTan"): lambda y: _inverse_root(_one_plus_square(y)),
    ("Tan", "ArcSin"): lambda y: S.Times(y, _inverse_root(_one_minus_square(y))),
    ("Tan", "ArcCos"): lambda y: S.Times(_sqrt(_one_minus_square(y)), S.Power(y, MINUS_ONE)),
    ("Cosh", "ArcSinh"): lambda y: _sqrt(_one_plus_square(y)),
    ("Tanh", "ArcSinh"): lambda y: S.Times(y, _inverse_root(_one_plus_square(y))),
    ("Sinh", "ArcTanh"): lambda y: S.Times(y, _inverse_root(_one_minus_square(y))),
    ("Cosh", "ArcTanh"): lambda y: _inverse_root(_one_minus_square(y)),
}


def of_inverse(name: str, x: Node) -> Node | None:
    if type(x) is not Expr or len(x.args) != 1:
        return None
    inner = getattr(x.head, "name", "")
    if inner == f"Arc{name}":
        return x.args[0]
    found = _OF_INVERSES.get((name, inner))
    return None if found is None else found(x.args[0])


@builtin("Sin[x_]", attributes=_NUMERIC, fast=by_array(np.sin))
def sin(k, x: Node):
    """Sin[x] is the sine of x, in radians.

    >> {Sin[0], Sin[Pi/6], Sin[1.], Sin[-x], Sin[x + Pi], Sin[Pi/10]}
    {0, 1/2, 0.8414709848078965, -Sin[x], -Sin[x], (-1 + Sqrt[5])/4}
    """
    if (value := machine(math.sin, cmath.sin, x)) is not None:
        return value
    if (turns := pi_multiple(x)) is not None:
        return _unless_same(k, _sine(turns, x), S.Sin, x)
    if (shift := _shift(x)) is not None:
        rest, angles = shift
        return (S.Sin(rest), S.Cos(rest), _minus(S.Sin(rest)), _minus(S.Cos(rest)))[angles]
    if (y := without_i(x)) is not None:
        return S.Times(_I, S.Sinh(y))
    if (positive := turned_around(x)) is not None:
        return _minus(S.Sin(positive))
    return of_inverse("Sin", x)


@builtin("Cos[x_]", attributes=_NUMERIC, fast=by_array(np.cos))
def cos(k, x: Node):
    """Cos[x] is the cosine of x, in radians.

    >> {Cos[0], Cos[Pi/3], Cos[1.], Cos[-x], Cos[Pi/5], Cos[ArcSin[x]]}
    {1, 1/2, 0.5403023058681398, Cos[x], (1 + Sqrt[5])/4, Sqrt[1 - x^2]}
    """
    if (value := machine(math.cos, cmath.cos, x)) is not None:
        return value
    if (turns := pi_multiple(x)) is not None:
        return _unless_same(k, _sine(turns + Fraction(1, 2), x), S.Cos, x)
    if (shift := _shift(x)) is not None:
        rest, angles = shift
        return (S.Cos(rest), _minus(S.Sin(rest)), _minus(S.Cos(rest)), S.Sin(rest))[angles]
    if (y := without_i(x)) is not None:
        return S.Cosh(y)
    if (positive := turned_around(x)) is not None:
        return S.Cos(positive)
    return of_inverse("Cos", x)


@builtin("Tan[x_]", attributes=_NUMERIC, fast=by_array(np.tan))
def tan(k, x: Node):
    """Tan[x] is the tangent of x, in radians.

    >> {Tan[0], Tan[Pi/4], Tan[1.], Tan[Pi/12], Tan[Pi/2]}
    {0, 1, 1.5574077246549023, 2 - Sqrt[3], ComplexInfinity}
    """
    if (value := machine(math.tan, cmath.tan, x)) is not None:
        return value
    if (turns := pi_multiple(x)) is not None:
        return _unless_same(k, _tangent(turns), S.Tan, x)
    if (shift := _shift(x)) is not None:
        rest, angles = shift
        return S.Tan(rest) if angles % 2 == 0 else _minus(S.Cot(rest))
    if (y := without_i(x)) is not None:
        return S.Times(_I, S.Tanh(y))
    if (positive := turned_around(x)) is not None:
        return _minus(S.Tan(positive))
    return of_inverse("Tan", x)


_EVEN = frozenset({"Cosh"})
_AT_INFINITY: dict[str, Node] = {"Sinh": INFINITY, "Cosh": INFINITY, "Tanh": ONE}


def _hyperbolic(
    name: str, circular: str, real: Callable, complex_: Callable, fast: Callable, text: str
) -> None:
    head, turned = getattr(S, name), getattr(S, circular)

    def function(k, x: Node):
        if (value := machine(real, complex_, x)) is not None:
            return value
        if x == ZERO:
            return ONE if name in _EVEN else ZERO
        if (direction := infinite_sign(x)) is not None:
            value = _AT_INFINITY[name]
            return value if direction > 0 or name in _EVEN else _minus(value)
        if (y := without_i(x)) is not None:
            return S.Times(ONE if name in _EVEN else _I, Expr(turned, (y,)))
        if (positive := turned_around(x)) is not None:
            same = Expr(head, (positive,))
            return same if name in _EVEN else _minus(same)
        return of_inverse(name, x) or _of_logarithm(name, x)

    function.__doc__ = text
    builtin(f"{name}[x_]", attributes=_NUMERIC, fast=by_array(fast))(function)


def _of_logarithm(name: str, x: Node) -> Node | None:
    """``Sinh[Log[2]]`` is 3/4."""
    if type(x) is not Expr or x.head is not S.Log or type(x.args[0]) not in _RATIONAL:
        return None
    a = Fraction(x.args[0].value)  # type: ignore[attr-defined]
    sinh, cosh = (a - 1 / a) / 2, (a + 1 / a) / 2
    return node_of({"Sinh": sinh, "Cosh": cosh, "Tanh": sinh / cosh}[name])


_hyperbolic(
    "Sinh",
    "Sin",
    math.sinh,
    cmath.sinh,
    np.sinh,
    "Sinh[x] is the hyperbolic sine of x.\n\n>> {Sinh[0], Sinh[I x], Sinh[Log[2]]}\n{0, I*Sin[x], 3/4}",
)
_hyperbolic(
    "Cosh",
    "Cos",
    math.cosh,
    cmath.cosh,
    np.cosh,
    "Cosh[x] is the hyperbolic cosine of x.\n\n>> {Cosh[0], Cosh[1.]}\n{1, 1.5430806348152437}",
)
_hyperbolic(
    "Tanh",
    "Tan",
    math.tanh,
    cmath.tanh,
    np.tanh,
    "Tanh[x] is the hyperbolic tangent of x.\n\n>> Tanh[0.5]\n0.46211715726000973",
)


FUNCTIONS.update(
    {
        S.Sin: cmath.sin,
        S.Cos: cmath.cos,
        S.Tan: cmath.tan,
        S.Sinh: cmath.sinh,
        S.Cosh: cmath.cosh,
        S.Tanh: cmath.tanh,
        S.ArcTan: cmath.atan,
        S.ArcSin: cmath.asin,
        S.ArcCos: cmath.acos,
        S.ArcSinh: cmath.asinh,
        S.ArcTanh: cmath.atanh,
    }
)
