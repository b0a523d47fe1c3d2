"""Graphics primitives: Line, Point, Polygon, Disk, Text, Raster and so on, each drawn by one function here.

A list of primitives is a scope: directives in it hold for what comes after them in the list, and below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..arrays import array_of
from ..expr import Expr, Node, S, String, Value, is_head, is_rule
from ..lazy import matplotlib_patches
from .image import Image
from .pens import Pen
from .style import TextStyle, read_style

SILENT = {"Annotation", "Tooltip", "Mouseover", "StatusArea", "EventHandler", "GraphicsGroup", "Labeled"}


@dataclass
class Canvas:
    """Where primitives are drawn: the axes of matplotlib, how expressions are written, what was not known."""

    axes: Any
    write: Callable[[Node], str]
    unknown: list[Node] = field(default_factory=list)

    def draw(self, node: Node, pen: Pen) -> Pen:
        """Draw `node`, or let it change the pen that is given back."""
        if is_head(node, S.List):
            inner = pen
            for item in node.args:
                inner = self.draw(item, inner)
            return pen
        if (changed := pen.after(node)) is not None:
            return changed
        name = getattr(node.head, "name", "") if isinstance(node, Expr) else ""
        if name == "Style" and node.args:
            styled = pen
            for directive in node.args[1:]:
                styled = styled.after(directive) or styled
            self.draw(node.args[0], styled)
        elif name in SILENT and node.args:
            self.draw(node.args[0], pen)
        elif not is_rule(node) and (name not in PRIMITIVES or not PRIMITIVES[name](self, node.args, pen)):
            self.unknown.append(node)
        return pen

    def line(self, points: np.ndarray, pen: Pen) -> None:
        style = (0, pen.dashes) if pen.dashes else "-"
        x, y = points[:, 0], points[:, 1]
        self.axes.plot(x, y, color=pen.color, alpha=pen.opacity, lw=pen.width, ls=style, marker="")

    def area(self, patch: Any, pen: Pen) -> None:
        face = pen.face or pen
        patch.set_facecolor((*face.color, face.opacity) if pen.filled else "none")
        edge = pen.edge
        patch.set_edgecolor("none" if edge is None else (*edge.color, edge.opacity))
        patch.set_linewidth(edge.width if edge else 0)
        self.axes.add_patch(patch)
        self.axes.autoscale_view()


def points_of(node: Node) -> list[np.ndarray] | None:
    """One or several lists of points; None if `node` is neither."""
    array = array_of(node)
    if array is not None and array.ndim == 1 and array.shape == (2,):
        return [array[None].astype(float)]
    if array is not None and array.ndim in (2, 3) and array.shape[-1] == 2:
        return [array.astype(float)] if array.ndim == 2 else list(array.astype(float))
    if not is_head(node, S.List) or not node.args:
        return [] if is_head(node, S.List) else None
    parts = [points_of(part) for part in node.args]
    return (
        None if any(part is None or len(part) != 1 for part in parts) else [part[0] for part in parts if part]
    )


def _line(canvas: Canvas, args: tuple[Node, ...], pen: Pen) -> bool:
    lists = points_of(args[0]) if args else None
    for points in lists or ():
        canvas.line(points, pen)
    return lists is not None


def _arrow(canvas: Canvas, args: tuple[Node, ...], pen: Pen) -> bool:
    first = (
        args[0].args[0] if args and is_head(args[0], S.Line) and args[0].args else args[0] if args else None
    )
    lists = points_of(first) if first is not None else None
    for points in lists or ():
        canvas.line(points, pen)
        arrow = {"arrowstyle": "-|>", "color": pen.color, "alpha": pen.opacity, "lw": pen.width}
        arrow |= {"shrinkA": 0, "shrinkB": 0}
        canvas.axes.annotate("", xy=points[-1], xytext=points[-2], arrowprops=arrow)
    return lists is not None and all(len(points) > 1 for points in lists)


def _point(canvas: Canvas, args: tuple[Node, ...], pen: Pen) -> bool:
    lists = points_of(args[0]) if args else None
    for points in lists or ():
        size = {"s": pen.point**2, "linewidths": 0, "zorder": 2}
        canvas.axes.scatter(points[:, 0], points[:, 1], color=[pen.color], alpha=pen.opacity, **size)
    return lists is not None


def _polygon(canvas: Canvas, args: tuple[Node, ...], pen: Pen) -> bool:
    lists = points_of(args[0]) if args else None
    for points in lists or ():
        canvas.area(matplotlib_patches.Polygon(points, closed=True), pen)
    return lists is not None


def _rectangle(canvas: Canvas, args: tuple[Node, ...], pen: Pen) -> bool:
    corners = [array_of(arg) for arg in args if not is_rule(arg)] or [np.zeros(2)]
    if len(corners) == 1 and corners[0] is not None:
        corners.append(corners[0] + 1)
    if len(corners) != 2 or any(corner is None or corner.shape != (2,) for corner in corners):
        return False
    (x0, y0), (x1, y1) = np.array(corners, float)
    canvas.area(matplotlib_patches.Rectangle((x0, y0), x1 - x0, y1 - y0), pen)
    return True


def _round(filled: bool) -> Callable[[Canvas, tuple[Node, ...], Pen], bool]:
    """Disk or Circle: centre, radius or {rx, ry}, and the angles of a sector or an arc."""

    def draw(canvas: Canvas, args: tuple[Node, ...], pen: Pen) -> bool:
        center = array_of(args[0]) if args else np.zeros(2)
        radii = array_of(args[1]) if len(args) > 1 else np.ones(2)
        angles = array_of(args[2]) if len(args) > 2 else np.array([0, 2 * np.pi])
        if center is None or radii is None or angles is None or center.shape[-1:] != (2,):
            return False
        turn = np.linspace(float(angles[0]), float(angles[1]), 181)
        ring = np.column_stack([np.cos(turn), np.sin(turn)]) * np.broadcast_to(radii, 2)
        for middle in np.atleast_2d(center):
            points = ring + middle
            if not filled:
                canvas.line(points, pen)
                continue
            if len(args) > 2:
                points = np.vstack([points, middle])
            canvas.area(matplotlib_patches.Polygon(points, closed=True), pen)
        return True

    return draw


def _text(canvas: Canvas, args: tuple[Node, ...], pen: Pen) -> bool:
    place = array_of(args[1]) if len(args) > 1 else np.zeros(2)
    offset = array_of(args[2]) if len(args) > 2 else np.zeros(2)
    if not args or place is None or place.shape != (2,):
        return False
    content, style, _ = read_style(args[0], TextStyle(family="DejaVu Sans", size=10.0, color=pen.color))
    x, y = (offset if offset is not None and offset.shape == (2,) else np.zeros(2)).tolist()
    sides = {-1: ("left", "bottom"), 0: ("center", "center"), 1: ("right", "top")}
    horizontal, vertical = sides[int(np.sign(round(x)))][0], sides[int(np.sign(round(y)))][1]
    text = content.value if isinstance(content, String) else canvas.write(content)
    canvas.axes.text(*place.tolist(), text, ha=horizontal, va=vertical, **font(style))
    canvas.axes.update_datalim([place])
    return True


def font(style: TextStyle) -> dict[str, Any]:
    """A style in the words of matplotlib."""
    slant = "italic" if style.italic else "normal"
    return {
        "fontsize": style.size,
        "color": style.color,
        "weight": style.weight,
        "style": slant,
        "parse_math": False,
    }


def _raster(canvas: Canvas, args: tuple[Node, ...], pen: Pen) -> bool:
    """Rows from below; levels from 0 to 1, or colours, for ``{{x0, y0}, {x1, y1}}``."""
    array = array_of(args[0]) if args else None
    if array is None or array.ndim not in (2, 3):
        return False
    box = array_of(args[1]) if len(args) > 1 else np.array([[0, 0], [array.shape[1], array.shape[0]]])
    scale = array_of(args[2]) if len(args) > 2 and not is_rule(args[2]) else np.array([0.0, 1.0])
    if box is None or box.shape != (2, 2) or scale is None or scale.shape != (2,):
        return False
    levels = np.clip((array - scale[0]) / (scale[1] - scale[0]), 0, 1)
    pixels = np.repeat(levels[..., None], 3, axis=2) if levels.ndim == 2 else levels
    show_pixels(canvas.axes, pixels[::-1], box)
    return True


def show_pixels(axes: Any, pixels: np.ndarray, box: np.ndarray) -> None:
    """Pixels, rows from above, in a box ``[[x0, y0], [x1, y1]]`` of the coordinates."""
    extent = (box[0, 0], box[1, 0], box[0, 1], box[1, 1])
    axes.imshow(pixels, extent=extent, interpolation="nearest", aspect=axes.get_aspect(), zorder=0.5)
    axes.update_datalim(box)
    axes.autoscale_view()


def _inset(canvas: Canvas, args: tuple[Node, ...], pen: Pen) -> bool:
    """An image; what else is set in is drawn as text."""
    if not args:
        return False
    if not (isinstance(args[0], Value) and isinstance(args[0].value, Image)):
        return _text(canvas, args[:2], pen)
    picture = args[0].value
    corner = array_of(args[1]) if len(args) > 1 else np.zeros(2)
    size = array_of(args[3]) if len(args) > 3 else np.array(picture.dimensions)
    at = array_of(args[2]) if len(args) > 2 else np.zeros(2)
    if corner is None or size is None or at is None:
        return False
    low = corner - at
    show_pixels(canvas.axes, plain_pixels(picture), np.array([low, low + size]))
    return True


def plain_pixels(picture: Image) -> np.ndarray:
    return picture.converted("RGB").as_type("Byte").data


def _graphics(canvas: Canvas, args: tuple[Node, ...], pen: Pen) -> bool:
    canvas.draw(args[0], pen)
    return bool(args)


PRIMITIVES: dict[str, Callable[[Canvas, tuple[Node, ...], Pen], bool]] = {
    "Line": _line,
    "Arrow": _arrow,
    "Point": _point,
    "Polygon": _polygon,
    "Triangle": _polygon,
    "Rectangle": _rectangle,
    "Disk": _round(True),
    "Circle": _round(False),
    "Text": _text,
    "Raster": _raster,
    "Inset": _inset,
    "Graphics": _graphics,
}
__all__ = ["PRIMITIVES", "Canvas", "font", "plain_pixels", "points_of", "show_pixels"]
