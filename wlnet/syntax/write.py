"""Expressions to text: `full_form`, `input_form` (which reads back), `output_form` (for people).

Writing keeps a stack of pieces instead of calling itself, so an expression may be nested to any depth.
"""

from __future__ import annotations

import re
from base64 import b64encode

from ..expr import (
    Atom,
    BigReal,
    ByteArray,
    Complex,
    Expr,
    Foreign,
    Integer,
    Node,
    Rational,
    Real,
    S,
    String,
    Symbol,
    Value,
)
from .display_forms import LABELLED, WRITERS
from .layout import layout, layout_for_people
from .number_forms import NUMBER_FORMS, NumberFormat, in_base, is_base, number_format, real_in_base
from .numerals import big_real_figures, big_real_text, digits_text, real_text
from .pieces import ATOM, DIVIDE, NEGATIVE, Layout, Piece, negative
from .quotients import complex_number
from .string_form import string_form
from .text_tables import Block, beside

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f\ud800-\udfff]')
_DIGITS = "0123456789."
_FIGURES, _ALL_FIGURES = 6, 17
_TRANSPARENT = frozenset(
    {S.HoldForm, S.OutputForm, S.StandardForm, S.TextForm}
)  # heads that people do not see


def full_form(node: Node) -> str:
    """`node` with every head written out: ``Plus[a, Times[-1, b]]``."""
    return _Full().text(node)


def input_form(node: Node, marks: bool | None = None) -> str:
    """`node` in operators, as it would be typed: ``a - b``.

    `marks` says whether the precision of all numbers is marked, or of none; None: where it has to be.
    """
    return (_Input() if marks is None else _Marked(marks)).text(node)


def output_form(node: Node, figures: int = _FIGURES) -> str:
    """`node` for people: strings bare, numbers to a few figures, foreign values as their summaries.

    Powers and fractions stay in their line, ``x^2`` and ``(2 x)/3``, where a Wolfram kernel prints them in
    two dimensions.  InputForm and FullForm around a part decide how that part is written; HoldForm is not
    seen.
    """
    if isinstance(node, Value):
        return node.value.summary()
    return _Output(figures).text(node)


def result_form(node: Node) -> str:
    """`node` as a program that reads results gets it: as InputForm, but strings bare and values summed up."""
    if isinstance(node, Value):
        return node.value.summary()
    return _Output(_ALL_FIGURES, typed=True).text(node)


def quoted(text: str) -> str:
    """`text` as a string of the language, with its quotes and escapes."""
    return '"' + _ESCAPED.sub(lambda found: _escape(found[0]), text) + '"'


def _escape(char: str) -> str:
    return _ESCAPES.get(char) or (f"\\.{ord(char):02x}" if ord(char) < 256 else f"\\:{ord(char):04x}")


class _Input:
    """InputForm; the other forms differ in how they write atoms, or in the layout of expressions."""

    def text(self, node: Node) -> str:
        written: list[str] = []
        waiting: list[Piece] = [(node, 0)]
        while waiting:
            piece = waiting.pop()
            if isinstance(piece, str):
                if piece.startswith("-") and written and written[-1].endswith("-"):
                    written.append(" ")  # a minus sign and "--" stay apart
                written.append(piece)
                continue
            precedence, pieces = self.layout(piece[0])  # type: ignore[arg-type]
            if precedence < piece[1]:  # type: ignore[operator]
                waiting.append(")")
                written.append("(")
            waiting += pieces[::-1]
        return self.joined(written)

    def joined(self, written: list[str]) -> str:
        return "".join(written)

    def layout(self, node: Node) -> Layout:
        if type(node) is Symbol:
            return ATOM, [node.name]
        if type(node) is Expr:
            return self.expression(node)
        assert isinstance(node, Atom)
        if isinstance(node, Value):
            return self.foreign(node.value)
        if isinstance(node, Complex):
            return self.complex(node)
        if isinstance(node, Rational):
            return self.rational(node)
        return (NEGATIVE if negative(node) else ATOM), [self.atom(node)]

    def expression(self, node: Expr) -> Layout:
        return layout(node)

    def complex(self, node: Complex) -> Layout:
        return complex_number(node)

    def rational(self, node: Rational) -> Layout:
        return DIVIDE, [f"{digits_text(node.value.numerator)}/{digits_text(node.value.denominator)}"]

    def atom(self, node: Atom) -> str:
        if isinstance(node, Integer):
            return digits_text(node.value)
        if isinstance(node, String):
            return self.string(node.value)
        if isinstance(node, Real):
            return self.real(node.value)
        if isinstance(node, BigReal):
            return self.big_real(node)
        assert isinstance(node, ByteArray)
        return f'ByteArray["{b64encode(node.value).decode()}"]'

    def string(self, value: str) -> str:
        return quoted(value)

    def real(self, value: float) -> str:
        return real_text(value)

    def big_real(self, node: BigReal) -> str:
        return big_real_text(node.value, node.precision)

    def foreign(self, value: Foreign) -> Layout:
        return self.layout(value.to_node())


