"""Roots of exact numbers: perfect powers taken out, and radicals kept in one form beside rational factors."""

from __future__ import annotations

from fractions import Fraction

from ..expr import Complex, Expr, Integer, Node, Rational, S
from ..kernel.numbers import MINUS_ONE, ONE, ZERO, is_zero, node_of, scalar

_TRIED = 5000  # the largest prime whose power is looked for in a root
_EXACT = (Integer, Rational)


def factors_of(n: int) -> dict[int, int]:
    """The small prime factors of n > 0 and, as one, whatever is left."""
    found: dict[int, int] = {}
    p = 2
    while p * p <= n and p <= _TRIED:
        while n % p == 0:
            found[p] = found.get(p, 0) + 1
            n //= p
        p += 1 if p == 2 else 2
    if n > 1:
        root = _perfect_root(n)
        base, times = root
        found[base] = found.get(base, 0) + times
    return found


def _perfect_root(n: int) -> tuple[int, int]:
    """n as a power with the largest exponent."""
    for power in range(min(n.bit_length(), 64), 1, -1):
        base = round(n ** (1 / power)) if n.bit_length() < 1000 else 0
        for each in (base - 1, base, base + 1):
            if each > 1 and each**power == n:
                return each, power
    return n, 1


def rational_power(base: Fraction, exponent: Fraction) -> tuple[Fraction, dict[Fraction, list[int]]]:
    """A positive fraction to a fractional power: the rational part, and exponent -> numbers still under
    the root.
    """
    outside, inside = Fraction(1), dict[Fraction, list[int]]()
    powers = dict(factors_of(base.numerator))
    for p, times in factors_of(base.denominator).items():
        powers[p] = powers.get(p, 0) - times
    for p, times in powers.items():
        whole = int(exponent * times)  # towards zero: a root in the denominator stays there
        rest = exponent * times - whole
        outside *= Fraction(p) ** whole
        if rest:
            inside.setdefault(rest, []).append(p)
    return outside, inside


def root(base: Node, exponent: Node) -> Node | None:
    """``base^exponent`` for an exact number and a fraction, in lowest form; None if it is so already."""
    value, power = Fraction(scalar(base)), Fraction(scalar(exponent))
    made: list[Node] = []
    if value < 0:
        if value != -1:
            made.append(Expr(S.Power, (MINUS_ONE, exponent)))
            value = -value
        else:
            return _root_of_unity(power)
    outside, inside = rational_power(value, power)
    for rest, numbers in inside.items():
        product = 1
        for n in numbers:
            product *= n
        made.append(Expr(S.Power, (node_of(product), node_of(rest))))
    if outside != 1:
        made.insert(0, node_of(outside))
    if len(made) == 1:
        return None if made[0] == Expr(S.Power, (base, exponent)) else made[0]
    return Expr(S.Times, tuple(made)) if made else ONE


def _root_of_unity(power: Fraction) -> Node | None:
    """(-1)^power with the power brought between -1 and 1."""
    if power.denominator == 2:
        from_i = {1: (0, 1), 3: (0, -1)}[power.numerator % 4]
        return Expr(S.Complex, (node_of(from_i[0]), node_of(from_i[1])))
    turned = power % 2
    if turned > 1:
        turned -= 2
    if turned == power:
        return None
    return Expr(S.Power, (MINUS_ONE, node_of(turned)))


def absorb_radicals(number: Node, factors: list[Node]) -> tuple[Node, list[Node]]:
    """A rational number beside roots of whole numbers: ``Sqrt[2]/2`` is ``1/Sqrt[2]``."""
    if type(number) is Complex and number.value[0] == ZERO and type(number.value[1]) in _EXACT:
        size, factors = absorb_radicals(number.value[1], factors)
        return Complex((ZERO, size)), factors
    if type(number) not in _EXACT or is_zero(number):
        return number, factors
    value, made = Fraction(scalar(number)), list[Node]()
    for factor in factors:
        base_power = _radical(factor)
        if base_power is not None:
            base, power = base_power
            value, power = _absorb(value, base, power)
            factor = Expr(S.Power, (node_of(base), node_of(power)))
        made.append(factor)
    return node_of(value), made


def _radical(node: Node) -> tuple[int, Fraction] | None:
    if (
        type(node) is Expr
        and node.head is S.Power
        and type(node.args[0]) is Integer
        and type(node.args[1]) is Rational
    ):
        base = node.args[0].value
        return (base, node.args[1].value) if base > 1 and abs(node.args[1].value) < 1 else None
    return None


def _absorb(value: Fraction, base: int, power: Fraction) -> tuple[Fraction, Fraction]:
    if power > 0 and value.denominator % base == 0:
        return value * base, power - 1
    if power < 0 and value.numerator % base == 0:
        return value / base, power + 1
    return value, power
