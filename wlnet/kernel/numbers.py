"""Arithmetic on number atoms: whole numbers, fractions, machine reals, reals of stated precision, complex
numbers.

A number is worked on as a Python value: `int`, `Fraction`, `float`, `Big`, or a pair of two of those for a
complex one. What is exact stays exact; a machine real makes everything it meets a machine real."""

from __future__ import annotations

import cmath
import math
import operator
from collections.abc import Callable
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction
from typing import Any

from ..expr import BigReal, Complex, Expr, Integer, Node, Rational, Real, S

Scalar = Any  # int, Fraction, float or BigReal
SMALL = tuple(Integer(i) for i in range(-256, 1025))
_EXACT = (int, Fraction)
NUMBERS = frozenset({Integer, Rational, Real, BigReal, Complex})
REALS = frozenset({Integer, Rational, Real, BigReal})
ZERO, ONE, MINUS_ONE, TWO = SMALL[256], SMALL[257], SMALL[255], SMALL[258]
INDETERMINATE = S.Indeterminate
MACHINE_PRECISION = 53 * math.log10(2)
_LARGEST = 10**9  # exponent of a number of stated precision
_MOST_DIGITS = 10**7
_FAR = 20_000  # an exponent that makes a fraction too long to work with
_LAST_BITS = 7 * math.log10(2)


def integer(value: int) -> Integer:
    """The atom of a whole number; small ones are shared."""
    return SMALL[value + 256] if -257 < value < 1025 else Integer(value)


def is_number(node: Node) -> bool:
    return type(node) in NUMBERS


def scalar(node: Node) -> Scalar:
    """The Python value of a number atom that is not complex."""
    return node if type(node) is BigReal else node.value  # type: ignore[attr-defined]


def node_of(value: Scalar) -> Node:
    """The atom of a Python number; what is no finite number becomes Overflow[] or Indeterminate."""
    kind = type(value)
    if kind is int:
        return integer(value)
    if kind is float:
        if math.isfinite(value):
            return Real(value)
        return INDETERMINATE if math.isnan(value) else Expr(S.Overflow)
    if kind is Fraction:
        return integer(value.numerator) if value.denominator == 1 else Rational(value)
    if kind is complex:
        return complex_of(value.real, value.imag)
    return value


def complex_of(re: Scalar, im: Scalar) -> Node:
    """The number with these parts; real if the imaginary one is an exact zero."""
    if type(im) is int and im == 0:
        return node_of(re)
    if type(re) is float and type(im) is not float:
        im = to_float(im)
    elif type(im) is float and type(re) is not float:
        re = to_float(re)
    parts = node_of(re), node_of(im)
    return Complex(parts) if all(type(p) in REALS for p in parts) else INDETERMINATE


def parts_of(node: Node) -> tuple[Scalar, Scalar]:
    """The real and imaginary part of a number atom."""
    if type(node) is Complex:
        return scalar(node.value[0]), scalar(node.value[1])
    return scalar(node), 0


