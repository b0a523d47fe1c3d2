r"""Escapes: ``\[Alpha]``, ``\:03b1``, ``\.41``, ``\101``, ``\|01f600`` are characters anywhere; others only
in strings.

Outside of strings they are replaced before the lexer runs, since an escape may be any part of a name or
operator; `Decoded` remembers where, so that errors point into the text as it was written.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from .characters import NAMED

_CHARACTER = re.compile(r"\[(\w+)\]|:([0-9a-fA-F]{4})|\|([0-9a-fA-F]{6})|\.([0-9a-fA-F]{2})|([0-7]{3})")
_IN_STRING = re.compile(r"\\(?:\r\n?|\n[ \t]*|[\s\S]?)")
_SIMPLE = {
    '"': '"',
    "\\": "\\",
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "b": "\b",
    "f": "\f",
    "<": "",
    ">": "",
    "'": "'",
}
_TYPESET = "!()*^_/@%&+`,"  # two-dimensional text inside a string stays as it is written
_INTERESTING = re.compile(r'\\(?:[\[:|.0-7\r\n])|"|\(\*')
_STRING = re.compile(r'"[^"\\]*(?:\\[\s\S][^"\\]*)*"?')
_COMMENT_PART = re.compile(r"\(\*|\*\)")
_CONTINUATION = re.compile(r"\\(?:\r\n?|\n)[ \t]*")


class BadEscape(Exception):
    """An escape that means nothing, `position` characters into the text it stands in."""

    def __init__(self, reason: str, position: int):
        super().__init__(reason)
        self.reason, self.position = reason, position


def character(text: str, position: int) -> tuple[str, int] | None:
    r"""The character that the escape with its backslash at `position` stands for, and where it ends."""
    found = _CHARACTER.match(text, position + 1)
    if found is None:
        return None
    if (name := found[1]) is not None:
        return (NAMED[name], found.end()) if name in NAMED else None
    if found[5]:
        return chr(int(found[5], 8)), found.end()
    code = int(found[2] or found[3] or found[4], 16)
    return (chr(code), found.end()) if code <= 0x10FFFF else None


def unescape(body: str) -> str:
    """What the characters between the quotes of a string stand for."""
    parts, position = [], 0
    while (start := body.find("\\", position)) >= 0:
        parts.append(body[position:start])
        if known := character(body, start):
            part, position = known
        else:
            found = _IN_STRING.match(body, start)
            assert found is not None
            part, position = _simple(found[0], start), found.end()
        parts.append(part)
    return "".join(parts) + body[position:]


def _simple(escape: str, position: int) -> str:
    letter = escape[1:2]
    if letter in _SIMPLE:
        return _SIMPLE[letter]
    if letter in "\r\n":
        return ""
    if letter in _TYPESET:
        return escape
    raise BadEscape(describe(escape), position)


def describe(escape: str) -> str:
    if escape.startswith("\\["):
        return "this is no named character of the language"
    return f'"{escape}" is no escape; a backslash in a string is written "\\\\"'


def comment_end(text: str, start: int) -> int:
    """Where the comment that opens at `start` ends, comments within it skipped; -1 if it does not."""
    depth, position = 0, start
    while found := _COMMENT_PART.search(text, position):
        depth, position = depth + (1 if found[0] == "(*" else -1), found.end()
        if not depth:
            return position
    return -1


class Decoded:
    """`text` with the escapes outside of strings and comments replaced."""

    def __init__(self, text: str):
        self.original, self.text = text, text
        self._ends: list[
            int
        ] = []  # in `text`, where each replaced escape ends, and how far it is then behind
        self._shifts: list[int] = []
        if "\\" in text:
            self._decode()

    def _decode(self) -> None:
        source, copied, position, shift = self.original, 0, 0, 0
        parts: list[str] = []
        while found := _INTERESTING.search(source, position):
            start = found.start()
            if (position := self._skip(found)) >= 0:
                continue
            if gap := _CONTINUATION.match(source, start):
                known: tuple[str, int] | None = ("", gap.end())
            else:
                known = character(source, start)
            if known is None:  # left for the lexer to stumble over, when it gets there
                position = start + 2
                continue
            parts += (source[copied:start], known[0])
            copied = position = known[1]
            shift += known[1] - start - len(known[0])
            self._ends.append(position - shift)
            self._shifts.append(shift)
        self.text = "".join(parts) + source[copied:]

    @staticmethod
    def _skip(found: re.Match[str]) -> int:
        """The end of the string or comment that begins at `found`; -1 if it is an escape."""
        text, start = found.string, found.start()
        if found[0] == '"':
            string = _STRING.match(text, start)
            assert string is not None
            return string.end()
        if found[0] == "(*":
            end = comment_end(text, start)
            return len(text) if end < 0 else end
        return -1

    def place(self, position: int) -> int:
        """The position in the original text of a position in `text`."""
        before = bisect_right(self._ends, position)
        return position + (self._shifts[before - 1] if before else 0)
