"""Reading is lazy, takes time in proportion to the text, and nests to any depth."""

import time

import pytest

from wlnet.expr import Expr, S
from wlnet.syntax.error import WolframSyntaxError
from wlnet.syntax.parse import parse, read, read_with_lines
from wlnet.syntax.write import full_form, input_form, output_form

DEEP = 10_000


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("{", "}"), ("(", ")"), ("f[", "]"), ("a[[", "]]"), ("<|a -> ", "|>"), ("<a -> ", ">"), ("⌊", "⌋")],
)
def test_brackets_nest_ten_thousand_deep(opening, closing):
    node = parse(opening * DEEP + "x" + closing * DEEP)
    for form in (full_form, input_form, output_form):
        assert form(node).count("x") == 1
    depth = 0
    while isinstance(node, Expr):
        node, depth = node.args[-1], depth + 1
    assert depth == (0 if opening == "(" else DEEP * (2 if "->" in opening else 1))


@pytest.mark.parametrize(
    "operator", ["^", "->", "=", "@", "/@", "//", "/", " ", "+", "-", "&&", ";", "==", "<", ":"]
)
def test_chains_of_operators_are_as_long_as_they_like(operator):
    text = input_form(parse(operator.join(["a"] * DEEP)))
    assert text.count("a") == DEEP


@pytest.mark.parametrize("sign", ["-", "!", "++"])
def test_prefixes_and_postfixes_are_as_many_as_they_like(sign):
    assert input_form(parse(sign + " " + f"{sign} " * DEEP + "a"))
    assert full_form(parse("a" + "[x]" * DEEP + "'" * DEEP))


def test_unclosed_brackets_are_an_error_at_any_depth():
    with pytest.raises(WolframSyntaxError) as caught:
        parse("{" * DEEP)
    assert caught.value.incomplete


def test_statements_are_read_one_by_one():
    statements = read("x = 1\n" + "{1, 2, 3};\n" * 100_000 + "]")
    start = time.process_time()
    assert next(statements) == parse("x = 1")
    assert next(statements).args[0] == parse("{1, 2, 3}")
    assert time.process_time() - start < 1


def test_statements_know_their_lines():
    text = "a;\n\n(* one\ntwo *) b = {1,\n2}\r\nc \\\n + d\n\n\\[Alpha]; e"
    assert [line for line, _ in read_with_lines(text)] == [1, 4, 6, 9]
    assert [node for _, node in read_with_lines(text)] == list(read(text))


def test_time_grows_with_the_text():
    def seconds(text: str) -> float:
        start = time.process_time()
        assert sum(1 for _ in read(text)) > 0
        return time.process_time() - start

    for line in ("f[x_, {y_, 2}] := x^2 + y /; x > 1;\n", '"\\[Alpha] (* \\n" (* " *) <> \\[Beta];\n'):
        seconds(line * 100)
        assert seconds(line * 8000) < 24 * max(seconds(line * 1000), 0.005)
    assert seconds("{" + "<1 -> 2>, " * 8000 + "0}") < 24 * max(
        seconds("{" + "<1 -> 2>, " * 1000 + "0}"), 0.005
    )


def test_a_script_begins_with_its_interpreter():
    assert list(read("#!/usr/bin/env wlnet\n1 + 1")) == [parse("1 + 1")]
    assert list(read("#!/usr/bin/env wlnet")) == []
    assert next(read("x;\n")) == S.CompoundExpression(S.x, S.Null)
