"""The "Boolean" coders: True and False as 1 and 0."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ...convert import NOT_CONVERTED
from ...expr import FALSE, TRUE, Integer, Node, Real, S, String, boolean
from ..coder import Decoder, Encoder, Evaluate, Misfit, coder, encoded, raw, wants_raw
from ..coder_parameters import Declared, Parameter, lengths, natural
from ..kinds import Lengths
from ..sampling import Sampling, nested
from ..shapes import Dims


@coder
class BooleanEncoder(Declared, Encoder):
    """NetEncoder["Boolean"] encodes True as 1, False as 0; "Dimensions" -> {n, ...} takes arrays of them."""

    name = "Boolean"
    dims: tuple[int, ...]
    parameters = (Parameter("Dimensions", "dims", lengths, Lengths.expected, ()),)

    def __init__(self, dims: tuple[int, ...] = ()):
        self.dims = dims

    @property
    def brief(self) -> str:
        return "" if self.dims else "boolean"

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> np.ndarray:
        return np.array([self._example(e, i) for i, e in enumerate(examples)], dtype=np.float32)

    def _example(self, node: Node, place: int) -> object:
        array = encoded(node, self.dims) if self.dims else None  # encoded already
        return self._one(node, self.dims, place) if array is None else array.tolist()

    def _one(self, node: Node, dims: tuple[int, ...], place: int) -> object:
        if dims and len(node.args) == dims[0] and getattr(node, "head", None) is S.List:
            return [self._one(a, dims[1:], place) for a in node.args]
        if not dims and (node is TRUE or node is FALSE):
            return float(node is TRUE)
        if not dims and node in (Integer(0), Integer(1), Real(0.0), Real(1.0)):  # already encoded
            return float(node.value)  # type: ignore[attr-defined]
        sizes = "×".join(map(str, self.dims))
        raise Misfit(place, f"an array of True and False of size {sizes}" if sizes else "True or False")

    def is_example(self, node: Node) -> bool:
        depth, inner = 0, node
        while getattr(inner, "head", None) is S.List and inner.args:
            depth, inner = depth + 1, inner.args[0]
        return depth == len(self.dims)

    def decoder(self) -> Decoder:
        return BooleanDecoder(len(self.dims))


@coder
class BooleanDecoder(Declared, Decoder):
    """NetDecoder["Boolean"] takes a probability: below 0.5 it says False, else True.

    "InputDepth" -> n takes arrays of them, with n dimensions.  Properties: "Decision", "Probability",
    "Entropy" in nats, "RandomSample" (-> temperature).
    """

    name = "Boolean"
    properties = ("Decision", "Probability", "Entropy", "RandomSample")
    parameters = (Parameter("InputDepth", "depth", natural(0), "an integer that is not negative", 0),)
    dims: Dims

    def __init__(self, depth: int = 0):
        self.depth = depth
        self.dims = (None,) * depth

    @property
    def brief(self) -> str:
        return "" if self.dims else "boolean"

    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        if wants_raw(wanted):
            return raw(batch)
        sampling = Sampling.of(wanted)
        if sampling is not NOT_CONVERTED:
            pairs = np.stack([1 - batch, batch], -1)
            return nested(sampling.chosen(pairs, evaluate), lambda i: boolean(bool(i)))
        made = _PROPERTIES.get(wanted.value) if isinstance(wanted, String) else None
        if made is None:
            raise self.no_property(wanted)
        return nested(batch, made)

    def encoder(self) -> Encoder | None:
        return BooleanEncoder() if not self.depth else None

    def encoder_for(self, dims: Dims) -> Encoder | None:
        sizes = [n for n in dims or () if isinstance(n, int)]
        return BooleanEncoder(tuple(sizes)) if len(sizes) == self.depth else None


def _entropy(p: float) -> Node:
    return Real(-sum(q * math.log(q) for q in (p, 1 - p) if q > 0))


_PROPERTIES = {"Decision": lambda p: boolean(p >= 0.5), "Probability": Real, "Entropy": _entropy}
