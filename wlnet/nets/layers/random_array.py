"""RandomArrayLayer: random numbers, whose distribution inputs may tell."""

from __future__ import annotations

from typing import Any

from ...expr import Integer, Real, S, String
from ...lazy import torch
from ..distributions import RandomSource
from ..kinds import OpenLengths
from ..layer import Layer, Port, layer


@layer
class RandomArrayLayer(Layer):
    """RandomArrayLayer[dist] has no input, and draws an array of numbers from a distribution.

    RandomArrayLayer[f] has an input for each argument of f, named as its slots are, else "Input" or "Input1",
    "Input2", ...; each number is drawn from the distribution that f gives for the numbers at its place.
    It draws in training and outside.  Gradients flow to the parameters of continuous distributions.
    Source: reference page of RandomArrayLayer.
    """

    positional = ("Distribution",)
    Distribution: RandomSource
    Dimensions: OpenLengths | None = None
    random = True
    always_random = True

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        inputs = {name: Port("*Dimensions") for name in self.Distribution.inputs}
        return {**inputs, "Output": Port("*Dimensions", output=True)}

    def forward(self, ctx: Any, *inputs: Any) -> Any:
        # (batch, *Dimensions), ... -> (batch, *Dimensions)
        if self.Distribution.inputs:
            return self.Distribution.draw(ctx.random, inputs, inputs[0].shape, inputs[0])
        (like,) = inputs or (None,)
        count = 1 if like is None else len(like)
        shape = (count, *(self.Dimensions or ()))
        return self.Distribution.draw(
            ctx.random, (), shape, torch.zeros(1, device=getattr(like, "device", None))
        )

    cases = (
        {"Distribution": RandomSource(S.NormalDistribution(Integer(0), Integer(1))), "Output": (3, 2)},
        {
            "Distribution": RandomSource(S.Function(S.NormalDistribution(S.Slot(String("m")), Real(0.5)))),
            "m": (4,),
        },
        {"Distribution": RandomSource(S.UniformDistribution()), "Output": ()},
    )
