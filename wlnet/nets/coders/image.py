"""The "Image" encoder: pictures as arrays of channels x height x width."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...arrays import array_of
from ...expr import Integer, Node, S, String, Value
from ...media.image import Image
from ..coder import Encoder, Evaluate, Misfit, coder, encoded, misused, no_options
from ..kinds import Spatial

CHANNELS = {"Grayscale": 1, "RGB": 3}


@coder
class ImageEncoder(Encoder):
    """NetEncoder[{"Image", {w, h}}] scales a picture to w x h and gives channels x h x w numbers from 0 to 1.

    ColorSpace is "RGB" or "Grayscale"; the size is 128 x 128 unless given.  An array of that shape passes
    as it is.
    """

    name = "Image"
    dims: tuple[int, ...]

    def __init__(self, size: tuple[int, int] = (128, 128), color_space: str = "RGB"):
        self.size, self.color_space = size, color_space
        self.dims = (CHANNELS[color_space], size[1], size[0])

    @property
    def brief(self) -> str:
        return f"{self.size[0]}×{self.size[1]} image"

    @classmethod
    def from_arguments(cls, positional: list[Node], options: dict[str, Node]) -> ImageEncoder:
        size = (128, 128)
        if positional:
            sizes = Spatial.from_node(positional[0])
            if not isinstance(sizes, Spatial) or sizes.rank not in (None, 2):
                raise misused(cls, positional[0], "a size or {width, height}")
            size = sizes.spread(2)  # type: ignore[assignment]
        space = positional[1] if len(positional) > 1 else options.pop("ColorSpace", String("RGB"))
        if not isinstance(space, String) or space.value not in CHANNELS or len(positional) > 2:
            raise misused(cls, space, ", ".join(f'"{c}"' for c in CHANNELS))
        no_options(cls, options)
        return cls(size, space.value)  # type: ignore[arg-type]

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> np.ndarray:
        images = [self._prepared(e, i) for i, e in enumerate(examples)]
        if all(isinstance(i, Image) and i.data.dtype == np.uint8 for i in images):
            stacked = np.stack([i.data for i in images]).astype(np.float32)  # one pass for the usual case
            stacked /= 255
            return (
                stacked[:, None] if stacked.ndim == 3 else np.ascontiguousarray(np.moveaxis(stacked, -1, 1))
            )
        return np.stack([self._array(i) for i in images])

    def _prepared(self, node: Node, place: int) -> Image | np.ndarray:
        image = node.value if isinstance(node, Value) and isinstance(node.value, Image) else None
        if image is None:
            array = encoded(node, self.dims)
            if array is None:
                raise Misfit(place, f"an image or a {'×'.join(map(str, self.dims))} array")
            return array.astype(np.float32)
        if image.color_space != self.color_space or image.has_alpha:
            image = image.converted(self.color_space)
        return image if image.dimensions == self.size else image.resized(*self.size)

    def _array(self, image: Image | np.ndarray) -> np.ndarray:
        if not isinstance(image, Image):
            return image
        levels = image.levels()
        return levels[None] if levels.ndim == 2 else np.moveaxis(levels, -1, 0)

    def is_example(self, node: Node) -> bool:
        array = array_of(node)
        return isinstance(node, Value) if array is None else encoded(node, self.dims) is not None

    def arguments(self) -> tuple[Node, ...]:
        size = S.List(*map(Integer, self.size))
        return (size, S.Rule(S.ColorSpace, String(self.color_space)))

    def parts(self) -> dict[str, Node]:
        return {"ImageSize": S.List(*map(Integer, self.size)), "ColorSpace": String(self.color_space)}
