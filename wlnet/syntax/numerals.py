"""Number literals: ``12``, ``1.5``, ``2*^-3``, ``16^^ff.8``, ``1.5`20``, ``1.5``20``, and what they are as
atoms.

A literal without a precision mark is a machine number unless it has more digits than one holds; an exponent
makes an integer literal an integer or a fraction.  A minus sign is never part of a literal.
"""

from __future__ import annotations

import math
import re
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, localcontext
from fractions import Fraction

from ..expr import Atom, BigReal, Integer, Rational, Real

MACHINE_PRECISION = 53 * math.log10(2)
_MOST_MACHINE_DIGITS = 17
_LARGEST_EXPONENT = 1_000_000

DIGITS = r"(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)"
PATTERN = (
    rf"(?:[0-9]+\^\^(?:[0-9a-zA-Z]+(?:\.(?!\.)[0-9a-zA-Z]*)?|\.[0-9a-zA-Z]+)|{DIGITS})"
    rf"(?:``[+-]?{DIGITS}|`(?:[+-]?{DIGITS})?)?(?:\*\^[+-]?[0-9]+)?"
)
_PLAIN = re.compile(r"[0-9.]+")
_PARTS = re.compile(
    r"(?:(?P<base>[0-9]+)\^\^)?(?P<mantissa>[0-9a-zA-Z.]+)(?P<mark>``?)?(?P<precision>[-+0-9.]+)?(?:\*\^(?P<exponent>.+))?"
)


class BadNumber(Exception):
    """A literal that is no number; the text of the exception says why."""


def integer(digits: str) -> int:
    """The value of decimal digits, of any number of them (`int` alone refuses thousands)."""
    return int(digits) if len(digits) < 4000 else int(Decimal(digits))


def number(text: str) -> Atom:
    """The atom that the literal `text` (which matches `PATTERN`) stands for."""
    if text.isdigit():
        return Integer(integer(text))
    if len(text) <= _MOST_MACHINE_DIGITS and _PLAIN.fullmatch(text):
        return Real(float(text))
    found = _PARTS.fullmatch(text)
    assert found is not None
    exponent = int(found["exponent"] or 0)
    if abs(exponent) > _LARGEST_EXPONENT:
        raise BadNumber("this exponent is too large")
    if found["base"] is None:
        return _decimal(found["mantissa"], found["mark"], found["precision"], exponent)
    return _based(int(found["base"]), found["mantissa"], found["mark"], found["precision"], exponent)


def _decimal(mantissa: str, mark: str | None, precision: str | None, exponent: int) -> Atom:
    if mark is None and "." not in mantissa:
        return _exact(Fraction(integer(mantissa)), 10, exponent)
    return _inexact(
        Decimal(f"{mantissa}e{exponent}"), mark, precision, len(mantissa.replace(".", "").lstrip("0"))
    )


def _inexact(value: Decimal, mark: str | None, precision: str | None, digits: int) -> Atom:
    """A machine number where no mark and no number of digits asks for more, and one holds `value`."""
    if precision is None and (mark or digits <= _MOST_MACHINE_DIGITS):
        machine = float(value)
        if math.isfinite(machine) and (machine or not value):
            return Real(machine)
    if mark == "``" and not value and precision is not None:
        value = Decimal((0, (0,), -round(float(precision))))
    return BigReal(value, _precision(value, mark, precision, digits))


def rounded(value: Decimal, digits: int) -> Decimal:
    """`value` to so many significant digits."""
    return Context(prec=max(digits, 1), Emax=MAX_EMAX, Emin=MIN_EMIN).plus(value)


def _precision(value: Decimal, mark: str | None, precision: str | None, digits: int) -> float:
    """The precision in digits: as marked (one mark counts all, two those after the point) or as written."""
    if mark == "``":
        assert precision is not None
        return float(precision) + _log10(value) if value else 0.0
    if precision is not None:
        return float(precision)
    if mark or digits <= _MOST_MACHINE_DIGITS:  # a machine number in all but size
        return MACHINE_PRECISION
    return float(digits)


def _log10(value: Decimal) -> float:
    exponent = value.adjusted()
    return exponent + math.log10(abs(float(value.scaleb(-exponent))))


