"""The "Image" coders: pictures as arrays of channels x height x width, numbers from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...arrays import array_of
from ...convert import NOT_CONVERTED, from_node
from ...expr import Node, S, String, Value, is_head
from ...media.image import FILTERS, Image, read_image
from ...problem import Problem
from ..coder import Decoder, Encoder, Evaluate, Misfit, coder, encoded, raw, wants_raw
from ..coder_parameters import Declared, Parameter, one_of, truth
from ..image_fitting import ALIGNMENTS, METHODS, Padding, fitted
from ..kinds import Spatial
from ..shapes import Dims

CHANNELS = {"Grayscale": 1, "RGB": 3}


class _Size(tuple[int, int]):
    def to_node(self) -> Node:
        return Spatial(tuple(self)).to_node()


def _size(node: Node) -> Any:
    sizes = Spatial.from_node(node)
    return _Size(sizes.spread(2)) if isinstance(sizes, Spatial) and sizes.rank in (None, 2) else NOT_CONVERTED


class Shift:
    """A MeanImage or VarianceImage: a number, one for each channel, or a picture."""

    def __init__(self, node: Node, values: np.ndarray | Image):
        self.node, self.values = node, values

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if isinstance(node, Value) and isinstance(node.value, Image):
            return cls(node, node.value)
        number = from_node(float, node)
        array = np.array(number) if number is not NOT_CONVERTED else array_of(node)
        return cls(node, array) if array is not None and array.ndim in (0, 1, 3) else NOT_CONVERTED

    def to_node(self) -> Node:
        return self.node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shift) and self.node == other.node

    def __hash__(self) -> int:
        return hash(self.node)

    def planes(self, color_space: str, size: tuple[int, int] | None) -> np.ndarray:
        """The numbers for channels x height x width, as far as they differ."""
        if isinstance(self.values, Image):
            image = self.values.converted(color_space)
            image = image if size in (None, image.dimensions) else image.resized(*size)  # type: ignore[misc]
            levels = image.levels()
            return levels[None] if levels.ndim == 2 else np.moveaxis(levels, -1, 0)
        array = self.values.astype(np.float32)
        return array[:, None, None] if array.ndim == 1 else array


_SPACE = Parameter(
    "ColorSpace",
    "color_space",
    one_of(*CHANNELS),
    ", ".join(f'"{c}"' for c in CHANNELS),
    "RGB",
    True,
    by_name=True,
)
_LAST = Parameter("Interleaving", "interleaving", truth, "True or False", False)
_SHIFT = "None, a number, a number for each channel, or an image"
_MEAN = Parameter("MeanImage", "mean", Shift.from_node, _SHIFT)
_VARIANCE = Parameter("VarianceImage", "variance", Shift.from_node, _SHIFT)


@coder
class ImageEncoder(Declared, Encoder):
    """NetEncoder[{"Image", {w, h}}] scales a picture to w x h and gives channels x h x w numbers from 0 to 1.

    ColorSpace is "RGB" or "Grayscale"; the size is 128 x 128 unless given.  Method "Stretch" takes no care of
    the aspect ratio, "Fit" adds Padding around the picture, "Fill" cuts it, as Alignment says.  "MeanImage"
    is subtracted, and what remains divided by the root of "VarianceImage".  Interleaving -> True puts the
    channels last.  Files are read; an array of the encoded shape passes as it is.
    """

    name = "Image"
    parameters = (
        Parameter(
            "ImageSize", "size", _size, "a size or {width, height}", _Size((128, 128)), positional=True
        ),
        _SPACE,
        _LAST,
        Parameter("DataTransposed", "transposed", truth, "True or False", False),
        _MEAN,
        _VARIANCE,
        Parameter("Method", "method", one_of(*METHODS), ", ".join(f'"{m}"' for m in METHODS), "Stretch"),
        Parameter(
            "Resampling", "resampling", one_of(*FILTERS), ", ".join(FILTERS), None, nothing=S.Automatic
        ),
        Parameter("Alignment", "alignment", one_of(*ALIGNMENTS), ", ".join(ALIGNMENTS), "Center"),
        Parameter("Padding", "padding", Padding.from_node, "a colour or a grey level", Padding.black()),
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
        self.size, self.color_space, self.interleaving = _Size(size), color_space, interleaving
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
            planes = planes / np.sqrt(self.variance.planes(self.color_space, self.size))
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
        return ImageDecoder(self.color_space, self.interleaving, self.mean, self.variance)


def _from_file(name: str, place: int) -> Image:
    try:
        return read_image(name)
    except Problem:
        raise Misfit(place, "the file of an image that can be read") from None


@coder
class ImageDecoder(Declared, Decoder):
    """NetDecoder["Image"] makes a picture of an array of channels x height x width numbers from 0 to 1.

    ColorSpace, Interleaving, "MeanImage" and "VarianceImage" are those of the encoder, which it undoes.
    """

    name = "Image"
    properties = ("Image",)
    parameters = (_SPACE, _LAST, _MEAN, _VARIANCE)
    dims: Dims

    def __init__(
        self,
        color_space: str = "RGB",
        interleaving: bool = False,
        mean: Shift | None = None,
        variance: Shift | None = None,
    ):
        self.color_space, self.interleaving = color_space, interleaving
        self.mean, self.variance = mean, variance
        channels = CHANNELS[color_space]
        self.dims = (None, None, channels) if interleaving else (channels, None, None)

    @property
    def brief(self) -> str:
        return "image"

    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        if wants_raw(wanted):
            return raw(batch)
        if wanted != String("Image"):
            raise self.no_property(wanted)
        planes = np.moveaxis(batch, -1, 1) if self.interleaving else batch
        size = (planes.shape[3], planes.shape[2])
        if self.variance is not None:
            planes = planes * np.sqrt(self.variance.planes(self.color_space, size))
        if self.mean is not None:
            planes = planes + self.mean.planes(self.color_space, size)
        pixels = np.moveaxis(planes, 1, -1).astype(np.float32)
        pixels = pixels[..., 0] if pixels.shape[-1] == 1 else pixels
        return [Value(Image(np.ascontiguousarray(each), self.color_space)) for each in pixels]
