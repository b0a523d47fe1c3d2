"""LongShortTermMemoryLayer: a second state, which gates add to and take from, keeps what matters later."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ..kinds import Count
from ..layer import Array, State, layer
from ..recurrence import Recurrent, RecurrentDropout


@layer
class LongShortTermMemoryLayer(Recurrent):
    """LongShortTermMemoryLayer[n] makes of a sequence of vectors x the sequence of states s, n numbers each.

    With i = LogisticSigmoid[Wi.x[t] + Vi.s[t - 1] + bi], o and f likewise, and
    m = Tanh[Wm.x[t] + Vm.s[t - 1] + bm], the cell state is c[t] = f c[t - 1] + i m and the state
    s[t] = o Tanh[c[t]]; W, V and b are the arrays InputWeights, StateWeights and Biases of the gates
    "InputGate", "OutputGate", "ForgetGate" and "MemoryGate".  The ports "State" and "CellState" give the
    states before the first vector, else they are zero.  "Dropout" acts while training.
    Source: reference page of LongShortTermMemoryLayer.
    """

    positional = ("OutputDimension",)
    OutputDimension: Count | None = None
    Dropout: RecurrentDropout = RecurrentDropout()
    gates = ("InputGate", "ForgetGate", "MemoryGate", "OutputGate")

    State_ = State("OutputDimension")
    CellState = State("OutputDimension")
    InputGateInputWeights = Array("OutputDimension size")
    InputGateStateWeights = Array("OutputDimension OutputDimension")
    InputGateBiases = Array("OutputDimension", init="Biases")
    OutputGateInputWeights = Array("OutputDimension size")
    OutputGateStateWeights = Array("OutputDimension OutputDimension")
    OutputGateBiases = Array("OutputDimension", init="Biases")
    ForgetGateInputWeights = Array("OutputDimension size")
    ForgetGateStateWeights = Array("OutputDimension OutputDimension")
    ForgetGateBiases = Array("OutputDimension", init="Biases")
    MemoryGateInputWeights = Array("OutputDimension size")
    MemoryGateStateWeights = Array("OutputDimension OutputDimension")
    MemoryGateBiases = Array("OutputDimension", init="Biases")

    def forward(self, ctx: Any, Input: Any, State: Any = None, CellState: Any = None, **arrays: Any) -> Any:
        # (batch, length, size), (batch, n) x 2 -> (batch, length, n), (batch, n) x 2
        weights, x = self.stacked(ctx, arrays), self.given(ctx, Input)
        start = self.start(x, State, weights[1]), self.start(x, CellState, weights[1])
        if not x.shape[1]:
            return self.unmoved(x, *start)
        if ctx.training and self.Dropout.of_states:
            return self.stepwise(ctx, x, start, weights)
        output, last, cell = torch.lstm(x, start, weights, True, 1, 0.0, False, False, True)
        return output, last[0], cell[0]

    def step(self, x: Any, seen: Any, states: tuple[Any, ...]) -> tuple[Any, ...]:
        i, f, m, o = (x + seen).chunk(4, 1)
        cell = torch.sigmoid(f) * states[1] + torch.sigmoid(i) * torch.tanh(m)
        return torch.sigmoid(o) * torch.tanh(cell), cell

    cases = (
        {"OutputDimension": Count(2), "Input": (3, 4)},
        {"Input": (1, 2), "Output": (1, 3)},
    )
