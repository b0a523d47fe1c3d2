"""The "Pair" encoder: what an encoder makes of both members of a pair."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...convert import NOT_CONVERTED
from ...expr import Node, S, Value, is_head
from ...problem import Template
from ..coder import Encoder, Evaluate, Misfit, coder, encoded, make_coder
from ..coder_parameters import REQUIRED, Declared, Parameter
from ..shapes import Dims

VARYING = Template(
    "pairvary",
    "The members of a pair are encoded as arrays of one size, and `1` makes sequences of any length; a "
    '"TargetLength" gives them one.',
)


def _encoder(node: Node) -> object:
    if is_head(node, S.NetEncoder) and len(node.args) == 1:
        return make_coder("NetEncoder", node.args[0])
    found = node.value if isinstance(node, Value) else None
    return found if isinstance(found, Encoder) else NOT_CONVERTED


@coder
class PairEncoder(Declared, Encoder):
    """NetEncoder[{"Pair", encoder}] encodes {a, b} as the list of what encoder makes of a and of b.

    NetPairEmbeddingOperator has it at its input if its net has an encoder there.  It is ours: the
    documentation says that pairs of what the net takes are compared, and does not name their encoder.
    """

    name = "Pair"
    parameters = (Parameter("Encoder", "encoder", _encoder, "a NetEncoder", REQUIRED, positional=True),)

    def __init__(self, encoder: Encoder):
        sizes = encoder.dims or ()
        if any(not isinstance(size, int) for size in sizes[:1]):
            raise VARYING(encoder.summary())
        self.encoder, self.kind = encoder, encoder.kind  # type: ignore[misc]
        self.dims: Dims = (2, *sizes)

    @property
    def brief(self) -> str:
        return f"pair: {self.encoder.brief}" if self.encoder.brief else ""

    @property
    def count(self) -> int | None:
        return self.encoder.count

    @property
    def random(self) -> bool:
        return self.encoder.random

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> np.ndarray:
        for place, pair in enumerate(examples):
            if not is_head(pair, S.List) or len(pair.args) != 2:
                raise Misfit(place, "a list of the two members of a pair")
        members = [member for pair in examples for member in pair.args]  # type: ignore[attr-defined]
        try:
            made = self.encoder.encode(members, evaluate)
        except Misfit as misfit:
            raise Misfit(misfit.place // 2, f"a pair, each member {misfit.expected}") from None
        assert isinstance(made, np.ndarray)
        return made.reshape(len(examples), 2, *made.shape[1:])

    def is_example(self, node: Node) -> bool:
        if encoded(node, self.dims) is not None:
            return True
        return is_head(node, S.List) and len(node.args) == 2 and all(map(self.encoder.is_example, node.args))
