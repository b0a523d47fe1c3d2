"""Sums and products: numbers added up, like terms and like factors collected."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..expr import Expr, Integer, Node, Rational, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.marks import FOREVER
from ..kernel.numbers import (
    INDETERMINATE,
    MINUS_ONE,
    ONE,
    ZERO,
    add_nodes,
    integer,
    inverse,
    is_machine,
    is_number,
    is_zero,
    multiply_nodes,
    node_of,
    precision_of,
)
from ..kernel.order import sorted_nodes
from .array_arithmetic import by_array, fold_arrays, over_arrays
from .infinity import is_infinite, product_with_infinity, say_indeterminate, sum_with_infinity
from .numeric import is_numeric
from .radicals import absorb_radicals, radical_parts
from .trig_products import joined
from .unwrapping import of_values

_SUM = (
    Attribute.FLAT
    | Attribute.ORDERLESS
    | Attribute.LISTABLE
    | Attribute.NUMERIC_FUNCTION
    | Attribute.ONE_IDENTITY
)


def _add_fast(args: tuple[Node, ...]) -> Node | None:
    """The sum of machine integers and reals; None if there is anything else."""
    if len(args) == 2 and type(args[0]) is Integer and type(args[1]) is Integer:
        return integer(args[0].value + args[1].value)
    total = 0
    real = False
    for arg in args:
        kind = type(arg)
        if kind is Real:
            real = True
        elif kind is not Integer:
            return _fold_fast(operator.add, args, arg)
        try:
            total += arg.value  # type: ignore[attr-defined]
        except OverflowError:
            return None
    if not real:
        return integer(total)
    return Real(total) if total - total == 0 and type(total) is float else None


def _fold_fast(function: Callable[[Any, Any], Any], args: tuple[Node, ...], odd: Node) -> Node | None:
    """The same where `odd` is among them, which is neither: for lists of numbers, and exact numbers."""
    if type(odd) is Rational:
        return _fold_exact(function, args)
    if type(odd) is not Expr or odd.head is not S.List:
        return None
    if len(args) == 2 and type(args[0]) is type(args[1]) is Expr:
        made = _fold_pairs(function, args[0].args, args[1].args)
        if made is not None:
            return made
    return fold_arrays(function, args)


_EXACT = frozenset({Integer, Rational})


def _fold_exact(function: Callable[[Any, Any], Any], args: tuple[Node, ...]) -> Node | None:
    """The sum or product of whole numbers and fractions."""
    for arg in args:
        if type(arg) not in _EXACT:
            return None
    return node_of(functools.reduce(function, [arg.value for arg in args]))  # type: ignore[attr-defined]


_SHORT = 16  # elements; numpy is the faster way for more


def _fold_pairs(function: Callable[[Any, Any], Any], a: Sequence[Node], b: Sequence[Node]) -> Node | None:
    """The same for two short lists of whole numbers, as points in a grid are."""
    if type(a) is not tuple or type(b) is not tuple or not 0 < len(a) == len(b) <= _SHORT:
        return None
    items = []
    for x, y in zip(a, b, strict=True):
        if type(x) is not Integer or type(y) is not Integer:
            return None
        items.append(integer(function(x.value, y.value)))
    made = Expr(S.List, tuple(items))
    made.mark = FOREVER
    return made


def _multiply_fast(args: tuple[Node, ...]) -> Node | None:
    product = 1
    real = False
    for arg in args:
        kind = type(arg)
        if kind is Real:
            real = True
        elif kind is not Integer:
            return _fold_fast(operator.mul, args, arg)
        try:
            product *= arg.value  # type: ignore[attr-defined]
        except OverflowError:
            return None
    if not real:
        return integer(product)
    return Real(product) if product - product == 0 and type(product) is float else None


@builtin("Plus[terms___]", attributes=_SUM, fast=_add_fast)
def plus(k, terms: tuple[Node, ...]):
    """a + b + ... is the sum of its terms.

    >> 1 + 2 + x + 3 x
    3 + 4*x
    """
    if len(terms) < 2:
        return terms[0] if terms else ZERO
    if (found := of_values(S.Plus, terms)) is not None:
        return found
    number, collected = ZERO, dict[Node, Node]()
    for term in terms:
        if is_number(term):
            number = add_nodes(number, term)
            if not is_number(number):  # Overflow[], Indeterminate
                return number
        elif is_infinite(term) or term is INDETERMINATE:
            return say_indeterminate(k, sum_with_infinity(terms), Expr(S.Plus, terms))
        else:
            factor, rest = _coefficient(term)
            collected[rest] = add_nodes(collected[rest], factor) if rest in collected else factor
    made = [
        _scaled(factor, rest)
        for rest, factor in collected.items()
        if not is_zero(factor) or type(factor) is Real
    ]
    number, made = _with_constants(k, number, made, add_nodes)
    if not (type(number) is Integer and number.value == 0) or not made:
        made.append(number)
    return _if_new(S.Plus, made, terms)


def _with_constants(
    k, number: Node, others: list[Node], combine: Callable[[Node, Node], Node]
) -> tuple[Node, list[Node]]:
    """An inexact number makes numbers of the constants beside it: 2. Pi is 6.28..."""
    if not others or math.isinf(precision_of(number)):
        return number, others
    left = []
    digits = () if is_machine(number) else (node_of(max(precision_of(number), 1.0) + 3),)
    for other in others:
        value = k.evaluate(S.N(other, *digits)) if is_numeric(k, other) else other
        if is_number(value):
            number = combine(number, value)
        else:
            left.append(other)
    return number, left


def _coefficient(term: Node) -> tuple[Node, Node]:
    """The number in front of a term, and the rest."""
    if type(term) is Expr and term.head is S.Times and is_number(term.args[0]):
        rest = term.args[1:]
        return term.args[0], rest[0] if len(rest) == 1 else Expr(S.Times, rest)
    return ONE, term


def _scaled(factor: Node, rest: Node) -> Node:
    if type(factor) is Integer and factor.value == 1:
        return rest
    rests = rest.args if type(rest) is Expr and rest.head is S.Times else (rest,)
    return Expr(S.Times, (factor, *rests))


def _if_new(head: Node, made: Sequence[Node], old: tuple[Node, ...]) -> Node | None:
    """The sum or product of what was made, unless it is the old one."""
    if len(made) == 1:
        return made[0]
    args = tuple(sorted_nodes(made))
    return None if args == old else Expr(head, args)


@builtin("Times[factors___]", attributes=_SUM, fast=_multiply_fast)
def times(k, factors: tuple[Node, ...]):
    """a b ... is the product of its factors.

    >> 2 x * 3 x
    6*x^2
    """
    if len(factors) < 2:
        return factors[0] if factors else ONE
    if (found := of_values(S.Times, factors)) is not None:
        return found
    number, powers = ONE, dict[Node, list[Node]]()
    for factor in factors:
        if is_number(factor):
            number = multiply_nodes(number, factor)
            if not is_number(number):
                return number
        elif is_infinite(factor) or factor is INDETERMINATE:
            return say_indeterminate(k, product_with_infinity(factors), Expr(S.Times, factors))
        else:
            for base, power in _bases_and_powers(factor):
                powers.setdefault(base, []).append(power)
    if is_zero(number):
        return number
    number, made = absorb_radicals(number, joined([_power(base, each) for base, each in powers.items()]))
    number, made = _with_constants(k, number, made, multiply_nodes)
    if not (type(number) is Integer and number.value == 1) or not made:
        if len(made) == 1 and type(made[0]) is Expr and made[0].head is S.Plus and _distributes(number):
            return Expr(S.Plus, tuple(Expr(S.Times, (number, term)) for term in made[0].args))
        made.append(number)
    return _if_new(S.Times, made, factors)


def _distributes(number: Node) -> bool:
    """A number times a sum is left as it is, except that -1 goes into the terms."""
    return type(number) is Integer and number.value == -1


def _bases_and_powers(factor: Node) -> Iterable[tuple[Node, Node]]:
    """The base and the exponent; of the root of a product, those of its factors."""
    base, power = _base_and_power(factor)
    if type(base) is Expr and base.head is S.Times and (parts := radical_parts(factor)) is not None:
        return [(each, node_of(exponent)) for each, exponent in parts.items()]
    return ((base, power),)


def _base_and_power(factor: Node) -> tuple[Node, Node]:
    if type(factor) is Expr and factor.head is S.Power and len(factor.args) == 2:
        return factor.args[0], factor.args[1]
    return factor, ONE


def _power(base: Node, exponents: list[Node]) -> Node:
    if len(exponents) == 1:
        exponent = exponents[0]
    else:
        exponent = Expr(S.Plus, tuple(exponents))
    if type(exponent) is Integer and exponent.value == 1:
        return base
    return Expr(S.Power, (base, exponent))


@builtin(
    "Subtract[a_, b_]",
    attributes=Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION,
    fast=over_arrays(operator.sub),
)
def subtract(k, a: Node, b: Node):
    """a - b is a minus b.

    >> Subtract[5, 3]
    2
    """
    return Expr(S.Plus, (a, Expr(S.Times, (MINUS_ONE, b))))


@builtin(
    "Minus[x_]", attributes=Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION, fast=by_array(operator.neg, True)
)
def minus(k, x: Node):
    """-x is the negative of x.

    >> Minus[{1, x}]
    {-1, -x}
    """
    return Expr(S.Times, (MINUS_ONE, x))


@builtin(
    "Divide[a_, b_]",
    attributes=Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION,
    fast=over_arrays(operator.truediv, False),
)
def divide(k, a: Node, b: Node):
    """a / b is a divided by b, exact for exact numbers.

    >> Divide[6, 4]
    3/2
    """
    if is_number(a) and is_number(b) and not is_zero(b):
        return multiply_nodes(a, inverse(b))
    return Expr(S.Times, (a, Expr(S.Power, (b, MINUS_ONE))))


@builtin("Rational[p_Integer, q_Integer]")
def rational(k, p: int, q: int):
    """Rational[p, q] is the fraction p/q.

    >> Rational[6, 4]
    3/2
    """
    if q == 0:
        return Expr(S.Times, (integer(p), Expr(S.Power, (ZERO, MINUS_ONE))))
    return multiply_nodes(integer(p), inverse(integer(q)))
