"""Infinite quantities: `DirectedInfinity`, and what sums, products and powers with it are."""

from __future__ import annotations

from ..expr import Complex, Expr, Integer, Node, S
from ..kernel.builtin import builtin
from ..kernel.numbers import (
    INDETERMINATE,
    ONE,
    REALS,
    integer,
    is_number,
    is_zero,
    multiply_nodes,
    scalar,
    sign,
)
from ..problem import Template

INFINITY = Expr(S.DirectedInfinity, (ONE,))
COMPLEX_INFINITY = Expr(S.DirectedInfinity)


_NO_VALUE = Template("indet", "Indeterminate expression `1` encountered.")


def say_indeterminate(k, made: Node | None, what: Node) -> Node | None:
    """What was made; with the message Infinity::indet if it is Indeterminate and nothing was so before."""
    if made is INDETERMINATE and type(what) is Expr and INDETERMINATE not in what.args:
        k.message(S.Infinity, _NO_VALUE(Expr(S.HoldForm, (what,))))
    return made


def is_infinite(node: Node) -> bool:
    return type(node) is Expr and node.head is S.DirectedInfinity


def infinite_sign(node: Node) -> int | None:
    """1 or -1 for the two real infinities; None for everything else."""
    if is_infinite(node) and node.args and type(node.args[0]) is Integer:
        return node.args[0].value if abs(node.args[0].value) == 1 else None
    return None


def infinity(direction: int) -> Node:
    return Expr(S.DirectedInfinity, (integer(direction),))


@builtin("DirectedInfinity[z___]")
def directed_infinity(k, z: tuple[Node, ...]):
    """DirectedInfinity[z] is infinitely far in the direction of z; only the direction of a number counts.

    >> DirectedInfinity[-3]
    -Infinity
    """
    if len(z) != 1:
        return None
    (toward,) = z
    if type(toward) in REALS:
        direction = sign(scalar(toward))
        if direction == 0:
            return COMPLEX_INFINITY
        return None if toward == integer(direction) else infinity(direction)
    if type(toward) is Complex:
        direction = k.evaluate(S.Sign(toward))
        return None if direction == toward else Expr(S.DirectedInfinity, (direction,))
    return COMPLEX_INFINITY if toward is INDETERMINATE else None


def sum_with_infinity(terms: tuple[Node, ...]) -> Node | None:
    """The sum, where a term is infinite: the finite numbers vanish beside it."""
    infinite = {term for term in terms if is_infinite(term)}
    if (
        INDETERMINATE in terms
        or len(infinite) > 1
        or (COMPLEX_INFINITY in infinite and terms.count(COMPLEX_INFINITY) > 1)
    ):
        return INDETERMINATE
    rest = [term for term in terms if not is_infinite(term) and not is_number(term)]
    (only,) = infinite
    if rest:
        made = (*rest, only)
        return None if len(made) == len(terms) else Expr(S.Plus, made)
    return only


def product_with_infinity(factors: tuple[Node, ...]) -> Node | None:
    """The product, where a factor is infinite: numbers only turn its direction."""
    if INDETERMINATE in factors or any(is_number(f) and is_zero(f) for f in factors):
        return INDETERMINATE
    direction: Node | None = ONE
    rest: list[Node] = []
    for factor in factors:
        if is_infinite(factor):
            turn = factor.args[0] if factor.args else None
            direction = None if direction is None or turn is None else _turned(direction, turn)
        elif type(factor) in REALS:
            direction = (
                None if direction is None else multiply_nodes(direction, integer(sign(scalar(factor))))
            )
        elif type(factor) is Complex:
            direction = None if direction is None else multiply_nodes(direction, factor)
        else:
            rest.append(factor)
    made = COMPLEX_INFINITY if direction is None else Expr(S.DirectedInfinity, (direction,))
    if rest:
        return None if len(rest) + 1 == len(factors) and made in factors else Expr(S.Times, (*rest, made))
    return made


def _turned(direction: Node, turn: Node) -> Node:
    if is_number(direction) and is_number(turn):
        return multiply_nodes(direction, turn)
    return Expr(S.Times, (direction, turn))
