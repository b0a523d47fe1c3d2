"""The methods of NetInitialize: how the weights, and for "Random" the biases, of a net are drawn.

| method | weights | suboptions |
|---|---|---|
| "Kaiming" | variance 2 / inputs | "Distribution" -> "Normal" or "Uniform" |
| "Xavier" | variance 1 / factor | "Distribution", "FactorType" -> "Mean", "In" or "Out" |
| "Orthogonal" | orthogonal rows or columns | |
| "Random" | from a distribution | "Weights" -> NormalDistribution[0, 1], "Biases" -> None |
| "Identity" | components are kept, with noise | "Distribution" -> NormalDistribution[0, 0.01] |

Inputs and outputs of an array count the numbers that meet in one output and that one input goes to; the
factor of "Xavier" is one of them or the mean of both.  A number s in place of a distribution is
NormalDistribution[0, s].  Sources: reference page of NetInitialize, He et al. 2015 (arXiv:1502.01852), Glorot
and Bengio 2010; that Kaiming counts the inputs is ours to say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..convert import NOT_CONVERTED, from_node
from ..expr import NONE, Expr, Node, Real, S, String, is_head, is_rule
from ..lazy import torch
from ..problem import Template
from .distributions import RandomSource
from .shown import typed

BAD_METHOD = Template("initmethod", "`1` is not an available method; these are: `2`.")
NO_SUBOPTION = Template("initsub", "`1` is not a suboption of the method `2`, which takes `3`.")
NOT_DRAWN = Template("initdist", "Nothing can be drawn from `1`: its parameters do not fit.")
BAD_SUBOPTION = Template("initval", "The suboption `1` of the method `2` is `3`; `4` was expected.")

Shape = tuple[int, ...]
Draw = Callable[[np.random.Generator, Shape], np.ndarray]


@dataclass(frozen=True)
class Scheme:
    """How arrays are drawn; biases are 0 unless there is something else for them."""

    weights: Draw
    biases: Draw | None = None


@dataclass(frozen=True)
class Numbers:
    """A distribution of numbers: normal with numpy, the same as a plain deviation, any other with torch."""

    source: RandomSource
    normal: tuple[float, float] | None = None

    @classmethod
    def from_node(cls, node: Node) -> Any:
        deviation = from_node(float, node)
        if deviation is not NOT_CONVERTED:
            return cls.of(0.0, deviation) if deviation >= 0 else NOT_CONVERTED
        source = RandomSource.from_node(node)
        if source is NOT_CONVERTED or source.inputs:
            return NOT_CONVERTED
        parameters = [from_node(float, a) for a in node.args]
        if is_head(node, S.NormalDistribution) and NOT_CONVERTED not in parameters:
            return cls.of(*parameters)
        return cls(source)

    @classmethod
    def of(cls, mean: float = 0.0, deviation: float = 1.0) -> Numbers:
        return cls(RandomSource(S.NormalDistribution(Real(mean), Real(deviation))), (mean, deviation))

    def __call__(self, random: np.random.Generator, shape: Shape) -> np.ndarray:
        """Raises a Problem for parameters that a distribution cannot have."""
        try:
            drawn = self._drawn(random, shape)
        except (ValueError, RuntimeError):  # as numpy and torch refuse them
            raise NOT_DRAWN(typed(self.source.node)) from None
        if not np.isfinite(drawn).all():
            raise NOT_DRAWN(typed(self.source.node))
        return drawn

    def _drawn(self, random: np.random.Generator, shape: Shape) -> np.ndarray:
        if self.normal is not None:
            return random.normal(*self.normal, shape)
        generator = torch.Generator().manual_seed(int(random.integers(2**63)))
        like = torch.empty((), dtype=torch.float64)
        drawn: np.ndarray = self.source.draw(generator, (), shape, like).numpy()
        return drawn


def fans(shape: Shape) -> tuple[int, int]:
    """How many numbers meet in one output, and to how many outputs one input goes."""
    inside = math.prod(shape[2:])
    return max(1, math.prod(shape[1:])), max(1, (shape[0] if shape else 1) * inside)


def _with_variance(random: np.random.Generator, shape: Shape, variance: float, kind: str) -> np.ndarray:
    if kind == "Uniform":
        edge = math.sqrt(3 * variance)
        return random.uniform(-edge, edge, shape)
    return random.normal(0, math.sqrt(variance), shape)


def kaiming(Distribution: str = "Normal") -> Scheme:
    return Scheme(lambda random, shape: _with_variance(random, shape, 2 / fans(shape)[0], Distribution))


def xavier(Distribution: str = "Normal", FactorType: str = "Mean") -> Scheme:
    def draw(random: np.random.Generator, shape: Shape) -> np.ndarray:
        inputs, outputs = fans(shape)
        factor = {"In": inputs, "Out": outputs, "Mean": (inputs + outputs) / 2}[FactorType]
        return _with_variance(random, shape, 1 / factor, Distribution)

    return Scheme(draw)


def orthogonal() -> Scheme:
    def draw(random: np.random.Generator, shape: Shape) -> np.ndarray:
        rows = shape[0] if shape else 1
        columns = math.prod(shape[1:])
        q, r = np.linalg.qr(random.normal(size=(max(rows, columns), min(rows, columns))))
        q *= np.sign(np.diag(r))
        return (q if rows >= columns else q.T).reshape(shape)

    return Scheme(draw)


def from_distribution(Weights: Draw = Numbers.of(), Biases: Draw | None = None) -> Scheme:  # noqa: B008
    return Scheme(Weights, Biases)


def identity(Distribution: Draw = Numbers.of(0.0, 0.01)) -> Scheme:  # noqa: B008
    """Components are kept, at the centre of a kernel; arrays that are no matrices are noise alone."""

    def draw(random: np.random.Generator, shape: Shape) -> np.ndarray:
        array = np.array(Distribution(random, shape))
        if len(shape) > 1:
            kept = np.arange(min(shape[:2]))
            place: tuple[Any, ...] = (kept, kept, *((size - 1) // 2 for size in shape[2:]))
            array[place] += 1
        return array

    return Scheme(draw)


METHODS: dict[str, Callable[..., Scheme]] = {
    "Kaiming": kaiming,
    "Xavier": xavier,
    "Orthogonal": orthogonal,
    "Random": from_distribution,
    "Identity": identity,
}


def _one_of(*names: str) -> tuple[Callable[[Node], Any], str]:
    def read(node: Node) -> Any:
        return node.value if isinstance(node, String) and node.value in names else NOT_CONVERTED

    return read, " or ".join(f'"{name}"' for name in names)


def _or_none(node: Node) -> Any:
    return None if node is NONE else Numbers.from_node(node)


_SHAPE = _one_of("Normal", "Uniform")
_NUMBERS = Numbers.from_node, "a distribution such as NormalDistribution[0, 1], or its deviation"
SUBOPTIONS: dict[str, dict[str, tuple[Callable[[Node], Any], str]]] = {
    "Kaiming": {"Distribution": _SHAPE},
    "Xavier": {"Distribution": _SHAPE, "FactorType": _one_of("Mean", "In", "Out")},
    "Orthogonal": {},
    "Random": {"Weights": _NUMBERS, "Biases": (_or_none, _NUMBERS[1] + ", or None")},
    "Identity": {"Distribution": _NUMBERS},
}


def scheme(node: Node) -> Scheme:
    """What a value of the option Method says: "name", or {"name", suboption -> value, ...}."""
    if node is S.Automatic:
        return kaiming()
    name, *rest = node.args if isinstance(node, Expr) and node.head is S.List and node.args else (node,)
    if not isinstance(name, String) or name.value not in METHODS:
        raise BAD_METHOD(typed(node), ", ".join(f'"{m}"' for m in METHODS))
    return METHODS[name.value](**_suboptions(name.value, rest))


def drawing(node: Node) -> Draw | None:
    """How one array is drawn: by a distribution, or as weights by a method; None if `node` says neither.

    Raises a Problem for suboptions that a method does not have.
    """
    numbers = NOT_CONVERTED if from_node(float, node) is not NOT_CONVERTED else Numbers.from_node(node)
    if numbers is not NOT_CONVERTED:
        return numbers  # type: ignore[no-any-return]
    first = node.args[0] if is_head(node, S.List) and node.args else node
    return scheme(node).weights if isinstance(first, String) and first.value in METHODS else None


def _suboptions(method: str, rules: Sequence[Node]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    known = SUBOPTIONS[method]
    for rule in rules:
        name = getattr(rule.args[0], "value", getattr(rule.args[0], "name", "")) if is_rule(rule) else ""
        if name not in known:
            shown = ", ".join(f'"{n}"' for n in known) or "none"
            raise NO_SUBOPTION(typed(rule.args[0] if is_rule(rule) else rule), f'"{method}"', shown)
        read, expected = known[name]
        value = read(rule.args[1])
        if value is NOT_CONVERTED:
            raise BAD_SUBOPTION(f'"{name}"', f'"{method}"', typed(rule.args[1]), expected)
        found[name] = value
    return found
