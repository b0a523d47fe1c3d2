"""The "Characters" coders: texts as sequences of numbers or unit vectors, one for each character."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...convert import NOT_CONVERTED
from ...expr import Node, S, String
from ..alphabet import Alphabet
from ..coder import Decoder, Encoder, Evaluate, Misfit, coder, encoded, raw, wants_raw
from ..coder_parameters import Declared, Parameter, natural, one_of, truth
from ..layer import INDEX
from ..ragged import Column, Ragged
from ..text_columns import FORMS, code_points, encoded_already, of_length, strings, unit_vectors

TABLE = "Automatic or a table of characters"
DEFAULT = Alphabet.from_node(S.Automatic)
_TABLE = Parameter("Table", "alphabet", Alphabet.from_node, TABLE, DEFAULT, positional=True)
_CASE = Parameter("IgnoreCase", "ignore_case", truth, "True or False", False)


def _form(node: Node) -> object:
    name = one_of(*FORMS)(node)
    return name if name is NOT_CONVERTED or name == "Index" else "UnitVector"


FORM = Parameter("Form", "form", _form, ", ".join(f'"{f}"' for f in FORMS), "Index", positional=True)
LENGTH = Parameter("TargetLength", "target", natural(), "All or a positive integer", nothing=S.All)


@coder
class CharactersEncoder(Declared, Encoder):
    """NetEncoder[{"Characters", table}] encodes each character of a text as its number in the table.

    Form "UnitVector" gives unit vectors.  IgnoreCase takes letters of both cases for one; "TargetLength" -> n
    cuts texts or fills them up, with the number of EndOfString, of _ or of a space.
    """

    name = "Characters"
    parameters = (_TABLE, FORM, _CASE, LENGTH)

    def __init__(
        self,
        alphabet: Alphabet = DEFAULT,
        form: str = "Index",
        ignore_case: bool = False,
        target: int | None = None,
    ):
        self.alphabet, self.form, self.ignore_case, self.target = alphabet, form, ignore_case, target
        self.used = alphabet.folded() if ignore_case else alphabet
        units = () if form == "Index" else (self.used.size,)
        self.dims = (target or "Varying", *units)

    @property
    def kind(self) -> str:  # type: ignore[override]
        return INDEX if self.form == "Index" else "real"

    @property
    def count(self) -> int | None:
        return self.used.size if self.form == "Index" else None

    @property
    def brief(self) -> str:
        return "text"

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        ready = encoded_already(examples, self.dims, self.used.size)
        if ready is not None:
            return ready
        texts = [self.used.framed(text) for text in strings(examples, "a string")]
        codes, lengths = code_points(texts)
        numbers = self.used.looked_up(codes)
        if not numbers.all():
            row = int(np.flatnonzero(numbers == 0)[0])
            char = chr(int(codes[row]))
            place = Ragged(numbers, lengths).example_at(row)
            raise Misfit(
                place, f"a string of the {self.used.size} characters of the encoder, without {char!r}"
            )
        column = of_length(numbers, lengths, self.target, self.used.filling)
        return column if self.form == "Index" else unit_vectors(column, self.used.size)

    def is_example(self, node: Node) -> bool:
        return isinstance(node, String) or encoded(node, self.dims) is not None

    def decoder(self) -> Decoder:
        return CharactersDecoder(self.alphabet, self.ignore_case)

    def parts(self) -> dict[str, Node]:
        return {**self.settings(), "Alphabet": self.used.alphabet_node()}


@coder
class CharactersDecoder(Declared, Decoder):
    """NetDecoder[{"Characters", table}] takes a sequence of probabilities of characters and gives the text.

    With "InputDepth" -> 1 it takes the probabilities of one character.
    """

    name = "Characters"
    properties = ("Decision",)
    parameters = (_TABLE, _CASE, Parameter("InputDepth", "depth", natural(), "1 or 2", 2))

    def __init__(self, alphabet: Alphabet = DEFAULT, ignore_case: bool = False, depth: int = 2):
        self.alphabet, self.ignore_case, self.depth = alphabet, ignore_case, depth
        self.used = alphabet.folded() if ignore_case else alphabet
        self.dims = ("Varying", self.used.size) if depth > 1 else (self.used.size,)

    @property
    def brief(self) -> str:
        return "text"

    def taking(self, depth: int) -> Decoder:
        return CharactersDecoder(self.alphabet, self.ignore_case, depth) if depth in (1, 2) else self

    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        if wants_raw(wanted):
            return raw(batch)
        if wanted != String("Decision"):
            raise self.no_property(wanted)
        chars = np.array(self.used.characters, dtype=object)
        best = chars[batch.argmax(-1).reshape(len(batch), -1)]
        return [String("".join(row)) for row in best]

    def encoder(self) -> Encoder:
        return CharactersEncoder(self.alphabet, "Index", self.ignore_case)

    def parts(self) -> dict[str, Node]:
        return {**self.settings(), "Alphabet": self.used.alphabet_node()}
