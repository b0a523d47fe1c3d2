"""What encodes lists of labels of different lengths, as targets for every element of a sequence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from ..expr import Node, S, is_head
from .coder import Encoder, Evaluate, Misfit
from .ragged import Column, Ragged
from .text_columns import column_of


class SequenceEncoder(Encoder):
    """Encodes lists by their elements, all of a batch at once; `each` encodes an element."""

    name = "Sequence"

    def __init__(self, each: Encoder):
        self.each, self.dims = each, ("Varying", *(each.dims or ()))

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        for place, example in enumerate(examples):
            if not is_head(example, S.List) or not example.args:
                raise Misfit(place, "a list with an element for each of the sequence")
        lengths = np.array([len(example.args) for example in examples])
        elements = list(chain.from_iterable(example.args for example in examples))
        try:
            encoded = self.each.encode(elements, evaluate)
        except Misfit as m:
            place = Ragged(lengths, lengths).example_at(m.place)
            raise Misfit(place, f"a list, each element {m.expected}") from None
        assert isinstance(encoded, np.ndarray)
        return column_of(encoded, lengths)

    def arguments(self) -> tuple[Node, ...]:
        return ()

    def parts(self) -> dict[str, Node]:
        return {}
