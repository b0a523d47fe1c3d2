"""Probability distributions: their means, variances, densities, and random numbers from them."""

from __future__ import annotations

import functools
import math
import re
from typing import Any

import numpy as np

from ..expr import FALSE, TRUE, Expr, Integer, Node, Real, S, Symbol, is_head
from ..kernel.builtin import builtin, symbol
from ..kernel.numbers import ZERO, node_of
from ..problem import Template
from ..syntax.parse import parse
from .distribution_table import DISTRIBUTIONS, Distribution
from .packing import nested, numbers
from .random import sizes_of
from .rounding import real_value

PARAMETER = Template("parm", "In `1`, `2`.")
UNKNOWN = Template("udist", "`1` is not a distribution that is known here.")
NOT_NUMERIC = Template("npar", "Random numbers need numbers as parameters, not `1`.")
BAD_PROBABILITY = Template("nquan", "The quantile specification `1` should be a number between 0 and 1.")
_NAMES = re.compile(r"[a-z]+")


@functools.cache
def formula(text: str) -> Node:
    return parse(text)


def filled(node: Node, values: dict[Node, Node]) -> Node:
    """`node` with values for symbols."""
    if type(node) is Symbol:
        return values.get(node, node)
    if type(node) is Expr:
        return Expr(node.head, tuple([filled(arg, values) for arg in node.args]))
    return node


class Known:
    """A distribution with its parameters."""

    def __init__(self, node: Expr, form: Distribution, values: dict[Node, Node]):
        self.node, self.form, self.values = node, form, values

    def of(self, text: str, **more: Node) -> Node:
        """A formula with the parameters put in."""
        return filled(formula(text), self.values | {Symbol(name): value for name, value in more.items()})

    def numbers(self, k) -> list[float]:
        found = [real_value(k.evaluate(S.N(value))) for value in self.values.values()]
        if None in found:
            raise NOT_NUMERIC(self.node)
        return [float(value) for value in found]  # type: ignore[arg-type]


def known(k, node: Node) -> Known | None:
    """The distribution that an expression is; None for anything else.  A problem if parameters do not fit."""
    form = DISTRIBUTIONS.get(node.head.name) if type(node) is Expr and type(node.head) is Symbol else None
    if form is None or len(node.args) != len(form.parameters):
        return None
    values: dict[Node, Node] = {}
    for text, arg in zip(form.parameters, node.args, strict=True):
        names = [Symbol(name) for name in _NAMES.findall(text)]
        given = arg.args if text.startswith("{") and is_head(arg, S.List) else (arg,)
        if len(given) != len(names):
            return None
        values |= dict(zip(names, given, strict=True))
    found = Known(node, form, values)
    for test, text in form.conditions:
        if k.evaluate(found.of(test)) is FALSE:
            raise PARAMETER(node, text)
    return found


def _with_defaults(name: str, form: Distribution) -> None:
    """Declare that a distribution without its parameters has the usual ones."""

    def function(k, args: tuple[Node, ...]):
        missing = len(form.parameters) - len(args)
        if not 0 < missing <= len(form.defaults):
            return None
        if name == "TriangularDistribution":
            ends = args or (parse(form.defaults[0]),)
            values = dict(zip(map(Symbol, "ab"), ends[0].args, strict=False))
            return Expr(Symbol(name), (*ends, filled(parse(form.defaults[1]), values)))
        given = tuple(parse(text) for text in form.defaults[len(form.defaults) - missing :])
        return Expr(Symbol(name), (*args, *given))

    function.__doc__ = f"{form.about}\n\n>> {name}[] === {name}[{', '.join(form.defaults)}]\nTrue"
    if "a + b" in function.__doc__:
        function.__doc__ = f"{form.about}\n\n>> {name}[]\n{name}[{{0, 1}}, 1/2]"
    builtin(f"{name}[args___]")(function)


for _name, _form in DISTRIBUTIONS.items():
    if _form.defaults:
        _with_defaults(_name, _form)
    else:
        symbol(_name, _form.about)
