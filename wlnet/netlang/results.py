"""NetTrainResultsObject: what a training was and what came of it, property by property."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..engine.record import Values
from ..engine.training import TrainingResult
from ..expr import Foreign, Integer, Node, Real, S, String, Value, is_head, to_node
from ..kernel.builtin import applier
from ..nets.multipliers import Factor, multipliers_node
from ..nets.net import Net, Path
from ..nets.parts import path_node
from ..problem import Template
from .measures import Measures
from .options import number_node

NO_PROPERTY = Template("ntprop", "`1` is not a property of a training; these are: `2`.")
REASONS = {
    "rounds": "The maximum number of rounds was reached.",
    "time": "The time goal was reached.",
    "interrupted": "Training was stopped by the user.",
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


class TrainResults(Foreign):
    """A finished training.  `factors` are the multipliers that were used, by array."""

    wl_head = "NetTrainResultsObject"

    def __init__(
        self,
        net: Net,
        result: TrainingResult,
        factors: dict[Path, Factor],
        measures: Measures,
        schedule: Node,
    ):
        self.net, self.plan, self.result, self.factors = net, result.plan, result, factors
        self.measures, self.schedule = measures, schedule

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
        return self.measures.association(values)

    def summary(self) -> str:
        plan, result, rounds = self.plan, self.result, len(self.result.round_losses)
        lines = [
            f"NetTrainResultsObject  {self.net.wl_head}, {rounds} rounds in {result.seconds:.1f} s",
            f"  examples     {plan.examples} for training, {plan.validation_examples} for validation",
            f"  batches      {result.batches} of {plan.effective_batch_size} examples",
            f"  method       {type(plan.method).__name__}, learning rate {plan.learning_rate:g}",
        ]
        if len(result.round_losses):
            lines.append(f"  final loss   {result.round_losses[-1]:.4g}")
        if len(result.validation_losses):
            best = f"(best {result.validation_losses.min():.4g}, round {result.best_validation_round})"
            lines.append(f"  validation   {result.validation_losses[-1]:.4g} {best}")
        return "\n".join([*lines, f"  stopped      {REASONS[result.reason_stopped]}"])


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
        raise NO_PROPERTY(wanted, ", ".join(f'"{name}"' for name in sorted(PROPERTIES)))


@applier(TrainResults)
def apply_results(k: Any, results: TrainResults, args: tuple[Node, ...]) -> Node | None:
    """``results["property"]``"""
    if len(args) != 1:
        return None
    check_property(args[0])
    return results.get(args[0])


def _last(values: Any) -> Any:
    return values[-1] if len(values) else []


def _reals(values: Any) -> Node:
    return S.List(*(Real(float(v)) for v in values))


@result_property("ArraysLearningRateMultipliers", "WeightsLearningRateMultipliers")
def multipliers(r: TrainResults) -> Node:
    return multipliers_node(r.factors, path_node)


@result_property("TrainedNet")
def trained_net(r: TrainResults) -> Node:
    return Value(r.net)


@result_property("TrainingNet")
def training_net(r: TrainResults) -> Node:
    return Value(r.plan.training_net)


@result_property("BatchSize")
def batch_size(r: TrainResults) -> Node:
    return Integer(r.plan.effective_batch_size)


@result_property("BatchesPerRound")
def batches_per_round(r: TrainResults) -> Node:
    return Integer(r.plan.batches_per_round)


@result_property("BatchLossList")
def batch_losses(r: TrainResults) -> Node:
    return _reals(r.result.batch_losses)


@result_property("RoundLossList")
def round_losses(r: TrainResults) -> Node:
    return _reals(r.result.round_losses)


@result_property("BatchMeasurements")
def batch_measurements(r: TrainResults) -> Node:
    return r.measured(_last(r.result.record.batch_values))


@result_property("BatchMeasurementsLists")
def batch_measurements_lists(r: TrainResults) -> Node:
    return S.List(*map(r.measured, r.result.record.batch_values))


@result_property("RoundMeasurements")
def round_measurements(r: TrainResults) -> Node:
    return r.measured(_last(r.result.record.round_values))


@result_property("RoundMeasurementsLists")
def round_measurements_lists(r: TrainResults) -> Node:
    return S.List(*map(r.measured, r.result.record.round_values))


@result_property("RoundPositions")
def round_positions(r: TrainResults) -> Node:
    return S.List(*map(Integer, r.result.record.round_positions))


@result_property("ValidationMeasurements")
def validation_measurements(r: TrainResults) -> Node:
    last = _last(r.result.record.validations)
    return r.measured(last.values if last else [])


@result_property("ValidationMeasurementsLists")
def validation_measurements_lists(r: TrainResults) -> Node:
    return S.List(*(r.measured(v.values) for v in r.result.record.validations))


@result_property("ValidationPositions")
def validation_positions(r: TrainResults) -> Node:
    return S.List(*(Integer(v.total) for v in r.result.record.validations))


@result_property("RoundLoss")
def round_loss(r: TrainResults) -> Node:
    return number_node(float(r.result.round_losses[-1]) if len(r.result.round_losses) else None)


@result_property("ValidationLossList")
def validation_losses(r: TrainResults) -> Node:
    return _reals(r.result.validation_losses)


@result_property("ValidationLoss")
def validation_loss(r: TrainResults) -> Node:
    return number_node(float(r.result.validation_losses[-1]) if len(r.result.validation_losses) else None)


@result_property("BestValidationRound")
def best_round(r: TrainResults) -> Node:
    return number_node(r.result.best_validation_round)


@result_property("ExamplesProcessed")
def examples(r: TrainResults) -> Node:
    return Integer(int(r.result.examples))


@result_property("TotalBatches")
def total_batches(r: TrainResults) -> Node:
    return Integer(int(r.result.batches))


@result_property("TotalRounds")
def total_rounds(r: TrainResults) -> Node:
    return Integer(len(r.result.round_losses))


@result_property("TotalTrainingTime")
def seconds(r: TrainResults) -> Node:
    return Real(float(r.result.seconds))


@result_property("MeanExamplesPerSecond")
def examples_per_second(r: TrainResults) -> Node:
    return Real(r.result.examples / r.result.seconds if r.result.seconds else 0.0)


@result_property("MeanBatchesPerSecond")
def batches_per_second(r: TrainResults) -> Node:
    return Real(r.result.batches / r.result.seconds if r.result.seconds else 0.0)


@result_property("InitialLearningRate")
def initial_rate(r: TrainResults) -> Node:
    return Real(float(r.result.initial_learning_rate))


@result_property("FinalLearningRate")
def final_rate(r: TrainResults) -> Node:
    return Real(float(r.result.final_learning_rate))


@result_property("OptimizationMethod")
def optimization_method(r: TrainResults) -> Node:
    options = r.plan.method.suboptions()
    rules = (S.Rule(String(name), to_node(value)) for name, value in options.items())
    return S.List(String(type(r.plan.method).__name__), *rules)


@result_property("ReasonTrainingStopped")
def reason(r: TrainResults) -> Node:
    return String(REASONS[r.result.reason_stopped])


@result_property("TargetDevice")
def device(r: TrainResults) -> Node:
    return String("CPU" if r.plan.device == "cpu" else "GPU")


@result_property("TrainingExamples")
def training_examples(r: TrainResults) -> Node:
    return Integer(r.plan.examples)


@result_property("ValidationExamples")
def validation_examples(r: TrainResults) -> Node:
    return Integer(r.plan.validation_examples)


@result_property("Properties")
def properties(r: TrainResults) -> Node:
    return S.List(*map(String, sorted(PROPERTIES)))
