"""Numbers of stated precision, by Python's decimals."""

from __future__ import annotations

from decimal import Context, Decimal, InvalidOperation, Overflow
from fractions import Fraction

from ..expr import BigReal, Expr, Node, S
from ..kernel.numbers import INDETERMINATE, REALS, float_power, scalar, to_complex


def decimal_of(value: object, digits: int) -> Decimal:
    """A whole number, fraction, float or big real as a decimal of so many digits."""
    context = Context(prec=digits)
    if isinstance(value, BigReal):
        return context.plus(value.value)
    if isinstance(value, Fraction):
        return context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return context.plus(Decimal(value))  # type: ignore[arg-type]


def big(value: object, precision: float) -> BigReal:
    """A number with `precision` digits."""
    return BigReal(decimal_of(value, max(int(precision) + 1, 2)), precision)


def big_power(x: Node, y: Node) -> Node | None:
    """A power in which a number of stated precision occurs."""
    if type(x) not in REALS or type(y) not in REALS:
        return float_power(to_complex(x), to_complex(y))
    precision = min(n.precision for n in (x, y) if type(n) is BigReal)
    context = Context(prec=max(int(precision) + 3, 6))
    base, exponent = decimal_of(scalar(x), context.prec), decimal_of(scalar(y), context.prec)
    if base < 0 and exponent != int(exponent):
        return float_power(to_complex(x), to_complex(y))
    try:
        return BigReal(context.power(base, exponent), precision)
    except Overflow:
        return Expr(S.Overflow)
    except InvalidOperation:
        return INDETERMINATE
