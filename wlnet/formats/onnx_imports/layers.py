"""Operators with arrays of their own, and those that slide windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...expr import Integer, S, String, Value
from ..onnx_model import Operator, imports, made, reshape

LOWEST = float(np.finfo(np.float32).min)


@imports("Gemm")
def gemm(op: Operator) -> None:
    weights, biases = op.constant(1), op.constant(2)
    plain = op.attribute("alpha", 1) == op.attribute("beta", 1) == 1 and not op.attribute("transA", 0)
    op.need(weights is not None and plain, "its second input is no constant, or it scales or transposes")
    assert weights is not None
    matrix = weights if op.attribute("transB", 0) else weights.T
    if len(op.inputs) > 2 and op.inputs[2]:
        op.need(biases is not None, "its third input is no constant")
        assert biases is not None
        biases = np.broadcast_to(biases.reshape(-1), matrix.shape[:1])
    op.layer("LinearLayer", len(matrix), Weights=np.array(matrix), Biases=biases)


@imports("MatMul")
def matmul(op: Operator) -> None:
    weights = op.constant(1)
    if weights is None:
        op.need(op.constant(0) is None, "its first input is a constant")
        _product_of_inputs(op)
        return
    op.need(weights.ndim == 2 and len(op.dims()) > 0, "only a constant that is a matrix is multiplied by")
    leaf = made("LinearLayer", weights.shape[1], Weights=np.array(weights.T), Biases=None)
    for _ in op.dims()[1:]:  # arrays of vectors: every one of them
        leaf = made("NetMapOperator", Value(leaf))
    op.layers(leaf)


def _product_of_inputs(op: Operator) -> None:
    """Matrices, or arrays of matrices of the same dimensions, as the heads of attention."""
    first, second = op.dims(0), op.dims(1)
    alike = len(first) == len(second) >= 2 and first[:-2] == second[:-2]
    op.need(alike, "only matrices, and arrays with as many of them, are multiplied")
    dot, depth = made("DotLayer", InputPorts=2), len(first) - 2
    leaf = made("NetMapThreadOperator", Value(dot), depth) if depth else dot
    op.model.add(leaf, op.inputs, op.outputs)


def _windows(op: Operator, kernel: Sequence[int]) -> dict[str, Any]:
    """Stride, dilation and padding."""
    rank = len(kernel)
    pads = op.attribute("pads", [0] * 2 * rank)
    automatic = op.attribute("auto_pad", "NOTSET")
    op.need(automatic in ("NOTSET", "VALID", "SAME_UPPER"), f"its padding is {automatic}")
    pairs = [[pads[i], pads[rank + i]] for i in range(rank)]
    padding = "Same" if automatic == "SAME_UPPER" else pairs
    return {"Stride": list(op.attribute("strides", [1] * rank)), "PaddingSize": padding}


@imports("Conv", "ConvTranspose")
def convolution(op: Operator) -> None:
    weights = op.constant(1)
    op.need(weights is not None, "its kernels are no constant")
    assert weights is not None
    kernel, groups = weights.shape[2:], op.attribute("group", 1)
    settings = _windows(op, kernel)
    settings["Dilation"] = list(op.attribute("dilations", [1] * len(kernel)))
    op.need(not any(op.attribute("output_padding", ())), "it adds to the output")
    op.need(op.attribute("output_shape") is None, "it fixes the output")
    name = "ConvolutionLayer" if op.kind == "Conv" else "DeconvolutionLayer"
    outputs = weights.shape[0] if op.kind == "Conv" else weights.shape[1] * groups
    arrays: dict[str, Any] = {"Weights": weights, "Biases": op.constant(2)}
    op.layer(name, outputs, list(kernel), ChannelGroups=groups, **settings, **arrays)


@imports("MaxPool", "AveragePool")
def pooling(op: Operator) -> None:
    kernel = op.attribute("kernel_shape")
    op.need(not op.attribute("ceil_mode", 0), "it rounds the size of the output up")
    op.need(all(d == 1 for d in op.attribute("dilations", ())), "it leaves out elements")
    settings = _windows(op, kernel)
    pads = settings["PaddingSize"]
    is_padded = pads == "Same" or any(map(any, pads))
    if op.kind == "AveragePool":
        op.need(not is_padded or op.attribute("count_include_pad", 0) == 1, "it does not count the padding")
        settings["Function"] = S.Mean
    elif is_padded:  # what is around an image is never the greatest
        op.need(pads != "Same", "its padding depends on the input")
        around = made("PaddingLayer", [[0, 0], *pads], Padding=LOWEST)
        op.layers(around, made("PoolingLayer", list(kernel), settings["Stride"]))
        return
    op.layer("PoolingLayer", list(kernel), settings.pop("Stride"), **settings)


@imports("GlobalAveragePool", "GlobalMaxPool")
def global_pooling(op: Operator) -> None:
    function = S.Mean if op.kind == "GlobalAveragePool" else S.Max
    op.layers(made("AggregationLayer", function), reshape(op.out_dims()))


@imports("BatchNormalization")
def batch_normalization(op: Operator) -> None:
    names = ("Scaling", "Biases", "MovingMean", "MovingVariance")
    arrays: dict[str, Any] = {name: op.constant(i) for i, name in enumerate(names, 1)}
    op.need(all(a is not None for a in arrays.values()), "its arrays are no constants")
    momentum, epsilon = float(op.attribute("momentum", 0.9)), float(op.attribute("epsilon", 1e-5))
    op.layer("BatchNormalizationLayer", Momentum=momentum, Epsilon=epsilon, **arrays)


@imports("InstanceNormalization", "LayerNormalization")
def normalization(op: Operator) -> None:
    scaling, biases = op.constant(1), op.constant(2)
    op.need(scaling is not None, "its arrays are no constants")
    settings: dict[str, Any] = {
        "Epsilon": float(op.attribute("epsilon", 1e-5)),
        "Scaling": scaling,
        "Biases": biases,
    }
    if op.kind == "InstanceNormalization":
        op.layer("NormalizationLayer", **settings)
        return
    first = op.axis(op.attribute("axis", -1))
    op.layer("NormalizationLayer", S.Span(Integer(first), S.All), String("Same"), **settings)


@imports("LRN")
def local_response_normalization(op: Operator) -> None:
    size = op.attribute("size")
    op.need(size % 2 == 1, "its window is even")
    settings = {"Alpha": op.attribute("alpha", 1e-4), "Beta": op.attribute("beta", 0.75)}
    bias = float(op.attribute("bias", 1.0))
    op.layer("LocalResponseNormalizationLayer", ChannelWindowSize=size // 2, Bias=bias, **settings)


@imports("PRelu")
def parametric_ramp(op: Operator) -> None:
    slope, rank = op.constant(1), len(op.dims())
    op.need(slope is not None and slope.ndim <= rank, "its slopes are no constant")
    assert slope is not None
    sizes = (1,) * (rank - slope.ndim) + slope.shape
    levels = [level for level, size in enumerate(sizes, 1) if size > 1]
    op.layer("ParametricRampLayer", levels, Slope=slope.reshape([sizes[i - 1] for i in levels]))


@imports("Gather")
def gather(op: Operator) -> None:
    table, places = op.constant(0), op.constant(1)
    if table is not None:
        origin = op.model.shifted.get(op.inputs[1])
        plain = origin is not None and table.ndim == 2 and op.attribute("axis", 0) == 0
        op.need(plain, "its indices do not come from class numbers that count from 1")
        op.layer("EmbeddingLayer", table.shape[1], len(table), inputs=(origin or "",), Weights=table)
        return
    op.need(places is not None and places.ndim == 0, "its indices are no single constant")
    assert places is not None
    level, place = op.axis(op.attribute("axis", 0)), int(places)
    part = Integer(place + 1 if place >= 0 else place)
    op.layer("PartLayer", S.List(*[S.All] * (level - 1), part))


@imports("OneHot")
def one_hot(op: Operator) -> None:
    origin, depth, values = op.model.shifted.get(op.inputs[0]), op.constant(1), op.constant(2)
    units = values is not None and list(values.reshape(-1)) == [0, 1]
    op.need(origin is not None and depth is not None and units, "it makes no unit vectors of class numbers")
    assert depth is not None
    op.layer("UnitVectorLayer", int(depth.reshape(-1)[0]), inputs=(origin or "",))
