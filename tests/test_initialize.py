"""Missing arrays are filled as documented, the same for the same seed, and nothing else is touched."""

from __future__ import annotations

import math

import numpy as np
import pytest
from net_reading import net, said

from wlnet.nets.initialize import METHODS, initialize
from wlnet.nets.net import Net

BIG = net('NetChain[{400, LinearLayer[{10, 20}]}, "Input" -> {20, 15}]')
CONVOLUTION = net('ConvolutionLayer[64, {3, 5}, "Input" -> {32, 9, 9}]')


def filled(made: Net, method: str = "Kaiming", seed: int = 1, everything: bool = False) -> Net:
    return initialize(made, np.random.default_rng(seed), method, everything)


@pytest.mark.parametrize(
    ("method", "variance"),
    [("Kaiming", 2 / 300), ("Xavier", 2 / 700), ("Random", 1.0)],
)
def test_the_variance_of_weights(method: str, variance: float) -> None:
    weights = filled(BIG, method).arrays()["1", "Weights"]
    assert weights.shape == (400, 300)
    assert weights.var() == pytest.approx(variance, rel=0.02)
    assert weights.mean() == pytest.approx(0, abs=5 * math.sqrt(variance / weights.size))


def test_a_kernel_counts_the_numbers_that_meet_in_one_output() -> None:
    weights = filled(CONVOLUTION).arrays()["Weights",]
    assert weights.var() == pytest.approx(2 / (32 * 15), rel=0.03)


def test_xavier_counts_both_sides_of_a_kernel() -> None:
    weights = filled(CONVOLUTION, "Xavier").arrays()["Weights",]
    assert weights.var() == pytest.approx(2 / (32 * 15 + 64 * 15), rel=0.03)


@pytest.mark.parametrize("text", ['LinearLayer[5, "Input" -> 3]', 'LinearLayer[3, "Input" -> 5]'])
def test_orthogonal_matrices_are(text: str) -> None:
    weights = filled(net(text), "Orthogonal").arrays()["Weights",].astype(float)
    small = weights.T @ weights if weights.shape[0] > weights.shape[1] else weights @ weights.T
    np.testing.assert_allclose(small, np.eye(3), atol=1e-6)


def test_identity_keeps_components() -> None:
    linear = filled(net('LinearLayer[50, "Input" -> 40]'), "Identity").arrays()["Weights",]
    np.testing.assert_allclose(linear, np.eye(50, 40), atol=0.06)
    kernel = filled(net('ConvolutionLayer[3, {3, 3}, "Input" -> {3, 5, 5}]'), "Identity").arrays()["Weights",]
    np.testing.assert_allclose(kernel[:, :, 1, 1], np.eye(3), atol=0.06)


@pytest.mark.parametrize("method", METHODS)
def test_a_seed_fixes_the_result_and_biases_are_0(method: str) -> None:
    first, again, other = filled(BIG, method), filled(BIG, method), filled(BIG, method, seed=2)
    assert first == again and first != other
    assert not first.arrays()["1", "Biases"].any() and not first.missing()


def test_state_begins_with_what_its_layer_declares() -> None:
    arrays = filled(net('BatchNormalizationLayer["Input" -> {3, 4}]')).arrays()
    values = {path[0]: set(array.tolist()) for path, array in arrays.items()}
    assert values == {"Scaling": {1.0}, "Biases": {0.0}, "MovingMean": {0.0}, "MovingVariance": {1.0}}


def test_only_what_is_missing_is_filled() -> None:
    made = net(
        'NetChain[{LinearLayer[1, "Weights" -> {{5}}], LinearLayer[1, "Biases" -> None]}, "Input" -> 1]'
    )
    arrays = filled(made).arrays()
    assert arrays["1", "Weights"] == [[5]] and ("2", "Biases") not in arrays
    assert filled(filled(made)) == filled(made)


def test_everything_can_be_drawn_anew() -> None:
    made = net('LinearLayer[1, "Weights" -> {{5}}, "Biases" -> {7}, "Input" -> 1]')
    arrays = filled(made, everything=True).arrays()
    assert arrays["Weights",] != [[5]] and arrays["Biases",] == [0]


def test_a_full_net_stays_the_same_object() -> None:
    full = filled(BIG)
    assert filled(full) is full


def test_a_shared_array_is_drawn_once() -> None:
    layer = 'LinearLayer[2, "Weights" -> NetArray["w"]]'
    arrays = filled(net(f'NetChain[{{{layer}, Tanh, {layer}}}, "Input" -> 2]')).arrays()
    assert arrays["1", "Weights"] is arrays["3", "Weights"]
    given = 'LinearLayer[2, "Weights" -> NetArray[<|"Name" -> "w", "Array" -> {{1, 2}, {3, 4}}|>]]'
    arrays = filled(net(f'NetChain[{{{layer}, Tanh, {given}}}, "Input" -> 2]')).arrays()
    assert arrays["1", "Weights"].tolist() == [[1, 2], [3, 4]]


def test_the_array_whose_dimensions_are_not_known_is_named() -> None:
    message = said(lambda: filled(net("NetChain[{Ramp, LinearLayer[3]}]")))
    assert message == (
        'The array {2, "Weights"} cannot be filled, because it is not known what comes to layer 2 (LinearLayer) '
        'at "Input" (an array); give the type of an input port of the net.'
    )
    assert 'The array "Weights" cannot' in said(lambda: filled(net("LinearLayer[3]")))


def test_sizes_that_were_open_are_settled_by_arrays() -> None:
    made = net('NetChain[{LinearLayer[], SoftmaxLayer[]}, "Input" -> 2]', Output=(3,))
    alone = filled(made).children["1"]
    assert alone.layer.OutputDimensions == (3,)  # type: ignore[attr-defined]
