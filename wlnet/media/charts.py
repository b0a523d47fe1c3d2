"""Charts as Graphics: lines in a frame, and matrices of counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import list_of
from ..expr import NONE, TRUE, Integer, Node, Real, S, String

MOST_LABELS, MOST_NUMBERS = 40, 20  # of a matrix, so that they can be read
WHITE, BLUE = np.array([0.97, 0.98, 1.0]), np.array([0.03, 0.19, 0.42])
COLORS = (
    (0.24, 0.6, 0.8), (0.95, 0.63, 0.13), (0.46, 0.68, 0.2), (0.85, 0.4, 0.25), (0.52, 0.47, 0.78),
    (0.77, 0.56, 0.16), (0.36, 0.62, 0.8), (0.9, 0.36, 0.55), (0.56, 0.69, 0.1), (0.65, 0.47, 0.64),
)  # fmt: skip
FAINT, DOT = 0.3, 6.0


@dataclass(frozen=True)
class Line:
    """A series of points with a name; `faint` for what is only background.  Single points are dots."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    faint: bool = False


def line_chart(
    lines: Sequence[Line], x_label: str, y_label: str, logarithmic: bool = False, square: bool = False
) -> Node:
    """Lines in one frame, with a legend; `logarithmic`: the heights, if they allow it."""
    shown = [np.asarray(line.y, float) for line in lines if not line.faint]
    heights = np.concatenate(shown) if shown else np.empty(0)
    heights = heights[np.isfinite(heights) & (heights > 0)]
    styles = [_style(i, line) for i, line in enumerate(lines)]
    drawn = [S.List(style, _points(line)) for style, line in zip(styles, lines, strict=True)]
    options = [
        S.Rule(S.Frame, TRUE),
        S.Rule(S.FrameLabel, S.List(String(x_label), String(y_label))),
        S.Rule(S.AspectRatio, Real(1.0 if square else 0.62)),
    ]
    if logarithmic and len(heights):  # what is faint may go beyond
        ends = S.List(Real(float(heights.min() / 2)), Real(float(heights.max() * 2)))
        options += [S.Rule(S.ScalingFunctions, S.List(NONE, String("Log")))]
        options += [S.Rule(S.PlotRange, S.List(S.Automatic, ends))]
    chart = S.Graphics(S.List(*drawn), *options)
    if not any(line.name for line in lines):
        return chart
    legend = S.LineLegend(S.List(*styles), S.List(*(String(line.name) for line in lines)))
    return S.Legended(chart, S.Placed(legend, S.After))


def _style(place: int, line: Line) -> Node:
    color = S.RGBColor(*map(Real, COLORS[place % len(COLORS)]))
    opacity = S.Opacity(Real(FAINT if line.faint else 1.0))
    return S.Directive(color, S.AbsoluteThickness(Real(1.4)), S.AbsolutePointSize(Real(DOT)), opacity)


def _points(line: Line) -> Node:
    """A line through the points, in pieces where one is no number."""
    table = np.column_stack([np.asarray(line.x, float), np.asarray(line.y, float)])
    breaks = np.flatnonzero(~np.isfinite(table).all(1))
    pieces = [piece[np.isfinite(piece).all(1)] for piece in np.split(table, breaks)]
    drawn = [
        S.Line(list_of(piece)) if len(piece) > 1 else S.Point(list_of(piece))
        for piece in pieces
        if len(piece)
    ]
    return S.List(*drawn)


def matrix_chart(counts: np.ndarray, names: Sequence[str], row_label: str, column_label: str) -> Node:
    """A table of counts with colours, each row compared with its own sum; the first row is on top."""
    sums, size = counts.sum(1, keepdims=True), len(counts)
    shares = np.divide(counts, sums, out=np.zeros(counts.shape), where=sums > 0)
    colors = WHITE + shares[::-1, :, None] * (BLUE - WHITE)
    corners = S.List(*(S.List(Integer(n), Integer(n)) for n in (0, size)))
    texts = [
        _count(int(counts[i, j]), (j + 0.5, size - i - 0.5), bool(shares[i, j] > 0.5))
        for i, j in (np.ndindex(*counts.shape) if size <= MOST_NUMBERS else ())
    ]
    return S.Graphics(
        S.List(S.Raster(list_of(colors), corners), *texts),
        S.Rule(S.Frame, TRUE),
        S.Rule(S.FrameLabel, S.List(String(column_label), String(row_label))),
        S.Rule(S.FrameTicks, _ticks(names)),
        S.Rule(S.AspectRatio, Integer(1)),
        S.Rule(S.PlotRangePadding, NONE),
    )


def _count(count: int, place: tuple[float, float], on_dark: bool) -> Node:
    color = S.GrayLevel(Integer(1 if on_dark else 0))
    return S.List(color, S.Text(Integer(count), S.List(*map(Real, place))))


def _ticks(names: Sequence[str]) -> Node:
    """The names at the left and below; none where they are too many."""
    if len(names) > MOST_LABELS:
        return NONE
    size = len(names)
    left = [S.List(Real(size - i - 0.5), String(name)) for i, name in enumerate(names)]
    below = [S.List(Real(i + 0.5), String(name)) for i, name in enumerate(names)]
    return S.List(S.List(S.List(*left), NONE), S.List(S.List(*below), NONE))