symbol(
    "MultinormalDistribution",
    "MultinormalDistribution[m, c] is the normal distribution of vectors with mean m and covariances c.",
)
symbol(
    "EmpiricalDistribution",
    "EmpiricalDistribution[list] gives each element of list alike.",
)
symbol(
    "TruncatedDistribution",
    "TruncatedDistribution[{min, max}, dist] is dist without what is below min or above max.",
)
symbol(
    "CensoredDistribution",
    "CensoredDistribution[{min, max}, dist] is dist with what is below min taken as min, above max as max.",
)
symbol("ProductDistribution", "ProductDistribution[d1, d2, ...] is that of vectors of independent numbers.")
symbol(
    "MixtureDistribution",
    "MixtureDistribution[{w1, ...}, {d1, ...}] takes each value from one of the d, chosen by the weights w.",
)


# ---- moments ----


@builtin("Mean[dist_]")
def mean_of_distribution(k, dist: Node):
    """Mean[dist] is the mean of a distribution.

    >> {Mean[NormalDistribution[m, s]], Mean[PoissonDistribution[3]], Mean[UniformDistribution[{1, 4}]]}
    {m, 3, 5/2}
    """
    if is_head(dist, S.MultinormalDistribution):
        return dist.args[0]
    if is_head(dist, S.ProductDistribution):
        return Expr(S.List, tuple(S.Mean(each) for each in dist.args))
    if is_head(dist, S.EmpiricalDistribution):
        return S.Mean(dist.args[0])
    found = known(k, dist)
    return None if found is None else found.of(found.form.mean)


@builtin("Variance[dist_]")
def variance_of_distribution(k, dist: Node):
    """Variance[dist] is the variance of a distribution.

    >> {Variance[NormalDistribution[m, s]], Variance[BernoulliDistribution[1/4]]}
    {s^2, 3/16}
    """
    if is_head(dist, S.MultinormalDistribution):
        return S.Diagonal(dist.args[1])
    found = known(k, dist)
    return None if found is None else found.of(found.form.variance)


@builtin("StandardDeviation[dist_]")
def deviation_of_distribution(k, dist: Node):
    """StandardDeviation[dist] is the square root of the variance of a distribution.

    >> StandardDeviation[ExponentialDistribution[2]]
    1/2
    """
    found = known(k, dist)
    if found is None:
        return None
    if is_head(dist, S.NormalDistribution):
        return dist.args[1]
    return S.Sqrt(S.Variance(dist))


@builtin("Median[dist_]")
def median_of_distribution(k, dist: Node):
    """Median[dist] is the value that half of the values of a distribution lie below.

    >> Median[NormalDistribution[3, 1]]
    3
    """
    if is_head(dist, S.NormalDistribution):
        return dist.args[0]
    return None if known(k, dist) is None else S.Quantile(dist, S.Divide(Integer(1), Integer(2)))


# ---- densities ----


@builtin("PDF[dist_, x_]", operator="x")
def pdf(k, dist: Node, x: Node):
    """PDF[dist, x] is the density of a distribution at x, or the probability of x; PDF[dist] the function.

    >> {PDF[ExponentialDistribution[1], 2], PDF[BinomialDistribution[2, 1/2], 1]}
    {E^(-2), 1/2}
    """
    if is_head(dist, S.MultinormalDistribution):
        return _multinormal_pdf(dist, x)
    found = known(k, dist)
    if found is None:
        return None
    if is_head(x, S.List):
        return Expr(S.List, tuple(S.PDF(dist, item) for item in x.args))
    inside = k.evaluate(found.of(found.form.support, x=x))
    if found.form.discrete and type(x) is not Integer and real_value(x) is not None:
        inside = (
            FALSE if x != k.evaluate(S.Floor(x)) and k.evaluate(S.Equal(x, S.Floor(x))) is FALSE else inside
        )
    if inside is FALSE:
        return ZERO
    value = found.of(found.form.pdf, x=x)
    return value if inside is TRUE else S.Piecewise(S.List(S.List(value, inside)), ZERO)


