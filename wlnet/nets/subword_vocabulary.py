"""Vocabularies of subwords: lists of strings and special tokens, written out or from SentencePiece files.

A token that begins a word begins with a space.  StartOfString and EndOfString are never found in a text; _
stands for characters that no token has.  Source: reference page of the "SubwordTokens" encoder.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..convert import NOT_CONVERTED
from ..expr import Node, S, String, is_head
from ..problem import Template
from .sentencepiece_model import CONTROL, NORMAL, UNKNOWN, UNUSED, Model, processor, read_model

OTHER = S.Blank()
SPECIAL: dict[Node, int] = {S.StartOfString: CONTROL, S.EndOfString: CONTROL, OTHER: UNKNOWN}
PRIVATE = "\U0010fff0"  # begins names that no text has

NO_FILE = Template("nffil", "File `1` not found.")


@dataclass(frozen=True)
class Vocabulary:
    """The tokens, strings or special, in the order of their numbers."""

    tokens: tuple[Node, ...]

    @classmethod
    def from_node(cls, node: Node) -> Any:
        tokens = node.args if is_head(node, S.List) else ()
        fitting = [t for t in tokens if t in SPECIAL or (isinstance(t, String) and t.value)]
        if not fitting or len(fitting) < len(tokens) or len(set(tokens)) < len(tokens) or OTHER not in tokens:
            return NOT_CONVERTED
        return cls(tuple(tokens))

    @classmethod
    def of_model(cls, model: Model) -> Vocabulary:
        """The vocabulary of a SentencePiece model; its pieces <s> and </s> are the ends of texts."""
        ends = {"<s>": S.StartOfString, "</s>": S.EndOfString}
        return cls(
            tuple(
                OTHER
                if kind == UNKNOWN
                else ends.get(text, String(text))
                if kind == CONTROL
                else String(text)
                for text, kind in model.pieces
            )
        )

    def to_node(self) -> Node:
        return S.List(*self.tokens)

    def number(self, token: Node) -> int | None:
        """The number of a token, from 1."""
        return self._numbers.get(token)

    @cached_property
    def _numbers(self) -> dict[Node, int]:
        return {token: i + 1 for i, token in enumerate(self.tokens)}

    @cached_property
    def texts(self) -> list[str]:
        """What each token stands for in a text; nothing for special ones."""
        return [token.value if isinstance(token, String) else "" for token in self.tokens]

    def pieces(self, allowed: Collection[str] | None, fold: bool) -> list[tuple[str, int]]:
        """The tokens as SentencePiece wants them; those not `allowed` are only put together on the way."""
        made: list[tuple[str, int]] = []
        seen: set[str] = set()
        for i, token in enumerate(self.tokens):
            text = token.value if isinstance(token, String) else PRIVATE + str(i)
            kind = SPECIAL.get(token, NORMAL)
            text = text.lower() if fold and kind == NORMAL else text
            if text in seen:  # of tokens that differ in case only the first counts
                text, kind = PRIVATE + str(i), UNUSED
            elif kind == NORMAL and allowed is not None and text not in allowed and len(text) > 1:
                kind = UNUSED
            seen.add(text)
            made.append((text, kind))
        return made

    def processor(self, allowed: Collection[str] | None, fold: bool) -> Any:
        return processor(self.pieces(allowed, fold))


def model_in(node: Node) -> Model | None:
    """The SentencePiece model in ``File["path"]``; None for anything else.  Raises a Problem."""
    if not (is_head(node, S.File) and len(node.args) == 1 and isinstance(node.args[0], String)):
        return None
    path = Path(node.args[0].value).expanduser()
    if not path.is_file():
        raise NO_FILE(node.args[0].value)
    return read_model(path.read_bytes(), node.args[0].value)


def words_of(text: str) -> list[str]:
    """The words that "WordPiece" cuts further, each with a space before it; punctuation stands by itself."""
    words: list[str] = []
    inside = False
    for char in text:
        if char.isspace():
            inside = False
        elif unicodedata.category(char)[0] == "P":
            words.append(" " + char)
            inside = False
        elif inside:
            words[-1] += char
        else:
            words.append(" " + char)
            inside = True
    return words


def longest_first(word: str, numbers: dict[str, int], unknown: int, longest: int) -> list[int]:
    """The numbers of the pieces of a word, always the longest that fits; of one unknown if any part is."""
    found, at = [], 0
    while at < len(word):
        for end in range(min(len(word), at + longest), at, -1):
            number = numbers.get(word[at:end])
            if number is not None:
                break
        else:
            return [unknown]
        found.append(number)
        at = end
    return found
