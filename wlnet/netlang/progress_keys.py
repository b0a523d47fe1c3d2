"""What functions can look at while training, key by key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..arrays import NumericArray, list_of, real_of
from ..engine.events import BatchDone, Event, RoundDone, RoundStarted, Started, Stopped
from ..expr import Integer, Node, Real, S, String, Value
from ..nets.net import Path
from ..nets.parts import path_node
from .options import number_node
from .progress import Moment, key

EVENTS: dict[type[Event], str] = {
    Started: "TrainingStarted",
    RoundStarted: "RoundStarted",
    BatchDone: "BatchComplete",
    RoundDone: "RoundComplete",
    Stopped: "TrainingComplete",
}


def _reals(values: Any) -> Node:
    return list_of(np.fromiter(values, float))


def _array(values: Any) -> Node:
    return Value(NumericArray(np.asarray(values)))


def _number(value: float | int | None) -> Node:
    """A number; Missing for one that is not known yet."""
    return real_of(float(value)) if isinstance(value, float) else number_node(value)


def _last(values: Any) -> Any:
    return values[-1] if len(values) else None


def by_array(arrays: dict[Path, Any], node: Callable[[Any], Node]) -> Node:
    """An association from arrays, by their places in the user's net, to what is told of them."""
    own = {path[1:] if path[0] == "Net" else path: value for path, value in arrays.items()}
    return S.Association(*(S.Rule(path_node(path), node(value)) for path, value in own.items()))


@key("AbsoluteBatch", delayed=False)
def absolute_batch(m: Moment) -> Node:
    """The number of batches so far."""
    return Integer(m.event.total)


@key("Batch", delayed=False)
def batch(m: Moment) -> Node:
    """The number of the batch in the round."""
    return Integer(m.event.batch)


@key("BatchData")
def batch_data(m: Moment) -> Node:
    """The examples of the latest batch, encoded, by port."""
    data = m.training.batch_data()
    return S.Association(*(S.Rule(String(port), _examples(values)) for port, values in data.items()))


def _examples(values: list[np.ndarray]) -> Node:
    """Examples in one array, or in a list where they differ in length."""
    if len({np.shape(value) for value in values}) > 1:
        return S.List(*map(_array, values))
    return _array(values)


@key("BatchIndices")
def batch_indices(m: Moment) -> Node:
    """The positions in the data of the examples of the latest batch."""
    return S.List(*(Integer(int(i) + 1) for i in m.training.batch_indices()))


@key("BatchLoss")
def batch_loss(m: Moment) -> Node:
    """The mean loss of the latest batch."""
    return _number(_last(m.training.record.log.all()[: m.event.total]))


@key("BatchLossList")
def batch_losses(m: Moment) -> Node:
    """The mean loss of every batch so far."""
    return _reals(m.training.record.log.all()[: m.event.total])


@key("BatchMeasurements")
def batch_measurements(m: Moment) -> Node:
    """The measurements of the latest batch."""
    return m.measured(_last(m.training.record.batch_values) or [])


@key("BatchMeasurementsLists")
def batch_measurements_lists(m: Moment) -> Node:
    """The measurements of every batch so far."""
    return S.List(*map(m.measured, m.training.record.batch_values))


@key("BatchSize", delayed=False)
def batch_size(m: Moment) -> Node:
    """The number of examples in a batch."""
    return Integer(m.training.plan.effective_batch_size)


@key("BatchesPerRound", delayed=False)
def batches_per_round(m: Moment) -> Node:
    """The number of batches in a round."""
    return Integer(m.event.batches)


@key("BatchesPerSecond", delayed=False)
def batches_per_second(m: Moment) -> Node:
    """The batches done in a second of late."""
    return _number(m.training.recent_speed())


@key("BestValidationRound", delayed=False)
def best_validation_round(m: Moment) -> Node:
    """The round with the lowest validation loss so far."""
    best = m.training.record.best
    return _number(best.validation.round if best else None)


@key("CheckpointingFiles", delayed=False)
def checkpointing_files(m: Moment) -> Node:
    """The files written so far."""
    return S.List(*map(String, m.training.record.files))


@key("Event", delayed=False)
def event(m: Moment) -> Node:
    """What just happened."""
    return String(EVENTS[type(m.event)])


@key("ExampleLosses")
def example_losses(m: Moment) -> Node:
    """The losses of the examples of the latest batch."""
    losses: Any = m.training.losses
    return S.List() if losses is None else _reals(losses.tolist())


@key("ExamplesPerSecond", delayed=False)
def examples_per_second(m: Moment) -> Node:
    """The examples processed in a second of late."""
    speed = m.training.recent_speed()
    return _number(None if speed is None else speed * m.training.plan.effective_batch_size)


@key("ExamplesProcessed", delayed=False)
def examples_processed(m: Moment) -> Node:
    """The number of examples so far."""
    return Integer(m.event.examples)


@key("Gradients")
def gradients(m: Moment) -> Node:
    """The gradient of every array in the latest batch."""
    return by_array(m.training.learner.gradients(), _array)


@key("GradientsRMS")
def gradients_rms(m: Moment) -> Node:
    """The root mean square of every gradient."""
    return by_array(m.training.learner.gradients(), _rms)


