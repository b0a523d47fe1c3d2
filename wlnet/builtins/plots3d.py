"""Plot3D and its kin as Graphics3D; ContourPlot as Graphics."""

from __future__ import annotations

import numpy as np

from ..arrays import array_of, list_of
from ..expr import FALSE, NONE, TRUE, Expr, Integer, Node, Real, S, is_head
from ..kernel.builtin import Attribute, symbol
from ..lazy import contourpy
from ..media.drawing3d import quads
from ..problem import Template
from .array_plots import FIELD, colored, grid_values
from .colors import rgb
from .curves import legended, style_of
from .picture_options import PLOT, Options, graphics, picture
from .plots import read_range, values_of

NO_POINTS = Template("lpn", "`1` is not a list of points {x, y, z}, or a list of such lists.")
NO_ARRAY = Template("arr", "`1` is not a matrix of heights.")
EDGES = 30  # cells of a surface in each direction

SPACE: dict[str, Node] = {
    **PLOT,
    "AspectRatio": S.Automatic,
    "BoxRatios": S.List(Integer(1), Integer(1), Real(0.4)),
    "Boxed": TRUE,
    "Lighting": S.Automatic,
    "Mesh": S.Automatic,
    "PlotPoints": S.Automatic,
    "PlotRange": S.All,
    "SphericalRegion": FALSE,
    "ViewPoint": S.Automatic,
}
_THERE = ("Axes", "AxesLabel", "BoxRatios", "Boxed", "ImageSize", "PlotLabel", "PlotRange", "ViewPoint")

symbol("Graphics3D", "Graphics3D[primitives, options] is a picture of things in space.")
symbol("Sphere", "Sphere[{x, y, z}, r] is a sphere.")
symbol("Ball", "Ball[{x, y, z}, r] is a ball.")
symbol("Cuboid", "Cuboid[{x0, y0, z0}, {x1, y1, z1}] is a box.")
for _name in ("BoxRatios", "Boxed", "Lighting", "SphericalRegion", "ViewPoint", "Contours", "ContourShading"):
    symbol(_name, f"{_name} is an option of pictures.")


def _space(primitives: list[Node], options: Options) -> Expr:
    rules = [S.Rule(getattr(S, name), options[name]) for name in _THERE if options[name] is not S.Automatic]
    return Expr(S.Graphics3D, (Expr(S.List, tuple(primitives)), *rules))


def _surface(grid: np.ndarray, options: Options, place: int) -> Node:
    style = style_of(options["PlotStyle"], place)
    if options["PlotStyle"] is S.Automatic and place == 0:
        style = [rgb((0.9, 0.65, 0.3))]
    return Expr(S.List, (*style, S.Polygon(list_of(np.array(quads(grid)).reshape(-1, 4, 3)))))


def _count(options: Options) -> int:
    asked = options["PlotPoints"]
    return min(max(asked.value, 2), 200) if isinstance(asked, Integer) else EDGES


@picture("Plot3D[f_, xrange_, yrange_]", attributes=Attribute.HOLD_ALL, like=SPACE)
def plot3d(k, f: Node, xrange: Node, yrange: Node, *, options: Options):
    """Plot3D[f, {x, xmin, xmax}, {y, ymin, ymax}] is a picture of f as a surface; Plot3D[{f1, ...}, ...] of
    several.

    >> Head[Plot3D[x y, {x, 0, 1}, {y, 0, 1}]]
    Graphics3D
    """
    (x, x0, x1), (y, y0, y1) = read_range(k, xrange), read_range(k, yrange)
    across, along = (np.linspace(a, b, _count(options) + 1) for a, b in ((x0, x1), (y0, y1)))
    made = []
    for place, body in enumerate(f.args if is_head(f, S.List) else (f,)):
        heights = []
        for b in along.tolist():
            value = values_of(k, _at(body, y, b), x)
            heights.append([value(a) for a in across.tolist()])
        grid = np.stack([*np.meshgrid(across, along), np.array(heights)], axis=-1)
        made.append(_surface(grid, options, place))
    return _space(made, options)


