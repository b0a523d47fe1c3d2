"""Prime numbers and factors."""

from __future__ import annotations

import math
from fractions import Fraction

from ..expr import Expr, Integer, Node, Rational, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import integer, scalar
from .radicals import factors_of
from .rounding import real_value

_EXACT = (Integer, Rational)
_LARGEST_COUNT = 10**12  # primes beyond are not counted: it would take minutes


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
    found = prime_factors(abs(value.numerator)) if abs(value.numerator) > 1 else {}
    for p, times in (prime_factors(value.denominator) if value.denominator > 1 else {}).items():
        found[p] = -times
    sign_part = [[-1, 1]] if value < 0 else []
    return sign_part + [[p, times] for p, times in sorted(found.items())]


def prime_factors(n: int) -> dict[int, int]:
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


def _next_prime(n: float, step: int) -> int | None:
    """The nearest prime above (step 1) or below (step -1); below 2 the negatives of primes follow."""
    at = math.floor(n) + 1 if step > 0 else math.ceil(n) - 1
    while not is_prime(abs(at)):
        at += step
    return at


@builtin("NextPrime[x_, times_]", attributes=Attribute.LISTABLE)
def next_prime(k, x: Node, times: int = 1):
    """NextPrime[x] is the smallest prime number above x; NextPrime[x, k] the k-th one, for negative k below.

    >> {NextPrime[10], NextPrime[10, -1], NextPrime[10, 3]}
    {11, 7, 17}
    """
    if (value := real_value(x)) is None:
        return None
    for _ in range(abs(times)):
        value = _next_prime(value, 1 if times > 0 else -1)
    return value if times else None


@builtin("PrimePi[x_]", attributes=Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION)
def prime_pi(k, x: Node):
    """PrimePi[x] is the number of the prime numbers up to x.

    >> {PrimePi[100], PrimePi[10.5], PrimePi[10^6]}
    {25, 4, 78498}
    """
    value = real_value(x)
    if value is None or value >= _LARGEST_COUNT:
        return None
    return count_of_primes(math.floor(value))


def count_of_primes(n: int) -> int:
    """How many primes there are up to n, by Legendre's sums over the quotients of n."""
    if n < 2:
        return 0
    root = math.isqrt(n)
    quotients = [n // i for i in range(1, root + 1)]
    quotients += range(quotients[-1] - 1, 0, -1)
    counts = {q: q - 1 for q in quotients}
    for p in range(2, root + 1):
        if counts[p] > counts[p - 1]:
            before, square = counts[p - 1], p * p
            for q in quotients:
                if q < square:
                    break
                counts[q] -= counts[q // p] - before
    return counts[n]


@builtin("RandomPrime[bounds_]")
def random_prime(k, bounds: Node):
    """RandomPrime[n] is a prime number up to n, RandomPrime[{m, n}] one from m to n, by chance.

    >> PrimeQ[RandomPrime[{10, 100}]]
    True
    """
    ends = bounds.args if type(bounds) is Expr and bounds.head is S.List else (integer(2), bounds)
    if len(ends) != 2 or any(type(end) is not Integer for end in ends):
        return None
    low, high = (end.value for end in ends)  # type: ignore[attr-defined]
    if (_next_prime(low - 1, 1) or 0) > high:
        return None
    while True:
        drawn = k.evaluate(S.RandomInteger(S.List(integer(low), integer(high))))
        if is_prime(drawn.value):
            return drawn
