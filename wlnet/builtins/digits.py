"""The digits of numbers: to a base, counted, turned around, read back; those of reals with the point."""

from __future__ import annotations

import math
from fractions import Fraction

from ..expr import BigReal, Expr, Integer, Node, Rational, Real, S, String
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import ZERO, node_of
from ..problem import Template
from ..syntax.numerals import digits_text
from .rounding import real_value

_BASE = Template("ibase", "Base `1` is not an integer greater than 1.")
_MACHINE_DIGITS = 53 * math.log10(2)


def digits_of(n: int, base: int) -> list[int]:
    """The digits of n >= 0, the highest first; none for 0."""
    if base == 10:
        return [int(c) for c in digits_text(n)] if n else []
    digits: list[int] = []
    while n:
        n, digit = divmod(n, base)
        digits.append(digit)
    return digits[::-1]


@builtin("IntegerDigits[n_Integer, base_, length_]", attributes=Attribute.LISTABLE)
def integer_digits(k, n: int, base: int = 10, length: int | None = None):
    """IntegerDigits[n] is the list of the decimal digits of n; IntegerDigits[n, b] those to base b.

    >> {IntegerDigits[305], IntegerDigits[6, 2, 5]}
    {{3, 0, 5}, {0, 0, 1, 1, 0}}
    """
    if base < 2:
        raise _BASE(base)
    digits = digits_of(abs(n), base)
    if length is None:
        return digits or [0]
    if length < 0:
        return None
    return ([0] * (length - len(digits)) + digits)[-length:] if length else []


@builtin("IntegerLength[n_Integer, base_Integer]", attributes=Attribute.LISTABLE)
def integer_length(k, n: int, base: int = 10):
    """IntegerLength[n] is the number of the decimal digits of n; IntegerLength[n, b] of those to base b.

    >> {IntegerLength[12345], IntegerLength[255, 2], IntegerLength[0]}
    {5, 8, 0}
    """
    if base < 2:
        raise _BASE(base)
    return len(digits_of(abs(n), base))


@builtin("IntegerExponent[n_Integer, base_Integer]", attributes=Attribute.LISTABLE)
def integer_exponent(k, n: int, base: int = 10):
    """IntegerExponent[n, b] is the largest m for which b^m divides n; b is 10 if it is not given.

    >> {IntegerExponent[1000], IntegerExponent[24, 2]}
    {3, 3}
    """
    if base < 2:
        raise _BASE(base)
    if n == 0:
        return S.Infinity
    times = 0
    while n % base == 0:
        n, times = n // base, times + 1
    return times


@builtin("DigitCount[n_Integer, base_, digit_]", attributes=Attribute.LISTABLE)
def digit_count(k, n: int, base: int = 10, digit: int | None = None):
    """DigitCount[n, b] counts the digits 1, 2, ..., 0 of n to base b; DigitCount[n, b, d] counts d.

    >> {DigitCount[100, 2], DigitCount[1223334444, 10, 3]}
    {{3, 4}, 3}
    """
    if base < 2:
        raise _BASE(base)
    digits = digits_of(abs(n), base) or [0]
    counts = [digits.count(d) for d in (*range(1, base), 0)]
    return counts if digit is None else counts[digit - 1] if 0 <= digit < base else None


@builtin("DigitSum[n_Integer, base_]", attributes=Attribute.LISTABLE)
def digit_sum(k, n: int, base: int = 10):
    """DigitSum[n, b] is the sum of the digits of n to base b, 10 if it is not given.

    >> {DigitSum[1234], DigitSum[255, 2]}
    {10, 8}
    """
    return sum(digits_of(abs(n), base)) if base > 1 else None


@builtin("IntegerReverse[n_Integer, base_, length_]", attributes=Attribute.LISTABLE)
def integer_reverse(k, n: int, base: int = 10, length: int | None = None):
    """IntegerReverse[n, b] is the number with the digits of n to base b in reverse.

    >> {IntegerReverse[123], IntegerReverse[6, 2], IntegerReverse[12, 10, 4]}
    {321, 3, 2100}
    """
    if base < 2:
        raise _BASE(base)
    digits = digits_of(abs(n), base)
    if length is not None:
        digits = ([0] * (length - len(digits)) + digits)[-length:] if length > 0 else []
    value = 0
    for digit in digits[::-1]:
        value = value * base + digit
    return value


