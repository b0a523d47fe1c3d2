"""The properties of a NetTrainResultsObject, one function each."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import list_of, real_of
from ..expr import Integer, Node, Real, S, String, Value, to_node
from ..nets.multipliers import multipliers_node
from ..nets.parts import path_node
from .options import number_node
from .plots import loss_picture, measurement_picture
from .results import PROPERTIES, REASONS, TrainResults, result_property


def _last(values: Any) -> Any:
    return values[-1] if len(values) else []


def _reals(values: Any) -> Node:
    return list_of(np.fromiter(values, float))


def _latest(losses: np.ndarray) -> Node:
    return real_of(float(losses[-1])) if len(losses) else number_node(None)


@result_property("ArraysLearningRateMultipliers", "WeightsLearningRateMultipliers")
def multipliers(r: TrainResults) -> Node:
    return multipliers_node(r.told.factors, path_node)


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
    return _latest(r.result.round_losses)


@result_property("ValidationLossList")
def validation_losses(r: TrainResults) -> Node:
    return _reals(r.result.validation_losses)


@result_property("ValidationLoss")
def validation_loss(r: TrainResults) -> Node:
    return _latest(r.result.validation_losses)


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
    """The method with all suboptions; those that every method has only where they were given."""
    options = {**r.plan.method.suboptions(), "LearningRate": r.plan.learning_rate}
    written = {name: node for name, node in r.told.method.suboptions.items() if name not in options}
    rules = [S.Rule(String(name), to_node(value)) for name, value in (options | written).items()]
    return S.List(String(type(r.plan.method).__name__), *rules)


@result_property("BatchPermutation")
def batch_permutation(r: TrainResults) -> Node:
    """The positions of the examples in the order in which the last round had them."""
    return S.List(*(Integer(int(place) + 1) for place in r.result.order))


@result_property("CheckpointingFiles")
def checkpointing_files(r: TrainResults) -> Node:
    return S.List(*map(String, r.result.record.files))


@result_property("LossPlot")
def loss_plot(r: TrainResults) -> Node:
    """The losses of training and validation by round, as Graphics."""
    return loss_picture(r.result.record)


@result_property("FinalPlots")
def final_plots(r: TrainResults) -> Node:
    """An association of pictures: the losses, and each measurement by round."""
    plots: dict[Node, Node] = {String("Loss"): loss_picture(r.result.record)}
    for asked in r.told.measures.asked:
        if asked.is_number:
            plots[asked.key] = measurement_picture(r.result.record, r.told.measures, asked.key, asked.text)
    return S.Association(*(S.Rule(name, plot) for name, plot in plots.items()))


@result_property("NetTrainInputForm")
def input_form(r: TrainResults) -> Node:
    """The call, held."""
    return S.HoldForm(r.told.call)


@result_property("SkippedTrainingData")
def skipped(r: TrainResults) -> Node:
    """The positions of training examples that were left out, because they do not fit."""
    return S.List(*map(Integer, sorted(r.told.skipped)))


@result_property("TrainingUpdateSchedule")
def update_schedule(r: TrainResults) -> Node:
    return r.told.schedule


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
