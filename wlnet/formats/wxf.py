"""WXF, the Wolfram Exchange Format: any expression as bytes.

``8:`` and one expression, or ``8C:`` and the same compressed by zlib.  Each part is a letter and what it
needs: lengths are numbers of 7 bits a byte, the lowest first; numbers are little-endian.
Source: the tutorial "WXF Format Description".

Lists of reals or of integers are written as packed arrays from `packed.LEAST` numbers on; which lists a
Wolfram kernel packs is not documented, and reading gives the same list either way.  Reading never evaluates.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from ..arrays import NumericArray
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
    is_rule,
)
from .atoms import digits_of, integer_of, read_big_real, revived_atom, symbol_named, write_big_real
from .damage import Damaged
from .foreign import plain
from .packed import packed, unpacked

_TYPES = {
    0x00: "<i1",
    0x01: "<i2",
    0x02: "<i4",
    0x03: "<i8",
    0x10: "<u1",
    0x11: "<u2",
    0x12: "<u4",
    0x13: "<u8",
    0x22: "<f4",
    0x23: "<f8",
    0x33: "<c8",
    0x34: "<c16",
}
_CODES = {np.dtype(kind): code for code, kind in _TYPES.items()}
_INTEGERS = ((b"C", "<b", 7), (b"j", "<h", 15), (b"i", "<i", 31), (b"L", "<q", 63))  # letter, format, bits
_FORMATS = {letter: form for letter, form, _ in _INTEGERS}
_PACKED, _NUMERIC = b"\xc1", b"\xc2"
NameOf = Callable[[Symbol], str]


def write_wxf(node: Node, compress: bool = False, name_of: NameOf = lambda symbol: symbol.name) -> bytes:
    """The bytes of an expression.  `name_of` gives the names of symbols with their contexts."""
    writer = _Writer(name_of)
    writer.write(node)
    body = b"".join(writer.pieces)
    return b"8C:" + zlib.compress(body) if compress else b"8:" + body


def read_wxf(data: bytes) -> Node:
    """The expression in the bytes, not evaluated.  Raises Damaged."""
    if data[:3] == b"8C:":
        try:
            return _Reader(zlib.decompress(data[3:])).read()
        except zlib.error as error:
            raise Damaged(f"the compressed part is damaged ({error})") from None
    if data[:2] != b"8:":
        raise Damaged("WXF begins with 8: or 8C:")
    return _Reader(data[2:]).read()


def _varint(number: int) -> bytes:
    made = bytearray()
    while number > 127:
        made.append(number & 127 | 128)
        number >>= 7
    made.append(number)
    return bytes(made)


class _Writer:
    """Writes the parts of an expression in their order; expressions may be deeper than Python's stack."""

    def __init__(self, name_of: NameOf):
        self.name_of, self.pieces = name_of, list[bytes]()

    def write(self, node: Node) -> None:
        waiting: list[Node | bytes] = [node]
        while waiting:
            item = waiting.pop()
            if isinstance(item, bytes):
                self.pieces.append(item)
            elif type(item) is Expr:
                waiting += reversed(self._expression(item))
            elif type(item) is Value and not isinstance(item.value, NumericArray):
                waiting.append(plain(item.value))
            else:
                self._atom(item)

    def _expression(self, node: Expr) -> list[Node | bytes]:
        """What has to be written for an expression, piece by piece."""
        array = packed(node) if node.head is S.List else None
        if array is not None:
            return [_PACKED + _array(_narrow(array))]
        if node.head is S.Association and all(map(is_rule, node.args)):
            parts: list[Node | bytes] = [b"A" + _varint(len(node.args))]
            for rule in node.args:
                parts += (b"-" if rule.head is S.Rule else b":", *rule.args)
            return parts
        return [b"f" + _varint(len(node.args)), node.head, *node.args]

    def _atom(self, node: Any) -> None:
        kind = type(node)
        if kind is Symbol:
            self._text(b"s", self.name_of(node))
        elif kind is String:
            self._text(b"S", node.value)
        elif kind is Integer:
            self._integer(node.value)
        elif kind is Real:
            self.pieces.append(b"r" + struct.pack("<d", node.value))
        elif kind is BigReal:
            self._text(b"R", write_big_real(node))
        elif kind is ByteArray:
            self.pieces.append(b"B" + _varint(len(node.value)) + node.value)
        elif kind is Rational:
            self._call("Rational", Integer(node.value.numerator), Integer(node.value.denominator))
        elif kind is Complex:
            self._call("Complex", *node.value)
        elif node.value.array.ndim:
            self.pieces.append(_NUMERIC + _array(node.value.array))
        else:  # an array of no dimensions, which the format does not have
            self._call("NumericArray", unpacked(node.value.array), String(node.value.type_name))

    def _call(self, name: str, *args: Node) -> None:
        self.pieces.append(b"f" + _varint(len(args)))
        self._text(b"s", name)
        for arg in args:
            self._atom(arg)

    def _text(self, letter: bytes, text: str) -> None:
        raw = text.encode("utf-8", "surrogatepass")
        self.pieces.append(letter + _varint(len(raw)) + raw)

    def _integer(self, value: int) -> None:
        for letter, form, bits in _INTEGERS:
            if -(1 << bits) <= value < 1 << bits:
                self.pieces.append(letter + struct.pack(form, value))
                return
        self._text(b"I", digits_of(value))


