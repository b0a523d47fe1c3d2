"""Simplify: of several forms of an expression, the one that takes the fewest parts.

Tried are: as it is, multiplied out, factored, over one line, taken apart, with squares of sines for those of
cosines, each on every part from within.  That is polynomial algebra and Pythagoras, less than the language
promises; a form that is not found is no error, for what is given back is always equal."""

from __future__ import annotations

from collections.abc import Iterator

from ..expr import TRUE, Expr, Integer, Node, Rational, S, Symbol
from ..kernel.builtin import builtin
from ..kernel.numbers import MINUS_ONE, ONE, ZERO, integer
from .algebra import is_rational_function, over_parts
from .polynomials import contains

_FORMS = (S.Expand, S.Factor, S.Together, S.Cancel)
_LARGEST = 400  # parts of an expression that is still worked on as a whole


def size(x: Node) -> int:
    """How many parts an expression has; a long number counts its digits, a fraction both of its numbers."""
    if type(x) is Expr:
        return size(x.head) + sum(map(size, x.args))
    if type(x) is Integer:
        return max(len(str(abs(x.value))), 1) if x.value.bit_length() < 2000 else 600
    if type(x) is Rational:
        return 1 + size(integer(x.value.numerator)) + size(integer(x.value.denominator))
    return 1


@builtin("Simplify[x_, assumptions_]")
def simplify(k, x: Node, assumptions: Node = TRUE):
    """Simplify[x] is the simplest form of x that is found by algebra and identities of circular functions;
    Simplify[x, conditions] may use that variables are positive or real.

    >> {Simplify[x^2 + 2 x + 1], Simplify[Sin[x]^2 + Cos[x]^2], Simplify[Sqrt[x^2], x > 0]}
    {(1 + x)^2, 1, x}
    """
    positive, real = _known(assumptions)
    return _simplified(k, _assuming(k, x, positive, real))


@builtin("FullSimplify[x_, assumptions_]")
def full_simplify(k, x: Node, assumptions: Node = TRUE):
    """FullSimplify[x] is Simplify[x]; wlnet knows no further identities.

    >> FullSimplify[(x^2 - 1)/(x - 1)]
    1 + x
    """
    return S.Simplify(x, assumptions)


def _known(assumptions: Node) -> tuple[set[Node], set[Node]]:
    """The variables that are positive, and those that are real."""
    positive, real = set[Node](), set[Node]()
    parts = (assumptions,)
    if type(assumptions) is Expr and assumptions.head in (S.And, S.List):
        parts = assumptions.args  # type: ignore[assignment]
    for part in parts:
        if type(part) is not Expr or len(part.args) != 2:
            continue
        left, right = part.args
        if part.head in (S.Less, S.LessEqual):
            left, right = right, left
        if part.head in (S.Greater, S.Less) and type(right) is Integer and right.value >= 0:
            positive.add(left)
        if part.head in (S.Greater, S.Less, S.GreaterEqual, S.LessEqual):
            real |= {left, right}
        if part.head is S.Element and right in (S.Reals, S.Integers, S.Rationals):
            real.add(left)
    return positive, real | positive


def _assuming(k, x: Node, positive: set[Node], real: set[Node]) -> Node:
    """Absolute values and roots of powers, of variables about which something is known."""
    if type(x) is not Expr or not real:
        return x
    x = k.evaluate(Expr(x.head, tuple(_assuming(k, arg, positive, real) for arg in x.args)))
    if type(x) is not Expr:
        return x
    if x.head in (S.Abs, S.Re, S.Conjugate) and x.args[0] in (positive if x.head is S.Abs else real):
        return x.args[0]
    if x.head is S.Sign and x.args[0] in positive:
        return ONE
    if x.head is S.Im and x.args[0] in real:
        return ZERO
    inner = x.args[0] if x.head is S.Power else None
    if type(inner) is Expr and inner.head is S.Power and inner.args[0] in real:
        if inner.args[0] in positive:
            return k.evaluate(S.Power(inner.args[0], S.Times(inner.args[1], x.args[1])))
        if inner.args[1] == integer(2):
            return k.evaluate(S.Power(S.Abs(inner.args[0]), S.Times(integer(2), x.args[1])))
    return x


def _simplified(k, x: Node) -> Node:
    if type(x) is not Expr:
        return x
    inner = k.evaluate(Expr(x.head, tuple(_simplified(k, arg) for arg in x.args)))
    best = min((x, inner), key=size)
    if over_parts(best) or size(best) > _LARGEST or not is_rational_function(best):
        return best
    for form in _forms(k, x if size(x) <= _LARGEST else best):
        if size(form) < size(best):
            best = form
    return best


def _forms(k, x: Node) -> Iterator[Node]:
    """Other ways to write x."""
    for start in (x, *_pythagoras(k, x)):
        for head in _FORMS:
            yield k.evaluate(Expr(head, (start,)))
    names = k.evaluate(S.Variables(x)).args
    for name in names[:4]:
        yield k.evaluate(S.Collect(x, name, S.Factor))


_SQUARES = (
    (S.Cos, S.Sin, MINUS_ONE),
    (S.Sin, S.Cos, MINUS_ONE),
    (S.Cosh, S.Sinh, ONE),
)  # Cos[a]^2 is 1 - Sin[a]^2, and so on


def _pythagoras(k, x: Node) -> Iterator[Node]:
    for head, other, sign in _SQUARES:
        if contains(x, head):
            a = Symbol("Simplify`a")
            pattern = S.Power(Expr(head, (S.Pattern(a, S.Blank()),)), integer(2))
            value = S.Plus(ONE, S.Times(sign, S.Power(Expr(other, (a,)), integer(2))))
            yield k.evaluate(S.Expand(S.ReplaceAll(k.evaluate(S.Expand(x)), S.RuleDelayed(pattern, value))))
