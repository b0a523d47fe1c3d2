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

    @property
    def brief(self) -> str:
        return "number"

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> np.ndarray:
        arrays = [array_of(example) for example in examples]
        for place, array in enumerate(arrays):
            if array is None or array.ndim or array.dtype.kind == "c":
                raise Misfit(place, "a real number")
        return np.array(arrays, np.float32)

    def decoder(self) -> Decoder:
        return ScalarDecoder()


class ScalarTarget(Declared, Encoder):
    """Targets for the decoder "Scalar": numbers become vectors of one, which pass as they are."""

    name = "Scalar"
    dims: tuple[int, ...] = (1,)

    @property
    def brief(self) -> str:
        return "number"

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> np.ndarray:
        arrays = [array_of(example) for example in examples]
        for place, array in enumerate(arrays):
            if array is None or array.shape not in ((), (1,)) or array.dtype.kind == "c":
                raise Misfit(place, "a real number, or a vector of one")
        return np.array([array.reshape(1) for array in arrays], np.float32).reshape(-1, 1)  # type: ignore

    def is_example(self, node: Node) -> bool:
        return encoded(node, self.dims) is not None or not is_head(node, S.List)

    def decoder(self) -> Decoder:
        return ScalarDecoder()


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
