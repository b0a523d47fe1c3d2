"""Derivatives: D of expressions, and Derivative of functions.

The derivative of a known function is a formula of the table in terms of `x`; the chain, sum, product and
power rules do the rest.  A function that is not known leaves Derivative[...][f], as in the language; one that
the user defined is derived through its value for a variable; where it has values for numbers only, by
differences at inexact numbers.
"""

from __future__ import annotations

import functools
import math

from ..expr import Expr, Integer, Node, Real, S, String, Symbol, is_head
from ..kernel.builtin import Attribute, builtin, symbol
from ..kernel.numbers import MINUS_ONE, NUMBERS, ONE, ZERO, integer
from ..problem import Template
from ..syntax.parse import parse
from .rounding import real_value

NO_VARIABLE = Template("ivar", "`1` is not a valid variable.")
BAD_ORDER = Template("dvar", "`1` is not of the form {variable, order} with a whole number as order.")

symbol(
    "Derivative", "Derivative[n][f], or f', is the nth derivative of the function f.", Attribute.N_HOLD_ALL
)

FORMULAS = {
    "Abs": "Derivative[1][Abs][x]",
    "ArcCos": "-1/Sqrt[1 - x^2]",
    "ArcCosh": "1/(Sqrt[-1 + x] Sqrt[1 + x])",
    "ArcCot": "-1/(1 + x^2)",
    "ArcSin": "1/Sqrt[1 - x^2]",
    "ArcSinh": "1/Sqrt[1 + x^2]",
    "ArcTan": "1/(1 + x^2)",
    "ArcTanh": "1/(1 - x^2)",
    "Cos": "-Sin[x]",
    "Cosh": "Sinh[x]",
    "Cot": "-Csc[x]^2",
    "Coth": "-Csch[x]^2",
    "Csc": "-Cot[x] Csc[x]",
    "Csch": "-Coth[x] Csch[x]",
    "Erf": "2/(E^x^2 Sqrt[Pi])",
    "Erfc": "-2/(E^x^2 Sqrt[Pi])",
    "Log": "1/x",
    "LogisticSigmoid": "LogisticSigmoid[x] (1 - LogisticSigmoid[x])",
    "Ramp": "Piecewise[{{0, x < 0}, {1, x > 0}}, Indeterminate]",
    "RealAbs": "x/RealAbs[x]",
    "Sec": "Sec[x] Tan[x]",
    "Sech": "-Sech[x] Tanh[x]",
    "Sin": "Cos[x]",
    "Sinc": "Cos[x]/x - Sin[x]/x^2",
    "Sinh": "Cosh[x]",
    "Tan": "Sec[x]^2",
    "Tanh": "Sech[x]^2",
}
_X = Symbol("x")


@functools.cache
def _formula(name: str) -> Node | None:
    text = FORMULAS.get(name)
    return None if text is None else parse(text)


def _put(node: Node, old: Node, new: Node) -> Node:
    """`node` with `new` for `old`."""
    if node == old:
        return new
    if type(node) is Expr:
        return Expr(_put(node.head, old, new), tuple([_put(arg, old, new) for arg in node.args]))
    return node


def _has(node: Node, x: Node) -> bool:
    if node == x:
        return True
    return type(node) is Expr and (_has(node.head, x) or any(_has(arg, x) for arg in node.args))


# ---- D ----


@builtin("D[f_, variables__]")
def d(k, f: Node, variables: tuple[Node, ...], *, NonConstants: Node = S.List()):
    """D[f, x] is the derivative of f by x; D[f, {x, n}] the nth one, D[f, x, y, ...] by one after the other.

    D[f, {{x, y, ...}}] is the list of the derivatives by each.

    >> {D[x^3 + a x, x], D[Sin[x^2], x], D[x^5, {x, 2}], D[x y^2, x, y], D[f[x^2], x]}
    {a + 3*x^2, 2*x*Cos[x^2], 20*x^3, 2*y, 2*x*Derivative[1][f][x^2]}
    >> D[x^2 y, {{x, y}}]
    {2*x*y, x^2}
    """
    for variable in variables:
        f = _by(k, f, variable)
    return f


def _by(k, f: Node, variable: Node) -> Node:
    if not is_head(variable, S.List):
        return _derivative(k, f, _checked(variable))
    if len(variable.args) == 1 and is_head(variable.args[0], S.List):
        return _gradient(k, f, variable.args[0].args)
    if len(variable.args) != 2:
        raise BAD_ORDER(variable)
    x, order = variable.args
    if is_head(x, S.List) and type(order) is Integer:
        for _ in range(order.value):
            f = _gradient(k, f, x.args)
        return f
    if type(order) is not Integer or order.value < 0:
        raise BAD_ORDER(variable)
    for _ in range(order.value):
        f = _derivative(k, f, _checked(x))
    return f


