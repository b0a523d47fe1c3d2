"""Images: making them, asking about them, changing them, and their files."""

from __future__ import annotations

import numpy as np

from ..arrays import array_of, list_of
from ..expr import (
    FALSE,
    TRUE,
    Expr,
    Integer,
    Node,
    Rational,
    Real,
    S,
    String,
    Symbol,
    Value,
    boolean,
    is_head,
)
from ..kernel.builtin import builtin, symbol
from ..kernel.file_formats import FileFormat, Options, Source, Writer, declare_format
from ..media.color_spaces import CHANNELS, COLOR_HEADS, color_in
from ..media.colors import color_of
from ..media.image import FORMATS, TYPES, Image, encoded, image_of, pixels_of
from ..problem import Template
from .drawn import EXPORT_OPTIONS, exported_image

ALIASES = {"Real": "Real32"}
NAMED_SIZES = {"Tiny": 100, "Small": 180, "Medium": 360, "Large": 576}  # ImageSize, in points

NO_IMAGE = Template("imginv", "Expecting an image instead of `1`.")
NO_PIXELS = Template("imgarray", "`1` is not an array of numbers of two dimensions, or three with channels.")
NO_TYPE = Template("imgtype", "`1` is not a type of images; these are: `2`.")
BAD_SIZE = Template(
    "imgrsize", "`1` is not a size for an image: n, {width, height} or Scaled[s] was expected."
)
BAD_SPACE = Template("imgcsp", "`1` does not fit an image of `2` channels as its colour space.")

symbol("ColorSpace", "ColorSpace is an option for what the channels of an image mean.")
symbol("Interleaving", "Interleaving is an option: whether the channels of a pixel stand together.")
symbol("Resampling", "Resampling is an option for how an image changes its size.")
symbol("Scaled", "Scaled[s] is a part, or a multiple, of a whole.")


@builtin("Image[data_, type_]")
def image(
    k,
    data: Node,
    type: Node = S.Automatic,
    *,
    ColorSpace: Node = S.Automatic,
    Interleaving: Node = TRUE,
    ImageSize: Node = S.Automatic,
    Magnification: Node = S.Automatic,
):
    """Image[{{v11, v12, ...}, ...}] is a picture of these grey levels, from 0 to 1, or colours {r, g, b}.

    Image[list, "type"] takes levels in the scale of "Bit", "Byte" (0 to 255), "Bit16", "Real32" or "Real64".
    ImageSize and Magnification, which say how large a notebook shows it, change nothing here.

    >> ImageDimensions[Image[{{0, 1, 0}, {1, 0, 1}}]]
    {3, 2}
    """
    known = image_in(data)
    if known is not None:
        return known if type is S.Automatic else known.as_type(read_type(type))
    array = array_of(data)
    if array is None or array.ndim not in (2, 3):
        raise NO_PIXELS(data)
    name = read_type(type) if type is not S.Automatic else "Byte" if array.dtype == np.uint8 else "Real32"
    if Interleaving is FALSE and array.ndim == 3:
        array = np.moveaxis(array, 0, -1)
    return Image(pixels_of(array, name), read_space(ColorSpace, array.shape[2] if array.ndim == 3 else 1))


def read_space(node: Node, channels: int) -> str | None:
    """The colour space that the option ColorSpace names, if it fits so many channels."""
    if not isinstance(node, String):
        return None
    least = CHANNELS.get(node.value)
    if least is None or channels not in (least, least + 1):
        raise BAD_SPACE(node, channels)
    return node.value


@builtin("ImageQ[expr_]")
def image_q(k, expr: Node):
    """ImageQ[expr] gives True if expr is an image.

    >> ImageQ[Image[{{0, 1}}]]
    True
    """
    return boolean(image_in(expr) is not None)


@builtin("ImageData[image_, type_]")
def image_data(k, image: Node, type: Node = S.Automatic, *, Interleaving: Node = TRUE):
    """ImageData[image] gives the levels of its pixels, from 0 to 1; ImageData[image, "Byte"] from 0 to 255.

    Colours are lists; with Interleaving -> False each channel is a matrix of its own.

    >> ImageData[Image[{{0, 1}}]]
    {{0., 1.}}
    """
    picture = needed_image(image)
    if type is not S.Automatic:
        data = picture.as_type(read_type(type)).data
    elif picture.type_name in ("Byte", "Bit16"):
        data = picture.data / {"Byte": 255.0, "Bit16": 65535.0}[picture.type_name]
    else:
        data = picture.data
    if data.dtype == np.bool_:
        data = data.astype(np.uint8)
    return list_of(np.moveaxis(data, -1, 0) if Interleaving is FALSE and data.ndim == 3 else data)


@builtin("ImageDimensions[image_]")
def image_dimensions(k, image: Node):
    """ImageDimensions[image] gives {width, height}, in pixels.

    >> ImageDimensions[Image[{{0, 1, 0}, {1, 0, 1}}]]
    {3, 2}
    """
    return list(needed_image(image).dimensions)


@builtin("ImageChannels[image_]")
def image_channels(k, image: Node):
    """ImageChannels[image] gives the number of its channels.

    >> ImageChannels[Image[{{0, 1}}]]
    1
    """
    return needed_image(image).channels


@builtin("ImageType[image_]")
def image_type(k, image: Node):
    """ImageType[image] gives the type of its pixels, such as "Byte".

    >> ImageType[Image[{{0, 1}}]]
    "Real32"
    """
    return needed_image(image).type_name


