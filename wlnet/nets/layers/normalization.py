"""NormalizationLayer: numbers shifted and scaled to mean 0 and variance 1, within each example."""

from __future__ import annotations

from typing import Any

from ...expr import Integer, Node, S, String
from ...problem import Template
from .. import levels
from ..kinds import Choice, Lengths, NotNegative
from ..layer import Array, Layer, Port, layer
from ..shapes import Derived, Dims

GROUPS = Template("normgroups", "The `1` elements of level `2` cannot be split into `3` groups of one size.")
GROUP_COUNT = Template("normgroups", "There are group numbers for `1` levels, but `2` are aggregated.")
MORE_LEVELS = levels.Levels(S.Span(Integer(2), S.All))


class NormalizationMethod(Choice):
    names = ("Standardize", "RMS")
    expected = '"Standardize" or "RMS"'


class ScalingSpec:
    """Levels, "Complement" or "Same"."""

    expected = '"Complement", "Same" or levels'

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node in (String("Complement"), String("Same")):
            return node.value  # type: ignore[attr-defined]
        return levels.Levels.from_node(node)


def _scaling(aggregated: levels.Levels, scaled: Any, rank: int) -> tuple[int, ...]:
    """The levels that have scalings and biases, from 0."""
    if isinstance(scaled, levels.Levels):
        return scaled.indices(rank)
    inside = aggregated.indices(rank)
    return inside if scaled == "Same" else tuple(i for i in range(rank) if i not in inside)


def _sizes(aggregated: levels.Levels, scaled: Any, inp: Dims) -> Dims:
    return None if inp is None else tuple(inp[i] for i in _scaling(aggregated, scaled, len(inp)))


def _groups_fit(aggregated: levels.Levels, groups: Lengths, inp: tuple[Any, ...]) -> bool:
    chosen = aggregated.indices(len(inp))
    if len(groups) != len(chosen):
        raise GROUP_COUNT(len(groups), len(chosen))
    for level, count in zip(chosen, groups, strict=True):
        size = inp[level]
        if isinstance(size, int) and size % count:
            raise GROUPS(size, level + 1, count)
    return True


@layer
class NormalizationLayer(Layer):
    """NormalizationLayer[] normalizes each element of its input, for images each channel, by its statistics.

    NormalizationLayer[levels] takes mean m and variance v over the given levels, 2;;All unless given, and
    computes s (x - m) / Sqrt[v + e] + b with e = "Epsilon"; "Scaling" s and "Biases" b, which may be None,
    belong to all other levels.  NormalizationLayer[levels, spec] gives them to the levels spec: "Complement",
    "Same" or levels.  "GroupNumber" -> {g1, ...} splits the i-th aggregated level into gi groups that are
    normalized by themselves.  With "Unbiased" -> True v has one less than the number of elements in the
    denominator.  Method -> "RMS" computes s x / Sqrt[q + e] + b with the mean q of squares.
    Source: reference page of NormalizationLayer; that e stands inside the root is our reading.
    """

    positional = ("AggregationLevels", "ScalingLevels")
    AggregationLevels: levels.Levels = MORE_LEVELS
    ScalingLevels: ScalingSpec = "Complement"  # type: ignore[assignment]
    Epsilon: NotNegative = NotNegative(0.001)
    GroupNumber: Lengths | None = None
    Unbiased: bool = False
    Method: NormalizationMethod = NormalizationMethod("Standardize")
    obsolete = ("InstanceNormalizationLayer",)

    Input = Port("*inp")
    Output = Port("*inp", output=True)
    Scaling = Array("*scaled", init=1.0, optional=True)
    Biases = Array("*scaled", init="Biases", optional=True)
    scaled = Derived(_sizes, "AggregationLevels ScalingLevels inp", partial=True)
    checked = Derived(_groups_fit, "AggregationLevels GroupNumber inp")

    def forward(self, ctx: Any, Input: Any, *, Scaling: Any, Biases: Any) -> Any:
        # (batch, *inp) -> (batch, *inp)
        shape = Input.shape
        split, along = self._split(tuple(shape))
        x = Input.reshape(split)
        if self.Method == "Standardize":
            x = x - x.mean(along, keepdim=True)
        count = 1
        for dim in along:
            count *= split[dim]
        unbiased = self.Unbiased and self.Method == "Standardize"
        power = x.square().sum(along, keepdim=True) / (count - unbiased)
        x = (x * (power + self.Epsilon).rsqrt()).reshape(shape)
        scaled = _scaling(self.AggregationLevels, self.ScalingLevels, len(shape) - 1)
        view = [size if i in scaled else 1 for i, size in enumerate(shape[1:])]
        x = x if Scaling is None else x * Scaling.reshape(view)
        return x if Biases is None else x + Biases.reshape(view)

    def _split(self, shape: tuple[int, ...]) -> tuple[list[int], list[int]]:
        """The shape with aggregated levels split into groups, and the dimensions to aggregate in it."""
        chosen = self.AggregationLevels.indices(len(shape) - 1)
        groups = dict(zip(chosen, self.GroupNumber or (1,) * len(chosen), strict=True))
        split, along = [shape[0]], []
        for level, size in enumerate(shape[1:]):
            split += [groups[level], size // groups[level]] if level in groups else [size]
            if level in groups:
                along.append(len(split) - 1)
        return split, along

    cases = (
        {"Input": (2, 3, 4)},
        {
            "AggregationLevels": levels.Levels(Integer(-1)),
            "ScalingLevels": "Same",
            "Unbiased": True,
            "Input": (3, 4),
        },
        {
            "AggregationLevels": levels.Levels(S.Span(Integer(1), S.All)),
            "ScalingLevels": levels.Levels(Integer(1)),
            "GroupNumber": Lengths((2, 1)),
            "Input": (4, 3),
        },
        {"Method": NormalizationMethod("RMS"), "Epsilon": NotNegative(0.1), "Input": (2, 3)},
    )
