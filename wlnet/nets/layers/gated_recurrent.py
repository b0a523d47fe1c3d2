"""GatedRecurrentLayer: gates decide how much of the state is kept and how much of it is seen."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ..kinds import Count
from ..layer import Array, State, layer
from ..recurrence import Recurrent, RecurrentDropout


@layer
class GatedRecurrentLayer(Recurrent):
    """GatedRecurrentLayer[n] makes of a sequence of vectors x the sequence of the states s, n numbers each.

    With i = LogisticSigmoid[Wi.x[t] + Vi.s[t - 1] + bi], the reset gate r likewise, and
    m = Tanh[Wm.x[t] + r (Vm.s[t - 1]) + bm], the state is s[t] = (1 - i) m + i s[t - 1]; W, V and b are the
    arrays InputWeights, StateWeights and Biases of the gates "InputGate", "ResetGate" and "MemoryGate".
    The port "State" gives the state before the first vector, else it is zero.  "Dropout" acts while training.
    Sources: reference page of GatedRecurrentLayer; Chung et al. 2014 (arXiv:1412.3555).
    """

    positional = ("OutputDimension",)
    OutputDimension: Count | None = None
    Dropout: RecurrentDropout = RecurrentDropout()
    gates = ("ResetGate", "InputGate", "MemoryGate")

    State_ = State("OutputDimension")
    InputGateInputWeights = Array("OutputDimension size")
    InputGateStateWeights = Array("OutputDimension OutputDimension")
    InputGateBiases = Array("OutputDimension", init="Biases")
    ResetGateInputWeights = Array("OutputDimension size")
    ResetGateStateWeights = Array("OutputDimension OutputDimension")
    ResetGateBiases = Array("OutputDimension", init="Biases")
    MemoryGateInputWeights = Array("OutputDimension size")
    MemoryGateStateWeights = Array("OutputDimension OutputDimension")
    MemoryGateBiases = Array("OutputDimension", init="Biases")

    def forward(self, ctx: Any, Input: Any, State: Any = None, **arrays: Any) -> Any:
        # (batch, length, size), (batch, n) -> (batch, length, n), (batch, n)
        weights, x = self.stacked(ctx, arrays), self.given(ctx, Input)
        start = self.start(x, State, weights[1])
        if not x.shape[1]:
            return self.unmoved(x, start)
        if ctx.training and self.Dropout.of_states:
            return self.stepwise(ctx, x, (start,), weights)
        output, last = torch.gru(x, start, weights, True, 1, 0.0, False, False, True)
        return output, last[0]

    def step(self, x: Any, seen: Any, states: tuple[Any, ...]) -> tuple[Any, ...]:
        (reset, gate, memory), (reset_seen, gate_seen, memory_seen) = x.chunk(3, 1), seen.chunk(3, 1)
        i = torch.sigmoid(gate + gate_seen)
        m = torch.tanh(memory + torch.sigmoid(reset + reset_seen) * memory_seen)
        return ((1 - i) * m + i * states[0],)

    cases = (
        {"OutputDimension": Count(2), "Input": (3, 4)},
        {"Input": (1, 2), "Output": (1, 3)},
    )