def to_float(value: Scalar) -> float:
    try:
        return float(value.value if type(value) is BigReal else value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def machine_real(value: Scalar) -> Node:
    """The machine number for a number; where none is large enough, one of as many digits."""
    size = to_float(value)
    if math.isfinite(size):
        return Real(size)
    if type(value) is float:
        return node_of(value)
    return BigReal(decimal_of(value, 18), MACHINE_PRECISION)


def to_complex(node: Node) -> complex:
    re, im = parts_of(node)
    return complex(to_float(re), to_float(im))


# ---- real numbers ----


def big_number(value: Decimal, precision: float, accuracy: float | None = None) -> BigReal:
    """A number of stated precision; a zero is written with as many places as its accuracy."""
    if not value and accuracy is not None:
        value = Decimal((0, (0,), -round(min(max(accuracy, -_LARGEST), _LARGEST))))
    return BigReal(value, precision)


def decimal_of(value: object, digits: int) -> Decimal:
    """A whole number, fraction, float or big real as a decimal of so many digits."""
    context = Context(prec=digits, Emax=_LARGEST, Emin=-_LARGEST)
    if isinstance(value, BigReal):
        return context.plus(value.value)
    if isinstance(value, Fraction):
        return context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return context.plus(Decimal(value))  # type: ignore[arg-type]


def precision_of(node: Node) -> float:
    """How many digits of a number are known: infinitely many of an exact one."""
    if type(node) is Complex:
        parts = [part for part in node.value if precision_of(part) < math.inf]
        if not parts:
            return math.inf
        size = max(_log10(scalar(part)) for part in node.value)
        return size + min(accuracy_of(part) for part in parts)
    if type(node) is BigReal:
        return node.precision
    return MACHINE_PRECISION if type(node) is Real else math.inf


def accuracy_of(node: Node) -> float:
    """How many digits behind the point are known."""
    if type(node) is Complex:
        return min(map(accuracy_of, node.value))
    if type(node) is BigReal and not node.value:
        return -node.value.as_tuple().exponent  # type: ignore[operator]
    if type(node) is Real and not node.value:
        return 307.6526555685888  # that of the smallest number there is
    known = precision_of(node)
    return known if math.isinf(known) else known - _log10(scalar(node))


def _log10(value: Scalar) -> float:
    if type(value) is BigReal:
        value = value.value
    if not value:
        return -math.inf
    if type(value) is Decimal:
        return value.adjusted() + math.log10(abs(float(value.scaleb(-value.adjusted()))))
    if type(value) is Fraction:
        return _log10(value.numerator) - _log10(value.denominator)
    return math.log10(abs(value))


def _apply_big(name: str, a: Scalar, b: Scalar) -> Scalar:
    """By decimals with digits to spare; the uncertainties of a sum and the relative ones of a product add."""
    known = [precision_of(v) if type(v) is BigReal else math.inf for v in (a, b)]
    if (type(a) is int and a == 0) or (type(b) is int and b == 0):
        exact = {"add": (a, b), "subtract": (a, 0), "multiply": (0, 0), "divide": (0, 0)}[name]
        if name == "subtract" and type(a) is int:
            return BigReal(b.value.copy_negate(), b.precision)
        return exact[0] if type(exact[0]) is BigReal or name in ("multiply", "divide") else exact[1]
    digits = int(min(min(known), _MOST_DIGITS)) + 8
    if name in ("add", "subtract"):
        digits += max(0, int(_log10(a) - _log10(b)) if a != b and _nonzero(a, b) else 0)
        digits = max(digits, int(max(k for k in known if math.isfinite(k))) + 8)
    context = Context(prec=max(digits, 6), Emax=_LARGEST, Emin=-_LARGEST)
    try:
        value = getattr(context, name)(decimal_of(a, context.prec), decimal_of(b, context.prec))
    except Overflow:
        return math.inf
    except (InvalidOperation, DivisionByZero):
        return math.nan
    if name in ("add", "subtract"):
        return _of_accuracy(value, [accuracy_of(v) for v in (a, b) if type(v) is BigReal])
    if not value:
        return _of_accuracy(value, [_accuracy_of_product(a, b)])
    return BigReal(value, max(_lowest(known), 0.0))


def _nonzero(a: Scalar, b: Scalar) -> bool:
    return all(v.value if type(v) is BigReal else v for v in (a, b))


def _accuracy_of_product(a: Scalar, b: Scalar) -> float:
    zero, other = (a, b) if type(a) is BigReal and not a.value else (b, a)
    other_log = _log10(other)
    return accuracy_of(zero) - (other_log if math.isfinite(other_log) else 0)


def _lowest(known: list[float]) -> float:
    """The digits that are left where the uncertainties 10^-k add up."""
    least = min(known)
    return least - math.log10(sum(10 ** (least - k) for k in known))


def _of_accuracy(value: Decimal, accuracies: list[float]) -> BigReal:
    accuracy = _lowest(accuracies)
    precision = accuracy + _log10(value) if value else 0.0
    if precision <= 0:
        return big_number(Decimal(0), 0.0, accuracy)
    return BigReal(value, precision)


def _operation(exact: Callable[[Any, Any], Any], name: str) -> Callable[[Scalar, Scalar], Scalar]:
    def operate(a: Scalar, b: Scalar) -> Scalar:
        kind_a, kind_b = type(a), type(b)
        if kind_a is float or kind_b is float:
            try:
                value = exact(to_float(a), to_float(b))
            except OverflowError:
                value = math.inf
            if value - value != 0 or kind_a is BigReal or kind_b is BigReal:
                return _of_any_size(name, a, b, value)
            return value
        if kind_a is BigReal or kind_b is BigReal:
            return _apply_big(name, a, b)
        return exact(a, b)

    return operate


def _of_any_size(name: str, a: Scalar, b: Scalar, value: float) -> Scalar:
    """What machine numbers make that is no machine number, `value` being none, or where one of them is
    beyond their range already: a number of machine precision, and a machine number again if it fits.
    """
    if any(type(v) is float and not math.isfinite(v) for v in (a, b)):
        return value
    sizes = [to_float(v) if type(v) is BigReal else 1.0 for v in (a, b)]
    if math.isfinite(value) and all(math.isfinite(size) and size for size in sizes):
        return value
    if name == "multiply" and 0.0 in (a, b):
        return 0.0
    if 0.0 in (a, b):  # a + 0., 0. - b, 0./b
        rest = b if a == 0.0 and type(a) is float else a
        return 0.0 if name == "divide" else multiply(-1, rest) if rest is b and name == "subtract" else rest
    made = _apply_big(name, _as_big(a), _as_big(b))
    if type(made) is not BigReal:
        return made
    size = to_float(made)
    return size if math.isfinite(size) and size else made


def _as_big(value: Scalar) -> Scalar:
    return BigReal(decimal_of(value, 20), MACHINE_PRECISION) if type(value) is float else value


add = _operation(operator.add, "add")
multiply = _operation(operator.mul, "multiply")
subtract = _operation(operator.sub, "subtract")


def divide(a: Scalar, b: Scalar) -> Scalar:
    """The quotient; exact for exact numbers.  `b` is not zero."""
    if type(a) in _EXACT and type(b) in _EXACT:
        return Fraction(a) / b
    return _divide(a, b)


_divide = _operation(operator.truediv, "divide")


def compare(a: Scalar, b: Scalar) -> int:
    """-1, 0 or 1 as `a` is less than, equal to or greater than `b`; machine reals are equal up to their
    last bits.
    """
    if type(a) is BigReal or type(b) is BigReal:
        known = min((v.precision for v in (a, b) if type(v) is BigReal and v.value), default=math.inf)
        if any(type(v) is BigReal and v.value and abs(v.value.adjusted()) > _FAR for v in (a, b)):
            return _compare_far(a, b, known)
        least = min(accuracy_of(v) for v in (a, b) if type(v) is BigReal)
        a, b = (v.value if type(v) is BigReal else v for v in (a, b))
        a, b = (Fraction(v) if type(v) is not float or math.isfinite(v) else v for v in (a, b))
        if type(a) is type(b) is Fraction:
            return _compare_big(a, b, known, least)
    if type(a) is float or type(b) is float:
        a, b = to_float(a), to_float(b)
        if abs(a - b) <= 2**-46 * max(abs(a), abs(b)):
            return 0
    return -1 if a < b else 1 if a > b else 0


def _compare_far(a: Scalar, b: Scalar, precision: float) -> int:
    """The same for numbers so large or small that they are no fractions in practice."""
    context = Context(prec=50, Emax=_LARGEST, Emin=-_LARGEST)
    a, b = decimal_of(a, 50), decimal_of(b, 50)
    difference = context.subtract(a, b)
    if not difference.is_finite():
        return -1 if a < b else 1 if a > b else 0
    relative = context.divide(context.abs(difference), max(a.copy_abs(), b.copy_abs())) if difference else 0
    if relative <= 10.0 ** (_LAST_BITS - precision):
        return 0
    return -1 if difference < 0 else 1


def _compare_big(a: Fraction, b: Fraction, precision: float, accuracy: float) -> int:
    """Numbers of stated precision are equal if they differ in their last seven bits only."""
    difference = abs(a - b)
    if not difference:
        return 0
    relative = _log10(max(abs(a), abs(b))) - precision
    if _log10(difference) > max(-accuracy, relative) + _LAST_BITS:
        return -1 if a < b else 1
    return 0


def sign(value: Scalar) -> int:
    if type(value) is BigReal:
        value = value.value
    return -1 if value < 0 else 1 if value > 0 else 0


# ---- nodes ----


def add_nodes(a: Node, b: Node) -> Node:
    if type(a) is Complex or type(b) is Complex:
        (re_a, im_a), (re_b, im_b) = parts_of(a), parts_of(b)
        return complex_of(add(re_a, re_b), add(im_a, im_b))
    return node_of(add(scalar(a), scalar(b)))


def multiply_nodes(a: Node, b: Node) -> Node:
    if type(a) is Complex or type(b) is Complex:
        (p, q), (r, s) = parts_of(a), parts_of(b)
        return complex_of(subtract(multiply(p, r), multiply(q, s)), add(multiply(p, s), multiply(q, r)))
    return node_of(multiply(scalar(a), scalar(b)))


def negative(node: Node) -> Node:
    return multiply_nodes(MINUS_ONE, node)


def inverse(node: Node) -> Node:
    """1 divided by a number that is not zero."""
    if type(node) is Complex:
        re, im = parts_of(node)
        size = add(multiply(re, re), multiply(im, im))
        return complex_of(divide(re, size), divide(multiply(-1, im), size))
    return node_of(divide(1, scalar(node)))


def is_zero(node: Node) -> bool:
    if type(node) is Complex:
        return all(sign(scalar(part)) == 0 for part in node.value)
    return type(node) in REALS and sign(scalar(node)) == 0


def is_machine(node: Node) -> bool:
    """Whether it is a machine number, real or complex."""
    return type(node) is Real or (type(node) is Complex and type(node.value[0]) is Real)


def is_exact(node: Node) -> bool:
    if type(node) is Complex:
        return all(map(is_exact, node.value))
    return type(node) is Integer or type(node) is Rational


def float_power(a: complex | float, b: complex | float) -> Node:
    """The power of machine numbers."""
    try:
        if isinstance(a, float) and isinstance(b, float) and (a > 0 or b == int(b)):
            return node_of(a**b)
        value = cmath.exp(complex(b) * cmath.log(complex(a)))
        return complex_of(value.real, value.imag)
    except OverflowError:
        real = isinstance(a, float) and isinstance(b, float)
        return large_power(a, b) if real else Expr(S.Overflow)  # type: ignore[arg-type]
    except (ZeroDivisionError, ValueError):
        return S.ComplexInfinity


def large_power(a: float, b: float) -> Node:
    """The power of machine numbers that is beyond their range."""
    context = Context(prec=40, Emax=_LARGEST, Emin=-_LARGEST)
    try:
        exact = context.exp(Decimal(b)) if a == math.e else context.power(Decimal(a), Decimal(b))
        return BigReal(Context(prec=18, Emax=_LARGEST, Emin=-_LARGEST).plus(exact), MACHINE_PRECISION)
    except (InvalidOperation, DivisionByZero, Overflow):
        return Expr(S.Overflow)
