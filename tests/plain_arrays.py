"""Layers that rearrange or combine arrays, written out in numpy, number by number: see plain_layers.py."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]
Places = itertools.product


def examples(compute: Callable[..., Any]) -> Any:
    """A function of one example for a batch."""

    def plain(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> np.ndarray:
        return np.array([compute(layer, *example, **arrays) for example in zip(*inputs, strict=True)])

    return plain


def threading(layer: Any, *inputs: np.ndarray) -> np.ndarray:
    function = {"Plus": lambda *v: sum(v), "Times": lambda *v: math.prod(v), "Subtract": lambda a, b: a - b}
    written = {
        "a+2*b^2": lambda a, b: a + 2 * b**2,
        "Clip[x,{y,z}]": lambda x, y, z: max(min(x, z), y),
        "Max": max,
        "ArcTan": lambda x, y: math.atan2(y, x),
        "ELU": lambda a, b: (b if b >= 0 else math.exp(b) - 1) * a,
    }
    chosen = {**function, **written}[str(layer.Function) or KNOWN_FUNCTIONS[layer.input_names()[0]]]
    specs = layer.Broadcasting.each(len(inputs))
    rank = max(x.ndim for x in inputs)
    spread = []
    for x, spec in zip(inputs, specs, strict=True):
        shape = list(x.shape)
        while len(shape) < rank:  # inserted one by one
            place = spec.value - 1 if spec.value > 0 else len(shape) + 1 + spec.value
            shape.insert(place, 1)
        spread.append(x.reshape(shape))
    sizes = [max(x.shape[i] for x in spread) for i in range(rank)]
    out = np.empty(sizes)
    for place in Places(*map(range, sizes)):
        out[place] = chosen(
            *(x[tuple(min(p, n - 1) for p, n in zip(place, x.shape, strict=True))] for x in spread)
        )
    return out


# functions without a name in the cases, by the name of the first input
KNOWN_FUNCTIONS = {"a": "a+2*b^2", "x": "Clip[x,{y,z}]", "Input1": "ELU"}


def total(layer: Any, *inputs: np.ndarray) -> np.ndarray:
    return sum(inputs[1:], inputs[0])


def catenate(layer: Any, *inputs: np.ndarray) -> np.ndarray:
    ranks = [x.ndim for x in inputs]
    outer = next(x.shape for x in inputs if x.ndim == max(ranks))
    grown = [np.array(np.broadcast_to(x, (*outer[: max(ranks) - x.ndim], *x.shape))) for x in inputs]
    level = layer.Level
    axis = max(ranks) - min(ranks) + level - 1 if level > 0 else level
    return np.concatenate(grown, axis)


def dot(layer: Any, *inputs: np.ndarray) -> np.ndarray:
    specs = layer.TransposeSpecifications or [None] * len(inputs)
    moved = [
        x if t is None else np.transpose(x, t.sources(x.ndim)) for t, x in zip(specs, inputs, strict=True)
    ]
    product = moved[0]
    for x in moved[1:]:
        product = np.tensordot(product, x, axes=([-1], [0]))
    return product


def prepend(layer: Any, x: np.ndarray, element: np.ndarray) -> np.ndarray:
    return np.array([element, *x])


def append(layer: Any, x: np.ndarray, element: np.ndarray) -> np.ndarray:
    return np.array([*x, element])


def replicate(layer: Any, x: np.ndarray) -> np.ndarray:
    copies, level = tuple(layer.Dimensions), layer.Level
    place = level - 1 if level > 0 else x.ndim + 1 + level
    out = np.empty((*x.shape[:place], *copies, *x.shape[place:]))
    for at in Places(*map(range, out.shape)):
        out[at] = x[(*at[:place], *at[place + len(copies) :])]
    return out


def reshape(layer: Any, x: np.ndarray, reference: Any = None) -> np.ndarray:
    names = ["Dimensions", *(str(getattr(n, "value", n)) for n in layer.Dimensions)]
    shapes = {
        "2 3": (2, 3),
        "": (),
        "Inherited Automatic": (x.shape[0], -1),
        "2 2 All": (2, 2, *x.shape[1:]),
        "All 6": (*x.shape[:1], 6),
        "Inherited All 1": (*x.shape, 1),
    }
    return x.reshape(reference.shape if reference is not None else shapes[" ".join(names[1:])])


def padding(layer: Any, x: np.ndarray) -> np.ndarray:
    pads = [*layer.Specification, *[(0, 0)] * (x.ndim - len(layer.Specification))]
    sizes = [before + n + after for (before, after), n in zip(pads, x.shape, strict=True)]
    out = np.empty(sizes)
    for at in Places(*map(range, sizes)):
        place = [p - before for p, (before, _) in zip(at, pads, strict=True)]
        inside = all(0 <= p < n for p, n in zip(place, x.shape, strict=True))
        if layer.Padding == "Fixed":
            place = [min(max(p, 0), n - 1) for p, n in zip(place, x.shape, strict=True)]
        elif layer.Padding == "Reflected":
            place = [
                -p if p < 0 else 2 * (n - 1) - p if p >= n else p for p, n in zip(place, x.shape, strict=True)
            ]
        out[at] = x[tuple(place)] if inside or isinstance(layer.Padding, str) else layer.Padding
    return out


def part(layer: Any, x: np.ndarray) -> np.ndarray:
    """Parts by the documented meaning: lists of positions from 1, taken level by level."""
    taken = []
    for spec, size in itertools.zip_longest(layer.Specification, x.shape):
        positions = list(range(1, size + 1))
        if hasattr(spec, "value"):
            taken.append(positions[spec.value - 1 if spec.value > 0 else spec.value])
        elif spec is None or not spec.args:
            taken.append(positions)
        else:
            step = spec.args[2].value if len(spec.args) == 3 else 1
            first, last = (
                whole if not hasattr(e, "value") else e.value if e.value > 0 else size + 1 + e.value
                for e, whole in zip(spec.args, (1, size) if step > 0 else (size, 1), strict=False)
            )
            taken.append(
                [
                    p
                    for p in (first + i * step for i in range(size))
                    if min(first, last) <= p <= max(first, last)
                ]
            )
    kept = [t for t in taken if isinstance(t, list)]
    out = np.empty([len(t) for t in kept])
    for at in Places(*map(range, out.shape)):
        places = iter(at)
        out[at] = x[tuple((t[next(places)] if isinstance(t, list) else t) - 1 for t in taken)]
    return out


def transpose(layer: Any, x: np.ndarray) -> np.ndarray:
    spec = layer.Specification.node
    parts = spec.args if spec.head.name == "List" else (spec,)
    if hasattr(parts[0], "value"):
        goes = [p.value - 1 for p in parts] + list(range(len(parts), x.ndim))
        sizes = [0] * x.ndim
        for level, target in enumerate(goes):
            sizes[target] = x.shape[level]
        out = np.empty(sizes)
        for at in Places(*map(range, x.shape)):
            place = [0] * x.ndim
            for level, target in enumerate(goes):
                place[target] = at[level]
            out[tuple(place)] = x[at]
        return out
    for swap in parts:
        m, n = (p.value - 1 if p.value > 0 else p.value for p in swap.args)
        x = np.swapaxes(x, m, n)
    return x


def extract(layer: Any, x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    if positions.ndim == 0:
        return x[positions - 1 if positions > 0 else positions]
    found = [
        x[tuple(p - 1 if p > 0 else p for p in row)] for row in positions.reshape(-1, positions.shape[-1])
    ]
    return np.array(found).reshape((*positions.shape[:-1], *x.shape[positions.shape[-1] :]))


def ordering(layer: Any, x: np.ndarray) -> np.ndarray:
    order = [i + 1 for _, i in sorted((value, i) for i, value in enumerate(x))]
    count = int(layer.Count) or len(order)
    return np.array(order[:count] if count > 0 else order[count:])


def summation(layer: Any, x: np.ndarray) -> np.ndarray:
    return np.array(math.fsum(x.reshape(-1)))


def quantile(values: np.ndarray, q: float) -> float:
    """With the parameters {{1/2, 0}, {0, 1}} of Quantile."""
    return float(np.quantile(values, q, method="hazen"))


AGGREGATIONS: dict[str, Callable[[np.ndarray], float]] = {
    "Mean": np.mean,
    "Min": np.min,
    "Max": np.max,
    "Total": np.sum,
    "Times": np.prod,
    "Median": np.median,
    "Variance": lambda v: np.var(v, ddof=1),
    "StandardDeviation": lambda v: np.std(v, ddof=1),
    "MeanDeviation": lambda v: np.mean(np.abs(v - np.mean(v))),
    "InterquartileRange": lambda v: quantile(v, 0.75) - quantile(v, 0.25),
}


def aggregation(layer: Any, x: np.ndarray) -> np.ndarray:
    along = LEVELS[str(layer.Levels)](x.ndim)
    sizes = [n for i, n in enumerate(x.shape) if i not in along]
    out = np.empty(sizes)
    for at in Places(*map(range, sizes)):
        places = iter(at)
        index = tuple(slice(None) if i in along else next(places) for i in range(x.ndim))
        out[at] = AGGREGATIONS[layer.Function](x[index].reshape(-1))
    return out


# the levels of the cases, counted from 0
LEVELS: dict[str, Callable[[int], tuple[int, ...]]] = {
    "2;;": lambda rank: tuple(range(1, rank)),
    "1;;": lambda rank: tuple(range(rank)),
    "All": lambda rank: tuple(range(rank)),
    "1": lambda rank: (0,),
    "-1": lambda rank: (rank - 1,),
    "{-1, 1}": lambda rank: (0, rank - 1),
    "{}": lambda rank: (),
    "{3, 2}": lambda rank: (1, 2),
}


def unit_vector(layer: Any, x: np.ndarray) -> np.ndarray:
    out = np.zeros((*x.shape, layer.ClassCount))
    for at in Places(*map(range, x.shape)):
        out[(*at, x[at] - 1)] = 1
    return out


def embedding(layer: Any, x: np.ndarray, Weights: np.ndarray) -> np.ndarray:
    out = np.empty((*x.shape, Weights.shape[1]))
    for at in Places(*map(range, x.shape)):
        out[at] = Weights[x[at] - 1]
    return out


PLAIN = {
    "AggregationLayer": examples(aggregation),
    "AppendLayer": examples(append),
    "CatenateLayer": examples(catenate),
    "ConstantPlusLayer": examples(lambda layer, x, Biases: x + Biases),
    "ConstantTimesLayer": examples(lambda layer, x, Scaling: x * Scaling),
    "DotLayer": examples(dot),
    "EmbeddingLayer": examples(embedding),
    "ExtractLayer": examples(extract),
    "NetArrayLayer": examples(lambda layer, like, Array: Array),
    "OrderingLayer": examples(ordering),
    "PaddingLayer": examples(padding),
    "PartLayer": examples(part),
    "PrependLayer": examples(prepend),
    "ReplicateLayer": examples(replicate),
    "ReshapeLayer": examples(reshape),
    "SummationLayer": examples(summation),
    "ThreadingLayer": examples(threading),
    "TotalLayer": examples(total),
    "TransposeLayer": examples(transpose),
    "UnitVectorLayer": examples(unit_vector),
}
