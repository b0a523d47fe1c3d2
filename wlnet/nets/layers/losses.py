"""The basic losses: mean squared, mean absolute, cross entropy."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ...problem import Template
from ..kinds import CrossEntropyForm
from ..layer import INDEX, Layer, Port, layer
from ..shapes import describe

LENGTHS = Template(
    "losslengths", "A loss compares `1` with a target of `2`: sequences and their targets differ in length."
)


def alike(x: Any, target: Any, classes: int = 0) -> Any:
    """The target, whose dimensions have to be those of `x` but for the last `classes`.  Raises a Problem."""
    wanted = x.shape[1 : x.dim() - classes]
    if target.shape[1:] != wanted:
        raise LENGTHS(describe(tuple(wanted)), describe(tuple(target.shape[1:])))
    return target


def mean_of_each(values: Any) -> Any:
    """The mean over everything but the batch dimension."""  # (batch, *any) -> (batch,)
    return values if values.dim() == 1 else values.flatten(1).mean(1)


@layer
class MeanSquaredLossLayer(Layer):
    """MeanSquaredLossLayer[] is the mean of (input - target)^2 over all elements.

    Source: reference page of MeanSquaredLossLayer.
    """

    Input = Port("*any")
    Target = Port("*any")
    Loss = Port("", output=True, loss=True)

    def forward(self, ctx: Any, Input: Any, Target: Any) -> Any:
        # (batch, *any), (batch, *any) -> (batch,)
        return mean_of_each((Input - alike(Input, Target)).square())

    cases = ({"Input": (3,)}, {"Input": ()}, {"Input": (2, 3)})


@layer
class MeanAbsoluteLossLayer(Layer):
    """MeanAbsoluteLossLayer[] is the mean of Abs[input - target] over all elements.

    Source: reference page of MeanAbsoluteLossLayer.
    """

    Input = Port("*any")
    Target = Port("*any")
    Loss = Port("", output=True, loss=True)

    def forward(self, ctx: Any, Input: Any, Target: Any) -> Any:
        # (batch, *any), (batch, *any) -> (batch,)
        return mean_of_each((Input - alike(Input, Target)).abs())

    cases = ({"Input": (3,)}, {"Input": ()}, {"Input": (2, 3)})


@layer
class CrossEntropyLossLayer(Layer):
    """CrossEntropyLossLayer[form] compares probabilities with a target by cross entropy, in nats.

    "Index": the input holds probabilities along its last dimension, the target class numbers from 1.
    "Probabilities": the target holds probabilities too.  "Binary": both hold numbers from 0 to 1.
    Further dimensions are averaged over.  Probabilities of 0 count as the smallest positive machine number,
    but NetTrain and NetMeasurements find the loss from what a SoftmaxLayer or a LogisticSigmoid is given.
    Source: reference page of CrossEntropyLossLayer.
    """

    positional = ("Form",)
    Form: CrossEntropyForm

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        loss = Port("", output=True, loss=True)
        if self.Form == "Index":
            return {
                "Input": Port("*lead classes"),
                "Target": Port("*lead", kind=INDEX, count="classes"),
                "Loss": loss,
            }
        shape = "*any" if self.Form == "Binary" else "*lead classes"
        return {"Input": Port(shape), "Target": Port(shape), "Loss": loss}

    def forward(self, ctx: Any, Input: Any, Target: Any) -> Any:
        # (batch, *lead, classes), (batch, *lead) or (batch, *lead, classes) -> (batch,)
        Target = alike(Input, Target, self.Form == "Index")
        if self.Form == "Binary":
            positive, negative = _log(Input), _log(1 - Input)
            return mean_of_each(-(Target * positive + (1 - Target) * negative))
        if self.Form == "Probabilities":
            return mean_of_each(-(Target * _log(Input)).sum(-1))
        picked = Input.gather(-1, Target.unsqueeze(-1) - 1).squeeze(-1)
        return mean_of_each(-_log(picked))

    cases = (
        {"Form": CrossEntropyForm("Index"), "Input": (4,), "Target": ()},
        {"Form": CrossEntropyForm("Probabilities"), "Input": (4,), "Target": (4,)},
        {"Form": CrossEntropyForm("Binary"), "Input": (), "Target": ()},
    )


def _log(probabilities: Any) -> Any:
    return probabilities.clamp_min(torch.finfo(probabilities.dtype).tiny).log()
