"""The "UTF8" encoder: texts as the bytes of their UTF-8 form."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...expr import Node, String
from ..coder import Encoder, Evaluate, coder, encoded
from ..coder_parameters import Declared
from ..layer import INDEX
from ..ragged import Column
from ..text_columns import column_of, encoded_already, strings, unit_vectors
from .characters import FORM

COUNT = 248  # the largest byte that occurs in UTF-8, 247 in its first plan, and 1


@coder
class UTF8Encoder(Declared, Encoder):
    """NetEncoder["UTF8"] encodes a text as the bytes of its UTF-8 form, each a number from 1 to 248.

    NetEncoder[{"UTF8", "UnitVector"}] gives unit vectors.  Some characters have several bytes.
    """

    name = "UTF8"
    parameters = (FORM,)

    def __init__(self, form: str = "Index"):
        self.form = form
        self.dims = ("Varying",) if form == "Index" else ("Varying", COUNT)

    @property
    def kind(self) -> str:  # type: ignore[override]
        return INDEX if self.form == "Index" else "real"

    @property
    def count(self) -> int | None:
        return COUNT if self.form == "Index" else None

    @property
    def brief(self) -> str:
        return "text"

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        ready = encoded_already(examples, self.dims, COUNT)
        if ready is not None:
            return ready
        texts = [text.encode("utf-8", "surrogatepass") for text in strings(examples, "a string")]
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        numbers = np.frombuffer(b"".join(texts), np.uint8).astype(np.int64) + 1
        column = column_of(numbers, lengths)
        return column if self.form == "Index" else unit_vectors(column, COUNT)

    def is_example(self, node: Node) -> bool:
        return isinstance(node, String) or encoded(node, self.dims) is not None
