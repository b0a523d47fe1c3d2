"""Numbers made of many: aggregation, normalization, losses."""

from __future__ import annotations

from math import prod

import numpy as np

from ...nets.layers.normalization import _scaling as scaling
from ..onnx_graph import Emitter, Site, exports
from .sliding import channels_first

SIMPLE = {"Mean": "Mean", "Min": "Min", "Max": "Max", "Total": "Sum", "Times": "Prod"}
TINY = float(np.finfo(np.float32).tiny)


@exports("SoftmaxLayer")
def softmax(site: Site, x: str) -> str:
    return site.emitter.op("Softmax", x, axis=int(site.layer.Level))


@exports("AggregationLayer")
def aggregation(site: Site, x: str) -> str:
    e, name, axes = site.emitter, str(site.layer.Function), site.layer.Levels.indices(site.rank())
    if not axes:
        return e.op("Identity", x)
    if name in SIMPLE:
        return e.reduced(SIMPLE[name], x, axes)
    count = prod(site.dims()[i] for i in axes)
    if name in ("Median", "InterquartileRange"):
        return _quantiles(site, x, axes, count, name)
    deviations = e.op("Sub", x, e.reduced("Mean", x, axes, keep=True))
    if name == "MeanDeviation":
        return e.reduced("Mean", e.op("Abs", deviations), axes)
    power = e.reduced("Sum", e.op("Mul", deviations, deviations), axes)
    variance = e.op("Div", power, e.constant(count - 1))
    if name == "Variance":
        return variance
    if name == "StandardDeviation":
        return e.op("Sqrt", variance)
    raise site.unsupported(name)


def _quantiles(site: Site, x: str, axes: tuple[int, ...], count: int, name: str) -> str:
    """The median, or the difference of the quartiles, of sorted numbers."""
    e, dims = site.emitter, site.dims()
    rest = [i for i in range(len(dims)) if i not in axes]
    x = e.reshaped(e.permuted(x, [*rest, *axes]), [*(dims[i] for i in rest), count])
    ordered, _ = e.ops("TopK", 2, x, e.integers(count), axis=-1, largest=0, sorted=1)
    if name == "Median":
        return _quantile(e, ordered, 0.5, count)
    return e.op("Sub", _quantile(e, ordered, 0.75, count), _quantile(e, ordered, 0.25, count))


def _quantile(e: Emitter, ordered: str, q: float, count: int) -> str:
    place = min(max(q * count - 0.5, 0), count - 1)
    low = int(place)
    below, above = (
        e.op("Gather", ordered, e.constant(i, np.int64), axis=-1) for i in (low, min(low + 1, count - 1))
    )
    return e.op("Add", below, e.op("Mul", e.op("Sub", above, below), e.constant(place - low)))


@exports("SummationLayer")
def summation(site: Site, x: str) -> str:
    axes = range(site.rank())
    return site.emitter.reduced("Sum", x, axes) if axes else site.emitter.op("Identity", x)


@exports("BatchNormalizationLayer")
def batch_normalization(site: Site, x: str) -> str:
    names = ("Scaling", "Biases", "MovingMean", "MovingVariance")
    arrays = [site.array(name) for name in names]
    epsilon = float(site.layer.Epsilon)
    return channels_first(
        site, x, lambda x, sizes: site.emitter.op("BatchNormalization", x, *arrays, epsilon=epsilon)
    )


@exports("NormalizationLayer")
def normalization(site: Site, x: str) -> str:
    e, p, dims = site.emitter, site.layer, site.dims()
    chosen = p.AggregationLevels.indices(len(dims))
    groups = dict(zip(chosen, p.GroupNumber or (1,) * len(chosen), strict=True))
    split: list[int] = []
    along: list[int] = []
    for level, size in enumerate(dims):
        split += [groups[level], size // groups[level]] if level in groups else [size]
        if level in groups:
            along.append(len(split) - 1)
    count = prod(split[i] for i in along)
    x = e.reshaped(x, split)
    if p.Method == "Standardize":
        x = e.op("Sub", x, e.reduced("Mean", x, along, keep=True))
    power = e.reduced("Sum", e.op("Mul", x, x), along, keep=True)
    unbiased = p.Unbiased and p.Method == "Standardize"
    root = e.op("Sqrt", e.op("Add", e.op("Div", power, e.constant(count - unbiased)), e.constant(p.Epsilon)))
    x = e.reshaped(e.op("Div", x, root), dims)
    scaled = scaling(p.AggregationLevels, p.ScalingLevels, len(dims))
    view = [size if i in scaled else 1 for i, size in enumerate(dims)]
    for kind, name in (("Mul", "Scaling"), ("Add", "Biases")):
        array = site.array(name, view)
        x = e.op(kind, x, array) if array else x
    return x


def _mean(e: Emitter, x: str, rank: int) -> str:
    """The mean of all numbers of each example."""
    return e.reduced("Mean", x, range(rank))


@exports("MeanSquaredLossLayer")
def mean_squared_loss(site: Site, x: str, target: str) -> str:
    e = site.emitter
    difference = e.op("Sub", x, target)
    return _mean(e, e.op("Mul", difference, difference), site.rank())


@exports("MeanAbsoluteLossLayer")
def mean_absolute_loss(site: Site, x: str, target: str) -> str:
    e = site.emitter
    return _mean(e, e.op("Abs", e.op("Sub", x, target)), site.rank())


@exports("CrossEntropyLossLayer")
def cross_entropy_loss(site: Site, x: str, target: str) -> str:
    e, rank, form = site.emitter, site.rank(), site.layer.Form
    log = e.op("Log", e.op("Max", x, e.constant(TINY)))
    if form == "Binary":
        one = e.constant(1.0)
        other = e.op("Log", e.op("Max", e.op("Sub", one, x), e.constant(TINY)))
        both = e.op("Add", e.op("Mul", target, log), e.op("Mul", e.op("Sub", one, target), other))
        return e.op("Neg", _mean(e, both, rank))
    if form == "Probabilities":
        each = e.reduced("Sum", e.op("Mul", target, log), [rank - 1])
        return e.op("Neg", _mean(e, each, rank - 1))
    places = e.op("Unsqueeze", e.op("Sub", target, e.integers(1)), e.integers(-1))
    picked = e.op("Squeeze", e.op("GatherElements", log, places, axis=-1), e.integers(-1))
    return e.op("Neg", _mean(e, picked, rank - 1))


@exports("ContrastiveLossLayer")
def contrastive_loss(site: Site, x: str, target: str) -> str:
    e = site.emitter
    missing = e.op("Relu", e.op("Sub", e.constant(float(site.layer.Margin)), x))
    return e.op("Where", e.truth("Greater", target, e.constant(0.5)), missing, x)
