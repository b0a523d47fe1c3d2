"""The text that Compress makes of an expression, and the bytes in it.

``1:`` and, in Base64, a zlib stream of ``!boR`` and one expression, whose parts are a letter and what it
needs; all numbers are little-endian.  Nothing of it is documented: the letters were found by looking at many
public texts.  Ours are the letters of unsigned integers wider than a byte (those of the signed ones, as for
bytes: the name of the type decides), and that what has no letter is written as a call: ``Rational[1, 2]``,
``ByteArray["..."]``, lists for arrays of other types.  Reading never evaluates.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from math import prod
from typing import Any

import numpy as np

from ..arrays import TYPES, NumericArray
from ..expr import (
    BigReal,
    ByteArray,
    Complex,
    Expr,
    Integer,
    Node,
    Rational,
    Real,
    S,
    String,
    Symbol,
    Value,
    is_head,
)
from .atoms import digits_of, integer_of, read_big_real, revived_atom, symbol_named, write_big_real
from .damage import Damaged
from .foreign import plain
from .packed import packed, unpacked

_ARRAYS = {b"e": "<f8", b"l": "<f4", b"n": "<i4", b"h": "<i2", b"b": "<i1"}
_LETTERS = {np.dtype(kind): letter for letter, kind in _ARRAYS.items()}
_LETTERS |= {np.dtype("<u4"): b"n", np.dtype("<u2"): b"h", np.dtype("<u1"): b"b"}
_NUMERIC = (S.NumericArray, S.RawArray)
_ESCAPE = re.compile(r"\\:([0-9a-fA-F]{4})|\\\|([0-9a-fA-F]{6})")
_LOOKS_ESCAPED = re.compile(r"\\(?=:[0-9a-fA-F]{4}|\|[0-9a-fA-F]{6})")


def compress(node: Node) -> str:
    """The text of an expression."""
    pieces = [b"!boR"]
    waiting: list[Node | bytes] = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, bytes):
            pieces.append(item)
        elif type(item) is Expr:
            array = packed(item)
            if array is not None and (raw := _array(_int32(array))) is not None:
                pieces.append(raw)
            else:
                waiting += [*reversed(item.args), item.head, b"f" + _count(len(item.args))]
        else:
            waiting += reversed(_atom(item))
    return "1:" + base64.b64encode(zlib.compress(b"".join(pieces))).decode("ascii")


def uncompress(text: str) -> Node:
    """The expression in a text, not evaluated.  Raises Damaged."""
    bare = re.sub(r"[\s\\]+", "", text)
    if not bare.startswith("1:"):
        raise Damaged("a compressed expression begins with 1:")
    try:
        data = zlib.decompress(base64.b64decode(bare[2:], validate=True))
    except (ValueError, zlib.error) as error:
        raise Damaged(f"the text is damaged ({error})") from None
    if data[:4] != b"!boR":
        raise Damaged("what is compressed is no expression")
    return _Reader(data).read()


def _count(number: int) -> bytes:
    return struct.pack("<i", number)


def _int32(array: np.ndarray) -> np.ndarray:
    small = array.dtype.kind == "i" and array.min() >= -(2**31) and array.max() < 2**31
    return array.astype(np.int32) if small else array


def _array(array: np.ndarray) -> bytes | None:
    kind = array.dtype.newbyteorder("<")
    letter = _LETTERS.get(kind)
    if letter is None or not array.ndim:
        return None
    return letter + b"".join(map(_count, (array.ndim, *array.shape))) + array.astype(kind).tobytes()


def _text(letter: bytes, text: str) -> bytes:
    raw = text.encode("utf-8", "surrogatepass")
    return letter + _count(len(raw)) + raw


def _atom(node: Any) -> list[Node | bytes]:
    """What has to be written for an atom, piece by piece."""
    kind = type(node)
    if kind is Symbol:
        return [_text(b"s", node.name)]
    if kind is String:
        return [_text(b"S", _LOOKS_ESCAPED.sub(r"\\:005c", node.value))]
    if kind is Integer:
        small = -(2**31) <= node.value < 2**31
        return [b"i" + _count(node.value) if small else _text(b"I", digits_of(node.value))]
    if kind is Real:
        return [b"r" + struct.pack("<d", node.value)]
    if kind is BigReal:
        return [_text(b"R", write_big_real(node))]
    if kind is Rational:
        return _call("Rational", Integer(node.value.numerator), Integer(node.value.denominator))
    if kind is Complex:
        return _call("Complex", *node.value)
    if kind is ByteArray:
        return _call("ByteArray", String(base64.b64encode(node.value).decode("ascii")))
    assert isinstance(node, Value)
    if not isinstance(node.value, NumericArray):
        return [plain(node.value)]
    array = node.value.array
    return _call("NumericArray", _array(array) or unpacked(array), String(node.value.type_name))


def _call(name: str, *args: Node | bytes) -> list[Node | bytes]:
    return [b"f" + _count(len(args)), Symbol(name), *args]


class _Reader:
    """Reads the expression behind the first four bytes of `data`."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 4

    def read(self) -> Node:
        frames: list[tuple[int, list[Any]]] = []  # how many parts an expression has, and those read so far
        while True:
            item = self._part()
            if isinstance(item, int):
                frames.append((item, []))
                continue
            while frames:
                wanted, parts = frames[-1]
                parts.append(item)
                if len(parts) < wanted:
                    break
                frames.pop()
                item = _expression(parts)
            if not frames:
                if self.at != len(self.data):
                    raise Damaged(f"{len(self.data) - self.at} bytes follow the expression")
                return unpacked(item) if isinstance(item, np.ndarray) else item

    def _take(self, count: int) -> bytes:
        piece = self.data[self.at : self.at + count]
        if count < 0 or len(piece) < count:
            raise Damaged("the data end too early")
        self.at += count
        return piece

    def _int(self) -> int:
        return struct.unpack("<i", self._take(4))[0]

    def _text(self) -> str:
        try:
            return self._take(self._int()).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise Damaged("a text is not UTF-8") from None

    def _part(self) -> Node | np.ndarray | int:
        """An atom, an array, or the number of parts of an expression with its head."""
        letter = self._take(1)
        if letter == b"f":
            count = self._int()
            if count < 0:
                raise Damaged("an expression has a negative number of parts")
            return count + 1
        if letter == b"s":
            return symbol_named(self._text())
        if letter == b"S":
            return String(_ESCAPE.sub(_character, self._text()))
        if letter == b"i":
            return Integer(self._int())
        if letter == b"r":
            return unpacked(np.frombuffer(self._take(8), "<f8").reshape(()))
        if letter == b"I":
            return Integer(integer_of(self._text()))
        if letter == b"R":
            return read_big_real(self._text())
        if letter in _ARRAYS:
            return self._array(np.dtype(_ARRAYS[letter]))
        raise Damaged(f"{letter!r} begins no expression")

    def _array(self, kind: np.dtype) -> np.ndarray:
        shape = [self._int() for _ in range(max(self._int(), 0))]
        if not shape or min(shape) < 0:
            raise Damaged("an array has no proper dimensions")
        raw = self._take(prod(shape) * kind.itemsize)
        return np.frombuffer(raw, kind).reshape(shape).astype(kind.newbyteorder("="), copy=False)


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    if code > 0x10FFFF:
        raise Damaged(f"{found[0]} is no character")
    return chr(code)


