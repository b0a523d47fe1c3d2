"""AggregationLayer: one number for all numbers along some levels."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ...expr import Integer, Node, S, Symbol
from ...lazy import torch
from ...problem import Template
from .. import levels
from ..kinds import Choice
from ..layer import Layer, Port, layer
from ..levels import sizes_but
from ..shapes import Derived, Dims


def _deviations(x: Any) -> Any:
    return x - x.mean(-1, keepdim=True)


def _variance(x: Any) -> Any:
    """With one less than the number of elements in the denominator; of a single one, not a number."""
    return _deviations(x).square().sum(-1) / (x.shape[-1] - 1)


def _quantile(sorted_x: Any, q: float) -> Any:
    """The value at q n + 1/2 among n sorted ones, linear in between, as Quartiles defines it."""
    n = sorted_x.shape[-1]
    place = min(max(q * n - 0.5, 0), n - 1)  # from 0
    low = int(place)
    high = min(low + 1, n - 1)
    return torch.lerp(sorted_x[..., low], sorted_x[..., high], place - low)


def _interquartile_range(x: Any) -> Any:
    x = x.sort(-1).values
    return _quantile(x, 0.75) - _quantile(x, 0.25)


# what each does to the last dimension of a tensor
AGGREGATIONS: dict[str, Callable[[Any], Any]] = {
    "Mean": lambda x: x.mean(-1),
    "Min": lambda x: x.amin(-1),
    "Max": lambda x: x.amax(-1),
    "Total": lambda x: x.sum(-1),
    "Times": lambda x: x.prod(-1),
    "Median": lambda x: _quantile(x.sort(-1).values, 0.5),
    "Variance": _variance,
    "StandardDeviation": lambda x: _variance(x).sqrt(),
    "MeanDeviation": lambda x: _deviations(x).abs().mean(-1),
    "InterquartileRange": _interquartile_range,
}
SUMS = ("Total", "Times")  # which are numbers even of no numbers
OF_NOTHING = ("Mean", "Total", "Times")  # which there are of no numbers too; the mean is undefined
EMPTY = Template("aggempty", "There is no `1` of no numbers; none came to AggregationLayer.")


class Aggregation(Choice):
    """The name of an aggregation."""

    names = tuple(AGGREGATIONS)
    expected = ", ".join(names[:-1]) + f" or {names[-1]}"

    def to_node(self) -> Node:
        return Symbol(str(self))


def _output(function: str, chosen: levels.Levels, inp: Dims) -> Dims:
    """The dimensions of the output; a length of 0 is only known where an example has it."""
    if inp is not None and function not in SUMS and any(inp[i] == 0 for i in chosen.indices(len(inp))):
        raise EMPTY(function)
    return sizes_but(chosen, inp)


def _input(chosen: levels.Levels, out: Dims) -> Dims:
    """What is known of the input, where the number of its dimensions follows."""
    if out is None or chosen.count is None:
        return None
    rank = len(out) + chosen.count
    left_out, kept = chosen.indices(rank), iter(out)
    return tuple(None if i in left_out else next(kept) for i in range(rank))


@layer
class AggregationLayer(Layer):
    """AggregationLayer[f] is f of all numbers in each element of its input, for images of each channel.

    AggregationLayer[f, levels] aggregates the given levels, usually 2;;All: a level, a span, a list or All.
    f is Mean, Min, Max, Total, Times, Median, Variance, StandardDeviation, MeanDeviation or
    InterquartileRange, each as the function of the language.
    Source: reference page of AggregationLayer.
    """

    positional = ("Function", "Levels")
    Function: Aggregation
    Levels: levels.Levels = levels.Levels(S.Span(Integer(2), S.All))

    Input = Port("*inp")
    Output = Port("*out", output=True)
    out = Derived(_output, "Function Levels inp", partial=True)
    inp = Derived(_input, "Levels out", partial=True)

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *inp) -> (batch, *out)
        along = [i + 1 for i in self.Levels.indices(Input.dim() - 1)]
        kept = [i for i in range(Input.dim()) if i not in along]
        size = math.prod(Input.shape[i] for i in along)
        together = Input.permute(*kept, *along).reshape(*(Input.shape[i] for i in kept), size)
        if not size and self.Function not in OF_NOTHING:
            raise EMPTY(self.Function)
        return AGGREGATIONS[self.Function](together)

    cases = (
        *({"Function": Aggregation(name), "Input": (2, 3, 2)} for name in AGGREGATIONS),
        {"Function": Aggregation("Median"), "Levels": levels.Levels(Integer(1)), "Input": (5, 2)},
        {"Function": Aggregation("InterquartileRange"), "Levels": levels.Levels(S.All), "Input": (3, 3)},
        {
            "Function": Aggregation("Max"),
            "Levels": levels.Levels(S.List(Integer(-1), Integer(1))),
            "Input": (3, 2, 4),
        },
    )
