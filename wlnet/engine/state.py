"""The state of a training: all that its further course depends on, taken from it or given back to it.

A training that is given the state of another one of the same plan goes on where that one was, with the same
losses and the same arrays to the last bit (on a CPU).  What follows from the plan is not part of it; the
`fingerprint` of the plan tells whether two plans are the same, and if not, in what they differ.

Files see the state as a tree of numbers, texts, lists, dictionaries and numpy arrays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from ..lazy import torch
from ..nets.net import Net
from ..nets.ragged import Ragged
from .lower import lower
from .plan import Generator, TrainPlan
from .probe import Probe, Tallies, Wanted
from .record import Best, Record, Validation
from .snapshot import Snapshot

if TYPE_CHECKING:
    from .learner import Learner
    from .loop import Training

State = dict[str, Any]
SAMPLE = 2**20  # bytes of each column that are looked at: its shape is, whole


def state_of(training: Training, told: bool = True) -> State | None:
    """The state between two batches; None if the loss is no finite number any more.

    Not `told`: the latest batch or round is told of when the training is taken up again.
    """
    training.check()
    if training.reason == "diverged":
        return None
    round_, batch = training.round, training.batch
    if training.total and not batch:  # of a round that has been begun, and no more
        ends = [0, *training.record.round_positions]
        round_, batch = round_ - 1, ends[-1] - ends[-2]
    return {
        "round": round_,
        "batch": batch,
        "total": training.total,
        "rounds": training.rounds,
        "rate": training.rate,
        "seconds": training.seconds(),
        "validation loss": training.validation_loss,
        "reason": training.reason,
        "told": told,
        "learner": _learner_state(training.learner),
        "record": _record_state(training.record),
    }


def restore(training: Training, state: State) -> None:
    """Bring a training that has not begun into a state.  A limit that was reached may have been raised."""
    training.round, training.batch, training.total = state["round"], state["batch"], state["total"]
    training.rate, training.validation_loss = state["rate"], state["validation loss"]
    if training.plan.rounds is None and training.plan.seconds is None:
        training.rounds = state["rounds"]
    training.reason = "" if state["reason"] in ("rounds", "time") else state["reason"]
    training.untold = not state.get("told", True)
    training.put_back(state["seconds"])
    _restore_learner(training.learner, state["learner"])
    _restore_record(training.record, training.learner, state["record"])
    training.check()


def _numpy(tensor: Any) -> np.ndarray:
    return tensor.detach().cpu().numpy().copy()


def _learner_state(learner: Learner) -> State:
    optimizer = learner.optimizer
    return {
        "vector": _numpy(learner.flat.vector),
        "moving": [_numpy(array) for array in learner.state.values()],
        "slots": {name: _numpy(slot) for name, slot in optimizer.slots.items()},
        "steps": optimizer.steps,
        "random": _numpy(learner.context.random.get_state()),
    }


def _restore_learner(learner: Learner, state: State) -> None:
    _fill(learner.flat.vector, state["vector"])
    for array, numbers in zip(learner.state.values(), state["moving"], strict=True):
        _fill(array, numbers)
    for name, slot in learner.optimizer.slots.items():
        _fill(slot, state["slots"][name])
    learner.optimizer.steps = state["steps"]
    learner.context.random.set_state(torch.from_numpy(state["random"]))


def _fill(tensor: Any, numbers: np.ndarray) -> None:
    with torch.no_grad():
        tensor.copy_(torch.from_numpy(numbers))


def _record_state(record: Record) -> State:
    best = record.best
    return {
        "losses": record.log.all().copy(),
        "batch values": list(record.batch_values),
        "round values": list(record.round_values),
        "round positions": record.round_positions,
        "validations": [tuple(found) for found in record.validations],
        "best": best and {
            "validation": tuple(best.validation),
            "vector": _numpy(best.snapshot.vector),
            "moving": [_numpy(array) for array in best.snapshot.state.values()],
        },
        "files": record.files,
        "tallies": _tallies_state(record.probe, record.tallies),
    }  # fmt: skip


def _restore_record(record: Record, learner: Learner, state: State) -> None:
    record.log.restore(state["losses"])
    record.round_positions, record.files = state["round positions"], state["files"]
    record.validations = [Validation(*found) for found in state["validations"]]
    tallies = _restored_tallies(record.probe, state["tallies"], learner.flat.vector.device)
    record.restore(state["round values"], state["batch values"], tallies)
    if best := state["best"]:
        vector, moving = learner.flat.vector.clone(), {p: a.clone() for p, a in learner.state.items()}
        _fill(vector, best["vector"])
        for array, numbers in zip(moving.values(), best["moving"], strict=True):
            _fill(array, numbers)
        snapshot = Snapshot(learner.plan.training_net, learner.flat, vector, moving)
        record.best = Best(Validation(*best["validation"]), snapshot)


def _tallies_state(probe: Probe | None, tallies: Tallies) -> list[list[Any]]:
    """The fields of the tallies, in the order of what the probe needs."""
    if not probe or not tallies:
        return []
    found = (tallies[key] for key in probe.needed)
    return [[_plain(getattr(tally, f.name)) for f in fields(tally)] for tally in found]


def _plain(value: Any) -> Any:
    return {"tensor": _numpy(value)} if isinstance(value, torch.Tensor) else value


def _restored_tallies(probe: Probe | None, state: list[list[Any]], device: Any) -> Tallies:
    if not probe or not state:
        return {}

    def value(held: Any) -> Any:
        return torch.from_numpy(held["tensor"]).to(device) if isinstance(held, dict) else held

    pairs = zip(probe.needed, state, strict=True)
    return {key: key[1](*map(value, held)) for key, held in pairs}


def fingerprint(plan: TrainPlan) -> dict[str, str]:
    """Short texts that differ if plans do, by what they are of.  Limits (rounds, time) do not count."""
    shared = {name: value for name, value in vars(plan.shared).items() if name != "LearningRate"}
    shared["LearningRateSchedule"] = plan.shared.LearningRateSchedule is not None
    probe: tuple[object, ...] = ()
    if plan.probe:
        rare = sorted(map(_name, plan.probe.by_round))
        probe = (*map(_name, plan.probe.available), plan.by_batch, *rare)
    return {
        "net": _digest(_structure(plan.training_net), *_arrays(plan.training_net)),
        "training data": _digest(*_columns(plan.data)),
        "validation data": _digest(*_columns(plan.validation or {}), plan.validated),
        "Method": _digest(type(plan.method).__name__, plan.method, _sorted(shared)),
        "LearningRate": _digest(plan.learning_rate),
        "LearningRateMultipliers": _digest(_sorted(plan.multipliers)),
        "TrainingUpdateSchedule": _digest(_sorted(plan.turns), plan.cycle),
        "BatchSize": _digest(plan.effective_batch_size),
        "WorkingPrecision": _digest(plan.precision),
        "RandomSeeding": _digest(plan.seed),
        "measurements": _digest(*probe),
    }


def differences(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """What differs between the plans of two fingerprints."""
    return [name for name in one if one[name] != other.get(name)]


def _digest(*parts: Any) -> str:
    found = hashlib.blake2b(digest_size=12)
    for part in parts:
        data = part if isinstance(part, (bytes, memoryview)) else repr(part).encode()
        found.update(str(len(data)).encode() + b":")
        found.update(data)
    return found.hexdigest()


def _sorted(items: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    """The items of a dictionary in a fixed order, dictionaries inside too."""
    plain = {key: _sorted(value) if isinstance(value, Mapping) else value for key, value in items.items()}
    return sorted(plain.items(), key=lambda item: item[0])


def _structure(net: Net) -> list[Any]:
    steps = (inner for step in lower(net).steps for inner in step.steps())
    return [(step.at, step.layer, step.inputs, step.outputs) for step in steps]


def _arrays(net: Net) -> Iterable[Any]:
    for path, array in net.arrays().items():
        yield path, None if array is None else array.shape
        yield b"" if array is None else np.ascontiguousarray(array).tobytes()


def _columns(data: Mapping[str, Any] | Generator) -> Iterable[Any]:
    """Shapes, kinds of numbers, and the first of the numbers."""
    if isinstance(data, Generator):
        yield "generator", data.round_length, data.mark
        return
    for port, column in data.items():
        values = column.values if isinstance(column, Ragged) else column
        yield port, getattr(values, "shape", None), str(getattr(values, "dtype", "")), len(column)
        if isinstance(values, np.ndarray):
            rows = max(1, SAMPLE // max(1, values.itemsize * values[:1].size))
            yield np.ascontiguousarray(values[:rows]).tobytes()


def _name(wanted: Wanted) -> str:
    measurement = getattr(wanted, "measurement", None)
    if measurement is None:
        return repr(wanted)
    return repr((measurement.name, wanted.argument, wanted.averaging))  # type: ignore[union-attr]
