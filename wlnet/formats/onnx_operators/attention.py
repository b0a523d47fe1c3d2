"""Attention as products and a softmax, which is how ONNX has it in this set of operators."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ..onnx_graph import Site, exports


@exports("AttentionLayer")
def attention(site: Site, key: str, value: str, query: str) -> str:
    e, layer = site.emitter, site.layer
    heads = [site.dims("Key")[-2]] if layer.MultiHead else []
    key, value, query = (
        _by_head(site, x, port) for x, port in zip((key, value, query), site.leaf.inputs, strict=True)
    )
    counts = [prod(site.dims(port)[: -1 - len(heads)]) for port in ("Query", "Key")]
    scores = _scores(site, key, query, [*heads, *counts])
    if layer.ScoreRescaling == "DimensionSqrt":
        scores = e.op("Div", scores, e.constant(np.sqrt(site.dims("Key")[-1])))
    if layer.Mask.is_causal:
        distance = np.arange(counts[0])[:, None] - np.arange(counts[1])
        seen = (distance >= 0) & (distance < (layer.Mask.window or counts[1]))
        scores = e.op("Add", scores, e.constant(np.where(seen, 0, -np.inf)))
    output = e.op("MatMul", e.op("Softmax", scores, axis=-1), value)
    if heads:
        output = e.op("Transpose", output, perm=[0, 2, 1, 3])
    return e.reshaped(output, site.dims("Output"))


def _by_head(site: Site, x: str, port: str) -> str:
    """(batch, *places, [heads], size) -> (batch, [heads], places, size)."""
    e, dims = site.emitter, site.dims(port)
    if not site.layer.MultiHead:
        return e.reshaped(x, [prod(dims[:-1]), dims[-1]])
    return e.op("Transpose", e.reshaped(x, [prod(dims[:-2]), *dims[-2:]]), perm=[0, 2, 1, 3])


def _scores(site: Site, key: str, query: str, sizes: list[int]) -> str:
    """(batch, [heads], queries, keys), of these sizes without the batch."""
    e = site.emitter
    if site.leaf.nets:
        return _scores_of_net(site, key, query, sizes)
    if "Weights" in site.layer.arrays:
        key = e.op("MatMul", key, site.array("Weights"))
    rank = len(sizes) + 1
    turned = [*range(rank - 2), rank - 1, rank - 2]
    return e.op("MatMul", query, e.op("Transpose", key, perm=turned))


def _scores_of_net(site: Site, key: str, query: str, sizes: list[int]) -> str:
    e, ((name, net),) = site.emitter, site.leaf.nets.items()
    assert site.emit is not None
    fed: dict[str, Any] = {}
    for port, x, axis, size in (
        ("Input", key, len(sizes) - 1, site.dims("Key")[-1]),
        ("Query", query, len(sizes), site.dims("Query")[-1]),
    ):
        whole = e.op("Expand", e.op("Unsqueeze", x, e.integers(axis)), e.integers(1, *sizes, size))
        fed[port] = e.op("Reshape", whole, e.integers(-1, size))
    outer, e.batch_of = e.batch_of, fed["Input"]
    made = site.emit(e, net, fed, tuple(filter(None, (*site.at.split("/"), name))))
    e.batch_of = outer
    return e.op("Reshape", made[net.outputs[0]], e.integers(-1, *sizes))
