"""Divisors of whole numbers, and the functions of number theory that follow from the prime factors."""

from __future__ import annotations

import math

from ..expr import Expr, Integer, Node, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import integer
from .primes import is_prime, prime_factors

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION


def divisors_of(n: int) -> list[int]:
    """The positive divisors of n > 0, the smallest first."""
    found = [1]
    for p, times in prime_factors(n).items():
        found = [d * p**i for d in found for i in range(times + 1)]
    return sorted(found)


@builtin("Divisors[n_Integer]", attributes=Attribute.LISTABLE)
def divisors(k, n: int):
    """Divisors[n] is the list of the positive whole numbers that divide n.

    >> Divisors[12]
    {1, 2, 3, 4, 6, 12}
    """
    return divisors_of(abs(n)) if n else None


@builtin("DivisorSigma[power_, n_Integer]", attributes=_NUMERIC)
def divisor_sigma(k, power: Node, n: int):
    """DivisorSigma[k, n] is the sum of the k-th powers of the divisors of n.

    >> {DivisorSigma[0, 12], DivisorSigma[1, 12]}
    {6, 28}
    """
    if n == 0:
        return None
    return Expr(S.Plus, tuple(S.Power(integer(d), power) for d in divisors_of(abs(n))))


@builtin("DivisorSum[n_Integer, form_]")
def divisor_sum(k, n: int, form: Node):
    """DivisorSum[n, f] is the sum of f[d] over the divisors d of n.

    >> DivisorSum[12, #^2 &]
    210
    """
    return Expr(S.Plus, tuple(Expr(form, (integer(d),)) for d in divisors_of(n))) if n > 0 else None


@builtin("EulerPhi[n_Integer]", attributes=_NUMERIC)
def euler_phi(k, n: int):
    """EulerPhi[n] is how many of the numbers up to n have no common divisor with n.

    >> EulerPhi[{1, 9, 36}]
    {1, 6, 12}
    """
    return totient(abs(n)) if n else 0


def totient(n: int) -> int:
    value = n
    for p in prime_factors(n):
        value -= value // p
    return value


