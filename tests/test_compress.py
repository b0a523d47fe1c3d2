"""Compress: every expression comes back from its text, and texts written elsewhere are read."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from expressions import EVERY_KIND, expressions
from hypothesis import given, settings
from hypothesis import strategies as st

from wlnet.arrays import TYPES, NumericArray
from wlnet.expr import Expr, Integer, Node, S, String, Value
from wlnet.formats.compress import compress, uncompress
from wlnet.formats.damage import Damaged
from wlnet.syntax.parse import parse
from wlnet.syntax.write import input_form


def text_of(body: bytes) -> str:
    """The text around an expression in bytes."""
    return "1:" + base64.b64encode(zlib.compress(b"!boR" + body)).decode()


def count(number: int) -> bytes:
    return struct.pack("<i", number)


def symbol(name: str) -> bytes:
    return b"s" + count(len(name)) + name.encode()


@given(expressions)
@settings(deadline=None)
def test_every_expression_comes_back(node: Node) -> None:
    assert uncompress(compress(node)) == node


@pytest.mark.parametrize("node", EVERY_KIND, ids=lambda node: type(node).__name__)
def test_every_kind_comes_back(node: Node) -> None:
    assert uncompress(compress(node)) == node


@pytest.mark.parametrize("name", TYPES)
def test_arrays_of_every_type_come_back(name: str) -> None:
    limits = np.array([[0, 1], [100, 127]], TYPES[name])
    value = Value(NumericArray(limits))
    again = uncompress(compress(value))
    assert again == value and again.value.type_name == name  # type: ignore[attr-defined]


# written by hand, as texts of the world look
@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"i" + count(-3), "-3"),
        (b"I" + count(11) + b"12345678901", "12345678901"),
        (b"r" + struct.pack("<d", 2.5), "2.5"),
        (b"S" + count(7) + rb"a\:00e9", '"aé"'),
        (b"f" + count(2) + symbol("List") + b"i" + count(1) + symbol("x"), "{1, x}"),
        (b"e" + count(2) + count(1) + count(2) + struct.pack("<dd", 1, 2), "{{1., 2.}}"),
        (b"n" + count(1) + count(2) + struct.pack("<ii", 1, -2), "{1, -2}"),
        (
            b"f" + count(1) + symbol("Association") + b"f" + count(2) + symbol("Rule") + symbol("a")
            + symbol("b"),
            "<|a -> b|>",
        ),
        (
            b"f" + count(2) + symbol("NumericArray") + b"b" + count(1) + count(2) + b"\xff\x01" + b"S"
            + count(16) + b"UnsignedInteger8",
            'NumericArray[{255, 1}, "UnsignedInteger8"]',
        ),
        (
            b"f" + count(2) + symbol("RawArray") + b"S" + count(6) + b"Real32" + b"l" + count(1) + count(1)
            + struct.pack("<f", 0.5),
            'NumericArray[{0.5}, "Real32"]',
        ),
    ],
)  # fmt: skip
def test_texts_of_other_programs_are_read(body: bytes, text: str) -> None:
    assert input_form(uncompress(text_of(body))) == text


def test_the_text_is_base64_of_zlib_of_the_expression() -> None:
    assert compress(S.f(Integer(7))) == text_of(b"f" + count(1) + symbol("f") + b"i" + count(7))


def test_line_breaks_in_a_text_are_dropped() -> None:
    text = compress(parse('{1, "two", 3.}'))
    assert uncompress(text[:9] + "\n" + text[9:12] + "\\\n  " + text[12:]) == parse('{1, "two", 3.}')


def test_expressions_deeper_than_the_stack_come_back() -> None:
    node: Node = String("deep")
    for _ in range(100_000):
        node = Expr(S.f, (node,))
    assert uncompress(compress(node)) == node


@given(st.text())
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(Damaged):
        uncompress(text)
    with pytest.raises(Damaged):
        uncompress("1:" + text)


@given(expressions, st.data())
@settings(deadline=None)
def test_damaged_bytes_are_refused_or_something_else(node: Node, data: Any) -> None:
    body = bytearray(zlib.decompress(base64.b64decode(compress(node)[2:])))
    place = data.draw(st.integers(4, len(body) - 1))
    with pytest.raises(Damaged):
        uncompress(text_of(bytes(body[4:place])))
    body[place] = data.draw(st.integers(0, 255))
    try:
        assert isinstance(uncompress(text_of(bytes(body[4:]))), Node)
    except Damaged as damage:
        assert str(damage)
