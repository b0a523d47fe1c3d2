"""Comparing exact expressions that stand for numbers, by as many digits as it takes.

Machine numbers decide where they are far apart and nothing large can have spoilt them; else mpmath does, with
60 digits.  Differences below 10^-50 count as none."""

from __future__ import annotations

from typing import Any

from ..expr import BigReal, Complex, Expr, Integer, Node, Rational, Real, Symbol
from ..lazy import mpmath
from .big import to_mp
from .mp_functions import ONE_ARGUMENT, TWO_ARGUMENTS
from .numeric import CONSTANTS, approximate, constant_value

_DIGITS, _EQUAL = 60, 50
_FAR = 1e-6  # relative
_SMALL = 10**6


def difference_sign(a: Node, b: Node) -> int | None:
    """The sign of a - b; 0 also where they are equal complex numbers, None where it cannot be told."""
    x, y = approximate(a), approximate(b)
    if x is None or y is None:
        return None
    far = abs(x - y) > _FAR * max(abs(x), abs(y))
    kinds = {type(atom) for node in (a, b) for atom in _atoms(node)}
    if Real in kinds or (far and BigReal not in kinds and _is_tame(a) and _is_tame(b)):
        return _by_machine(x, y)
    more = _largest_digits(a) + _largest_digits(b)
    try:
        with mpmath.workdps(_DIGITS + 2 * more):
            p, q = mp_value(a), mp_value(b)
            if p is None or q is None:
                return _by_machine(x, y)
            difference = p - q
            known = min(_EQUAL + more, _known(a), _known(b))
            if abs(difference) <= mpmath.mpf(10) ** -known * max(abs(p), abs(q)):
                return 0
            return int(mpmath.sign(difference.real)) or 1
    except (ValueError, TypeError, OverflowError, ZeroDivisionError, NotImplementedError):
        return _by_machine(x, y)


def _by_machine(x: Any, y: Any) -> int:
    if abs(x - y) <= 1e-12 * max(abs(x), abs(y), 1e-300):
        return 0
    if isinstance(x, complex) or isinstance(y, complex):
        return 1
    return -1 if x < y else 1


def _atoms(x: Node) -> list[Node]:
    return [atom for arg in x.args for atom in _atoms(arg)] if type(x) is Expr else [x]


def _is_tame(x: Node) -> bool:
    return all(type(atom) is Symbol or _size(atom) < _SMALL for atom in _atoms(x))


def _size(atom: Node) -> int:
    if type(atom) is Integer:
        return abs(atom.value)
    if type(atom) is Rational:
        return max(abs(atom.value.numerator), atom.value.denominator)
    return 0


def _largest_digits(x: Node) -> int:
    return max((_size(atom).bit_length() for atom in _atoms(x)), default=0) // 3


def _known(x: Node) -> float:
    """The digits of the least precise number of stated precision, but the last two."""
    return min((a.precision - 2 for a in _atoms(x) if type(a) is BigReal and a.value), default=float("inf"))


def mp_value(x: Node) -> Any:
    """The value at mpmath's working precision; None for what is no number."""
    if type(x) in (Integer, Rational, Real, BigReal, Complex):
        return to_mp(x)
    if type(x) is Symbol:
        return constant_value(x) if x in CONSTANTS else None
    if type(x) is not Expr or type(x.head) is not Symbol:
        return None
    values = [mp_value(arg) for arg in x.args]
    if not values or None in values:
        return None
    name = x.head.name
    if name == "Plus":
        return mpmath.fsum(values)
    if name == "Times":
        return mpmath.fprod(values)
    if name == "Power" and len(values) == 2:
        exponent = x.args[1]
        return values[0] ** (exponent.value if type(exponent) is Integer else values[1])
    if name == "Abs":
        return abs(values[0])
    function = {1: ONE_ARGUMENT, 2: TWO_ARGUMENTS}.get(len(values), {}).get(name)
    return None if function is None else function(*values)
