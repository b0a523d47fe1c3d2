"""FlattenLayer: merged dimensions."""

from __future__ import annotations

from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import Integer, Node, S
from ...problem import Template
from ..layer import Layer, Port, layer
from ..shapes import Derived, Size, product

TOO_LOW = Template("flatrank", "FlattenLayer[`1`] needs an input of more than `2` dimensions, not `3`.")


class FlattenLevel(int):
    """A level n or -n, or Infinity, which is 0 here."""

    expected = "a non-zero integer or Infinity"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node is S.Infinity or (
            getattr(node, "head", None) is S.DirectedInfinity and node.args == (Integer(1),)
        ):
            return cls(0)
        return cls(node.value) if type(node) is Integer and node.value else NOT_CONVERTED

    def to_node(self) -> Node:
        return Integer(int(self)) if self else S.Infinity


def _merged(level: FlattenLevel, inp: tuple[Size, ...]) -> tuple[Size, ...]:
    if not level:
        return (product(inp),)
    if abs(level) >= len(inp):
        raise TOO_LOW(int(level), abs(level), len(inp))
    if level > 0:
        return (product(inp[: level + 1]), *inp[level + 1 :])
    return (*inp[: level - 1], product(inp[level - 1 :]))


@layer
class FlattenLayer(Layer):
    """FlattenLayer[] makes an array a vector; FlattenLayer[n] merges the first n + 1 dimensions, -n the last.

    Source: reference page of FlattenLayer.
    """

    positional = ("Level",)
    Level: FlattenLevel = FlattenLevel(0)

    Input = Port("*inp")
    Output = Port("*out", output=True)
    out = Derived(_merged, "Level inp")

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *inp) -> (batch, *out)
        if self.Level > 0:
            return Input.flatten(1, self.Level + 1)
        return Input.flatten(self.Level - 1) if self.Level else Input.reshape(Input.shape[0], -1)

    cases = (
        {"Input": (2, 3, 4)},
        {"Level": FlattenLevel(1), "Input": (2, 3, 4)},
        {"Level": FlattenLevel(-1), "Input": (2, 3, 4)},
    )
