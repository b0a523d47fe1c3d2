"""Bytes: arrays of them, and texts in other letters."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

from ..expr import ByteArray, Integer, Node, S, String, is_head
from ..kernel.builtin import builtin
from ..problem import Template
from .characters import encoding_of
from .lists import taken_places
from .parts import positions

NO_BYTES = Template("lend", "`1` is neither a list of whole numbers from 0 to 255 nor a text in Base64.")
_ENCODERS = {"Base64": base64.b64encode, "Base32": base64.b32encode, "Base16": base64.b16encode}
_DECODERS: dict[str, Callable[[str], bytes]] = {
    "Base64": base64.b64decode,
    "Base32": base64.b32decode,
    "Base16": base64.b16decode,
}


@builtin("ByteArray[data_]")
def byte_array(k, data: Node):
    """ByteArray[{b1, b2, ...}] is an array of bytes; ByteArray["text"] one from Base64.

    >> ByteArray[{1, 2, 255}]
    ByteArray["AQL/"]
    """
    if type(data) is ByteArray:
        return data
    if type(data) is String:
        try:
            return ByteArray(base64.b64decode(data.value, validate=True))
        except binascii.Error:
            raise NO_BYTES(data) from None
    if is_head(data, S.List) and all(type(b) is Integer and 0 <= b.value < 256 for b in data.args):
        return ByteArray(bytes([b.value for b in data.args]))
    raise NO_BYTES(data)


@builtin("ByteArrayQ[expr_]")
def byte_array_q(k, expr: Node):
    """ByteArrayQ[expr] gives True if expr is an array of bytes.

    >> {ByteArrayQ[ByteArray[{1}]], ByteArrayQ[{1}]}
    {True, False}
    """
    return type(expr) is ByteArray


@builtin("Normal[data_ByteArray]")
def normal(k, data: Node):
    """Normal[bytes] gives the list of the bytes.

    >> Normal[ByteArray["AQL/"]]
    {1, 2, 255}
    """
    return k.evaluated_list(map(Integer, data.value))


@builtin("Length[data_ByteArray]")
def length(k, data: Node):
    """Length[bytes] gives the number of bytes.

    >> Length[ByteArray["AQL/"]]
    3
    """
    return len(data.value)


@builtin("Part[data_ByteArray, spec_]")
def part_of_bytes(k, data: Node, spec: Node):
    """Part[bytes, n] gives a byte, Part[bytes, m ;; n] those from m to n.

    >> {ByteArray["AQL/"][[3]], ByteArray["AQL/"][[2 ;; 3]]}
    {255, ByteArray["Av8="]}
    """
    found = positions(spec, len(data.value), data)
    if found is None:
        return data.head if type(spec) is Integer else None
    if isinstance(found, int):
        return data.value[found]
    return ByteArray(bytes([data.value[i] for i in found]))


@builtin("Take[data_ByteArray, spec_]")
def take_bytes(k, data: Node, spec: Node):
    """Take[bytes, n] gives the first n bytes, Take[bytes, -n] the last.

    >> Take[ByteArray[{1, 2, 3}], 2] === ByteArray[{1, 2}]
    True
    """
    return ByteArray(bytes([data.value[i] for i in taken_places(spec, len(data.value), data)]))


@builtin("Drop[data_ByteArray, spec_]")
def drop_bytes(k, data: Node, spec: Node):
    """Drop[bytes, n] gives bytes without the first n, Drop[bytes, -n] without the last.

    >> Drop[ByteArray[{1, 2, 3}], 2] === ByteArray[{3}]
    True
    """
    gone = set(taken_places(spec, len(data.value), data))
    return ByteArray(bytes([byte for i, byte in enumerate(data.value) if i not in gone]))


_AS_A_LIST = {
    "First": lambda data: data[0],
    "Last": lambda data: data[-1],
    "Most": lambda data: ByteArray(data[:-1]),
    "Rest": lambda data: ByteArray(data[1:]),
    "Reverse": lambda data: ByteArray(data[::-1]),
}


def _declare(name: str, function: Callable[[bytes], Any]) -> None:
    def on_bytes(k, data: Node):
        return function(data.value) if data.value else None

    on_bytes.__doc__ = f"""{name}[bytes] does with an array of bytes what it does with a list.

    >> Flatten[{{Normal[{name}[ByteArray[{{1, 2, 3}}]]]}}] === Flatten[{{{name}[{{1, 2, 3}}]}}]
    True
    """
    builtin(f"{name}[data_ByteArray]")(on_bytes)


for _name, _function in _AS_A_LIST.items():
    _declare(_name, _function)


@builtin("StringToByteArray[text_String, encoding_]")
def string_to_byte_array(k, text: str, encoding: Node = String("UTF8")):
    """StringToByteArray[text] gives the bytes of a text.

    >> Normal[StringToByteArray["é"]]
    {195, 169}
    """
    return ByteArray(text.encode(encoding_of(encoding) or "utf-8", "replace"))


@builtin("ByteArrayToString[data_ByteArray, encoding_]")
def byte_array_to_string(k, data: Node, encoding: Node = String("UTF8")):
    """ByteArrayToString[bytes] gives the text of these bytes.

    >> ByteArrayToString[ByteArray[{195, 169}]]
    "é"
    """
    return data.value.decode(encoding_of(encoding) or "utf-8", "replace")


@builtin("BaseEncode[data_ByteArray, base_]")
def base_encode(k, data: Node, base: str = "Base64"):
    """BaseEncode[bytes] gives a text in Base64; BaseEncode[bytes, "Base16"] in another base.

    >> BaseEncode[ByteArray[{1, 2, 255}]]
    "AQL/"
    """
    encode = _ENCODERS.get(base)
    return None if encode is None else encode(data.value).decode("ascii")


@builtin("BaseDecode[text_String, base_]")
def base_decode(k, text: str, base: str = "Base64"):
    """BaseDecode[text] gives the bytes that a text in Base64 stands for.

    >> BaseDecode["AQL/"]
    ByteArray["AQL/"]
    """
    decode = _DECODERS.get(base)
    try:
        return None if decode is None else ByteArray(decode(text))
    except binascii.Error:
        raise NO_BYTES(String(text)) from None
