"""The "VideoFrames" encoder: lists of images as sequences of arrays of pixels.

Videos themselves cannot be read here; a list of images is what the reference page takes for the frames of
one, so FrameRate and "StartTime" have nothing to choose from and change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...convert import NOT_CONVERTED
from ...expr import Node, S, String, Value, is_head
from ...media.image import Image
from ..coder import Encoder, Evaluate, Misfit, coder, encoded, misused
from ..coder_parameters import Declared, Parameter, anything, natural, number
from ..image_fitting import Padding
from ..image_parameters import FITTING, MEAN, SPACE, VARIANCE, Pixels, Shift, pixels
from ..ragged import Column
from ..shapes import Dims
from ..text_columns import column_of
from .image import ImageEncoder

LEVELS = ("Time", "Channels", "Height", "Width")


class _Levels(tuple[str, ...]):
    def to_node(self) -> Node:
        return S.List(*map(String, self))


def _levels(node: Node) -> Any:
    names = [getattr(item, "value", "") for item in node.args]
    return _Levels(names) if is_head(node, S.List) and sorted(names) == sorted(LEVELS) else NOT_CONVERTED


@coder
class VideoFramesEncoder(Declared, Encoder):
    """NetEncoder["VideoFrames"] gives a sequence of channels x height x width arrays for a list of images.

    RasterSize ({128, 128}) is the size of frames; "TargetLength" -> n takes the first n and fills up with
    black ones; "Levels" -> {"Time", "Channels", "Height", "Width"} is the order of the levels.  Others are
    those of "Image".  Videos cannot be read.
    """

    name = "VideoFrames"
    parameters = (
        SPACE,
        Parameter("FrameRate", "rate", anything, "a number or Inherited", None, nothing=S.Automatic),
        Parameter("Levels", "levels", _levels, "an order of the four levels", nothing=S.Automatic),
        MEAN,
        Parameter("RasterSize", "size", pixels(2), "a size or {width, height}", Pixels((128, 128))),
        Parameter("StartTime", "start", number, "a number of seconds", 0.0),
        Parameter("TargetLength", "target", natural(), "a positive integer", nothing=S.Automatic),
        VARIANCE,
        *FITTING,
    )

    def __init__(
        self,
        color_space: str = "RGB",
        rate: Node | None = None,
        levels: tuple[str, ...] | None = None,
        mean: Shift | None = None,
        size: tuple[int, ...] = (128, 128),
        start: float = 0.0,
        target: int | None = None,
        variance: Shift | None = None,
        method: str = "Stretch",
        resampling: str | None = None,
        alignment: str = "Center",
        padding: Padding | None = None,
    ):
        self.color_space, self.rate, self.mean, self.size = color_space, rate, mean, Pixels(size)
        self.levels = None if levels is None else _Levels(levels)
        self.start, self.target, self.variance, self.method = start, target, variance, method
        self.resampling, self.alignment, self.padding = resampling, alignment, padding or Padding.black()
        self.frames = ImageEncoder(
            (self.size[0], self.size[1]),
            color_space,
            mean=mean,
            variance=variance,
            method=method,
            resampling=resampling,
            alignment=alignment,
            padding=padding,
        )
        self.order = [LEVELS.index(level) for level in self.levels or LEVELS]
        if self.order[0] and target is None:
            raise misused(type(self), _Levels(levels or ()).to_node(), '"Time" first, or a "TargetLength"')
        whole = (target or "Varying", *self.frames.dims)
        self.dims: Dims = tuple(whole[i] for i in self.order)

    @property
    def brief(self) -> str:
        return f"{self.size[0]}×{self.size[1]} frames"

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        rows = [self._one(example, place, evaluate) for place, example in enumerate(examples)]
        if not rows:
            return np.zeros((0, *(n if isinstance(n, int) else 0 for n in self.dims or ())), np.float32)
        return column_of(np.concatenate(rows), np.array([len(row) for row in rows]))

    def _one(self, node: Node, place: int, evaluate: Evaluate) -> np.ndarray:
        array = encoded(node, self.dims)
        if array is not None:
            return array.astype(np.float32)
        if not is_head(node, S.List) or not node.args:
            raise Misfit(place, "a list of images; videos cannot be read")
        images = list(node.args[: self.target])
        if self.target:
            channels = self.frames.dims[0]
            black = np.zeros((1, 1, channels), np.float32)
            images += [Value(Image(black, self.color_space))] * (self.target - len(images))
        try:
            made = self.frames.encode(images, evaluate)
        except Misfit:
            raise Misfit(place, "a list of images") from None
        return made.transpose(self.order)

    def is_example(self, node: Node) -> bool:
        if not is_head(node, S.List):
            return not isinstance(node, Value) or encoded(node, self.dims) is not None
        array = encoded(node, self.dims)
        return array is not None or all(not is_head(item, S.List) for item in node.args)
