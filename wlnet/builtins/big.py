"""Numbers of stated precision: Python's decimals for arithmetic, mpmath for functions.

What a result is worth follows from what went in: the functions are worked out with digits to spare, once at
the arguments and once where they would be if they were wrong by all of their uncertainty; the difference is
the uncertainty of the result.  So digits that are lost by cancellation are not shown."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Context, Decimal, Overflow
from fractions import Fraction
from typing import Any

from ..expr import BigReal, Complex, Expr, Node, Real, S
from ..kernel.numbers import (
    INDETERMINATE,
    MACHINE_PRECISION,
    accuracy_of,
    big_number,
    complex_of,
    decimal_of,
    is_number,
    parts_of,
    precision_of,
)
from ..lazy import mpmath
from .infinity import COMPLEX_INFINITY

__all__ = ["big", "decimal_of", "has_big", "machine_value", "to_mp", "value_of"]
_SPARE = 15  # digits more than the arguments have
_MOST = 30  # digits that a flat function may gain


def big(value: object, precision: float) -> BigReal:
    """A number with `precision` digits."""
    return BigReal(decimal_of(value, max(int(precision) + 2, 2)), precision)


def has_big(*nodes: Node) -> bool:
    """Whether all are numbers, one is of stated precision and none a machine number."""
    kinds = [kind for node in nodes for kind in _kinds(node)]
    return all(map(is_number, nodes)) and BigReal in kinds and Real not in kinds


def _kinds(node: Node) -> list[type]:
    return [type(part) for part in node.value] if type(node) is Complex else [type(node)]


def to_mp(node: Node) -> Any:
    """The number of mpmath, at the working precision of the moment."""
    re, im = parts_of(node)
    return mpmath.mpc(_real_mp(re), _real_mp(im)) if im or type(node) is Complex else _real_mp(re)


def _real_mp(value: Any) -> Any:
    if type(value) is BigReal:
        return mpmath.mpf(str(value.value))
    if type(value) is Fraction:
        return mpmath.mpf(value.numerator) / value.denominator
    return mpmath.mpf(value)


def decimal_from_mp(value: Any, digits: int) -> Decimal:
    sign, mantissa, exponent, _ = value._mpf_
    context = Context(prec=digits + 5, Emax=10**9, Emin=-(10**9))
    made = context.multiply(Decimal(int(mantissa)), context.power(Decimal(2), exponent))
    return Context(prec=digits, Emax=10**9, Emin=-(10**9)).plus(-made if sign else made)


def value_of(function: Callable[..., Any], *args: Node) -> Node | None:
    """The value of a function of mpmath at numbers of stated precision; None where it has none."""
    known = [precision_of(arg) for arg in args]
    least = max(min(known), 1.0)
    digits = int(least) + _SPARE
    try:
        with mpmath.workdps(digits + _MOST):
            values = [to_mp(arg) for arg in args]
            result = function(*values)
            error = sum(
                abs(function(*values[:i], _shifted(values[i], args[i]), *values[i + 1 :]) - result)
                for i, precision in enumerate(known)
                if math.isfinite(precision)
            )
            return node_of_mp(result, error, least + _MOST)
    except (ValueError, ZeroDivisionError, OverflowError):
        return COMPLEX_INFINITY
    except (TypeError, NotImplementedError, mpmath.libmp.NoConvergence):
        return None


def _shifted(value: Any, node: Node) -> Any:
    """The value, wrong by its uncertainty."""
    if value:
        return value * (1 + mpmath.mpf(10) ** -precision_of(node))
    return value + mpmath.mpf(10) ** -accuracy_of(node)


def node_of_mp(value: Any, error: Any, most: float) -> Node:
    """The number, as far as `error` allows, with at most so many digits."""
    if not mpmath.isfinite(value):
        return INDETERMINATE if mpmath.isnan(value) else COMPLEX_INFINITY
    if isinstance(value, mpmath.mpc):
        parts = _part(value.real, error, most), _part(value.imag, error, most)
        return complex_of(parts[0], parts[1] if value.imag else 0)
    return _part(mpmath.mpf(value), error, most)


def _part(value: Any, error: Any, most: float) -> BigReal:
    if not error:
        return big_number(decimal_from_mp(value, int(most) + 2), most)
    accuracy = -float(mpmath.log10(error))
    if not value:
        return big_number(Decimal(0), 0.0, accuracy)
    precision = accuracy + float(mpmath.log10(abs(value)))
    if precision <= 0:
        return big_number(Decimal(0), 0.0, accuracy)
    precision = min(precision, most)
    return big_number(decimal_from_mp(value, int(precision) + 3), precision)


def machine_value(function: Callable[..., Any], *args: Node) -> Node | None:
    """The value at machine numbers, of which one at least is inexact."""
    try:
        with mpmath.workprec(80):
            result = function(*(to_mp(arg) for arg in args))
            if not mpmath.isfinite(result):
                return INDETERMINATE if mpmath.isnan(result) else COMPLEX_INFINITY
            if isinstance(result, mpmath.mpc) and result.imag:
                return complex_of(float(result.real), float(result.imag))
            return _of_machine_precision(result.real)
    except (ValueError, ZeroDivisionError):
        return COMPLEX_INFINITY
    except OverflowError:
        return Expr(S.Overflow)
    except (TypeError, NotImplementedError, mpmath.libmp.NoConvergence):
        return None


def _of_machine_precision(value: Any) -> Node:
    """A machine number, or a number of as many digits that is too large for one."""
    try:
        size = float(value)
    except OverflowError:
        size = math.inf
    try:
        return Real(size) if math.isfinite(size) else BigReal(decimal_from_mp(value, 18), MACHINE_PRECISION)
    except Overflow:
        return Expr(S.Overflow)


def big_power(x: Node, y: Node) -> Node | None:
    """A power in which a number of stated precision occurs."""
    return value_of(lambda a, b: mpmath.power(a, b), x, y)
