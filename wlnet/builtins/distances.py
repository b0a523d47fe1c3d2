"""Distances of vectors, and what is nearest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..expr import NULL, Expr, Integer, Node, S, String, is_head, is_rule
from ..kernel.association import is_association
from ..kernel.builtin import builtin
from ..kernel.numbers import ONE, ZERO
from ..problem import Template
from .levels import parts_of
from .packing import machine, nested, numbers
from .rounding import real_value

SHAPES = Template("shapes", "The arguments `1` and `2` do not have the same shape.")
NEAREST = Template("near1", "The argument `1` should be a non-empty list, or a rule from such a list.")
NO_NUMBER = Template("dfun", "The distance function `1` does not give a number for `2` and `3`.")
BAD_COUNT = Template("nnum", "`1` is not a number of elements, All, or a pair of a number and a radius.")

TWO = Integer(2)


def is_list(x: Node) -> bool:
    return type(x) is Expr and x.head is S.List


def _total(x: Node) -> Node:
    return S.Total(x, S.Infinity)


Symbolic = Callable[[Node, Node], Node]
Machine = Callable[[np.ndarray, np.ndarray], float]


def _distance(name: str, symbolic: Symbolic, by_machine: Machine, text: str) -> None:
    def function(k, a: Node, b: Node):
        if is_list(a) != is_list(b) or (is_list(a) and len(a.args) != len(b.args)):
            raise SHAPES(a, b)
        if not is_list(a):
            a, b = S.List(a), S.List(b)
        if machine(a) is not None or machine(b) is not None:
            x, y = numbers(a), numbers(b)
            if x is not None and y is not None and x.shape == y.shape:
                return float(by_machine(x, y))
        return symbolic(a, b)

    function.__doc__ = text
    builtin(f"{name}[a_, b_]")(function)


def _difference(a: Node, b: Node) -> Node:
    return S.Abs(S.Subtract(a, b))


def _about_mean(a: Node) -> Node:
    return S.Subtract(a, S.Mean(a))


def _cosine(a: Node, b: Node) -> Node:
    product = S.Dot(a, S.Conjugate(b))
    return S.Subtract(ONE, S.Divide(product, S.Times(S.Norm(a), S.Norm(b))))


def _machine_cosine(x: np.ndarray, y: np.ndarray) -> float:
    size = float(np.linalg.norm(x) * np.linalg.norm(y))
    return float(1 - (x @ y.conj()).real / size) if size else 0.0


_distance(
    "EuclideanDistance",
    lambda a, b: S.Norm(S.Flatten(S.Subtract(a, b))),
    lambda x, y: float(np.linalg.norm(x - y)),
    "EuclideanDistance[a, b] is the length of a - b.\n\n"
    ">> {EuclideanDistance[{0, 0}, {3, 4}], EuclideanDistance[1, 3]}\n{5, 2}",
)
_distance(
    "SquaredEuclideanDistance",
    lambda a, b: _total(S.Power(_difference(a, b), TWO)),
    lambda x, y: (np.abs(x - y) ** 2).sum(),
    "SquaredEuclideanDistance[a, b] is the square of the length of a - b.\n\n"
    ">> SquaredEuclideanDistance[{0, 0}, {3, 4}]\n25",
)
_distance(
    "ManhattanDistance",
    lambda a, b: _total(_difference(a, b)),
    lambda x, y: np.abs(x - y).sum(),
    "ManhattanDistance[a, b] is the sum of the distances of the components.\n\n"
    ">> ManhattanDistance[{0, 0}, {3, -4}]\n7",
)
_distance(
    "ChessboardDistance",
    lambda a, b: S.Max(_difference(a, b)),
    lambda x, y: np.abs(x - y).max(initial=0),
    "ChessboardDistance[a, b] is the largest distance of components.\n\n"
    ">> ChessboardDistance[{0, 0}, {3, -4}]\n4",
)
_distance(
    "CosineDistance",
    _cosine,
    _machine_cosine,
    "CosineDistance[a, b] is 1 minus the cosine of the angle between a and b.\n\n"
    ">> {CosineDistance[{1, 0}, {0, 1}], CosineDistance[{1, 0}, {1, 1}]}\n{1, 1 - 1/Sqrt[2]}",
)
_distance(
    "CorrelationDistance",
    lambda a, b: _cosine(_about_mean(a), _about_mean(b)),
    lambda x, y: _machine_cosine(x - x.mean(), y - y.mean()),
    "CorrelationDistance[a, b] is 1 minus the correlation of a and b.\n\n"
    ">> CorrelationDistance[{1, 2, 3}, {3, 2, 1}]\n2",
)
_distance(
    "BrayCurtisDistance",
    lambda a, b: S.Divide(_total(_difference(a, b)), _total(S.Abs(S.Plus(a, b)))),
    lambda x, y: np.abs(x - y).sum() / np.abs(x + y).sum(),
    "BrayCurtisDistance[a, b] is the sum of Abs[a - b] over that of Abs[a + b].\n\n"
    ">> BrayCurtisDistance[{1, 2}, {3, 4}]\n2/5",
)
_distance(
    "CanberraDistance",
    lambda a, b: _total(S.Divide(_difference(a, b), S.Plus(S.Abs(a), S.Abs(b)))),
    lambda x, y: (np.abs(x - y) / (np.abs(x) + np.abs(y))).sum(),
    "CanberraDistance[a, b] is the sum of Abs[a - b]/(Abs[a] + Abs[b]).\n\n"
    ">> CanberraDistance[{1, 2}, {3, 4}]\n5/6",
)
_distance(
    "NormalizedSquaredEuclideanDistance",
    lambda a, b: S.Divide(
        _total(S.Power(S.Abs(_about_mean(S.Subtract(a, b))), TWO)),
        S.Times(TWO, S.Plus(*(_total(S.Power(S.Abs(_about_mean(v)), TWO)) for v in (a, b)))),
    ),
    lambda x, y: (x - y).var() / (2 * (x.var() + y.var())),
    "NormalizedSquaredEuclideanDistance[a, b] compares the variance of a - b with those of a and b.\n\n"
    ">> NormalizedSquaredEuclideanDistance[{1, 2}, {2, 1}]\n1",
)


@builtin("BinaryDistance[a_, b_]")
def binary_distance(k, a: Node, b: Node):
    """BinaryDistance[a, b] is 0 if a and b are equal, and 1 if not.

    >> BinaryDistance[{1, 2}, {1, 3}]
    1
    """
    return ZERO if a == b else ONE


@builtin("DistanceMatrix[a_List, b_List]")
def distance_matrix(k, a: Node, b: Node | None = None, *, DistanceFunction: Node = S.EuclideanDistance):
    """DistanceMatrix[{u1, u2, ...}] is the matrix of the distances of the u.

    DistanceMatrix[{u1, ...}, {v1, ...}] is that of the distances of the u and the v.

    >> DistanceMatrix[{{0, 0}, {3, 4}}]
    {{0, 5}, {5, 0}}
    """
    b = a if b is None else b
    x, y = machine(a), machine(b)
    if DistanceFunction is S.EuclideanDistance and x is not None and y is not None and x.ndim == y.ndim == 2:
        return nested(np.sqrt(_squares(x, y)))
    return Expr(S.Outer, (DistanceFunction, a, b, ONE))


def _squares(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The squared distances of all rows of `x` and `y`, a block at a time."""
    step = max(1, 2_000_000 // max(1, y.size))
    blocks = [((x[i : i + step, None] - y) ** 2).sum(axis=-1) for i in range(0, len(x), step)]
    return np.concatenate(blocks) if blocks else np.zeros((0, len(y)))


# ---- nearest ----

_PROPERTIES = frozenset({"Element", "Index", "Distance"})


@builtin("Nearest[items_, x_, count_]", operator="x")
def nearest(k, items: Node, x: Node, count: Node = S.Automatic, *, DistanceFunction: Node = S.Automatic):
    """Nearest[{e1, e2, ...}, x] is the list of the e nearest to x; Nearest[list, x, n] the n nearest ones.

    Nearest[{e1, ...} -> {v1, ...}, x] gives the v; list -> "Index" and list -> "Distance" places and
    distances; {n, r} as the third argument those no farther than r.  Nearest[list] is a function of x.

    >> {Nearest[{1, 3, 4, 8}, 5], Nearest[{1, 3, 5}, 2], Nearest[{1, 4, 8} -> {a, b, c}, 7, 2]}
    {{4}, {1, 3}, {c, b}}
    >> {Nearest[{{0, 0}, {3, 4}} -> "Index", {2, 2}], Nearest[{1, 3, 4}, {0, 9}]}
    {{2}, {{1}, {4}}}
    """
    keys, values = _keys_and_values(items)
    several = is_list(x) and not is_list(keys[0])
    distance = None if DistanceFunction is S.Automatic else k.function(DistanceFunction)
    if several or (is_list(x) and x.args and is_list(x.args[0]) and not is_list(keys[0].args[0])):
        return Expr(S.List, tuple([_nearest(k, keys, values, each, count, distance) for each in x.args]))
    return _nearest(k, keys, values, x, count, distance)


def _keys_and_values(items: Node) -> tuple[tuple[Node, ...], Node]:
    """The points to look among, and what to give for them: a list, a property or a list of properties."""
    values: Node = String("Element")
    if is_rule(items):
        items, values = items.args
    elif is_list(items) and items.args and all(map(is_rule, items.args)):
        keys = Expr(S.List, tuple(rule.args[0] for rule in items.args))
        items, values = keys, Expr(S.List, tuple(rule.args[1] for rule in items.args))
    if is_association(items):
        if values == String("Element"):
            values = Expr(S.List, tuple(rule.args[0] for rule in items.args))
        items = Expr(S.List, parts_of(items))
    if not is_list(items) or not items.args:
        raise NEAREST(items)
    return items.args, values


def _nearest(k, keys: tuple[Node, ...], values: Node, x: Node, count: Node, distance) -> Node:
    found = _distances(k, keys, x, distance)
    order = sorted(range(len(keys)), key=found.__getitem__)
    chosen = _chosen(order, found, count)
    return Expr(S.List, tuple([_given(values, keys, i, found[i], x) for i in chosen]))


def _distances(k, keys: tuple[Node, ...], x: Node, distance) -> list[float]:
    if distance is None:
        array, point = numbers(Expr(S.List, keys)), numbers(S.List(x))
        if array is not None and point is not None and array.shape[1:] == point.shape[1:]:
            return np.abs(array - point[0]).tolist() if array.ndim == 1 else _row_distances(array, point[0])
        distance = k.function(S.EditDistance if type(x) is String else S.EuclideanDistance)
    values = [(key, real_value(k.evaluate(S.N(distance(key, x))))) for key in keys]
    for key, value in values:
        if value is None:
            raise NO_NUMBER(S.DistanceFunction, key, x)
    return [value for _, value in values]  # type: ignore[misc]


def _row_distances(array: np.ndarray, point: np.ndarray) -> list[float]:
    return np.sqrt((np.abs(array - point) ** 2).reshape(len(array), -1).sum(axis=1)).tolist()


def _chosen(order: list[int], found: list[float], count: Node) -> list[int]:
    radius = None
    if is_list(count) and len(count.args) == 2:
        count, radius = count.args[0], real_value(count.args[1])
    if is_head(count, S.UpTo):
        count = count.args[0]
    if count is S.Automatic:
        return [i for i in order if found[i] == found[order[0]]]
    if radius is not None:
        order = [i for i in order if found[i] <= radius]  # type: ignore[operator]
    if count is S.All or is_head(count, S.DirectedInfinity):
        return order
    if type(count) is not Integer or count.value < 1:
        raise BAD_COUNT(count)
    return order[: count.value]


def _given(values: Node, keys: tuple[Node, ...], i: int, distance: float, x: Node) -> Node:
    if type(values) is String:
        properties: dict[str, Node] = {"Element": keys[i], "Index": Integer(i + 1)}
        exact = S.EuclideanDistance(keys[i], x)
        return properties.get(values.value, exact)
    if values is S.Automatic:
        return Integer(i + 1)
    if is_list(values) and values.args and all(getattr(v, "value", NULL) in _PROPERTIES for v in values.args):
        return Expr(S.List, tuple(_given(v, keys, i, distance, x) for v in values.args))
    return values.args[i]
