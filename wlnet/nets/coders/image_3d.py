"""The "Image3D" coders: volumes as arrays of channels x height x depth x width, numbers from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...arrays import array_of
from ...expr import Node, Value
from ...media.color_spaces import CHANNELS
from ...media.image3d import Image3D
from ..coder import Decoder, Encoder, Evaluate, Misfit, coder, encoded
from ..coder_parameters import Declared, Parameter
from ..image_fitting import Padding, fitted_volume
from ..image_parameters import FITTING, LAST, MEAN, SPACE, VARIANCE, Pixels, Shift, need_room, pixels
from ..picture_decoder import PictureDecoder

SIZE = "a size or {width, depth, height}"


@coder
class Image3DEncoder(Declared, Encoder):
    """NetEncoder[{"Image3D", {w, d, h}}] scales a volume to w x d x h and gives channels x h x d x w numbers.

    The size is 128 x 128 x 128 unless given; parameters are those of "Image".
    """

    name = "Image3D"
    parameters = (
        Parameter("ImageSize", "size", pixels(3), SIZE, Pixels((128,) * 3), positional=True),
        SPACE,
        LAST,
        MEAN,
        VARIANCE,
        *FITTING,
    )
    dims: tuple[int, ...]

    def __init__(
        self,
        size: tuple[int, ...] = (128,) * 3,
        color_space: str = "RGB",
        interleaving: bool = False,
        mean: Shift | None = None,
        variance: Shift | None = None,
        method: str = "Stretch",
        resampling: str | None = None,
        alignment: str = "Center",
        padding: Padding | None = None,
    ):
        self.size, self.color_space, self.interleaving = Pixels(size), color_space, interleaving
        self.mean, self.variance, self.method, self.resampling = mean, variance, method, resampling
        self.alignment, self.padding = alignment, padding or Padding.black()
        channels = CHANNELS[color_space]
        self.dims = (*size[::-1], channels) if interleaving else (channels, *size[::-1])

    @property
    def brief(self) -> str:
        return "×".join(map(str, self.size)) + " volume"

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> np.ndarray:
        need_room(self.name, self.size, self.dims)
        rows = [self._one(example, place) for place, example in enumerate(examples)]
        return np.stack(rows) if rows else np.zeros((0, *self.dims), np.float32)

    def _one(self, node: Node, place: int) -> np.ndarray:
        if not (isinstance(node, Value) and isinstance(node.value, Image3D)):
            array = encoded(node, self.dims)
            if array is None:
                raise Misfit(place, f"a 3D image or a {'×'.join(map(str, self.dims))} array")
            return array.astype(np.float32)
        volume = node.value.converted(self.color_space)
        if volume.dimensions != tuple(self.size):
            way = self.resampling or "Lanczos"
            volume = fitted_volume(volume, self.size, self.method, way, self.alignment, self.padding)
        levels = volume.levels()
        planes = levels[None] if levels.ndim == 3 else np.moveaxis(levels, -1, 0)
        if self.mean is not None:
            planes = planes - self.mean.planes(self.color_space, self.size)
        if self.variance is not None:
            planes = planes / self.variance.deviation(self.color_space, self.size)
        return np.asarray(np.moveaxis(planes, 0, -1) if self.interleaving else planes, np.float32)

    def is_example(self, node: Node) -> bool:
        array = array_of(node)
        return isinstance(node, Value) if array is None else encoded(node, self.dims) is not None

    def decoder(self) -> Decoder:
        return Image3DDecoder(self.color_space, self.interleaving, mean=self.mean, variance=self.variance)


@coder
class Image3DDecoder(PictureDecoder):
    """NetDecoder["Image3D"] makes a volume of an array of channels x height x depth x width numbers.

    ColorSpace, Interleaving, "MeanImage" and "VarianceImage" are those of the encoder, which it undoes.
    """

    name = "Image3D"
    properties = ("Image3D",)
    parameters = (SPACE, LAST, MEAN, VARIANCE)
    sides = 3

    @property
    def brief(self) -> str:
        return "volume"

    def sized(self, size: tuple[int, ...]) -> Encoder:
        return Image3DEncoder(size, self.color_space, self.interleaving, self.mean, self.variance)

    def picture(self, levels: np.ndarray) -> Image3D:
        return Image3D(levels, self.color_space)
