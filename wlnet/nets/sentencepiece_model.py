"""Model files of SentencePiece, read and written: the pieces of a vocabulary and how texts are cut into them.

A file is a message in the encoding of protocol buffers; of its fields only the few named here matter.
Source: sentencepiece_model.proto and the documentation of SentencePiece (Kudo and Richardson, 2018).
"""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..lazy import sentencepiece
from ..problem import Template

NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = 1, 2, 3, 4, 5, 6  # types of pieces
UNIGRAM, BPE = 1, 2  # types of models
SPACE = "\u2581"  # stands for a space in pieces

NOT_INSTALLED = Template(
    "textmissing",
    "\"SubwordTokens\" need the Python package sentencepiece: pip install 'wlnet[text]'.",
)
NOT_MODEL = Template("spmodel", "File `1` is not a model of SentencePiece.")
NOT_BPE = Template(
    "spbpe", "File `1` is a SentencePiece model of another kind than BPE, which is not supported."
)
NO_BYTES = Template(
    "spbytes", "File `1` is a SentencePiece model that falls back to bytes, which is not supported."
)


@dataclass(frozen=True)
class Model:
    """What a model file says; the kinds of pieces are the types above."""

    pieces: tuple[tuple[str, int], ...]  # with their types, in the order of their numbers
    normalization: str | None  # the Unicode form that texts are brought to
    combines: bool  # whether spaces behind each other become one
    pads: bool  # whether texts get a space before them


def read_model(data: bytes, name: str) -> Model:
    """The model in the bytes of a file.  Raises a Problem for what is none, or none of BPE."""
    try:
        fields = list(_fields(data))
        pieces = tuple(_piece(value) for number, value in fields if number == 1)
        trainer, normalizer = ({k: v for n, m in fields if n == i for k, v in _fields(m)} for i in (2, 3))
        form = bytes(normalizer.get(1, b"")).decode()
    except (ValueError, IndexError, TypeError, struct.error):
        raise NOT_MODEL(name) from None
    if not pieces or not trainer:
        raise NOT_MODEL(name)
    if trainer.get(3, UNIGRAM) != BPE:
        raise NOT_BPE(name)
    if trainer.get(35, 0):
        raise NO_BYTES(name)
    unicode = "NFKC" if "nfkc" in form else None
    return Model(pieces, unicode, bool(normalizer.get(4, 1)), bool(normalizer.get(3, 1)))


def _piece(data: bytes) -> tuple[str, int]:
    found = dict(_fields(data))
    return bytes(found.get(1, b"")).decode().replace(SPACE, " "), found.get(3, NORMAL)


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """The fields of a message: their numbers, with integers, reals or bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield number, value
        elif wire == 2:
            length, at = _varint(data, at)
            if at + length > len(data):
                raise ValueError("cut off")
            yield number, data[at : at + length]
            at += length
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
            yield number, struct.unpack("<d" if wire == 1 else "<f", data[at : at + size])[0]
            at += size
        else:
            raise ValueError(wire)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _number(value: int) -> bytes:
    made = b""
    while value > 127:
        made, value = made + bytes([value & 127 | 128]), value >> 7
    return made + bytes([value])


def _field(number: int, value: int | float | bytes) -> bytes:
    if isinstance(value, bytes):
        return _number(number << 3 | 2) + _number(len(value)) + value
    if isinstance(value, float):
        return _number(number << 3 | 5) + struct.pack("<f", value)
    return _number(number << 3) + _number(value)


def processor(pieces: Sequence[tuple[str, int]]) -> Any:
    """What cuts texts into pieces by BPE: earlier pieces are put together first.

    Texts are taken as they are.
    """
    if importlib.util.find_spec("sentencepiece") is None:
        raise NOT_INSTALLED()
    parts = [
        _field(1, _field(1, text.replace(" ", SPACE).encode()) + _field(2, -float(i)) + _field(3, kind))
        for i, (text, kind) in enumerate(pieces)
    ]
    normalizer = _field(1, b"identity") + _field(3, 0) + _field(4, 0) + _field(5, 1)
    model = b"".join(parts) + _field(2, _field(3, BPE)) + _field(3, normalizer)
    return sentencepiece.SentencePieceProcessor(model_proto=model)
