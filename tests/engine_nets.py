"""Small nets for the tests of the engine, with arrays from a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from wlnet.declare import declare_all
from wlnet.expr import S
from wlnet.nets.chain import chain
from wlnet.nets.elementwise import ElementwiseFunction
from wlnet.nets.infer import infer
from wlnet.nets.kinds import Count, CrossEntropyForm, Lengths, Padding, Pooling, Spatial
from wlnet.nets.layer import INDEX, LAYERS, Port
from wlnet.nets.net import Edge, Graph, Leaf, Net
from wlnet.nets.net_array import NetArray

declare_all("wlnet.nets.layers")


def leaf(kind: str, *parameters: Any, **settings: Any) -> Leaf:
    return infer(Leaf(LAYERS[kind](*parameters, **settings)))  # type: ignore[return-value]


def linear(*sizes: int) -> Leaf:
    return leaf("LinearLayer", Lengths(sizes))


def ramp() -> Leaf:
    return leaf("ElementwiseLayer", ElementwiseFunction(S.Ramp))


def sigmoid() -> Leaf:
    return leaf("ElementwiseLayer", ElementwiseFunction(S.LogisticSigmoid))


def tanh() -> Leaf:
    return leaf("ElementwiseLayer", ElementwiseFunction(S.Tanh))


def convolution(channels: int, size: int) -> Leaf:
    return leaf("ConvolutionLayer", Count(channels), Spatial(size))


def pooling(size: int, function: str = "Max") -> Leaf:
    return leaf("PoolingLayer", Spatial(size), Spatial(size), Pooling(function), Padding(0))


def filled(net: Net, seed: int = 0) -> Net:
    """The net with every missing array drawn at random; state is what its layer begins with."""
    random, new = np.random.default_rng(seed), {}
    specs, dims = net.array_specs(), net.array_dims()
    for path in net.missing():
        init = specs[path].init
        shape: tuple[int, ...] = dims[path]  # type: ignore[assignment]
        drawn = random.normal(0, 0.4, shape) if isinstance(init, str) else np.full(shape, init)
        new[path] = drawn.astype(np.float32)
    return net.with_arrays(new)


def row(*nets: Net, dims: tuple[int, ...] | None = None, seed: int = 0) -> Net:
    """A chain of nets with its arrays filled; `dims` are those of its input."""
    made = chain({str(i + 1): net for i, net in enumerate(nets)})
    return filled(infer(made, {"Input": dims} if dims is not None else {}), seed)


def named_everywhere(net: Net, name: str, array: str) -> Net:
    """The net with one array of every layer that has it made the shared array `name`."""

    def leaf_at(at: tuple[str, ...], found: Leaf) -> Leaf:
        held = found.layer.arrays.get(array)
        return replace(found, values={**found.values, array: NetArray(name)}) if held else found

    return net.rebuilt(leaf_at)


def with_loss(net: Net, loss: Leaf | None = None) -> Graph:
    """`net` and a loss, by default the mean squared one; the target has the name of the output."""
    loss = loss or leaf("MeanSquaredLossLayer")
    (output,) = net.outputs
    inputs = {port: net.ports[port] for port in net.inputs}
    target = loss.ports["Target"]
    ports: Mapping[str, Port] = inputs | {output: target, "Loss": Port("", output=True, loss=True)}
    edges = [Edge(("", port), ("Net", port)) for port in inputs]
    edges += [Edge(("Net", output), ("Loss", "Input")), Edge(("", output), ("Loss", "Target"))]
    edges += [Edge(("Loss", "Loss"), ("", "Loss"))]
    return infer(Graph({"Net": net, "Loss": loss}, tuple(edges), ports))  # type: ignore[return-value]


def cross_entropy() -> Leaf:
    return leaf("CrossEntropyLossLayer", CrossEntropyForm("Index"))


def classes(labels: Any) -> np.ndarray:
    """Class numbers, counted from 1."""
    assert INDEX
    return np.asarray(labels, np.int64)


def four_points(seed: int = 0) -> tuple[Graph, dict[str, np.ndarray]]:
    """The first example of the page: three layers, four points."""
    net = row(linear(3), ramp(), linear(), dims=(), seed=seed)
    data = {"Input": [1, 2, 3, 4], "Output": [1.9, 4.1, 6.0, 8.1]}
    return with_loss(net), {port: np.array(values, np.float32) for port, values in data.items()}


def everything(net: Net) -> dict[tuple[str, ...], float]:
    """Multipliers of 1 for all arrays, state included."""
    return dict.fromkeys(net.array_specs(), 1.0)
