"""Image: a picture as a value of the language.

The array is (height, width) or (height, width, channels), rows from the top, channels last, in one of the
types that the language names; a last channel beyond those of the colour space is transparency.
"""

from __future__ import annotations

import io
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np

from ..arrays import list_of
from ..convert import from_node
from ..expr import Expr, Node, S, String, Symbol, Value
from ..lazy import pil_image
from ..problem import Template
from .color_spaces import CHANNELS, in_space
from .raster import Raster

TYPES = {"Bit": np.bool_, "Byte": np.uint8, "Bit16": np.uint16, "Real32": np.float32, "Real64": np.float64}
FILTERS = {  # what Resampling may be, as Pillow knows it; the documented default for images is Lanczos
    "Nearest": "NEAREST",
    "Constant": "NEAREST",
    "Linear": "BILINEAR",
    "Cubic": "BICUBIC",
    "CatmullRom": "BICUBIC",
    "Lanczos": "LANCZOS",
}
FORMATS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".gif": "GIF",
    ".bmp": "BMP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".webp": "WEBP",
}

_NAMES = {np.dtype(kind): name for name, kind in TYPES.items()}
_MAXIMA = {"Bit": 1, "Byte": 255, "Bit16": 65535}

IMAGE_SHAPE = Template("imgarray", "An array of dimensions `1` is no image; `2` was expected.")
COLOR_SPACE = Template("imgcsp", "`1` is not a colour space known here; these are: `2`.")
NOT_CONVERTIBLE = Template("imgconv", "An image with `1` channels and no colour space cannot be converted.")
RESAMPLING = Template("rsmpl", "`1` is not a resampling method known here; these are: `2`.")
IMAGE_SIZE = Template("imgrsize", "An image cannot have `1` x `2` pixels.")
NO_FILE = Template("nffil", "File `1` not found.")
BAD_FILE = Template("imgfmt", "File `1` is not an image that can be read: `2`.")
UNLIKE = Template("imgsizes", "Images of `1` and `2` pixels cannot be taken together.")
OPERATIONS = {"Plus": np.add, "Times": np.multiply, "Power": np.power}


class Image(Raster):
    """Image[data] is a picture; `data` is closed to writing.  Images are equal when all they hold is."""

    __slots__ = ()
    wl_head = "Image"

    def __init__(self, data: np.ndarray, color_space: str | None = None):
        if data.ndim not in (2, 3) or 0 in data.shape:
            raise IMAGE_SHAPE(data.shape, "height x width, or height x width x channels, none of them 0")
        if data.dtype not in _NAMES:
            raise TypeError(f"no image type for {data.dtype}")
        self.data = data[..., 0] if data.shape[2:] == (1,) else data.view()
        self.data.flags.writeable = False
        self.color_space = color_space or _usual_space(self.channels)

    @classmethod
    def views(cls, stack: np.ndarray, color_space: str = "Grayscale") -> list[Image]:
        """The pictures of `stack`, an array (number, height, width) that is shared, and closed to writing."""
        stack.flags.writeable = False
        images = []
        for data in stack:
            image = cls.__new__(cls)
            image.data, image.color_space = data, color_space
            images.append(image)
        return images

    @property
    def dimensions(self) -> tuple[int, int]:
        """Width and height, in pixels."""
        return self.data.shape[1], self.data.shape[0]

    @property
    def channels(self) -> int:
        return self.data.shape[2] if self.data.ndim == 3 else 1

    @property
    def type_name(self) -> str:
        return _NAMES[self.data.dtype]

    @property
    def has_alpha(self) -> bool:
        return self.color_space in CHANNELS and self.channels == CHANNELS[self.color_space] + 1

    def levels(self) -> np.ndarray:
        """The pixels as float32, from 0 for nothing to 1 for full."""
        data = self.data.astype(np.float32)
        return data / np.float32(_MAXIMA[self.type_name]) if self.type_name in _MAXIMA else data

    def converted(self, color_space: str, *, alpha: bool = False) -> Image:
        """This picture in another colour space; transparency is dropped unless `alpha` keeps it."""
        if color_space not in CHANNELS:
            raise COLOR_SPACE(color_space, ", ".join(CHANNELS))
        if self.color_space not in CHANNELS:
            raise NOT_CONVERTIBLE(self.channels)
        count = CHANNELS[self.color_space]
        if self.color_space == color_space and (alpha or self.channels == count):
            return self
        planes = self.data if self.data.ndim == 3 else self.data[..., None]
        colors, rest = planes[..., :count], planes[..., count:] if alpha else planes[..., :0]
        if {self.color_space, color_space} == {"Grayscale", "RGB"}:
            made = in_space(colors, self.color_space, color_space)  # in the scale of the pixels
            colors = _rounded(made, self.data.dtype)
        elif self.color_space != color_space:
            return self._far(color_space, alpha)
        data = np.concatenate([colors, rest], axis=2)
        return Image(data[..., 0] if data.shape[2] == 1 else data, color_space)

    def _far(self, color_space: str, alpha: bool) -> Image:
        """This picture in a colour space that is not only a sum of channels; XYZ and LAB are of reals."""
        count = CHANNELS[str(self.color_space)]
        levels = self.levels()
        levels = levels if levels.ndim == 3 else levels[..., None]
        made = in_space(levels[..., :count], str(self.color_space), color_space)
        rest = levels[..., count:] if alpha else levels[..., :0]
        image = Image(np.concatenate([made, rest], axis=2, dtype=np.float32), color_space)
        return image if color_space in ("XYZ", "LAB") else image.as_type(self.type_name)

    def resized(self, width: int, height: int, resampling: str = "Lanczos") -> Image:
        """This picture with width x height pixels; making it smaller averages, so nothing is skipped."""
        if resampling not in FILTERS:
            raise RESAMPLING(resampling, ", ".join(FILTERS))
        if width < 1 or height < 1:
            raise IMAGE_SIZE(width, height)
        if (width, height) == self.dimensions:
            return self
        method = pil_image.Resampling[FILTERS[resampling]]
        exact = self.data if self.data.dtype in (np.uint8, np.float32) else self.data.astype(np.float32)
        planes = [exact] if exact.ndim == 2 else [exact[..., i] for i in range(self.channels)]
        made = [_resized_plane(plane, (width, height), method) for plane in planes]
        data = made[0] if self.data.ndim == 2 else np.stack(made, axis=2)
        return Image(_rounded(data, self.data.dtype), self.color_space)

    def as_type(self, type_name: str) -> Image:
        """This picture with its pixels as `type_name`, one of TYPES."""
        if type_name == self.type_name:
            return self
        return Image(scaled(self.levels(), type_name), self.color_space)

    def png(self) -> bytes:
        """This picture as the bytes of a PNG file, eight bits a channel."""
        return encoded(self, "PNG")

    def computed(self, head: Symbol, args: tuple[Node, ...]) -> Image | None:
        """Level by level, with numbers and other images of this size; one channel goes with any number."""
        operands: list[Any] = []
        space = self.color_space
        for arg in args:
            image = arg.value if isinstance(arg, Value) else None
            if isinstance(image, Image):
                if image.dimensions != self.dimensions:
                    raise UNLIKE(self.dimensions, image.dimensions)
                levels = image.levels()
                operands.append(levels if levels.ndim == 3 else levels[..., None])
                space = image.color_space if image.channels > 1 else space
            elif isinstance(number := from_node(float, arg), float):
                operands.append(np.float32(number))
            else:
                return None
        if len({each.shape[-1] for each in operands if each.ndim} - {1}) > 1:
            return None
        made = reduce(OPERATIONS[head.name], operands).astype(np.float32)
        return Image(made[..., 0] if made.shape[-1] == 1 else made, space)

    def to_node(self) -> Node:
        data = self.data.astype(np.uint8) if self.data.dtype == np.bool_ else self.data
        args: tuple[Node, ...] = (list_of(data), String(self.type_name))
        if self.color_space and self.color_space != _usual_space(self.channels):
            args += (Expr(S.Rule, (S.ColorSpace, String(self.color_space))),)
        return Expr(S.Image, args)

    def summary(self) -> str:
        """One line, our form for terminals: width x height, colour space, type of the pixels."""
        space = self.color_space or f"{self.channels} channels"
        return f"Image[<{self.dimensions[0]} x {self.dimensions[1]}, {space}, {self.type_name}>]"


