"""BasicRecurrentLayer: the state is a function of the input and the state before."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ..kinds import Count
from ..layer import Array, State, layer
from ..recurrence import Recurrent, RecurrentDropout


@layer
class BasicRecurrentLayer(Recurrent):
    """BasicRecurrentLayer[n] makes of a sequence of vectors x the sequence of the states s, n numbers each.

    s[t] = Tanh[InputWeights.x[t] + StateWeights.s[t - 1] + Biases], with zeros before the first one unless
    the port "State" gives them.  "Dropout" acts while training.
    Source: reference page of BasicRecurrentLayer.
    """

    positional = ("OutputDimension",)
    OutputDimension: Count | None = None
    Dropout: RecurrentDropout = RecurrentDropout()
    gates = ("",)

    State_ = State("OutputDimension")
    InputWeights = Array("OutputDimension size")
    StateWeights = Array("OutputDimension OutputDimension")
    Biases = Array("OutputDimension", init="Biases")

    def forward(self, ctx: Any, Input: Any, State: Any = None, **arrays: Any) -> Any:
        # (batch, length, size), (batch, n) -> (batch, length, n), (batch, n)
        weights, x = self.stacked(ctx, arrays), self.given(ctx, Input)
        start = self.start(x, State, weights[1])
        if not x.shape[1]:
            return self.unmoved(x, start)
        if ctx.training and self.Dropout.of_states:
            return self.stepwise(ctx, x, (start,), weights)
        output, last = torch.rnn_tanh(x, start, weights, True, 1, 0.0, False, False, True)
        return output, last[0]

    def step(self, x: Any, seen: Any, states: tuple[Any, ...]) -> tuple[Any, ...]:
        return (torch.tanh(x + seen),)

    cases = (
        {"OutputDimension": Count(2), "Input": (3, 4)},
        {"Input": (1, 2), "Output": (1, 3)},
    )
