"""Pictures in training data at ports without a coder: the coder that they get.

Inputs get an encoder of the kind and colour space of the first picture (documented for images), in the size
that the port asks for, else in its own.  That it may be in a file, that volumes are taken too, and that an
output of as many channels as a colour space has gets a decoder when the targets are pictures, is ours.
"""

from __future__ import annotations

from ..expr import Node, S, String, Value, is_head
from ..media.color_spaces import CHANNELS
from ..media.image import Image, read_image
from ..media.image3d import Image3D
from ..problem import Problem
from .coder import Encoder
from .coders.image import ImageDecoder
from .coders.image_3d import Image3DDecoder
from .picture_decoder import PictureDecoder
from .shapes import Dims

DECODERS: dict[type, type[PictureDecoder]] = {Image: ImageDecoder, Image3D: Image3DDecoder}
Picture = Image | Image3D


def picture_of(node: Node) -> Picture | None:
    """The picture that an example is, or that is in its file."""
    if isinstance(node, Value) and isinstance(node.value, Picture):
        return node.value
    if not (is_head(node, S.File) and len(node.args) == 1 and isinstance(node.args[0], String)):
        return None
    try:
        return read_image(node.args[0].value)
    except Problem:
        return None


def picture_encoder(picture: Picture, dims: Dims) -> Encoder:
    """The encoder of pictures like this one, in the size that the port asks for."""
    sides = len(picture.dimensions)
    space = picture.color_space if picture.color_space in CHANNELS else "RGB"
    size: tuple[int, ...] = picture.dimensions
    if dims is not None and len(dims) == sides + 1:
        space = _space(dims) or space
        size = tuple(n if isinstance(n, int) else own for n, own in zip(dims[:0:-1], size, strict=True))
    return DECODERS[type(picture)](space).sized(size)


def picture_decoder(picture: Picture, dims: Dims) -> PictureDecoder | None:
    """The decoder of an output whose targets are pictures like this one; None where none fits."""
    space = picture.color_space
    if dims is not None:
        if len(dims) != len(picture.dimensions) + 1:
            return None
        if isinstance(dims[0], int):
            space = space if CHANNELS.get(space or "") == dims[0] else _space(dims)
    return DECODERS[type(picture)](space) if space in CHANNELS else None


def _space(dims: Dims) -> str | None:
    """The usual colour space of so many channels."""
    spaces = {count: name for name, count in reversed(CHANNELS.items())}
    return spaces.get(dims[0]) if dims else None  # type: ignore[arg-type]
