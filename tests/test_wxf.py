"""WXF: every expression comes back from its bytes; other programs read and write the same bytes."""

from __future__ import annotations

import contextlib
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from expressions import EVERY_KIND, expressions
from hypothesis import given, settings
from hypothesis import strategies as st

from wlnet.arrays import NumericArray
from wlnet.expr import Expr, Integer, Node, Real, S, String, Value, to_node
from wlnet.formats.damage import Damaged
from wlnet.formats.wxf import read_wxf, write_wxf
from wlnet.session import Session
from wlnet.syntax.parse import parse
from wlnet.syntax.write import input_form


@given(expressions, st.booleans())
@settings(deadline=None)
def test_every_expression_comes_back(node: Node, compress: bool) -> None:
    assert read_wxf(write_wxf(node, compress)) == node


@pytest.mark.parametrize("node", EVERY_KIND, ids=lambda node: type(node).__name__)
def test_every_kind_comes_back(node: Node) -> None:
    again = read_wxf(write_wxf(node))
    assert again == node
    if type(node) is Real:
        assert struct.pack("<d", again.value) == struct.pack("<d", node.value)  # type: ignore[attr-defined]


# written out by hand from the documented description of the format
@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("1", b"8:C\x01"),
        ("-129", b"8:j\x7f\xff"),
        ("40000", b"8:i\x40\x9c\x00\x00"),
        ("3000000000", b"8:L" + struct.pack("<q", 3000000000)),
        ("10000000000000000000000", b"8:I\x1710000000000000000000000"),
        ("1.5", b"8:r" + struct.pack("<d", 1.5)),
        ('"é"', b"8:S\x02\xc3\xa9"),
        ("x", b"8:s\x01x"),
        ("f[]", b"8:f\x00s\x01f"),
        ("{1, x}", b"8:f\x02s\x04ListC\x01s\x01x"),
        ("<|a -> 1, b :> x|>", b"8:A\x02-s\x01aC\x01:s\x01bs\x01x"),
    ],
)
def test_the_bytes_are_the_documented_ones(text: str, data: bytes) -> None:
    node = parse(text) if text != "-129" else Integer(-129)
    assert write_wxf(node) == data
    assert read_wxf(data) == node
    assert read_wxf(b"8C:" + zlib.compress(data[2:])) == node


def test_long_lists_of_numbers_are_packed_and_small_integers_take_a_byte_each() -> None:
    assert write_wxf(to_node(list(range(100)))) == b"8:\xc1\x00\x01\x64" + bytes(range(100))
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    assert write_wxf(Value(NumericArray(array))) == b"8:\xc2\x22\x02\x02\x03" + array.tobytes()


def test_reals_that_are_no_numbers_are_read_as_the_language_has_them() -> None:
    data = b"".join(b"r" + struct.pack("<d", x) for x in (float("inf"), float("-inf"), float("nan")))
    node = read_wxf(b"8:f\x03s\x04List" + data)
    assert input_form(node) == "{Infinity, -Infinity, Indeterminate}"


def test_packed_complex_numbers_are_read() -> None:
    node = read_wxf(b"8:\xc1\x34\x01\x01" + np.array([1 + 2j]).tobytes())
    assert input_form(node) == "{1. + 2.*I}"


def test_expressions_deeper_than_the_stack_come_back() -> None:
    node: Node = Integer(1)
    for _ in range(100_000):
        node = S.f(node)
    assert read_wxf(write_wxf(node)) == node


@given(st.binary())
def test_bytes_that_are_no_wxf_are_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        read_wxf(b"7:" + data)


@given(expressions, st.data())
@settings(deadline=None)
def test_a_part_of_the_bytes_is_refused(node: Node, data: Any) -> None:
    whole = write_wxf(node)
    with pytest.raises(Damaged):
        read_wxf(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(Damaged):
        read_wxf(whole + b"C\x01")


@given(expressions, st.data())
@settings(deadline=None)
def test_changed_bytes_are_read_as_something_else_or_refused(node: Node, data: Any) -> None:
    changed = bytearray(write_wxf(node))
    changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Damaged):
        assert isinstance(read_wxf(bytes(changed)), Node)


@given(expressions)
@settings(deadline=None)
def test_another_program_reads_and_writes_the_same_expression(node: Node) -> None:
    oracle = pytest.importorskip("wolframclient.deserializers", reason="wolframclient is not installed")
    serializers = pytest.importorskip("wolframclient.serializers")
    bare = _without_what_it_changes(node)
    theirs = oracle.binary_deserialize(write_wxf(bare), consumer=oracle.WXFConsumerNumpy())
    again = read_wxf(serializers.export(theirs, target_format="wxf"))
    assert _comparable(again) == _comparable(bare)


def _without_what_it_changes(node: Node) -> Node:
    """Only what wolframclient keeps as it is: it makes Python values of the rest."""
    if isinstance(node, Expr):
        if node.head is S.Association:
            return S.Held(*(map(_without_what_it_changes, node.args)))
        if node.head is S.List:
            return S.List(*map(_without_what_it_changes, node.args))
        head = node.head if isinstance(node.head, type(S.f)) and node.head is not S.Null else S.f
        return Expr(S.Named, (S.HeadOf(String(head.name)), *map(_without_what_it_changes, node.args)))
    return node if isinstance(node, (Integer, String)) or type(node) is Real else S.atom


def _comparable(node: Node) -> Node:
    """Infinities, and what is packed, in one form."""
    if isinstance(node, Value):
        return _comparable(to_node(node.value.array.tolist()))  # type: ignore[attr-defined]
    if isinstance(node, Expr):
        if node.head is S.DirectedInfinity:
            return Real(float("inf") * node.args[0].value)  # type: ignore[attr-defined]
        return Expr(node.head, tuple(map(_comparable, node.args)))
    return node


def session_value(text: str) -> str:
    session = Session(debug=True)
    session.kernel.report = lambda message: None
    return input_form(session.evaluate(text))


def test_reading_runs_nothing() -> None:
    assert session_value("BinaryDeserialize[BinarySerialize[Unevaluated[a = 7]]]; a") == "a"
    assert (
        session_value("BinaryDeserialize[BinarySerialize[Unevaluated[Print[1]]]]") == "HoldComplete[Print[1]]"
    )
    assert session_value("f[x_] := Print[x]; BinaryDeserialize[BinarySerialize[Unevaluated[f[1]]]]") == (
        "HoldComplete[f[1]]"
    )
    applied = "BinaryDeserialize[BinarySerialize[Unevaluated[(Print[#] &)[1]]]]"
    assert session_value(applied) == "HoldComplete[(Print[#1] & )[1]]"
    inside = "BinaryDeserialize[BinarySerialize[Unevaluated[Hold[Evaluate[Print[1]]]]]]"
    assert session_value(inside) == "HoldComplete[Hold[Evaluate[Print[1]]]]"
    branch = "BinaryDeserialize[BinarySerialize[Unevaluated[True && Print[1]]]]"
    assert session_value(branch) == "HoldComplete[True && Print[1]]"
