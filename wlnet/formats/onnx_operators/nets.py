"""Operators that apply nets to sequences and to several inputs: written out, step by step where they have to.

A NetFoldOperator of a sequence of n elements is n copies of its net, which share their arrays.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...nets.layer import final_of
from ...nets.shapes import product
from ..onnx_graph import Site, exports


def _applied(site: Site, name: str, inputs: Mapping[str, str]) -> dict[str, str]:
    """The outputs of an inner net."""
    assert site.emit is not None
    return site.emit(site.emitter, site.leaf.nets[name], inputs, (*filter(None, site.at.split("/")), name))


def _single(site: Site, name: str, x: str) -> str:
    """The output of an inner net with one input and one output."""
    net = site.leaf.nets[name]
    return _applied(site, name, {net.inputs[0]: x})[net.outputs[0]]


def _element(site: Site, x: str, place: int) -> str:
    """An element of each sequence of a batch, from 0."""
    return site.emitter.op("Gather", x, site.emitter.constant(place, np.int64), axis=1)


@exports("NetFoldOperator")
def net_fold(site: Site, *inputs: str) -> list[str]:
    e, leaf, layer = site.emitter, site.leaf, site.layer
    value = dict(zip(leaf.inputs, inputs, strict=True))
    mapped = [port for port in leaf.inputs if port not in layer.Constants]
    states = {into: site.states.get(into) or _zeros(site, into) for _, into in layer.Feedback.pairs}
    rows: dict[str, list[str]] = {port: [] for port in leaf.outputs}
    for t in range(site.dims(mapped[0])[0]):
        now = value | {port: _element(site, value[port], t) for port in mapped} | states
        made = _applied(site, "Net", now)
        states = {into: made[out] for out, into in layer.Feedback.pairs}
        for port, steps in rows.items():
            steps.append(e.op("Unsqueeze", made[port], e.integers(1)))
    found = {port: e.op("Concat", *steps, axis=1) for port, steps in rows.items()}
    found |= {final_of(into): tensor for into, tensor in states.items()}
    return [found[port] for port in leaf.all_outputs]


def _zeros(site: Site, state: str) -> str:
    dims = site.dims(state)
    return site.emitter.spread(site.emitter.constant(np.zeros(dims)), dims)


@exports("NetBidirectionalOperator")
def net_bidirectional(site: Site, x: str) -> str:
    e = site.emitter
    ends = [e.integers(n) for n in (-1, -(2**31), 1, -1)]
    forward = _single(site, "ForwardNet", x)
    backward = e.op("Slice", _single(site, "BackwardNet", e.op("Slice", x, *ends)), *ends)
    if site.layer.Aggregator == "Catenate":
        return e.op("Concat", forward, backward, axis=2)
    total = e.op("Add", forward, backward)
    return total if site.layer.Aggregator == "Total" else e.op("Mul", total, e.constant(0.5))


@exports("NetMapThreadOperator")
def net_map_thread(site: Site, *inputs: str) -> list[str]:
    e, leaf, levels = site.emitter, site.leaf, site.layer.Levels
    deepest, fed = levels.deepest, {}
    lengths = next(site.dims(p)[:deepest] for p in leaf.inputs if levels.of(p) == deepest)
    for port, x in zip(leaf.inputs, inputs, strict=True):
        depth, dims = levels.of(port), site.dims(port)
        missing = range(depth + 1, deepest + 1)
        whole = e.op("Unsqueeze", x, e.integers(*missing)) if missing else x
        if missing:
            whole = e.op("Expand", whole, e.integers(1, *lengths, *dims[depth:]))
        fed[port] = e.op("Reshape", whole, e.integers(-1, *dims[depth:]))
    outer, e.batch_of = e.batch_of, next(iter(fed.values()))
    made = _applied(site, "Net", fed)
    e.batch_of = outer
    return [e.op("Reshape", made[port], e.integers(-1, *site.dims(port))) for port in leaf.outputs]


@exports("NetPairEmbeddingOperator")
def net_pair_embedding(site: Site, x: str) -> str:
    e = site.emitter
    net = site.leaf.nets["Net"]
    size = product(net.dims[net.outputs[0]] or ())
    a, b = (e.reshaped(_single(site, "Net", _element(site, x, i)), [size]) for i in (0, 1))
    if site.layer.DistanceFunction == "EuclideanDistance":
        return _length(site, e.op("Sub", a, b))
    lengths = e.op("Mul", _length(site, a), _length(site, b))
    cosine = e.op("Div", e.reduced("Sum", e.op("Mul", a, b), [0]), lengths)
    return e.op("Sub", e.constant(1.0), cosine)


def _length(site: Site, x: str) -> str:
    """The Euclidean norm of each vector of a batch."""
    e = site.emitter
    return e.op("Sqrt", e.reduced("Sum", e.op("Mul", x, x), [0]))


@exports("NetGANOperator")
def net_gan(site: Site, sample: str, latent: str) -> list[str]:
    e = site.emitter
    fake = _single(site, "Generator", latent)
    real, made = (_single(site, "Discriminator", x) for x in (sample, fake))
    if (site.layer.Loss or site.layer._Found) == "Wasserstein":
        return [e.op("Neg", real), made, fake]
    tiny = e.constant(np.finfo(np.float32).tiny)
    losses = [real, e.op("Sub", e.constant(1.0), made)]
    return [*(e.op("Neg", e.op("Log", e.op("Max", p, tiny))) for p in losses), fake]
