"""Bytes: arrays of them, and texts in other letters."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from ..expr import ByteArray, Integer, Node, S, String, is_head
from ..kernel.builtin import builtin
from ..problem import Template
from .characters import encoding_of

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
