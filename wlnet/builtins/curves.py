"""What plots have in common: styles of curves, filled areas, ranges that leave out outliers, legends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import list_of
from ..expr import FALSE, NONE, TRUE, Expr, Integer, Node, Real, S, String, Symbol, is_head, is_rule
from ..media.colors import Color
from ..media.pens import Pen
from .colors import PALETTE, rgb
from .picture_options import Options, graphics
from .rounding import real_value

WRAPPERS = {"Tooltip", "Style", "Labeled", "Legended", "Callout", "Annotation", "StatusArea"}
OUTLIER = 3.0  # how many times the range of most values a range of all may be, before it is cut


@dataclass(frozen=True)
class Curve:
    """Points of a curve, an array (n, 2) with gaps where there are no numbers, and its name, if any."""

    points: np.ndarray
    label: Node | None = None
    directives: tuple[Node, ...] = ()


def unwrapped(node: Node) -> Node:
    """What is inside of Tooltip[x, ...], Style[x, ...], Labeled[x, ...] and their kin."""
    while type(node) is Expr and getattr(node.head, "name", "") in WRAPPERS and node.args:
        node = node.args[0]
    return node


def style_of(option: Node, place: int, usual: Sequence[Node] = (), count: int = 2) -> list[Node]:
    """The directives for the curve at `place`, from 0, of `count`: its own colour, and what PlotStyle says.

    A list is one directive for each curve, and all of them for a single one.
    """
    own: list[Node] = [rgb(PALETTE[place % len(PALETTE)]), *usual]
    if is_head(option, S.List) and option.args and (count > 1 or len(option.args) == 1):
        option = option.args[place % len(option.args)]
    if option in (S.Automatic, NONE) or (is_head(option, S.List) and not option.args):
        return own
    return [*own, *(option.args if is_head(option, S.Directive) or is_head(option, S.List) else (option,))]


def color_in(directives: Sequence[Node]) -> Color:
    pen = Pen()
    for directive in directives:
        pen = pen.after(directive) or pen
    return pen.color


def pieces(points: np.ndarray) -> list[np.ndarray]:
    """A curve in parts, each without gaps."""
    good = np.isfinite(points).all(1)
    ends = np.flatnonzero(np.diff(np.concatenate([[0], good.astype(int), [0]])))
    return [points[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]


def drawn_line(points: np.ndarray) -> list[Node]:
    return [S.Line(list_of(part)) for part in pieces(points) if len(part) > 1]


def drawn_points(points: np.ndarray) -> list[Node]:
    good = points[np.isfinite(points).all(1)]
    return [S.Point(list_of(good))] if len(good) else []


def _filling_option(option: Node, place: int) -> Node:
    """What Filling says for one curve: the same for all, or ``{1 -> Axis, 2 -> {3}}``."""
    if not is_head(option, S.List) or not all(map(is_rule, option.args)):
        return option
    return next((rule.args[1] for rule in option.args if rule.args[0] == Integer(place + 1)), NONE)


def _between(
    points: np.ndarray, others: Sequence[Curve], other: int, directives: Sequence[Node]
) -> list[Node]:
    """The area between a curve and another one."""
    if not 0 <= other < len(others):
        return []
    far = others[other].points
    far, near = (part[np.isfinite(part).all(1)] for part in (far, points))
    if not len(far) or not len(near):
        return []
    outline = np.vstack([near, far[::-1]])
    look = (rgb(color_in(directives)), S.Opacity(Real(0.2)))
    return [Expr(S.List, (*look, S.Polygon(list_of(outline))))]


def filling(
    others: Sequence[Curve],
    place: int,
    options: Options,
    low: float,
    high: float,
    directives: Sequence[Node],
    joined: bool,
) -> list[Node]:
    """The area, or the stems, between the curve at `place` and what Filling says."""
    points = others[place].points
    option = _filling_option(options.get("Filling", NONE), place)
    if is_head(option, S.List) and len(option.args) == 1 and isinstance(option.args[0], Integer):
        return _between(points, others, option.args[0].value - 1, directives)
    named = {S.Axis: 0.0, S.Bottom: low, S.Top: high}
    base = named.get(option) if isinstance(option, Symbol) else real_value(option)
    if base is None:
        return []
    level = float(base)
    style = options.get("FillingStyle", S.Automatic)
    look: list[Node] = [rgb(color_in(directives)), S.Opacity(Real(0.2 if joined else 0.5))]
    if style is not S.Automatic:
        look.append(style)
    drawn: list[Node] = []
    for part in pieces(points):
        if joined:
            outline = np.vstack([part, [[part[-1, 0], level], [part[0, 0], level]]])
            drawn.append(S.Polygon(list_of(outline)))
        else:
            stems = np.stack([part, np.column_stack([part[:, 0], np.full(len(part), level)])], axis=1)
            drawn.append(S.Line(list_of(stems)))
    return [Expr(S.List, (*look, *drawn))]


def value_range(values: np.ndarray) -> tuple[float, float] | None:
    """The range of most values, and of all if that is not much more."""
    good = values[np.isfinite(values)]
    if not len(good):
        return None
    low, high = float(good.min()), float(good.max())
    inner = np.quantile(good, [0.05, 0.95])
    room = OUTLIER * float(inner[1] - inner[0])
    if room > 0:
        low, high = max(low, float(inner[0]) - room), min(high, float(inner[1]) + room)
    return low, high


def range_options(curves: Sequence[Curve], options: Options) -> Options:
    """The options with PlotRange settled: Automatic leaves out outliers, All and Full nothing."""
    given = options["PlotRange"]
    pair = list(given.args) if is_head(given, S.List) and len(given.args) == 2 else [S.Automatic, given]
    if all(real_value(end) is not None for end in pair):
        pair = [S.Automatic, given]
    cut = pair[1] is S.Automatic and options.get("ScalingFunctions", NONE) is NONE
    if cut and curves:
        heights = np.concatenate([curve.points[:, 1] for curve in curves])
        found, whole = value_range(heights), heights[np.isfinite(heights)]
        if found is not None and found[0] < found[1] and found != (whole.min(), whole.max()):
            pair[1] = S.List(Real(found[0]), Real(found[1]))
    return {**options, "PlotRange": Expr(S.List, tuple(pair))}


def legended(
    picture: Node, option: Node, names: Sequence[Node | None], styles: Sequence[Sequence[Node]], kind: Symbol
) -> Node:
    """The picture with the legend that PlotLegends asks for."""
    place: Node = S.After
    if is_head(option, S.Placed) and len(option.args) == 2:
        option, place = option.args
    if type(option) is Expr and getattr(option.head, "name", "").endswith("Legend"):
        if option.args and is_head(option.args[0], S.List) and len(option.args) == 1:
            option = option.args[0]
        else:
            return S.Legended(picture, S.Placed(option, place))
    if option in (NONE, FALSE):
        if all(name is None for name in names):
            return picture
        option = S.Automatic
    if option in (S.Automatic, String("Expressions"), TRUE):
        labels = [name if name is not None else Integer(i + 1) for i, name in enumerate(names)]
    elif is_head(option, S.List):
        labels = list(option.args)
    else:
        labels = [option]
    looks = [S.Directive(*style) for style in styles]
    count = min(len(looks), len(labels))
    legend = Expr(kind, (Expr(S.List, tuple(looks[:count])), Expr(S.List, tuple(labels[:count]))))
    return S.Legended(picture, S.Placed(legend, place))


def plotted(
    curves: Sequence[Curve], options: Options, joined: Sequence[bool], dotted: Sequence[bool]
) -> Node:
    """The picture of curves: lines where `joined`, points where `dotted`."""
    primitives, styles = [], []
    heights = np.concatenate([curve.points[:, 1] for curve in curves]) if curves else np.zeros(0)
    low, high = value_range(heights) or (0.0, 1.0)
    for i, curve in enumerate(curves):
        line = joined[i]
        usual = [S.AbsoluteThickness(Real(1.6))] if line else [S.AbsolutePointSize(Integer(4))]
        style = [*style_of(options["PlotStyle"], i, usual, len(curves)), *curve.directives]
        made: list[Node] = filling(curves, i, options, low, high, style, line)
        made += [*style, *(drawn_line(curve.points) if line else ())]
        made += drawn_points(curve.points) if dotted[i] else ()
        primitives.append(Expr(S.List, tuple(made)))
        styles.append(style)
    shown = graphics(Expr(S.List, tuple(primitives)), range_options(curves, options))
    kind = S.LineLegend if all(joined) else S.PointLegend
    return legended(shown, options["PlotLegends"], [curve.label for curve in curves], styles, kind)


def scaled(options: Mapping[str, Node], horizontal: bool, vertical: bool) -> Options:
    """The options with logarithmic axes."""
    names = [String("Log") if flag else NONE for flag in (horizontal, vertical)]
    return {**options, "ScalingFunctions": Expr(S.List, tuple(names))}
