"""Atoms as formats write them: integers of any length, symbols with contexts, fractions as calls.

Reals of stated precision are texts such as ``1.5`20.*^-3``, as InputForm writes them.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np

from ..arrays import TYPES, NumericArray
from ..expr import BigReal, Complex, Expr, Integer, Node, Rational, Real, S, String, Symbol, Value
from .damage import Damaged

_NUMBER = re.compile(r"(-?\d*\.?\d*)(?:(`{1,2})(-?[\d.]*(?:[eE]-?\d+)?))?(?:\*\^([+-]?\d+))?")
_MACHINE = 15.954589770191003  # digits of a machine number


def write_big_real(number: BigReal) -> str:
    mantissa, _, exponent = format(number.value, "E").partition("E")
    mantissa += "" if "." in mantissa else "."
    return f"{mantissa}`{float(number.precision)!r}" + (f"*^{int(exponent)}" if int(exponent) else "")


def read_big_real(text: str) -> Node:
    """The number that a text writes; one without a stated precision has that of its digits."""
    found = _NUMBER.fullmatch(text)
    try:
        if found is None:
            raise InvalidOperation
        value = Decimal(found[1] + (f"E{found[4]}" if found[4] else ""))
        if found[2] and not found[3]:
            return Real(float(value))
        stated = float(found[3]) if found[3] else max(_MACHINE, len(found[1].strip("-0.").replace(".", "")))
    except (InvalidOperation, ValueError):
        raise Damaged(f"{text[:40]!r} is no number") from None
    precision = stated + (value.adjusted() + 1 if found[2] == "``" and value else 0)
    return BigReal(value, precision)


def digits_of(value: int) -> str:
    """Decimal digits of a number of any length, which `str` refuses beyond a few thousand."""
    step = 10**4000
    if abs(value) < step:
        return str(value)
    rest, parts = abs(value), []
    while rest >= step:
        rest, part = divmod(rest, step)
        parts.append(f"{part:04000d}")
    return ("-" if value < 0 else "") + str(rest) + "".join(reversed(parts))


def integer_of(digits: str) -> int:
    sign, digits = (-1, digits[1:]) if digits.startswith("-") else (1, digits)
    if not digits.isascii() or not digits.isdigit():
        raise Damaged(f"{digits[:40]!r} is no integer")
    value = 0
    for start in range(0, len(digits), 4000):
        part = digits[start : start + 4000]
        value = value * 10 ** len(part) + int(part)
    return sign * value


def revived_atom(head: Node, args: tuple[Node, ...]) -> Node:
    """The expression; the number that ``Rational[1, 2]`` and ``Complex[1, 2]`` stand for."""
    if len(args) == 2 and all(isinstance(a, (Integer, Real, Rational, BigReal)) for a in args):
        first, second = args
        if head is S.Rational and type(first) is Integer and type(second) is Integer and second.value:
            value = Fraction(first.value, second.value)
            return Rational(value) if value.denominator > 1 else Integer(value.numerator)
        if head is S.Complex:
            return Complex((first, second))  # type: ignore[arg-type]
    if head is S.NumericArray and len(args) == 2 and isinstance(args[0], (Integer, Real, Complex)):
        return _array_of_one(args[0], args[1]) or Expr(head, args)
    return Expr(head, args)


def _array_of_one(number: Any, kind: Node) -> Node | None:
    """An array without dimensions, which formats write as a call."""
    name = kind.value if isinstance(kind, String) else ""
    if name not in TYPES:
        return None
    parts = number.value if isinstance(number, Complex) else (number,)
    value = complex(*(p.value for p in parts)) if len(parts) == 2 else number.value
    try:
        return Value(NumericArray(np.array(value, TYPES[name])))
    except (OverflowError, TypeError):
        return None


def symbol_named(name: str) -> Symbol:
    """The symbol of a name as files write it: those of System` and Global` go by their short names here."""
    return Symbol(name.removeprefix("System`").removeprefix("Global`"))
