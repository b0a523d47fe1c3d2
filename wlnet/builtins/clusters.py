"""FindClusters and ClusteringComponents: parting numbers and vectors into groups, by the method of k means.

The first centres are drawn far from each other by chance (k-means++), from a seed of their own, so that the
same data always gives the same groups.  Where the number of groups is not given it is the one, up to 10, with
the best mean silhouette; the language leaves both choices open.
"""

from __future__ import annotations

import numpy as np

from ..arrays import array_of, list_of
from ..expr import FAILED, Expr, Integer, Node, S, String, Value, is_head, is_rule
from ..kernel.builtin import builtin
from ..media.image import Image
from ..problem import Template

NO_DATA = Template("amtd", "`1` is not a list of numbers or of vectors of one length.")
COUNT = Template(
    "nclust", "The number of clusters `1` is not a whole number from 1, UpTo of one, or Automatic."
)
METHOD = Template("method", '`1` is not a method of clustering known here; it is "KMeans".')
STEPS, TRIES, MOST, SHOWN = 100, 8, 10, 2000  # SHOWN: how many points the silhouettes are made of


def _distances(points: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Squared, (points, centers)."""
    squares = (points**2).sum(1)[:, None] + (centers**2).sum(1)
    return np.maximum(squares - 2 * points @ centers.T, 0.0)


def _seeds(points: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    chosen = [points[random.integers(len(points))]]
    while len(chosen) < count:
        nearest = _distances(points, np.array(chosen)).min(1)
        total = nearest.sum()
        chance = nearest / total if total > 0 else None
        chosen.append(points[random.choice(len(points), p=chance)])
    return np.array(chosen)


def k_means(points: np.ndarray, count: int) -> np.ndarray:
    """The group of each point, numbered in the order in which they first appear."""
    random, best, least = np.random.default_rng(1), np.zeros(len(points), int), np.inf
    for _ in range(TRIES):
        centers = _seeds(points, count, random)
        for _ in range(STEPS):
            labels = _distances(points, centers).argmin(1)
            new = np.array(
                [points[labels == i].mean(0) if (labels == i).any() else centers[i] for i in range(count)]
            )
            if np.array_equal(new, centers):
                break
            centers = new
        spread = float(_distances(points, centers).min(1).sum())
        if spread < least * (1 - 1e-12):
            best, least = labels, spread
    return _renumbered(best)


def _renumbered(labels: np.ndarray) -> np.ndarray:
    order: dict[int, int] = {}
    return np.array([order.setdefault(label, len(order)) for label in labels.tolist()])


def silhouette(points: np.ndarray, labels: np.ndarray) -> float:
    """How much nearer, on average, points are to their own group than to the next one: from -1 to 1."""
    if len(points) > SHOWN:
        some = np.random.default_rng(1).choice(len(points), SHOWN, replace=False)
        points, labels = points[some], labels[some]
    apart = np.sqrt(_distances(points, points))
    names, sizes = np.unique(labels, return_counts=True)
    if len(names) < 2:
        return -1.0
    sums = np.column_stack([apart[:, labels == name].sum(1) for name in names])
    own = np.searchsorted(names, labels)
    size = sizes[own]
    inner = sums[np.arange(len(points)), own] / np.maximum(size - 1, 1)
    means = sums / sizes
    means[np.arange(len(points)), own] = np.inf
    outer = means.min(1)
    scores = np.where(size > 1, (outer - inner) / np.maximum(np.maximum(outer, inner), 1e-300), 0.0)
    return float(scores.mean())


def grouped(points: np.ndarray, count: Node) -> np.ndarray:
    """The group of each point, for as many groups as `count` says."""
    different = len(np.unique(points, axis=0))
    if isinstance(count, Integer) and count.value > 0:
        return k_means(points, min(count.value, different))
    limit = count.args[0] if is_head(count, S.UpTo) and len(count.args) == 1 else Integer(MOST)
    if (
        (count is not S.Automatic and not is_head(count, S.UpTo))
        or not isinstance(limit, Integer)
        or limit.value < 1
    ):
        raise COUNT(count)
    if different < 3:
        return k_means(points, min(different, limit.value))
    tried = [k_means(points, n) for n in range(2, min(limit.value, different - 1, MOST) + 1)]
    return max(tried, key=lambda labels: silhouette(points, labels), default=np.zeros(len(points), int))


def vectors(items: tuple[Node, ...], whole: Node) -> np.ndarray:
    """The elements as rows of numbers: numbers, vectors, or images by their pixels."""
    images = [item.value for item in items if isinstance(item, Value) and isinstance(item.value, Image)]
    if images and len(images) == len(items) and len({image.data.shape for image in images}) == 1:
        return np.array([image.levels().ravel() for image in images], float)
    array = array_of(Expr(S.List, items))
    if array is None or array.dtype.kind not in "iuf" or not array.size:
        raise NO_DATA(whole)
    return array.reshape(len(items), -1).astype(float)


def _data(data: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """What is compared, and what is given back for it."""
    if is_rule(data) and all(is_head(side, S.List) for side in data.args):
        items, shown = (tuple(side.args) for side in data.args)
        if len(items) == len(shown):
            return items, shown
    if is_head(data, S.Association):
        return tuple(rule.args[1] for rule in data.args), tuple(rule.args[0] for rule in data.args)
    if not is_head(data, S.List) or not data.args:
        raise NO_DATA(data)
    if all(map(is_rule, data.args)):
        return tuple(rule.args[0] for rule in data.args), tuple(rule.args[1] for rule in data.args)
    return tuple(data.args), tuple(data.args)


@builtin("FindClusters[data_, count_]", failure=FAILED)
def find_clusters(k, data: Node, count: Node = S.Automatic, *, Method: Node = S.Automatic):
    """FindClusters[{e1, e2, ...}] parts numbers, vectors or images into groups of similar ones.

    FindClusters[data, n] makes n groups, UpTo[n] at most n; {e1 -> v1, ...} and {e1, ...} -> {v1, ...} give
    the v of each group, an association its keys.

    >> FindClusters[{1, 2, 10, 12, 3, 1, 13, 25}, 3]
    {{1, 2, 3, 1}, {10, 12, 13}, {25}}
    """
    if Method not in (S.Automatic, String("KMeans")):
        raise METHOD(Method)
    items, shown = _data(data)
    labels = grouped(vectors(items, data), count)
    groups: list[list[Node]] = [[] for _ in range(labels.max() + 1)]
    for label, item in zip(labels.tolist(), shown, strict=True):
        groups[label].append(item)
    return groups


@builtin("ClusteringComponents[array_, count_, level_]", failure=FAILED)
def clustering_components(k, array: Node, count: Node = S.Automatic, level: int | None = None):
    """ClusteringComponents[array, n] is array with the number of its group, one of n, for each number.

    ClusteringComponents[array, n, 1] parts the elements of array itself, which may be vectors.  For an image
    the pixels are parted, and the answer is a matrix.

    >> ClusteringComponents[{1, 2, 10, 12, 3, 1, 13, 25}, 3]
    {1, 1, 2, 2, 1, 1, 2, 3}
    """
    if isinstance(array, Value) and isinstance(array.value, Image):
        found: np.ndarray | None = array.value.levels()
        shape = found.shape[:2] if found is not None else ()
    else:
        found = array_of(array)
        if found is None or found.dtype.kind not in "iuf" or not found.ndim or not found.size:
            raise NO_DATA(array)
        shape = found.shape[: level if level and level > 0 else found.ndim]
    assert found is not None
    points = found.reshape(int(np.prod(shape)), -1).astype(float)
    return list_of(grouped(points, count).reshape(shape) + 1)


@builtin("NearestTo[x_, rest___][data_]")
def nearest_to(k, x: Node, rest: tuple[Node, ...], data: Node):
    """NearestTo[x][data] is Nearest[data, x]; NearestTo[x, n] is for the n nearest.

    >> NearestTo[6][{1, 5, 9}]
    {5}
    """
    return Expr(S.Nearest, (data, x, *rest))
