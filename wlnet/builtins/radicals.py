"""Roots of exact numbers: perfect powers taken out, and radicals kept in one form beside rational factors."""

from __future__ import annotations

from fractions import Fraction

from ..expr import BigReal, Complex, Expr, Integer, Node, Rational, Real, S
from ..kernel.numbers import MINUS_ONE, ONE, ZERO, is_number, is_zero, node_of, scalar
from .numeric import approximate

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


def root(base: Node, exponent: Node) -> Node | None:
    """``base^exponent`` for an exact number and a fraction, in lowest form; None if it is so already."""
    value, power = Fraction(scalar(base)), Fraction(scalar(exponent))
    if value == -1:
        return root_of_unity(power)
    made: list[Node] = []
    if value < 0:
        made.append(Expr(S.Power, (MINUS_ONE, exponent)))
    number, radicals = merged(Fraction(1), {node_of(abs(value)): power})
    if number != 1:
        made.insert(0, node_of(number))
    made += radicals
    if len(made) == 1:
        return None if made[0] == Expr(S.Power, (base, exponent)) else made[0]
    return Expr(S.Times, tuple(made)) if made else ONE


def root_of_unity(power: Fraction) -> Node | None:
    """(-1)^power with the power brought between 0 and 1, and a sign before it."""
    if power.denominator == 2:
        from_i = {1: (0, 1), 3: (0, -1)}[power.numerator % 4]
        return Complex((node_of(from_i[0]), node_of(from_i[1])))  # type: ignore[arg-type]
    turned = power % 2
    if turned == power and turned < 1:
        return None
    if turned < 1:
        return Expr(S.Power, (MINUS_ONE, node_of(turned)))
    return Expr(S.Times, (MINUS_ONE, Expr(S.Power, (MINUS_ONE, node_of(turned - 1)))))


def merged(number: Fraction, powers: dict[Node, Fraction]) -> tuple[Fraction, list[Node]]:
    """A rational number times powers of positive bases with fractions as exponents, in one form.

    Each prime is left with an exponent between -1 and 1, the whole rest of it goes into the number (towards
    zero: Sqrt[2]/2 is 1/Sqrt[2]).  What has one exponent stands under one root: Sqrt[2]/Sqrt[3] is Sqrt[2/3].
    """
    primes, others = dict[int, Fraction](), dict[Node, Fraction]()
    for base, power in powers.items():
        if type(base) is Integer or type(base) is Rational:
            for p, times in _primes_of(Fraction(base.value)).items():  # type: ignore[attr-defined]
                primes[p] = primes.get(p, Fraction(0)) + times * power
        else:
            others[base] = others.get(base, Fraction(0)) + power
    groups: dict[Fraction, list[tuple[Node, int]]] = {}
    for p, power in primes.items():
        number, within = _valuation(number, p)
        total = power + within
        whole = int(total)  # towards zero
        number *= Fraction(p) ** whole
        if rest := total - whole:
            groups.setdefault(abs(rest), []).append((node_of(p), 1 if rest > 0 else -1))
    made: list[Node] = []
    for base, power in others.items():
        if abs(power) < 1 and power:
            groups.setdefault(abs(power), []).append((base, 1 if power > 0 else -1))
        elif power:
            made.append(Expr(S.Power, (base, node_of(power))))
    return number, made + [_root_of_group(power, members) for power, members in groups.items()]


def _primes_of(value: Fraction) -> dict[int, int]:
    powers = dict(factors_of(value.numerator))
    for p, times in factors_of(value.denominator).items():
        powers[p] = powers.get(p, 0) - times
    return powers


def _valuation(number: Fraction, p: int) -> tuple[Fraction, int]:
    """The number without its factors p, and how many there are."""
    times = 0
    if number:
        while number.numerator % p == 0:
            number, times = number / p, times + 1
        while number.denominator % p == 0:
            number, times = number * p, times - 1
    return number, times


def _root_of_group(power: Fraction, members: list[tuple[Node, int]]) -> Node:
    if all(sign < 0 for _, sign in members):
        power, members = -power, [(base, 1) for base, _ in members]
    rational, rest = Fraction(1), list[Node]()
    for base, sign in members:
        if type(base) is Integer:
            rational *= Fraction(base.value) ** sign
        else:
            rest.append(base if sign > 0 else Expr(S.Power, (base, MINUS_ONE)))
    if rational != 1:
        rest.insert(0, node_of(rational))
    inside = rest[0] if len(rest) == 1 else Expr(S.Times, tuple(rest))
    return Expr(S.Power, (inside, node_of(power)))