@builtin("ImageColorSpace[image_]")
def image_color_space(k, image: Node):
    """ImageColorSpace[image] gives "Grayscale" or "RGB"; Automatic where the channels tell of neither.

    >> ImageColorSpace[Image[{{{0, 1, 0}}}]]
    "RGB"
    """
    space = needed_image(image).color_space
    return S.Automatic if space is None else space


@builtin("ImageAspectRatio[image_]")
def image_aspect_ratio(k, image: Node):
    """ImageAspectRatio[image] gives height / width.

    >> ImageAspectRatio[Image[{{0, 1}}]]
    1/2
    """
    width, height = needed_image(image).dimensions
    return S.Times(Integer(height), S.Power(Integer(width), Integer(-1)))


@builtin("ColorConvert[image_, space_]")
def color_convert(k, image: Node, space: str):
    """ColorConvert[image, "Grayscale"] gives image in grey; "RGB" in colours.  A colour is converted too.

    >> {ImageChannels[ColorConvert[Image[{{0, 1}}], "RGB"]], ColorConvert[Red, "Grayscale"]}
    {3, GrayLevel[0.299]}
    """
    if is_head(image, S.List):
        return S.List(*(S.ColorConvert(each, String(space)) for each in image.args))  # type: ignore[attr-defined]
    color = color_of(image)
    if color is None or space not in COLOR_HEADS:
        return needed_image(image).converted(space, alpha=True)
    return Expr(Symbol(COLOR_HEADS[space]), tuple(map(Real, color_in(color, space))))


@builtin("ColorNegate[image_]")
def color_negate(k, image: Node):
    """ColorNegate[image] gives image with dark and light exchanged.

    >> ImageData[ColorNegate[Image[{{0, 1}}]]]
    {{1., 0.}}
    """
    picture = needed_image(image)
    levels = picture.levels().copy()
    colors = levels[..., :-1] if picture.has_alpha else levels
    np.subtract(1, colors, out=colors)
    return Image(levels, picture.color_space).as_type(picture.type_name)


@builtin("ImageResize[image_, size_]")
def image_resize(k, image: Node, size: Node, *, Resampling: Node = S.Automatic):
    """ImageResize[image, width] gives image in this width, its shape kept; ImageResize[image, {w, h}] w x h.

    Scaled[s] multiplies the size.  Resampling is "Lanczos" unless given.

    >> ImageDimensions[ImageResize[Image[{{0, 1}, {1, 0}}], 4]]
    {4, 4}
    """
    picture = needed_image(image)
    method = Resampling.value if isinstance(Resampling, String) else "Lanczos"
    width, height = new_size(size, *picture.dimensions)
    return picture.resized(width, height, method)


def _read(k, source: Source, options: Options) -> Node:
    return Value(image_of(source.data, str(source.path or "")))


def _read_levels(k, source: Source, options: Options) -> Node:
    return list_of(image_of(source.data, str(source.path or "")).levels())


def _writer(name: str) -> Writer:
    """What writes pictures in a format."""

    def write(k, value: Node, options: Options) -> bytes:
        return encoded(exported_image(k, value, options), name)

    return write


for _name in dict.fromkeys(FORMATS.values()):
    declare_format(
        FileFormat(
            _name,
            tuple(suffix for suffix, name in FORMATS.items() if name == _name),
            {"Image": _read, "Data": _read_levels},
            _writer(_name),
            EXPORT_OPTIONS,
        )
    )


def new_size(size: Node, width: int, height: int) -> tuple[int, int]:
    """The pixels that an image of width x height gets from a size of ImageResize.  Raises a Problem."""
    sides = size.args if is_head(size, S.List) else (size, S.Automatic)
    if len(sides) == 1 and (most := _side(sides[0], max(width, height))):
        sides = (Integer(most), S.Automatic) if width >= height else (S.Automatic, Integer(most))
    if len(sides) != 2 or sides == (S.Automatic, S.Automatic):
        raise BAD_SIZE(size)
    new = [_side(side, old) for side, old in zip(sides, (width, height), strict=True)]
    if None in new:
        raise BAD_SIZE(size)
    new_width, new_height = new
    if not new_width:
        return max(1, round(width * (new_height or 0) / height)), new_height or 1
    return new_width, new_height or max(1, round(height * new_width / width))


def _side(side: Node, old: int) -> int | None:
    """One side in pixels; 0 for Automatic, None for what is no size."""
    if side is S.Automatic:
        return 0
    if side is S.All:
        return old
    if is_head(side, S.Scaled) and len(side.args) == 1 and (scale := positive_number(side.args[0])):
        return max(1, round(old * scale))
    if getattr(side, "name", None) in NAMED_SIZES:
        return NAMED_SIZES[side.name]  # type: ignore[attr-defined]
    number = positive_number(side)
    return round(number) if number is not None and number >= 1 else None


def positive_number(node: Node) -> float | None:
    return float(node.value) if isinstance(node, (Integer, Real, Rational)) and node.value > 0 else None


def image_in(node: Node) -> Image | None:
    return node.value if isinstance(node, Value) and isinstance(node.value, Image) else None


def needed_image(node: Node) -> Image:
    picture = image_in(node)
    if picture is None:
        raise NO_IMAGE(node)
    return picture


def read_type(node: Node) -> str:
    name = ALIASES.get(node.value, node.value) if isinstance(node, String) else None
    if name not in TYPES:
        raise NO_TYPE(node, ", ".join(TYPES))
    return name