def _at(body: Node, name: Node, value: float) -> Node:
    """The body with a variable that has a value: With[{y = b}, body]."""
    return S.With(S.List(S.Set(name, Real(value))), body)


@picture("ListPlot3D[array_]", like=SPACE)
def list_plot3d(k, array: Node, *, options: Options):
    """ListPlot3D[{{f11, f12, ...}, ...}] is a picture of heights as a surface.

    >> Head[ListPlot3D[{{0, 1}, {1, 0}}]]
    Graphics3D
    """
    heights = array_of(array)
    if heights is None or heights.ndim != 2:
        raise NO_ARRAY(array)
    rows, columns = heights.shape
    grid = np.stack([*np.meshgrid(np.arange(1.0, columns + 1), np.arange(1.0, rows + 1)), heights], axis=-1)
    return _space([_surface(grid, options, 0)], options)


@picture("ListPointPlot3D[data_]", like={**SPACE, "BoxRatios": S.List(*[Integer(1)] * 3), "Filling": NONE})
def list_point_plot3d(k, data: Node, *, options: Options):
    """ListPointPlot3D[{{x1, y1, z1}, ...}] is a picture of points in space, ListPointPlot3D[{data1, ...}] of
    several sets of points in different colours.

    >> Head[ListPointPlot3D[{{0, 0, 0}, {1, 1, 1}}]]
    Graphics3D
    """
    names = None
    if is_head(data, S.Association):
        names = [rule.args[0] for rule in data.args]
        data = Expr(S.List, tuple(rule.args[1] for rule in data.args))
    one = array_of(data)
    sets = [one] if one is not None and one.ndim == 2 and one.shape[1] == 3 else None
    if sets is None:
        sets = [array_of(item) for item in data.args]  # type: ignore[misc]
    made, styles = [], []
    for place, points in enumerate(sets):
        if points is None or points.ndim != 2 or points.shape[1] != 3:
            raise NO_POINTS(data)
        styles.append(style_of(options["PlotStyle"], place, [S.AbsolutePointSize(Integer(3))], len(sets)))
        made.append(Expr(S.List, (*styles[-1], S.Point(list_of(points.astype(float))))))
    labels: list[Node | None] = list(names) if names else [None] * len(made)
    return legended(_space(made, options), options["PlotLegends"], labels, styles, S.PointLegend)


@picture(
    "ParametricPlot3D[f_, range_]", attributes=Attribute.HOLD_ALL, like={**SPACE, "BoxRatios": S.Automatic}
)
def parametric_plot3d(k, f: Node, range: Node, *, options: Options):
    """ParametricPlot3D[{x, y, z}, {t, min, max}] is the curve of the points {x, y, z}.

    >> Head[ParametricPlot3D[{Cos[t], Sin[t], t}, {t, 0, 6}]]
    Graphics3D
    """
    name, low, high = read_range(k, range)
    made = []
    for place, triple in enumerate(f.args if all(is_head(part, S.List) for part in f.args) else (f,)):
        if not is_head(triple, S.List) or len(triple.args) != 3:
            return None
        parts = [values_of(k, part, name) for part in triple.args]
        points = np.array([[part(t) for part in parts] for t in np.linspace(low, high, 301).tolist()])
        good = points[np.isfinite(points).all(1)]
        style = style_of(options["PlotStyle"], place, [S.AbsoluteThickness(Real(1.6))])
        made.append(Expr(S.List, (*style, S.Line(list_of(good)))))
    return _space(made, options)


CONTOUR: dict[str, Node] = {
    **FIELD,
    "AspectRatio": Integer(1),
    "Contours": S.Automatic,
    "ContourShading": S.Automatic,
    "ContourStyle": S.Automatic,
    "FrameTicks": S.Automatic,
    "PlotPoints": S.Automatic,
}
symbol("ContourStyle", "ContourStyle is an option of ContourPlot for how the lines are drawn.")