def _narrow(array: np.ndarray) -> np.ndarray:
    """Integers in the smallest type that holds them all."""
    if array.dtype.kind != "i":
        return array
    low, high = int(array.min()), int(array.max())
    return array.astype(next(t for t in ("i1", "i2", "i4", "i8") if _holds(np.iinfo(t), low, high)))


def _holds(limits: np.iinfo, low: int, high: int) -> bool:
    return bool(limits.min <= low and high <= limits.max)


def _array(array: np.ndarray) -> bytes:
    kind = array.dtype.newbyteorder("<")
    shape = b"".join(map(_varint, (array.ndim, *array.shape)))
    return bytes([_CODES[kind]]) + shape + array.astype(kind, copy=False).tobytes()


class _Frame:
    """An expression of which some parts have been read: head first, or the rules of an association."""

    __slots__ = ("is_association", "parts", "wanted")

    def __init__(self, wanted: int, is_association: bool = False, parts: tuple[Node, ...] = ()):
        self.wanted, self.is_association, self.parts = wanted, is_association, list(parts)

    def done(self) -> Node:
        if self.is_association:
            return Expr(S.Association, tuple(self.parts))
        return revived_atom(self.parts[0], tuple(self.parts[1:]))


class _Reader:
    """Reads one expression that fills all of `data`."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def read(self) -> Node:
        frames: list[_Frame] = []
        while True:
            if frames and frames[-1].is_association and len(frames[-1].parts) < frames[-1].wanted:
                frames.append(self._entry())
            item = self._part()
            while True:
                if isinstance(item, _Frame):
                    frames.append(item)
                elif frames:
                    frames[-1].parts.append(item)
                if not frames:
                    return self._last(item)  # type: ignore[arg-type]
                if len(frames[-1].parts) < frames[-1].wanted:
                    break
                item = frames.pop().done()
                if not frames:
                    return self._last(item)

    def _last(self, node: Node) -> Node:
        if self.at != len(self.data):
            raise Damaged(f"{len(self.data) - self.at} bytes follow the expression")
        return node

    def _take(self, count: int) -> bytes:
        piece = self.data[self.at : self.at + count]
        if len(piece) < count:
            raise Damaged("the data end too early")
        self.at += count
        return piece

    def _length(self) -> int:
        value = shift = 0
        while True:
            byte = self._take(1)[0]
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
            if shift > 63:
                raise Damaged("a length has too many bytes")

    def _text(self) -> str:
        try:
            return self._take(self._length()).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise Damaged("a text is not UTF-8") from None

    def _entry(self) -> _Frame:
        mark = self._take(1)
        if mark not in (b"-", b":"):
            raise Damaged(f"{mark!r} stands where an association goes on")
        return _Frame(3, parts=(S.Rule if mark == b"-" else S.RuleDelayed,))

    def _part(self) -> Node | _Frame:
        letter = self._take(1)
        if letter == b"f":
            return _Frame(self._length() + 1)
        if letter == b"A":
            return _Frame(self._length(), is_association=True)
        if letter in _FORMATS:
            form = _FORMATS[letter]
            return Integer(struct.unpack(form, self._take(struct.calcsize(form)))[0])
        read = _LEAVES.get(letter)
        if read is None:
            raise Damaged(f"{letter!r} begins no expression")
        return read(self)

    def _array(self, numeric: bool) -> np.ndarray:
        code = self._take(1)[0]
        if code not in _TYPES or (0x10 <= code < 0x20 and not numeric):
            raise Damaged(f"arrays of the type {code:#04x} are not known")
        kind = np.dtype(_TYPES[code])
        shape = [self._length() for _ in range(self._length())]
        if not shape:
            raise Damaged("an array has no dimensions")
        raw = self._take(prod(shape) * kind.itemsize)
        return np.frombuffer(raw, kind).reshape(shape).astype(kind.newbyteorder("="), copy=False)


_LEAVES: dict[bytes, Callable[[_Reader], Node]] = {
    b"s": lambda r: symbol_named(r._text()),
    b"S": lambda r: String(r._text()),
    b"r": lambda r: unpacked(np.frombuffer(r._take(8), "<f8").reshape(())),
    b"I": lambda r: Integer(integer_of(r._text())),
    b"R": lambda r: read_big_real(r._text()),
    b"B": lambda r: ByteArray(r._take(r._length())),
    _PACKED: lambda r: unpacked(r._array(False)),
    _NUMERIC: lambda r: Value(NumericArray(r._array(True))),
}