def radical_parts(factor: Node) -> dict[Node, Fraction] | None:
    """The positive bases of a root, each with its exponent; None for anything else."""
    if type(factor) is not Expr or factor.head is not S.Power or type(factor.args[1]) is not Rational:
        return None
    base, power = factor.args[0], factor.args[1].value
    if type(base) is Integer or type(base) is Rational:
        return {base: power} if base.value > 0 else None  # type: ignore[attr-defined]
    if not is_positive(base):
        return None
    parts: dict[Node, Fraction] = {}
    for each in base.args if type(base) is Expr and base.head is S.Times else (base,):
        inner, times = each, Fraction(1)
        if type(each) is Expr and each.head is S.Power and type(each.args[1]) in _EXACT:
            inner, times = each.args[0], Fraction(each.args[1].value)  # type: ignore[attr-defined]
        if not is_positive(inner):
            return {base: power}
        parts[inner] = parts.get(inner, Fraction(0)) + times * power
    return parts


def is_positive(node: Node) -> bool:
    """Whether `node` stands for a positive number."""
    value = approximate(node)
    return isinstance(value, float) and value > 0 and exact_atoms(node)


def exact_atoms(node: Node) -> bool:
    if type(node) is Expr:
        return all(map(exact_atoms, node.args))
    return type(node) is not Real and type(node) is not BigReal


def absorb_radicals(number: Node, factors: list[Node]) -> tuple[Node, list[Node]]:
    """A number beside roots of positive numbers, in one form: ``Sqrt[2]/2`` is ``1/Sqrt[2]``."""
    if not any(map(_is_root, factors)):
        return _absorb_symbolic(number, factors)
    if type(number) is Complex and number.value[0] == ZERO and type(number.value[1]) in _EXACT:
        size, factors = absorb_radicals(number.value[1], factors)
        return Complex((ZERO, size)), factors  # type: ignore[arg-type]
    exact = type(number) in _EXACT and not is_zero(number)
    powers, made = dict[Node, Fraction](), list[Node]()
    for factor in factors:
        parts = radical_parts(factor)
        if parts is None:
            made.append(factor)
        for base, power in (parts or {}).items():
            powers[base] = powers.get(base, Fraction(0)) + power
    _take_plain_powers(powers, made)
    value, radicals = merged(Fraction(scalar(number)) if exact else Fraction(1), powers)
    if exact:
        return _absorb_symbolic(node_of(value), made + radicals)
    return number, made + ([node_of(value)] if value != 1 else []) + radicals


def _take_plain_powers(powers: dict[Node, Fraction], factors: list[Node]) -> None:
    """Join ``Pi`` beside ``Sqrt[2 Pi]`` with the Pi under the root."""
    for factor in list(factors):
        base, power = factor, Fraction(1)
        if type(factor) is Expr and factor.head is S.Power and type(factor.args[1]) is Integer:
            base, power = factor.args[0], Fraction(factor.args[1].value)
        if base in powers:
            powers[base] += power
            factors.remove(factor)


def _is_root(factor: Node) -> bool:
    return type(factor) is Expr and factor.head is S.Power and type(factor.args[1]) is Rational


def _absorb_symbolic(number: Node, factors: list[Node]) -> tuple[Node, list[Node]]:
    """``4 2^x`` is ``2^(2 + x)``."""
    if type(number) not in _EXACT or number == ONE:
        return number, factors
    value = Fraction(scalar(number))
    for i, factor in enumerate(factors):
        if type(factor) is not Expr or factor.head is not S.Power or type(factor.args[0]) is not Integer:
            continue
        base, exponent = factor.args
        if base.value > 1 and type(exponent) not in _EXACT and not is_number(exponent):  # type: ignore[attr-defined]
            value, times = _valuation(value, base.value)  # type: ignore[attr-defined]
            if times:
                factors[i] = Expr(S.Power, (base, Expr(S.Plus, (node_of(times), exponent))))
    return node_of(value), factors
