"""Calculating with quantities: sums, products, powers, comparisons, rounding.

What is added has the smallest of the units; units that fall out of a product leave a number.  Quantities of
units that are not known here, and those that do not go together, stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ..expr import Complex, Expr, Integer, Node, Rational, Real, S, is_head, to_node
from ..problem import Template
from . import units

UNLIKE = Template("compat", "`1` and `2` are incompatible units.")
_NUMBERS = frozenset({Integer, Rational, Real, Complex})
_EXPONENTS = frozenset({Integer, Rational})
_COMPARING = frozenset({S.Equal, S.Unequal, S.Less, S.Greater, S.LessEqual, S.GreaterEqual})
_CHOOSING = frozenset({S.Max, S.Min})
_OF_MAGNITUDE = frozenset({S.Abs, S.Round, S.Floor, S.Ceiling, S.IntegerPart, S.Re, S.Im, S.Chop})
_SIGNS = frozenset({S.Sign, S.Positive, S.Negative, S.NonNegative, S.NonPositive})
Read = tuple[Node, Node, units.Unit]  # magnitude, unit, what it is


def _read(node: Node) -> Read | None:
    if not is_head(node, S.Quantity) or len(node.args) != 2:
        return None
    name = units.canonical(node.args[1])
    unit = None if name is None else units.read(name)
    return None if unit is None else (node.args[0], node.args[1], unit)


def calculate(k, node: Expr) -> Node | None:
    """The value of a call with quantities among its arguments; None where it stays as it is."""
    for heads, function in _RULES:
        if node.head in heads:
            return function(k, node)
    return None


def _alike(k, node: Expr) -> list[Read] | None:
    """The arguments as quantities of one dimension; a message if they are quantities of several."""
    found = [_read(arg) for arg in node.args]
    if None in found:
        numbers = [arg for arg, each in zip(node.args, found, strict=True) if each is None]
        if all(type(arg) in _NUMBERS for arg in numbers):
            first = next(each for each in found if each is not None)
            k.message(S.Quantity, UNLIKE(first[1], "DimensionlessUnit"))
        return None
    first, *rest = found
    for each in rest:
        if each[2].dimensions != first[2].dimensions:  # type: ignore[index]
            k.message(S.Quantity, UNLIKE(first[1], each[1]))  # type: ignore[index]
            return None
    return found  # type: ignore[return-value]


def _in_smallest(found: list[Read]) -> tuple[list[Node], Node]:
    """The magnitudes in the smallest of the units."""
    _, name, smallest = min(found, key=lambda each: each[2].scale)
    if all(each[1] == name for each in found):
        return [each[0] for each in found], name
    numbers: list[Node] = []
    for magnitude, _, unit in found:
        shift = to_node((unit.offset - smallest.offset) / smallest.scale)
        numbers.append(S.Plus(S.Times(magnitude, to_node(unit.scale / smallest.scale)), shift))
    return numbers, name


def _sum(k, node: Expr) -> Node | None:
    found = _alike(k, node)
    if found is None or len(found) < 2:
        return None
    numbers, unit = _in_smallest(found)
    return S.Quantity(S.Plus(*numbers), unit)


def _product(k, node: Expr) -> Node | None:
    numbers, powers, rest = list[Node](), dict[str, Fraction](), list[Node]()
    for arg in node.args:
        read = _read(arg)
        if read is not None:
            numbers.append(read[0])
            for name, power in units.powers_of(units.canonical(read[1]) or read[1]).items():
                powers[name] = powers.get(name, Fraction(0)) + power
        elif type(arg) in _NUMBERS:
            numbers.append(arg)
        else:
            rest.append(arg)
    if len(numbers) < 2:
        return None
    left = {name: power for name, power in powers.items() if power}
    made = _with_unit(S.Times(*numbers), left)
    return made if not rest else S.Times(made, *rest)


def _with_unit(number: Node, powers: dict[str, Fraction]) -> Node:
    if not powers:
        return number
    name = units.unit_of(powers)
    unit = units.read(name)
    if unit is not None and not unit.dimensions and len(powers) > 1:
        return S.Times(number, to_node(unit.scale))
    return S.Quantity(number, name)


def _power(k, node: Expr) -> Node | None:
    base, exponent = node.args if len(node.args) == 2 else (None, None)
    read = None if base is None else _read(base)
    if read is None or type(exponent) not in _EXPONENTS:
        return None
    powers = units.powers_of(units.canonical(read[1]) or read[1])
    power = Fraction(exponent.value)  # type: ignore[union-attr]
    return _with_unit(S.Power(read[0], exponent), {name: p * power for name, p in powers.items() if power})


def _comparison(k, node: Expr) -> Node | None:
    found = _alike(k, node) if len(node.args) > 1 else None
    return None if found is None else Expr(node.head, tuple(_in_smallest(found)[0]))


def _choice(k, node: Expr) -> Node | None:
    found = _alike(k, node) if len(node.args) > 1 else None
    if found is None:
        return node.args[0] if len(node.args) == 1 and _read(node.args[0]) else None
    numbers = k.evaluate(Expr(S.List, tuple(_in_smallest(found)[0]))).args
    best = k.evaluate(Expr(node.head, tuple(numbers)))
    return next((arg for arg, number in zip(node.args, numbers, strict=True) if number == best), None)


def _of_magnitude(k, node: Expr) -> Node | None:
    read = _read(node.args[0]) if node.args else None
    if read is None:
        return None
    step = node.args[1:]
    if len(step) == 1 and (other := _read(step[0])) is not None and other[2].dimensions == read[2].dimensions:
        step = (S.Times(other[0], to_node(other[2].scale / read[2].scale)),)
    return S.Quantity(Expr(node.head, (read[0], *step)), read[1])


def _sign(k, node: Expr) -> Node | None:
    read = _read(node.args[0]) if len(node.args) == 1 else None
    return None if read is None else Expr(node.head, (read[0],))


_RULES: tuple[tuple[frozenset[Node], Callable[..., Node | None]], ...] = (
    (frozenset({S.Plus}), _sum),
    (frozenset({S.Times}), _product),
    (frozenset({S.Power}), _power),
    (_COMPARING, _comparison),
    (_CHOOSING, _choice),
    (_OF_MAGNITUDE, _of_magnitude),
    (_SIGNS, _sign),
)
