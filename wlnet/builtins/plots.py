"""Plot and its kin: curves of functions, as Graphics.

A function is calculated at PlotPoints places, and then between those where the curve bends most, MaxRecursion
times.  Where it gives no real number the curve has a gap.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..expr import NONE, Integer, Node, Real, S, String, Symbol, is_head
from ..kernel.builtin import Attribute
from ..problem import Template
from .curves import Curve, plotted, scaled, unwrapped
from .picture_options import PLOT, Options, picture
from .rounding import real_value

LIMITS = Template("pllim", "`1` is not a range {x, min, max} of numbers.")
POINTS, DEPTH, BEND = 101, 5, 0.03  # the bend is a turn of the curve, in radians

_CURVE = {"Filling": NONE, "FillingStyle": S.Automatic, "MaxRecursion": S.Automatic, "Mesh": NONE}
CURVES: dict[str, Node] = {**PLOT, **_CURVE, "Exclusions": S.Automatic, "PlotPoints": S.Automatic}


def read_range(k, spec: Node) -> tuple[Symbol, float, float]:
    if not is_head(spec, S.List) or len(spec.args) != 3 or not isinstance(spec.args[0], Symbol):
        raise LIMITS(spec)
    low, high = (real_value(k.evaluate(S.N(end))) for end in spec.args[1:])
    if low is None or high is None or float(low) >= float(high):
        raise LIMITS(spec)
    return spec.args[0], float(low), float(high)


def _bodies(k, f: Node, name: Symbol, at: float) -> list[tuple[Node, Node | None]]:
    """The functions that are plotted, with what Legended or Labeled calls them."""
    items = f.args if is_head(f, S.List) else (f,)
    if not is_head(f, S.List):
        value = k.function(S.Function(name, f))(Real(at))
        if is_head(value, S.List):
            return [(S.Part(f, Integer(i + 1)), None) for i in range(len(value.args))]
    found: list[tuple[Node, Node | None]] = []
    for item in items:
        named = is_head(item, S.Legended) and len(item.args) > 1
        found.append((unwrapped(item), item.args[1] if named else None))
    return found


def values_of(k, body: Node, name: Symbol) -> Callable[[float], float]:
    """The body as a function of a machine number; nan where it gives none."""
    function = k.function(S.Function(name, body))

    def value(x: float) -> float:
        node = unwrapped(function(Real(float(x))))
        number = real_value(node)
        if number is None:
            number = real_value(k.evaluate(S.N(node)))
        return float("nan") if number is None else float(number)

    return value


def sampled(f: Callable[[float], float], low: float, high: float, options: Options) -> np.ndarray:
    """Points of the curve of f, closer together where it bends."""
    asked = options["PlotPoints"]
    count = asked.value if isinstance(asked, Integer) and asked.value > 1 else POINTS
    limit = options["MaxRecursion"]
    depth = min(limit.value, 10) if isinstance(limit, Integer) else DEPTH
    margin = (high - low) * 1e-9  # the ends may be poles
    x = np.linspace(low + margin, high - margin, count)
    y = np.array([f(place) for place in x])
    for _ in range(depth):
        wanted = _bent(x, y)
        if not wanted.any():
            break
        middle = (x[:-1][wanted] + x[1:][wanted]) / 2
        x, y = np.concatenate([x, middle]), np.concatenate([y, [f(place) for place in middle]])
        order = np.argsort(x)
        x, y = x[order], y[order]
    return np.column_stack([x, y])


def _bent(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Between which points the curve turns too much, or begins or ends."""
    good = np.isfinite(y)
    if not good.any():
        return np.zeros(len(x) - 1, bool)
    height = np.ptp(np.quantile(y[good], [0.02, 0.98])) or np.ptp(y[good]) or 1.0
    with np.errstate(invalid="ignore"):
        angle = np.arctan2(np.diff(y) / height, np.diff(x) / np.ptp(x))
        turn = np.abs(np.diff(angle)) > BEND
    wanted = good[:-1] != good[1:]
    wanted[:-1] |= turn
    wanted[1:] |= turn
    return wanted


def _plot(k, f: Node, range_: Node, options: Options, horizontal: bool = False) -> Node:
    name, low, high = read_range(k, range_)
    curves = []
    for body, label in _bodies(k, f, name, (low + high) / 2):
        value = values_of(k, body, name)
        if horizontal:
            points = sampled(_at_powers(value), float(np.log(low)), float(np.log(high)), options)
            points[:, 0] = np.exp(points[:, 0])
        else:
            points = sampled(value, low, high, options)
        curves.append(Curve(points, _label(label, body, options)))
    every = [True] * len(curves)
    return plotted(curves, options, every, [not flag for flag in every])


def _at_powers(f: Callable[[float], float]) -> Callable[[float], float]:
    return lambda t: f(float(np.exp(t)))


