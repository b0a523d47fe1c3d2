"""NetTrainResultsObject: what a training was and what came of it; `result_properties` has its properties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..engine.record import Values
from ..engine.training import TrainingResult
from ..expr import Foreign, Node, S, String, Value, is_head
from ..kernel.builtin import applier
from ..nets.multipliers import Factor
from ..nets.net import Net, Path
from ..nets.shown import typed
from ..problem import Template
from .measures import Measures
from .options import MethodChoice

NO_PROPERTY = Template("ntprop", "`1` is not a property of a training; these are: `2`.")
ARGUMENTS = Template("argx", "`1` called with `2` arguments; 1 argument is expected.")
REASONS = {
    "rounds": "The maximum number of rounds was reached.",
    "time": "The time goal was reached.",
    "interrupted": "Training was stopped by the user.",
    "memory": "There was not enough memory.",
    "fault": "Something that training called for every batch could not be used.",
    "diverged": "The loss became infinite or undefined.",
    "criterion": "The stopping criterion was met.",
    "function": "Training was stopped by the progress function.",
}

Property = Callable[["TrainResults"], Node]
PROPERTIES: dict[str, Property] = {}


def result_property(*names: str) -> Callable[[Property], Property]:
    """Declare a property of a training under one or more names."""

    def register(function: Property) -> Property:
        PROPERTIES.update(dict.fromkeys(names, function))
        return function

    return register


@dataclass(frozen=True)
class Told:
    """What the results tell of how the training was called: the call, the multipliers, and so on."""

    call: Node
    factors: dict[Path, Factor]
    measures: Measures
    schedule: Node
    method: MethodChoice
    skipped: list[int]


class TrainResults(Foreign):
    """A finished training."""

    wl_head = "NetTrainResultsObject"

    def __init__(self, net: Net, result: TrainingResult, told: Told):
        self.net, self.plan, self.result, self.told = net, result.plan, result, told

    def get(self, wanted: Node) -> Node:
        """The trained net (Automatic), this object (All), a property, or a list of properties."""
        if wanted is S.Automatic:
            return Value(self.net)
        if wanted is S.All:
            return Value(self)
        if is_head(wanted, S.List):
            return S.List(*map(self.get, wanted.args))
        return PROPERTIES[wanted.value](self)  # type: ignore[attr-defined]

    def to_node(self) -> Node:
        shown = ("BatchSize", "BatchesPerRound", "ReasonTrainingStopped", "TotalTrainingTime")
        return S.NetTrainResultsObject(
            S.Association(*(S.Rule(String(n), PROPERTIES[n](self)) for n in shown))
        )

    def measured(self, values: Values) -> Node:
        """Measurements as an association."""
        return self.told.measures.association(values)

    def summary(self) -> str:
        plan, result, rounds = self.plan, self.result, len(self.result.round_losses)
        done = "1 round" if rounds == 1 else f"{rounds} rounds"
        lines = [
            f"NetTrainResultsObject  {self.net.wl_head}, {done} in {_seconds(result.seconds)} s",
            f"  examples     {plan.examples} for training, {plan.validation_examples} for validation",
            f"  batches      {result.batches} of {plan.effective_batch_size} examples",
            f"  method       {type(plan.method).__name__}, learning rate {plan.learning_rate:g}",
        ]
        if len(result.round_losses):
            lines.append(f"  final loss   {result.round_losses[-1]:.4g}")
        if len(result.validation_losses):
            last, best = f"  validation   {result.validation_losses[-1]:.4g}", result.record.best
            told = f" (best {best.validation.loss:.4g}, round {best.validation.round})" if best else ""
            lines.append(last + told)
        return "\n".join([*lines, f"  stopped      {REASONS[result.reason_stopped]}"])


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f}" if seconds >= 1 else f"{seconds:.2g}"


def wanted_properties(wanted: Node) -> set[str]:
    """The names of the properties that a third argument of NetTrain asks for."""
    if wanted is S.All:
        return set(PROPERTIES)
    parts = wanted.args if is_head(wanted, S.List) else (wanted,)
    return {part.value for part in parts if isinstance(part, String)}


def check_property(wanted: Node) -> None:
    """Raise a Problem for a third argument of NetTrain that names no property, before anything is trained."""
    if wanted is S.Automatic or wanted is S.All:
        return
    if is_head(wanted, S.List):
        for one in wanted.args:
            check_property(one)
    elif not isinstance(wanted, String) or wanted.value not in PROPERTIES:
        raise NO_PROPERTY(typed(wanted), ", ".join(f'"{name}"' for name in sorted(PROPERTIES)))


@applier(TrainResults)
def apply_results(k: Any, results: TrainResults, args: tuple[Node, ...]) -> Node | None:
    """``results["property"]``"""
    if len(args) != 1:
        raise ARGUMENTS("NetTrainResultsObject[...]", len(args))
    check_property(args[0])
    return results.get(args[0])