@key("GradientsVector")
def gradients_vector(m: Moment) -> Node:
    """All gradients, one behind the other."""
    return _vector(m.training.learner.gradients())


def _rms(array: np.ndarray) -> Node:
    return real_of(float(np.sqrt(np.mean(np.square(array, dtype=np.float64)))))


def _vector(arrays: dict[Path, np.ndarray]) -> Node:
    parts = [array.ravel() for array in arrays.values()]
    return _array(np.concatenate(parts) if parts else np.empty(0, np.float32))


@key("InitialLearningRate", delayed=False)
def initial_learning_rate(m: Moment) -> Node:
    """The learning rate at the start."""
    return Real(float(m.training.initial_rate))


@key("LearningRate", delayed=False)
def learning_rate(m: Moment) -> Node:
    """The learning rate of the latest batch."""
    return Real(float(m.event.learning_rate))


@key("MeanBatchesPerSecond", delayed=False)
def mean_batches_per_second(m: Moment) -> Node:
    """The batches done in a second, on average."""
    return _number(m.event.total / m.event.seconds if m.event.seconds > 0 else None)


@key("MeanExamplesPerSecond", delayed=False)
def mean_examples_per_second(m: Moment) -> Node:
    """The examples processed in a second, on average."""
    return _number(m.event.examples_per_second if m.event.seconds > 0 else None)


@key("Net")
def net(m: Moment) -> Node:
    """The net as it is now."""
    assert m.measures
    return Value(m.measures.net.with_arrays(m.event.net().arrays()))


@key("OptimizationMethod", delayed=False)
def optimization_method(m: Moment) -> Node:
    """The name of the method."""
    return String(type(m.training.plan.method).__name__)


@key("ProgressFraction", delayed=False)
def progress_fraction(m: Moment) -> Node:
    """How much of the training is done, from 0 to 1."""
    return _number(m.training.fraction())


@key("Round", delayed=False)
def round_number(m: Moment) -> Node:
    """The number of the round."""
    return Integer(m.event.round)


@key("RoundLoss")
def round_loss(m: Moment) -> Node:
    """The mean loss of the latest round that has ended."""
    return _number(_last(m.training.record.round_losses))


@key("RoundLossList")
def round_losses(m: Moment) -> Node:
    """The mean loss of every round that has ended."""
    return _reals(m.training.record.round_losses)


@key("RoundMeasurements")
def round_measurements(m: Moment) -> Node:
    """The measurements of the latest round that has ended."""
    return m.measured(_last(m.training.record.round_values) or [])


@key("RoundMeasurementsLists")
def round_measurements_lists(m: Moment) -> Node:
    """The measurements of every round that has ended."""
    return S.List(*map(m.measured, m.training.record.round_values))


@key("TargetDevice", delayed=False)
def target_device(m: Moment) -> Node:
    """The device that trains."""
    return String("CPU" if m.training.plan.device == "cpu" else "GPU")


@key("TimeElapsed", delayed=False)
def time_elapsed(m: Moment) -> Node:
    """The seconds since the start."""
    return Real(m.event.seconds)


@key("TimeRemaining", delayed=False)
def time_remaining(m: Moment) -> Node:
    """The seconds that the rest will take, if it goes on like this."""
    done = m.training.fraction()
    return _number(m.event.seconds * (1 - done) / done if done else None)


@key("TotalBatches", delayed=False)
def total_batches(m: Moment) -> Node:
    """The largest number of batches that there can be."""
    rounds = m.event.rounds
    return _number(None if rounds is None else rounds * m.event.batches)


@key("TotalRounds", delayed=False)
def total_rounds(m: Moment) -> Node:
    """The largest number of rounds that there can be."""
    return _number(m.event.rounds)


@key("ValidationLoss", delayed=False)
def validation_loss(m: Moment) -> Node:
    """The latest validation loss."""
    return _number(m.event.validation_loss)


@key("ValidationLossList")
def validation_losses(m: Moment) -> Node:
    """Every validation loss so far."""
    return _reals(v.loss for v in m.training.record.validations)


@key("ValidationMeasurements")
def validation_measurements(m: Moment) -> Node:
    """The latest measurements of the validation data."""
    latest = _last(m.training.record.validations)
    return m.measured(latest.values if latest else [])


@key("ValidationMeasurementsLists")
def validation_measurements_lists(m: Moment) -> Node:
    """Every measurement of the validation data so far."""
    return S.List(*(m.measured(v.values) for v in m.training.record.validations))


@key("ValidationPositions")
def validation_positions(m: Moment) -> Node:
    """The number of batches at every validation so far."""
    return S.List(*(Integer(v.total) for v in m.training.record.validations))


@key("Weights")
def weights(m: Moment) -> Node:
    """Every array that is trained, as it is now."""
    return by_array(m.training.learner.flat.arrays(), _array)


@key("WeightsRMS")
def weights_rms(m: Moment) -> Node:
    """The root mean square of every array that is trained."""
    return by_array(m.training.learner.flat.arrays(), _rms)


@key("WeightsVector")
def weights_vector(m: Moment) -> Node:
    """All arrays that are trained, one behind the other."""
    return _vector(m.training.learner.flat.arrays())
