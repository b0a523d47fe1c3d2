"""Pictures out of Graphics and what is built of them, for Rasterize, Export and functions of images."""

from __future__ import annotations

from ..expr import Node, S, Symbol, Value
from ..kernel.file_formats import FileFormat, Options, declare_format
from ..media.drawing import WIDTH, drawn_file, drawn_image, is_picture
from ..media.image import Image
from ..media.pens import number_of
from ..problem import Template
from ..syntax.write import output_form

NO_PICTURE = Template("imginv", "`1` is not a picture: Graphics, a row or a grid of them, or an image.")
UNKNOWN = Template("gprim", "`1` is not a graphics primitive or directive known here and is left out.")
EXPORT_OPTIONS = ("ImageSize", "ImageResolution", "RasterSize", "Background")
RESOLUTION = 72.0


def image_from(k, node: Node, head: Symbol, scale: float = 1.0, width: float | None = None) -> Image | None:
    """`node` drawn, `scale` pixels a point; an image as it is; None for what is no picture."""
    if isinstance(node, Value) and isinstance(node.value, Image):
        return node.value
    if not is_picture(node):
        return None
    image, unknown = drawn_image(node, output_form, scale, width)
    _say(k, head, unknown)
    return image


def _say(k, head: Symbol, unknown: list[Node]) -> None:
    for node in dict.fromkeys(unknown):
        k.message(head, UNKNOWN(node))


def exported_image(k, node: Node, options: Options) -> Image:
    """What Export writes of a picture in a format of pixels."""
    resolution = number_of(options["ImageResolution"]) if "ImageResolution" in options else RESOLUTION
    width = number_of(options["ImageSize"]) if "ImageSize" in options else None
    pixels = number_of(options["RasterSize"]) if "RasterSize" in options else None
    scale = (resolution or RESOLUTION) / RESOLUTION
    if pixels:
        scale = pixels / (width or WIDTH)
    image = image_from(k, node, S.Export, scale, width)
    if image is None:
        raise NO_PICTURE(node)
    return image


def _writer(kind: str):
    def write(k, value: Node, options: Options) -> bytes:
        if isinstance(value, Value) and isinstance(value.value, Image):
            value = S.Graphics(S.Inset(value))
        if not is_picture(value):
            raise NO_PICTURE(value)
        data, unknown = drawn_file(value, output_form, kind)
        _say(k, S.Export, unknown)
        return data

    return write


for _kind in ("svg", "pdf", "eps"):
    declare_format(FileFormat(_kind.upper(), (f".{_kind}",), {}, _writer(_kind), EXPORT_OPTIONS))
