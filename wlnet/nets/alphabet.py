"""Tables of characters: which number stands for which character, and back.

A table is a list of items: "abc" gives the next numbers to these characters, "abc" -> n one number to all of
them, "abc" -> Automatic the next one; n ;; m stands for the characters of these codes; names such as
DigitCharacter for groups; StartOfString and EndOfString for the ends of the text; _ for all others.
Source: reference page of the "Characters" encoder.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..convert import NOT_CONVERTED
from ..expr import Expr, Integer, Node, S, String, is_head, is_rule

PRINTABLE = "\t\n" + "".join(map(chr, range(32, 127)))
START, END = "\U0010fffe", "\U0010ffff"  # stand for the ends of the text while it is encoded
OTHER = "\U0010fffd"  # stands for all characters without a number
GROUPS: dict[Node, str] = {
    S.Automatic: PRINTABLE,
    S.LetterCharacter: string.ascii_lowercase + string.ascii_uppercase,
    S.DigitCharacter: string.digits,
    S.WordCharacter: string.ascii_lowercase + string.ascii_uppercase + string.digits,
    S.PunctuationCharacter: string.punctuation,
    S.WhitespaceCharacter: " \t\n",
    S.StartOfString: START,
    S.EndOfString: END,
    S.Blank(): OTHER,
}


@dataclass(frozen=True)
class Alphabet:
    """`numbers` by character; `node` is what the user wrote."""

    numbers: dict[str, int]
    node: Node
    ignore_case: bool = False

    @classmethod
    def from_node(cls, node: Node) -> Any:
        numbers: dict[str, int] = {}
        items = node.args if is_head(node, S.List) and node != S.Blank() else (node,)
        for item in items:
            if not _add(numbers, item):
                return NOT_CONVERTED
        return cls(numbers, node) if numbers else NOT_CONVERTED

    def folded(self) -> Alphabet:
        """The alphabet that takes both cases of a letter for one, and knows both where it knows one."""
        numbers = dict(self.numbers)
        for char in self.numbers:
            alike = [other for other in (char.lower(), char.upper()) if len(other) == 1]
            lowest = min(self.numbers[other] for other in alike if other in self.numbers)
            numbers |= dict.fromkeys(alike, lowest)
        order = {number: i + 1 for i, number in enumerate(sorted(set(numbers.values())))}
        return Alphabet({c: order[n] for c, n in numbers.items()}, self.node, True)

    @property
    def size(self) -> int:
        return max(self.numbers.values())

    @property
    def other(self) -> int | None:
        """The number of all characters that have none of their own."""
        return self.numbers.get(OTHER)

    @property
    def filling(self) -> int:
        """What shorter texts are filled up with: the end of the text, any other character, or a space."""
        found = (self.numbers.get(char) for char in (END, OTHER, " "))
        return next((number for number in found if number), self.size)

    @cached_property
    def table(self) -> np.ndarray:
        """The number of each character by its code; 0 for those without one."""
        own = {char: number for char, number in self.numbers.items() if char not in (START, END, OTHER)}
        table = np.full(max(map(ord, own), default=0) + 2, self.other or 0, np.int64)
        for char, number in own.items():
            table[ord(char)] = number
        return table

    def looked_up(self, codes: np.ndarray) -> np.ndarray:
        """The numbers of characters by their codes, the ends of texts among them."""
        found = self.table[np.minimum(codes, len(self.table) - 1)]
        for end in (START, END):
            if end in self.numbers:
                found[codes == ord(end)] = self.numbers[end]
        return found

    def framed(self, text: str) -> str:
        """A text with its ends, as far as they have numbers."""
        before, behind = (end if end in self.numbers else "" for end in (START, END))
        return before + text + behind

    @cached_property
    def characters(self) -> list[str]:
        """A character for each number: the first in the table; "" for an end or any other."""
        found = [""] * self.size
        for char, number in reversed(self.numbers.items()):
            found[number - 1] = "" if char in (START, END, OTHER) else char
        return found

    def to_node(self) -> Node:
        return self.node

    def alphabet_node(self) -> Node:
        """The characters that are known, as a list."""
        names = {START: S.StartOfString, END: S.EndOfString, OTHER: S.Blank()}
        ordered = sorted(self.numbers, key=lambda c: self.numbers[c])
        return S.List(*(names.get(char, String(char)) for char in ordered))


def _add(numbers: dict[str, int], item: Node) -> bool:
    """Add the characters of one item of a table; False if it is none."""
    spec: Node | None = None
    if is_rule(item):
        item, spec = item.args
    chars = list(_characters(item))
    if not chars or None in chars:
        return False
    free = max(numbers.values(), default=0) + 1
    if isinstance(spec, Integer) and spec.value > 0:
        free = spec.value
    elif spec is not None and spec is not S.Automatic:
        return False
    for char in chars:
        numbers.setdefault(char, free)  # type: ignore[arg-type]
        free += spec is None
    return True


def _characters(item: Node) -> Iterator[str | None]:
    """The characters that an item stands for; None for what is no item."""
    if isinstance(item, String):
        yield from item.value
    elif item in GROUPS:
        yield from GROUPS[item]
    elif is_head(item, S.Span) and len(item.args) == 2:
        first, last = item.args
        if (
            isinstance(first, Integer)
            and isinstance(last, Integer)
            and 0 < first.value <= last.value < 0x110000
        ):
            yield from map(chr, range(first.value, last.value + 1))
        else:
            yield None
    elif isinstance(item, Expr) and item.head is S.List:
        for each in item.args:
            yield from _characters(each)
    else:
        yield None
