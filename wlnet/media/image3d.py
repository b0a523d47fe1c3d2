"""Image3D: a volume of voxels as a value of the language.

The array is (height, depth, width) or (height, depth, width, channels): slices from the top, in each the rows
from the back, as the reference page of Image3D has them; ImageDimensions gives {width, depth, height}.
"""

from __future__ import annotations

import numpy as np

from ..arrays import list_of
from ..expr import Expr, Node, S, String
from ..lazy import pil_image
from ..problem import Template
from .image import FILTERS, RESAMPLING, Image
from .raster import Raster

VOLUME_SHAPE = Template("img3array", "An array of dimensions `1` is no volume; `2` was expected.")
UNLIKE = Template("img3slices", "The slices of a volume must be images of one size; there are `1` and `2`.")


class Image3D(Raster):
    """Image3D[data] is a volume; `data` is closed to writing."""

    __slots__ = ()
    wl_head = "Image3D"

    def __init__(self, data: np.ndarray, color_space: str | None = None):
        if data.ndim not in (3, 4) or 0 in data.shape:
            raise VOLUME_SHAPE(data.shape, "height x depth x width, or that x channels, none of them 0")
        self.data = data[..., 0] if data.shape[3:] == (1,) else data.view()
        self.data.flags.writeable = False
        self.color_space = self.flat(color_space).color_space

    @classmethod
    def of_slices(cls, images: list[Image]) -> Image3D:
        """The volume of these slices, from the top."""
        first = images[0]
        for image in images:
            if image.dimensions != first.dimensions:
                raise UNLIKE(first.summary(), image.summary())
            if (image.channels, image.type_name) != (first.channels, first.type_name):
                alike = [i.converted("RGB").as_type("Real32") for i in images]
                return cls(np.stack([i.data for i in alike]), "RGB")
        return cls(np.stack([image.data for image in images]), first.color_space)

    def flat(self, color_space: str | None = None) -> Image:
        """All slices below each other as one picture."""
        height, depth, *rest = self.data.shape
        return Image(
            self.data.reshape(height * depth, *rest), color_space or getattr(self, "color_space", None)
        )

    def _of_flat(self, image: Image) -> Image3D:
        data = image.data.reshape(*self.data.shape[:2], *image.data.shape[1:])
        return Image3D(data, image.color_space)

    @property
    def dimensions(self) -> tuple[int, int, int]:
        """Width, depth and height, in voxels."""
        return self.data.shape[2], self.data.shape[1], self.data.shape[0]

    @property
    def channels(self) -> int:
        return self.data.shape[3] if self.data.ndim == 4 else 1

    @property
    def type_name(self) -> str:
        return self.flat().type_name

    def slices(self) -> list[Image]:
        return [Image(each, self.color_space) for each in self.data]

    def levels(self) -> np.ndarray:
        """The voxels as float32, from 0 for nothing to 1 for full."""
        return self.flat().levels().reshape(self.data.shape)

    def converted(self, color_space: str) -> Image3D:
        return self._of_flat(self.flat().converted(color_space))

    def as_type(self, type_name: str) -> Image3D:
        return self._of_flat(self.flat().as_type(type_name))

    def resized(self, width: int, depth: int, height: int, resampling: str = "Lanczos") -> Image3D:
        """This volume with other numbers of voxels: each slice resized, then the columns through them."""
        if (width, depth, height) == self.dimensions:
            return self
        if resampling not in FILTERS:
            raise RESAMPLING(resampling, ", ".join(FILTERS))
        levels = np.stack([Image(each).resized(width, depth, resampling).data for each in self.levels()])
        columns = levels.reshape(len(levels), -1)
        method = pil_image.Resampling[FILTERS[resampling]]
        picture = pil_image.fromarray(np.ascontiguousarray(columns, np.float32))
        made = np.asarray(picture.resize((columns.shape[1], height), method))
        return Image3D(made.reshape(height, *levels.shape[1:]), self.color_space).as_type(self.type_name)

    def to_node(self) -> Node:
        data = self.data.astype(np.uint8) if self.data.dtype == np.bool_ else self.data
        args: tuple[Node, ...] = (list_of(data), String(self.type_name))
        if self.color_space and self.color_space != Image(self.flat().data).color_space:
            args += (Expr(S.Rule, (S.ColorSpace, String(self.color_space))),)
        return Expr(S.Image3D, args)

    def summary(self) -> str:
        """One line, our form for terminals."""
        sizes = " x ".join(map(str, self.dimensions))
        return f"Image3D[<{sizes}, {self.color_space or f'{self.channels} channels'}, {self.type_name}>]"
