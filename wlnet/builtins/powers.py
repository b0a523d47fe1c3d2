"""Powers and square roots."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from ..expr import BigReal, Complex, Expr, Integer, Node, Rational, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import (
    INDETERMINATE,
    MINUS_ONE,
    ONE,
    REALS,
    ZERO,
    complex_of,
    float_power,
    integer,
    inverse,
    is_exact,
    is_machine,
    is_number,
    is_zero,
    large_power,
    multiply_nodes,
    node_of,
    precision_of,
    scalar,
    sign,
    to_complex,
    to_float,
)
from ..problem import Template
from .array_arithmetic import by_array, powers_of_array
from .big import big_power, has_big
from .infinity import COMPLEX_INFINITY, INFINITY, infinite_sign, is_infinite, say_indeterminate
from .numeric import approximate, is_numeric
from .radicals import is_positive, merged, radical_parts, root, root_of_unity
from .trig_products import reciprocal
from .unwrapping import of_values

_INFINITE = Template("infy", "Infinite expression `1` encountered.")
_INDETERMINATE = Template("indet", "Indeterminate expression `1` encountered.")
_TOO_LARGE = Template("ovfl", "Overflow occurred in computation.")
_BITS = 50_000_000  # of the largest whole number a power may give
_HALF = Rational(Fraction(1, 2))


def _power_fast(args: tuple[Node, ...]) -> Node | None:
    """Small whole powers of machine numbers."""
    if len(args) != 2:
        return None
    base, exponent = args
    if type(base) is Expr or type(exponent) is Expr:
        return powers_of_array(base, exponent)
    if type(exponent) is Integer and 0 < exponent.value < 1000:
        if type(base) is Integer and -1_000_000 < base.value < 1_000_000:
            return integer(base.value**exponent.value)
        if type(base) is Real:
            try:
                value = base.value**exponent.value
            except OverflowError:
                return None
            return Real(value) if math.isfinite(value) else None
    if type(exponent) is Integer and exponent.value == -1 and type(base) is Integer and base.value:
        return node_of(Fraction(1, base.value))
    return None


@builtin(
    "Power[x_, y_]",
    attributes=Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION | Attribute.ONE_IDENTITY,
    fast=_power_fast,
)
def power(k, x: Node, y: Node):
    """x^y is x to the power y.

    >> {2^10, 2^-1, 8^(1/3), (2 x)^2}
    {1024, 1/2, 2, 4*x^2}
    """
    if is_number(x) and is_number(y):
        return _said(k, _numeric_power(k, x, y))
    if (found := of_values(S.Power, (x, y))) is not None:
        return found
    if type(y) is Integer:
        if y.value == 1:
            return x
        if y.value == 0:
            return say_indeterminate(k, INDETERMINATE, S.Power(x, y)) if is_infinite(x) else ONE
    if x is INDETERMINATE or y is INDETERMINATE:
        return INDETERMINATE
    if is_infinite(x) or is_infinite(y):
        made = _infinite_power(x, y)
        return say_indeterminate(k, made, Expr(S.Power, (x, y)))
    if is_number(x) and is_zero(x):
        return None
    if type(x) is Integer and x.value == 1:
        return ONE
    if (is_machine(x) and is_numeric(k, y)) or (is_machine(y) and is_numeric(k, x)):
        return _said(k, _numeric_power(k, k.evaluate(S.N(x)), k.evaluate(S.N(y))))
    if (has_big(x) and is_numeric(k, y)) or (has_big(y) and is_numeric(k, x)):
        digits = node_of(max(p for p in (precision_of(x), precision_of(y)) if math.isfinite(p)) + 3)
        return big_power(k.evaluate(S.N(x, digits)), k.evaluate(S.N(y, digits)))
    if x is S.E:
        return _power_of_e(y)
    return _power_of_expression(x, y)


def _said(k, value: Node | None) -> Node | None:
    """The value, and a message if it is beyond all numbers."""
    if type(value) is Expr and value.head is S.Overflow:
        k.message(S.General, _TOO_LARGE())
    return value


@builtin("Power[x_, y_, z__]")
def power_tower(k, x: Node, y: Node, z: tuple[Node, ...]):
    """Power[x, y, z] is x^(y^z).

    >> Power[2, 3, 2]
    512
    """
    return Expr(S.Power, (x, Expr(S.Power, (y, *z))))


@builtin("Sqrt[x_]", attributes=Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION, fast=by_array(np.sqrt))
def sqrt(k, x: Node):
    """Sqrt[x] is the square root of x.

    >> {Sqrt[16], Sqrt[12], Sqrt[-4], Sqrt[2.]}
    {4, 2*Sqrt[3], 2*I, 1.4142135623730951}
    """
    if type(x) is Real and x.value >= 0:
        return Real(math.sqrt(x.value))
    return Expr(S.Power, (x, _HALF))


def _numeric_power(k, x: Node, y: Node) -> Node | None:
    if is_zero(x):
        return _power_of_zero(k, x, y)
    if type(y) is Integer:
        return _whole_power(x, y.value)
    if type(x) in REALS and type(y) is Rational and type(x) in (Integer, Rational):
        return root(x, y)
    if has_big(x, y):
        return big_power(x, y)
    if type(x) is Complex and type(y) is Rational and is_exact(x):
        return _root_of_complex(x, y)
    if is_number(x) and is_number(y) and (is_machine(x) or is_machine(y)):
        if type(x) in REALS and type(y) in REALS:
            return float_power(to_float(scalar(x)), to_float(scalar(y)))
        return float_power(to_complex(x), to_complex(y))
    return None


def _root_of_complex(x: Complex, y: Rational) -> Node | None:
    """Of a multiple of I, and the square root of a square."""
    re, im = (Fraction(scalar(part)) for part in x.value)
    if re == 0:
        unit = root_of_unity(y.value * (Fraction(1, 2) if im > 0 else Fraction(-1, 2)))
        turn = Expr(S.Power, (MINUS_ONE, node_of(y.value / 2))) if unit is None else unit
        if y.value.denominator != 2 or abs(im) == 1:
            return turn if abs(im) == 1 else Expr(S.Times, (turn, Expr(S.Power, (node_of(abs(im)), y))))
    if y.value.denominator == 2:
        size = _exact_root(re * re + im * im)
        a = None if size is None else _exact_root((size + re) / 2)
        b = None if size is None else _exact_root((size - re) / 2)
        if a is not None and b is not None:
            return Expr(S.Power, (complex_of(a, b if im > 0 else -b), integer(y.value.numerator)))
    if re == 0:
        return Expr(S.Times, (turn, Expr(S.Power, (node_of(abs(im)), y))))
    return None


def _exact_root(value: Fraction) -> Fraction | None:
    upper, lower = math.isqrt(value.numerator), math.isqrt(value.denominator)
    return Fraction(upper, lower) if Fraction(upper, lower) ** 2 == value else None


def _power_of_zero(k, x: Node, y: Node) -> Node | None:
    if type(y) in REALS and sign(scalar(y)) > 0:
        return x
    if type(y) in REALS and sign(scalar(y)) < 0:
        k.message(S.Power, _INFINITE(Expr(S.HoldForm, (Expr(S.Power, (x, y)),))))
        return COMPLEX_INFINITY
    if type(y) is Complex and sign(scalar(y.value[0])) > 0:
        return x
    if type(y) is Complex and sign(scalar(y.value[0])) < 0:
        k.message(S.Power, _INFINITE(Expr(S.HoldForm, (Expr(S.Power, (x, y)),))))
        return COMPLEX_INFINITY
    if is_zero(y) or type(y) is Complex:
        k.message(S.Power, _INDETERMINATE(Expr(S.HoldForm, (Expr(S.Power, (x, y)),))))
        return INDETERMINATE
    return None


def _whole_power(x: Node, n: int) -> Node | None:
    if type(x) is Real:
        return float_power(x.value, float(n)) if abs(n) > 1000 else _float_whole(x.value, n)
    if type(x) is BigReal:
        return big_power(x, integer(n))
    if type(x) is Complex:
        return big_power(x, integer(n)) if has_big(x) else _complex_power(x, n)
    value = Fraction(scalar(x))
    size = max(abs(value.numerator).bit_length(), value.denominator.bit_length())
    if size > 1 and size * abs(n) > _BITS:
        raise _TOO_LARGE()
    return node_of(value**n)


def _float_whole(x: float, n: int) -> Node:
    try:
        return node_of(x**n)
    except OverflowError:
        return large_power(x, float(n))


def _complex_power(x: Node, n: int) -> Node:
    """By repeated squaring, exact for exact parts."""
    if n < 0:
        return inverse(_complex_power(x, -n))
    result: Node = ONE
    while n:
        if n & 1:
            result = multiply_nodes(result, x)
        x = multiply_nodes(x, x)
        n >>= 1
    return result


def _infinite_power(x: Node, y: Node) -> Node | None:
    if is_infinite(x) and type(y) in REALS:
        direction = infinite_sign(x)
        if sign(scalar(y)) < 0:
            return ZERO
        if direction == 1:
            return INFINITY
        if direction == -1 and type(y) is Integer:
            return Expr(S.DirectedInfinity, (integer((-1) ** y.value),))
        return COMPLEX_INFINITY if direction is None else None
    direction = infinite_sign(y)
    if direction is None or not (x is S.E or type(x) in REALS):
        return None
    base = math.e if x is S.E else to_float(scalar(x))
    if abs(base) == 1:
        return INDETERMINATE
    grows = (abs(base) > 1) == (direction > 0)
    return (INFINITY if base > 0 else COMPLEX_INFINITY) if grows else ZERO


def _power_of_e(y: Node) -> Node | None:
    if type(y) is Real:
        return float_power(math.e, y.value) if abs(y.value) > 700 else node_of(math.exp(y.value))
    if is_machine(y):
        return float_power(math.e, to_complex(y))
    return _power_of_logarithm(y) or _turns(y)


def _power_of_logarithm(y: Node) -> Node | None:
    """``E^Log[x]`` is x, ``E^(a Log[x])`` is x^a, ``E^(a + Log[x])`` is E^a x."""
    if type(y) is not Expr:
        return None
    if y.head is S.Log and len(y.args) == 1:
        return y.args[0]
    if y.head is S.Times:
        logs = [f for f in y.args if type(f) is Expr and f.head is S.Log and len(f.args) == 1]
        if len(logs) != 1:
            return None
        rest = tuple(f for f in y.args if f is not logs[0])
        return Expr(S.Power, (logs[0].args[0], Expr(S.Times, rest)))
    if y.head is S.Plus:
        found = {term: value for term in y.args if (value := _power_of_logarithm(term)) is not None}
        rest = tuple(term for term in y.args if term not in found)
        if found:
            return Expr(S.Times, (*found.values(), Expr(S.Power, (S.E, Expr(S.Plus, rest)))))
    return None


def _turns(y: Node) -> Node | None:
    """E to a multiple of ``I Pi``: exact at quarters, else the multiple between -1 and 1."""
    if type(y) is not Expr or y.head is not S.Times or len(y.args) != 2 or y.args[1] is not S.Pi:
        return None
    factor = y.args[0]
    if type(factor) is not Complex or not is_exact(factor) or not is_zero(factor.value[0]):
        return None
    turns = Fraction(scalar(factor.value[1]))
    if (turns * 2).denominator == 1:
        return complex_of(*((1, 0), (0, 1), (-1, 0), (0, -1))[int(turns * 2) % 4])
    least = (turns + 1) % 2 - 1
    return None if least == turns else Expr(S.Power, (S.E, Expr(S.Times, (complex_of(0, least), S.Pi))))


def _power_of_expression(x: Node, y: Node) -> Node | None:
    if type(x) is not Expr:
        return None
    if type(y) is Integer and y.value < 0 and (turned := reciprocal(x, y.value)) is not None:
        return turned
    if x.head is S.Power and len(x.args) == 2:
        if type(y) is Integer or (approximate_real(x.args[1]) and is_positive(x.args[0])):
            return Expr(S.Power, (x.args[0], Expr(S.Times, (x.args[1], y))))
        return None
    if x.head is not S.Times:
        return None
    if type(y) is Integer:
        return Expr(S.Times, tuple(Expr(S.Power, (factor, y)) for factor in x.args))
    return _power_of_product(x, y)


def approximate_real(node: Node) -> bool:
    """Whether it is a real quantity."""
    return isinstance(approximate(node), float)


def _power_of_product(x: Expr, y: Node) -> Node | None:
    """Positive quantities come out of a power of a product; those of a root stay together."""
    first = x.args[0]
    if type(first) in REALS and sign(scalar(first)) < 0 and first != MINUS_ONE:
        rest = Expr(S.Times, (MINUS_ONE, *x.args[1:]))
        return Expr(S.Times, (Expr(S.Power, (multiply_nodes(MINUS_ONE, first), y)), Expr(S.Power, (rest, y))))
    positive = tuple(f for f in x.args if is_positive(f) or (type(f) in REALS and sign(scalar(f)) > 0))
    others = tuple(f for f in x.args if f not in positive)
    if others:
        if not positive:
            return None
        return Expr(S.Times, (Expr(S.Power, (_product(positive), y)), Expr(S.Power, (_product(others), y))))
    if type(y) is not Rational:
        return Expr(S.Times, tuple(Expr(S.Power, (f, y)) for f in positive)) if not is_number(y) else None
    parts = radical_parts(Expr(S.Power, (x, y)))
    if parts is None:
        return None
    number, radicals = merged(Fraction(1), parts)
    made = Expr(S.Times, (node_of(number), *radicals)) if number != 1 or len(radicals) != 1 else radicals[0]
    return None if made == Expr(S.Power, (x, y)) else made


def _product(factors: tuple[Node, ...]) -> Node:
    return factors[0] if len(factors) == 1 else Expr(S.Times, factors)
