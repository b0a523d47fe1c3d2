"""A whole training: the loop run to its end, the best net kept, and what is worth knowing afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..interrupts import pausing
from ..nets.net import Net
from ..problem import Problem
from ..whole_files import alone
from .agreement import agreeing
from .events import Event, Interrupted
from .loop import DIVERGED, Clock, Training
from .memory import out_of_memory, too_large
from .plan import Generator, TrainPlan
from .record import Record
from .run import few_threads, working
from .state import State, restore

# reasons for stopping, besides those of the loop
INTERRUPTED, MEMORY, FAULT = "interrupted", "memory", "fault"

Observer = Callable[[Event], object]


@dataclass(frozen=True, eq=False)
class TrainingResult:
    """What came of a plan; `record` holds losses and measurements, `problem` is what ended it."""

    plan: TrainPlan
    net: Net
    reason_stopped: str
    record: Record
    seconds: float
    rounds: int
    batches: int
    examples: int
    final_learning_rate: float
    order: np.ndarray  # of the examples in the last round, by their positions
    problem: Problem | None = None

    @property
    def best_validation_round(self) -> int | None:
        best = self.record.best
        return best.validation.round if best else None

    @property
    def batch_losses(self) -> np.ndarray:
        return self.record.log.all()

    @property
    def round_losses(self) -> np.ndarray:
        return self.record.round_losses

    @property
    def validation_losses(self) -> np.ndarray:
        return np.array([v.loss for v in self.record.validations])

    @property
    def batches_per_round(self) -> int:
        return self.plan.batches_per_round

    @property
    def batch_size(self) -> int:
        return self.plan.effective_batch_size

    @property
    def initial_learning_rate(self) -> float:
        return self.plan.learning_rate

    @property
    def method(self) -> dict[str, Any]:
        """The method's name, as "Method", and all its suboptions, with the rate that was used."""
        own = {"Method": type(self.plan.method).__name__, **self.plan.method.suboptions()}
        return own | vars(self.plan.shared) | {"LearningRate": self.plan.learning_rate}


def run(
    plan: TrainPlan,
    observe: Observer = lambda event: None,
    clock: Clock = time.perf_counter,
    state: State | None = None,
    left: Observer = lambda event: None,
) -> TrainingResult:
    """Train as planned, showing every event to `observe`; text that it returns is a reason to stop.

    With a `state` the training goes on from there.  `left` is shown the moment after a step at which an
    interrupt ended it, unless somebody could not wait for the end of a step.

    The net is the one with the lowest validation loss if there is validation data, else the last one.  An
    interrupt (Ctrl-C) ends the training and keeps it.  So do too little memory and a Problem of what the user
    has called for batches, unless it is the first batch that has it, which is raised.  A training whose loss
    is no finite number any more ends with the last good net.
    """
    agreed = agreeing(plan.group, observe, clock)
    threads = few_threads(plan.training_net, plan.effective_batch_size, plan.device)
    with working(plan.precision, plan.device), threads, agreed as (observe, clock):
        training = Training(plan, clock)
        if state is not None:
            restore(training, state)
        with nullcontext() if plan.group else pausing(training.pause):
            reason = _ended(training, observe) or training.reason
            if reason == INTERRUPTED and training.total and not training.pause.busy:
                _show(training, left)
            return _result(training, reason)


def _ended(training: Training, observe: Observer) -> str:
    """Let a training go on to its end; what ended it before that, or ""."""
    plan = training.plan
    try:
        for event in training.events():
            said = observe(event)
            if isinstance(said, str) and said:
                training.reason = training.reason or said
    except KeyboardInterrupt:
        training.pause.over = True  # who presses twice means this training, too
        return INTERRUPTED
    except Problem as problem:
        if plan.group or not training.total:
            raise
        training.problem = problem
        return FAULT
    except Exception as error:
        if not out_of_memory(error):
            raise
        if not training.round:  # it is the data that are too large
            raise MemoryError from error
        if plan.group or not training.total:
            raise too_large(plan.effective_batch_size) from None
        return MEMORY
    finally:
        training.pause.over = True
        for data in (plan.data, plan.validation):
            if isinstance(data, Generator):
                data.rest()
    return ""


def _show(training: Training, left: Observer) -> None:
    """Show the moment of an interrupt, in the first of several processes."""
    group = training.plan.group
    if group and group.rank:
        return
    with alone():
        left(Interrupted(training, training.seconds()))


def _result(training: Training, reason: str) -> TrainingResult:
    best, record = training.record.best, training.record
    if reason in (INTERRUPTED, FAULT, MEMORY):
        training.check()  # nobody has looked at the latest losses
        reason = DIVERGED if training.reason == DIVERGED else reason
    last = training.good if reason == DIVERGED else training.snapshot()
    if not record.round_positions or record.round_positions[-1] < training.total:
        record.end_round(training.total)  # one that was cut short
    return TrainingResult(
        training.plan,
        (best.snapshot if best else last).net(),
        reason,
        record,
        training.seconds(),
        training.round,
        training.total,
        training.examples_at(training.round, training.batch),
        training.rate,
        training.order(),
        training.problem,
    )
