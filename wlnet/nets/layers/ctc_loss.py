"""CTCLossLayer: how unlikely a sequence of classes is when nobody says at which time each of them is."""

from __future__ import annotations

from typing import Any

from ...lazy import functional, torch
from ..layer import INDEX, Layer, Port, layer
from ..levels import plus
from ..shapes import Derived


@layer
class CTCLossLayer(Layer):
    """CTCLossLayer[] is the negative log-likelihood of a sequence of classes, summed over all alignments.

    The input holds a vector of probabilities of c classes and, last, of the blank for each time; the target
    is a sequence of class numbers from 1 to c.  The loss of a target that no alignment reaches, because it is
    too long, is infinite, with a gradient of 0.  Probabilities of 0 count as the smallest positive machine
    number.
    Sources: reference page of CTCLossLayer; Graves et al. 2006.
    """

    Input = Port("time all")
    Target = Port("length", kind=INDEX, count="classes")
    Loss = Port("", output=True, loss=True)
    classes = Derived(lambda all_: plus(all_, -1), "all")
    all = Derived(lambda classes: plus(classes, 1), "classes")

    def forward(self, ctx: Any, Input: Any, Target: Any) -> Any:
        # (batch, time, classes + 1), (batch, length) -> (batch,)
        count, times, blank = Input.shape[0], Input.shape[1], Input.shape[2] - 1
        probabilities = Input.clamp_min(torch.finfo(Input.dtype).tiny)
        logs = probabilities.log().movedim(1, 0)
        times_of, lengths = (torch.full((count,), n, dtype=torch.long) for n in (times, Target.shape[1]))
        loss = functional.ctc_loss(logs, Target - 1, times_of, lengths, blank, "none", zero_infinity=True)
        total = probabilities.sum((1, 2))  # whose gradient PyTorch adds: it expects a softmax before the loss
        loss = loss - (total - total.detach())
        repeats = (Target[:, 1:] == Target[:, :-1]).sum(1)  # a blank has to stand between them
        return torch.where(Target.shape[1] + repeats > times, torch.inf, loss)

    cases = (
        {"Input": (6, 4), "Target": (3,)},
        {"Input": (5, 3), "Target": (2,)},
        {"Input": (3, 3), "Target": (1,)},
    )
