"""What every layer computes, written out in numpy in the slowest and plainest way: `PLAIN[name](layer, ...)`.

A function gets the layer, its inputs as a list (batch first) and its arrays, and gives the output; `training`
says in which mode.  Layers that draw random numbers are checked by other means.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import plain_arrays
import plain_images
import plain_sequences

Arrays = dict[str, np.ndarray]
Plain = Callable[[Any, list[np.ndarray], Arrays, bool], np.ndarray]


def linear(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> np.ndarray:
    (x,) = inputs
    rows = []
    for example in x:
        row = arrays["Weights"] @ example.reshape(-1)
        rows.append(row if arrays["Biases"] is None else row + arrays["Biases"])
    return np.array(rows).reshape(len(x), *layer.OutputDimensions)


def elementwise(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> np.ndarray:
    written = {
        "Tanh": math.tanh,
        "GELU": lambda x: x * (1 + math.erf(x / math.sqrt(2))) / 2,
    }
    function = written.get(str(layer.Function), lambda x: x**2 + 1)
    return np.vectorize(function)(inputs[0])


def softmax(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> np.ndarray:
    powers = np.exp(inputs[0])
    axis = layer.Level if layer.Level < 0 else int(layer.Level)
    return powers / powers.sum(axis, keepdims=True)


def flatten(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> np.ndarray:
    (x,) = inputs
    if isinstance(layer.Level, tuple):
        groups = [[level - 1 for level in group] for group in layer.Level]
        groups += [[i] for i in range(x.ndim - 1) if all(i not in group for group in groups)]
        out = []
        for example in x:
            moved = np.transpose(example, [i for group in groups for i in group])
            out.append(moved.reshape([math.prod(example.shape[i] for i in group) for group in groups]))
        return np.array(out)
    sizes, n = list(x.shape[1:]), int(layer.Level)
    if n == 0:
        return x.reshape(len(x), math.prod(sizes))
    merged = (
        [math.prod(sizes[: n + 1]), *sizes[n + 1 :]]
        if n > 0
        else [*sizes[: n - 1], math.prod(sizes[n - 1 :])]
    )
    return x.reshape(len(x), *merged)


def padded(layer: Any, x: np.ndarray, kernel: tuple[int, ...], dilation: tuple[int, ...]) -> np.ndarray:
    """Zeros around the spatial dimensions of one example, channels first."""
    pads = layer.PaddingSize.around(x.shape[1:], kernel, layer.Stride.spread(len(kernel)), dilation)
    return np.pad(x, [(0, 0), *pads])


def windows(layer: Any, x: np.ndarray, kernel: tuple[int, ...], dilation: tuple[int, ...]) -> Any:
    """The place in the output and the window in the padded input of every step."""
    x = padded(layer, x, kernel, dilation)
    strides = layer.Stride.spread(len(kernel))
    extents = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    counts = [(n - e) // s + 1 for n, e, s in zip(x.shape[1:], extents, strides, strict=True)]
    for place in itertools.product(*map(range, counts)):
        starts = [p * s for p, s in zip(place, strides, strict=True)]
        cut = tuple(slice(a, a + e, d) for a, e, d in zip(starts, extents, dilation, strict=True))
        yield place, x[(slice(None), *cut)]


def collected(found: dict[tuple[int, ...], np.ndarray]) -> np.ndarray:
    """Values by place as an array, channels first."""
    counts = [max(p[i] for p in found) + 1 for i in range(len(next(iter(found))))]
    channels = len(next(iter(found.values())))
    out = np.empty((channels, *counts))
    for place, value in found.items():
        out[(slice(None), *place)] = value
    return out


def by_channels(compute: Callable[[Any, np.ndarray, Arrays], np.ndarray]) -> Plain:
    """A function of one example with channels first, for a batch with channels where the layer wants them."""

    def plain(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> np.ndarray:
        (x,) = inputs
        if layer.Interleaving:
            x = np.moveaxis(x, -1, 1)
        out = np.array([compute(layer, example, arrays) for example in x])
        return np.moveaxis(out, 1, -1) if layer.Interleaving else out

    return plain


def convolved(layer: Any, x: np.ndarray, arrays: Arrays) -> np.ndarray:
    weights, biases = arrays["Weights"], arrays["Biases"]
    kernel = weights.shape[2:]
    dilation, groups = layer.Dilation.spread(len(kernel)), int(layer.ChannelGroups)
    inside, outside = x.shape[0] // groups, len(weights) // groups
    found = {}
    for place, window in windows(layer, x, kernel, dilation):
        values = []
        for o, w in enumerate(weights):
            group = o // outside
            values.append((w * window[group * inside : (group + 1) * inside]).sum())
        found[place] = np.array(values) + (0 if biases is None else biases)
    return collected(found)


def pooled(layer: Any, x: np.ndarray, arrays: Arrays) -> np.ndarray:
    kernel = layer.KernelSize.spread(x.ndim - 1)
    reduce = {"Max": np.max, "Mean": np.mean, "Total": np.sum}[layer.Function]
    axes = tuple(range(1, x.ndim))
    return collected({p: reduce(w, axis=axes) for p, w in windows(layer, x, kernel, (1,) * len(kernel))})


def batch_normalized(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> np.ndarray:
    (x,) = inputs
    x = np.moveaxis(x, -1, 1) if layer.Interleaving else x
    out = np.empty_like(x)
    for c in range(x.shape[1]):
        mean, variance = arrays["MovingMean"][c], arrays["MovingVariance"][c]
        if training:
            mean, variance = x[:, c].mean(), ((x[:, c] - x[:, c].mean()) ** 2).mean()
        out[:, c] = (x[:, c] - mean) / math.sqrt(variance + layer.Epsilon) * arrays["Scaling"][c]
        out[:, c] += arrays["Biases"][c]
    return np.moveaxis(out, 1, -1) if layer.Interleaving else out


def squared_loss(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> np.ndarray:
    return np.array([np.mean((x - t) ** 2) for x, t in zip(*inputs, strict=True)])


def absolute_loss(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> np.ndarray:
    return np.array([np.mean(np.abs(x - t)) for x, t in zip(*inputs, strict=True)])


def cross_entropy(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> np.ndarray:
    losses = []
    for p, t in zip(*inputs, strict=True):
        if layer.Form == "Binary":
            each = -(t * np.log(p) + (1 - t) * np.log(1 - p))
        elif layer.Form == "Probabilities":
            each = -(t * np.log(p)).sum(-1)
        else:
            each = [
                -math.log(row[i - 1]) for row, i in zip(p.reshape(-1, p.shape[-1]), np.ravel(t), strict=True)
            ]
        losses.append(np.mean(each))
    return np.array(losses)


def dropout(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> Any:
    outputs = tuple(inputs[0] if port == "Output" else np.ones_like(inputs[0]) for port in layer.OutputPorts)
    return outputs if len(outputs) > 1 else outputs[0]


PLAIN: dict[str, Plain] = {
    **plain_arrays.PLAIN,
    **plain_images.PLAIN,
    **plain_sequences.PLAIN,
    "BatchNormalizationLayer": batch_normalized,
    "ConvolutionLayer": by_channels(convolved),
    "CrossEntropyLossLayer": cross_entropy,
    "DropoutLayer": dropout,
    "ElementwiseLayer": elementwise,
    "FlattenLayer": flatten,
    "LinearLayer": linear,
    "MeanAbsoluteLossLayer": absolute_loss,
    "MeanSquaredLossLayer": squared_loss,
    "PoolingLayer": by_channels(pooled),
    "SoftmaxLayer": softmax,
}