def _usual_space(channels: int) -> str | None:
    return {1: "Grayscale", 2: "Grayscale", 3: "RGB", 4: "RGB"}.get(channels)


def _rounded(values: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """`values`, which are in the scale of `dtype` already, stored as it."""
    if dtype.kind == "f":
        return values.astype(dtype)
    return np.clip(np.rint(values), 0, _MAXIMA[_NAMES[dtype]]).astype(dtype)


def _resized_plane(plane: np.ndarray, size: tuple[int, int], method: int) -> np.ndarray:
    return np.asarray(pil_image.fromarray(np.ascontiguousarray(plane)).resize(size, method))


def scaled(levels: np.ndarray, type_name: str) -> np.ndarray:
    """Levels from 0 to 1 as pixels of `type_name`; clipped and rounded for whole numbers."""
    dtype = np.dtype(TYPES[type_name])
    return _rounded(levels * _MAXIMA[type_name] if type_name in _MAXIMA else levels, dtype)


def pixels_of(array: np.ndarray, type_name: str = "Real32") -> np.ndarray:
    """The numbers of a list as the pixels of an image of `type_name`, whose own scale they are in."""
    return _rounded(np.asarray(array), np.dtype(TYPES[type_name]))


def read_image(path: str | Path) -> Image:
    """The picture in a file of any format that Pillow reads; palettes become RGB."""
    if not Path(path).is_file():
        raise NO_FILE(str(path))
    return image_of(Path(path).read_bytes(), str(path))


def image_of(data: bytes, name: str) -> Image:
    """The picture that the bytes of a file are; `name` is for messages."""
    try:
        with pil_image.open(io.BytesIO(data)) as picture:
            alpha = "transparency" in picture.info or picture.mode in ("LA", "PA", "RGBA")
            modes = {"1": "1", "L": "LA" if alpha else "L", "LA": "LA", "I;16": "I;16", "F": "F"}
            array = np.array(picture.convert(modes.get(picture.mode, "RGBA" if alpha else "RGB")))
    except OSError as error:
        raise BAD_FILE(name, str(error)) from None
    return Image(array)


def write_image(path: str | Path, image: Image) -> None:
    """Write `image` to a file; the ending of its name tells the format."""
    suffix = Path(path).suffix.lower()
    Path(path).write_bytes(encoded(image, FORMATS[suffix]))


def encoded(image: Image, name: str) -> bytes:
    """The bytes of a file with this picture, in a format that Pillow writes; eight bits a channel."""
    if image.color_space not in (None, "Grayscale", "RGB"):
        image = image.converted("RGB", alpha=True)
    data = np.ascontiguousarray(image.as_type("Byte").data)
    if name == "JPEG" and image.has_alpha:
        data = image.converted(str(image.color_space)).as_type("Byte").data
    stream = io.BytesIO()
    pil_image.fromarray(data).save(stream, format=name)
    return stream.getvalue()
