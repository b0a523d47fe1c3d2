"""Functions through points: Interpolation, ListInterpolation, and Fit by least squares.

An interpolating function is a value that holds its points; between them it follows polynomials of degree
InterpolationOrder through the nearest points, on regular grids of any dimension one coordinate after the
other.
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from ..expr import Expr, Foreign, Integer, Node, Real, S, Value, is_head
from ..kernel.builtin import applier, builtin
from ..kernel.numbers import ONE, node_of
from ..problem import Template
from .packing import machine, nested, numbers
from .rounding import real_value

NO_POINTS = Template("inhr", "`1` is not a list of values, or of pairs {x, f}, with at least two points.")
ORDER = Template("inord", "The interpolation order `1` is not a whole number from 0 to the number of points.")
OUTSIDE = Template("dmval", "The point `1` is outside of the domain `2`; extrapolation is used.")
DATA = Template("fitd", "`1` is not a list of values or of points that end in a value.")
BASIS = Template("fitf", "The basis functions do not give numbers for the data.")


class InterpolatingFunction(Foreign):
    """A function through points of a grid: the coordinates of each axis, and the values."""

    wl_head = "InterpolatingFunction"

    def __init__(self, axes: list[np.ndarray], values: np.ndarray, order: int):
        self.axes, self.values, self.order = axes, values, order

    @property
    def domain(self) -> list[tuple[float, float]]:
        return [(float(axis[0]), float(axis[-1])) for axis in self.axes]

    def to_node(self) -> Node:
        points = nested(self.axes[0]) if len(self.axes) == 1 else S.List(*map(nested, self.axes))
        order = S.Rule(S.InterpolationOrder, Integer(self.order))
        return S.ListInterpolation(
            nested(self.values), points if len(self.axes) > 1 else S.List(points), order
        )

    def summary(self) -> str:
        return f"InterpolatingFunction[{output(self.domain)}, <>]"

    def __call__(self, point: list[float]) -> float:
        values = self.values
        for axis, x in zip(self.axes, point, strict=True):
            values = _along(axis, values, x, self.order)
        return float(values)


def output(domain: list[tuple[float, float]]) -> str:
    return "{" + ", ".join(f"{{{low:.6g}, {high:.6g}}}" for low, high in domain) + "}"


def _along(axis: np.ndarray, values: np.ndarray, x: float, order: int) -> np.ndarray:
    """The values at `x` along the first axis, by the polynomial through the points about it (Neville)."""
    count = min(order + 1, len(axis))
    place = min(max(bisect_right(axis.tolist(), x), 1), len(axis) - 1)
    if order == 0:
        return values[place if x > axis[place - 1] else place - 1]
    start = min(max(place - count // 2, 0), len(axis) - count)
    points, found = axis[start : start + count], [*values[start : start + count]]
    for width in range(1, count):
        for i in range(count - width):
            a, b = points[i], points[i + width]
            found[i] = ((x - b) * found[i] + (a - x) * found[i + 1]) / (a - b)
    return found[0]


@applier(InterpolatingFunction)
def apply_interpolation(k, function: InterpolatingFunction, args: tuple[Node, ...]):
    """The value at a point; of lists, the list of values."""
    if len(args) == 1 and is_head(args[0], S.List):
        if len(function.axes) == 1:
            return Expr(S.List, tuple(Expr(Value(function), (x,)) for x in args[0].args))
        args = args[0].args
    point = [real_value(k.evaluate(S.N(arg))) for arg in args]
    if len(point) != len(function.axes) or None in point:
        return None
    numbers_ = [float(x) for x in point]  # type: ignore[arg-type]
    if any(not low <= x <= high for x, (low, high) in zip(numbers_, function.domain, strict=True)):
        k.message(S.InterpolatingFunction, OUTSIDE(Expr(S.List, args), output(function.domain)))
    return Real(function(numbers_))


@builtin("Interpolation[data_List, x_]")
def interpolation(
    k, data: Node, x: Node | None = None, *, InterpolationOrder: int = 3, Method: Node = S.Automatic
):
    """Interpolation[{{x1, f1}, {x2, f2}, ...}] is a function through points; Interpolation[{f1, f2, ...}]
    one with the f at 1, 2, ...

    Between the points it follows polynomials of degree InterpolationOrder.  Points {{x, y, ...}, f} have to
    fill a grid.

    >> f = Interpolation[{{0, 0}, {1, 1}, {2, 4}, {3, 9}}]; {f[1.5], f[2]}
    {2.25, 4.}
    >> Interpolation[{1, 5}, InterpolationOrder -> 1][1.25]
    2.
    """
    axes, values = _grid_of(data)
    function = Value(_function(axes, values, InterpolationOrder))
    return function if x is None else Expr(function, (x,))


def _grid_of(data: Node) -> tuple[list[np.ndarray], np.ndarray]:
    array = numbers(data)
    if array is not None and array.ndim == 1 and len(array) > 1:
        return [np.arange(1.0, len(array) + 1)], array.astype(float)
    if array is not None and array.ndim == 2 and array.shape[1] == 2 and len(array) > 1:
        array = array[np.argsort(array[:, 0], kind="stable")].astype(float)
        return [array[:, 0]], array[:, 1]
    rows = data.args
    if not rows or not all(is_head(row, S.List) and len(row.args) == 2 for row in rows):
        raise NO_POINTS(data)
    points = numbers(Expr(S.List, tuple(row.args[0] for row in rows)))
    values = numbers(Expr(S.List, tuple(row.args[1] for row in rows)))
    if points is None or values is None or values.ndim != 1:
        raise NO_POINTS(data)
    points = points.reshape(len(points), -1)
    axes = [np.unique(column).astype(float) for column in points.T]
    if np.prod([len(axis) for axis in axes]) != len(points):
        raise NO_POINTS(data)
    order = np.lexsort(points.T[::-1])
    return axes, values[order].reshape([len(axis) for axis in axes]).astype(float)


def _function(axes: list[np.ndarray], values: np.ndarray, order: int) -> InterpolatingFunction:
    if order < 0:
        raise ORDER(order)
    if any(len(np.unique(axis)) < len(axis) or len(axis) < 2 for axis in axes):
        raise NO_POINTS(nested(axes[0]))
    return InterpolatingFunction(axes, values, order)


@builtin("ListInterpolation[array_List, ranges_]")
def list_interpolation(
    k, array: Node, ranges: Node | None = None, *, InterpolationOrder: int = 3, Method: Node = S.Automatic
):
    """ListInterpolation[array] is a function with the elements of array at whole numbers.

    ListInterpolation[array, {{min, max}, ...}] spreads each level from min to max, or has coordinates for it.

    >> ListInterpolation[{{1, 2}, {3, 4}}, InterpolationOrder -> 1][1.5, 1.5]
    2.5
    """
    values = numbers(array)
    if values is None or not values.size:
        raise NO_POINTS(array)
    axes = [np.arange(1.0, n + 1) for n in values.shape]
    if ranges is not None and is_head(ranges, S.List):
        spans = ranges.args if all(is_head(r, S.List) for r in ranges.args) else (ranges,)
        for i, span in enumerate(spans[: len(axes)]):
            ends = numbers(span)
            if ends is None:
                raise NO_POINTS(span)
            count = len(axes[i])
            spread = np.linspace(float(ends[0]), float(ends[-1]), count)
            axes[i] = ends.astype(float) if len(ends) == count else spread
    return _function(axes, values.astype(float), InterpolationOrder)


# ---- Fit ----


@builtin("Fit[data_List, basis_List, variables_]")
def fit(k, data: Node, basis: Node, variables: Node):
    """Fit[data, {f1, f2, ...}, x] is the sum of multiples of the f that comes nearest to data.

    data is {{x, y}, ...} or {y1, y2, ...} for x = 1, 2, ...; for several variables {{x1, x2, ..., y}, ...}.

    >> Round[Fit[{{0, 1}, {1, 3}, {2, 5}}, {1, x}, x] /. x -> 3]
    7
    """
    names = variables.args if is_head(variables, S.List) else (variables,)
    points = points_of(data, len(names))
    matrix = design(k, basis.args, names, points)
    coefficients = np.linalg.lstsq(matrix, points[:, -1].astype(float), rcond=None)[0]
    terms = [S.Times(node_of(c.item()), f) for c, f in zip(coefficients, basis.args, strict=True)]
    return Expr(S.Plus, tuple(terms))


def points_of(data: Node, variables: int) -> np.ndarray:
    array = numbers(data)
    if array is None or not array.size or array.dtype.kind == "c":
        raise DATA(data)
    if array.ndim == 1:
        array = np.column_stack([np.arange(1, len(array) + 1), array])
    if array.ndim != 2 or array.shape[1] != variables + 1:
        raise DATA(data)
    return array


def design(k, basis: tuple[Node, ...], names: tuple[Node, ...], points: np.ndarray) -> np.ndarray:
    """The values of the basis functions at the points."""
    columns = []
    for f in basis:
        function = S.Function(Expr(S.List, names), f)
        values = [k.apply(function, tuple(node_of(x) for x in row[:-1].tolist())) for row in points]
        column = machine(k.evaluate(S.N(Expr(S.List, tuple(values)))))
        if column is None or column.ndim != 1:
            raise BASIS(ONE)
        columns.append(column)
    return np.column_stack(columns)
