"""ArrayPlot, MatrixPlot, ListDensityPlot and DensityPlot: fields of colours, as Graphics."""

from __future__ import annotations

import numpy as np

from ..arrays import array_of, list_of
from ..expr import FALSE, NONE, TRUE, Expr, Integer, Node, Real, S, String, is_head
from ..kernel.builtin import Attribute
from ..media.colors import color_of
from ..problem import Template
from .colors import GRADIENTS, gradient_colors
from .picture_options import Options, graphics, picture
from .plots import read_range
from .rounding import real_value

NO_MATRIX = Template("mat", "`1` is not a matrix.")
COLORS = Template("cfun", "The value `1` of ColorFunction does not give a colour for `2`.")
PLACES = 50  # in each direction, of DensityPlot

FIELD: dict[str, Node] = {
    "AspectRatio": S.Automatic,
    "ColorFunction": S.Automatic,
    "ColorFunctionScaling": TRUE,
    "ColorRules": S.Automatic,
    "DataRange": S.All,
    "DataReversed": FALSE,
    "Frame": S.Automatic,
    "FrameTicks": NONE,
    "MaxPlotPoints": S.Automatic,
    "Mesh": FALSE,
    "MeshStyle": S.Automatic,
    "PlotLegends": NONE,
    "PlotTheme": S.Automatic,
    "PlotRangePadding": NONE,
}


def _cells(node: Node) -> list[list[Node]]:
    if not is_head(node, S.List) or not node.args or not all(is_head(row, S.List) for row in node.args):
        raise NO_MATRIX(node)
    width = max(len(row.args) for row in node.args)
    return [[*row.args, *[NONE] * (width - len(row.args))] for row in node.args]


def _levels(cells: list[list[Node]]) -> np.ndarray:
    values = [[real_value(cell) for cell in row] for row in cells]
    return np.array([[np.nan if value is None else float(value) for value in row] for row in values])


def _shares(levels: np.ndarray) -> np.ndarray:
    """Levels from 0 for the least to 1 for the greatest."""
    good = levels[np.isfinite(levels)]
    low, high = (float(good.min()), float(good.max())) if len(good) else (0.0, 1.0)
    return np.clip((levels - low) / ((high - low) or 1.0), 0, 1)


def colored(k, levels: np.ndarray, option: Node, scaled: bool, usual: str) -> np.ndarray:
    """The colours, (rows, columns, 3), that a ColorFunction gives for levels."""
    shares = _shares(levels) if scaled else levels
    if is_head(option, S.ColorDataFunction) and option.args:
        option = option.args[0]
    if option is S.Automatic:
        option = String(usual)
    if option == String("Monochrome"):
        return np.repeat(1 - shares[..., None], 3, axis=2)
    if isinstance(option, String) and option.value in GRADIENTS:
        return gradient_colors(option.value, shares)
    function, known = k.function(option), {}
    made = np.ones((*levels.shape, 3))
    for at, share in np.ndenumerate(shares):
        if share == share:
            if share not in known:
                known[share] = color_of(function(Real(float(share))))
            if known[share] is None:
                raise COLORS(option, Real(float(share)))
            made[at] = known[share]
    return made


def field(k, node: Node, options: Options, usual: str) -> np.ndarray:
    """The colours of the cells of a matrix: numbers by the function of colours, colours as they are."""
    node = k.evaluate(S.Normal(node)) if not is_head(node, S.List) else node
    array = array_of(node)
    numbers = array is not None and array.ndim == 2 and array.dtype.kind in "if"
    cells = [] if numbers and options["ColorRules"] is S.Automatic else _cells(node)
    levels = array.astype(float) if numbers and array is not None else _levels(cells)
    scaled = options["ColorFunctionScaling"] is TRUE
    made = colored(k, levels, options["ColorFunction"], scaled, usual)
    made[~np.isfinite(levels)] = 1.0
    rules = options["ColorRules"]
    for i, row in enumerate(cells):
        for j, cell in enumerate(row):
            found = color_of(cell) or (_by_rules(k, cell, rules) if is_head(rules, S.List) else None)
            if found is not None:
                made[i, j] = found
    return made


def _by_rules(k, cell: Node, rules: Node):
    value = k.evaluate(S.Replace(cell, rules))
    return color_of(value) if value != cell else None


def raster(colors: np.ndarray, options: Options) -> Node:
    """Graphics of cells of size 1, the first row above."""
    rows, columns = colors.shape[:2]
    upward = options["DataReversed"] is TRUE
    box = S.List(S.List(Integer(0), Integer(0)), S.List(Integer(columns), Integer(rows)))
    made: list[Node] = [S.Raster(list_of(np.ascontiguousarray(colors if upward else colors[::-1])), box)]
    if options["Mesh"] in (TRUE, S.All):
        lines = [((0, y), (columns, y)) for y in range(rows + 1)]
        lines += [((x, 0), (x, rows)) for x in range(columns + 1)]
        made += [
            S.GrayLevel(Real(0.6)),
            S.AbsoluteThickness(Real(0.4)),
            S.Line(list_of(np.array(lines, float))),
        ]
    if options["Frame"] is S.Automatic:
        options = {**options, "Frame": TRUE}
    if options["FrameTicks"] in (S.Automatic, S.All, TRUE):
        options = {**options, "FrameTicks": _ticks(rows, columns, upward)}
    return graphics(Expr(S.List, tuple(made)), options)


