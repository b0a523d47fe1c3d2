"""Cross entropy from scores: what a loss makes of probabilities, found from what these were made of.

A program that first turns scores into probabilities, by softmax or a logistic sigmoid, and then takes their
logarithms does twice the work, and loses small numbers: where a probability rounds to 0 or 1 its logarithm
has no gradient, and the example does not teach any more.  So the loss looks at the scores.  What else looks
at the probabilities, measurements for instance, still finds them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ..lazy import functional, torch
from ..nets.layer import Layer, Port
from ..nets.layers.elementwise import SIGMOIDS, ElementwiseLayer
from ..nets.layers.losses import CrossEntropyLossLayer, alike, mean_of_each
from ..nets.layers.softmax import SoftmaxLayer
from .lower import Program, Slot, Step


@dataclass(frozen=True)
class ScoreLoss(Layer):
    """The cross entropy of a `form` with scores in place of probabilities; no layer of the language."""

    form: str
    ports = {"Input": Port("*any"), "Target": Port("*any"), "Loss": Port("", output=True, loss=True)}
    arrays, inner, derived, cases = {}, {}, (), ()

    def forward(self, ctx: Any, Input: Any, Target: Any) -> Any:
        # (batch, *lead, classes), (batch, *lead) or (batch, *lead, classes) -> (batch,)
        Target = alike(Input, Target, self.form == "Index")
        if self.form == "Binary":
            kind = functional.binary_cross_entropy_with_logits
            return mean_of_each(kind(_finite(Input), Target, reduction="none"))
        logarithms = functional.log_softmax(Input, -1)
        if self.form == "Probabilities":
            return mean_of_each(-(Target * _finite(logarithms)).sum(-1))
        if Target.dim() == 1:
            return functional.nll_loss(logarithms, Target - 1, reduction="none")
        flat = functional.nll_loss(logarithms.flatten(0, -2), Target.flatten() - 1, reduction="none")
        return mean_of_each(flat.view(Target.shape))


def _finite(x: Any) -> Any:
    """Numbers of which 0 times is 0: what is infinite, as scores that are logarithms of 0, is very large."""
    limits = torch.finfo(x.dtype)
    return x.clamp(limits.min, limits.max)


def from_scores(program: Program) -> Program:
    """The program with losses that look at scores, where these are to be had."""
    makers = {slot: step for step in program.steps for slot in step.outputs}
    steps = [_looks_at_scores(step, makers) for step in program.steps]
    used: set[Slot] = {*program.outputs.values(), *(slot for step in steps for slot in step.inputs)}
    dropped = {
        makers[old.inputs[0]].outputs
        for old, new in zip(program.steps, steps, strict=True)
        if new is not old and old.inputs[0] not in used
    }
    return replace(program, steps=tuple(step for step in steps if step.outputs not in dropped))


def _looks_at_scores(step: Step, makers: dict[Slot, Step]) -> Step:
    loss = step.layer
    if not isinstance(loss, CrossEntropyLossLayer) or (maker := makers.get(step.inputs[0])) is None:
        return step
    if not (_is_sigmoid(maker.layer) if loss.Form == "Binary" else _is_softmax(maker.layer)):
        return step
    return replace(step, layer=ScoreLoss(str(loss.Form)), inputs=(maker.inputs[0], *step.inputs[1:]))


def _is_softmax(layer: Layer) -> bool:
    return isinstance(layer, SoftmaxLayer) and layer.Level == -1


def _is_sigmoid(layer: Layer) -> bool:
    return isinstance(layer, ElementwiseLayer) and layer.Function.node in SIGMOIDS
