"""Distributions that RandomArrayLayer draws from: each from uniform, normal, gamma or count variates.

`DISTRIBUTIONS` says how many parameters a distribution has, what they are when left out, and how to draw from
it.  Continuous ones are functions of a variate without parameters where that is known, so that gradients
flow through them to the parameters (reparametrization); those of counts have none.
Source: reference pages of the distributions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..convert import NOT_CONVERTED, from_node
from ..expr import Expr, Integer, Node, S, String, Symbol, is_head
from ..lazy import torch
from ..problem import Template
from .elementwise import compile_body, function_parts
from .shown import typed

Draw = Callable[..., Any]


def _normal(like: Any, random: Any) -> Any:
    return torch.randn(like.shape, generator=random, dtype=like.dtype, device=like.device)


def _uniform(like: Any, random: Any) -> Any:
    """Numbers between 0 and 1, without either."""
    drawn = torch.rand(like.shape, generator=random, dtype=like.dtype, device=like.device)
    return drawn.clamp(torch.finfo(like.dtype).tiny, 1 - torch.finfo(like.dtype).eps)


def _exponential(like: Any, random: Any) -> Any:
    return -torch.log(_uniform(like, random))


def _gamma(shape: Any, random: Any) -> Any:
    return torch._standard_gamma(shape, generator=random)


def _poisson(mean: Any, random: Any) -> Any:
    return torch.poisson(mean, generator=random)


def _negative_binomial(random: Any, n: Any, p: Any) -> Any:
    return _poisson(_gamma(n, random) * (1 - p) / p, random)


def _discrete_uniform(random: Any, least: Any, most: Any) -> Any:
    return torch.floor(least + (most - least + 1) * _uniform(least, random))


def _inverse_gamma(random: Any, a: Any, b: Any) -> Any:
    return b / _gamma(a, random)


# name -> values of parameters that may be left out (None: they may not), and the drawing
DISTRIBUTIONS: dict[str, tuple[tuple[float | None, ...], Draw]] = {
    "NormalDistribution": ((0.0, 1.0), lambda r, m, s: m + s * _normal(m, r)),
    "UniformDistribution": ((0.0, 1.0), lambda r, a, b: a + (b - a) * _uniform(a, r)),
    "GammaDistribution": ((None, None), lambda r, a, b: b * _gamma(a, r)),
    "ExponentialDistribution": ((None,), lambda r, rate: _exponential(rate, r) / rate),
    "PoissonDistribution": ((None,), lambda r, mean: _poisson(mean, r)),
    "MaxwellDistribution": ((None,), lambda r, s: s * torch.sqrt(2 * _gamma(torch.full_like(s, 1.5), r))),
    "RayleighDistribution": ((None,), lambda r, s: s * torch.sqrt(2 * _exponential(s, r))),
    "ChiDistribution": ((None,), lambda r, n: torch.sqrt(2 * _gamma(n / 2, r))),
    "HalfNormalDistribution": ((None,), lambda r, t: math.sqrt(math.pi / 2) / t * _normal(t, r).abs()),
    "WeibullDistribution": ((None, None), lambda r, a, b: b * _exponential(a, r) ** (1 / a)),
    "NakagamiDistribution": ((None, None), lambda r, m, w: torch.sqrt(w / m * _gamma(m, r))),
    "ChiSquareDistribution": ((None,), lambda r, n: 2 * _gamma(n / 2, r)),
    "ErlangDistribution": ((None, None), lambda r, k, rate: _gamma(k, r) / rate),
    "LogGammaDistribution": ((None, None, None), lambda r, a, b, m: m + torch.exp(b * _gamma(a, r)) - 1),
    "ExpGammaDistribution": ((None, None, None), lambda r, k, t, m: m + t * torch.log(_gamma(k, r))),
    "InverseGammaDistribution": ((None, None), _inverse_gamma),
    "BernoulliDistribution": ((None,), lambda r, p: torch.bernoulli(p, generator=r)),
    "BinomialDistribution": ((None, None), lambda r, n, p: torch.binomial(n, p, generator=r)),
    "NegativeBinomialDistribution": ((None, None), _negative_binomial),
    "DiscreteUniformDistribution": ((None, None), _discrete_uniform),
}


OUT_OF_RANGE = Template("distpar", "There is no distribution `1`: `2`.")
_SCALE = "the first two parameters must be positive"
_PROBABILITY = "a probability lies between 0 and 1"
# which parameters are impossible, and why; for the other distributions those that are not positive
IMPOSSIBLE: dict[str, tuple[Callable[..., bool], str]] = {
    "NormalDistribution": (lambda m, s: s < 0, "its standard deviation is negative"),
    "UniformDistribution": (lambda a, b: a >= b, "its first end must lie below the second"),
    "DiscreteUniformDistribution": (lambda a, b: a > b, "its first end must not lie above the second"),
    "LogGammaDistribution": (lambda a, b, m: a <= 0 or b <= 0, _SCALE),
    "ExpGammaDistribution": (lambda k, t, m: k <= 0 or t <= 0, _SCALE),
    "BernoulliDistribution": (lambda p: p < 0 or p > 1, _PROBABILITY),
    "BinomialDistribution": (lambda n, p: n < 0 or p < 0 or p > 1, "it needs a count, and " + _PROBABILITY),
    "NegativeBinomialDistribution": (
        lambda n, p: n <= 0 or p <= 0 or p > 1,
        "it needs a positive count, and " + _PROBABILITY,
    ),
}
_NOT_POSITIVE = (lambda *numbers: any(number <= 0 for number in numbers), "its parameters must be positive")


@dataclass(frozen=True)
class RandomSource:
    """A distribution, or a function that gives one, as the user gave it (`node`)."""

    node: Node
    expected = "a distribution such as NormalDistribution[0, 1], or a function that gives one"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        source = cls(node)
        body = source._parts[1]
        if (
            not isinstance(body, Expr)
            or not isinstance(body.head, Symbol)
            or body.head.name not in DISTRIBUTIONS
        ):
            return NOT_CONVERTED
        usual = DISTRIBUTIONS[body.head.name][0]
        given = _arguments(body)
        if len(given) not in ((len(usual), 0) if None not in usual else (len(usual),)):
            return NOT_CONVERTED
        _ = source._parameters  # a Problem names what is not supported
        _check_range(body, given)
        return source

    @cached_property
    def _parts(self) -> tuple[tuple[Node, ...], Node]:
        """The variables and the distribution that they are parameters of."""
        if isinstance(self.node, Symbol) and self.node.name in DISTRIBUTIONS:
            count = len(DISTRIBUTIONS[self.node.name][0])
            slots = tuple(S.Slot(Integer(i + 1)) for i in range(count))
            return slots, Expr(self.node, slots)
        if is_head(self.node, S.Function) and self.node.args:
            return function_parts(self.node)  # type: ignore[arg-type]
        return (), self.node

    @property
    def name(self) -> str:
        return self._parts[1].head.name  # type: ignore[attr-defined]

    @property
    def inputs(self) -> Sequence[str]:
        """The names of the inputs: one for each variable."""
        variables = self._parts[0]
        if len(variables) == 1 and not isinstance((*variables[0].args, None)[0], String):
            return ["Input"]
        return [
            v.args[0].value if v.args and isinstance(v.args[0], String) else f"Input{i}"
            for i, v in enumerate(variables, 1)
        ]

    @cached_property
    def _parameters(self) -> list[Callable[..., Any]]:
        """Each parameter as a function of the variables."""
        variables, body = self._parts
        given = _arguments(body)
        if given:
            return [compile_body(node, variables) for node in given]
        return [lambda *xs, value=value: value for value in DISTRIBUTIONS[self.name][0]]

    def draw(self, random: Any, inputs: Sequence[Any], shape: Sequence[int], like: Any) -> Any:
        """Numbers of this shape, with `inputs` as tensors; `like` has their type and device."""
        values = [torch.as_tensor(p(*inputs), dtype=like.dtype, device=like.device) for p in self._parameters]
        return DISTRIBUTIONS[self.name][1](random, *(value.expand(shape) for value in values))

    def to_node(self) -> Node:
        return self.node

    def __str__(self) -> str:
        return self.name.removesuffix("Distribution")


def _check_range(body: Node, given: Sequence[Node]) -> None:
    """Raise a Problem for parameters that are numbers and that the distribution cannot have."""
    found = (from_node(float, node) for node in given)
    numbers = [math.nan if number is NOT_CONVERTED else number for number in found]
    is_wrong, why = IMPOSSIBLE.get(body.head.name, _NOT_POSITIVE)  # type: ignore[attr-defined]
    if numbers and is_wrong(*numbers):
        raise OUT_OF_RANGE(typed(body), why)


def _arguments(body: Node) -> Sequence[Node]:
    """The parameters of a distribution; those of a list count one by one."""
    return [part for a in body.args for part in (a.args if is_head(a, S.List) else (a,))]
