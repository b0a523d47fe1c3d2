"""Missing arrays are filled as documented, the same for the same seed, and nothing else is touched."""

from __future__ import annotations

import math

import numpy as np
import pytest
from net_reading import interpreted, net, said

from wlnet.nets.construct import parameter_types
from wlnet.nets.infer import infer
from wlnet.nets.initial_values import METHODS, fans, scheme
from wlnet.nets.initialize import initialize
from wlnet.nets.layer import LAYERS
from wlnet.nets.net import Leaf, Net
from wlnet.syntax.parse import parse

BIG = net('NetChain[{400, LinearLayer[{10, 20}]}, "Input" -> {20, 15}]')
CONVOLUTION = net('ConvolutionLayer[64, {3, 5}, "Input" -> {32, 9, 9}]')


def filled(made: Net, method: str = "Kaiming", seed: int = 1, everything: bool = False) -> Net:
    return initialize(made, np.random.default_rng(seed), METHODS[method](), everything)


def drawn(made: Net, method: str, seed: int = 1) -> dict[str, np.ndarray]:
    """The arrays of a layer by a method as the language writes it."""
    found = initialize(made, np.random.default_rng(seed), scheme(interpreted(parse(method))))
    return {path[-1]: array for path, array in found.arrays().items()}


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
        'The array {2, "Weights"} cannot be filled, because it is not known what comes to layer 2 '
        '(LinearLayer) at "Input" (an array); give the type of an input port of the net.'
    )
    assert 'The array "Weights" cannot' in said(lambda: filled(net("LinearLayer[3]")))


def test_sizes_that_were_open_are_settled_by_arrays() -> None:
    made = net('NetChain[{LinearLayer[], SoftmaxLayer[]}, "Input" -> 2]', Output=(3,))
    alone = filled(made).children["1"]
    assert alone.layer.OutputDimensions == (3,)  # type: ignore[attr-defined]


# Suboptions

WIDE = net('LinearLayer[400, "Input" -> 250]')
VARIANCES = {
    '"Kaiming"': 2 / 250,
    '{"Kaiming", "Distribution" -> "Uniform"}': 2 / 250,
    '{"Xavier", "FactorType" -> "Mean"}': 2 / 650,
    '{"Xavier", "FactorType" -> "In", "Distribution" -> "Normal"}': 1 / 250,
    '{"Xavier", "FactorType" -> "Out", "Distribution" -> "Uniform"}': 1 / 400,
    '{"Random", "Weights" -> 0.5}': 0.25,
    '{"Random", "Weights" -> NormalDistribution[0, 3]}': 9,
    '{"Random", "Weights" -> UniformDistribution[{1, 3}]}': 1 / 3,
    '{"Random", "Weights" -> ExponentialDistribution[2]}': 1 / 4,
}


@pytest.mark.parametrize("method", VARIANCES)
def test_suboptions_say_how_weights_are_spread(method: str) -> None:
    arrays = drawn(WIDE, method)
    weights = arrays["Weights"].astype(float)
    assert weights.var() == pytest.approx(VARIANCES[method], rel=0.03)
    assert not arrays["Biases"].any()
    if "Uniform" in method:
        edge = math.sqrt(3 * VARIANCES[method])
        assert 0.99 * edge < np.abs(weights - weights.mean()).max() <= edge * 1.01
    elif "Exponential" not in method:  # a third of normal numbers are beyond one deviation
        beyond = np.abs(weights) > math.sqrt(VARIANCES[method])
        assert beyond.mean() == pytest.approx(0.3173, abs=0.01)


def test_biases_are_drawn_where_that_is_asked_for() -> None:
    wide = net('LinearLayer[20000, "Input" -> 1]')
    biases = drawn(wide, '{"Random", "Biases" -> UniformDistribution[{2, 4}]}')["Biases"]
    assert biases.mean() == pytest.approx(3, abs=0.02) and biases.var() == pytest.approx(1 / 3, rel=0.03)
    assert not drawn(wide, '{"Random", "Biases" -> None}')["Biases"].any()


def test_noise_around_the_identity_is_told_by_a_distribution() -> None:
    square = net('LinearLayer[200, "Input" -> 200]')
    noise = drawn(square, '{"Identity", "Distribution" -> 0.1}')["Weights"] - np.eye(200)
    assert noise.std() == pytest.approx(0.1, rel=0.02)
    assert (drawn(square, '{"Identity", "Distribution" -> 0}')["Weights"] == np.eye(200)).all()
    usual = drawn(square, '"Identity"')["Weights"]
    same = drawn(square, '{"Identity", "Distribution" -> NormalDistribution[0, 0.01]}')["Weights"]
    assert np.array_equal(usual, same)


def test_what_an_affine_layer_makes_of_random_vectors_is_as_large_as_they_are() -> None:
    """The promise of variance preservation, seen from outside."""
    x = np.random.default_rng(3).normal(size=(250, 500))
    kept = drawn(WIDE, '{"Xavier", "FactorType" -> "In"}')["Weights"] @ x
    assert kept.var() == pytest.approx(1, rel=0.03)
    halves = drawn(WIDE, '"Kaiming"')["Weights"] @ np.maximum(x, 0)  # a ramp leaves half of E[x^2]
    assert (halves**2).mean() == pytest.approx(1, rel=0.05)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", [name for name, kind in LAYERS.items() if getattr(kind, "arrays", ())])
def test_every_method_fills_every_layer(name: str, method: str) -> None:
    if isinstance(LAYERS[name].arrays, property):
        pytest.skip("its arrays depend on its parameters")
    for case in LAYERS[name].cases:
        settings = {key: value for key, value in case.items() if key in parameter_types(LAYERS[name])}
        dims = {key: value for key, value in case.items() if key not in settings}
        arrays = filled(infer(Leaf(LAYERS[name](**settings)), dims), method).arrays()
        assert all(np.isfinite(array).all() for array in arrays.values())


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ('"Gauss"', '"Gauss" is not an available method'),
        (
            '{"Xavier", "Factor" -> "In"}',
            '"Factor" is not a suboption of the method "Xavier", which takes "D',
        ),
        ('{"Orthogonal", "Distribution" -> 1}', 'of the method "Orthogonal", which takes none.'),
        ('{"Xavier", "FactorType" -> "Max"}', 'is "Max"; "Mean" or "In" or "Out" was expected.'),
        (
            '{"Random", "Weights" -> "Normal"}',
            "a distribution such as NormalDistribution[0, 1], or its deviation",
        ),
        ('{"Random", "Weights" -> -1}', "NormalDistribution[0, 1], or its deviation was expected."),
        ('{"Random", "Biases" -> NormalDistribution}', "or its deviation, or None was expected"),
    ],
)
def test_what_is_no_method_is_told(method: str, told: str) -> None:
    assert told in said(lambda: scheme(interpreted(parse(method))))


def test_the_fans_of_arrays_without_dimensions_are_1() -> None:
    assert fans(()) == (1, 1) and fans((5,)) == (1, 5) and fans((4, 3, 2, 2)) == (12, 16)
