"""Expressions as bytes and as texts: BinarySerialize, Compress and what undoes them, and WXF files."""

from __future__ import annotations

from typing import Any

from ..expr import FAILED, ByteArray, Expr, Node, S, String, Symbol
from ..formats.compress import compress, uncompress
from ..formats.damage import Damaged
from ..formats.net_reading import revived
from ..formats.wxf import read_wxf, write_wxf
from ..kernel.builtin import builtin
from ..kernel.file_formats import FileFormat, Options, Source, declare_format
from ..problem import Template
from .inert import inert

BAD_BYTES = Template("wxfbad", "These bytes are no expression in WXF: `1`.")
BAD_TEXT = Template("corrupt", "This text is no compressed expression: `1`.")


@builtin("BinarySerialize[expr_]")
def binary_serialize(k, expr: Node, *, PerformanceGoal: Node = String("Speed")):
    """BinarySerialize[expr] gives the bytes of an expression in WXF, nets and arrays included.

    With PerformanceGoal -> "Size" they are compressed.

    >> BinarySerialize[{1, a}]
    ByteArray["ODpmAnMETGlzdEMBcwhHbG9iYWxgYQ=="]
    """
    return ByteArray(write_wxf(expr, PerformanceGoal == String("Size"), names(k)))


def names(k: Any) -> Any:
    """How symbols are called in WXF: those of the language by their name, others with their context."""

    def name_of(symbol: Symbol) -> str:
        name = symbol.name
        if "`" in name or k.definitions[symbol].described or name in k.unsupported:
            return name
        return f"Global`{name}"

    return name_of


@builtin("BinaryDeserialize[bytes_ByteArray, head_]", failure=FAILED)
def binary_deserialize(k, bytes: Node, head: Node = S.Automatic):
    """BinaryDeserialize[bytes] gives the expression that BinarySerialize made bytes of.

    BinaryDeserialize[bytes, h] gives h[expr].  Reading runs nothing: an expression that would do more than
    give a value, as DeleteFile would, is given as HoldComplete[expr].

    >> BinaryDeserialize[BinarySerialize[<|"a" -> {1.5, x}|>]]
    <|"a" -> {1.5, x}|>
    """
    try:
        node = revived(read_wxf(bytes.value))
    except Damaged as damage:
        raise BAD_BYTES(str(damage)) from None
    return _given(k, S.BinaryDeserialize, node, head)


@builtin("Compress[expr_]")
def compress_(k, expr: Node):
    """Compress[expr] gives a short text that stands for an expression, nets and arrays included.

    >> Uncompress[Compress[{1, 2.5, "text", a + b}]]
    {1, 2.5, "text", a + b}
    """
    return compress(expr)


@builtin("Uncompress[text_String, head_]", failure=FAILED)
def uncompress_(k, text: str, head: Node = S.Automatic):
    """Uncompress[text] gives the expression that Compress made text of; Uncompress[text, h] gives h[expr].

    Reading runs nothing: an expression that would do more than give a value is given as HoldComplete[expr].

    >> Uncompress["1:eJxTTMoPSmNiYGAoZgESPpnFJZmMIB6IqAAAUz4FFg==", Head]
    List
    """
    try:
        node = revived(uncompress(text))
    except Damaged as damage:
        raise BAD_TEXT(str(damage)) from None
    return _given(k, S.Uncompress, node, head)


def _given(k: Any, function: Symbol, node: Node, head: Node) -> Node:
    return inert(k, function, node) if head is S.Automatic else Expr(head, (node,))


def _read(k: Any, source: Source, options: Options) -> Node:
    return k.evaluate(inert(k, S.Import, revived(read_wxf(source.data))))


def _read_held(k: Any, source: Source, options: Options) -> Node:
    return S.HoldComplete(revived(read_wxf(source.data)))


def _write(k: Any, value: Node, options: Options) -> bytes:
    return write_wxf(value, options.get("PerformanceGoal") == String("Size"), names(k))


declare_format(
    FileFormat(
        "WXF",
        (".wxf",),
        {"Expression": _read, "HeldExpression": _read_held},
        _write,
        ("PerformanceGoal",),
        late=True,
    )
)