@builtin("FromDigits[digits_, base_]")
def from_digits(k, digits: Node, base: Node = node_of(10)):
    """FromDigits[list] is the number with these decimal digits; FromDigits[list, b] reads them to base b,
    FromDigits["text", b] takes letters as digits, FromDigits[{list, n}] has n digits before the point.

    >> {FromDigits[{3, 0, 5}], FromDigits["123"], FromDigits[{1, 1, 0}, 2], FromDigits["ff", 16]}
    {305, 123, 6, 255}
    """
    if type(digits) is String:
        return _from_text(digits.value, base)
    if type(digits) is not Expr or digits.head is not S.List:
        return None
    point = None
    if len(digits.args) == 2 and type(digits.args[0]) is Expr and type(digits.args[1]) is Integer:
        digits, point = digits.args[0], digits.args[1].value  # type: ignore[assignment]
    value: Node = ZERO
    for digit in digits.args:
        value = k.evaluate(S.Plus(S.Times(value, base), digit))
    if point is None:
        return value
    return S.Times(value, S.Power(base, node_of(point - len(digits.args))))


def _from_text(text: str, base: Node) -> int | None:
    if type(base) is not Integer or not 2 <= base.value <= 36 or not text.isascii():
        return None
    try:
        return int(text.replace("_", "."), base.value)
    except ValueError:
        return None


@builtin("RealDigits[x_, base_, length_, place_]", attributes=Attribute.LISTABLE)
def real_digits(k, x: Node, base: int = 10, length: int | None = None, place: int | None = None):
    """RealDigits[x] is {digits, n}: the digits of x, n of them before the point; those that repeat in a
    fraction stand in a list.  RealDigits[x, b, len] gives len digits to base b, and a fourth argument says
    from which power of b on.

    >> {RealDigits[123.5], RealDigits[1/6], RealDigits[Pi, 10, 5]}
    {{{1, 2, 3, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 3}, {{1, {6}}, 0}, {{3, 1, 4, 1, 5}, 1}}
    """
    if base < 2:
        raise _BASE(base)
    if type(x) in (Integer, Rational) and length is None:
        return _exact_digits(abs(Fraction(x.value)), base)  # type: ignore[attr-defined]
    if type(x) not in (Integer, Rational, Real, BigReal):
        if length is None:
            return None
        x = k.evaluate(S.N(x, node_of(length * math.log10(base) + 10)))
    value = real_value(x)
    if value is None:
        return None
    known = x.precision if type(x) is BigReal else _MACHINE_DIGITS
    if length is None:
        length = round(known / math.log10(base))
    return _some_digits(abs(Fraction(value)), base, length, place, type(x) is Real)


def _height(value: Fraction, base: int) -> int:
    """How many digits stand before the point; negative for zeros after it."""
    if value == 0:
        return 1
    height = math.floor((math.log(value.numerator) - math.log(value.denominator)) / math.log(base)) + 1
    while value >= Fraction(base) ** height:
        height += 1
    while value < Fraction(base) ** (height - 1):
        height -= 1
    return height


def _some_digits(value: Fraction, base: int, length: int, place: int | None, machine: bool) -> list[object]:
    height = _height(value, base) if place is None else place + 1
    scaled = value * Fraction(base) ** (length - height)
    whole = round(scaled) if machine and length <= 16 else math.floor(scaled)
    digits = digits_of(whole, base)
    if len(digits) > length:
        height += len(digits) - length
        digits = digits[:length]
    return [[0] * (length - len(digits)) + digits, height]


def _exact_digits(value: Fraction, base: int) -> list[object]:
    """All digits of a fraction, with the period in a list of its own."""
    height = _height(value, base)
    if value == 0:
        return [[0], 1]
    value *= Fraction(base) ** -height
    digits: list[object] = []
    seen: dict[int, int] = {}
    rest = value.numerator
    while rest and rest not in seen:
        seen[rest] = len(digits)
        digit, rest = divmod(rest * base, value.denominator)
        digits.append(digit)
    if rest:
        start = seen[rest]
        return [[*digits[:start], digits[start:]], height]
    return [digits + [0] * (height - len(digits)), height]


_NUMERALS = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)


@builtin("RomanNumeral[n_Integer]", attributes=Attribute.LISTABLE)
def roman_numeral(k, n: int):
    """RomanNumeral[n] writes n in Roman numerals, below 4000.

    >> RomanNumeral[{4, 2024}]
    {"IV", "MMXXIV"}
    """
    if not 0 < n < 4000:
        return "N" if n == 0 else None
    text = ""
    for value, letters in _NUMERALS:
        times, n = divmod(n, value)
        text += letters * times
    return text
