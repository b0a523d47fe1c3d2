"""What is written reads back: in FullForm as the same tree, in InputForm as the same up to arithmetic."""

import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlnet.expr import NONE, BigReal, Complex, Expr, Integer, Node, Rational, Real, S, String, Symbol
from wlnet.syntax.operators import OPERATORS
from wlnet.syntax.parse import parse
from wlnet.syntax.write import full_form, input_form, output_form

ARITHMETIC = {S.Plus, S.Times, S.Power}
SPELLED = {Symbol(o.head) for o in OPERATORS if o.spelling.isascii() and o.head != "-"}
OTHERS = {
    S.List,
    S.Association,
    S.Part,
    S.Slot,
    S.SlotSequence,
    S.Out,
    S.Blank,
    S.BlankSequence,
    S.Optional,
    S.TagSet,
}
OTHERS |= {S.TagSetDelayed, S.TagUnset, S.Inequality, S.Sqrt, S.CirclePlus, S.f, Symbol("Private`g")}
HEADS = sorted(SPELLED | OTHERS, key=lambda head: head.name)
PLAIN_HEADS = [head for head in HEADS if head not in ARITHMETIC]

symbols = st.sampled_from([S.x, S.y, S.a1, Symbol("$z"), Symbol("a`b"), Symbol("α"), S.Null, S.All, NONE])
integers = st.integers(-(10**20), 10**20).map(Integer) | st.integers(-3, 3).map(Integer)
reals = st.floats(allow_nan=False, allow_infinity=False).map(Real) | st.sampled_from(
    [0.5, -2.0, 1e-10, 1e20]
).map(Real)
big_reals = st.builds(
    BigReal,
    st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e30"), max_value=Decimal("1e30")),
    st.sampled_from([20.0, 30.5, 1e-3, 50.25]),
)
rationals = st.fractions(max_denominator=1000).filter(lambda q: q.denominator > 1).map(Rational)
strings = st.text(max_size=8).map(String) | st.sampled_from(
    ['"', "\\", "\\[Alpha]", "\n\t\r", "(*", "\x00\x7f"]
).map(String)
exact_atoms = symbols | integers | reals | big_reals | strings
real_numbers = integers | reals | rationals
complexes = st.tuples(real_numbers, real_numbers).filter(lambda z: z[1] != Integer(0)).map(Complex)


