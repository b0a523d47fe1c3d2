"""The "Scalar" coders of version 11: a number, and a vector of one number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...arrays import array_of
from ...expr import Node, Real, S, String, is_head
from ..coder import Decoder, Encoder, Evaluate, Misfit, coder, encoded, raw, wants_raw
from ..coder_parameters import Declared


@coder
class ScalarEncoder(Declared, Encoder):
    """NetEncoder["Scalar"] takes numbers as they are."""

    name = "Scalar"
    dims: tuple[int, ...] = ()
    shapes: tuple[tuple[int, ...], ...] = ((),)  # of what it takes
    wanted = "a real number"

    @property
    def brief(self) -> str:
        return "number"

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> np.ndarray:
        arrays = [array_of(example) for example in examples]
        for place, array in enumerate(arrays):
            if array is None or array.shape not in self.shapes or array.dtype.kind == "c":
                raise Misfit(place, self.wanted)
        numbers = [array.reshape(self.dims) for array in arrays]  # type: ignore[union-attr]
        return np.array(numbers, np.float32).reshape(-1, *self.dims)

    def decoder(self) -> Decoder:
        return ScalarDecoder()


class ScalarTarget(ScalarEncoder):
    """Targets for the decoder "Scalar": numbers become vectors of one, which pass as they are."""

    dims = (1,)
    shapes = ((), (1,))
    wanted = "a real number, or a vector of one"

    def is_example(self, node: Node) -> bool:
        return encoded(node, self.dims) is not None or not is_head(node, S.List)


@coder
class ScalarDecoder(Declared, Decoder):
    """NetDecoder["Scalar"] takes a vector of one number and gives the number."""

    name = "Scalar"
    properties = ("Decision",)
    dims: tuple[int, ...] = (1,)

    @property
    def brief(self) -> str:
        return "number"

    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        if wants_raw(wanted):
            return raw(batch)
        if wanted != String("Decision"):
            raise self.no_property(wanted)
        return [Real(value) for value in batch[:, 0].tolist()]

    def encoder(self) -> Encoder:
        return ScalarTarget()