def _expression(parts: list[Any]) -> Node:
    """The expression of a head and arguments, some of which may be arrays still."""
    head, *args = parts
    if isinstance(head, Symbol) and head in _NUMERIC and len(args) == 2:
        data, name = args if head is S.NumericArray else reversed(args)
        kind = TYPES.get(name.value) if isinstance(name, String) else None
        if isinstance(data, np.ndarray) and kind is not None:
            same = data.dtype.itemsize == np.dtype(kind).itemsize and data.dtype.kind != "f"
            return Value(NumericArray(data.view(kind) if same else data.astype(kind)))
        made = None if kind is None else _array_of(data, kind)
        if made is not None:
            return Value(NumericArray(made))
    nodes = [unpacked(a) if isinstance(a, np.ndarray) else a for a in parts]
    if head is S.ByteArray and len(args) == 1 and isinstance(args[0], String):
        try:
            return ByteArray(base64.b64decode(args[0].value, validate=True))
        except ValueError:
            raise Damaged("a byte array is no Base64") from None
    return revived_atom(nodes[0], tuple(nodes[1:]))


def _array_of(node: Any, kind: Any) -> np.ndarray | None:
    """The array of a list of numbers, complex ones included."""

    def numbers(item: Any) -> Any:
        if is_head(item, S.List):
            return [numbers(part) for part in item.args]
        parts = item.args if is_head(item, S.Complex) else item.value if type(item) is Complex else None
        return _single(item) if parts is None else complex(*map(_single, parts))

    try:
        return np.array(numbers(node), kind)
    except (AttributeError, TypeError, ValueError, OverflowError):
        return None


def _single(node: Any) -> Any:
    """The number that a node stands for, the infinite ones too."""
    if is_head(node, S.DirectedInfinity):
        return float("inf") * node.args[0].value
    return float("nan") if node is S.Indeterminate else node.value
