"""Matching agrees with the plain meaning of patterns, whatever shortcut the compiler takes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlnet.expr import TRUE, Expr, Integer, Node, S, Symbol
from wlnet.kernel.evaluator import Kernel
from wlnet.kernel.specificity import compare
from wlnet.patterns.compile import compile_pattern
from wlnet.patterns.literals import is_literal, pattern_names
from wlnet.session import Session
from wlnet.syntax.parse import parse

Bindings = dict[Symbol, Node]


def plainly(pattern: Node, node: Node, b: Bindings) -> Iterator[Bindings]:
    """All ways to match, by the definition of patterns and nothing else (no Flat, Orderless or Optional)."""
    if type(pattern) is not Expr:
        if pattern == node:
            yield b
        return
    match pattern.head:
        case S.Blank | S.BlankSequence | S.BlankNullSequence:
            if not pattern.args or node.head == pattern.args[0]:
                yield b
        case S.Pattern:
            for found in plainly(pattern.args[1], node, b):
                yield from bound(pattern.args[0], node, found)
        case S.Alternatives:
            for choice in pattern.args:
                ways = list(plainly(choice, node, b))
                yield from ways
                if ways and not pattern_names(pattern):  # without names there is nothing to tell them apart
                    return
        case _:
            if type(node) is Expr:
                for found in plainly(pattern.head, node.head, b):
                    yield from in_order(pattern.args, node.args, found)


def bound(name: Node, value: Node, b: Bindings) -> Iterator[Bindings]:
    assert isinstance(name, Symbol)
    if b.get(name, value) == value:
        yield b | {name: value}


def in_order(patterns: tuple[Node, ...], items: tuple[Node, ...], b: Bindings) -> Iterator[Bindings]:
    if not patterns:
        if not items:
            yield b
        return
    first, name = patterns[0], None
    if type(first) is Expr and first.head is S.Pattern:
        name, first = first.args
    least = {S.BlankSequence: 1, S.BlankNullSequence: 0}.get(first.head) if type(first) is Expr else None
    if least is None:
        if items:
            for found in plainly(patterns[0], items[0], b):
                yield from in_order(patterns[1:], items[1:], found)
        return
    for count in range(least, len(items) + 1):
        taken = items[:count]
        if first.args and any(item.head != first.args[0] for item in taken):
            return
        ways = (
            iter([b]) if name is None else bound(name, taken[0] if count == 1 else Expr(S.Sequence, taken), b)
        )
        for found in ways:
            yield from in_order(patterns[1:], items[count:], found)


def all_ways(pattern: Node, node: Node) -> list[Bindings]:
    found: list[Bindings] = []
    bindings: Bindings = {}
    compile_pattern(pattern, Kernel().host).full(node, bindings, lambda b: found.append(b.copy()) is not None)
    assert not bindings, "bindings are taken back when nothing is accepted"
    return found


ATOMS = st.sampled_from([Integer(1), Integer(2), S.a, S.b])
NODES = st.recursive(
    ATOMS, lambda inner: st.builds(lambda a: Expr(S.f, tuple(a)), st.lists(inner, max_size=5))
)
BLANKS = st.builds(
    Expr,
    st.sampled_from([S.Blank, S.BlankSequence, S.BlankNullSequence]),
    st.sampled_from([(), (S.Integer,), (S.Symbol,), (S.f,)]),
)
NAMED = st.builds(lambda name, p: Expr(S.Pattern, (name, p)), st.sampled_from([S.x, S.y]), BLANKS)
CHOICES = st.builds(lambda a, b: Expr(S.Alternatives, (a, b)), ATOMS, ATOMS)
PATTERNS = st.recursive(
    ATOMS | BLANKS | NAMED | CHOICES,
    lambda inner: st.builds(lambda a: Expr(S.f, tuple(a)), st.lists(inner, max_size=4)),
)


@settings(max_examples=400, deadline=None)
@given(PATTERNS, NODES)
def test_every_way_to_match_is_found_in_order(pattern: Node, node: Node) -> None:
    assert all_ways(pattern, node) == list(plainly(pattern, node, {}))


@settings(max_examples=200, deadline=None)
@given(PATTERNS, NODES)
def test_the_simple_matcher_finds_the_first_way(pattern: Node, node: Node) -> None:
    matcher = compile_pattern(pattern, Kernel().host)
    if matcher.simple is not None:
        bindings: Bindings = {}
        ways = list(plainly(pattern, node, {}))
        assert matcher.simple(node, bindings) == bool(ways)
        assert not ways or (bindings == ways[0] and len({str(way) for way in ways}) == 1)


@settings(max_examples=100, deadline=None)
@given(NODES)
def test_an_expression_matches_itself_literally(node: Node) -> None:
    assert is_literal(node)
    assert all_ways(node, node) == [{}]


@settings(max_examples=60, deadline=None)
@given(st.permutations([Integer(1), Integer(2), S.a, S.b]))
def test_an_orderless_head_matches_in_any_order(items: list[Node]) -> None:
    session = Session(debug=True)
    session.evaluate("SetAttributes[orderless, Orderless]")
    pattern, node = (Expr(S.orderless, tuple(order)) for order in (items, reversed(items)))
    assert session.evaluate_node(Expr(S.MatchQ, (node, Expr(S.HoldPattern, (pattern,))))) is TRUE
    ways = session.evaluate_node(Expr(S.ReplaceList, (node, parse("orderless[x_, y__] :> x"))))
    assert set(ways.args) == set(items) and len(ways.args) == 4


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("f[1]", "f[_]"),
        ("f[_Integer]", "f[_]"),
        ("f[x_, x_]", "f[__]"),
        ("f[{_, _}]", "f[_List]"),
        ("f[{_}]", "f[{__}]"),
        ("f[_?EvenQ]", "f[_]"),
        ("f[x_ /; x > 1]", "f[x_]"),
        ("f[_]", "f[__]"),
        ("f[__]", "f[___]"),
        ("f[_, _]", "f[_, _:0]"),
        ("f[1 | 2]", "f[_Integer]"),
        ("f[g[_]]", "f[_g]"),
    ],
)
def test_the_narrower_pattern_is_the_more_specific_one(narrow: str, wide: str) -> None:
    assert compare(parse(narrow), parse(wide)) == -1
    assert compare(parse(wide), parse(narrow)) == 1


@pytest.mark.parametrize(
    ("a", "b"), [("f[1, _]", "f[_, 1]"), ("f[_]", "f[_]"), ("f[_]", "f[_, _]"), ("f[1]", "f[2]")]
)
def test_neither_of_two_patterns_need_be_more_specific(a: str, b: str) -> None:
    assert compare(parse(a), parse(b)) == 0


def test_names_come_in_the_order_of_writing() -> None:
    assert pattern_names(parse("f[x_, {y__, x_}, z : _[w_], Verbatim[v_]]")) == [S.x, S.y, S.z, S.w]
