"""Numbers for exact expressions: approximating constants and functions of numbers, and N."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Iterator
from typing import Any

from ..expr import BigReal, Complex, Expr, Integer, Node, Rational, Real, S, Symbol
from ..kernel.builtin import Attribute, builtin, symbol
from ..kernel.numbers import (
    NUMBERS,
    ZERO,
    complex_of,
    is_machine,
    is_number,
    is_zero,
    machine_real,
    precision_of,
    scalar,
    to_complex,
    to_float,
)
from ..kernel.rules import compile_whole_rule
from ..lazy import mpmath
from ..problem import Template
from .big import big, node_of_mp

_MOST_DIGITS = 1_000_000
_EXTRA_DIGITS = 53  # that are tried at most beside those asked for
_NO_PRECISION = Template("precbd", "Requested precision `1` is not a machine-sized real number above 0.")
_LIMIT = Template("meprec", "Internal precision limit $MaxExtraPrecision = 50. reached while evaluating `1`.")
_PLAIN = frozenset({Integer, Real})
CONSTANTS: dict[Symbol, float] = {
    S.Pi: math.pi,
    S.E: math.e,
    S.EulerGamma: 0.5772156649015329,
    S.GoldenRatio: (1 + math.sqrt(5)) / 2,
    S.Degree: math.pi / 180,
    S.Catalan: 0.9159655941772190,
    S.GoldenAngle: math.pi * (3 - math.sqrt(5)),
    S.Khinchin: 2.6854520010653064,
    S.Glaisher: 1.2824271291006226,
    S.MachinePrecision: 53 * math.log10(2),
}
_OF_MPMATH = {
    S.Pi: "pi",
    S.E: "e",
    S.EulerGamma: "euler",
    S.GoldenRatio: "phi",
    S.Degree: "degree",
    S.Catalan: "catalan",
    S.Khinchin: "khinchin",
    S.Glaisher: "glaisher",
}
for _name in CONSTANTS:
    symbol(_name.name, f"{_name.name} is the number {CONSTANTS[_name]:.6g}...", Attribute.CONSTANT)
FUNCTIONS: dict[Symbol, Callable[[complex], complex]] = {}  # filled by the modules that declare the functions


def approximate(node: Node) -> complex | float | None:
    """The machine number for an exact expression; None if it is no number."""
    kind = type(node)
    if kind is Real:
        return node.value  # type: ignore[attr-defined]
    if kind is Complex:
        return to_complex(node)
    if kind in NUMBERS:
        return to_float(scalar(node))
    if kind is Symbol:
        return CONSTANTS.get(node)  # type: ignore[call-overload]
    if kind is not Expr:
        return None
    return _approximate_expression(node)  # type: ignore[arg-type]


def _approximate_expression(node: Expr) -> complex | float | None:
    head = node.head
    if head not in (S.Plus, S.Times, S.Power) and head not in FUNCTIONS:
        return None
    values = [approximate(arg) for arg in node.args]
    if not values or any(value is None for value in values):
        return None
    try:
        if head is S.Plus:
            return sum(values)  # type: ignore[arg-type]
        if head is S.Times:
            return math.prod(values)  # type: ignore[type-var]
        if head is S.Power and len(values) == 2:
            return _power(*values)  # type: ignore[misc]
        if len(values) != 1:
            return None
        value = FUNCTIONS[head](values[0])  # type: ignore[index, arg-type]
        real = isinstance(value, complex) and value.imag == 0 and isinstance(values[0], float)
        return value.real if real else value  # type: ignore[union-attr]
    except (OverflowError, ValueError, ZeroDivisionError):
        return None


def _power(base: complex | float, exponent: complex | float) -> complex | float:
    if isinstance(base, float) and isinstance(exponent, float) and (base > 0 or exponent == int(exponent)):
        return base**exponent
    return cmath.exp(exponent * cmath.log(base)) if base else 0.0


@builtin("N[x_, digits_]")
def n(k, x: Node, digits: Node = S.MachinePrecision):
    """N[x] gives machine numbers in place of exact ones; N[x, n] numbers of n digits.

    >> {N[1/3], N[Pi], N[x + 2], N[Sqrt[2]]}
    {0.3333333333333333, 3.141592653589793, 2. + x, 1.4142135623730951}
    """
    if digits is S.MachinePrecision:
        return _numeric(k, x)
    wanted = approximate(digits)
    if not isinstance(wanted, float) or not 0 < wanted < _MOST_DIGITS:
        raise _NO_PRECISION(digits)
    return _precise(k, x, wanted)


def _numeric(k, x: Node) -> Node:
    kind = type(x)
    if kind is Integer or kind is Rational or kind is BigReal:
        return machine_real(scalar(x))
    if kind is Symbol:
        if (value := CONSTANTS.get(x)) is not None:  # type: ignore[call-overload]
            return Real(value)
        return _by_n_values(k, x)
    if kind is Complex:
        value = to_complex(x)
        return complex_of(value.real, value.imag)
    if kind is not Expr:
        return x
    return _numeric_expression(k, x)  # type: ignore[arg-type]


def _numeric_expression(k, x: Expr) -> Node:
    if x.head is S.List and x.args and set(map(type, x.args)) <= _PLAIN:
        return k.evaluated_list([machine_real(item.value) for item in x.args])  # type: ignore[attr-defined]
    held = k.definitions[x.head].attributes & Attribute.N_HOLD_ALL if type(x.head) is Symbol else 0
    if held == Attribute.N_HOLD_ALL or x.head is S.DirectedInfinity:
        return x
    if x.head is S.Power and len(x.args) == 2 and type(x.args[1]) is Integer:
        return k.evaluate(Expr(S.Power, (_numeric(k, x.args[0]), x.args[1])))
    made = k.evaluate(Expr(x.head, tuple(_arguments(k, x, lambda arg: _numeric(k, arg)))))
    return _by_n_values(k, made) if type(made) is Expr else made


def _by_n_values(k, x: Node) -> Node:
    """What the user said that N of this is."""
    head = x if type(x) is Symbol else x.head
    if type(head) is not Symbol:
        return x
    for rule in k.definitions[head].n_values or ():
        apply = rule.apply or compile_whole_rule(k, rule)
        if (result := apply(x)) is not None:
            return k.evaluate(Expr(S.N, (result,)))
    return x


def _precise(k, x: Node, digits: float) -> Node:
    """The expression with numbers of so many digits; machine reals stay."""
    if type(x) is Integer or type(x) is Rational:
        return big(scalar(x), digits) if x != ZERO else x
    if type(x) is BigReal:
        return big(x, min(digits, x.precision))
    if type(x) is Complex:
        re, im = (_precise(k, part, digits) for part in x.value)
        return complex_of(scalar(re), scalar(im))
    if type(x) is not Expr:
        return with_precision(_digits(x, digits + 2), digits) if x in CONSTANTS else _by_n_values(k, x)
    if x.head is S.DirectedInfinity:
        return x
    if is_numeric(k, x):
        return _worked_out(k, x, digits)
    if x.head is S.Power and type(x.args[1]) is Integer:
        return k.evaluate(Expr(S.Power, (_precise(k, x.args[0], digits), x.args[1])))
    made = k.evaluate(Expr(x.head, tuple(_arguments(k, x, lambda arg: _precise(k, arg, digits)))))
    return _by_n_values(k, made) if type(made) is Expr else made


def _arguments(k, x: Expr, change: Callable[[Node], Node]) -> Iterator[Node]:
    """The arguments, changed but where the attributes of the head say that N leaves them."""
    held = k.definitions[x.head].attributes & Attribute.N_HOLD_ALL if type(x.head) is Symbol else 0
    for i, arg in enumerate(x.args):
        yield arg if held & (Attribute.N_HOLD_REST if i else Attribute.N_HOLD_FIRST) else change(arg)


def _worked_out(k, x: Expr, digits: float) -> Node:
    """The value of a numeric expression, worked out with as many more digits as its rounding errors cost."""
    value: Node = x
    for more in (3, 15, _EXTRA_DIGITS):
        value = k.evaluate(_with_digits(x, digits + more))
        if is_machine(value) or not is_number(value):
            return value
        if precision_of(value) >= digits:
            return with_precision(value, digits)
    if not _inexact_inside(x):
        k.message(S.N, _LIMIT(x))
    return value


def _inexact_inside(x: Node) -> bool:
    return type(x) is BigReal or (type(x) is Expr and any(map(_inexact_inside, x.args)))


def _with_digits(x: Node, digits: float) -> Node:
    """The expression with numbers of so many digits in place of exact ones; whole exponents stay."""
    if type(x) is Integer or type(x) is Rational:
        return big(scalar(x), digits) if x != ZERO else x
    if type(x) is Complex:
        return complex_of(*(scalar(_with_digits(part, digits)) for part in x.value))
    if type(x) is Symbol:
        return _digits(x, digits) if x in CONSTANTS else x
    if type(x) is not Expr:
        return x
    if x.head is S.Power and type(x.args[1]) is Integer:
        return Expr(S.Power, (_with_digits(x.args[0], digits), x.args[1]))
    return Expr(x.head, tuple(_with_digits(arg, digits) for arg in x.args))


def _digits(constant: Node, digits: float) -> Node:
    with mpmath.workdps(int(digits) + 5):
        return node_of_mp(mpmath.mpf(constant_value(constant)), 0, digits)


def constant_value(constant: Node) -> Any:
    """The constant as a number of mpmath, at its working precision."""
    if constant is S.GoldenAngle:
        return mpmath.pi * (3 - mpmath.sqrt(5))
    if constant is S.MachinePrecision:
        return mpmath.mpf(CONSTANTS[constant])
    return +getattr(mpmath, _OF_MPMATH[constant])  # type: ignore[index]


def with_precision(x: Node, digits: float) -> Node:
    """The number with so many digits; zeros are filled in where fewer were known."""
    if type(x) is Complex:
        return complex_of(*(scalar(with_precision(part, digits)) for part in x.value))
    if is_zero(x):
        return x
    return big(scalar(x), digits)


@builtin("NumericQ[x_]")
def numeric_q(k, x: Node):
    """NumericQ[x] is True if x is a number or stands for one, as Pi and Sqrt[2] do.

    >> {NumericQ[2], NumericQ[Sqrt[Pi]], NumericQ[x]}
    {True, True, False}
    """
    return is_numeric(k, x)


def is_numeric(k, x: Node) -> bool:
    if is_number(x):
        return True
    if type(x) is Symbol:
        return bool(k.definitions[x].attributes & Attribute.CONSTANT)
    if type(x) is not Expr or type(x.head) is not Symbol:
        return False
    if not k.definitions[x.head].attributes & Attribute.NUMERIC_FUNCTION:
        return False
    return all(is_numeric(k, arg) for arg in x.args)
