"""The training loop, as a generator of events:

    Started
    for every round:  RoundStarted
        for every batch:  forward, backward, step;  BatchDone
        validation;  RoundDone
    Stopped

Whoever runs it looks at the events, and may give a `reason` to stop or ask for no more: progress displays,
checkpoints and stopping rules are all outside.  A time limit is looked at after every batch; the round that
it cuts short is still validated.  Validation comes after the rounds that the plan says, or after batches, and
once at the end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..interrupts import Pause
from ..nets.net import Net
from ..problem import Problem
from .batches import Batches, Generated
from .events import BatchDone, Event, RoundDone, RoundStarted, Started, Stopped
from .intervals import ROUNDS as EVERY_ROUNDS
from .intervals import Every
from .learner import Learner
from .plan import MOST_ROUNDS, Generator, TrainPlan, automatic_rounds
from .record import Record, Validation
from .sequences import numpy_of
from .snapshot import Snapshot

ROUNDS, TIME, DIVERGED = "rounds", "time", "diverged"  # reasons for stopping
CHECKED_BATCHES = 64  # how many batches are learnt from before their losses are checked
TIMED_BATCHES = 10  # how many batches the automatic number of rounds is judged from

Clock = Callable[[], float]


def train(plan: TrainPlan, clock: Clock = time.perf_counter) -> Iterator[Event]:
    """Train as planned."""
    return Training(plan, clock).events()


class Training:
    """A training under way: where it is and what it has found.

    `good` is the latest copy of the arrays that was seen to have a finite loss.
    """

    def __init__(self, plan: TrainPlan, clock: Clock = time.perf_counter):
        self.plan, self.learner = plan, Learner(plan)
        if isinstance(plan.data, Generator):
            plan.data.begin(plan.seed)
        self.record = Record(plan.probe, plan.by_batch, self.learner.arrays)
        self.losses: object = None  # of the examples of the latest batch
        self._columns: tuple[Any, ...] = ()  # which they are
        self._clock, self._start = clock, clock()
        self.rounds = plan.rounds
        self.round = self.batch = self.total = 0
        self.rate = self.initial_rate = plan.learning_rate
        self.validation_loss: float | None = None
        self.reason = ""
        self.problem: Problem | None = None  # that ended it
        self.untold = False  # whether the latest batch or round has not been told of
        self.pause = Pause()  # when Ctrl-C is heard: between steps, so that none is done by half
        self.good = self._candidate = self.learner.snapshot()
        self._checked = 0
        self._automatic = plan.rounds is None and plan.seconds is None
        self._begun = self._first_done = 0.0
        self._looked: tuple[float, int] = 0.0, 0
        self._speed: float | None = None
        self._validates = Every(plan.validated)
        self._looks_often = plan.validation is not None and plan.validated.unit != EVERY_ROUNDS

    def events(self) -> Iterator[Event]:
        """Train, once."""
        yield Started(self, self.seconds())
        self.learner.prepare(self._is_late)
        batches = self._batches()
        self._begun = self.seconds()
        if self.total:
            yield from self._taken_up()
        while not self.reason:
            if not self._within_round():
                self.round, self.batch = self.round + 1, 0
                yield RoundStarted(self, self.seconds())
            if self.reason:
                break
            yield from self._round(batches)
            self._end_round()
            self._validate_if_due(self._round_done())
            yield self._round_done()
            self.untold = False
            self.reason = self.reason or self._finished()
        self._check(last=True)
        self._validate()
        yield Stopped(self, self.seconds(), self.reason)

    def _taken_up(self) -> Iterator[Event]:
        """What is left to be done of the batch or the round after which an earlier training was given up."""
        ended = not self._within_round()
        if self.untold:
            latest = slice(self.total - 1, self.total)
            event = self._round_done() if ended else BatchDone(self, self.seconds(), latest)
            if ended or self._looks_often:
                self._validate_if_due(event)
            yield event
            self.untold = False
        if ended:
            self.reason = self.reason or self._finished() or (TIME if self._is_late() else "")

    def _end_round(self) -> None:
        self.pause.busy = True
        self.record.end_round(self.total)
        self.untold = True
        self.pause.done()

    def _batches(self) -> Batches | Generated:
        plan, learner = self.plan, self.learner
        if not isinstance(plan.data, Generator):
            return Batches(learner.columns, plan.effective_batch_size, plan.seed)
        make, size = plan.data.make, plan.effective_batch_size
        return Generated(lambda r, b: learner.to_device(make(size, r, b)), plan.batches_per_round)

    def _round(self, batches: Batches | Generated) -> Iterator[Event]:
        learn, add, scheduled = self.learner.learn, self.record.log.add, self.plan.shared.LearningRateSchedule
        probe, pause = self.plan.probe, self.pause
        for columns in batches.of_round(self.round, self.batch):
            if scheduled:
                self.rate = self.initial_rate * float(scheduled(self.total + 1, self.expected_batches()))
            pause.busy = True
            results = learn(columns, self.rate)
            self._columns = columns
            self.losses = losses = results[0]
            add(losses)
            if probe:
                self.record.add_results(results)
            self.total += 1
            self.batch += 1
            self.untold = True
            pause.done()
            if self._automatic and self.total <= TIMED_BATCHES:
                self._judge()
            if self._looks_often:
                self._validate_if_due(BatchDone(self, self.seconds(), losses))
            yield BatchDone(self, self.seconds(), losses)
            self.untold = False
            if self.total - self._checked >= CHECKED_BATCHES:
                self._check()
            if self._is_late():
                self.reason = self.reason or TIME
            if self.reason:
                return

    def _within_round(self) -> bool:
        """Whether a round is not at its end, which is so before the first batch only if taken up again."""
        return self.total > (self.record.round_positions or [0])[-1]

    def _round_done(self) -> RoundDone:
        return RoundDone(self, self.seconds(), slice(self.total - self.batch, self.total))

    def _validate_if_due(self, event: Event) -> None:
        if self.learner.validation and self.reason != DIVERGED and self._validates(event):
            self._validate()

    def _validate(self) -> None:
        """Look at the validation data, unless that has been done since the arrays changed."""
        known = self.record.validations
        if (
            not self.learner.validation
            or self.reason == DIVERGED
            or (known and known[-1].total == self.total)
        ):
            return
        loss, values = self.learner.validate()
        self.pause.busy = True
        self.validation_loss = loss
        best = self.learner.snapshot() if self.record.is_best(loss) else None
        self.record.validated(Validation(self.round, self.total, loss, values), best)
        self.pause.done()

    def _finished(self) -> str:
        return ROUNDS if self.rounds is not None and self.round >= self.rounds else ""

    def _is_late(self) -> bool:
        return self.plan.seconds is not None and self.seconds() >= self.plan.seconds

    def _judge(self) -> None:
        """Find the automatic number of rounds from the batches so far, without the slow first if possible.

        Neither do those count that a device needed more time for, to capture a step.
        """
        apart, captured = self.learner.wait()
        now = self.seconds() - apart
        if self.total == 1:
            self._first_done = now
        timed = self.total - 1 - captured
        if not timed and captured:
            return
        each = (now - self._first_done) / timed if timed else now - self._begun
        self.rounds = automatic_rounds(each, self.plan.batches_per_round)

    def _check(self, last: bool = False) -> None:
        """Look at the losses since the last check; copy the arrays if all are finite, else stop."""
        losses = self.record.log.all()[self._checked :]
        self._checked = self.total
        if len(losses) and np.isfinite(losses[0]):  # what the candidate led to
            self.good = self._candidate
        if not np.isfinite(losses).all():
            self.reason = DIVERGED
            return
        self._candidate = self.learner.snapshot()
        if last and not self._candidate.is_finite():
            self.reason = DIVERGED
        elif last:
            self.good = self._candidate

    def check(self) -> None:
        """See to it that the arrays as they are now are known to be good, or that it is over."""
        self._check(last=True)
        self._candidate = self.good

    def put_back(self, seconds: float) -> None:
        """Count the time as if so many seconds had passed."""
        self._start = self._clock() - seconds
        self._looked = seconds, self.total

    def seconds(self) -> float:
        """The time since the start."""
        return self._clock() - self._start

    def expected_batches(self) -> int:
        """How many batches there will be in all, as far as can be told now."""
        time, each = self.plan.time, self.plan.batches_per_round
        if time is None or not self.total or self.seconds() <= 0:
            return max((self.rounds or MOST_ROUNDS) * each, self.total + 1)
        in_time = max(self.total + 1, round(self.total * time / self.seconds()))
        return in_time if self.rounds is None else min(self.rounds * each, in_time)

    def examples_at(self, round_: int, batch: int) -> int:
        """The examples processed by the time of a batch of a round."""
        if not round_:
            return 0
        plan = self.plan
        return (round_ - 1) * plan.examples + min(batch * plan.effective_batch_size, plan.examples)

    def fraction(self) -> float | None:
        """How much is done, from 0 to 1; None while nobody can tell."""
        parts = []
        if self.rounds is not None:
            parts.append(self.total / (self.rounds * self.plan.batches_per_round))
        if self.plan.time is not None:
            parts.append(self.seconds() / self.plan.time)
        return min(1.0, max(parts)) if parts else None

    def recent_speed(self) -> float | None:
        """Batches per second since this was last asked, or since the start."""
        now, (then, total) = self.seconds(), self._looked
        if self.total > total and now > then:
            self._speed, self._looked = (self.total - total) / (now - then), (now, self.total)
        return self._speed

    def order(self) -> np.ndarray:
        """The positions in the data, from 0, in the order of this round; none if the data are made."""
        if isinstance(self.plan.data, Generator) or not self.round:
            return np.empty(0, int)
        batches = Batches(self.learner.columns, self.plan.effective_batch_size, self.plan.seed)
        return np.arange(batches.count) if batches.size >= batches.count else batches.order(self.round)

    def batch_indices(self) -> np.ndarray:
        """The positions in the data, from 0, of the examples of the latest batch."""
        size, data = self.plan.effective_batch_size, self.plan.data
        if isinstance(data, Generator) and data.places and self.batch:
            return data.places(size, self.round, self.batch)
        return self.order()[(self.batch - 1) * size : self.batch * size] if self.batch else np.empty(0, int)

    def batch_data(self) -> dict[str, list[np.ndarray]]:
        """The examples of the latest batch, encoded, by port."""
        if isinstance(self.plan.data, Generator):
            ports = self.plan.training_net.inputs if self._columns else ()
            return {p: list(numpy_of(c)) for p, c in zip(ports, self._columns, strict=True)}
        places = self.batch_indices().tolist()
        return {port: [values[place] for place in places] for port, values in self.plan.data.items()}

    def snapshot(self) -> Snapshot:
        return self.learner.snapshot()

    def net(self) -> Net:
        """The net as it is now."""
        return self.snapshot().net()
