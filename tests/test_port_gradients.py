"""Gradients at ports are what differences of the outputs say, in double precision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from net_reading import net

from wlnet.engine.port_gradients import port_gradients
from wlnet.engine.run import apply
from wlnet.nets.initialize import initialize
from wlnet.nets.net import Net
from wlnet.nets.ragged import Ragged

STEP = 1e-3
NETS = (
    'NetChain[{LinearLayer[3], Tanh, LinearLayer[2], SoftmaxLayer[]}, "Input" -> 4]',
    'NetChain[{ConvolutionLayer[2, 2], Tanh, PoolingLayer[2, "Function" -> Mean], LinearLayer[{}]}, '
    '"Input" -> {1, 4, 4}]',
    'NetGraph[{LinearLayer[3], Tanh, TotalLayer[]}, {NetPort["Input"] -> 1 -> 2, {1, 2} -> 3}, "Input" -> 2]',
    'NetChain[{LinearLayer[2, "Weights" -> NetArray["w"]], LinearLayer[2, "Weights" -> NetArray["w"]]}, '
    '"Input" -> 2]',
    'NetChain[{LinearLayer[2], MeanSquaredLossLayer[]}, "Input" -> 3]',
)


def filled(text: str) -> Net:
    made = initialize(net(text), np.random.default_rng(2))
    # numbers that are exact in single precision, and stay so when moved by a step
    return made.with_arrays({p: np.round(a * 64) / 64 for p, a in made.arrays().items()})


def example(made: Net, count: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(4)
    return {p: np.round(random.normal(size=(count, *made.dims[p])) * 64) / 64 for p in made.inputs}  # type: ignore


def total(made: Net, inputs: dict[str, np.ndarray], weights: dict[str, np.ndarray] | None = None) -> float:
    outputs = apply(made, inputs, precision="Real64")
    return sum(float((v * (1 if weights is None else weights[p])).sum()) for p, v in outputs.items())  # type: ignore


def differences(function: Any, array: np.ndarray, step: float) -> np.ndarray:
    found = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        moved = [array.astype(np.float64) for _ in range(2)]
        moved[0][place] += step
        moved[1][place] -= step
        found[place] = (function(moved[0]) - function(moved[1])) / (2 * step)
    return found


@pytest.mark.parametrize("text", NETS)
@pytest.mark.parametrize("imposed", [False, True])
def test_gradients_of_inputs_are_differences(text: str, imposed: bool) -> None:
    made = filled(text)
    inputs = example(made, 2)
    weights = {p: np.full((2, *made.dims[p]), 1.5) for p in made.outputs} if imposed else None  # type: ignore
    found = port_gradients(made, inputs, made.inputs, [], weights or {}, precision="Real64").inputs
    for port in made.inputs:
        wanted = differences(lambda x, p=port: total(made, {**inputs, p: x}, weights), inputs[port], 1e-6)
        np.testing.assert_allclose(found[port], wanted, atol=1e-7)


@pytest.mark.parametrize("text", NETS)
def test_gradients_of_arrays_are_differences_summed_over_the_batch(text: str) -> None:
    made = filled(text)
    inputs, arrays = example(made, 3), made.arrays()
    found = port_gradients(made, inputs, [], list(arrays), {}, precision="Real64").arrays
    for path, array in arrays.items():
        # the arrays of a net are in single precision, so the step is 2^-10, and errors are of its square
        wanted = differences(lambda a, p=path: total(made.with_arrays({p: a}), inputs), array, 2.0**-10)
        np.testing.assert_allclose(found[path], wanted, atol=2e-4)


def test_sequences_have_gradients_of_their_own_lengths() -> None:
    made = net('NetChain[{ElementwiseLayer[#^2 &]}, "Input" -> "Varying"]')
    column = Ragged.of([np.array([1.0, 2.0]), np.array([3.0])])
    found = port_gradients(made, {"Input": column}, ["Input"], [], {}).inputs["Input"]
    assert isinstance(found, Ragged)
    assert [one.tolist() for one in found] == [[2, 4], [6]]
