"""Diagrams: labelled boxes with arrows between them, as a picture and as SVG text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, sin
from xml.sax.saxutils import escape

import numpy as np

from ..lazy import pil_draw, pil_font, pil_image
from .fonts import font_file
from .image import Image
from .layers import Edge, Layout, layout

FONT = 12.0
LINE, MARGIN, GAP, ROW_GAP = 15.0, 10.0, 18.0, 26.0
SCALE = 2  # pixels of the picture for one unit of length
HEAD = 6.0  # of an arrow
COLORS = {"layer": "#e4ecf7", "net": "#e6f2e2", "port": "#f6efd9"}
STROKE, ARROW, TEXT = "#7a8797", "#7a8797", "#1d2733"


@dataclass(frozen=True)
class Box:
    """What is written in a box, line by line; `kind` is one of COLORS."""

    lines: tuple[str, ...]
    kind: str = "layer"


class Diagram:
    """Boxes by name, and arrows from one to another."""

    def __init__(self, boxes: Mapping[str, Box], edges: Sequence[Edge]):
        self.boxes = boxes
        self.font = pil_font.truetype(font_file("DejaVu Sans"), FONT * SCALE)
        self.widths = {name: self._width(box) for name, box in boxes.items()}
        self.height = max((len(box.lines) for box in boxes.values()), default=1) * LINE + MARGIN
        self.layout: Layout = layout(self.widths, edges, self.height + ROW_GAP, GAP)

    def _width(self, box: Box) -> float:
        return max(self.font.getlength(line) for line in box.lines) / SCALE + 2 * MARGIN

    @property
    def size(self) -> tuple[float, float]:
        right = [x + self.widths[name] / 2 for name, (x, _) in self.layout.places.items()]
        right += [x for way in self.layout.ways for x, _ in way]
        down = [y + self.height / 2 for _, y in self.layout.places.values()]
        return max(right, default=0) + 2 * MARGIN, max(down, default=0) + MARGIN

    def _ways(self) -> list[list[tuple[float, float]]]:
        """The points of the arrows, from the lower side of a box to the upper side of another."""
        half, made = self.height / 2, []
        for way in self.layout.ways:
            points = [(x + MARGIN, y) for x, y in way]
            (x0, y0), (x1, y1) = points[0], points[-1]
            made.append([(x0, y0 + half), *points[1:-1], (x1, y1 - half)])
        return made

    def image(self) -> Image:
        """The diagram as a picture."""
        width, height = (max(1, round(n * SCALE)) for n in self.size)
        canvas = pil_image.new("RGB", (width, height), "white")
        draw = pil_draw.Draw(canvas)
        for way in self._ways():
            draw.line([(x * SCALE, y * SCALE) for x, y in way], fill=ARROW, width=SCALE, joint="curve")
            draw.polygon([(x * SCALE, y * SCALE) for x, y in _head(way)], fill=ARROW)
        for name, box in self.boxes.items():
            self._draw_box(draw, name, box)
        return Image(np.asarray(canvas), "RGB")

    def _draw_box(self, draw: pil_draw.ImageDraw, name: str, box: Box) -> None:
        left, top, width = self._corner(name)
        corners = [n * SCALE for n in (left, top, left + width, top + self.height)]
        draw.rounded_rectangle(corners, 4 * SCALE, COLORS[box.kind], STROKE, SCALE)
        for x, y, line in self._written(name, box):
            draw.text((x * SCALE, y * SCALE), line, TEXT, self.font, anchor="mm")

    def _corner(self, name: str) -> tuple[float, float, float]:
        x, y = self.layout.places[name]
        width = self.widths[name]
        return x + MARGIN - width / 2, y - self.height / 2, width

    def _written(self, name: str, box: Box) -> list[tuple[float, float, str]]:
        x, y = self.layout.places[name]
        first = y - (len(box.lines) - 1) * LINE / 2
        return [(x + MARGIN, first + i * LINE, line) for i, line in enumerate(box.lines)]

    def svg(self) -> str:
        """The diagram as the text of an SVG file."""
        width, height = self.size
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}">']
        for way in self._ways():
            line = " ".join(f"{x:.1f},{y:.1f}" for x, y in way)
            head = " ".join(f"{x:.1f},{y:.1f}" for x, y in _head(way))
            parts.append(f'<polyline points="{line}" fill="none" stroke="{ARROW}"/>')
            parts.append(f'<polygon points="{head}" fill="{ARROW}"/>')
        for name, box in self.boxes.items():
            left, top, wide = self._corner(name)
            parts.append(
                f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{self.height:.1f}" rx="4" '
                f'fill="{COLORS[box.kind]}" stroke="{STROKE}"/>'
            )
            for x, y, line in self._written(name, box):
                parts.append(
                    f'<text x="{x:.1f}" y="{y:.1f}" font-family="DejaVu Sans, sans-serif" '
                    f'font-size="{FONT:.0f}" fill="{TEXT}" text-anchor="middle" '
                    f'dominant-baseline="central">{escape(line)}</text>'
                )
        return "\n".join([*parts, "</svg>"])


def _head(way: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The triangle at the end of an arrow."""
    (x0, y0), (x, y) = way[-2], way[-1]
    angle = atan2(y - y0, x - x0)
    wings = [angle + 2.7, angle - 2.7]
    return [(x, y), *((x + HEAD * cos(a), y + HEAD * sin(a)) for a in wings)]
