"""Pictures brought to a size: stretched, fitted into it with padding, or filling it and cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..convert import NOT_CONVERTED
from ..expr import Node, Symbol
from ..media.colors import color_of
from ..media.image import Image, scaled
from ..media.image3d import Image3D

METHODS = ("Stretch", "Fit", "Fill")
# which share of the room that is left goes to the left and to the top
ALIGNMENTS = {
    "Center": (0.5, 0.5),
    "Left": (0.0, 0.5),
    "Right": (1.0, 0.5),
    "Top": (0.5, 0.0),
    "Bottom": (0.5, 1.0),
}


@dataclass(frozen=True)
class Padding:
    """A colour, as red, green and blue from 0 to 1."""

    color: tuple[float, float, float]
    node: Node

    @classmethod
    def black(cls) -> Padding:
        return cls((0.0, 0.0, 0.0), Symbol("Black"))

    @classmethod
    def from_node(cls, node: Node) -> Any:
        level = getattr(node, "value", None)
        if isinstance(level, (int, float)):
            return cls((float(level),) * 3, node)
        color = color_of(node)
        return NOT_CONVERTED if color is None else cls(tuple(color[:3]), node)  # type: ignore[arg-type]

    def to_node(self) -> Node:
        return self.node

    def pixel(self, like: Image) -> np.ndarray:
        """The padding as a pixel of a picture."""
        one = Image(np.array([[self.color]], np.float32), "RGB")
        same = one.converted(like.color_space or "RGB")
        return scaled(same.levels(), like.type_name)[0, 0]


def fitted(
    image: Image, size: tuple[int, ...], method: str, resampling: str, alignment: str, padding: Padding
) -> Image:
    """The picture with `size` pixels, width x height."""
    if method == "Stretch":
        return image.resized(size[0], size[1], resampling)
    width, height = conforming(image.dimensions, size, method)
    inner = image.resized(width, height, resampling)
    left, top = ALIGNMENTS[alignment]
    data = inner.data if inner.data.ndim == 3 else inner.data[..., None]
    return Image(placed(data, (size[1], size[0]), (top, left), padding.pixel(image)), image.color_space)


def fitted_volume(
    volume: Image3D, size: tuple[int, ...], method: str, resampling: str, alignment: str, padding: Padding
) -> Image3D:
    """The volume with `size` voxels, width x depth x height; in its depth it is in the middle."""
    width, depth, height = size
    if method == "Stretch":
        return volume.resized(width, depth, height, resampling)
    width, depth, height = conforming(volume.dimensions, size, method)
    inner = volume.resized(width, depth, height, resampling)
    left, top = ALIGNMENTS[alignment]
    data = inner.data if inner.data.ndim == 4 else inner.data[..., None]
    pixel = padding.pixel(volume.flat())
    return Image3D(placed(data, size[::-1], (top, 0.5, left), pixel), volume.color_space)


def conforming(sides: tuple[int, ...], size: tuple[int, ...], method: str) -> tuple[int, ...]:
    """The sides scaled alike so that they fit into `size`, or fill it."""
    ratios = [wanted / there for wanted, there in zip(size, sides, strict=True)]
    scale = min(ratios) if method == "Fit" else max(ratios)
    return tuple(max(1, round(n * scale)) for n in sides)


def placed(
    data: np.ndarray, size: tuple[int, ...], shares: tuple[float, ...], pixel: np.ndarray
) -> np.ndarray:
    """An array of pixels in one of `size`, cut or surrounded by `pixel`; a share of the room comes before."""
    whole = np.empty((*size, data.shape[-1]), data.dtype)
    whole[:] = pixel
    before = [
        int(np.floor((wanted - n) * share))
        for wanted, n, share in zip(size, data.shape, shares, strict=False)
    ]
    target = whole[tuple(slice(max(0, b), max(0, b) + n) for b, n in zip(before, data.shape, strict=False))]
    source = data[tuple(slice(max(0, -b), None) for b in before)]
    target[:] = source[tuple(map(slice, target.shape[:-1]))]
    return whole
