"""Text to Image: what Rasterize does for the displayed form of an expression.

Text has a natural box: as wide as its longest line and as high as its lines, in whole points, which are
pixels at 72 dpi.  Asked for a raster of w x h, the text is drawn anew, as large as fits into it with its
shape kept, in the middle, and background fills the rest.  That is how the public documentation describes
the option RasterSize ("the rendered object being sized to fit", "space will be left around it"); an
ImageSize stands in for a RasterSize that is not given, and counts in points, so that ImageResolution
multiplies it.  So font sizes differ in such a raster only as far as their boxes do, which are rounded to
whole points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..lazy import pil_draw, pil_font, pil_image
from ..problem import Template
from .colors import Color
from .fonts import font_file
from .image import Image
from .style import TextStyle

POINTS_PER_INCH = 72
MAX_PIXELS = 64_000_000
FINE, FINE_PIXELS = (
    8,
    250_000,
)  # small rasters are drawn so many times finer and averaged: no font hinting shows
WHITE: Color = (1.0, 1.0, 1.0)

LARGEST_FONT = 5000  # pixels
FONT_SIZE = Template("fontsize", "A font of `1` pixels is too large; at most `2` pixels can be drawn.")
TOO_LARGE = Template("rstsize", "A raster of `1` x `2` pixels is too large; at most `3` pixels are made.")


@dataclass(frozen=True)
class Frame:
    """How large a raster is to be: width and height in pixels, or None; `scale` where both are None."""

    width: int | None = None
    height: int | None = None
    scale: float = 1.0

    def around(self, width: float, height: float) -> tuple[int, int, float]:
        """The size of the raster for a natural box of this size, and how much the box is enlarged."""
        fits = [wanted / given for wanted, given in ((self.width, width), (self.height, height)) if wanted]
        scale = min(fits, default=self.scale)
        size = self.width or max(1, round(width * scale)), self.height or max(1, round(height * scale))
        if size[0] * size[1] > MAX_PIXELS:
            raise TOO_LARGE(*size, MAX_PIXELS)
        return *size, scale


@dataclass(frozen=True)
class Box:
    """The natural box of some lines, in points; `left` is how far ink reaches left of the start."""

    width: int
    line_height: int
    ascent: float
    left: float


def draw_text(text: str, style: TextStyle, frame: Frame = Frame(), background: Color | None = WHITE) -> Image:
    """`text` in `style` as an RGB image of bytes; background None is transparent, with a fourth channel."""
    lines = text.split("\n")
    box = _box(lines, style)
    width, height, scale = frame.around(box.width, box.line_height * len(lines))
    fine = FINE if width * height <= FINE_PIXELS else 1
    font = _font(style.family, style.weight, style.italic, style.size * scale * fine)
    mask = pil_image.new("L", (width * fine, height * fine), 0)
    pen = pil_draw.Draw(mask)
    x = (width - box.width * scale) / 2 + box.left * scale
    y = (height - box.line_height * len(lines) * scale) / 2 + box.ascent * scale
    for number, line in enumerate(lines):
        at = (x * fine, (y + number * box.line_height * scale) * fine)
        pen.text(at, line, fill=255, font=font, anchor="ls")
    return _colored(np.asarray(mask.reduce(fine)), style.color, style.background or background)


def baseline(text: str, style: TextStyle, frame: Frame = Frame()) -> tuple[int, int, float]:
    """Width and height of the raster of `text`, and how high its last baseline is, in pixels."""
    lines = text.split("\n")
    box = _box(lines, style)
    width, height, scale = frame.around(box.width, box.line_height * len(lines))
    space = (height - box.line_height * len(lines) * scale) / 2
    return width, height, space + (box.line_height - box.ascent) * scale


def fit_image(image: Image, frame: Frame, background: Color | None = WHITE) -> Image:
    """`image` as large as fits into the frame with its shape kept, in the middle of it."""
    width, height, scale = frame.around(*image.dimensions)
    inner_width = max(1, min(round(image.dimensions[0] * scale), width))
    inner_height = max(1, min(round(image.dimensions[1] * scale), height))
    data = image.converted("RGB").as_type("Byte").resized(inner_width, inner_height).data
    if (width, height) == (inner_width, inner_height):
        return Image(data, "RGB")
    canvas = np.empty((height, width, 3), dtype=np.uint8)
    canvas[:] = _bytes(background or WHITE)
    top, left = (height - inner_height) // 2, (width - inner_width) // 2
    canvas[top : top + inner_height, left : left + inner_width] = data
    return Image(canvas, "RGB")


@lru_cache(maxsize=512)
def _font(family: str, weight: int, italic: bool, size: float) -> pil_font.FreeTypeFont:
    """The font at `size` pixels; the basic layout engine, as the other is not there on every machine."""
    if size > LARGEST_FONT:
        raise FONT_SIZE(size, LARGEST_FONT)
    return pil_font.truetype(font_file(family, weight, italic), size, layout_engine=pil_font.Layout.BASIC)


def _box(lines: list[str], style: TextStyle) -> Box:
    font = _font(style.family, style.weight, style.italic, style.size)
    ascent, descent = font.getmetrics()
    inks = [font.getbbox(line, anchor="ls") for line in lines]
    above, below = max(ascent, -inks[0][1]), max(descent, inks[-1][3])
    left = max(0.0, *(-ink[0] for ink in inks))
    right = max(max(font.getlength(line), ink[2]) for line, ink in zip(lines, inks, strict=True))
    return Box(max(1, math.ceil(left + right)), math.ceil(above + below), above, left)


def _colored(mask: np.ndarray, color: Color, background: Color | None) -> Image:
    """The mask's 255 in `color`, its 0 in the background, and the levels between mixed."""
    if background is None:
        solid = np.broadcast_to(_bytes(color), (*mask.shape, 3))
        return Image(np.dstack([solid, mask]), "RGB")
    share = (mask / np.float32(255))[..., None]
    mixed = _bytes(background) * (1 - share) + _bytes(color) * share
    return Image(np.rint(mixed).astype(np.uint8), "RGB")


def _bytes(color: Color) -> np.ndarray:
    return np.rint(np.array(color) * 255).astype(np.uint8)
