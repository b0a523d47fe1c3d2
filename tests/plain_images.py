"""Layers that resample, normalize and compare, written out in numpy: see plain_layers.py."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
from plain_arrays import LEVELS, Places, examples


def channels_first(compute: Any) -> Any:
    """A function of an example with channels first, for one with channels where the layer wants them."""

    def plain(layer: Any, x: np.ndarray, **arrays: np.ndarray) -> np.ndarray:
        out = compute(layer, np.moveaxis(x, -1, 0) if layer.Interleaving else x, **arrays)
        return np.moveaxis(out, 0, -1) if layer.Interleaving else out

    return plain


def deconvolve(layer: Any, x: np.ndarray, Weights: np.ndarray, Biases: Any) -> np.ndarray:
    """Every element adds its multiple of the kernel to the output, of which the borders are then removed."""
    kernel = Weights.shape[2:]
    rank, groups = len(kernel), int(layer.ChannelGroups)
    stride, dilation = layer.Stride.spread(rank), layer.Dilation.spread(rank)
    inside, outside = x.shape[0] // groups, Weights.shape[1]
    full = [
        s * (n - 1) + d * (k - 1) + 1
        for n, k, s, d in zip(x.shape[1:], kernel, stride, dilation, strict=True)
    ]
    same = layer.PaddingSize.sizes == "Same"
    least = [s * n if same else 0 for s, n in zip(stride, x.shape[1:], strict=True)]
    room = np.zeros((outside * groups, *map(max, full, least)))
    for at in Places(*map(range, x.shape)):
        group = at[0] // inside
        for o, *taps in Places(range(outside), *map(range, kernel)):
            place = [p * s + t * d for p, s, t, d in zip(at[1:], stride, taps, dilation, strict=True)]
            room[(group * outside + o, *place)] += x[at] * Weights[(at[0], o, *taps)]
    if same:
        total = [max(0, f - s * n) for f, s, n in zip(full, stride, x.shape[1:], strict=True)]
        crops = [(n // 2, n - n // 2) for n in total]
    else:
        sizes = layer.PaddingSize.sizes
        crops = [(sizes, sizes)] * rank if isinstance(sizes, int) else list(sizes)
    cut = tuple(slice(a, n - b) for (a, b), n in zip(crops, room.shape[1:], strict=True))
    room = room[(slice(None), *cut)]
    return room if Biases is None else room + Biases.reshape(-1, *[1] * rank)


def resize(layer: Any, x: np.ndarray) -> np.ndarray:
    point = layer.Scheme == "Point" or (layer.Scheme is None and layer.Resampling != "Nearest")
    for axis, entry in enumerate(layer.Dimensions, 1):
        n = x.shape[axis]
        m = getattr(entry, "value", None)
        if m is None:
            m = n if not entry.args else round(n * Fraction(entry.args[0].value))
        moved = np.moveaxis(x, axis, 0)
        rows = []
        for i in range(m):
            place = i * (n - 1) / max(m - 1, 1) if point else (i + 0.5) * n / m - 0.5
            place = min(max(place, 0), n - 1)
            if layer.Resampling == "Nearest":
                rows.append(moved[math.floor(place + 0.5)])
            else:
                low, high = math.floor(place), math.ceil(place)
                rows.append(moved[low] * (1 - place + low) + moved[high] * (place - low))
        x = np.moveaxis(np.array(rows), 0, axis)
    return x


def at_place(image: np.ndarray, row: float, column: float) -> float:
    """Linear interpolation in an image, 0 outside."""
    value = 0.0
    for r, c in itertools.product(
        (math.floor(row), math.floor(row) + 1), (math.floor(column), math.floor(column) + 1)
    ):
        if 0 <= r < image.shape[0] and 0 <= c < image.shape[1]:
            value += image[r, c] * (1 - abs(row - r)) * (1 - abs(column - c))
    return value


def spatial_transformation(layer: Any, x: np.ndarray, parameters: np.ndarray) -> np.ndarray:
    height, width = layer.Dimensions
    zh, sh, th, sv, zv, tv = parameters
    out = np.empty((x.shape[0], height, width))
    for c, i, j in Places(*map(range, out.shape)):
        across, down = 2 * j / (width - 1) - 1, 2 * i / (height - 1) - 1
        source_x, source_y = zh * across + sh * down + th, sv * across + zv * down + tv
        row, column = (source_y + 1) / 2 * (x.shape[1] - 1), (source_x + 1) / 2 * (x.shape[2] - 1)
        out[c, i, j] = at_place(x[c], row, column)
    return out


def centre(layer: Any, x: np.ndarray) -> np.ndarray:
    height, width = layer.OutputSize
    top, left = (x.shape[1] - height) // 2, (x.shape[2] - width) // 2
    return np.array([[row[left : left + width] for row in channel[top : top + height]] for channel in x])


def local_response(layer: Any, x: np.ndarray) -> np.ndarray:
    c, out = int(layer.ChannelWindowSize), np.empty_like(x)
    for i in range(len(x)):
        around = sum(x[j] ** 2 for j in range(max(0, i - c), min(len(x) - 1, i + c) + 1))
        out[i] = x[i] / (layer.Alpha / (2 * c + 1) * around + layer.Bias) ** layer.Beta
    return out


def normalization(layer: Any, x: np.ndarray, Scaling: Any, Biases: Any) -> np.ndarray:
    along = LEVELS[str(layer.AggregationLevels)](x.ndim)
    groups = dict(zip(along, layer.GroupNumber or [1] * len(along), strict=True))
    out = np.empty_like(x)
    blocks = [range(groups.get(i, n)) for i, n in enumerate(x.shape)]
    for at in Places(*blocks):
        index = tuple(
            slice(p * n // groups[i], (p + 1) * n // groups[i]) if i in along else p
            for i, (p, n) in enumerate(zip(at, x.shape, strict=True))
        )
        values = x[index]
        if layer.Method == "RMS":
            out[index] = values / math.sqrt((values**2).mean() + layer.Epsilon)
        else:
            spread = ((values - values.mean()) ** 2).sum() / (values.size - (1 if layer.Unbiased else 0))
            out[index] = (values - values.mean()) / math.sqrt(spread + layer.Epsilon)
    spec = layer.ScalingLevels
    chosen = {"Same": along, "Complement": [i for i in range(x.ndim) if i not in along]}
    scaled = chosen[spec] if isinstance(spec, str) else LEVELS[str(spec)](x.ndim)
    for at in Places(*map(range, x.shape)):
        place = tuple(at[i] for i in scaled)
        out[at] *= 1 if Scaling is None else Scaling[place]
        out[at] += 0 if Biases is None else Biases[place]
    return out


def parametric_ramp(layer: Any, x: np.ndarray, Slope: np.ndarray) -> np.ndarray:
    levels = LEVELS[str(layer.Levels)](x.ndim)
    out = np.array(x)
    for at in Places(*map(range, x.shape)):
        if x[at] < 0:
            out[at] = x[at] * Slope[tuple(at[i] for i in levels)]
    return out


def contrastive(layer: Any, distance: np.ndarray, target: np.ndarray) -> np.ndarray:
    return np.array(max(0.0, layer.Margin - distance) if target else distance)


def ctc(layer: Any, x: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Over all paths that are the target once repetitions are merged and blanks left out."""
    times, blank = x.shape[0], x.shape[1]
    likelihood = 0.0
    for path in Places(range(1, blank + 1), repeat=times):
        merged = [label for label, _ in itertools.groupby(path) if label != blank]
        if merged == list(target):
            likelihood += math.prod(x[t, label - 1] for t, label in enumerate(path))
    return np.array(-math.log(likelihood) if likelihood else math.inf)


PLAIN = {
    "CTCLossLayer": examples(ctc),
    "ContrastiveLossLayer": examples(contrastive),
    "DeconvolutionLayer": examples(channels_first(deconvolve)),
    "ImageAugmentationLayer": examples(centre),
    "LocalResponseNormalizationLayer": examples(local_response),
    "NormalizationLayer": examples(normalization),
    "ParametricRampLayer": examples(parametric_ramp),
    "ResizeLayer": examples(channels_first(resize)),
    "SpatialTransformationLayer": examples(spatial_transformation),
}
