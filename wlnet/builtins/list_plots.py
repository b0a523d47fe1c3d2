"""ListPlot, ListLinePlot and their kin: points and broken lines of data, as Graphics."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays import array_of
from ..expr import FALSE, NONE, TRUE, Expr, Node, S, is_head, is_rule
from ..problem import Template
from .curves import Curve, plotted, scaled, unwrapped
from .picture_options import PLOT, Options, picture
from .rounding import real_value

NO_DATA = Template("lpn", "`1` is not a list of numbers or of pairs of numbers, or a list of such lists.")

POINTS: dict[str, Node] = {
    **PLOT,
    "DataRange": S.Automatic,
    "Filling": NONE,
    "FillingStyle": S.Automatic,
    "InterpolationOrder": NONE,
    "Joined": FALSE,
    "Mesh": NONE,
    "PlotMarkers": NONE,
}
LINES: dict[str, Node] = {**POINTS, "Joined": TRUE}


def _number(node: Node) -> float:
    """A number; nan for what is none, a gap."""
    node = unwrapped(node)
    if is_head(node, S.Quantity) and node.args:
        node = node.args[0]
    value = real_value(node)
    return float("nan") if value is None else float(value)


def _is_pair(node: Node) -> bool:
    node = unwrapped(node)
    return (
        is_head(node, S.List) and len(node.args) == 2 and not any(_is_list(unwrapped(n)) for n in node.args)
    )


def _is_list(node: Node) -> bool:
    return is_head(node, S.List) or is_head(node, S.Association)


def _points(node: Node, options: Options) -> np.ndarray:
    """The points of one set of data."""
    if is_head(node, S.Association):
        return np.array([(_number(r.args[0]), _number(r.args[1])) for r in node.args]).reshape(-1, 2)
    array = array_of(node)
    if array is not None and array.dtype.kind in "if" and array.ndim == 2 and array.shape[1] == 2:
        return array.astype(float)
    if array is not None and array.dtype.kind in "if" and array.ndim == 1:
        return _numbered(array.astype(float), options)
    if node.args and all(_is_pair(item) for item in node.args):
        pairs = [unwrapped(item).args for item in node.args]
        return np.array([(_number(x), _number(y)) for x, y in pairs])
    return _numbered(np.array([_number(item) for item in node.args]), options)


def _numbered(heights: np.ndarray, options: Options) -> np.ndarray:
    ends = options["DataRange"]
    numbers = [real_value(end) for end in ends.args] if is_head(ends, S.List) else []
    if len(numbers) == 2 and None not in numbers:
        places = np.linspace(float(numbers[0]), float(numbers[1]), len(heights))  # type: ignore[arg-type]
    else:
        places = np.arange(1, len(heights) + 1, dtype=float)
    return np.column_stack([places, heights])


def curves_of(node: Node, options: Options) -> list[Curve]:
    """The sets of data in `node`, with their names.  Raises a Problem where there are none."""
    label = None
    directives: tuple[Node, ...] = ()
    while type(node) is Expr and unwrapped(node) is not node:
        if is_head(node, S.Legended) and len(node.args) > 1:
            label = node.args[1]
        elif is_head(node, S.Style):
            directives = (*directives, *node.args[1:])
        node = node.args[0]
    if is_head(node, S.Association) and any(_is_list(unwrapped(r.args[1])) for r in node.args if is_rule(r)):
        pairs = [(rule.args[0], curves_of(rule.args[1], options)) for rule in node.args]
        return [Curve(each.points, name, each.directives) for name, found in pairs for each in found]
    array = array_of(node)
    if array is not None and array.ndim in (1, 2) and array.dtype.kind in "if" and array.size:
        several = array.ndim == 2 and array.shape[1] != 2
        parts = (
            [_numbered(row.astype(float), options) for row in array] if several else [_array(array, options)]
        )
        return [Curve(part, label, directives) for part in parts]
    if not _is_list(node) or not node.args:
        raise NO_DATA(node)
    if all(_is_list(unwrapped(item)) for item in node.args) and not all(map(_is_pair, node.args)):
        return [curve for item in node.args for curve in curves_of(item, options)]
    points = _points(node, options)
    if not np.isfinite(points).all(1).any():
        raise NO_DATA(node)
    return [Curve(points, label, directives)]


def _array(array: np.ndarray, options: Options) -> np.ndarray:
    return _numbered(array.astype(float), options) if array.ndim == 1 else array.astype(float)


def _flags(option: Node, count: int, usual: bool) -> list[bool]:
    items: Sequence[Node] = option.args if is_head(option, S.List) and option.args else [option]
    return [items[i % len(items)] is TRUE if items[0] is not S.Automatic else usual for i in range(count)]


def list_picture(data: Node, options: Options) -> Node:
    curves = curves_of(data, options)
    joined = _flags(options["Joined"], len(curves), False)
    markers = options["PlotMarkers"] is not NONE or options["Mesh"] in (S.All, S.Full)
    return plotted(curves, options, joined, [markers or not line for line in joined])


@picture("ListPlot[data_]", like=POINTS)
def list_plot(k, data: Node, options: Options):
    """ListPlot[{y1, y2, ...}] is a picture of points; ListPlot[{{x1, y1}, ...}] of points at these places.

    ListPlot[{data1, data2, ...}] and ListPlot[<|name -> data, ...|>] show several sets of data, the latter
    with a legend.

    >> Head[ListPlot[{1, 4, 9}]]
    Graphics
    """
    return list_picture(data, options)


@picture("ListLinePlot[data_]", like=LINES)
def list_line_plot(k, data: Node, options: Options):
    """ListLinePlot[data] is ListPlot with lines between the points.

    >> Head[ListLinePlot[{1, 4, 9}]]
    Graphics
    """
    return list_picture(data, options)


@picture("ListLogPlot[data_]", like=POINTS)
def list_log_plot(k, data: Node, options: Options):
    """ListLogPlot[data] is ListPlot with logarithmic heights.

    >> Head[ListLogPlot[{1, 10, 100}]]
    Graphics
    """
    return list_picture(data, scaled(options, False, True))


@picture("ListLogLogPlot[data_]", like=POINTS)
def list_log_log_plot(k, data: Node, options: Options):
    """ListLogLogPlot[data] is ListPlot with both axes logarithmic.

    >> Head[ListLogLogPlot[{1, 10, 100}]]
    Graphics
    """
    return list_picture(data, scaled(options, True, True))


@picture("ListLogLinearPlot[data_]", like=POINTS)
def list_log_linear_plot(k, data: Node, options: Options):
    """ListLogLinearPlot[data] is ListPlot with logarithmic first coordinates.

    >> Head[ListLogLinearPlot[{1, 10, 100}]]
    Graphics
    """
    return list_picture(data, scaled(options, True, False))


@picture("ListStepPlot[data_]", like=LINES)
def list_step_plot(k, data: Node, options: Options):
    """ListStepPlot[data] is ListLinePlot with steps: each height holds until the next point.

    >> Head[ListStepPlot[{1, 4, 9}]]
    Graphics
    """
    curves = []
    for curve in curves_of(data, options):
        x, y = curve.points.T
        ends = np.append(x[1:], 2 * x[-1] - x[-2] if len(x) > 1 else x[-1] + 1)
        steps = np.stack([np.column_stack([x, y]), np.column_stack([ends, y])], axis=1).reshape(-1, 2)
        curves.append(Curve(steps, curve.label, curve.directives))
    return plotted(curves, options, [True] * len(curves), [False] * len(curves))


__all__ = ["curves_of", "list_picture"]
