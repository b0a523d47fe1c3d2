"""A step that is captured and replayed gives what the usual one gives, or is not used.

A stand-in for a GPU records the Python function and plays it again on the tensors that it was recorded with;
others do so wrongly, in all the ways that a recording can be wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from captured_plans import PLANS, RANDOM, chain, dropout, normalized, points
from test_resuming import assert_same, interrupted
from test_sequences import plan as sequences_plan

from wlnet.engine import batches, captured, learner
from wlnet.engine.captured import CAPTURED, WAITING, Captures, alike
from wlnet.engine.events import BatchDone, Event
from wlnet.engine.loop import train
from wlnet.engine.plan import TrainPlan
from wlnet.engine.sequences import Sequences
from wlnet.engine.training import run

Work = Callable[[], list[Any]]


class Played:
    """Does what a GPU does: results always come to the same tensors, whose first contents mean nothing."""

    captures: Captures

    def __init__(self, device: str = "cpu", generators: Any = ()):
        self.generators, self.launches = [*generators], 0

    def warm_up(self, work: Work) -> None:
        for _ in range(3):
            work()

    def capture(self, work: Work) -> tuple[list[Any], Callable[[], object]]:
        results = [torch.full_like(found, -1) for found in work()]

        def launch() -> None:
            self.launches += 1
            self.play(work, results)

        return results, launch

    def play(self, work: Work, results: list[Any]) -> None:
        for held, found in zip(results, work(), strict=True):
            held.copy_(found)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], list[Any]]:
    """Lets trainings record with a class; gives the list of those that are made."""

    def chosen(kind: Any) -> list[Any]:
        made: list[Any] = []

        class Known(Captures):
            def __init__(self, recorder: Any, *others: Any):
                super().__init__(recorder, *others)
                recorder.captures = self
                made.append(recorder)

        monkeypatch.setattr(learner, "recorder_of", kind)
        monkeypatch.setattr(learner, "Captures", Known)
        return made

    return chosen


@pytest.mark.parametrize("name", PLANS)
def test_a_replayed_training_is_the_usual_one(name: str, use: Any) -> None:
    plan = PLANS[name]()
    usual, made = run(replace(plan, tape=False)), use(Played)
    assert_same(run(plan), usual)
    (recorder,) = made
    outcomes = recorder.captures.outcomes
    assert set(outcomes.values()) == {CAPTURED}, outcomes
    size = plan.effective_batch_size
    sizes = len({size, plan.examples % size or size})
    assert len(outcomes) == sizes
    assert recorder.launches == usual.batches - sizes  # the first one of each size is done the usual way
    assert recorder.captures.batches == 2 * sizes  # two are done both ways


def test_random_nets_alone_have_generators(use: Any) -> None:
    made = use(Played)
    for name, plan in PLANS.items():
        run(replace(plan(), rounds=1))
        assert bool(made[-1].generators) == (name in RANDOM), name


@pytest.mark.parametrize("name", ["dropout", "measured", "normalized", "averages_taking_turns", "made_data"])
def test_a_replayed_training_goes_on_after_an_interrupt(name: str, use: Any, tmp_path: Path) -> None:
    plan, _ = PLANS[name](), use(Played)
    assert_same(interrupted(plan, tmp_path, after=8), run(replace(plan, tape=False)))


class RaisesAtWarmUp(Played):
    said = "called a synchronizing operation"

    def warm_up(self, work: Work) -> None:
        work()
        raise RuntimeError(self.said)


class RaisesAtCapture(Played):
    said = "operation not permitted when stream is capturing"

    def capture(self, work: Work) -> Any:
        work()
        raise RuntimeError(self.said)


class RaisesAtReplay(Played):
    said = "an illegal graph"

    def play(self, work: Work, results: list[Any]) -> None:
        work()
        raise RuntimeError(self.said)


class RaisesAtSecondReplay(Played):
    said = "an illegal graph, now"

    def play(self, work: Work, results: list[Any]) -> None:
        super().play(work, results)
        if self.launches > 1:
            raise RuntimeError(self.said)


class WrongLosses(Played):
    said = "other losses"

    def play(self, work: Work, results: list[Any]) -> None:
        super().play(work, results)
        results[0].mul_(1.01)


class NoLosses(Played):
    said = "other losses"

    def play(self, work: Work, results: list[Any]) -> None:
        work()


class WrongGradient(Played):
    """One number of the array with the smallest gradient that is no rounding error."""

    said = "another gradient of"

    def play(self, work: Work, results: list[Any]) -> None:
        super().play(work, results)
        flat = self.captures.flat
        parts = {float(part.abs().max()): part for part in flat.parts(flat.gradient).values()}
        part = parts[min(size for size in parts if size > 0.01 * max(parts))]
        part[part.abs().argmax()] *= 1.1


class NoGradient(Played):
    """The gradient is left as it was."""

    said = "another gradient of"

    def play(self, work: Work, results: list[Any]) -> None:
        before = self.captures.flat.gradient.clone()
        super().play(work, results)
        self.captures.flat.gradient.copy_(before)


class AddedGradient(Played):
    """The gradient is added to what is there."""

    said = "another gradient of"

    def play(self, work: Work, results: list[Any]) -> None:
        before = self.captures.flat.gradient.clone()
        super().play(work, results)
        self.captures.flat.gradient.add_(before)


class BoundToItsBatch(Played):
    """What was recorded is played, whatever the batch is."""

    said = "other losses"

    def capture(self, work: Work) -> Any:
        results, gradient = work(), self.captures.flat.gradient.clone()
        return results, lambda: self.captures.flat.gradient.copy_(gradient)


class WrongFromTheSecondOn(Played):
    said = "other losses"

    def play(self, work: Work, results: list[Any]) -> None:
        super().play(work, results)
        results[0].add_(self.launches - 1)


class NoAverages(Played):
    """The moving averages stay."""

    said = "other moving averages"

    def play(self, work: Work, results: list[Any]) -> None:
        before = self.captures.now()
        super().play(work, results)
        self.captures.put(before)


class SameChance(Played):
    """Random numbers are drawn anew from the same seed."""

    said = "other losses"

    def play(self, work: Work, results: list[Any]) -> None:
        self.generators[0].manual_seed(77)
        super().play(work, results)


class ChanceStays(Played):
    """Random numbers are right, but the generator does not go on."""

    said = "other random numbers"

    def play(self, work: Work, results: list[Any]) -> None:
        before = self.generators[0].get_state()
        super().play(work, results)
        self.generators[0].set_state(before)


WRONG = [RaisesAtWarmUp, RaisesAtCapture, RaisesAtReplay, RaisesAtSecondReplay, WrongLosses, NoLosses]
WRONG += [WrongGradient, NoGradient, AddedGradient, BoundToItsBatch, WrongFromTheSecondOn]


def falls_back(kind: Any, plan: TrainPlan, use: Any) -> None:
    usual, made = run(replace(plan, tape=False)), use(kind)
    assert_same(run(plan), usual)
    (recorder,) = made
    outcomes = recorder.captures.outcomes
    assert outcomes and all(kind.said in outcome for outcome in outcomes.values()), outcomes


@pytest.mark.parametrize("plan", [chain, normalized, dropout])
@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_recording_is_not_used(kind: Any, plan: Callable[[], TrainPlan], use: Any) -> None:
    falls_back(kind, plan(), use)


def test_moving_averages_that_do_not_move_are_noticed(use: Any) -> None:
    falls_back(NoAverages, normalized(), use)


@pytest.mark.parametrize("kind", [SameChance, ChanceStays])
def test_random_numbers_that_are_not_the_next_ones_are_noticed(kind: Any, use: Any) -> None:
    falls_back(kind, dropout(), use)


def test_one_size_may_be_captured_and_another_not(use: Any) -> None:
    class Picky(Played):
        def capture(self, work: Work) -> Any:
            if len(work()[0]) < 8:
                raise RuntimeError("too small")
            return super().capture(work)

    plan = chain()
    usual, made = run(replace(plan, tape=False)), use(Picky)
    assert_same(run(plan), usual)
    assert made[0].captures.outcomes == {8: CAPTURED, 4: "RuntimeError: too small"}


def test_a_size_that_does_not_come_again_is_not_captured(use: Any) -> None:
    made = use(Played)
    run(replace(chain(), rounds=1))
    assert made[0].captures.outcomes == {8: "waiting for a second batch", 4: WAITING}
    assert made[0].launches == 1  # the second batch of 8 was done both ways


def test_only_so_many_sizes_are_captured(use: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captured, "MOST", 1)
    made, plan = use(Played), chain()
    assert_same(run(plan), run(replace(plan, tape=False)))
    assert made[0].captures.outcomes == {8: CAPTURED}


def test_an_interrupt_passes_and_leaves_everything_as_it_was(use: Any) -> None:
    class Interrupted(Played):
        def capture(self, work: Work) -> Any:
            work()
            raise KeyboardInterrupt

    use(Interrupted)
    for plan in (normalized(), dropout()):
        found = run(plan)
        usual = run(replace(plan, tape=False), lambda event: "enough" if event.total == 1 else None)
        assert found.reason_stopped == "interrupted"
        for path, array in usual.net.arrays().items():
            assert found.net.arrays()[path].tobytes() == array.tobytes()


def test_the_columns_of_all_examples_are_not_copied(use: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = []
    original = captured.Captured._replayed

    def counted(self: Any, *batch: Any) -> Any:
        copied.append(sum(a is not b for a, b in zip(batch, self._latest, strict=True)))
        return original(self, *batch)

    monkeypatch.setattr(captured.Captured, "_replayed", counted)
    use(Played)
    run(points())
    assert copied == [2] + [0] * 18


def test_losses_that_were_handed_out_do_not_change(use: Any) -> None:
    use(Played)
    kept: list[tuple[Any, Any]] = []
    for event in train(chain()):
        if event.training.losses is not None:
            kept.append((event.training.losses, event.training.losses.clone()))  # type: ignore[attr-defined]
    assert all(torch.equal(a, b) for a, b in kept)


def test_sequences_of_different_lengths_are_learnt_from_all_the_same(use: Any) -> None:
    plan = sequences_plan(batch_size=4, rounds=6)
    usual, _ = run(replace(plan, tape=False)), use(Played)
    assert_same(run(plan), usual)


@pytest.mark.parametrize("settings", [{"tape": False}, {"devices": ("cpu",)}])
def test_nothing_is_captured_where_it_is_not_wanted_or_devices_share(settings: Any, use: Any) -> None:
    made = use(Played)
    run(replace(chain(), **settings))
    assert made == []


def test_a_processor_captures_nothing() -> None:
    assert captured.recorder_of("cpu", []) is None
    events: list[Event] = [*train(chain())]
    assert events[-1].training.learner.captures is None


def test_the_automatic_rounds_do_not_count_the_time_of_capturing(use: Any) -> None:
    """A clock that goes on by a second for each batch, but by a thousand when a step is captured."""
    now = [0.0]

    class Slow(Played):
        def capture(self, work: Work) -> Any:
            now[0] += 1000
            self.captures.seconds += 1000  # the real clock does not see it
            return super().capture(work)

    use(Slow)
    plan = replace(points(), rounds=None)
    for event in train(plan, clock=lambda: now[0]):
        now[0] += isinstance(event, BatchDone) and event.total not in (2, 3)
        if event.total == 12:
            break
    assert 18 <= event.training.rounds <= 22  # type: ignore[operator]


NAN, INFINITE = float("nan"), float("inf")
ALIKE = [
    ([1.0, 2.0], [1.0, 2.0], True),
    ([1.0, 2.0], [1.0, 2.0 + 2e-4], True),
    ([1.0, 2.0], [1.0 + 7e-4, 2.0], False),
    ([1e-9, 2.0], [-1e-9, 2.0], True),
    ([NAN, 1.0], [NAN, 1.0], True),
    ([NAN, 1.0], [1.0, 1.0], False),
    ([INFINITE, 1.0], [INFINITE, 1.0], True),
    ([INFINITE, 1.0], [1.0, 1.0], False),
    ([1.0], [1.0, 1.0], False),
    ([], [], True),
]


@pytest.mark.parametrize(("a", "b", "same"), ALIKE)
def test_numbers_are_alike_relative_to_the_largest(a: list[float], b: list[float], same: bool) -> None:
    assert alike(torch.tensor(a), torch.tensor(b), 3e-4) is same


def test_a_gradient_near_zero_is_compared_with_the_others() -> None:
    noise, other = torch.tensor([1e-9, -2e-9]), torch.tensor([-1e-9, 1e-9])
    assert alike(noise, other, 3e-4, least=0.01) and not alike(noise, other, 3e-4)


def test_an_order_stays_here_for_sequences_and_goes_along_for_tensors() -> None:
    values = torch.arange(6.0)
    sequences = Sequences(values, np.array([0, 2, 3]), np.array([2, 1, 3]))
    here, there = torch.tensor([0]), torch.tensor([1])
    assert batches._beside(sequences, here, there) is here
    assert batches._beside(values, here, there) is there
