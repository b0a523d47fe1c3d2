"""The "Boolean" coders: True and False as 1 and 0."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ...expr import FALSE, TRUE, Integer, Node, Real, S, String, boolean
from ..coder import Decoder, Encoder, Evaluate, Misfit, coder, misused, no_options, raw, wants_raw
from ..kinds import Lengths


@coder
class BooleanEncoder(Encoder):
    """NetEncoder["Boolean"] encodes True as 1, False as 0; "Dimensions" -> {n, ...} takes arrays of them."""

    name = "Boolean"
    dims: tuple[int, ...]

    def __init__(self, dims: tuple[int, ...] = ()):
        self.dims = dims

    @property
    def brief(self) -> str:
        return "" if self.dims else "boolean"

    @classmethod
    def from_arguments(cls, positional: list[Node], options: dict[str, Node]) -> BooleanEncoder:
        dims = options.pop("Dimensions", S.List())
        lengths = Lengths.from_node(dims)
        if positional or not isinstance(lengths, Lengths):
            raise misused(cls, positional[0] if positional else dims, Lengths.expected)
        no_options(cls, options)
        return cls(tuple(lengths))

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> np.ndarray:
        return np.array([self._one(e, self.dims, i) for i, e in enumerate(examples)], dtype=np.float32)

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
        return BooleanDecoder()

    def arguments(self) -> tuple[Node, ...]:
        return (S.Rule(String("Dimensions"), Lengths(self.dims).to_node()),) if self.dims else ()

    def parts(self) -> dict[str, Node]:
        return {"Dimensions": S.List(*map(Integer, self.dims))}


@coder
class BooleanDecoder(Decoder):
    """NetDecoder["Boolean"] takes a probability: below 0.5 it says False, else True."""

    name = "Boolean"
    properties = ("Decision", "Probability", "Entropy")
    dims = ()

    @property
    def brief(self) -> str:
        return "" if self.dims else "boolean"

    @classmethod
    def from_arguments(cls, positional: list[Node], options: dict[str, Node]) -> BooleanDecoder:
        if positional:
            raise misused(cls, positional[0], "no argument")
        no_options(cls, options)
        return cls()

    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        if wants_raw(wanted):
            return raw(batch)
        numbers = batch.tolist()
        if wanted == String("Decision"):
            return [boolean(p >= 0.5) for p in numbers]
        if wanted == String("Probability"):
            return [Real(p) for p in numbers]
        if wanted == String("Entropy"):
            return [Real(-sum(q * math.log(q) for q in (p, 1 - p) if q > 0)) for p in numbers]
        raise self.no_property(wanted)

    def encoder(self) -> Encoder:
        return BooleanEncoder()

    def arguments(self) -> tuple[Node, ...]:
        return ()

    def parts(self) -> dict[str, Node]:
        return {"InputDepth": Integer(0)}