def _gradient(k, f: Node, variables: tuple[Node, ...]) -> Node:
    if is_head(f, S.List):
        return Expr(S.List, tuple(_gradient(k, part, variables) for part in f.args))
    return Expr(S.List, tuple(_derivative(k, f, _checked(x)) for x in variables))


def _checked(x: Node) -> Node:
    if type(x) in NUMBERS or type(x) is String or (type(x) is Expr and x.head in (S.Plus, S.Times, S.Power)):
        raise NO_VARIABLE(x)
    return x


def _derivative(k, f: Node, x: Node) -> Node:
    return k.evaluate(_plain(k, f, x))


def _plain(k, f: Node, x: Node) -> Node:
    """The derivative, not yet evaluated."""
    if f == x:
        return ONE
    if type(f) is not Expr or not _has(f, x):
        return ZERO
    rule = _RULES.get(f.head) if type(f.head) is Symbol else None
    if rule is not None and (found := rule(k, f, x)) is not None:
        return found
    terms = [
        S.Times(_partial(k, f, place), _plain(k, arg, x)) for place, arg in enumerate(f.args) if _has(arg, x)
    ]
    return Expr(S.Plus, tuple(terms))


def _partial(k, f: Expr, place: int) -> Node:
    """The derivative of a function by the argument at `place`."""
    if len(f.args) == 1 and type(f.head) is Symbol and (formula := _formula(f.head.name)) is not None:
        return _put(formula, _X, f.args[0])
    orders = [int(i == place) for i in range(len(f.args))]
    head, inner = f.head, f.head
    if type(head) is Expr and is_head(head.head, S.Derivative) and len(head.args) == 1:
        known = head.head.args
        if len(known) == len(f.args) and all(type(n) is Integer for n in known):
            orders = [a + b.value for a, b in zip(orders, known, strict=True)]  # type: ignore[attr-defined]
            inner = head.args[0]
    return Expr(Expr(Expr(S.Derivative, tuple(map(integer, orders))), (inner,)), f.args)


def _plus(k, f: Expr, x: Node) -> Node:
    return Expr(f.head, tuple(_plain(k, arg, x) for arg in f.args))


def _times(k, f: Expr, x: Node) -> Node:
    terms = []
    for place, factor in enumerate(f.args):
        if _has(factor, x):
            terms.append(Expr(S.Times, (*f.args[:place], _plain(k, factor, x), *f.args[place + 1 :])))
    return Expr(S.Plus, tuple(terms))


def _power(k, f: Expr, x: Node) -> Node | None:
    if len(f.args) != 2:
        return None
    base, exponent = f.args
    if not _has(exponent, x):
        return S.Times(exponent, S.Power(base, S.Plus(exponent, MINUS_ONE)), _plain(k, base, x))
    if not _has(base, x):
        return S.Times(f, S.Log(base), _plain(k, exponent, x))
    inner = S.Plus(
        S.Times(exponent, _plain(k, base, x), S.Power(base, MINUS_ONE)),
        S.Times(S.Log(base), _plain(k, exponent, x)),
    )
    return S.Times(f, inner)


def _piecewise(k, f: Expr, x: Node) -> Node | None:
    if not f.args or not is_head(f.args[0], S.List):
        return None
    cases = tuple(S.List(_plain(k, pair.args[0], x), pair.args[1]) for pair in f.args[0].args)
    default = _plain(k, f.args[1], x) if len(f.args) > 1 else ZERO
    return S.Piecewise(Expr(S.List, cases), default)


def _if(k, f: Expr, x: Node) -> Node | None:
    return Expr(S.If, (f.args[0], *(_derivative(k, arg, x) for arg in f.args[1:])))


def _sum(k, f: Expr, x: Node) -> Node | None:
    body, *iterators = f.args
    return None if any(_has(i, x) for i in iterators) else Expr(S.Sum, (_derivative(k, body, x), *iterators))


_RULES = {
    S.Plus: _plus,
    S.List: _plus,
    S.Equal: _plus,
    S.Times: _times,
    S.Power: _power,
    S.Piecewise: _piecewise,
    S.If: _if,
    S.Sum: _sum,
}


@builtin("Grad[f_, variables_List]")
def grad(k, f: Node, variables: Node):
    """Grad[f, {x, y, ...}] is the list of the derivatives of f by x, y, ...

    >> Grad[x^2 y, {x, y}]
    {2*x*y, x^2}
    """
    return _gradient(k, f, variables.args)


