"""ImageAugmentationLayer: a part of an image, while training a random one."""

from __future__ import annotations

from typing import Any

from ...convert import NOT_CONVERTED, from_node
from ...expr import Node, S, is_head, to_node
from ...lazy import torch
from ...problem import Template
from ..kinds import ImageSize
from ..layer import Layer, Port, layer
from ..shapes import Derived

TOO_SMALL = Template("augmentsize", "An image of `1` cannot be taken out of one of `2`.")


class TwoProbabilities(tuple[float, ...]):
    """The probabilities of two things."""

    expected = "a list {vertical, horizontal} of two probabilities"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if not is_head(node, S.List) or len(node.args) != 2:
            return NOT_CONVERTED
        values = [from_node(float, n) for n in node.args]
        fits = all(value is not NOT_CONVERTED and 0 <= value <= 1 for value in values)
        return cls(values) if fits else NOT_CONVERTED

    def to_node(self) -> Node:
        return to_node(tuple(self))


def _fits(size: ImageSize, h0: Any, w0: Any) -> bool:
    if (isinstance(h0, int) and size[0] > h0) or (isinstance(w0, int) and size[1] > w0):
        raise TOO_SMALL(size, f"{h0}×{w0}")
    return True


@layer
class ImageAugmentationLayer(Layer):
    """ImageAugmentationLayer[{h, w}] takes an h by w image out of its input, a random one while training.

    "ReflectionProbabilities" -> {v, h} says how often it is then reflected vertically (upside down) and
    horizontally (left to right).  Outside of training it is the part at the centre; where that cannot be
    exact, there is one row or column more behind it.
    Source: reference page of ImageAugmentationLayer.
    """

    positional = ("OutputSize",)
    OutputSize: ImageSize
    ReflectionProbabilities: TwoProbabilities = TwoProbabilities((0.0, 0.0))
    random = True

    Input = Port("c h0 w0")
    Output = Port("c *OutputSize", output=True)
    checked = Derived(_fits, "OutputSize h0 w0")

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, c, h0, w0) -> (batch, c, h, w)
        if not ctx.training:
            top, left = ((n - m) // 2 for n, m in zip(Input.shape[2:], self.OutputSize, strict=True))
            return Input[:, :, top : top + self.OutputSize[0], left : left + self.OutputSize[1]]
        rows, columns = (self._places(ctx, Input, axis) for axis in (0, 1))
        batch = torch.arange(len(Input), device=Input.device)[:, None, None, None]
        channels = torch.arange(Input.shape[1], device=Input.device)[None, :, None, None]
        return Input[batch, channels, rows[:, None, :, None], columns[:, None, None, :]]

    def _places(self, ctx: Any, x: Any, axis: int) -> Any:
        """Which rows (axis 0) or columns of each image are taken, in which order: (batch, size)."""
        size, probability = self.OutputSize[axis], self.ReflectionProbabilities[axis]
        count, most = len(x), x.shape[2 + axis] - size + 1
        start = torch.randint(most, (count, 1), generator=ctx.random, device=x.device)
        reflected = torch.rand((count, 1), generator=ctx.random, device=x.device) < probability
        places = torch.arange(size, device=x.device)
        return start + torch.where(reflected, size - 1 - places, places)

    cases = (
        {"OutputSize": ImageSize((2, 3)), "Input": (2, 4, 5)},
        {"OutputSize": ImageSize((2, 2)), "Input": (1, 3, 2)},
    )
