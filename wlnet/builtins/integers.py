"""Whole numbers and rounding: remainders, floors, divisors, digits, primes."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ..expr import BigReal, Expr, Integer, Node, Rational, S, boolean
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import (
    INDETERMINATE,
    MINUS_ONE,
    REALS,
    divide,
    integer,
    is_number,
    is_zero,
    multiply,
    node_of,
    scalar,
    sign,
    subtract,
)
from ..problem import Template
from .infinity import COMPLEX_INFINITY
from .rounding import real_value

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION


_EXACT = (Integer, Rational)


NO_REMAINDER = Template("indet", "Indeterminate expression `1` encountered.")
_NO_QUOTIENT = Template("infy", "Infinite expression `1` encountered.")


def _mod_fast(args: tuple[Node, ...]) -> Node | None:
    if len(args) == 2 and type(args[0]) is Integer and type(args[1]) is Integer and args[1].value:
        return integer(args[0].value % args[1].value)
    return None


@builtin("Mod[m_, n_, d_]", attributes=_NUMERIC, fast=_mod_fast)
def mod(k, m: Node, n: Node, d: Node | None = None):
    """Mod[m, n] is the remainder of m divided by n, with the sign of n; Mod[m, n, d] is the one that is at
    least d.

    >> {Mod[7, 3], Mod[-1, 3], Mod[5.5, 2], Mod[3, 3, 1]}
    {1, 2, 1.5, 3}
    """
    if d is not None:
        return S.Plus(d, S.Mod(S.Subtract(m, d), n))
    if type(m) is Integer and type(n) is Integer and n.value:
        return integer(m.value % n.value)
    if type(m) in REALS and type(n) in REALS:
        if is_zero(n):
            k.message(S.Mod, NO_REMAINDER(S.HoldForm(S.Mod(m, n))))
            return INDETERMINATE
        times = math.floor(_fraction(divide(scalar(m), scalar(n))))
        return node_of(subtract(scalar(m), multiply(times, scalar(n))))
    return _mod_of_multiples(k, m, n)


def _fraction(value: Any) -> Any:
    return Fraction(value.value) if isinstance(value, BigReal) else value


def _mod_of_multiples(k, m: Node, n: Node) -> Node | None:
    """For exact quantities such as multiples of Pi."""
    if is_number(m) and is_number(n):
        return None
    x, y = real_value(m), real_value(n)
    if x is None or not y:
        return None
    return S.Subtract(m, S.Times(integer(math.floor(x / y)), n))  # type: ignore[operator]


@builtin("Quotient[m_, n_, d_]", attributes=_NUMERIC)
def quotient(k, m: Node, n: Node, d: Node | None = None):
    """Quotient[m, n] is the whole number of times that n goes into m; Quotient[m, n, d] that
    with the remainder counted from d on.

    >> {Quotient[7, 3], Quotient[-1, 3], Quotient[5, 3, 1], Quotient[10, Pi]}
    {2, -1, 1, 3}
    """
    if d is not None:
        return S.Quotient(S.Subtract(m, d), n)
    if is_number(n) and is_zero(n) and is_number(m):
        k.message(S.Quotient, _NO_QUOTIENT(S.HoldForm(S.Quotient(m, n))))
        return INDETERMINATE if is_zero(m) else COMPLEX_INFINITY
    if type(m) is Integer and type(n) is Integer:
        return integer(m.value // n.value)
    if type(m) in REALS and type(n) in REALS:
        return integer(math.floor(_fraction(divide(scalar(m), scalar(n)))))
    x, y = real_value(m), real_value(n)
    return None if x is None or not y else S.Floor(S.Divide(m, n))


@builtin("QuotientRemainder[m_Integer, n_Integer]")
def quotient_remainder(k, m: int, n: int):
    """QuotientRemainder[m, n] is the quotient and the remainder of m divided by n.

    >> QuotientRemainder[17, 5]
    {3, 2}
    """
    return divmod(m, n) if n else None


def _parity(wanted: int) -> Callable[[tuple[Node, ...]], Node | None]:
    def fast(args: tuple[Node, ...]) -> Node | None:
        return boolean(args[0].value % 2 == wanted) if len(args) == 1 and type(args[0]) is Integer else None

    return fast


@builtin("EvenQ[n_]", attributes=Attribute.LISTABLE, fast=_parity(0))
def even_q(k, n: Node):
    """EvenQ[n] is True if n is an even number.

    >> {EvenQ[4], EvenQ[3], EvenQ[x]}
    {True, False, False}
    """
    return type(n) is Integer and n.value % 2 == 0


@builtin("OddQ[n_]", attributes=Attribute.LISTABLE, fast=_parity(1))
def odd_q(k, n: Node):
    """OddQ[n] is True if n is an odd number.

    >> {OddQ[3], OddQ[2.]}
    {True, False}
    """
    return type(n) is Integer and n.value % 2 == 1


@builtin("Divisible[n_, m_]", attributes=Attribute.LISTABLE)
def divisible(k, n: Node, m: Node):
    """Divisible[n, m] is True if m divides n.

    >> {Divisible[6, 3], Divisible[7, 3]}
    {True, False}
    """
    if type(n) not in _EXACT or type(m) not in _EXACT or is_zero(m):
        return None
    return type(node_of(divide(scalar(n), scalar(m)))) is Integer


@builtin(
    "GCD[numbers___]",
    attributes=Attribute.FLAT | Attribute.ORDERLESS | Attribute.LISTABLE | Attribute.ONE_IDENTITY,
)
def gcd(k, numbers: tuple[Node, ...]):
    """GCD[m, n, ...] is the greatest common divisor.

    >> {GCD[12, 18], GCD[1/2, 1/3]}
    {6, 1/6}
    """
    if not all(type(n) in _EXACT for n in numbers):
        return None
    values = [Fraction(scalar(n)) for n in numbers]
    lower = math.lcm(*(value.denominator for value in values))
    return node_of(Fraction(math.gcd(*(int(value * lower) for value in values)), lower))


@builtin(
    "LCM[numbers___]",
    attributes=Attribute.FLAT | Attribute.ORDERLESS | Attribute.LISTABLE | Attribute.ONE_IDENTITY,
)
def lcm(k, numbers: tuple[Node, ...]):
    """LCM[m, n, ...] is the least common multiple.

    >> LCM[4, 6]
    12
    """
    if not numbers:
        return integer(1)
    if not all(type(n) in _EXACT for n in numbers):
        return None
    values = [Fraction(scalar(n)) for n in numbers]
    lower = math.gcd(*(value.denominator for value in values))
    upper = math.lcm(*(value.numerator for value in values))
    return node_of(Fraction(upper, lower))


@builtin("Numerator[x_]", attributes=Attribute.LISTABLE)
def numerator(k, x: Node):
    """Numerator[x] is what stands above the line in x.

    >> {Numerator[2/3], Numerator[a/b]}
    {2, a}
    """
    return _over_and_under(x)[0]


@builtin("Denominator[x_]", attributes=Attribute.LISTABLE)
def denominator(k, x: Node):
    """Denominator[x] is what stands below the line in x.

    >> {Denominator[2/3], Denominator[a/b]}
    {3, b}
    """
    return _over_and_under(x)[1]


def _over_and_under(x: Node) -> tuple[Node, Node]:
    over: list[Node] = []
    under: list[Node] = []
    for factor in x.args if type(x) is Expr and x.head is S.Times else (x,):
        if type(factor) is Rational:
            over.append(integer(factor.value.numerator))
            under.append(integer(factor.value.denominator))
        elif type(factor) is Expr and factor.head is S.Power and _is_negative(factor.args[1]):
            under.append(S.Power(factor.args[0], S.Times(MINUS_ONE, factor.args[1])))
        else:
            over.append(factor)
    return Expr(S.Times, tuple(over)), Expr(S.Times, tuple(under))


def _is_negative(x: Node) -> bool:
    if type(x) is Expr and x.head is S.Times:
        x = x.args[0]
    return type(x) in REALS and sign(scalar(x)) < 0
