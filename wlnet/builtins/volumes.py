"""Image3D: volumes, what they are asked for, and what changes them."""

from __future__ import annotations

import numpy as np

from ..arrays import array_of, list_of
from ..expr import FALSE, TRUE, Node, S, String, Value, is_head
from ..kernel.builtin import builtin
from ..media.image import Image, pixels_of
from ..media.image3d import Image3D
from ..problem import Template
from .images import read_space, read_type

NO_VOXELS = Template(
    "img3array", "`1` is neither an array of numbers of three dimensions, or four with channels, nor images."
)


@builtin("Image3D[data_, type_]")
def image_3d(
    k, data: Node, type: Node = S.Automatic, *, ColorSpace: Node = S.Automatic, Interleaving: Node = TRUE
):
    """Image3D[array] is a volume of voxels: slices from the top, rows from the back, columns from the left.

    Image3D[{image1, image2, ...}] is made of images, one above the other.

    >> ImageDimensions[Image3D[Table[0, {2}, {3}, {4}]]]
    {4, 3, 2}
    """
    volume = _volume(data, Interleaving is FALSE, type)
    space = read_space(ColorSpace, volume.channels)
    volume = Image3D(volume.data, space) if space else volume
    return volume if type is S.Automatic else volume.as_type(read_type(type))


def _volume(data: Node, planes_first: bool, type: Node) -> Image3D:
    if isinstance(data, Value) and isinstance(data.value, Image3D):
        return data.value
    items = data.args if is_head(data, S.List) else ()
    images = [item.value for item in items if isinstance(item, Value) and isinstance(item.value, Image)]
    if images and len(images) == len(items):
        return Image3D.of_slices(images)
    array = array_of(data)
    if array is None or array.ndim not in (3, 4) or not array.size:
        raise NO_VOXELS(data)
    if planes_first and array.ndim == 4:
        array = np.moveaxis(array, 0, -1)
    usual = "Byte" if array.dtype == np.uint8 else "Real32"
    return Image3D(pixels_of(array, usual if type is S.Automatic else read_type(type)))


@builtin("ImageData[volume_, type_]")
def image_data_3d(k, volume: Image3D, type: Node = S.Automatic, *, Interleaving: Node = TRUE):
    """ImageData[volume] gives the levels of its voxels.

    >> ImageData[Image3D[{{{0, 1}}}]]
    {{{0., 1.}}}
    """
    data = volume.levels() if type is S.Automatic else volume.as_type(read_type(type)).data
    data = data.astype(np.uint8) if data.dtype == np.bool_ else data
    return list_of(np.moveaxis(data, -1, 0) if Interleaving is FALSE and data.ndim == 4 else data)


@builtin("ImageDimensions[volume_]")
def image_dimensions_3d(k, volume: Image3D):
    """ImageDimensions[volume] gives {width, depth, height}.

    >> ImageDimensions[Image3D[{{{0, 1}}}]]
    {2, 1, 1}
    """
    return list(volume.dimensions)


@builtin("ImageChannels[volume_]")
def image_channels_3d(k, volume: Image3D):
    """ImageChannels[volume] gives the number of its channels.

    >> ImageChannels[Image3D[{{{0, 1}}}]]
    1
    """
    return volume.channels


@builtin("ImageColorSpace[volume_]")
def image_color_space_3d(k, volume: Image3D):
    """ImageColorSpace[volume] gives "Grayscale" or "RGB".

    >> ImageColorSpace[Image3D[{{{0, 1}}}]]
    "Grayscale"
    """
    return S.Automatic if volume.color_space is None else String(volume.color_space)


@builtin("ImageType[volume_]")
def image_type_3d(k, volume: Image3D):
    """ImageType[volume] gives the type of its voxels.

    >> ImageType[Image3D[{{{0, 1}}}]]
    "Real32"
    """
    return volume.type_name


@builtin("Image3DSlices[volume_]")
def image_3d_slices(k, volume: Image3D):
    """Image3DSlices[volume] gives the slices of a volume, from the top, as images.

    >> ImageDimensions /@ Image3DSlices[Image3D[Table[0, {2}, {3}, {4}]]]
    {{4, 3}, {4, 3}}
    """
    return list(volume.slices())
