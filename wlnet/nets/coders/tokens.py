"""The "Tokens" coders: texts as sequences of numbers, one for each word of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Self

import numpy as np

from ...convert import NOT_CONVERTED
from ...expr import NONE, Node, S, String, is_head
from ...problem import Template
from ..coder import Decoder, Encoder, Evaluate, Misfit, coder, encoded, raw, wants_raw
from ..coder_parameters import REQUIRED, Declared, Parameter, anything, natural, truth
from ..layer import INDEX
from ..ragged import Column
from ..text_columns import encoded_already, of_length, unit_vectors
from .characters import FORM, LENGTH

PIECES = re.compile(r"[^\W_]+|[\W_]+")  # words, and what is between them
EXPECTED = "a list of different strings"


def _tokens(node: Node) -> object:
    words = [w.value for w in node.args if isinstance(w, String)] if is_head(node, S.List) else []
    return tuple(words) if words and len(words) == len(node.args) == len(set(words)) else NOT_CONVERTED


LANGUAGES = Template(
    "tokenlang", "The vocabulary of words of `1` does not come with wlnet; give a list of tokens instead."
)


class WordList(Declared):
    """Abstract: a coder with a list of words; the standard lists of languages are not here."""

    @classmethod
    def from_arguments(cls, positional: list[Node], options: dict[str, Node]) -> Self:
        if not positional and "Tokens" not in options:
            raise LANGUAGES("English")
        if positional and isinstance(positional[0], String):
            raise LANGUAGES(positional[0].value)
        return super().from_arguments(positional, options)


_WORDS = Parameter("Tokens", "words", _tokens, EXPECTED, REQUIRED, positional=True)
_CASE = Parameter("IgnoreCase", "ignore_case", truth, "True or False", True)
_SPLIT = Parameter("SplitPattern", "split", anything, "a string pattern or None", S.WordBoundary)


@coder
class TokensEncoder(WordList, Encoder):
    """NetEncoder[{"Tokens", {t1, t2, ..., td}}] encodes the words of a text as their places in the list.

    Words not in the list are d+1; spaces are left out.  IgnoreCase (True) makes all letters small first;
    "SplitPattern" says where a text is cut, None that examples are lists of words; "TargetLength" -> n cuts
    or fills up with d+1.
    """

    name = "Tokens"
    parameters = (_WORDS, FORM, _CASE, _SPLIT, LENGTH)

    def __init__(
        self,
        words: tuple[str, ...],
        form: str = "Index",
        ignore_case: bool = True,
        split: Node = S.WordBoundary,
        target: int | None = None,
    ):
        self.words, self.form, self.ignore_case, self.split, self.target = (
            words,
            form,
            ignore_case,
            split,
            target,
        )
        self.numbers: dict[str, int] = {}
        for number, word in enumerate(words):
            self.numbers.setdefault(self._folded(word), number + 1)
        self.size = len(words) + 1
        units = () if form == "Index" else (self.size,)
        self.dims = (target or "Varying", *units)

    def _folded(self, word: str) -> str:
        return word.lower() if self.ignore_case else word

    @property
    def kind(self) -> str:  # type: ignore[override]
        return INDEX if self.form == "Index" else "real"

    @property
    def count(self) -> int | None:
        return self.size if self.form == "Index" else None

    @property
    def brief(self) -> str:
        return "text"

    def summary(self) -> str:
        return f'{self.wl_head}["{self.name}"] {len(self.words)} tokens'

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        ready = encoded_already(examples, self.dims, self.size) if self.split is not NONE else None
        if ready is not None:
            return ready
        pieces = [self._pieces(example, place, evaluate) for place, example in enumerate(examples)]
        lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
        look, unknown = self.numbers.get, self.size
        found = (look(word, unknown) for words in pieces for word in words)
        numbers = np.fromiter(found, np.int64, int(lengths.sum()))
        column = of_length(numbers, lengths, self.target, unknown)
        return column if self.form == "Index" else unit_vectors(column, self.size)

    def _pieces(self, example: Node, place: int, evaluate: Evaluate) -> list[str]:
        """The words of one example."""
        listed = is_head(example, S.List) and self.split is NONE
        if is_head(example, S.TextElement) and example.args:
            example, listed = example.args[0], True
        if listed and all(isinstance(word, String) for word in example.args):
            return [self._folded(word.value) for word in example.args]  # type: ignore[attr-defined]
        if not isinstance(example, String) or self.split is NONE:
            raise Misfit(place, "a list of strings" if self.split is NONE else "a string")
        if self.split is S.WordBoundary:
            found = PIECES.findall(self._folded(example.value))
            return [word for piece in found if (word := piece.strip())]
        parts = evaluate(S.StringSplit(example, self.split))
        if not is_head(parts, S.List) or not all(isinstance(part, String) for part in parts.args):
            raise Misfit(place, "a string that the SplitPattern of the encoder cuts")
        return [self._folded(part.value) for part in parts.args]  # type: ignore[attr-defined]

    def is_example(self, node: Node) -> bool:
        if self.split is NONE:
            return is_head(node, S.List) and all(isinstance(word, String) for word in node.args)
        return (
            isinstance(node, String) or is_head(node, S.TextElement) or encoded(node, self.dims) is not None
        )

    def decoder(self) -> Decoder:
        return TokensDecoder(self.words, self.ignore_case)


@coder
class TokensDecoder(WordList, Decoder):
    """NetDecoder[{"Tokens", {t1, ..., td}}] takes a sequence of probabilities of d+1 tokens and gives the
    text.

    The words stand with spaces between them; those that are not in the list are left out.  With
    "InputDepth" -> 1 it takes the probabilities of one token.
    """

    name = "Tokens"
    properties = ("Decision",)
    parameters = (_WORDS, _CASE, Parameter("InputDepth", "depth", natural(), "1 or 2", 2))

    def __init__(self, words: tuple[str, ...], ignore_case: bool = True, depth: int = 2):
        self.words, self.ignore_case, self.depth = words, ignore_case, depth
        self.dims = ("Varying", len(words) + 1) if depth > 1 else (len(words) + 1,)

    def taking(self, depth: int) -> Decoder:
        return TokensDecoder(self.words, self.ignore_case, depth) if depth in (1, 2) else self

    @property
    def brief(self) -> str:
        return "text"

    def summary(self) -> str:
        return f'{self.wl_head}["{self.name}"] {len(self.words)} tokens'

    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        if wants_raw(wanted):
            return raw(batch)
        if wanted != String("Decision"):
            raise self.no_property(wanted)
        best = batch.argmax(-1).reshape(len(batch), -1).tolist()
        words = [*(w.lower() if self.ignore_case else w for w in self.words), ""]
        return [String(" ".join(filter(None, (words[i] for i in row)))) for row in best]

    def encoder(self) -> Encoder:
        return TokensEncoder(self.words, "Index", self.ignore_case)
