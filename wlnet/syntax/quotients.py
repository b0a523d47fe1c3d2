"""How arithmetic is laid out: ``a - 2*b``, ``(3*x)/2``, ``a/(b*c)``, ``x^(-1)``, ``Sqrt[x]``, ``2 + 3*I``.

What is printed evaluates to what was there.  Arithmetic that has been evaluated reads back as another tree of
the same value: ``x/2`` is written for Times[1/2, x], and reads as Times[x, Power[2, -1]].
"""

from __future__ import annotations

from fractions import Fraction

from ..expr import BigReal, Complex, Expr, Integer, Node, Rational, Real, S, is_head
from .pieces import ATOM, DIVIDE, NEGATIVE, PLUS, POWER, TIMES, Layout, Piece, absolute, call, negative

_ONE, _MINUS_ONE = Integer(1), Integer(-1)
_HALF = Fraction(1, 2)


def plus(node: Expr) -> Layout | None:
    """``a + b - c``."""
    if len(node.args) < 2:
        return None
    pieces: list[Piece] = [(node.args[0], PLUS + 1)]
    for term in node.args[1:]:
        taken = _taken_away(term)
        pieces += (" - ", taken) if taken else (" + ", (term, PLUS + 1))
    return PLUS, pieces


def _taken_away(term: Node) -> Piece | None:
    """What stands after the minus sign where `term` is taken away; None if it is added."""
    if negative(term):
        return absolute(term), PLUS + 1
    if is_head(term, S.DirectedInfinity) and term.args == (_MINUS_ONE,):
        return "Infinity"
    if not is_head(term, S.Times) or len(term.args) < 2:
        return None
    first, *rest = term.args
    if is_imaginary(first) and negative(first.value[1]):  # type: ignore[attr-defined]
        positive = Complex((Integer(0), absolute(first.value[1])))  # type: ignore[attr-defined]
        return Expr(S.Times, (positive, *rest)), PLUS + 1
    if not negative(first):
        return None
    if first != _MINUS_ONE:
        return Expr(S.Times, (absolute(first), *rest)), PLUS + 1
    if len(rest) > 1:
        return Expr(S.Times, tuple(rest)), PLUS + 1
    return None if _literal(rest[0]) else (rest[0], TIMES + 1)


def _literal(node: Node) -> bool:
    """Whether a minus sign before `node` would make one number of the two."""
    return isinstance(node, Integer | Real | BigReal) and not negative(node)


def times(node: Expr) -> Layout | None:
    """``a*b``, ``a/b``, ``a/E^x``, ``-a``."""
    if len(node.args) < 2:
        return None
    first, *rest = node.args
    if first == _MINUS_ONE and not (len(rest) == 1 and _literal(rest[0])):
        return NEGATIVE, ["-", (_product_of(rest), NEGATIVE + 1)]
    if isinstance(first, Rational) and first.value.numerator == -1:
        return TIMES, [(first, DIVIDE), "*", (_product_of(rest), TIMES + 1)]
    above, below = fraction_of(node.args)
    if not below:
        return TIMES, _product(node.args)
    pieces: list[Piece] = ["1"] if not above else [(above[0], DIVIDE)]
    if len(above) > 1:
        pieces = ["(", *_product(above), ")"]
    under: list[Piece] = [(below[0], NEGATIVE + 1)] if len(below) == 1 else ["(", *_product(below), ")"]
    return DIVIDE, [*pieces, "/", *under]


def _product_of(factors: list[Node]) -> Node:
    return factors[0] if len(factors) == 1 else Expr(S.Times, tuple(factors))


def _product(args: list[Node] | tuple[Node, ...]) -> list[Piece]:
    pieces: list[Piece] = [(args[0], ATOM if isinstance(args[0], Complex) else TIMES + 1)]
    for arg in args[1:]:
        signed = negative(arg) or (is_head(arg, S.Times) and arg.args[:1] == (_MINUS_ONE,))
        pieces += ("*", (arg, ATOM if signed or isinstance(arg, Complex) else TIMES + 1))
    return pieces


def is_imaginary(node: Node) -> bool:
    """Whether `node` is a number without a real part."""
    return isinstance(node, Complex) and node.value[0] == Integer(0)


def fraction_of(args: tuple[Node, ...]) -> tuple[list[Node], list[Node]]:
    """The factors above and below the bar: negative powers are below, and a leading fraction is split."""
    above: list[Node] = []
    below: list[Node] = []
    for place, arg in enumerate(args):
        if place == 0 and isinstance(arg, Rational):
            above += [Integer(arg.value.numerator)] * (arg.value.numerator != 1)
            below.append(Integer(arg.value.denominator))
        elif is_head(arg, S.Power) and len(arg.args) == 2 and _below(arg.args[1]):
            exponent = _opposite(arg.args[1])
            below.append(arg.args[0] if exponent == _ONE else Expr(S.Power, (arg.args[0], exponent)))
        else:
            above.append(arg)
    return above, below


def _below(exponent: Node) -> bool:
    if is_head(exponent, S.Times) and len(exponent.args) > 1:
        exponent = exponent.args[0]
    return isinstance(exponent, Integer | Rational) and exponent.value < 0


def _opposite(exponent: Node) -> Node:
    """An exponent that is `_below`, with the other sign."""
    if not is_head(exponent, S.Times):
        return absolute(exponent)
    first, *rest = exponent.args
    return _product_of(rest if first == _MINUS_ONE else [absolute(first), *rest])


def power(node: Expr) -> Layout | None:
    """``a^b``, ``Sqrt[a]``."""
    if len(node.args) != 2:
        return None
    base, exponent = node.args
    if isinstance(exponent, Rational) and exponent.value == _HALF:
        return call(S.Sqrt, (base,))
    if isinstance(exponent, Rational) and exponent.value == -_HALF:
        return DIVIDE, ["1/Sqrt[", (base, 0), "]"]
    return POWER, [(base, POWER + 1), "^", (exponent, POWER)]


def directed_infinity(node: Expr) -> Layout | None:
    """``Infinity``, ``-Infinity``, ``ComplexInfinity``."""
    if not node.args:
        return ATOM, ["ComplexInfinity"]
    if node.args == (_ONE,):
        return ATOM, ["Infinity"]
    return (NEGATIVE, ["-Infinity"]) if node.args == (_MINUS_ONE,) else None


def complex_number(node: Complex) -> Layout:
    """``2 + 3*I``, ``I``, ``-2.*I``."""
    real, imaginary = node.value
    if real != Integer(0):
        if negative(imaginary):
            return PLUS, [(real, PLUS + 1), " - ", *_imaginary(absolute(imaginary))]
        return PLUS, [(real, PLUS + 1), " + ", *_imaginary(imaginary)]
    if imaginary == _MINUS_ONE:
        return NEGATIVE, ["-I"]
    if isinstance(imaginary, Rational):
        return TIMES, _imaginary(imaginary)
    return ATOM if imaginary == _ONE else TIMES, _imaginary(imaginary)


def _imaginary(value: Node) -> list[Piece]:
    if isinstance(value, Rational):
        above, below = value.value.numerator, value.value.denominator
        written = "-I" if above == -1 else "I" if above == 1 else f"({above}*I)"
        return [f"{written}/{below}"]
    return ["I"] if value == _ONE else [(value, TIMES + 1), "*I"]
