"""Comparing: Equal and Unequal, the order of numbers, SameQ, and the canonical order."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations, pairwise

from ..expr import FALSE, TRUE, Complex, Expr, Integer, Node, Real, S, String, Symbol, Value
from ..kernel.builtin import builtin
from ..kernel.numbers import REALS, compare, is_number, parts_of, scalar
from ..kernel.order import is_sorted, order
from .exact_comparison import difference_sign
from .infinity import infinite_sign
from .numeric import approximate


def equal(a: Node, b: Node) -> bool | None:
    """Whether two expressions are equal in value; None where that cannot be told."""
    if a == b:
        return True
    if is_number(a) and is_number(b):
        return all(compare(x, y) == 0 for x, y in zip(parts_of(a), parts_of(b), strict=True))
    if type(a) is Value or type(b) is Value:
        return _equal_values(a, b)
    kinds = (type(a), type(b))
    if String in kinds and all(kind is String or is_number_kind(kind) for kind in kinds):
        return False
    if a in (TRUE, FALSE) and b in (TRUE, FALSE):
        return False
    if type(a) is Expr and type(b) is Expr and (a.head is S.List or a.head == b.head):
        return _equal_parts(a, b)
    return _equal_numerically(a, b)


def is_number_kind(kind: type) -> bool:
    return kind in REALS or kind is Complex


def _equal_values(a: Node, b: Node) -> bool | None:
    if type(a) is Value:
        return a.value.equal(b.value if type(b) is Value else b)
    return b.value.equal(a)  # type: ignore[attr-defined]


def _equal_parts(a: Expr, b: Expr) -> bool | None:
    if len(a.args) != len(b.args) or a.head != b.head:
        return False if a.head is S.List and b.head is S.List else _equal_numerically(a, b)
    found = [equal(x, y) for x, y in zip(a.args, b.args, strict=True)]
    if all(found):
        return True
    if a.head is S.List and False in found:
        return False
    return _equal_numerically(a, b)


def _equal_numerically(a: Node, b: Node) -> bool | None:
    """By their values, for exact expressions such as ``Sqrt[2]`` and ``Pi``."""
    sign = difference_sign(a, b)
    return None if sign is None else sign == 0


@builtin("Equal[items___]")
def equal_(k, items: tuple[Node, ...]):
    """a == b is True if a and b are equal in value, False if they differ, and stays where that cannot be
    told.

    >> {1 == 1., {1, 2} == {1, 3}, x == x, x == y}
    {True, False, True, x == y}
    """
    found = [equal(a, b) for a, b in pairwise(items)]
    if False in found:
        return FALSE
    return TRUE if all(found) else None


@builtin("Unequal[items___]")
def unequal(k, items: tuple[Node, ...]):
    """a != b is True if a and b differ in value, False if they are equal.

    >> {1 != 2, 2 != 2, x != y}
    {True, False, x != y}
    """
    found = [equal(a, b) for i, a in enumerate(items) for b in items[i + 1 :]]
    if True in found:
        return FALSE
    return None if None in found else TRUE


@builtin("SameQ[items___]")
def same_q(k, items: tuple[Node, ...]):
    """a === b is True if a and b are the same expression, otherwise False.

    >> {1 === 1, 1 === 1., x === y}
    {True, False, False}
    """
    return all(a is b or a == b or _same_reals(a, b) for a, b in pairwise(items))


def _same_reals(a: Node, b: Node) -> bool:
    """Machine reals are the same if they differ in the last bit only."""
    if type(a) is Real and type(b) is Real:
        return abs(a.value - b.value) <= 2**-52 * max(abs(a.value), abs(b.value))
    if type(a) is Expr and type(b) is Expr and len(a.args) == len(b.args) and a.head == b.head:
        return all(x is y or x == y or _same_reals(x, y) for x, y in zip(a.args, b.args, strict=True))
    return False


@builtin("UnsameQ[items___]")
def unsame_q(k, items: tuple[Node, ...]):
    """a =!= b is True if a and b are not the same expression.

    >> {1 =!= 2, x =!= x}
    {True, False}
    """
    return len(set(items)) == len(items)


_TESTS: dict[Symbol, Callable[[int], bool]] = {
    S.Less: lambda sign: sign < 0,
    S.LessEqual: lambda sign: sign <= 0,
    S.Greater: lambda sign: sign > 0,
    S.GreaterEqual: lambda sign: sign >= 0,
    S.Equal: lambda sign: sign == 0,
    S.Unequal: lambda sign: sign != 0,
}


def order_of(a: Node, b: Node) -> int | None:
    """The sign of ``a - b`` for real quantities; None where it cannot be told."""
    if type(a) in REALS and type(b) in REALS:
        return compare(scalar(a), scalar(b))
    x, y = _extended(a), _extended(b)
    if x is None or y is None:
        return None
    return difference_sign(a, b) if math.isfinite(x) and math.isfinite(y) else (x > y) - (x < y)


def _extended(node: Node) -> float | None:
    direction = infinite_sign(node)
    if direction is not None:
        return direction * float("inf")
    value = approximate(node)
    return value.real if value is not None and value.imag == 0 else None


def _holds(head: Symbol, a: Node, b: Node) -> bool | None:
    if head is S.Equal:
        return equal(a, b)
    if head is S.Unequal:
        found = equal(a, b)
        return None if found is None else not found
    sign = order_of(a, b)
    return None if sign is None else _TESTS[head](sign)


_MACHINE = frozenset({Integer, Real})


def _fast(test: Callable[[float, float], bool]) -> Callable[[tuple[Node, ...]], Node | None]:
    """The comparison of two machine numbers."""

    def compare_fast(args: tuple[Node, ...]) -> Node | None:
        if len(args) == 2 and type(args[0]) is Integer and type(args[1]) is Integer:
            return TRUE if test(args[0].value, args[1].value) else FALSE
        if len(args) == 2 and type(args[0]) in _MACHINE and type(args[1]) in _MACHINE:
            a, b = args[0].value, args[1].value  # type: ignore[attr-defined]
            try:
                if a == b or abs(a - b) > 2**-46 * max(abs(a), abs(b)):  # not equal up to the last bits
                    return TRUE if test(a, b) else FALSE
            except OverflowError:
                return None
        return None

    return compare_fast


def _chain(head: Symbol, items: tuple[Node, ...]) -> Node | None:
    """Whether all hold; an order that fails between two numbers fails, whatever stands between them."""
    pairs = combinations(items, 2) if 2 < len(items) < 20 else pairwise(items)
    found = [_holds(head, a, b) for a, b in pairs]
    if False in found:
        return FALSE
    return TRUE if all(found) else None


@builtin("Less[items___]", fast=_fast(lambda a, b: a < b))
def less(k, items: tuple[Node, ...]):
    """a < b is True if a is less than b.

    >> {1 < 2, 1 < 2 < 2, x < 1}
    {True, False, x < 1}
    """
    return _chain(S.Less, items)


@builtin("LessEqual[items___]", fast=_fast(lambda a, b: a <= b))
def less_equal(k, items: tuple[Node, ...]):
    """a <= b is True if a is less than b or equal to it.

    >> 1 <= 1 <= Sqrt[2]
    True
    """
    return _chain(S.LessEqual, items)


@builtin("Greater[items___]", fast=_fast(lambda a, b: a > b))
def greater(k, items: tuple[Node, ...]):
    """a > b is True if a is greater than b.

    >> {Pi > 3, 1/2 > 0.6}
    {True, False}
    """
    return _chain(S.Greater, items)


@builtin("GreaterEqual[items___]", fast=_fast(lambda a, b: a >= b))
def greater_equal(k, items: tuple[Node, ...]):
    """a >= b is True if a is greater than b or equal to it.

    >> 3 >= 3
    True
    """
    return _chain(S.GreaterEqual, items)


@builtin("Inequality[items___]")
def inequality(k, items: tuple[Node, ...]):
    """a < b <= c, a chain of different comparisons, is True if all of them hold.

    >> {1 < 2 <= 2, 1 < x <= 0}
    {True, 1 < x <= 0}
    """
    if len(items) < 3 or len(items) % 2 == 0:
        return TRUE if len(items) == 1 else None
    found = [
        _holds(items[i], items[i - 1], items[i + 1]) for i in range(1, len(items), 2) if items[i] in _TESTS
    ]  # type: ignore[index, arg-type]
    if len(found) != len(items) // 2:
        return None
    if False in found:
        return FALSE
    return TRUE if all(found) else None


@builtin("Order[a_, b_]")
def order_(k, a: Node, b: Node):
    """Order[a, b] is 1 if a comes before b in canonical order, -1 if after, 0 if they are the same.

    >> {Order[a, b], Order[2, 1], Order[x, x]}
    {1, -1, 0}
    """
    return -order(a, b)


@builtin("OrderedQ[list_, p_]")
def ordered_q(k, list: Node, p: Node | None = None):
    """OrderedQ[list] is True if the elements of list are in canonical order.

    >> {OrderedQ[{1, 2, 3}], OrderedQ[{b, a}]}
    {True, False}
    """
    if type(list) is not Expr:
        return None
    if p is None:
        return is_sorted(list.args)
    before = k.function(p)
    return all(before(a, b) is not FALSE for a, b in pairwise(list.args))
