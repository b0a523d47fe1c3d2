"""Named characters are the characters they name, in names, operators and strings."""

import unicodedata

import pytest

from wlnet.expr import String, Symbol
from wlnet.syntax.characters import CONSTANTS, NAMED, NAMES
from wlnet.syntax.operators import OPERATORS, Operator
from wlnet.syntax.parse import parse, read
from wlnet.syntax.write import full_form, input_form


def test_names_and_characters_answer_each_other():
    assert len(NAMED) == len(NAMES) > 1000
    assert all(NAMES[char] == name for name, char in NAMED.items())


def test_letters_have_the_names_that_unicode_gives_them():
    for name, formal in (
        ("Alpha", "GREEK SMALL LETTER ALPHA"),
        ("CapitalOmega", "GREEK CAPITAL LETTER OMEGA"),
        ("CapitalSigma", "GREEK CAPITAL LETTER SIGMA"),
        ("EAcute", "LATIN SMALL LETTER E WITH ACUTE"),
        ("CapitalCCedilla", "LATIN CAPITAL LETTER C WITH CEDILLA"),
        ("ZHacek", "LATIN SMALL LETTER Z WITH CARON"),
        ("ODoubleAcute", "LATIN SMALL LETTER O WITH DOUBLE ACUTE"),
        ("ScriptCapitalL", "SCRIPT CAPITAL L"),
        ("Aleph", "ALEF SYMBOL"),
        ("Infinity", "INFINITY"),
        ("SquareSupersetEqual", "SQUARE ORIGINAL OF OR EQUAL TO"),
    ):
        assert unicodedata.name(NAMED[name]) == formal


def test_an_escape_is_its_character_wherever_it_stands():
    assert parse("\\[Alpha]") == parse("\\:03b1") == parse("α") == Symbol("α")
    assert parse("a\\[Beta]2c") == Symbol("aβ2c")
    assert parse('"\\[Alpha]\\:03b2\\.41\\102\\|01f600"') == String("αβAB😀")
    assert parse("a\\[Rule]b") == parse("a->b")
    assert parse("f\\[LeftDoubleBracket]1\\[RightDoubleBracket]") == parse("f[[1]]")
    assert parse("(* \\[Foo] *) 1") == parse("1")


def test_constants_have_characters():
    for char, name in CONSTANTS.items():
        assert parse(char) == Symbol(name)


def test_lines_join_at_a_backslash():
    assert parse("abc\\\n   def + 1") == parse("abcdef + 1")
    assert parse('"abc\\\n   def"') == String("abcdef")
    assert list(read("a \\\n+ b")) == [parse("a + b")]


BEFORE = ("prefix", "twice", "positive", "negate", "integral", "differential", "get")
AFTER = ("postfix", "prime", "unset")


def typed(operator: Operator) -> str:
    """`operator` at work."""
    if operator.shape in BEFORE:
        return f"{operator.spelling} a"
    if operator.shape in AFTER:
        return f"a {operator.spelling}"
    return {"tag": "a /: b = c", "tilde": "a ~ b ~ c"}.get(operator.shape, f"a {operator.spelling}b")


@pytest.mark.parametrize(
    "operator", OPERATORS, ids=lambda o: f"{o.shape} {NAMES.get(o.spelling, o.spelling)}"
)
def test_every_operator_of_the_table_reads_as_its_head(operator):
    text = full_form(parse(typed(operator)))
    assert text.startswith(operator.head.replace("-", "")) and text.isascii()


def test_odd_characters_in_strings_survive():
    for text in ("\ufeff", "\u2028", "\uf765", "(* *)", "\\[", "\\", '"', "\x7f\x00", "\U0010ffff"):
        assert parse(input_form(String(text))) == String(text)
