"""What the decoders of pictures and volumes have in common: from arrays of channels first back to levels."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

import numpy as np

from ..expr import Foreign, Node, String, Value
from ..media.color_spaces import CHANNELS
from .coder import Decoder, Encoder, Evaluate, raw, wants_raw
from .coder_parameters import Declared
from .image_parameters import Shift
from .shapes import Dims


class PictureDecoder(Declared, Decoder):
    """Abstract: a decoder of arrays with so many `sides`, whose only property is the picture."""

    sides: ClassVar[int]
    dims: Dims

    @abstractmethod
    def picture(self, levels: np.ndarray) -> Foreign:
        """The picture with these levels, channels last."""

    @abstractmethod
    def sized(self, size: tuple[int, ...]) -> Encoder:
        """The encoder of pictures of a size, width first, that this decoder undoes."""

    def __init__(
        self,
        color_space: str = "RGB",
        interleaving: bool = False,
        transposed: bool = False,
        mean: Shift | None = None,
        variance: Shift | None = None,
    ):
        self.color_space, self.interleaving, self.transposed = color_space, interleaving, transposed
        self.mean, self.variance = mean, variance
        sizes, channels = (None,) * self.sides, CHANNELS[color_space]
        self.dims = (*sizes, channels) if interleaving else (channels, *sizes)

    def encoder_for(self, dims: Dims) -> Encoder | None:
        sizes = (dims or ())[: self.sides] if self.interleaving else (dims or ())[1:]
        size = [n for n in (sizes if self.transposed else sizes[::-1]) if isinstance(n, int)]
        return self.sized(tuple(size)) if len(size) == self.sides else None

    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        if wants_raw(wanted):
            return raw(batch)
        if wanted != String(self.properties[0]):
            raise self.no_property(wanted)
        return [Value(self.picture(levels)) for levels in self._levels(batch)]

    def _levels(self, batch: np.ndarray) -> np.ndarray:
        """The levels (batch, *sides, channels) of what was encoded."""
        planes = np.moveaxis(batch, -1, 1) if self.interleaving else batch
        planes = planes.swapaxes(-1, -2) if self.transposed else planes
        size = planes.shape[:1:-1]
        if self.variance is not None:
            planes = planes * self.variance.deviation(self.color_space, size)
        if self.mean is not None:
            planes = planes + self.mean.planes(self.color_space, size)
        return np.ascontiguousarray(np.moveaxis(planes, 1, -1), np.float32)
