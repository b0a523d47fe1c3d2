"""Graphics3D[primitives, options], drawn by matplotlib: points, lines, polygons, spheres, boxes and texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..arrays import array_of
from ..expr import FALSE, NONE, TRUE, Expr, Node, S, String, is_head, is_rule
from ..lazy import mplot3d
from .pens import Pen, number_of
from .style import read_style

Write = Callable[[Node], str]
VIEW = (1.3, -2.4, 2.0)  # ViewPoint, where nothing else is said


class Space:
    """Where primitives are drawn; as `Canvas` in two dimensions."""

    def __init__(self, axes: Any, write: Write):
        self.axes, self.write = axes, write
        self.unknown: list[Node] = []
        self.ends: list[np.ndarray] = []

    def draw(self, node: Node, pen: Pen) -> Pen:
        if is_head(node, S.List):
            inner = pen
            for item in node.args:
                inner = self.draw(item, inner)
            return pen
        if (changed := pen.after(node)) is not None:
            return changed
        name = getattr(node.head, "name", "") if isinstance(node, Expr) else ""
        if name in ("Style", "Tooltip", "Graphics3D", "Annotation") and node.args:
            self.draw(node.args[0], pen.changed(node.args[1:]) or pen if name == "Style" else pen)
        elif not is_rule(node) and (name not in PRIMITIVES or not PRIMITIVES[name](self, node.args, pen)):
            self.unknown.append(node)
        return pen

    def seen(self, points: np.ndarray) -> None:
        """Let the box hold these points."""
        flat = points.reshape(-1, 3)
        flat = flat[np.isfinite(flat).all(1)]
        if len(flat):
            self.ends += [flat.min(0), flat.max(0)]

    def faces(self, corners: list[np.ndarray], pen: Pen) -> None:
        made = mplot3d.art3d.Poly3DCollection(
            corners, facecolors=[(*pen.color, pen.opacity)] * len(corners), shade=True
        )
        made.set_linewidth(0.1 if pen.edge is None else pen.edge.width)
        self.axes.add_collection3d(made)
        for points in corners:
            self.seen(points)


def _lists(node: Node) -> list[np.ndarray] | None:
    """One or several lists of points in space."""
    array = array_of(node)
    if array is not None and array.shape[-1:] == (3,) and array.ndim <= 3:
        array = array.astype(float)
        return [array[None]] if array.ndim == 1 else [array] if array.ndim == 2 else list(array)
    if not is_head(node, S.List):
        return None
    parts = [_lists(part) for part in node.args]
    return None if any(part is None for part in parts) else [each for part in parts for each in part or ()]


def _point(space: Space, args: tuple[Node, ...], pen: Pen) -> bool:
    lists = _lists(args[0]) if args else None
    for points in lists or ():
        look = {"s": pen.point**2, "linewidths": 0, "alpha": pen.opacity, "depthshade": False}
        space.axes.scatter(*points.T, color=[pen.color], **look)
        space.seen(points)
    return lists is not None


def _line(space: Space, args: tuple[Node, ...], pen: Pen) -> bool:
    lists = _lists(args[0]) if args else None
    for points in lists or ():
        style = (0, pen.dashes) if pen.dashes else "-"
        space.axes.plot(*points.T, color=pen.color, alpha=pen.opacity, lw=pen.width, ls=style)
        space.seen(points)
    return lists is not None


def _polygon(space: Space, args: tuple[Node, ...], pen: Pen) -> bool:
    lists = _lists(args[0]) if args else None
    if lists:
        space.faces(lists, pen)
    return lists is not None


def _sphere(space: Space, args: tuple[Node, ...], pen: Pen) -> bool:
    center = array_of(args[0]) if args else np.zeros(3)
    radius = number_of(args[1]) if len(args) > 1 else 1.0
    if center is None or radius is None or center.shape[-1:] != (3,):
        return False
    u, v = np.meshgrid(np.linspace(0, 2 * np.pi, 25), np.linspace(0, np.pi, 13))
    unit = np.stack([np.cos(u) * np.sin(v), np.sin(u) * np.sin(v), np.cos(v)], axis=-1)
    for middle in np.atleast_2d(center):
        space.faces(quads(middle + radius * unit), pen)
    return True


def quads(grid: np.ndarray) -> list[np.ndarray]:
    """The cells of a grid of points (rows, columns, 3), those without gaps."""
    cells = np.stack([grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]], axis=2).reshape(-1, 4, 3)
    return list(cells[np.isfinite(cells).all((1, 2))])


def _cuboid(space: Space, args: tuple[Node, ...], pen: Pen) -> bool:
    low = array_of(args[0]) if args else np.zeros(3)
    high = array_of(args[1]) if len(args) > 1 else None if low is None else low + 1
    if low is None or high is None or low.shape != (3,) or high.shape != (3,):
        return False
    faces = []
    for axis in range(3):
        for end in (low, high):
            corners = np.array([[0, 0], [0, 1], [1, 1], [1, 0]])
            points = np.insert(corners, axis, 0, axis=1) * (high - low) + low
            points[:, axis] = end[axis]
            faces.append(points.astype(float))
    space.faces(faces, pen)
    return True


def _text(space: Space, args: tuple[Node, ...], pen: Pen) -> bool:
    place = array_of(args[1]) if len(args) > 1 else None
    if place is None or place.shape != (3,):
        return False
    content = read_style(args[0])[0]
    text = content.value if isinstance(content, String) else space.write(content)
    space.axes.text(*place.tolist(), text, color=pen.color, fontsize=10, parse_math=False)
    space.seen(place[None].astype(float))
    return True


PRIMITIVES: dict[str, Callable[[Space, tuple[Node, ...], Pen], bool]] = {
    "Point": _point,
    "Line": _line,
    "Polygon": _polygon,
    "Sphere": _sphere,
    "Ball": _sphere,
    "Cuboid": _cuboid,
    "Text": _text,
}


def draw_space(figure: Any, node: Node, options: Mapping[str, Node], write: Write, page: float) -> list[Node]:
    """Draw Graphics3D into a figure; what of it is not known."""
    axes = figure.add_subplot(projection=mplot3d.Axes3D.name)
    space = Space(axes, write)
    space.draw(S.List(node.args[0]), Pen(page=page))
    low, high = (np.min(space.ends, 0), np.max(space.ends, 0)) if space.ends else (np.zeros(3), np.ones(3))
    high = np.where(high > low, high, low + 1)
    ranges = _ranges(options.get("PlotRange", S.All), low, high)
    for (a, b), change in zip(ranges, (axes.set_xlim, axes.set_ylim, axes.set_zlim), strict=True):
        change(a, b)
    ratios = array_of(options.get("BoxRatios", S.Automatic))
    sides = ranges[:, 1] - ranges[:, 0] if ratios is None or ratios.shape != (3,) else ratios
    axes.set_box_aspect(np.maximum(sides, sides.max() / 20))
    x, y, z = _view(options.get("ViewPoint", NONE))
    axes.view_init(elev=np.degrees(np.arctan2(z, np.hypot(x, y))), azim=np.degrees(np.arctan2(y, x)))
    axes.tick_params(labelsize=7, pad=0)
    if options.get("Axes", FALSE) is not TRUE and not is_head(options.get("Axes", FALSE), S.List):
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_zticks([])
    if options.get("Boxed", TRUE) is FALSE:
        axes.set_axis_off()
    labels = options.get("AxesLabel", NONE)
    if is_head(labels, S.List):
        for label, change in zip(
            labels.args, (axes.set_xlabel, axes.set_ylabel, axes.set_zlabel), strict=False
        ):
            if label is not NONE:
                change(_written(label, write))
    if (title := options.get("PlotLabel", NONE)) is not NONE:
        axes.set_title(_written(title, write))
    return space.unknown


def _written(node: Node, write: Write) -> str:
    content = read_style(node)[0]
    return content.value if isinstance(content, String) else write(content)


def _ranges(given: Node, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    found = np.column_stack([low, high]).astype(float)
    pairs = given.args if is_head(given, S.List) else ()
    if len(pairs) == 2 and all(number_of(end) is not None for end in pairs):
        pairs = (S.All, S.All, given)
    for i, pair in enumerate(pairs[:3]):
        ends = array_of(pair)
        if ends is not None and ends.shape == (2,) and ends[0] < ends[1]:
            found[i] = ends
    return found


def _view(node: Node) -> tuple[float, float, float]:
    named = {
        "Above": (0, 0, 2),
        "Top": (0, 0, 2),
        "Front": (0, -2, 0),
        "Right": (2, 0, 0),
        "Left": (-2, 0, 0),
    }
    place = array_of(node)
    if place is not None and place.shape == (3,):
        x, y, z = place.astype(float).tolist()
        return x, y, z
    return named.get(getattr(node, "name", ""), VIEW)
