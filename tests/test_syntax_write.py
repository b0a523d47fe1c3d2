"""What is written looks as the language writes it, in each of the three forms."""

import pytest

from wlnet.expr import ByteArray, Expr, Foreign, Integer, S, String, Symbol, Value
from wlnet.syntax.parse import parse
from wlnet.syntax.write import full_form, input_form, output_form

# texts that InputForm gives back as they are
AS_TYPED = [
    "a + b", "a - b", "a - 2*b", "-a + b", "-1 + a", "a - 1", "a*b", "-a", "-(a*b)", "a/b", "a/(b*c)",
    "2/x", "1/2", "a^b", "a^b^c", "(a^b)^c", "(-2)^x", "2^(-1)", "x^(-n)", "a*(b + c)", "(a + b)/c",
    "(a + b)[x]", "a . b", "a**b", "{a, b}", "{}", "<|a -> 1, b :> 2|>", "f[x]", "f[x][y]", "f[]", "a[[1]]",
    "a[[1 ;; 3,All]]", "a[[1]][x]", "a == b", "a != b", "a < b < c",
    "Inequality[a, Less, b, LessEqual, c]", "a === b", "a && b",
    "(a && b) || c", " !a", " !(a && b)", "a &&  !b",
    "a | b", "a -> b", "a :> b", "a -> b -> c", "a /. b -> c",
    "a //. b", "a /; b", "a = b", "a := b", "a =.", "a += b", "a++", "++a", "a!", "a!!", "(a!)!", "a; b",
    "a; b; ", "a /: f[a] = 1", "a /: f[a] := 1", "a /: f[a] =.", "a ^= b", "#1 & ", "#1 + 1 & ",
    "(#1 + 1 & ) /@ v", "(#1 & )[x]", "{#1 & , 2}", "a -> #1 & ", "##1", "#name", '#"a b"',
    "Function[x, x^2]", "f @@ x", "f @@@ x", "f //@ x", "f @* g", "f /* g", '"a"<>"b"', '"a"~~x__', "_",
    "__", "___", "_Integer", "x_", "x_Integer", "x__", "x_.", "x_:1", "x_Integer:1", "x:a | b", "x:a | b:c",
    "_?f", "_?(#1 > 0 & )", "a..", "(x_)..", "{a, b}...", "x_ | y_", "f[x_] := x^2 /; x > 0", "(x:a) | b",
    "1 ;; 3", "1 ;; All ;; 2", "%", "%5", "%%", "f::usage", "f::a::b", "1.5", "2.", "1.*^-10", "-3",
    '"a\\"b\\n\\\\"', "Derivative[1][f]", "a~~b", "(x_)?f", "(_Integer)?f", "a/E^x", "E^(-x)",
    "Association[1]", "- --a", "a*(-2)", "a*(-b)", "Sqrt[x]", "Plus[a]",
    "Times[]", "Not[a, b]", "Slot[x]", "Element[x, Reals]", "a`b", "NetChain[{LinearLayer[3], Ramp}]",
]  # fmt: skip


@pytest.mark.parametrize("text", AS_TYPED)
def test_input_form_is_what_was_typed(text):
    assert input_form(parse(text)) == text


READ = [  # as typed, FullForm, InputForm
    ("a b", "Times[a, b]", "a*b"),
    ("x//f", "f[x]", "f[x]"),
    ("f@x", "f[x]", "f[x]"),
    ("f'", "Derivative[1][f]", "Derivative[1][f]"),
    ("Rational[1, 2] x", "Times[Rational[1, 2], x]", "x/2"),
    ("Rational[3, 2] x", "Times[Rational[3, 2], x]", "(3*x)/2"),
    ("Rational[-1, 2] x", "Times[Rational[-1, 2], x]", "-1/2*x"),
    ("a b^-1 c^-2", "Times[a, Power[b, -1], Power[c, -2]]", "a/(b*c^2)"),
    ("a^-1 b^-1", "Times[Power[a, -1], Power[b, -1]]", "1/(a*b)"),
    ("x^Rational[1, 2]", "Power[x, Rational[1, 2]]", "Sqrt[x]"),
    ("x^Rational[-1, 2]", "Power[x, Rational[-1, 2]]", "1/Sqrt[x]"),
    ("x^Rational[2, 3]", "Power[x, Rational[2, 3]]", "x^(2/3)"),
    ("a + Rational[-1, 2]", "Plus[a, Rational[-1, 2]]", "a - 1/2"),
    ("Complex[1, 2] x", "Times[Complex[1, 2], x]", "(1 + 2*I)*x"),
    ("DirectedInfinity[]", "DirectedInfinity[]", "ComplexInfinity"),
    ("a - DirectedInfinity[-1]", "Plus[a, Times[-1, DirectedInfinity[-1]]]", "a - -Infinity"),
    ("2^DirectedInfinity[1]", "Power[2, DirectedInfinity[1]]", "2^Infinity"),
    ("\\[Alpha] -> \\[Pi]", "Rule[α, Pi]", "α -> Pi"),
]


@pytest.mark.parametrize(("text", "full", "typed"), READ, ids=[text for text, _, _ in READ])
def test_full_form_names_every_head_and_input_form_uses_operators(text, full, typed):
    assert (full_form(parse(text)), input_form(parse(text))) == (full, typed)


def test_strings_are_quoted_for_reading_and_bare_for_people():
    node = parse('{"a\\"b\\\\", "tab\\tend", "α", "\\.01\\:d800"}')
    assert input_form(node) == full_form(node)[4:].replace("[", "{").replace("]", "}")
    assert input_form(node) == '{"a\\"b\\\\", "tab\\tend", "α", "\\.01\\:d800"}'
    assert output_form(node) == '{a"b\\, tab\tend, α, \x01\ud800}'


class Picture(Foreign):
    wl_head = "Picture"

    def __init__(self, summary: str):
        self.shown = summary

    def to_node(self):
        return Expr(Symbol("Picture"), (String("file"), Integer(-1)))

    def summary(self):
        return self.shown


def test_foreign_values_are_built_for_reading_and_summed_up_for_people():
    value = Value(Picture("a picture\nof two lines"))
    assert input_form(value) == full_form(value) == 'Picture["file", -1]'
    assert output_form(value) == "a picture\nof two lines"
    assert output_form(S.List(value, S.x)) == "{Picture[<a picture>], x}"
    assert input_form(S.f(value)) == 'f[Picture["file", -1]]'


def test_byte_arrays_are_written_in_base_64():
    assert input_form(ByteArray(b"\x01\x02\xff")) == 'ByteArray["AQL/"]'
