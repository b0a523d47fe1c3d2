"""A syntax error says what is wrong in plain words, where, and whether more input could complete the text."""

import pytest

from wlnet.syntax.error import WolframSyntaxError
from wlnet.syntax.parse import parse, read


def error_of(text: str, source: str = "") -> WolframSyntaxError:
    with pytest.raises(WolframSyntaxError) as caught:
        for _ in read(text, source):
            pass
    return caught.value


WORDS = [
    ("a + ]", 'expected an expression after "+"', (1, 5)),
    ("a + | 2", 'expected an expression after "+"', (1, 5)),
    ("{ * }", 'expected an expression before "*"', (1, 3)),
    ("x = {1,\n  2]", '"]" does not close "{" opened at 1:5', (2, 4)),
    ("\n\n  {f[1}", '"}" does not close "[" opened at 3:5', (3, 7)),
    ("a[[1;]", '"[[" opened at 1:2 is not closed', (1, 7)),
    ("a[[1] + 2]", '"]" does not close "[[" opened at 1:2', (1, 5)),
    ("f[x]]", 'there is no bracket for this "]" to close', (1, 5)),
    ("a\n* b", 'expected an expression before "*" (what stands on the lines before is complete)', (2, 1)),
    ("f\n[x]", '"[" needs an expression before it; lists are written {a, b}', (2, 1)),
    ("()", "there is nothing between these parentheses", (1, 2)),
    ("(a, b)", '"," inside parentheses: write {a, b} for a list, f[a, b] for arguments', (1, 3)),
    ("a, b", '"," separates only inside brackets', (1, 2)),
    ("1 : 2", '":" needs a symbol or a pattern before it, as in x : _Integer and x_ : 0', (1, 3)),
    ("a ? b ? c", '"?" cannot follow "?": put parentheses around one of the tests', (1, 7)),
    ("a ~ f, b", '"," separates only inside brackets', (1, 6)),
    ("f[a ~ g]", '"~" needs a second "~": write a ~ f ~ b for f[a, b]', (1, 5)),
    ("f /: g", '"/:" needs "=", ":=" or "=." after its pattern: write f /: g[f] = value', (1, 3)),
    ("x = a`", '"`" in a name stands between names, as in context`name', (1, 5)),
    ("12^^az", '"az" has digits that base 12 does not have', (1, 1)),
    ("37^^1", "the base of a number is one of 2, 3, ..., 36", (1, 1)),
    ("1*^99999999", "this exponent is too large", (1, 1)),
    ('f["\\q"]', '"\\q" is no escape; a backslash in a string is written "\\\\"', (1, 4)),
    ("1 + \\[Foo]", "this is no named character of the language", (1, 5)),
    ("\\[PartialD] x", "U+2202 has a meaning only in typeset input", (1, 1)),
    ("f::", 'expected the tag of a message after "::", as in f::usage', (1, 4)),
    ("a =", 'expected an expression after "="', (1, 4)),
    ('"abc', "this string is not closed", (1, 1)),
    ("1 + (* 2 (* *)", "this comment is not closed", (1, 5)),
    ("x >>", 'expected a file name after ">>"', (1, 5)),
    ("\\( x \\)", "typeset input \\( ... \\) cannot be read; write it in a line", (1, 1)),
    ("f[\x01]", "the character U+0001 has no meaning here", (1, 3)),
]


@pytest.mark.parametrize(("text", "reason", "place"), WORDS, ids=[text for text, _, _ in WORDS])
def test_an_error_says_what_is_wrong_and_where(text, reason, place):
    error = error_of(text)
    assert (error.reason, (error.line, error.column)) == (reason, place)


INCOMPLETE = [
    "f[1",
    "{1,",
    "<|a",
    "a[[1",
    "a[[1]",
    "1 +",
    "x =",
    "a /.",
    "-",
    '"abc',
    "(* a",
    "a ~ f",
    "a /: b",
    "a \\",
]
INCOMPLETE += ["<3 -> 1", "f[{(", "⌊x", "If[a,\n  b,", "x >>", "!", "f[x_] :=\n"]


@pytest.mark.parametrize("text", INCOMPLETE)
def test_what_more_input_could_complete_is_incomplete(text):
    assert error_of(text).incomplete


@pytest.mark.parametrize(
    "text", ["f[1}", "{1,]", ")", "a +]", "1:2", "(f[a ~ g])", "a ? b ? c", "f[1] ]", "a\n* b"]
)
def test_what_no_input_could_complete_is_not(text):
    assert not error_of(text).incomplete


def test_the_text_of_an_error_shows_source_line_and_caret():
    error = error_of("x = 1;\ny = {1, 2)\n", "net.wl")
    assert str(error) == 'net.wl:2:10: ")" does not close "{" opened at 2:5\n  y = {1, 2)\n           ^'
    assert (error.source, error.expected) == ("net.wl", 'expected "}" before ")"')


def test_the_caret_stands_under_the_character_also_in_long_lines_and_after_tabs():
    for text in ("\t\tf[)", "x + " * 100 + ")" + " + y" * 100, "é + ∞ + )"):
        _, shown, caret = str(error_of(text)).split("\n")
        assert shown[len(caret) - 1] == ")"
        assert len(shown) < 110


def test_places_are_those_of_the_text_as_written():
    assert error_of("\\[Alpha] + \\[Beta] + )").column == 22
    assert (error_of("a + \\\n   b + )").line, error_of("a + \\\n   b + )").column) == (2, 8)
    assert error_of("1 +\r\n2 + )").line == 2
    assert error_of('"\\[Alpha]" <> "\\q"').column == 16


def test_statements_before_an_error_are_read():
    found = []
    with pytest.raises(WolframSyntaxError):
        for node in read("x = 1;\ny = 2\n\\[Foo]"):
            found.append(node)
    assert found == [parse("x = 1;"), parse("y = 2")]


def test_parse_reads_one_expression():
    assert parse("") == parse("Null") == parse("(* nothing *)\n")
    with pytest.raises(WolframSyntaxError, match="second expression") as caught:
        parse("a\n  b")
    assert (caught.value.line, caught.value.column) == (2, 3)
