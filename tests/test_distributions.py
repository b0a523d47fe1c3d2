"""Distributions keep what their formulas promise: draws, densities and quantiles belong together."""

from __future__ import annotations

import math

import pytest

from wlnet.builtins.distribution_table import DISTRIBUTIONS
from wlnet.session import Session

CASES = [
    "NormalDistribution[1, 2]",
    "LogNormalDistribution[0, 1/2]",
    "UniformDistribution[{-1, 3}]",
    "ExponentialDistribution[2]",
    "GammaDistribution[5/2, 2]",
    "BetaDistribution[2, 3]",
    "ChiSquareDistribution[4]",
    "StudentTDistribution[9]",
    "CauchyDistribution[0, 1]",
    "LaplaceDistribution[1, 2]",
    "LogisticDistribution[1, 2]",
    "WeibullDistribution[2, 3]",
    "ParetoDistribution[1, 6]",
    "RayleighDistribution[2]",
    "HalfNormalDistribution[1]",
    "TriangularDistribution[{0, 4}, 1]",
    "PoissonDistribution[3]",
    "BernoulliDistribution[1/3]",
    "BinomialDistribution[10, 1/3]",
    "GeometricDistribution[1/3]",
    "NegativeBinomialDistribution[3, 1/2]",
    "DiscreteUniformDistribution[{2, 7}]",
]
DISCRETE = [case for case in CASES if DISTRIBUTIONS[case.split("[")[0]].discrete]
CONTINUOUS = [case for case in CASES if case not in DISCRETE]


def number(text: str) -> float:
    return float(Session().evaluate(f"N[{text}]").value)


def test_every_distribution_of_the_table_has_a_case() -> None:
    assert {case.split("[")[0] for case in CASES} == DISTRIBUTIONS.keys()


@pytest.mark.parametrize("case", [case for case in CASES if "Cauchy" not in case])
def test_draws_have_the_mean_and_the_variance_of_the_formulas(case: str) -> None:
    count = 40_000
    session = Session()
    session.evaluate(f"SeedRandom[5]; x = N[RandomVariate[{case}, {count}]]")
    mean, variance = number(f"Mean[{case}]"), number(f"Variance[{case}]")
    found = float(session.evaluate("Mean[x]").value)
    assert abs(found - mean) < 5 * math.sqrt(variance / count)
    assert abs(float(session.evaluate("Variance[x]").value) / variance - 1) < 0.15


@pytest.mark.parametrize("case", CONTINUOUS)
def test_the_density_is_the_slope_of_the_distribution_function(case: str) -> None:
    for q in (0.2, 0.5, 0.9):
        x = number(f"Quantile[{case}, {q}]")
        step = 1e-4
        slope = (number(f"CDF[{case}, {x + step:.17f}]") - number(f"CDF[{case}, {x - step:.17f}]")) / (
            2 * step
        )
        assert number(f"PDF[{case}, {x:.17f}]") == pytest.approx(slope, rel=1e-4)


@pytest.mark.parametrize("case", CONTINUOUS)
def test_a_quantile_undoes_the_distribution_function(case: str) -> None:
    for q in (0.05, 0.3, 0.8):
        assert number(f"CDF[{case}, Quantile[{case}, {q}]]") == pytest.approx(q, rel=1e-9)


@pytest.mark.parametrize("case", DISCRETE)
def test_probabilities_add_up_to_the_distribution_function(case: str) -> None:
    assert number(f"Total[PDF[{case}, Range[0, 60]]]") == pytest.approx(1, abs=1e-6)
    for x in (0, 2, 5):
        total = number(f"Total[PDF[{case}, Range[0, {x}]]]")
        assert number(f"CDF[{case}, {x}]") == pytest.approx(total, rel=1e-9)


def test_a_seed_fixes_the_numbers() -> None:
    for case in [*CASES, "MultinormalDistribution[{0, 1}, {{2, 1}, {1, 2}}]"]:
        once = Session().evaluate(f"SeedRandom[3]; RandomVariate[{case}, 3]")
        assert once == Session().evaluate(f"SeedRandom[3]; RandomVariate[{case}, 3]")