@picture("ContourPlot[f_, xrange_, yrange_]", attributes=Attribute.HOLD_ALL, like=CONTOUR)
def contour_plot(k, f: Node, xrange: Node, yrange: Node, *, options: Options):
    """ContourPlot[f, {x, xmin, xmax}, {y, ymin, ymax}] is a picture of lines on which f is the same, and of
    colours between them; ContourPlot[f == g, ...] of the line on which the equation holds.

    >> Head[ContourPlot[x^2 + y^2 == 1, {x, -1, 1}, {y, -1, 1}]]
    Graphics
    """
    (x, x0, x1), (y, y0, y1) = read_range(k, xrange), read_range(k, yrange)
    options = {**options, "Frame": TRUE if options["Frame"] is S.Automatic else options["Frame"]}
    ranges = S.List(S.List(Real(x0), Real(x1)), S.List(Real(y0), Real(y1)))
    options = {**options, "PlotRange": ranges if options["PlotRange"] is S.All else options["PlotRange"]}
    made: list[Node] = []
    bodies = f.args if is_head(f, S.List) else (f,)
    for place, body in enumerate(bodies):
        equation = is_head(body, S.Equal) and len(body.args) == 2
        body = S.Subtract(*body.args) if equation else body
        levels = grid_values(k, body, (x, x0, x1), (y, y0, y1), options)
        if equation:
            style = [*style_of(options["ContourStyle"], place), S.AbsoluteThickness(Real(1.6))]
            made.append(Expr(S.List, (*style, *_contours(levels, [0.0], x0, x1, y0, y1))))
        elif len(bodies) == 1:
            made += _shaded(k, levels, (x0, x1, y0, y1), options)
    return graphics(Expr(S.List, tuple(made)), options)


def _heights(levels: np.ndarray, option: Node) -> list[float]:
    if is_head(option, S.List) and (given := array_of(option)) is not None:
        return sorted(given.astype(float).ravel().tolist())
    count = option.value if isinstance(option, Integer) and option.value > 0 else 10
    low, high = float(np.nanmin(levels)), float(np.nanmax(levels))
    return np.linspace(low, high, count + 2)[1:-1].tolist() if high > low else []


def _shaded(k, levels: np.ndarray, box: tuple[float, float, float, float], options: Options) -> list[Node]:
    x0, x1, y0, y1 = box
    if not np.isfinite(levels).any():
        return []
    heights, made = _heights(levels, options["Contours"]), []
    if options["ContourShading"] not in (NONE, FALSE):
        steps = np.digitize(levels, heights).astype(float)
        steps[~np.isfinite(levels)] = np.nan
        colors = colored(k, steps, options["ColorFunction"], True, "SunsetColors")
        corners = list_of(np.array([[x0, y0], [x1, y1]]))
        made.append(S.Raster(list_of(np.nan_to_num(colors, nan=1.0)), corners))
    lines = _contours(levels, heights, *box)
    return [*made, Expr(S.List, (S.GrayLevel(Real(0.2)), S.AbsoluteThickness(Real(0.5)), *lines))]


def _contours(
    levels: np.ndarray, heights: list[float], x0: float, x1: float, y0: float, y1: float
) -> list[Node]:
    """The lines at these heights; the levels are those of the middles of cells."""
    rows, columns = levels.shape
    x, y = (
        x0 + (np.arange(columns) + 0.5) * (x1 - x0) / columns,
        y0 + (np.arange(rows) + 0.5) * (y1 - y0) / rows,
    )
    found = contourpy.contour_generator(x, y, np.ma.masked_invalid(levels))
    return [S.Line(list_of(line)) for height in heights for line in found.lines(height) if len(line) > 1]