# ---- Derivative ----


@builtin("Derivative[orders__][f_]")
def derivative(k, orders: tuple[Node, ...], f: Node):
    """Derivative[n][f] is the nth derivative of f as a function; f' is Derivative[1][f].

    >> {Derivative[1][#^3 &], Sin', (#1^2 #2 &)'[x], Derivative[2][Cos][x]}
    {3*#1^2 & , Cos[#1] & , Derivative[1][#1^2*#2 & ][x], -Cos[x]}
    """
    if not all(type(n) is Integer and n.value >= 0 for n in orders):
        return None
    if all(n == ZERO for n in orders):
        return f
    body = _body(k, f, len(orders))
    if body is None:
        return None
    variables = [Symbol(f"x{i}$") for i in range(1, len(orders) + 1)]
    value = body(variables)
    for variable, order in zip(variables, orders, strict=True):
        value = _by(k, value, S.List(variable, order))
    for i, variable in enumerate(variables, 1):
        value = _put(value, variable, S.Slot(integer(i)))
    return S.Function(value)


STEP = 2**-10  # between the places of a numerical derivative


@builtin("Derivative[n_][f_][x_]")
def numerical_derivative(k, n: Node, f: Node, x: Node):
    """f'[x] of a function that only has values for numbers is found by differences, for an inexact x.

    >> cube[t_?NumericQ] := t^3; Round[cube'[2.], 0.0001]
    12.
    """
    at = real_value(x) if type(x) is Real else None
    if at is None or type(n) is not Integer or not 0 < n.value < 5 or not _has_rules(k, f):
        return None
    step = STEP * max(abs(at), 1) * 2 ** (2 * (n.value - 1))
    rough, fine = (_difference(k, f, at, n.value, h) for h in (step, step / 2))
    return None if rough is None or fine is None else Real((4 * fine - rough) / 3)


def _difference(k, f: Node, at: float, order: int, step: float) -> float | None:
    """The central difference of an order of f, whose error goes with the square of the step."""
    total = 0.0
    for i in range(order + 1):
        value = real_value(k.evaluate(Expr(f, (Real(at + (order / 2 - i) * step),))))
        if value is None:
            return None
        total += (-1) ** i * math.comb(order, i) * value
    return total / step**order


def _has_rules(k, f: Node) -> bool:
    return type(f) is Symbol and k.definitions[f].down is not None


def _defined(k, f: Node, count: int):
    """What a function that the user defined for any arguments gives for variables."""
    trial = [Symbol(f"derivative`x{i}") for i in range(count)]
    value = k.evaluate(S.Quiet(Expr(f, tuple(trial))))
    if type(value) is Expr and value.head == f:
        return None
    return lambda variables: _renamed(value, dict(zip(trial, variables, strict=True)))


def _body(k, f: Node, count: int):
    """What a function gives for variables; None if that is not known."""
    if is_head(f, S.Function) and len(f.args) == 1:
        if _most_slots(f.args[0]) > count:
            return None
        return lambda variables: _filled(f.args[0], variables)
    if is_head(f, S.Function) and len(f.args) == 2:
        names = f.args[0].args if is_head(f.args[0], S.List) else (f.args[0],)
        if len(names) != count:
            return None
        return lambda variables: _renamed(f.args[1], dict(zip(names, variables, strict=True)))
    if (
        type(f) is Symbol
        and count == 1
        and _formula(f.name) is not None
        and "Derivative" not in FORMULAS[f.name]
    ):
        return lambda variables: Expr(f, (variables[0],))
    if _has_rules(k, f):
        return _defined(k, f, count)
    return None


def _most_slots(node: Node) -> int:
    if is_head(node, S.Slot):
        return node.args[0].value if node.args and type(node.args[0]) is Integer else 1 << 30
    if type(node) is not Expr or node.head is S.Function:
        return 0
    return max((_most_slots(part) for part in (node.head, *node.args)), default=0)


def _filled(node: Node, variables: list[Symbol]) -> Node:
    if is_head(node, S.Slot):
        return variables[node.args[0].value - 1]  # type: ignore[attr-defined]
    if type(node) is not Expr or node.head is S.Function:
        return node
    return Expr(_filled(node.head, variables), tuple([_filled(arg, variables) for arg in node.args]))


def _renamed(node: Node, names: dict[Node, Symbol]) -> Node:
    if type(node) is Symbol:
        return names.get(node, node)
    if type(node) is not Expr:
        return node
    return Expr(_renamed(node.head, names), tuple([_renamed(arg, names) for arg in node.args]))
