"""A whole training: the loop run to its end, the best net kept, and what is worth knowing afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..nets.net import Net
from .events import Event, RoundDone, Stopped
from .loop import DIVERGED, Clock, Training
from .plan import TrainPlan
from .snapshot import Snapshot

INTERRUPTED = "interrupted"  # a reason for stopping, besides those of the loop

Observer = Callable[[Event], object]


@dataclass(frozen=True, eq=False)
class TrainingResult:
    """What came of a plan.  Losses are means over examples: by batch, by round, and by validation."""

    plan: TrainPlan
    net: Net
    reason_stopped: str
    best_validation_round: int | None
    batch_losses: np.ndarray
    round_losses: np.ndarray
    validation_losses: np.ndarray
    seconds: float
    rounds: int
    batches: int
    examples: int
    final_learning_rate: float

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
    plan: TrainPlan, observe: Observer = lambda event: None, clock: Clock = time.perf_counter
) -> TrainingResult:
    """Train as planned, showing every event to `observe`; text that it returns is a reason to stop.

    The net is the one with the lowest validation loss if there is validation data, else the last one.  An
    interrupt (Ctrl-C) ends the training and keeps it; a training whose loss is no finite number any more ends
    with the last good net.
    """
    training, best, reason = Training(plan, clock), _Best(), ""
    try:
        for event in training.events():
            if isinstance(event, RoundDone):
                best.look(event)
            said = observe(event)
            if isinstance(said, str) and said and not isinstance(event, Stopped):
                reason = said
                break
    except KeyboardInterrupt:
        reason = INTERRUPTED
    return _result(training, best, reason or training.reason)


class _Best:
    """The validation losses so far and the arrays that had the lowest."""

    def __init__(self) -> None:
        self.losses: list[float] = []
        self.round: int | None = None
        self.snapshot: Snapshot | None = None
        self._lowest = float("inf")

    def look(self, event: RoundDone) -> None:
        loss = event.validation_loss
        if loss is None:
            return
        self.losses.append(loss)
        if loss < self._lowest:
            self._lowest, self.round, self.snapshot = loss, event.round, event.snapshot()


def _result(training: Training, best: _Best, reason: str) -> TrainingResult:
    plan = training.plan
    last = training.good if reason == DIVERGED else training.snapshot()
    return TrainingResult(
        plan,
        (best.snapshot or last).net(),
        reason,
        best.round,
        training.log.all().copy(),
        training.log.of_rounds(plan.batches_per_round),
        np.array(best.losses),
        training.seconds(),
        training.round,
        training.total,
        training.examples_at(training.round, training.batch),
        training.rate,
    )