def _multinormal_pdf(dist: Expr, x: Node) -> Node:
    mean, covariance = dist.args
    away = S.Subtract(x, mean)
    exponent = S.Times(S.Divide(Integer(-1), Integer(2)), S.Dot(away, S.Inverse(covariance), away))
    scale = S.Sqrt(S.Times(S.Power(S.Times(Integer(2), S.Pi), S.Length(mean)), S.Det(covariance)))
    return S.Divide(S.Exp(exponent), scale)


@builtin("CDF[dist_, x_]", operator="x")
def cdf(k, dist: Node, x: Node):
    """CDF[dist, x] is the probability that a value is at most x; CDF[dist] the function.

    >> {CDF[NormalDistribution[], 0], CDF[ExponentialDistribution[1], 2], CDF[UniformDistribution[], 1/4]}
    {1/2, 1 - E^(-2), 1/4}
    """
    found = known(k, dist)
    if found is None:
        return None
    if is_head(x, S.List):
        return Expr(S.List, tuple(S.CDF(dist, item) for item in x.args))
    if found.form.cdf:
        return found.of(found.form.cdf, x=x)
    if found.form.discrete and type(x) is Integer:
        return Expr(S.Plus, tuple(S.PDF(dist, Integer(i)) for i in range(x.value + 1)))
    return None


@builtin("Quantile[dist_, q_]")
def quantile_of_distribution(k, dist: Node, q: Node):
    """Quantile[dist, q] is the x with CDF[dist, x] == q.

    >> {Quantile[ExponentialDistribution[1], 1/2], Round[1000 Quantile[NormalDistribution[], 0.975]]}
    {Log[2], 1960}
    """
    found = known(k, dist)
    if found is None:
        return None
    if is_head(q, S.List):
        return Expr(S.List, tuple(S.Quantile(dist, item) for item in q.args))
    part = real_value(q)
    if part is not None and not 0 <= part <= 1:  # type: ignore[operator]
        raise BAD_PROBABILITY(q)
    if found.form.quantile:
        return found.of(found.form.quantile, q=q)
    return None if part is None else _searched(k, found, float(part))  # type: ignore[arg-type]


@builtin("InverseCDF[dist_, q_]")
def inverse_cdf(k, dist: Node, q: Node):
    """InverseCDF[dist, q] is the x with CDF[dist, x] == q.

    >> InverseCDF[UniformDistribution[{0, 4}], 1/4]
    1
    """
    return S.Quantile(dist, q)


def _searched(k, found: Known, q: float) -> Node:
    """The quantile by halving; a whole number for a discrete distribution."""

    def below(x: float) -> float:
        return float(real_value(k.evaluate(S.N(S.CDF(found.node, node_of(x))))))  # type: ignore[arg-type]

    if q in (0.0, 1.0):
        return S.Times(Integer(1 if q else -1), S.Infinity)
    low, high = -1.0, 1.0
    while below(high) < q and high < 1e300:
        high *= 2
    while below(low) > q and low > -1e300:
        low *= 2
    if found.form.discrete:
        return Integer(
            next(n for n in range(math.floor(low), math.ceil(high) + 1) if below(float(n)) >= q - 1e-14)
        )
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if below(middle) < q else (low, middle)
    return Real((low + high) / 2)


# ---- random numbers ----


@builtin("RandomVariate[dist_, dims_]")
def random_variate(k, dist: Node, dims: Node = S.Automatic, *, WorkingPrecision: Node = S.Automatic):
    """RandomVariate[dist] is a random number from a distribution; RandomVariate[dist, n] a list of n of them.

    RandomVariate[dist, {n1, n2, ...}] is an array.  SeedRandom makes them the same each time.

    >> {Head[RandomVariate[NormalDistribution[]]], Dimensions[RandomVariate[PoissonDistribution[3], {2, 3}]]}
    {Real, {2, 3}}
    """
    size = () if dims is S.Automatic else sizes_of(dims)
    drawn = _drawn(k, dist, size)
    return drawn if isinstance(drawn, Node) else nested(np.asarray(drawn))


