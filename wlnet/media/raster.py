"""Raster: what pictures and volumes have in common: an array of levels, and how its channels are read."""

from __future__ import annotations

import numpy as np

from ..expr import Foreign


class Raster(Foreign):
    """Abstract: `data`, which is closed to writing, in a `color_space`.

    Rasters of one kind are equal when all they hold is.
    """

    __slots__ = ("color_space", "data")
    data: np.ndarray
    color_space: str | None

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, type(self))
            and self.color_space == other.color_space
            and self.data.dtype == other.data.dtype
            and np.array_equal(self.data, other.data)
        )

    def __hash__(self) -> int:
        return hash((self.data.shape, self.data.tobytes()))

    def equal(self, other: object) -> bool | None:
        return self == other if isinstance(other, type(self)) else None