@builtin("CarmichaelLambda[n_Integer]", attributes=_NUMERIC)
def carmichael_lambda(k, n: int):
    """CarmichaelLambda[n] is the smallest m with a^m equal to 1 modulo n for every a coprime to n.

    >> CarmichaelLambda[{8, 15}]
    {2, 4}
    """
    parts = [1]
    for p, times in prime_factors(abs(n)).items():
        part = (p - 1) * p ** (times - 1)
        parts.append(part // 2 if p == 2 and times > 2 else part)
    return math.lcm(*parts) if n else 0


@builtin("MoebiusMu[n_Integer]", attributes=_NUMERIC)
def moebius_mu(k, n: int):
    """MoebiusMu[n] is 0 if a square divides n, otherwise -1 to the number of its prime factors.

    >> MoebiusMu[{1, 12, 30}]
    {1, 0, -1}
    """
    times = prime_factors(abs(n)).values() if n else [2]
    return 0 if any(t > 1 for t in times) else (-1) ** len(times)


@builtin("LiouvilleLambda[n_Integer]", attributes=_NUMERIC)
def liouville_lambda(k, n: int):
    """LiouvilleLambda[n] is -1 to the number of the prime factors of n, counted as often as they occur.

    >> LiouvilleLambda[{12, 16}]
    {-1, 1}
    """
    return (-1) ** sum(prime_factors(abs(n)).values()) if n else None


@builtin("PrimeOmega[n_Integer]", attributes=_NUMERIC)
def prime_omega(k, n: int):
    """PrimeOmega[n] is the number of the prime factors of n, counted as often as they occur.

    >> PrimeOmega[{12, 7}]
    {3, 1}
    """
    return sum(prime_factors(abs(n)).values()) if n else None


@builtin("PrimeNu[n_Integer]", attributes=_NUMERIC)
def prime_nu(k, n: int):
    """PrimeNu[n] is the number of the different prime factors of n.

    >> PrimeNu[{12, 7}]
    {2, 1}
    """
    return len(prime_factors(abs(n))) if n else None


@builtin("SquareFreeQ[n_]", attributes=Attribute.LISTABLE)
def square_free_q(k, n: Node):
    """SquareFreeQ[n] is True if no square but 1 divides the whole number n.

    >> SquareFreeQ[{10, 12}]
    {True, False}
    """
    if type(n) is not Integer:
        return None
    return n.value != 0 and all(times == 1 for times in prime_factors(abs(n.value)).values())


@builtin("PrimePowerQ[n_]", attributes=Attribute.LISTABLE)
def prime_power_q(k, n: Node):
    """PrimePowerQ[n] is True if n is a power of a prime number.

    >> PrimePowerQ[{8, 12, 7}]
    {True, False, True}
    """
    return type(n) is Integer and n.value != 0 and len(prime_factors(abs(n.value))) == 1


@builtin("CompositeQ[n_]", attributes=Attribute.LISTABLE)
def composite_q(k, n: Node):
    """CompositeQ[n] is True if n is a product of smaller whole numbers.

    >> CompositeQ[{1, 4, 7}]
    {False, True, False}
    """
    return type(n) is Integer and abs(n.value) > 3 and not is_prime(abs(n.value))


@builtin("CoprimeQ[first_, rest__]", attributes=Attribute.LISTABLE)
def coprime_q(k, first: Node, rest: tuple[Node, ...]):
    """CoprimeQ[m, n, ...] is True if no two of the whole numbers have a common divisor.

    >> {CoprimeQ[4, 9], CoprimeQ[4, 6], CoprimeQ[2, 3, 5]}
    {True, False, True}
    """
    values = [n.value for n in (first, *rest) if type(n) is Integer]
    if len(values) != 1 + len(rest):
        return False
    return all(math.gcd(a, b) == 1 for i, a in enumerate(values) for b in values[:i])


@builtin("PerfectNumberQ[n_]", attributes=Attribute.LISTABLE)
def perfect_number_q(k, n: Node):
    """PerfectNumberQ[n] is True if n is the sum of its smaller divisors.

    >> Select[Range[500], PerfectNumberQ]
    {6, 28, 496}
    """
    return type(n) is Integer and n.value > 1 and sum(divisors_of(n.value)) == 2 * n.value


@builtin("IntegerPartitions[n_Integer, length_, parts_]")
def integer_partitions(k, n: int, length: Node | None = None, parts: list[int] | None = None):
    """IntegerPartitions[n] lists the ways to write n as a sum of positive whole numbers;
    IntegerPartitions[n, k] those with at most k terms, IntegerPartitions[n, {k}] with exactly k, and a third
    argument lists the terms that may be used.

    >> {IntegerPartitions[4], IntegerPartitions[5, 2], IntegerPartitions[8, {2}, {1, 3, 5}]}
    {{{4}, {3, 1}, {2, 2}, {2, 1, 1}, {1, 1, 1, 1}}, {{5}, {4, 1}, {3, 2}}, {{5, 3}}}
    """
    bounds = _bounds(length, n)
    usable = sorted(parts if parts is not None else range(1, n + 1), reverse=True)
    if bounds is None or any(part < 1 for part in usable):
        return None
    return [made for made in _partitions(n, usable, bounds[1]) if len(made) >= bounds[0]] if n >= 0 else []


def _bounds(length: Node | None, n: int) -> tuple[int, int] | None:
    if length is None or length is S.All or (type(length) is Expr and length.head is S.DirectedInfinity):
        return 0, n
    if type(length) is Integer:
        return 0, length.value
    if type(length) is not Expr or length.head is not S.List or not 1 <= len(length.args) <= 2:
        return None
    ends = [end.value if type(end) is Integer else n for end in length.args]
    return ends[0], ends[-1]


def _partitions(n: int, usable: list[int], most: int) -> list[list[int]]:
    if n == 0:
        return [[]]
    if most <= 0:
        return []
    return [
        [part, *rest]
        for i, part in enumerate(usable)
        if part <= n
        for rest in _partitions(n - part, usable[i:], most - 1)
    ]
