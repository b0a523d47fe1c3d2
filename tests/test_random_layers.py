"""Layers that draw random numbers: the right distributions, in the right mode, the same for the same seed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from net_reading import net, said

from wlnet.nets.distributions import DISTRIBUTIONS
from wlnet.nets.layer import Context

COUNT = 40_000
EULER = 0.5772156649015329

# a distribution, its mean and its standard deviation
MOMENTS: dict[str, tuple[float, float]] = {
    "NormalDistribution[2, 3]": (2, 3),
    "NormalDistribution[]": (0, 1),
    "UniformDistribution[{1, 4}]": (2.5, math.sqrt(9 / 12)),
    "UniformDistribution[]": (0.5, math.sqrt(1 / 12)),
    "GammaDistribution[3, 2]": (6, math.sqrt(12)),
    "ExponentialDistribution[4]": (1 / 4, 1 / 4),
    "PoissonDistribution[3]": (3, math.sqrt(3)),
    "MaxwellDistribution[2]": (4 * math.sqrt(2 / math.pi), 2 * math.sqrt(3 - 8 / math.pi)),
    "RayleighDistribution[2]": (2 * math.sqrt(math.pi / 2), 2 * math.sqrt(2 - math.pi / 2)),
    "ChiDistribution[3]": (math.sqrt(8 / math.pi), math.sqrt(3 - 8 / math.pi)),
    "HalfNormalDistribution[2]": (1 / 2, math.sqrt((math.pi - 2) / 8)),
    "WeibullDistribution[2, 3]": (3 * math.gamma(1.5), 3 * math.sqrt(1 - math.gamma(1.5) ** 2)),
    "NakagamiDistribution[2, 3]": (
        math.gamma(2.5) / math.gamma(2) * math.sqrt(1.5),
        math.sqrt(3 - 1.5 * (math.gamma(2.5) / math.gamma(2)) ** 2),
    ),
    "ChiSquareDistribution[5]": (5, math.sqrt(10)),
    "ErlangDistribution[3, 2]": (1.5, math.sqrt(3) / 2),
    "LogGammaDistribution[2, 0.1, 3]": (2 + 0.9**-2, math.sqrt(0.8**-2 - 0.9**-4)),
    "ExpGammaDistribution[1, 2, 3]": (3 - 2 * EULER, 2 * math.pi / math.sqrt(6)),
    "InverseGammaDistribution[5, 2]": (0.5, 0.5 / math.sqrt(3)),
    "BernoulliDistribution[0.3]": (0.3, math.sqrt(0.21)),
    "BinomialDistribution[10, 0.3]": (3, math.sqrt(2.1)),
    "NegativeBinomialDistribution[4, 0.5]": (4, math.sqrt(8)),
    "DiscreteUniformDistribution[{1, 6}]": (3.5, math.sqrt(35 / 12)),
}


def run(text: str, *inputs: Any, training: bool = False, seed: int = 1) -> Any:
    made = net(text)
    layer: Any = made.solved or made.layer  # type: ignore[attr-defined]
    return layer.forward(Context(training, torch.Generator().manual_seed(seed)), *inputs)


def test_every_distribution_is_tested() -> None:
    assert {text.partition("[")[0] for text in MOMENTS} == set(DISTRIBUTIONS)


@pytest.mark.parametrize("text", MOMENTS)
def test_a_random_array_has_the_moments_of_its_distribution(text: str) -> None:
    drawn = run(f'RandomArrayLayer[{text}, "Output" -> {COUNT}]')[0].double()
    mean, deviation = MOMENTS[text]
    assert float(drawn.mean()) == pytest.approx(mean, abs=5 * deviation / math.sqrt(COUNT))
    assert float(drawn.std()) == pytest.approx(deviation, rel=0.06)


def test_counts_are_whole_and_within_their_range() -> None:
    drawn = run(f'RandomArrayLayer[DiscreteUniformDistribution[{{2, 4}}], "Output" -> {COUNT}]')
    assert drawn.unique().tolist() == [2, 3, 4]


@pytest.mark.parametrize("training", [False, True])
def test_inputs_tell_the_parameters_of_every_number(training: bool) -> None:
    mean, spread = torch.tensor([[1.0, 100.0]]), torch.tensor([[0.0, 1e-3]])
    drawn = run("RandomArrayLayer[NormalDistribution]", mean, spread, training=training)
    assert drawn[0, 0] == 1 and 0 < abs(float(drawn[0, 1]) - 100) < 0.1
    assert net("RandomArrayLayer[NormalDistribution]").inputs == ["Input1", "Input2"]
    assert net("RandomArrayLayer[NormalDistribution[#m, 2 #s] &]").inputs == ["m", "s"]
    assert net("RandomArrayLayer[PoissonDistribution[Exp[#]] &]").inputs == ["Input"]


def test_a_seed_fixes_what_is_drawn_and_gradients_flow_to_parameters() -> None:
    scale = torch.ones(1, 5, requires_grad=True)
    first, again, other = (
        run("RandomArrayLayer[NormalDistribution[0, #] &]", scale, seed=s) for s in (1, 1, 2)
    )
    assert torch.equal(first, again) and not torch.equal(first, other)
    first.sum().backward()
    torch.testing.assert_close(scale.grad, first.detach())  # here a number is its scale times a variate


def test_what_is_no_distribution_is_told() -> None:
    for text in ("CauchyDistribution[0, 1]", "NormalDistribution[0]", "f"):
        assert "a distribution such as" in said(lambda text=text: net(f"RandomArrayLayer[{text}]"))


def test_alpha_dropout_keeps_mean_and_variance_of_standard_numbers() -> None:
    x = torch.randn(1, COUNT, generator=torch.Generator().manual_seed(3))
    dropped = run('DropoutLayer[0.2, Method -> "AlphaDropout"]', x, training=True)
    assert float(dropped.mean()) == pytest.approx(0, abs=0.02)
    assert float(dropped.var()) == pytest.approx(1, abs=0.03)
    least = dropped.mode().values
    assert float((dropped == least).float().mean()) == pytest.approx(0.2, abs=0.01)


def test_the_mask_of_dropout_is_the_one_applied() -> None:
    x = torch.arange(1.0, 101.0)[None]
    output, mask = run('DropoutLayer[0.5, OutputPorts -> {"Output", "BinaryMask"}]', x, training=True)
    assert set(mask.unique().tolist()) == {0, 1}
    torch.testing.assert_close(output, x * mask * 2)
    assert torch.equal(run('DropoutLayer[0.5, OutputPorts -> "BinaryMask"]', x, training=True), mask)


def test_augmentation_takes_parts_of_the_image_at_every_place() -> None:
    image = torch.arange(20.0).reshape(1, 1, 4, 5)
    drawn = run("ImageAugmentationLayer[{3, 3}]", image.expand(500, 1, 4, 5), training=True)
    parts = {tuple(part.flatten().tolist()) for part in drawn}
    expected = [image[0, 0, i : i + 3, j : j + 3] for i in range(2) for j in range(3)]
    assert parts == {tuple(part.flatten().tolist()) for part in expected}


@pytest.mark.parametrize(("probabilities", "axis"), [("{1, 0}", 0), ("{0, 1}", 1)])
def test_augmentation_reflects_as_often_as_it_is_told(probabilities: str, axis: int) -> None:
    image = torch.arange(6.0).reshape(1, 1, 2, 3)
    text = f'ImageAugmentationLayer[{{2, 3}}, "ReflectionProbabilities" -> {probabilities}]'
    drawn = run(text, image, training=True)[0, 0].numpy()
    np.testing.assert_array_equal(drawn, np.flip(image[0, 0].numpy(), axis))
    half = text.replace("1", "0.5", 1) if axis == 0 else text.replace("1}", "0.5}")
    many = run(half, image.expand(1000, 1, 2, 3), training=True)
    assert float((many[:, 0, 0, 0] != 0).float().mean()) == pytest.approx(0.5, abs=0.06)
