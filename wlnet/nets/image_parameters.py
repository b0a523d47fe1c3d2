"""The parameters that the coders of pictures, volumes and frames share."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ..allocation import memory_size
from ..arrays import array_of
from ..convert import NOT_CONVERTED, from_node
from ..expr import Node, S, Value
from ..media.color_spaces import CHANNELS
from ..media.image import FILTERS, Image
from ..media.image3d import Image3D
from ..problem import Template
from .coder_parameters import Parameter, Reader, one_of, truth
from .image_fitting import ALIGNMENTS, METHODS, Padding
from .kinds import Spatial

NO_ROOM = Template(
    "imagemem",
    "One example of NetEncoder[`1`] with the size `2` takes `3` GB as an array; there are `4` GB of memory.",
)
REAL_BYTES = 4


class Pixels(tuple[int, ...]):
    """The size of a picture, width first; one number if all sides are alike."""

    def to_node(self) -> Node:
        return Spatial(tuple(self)).to_node()


def pixels(sides: int) -> Reader:
    """What reads a size of so many sides: a number for all of them, or a list."""

    def read(node: Node) -> Any:
        sizes = Spatial.from_node(node)
        fits = isinstance(sizes, Spatial) and sizes.rank in (None, sides)
        return Pixels(sizes.spread(sides)) if fits else NOT_CONVERTED

    return read


def need_room(coder: str, size: Pixels, dims: tuple[int, ...]) -> None:
    """Raise a Problem if one example of these dimensions takes more memory than there is.

    Otherwise the system would end the process when it is half done.
    """
    needed, there = REAL_BYTES * prod(dims), memory_size()
    if needed > there:
        shown = "×".join(map(str, size))
        raise NO_ROOM(f'"{coder}"', shown, f"{needed / 1e9:.1f}", f"{there / 1e9:.1f}")


class Shift:
    """A MeanImage or VarianceImage: a number, one for each channel, or a picture or volume."""

    def __init__(self, node: Node, values: np.ndarray | Image | Image3D):
        self.node, self.values = node, values

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if isinstance(node, Value) and isinstance(node.value, (Image, Image3D)):
            return cls(node, node.value)
        number = from_node(float, node)
        array = np.array(number) if number is not NOT_CONVERTED else array_of(node)
        return cls(node, array) if array is not None and array.ndim in (0, 1, 3, 4) else NOT_CONVERTED

    @classmethod
    def positive(cls, node: Node) -> Any:
        """A VarianceImage: its numbers are positive, but a picture may have pixels that never change."""
        found = cls.from_node(node)
        numbers = found.values if isinstance(found, Shift) else None
        return NOT_CONVERTED if isinstance(numbers, np.ndarray) and not (numbers > 0).all() else found

    def to_node(self) -> Node:
        return self.node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shift) and self.node == other.node

    def __hash__(self) -> int:
        return hash(self.node)

    def planes(self, color_space: str, size: tuple[int, ...]) -> np.ndarray:
        """The numbers for channels x height x width (or x height x depth x width), as far as they differ."""
        if isinstance(self.values, np.ndarray):
            array = self.values.astype(np.float32)
            return array.reshape(-1, *(1 for _ in size)) if array.ndim == 1 else array
        image = self.values.converted(color_space)
        if isinstance(image, Image):
            levels = image.resized(size[0], size[1]).levels()
        else:
            levels = image.resized(size[0], size[1], size[-1]).levels()
        return levels[None] if levels.ndim == len(size) else np.moveaxis(levels, -1, 0)

    def deviation(self, color_space: str, size: tuple[int, ...]) -> np.ndarray:
        """The roots of a variance; 1 where a picture has 0, so that nothing is divided by 0 (our choice)."""
        planes = self.planes(color_space, size)
        return np.sqrt(np.where(planes > 0, planes, 1))


SPACE = Parameter(
    "ColorSpace",
    "color_space",
    one_of(*CHANNELS),
    ", ".join(f'"{c}"' for c in CHANNELS),
    "RGB",
    True,
    by_name=True,
)
LAST = Parameter("Interleaving", "interleaving", truth, "True or False", False)
TRANSPOSED = Parameter("DataTransposed", "transposed", truth, "True or False", False)
_SHIFT = "None, a number, a number for each channel, or an image"
MEAN = Parameter("MeanImage", "mean", Shift.from_node, _SHIFT)
VARIANCE = Parameter("VarianceImage", "variance", Shift.positive, _SHIFT.replace("number", "positive number"))
FITTING = (
    Parameter("Method", "method", one_of(*METHODS), ", ".join(f'"{m}"' for m in METHODS), "Stretch"),
    Parameter("Resampling", "resampling", one_of(*FILTERS), ", ".join(FILTERS), None, nothing=S.Automatic),
    Parameter("Alignment", "alignment", one_of(*ALIGNMENTS), ", ".join(ALIGNMENTS), "Center"),
    Parameter("Padding", "padding", Padding.from_node, "a colour or a grey level", Padding.black()),
)
