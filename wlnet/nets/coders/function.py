"""The "Function" encoder: any function of the language that makes an array."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...arrays import array_of
from ...expr import Expr, Node, S
from ..coder import Encoder, Evaluate, Misfit, coder, fits, misused, no_options
from ..kinds import Lengths
from ..shapes import describe


@coder
class FunctionEncoder(Encoder):
    """NetEncoder[{"Function", f, {d1, d2, ...}}] encodes x as f[x], an array of d1 x d2 x ... numbers."""

    name = "Function"
    dims: tuple[int, ...]

    def __init__(self, function: Node, dims: tuple[int, ...]):
        self.function, self.dims = function, dims

    @classmethod
    def from_arguments(cls, positional: list[Node], options: dict[str, Node]) -> FunctionEncoder:
        if len(positional) != 2:
            raise misused(cls, S.List(*positional), "a function and the dimensions of what it gives")
        lengths = Lengths.from_node(positional[1])
        if not isinstance(lengths, Lengths):
            raise misused(cls, positional[1], Lengths.expected)
        no_options(cls, options)
        return cls(positional[0], tuple(lengths))

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> np.ndarray:
        rows = []
        for place, example in enumerate(examples):
            array = array_of(evaluate(Expr(self.function, (example,))))
            if array is None or not fits(array.shape, self.dims):
                raise Misfit(
                    place, f"something that the function of the encoder makes {describe(self.dims)} of"
                )
            rows.append(array)
        return np.array(rows, dtype=np.float32).reshape(-1, *self.dims)

    def arguments(self) -> tuple[Node, ...]:
        return (self.function, S.List(*map(_integer, self.dims)))

    def parts(self) -> dict[str, Node]:
        return {"Function": self.function, "Output": S.List(*map(_integer, self.dims))}


def _integer(n: int) -> Node:
    return Lengths((n,)).to_node()