def _label(label: Node | None, body: Node, options: Options) -> Node | None:
    asked = options["PlotLegends"]
    if is_head(asked, S.Placed) and asked.args:
        asked = asked.args[0]
    return S.HoldForm(body) if label is None and asked == String("Expressions") else label


@picture("Plot[f_, range_]", attributes=Attribute.HOLD_ALL, like=CURVES)
def plot(k, f: Node, range: Node, options: Options):
    """Plot[f, {x, min, max}] is a picture of f as a function of x; Plot[{f1, f2, ...}, ...] of several.

    >> Head[Plot[x^2, {x, 0, 1}]]
    Graphics
    """
    return _plot(k, f, range, options)


@picture("LogPlot[f_, range_]", attributes=Attribute.HOLD_ALL, like=CURVES)
def log_plot(k, f: Node, range: Node, options: Options):
    """LogPlot[f, {x, min, max}] is Plot with logarithmic heights.

    >> Head[LogPlot[Exp[x], {x, 0, 1}]]
    Graphics
    """
    return _plot(k, f, range, scaled(options, False, True))


@picture("LogLinearPlot[f_, range_]", attributes=Attribute.HOLD_ALL, like=CURVES)
def log_linear_plot(k, f: Node, range: Node, options: Options):
    """LogLinearPlot[f, {x, min, max}] is Plot with a logarithmic x.

    >> Head[LogLinearPlot[Log[x], {x, 1, 10}]]
    Graphics
    """
    return _plot(k, f, _positive(k, range), scaled(options, True, False), horizontal=True)


@picture("LogLogPlot[f_, range_]", attributes=Attribute.HOLD_ALL, like=CURVES)
def log_log_plot(k, f: Node, range: Node, options: Options):
    """LogLogPlot[f, {x, min, max}] is Plot with both axes logarithmic.

    >> Head[LogLogPlot[x^2, {x, 1, 10}]]
    Graphics
    """
    return _plot(k, f, _positive(k, range), scaled(options, True, True), horizontal=True)


def _positive(k, range_: Node) -> Node:
    if read_range(k, range_)[1] <= 0:
        raise LIMITS(range_)
    return range_


@picture(
    "ParametricPlot[f_, range_]", attributes=Attribute.HOLD_ALL, like=CURVES | {"AspectRatio": S.Automatic}
)
def parametric_plot(k, f: Node, range: Node, options: Options):
    """ParametricPlot[{x, y}, {t, min, max}] is the curve of the points {x, y}; several are possible.

    >> Head[ParametricPlot[{Cos[t], Sin[t]}, {t, 0, 2 Pi}]]
    Graphics
    """
    name, low, high = read_range(k, range)
    if not is_head(f, S.List):
        f = k.function(S.Function(name, f))(name)
    pairs = f.args if is_head(f, S.List) and all(is_head(pair, S.List) for pair in f.args) else (f,)
    curves = []
    for pair in pairs:
        if not is_head(pair, S.List) or len(pair.args) != 2:
            return None
        x, y = (values_of(k, part, name) for part in pair.args)
        places = np.linspace(low, high, 4 * POINTS)
        curves.append(Curve(np.array([(x(t), y(t)) for t in places])))
    every = [True] * len(curves)
    return plotted(curves, {**options, "PlotRange": _whole(options)}, every, [False] * len(curves))


def _whole(options: Options) -> Node:
    return S.All if options["PlotRange"] is S.Automatic else options["PlotRange"]


@picture(
    "DiscretePlot[f_, range_]",
    attributes=Attribute.HOLD_ALL,
    like={**CURVES, "Filling": S.Axis, "ExtentSize": NONE, "Joined": Symbol("False"), "PlotMarkers": NONE},
)
def discrete_plot(k, f: Node, range: Node, options: Options):
    """DiscretePlot[f, {n, min, max, step}] is the values of f as points with stems down to the axis.

    >> Head[DiscretePlot[n^2, {n, 1, 5}]]
    Graphics
    """
    if not is_head(range, S.List) or not range.args or not isinstance(range.args[0], Symbol):
        raise LIMITS(range)
    name = range.args[0]
    places = k.evaluate(S.Table(name, range))
    numbers = [real_value(place) for place in places.args]
    if not is_head(places, S.List) or None in numbers:
        raise LIMITS(range)
    curves = []
    for body, label in _bodies(k, f, name, float(numbers[0]) if numbers else 0.0):  # type: ignore[arg-type]
        function = k.function(S.Function(name, body))
        heights = [real_value(k.evaluate(S.N(unwrapped(function(place))))) for place in places.args]
        rows = [(float(x), np.nan if y is None else float(y)) for x, y in zip(numbers, heights, strict=True)]  # type: ignore[arg-type]
        curves.append(Curve(np.array(rows).reshape(-1, 2), _label(label, body, options)))
    joined = options["Joined"] is not Symbol("False")
    return plotted(curves, options, [joined] * len(curves), [True] * len(curves))


__all__ = ["CURVES", "read_range", "sampled", "values_of"]
