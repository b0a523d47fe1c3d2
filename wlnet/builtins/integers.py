"""Whole numbers and rounding: remainders, floors, divisors, digits, primes."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from ..expr import BigReal, Complex, Expr, Integer, Node, Rational, Real, S, boolean
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import (
    MINUS_ONE,
    ONE,
    REALS,
    ZERO,
    complex_of,
    divide,
    integer,
    is_number,
    is_zero,
    multiply,
    multiply_nodes,
    node_of,
    parts_of,
    scalar,
    sign,
    subtract,
    to_complex,
)
from ..problem import Template
from .comparison import order_of
from .infinity import COMPLEX_INFINITY, is_infinite
from .numeric import approximate
from .radicals import factors_of

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION
_EXACT = (Integer, Rational)
NO_DIVISION = Template("indet", "Indeterminate expression: the second argument of `1` is zero.")


def real_value(x: Node) -> object | None:
    """The value of a real number, or of an exact expression that stands for one."""
    if type(x) in REALS:
        return x.value if type(x) is not BigReal else Fraction(x.value)  # type: ignore[attr-defined]
    value = approximate(x)
    return (
        value if isinstance(value, float) else value.real if value is not None and value.imag == 0 else None
    )


def _rounding(name: str, rounded: Callable[[object], int], text: str) -> None:
    """Declare a function that rounds numbers to whole ones, or to multiples of a second argument."""
    head = getattr(S, name)

    def function(k, x: Node, a: Node | None = None):
        if a is not None:
            return S.Times(a, Expr(head, (S.Divide(x, a),)))
        if type(x) is Integer or is_infinite(x):
            return x
        if type(x) is Complex:
            return complex_of(*(rounded(part) for part in parts_of(x)))
        value = real_value(x)
        return None if value is None else rounded(value)

    function.__doc__ = text
    builtin(f"{name}[x_, a_]", attributes=_NUMERIC)(function)


def _half_even(value: object) -> int:
    return round(value)  # type: ignore[call-overload]


_rounding(
    "Floor",
    math.floor,
    "Floor[x] is the largest whole number not above x.\n\n>> {Floor[2.7], Floor[-2.7]}\n{2, -3}",
)  # type: ignore[arg-type]
_rounding("Ceiling", math.ceil, "Ceiling[x] is the smallest whole number not below x.\n\n>> Ceiling[2.1]\n3")  # type: ignore[arg-type]
_rounding(
    "Round",
    _half_even,
    "Round[x] is the whole number nearest to x, the even one of two.\n\n>> Round[{2.5, 3.5, 7/3}]\n{2, 4, 2}",
)
_rounding(
    "IntegerPart",
    math.trunc,
    "IntegerPart[x] is x without what follows the point.\n\n>> IntegerPart[-2.7]\n-2",
)  # type: ignore[arg-type]


@builtin("FractionalPart[x_]", attributes=_NUMERIC)
def fractional_part(k, x: Node):
    """FractionalPart[x] is what follows the point in x.

    >> {FractionalPart[5/2], FractionalPart[-1/4]}
    {1/2, -1/4}
    """
    if type(x) not in REALS:
        return None
    value = scalar(x)
    return node_of(subtract(value, math.trunc(real_value(x))))  # type: ignore[arg-type]


def _mod_fast(args: tuple[Node, ...]) -> Node | None:
    if len(args) == 2 and type(args[0]) is Integer and type(args[1]) is Integer and args[1].value:
        return integer(args[0].value % args[1].value)
    return None


@builtin("Mod[m_, n_, d_]", attributes=_NUMERIC, fast=_mod_fast)
def mod(k, m: Node, n: Node, d: Node | None = None):
    """Mod[m, n] is the remainder of m divided by n, with the sign of n; Mod[m, n, d] is the one that is at least d.

    >> {Mod[7, 3], Mod[-1, 3], Mod[5.5, 2], Mod[3, 3, 1]}
    {1, 2, 1.5, 3}
    """
    if d is not None:
        return S.Plus(d, S.Mod(S.Subtract(m, d), n))
    if type(m) is Integer and type(n) is Integer and n.value:
        return integer(m.value % n.value)
    if type(m) in REALS and type(n) in REALS:
        if is_zero(n):
            raise NO_DIVISION(S.Mod(m, n))
        times = math.floor(_fraction(divide(scalar(m), scalar(n))))
        return node_of(subtract(scalar(m), multiply(times, scalar(n))))
    return _mod_of_multiples(k, m, n)


def _fraction(value: object) -> object:
    return Fraction(value.value) if isinstance(value, BigReal) else value


def _mod_of_multiples(k, m: Node, n: Node) -> Node | None:
    """For exact quantities such as multiples of Pi."""
    if is_number(m) and is_number(n):
        return None
    x, y = real_value(m), real_value(n)
    if x is None or not y:
        return None
    return S.Subtract(m, S.Times(integer(math.floor(x / y)), n))  # type: ignore[operator]


@builtin("Quotient[m_, n_]", attributes=_NUMERIC)
def quotient(k, m: Node, n: Node):
    """Quotient[m, n] is the whole number of times that n goes into m.

    >> {Quotient[7, 3], Quotient[-1, 3]}
    {2, -1}
    """
    if type(m) is Integer and type(n) is Integer and n.value:
        return integer(m.value // n.value)
    if type(m) in REALS and type(n) in REALS and not is_zero(n):
        return integer(math.floor(_fraction(divide(scalar(m), scalar(n)))))  # type: ignore[arg-type]
    return None


@builtin("QuotientRemainder[m_Integer, n_Integer]")
def quotient_remainder(k, m: int, n: int):
    """QuotientRemainder[m, n] is the quotient and the remainder of m divided by n.

    >> QuotientRemainder[17, 5]
    {3, 2}
    """
    return divmod(m, n) if n else None


@builtin("Abs[x_]", attributes=_NUMERIC)
def abs_(k, x: Node):
    """Abs[x] is the absolute value of x.

    >> {Abs[-2], Abs[-1/2], Abs[3 + 4 I], Abs[-x]}
    {2, 1/2, 5, Abs[x]}
    """
    if type(x) in REALS:
        return x if sign(scalar(x)) >= 0 else multiply_nodes(MINUS_ONE, x)
    if type(x) is Complex:
        re, im = x.value
        if type(re) is Real:
            return Real(abs(to_complex(x)))
        return S.Power(S.Plus(S.Times(re, re), S.Times(im, im)), Rational(Fraction(1, 2)))
    if is_infinite(x):
        return Expr(S.DirectedInfinity, (ONE,))
    if type(x) is Expr and x.head is S.Times and is_number(x.args[0]):
        rest = x.args[1:]
        inner = S.Abs(rest[0] if len(rest) == 1 else Expr(S.Times, rest))
        return inner if x.args[0] == MINUS_ONE else S.Times(S.Abs(x.args[0]), inner)
    value = real_value(x)
    if value is None:
        return None
    return x if value >= 0 else S.Times(MINUS_ONE, x)  # type: ignore[operator]


@builtin("Sign[x_]", attributes=_NUMERIC)
def sign_(k, x: Node):
    """Sign[x] is -1, 0 or 1 as x is negative, zero or positive.

    >> Sign[{-3.5, 0, 1/2}]
    {-1, 0, 1}
    """
    if type(x) in REALS:
        return sign(scalar(x))
    if type(x) is Complex:
        return S.Divide(x, S.Abs(x))
    value = real_value(x)
    return None if value is None else (value > 0) - (value < 0)  # type: ignore[operator]


@builtin("Clip[x_, bounds_]", attributes=Attribute.NUMERIC_FUNCTION)
def clip(k, x: Node, bounds: Node = Expr(S.List, (MINUS_ONE, ONE))):  # noqa: B008
    """Clip[x] is x between -1 and 1; Clip[x, {min, max}] is x between min and max.

    >> {Clip[2], Clip[{-5, 0.5, 5}, {0, 1}]}
    {1, {0, 0.5, 1}}
    """
    if type(x) is Expr and x.head is S.List:
        return Expr(S.List, tuple(S.Clip(item, bounds) for item in x.args))
    if type(bounds) is not Expr or len(bounds.args) != 2:
        return None
    low, high = bounds.args
    below, above = order_of(x, low), order_of(x, high)
    if below is None or above is None:
        return None
    return low if below < 0 else high if above > 0 else x


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
    "LCM[numbers__]",
    attributes=Attribute.FLAT | Attribute.ORDERLESS | Attribute.LISTABLE | Attribute.ONE_IDENTITY,
)
def lcm(k, numbers: tuple[Node, ...]):
    """LCM[m, n, ...] is the least common multiple.

    >> LCM[4, 6]
    12
    """
    if not all(type(n) in _EXACT for n in numbers):
        return None
    values = [Fraction(scalar(n)) for n in numbers]
    lower = math.gcd(*(value.denominator for value in values))
    upper = math.lcm(*(value.numerator for value in values))
    return node_of(Fraction(upper, lower))


@builtin("Factorial[n_]", attributes=_NUMERIC)
def factorial(k, n: Node):
    """n! is the product of the numbers from 1 to n.

    >> {5!, 0!}
    {120, 1}
    """
    if type(n) is Integer:
        return integer(math.factorial(n.value)) if n.value >= 0 else COMPLEX_INFINITY
    if type(n) is Real:
        return node_of(math.gamma(n.value + 1)) if n.value > -1 else None
    return None


@builtin("Binomial[n_Integer, m_Integer]", attributes=_NUMERIC)
def binomial(k, n: int, m: int):
    """Binomial[n, m] is the number of ways to choose m of n things.

    >> Binomial[5, 2]
    10
    """
    return math.comb(n, m) if n >= 0 and m >= 0 else 0 if m < 0 <= n else None


@builtin("Fibonacci[n_Integer]", attributes=Attribute.LISTABLE)
def fibonacci(k, n: int):
    """Fibonacci[n] is the n-th Fibonacci number.

    >> Fibonacci[10]
    55
    """
    a, b = 0, 1
    for _ in range(abs(n)):
        a, b = b, a + b
    return a if n >= 0 or n % 2 else -a


@builtin("PowerMod[a_Integer, b_Integer, m_Integer]", attributes=Attribute.LISTABLE)
def power_mod(k, a: int, b: int, m: int):
    """PowerMod[a, b, m] is the remainder of a^b divided by m.

    >> PowerMod[2, 10, 1000]
    24
    """
    try:
        return pow(a, b, m)
    except ValueError:
        return None


@builtin("IntegerDigits[n_Integer, base_, length_]", attributes=Attribute.LISTABLE)
def integer_digits(k, n: int, base: int = 10, length: int | None = None):
    """IntegerDigits[n] is the list of the decimal digits of n; IntegerDigits[n, b] those to base b.

    >> {IntegerDigits[305], IntegerDigits[6, 2, 5]}
    {{3, 0, 5}, {0, 0, 1, 1, 0}}
    """
    if base < 2:
        return None
    digits: list[int] = []
    n = abs(n)
    while n:
        n, digit = divmod(n, base)
        digits.append(digit)
    digits = digits[::-1] or [0]
    if length is not None:
        digits = ([0] * length + digits)[-length:] if length else []
    return digits


@builtin("FromDigits[digits_, base_]")
def from_digits(k, digits: Node, base: Node = node_of(10)):  # noqa: B008
    """FromDigits[list] is the number with these decimal digits; FromDigits[list, b] reads them to base b.

    >> {FromDigits[{3, 0, 5}], FromDigits["123"], FromDigits[{1, 1, 0}, 2]}
    {305, 123, 6}
    """
    if digits.head is S.String:
        return int(digits.value) if digits.value.isdigit() else None  # type: ignore[attr-defined]
    if type(digits) is not Expr:
        return None
    value: Node = ZERO
    for digit in digits.args:
        value = k.evaluate(S.Plus(S.Times(value, base), digit))
    return value


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
