"""What the lexer looks for: the patterns of tokens, the brackets, and the tokens that the grammar knows.

The spellings of operators come from the table; every character beyond ASCII that neither it nor the brackets
claim is a letter.  A name is matched with its context marks, wherever they stand, and checked when it becomes
a symbol.
"""

from __future__ import annotations

import re
from typing import Any

from .characters import NEWLINES, SPACES
from .numerals import PATTERN as NUMBER
from .operators import MATCHFIX, OPERATORS, UNREADABLE


class Token:
    """A token of the grammar; `items` are the operands and operators of a RUN, or what a bracket tells."""

    __slots__ = ("items", "type")
    start_pos = line = column = end_line = end_column = end_pos = None  # asked for by Lark, which needs none

    def __init__(self, type: str, items: Any = None):
        self.type, self.items = type, items


class Bracket:
    """An open bracket: how it was written and where, and what closes it."""

    __slots__ = ("close", "opening", "position")

    def __init__(self, opening: str, position: int, close: str):
        self.opening, self.position, self.close = opening, position, close


COMMA, CLOSE = Token("_COMMA"), Token("_CLOSE")
BRACKETS = {  # spelling: (type of the opening token, closing bracket)
    "[": ("_CALL", "]"),
    "[[": ("_PART", "]]"),
    "\u301a": ("_PART", "\u301b"),
    "(": ("_PAREN", ")"),
    "{": ("_LIST", "}"),
    "<|": ("_ASSOCIATION", "|>"),
    "\uf113": ("_ASSOCIATION", "\uf114"),
    "<": ("RULES", ">"),
    **{opening: ("GROUP", close) for opening, (close, _) in MATCHFIX.items()},
}
GROUPING = BRACKETS.keys() - {"[", "[[", "\u301a"}  # those that begin an operand
CLOSERS = {close for _, close in BRACKETS.values()} - {"]]", ">"}
SEPARATORS = (",", "\uf765")


def _spellings() -> dict[str, list[str]]:
    """All that the table and the brackets spell, by first character, longest first."""
    known = {o.spelling for o in OPERATORS} | {*BRACKETS, *CLOSERS, *SEPARATORS, *UNREADABLE} - {"[["}
    by_first: dict[str, list[str]] = {}
    for spelling in sorted(known, key=len, reverse=True):
        by_first.setdefault(spelling[0], []).append(spelling)
    return by_first


def _operator_pattern(by_first: dict[str, list[str]]) -> str:
    single = "".join(first for first, spellings in by_first.items() if spellings == [first])
    longer = [spellings for first, spellings in by_first.items() if spellings != [first]]
    each = (re.escape(s) + ("(?![0-9])" if s == "/." else "") for spellings in longer for s in spellings)
    return "|".join((f"[{re.escape(single)}]", *each))


_BY_FIRST = _spellings()
_FOREIGN = re.escape("".join(first for first in _BY_FIRST if not first.isascii()) + SPACES + NEWLINES)
_BLANKS = rf"[ \t\f\v{re.escape(SPACES)}]*"
_NAME = rf"[^\x00-#%-@\[-_{{-\x7f{_FOREIGN}][^\x00-#%-/:-@\[-_{{-\x7f{_FOREIGN}]*"  # letters, $, `; digits
_LETTERS = rf"[^\x00-#%-/:-@\[-`{{-\x7f{_FOREIGN}]"
_BLANK = rf"_(?:\.|_{{0,2}}(?:{_NAME})?)"
_STRING = r'"[^"\\]*(?:\\[\s\S][^"\\]*)*"'
_FILE = rf"(?:{_LETTERS}|[`/.\\!\-:*~?_]|\[[^\s\[\]]*\])+"

SYMBOL, PATTERN, NUMERAL, STRING, COMMENT, UNSET, OPERATOR = range(1, 8)  # the groups of MASTER
NEWLINE, SLOT, BLANK, OUT, OTHER, END = range(8, 14)
MASTER = re.compile(
    rf"{_BLANKS}(?:"
    rf"({_NAME})({_BLANK})?"
    rf"|({NUMBER})"
    rf"|({_STRING})"
    rf"|(\(\*)"
    rf"|(=[ \t]*\.(?![0-9]))"
    rf"|({_operator_pattern(_BY_FIRST)})"
    rf"|([\r\n{NEWLINES}][ \t\f\v\r\n{re.escape(SPACES + NEWLINES)}]*)"
    rf"|(#(?:#[0-9]*|[0-9]+|{_NAME}|{_STRING})?)"
    rf"|({_BLANK})"
    rf"|(%(?:[0-9]+|%*))"
    rf"|([\s\S])"
    rf"|())"
)
BAD_NAME = re.compile(r"``|`[0-9]|`$")
TAG = re.compile(rf"({_STRING})|({_LETTERS}+)")
FILE_NAME = re.compile(rf"[ \t\r\n]*(?:({_STRING})|({_FILE}))")
SPACE = re.compile(rf"[ \t\f\v\r\n{re.escape(SPACES + NEWLINES)}]*")
LINE_SPACE = re.compile(_BLANKS)
