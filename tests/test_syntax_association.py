"""Single angle brackets where an operand is wanted read as an association, and change no other program."""

import pytest

from wlnet.syntax.error import WolframSyntaxError
from wlnet.syntax.parse import parse, read
from wlnet.syntax.write import input_form

SAME = [  # with single brackets, and what it means
    ("<3 -> 1, _ -> None>", "<|3 -> 1, _ -> None|>"),
    ('<"a" -> 1>', '<|"a" -> 1|>'),
    ("<a :> b>", "<|a :> b|>"),
    ("f[<3 -> 1>, x]", "f[<|3 -> 1|>, x]"),
    (
        "f[x, LearningRateMultipliers -> <3 -> 1, _ -> None>]",
        "f[x, LearningRateMultipliers -> <|3 -> 1, _ -> None|>]",
    ),
    ("{<1 -> 2>, <3 -> 4>}", "{<|1 -> 2|>, <|3 -> 4|>}"),
    ("{<1 -> 2>}", "{<|1 -> 2|>}"),
    ("(<1 -> 2>)", "<|1 -> 2|>"),
    ("<1 -> <2 -> 3>>", "<|1 -> <|2 -> 3|>|>"),
    ("<1 -> <2 -> <3 -> 4>>>", "<|1 -> <|2 -> <|3 -> 4|>|>|>"),
    ("<|1 -> <2 -> 3>|>", "<|1 -> <|2 -> 3|>|>"),
    ("<a -> {1, 2}, b -> f[x > y]>", "<|a -> {1, 2}, b -> f[x > y]|>"),
    ("<a -> b > c, d -> e>", "<|a -> b > c, d -> e|>"),
    ("<a -> b > -1, d -> e>", "<|a -> b > -1, d -> e|>"),
    ("<a -> b > (c), d -> e>", "<|a -> b > c, d -> e|>"),
    ("<a -> b >= c>", "<|a -> b >= c|>"),
    ("<a -> (b >> file)>", "<|a -> (b >> file)|>"),
    ("<a -> 1>[a]", "<|a -> 1|>[a]"),
    ("<a -> 1> - x", "<|a -> 1|> - x"),
    ("<a -> 1> /. a -> b", "<|a -> 1|> /. a -> b"),
    ("f @ <a -> 1>", "f @ <|a -> 1|>"),
    ("<a -> 1> // Keys", "Keys[<|a -> 1|>]"),
    ("x == <a -> 1>", "x == <|a -> 1|>"),
    ("<-1 -> -2>", "<|-1 -> -2|>"),
    ("<a -> (#&)>", "<|a -> (# &)|>"),
    ("<3 -> 1,\n _ -> None\n>", "<|3 -> 1, _ -> None|>"),
    ("f[\n  <3 -> 1>,\n  x\n]", "f[<|3 -> 1|>, x]"),
    ("<3 -> 1 (* the last *) >", "<|3 -> 1|>"),
]


@pytest.mark.parametrize(("single", "double"), SAME, ids=[single for single, _ in SAME])
def test_single_brackets_read_as_double_ones(single, double):
    assert parse(single) == parse(double)
    assert parse(input_form(parse(single))) == parse(double)


def test_the_line_ends_a_statement_after_the_closing_bracket():
    assert list(read("m = <3 -> 1>\nf[m]")) == [parse("m = <|3 -> 1|>"), parse("f[m]")]


def test_less_after_a_semicolon_is_less_unless_it_closes():
    for text, same in (
        ("a;<b", "(a;) < b"),
        ("a;<b;<c", "(((a;) < b);) < c"),
        ("a;<b -> c > d", "((a;) < b) -> (c > d)"),
        ("a;;<b", "(a;;) < b"),
        ("a;<b -> 1>", "CompoundExpression[a, <|b -> 1|>]"),
        (
            "a; <b -> f[c > d], (* > *) e -> <1 -> 2>>",
            "CompoundExpression[a, <|b -> f[c > d], e -> <|1 -> 2|>|>]",
        ),
        ("a; <b -> {1,\n2}>; c", "CompoundExpression[a, <|b -> {1, 2}|>, c]"),
    ):
        assert parse(text) == parse(same), text


def test_comparisons_stay_comparisons():
    for text in ("a < b > c", "a<-1", "f[a < b, c > d]", "{a < b, c > d}", "If[a<b, c>d, e]", "a<b>c<d"):
        assert "Association" not in repr(parse(text)), text


@pytest.mark.parametrize(
    ("text", "reason", "incomplete"),
    [
        ("<3 -> 1", '"<" opened at 1:1 is not closed', True),
        ("f[<3 -> 1]", '"]" does not close "<" opened at 1:3 (a ">" before an operand is Greater)', False),
        ("f[<3 -> 1> x]", '"]" does not close "<" opened at 1:3 (a ">" before an operand is Greater)', False),
        ("<a>", '"<" opens an association here, whose elements are rules: <a -> 1>', False),
        ("{1, < 2}", '"}" does not close "<" opened at 1:5 (a ">" before an operand is Greater)', False),
        ("<>", 'expected an expression before "<>"', False),
    ],
)
def test_what_is_no_association_is_a_clear_error(text, reason, incomplete):
    with pytest.raises(WolframSyntaxError) as caught:
        parse(text)
    assert (caught.value.reason, caught.value.incomplete) == (reason, incomplete)