def _ticks(rows: int, columns: int, upward: bool) -> Node:
    """Numbers of rows and columns, at the middle of the cells."""

    def some(count: int, flipped: bool) -> Node:
        step = max(1, -(-count // 10))
        numbers = sorted({1, *range(step, count + 1, step)}) if step > 1 else range(1, count + 1)
        places = [(count - n + 0.5 if flipped else n - 0.5) for n in numbers]
        return S.List(*(S.List(Real(p), Integer(n)) for p, n in zip(places, numbers, strict=True)))

    return S.List(S.List(some(rows, not upward), NONE), S.List(some(columns, False), NONE))


def _legended(k, picture_: Node, levels: np.ndarray | None, options: Options, usual: str) -> Node:
    """With PlotLegends -> Automatic: five swatches from the least level to the greatest."""
    asked = options["PlotLegends"]
    if asked is NONE or levels is None or not np.isfinite(levels).any():
        return picture_
    ends = np.linspace(np.nanmin(levels), np.nanmax(levels), 5)
    colors = colored(k, ends[None], options["ColorFunction"], True, usual)[0]
    looks = [Expr(S.RGBColor, tuple(map(Real, color.tolist()))) for color in colors]
    labels = [S.NumberForm(Real(float(end)), Integer(3)) for end in ends]
    legend = S.SwatchLegend(Expr(S.List, tuple(looks[::-1])), Expr(S.List, tuple(labels[::-1])))
    return S.Legended(picture_, S.Placed(legend, S.After))


@picture("ArrayPlot[array_]", like=FIELD)
def array_plot(k, array: Node, *, options: Options):
    """ArrayPlot[{{a11, a12, ...}, ...}] is a picture of cells, dark where a number is large.

    Cells that are colours have these; ColorRules -> {value -> color, ...} gives others theirs, ColorFunction
    is a function of levels from 0 to 1 or the name of a gradient.

    >> Head[ArrayPlot[{{0, 1}, {1, 0}}]]
    Graphics
    """
    made = raster(field(k, array, options, "Monochrome"), options)
    return _legended(k, made, array_of(array), options, "Monochrome")


@picture("MatrixPlot[array_]", like={**FIELD, "FrameTicks": S.Automatic})
def matrix_plot(k, array: Node, *, options: Options):
    """MatrixPlot[matrix] is a picture of a matrix in colours, blue for small numbers and red for large ones.

    >> Head[MatrixPlot[{{0, 1}, {1, 0}}]]
    Graphics
    """
    return _legended(
        k,
        raster(field(k, array, options, "TemperatureMap"), options),
        array_of(array),
        options,
        "TemperatureMap",
    )


@picture("ListDensityPlot[array_]", like={**FIELD, "AspectRatio": Integer(1), "FrameTicks": S.Automatic})
def list_density_plot(k, array: Node, *, options: Options):
    """ListDensityPlot[{{f11, f12, ...}, ...}] is a picture of heights in colours, the first row below.

    >> Head[ListDensityPlot[{{0, 1}, {1, 0}}]]
    Graphics
    """
    upward = {**options, "DataReversed": TRUE}
    return _legended(
        k, raster(field(k, array, options, "SunsetColors"), upward), array_of(array), options, "SunsetColors"
    )


@picture(
    "DensityPlot[f_, xrange_, yrange_]",
    attributes=Attribute.HOLD_ALL,
    like={**FIELD, "AspectRatio": Integer(1), "FrameTicks": S.Automatic, "PlotPoints": S.Automatic},
)
def density_plot(k, f: Node, xrange: Node, yrange: Node, *, options: Options):
    """DensityPlot[f, {x, xmin, xmax}, {y, ymin, ymax}] is a picture of f in colours.

    >> Head[DensityPlot[x y, {x, 0, 1}, {y, 0, 1}]]
    Graphics
    """
    (x, x0, x1), (y, y0, y1) = read_range(k, xrange), read_range(k, yrange)
    levels = grid_values(k, f, (x, x0, x1), (y, y0, y1), options)
    colors = colored(
        k, levels, options["ColorFunction"], options["ColorFunctionScaling"] is TRUE, "SunsetColors"
    )
    colors[~np.isfinite(levels)] = 1.0
    box = list_of(np.array([[x0, y0], [x1, y1]]))
    shown = {**options, "Frame": TRUE if options["Frame"] is S.Automatic else options["Frame"]}
    made = graphics(S.List(S.Raster(list_of(colors), box)), shown)
    return _legended(k, made, levels, options, "SunsetColors")


def grid_values(k, f: Node, xrange, yrange, options: Options) -> np.ndarray:
    """The values of f at the middles of cells, rows from below."""
    asked = options["PlotPoints"]
    count = asked.value if isinstance(asked, Integer) and 1 < asked.value <= 1000 else PLACES
    (x, x0, x1), (y, y0, y1) = xrange, yrange
    function = k.function(S.Function(S.List(x, y), f))
    places = (np.arange(count) + 0.5) / count
    rows = []
    for b in (y0 + (y1 - y0) * places).tolist():
        row = [
            real_value(k.evaluate(S.N(function(Real(a), Real(b)))))
            for a in (x0 + (x1 - x0) * places).tolist()
        ]
        rows.append([np.nan if value is None else float(value) for value in row])
    return np.array(rows)


__all__ = ["colored", "field", "grid_values", "raster"]
