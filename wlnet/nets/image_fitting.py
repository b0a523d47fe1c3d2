"""Pictures brought to a size: stretched, fitted into it with padding, or filling it and cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..convert import NOT_CONVERTED
from ..expr import Node, Symbol
from ..media.colors import color_of
from ..media.image import Image, scaled

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
    image: Image, size: tuple[int, int], method: str, resampling: str, alignment: str, padding: Padding
) -> Image:
    """The picture with `size` pixels, width x height."""
    if method == "Stretch":
        return image.resized(*size, resampling)
    ratios = [wanted / there for wanted, there in zip(size, image.dimensions, strict=True)]
    scale = min(ratios) if method == "Fit" else max(ratios)
    width, height = (max(1, round(n * scale)) for n in image.dimensions)
    inner = image.resized(width, height, resampling)
    room = size[0] - width, size[1] - height  # negative where the picture is cut
    left, top = (int(np.floor(n * share)) for n, share in zip(room, ALIGNMENTS[alignment], strict=True))
    data = inner.data if inner.data.ndim == 3 else inner.data[..., None]
    whole = np.empty((size[1], size[0], data.shape[2]), data.dtype)
    whole[:] = padding.pixel(image)
    to_y, to_x = slice(max(0, top), max(0, top) + height), slice(max(0, left), max(0, left) + width)
    target = whole[to_y, to_x]
    target[:] = data[max(0, -top) :, max(0, -left) :][: target.shape[0], : target.shape[1]]
    return Image(whole, image.color_space)