def _drawn(k, dist: Node, size: tuple[int, ...]) -> Any:
    """An array of numbers, or a list of nodes."""
    special = _SPECIAL.get(dist.head) if type(dist) is Expr else None
    if special is not None:
        return special(k, dist, size)
    found = known(k, dist)
    if found is None:
        raise UNKNOWN(dist)
    return found.form.draw(k.random, *found.numbers(k), size=size)


def _multinormal(k, dist: Expr, size: tuple[int, ...]) -> Any:
    mean, covariance = (numbers(k.evaluate(S.N(arg))) for arg in dist.args)
    if mean is None or covariance is None:
        raise NOT_NUMERIC(dist)
    return k.random.multivariate_normal(mean, covariance, size)


def _uniform(k, dist: Expr, size: tuple[int, ...]) -> Any:
    """Of a box too: ``UniformDistribution[{{a, b}, {c, d}}]``."""
    ends = numbers(k.evaluate(S.N(dist.args[0]))) if len(dist.args) == 1 else None
    if ends is None or ends.ndim != 2:
        found = known(k, dist)
        if found is None:
            raise UNKNOWN(dist)
        return k.random.uniform(*found.numbers(k), size=size)
    return k.random.uniform(ends[:, 0], ends[:, 1], (*size, len(ends)))


def _empirical(k, dist: Expr, size: tuple[int, ...]) -> Node:
    return (
        S.RandomChoice(dist.args[0], Expr(S.List, tuple(map(Integer, size))))
        if size
        else S.RandomChoice(dist.args[0])
    )


def _product(k, dist: Expr, size: tuple[int, ...]) -> Any:
    return np.stack([np.asarray(_drawn(k, each, size)) for each in dist.args], axis=-1)


def _ends(k, dist: Expr) -> tuple[float, float]:
    ends = [real_value(k.evaluate(S.N(end))) for end in dist.args[0].args]
    low, high = (
        math.copysign(math.inf, i - 0.5) if end is None else float(end)  # type: ignore[arg-type]
        for i, end in enumerate(ends)
    )
    return low, high


def _truncated(k, dist: Expr, size: tuple[int, ...]) -> Any:
    """By drawing again what falls outside."""
    low, high = _ends(k, dist)
    count = math.prod(size)
    kept: list[np.ndarray] = []
    missing, rounds = count, 0
    while missing > 0:
        drawn = np.asarray(_drawn(k, dist.args[1], (max(2 * missing, 64),)))
        inside = drawn[(drawn >= low) & (drawn <= high)][:missing]
        kept.append(inside)
        missing, rounds = missing - len(inside), rounds + 1
        if rounds > 1000:
            raise NOT_NUMERIC(dist)
    return np.concatenate(kept).reshape(size) if kept else np.zeros(size)


def _censored(k, dist: Expr, size: tuple[int, ...]) -> Any:
    return np.clip(_drawn(k, dist.args[1], size), *_ends(k, dist))


def _mixture(k, dist: Expr, size: tuple[int, ...]) -> Any:
    weights = numbers(k.evaluate(S.N(dist.args[0])))
    if weights is None or weights.ndim != 1:
        raise NOT_NUMERIC(dist)
    chosen = k.random.choice(len(weights), size, p=weights / weights.sum())
    return np.choose(chosen, [_drawn(k, each, size) for each in dist.args[1].args])


_SPECIAL: dict[Node, Any] = {
    S.MultinormalDistribution: _multinormal,
    S.UniformDistribution: _uniform,
    S.EmpiricalDistribution: _empirical,
    S.ProductDistribution: _product,
    S.TruncatedDistribution: _truncated,
    S.CensoredDistribution: _censored,
    S.MixtureDistribution: _mixture,
}
