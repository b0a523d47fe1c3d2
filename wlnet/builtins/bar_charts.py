"""BarChart, Histogram, SmoothHistogram and PieChart, as Graphics."""

from __future__ import annotations

import numpy as np

from ..arrays import array_of
from ..expr import FALSE, NONE, Expr, Integer, Node, Real, S, String, is_head
from ..problem import Template
from .colors import PALETTE, rgb
from .curves import Curve, legended, plotted, unwrapped
from .picture_options import PLOT, Options, graphics, picture
from .rounding import real_value

NO_DATA = Template("ldata", "`1` is not a list of numbers, or a list of such lists.")

CHART: dict[str, Node] = {
    **PLOT,
    "BarSpacing": S.Automatic,
    "ChartLabels": NONE,
    "ChartLayout": S.Automatic,
    "ChartLegends": NONE,
    "ChartStyle": S.Automatic,
    "LabelingFunction": S.Automatic,
}
EDGE = S.EdgeForm(S.Directive(S.GrayLevel(Real(0.3)), S.AbsoluteThickness(Real(0.4))))
GAP = 0.2  # between groups of bars, whose bars are 1 wide


def _numbers(node: Node) -> list[float]:
    array = array_of(node)
    if array is not None and array.ndim == 1:
        return array.astype(float).tolist()
    if not is_head(node, S.List):
        raise NO_DATA(node)
    values = [real_value(unwrapped(item)) for item in node.args]
    return [float("nan") if value is None else float(value) for value in values]


def _groups(data: Node) -> tuple[list[list[float]], list[Node] | None]:
    """The rows of numbers, one for a flat list of them, and the names of what is in them."""
    data = unwrapped(data)
    names = None
    if is_head(data, S.Association):
        names = [rule.args[0] for rule in data.args]
        data = Expr(S.List, tuple(rule.args[1] for rule in data.args))
    items = [unwrapped(item) for item in data.args] if is_head(data, S.List) else []
    if items and all(is_head(item, S.List) or is_head(item, S.Association) for item in items):
        rows = []
        for item in items:
            if is_head(item, S.Association):
                item = Expr(S.List, tuple(rule.args[1] for rule in item.args))
            rows.append(_numbers(item))
        return rows, names
    return [_numbers(data)], names


def _styles(option: Node, count: int) -> list[list[Node]]:
    """A colour for each of `count` bars."""
    if isinstance(option, String):
        scale = [S.ColorData(option)] * count
        return [[Expr(f, (Real(i / max(count - 1, 1)),))] for i, f in enumerate(scale)]
    found: list[list[Node]] = []
    for i in range(count):
        own = option.args[i % len(option.args)] if is_head(option, S.List) and option.args else option
        found.append([rgb(PALETTE[i % len(PALETTE)]), *([own] if own is not S.Automatic else [])])
    return found


def _bar(low: float, high: float, base: float, top: float) -> Node:
    ends = (S.List(Real(low), Real(base)), S.List(Real(high), Real(top)))
    return S.Rectangle(*ends)


def _labels(option: Node) -> list[Node] | None:
    if is_head(option, S.Placed) and option.args:
        option = option.args[0]
    return list(option.args) if is_head(option, S.List) else None


@picture("BarChart[data_]", like=CHART)
def bar_chart(k, data: Node, options: Options):
    """BarChart[{y1, y2, ...}] is a picture of bars; BarChart[{{a1, a2, ...}, {b1, ...}, ...}] groups them.

    ChartLabels -> {"a", "b", ...} names the bars, or the groups; ChartLegends the bars by their colours;
    ChartLayout -> "Stacked" puts the bars of a group on each other.

    >> Head[BarChart[{1, 2, 3}]]
    Graphics
    """
    rows, names = _groups(data)
    grouped = len(rows) > 1
    stacked = options["ChartLayout"] == String("Stacked")
    count = max(map(len, rows), default=0)
    styles = _styles(options["ChartStyle"], count)
    one = not grouped and options["ChartLegends"] is NONE and options["ChartStyle"] is S.Automatic
    if one:
        styles = [styles[0]] * count  # a single set of data has a single colour
    bars: list[Node] = [EDGE]
    places, at = [], 0.5
    for row in rows:
        first, height, depth = at, 0.0, 0.0
        for i, value in enumerate(row):
            base = 0.0 if not stacked else height if value >= 0 else depth
            if value == value:
                bars.append(Expr(S.List, (*map(k.evaluate, styles[i]), _bar(at, at + 1, base, base + value))))
                height, depth = height + max(value, 0.0), depth + min(value, 0.0)
            if not stacked:
                at += 1 if grouped else 1 + GAP
                places.append(at - (0.5 if grouped else 0.5 + GAP))
        if grouped:
            at += 1 if stacked else 0
            places = [*places[: len(places) - (0 if stacked else len(row))], (first + at) / 2]
            at += 3 * GAP
    options = _ticked(options, places, _labels(options["ChartLabels"]) or names)
    shown = graphics(Expr(S.List, tuple(bars)), options)
    looks = [[k.evaluate(item) for item in style] for style in styles]
    return legended(shown, options["ChartLegends"], [None] * count, looks, S.SwatchLegend)


def _ticked(options: Options, places: list[float], names: list[Node] | None) -> Options:
    """The options with names, instead of numbers, below the bars."""
    pairs = [S.List(Real(float(place)), name) for place, name in zip(places, names or (), strict=False)]
    low = Expr(S.List, tuple(pairs))
    options = {**options, "AxesOrigin": S.List(Real(0.3), Integer(0))}
    if options["Ticks"] is S.Automatic:
        options["Ticks"] = S.List(low, S.Automatic)
    if options["FrameTicks"] is S.Automatic:
        options["FrameTicks"] = S.List(S.List(S.Automatic, NONE), S.List(low, NONE))
    return options


