"""Ctrl-C at any moment of a training ends it between two steps and keeps what was learnt."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from types import FrameType
from typing import Any

import numpy as np
import pytest
from test_resuming import assert_same, plan, settings

from wlnet.engine.events import BatchDone, Event
from wlnet.engine.gradients import Gradients
from wlnet.engine.plan import TrainPlan
from wlnet.engine.state import State, state_of
from wlnet.engine.training import TrainingResult, run
from wlnet.expr import ABORTED, TRUE
from wlnet.interrupts import Pause, pausing
from wlnet.session import Session

PLACES = 12  # at which Ctrl-C is pressed between two batches
NAMES = ("validated", "multipliers", "shared arrays")


def planned(name: str) -> TrainPlan:
    return plan(rounds=3) if name == "validated" else plan(rounds=3, **settings(name))


class Lines:
    """Counts the lines of the engine that are run from the end of a batch on (0: from the beginning), up to
    the end of the next one; presses Ctrl-C at the so manieth.

    `heard_by` is what listened then.  Nothing else is traced, and nothing once it is pressed: that is slow.
    """

    def __init__(self, after: int = 0, pressed_at: int | None = None):
        self.count, self._after, self._pressed_at = 0, after, pressed_at
        self.heard_by: object = None

    def run(self, p: TrainPlan, **settings: Any) -> TrainingResult:
        try:
            if not self._after:
                sys.settrace(self._look)
            return run(p, self._observe, **settings)
        finally:
            sys.settrace(None)

    def _observe(self, event: Event) -> None:
        if isinstance(event, BatchDone) and event.total == self._after + 1:
            sys.settrace(None)
        elif isinstance(event, BatchDone) and event.total == self._after:
            sys.settrace(self._look)

    def _look(self, frame: FrameType, event: str, arg: object) -> Any:
        if "/wlnet/engine/" not in frame.f_code.co_filename.replace("\\", "/"):
            return None
        if event == "line":
            self.count += 1
            if self.count == self._pressed_at:
                sys.settrace(None)
                self.heard_by = signal.getsignal(signal.SIGINT)
                signal.raise_signal(signal.SIGINT)
        return self._look


def numbers(arrays: Any) -> dict[Any, bytes]:
    return {path: array.tobytes() for path, array in arrays.items()}


@pytest.fixture
def uncollected() -> Iterator[None]:
    """What is collected by chance runs lines by chance."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


# in the beginning; while a step is recorded and tried; at the end of a round, with validation; at the end
@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("after", [0, 1, 4, 12])
@pytest.mark.parametrize("name", NAMES)
def test_whenever_it_is_the_net_is_that_of_a_whole_number_of_steps(name: str, after: int) -> None:
    p = planned(name)
    run(p)  # what is loaded and kept at first use
    nets = [numbers(p.training_net.nodes["Net"].arrays())]

    def look(event: Event) -> None:
        if isinstance(event, BatchDone):
            nets.append(numbers(event.net().arrays()))

    whole = run(p, look)
    lines = Lines(after)
    lines.run(p)
    assert whole.batches == 12 and lines.count > PLACES
    for place in range(1, lines.count, lines.count // PLACES):
        states: list[State | None] = []

        def leave(event: Event, states: list[State | None] = states) -> None:
            states.append(deepcopy(state_of(event.training, not event.training.untold)))

        pressing = Lines(after, place)
        try:
            found = pressing.run(p, left=leave)
        except KeyboardInterrupt:  # before the training had begun, or when it was over
            assert pressing.heard_by is signal.default_int_handler
            continue
        assert found.reason_stopped == "interrupted" or found.batches == whole.batches
        assert_cut_short(found, whole, nets)
        assert bool(states) == (found.reason_stopped == "interrupted" and found.batches > 0)
        for state in states:
            assert_same(run(p, state=state), whole)


def assert_cut_short(found: TrainingResult, whole: TrainingResult, states: list[dict[Any, bytes]]) -> None:
    assert len(found.batch_losses) == found.batches
    np.testing.assert_array_equal(found.batch_losses, whole.batch_losses[: found.batches])
    positions = found.record.round_positions
    assert positions == sorted(set(positions)) and [0, *positions][-1] == found.batches
    best = found.record.best
    step = best.validation.total if best else found.batches
    assert numbers(found.net.arrays()) == states[step]


def test_the_second_time_does_not_wait_for_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, seen = Gradients.__call__, []

    def call(gradients: Gradients, batch: tuple[Any, ...]) -> list[Any]:
        if len(seen) == 4:
            signal.raise_signal(signal.SIGINT)
            seen.append("the first waits")
            signal.raise_signal(signal.SIGINT)
            seen.append("the second did too")
        seen.append("a step")
        return usual(gradients, batch)

    monkeypatch.setattr(Gradients, "__call__", call)
    found = run(plan())
    assert seen == ["a step"] * 4 + ["the first waits"]
    assert found.reason_stopped == "interrupted" and found.batches == 4
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_one_that_comes_when_it_is_over_is_not_heard() -> None:
    pause = Pause()
    with pausing(pause):
        pause.over = True
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), pausing(Pause()):
        signal.raise_signal(signal.SIGINT)