class _Marked(_Input):
    """InputForm with the precision of every number marked, or of none."""

    def __init__(self, marks: bool):
        self.marks = marks

    def real(self, value: float) -> str:
        mantissa, exponent_mark, exponent = real_text(value).partition("*^")
        return (
            f"{mantissa}`{exponent_mark}{exponent}"
            if self.marks and mantissa[-1] in _DIGITS
            else mantissa + exponent_mark + exponent
        )

    def big_real(self, node: BigReal) -> str:
        return super().big_real(node) if self.marks else big_real_figures(node.value, node.precision)


class _Full(_Input):
    def expression(self, node: Expr) -> Layout:
        pieces: list[Piece] = [(node.head, ATOM), "["]
        for place, arg in enumerate(node.args):
            pieces += (", ", (arg, 0)) if place else ((arg, 0),)
        return ATOM, [*pieces, "]"]

    def complex(self, node: Complex) -> Layout:
        return ATOM, ["Complex[", (node.value[0], 0), ", ", (node.value[1], 0), "]"]

    def rational(self, node: Rational) -> Layout:
        return ATOM, [f"Rational[{digits_text(node.value.numerator)}, {digits_text(node.value.denominator)}]"]


class _Output(_Input):
    def __init__(self, figures: int, typed: bool = False):
        self.figures, self.typed = figures, typed

    def expression(self, node: Expr) -> Layout:
        if len(node.args) == 1 and type(node.head) is Symbol:
            if node.head in _TRANSPARENT:
                return self.layout(node.args[0])
            if write := FORMS.get(node.head):
                return ATOM, [write(node.args[0])]
        if self.typed and node.head is S.Quantity:
            return layout(node)
        if (write_form := WRITERS.get(node.head)) and (text := write_form(node, self.text)) is not None:
            return ATOM, [Block(text)]
        if node.head in NUMBER_FORMS and (asked := number_format(node)) is not None:
            return ATOM, [Block(_Formatted(self.figures, asked).text(node.args[0]))]
        if node.head is S.BaseForm and len(node.args) == 2 and is_base(node.args[1]):
            return ATOM, [_InBase(self.figures, node.args[1].value).text(node.args[0])]  # type: ignore[attr-defined]
        if node.head is S.StringForm and (filled := string_form(node)) is not None:
            return filled
        return layout(node) if self.typed else layout_for_people(node)

    def complex(self, node: Complex) -> Layout:
        precedence, pieces = complex_number(node)
        if self.typed:
            return precedence, pieces
        return precedence, [p.replace("*I", " I") if isinstance(p, str) else p for p in pieces]

    def joined(self, written: list[str]) -> str:
        if any(type(piece) is Block and "\n" in piece for piece in written):
            return beside(written) if len(written) > 1 else written[0]
        return "".join(written)

    def string(self, value: str) -> str:
        return value

    def atom(self, node: Atom) -> str:
        if isinstance(node, ByteArray) and not self.typed:
            return f"ByteArray[<{len(node.value)}>]"
        return super().atom(node)

    def real(self, value: float) -> str:
        return real_text(value, self.figures)

    def big_real(self, node: BigReal) -> str:
        return big_real_figures(node.value, node.precision)

    def foreign(self, value: Foreign) -> Layout:
        return ATOM, [one_line(value)]


class _Formatted(_Output):
    """OutputForm with the numbers written in a format."""

    def __init__(self, figures: int, asked: NumberFormat):
        super().__init__(figures)
        self.asked = asked

    def layout(self, node: Node) -> Layout:
        if isinstance(node, Atom) and (text := self.asked.text(node)) is not None:
            return (NEGATIVE if text.startswith("-") else ATOM), [text]
        return super().layout(node)


class _InBase(_Output):
    """OutputForm with the whole numbers written in a base."""

    def __init__(self, figures: int, base: int):
        super().__init__(figures)
        self.base = base

    def layout(self, node: Node) -> Layout:
        if isinstance(node, Integer):
            return (NEGATIVE if node.value < 0 else ATOM), [in_base(node.value, self.base)]
        if isinstance(node, Real) and node.value - node.value == 0:
            return (NEGATIVE if node.value < 0 else ATOM), [real_in_base(node.value, self.base)]
        return super().layout(node)


def formatted(node: Node, asked: NumberFormat) -> str:
    """OutputForm of `node` with its numbers in a format."""
    return _Formatted(_FIGURES, asked).text(node)


FORMS = {S.InputForm: input_form, S.FullForm: full_form}  # heads that say how what they hold is written
FORM_HEADS = FORMS.keys() | LABELLED | NUMBER_FORMS | {S.BaseForm}  # those that a dialogue names with Out[n]


def one_line(value: Foreign) -> str:
    """A foreign value among others: the first line of its summary, in brackets behind its head."""
    line, head = value.summary().partition("\n")[0], value.head_name
    if line.startswith(f"{head}["):
        return line
    return f"{head}[<{', '.join(line.removeprefix(head).split('  ')).strip(', ')}>]"
