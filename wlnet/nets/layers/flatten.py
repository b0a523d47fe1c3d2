"""FlattenLayer: merged dimensions."""

from __future__ import annotations

from math import prod
from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import Integer, Node, S, is_head, to_node
from ...problem import Template
from ..layer import Layer, Port, layer
from ..levels import NO_LEVEL, dimensions, shown
from ..shapes import Derived, Size, product
from ..transposition import permuted

TOO_LOW = Template("flatrank", "FlattenLayer[`1`] needs an input of more than `2` dimensions, not `3`.")


class FlattenLevel(int):
    """A level n or -n, or Infinity, which is 0 here."""

    expected = "a non-zero integer, Infinity"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node is S.Infinity or (
            getattr(node, "head", None) is S.DirectedInfinity and node.args == (Integer(1),)
        ):
            return cls(0)
        return cls(node.value) if type(node) is Integer and node.value else NOT_CONVERTED

    def to_node(self) -> Node:
        return Integer(int(self)) if self else S.Infinity


class MergedLevels(tuple[tuple[int, ...], ...]):
    """Which levels of the input make each level of the output."""

    expected = "lists of levels"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if not is_head(node, S.List) or not all(is_head(group, S.List) and group.args for group in node.args):
            return NOT_CONVERTED
        numbers = [n for group in node.args for n in group.args]
        fits = all(isinstance(n, Integer) and n.value > 0 for n in numbers)
        if not numbers or not fits or len(set(numbers)) < len(numbers):
            return NOT_CONVERTED
        return cls(tuple(n.value for n in group.args) for group in node.args)  # type: ignore[attr-defined]

    def groups(self, rank: int) -> list[tuple[int, ...]]:
        """The levels of the input, from 0, of each level of the output; what is not named stays, behind."""
        named = [level for group in self for level in group]
        if max(named) > rank:
            raise NO_LEVEL(max(named), dimensions(rank))
        left = [(level,) for level in range(rank) if level + 1 not in named]
        return [tuple(level - 1 for level in group) for group in self] + left

    def __str__(self) -> str:
        return shown(to_node(self))


def _merged(level: FlattenLevel | MergedLevels, inp: tuple[Size, ...]) -> tuple[Size, ...]:
    if isinstance(level, MergedLevels):
        return tuple(product(tuple(inp[i] for i in group)) for group in level.groups(len(inp)))
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

    FlattenLayer[{{s11, s12, ...}, {s21, ...}, ...}] merges the levels sij of the input to level i of the
    output; levels that are not named follow.
    Source: reference page of FlattenLayer.
    """

    moves_numbers = True
    positional = ("Level",)
    Level: FlattenLevel | MergedLevels = FlattenLevel(0)

    Input = Port("*inp")
    Output = Port("*out", output=True)
    out = Derived(_merged, "Level inp")

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *inp) -> (batch, *out)
        if isinstance(self.Level, MergedLevels):
            groups = self.Level.groups(Input.dim() - 1)
            sizes = [prod(Input.shape[i + 1] for i in group) for group in groups]
            return permuted(Input, [i for group in groups for i in group]).reshape(-1, *sizes)
        if self.Level > 0:
            return Input.flatten(1, self.Level + 1)
        return Input.flatten(self.Level - 1) if self.Level else Input.reshape(Input.shape[0], -1)

    cases = (
        {"Input": (2, 3, 4)},
        {"Level": FlattenLevel(1), "Input": (2, 3, 4)},
        {"Level": FlattenLevel(-1), "Input": (2, 3, 4)},
        {"Level": MergedLevels(((3, 1), (2,))), "Input": (2, 3, 4)},
        {"Level": MergedLevels(((2,),)), "Input": (2, 3)},
    )
