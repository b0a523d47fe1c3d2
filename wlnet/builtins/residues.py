"""Whole numbers modulo another: inverses, orders, primitive roots, common divisors with their factors."""

from __future__ import annotations

import math

from ..expr import Node
from ..kernel.builtin import Attribute, builtin
from ..problem import Template
from .divisors import totient
from .primes import prime_factors

_NO_INVERSE = Template("ninv", "`1` is not invertible modulo `2`.")


def extended(a: int, b: int) -> tuple[int, int, int]:
    """g, x, y with a x + b y = g, the greatest common divisor."""
    before, x0, y0, after, x1, y1 = a, 1, 0, b, 0, 1
    while after:
        times = before // after
        before, after = after, before - times * after
        x0, x1, y0, y1 = x1, x0 - times * x1, y1, y0 - times * y1
    return (before, x0, y0) if before >= 0 else (-before, -x0, -y0)


@builtin("ExtendedGCD[m_Integer, n_Integer]", attributes=Attribute.LISTABLE)
def extended_gcd(k, m: int, n: int):
    """ExtendedGCD[m, n] is {g, {r, s}} where r m + s n is g, the greatest common divisor.

    >> ExtendedGCD[12, 18]
    {6, {-1, 1}}
    """
    g, x, y = extended(m, n)
    return [g, [x, y]]


@builtin("PowerMod[a_Integer, b_Integer, m_Integer]", attributes=Attribute.LISTABLE)
def power_mod(k, a: int, b: int, m: int):
    """PowerMod[a, b, m] is the remainder of a^b divided by m; negative powers are those of the inverse.

    >> {PowerMod[2, 10, 1000], PowerMod[3, -1, 7]}
    {24, 5}
    """
    if m == 0:
        return None
    if b < 0 and math.gcd(a, m) != 1:
        raise _NO_INVERSE(a, m)
    return pow(a, b, m)


@builtin("ModularInverse[a_Integer, m_Integer]", attributes=Attribute.LISTABLE)
def modular_inverse(k, a: int, m: int):
    """ModularInverse[a, m] is the number b with a b equal to 1 modulo m.

    >> ModularInverse[3, 7]
    5
    """
    if m == 0:
        return None
    if math.gcd(a, m) != 1:
        raise _NO_INVERSE(a, m)
    return pow(a, -1, m)


@builtin("ChineseRemainder[remainders_, moduli_, offset_]")
def chinese_remainder(k, remainders: list[int], moduli: list[int], offset: int = 0):
    """ChineseRemainder[{r1, ...}, {m1, ...}] is the smallest x from 0 on with these remainders;
    a third argument d asks for the smallest one from d on.

    >> ChineseRemainder[{1, 2}, {3, 5}]
    7
    """
    if len(remainders) != len(moduli) or 0 in moduli:
        return None
    at, step = 0, 1
    for remainder, modulus in zip(remainders, map(abs, moduli), strict=True):
        g, x, _ = extended(step, modulus)
        if (remainder - at) % g:
            return None
        at += step * ((remainder - at) // g * x % (modulus // g))
        step = step // g * modulus
    return offset + (at - offset) % step


@builtin("JacobiSymbol[n_Integer, m_Integer]", attributes=Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION)
def jacobi_symbol(k, n: int, m: int):
    """JacobiSymbol[n, m] is the Jacobi symbol: for a prime m it says whether n is a square modulo m.

    >> {JacobiSymbol[2, 7], JacobiSymbol[3, 7], JacobiSymbol[14, 7]}
    {1, -1, 0}
    """
    if m <= 0 or m % 2 == 0:
        return None
    n, sign = n % m, 1
    while n:
        while n % 2 == 0:
            n //= 2
            if m % 8 in (3, 5):
                sign = -sign
        n, m = m, n
        if n % 4 == 3 and m % 4 == 3:
            sign = -sign
        n %= m
    return sign if m == 1 else 0


def order_of(a: int, n: int) -> int:
    """The smallest m > 0 with a^m equal to 1 modulo n, for a coprime to n."""
    order = totient(n)
    for p in prime_factors(order) if order > 1 else ():
        while order % p == 0 and pow(a, order // p, n) == 1 % n:
            order //= p
    return order


@builtin("MultiplicativeOrder[a_Integer, n_Integer]", attributes=Attribute.LISTABLE)
def multiplicative_order(k, a: int, n: int):
    """MultiplicativeOrder[a, n] is the smallest m > 0 with a^m equal to 1 modulo n.

    >> MultiplicativeOrder[{2, 3}, 7]
    {3, 6}
    """
    return order_of(a % abs(n), abs(n)) if n and math.gcd(a, n) == 1 else None


@builtin("PrimitiveRoot[n_Integer]", attributes=Attribute.LISTABLE)
def primitive_root(k, n: int) -> Node | int | None:
    """PrimitiveRoot[n] is the smallest number whose powers are all numbers coprime to n, modulo n.

    >> PrimitiveRoot[{7, 9, 8}]
    {3, 2, PrimitiveRoot[8]}
    """
    if n < 2 or n % 8 == 0 or len([p for p in prime_factors(n) if p > 2]) > 1 or (n % 4 == 0 and n > 4):
        return None
    wanted = totient(n)
    return next((a for a in range(1, n) if math.gcd(a, n) == 1 and order_of(a, n) == wanted), None)
