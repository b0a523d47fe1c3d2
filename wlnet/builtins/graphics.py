"""Rasterize: the displayed form of an expression as an image.  Style[expr, ...] says what it looks like."""

from __future__ import annotations

from ..arrays import list_of
from ..expr import FAILED, NONE, Integer, Node, Rational, Real, S, String, Value, is_head
from ..kernel.builtin import builtin, symbol
from ..media.colors import NAMED, Color, color_of
from ..media.drawing import is_picture, natural_size
from ..media.image import Image
from ..media.rasterize import POINTS_PER_INCH, WHITE, Frame, baseline, draw_text, fit_image
from ..media.style import TextStyle, read_style
from ..problem import Template
from ..syntax.write import output_form
from .drawn import image_from
from .images import NAMED_SIZES

IMAGE = String("Image")
ELEMENTS = ("Image", "Data", "RasterSize", "BoundingBox")

STYLE = Template("style", "`1` is not a style directive known here and is left out.")
NO_ELEMENT = Template("elem", "`1` is not an element of a raster; these are: `2`.")
BAD_SIZE = Template(
    "size", "The value `1` of the option `2` is not Automatic, a positive number or {width, height}."
)
BAD_BACKGROUND = Template(
    "bground", "The value `1` of the option Background is not a colour, Automatic or None."
)
BAD_RESOLUTION = Template("imgres", "The value `1` of the option ImageResolution is not a positive number.")

symbol("Style", "Style[expr, directives] is expr, displayed as the directives say.")
symbol("Directive", "Directive[d1, d2, ...] is several directives in one.")
symbol("Plain", "Plain is the directive for upright letters of normal weight.")
symbol("Bold", "Bold is the directive for bold letters.")
symbol("Italic", "Italic is the directive for leaning letters.")
symbol("FontSize", "FontSize -> n is the directive for letters of n printer's points.")
symbol("FontFamily", 'FontFamily -> "name" is the directive for a family of fonts.')
symbol("FontWeight", "FontWeight is the directive for how heavy letters are, such as Bold.")
symbol("FontSlant", "FontSlant is the directive for how letters lean, such as Italic.")
symbol("FontColor", "FontColor is the directive for the colour of letters.")
symbol("Background", "Background is an option for the colour behind.")
symbol("ImageSize", "ImageSize is an option for the size of a picture, in printer's points.")
symbol("RasterSize", "RasterSize is an option for the size of a raster, in pixels.")
symbol("ImageResolution", "ImageResolution is an option for the pixels of an inch.")
symbol("RGBColor", "RGBColor[r, g, b] is a colour, its parts from 0 to 1.")
symbol("GrayLevel", "GrayLevel[g] is a grey, from 0 for black to 1 for white.")
symbol("Hue", "Hue[h] is a colour of the circle; Hue[h, s, b] one of less saturation and brightness.")


def _exact(color: Color) -> Node:
    red, green, blue = (Integer(n) if n == int(n) else Real(n) for n in color)
    return S.GrayLevel(red) if red == green == blue else S.RGBColor(red, green, blue)


for _name, _color in NAMED.items():
    symbol(_name, f"{_name} is a colour.", value=_exact(_color))


@builtin("Rasterize[expr_, element_]", failure=FAILED)
def rasterize(
    k,
    expr: Node,
    element: Node = IMAGE,
    *,
    Background: Node = S.Automatic,
    ImageResolution: Node = S.Automatic,
    ImageSize: Node = S.Automatic,
    RasterSize: Node = S.Automatic,
):
    """Rasterize[expr] gives an image of the displayed form of expr, black on white, at 72 pixels an inch.

    ImageSize -> {w, h} makes it w x h points: expr as large as fits, its shape kept, in the middle.
    RasterSize is the same in pixels and goes before ImageSize and ImageResolution.
    Rasterize[expr, "Data"] gives the pixels, "RasterSize" {w, h}, "BoundingBox" {w, h, baseline}.

    >> ImageDimensions[Rasterize["a", ImageSize -> {28, 28}]]
    {28, 28}
    """
    content, style, unknown = read_style(expr)
    for directive in unknown:
        k.message(S.Rasterize, STYLE(directive))
    frame = _frame(RasterSize, ImageSize, ImageResolution)
    background = _background(Background)
    if is_picture(content):
        content, frame = _drawn(k, content, frame)
    if is_head(element, S.List):
        return [_element(content, style, each, frame, background) for each in element.args]
    return _element(content, style, element, frame, background)


def _drawn(k, picture: Node, frame: Frame) -> tuple[Node, Frame]:
    """Graphics as an image that is as large as fits into the frame."""
    _, _, scale = frame.around(*natural_size(picture))
    return Value(image_from(k, picture, S.Rasterize, scale)), Frame(frame.width, frame.height)  # type: ignore[arg-type]


def _element(
    content: Node, style: TextStyle, element: Node, frame: Frame, background: Color | None
) -> object:
    name = element.value if isinstance(element, String) else None
    if name not in ELEMENTS:
        raise NO_ELEMENT(element, ", ".join(ELEMENTS))
    if isinstance(content, Value) and isinstance(content.value, Image):
        picture = fit_image(content.value, frame, background)
        base = 0.0
    else:
        text = content.value if isinstance(content, String) else output_form(content)
        picture = draw_text(text, style, frame, background)
        base = baseline(text, style, frame)[2]
    if name == "Image":
        return picture
    if name == "Data":
        return list_of(picture.data)
    return [*picture.dimensions, base] if name == "BoundingBox" else list(picture.dimensions)


def _frame(RasterSize: Node, ImageSize: Node, ImageResolution: Node) -> Frame:
    resolution = POINTS_PER_INCH if ImageResolution is S.Automatic else _number(ImageResolution)
    if not resolution:
        raise BAD_RESOLUTION(ImageResolution)
    scale = resolution / POINTS_PER_INCH
    if RasterSize is not S.Automatic:
        return Frame(*_sides(RasterSize, "RasterSize", 1.0))
    return Frame(*_sides(ImageSize, "ImageSize", scale), scale)


def _sides(size: Node, option: str, scale: float) -> tuple[int | None, int | None]:
    """Width and height in pixels, None for Automatic.  Raises a Problem."""
    sides = size.args if is_head(size, S.List) else (size, S.Automatic)
    found: list[int | None] = []
    for side in sides:
        number = NAMED_SIZES.get(getattr(side, "name", "")) or _number(side)
        if not number and side is not S.Automatic:
            raise BAD_SIZE(size, option)
        found.append(max(1, round(number * scale)) if number else None)
    if len(found) != 2:
        raise BAD_SIZE(size, option)
    return found[0], found[1]


def _background(node: Node) -> Color | None:
    if node is S.Automatic or node is NONE:
        return WHITE if node is S.Automatic else None
    color = color_of(node)
    if color is None:
        raise BAD_BACKGROUND(node)
    return color


def _number(node: Node) -> float | None:
    return float(node.value) if isinstance(node, (Integer, Real, Rational)) and node.value > 0 else None
