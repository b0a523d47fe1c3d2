"""Orthogonal polynomials of whole degree, by their recurrences, at numbers and at symbols."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ..expr import Integer, Node, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import ONE, ZERO, is_number, node_of

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION
_LARGEST = 1000
# (n, coefficient of x p(n), constant times p(n), factor of p(n - 1)) for p(n + 1)
Step = Callable[[int], tuple[Fraction, Fraction, Fraction]]


def _recurrence(k, n: int, x: Node, first: tuple[Fraction, Fraction], step: Step) -> Node:
    """p(0) = 1, p(1) = first[0] x + first[1], and so on; multiplied out where x is no number."""

    def tidy(node: Node) -> Node:
        return k.evaluate(node if is_number(x) else S.Expand(node))

    def linear(a: Fraction, b: Fraction) -> Node:
        return S.Plus(S.Times(node_of(a), x), node_of(b))

    before, now = ZERO, ONE
    for i in range(n):
        if i == 0:
            before, now = now, tidy(linear(*first))
            continue
        a, b, c = step(i)
        before, now = now, tidy(S.Plus(S.Times(linear(a, b), now), S.Times(node_of(c), before)))
    return now


def _f(a: int, b: int = 1) -> Fraction:
    return Fraction(a, b)


def _declare(name: str, first: tuple[int, int], step: Step, example: str) -> None:
    start = _f(first[0]), _f(first[1])

    def function(k, n: Node, x: Node):
        if type(n) is not Integer or not 0 <= n.value <= _LARGEST:
            return None
        return _recurrence(k, n.value, x, start, step)

    function.__doc__ = f"{name}[n, x] is the polynomial of degree n.\n\n>> {example}"
    builtin(f"{name}[n_, x_]", attributes=_NUMERIC)(function)


_declare("ChebyshevT", (1, 0), lambda n: (_f(2), _f(0), _f(-1)), "ChebyshevT[3, x]\n-3*x + 4*x^3")
_declare("ChebyshevU", (2, 0), lambda n: (_f(2), _f(0), _f(-1)), "ChebyshevU[2, x]\n-1 + 4*x^2")
_declare("HermiteH", (2, 0), lambda n: (_f(2), _f(0), _f(-2 * n)), "HermiteH[3, x]\n-12*x + 8*x^3")
_declare(
    "LegendreP",
    (1, 0),
    lambda n: (_f(2 * n + 1, n + 1), _f(0), _f(-n, n + 1)),
    "LegendreP[2, 1/2]\n-1/8",
)
_declare(
    "LaguerreL",
    (-1, 1),
    lambda n: (_f(-1, n + 1), _f(2 * n + 1, n + 1), _f(-n, n + 1)),
    "LaguerreL[2, 1]\n-1/2",
)
