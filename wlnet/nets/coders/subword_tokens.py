"""The "SubwordTokens" coders: texts as sequences of numbers of words and parts of words.

"BPE" is done by the library sentencepiece, on a model made of the list of tokens: those that come earlier
are put together first.  "WordPiece" takes the longest token that fits, word by word (Wu et al., 2016).
Source: reference pages of the encoder and the decoder; with what is filled up to "TargetLength" (the number
of EndOfString, or of _ without it), and that only the numbers can be asked for, are ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np

from ...convert import NOT_CONVERTED
from ...expr import FALSE, NONE, TRUE, Expr, Node, S, String, boolean, is_head, is_rule
from ..coder import Decoder, Encoder, Evaluate, Misfit, coder, encoded, misused, raw, wants_raw
from ..coder_parameters import REQUIRED, Declared, Parameter, anything, natural, one_of, truth
from ..layer import INDEX
from ..ragged import Column
from ..subword_vocabulary import OTHER, Vocabulary, longest_first, model_in, words_of
from ..text_columns import encoded_already, of_length, strings
from .characters import LENGTH

SIDES: dict[Node, str | None] = {NONE: None, S.Left: "Left", S.Right: "Right", S.Automatic: None}


@dataclass(frozen=True)
class Method:
    """How texts are cut: "BPE" with its suboptions, or "WordPiece"."""

    name: str = "BPE"
    combine: bool = False
    padding: str | None = None

    @classmethod
    def from_node(cls, node: Node) -> Any:
        name, *rules = node.args if is_head(node, S.List) and node.args else (node,)
        if not isinstance(name, String) or name.value not in ("BPE", "WordPiece"):
            return NOT_CONVERTED
        given = {getattr(r.args[0], "value", ""): r.args[1] for r in rules if is_rule(r)}
        combine, padding = given.pop("CombineWhitespace", FALSE), given.pop("WhitespacePadding", NONE)
        known = len(given) == 0 and combine in (TRUE, FALSE) and padding in SIDES
        if not known or not all(map(is_rule, rules)) or (rules and name.value != "BPE"):
            return NOT_CONVERTED
        return cls(name.value, combine is TRUE, SIDES[padding])

    def to_node(self) -> Node:
        rules = []
        if self.combine:
            rules.append(S.Rule(String("CombineWhitespace"), boolean(True)))
        if self.padding:
            rules.append(S.Rule(String("WhitespacePadding"), getattr(S, self.padding)))
        return S.List(String(self.name), *rules) if rules else String(self.name)

    def prepared(self, text: str) -> str:
        """A text with spaces as the suboptions have them."""
        if self.combine:
            text = re.sub(r"\s+", " ", text.strip() if self.padding else text)
        if self.padding and text:
            text = " " + text if self.padding == "Left" else text + " "
        return text


def _texts(node: Node) -> Any:
    items = node.args if is_head(node, S.List) else (node,)
    texts = [item.value for item in items if isinstance(item, String)]
    return tuple(texts) if texts and len(texts) == len(items) else NOT_CONVERTED


TOKENS = "a list of different strings and special tokens, _ among them, or the file of a SentencePiece model"
NORMAL_FORMS = ("NFC", "NFD", "NFKC", "NFKD")
_TOKENS = Parameter("Tokens", "vocabulary", Vocabulary.from_node, TOKENS, REQUIRED, positional=True)
_CASE = Parameter("IgnoreCase", "ignore_case", truth, "True or False", False)


@coder
class SubwordTokensEncoder(Declared, Encoder):
    """NetEncoder[{"SubwordTokens", {t1, ..., td}}] cuts a text into tokens and gives their places.

    Tokens that begin a word begin with a space; StartOfString, EndOfString and _ are special.  A
    File["path"] of a SentencePiece BPE model is a list too.  Method is "BPE", {"BPE", "CombineWhitespace" ->
    False, "WhitespacePadding" -> None} or "WordPiece"; "IncludeTerminalTokens" -> True adds the ends of
    the text, "TargetLength" -> n cuts or fills up, "TextPreprocessing" -> f and "UnicodeNormalization" ->
    "NFKC" change texts before, "Vocabulary" -> {...} says which tokens may come out.
    """

    name = "SubwordTokens"
    parameters = (
        _TOKENS,
        _CASE,
        Parameter("IncludeTerminalTokens", "terminals", truth, "True or False", False),
        Parameter("InputType", "input_type", one_of("String"), '"String"', "String"),
        Parameter("Method", "method", Method.from_node, '"BPE", {"BPE", rules} or "WordPiece"', Method()),
        Parameter(
            "OutputProperties", "output", one_of("VocabularyIndex"), '"VocabularyIndex"', "VocabularyIndex"
        ),
        LENGTH,
        Parameter("TextPreprocessing", "preprocessing", anything, "None or a function"),
        Parameter(
            "UnicodeNormalization", "form", one_of(*NORMAL_FORMS), ", ".join(f'"{f}"' for f in NORMAL_FORMS)
        ),
        Parameter("Vocabulary", "allowed", _texts, "None or a list of strings"),
    )
    kind = INDEX

    def __init__(
        self,
        vocabulary: Vocabulary,
        ignore_case: bool = False,
        terminals: bool = False,
        input_type: str = "String",
        method: Method = Method(),
        output: str = "VocabularyIndex",
        target: int | None = None,
        preprocessing: Node | None = None,
        form: str | None = None,
        allowed: tuple[str, ...] | None = None,
    ):
        self.vocabulary, self.ignore_case, self.terminals = vocabulary, ignore_case, terminals
        self.input_type, self.method, self.output, self.target = input_type, method, output, target
        self.preprocessing, self.form, self.allowed = preprocessing, form, allowed
        found = (vocabulary.number(end) for end in (S.StartOfString, S.EndOfString))
        ends = [number for number in found if number is not None]
        if terminals and len(ends) < 2:
            raise misused(type(self), vocabulary.to_node(), "a list with StartOfString and EndOfString")
        self.ends = ends if terminals else []
        self.dims = (target or "Varying",)

    @classmethod
    def from_arguments(cls, positional: list[Node], options: dict[str, Node]) -> Self:
        model = model_in(positional[0]) if positional else None
        if model is None:
            return super().from_arguments(positional, options)
        padding, combining = "Left" if model.pads else None, model.combines
        told: dict[str, Node] = {"Method": Method("BPE", combining, padding).to_node()}
        if model.normalization:
            told["UnicodeNormalization"] = String(model.normalization)
        tokens = Vocabulary.of_model(model).to_node()
        return super().from_arguments([tokens, *positional[1:]], {**told, **options})

    @property
    def count(self) -> int | None:
        return len(self.vocabulary.tokens)

    @property
    def brief(self) -> str:
        return "text"

    def summary(self) -> str:
        return f'{self.wl_head}["{self.name}"] {len(self.vocabulary.tokens)} tokens'

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        ready = encoded_already(examples, self.dims, len(self.vocabulary.tokens))
        if ready is not None:
            return ready
        texts = [self._prepared(text) for text in strings(self._changed(examples, evaluate), "a string")]
        pieces = self._word_pieces(texts) if self.method.name == "WordPiece" else self._cut(texts)
        if self.ends:
            first, last = self.ends
            pieces = [[first, *row, last] for row in pieces]
        lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
        numbers = np.fromiter((n for row in pieces for n in row), np.int64, int(lengths.sum()))
        return of_length(numbers, lengths, self.target, self.filling)

    @property
    def filling(self) -> int:
        """What sequences that are too short are filled up with."""
        return self.vocabulary.number(S.EndOfString) or self.unknown

    @property
    def unknown(self) -> int:
        number = self.vocabulary.number(OTHER)
        assert number is not None
        return number

    def _changed(self, examples: Sequence[Node], evaluate: Evaluate) -> Sequence[Node]:
        if self.preprocessing is None:
            return examples
        strings(examples, "a string")
        changed = [evaluate(Expr(self.preprocessing, (example,))) for example in examples]
        for place, text in enumerate(changed):
            if not isinstance(text, String):
                raise Misfit(place, "a string that the preprocessing of the encoder makes a string of")
        return changed

    def _prepared(self, text: str) -> str:
        if self.form:
            text = unicodedata.normalize(self.form, text)  # type: ignore[arg-type]
        return self.method.prepared(text.lower() if self.ignore_case else text)

    def _cut(self, texts: list[str]) -> list[list[int]]:
        return [[n + 1 for n in row] for row in self._processor.encode(texts)]

    @cached_property
    def _processor(self) -> Any:
        return self.vocabulary.processor(self._allowed, self.ignore_case)

    @cached_property
    def _allowed(self) -> frozenset[str] | None:
        if self.allowed is None:
            return None
        return frozenset(text.lower() if self.ignore_case else text for text in self.allowed)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        numbers: dict[str, int] = {}
        for number, text in enumerate(self.vocabulary.texts, 1):
            folded = text.lower() if self.ignore_case else text
            if text and (self._allowed is None or folded in self._allowed):
                numbers.setdefault(folded, number)
        return numbers

    def _word_pieces(self, texts: list[str]) -> list[list[int]]:
        numbers, longest = self._numbers, max(map(len, self._numbers), default=0)
        known: dict[str, list[int]] = {}
        rows = []
        for text in texts:
            row: list[int] = []
            for word in words_of(text):
                if word not in known:
                    known[word] = longest_first(word, numbers, self.unknown, longest)
                row += known[word]
            rows.append(row)
        return rows

    def is_example(self, node: Node) -> bool:
        return isinstance(node, String) or encoded(node, self.dims) is not None

    def decoder(self) -> Decoder:
        return SubwordTokensDecoder(self.vocabulary, Trimming(self.method.padding))


@dataclass(frozen=True)
class Trimming:
    """The method of the decoder: at which side of a text one space is taken away."""

    side: str | None = None

    @classmethod
    def from_node(cls, node: Node) -> Any:
        name, *rules = node.args if is_head(node, S.List) and node.args else (node,)
        if name != String("BPE") or len(rules) > 1 or not all(map(is_rule, rules)):
            return NOT_CONVERTED
        key, side = rules[0].args if rules else (String("WhitespaceTrimming"), NONE)
        if key != String("WhitespaceTrimming") or side not in SIDES:
            return NOT_CONVERTED
        return cls(SIDES[side])

    def to_node(self) -> Node:
        if self.side is None:
            return String("BPE")
        return S.List(String("BPE"), S.Rule(String("WhitespaceTrimming"), getattr(S, self.side)))

    def trimmed(self, text: str) -> str:
        if self.side == "Left":
            return text.removeprefix(" ")
        return text.removesuffix(" ") if self.side == "Right" else text


@coder
class SubwordTokensDecoder(Declared, Decoder):
    """NetDecoder[NetEncoder[{"SubwordTokens", ...}]] takes probabilities of tokens and gives the text.

    Each vector of probabilities gives its most probable token; special tokens give nothing.  Method ->
    {"BPE", "WhitespaceTrimming" -> Left} takes one space away at the beginning, Right at the end.
    """

    name = "SubwordTokens"
    properties = ("Decision",)
    parameters = (
        _TOKENS,
        Parameter(
            "Method",
            "method",
            Trimming.from_node,
            '"BPE" or {"BPE", "WhitespaceTrimming" -> side}',
            Trimming(),
        ),
        Parameter("InputDepth", "depth", natural(), "1 or 2", 2),
    )

    def __init__(self, vocabulary: Vocabulary, method: Trimming = Trimming(), depth: int = 2):
        self.vocabulary, self.method, self.depth = vocabulary, method, depth
        size = len(vocabulary.tokens)
        self.dims = ("Varying", size) if depth > 1 else (size,)

    def taking(self, depth: int) -> Decoder:
        return SubwordTokensDecoder(self.vocabulary, self.method, depth) if depth in (1, 2) else self

    @property
    def brief(self) -> str:
        return "text"

    def summary(self) -> str:
        return f'{self.wl_head}["{self.name}"] {len(self.vocabulary.tokens)} tokens'

    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        if wants_raw(wanted):
            return raw(batch)
        if wanted != String("Decision"):
            raise self.no_property(wanted)
        texts = self.vocabulary.texts
        best = batch.argmax(-1).reshape(len(batch), -1).tolist()
        return [String(self.method.trimmed("".join(texts[i] for i in row))) for row in best]

    def encoder(self) -> Encoder:
        return SubwordTokensEncoder(self.vocabulary, method=Method(padding=self.method.side))
