"""The canonical order of expressions, which Sort and Orderless functions use.

Numbers come first, by value; then strings; then symbols and other expressions.  A product is placed by its
variables and only then by its number, a power by its base: so the terms of a polynomial stand as one would
write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise
from typing import Any

from ..expr import (
    BigReal,
    ByteArray,
    Complex,
    Expr,
    Integer,
    Node,
    Rational,
    Real,
    S,
    String,
    Symbol,
    Value,
)

_NUMBERS = frozenset({Integer, Rational, Real, BigReal, Complex})
_ZERO, _ONE = Integer(0), Integer(1)


def order(a: Node, b: Node) -> int:
    """-1 if `a` comes before `b`, 1 if after, 0 if they are the same."""
    if a is b:
        return 0
    rank_a, rank_b = _rank(a), _rank(b)
    if rank_a != rank_b:
        return -1 if rank_a < rank_b else 1
    if rank_a == 0:
        return _order_numbers(a, b)
    if rank_a == 1:
        return _order_text(a.value, b.value)  # type: ignore[attr-defined]
    if rank_a == 2:
        return _sign(a.value, b.value)  # type: ignore[attr-defined]
    return _order_symbolic(a, b)


def is_sorted(nodes: Sequence[Node]) -> bool:
    return all(order(a, b) <= 0 for a, b in pairwise(nodes))


def sorted_nodes(nodes: Iterable[Node]) -> list[Node]:
    """The nodes in canonical order."""
    items = list(nodes)
    kinds = set(map(type, items))
    if kinds <= {Integer} or kinds <= {Real}:
        return sorted(items, key=lambda node: node.value)  # type: ignore[attr-defined]
    if kinds <= {String}:
        return sorted(items, key=lambda node: _text_key(node.value))  # type: ignore[attr-defined]
    return sorted(items, key=sort_key)


sort_key = cmp_to_key(order)


def _rank(node: Node) -> int:
    kind = type(node)
    if kind in _NUMBERS:
        return 0
    if kind is String:
        return 1
    return 2 if kind is ByteArray else 3


def _sign(a: object, b: object) -> int:
    return -1 if a < b else 1 if a > b else 0  # type: ignore[operator]


def _order_numbers(a: Node, b: Node) -> int:
    (re_a, im_a), (re_b, im_b) = _parts(a), _parts(b)
    return (
        _sign_of_numbers(re_a, re_b) or _sign_of_numbers(abs(im_a), abs(im_b)) or _sign_of_numbers(im_a, im_b)
    ) or _sign(_PRECEDENCE[type(a)], _PRECEDENCE[type(b)])


_PRECEDENCE = {Integer: 0, Rational: 0, BigReal: 1, Real: 2, Complex: 3}


def _sign_of_numbers(a: object, b: object) -> int:
    if type(a) is float or type(b) is float:
        try:
            return _sign(float(a), float(b))  # type: ignore[arg-type]
        except OverflowError:
            return _sign(Fraction(a), Fraction(b))  # type: ignore[arg-type, call-overload]
    if type(a) is type(b) or type(a) is Decimal or type(b) is Decimal:  # compared without all their digits
        return _sign(a, b)
    return _sign(Fraction(a), Fraction(b))  # type: ignore[arg-type, call-overload]


def _parts(node: Node) -> tuple[Any, Any]:
    """The real and the imaginary part."""
    if type(node) is Complex:
        return node.value[0].value, node.value[1].value
    return node.value, 0  # type: ignore[attr-defined]


def _text_key(text: str) -> tuple[str, str]:
    """Letters first by the alphabet, a small one before its capital."""
    return text.casefold(), text.swapcase()


def _order_text(a: str, b: str) -> int:
    return _sign(_text_key(a), _text_key(b))


def _order_symbolic(a: Node, b: Node) -> int:
    kind_a, kind_b = type(a), type(b)
    if kind_a is Expr and kind_b is Expr and a == b:
        return 0  # or sums and powers in each other would be compared in two ways at every level
    if kind_a is Symbol and kind_b is Symbol:
        return _order_text(a.name, b.name) or _sign(id(a), id(b))  # type: ignore[attr-defined]
    head_a = a.head if kind_a is Expr else None
    head_b = b.head if kind_b is Expr else None
    if head_a is S.Times or head_b is S.Times:
        return _order_products(a, b)
    if head_a is S.Power or head_b is S.Power:
        return _order_powers(a, b)
    if head_a is S.Plus or head_b is S.Plus:
        return _order_sums(a, b)
    if kind_a is Expr and kind_b is Expr:
        return _order_expressions(a, b)
    return _last_resort(a, b)


def _last_resort(a: Node, b: Node) -> int:
    """Symbols before values, values before expressions."""
    return _sign(_KINDS.get(type(a), 1), _KINDS.get(type(b), 1)) or (
        _order_expressions(a, b)
        if type(a) is Expr and type(b) is Expr
        else 0
        if a == b
        else _sign(id(a), id(b))
    )


_KINDS: dict[type, int] = {Symbol: 0, Value: 1, Expr: 2}


def _order_expressions(a: Node, b: Node) -> int:
    """The shorter first, then by head, then argument by argument."""
    if found := _sign(len(a.args), len(b.args)) or order(a.head, b.head):
        return found
    for x, y in zip(a.args, b.args, strict=True):
        if x is not y and (found := order(x, y)):
            return found
    return 0


def _order_sums(a: Node, b: Node) -> int:
    """By the terms that are no number, then by the number: ``-1 + x`` before ``x`` before ``1 + x``."""
    (rest_a, number_a), (rest_b, number_b) = _addends(a), _addends(b)
    return _order_from_behind(rest_a, rest_b) or order(number_a, number_b) or _last_resort(a, b)


def _addends(node: Node) -> tuple[tuple[Node, ...], Node]:
    """The terms of a sum that are no number, and its number."""
    if type(node) is Expr and node.head is S.Plus and node.args and type(node.args[0]) in _NUMBERS:
        return node.args[1:], node.args[0]
    return _terms(node, S.Plus), _ZERO


def _terms(node: Node, head: Symbol) -> tuple[Node, ...]:
    return node.args if type(node) is Expr and node.head is head else (node,)


def _factors(node: Node) -> tuple[tuple[Node, ...], Node]:
    """The factors of a product that are no number, and its number."""
    if type(node) is Expr and node.head is S.Times and node.args and type(node.args[0]) in _NUMBERS:
        return node.args[1:], node.args[0]
    return _terms(node, S.Times), _ONE


def _order_products(a: Node, b: Node) -> int:
    (rest_a, number_a), (rest_b, number_b) = _factors(a), _factors(b)
    return _order_from_behind(rest_a, rest_b) or order(number_a, number_b) or _last_resort(a, b)


def _order_powers(a: Node, b: Node) -> int:
    (base_a, power_a), (base_b, power_b) = _base_and_power(a), _base_and_power(b)
    return order(base_a, base_b) or order(power_a, power_b) or _last_resort(a, b)


def _base_and_power(node: Node) -> tuple[Node, Node]:
    if type(node) is Expr and node.head is S.Power and len(node.args) == 2:
        return node.args[0], node.args[1]
    return node, _ONE


def _order_from_behind(a: Sequence[Node], b: Sequence[Node]) -> int:
    """Compare from the last on; what runs out first comes first."""
    for x, y in zip(reversed(a), reversed(b), strict=False):
        if found := order(x, y):
            return found
    return _sign(len(a), len(b))


def is_number(node: Node) -> bool:
    """Whether `node` is a number atom."""
    return type(node) in _NUMBERS