@picture("Histogram[data_, bins_, height_]", like=CHART)
def histogram(k, data: Node, bins: Node = S.Automatic, height: Node = String("Count"), *, options: Options):
    """Histogram[{x1, x2, ...}] is a picture of how many numbers lie in which bins.

    Histogram[data, n] has about n bins, {dx}, {min, max, dx} and {{b1, b2, ...}} say the bins; "Probability"
    or "PDF" as a third argument changes the heights.  Histogram[{data1, data2, ...}] shows several.

    >> Head[Histogram[{1, 2, 2, 3}]]
    Graphics
    """
    rows, names = _groups(data)
    everything = [value for row in rows for value in row if np.isfinite(value)]
    if not everything:
        raise NO_DATA(data)
    asked = (S.List(*map(Real, everything)), *(() if bins is S.Automatic else (bins,)))
    found = k.evaluate(S.HistogramList(*asked))
    if not is_head(found, S.List) or len(found.args) != 2:
        return None
    edges = found.args[0]
    styles = _styles(options["ChartStyle"], len(rows))
    opacity = S.Opacity(Real(0.6 if len(rows) > 1 else 0.85))
    bars: list[Node] = [EDGE]
    for row, style in zip(rows, styles, strict=True):
        data_ = S.List(*(Real(value) for value in row if np.isfinite(value)))
        counted = k.evaluate(S.HistogramList(data_, S.List(edges), height))
        ends, heights = (_numbers(part) for part in counted.args)
        made = [_bar(a, b, 0.0, h) for a, b, h in zip(ends, ends[1:], heights, strict=False) if h]
        bars.append(Expr(S.List, (*map(k.evaluate, style), opacity, *made)))
    low = S.List(Real(_numbers(edges)[0]), Integer(0))
    shown = graphics(Expr(S.List, tuple(bars)), {**options, "AxesOrigin": low})
    labels = list(names) if names and len(rows) > 1 else [None] * len(rows)
    return legended(shown, options["ChartLegends"], labels, styles, S.SwatchLegend)


@picture("SmoothHistogram[data_, width_]", like={**PLOT, "Filling": NONE, "FillingStyle": S.Automatic})
def smooth_histogram(k, data: Node, width: Node = S.Automatic, *, options: Options):
    """SmoothHistogram[{x1, x2, ...}] is a picture of the density that the numbers seem to have.

    SmoothHistogram[data, b] smoothes with a standard deviation of b; the usual one is by the rule of
    Silverman.  SmoothHistogram[{data1, data2, ...}] shows several.

    >> Head[SmoothHistogram[{1, 2, 2, 3}]]
    Graphics
    """
    rows, names = _groups(data)
    curves = []
    for i, row in enumerate(rows):
        values = np.array([value for value in row if np.isfinite(value)])
        given = real_value(width)
        if not len(values):
            raise NO_DATA(data)
        curves.append(
            Curve(_density(values, None if given is None else float(given)), names[i] if names else None)
        )
    return plotted(curves, options, [True] * len(curves), [False] * len(curves))


def _density(values: np.ndarray, width: float | None) -> np.ndarray:
    """The sum of bells around the values, at 256 places."""
    spread = [float(np.std(values, ddof=1)) if len(values) > 1 else 0.0]
    spread.append(float(np.subtract(*np.quantile(values, [0.75, 0.25]))) / 1.34)
    least = min((s for s in spread if s > 0), default=1.0)
    width = width or 0.9 * least * len(values) ** -0.2
    places = np.linspace(values.min() - 3 * width, values.max() + 3 * width, 256)
    sums = np.zeros_like(places)
    for part in np.array_split(values, len(values) // 4096 + 1):
        sums += np.exp(-0.5 * ((places[:, None] - part) / width) ** 2).sum(1)
    return np.column_stack([places, sums / (len(values) * width * np.sqrt(2 * np.pi))])


@picture("PieChart[data_]", like={**CHART, "AspectRatio": S.Automatic, "Axes": FALSE})
def pie_chart(k, data: Node, options: Options):
    """PieChart[{y1, y2, ...}] is a picture of shares of a disk.

    >> Head[PieChart[{1, 2, 3}]]
    Graphics
    """
    rows, names = _groups(data)
    values = np.array(rows[0])
    if (
        len(rows) > 1
        or not len(values)
        or not np.isfinite(values).all()
        or (values < 0).any()
        or not values.sum()
    ):
        raise NO_DATA(data)
    ends = np.pi - 2 * np.pi * np.concatenate([[0], np.cumsum(values / values.sum())])
    styles = [[k.evaluate(item) for item in style] for style in _styles(options["ChartStyle"], len(values))]
    labels = _labels(options["ChartLabels"]) or names or []
    made: list[Node] = [S.EdgeForm(S.White)]
    center = S.List(Integer(0), Integer(0))
    for i, style in enumerate(styles):
        sector = S.Disk(center, Integer(1), S.List(Real(float(ends[i + 1])), Real(float(ends[i]))))
        made.append(Expr(S.List, (*style, sector)))
    for i, label in enumerate(labels[: len(values)]):
        middle = (ends[i] + ends[i + 1]) / 2
        made.append(
            S.Text(label, S.List(Real(float(0.65 * np.cos(middle))), Real(float(0.65 * np.sin(middle)))))
        )
    shown = graphics(Expr(S.List, tuple(made)), options)
    return legended(shown, options["ChartLegends"], [None] * len(values), styles, S.SwatchLegend)
