"""String patterns: the regular expressions and the matchers that backtrack find the same things."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlnet.builtins.string_backtracking import PatternWithTests
from wlnet.builtins.string_patterns import regex_pattern
from wlnet.expr import Expr, Integer, Node, S, String, Symbol
from wlnet.session import Session

TEXTS = st.text("ab1 ", max_size=10)


@pytest.fixture(scope="module")
def kernel():
    return Session().kernel


def _named(name: str, pattern: Node) -> Node:
    return S.Pattern(Symbol(name), pattern)


LEAVES = st.one_of(
    st.sampled_from(["a", "b", "ab", "1"]).map(String),
    st.sampled_from([S.DigitCharacter, S.LetterCharacter, S.Whitespace, S.WordBoundary, S.StartOfString]),
    st.sampled_from([S.Blank(), S.BlankSequence(), S.BlankNullSequence()]),
    st.sampled_from([_named("x", S.Blank()), _named("y", S.BlankSequence())]),
    st.sampled_from([S.Except(String("a")), S.PatternTest(S.Blank(), S.LetterQ)]),
)


def _larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    solid = st.sampled_from([String("a"), String("ab"), S.Blank(), S.DigitCharacter])  # never empty
    return st.one_of(
        several.map(lambda parts: Expr(S.StringExpression, parts)),
        several.map(lambda parts: Expr(S.Alternatives, parts)),
        solid.map(lambda p: S.Repeated(p)),
        solid.map(lambda p: S.RepeatedNull(p)),
        solid.map(lambda p: S.Repeated(p, S.List(Integer(1), Integer(2)))),
        inner.map(lambda p: S.Shortest(p)),
        inner.map(lambda p: _named("z", p)),
    )


PATTERNS = st.recursive(LEAVES, _larger, max_leaves=6)


def _names_once(pattern: Node, seen: set[Symbol]) -> bool:
    """Whether no name is bound in one branch and used in another, where the two notions may differ."""
    if isinstance(pattern, Expr):
        if pattern.head is S.Pattern:
            if pattern.args[0] in seen:
                return False
            seen.add(pattern.args[0])
        return all(_names_once(arg, seen) for arg in pattern.args)
    return True


@settings(max_examples=400, deadline=None)
@given(PATTERNS, TEXTS)
def test_both_kinds_of_matchers_find_the_same(kernel, pattern: Node, text: str) -> None:
    if not _names_once(pattern, set()):
        return
    regex = regex_pattern(pattern, False)
    assert regex is not None
    tested = PatternWithTests(kernel, pattern, False)
    for start in range(len(text) + 1):
        a, b = regex.match(text, start), tested.match(text, start)
        assert (a and a.end) == (b and b.end)
    a, b = regex.whole(text), tested.whole(text)
    assert (a is None) == (b is None)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20), st.text(min_size=1, max_size=3))
def test_a_text_split_at_a_separator_is_joined_by_it_again(kernel, text: str, separator: str) -> None:
    parts = kernel.evaluate(S.StringSplit(String(text), String(separator), S.All))
    assert kernel.evaluate(S.StringRiffle(parts, String(separator))) == String(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20))
def test_characters_and_codes_make_the_text_again(kernel, text: str) -> None:
    node = String(text)
    assert kernel.evaluate(S.StringJoin(S.Characters(node))) == node
    codes = kernel.evaluate(S.ToCharacterCode(node))
    assert kernel.evaluate(S.FromCharacterCode(codes)) == node


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_texts_that_come_from_anywhere_do_not_break_searching(kernel, text: str) -> None:
    result = kernel.evaluate(S.StringCases(String(text), S.RegularExpression(String(text))))
    assert isinstance(result, Expr)
