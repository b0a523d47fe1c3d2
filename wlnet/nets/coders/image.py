"""The "Image" coders: pictures as arrays of channels x height x width, numbers from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...arrays import array_of
from ...expr import Node, S, String, Value, is_head
from ...media.color_spaces import CHANNELS
from ...media.image import Image, read_image
from ...problem import Problem
from ..coder import Decoder, Encoder, Evaluate, Misfit, coder, encoded
from ..coder_parameters import Declared, Parameter
from ..image_fitting import Padding, fitted
from ..image_parameters import (
    FITTING,
    LAST,
    MEAN,
    SPACE,
    TRANSPOSED,
    VARIANCE,
    Pixels,
    Shift,
    need_room,
    pixels,
)
from ..picture_decoder import PictureDecoder
from ..pixels_in_arrays import pixels_of_stack


@coder
class ImageEncoder(Declared, Encoder):
    """NetEncoder[{"Image", {w, h}}] scales a picture to w x h and gives channels x h x w numbers from 0 to 1.

    ColorSpace is "RGB", "Grayscale", "HSB", "CMYK", "XYZ" or "LAB"; the size is 128 x 128 unless given.
    Method "Stretch" takes no care of the aspect ratio, "Fit" adds Padding around the picture, "Fill" cuts it,
    as Alignment says.  "MeanImage"
    is subtracted, and what remains divided by the root of "VarianceImage".  Interleaving -> True puts the
    channels last.  Files are read; an array of the encoded shape passes as it is.
    """

    name = "Image"
    parameters = (
        Parameter(
            "ImageSize", "size", pixels(2), "a size or {width, height}", Pixels((128, 128)), positional=True
        ),
        SPACE,
        LAST,
        TRANSPOSED,
        MEAN,
        VARIANCE,
        *FITTING,
    )
    dims: tuple[int, ...]

    def __init__(
        self,
        size: tuple[int, int] = (128, 128),
        color_space: str = "RGB",
        interleaving: bool = False,
        transposed: bool = False,
        mean: Shift | None = None,
        variance: Shift | None = None,
        method: str = "Stretch",
        resampling: str | None = None,
        alignment: str = "Center",
        padding: Padding | None = None,
    ):
        self.size, self.color_space, self.interleaving = Pixels(size), color_space, interleaving
        self.transposed, self.mean, self.variance = transposed, mean, variance
        self.method, self.resampling, self.alignment = method, resampling, alignment
        self.padding = padding or Padding.black()
        sizes = (size[0], size[1]) if transposed else (size[1], size[0])
        channels = CHANNELS[color_space]
        self.dims = (*sizes, channels) if interleaving else (channels, *sizes)

    @property
    def brief(self) -> str:
        return f"{self.size[0]}×{self.size[1]} image"

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> np.ndarray:
        need_room(self.name, self.size, self.dims)
        images = [self._prepared(e, i) for i, e in enumerate(examples)]
        ready = {i: image for i, image in enumerate(images) if not isinstance(image, Image)}
        if not ready and images and all(i.data.dtype == np.uint8 for i in images):  # type: ignore[union-attr]
            stacked = np.stack([i.data for i in images]).astype(np.float32)  # type: ignore[union-attr]
            stacked /= 255  # one pass for the usual case
            planes = (
                stacked[:, None] if stacked.ndim == 3 else np.ascontiguousarray(np.moveaxis(stacked, -1, 1))
            )
            return self._finished(planes)
        rows = [
            ready[i] if i in ready else self._finished(self._planes(image)[None])[0]  # type: ignore[arg-type]
            for i, image in enumerate(images)
        ]
        return np.stack(rows) if rows else np.zeros((0, *self.dims), np.float32)

    def of_bytes(self, rows: np.ndarray) -> np.ndarray:
        planes, space = pixels_of_stack(rows, self.color_space)
        if space == self.color_space and planes.shape[2:0:-1] == tuple(self.size):
            return self._finished(np.moveaxis(planes, -1, 1).astype(np.float32) / np.float32(255))
        images = [Image(np.ascontiguousarray(each), space) for each in planes]
        return self.encode([Value(image) for image in images], lambda node: node)

    def _prepared(self, node: Node, place: int) -> Image | np.ndarray:
        image = node.value if isinstance(node, Value) and isinstance(node.value, Image) else None
        if image is None and is_head(node, S.File) and isinstance(node.args[0], String):
            image = _from_file(node.args[0].value, place)
        if image is None:
            array = encoded(node, self.dims)
            if array is None:
                raise Misfit(place, f"an image or a {'×'.join(map(str, self.dims))} array")
            return array.astype(np.float32)
        if image.color_space != self.color_space or image.has_alpha:
            image = image.converted(self.color_space)
        if image.dimensions == self.size:
            return image
        resampling = self.resampling or "Lanczos"
        return fitted(image, self.size, self.method, resampling, self.alignment, self.padding)

    def _planes(self, image: Image) -> np.ndarray:
        levels = image.levels()
        return levels[None] if levels.ndim == 2 else np.moveaxis(levels, -1, 0)

    def _finished(self, planes: np.ndarray) -> np.ndarray:
        """From levels (batch, channels, height, width) to the encoded form."""
        if self.mean is not None:
            planes = planes - self.mean.planes(self.color_space, self.size)
        if self.variance is not None:
            planes = planes / self.variance.deviation(self.color_space, self.size)
        if self.transposed:
            planes = planes.swapaxes(-1, -2)
        planes = np.moveaxis(planes, 1, -1) if self.interleaving else planes
        return np.ascontiguousarray(planes, np.float32)

    def is_example(self, node: Node) -> bool:
        array = array_of(node)
        if array is not None:
            return encoded(node, self.dims) is not None
        return isinstance(node, Value) or is_head(node, S.File)

    def decoder(self) -> Decoder:
        return ImageDecoder(self.color_space, self.interleaving, self.transposed, self.mean, self.variance)


def _from_file(name: str, place: int) -> Image:
    try:
        return read_image(name)
    except Problem:
        raise Misfit(place, "the file of an image that can be read") from None


@coder
class ImageDecoder(PictureDecoder):
    """NetDecoder["Image"] makes a picture of an array of channels x height x width numbers from 0 to 1.

    ColorSpace, Interleaving, "DataTransposed", "MeanImage" and "VarianceImage" are those of the encoder,
    which it undoes.
    """

    name = "Image"
    properties = ("Image",)
    parameters = (SPACE, LAST, TRANSPOSED, MEAN, VARIANCE)
    sides = 2

    @property
    def brief(self) -> str:
        return "image"

    def sized(self, size: tuple[int, ...]) -> Encoder:
        own = (self.color_space, self.interleaving, self.transposed, self.mean, self.variance)
        return ImageEncoder((size[0], size[1]), *own)

    def picture(self, levels: np.ndarray) -> Image:
        levels = np.ascontiguousarray(levels[..., 0]) if levels.shape[-1] == 1 else levels
        return Image(levels, self.color_space)