def test_a_loss_that_nobody_had_looked_at_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    p = plan(validation=None, probe=None)
    data = {port: column.copy() for port, column in p.data.items()}  # type: ignore[union-attr]
    data["Input"][:] = np.where(np.arange(50)[:, None] == 7, np.nan, data["Input"])

    def press(event: Event) -> None:
        if isinstance(event, BatchDone) and event.total == 9:
            raise KeyboardInterrupt

    found = run(replace(p, data=data), press)
    assert found.reason_stopped == "diverged"
    assert all(np.isfinite(array).all() for array in found.net.arrays().values())


TRAIN = """r = NetTrain[NetInitialize[NetChain[{LinearLayer[5], Tanh, LinearLayer[1]}, "Input" -> 1],
   RandomSeeding -> 1], Table[{x} -> {2 x}, {x, 20}], All, BatchSize -> 8, MaxTrainingRounds -> 100,
  RandomSeeding -> 1, TrainingProgressReporting -> None%s];"""


def pressing(monkeypatch: pytest.MonkeyPatch, name: str, at: int) -> None:
    """Press Ctrl-C when a function is called for the so manieth time."""
    module, _, function = name.rpartition(".")
    usual: Callable[..., Any] = getattr(sys.modules[module], function)
    calls = [0]

    def called(*arguments: Any, **options: Any) -> Any:
        calls[0] += 1
        if calls[0] == at:
            signal.raise_signal(signal.SIGINT)
        return usual(*arguments, **options)

    monkeypatch.setattr(sys.modules[module], function, called)


@pytest.mark.parametrize(
    ("where", "options", "rounds"),
    [
        ("wlnet.netlang.callbacks.association", ", TrainingProgressFunction -> Identity", 3),
        ("wlnet.netlang.stopping.association", ", TrainingStoppingCriterion -> (False &)", 3),
        ("wlnet.netlang.checkpointing.write_checkpoint", CHECKPOINTS := ', TrainingProgressCheckpointing -> '
         '{"File", "%s"}', 3),
        ("wlnet.engine.learner.outcomes", ", ValidationSet -> {{1} -> {2}}", 3),
    ],
)  # fmt: skip
def test_within_what_is_called_on_the_way(
    where: str, options: str, rounds: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    session = Session()
    session.evaluate("NetTrain")
    more = options % (tmp_path / "net.wlnet") if "%s" in options else options
    session.evaluate(TRAIN % more.replace("100", "2"))
    pressing(monkeypatch, where, rounds)
    session.evaluate(TRAIN % more)
    found = '{r["TotalRounds"], r["ReasonTrainingStopped"], Head[r["TrainedNet"]]}'
    expected = f'{{{rounds}, "Training was stopped by the user.", NetChain}}'
    assert session.evaluate(f"{found} === {expected}") is TRUE
    assert not session.messages and not session.interrupted
    assert session.evaluate('r["TrainedNet"][{1}] == r["TrainedNet"][{1.}]') is TRUE


def test_before_there_is_anything_to_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    session.evaluate(TRAIN % "")
    pressing(monkeypatch, "wlnet.nets.prepare.encode_column", 2)
    assert session.evaluate(TRAIN.rstrip(";") % "") in (ABORTED,)
    assert session.interrupted
    assert session.evaluate("1 + 1 == 2") is TRUE
