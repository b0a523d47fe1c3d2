"""Probability distributions as data: parameters, formulas in the language, and how numpy draws from them.

A formula is a text in the parameters and `x` (for quantiles `q`); what is missing is found from the others or
left open.  Adding a distribution is adding an entry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Draw = Callable[..., np.ndarray]  # of a generator, the parameters as numbers, and a shape


@dataclass(frozen=True)
class Distribution:
    """`parameters` are texts as in the language: "a" or "{a, b}"; `conditions` what they have to fulfil."""

    parameters: tuple[str, ...]
    draw: Draw
    mean: str
    variance: str
    pdf: str
    cdf: str = ""
    quantile: str = ""
    conditions: tuple[tuple[str, str], ...] = ()  # a test in the language, and a message in the same words
    defaults: tuple[str, ...] = ()
    discrete: bool = False
    support: str = "True"  # where the density is not 0
    about: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def _lower(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{name} > 0", f"{name} is expected to be positive") for name in names)


_PROBABILITY = (("0 <= p <= 1", "p is expected to be a probability between 0 and 1"),)
_ORDERED = (("a <= b", "the ends a and b are expected to be in order"),)


def _triangular(rng: Any, a: float, b: float, c: float, size: Any) -> np.ndarray:
    return rng.triangular(a, c, b, size) if a < b else np.full(size, a)


DISTRIBUTIONS: dict[str, Distribution] = {
    "NormalDistribution": Distribution(
        ("m", "s"),
        lambda rng, m, s, size: rng.normal(m, s, size),
        "m",
        "s^2",
        "E^(-(x - m)^2/(2 s^2))/(Sqrt[2 Pi] s)",
        "Erfc[(m - x)/(Sqrt[2] s)]/2",
        conditions=_lower("s"),
        defaults=("0", "1"),
        about="NormalDistribution[m, s] is the normal distribution with mean m and standard deviation s.",
    ),
    "LogNormalDistribution": Distribution(
        ("m", "s"),
        lambda rng, m, s, size: rng.lognormal(m, s, size),
        "E^(m + s^2/2)",
        "E^(2 m + s^2) (E^s^2 - 1)",
        "E^(-(Log[x] - m)^2/(2 s^2))/(Sqrt[2 Pi] x s)",
        "Piecewise[{{Erfc[(m - Log[x])/(Sqrt[2] s)]/2, x > 0}}, 0]",
        conditions=_lower("s"),
        support="x > 0",
        about="LogNormalDistribution[m, s] is that of Exp[x], x normal with mean m and deviation s.",
    ),
    "UniformDistribution": Distribution(
        ("{a, b}",),
        lambda rng, a, b, size: rng.uniform(a, b, size),
        "(a + b)/2",
        "(b - a)^2/12",
        "1/(b - a)",
        "Piecewise[{{0, x < a}, {1, x > b}}, (x - a)/(b - a)]",
        "a + (b - a) q",
        conditions=_ORDERED,
        defaults=("{0, 1}",),
        support="a <= x <= b",
        about="UniformDistribution[{a, b}] gives all values between a and b alike.",
    ),
    "ExponentialDistribution": Distribution(
        ("l",),
        lambda rng, l, size: rng.exponential(1 / l, size),  # noqa: E741
        "1/l",
        "1/l^2",
        "l E^(-l x)",
        "Piecewise[{{1 - E^(-l x), x >= 0}}, 0]",
        "-Log[1 - q]/l",
        conditions=_lower("l"),
        support="x >= 0",
        about="ExponentialDistribution[l] is that of the time to an event that happens l times in a unit.",
    ),
    "GammaDistribution": Distribution(
        ("a", "b"),
        lambda rng, a, b, size: rng.gamma(a, b, size),
        "a b",
        "a b^2",
        "x^(a - 1) E^(-x/b)/(b^a Gamma[a])",
        "Piecewise[{{1 - GammaRegularized[a, x/b], x > 0}}, 0]",
        conditions=_lower("a", "b"),
        support="x > 0",
        about="GammaDistribution[a, b] is the gamma distribution of shape a and scale b.",
    ),
    "BetaDistribution": Distribution(
        ("a", "b"),
        lambda rng, a, b, size: rng.beta(a, b, size),
        "a/(a + b)",
        "a b/((a + b)^2 (a + b + 1))",
        "x^(a - 1) (1 - x)^(b - 1)/Beta[a, b]",
        "Piecewise[{{0, x <= 0}, {1, x >= 1}}, BetaRegularized[x, a, b]]",
        conditions=_lower("a", "b"),
        support="0 < x < 1",
        about="BetaDistribution[a, b] is the beta distribution with the shapes a and b.",
    ),
    "ChiSquareDistribution": Distribution(
        ("n",),
        lambda rng, n, size: rng.chisquare(n, size),
        "n",
        "2 n",
        "x^(n/2 - 1) E^(-x/2)/(2^(n/2) Gamma[n/2])",
        "Piecewise[{{1 - GammaRegularized[n/2, x/2], x > 0}}, 0]",
        conditions=_lower("n"),
        support="x > 0",
        about="ChiSquareDistribution[n] is that of the sum of the squares of n normal numbers.",
    ),
    "StudentTDistribution": Distribution(
        ("n",),
        lambda rng, n, size: rng.standard_t(n, size),
        "Piecewise[{{0, n > 1}}, Indeterminate]",
        "Piecewise[{{n/(n - 2), n > 2}}, Indeterminate]",
        "(n/(n + x^2))^((n + 1)/2)/(Sqrt[n] Beta[n/2, 1/2])",
        "Piecewise[{{BetaRegularized[n/(n + x^2), n/2, 1/2]/2, x <= 0}},"
        " 1 - BetaRegularized[n/(n + x^2), n/2, 1/2]/2]",
        conditions=_lower("n"),
        about="StudentTDistribution[n] is Student's t distribution with n degrees of freedom.",
    ),
    "CauchyDistribution": Distribution(
        ("a", "b"),
        lambda rng, a, b, size: a + b * rng.standard_cauchy(size),
        "Indeterminate",
        "Indeterminate",
        "1/(Pi b (1 + (x - a)^2/b^2))",
        "1/2 + ArcTan[(x - a)/b]/Pi",
        "a + b Tan[Pi (q - 1/2)]",
        conditions=_lower("b"),
        defaults=("0", "1"),
        about="CauchyDistribution[a, b] is the Cauchy distribution about a of width b.",
    ),
    "LaplaceDistribution": Distribution(
        ("m", "b"),
        lambda rng, m, b, size: rng.laplace(m, b, size),
        "m",
        "2 b^2",
        "E^(-Abs[x - m]/b)/(2 b)",
        "Piecewise[{{E^((x - m)/b)/2, x < m}}, 1 - E^(-(x - m)/b)/2]",
        "If[q < 1/2, m + b Log[2 q], m - b Log[2 (1 - q)]]",
        conditions=_lower("b"),
        defaults=("0", "1"),
        about="LaplaceDistribution[m, b] falls off exponentially on both sides of m.",
    ),
    "LogisticDistribution": Distribution(
        ("m", "b"),
        lambda rng, m, b, size: rng.logistic(m, b, size),
        "m",
        "Pi^2 b^2/3",
        "E^(-(x - m)/b)/(b (1 + E^(-(x - m)/b))^2)",
        "1/(1 + E^(-(x - m)/b))",
        "m + b Log[q/(1 - q)]",
        conditions=_lower("b"),
        defaults=("0", "1"),
        about="LogisticDistribution[m, b] is the logistic distribution about m of scale b.",
    ),
    "WeibullDistribution": Distribution(
        ("a", "b"),
        lambda rng, a, b, size: b * rng.weibull(a, size),
        "b Gamma[1 + 1/a]",
        "b^2 (Gamma[1 + 2/a] - Gamma[1 + 1/a]^2)",
        "(a/b) (x/b)^(a - 1) E^(-(x/b)^a)",
        "Piecewise[{{1 - E^(-(x/b)^a), x > 0}}, 0]",
        "b (-Log[1 - q])^(1/a)",
        conditions=_lower("a", "b"),
        support="x > 0",
        about="WeibullDistribution[a, b] is the Weibull distribution of shape a and scale b.",
    ),
    "ParetoDistribution": Distribution(
        ("k", "a"),
        lambda rng, k, a, size: k * (1 + rng.pareto(a, size)),
        "Piecewise[{{a k/(a - 1), a > 1}}, Indeterminate]",
        "Piecewise[{{a k^2/((a - 1)^2 (a - 2)), a > 2}}, Indeterminate]",
        "a k^a x^(-1 - a)",
        "Piecewise[{{1 - (k/x)^a, x >= k}}, 0]",
        "k (1 - q)^(-1/a)",
        conditions=_lower("k", "a"),
        support="x >= k",
        about="ParetoDistribution[k, a] falls off as a power above k.",
    ),
    "RayleighDistribution": Distribution(
        ("s",),
        lambda rng, s, size: rng.rayleigh(s, size),
        "Sqrt[Pi/2] s",
        "(2 - Pi/2) s^2",
        "x E^(-x^2/(2 s^2))/s^2",
        "Piecewise[{{1 - E^(-x^2/(2 s^2)), x > 0}}, 0]",
        "s Sqrt[-2 Log[1 - q]]",
        conditions=_lower("s"),
        support="x > 0",
        about="RayleighDistribution[s] is that of the length of a plane vector of normal numbers.",
    ),
    "HalfNormalDistribution": Distribution(
        ("t",),
        lambda rng, t, size: np.abs(rng.normal(0, np.sqrt(np.pi / 2) / t, size)),
        "1/t",
        "(Pi - 2)/(2 t^2)",
        "2 t E^(-t^2 x^2/Pi)/Pi",
        "Piecewise[{{Erf[t x/Sqrt[Pi]], x > 0}}, 0]",
        conditions=_lower("t"),
        support="x > 0",
        about="HalfNormalDistribution[t] is that of the size of a normal number.",
    ),
    "TriangularDistribution": Distribution(
        ("{a, b}", "c"),
        _triangular,
        "(a + b + c)/3",
        "(a^2 + b^2 + c^2 - a b - a c - b c)/18",
        "Piecewise[{{2 (x - a)/((b - a) (c - a)), x <= c}}, 2 (b - x)/((b - a) (b - c))]",
        "Piecewise[{{0, x < a}, {(x - a)^2/((b - a) (c - a)), x <= c}, {1 - (b - x)^2/((b - a) (b - c)),"
        " x <= b}}, 1]",
        conditions=(*_ORDERED, ("a <= c <= b", "the peak c is expected to be between the ends")),
        defaults=("{0, 1}", "(a + b)/2"),
        support="a <= x <= b",
        about="TriangularDistribution[{a, b}, c] rises from a to c and falls to b.",
    ),
    "PoissonDistribution": Distribution(
        ("m",),
        lambda rng, m, size: rng.poisson(m, size),
        "m",
        "m",
        "E^(-m) m^x/x!",
        "Piecewise[{{GammaRegularized[1 + Floor[x], N[m]], x >= 0}}, 0]",
        conditions=_lower("m"),
        discrete=True,
        support="x >= 0",
        about="PoissonDistribution[m] is that of the number of events that happen m times on the average.",
    ),
    "BernoulliDistribution": Distribution(
        ("p",),
        lambda rng, p, size: rng.binomial(1, p, size),
        "p",
        "p (1 - p)",
        "Piecewise[{{1 - p, x == 0}, {p, x == 1}}, 0]",
        "Piecewise[{{0, x < 0}, {1 - p, x < 1}}, 1]",
        conditions=_PROBABILITY,
        discrete=True,
        about="BernoulliDistribution[p] gives 1 with probability p and otherwise 0.",
    ),
    "BinomialDistribution": Distribution(
        ("n", "p"),
        lambda rng, n, p, size: rng.binomial(int(n), p, size),
        "n p",
        "n p (1 - p)",
        "Binomial[n, x] p^x (1 - p)^(n - x)",
        "Piecewise[{{0, x < 0}, {1, x >= n}}, BetaRegularized[N[1 - p], n - Floor[x], 1 + Floor[x]]]",
        conditions=_PROBABILITY,
        discrete=True,
        support="0 <= x <= n",
        about="BinomialDistribution[n, p] is that of the successes in n trials of probability p.",
    ),
    "GeometricDistribution": Distribution(
        ("p",),
        lambda rng, p, size: rng.geometric(p, size) - 1,
        "1/p - 1",
        "(1 - p)/p^2",
        "p (1 - p)^x",
        "Piecewise[{{1 - (1 - p)^(1 + Floor[x]), x >= 0}}, 0]",
        conditions=_PROBABILITY,
        discrete=True,
        support="x >= 0",
        about="GeometricDistribution[p] is that of the failures before the first success.",
    ),
    "NegativeBinomialDistribution": Distribution(
        ("n", "p"),
        lambda rng, n, p, size: rng.negative_binomial(n, p, size),
        "n (1 - p)/p",
        "n (1 - p)/p^2",
        "Binomial[n + x - 1, n - 1] p^n (1 - p)^x",
        conditions=_PROBABILITY,
        discrete=True,
        support="x >= 0",
        about="NegativeBinomialDistribution[n, p] is that of the failures before n successes.",
    ),
    "DiscreteUniformDistribution": Distribution(
        ("{a, b}",),
        lambda rng, a, b, size: rng.integers(int(a), int(b), size, endpoint=True),
        "(a + b)/2",
        "((b - a + 1)^2 - 1)/12",
        "1/(b - a + 1)",
        "Piecewise[{{0, x < a}, {1, x >= b}}, (Floor[x] - a + 1)/(b - a + 1)]",
        conditions=_ORDERED,
        discrete=True,
        support="a <= x <= b",
        about="DiscreteUniformDistribution[{a, b}] gives the whole numbers from a to b alike.",
    ),
}
