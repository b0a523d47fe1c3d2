"""Prime numbers and factors."""

from __future__ import annotations

import math
from fractions import Fraction

from ..expr import Integer, Node, Rational
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import (
    scalar,
)
from .radicals import factors_of

_EXACT = (Integer, Rational)


def is_prime(n: int) -> bool:
    """Miller and Rabin's test, with the bases that decide all numbers below 3.3 * 10^24."""
    if n < 2:
        return False
    bases = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41)
    for p in bases:
        if n % p == 0:
            return n == p
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    return not any(_is_witness(base, odd, twos, n) for base in bases)


def _is_witness(base: int, odd: int, twos: int, n: int) -> bool:
    x = pow(base, odd, n)
    if x in (1, n - 1):
        return False
    for _ in range(twos - 1):
        x = x * x % n
        if x == n - 1:
            return False
    return True


@builtin("PrimeQ[n_]", attributes=Attribute.LISTABLE)
def prime_q(k, n: Node):
    """PrimeQ[n] is True if n is a prime number.

    >> Select[Range[20], PrimeQ]
    {2, 3, 5, 7, 11, 13, 17, 19}
    """
    return type(n) is Integer and is_prime(abs(n.value))


@builtin("Prime[n_Integer]", attributes=Attribute.LISTABLE)
def prime(k, n: int):
    """Prime[n] is the n-th prime number.

    >> Prime[{1, 2, 10}]
    {2, 3, 29}
    """
    if n < 1:
        return None
    bound = max(15, int(n * (math.log(n) + math.log(math.log(n + 2)) + 2)))
    sieve = bytearray([1]) * (bound + 1)
    for i in range(2, math.isqrt(bound) + 1):
        if sieve[i]:
            sieve[i * i :: i] = bytes(len(range(i * i, bound + 1, i)))
    found = 0
    for i in range(2, bound + 1):
        found += sieve[i]
        if found == n:
            return i
    return None


@builtin("FactorInteger[n_]", attributes=Attribute.LISTABLE)
def factor_integer(k, n: Node):
    """FactorInteger[n] is the list of the prime factors of n with their exponents.

    >> {FactorInteger[12], FactorInteger[3/4]}
    {{{2, 2}, {3, 1}}, {{2, -2}, {3, 1}}}
    """
    if type(n) not in _EXACT:
        return None
    value = Fraction(scalar(n))
    if value in (0, 1):
        return [[int(value), 1]]
    found = _prime_factors(abs(value.numerator)) if abs(value.numerator) > 1 else {}
    for p, times in (_prime_factors(value.denominator) if value.denominator > 1 else {}).items():
        found[p] = -times
    sign_part = [[-1, 1]] if value < 0 else []
    return sign_part + [[p, times] for p, times in sorted(found.items())]


def _prime_factors(n: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for base, times in factors_of(n).items():
        for p in [base] if is_prime(base) else _split(base):
            found[p] = found.get(p, 0) + times
    return found


def _split(n: int) -> list[int]:
    """The prime factors of a large number, by Pollard's rho."""
    if is_prime(n):
        return [n]
    for c in range(1, 100):
        slow = fast = 2
        divisor = 1
        while divisor == 1:
            slow = (slow * slow + c) % n
            fast = (fast * fast + c) % n
            fast = (fast * fast + c) % n
            divisor = math.gcd(slow - fast, n)
        if divisor != n:
            return _split(divisor) + _split(n // divisor)
    return [n]
