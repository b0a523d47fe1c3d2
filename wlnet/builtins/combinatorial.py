"""Factorials, binomial coefficients, and the number sequences that count things."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

from ..expr import BigReal, Complex, Expr, Integer, Node, Rational, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import MINUS_ONE, ONE, REALS, ZERO, integer, node_of
from .infinity import COMPLEX_INFINITY, INFINITY

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION
_LARGEST = 5_000_000  # a factorial beyond this is too large to work out
_MOST_FACTORS = 10_000  # that a product is written out with
_INEXACT = (Real, BigReal, Complex)


@builtin("Factorial[n_]", attributes=_NUMERIC)
def factorial(k, n: Node):
    """n! is the product of the numbers from 1 to n, and Gamma[n + 1] for other numbers.

    >> {5!, 0!, (1/2)!}
    {120, 1, Sqrt[Pi]/2}
    """
    if type(n) is Integer:
        if n.value > _LARGEST:
            return Expr(S.Overflow)
        return integer(math.factorial(n.value)) if n.value >= 0 else COMPLEX_INFINITY
    if type(n) in _INEXACT or (type(n) is Rational and n.value.denominator == 2):
        return S.Gamma(S.Plus(n, ONE))
    return INFINITY if n == INFINITY else None


@builtin("Factorial2[n_]", attributes=_NUMERIC)
def factorial2(k, n: Node):
    """n!! is n (n - 2) (n - 4) ...

    >> {5!!, 6!!, (-1)!!, 0!!}
    {15, 48, 1, 1}
    """
    if type(n) is Real:
        turn = math.cos(math.pi * n.value)
        return 2 ** ((1 + 2 * n.value - turn) / 4) * math.pi ** ((turn - 1) / 4) * math.gamma(1 + n.value / 2)
    if type(n) is not Integer or n.value > _LARGEST:
        return None
    value = n.value
    if value >= -1:
        return math.prod(range(value, 0, -2))
    if value % 2 == 0:
        return COMPLEX_INFINITY
    return node_of(Fraction((-1) ** ((-value - 1) // 2), math.prod(range(-value - 2, 0, -2))))


@builtin("Binomial[n_, m_]", attributes=_NUMERIC)
def binomial(k, n: Node, m: Node):
    """Binomial[n, m] is the number of ways to choose m of n things, and n (n - 1) .../m! for other n.

    >> {Binomial[5, 2], Binomial[-2, 3], Binomial[1/2, 2], Binomial[n, 2]}
    {10, -4, -1/8, ((-1 + n)*n)/2}
    """
    if type(n) is Integer and type(m) is Integer:
        return _whole_binomial(n.value, m.value)
    if type(n) in _INEXACT or type(m) in _INEXACT:
        if type(m) is Integer and 0 <= m.value < _MOST_FACTORS:
            return _falling(n, m.value)
        if type(n) in REALS and type(m) in REALS:
            return S.Divide(
                S.Gamma(S.Plus(n, ONE)),
                S.Times(S.Gamma(S.Plus(m, ONE)), S.Gamma(S.Plus(n, S.Times(MINUS_ONE, m), ONE))),
            )
        return None
    if type(m) is Integer and m.value < 0:
        return ZERO
    if type(m) is Integer and m.value <= (5 if type(n) is not Rational else _MOST_FACTORS):
        return _falling(n, m.value)
    if n == m:
        return ONE
    return n if k.evaluate(S.Subtract(n, m)) == ONE else None


def _whole_binomial(n: int, m: int) -> int:
    if n >= 0:
        return math.comb(n, m) if m >= 0 else 0
    if m >= 0:
        return (-1) ** m * math.comb(m - n - 1, m)
    return (-1) ** (n - m) * math.comb(-m - 1, n - m) if m <= n else 0


def _falling(n: Node, m: int) -> Node:
    """n (n - 1) ... (n - m + 1)/m!"""
    factors = [S.Plus(n, integer(-i)) for i in range(m)]
    return Expr(S.Times, (node_of(Fraction(1, math.factorial(m))), *factors))


@builtin("Multinomial[n___]", attributes=_NUMERIC | Attribute.ORDERLESS)
def multinomial(k, n: tuple[Node, ...]):
    """Multinomial[n1, n2, ...] is (n1 + n2 + ...)!/(n1! n2! ...).

    >> Multinomial[1, 2, 3]
    60
    """
    values = [each.value for each in n if type(each) is Integer and each.value >= 0]
    if len(values) != len(n):
        return None
    total, result = 0, 1
    for value in values:
        total += value
        result *= math.comb(total, value)
    return result


@builtin("Pochhammer[x_, n_]", attributes=_NUMERIC)
def pochhammer(k, x: Node, n: Node):
    """Pochhammer[x, n] is x (x + 1) ... (x + n - 1).

    >> {Pochhammer[3, 2], Pochhammer[x, 3]}
    {12, x*(1 + x)*(2 + x)}
    """
    if type(n) is Integer and 0 <= n.value < _MOST_FACTORS:
        return Expr(S.Times, tuple(S.Plus(x, integer(i)) for i in range(n.value)))
    if type(n) is Integer and -_MOST_FACTORS < n.value < 0:
        return S.Divide(ONE, Expr(S.Times, tuple(S.Plus(x, integer(-i)) for i in range(1, 1 - n.value))))
    if type(x) in _INEXACT or type(n) in _INEXACT:
        return S.Divide(S.Gamma(S.Plus(x, n)), S.Gamma(x)) if type(x) in REALS and type(n) in REALS else None
    return None


@builtin("FactorialPower[x_, n_Integer, step_]", attributes=_NUMERIC)
def factorial_power(k, x: Node, n: int, step: Node = ONE):
    """FactorialPower[x, n] is x (x - 1) ... (x - n + 1); FactorialPower[x, n, h] takes steps of h.

    >> {FactorialPower[5, 2], FactorialPower[x, 2]}
    {20, (-1 + x)*x}
    """
    if not 0 <= n < _MOST_FACTORS:
        return None
    return Expr(S.Times, tuple(S.Plus(x, S.Times(integer(-i), step)) for i in range(n)))


@builtin("Subfactorial[n_Integer]", attributes=_NUMERIC)
def subfactorial(k, n: int):
    """Subfactorial[n] is the number of the permutations of n things that leave none in its place.

    >> Subfactorial[5]
    44
    """
    if not 0 <= n < _MOST_FACTORS:
        return None
    value = 1
    for i in range(1, n + 1):
        value = i * value + (-1) ** i
    return value


@builtin("Fibonacci[n_]", attributes=_NUMERIC)
def fibonacci(k, n: Node):
    """Fibonacci[n] is the n-th Fibonacci number.

    >> {Fibonacci[10], Fibonacci[-4]}
    {55, -3}
    """
    if type(n) is not Integer or abs(n.value) > 100_000_000:
        return None
    value = fibonacci_pair(abs(n.value))[0]
    return value if n.value >= 0 or n.value % 2 else -value


def fibonacci_pair(n: int) -> tuple[int, int]:
    """The n-th Fibonacci number and the one after it, by doubling."""
    a, b = 0, 1
    for bit in bin(n)[2:]:
        a, b = a * (2 * b - a), a * a + b * b
        if bit == "1":
            a, b = b, a + b
    return a, b


@builtin("LucasL[n_Integer]", attributes=_NUMERIC)
def lucas(k, n: int):
    """LucasL[n] is the n-th Lucas number.

    >> LucasL[{0, 1, 10}]
    {2, 1, 123}
    """
    if abs(n) > 100_000_000:
        return None
    a, b = fibonacci_pair(abs(n))
    value = 2 * b - a
    return value if n >= 0 or n % 2 == 0 else -value


@builtin("CatalanNumber[n_Integer]", attributes=_NUMERIC)
def catalan_number(k, n: int):
    """CatalanNumber[n] is Binomial[2 n, n]/(n + 1).

    >> CatalanNumber[{0, 5}]
    {1, 42}
    """
    return math.comb(2 * n, n) // (n + 1) if n >= 0 else -1 if n == -1 else 0


@builtin("StirlingS2[n_Integer, m_Integer]", attributes=Attribute.LISTABLE)
def stirling_s2(k, n: int, m: int):
    """StirlingS2[n, m] is the number of ways to divide n things into m sets that are not empty.

    >> StirlingS2[5, 2]
    15
    """
    if n < 0 or m < 0:
        return None
    return sum((-1) ** (m - j) * math.comb(m, j) * j**n for j in range(m + 1)) // math.factorial(m)


@builtin("StirlingS1[n_Integer, m_Integer]", attributes=Attribute.LISTABLE)
def stirling_s1(k, n: int, m: int):
    """StirlingS1[n, m] is the coefficient of x^m in x (x - 1) ... (x - n + 1).

    >> StirlingS1[5, 2]
    -50
    """
    if n < 0 or m < 0 or n > 2000:
        return None
    row = [1]
    for i in range(n):
        row = [a - i * b for a, b in zip([0, *row], [*row, 0], strict=True)]
    return row[m] if m <= n else 0


@builtin("BellB[n_Integer]", attributes=Attribute.LISTABLE)
def bell(k, n: int):
    """BellB[n] is the number of ways to divide n things into sets.

    >> BellB[5]
    52
    """
    if not 0 <= n < 2000:
        return None
    row = [1]
    for _ in range(n):
        made = [row[-1]]
        for value in row:
            made.append(made[-1] + value)
        row = made
    return row[0]


@cache
def bernoulli_number(n: int) -> Fraction:
    """The n-th Bernoulli number; that of 1 is -1/2."""
    if n > 1 and n % 2:
        return Fraction(0)
    if n < 2:
        return Fraction(1) if n == 0 else Fraction(-1, 2)
    total = 1 + (n + 1) * Fraction(-1, 2)
    total += sum(math.comb(n + 1, j) * bernoulli_number(j) for j in range(2, n, 2))
    return -total / (n + 1)


@builtin("BernoulliB[n_Integer]", attributes=Attribute.LISTABLE)
def bernoulli(k, n: int):
    """BernoulliB[n] is the n-th Bernoulli number.

    >> BernoulliB[{0, 1, 2, 10}]
    {1, -1/2, 1/6, 5/66}
    """
    if not 0 <= n < 800:
        return None
    for smaller in range(0, n, 2):
        bernoulli_number(smaller)
    return node_of(bernoulli_number(n))


@builtin("EulerE[n_Integer]", attributes=Attribute.LISTABLE)
def euler(k, n: int):
    """EulerE[n] is the n-th Euler number.

    >> EulerE[{0, 2, 4, 5}]
    {1, -1, 5, 0}
    """
    if not 0 <= n < 800:
        return None
    values = [1]
    for m in range(1, n // 2 + 1):
        values.append(-sum(math.comb(2 * m, 2 * j) * values[j] for j in range(m)))
    return 0 if n % 2 else values[n // 2]


@builtin("HarmonicNumber[n_, r_]", attributes=_NUMERIC)
def harmonic_number(k, n: Node, r: Node = ONE):
    """HarmonicNumber[n] is 1 + 1/2 + ... + 1/n; HarmonicNumber[n, r] the sum of the 1/i^r.

    >> {HarmonicNumber[4], HarmonicNumber[3, 2]}
    {25/12, 49/36}
    """
    if type(n) is not Integer or not 0 <= n.value < _LARGEST:
        return None
    if r == ONE:
        return node_of(_harmonic(1, n.value)) if n.value else ZERO
    if n.value > _MOST_FACTORS:
        return None
    return Expr(S.Plus, tuple(S.Power(integer(i), S.Times(MINUS_ONE, r)) for i in range(1, n.value + 1)))


def _harmonic(first: int, last: int) -> Fraction:
    if first == last:
        return Fraction(1, first)
    middle = (first + last) // 2
    return _harmonic(first, middle) + _harmonic(middle + 1, last)


@builtin("PartitionsP[n_Integer]", attributes=Attribute.LISTABLE)
def partitions_p(k, n: int):
    """PartitionsP[n] is the number of ways to write n as a sum of positive whole numbers in any order.

    >> PartitionsP[{5, 100}]
    {7, 190569292}
    """
    if n < 0 or n > 20_000:
        return 0 if n < 0 else None
    counts = [1]
    for m in range(1, n + 1):
        total, j = 0, 1
        while (low := j * (3 * j - 1) // 2) <= m:
            high = low + j
            total -= (-1) ** j * (counts[m - low] + (counts[m - high] if high <= m else 0))
            j += 1
        counts.append(total)
    return counts[n]


@builtin("PartitionsQ[n_Integer]", attributes=Attribute.LISTABLE)
def partitions_q(k, n: int):
    """PartitionsQ[n] is the number of ways to write n as a sum of different positive whole numbers.

    >> PartitionsQ[{5, 10}]
    {3, 10}
    """
    if n < 0 or n > 5000:
        return 0 if n < 0 else None
    counts = [1] + [0] * n
    for part in range(1, n + 1):
        for total in range(n, part - 1, -1):
            counts[total] += counts[total - part]
    return counts[n]