def expressions(atoms: st.SearchStrategy, heads: list[Symbol]) -> st.SearchStrategy[Node]:
    def bigger(smaller: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        head = st.sampled_from(heads) | smaller
        return st.builds(Expr, head, st.lists(smaller, max_size=4).map(tuple))

    return st.recursive(atoms, bigger, max_leaves=12)


anything = expressions(exact_atoms | rationals | complexes, HEADS)
no_arithmetic = expressions(exact_atoms, PLAIN_HEADS)


@settings(max_examples=400, deadline=None)
@given(anything)
def test_full_form_reads_back(node):
    assert parse(full_form(node)) == node


@settings(max_examples=600, deadline=None)
@given(no_arithmetic)
def test_input_form_reads_back(node):
    assert parse(input_form(node)) == node


@settings(max_examples=600, deadline=None)
@given(anything)
def test_input_form_with_arithmetic_reads_back_as_the_same_value(node):
    assert canonical(parse(input_form(node))) == canonical(node)


@settings(max_examples=200, deadline=None)
@given(anything)
def test_output_form_never_fails(node):
    assert isinstance(output_form(node), str)


def around(outer: Symbol, inner: Symbol) -> Iterator[Node]:
    """Expressions with `outer` around `inner`, in each place and in the head."""
    atoms = (S.a, Integer(-1), Real(2.0))
    for size in (1, 2, 3):
        within = Expr(inner, (S.b, S.c, Integer(1))[:size])
        yield Expr(within, atoms[:size])
        for count in (1, 2, 3):
            for place in range(count):
                yield Expr(outer, (*atoms[:place], within, *atoms[place + 1 : count]))


@pytest.mark.parametrize("outer", HEADS, ids=lambda head: head.name)
def test_every_operator_reads_back_around_every_other(outer):
    for inner in HEADS:
        for node in around(outer, inner):
            back = parse(input_form(node))
            if ARITHMETIC.isdisjoint((outer, inner)):
                assert back == node, full_form(node)
            else:
                assert canonical(back) == canonical(node), full_form(node)


# The value of arithmetic as far as printing rearranges it: numbers multiplied out, factors and terms sorted.


def canonical(node: Node) -> Node:
    if isinstance(node, Complex):
        real, imaginary = map(canonical, node.value)
        return _plus([real, _times([imaginary, S.I])])
    if not isinstance(node, Expr):
        return _number(_exact(node)) if _exact(node) is not None else node
    head, args = canonical(node.head), [canonical(arg) for arg in node.args]
    if head is S.Plus and len(args) > 1:
        return _plus(args)
    if head is S.Times and len(args) > 1:
        return _times(args)
    if head is S.Power and len(args) == 2:
        return _power(*args)
    if head is S.Sqrt and len(args) == 1:
        return _power(args[0], Rational(Fraction(1, 2)))
    return Expr(head, tuple(args))


def _exact(node: Node) -> Fraction | None:
    return Fraction(node.value) if isinstance(node, Integer | Rational) else None


def _number(value: Fraction) -> Node:
    return Integer(value.numerator) if value.denominator == 1 else Rational(value)


def _signed(node: Node) -> tuple[int, Node]:
    """The sign of an inexact number and the number without it."""
    if isinstance(node, Real) and node.value < 0:
        return -1, Real(-node.value)
    if isinstance(node, BigReal) and node.value.is_signed():
        return -1, BigReal(node.value.copy_abs(), node.precision)
    return 1, node


def _negated(node: Real | BigReal) -> Node:
    return (
        BigReal(node.value.copy_negate(), node.precision) if isinstance(node, BigReal) else Real(-node.value)
    )


def _parts(head: Symbol, args: list[Node]) -> list[Node]:
    parts: list[Node] = []
    for arg in args:
        parts += arg.args if isinstance(arg, Expr) and arg.head is head and len(arg.args) > 1 else [arg]
    return parts


def _plus(args: list[Node]) -> Node:
    terms = _parts(S.Plus, args)
    constant = sum((_exact(t) for t in terms if _exact(t) is not None), Fraction(0))
    rest = sorted((t for t in terms if _exact(t) is None), key=repr)
    if not rest:
        return _number(constant)
    terms = rest if constant == 0 else [_number(constant), *rest]
    return terms[0] if len(terms) == 1 else Expr(S.Plus, tuple(terms))


def _times(args: list[Node]) -> Node:
    coefficient, factors = Fraction(1), []
    for factor in _parts(S.Times, args):
        sign, factor = _signed(factor)
        coefficient *= sign
        if (value := _exact(factor)) is not None:
            coefficient *= value
        else:
            factors.append(factor)
    if not factors or coefficient == 0:
        return _number(coefficient)
    factors.sort(key=repr)
    if len(factors) == 1 and isinstance(factors[0], Real | BigReal) and coefficient == -1:
        return _negated(factors[0])
    terms = factors if coefficient == 1 else [_number(coefficient), *factors]
    return terms[0] if len(terms) == 1 else Expr(S.Times, tuple(terms))


def _power(base: Node, exponent: Node) -> Node:
    power = _exact(exponent)
    if power is None:
        return Expr(S.Power, (base, exponent))
    if isinstance(base, Expr) and base.head is S.Power and len(base.args) == 2 and power == -1:
        return _power(base.args[0], _times([_number(Fraction(-1)), base.args[1]]))
    if isinstance(base, Expr) and base.head is S.Times and power == -1:
        return _times([_power(factor, exponent) for factor in base.args])
    value = _exact(base)
    if value is not None and power.denominator == 1 and abs(power) == 1 and value != 0:
        return _number(value**power.numerator)
    return base if power == 1 else Expr(S.Power, (base, exponent))


def test_a_list_five_thousand_deep_is_read_and_written():
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(60_000)  # for `==`; reading and writing need none of it
    try:
        node: Node = S.x
        for _ in range(5000):
            node = Expr(S.List, (node,))
        for form in (full_form, input_form, output_form):
            assert parse(form(node)) == node
    finally:
        sys.setrecursionlimit(limit)