def _exact(value: Fraction, base: int, exponent: int) -> Atom:
    value = value * Fraction(base) ** exponent
    return Integer(value.numerator) if value.denominator == 1 else Rational(value)


def _based(base: int, mantissa: str, mark: str | None, precision: str | None, exponent: int) -> Atom:
    if not 2 <= base <= 36:
        raise BadNumber("the base of a number is one of 2, 3, ..., 36")
    whole, point, fraction = mantissa.partition(".")
    try:
        value = Fraction(int((whole or "0") + fraction, base), base ** len(fraction))
    except ValueError:
        raise BadNumber(f'"{mantissa}" has digits that base {base} does not have') from None
    if not point and mark is None:
        return _exact(value, base, exponent)
    value *= Fraction(base) ** exponent
    digits = math.floor(len((whole + fraction).lstrip("0")) * math.log10(base))
    exact = Context(prec=digits + 50, Emax=MAX_EMAX, Emin=MIN_EMIN).divide(
        Decimal(value.numerator), Decimal(value.denominator)
    )
    return _inexact(exact, mark, precision, digits)


def digits_text(value: int) -> str:
    """Decimal digits of an integer of any size (`str` alone refuses thousands)."""
    if value.bit_length() < 13_000:
        return str(value)
    with localcontext(Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)):
        digits = format(_in_decimal(abs(value), value.bit_length(), {}), "f")
    return "-" + digits if value < 0 else digits


def _in_decimal(value: int, bits: int, powers: dict[int, Decimal]) -> Decimal:
    """An integer of so many bits, put together from halves: decimals multiply fast, while converting one at
    once takes time with the square of its length, and nothing can stop it.
    """
    if bits <= 2048:
        return Decimal(value)
    low = bits // 2
    power = powers.get(low)
    if power is None:
        power = powers[low] = Decimal(2) ** low
    above = _in_decimal(value >> low, bits - low, powers)
    return above * power + _in_decimal(value & ((1 << low) - 1), low, powers)


def real_text(value: float, figures: int = 17) -> str:
    """A machine number as the language writes it: ``1.5``, ``2.``, ``1.*^-10``; the shortest that reads back.

    With fewer `figures`, rounded to as many significant digits, as OutputForm shows numbers.
    """
    if not math.isfinite(value):
        return "Indeterminate" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    written = repr(value) if figures >= 17 else f"{value:.{figures - 1}e}"
    return decimal_text(Decimal(written).normalize() if value else Decimal(0))


def decimal_text(value: Decimal) -> str:
    """`value` with a point, and an exponent where it is larger than 10^6 or smaller than 10^-5."""
    sign, figures, _ = value.as_tuple()
    digits, exponent = "".join(map(str, figures)), value.adjusted() if value else 0
    if not -6 < exponent < 6:
        body = f"{digits[0]}.{digits[1:]}*^{exponent}"
    elif exponent < 0:
        body = "0." + "0" * (-exponent - 1) + digits
    else:
        digits = digits.ljust(exponent + 1, "0")
        body = f"{digits[: exponent + 1]}.{digits[exponent + 1 :]}"
    return "-" + body if sign and value else body


def big_real_text(value: Decimal, precision: float) -> str:
    """``1.5`20.``: the digits, the mark and the precision, then the exponent."""
    if not value and precision == 0:
        return f"0``{-int(value.as_tuple().exponent)}."
    mantissa, mark, exponent = decimal_text(value).partition("*^")
    whole, _, fraction = format(Decimal(repr(precision)), "f").partition(".")
    return f"{mantissa}`{whole}.{fraction if fraction != '0' else ''}{mark}{exponent}"


def big_real_figures(value: Decimal, precision: float) -> str:
    """As many digits as are known, with the zeros at the end; ``0.*^-20`` for a zero of accuracy 20."""
    if not value:
        exponent = value.as_tuple().exponent
        return f"0.*^{exponent}" if exponent and not precision else "0."
    digits = max(round(precision), 1)
    sign, figures, exponent = rounded(value, digits).as_tuple()
    figures += (0,) * (digits - len(figures))
    shift = digits - len(rounded(value, digits).as_tuple().digits)
    return decimal_text(Decimal((sign, figures, exponent - shift)))  # type: ignore[operator]
