"""A training is its events: in order, with limits, seeds and losses as planned, and a net at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import engine_nets as nets
import numpy as np
import pytest
import torch

from wlnet.declare import declare_all
from wlnet.engine.batches import Batches
from wlnet.engine.events import BatchDone, Event, RoundDone, RoundStarted, Started, Stopped
from wlnet.engine.loop import CHECKED_BATCHES, train
from wlnet.engine.method import METHODS, Shared
from wlnet.engine.plan import TrainPlan, automatic_rounds
from wlnet.engine.run import apply, column
from wlnet.engine.training import run
from wlnet.nets.layer import Port

declare_all("wlnet.engine.methods")


class Clock:
    """Time that goes on by `tick` seconds whenever it is looked at."""

    def __init__(self, tick: float = 0.0):
        self.now, self.tick = 0.0, tick

    def __call__(self) -> float:
        self.now += self.tick
        return self.now


def four(**settings: Any) -> TrainPlan:
    graph, data = nets.four_points()
    plan = TrainPlan(graph, data, nets.everything(graph), METHODS["ADAM"](), rounds=3)
    return replace(plan, **settings)


def classifier(examples: int = 50, **settings: Any) -> TrainPlan:
    """Which quarter of the plane?"""
    net = nets.row(nets.linear(16), nets.tanh(), nets.linear(4), nets.leaf("SoftmaxLayer"), dims=(2,))
    graph, points = (
        nets.with_loss(net, nets.cross_entropy()),
        np.random.default_rng(1).normal(size=(examples, 2)),
    )
    data = {"Input": points.astype(np.float32), "Output": 1 + (points[:, 0] > 0) + 2 * (points[:, 1] > 0)}
    return TrainPlan(graph, data, nets.everything(graph), METHODS["ADAM"](), **{"rounds": 3, **settings})


def kinds(events: Iterator[Event]) -> list[type[Event]]:
    return [type(event) for event in events]


def same_net(a: Any, b: Any) -> bool:
    mine, others = a.arrays(), b.arrays()
    return all(mine[path].tobytes() == others[path].tobytes() for path in mine)


def test_the_events_come_in_order() -> None:
    one_round = [RoundStarted, BatchDone, BatchDone, BatchDone, RoundDone]
    assert kinds(train(classifier(50, batch_size=20, rounds=2))) == [Started, *one_round, *one_round, Stopped]


def test_an_event_says_where_training_is() -> None:
    events = list(train(classifier(50, batch_size=20, rounds=2), Clock(0.5)))
    batches = [event for event in events if isinstance(event, BatchDone)]
    assert [(e.round, e.batch, e.total) for e in batches] == [
        (1, 1, 1), (1, 2, 2), (1, 3, 3), (2, 1, 4), (2, 2, 5), (2, 3, 6)
    ]  # fmt: skip
    assert [e.examples for e in batches] == [20, 40, 50, 70, 90, 100]
    assert {(e.rounds, e.batches) for e in events} == {(2, 3)}
    seconds = [e.seconds for e in events]
    assert seconds == sorted(seconds) and seconds[0] > 0
    assert batches[0].examples_per_second == 20 / batches[0].seconds
    assert "round 2/2, batch 3/3" in repr(batches[-1])


def test_losses_are_means_over_examples_and_rounds() -> None:
    plan = classifier(50, batch_size=20, rounds=1)
    before = apply(plan.training_net, plan.data)["Loss"]
    events = list(train(plan))
    order = Batches((np.zeros(50),), 20, plan.seed).order(1)
    losses = [e.loss for e in events if isinstance(e, BatchDone)]
    assert losses[0] == pytest.approx(before[order[:20]].mean(), rel=1e-5)
    assert len(losses) == 3  # the last one of 10 examples
    assert next(e.loss for e in events if isinstance(e, RoundDone)) == pytest.approx(
        np.mean(losses), rel=1e-6
    )
    assert np.isnan(events[0].loss)
    result = run(plan)
    np.testing.assert_allclose(result.batch_losses, losses, rtol=1e-6)
    np.testing.assert_allclose(result.round_losses, [np.mean(losses)], rtol=1e-6)


def test_every_round_visits_every_example_once_in_a_new_order() -> None:
    examples = column(np.arange(50.0), Port(""))
    batches = Batches((examples, examples * 2), 20, seed=7)
    for small in (True, False):
        batches._small = small
        rounds = [[(x.tolist(), y.tolist()) for x, y in batches.of_round(r)] for r in (1, 2)]
        assert [len(x) for x, _ in rounds[0]] == [20, 20, 10]
        visited = [[n for x, _ in found for n in x] for found in rounds]
        assert sorted(visited[0]) == sorted(visited[1]) == list(range(50)) and visited[0] != visited[1]
        assert all(y == [2 * n for n in x] for found in rounds for x, y in found)
        assert visited[0] == batches.order(1).tolist()
    assert Batches((examples,), 20, 8).order(1).tolist() != batches.order(1).tolist()


def test_a_batch_of_everything_is_the_data_as_they_are() -> None:
    examples = column(np.arange(5.0), Port(""))
    ((found,),) = Batches((examples,), 64, 0).of_round(1)
    assert found is examples


def test_the_same_seed_gives_the_same_net_to_the_last_bit() -> None:
    plan = classifier(80, batch_size=16, rounds=5, seed=3)
    first, second = run(plan), run(plan)
    assert same_net(first.net, second.net)
    np.testing.assert_array_equal(first.batch_losses, second.batch_losses)
    assert not same_net(first.net, run(replace(plan, seed=4)).net)


def test_random_layers_follow_the_seed() -> None:
    net = nets.row(nets.linear(16), nets.leaf("DropoutLayer", 0.5), nets.linear(), dims=(2,))
    x = np.random.default_rng(0).normal(size=(30, 2)).astype(np.float32)
    graph = nets.with_loss(net)
    plan = TrainPlan(
        graph, {"Input": x, "Output": x[:, 0]}, nets.everything(graph), METHODS["SGD"](), rounds=3
    )
    assert same_net(run(plan).net, run(plan).net)
    assert not same_net(run(plan).net, run(replace(plan, seed=1)).net)


def test_a_training_learns() -> None:
    plan = classifier(400, rounds=60)
    found = apply(run(plan).net, {"Input": plan.data["Input"]})["Output"].argmax(1) + 1
    assert (found == plan.data["Output"]).mean() > 0.95


def test_the_plan_and_its_net_stay_as_they_are() -> None:
    plan = four(rounds=5)
    before = {path: array.tobytes() for path, array in plan.training_net.arrays().items()}
    assert not same_net(run(plan).net, plan.training_net.nodes["Net"])
    assert {path: array.tobytes() for path, array in plan.training_net.arrays().items()} == before


def test_a_snapshot_is_the_net_of_its_moment() -> None:
    events = [(event, event.snapshot(), event.net()) for event in train(four())]
    assert same_net(events[0][1].net(), four().training_net.nodes["Net"])
    assert all(same_net(taken.net(), now) for _, taken, now in events)
    assert same_net(events[-1][2], run(four()).net)
    assert not same_net(events[0][2], events[-1][2])


def test_a_time_limit_cuts_the_round_and_validates_it() -> None:
    plan = classifier(50, batch_size=10, rounds=None, seconds=7.0)
    plan = replace(plan, validation=plan.data)
    clock = Clock()
    events = []
    for event in train(plan, clock):
        events.append(event)
        clock.now += isinstance(event, BatchDone)
    one_round = [RoundStarted, *[BatchDone] * 5, RoundDone]
    assert kinds(iter(events)) == [
        Started,
        *one_round,
        RoundStarted,
        BatchDone,
        BatchDone,
        RoundDone,
        Stopped,
    ]
    assert events[-1].reason == "time" and events[-1].total == 7
    assert events[-1].validation_loss != events[6].validation_loss


@pytest.mark.parametrize("rounds, seconds, reason", [(2, 100.0, "rounds"), (2000, 3.0, "time")])
def test_the_shorter_limit_wins(rounds: int, seconds: float, reason: str) -> None:
    result = run(four(rounds=rounds, seconds=seconds), clock=Clock(0.01))
    assert result.reason_stopped == reason
    assert (result.rounds == 2) == (reason == "rounds")


def test_the_automatic_number_of_rounds_takes_twenty_seconds() -> None:
    assert automatic_rounds(0.1, 10) == 20
    assert automatic_rounds(100, 10) == 1
    assert automatic_rounds(1e-6, 1) == automatic_rounds(0, 1) == 10_000


def test_without_limits_the_rounds_are_judged_from_the_batches() -> None:
    clock, seen, planned = Clock(), [], []
    for event in train(four(rounds=None), clock):
        seen.append(event)
        planned.append(event.rounds)
        if isinstance(event, RoundStarted):  # the only batch of a round takes a second, the first one five
            clock.now += 5 if event.round == 1 else 1
    assert seen[-1].reason == "rounds"
    assert seen[-1].round == 20  # the first, slow batch does not count
    assert planned[0] is None and planned[-1] == 20


def test_the_net_with_the_lowest_validation_loss_is_kept() -> None:
    plan = four(rounds=40, shared=Shared(LearningRate=0.2), method=METHODS["SGD"]())
    plan = replace(plan, validation={"Input": np.float32([5]), "Output": np.float32([10.1])})
    nets_by_round: list[Any] = []
    result = run(
        plan, lambda event: nets_by_round.append(event.net()) if isinstance(event, RoundDone) else None
    )
    assert len(result.validation_losses) == len(nets_by_round)
    best = result.best_validation_round
    assert (
        best is not None and best - 1 == int(np.nanargmin(result.validation_losses)) < len(nets_by_round) - 1
    )
    assert same_net(result.net, nets_by_round[best - 1])
    found = apply(
        plan.training_net.with_arrays({("Net", *p): a for p, a in result.net.arrays().items()}),
        plan.validation,
    )
    assert found["Loss"].mean() == pytest.approx(min(result.validation_losses), rel=1e-5)


def test_an_interrupt_keeps_the_net() -> None:
    def interrupt(event: Event) -> None:
        if isinstance(event, BatchDone) and event.total == 4:
            raise KeyboardInterrupt

    result = run(four(rounds=100), interrupt)
    assert result.reason_stopped == "interrupted" and result.batches == 4
    assert same_net(result.net, run(four(rounds=4)).net)


def test_an_interrupt_before_the_first_batch_gives_the_net_as_it_was() -> None:
    def interrupt(event: Event) -> None:
        raise KeyboardInterrupt

    result = run(four(), interrupt)
    assert same_net(result.net, four().training_net.nodes["Net"])
    assert len(result.batch_losses) == len(result.round_losses) == 0


def test_an_observer_may_give_a_reason_to_stop() -> None:
    result = run(four(rounds=100), lambda event: "good enough" if event.total == 5 else None)
    assert (result.reason_stopped, result.batches) == ("good enough", 5)


@pytest.mark.parametrize("kind", [Started, RoundStarted, BatchDone, RoundDone])
def test_a_training_that_is_stopped_ends_as_others_do(kind: type[Event]) -> None:
    events: list[Event] = []

    def observe(event: Event) -> str | None:
        events.append(event)
        return "enough" if isinstance(event, kind) and event.round == (kind is not Started) * 2 else None

    plan = classifier(50, batch_size=20, rounds=9)
    result = run(replace(plan, validation=plan.data), observe)
    assert isinstance(events[-1], Stopped) and result.reason_stopped == "enough"
    assert result.batches == {Started: 0, RoundStarted: 3, BatchDone: 4, RoundDone: 6}[kind]
    assert result.record.validations[-1].total == result.batches


def test_a_training_that_diverges_stops_with_the_last_good_net() -> None:
    plan = four(rounds=5000, shared=Shared(LearningRate=100.0), method=METHODS["SGD"]())
    result = run(plan)
    assert result.reason_stopped == "diverged"
    assert result.batches <= 2 * CHECKED_BATCHES
    assert all(np.isfinite(array).all() for array in result.net.arrays().values())


def test_a_training_that_diverges_late_keeps_what_it_had_learnt() -> None:
    late = 3 * CHECKED_BATCHES
    schedule = Shared(
        LearningRate=0.001, LearningRateSchedule=lambda batch, total: 1 if batch < late else 1e30
    )
    plan = four(rounds=5000, shared=schedule)
    result = run(plan)
    assert result.reason_stopped == "diverged"
    good = run(four(rounds=2 * CHECKED_BATCHES, shared=Shared(LearningRate=0.001)))
    assert same_net(result.net, good.net)


def test_frozen_moving_averages_stay_and_are_used() -> None:
    net = nets.row(nets.leaf("BatchNormalizationLayer"), nets.linear(), dims=(3,))
    x = np.random.default_rng(0).normal(2, 3, (40, 3)).astype(np.float32)
    graph = nets.with_loss(net)
    data = {"Input": x, "Output": x.sum(1)}
    multipliers = {path: 1.0 for path in graph.array_specs() if path[1] == "2"}
    method = METHODS["SGD"](Momentum=0.0)  # type: ignore[call-arg]
    frozen = run(TrainPlan(graph, data, multipliers, method, rounds=3, precompute=False)).net
    for name in ("Scaling", "Biases", "MovingMean", "MovingVariance"):
        assert frozen.arrays()["1", name].tobytes() == net.arrays()["1", name].tobytes()
    alone = nets.with_loss(nets.row(nets.linear(), dims=(3,)))
    alone = alone.with_arrays({("Net", "1", n): net.arrays()["2", n] for n in ("Weights", "Biases")})
    shifted = x / np.sqrt(1.001) + net.arrays()["1", "Biases"]
    normal = {"Input": shifted.astype(np.float32), "Output": x.sum(1)}
    expected = run(TrainPlan(alone, normal, nets.everything(alone), method, rounds=3)).net
    for name in ("Weights", "Biases"):
        np.testing.assert_allclose(
            frozen.arrays()["2", name], expected.arrays()["1", name], rtol=1e-4, atol=1e-5
        )


def test_moving_averages_move_unless_frozen() -> None:
    net = nets.row(nets.leaf("BatchNormalizationLayer"), nets.linear(), dims=(3,))
    x = np.random.default_rng(0).normal(2, 3, (40, 3)).astype(np.float32)
    graph = nets.with_loss(net)
    plan = TrainPlan(
        graph, {"Input": x, "Output": x[:, 0]}, nets.everything(graph), METHODS["ADAM"](), rounds=1
    )
    found = run(plan).net.arrays()
    np.testing.assert_allclose(found["1", "MovingMean"], 0.1 * x.mean(0), rtol=1e-4)
    assert found["1", "Scaling"].tobytes() != net.arrays()["1", "Scaling"].tobytes()


def test_a_shared_array_learns_once_from_all_its_places() -> None:
    shared = nets.named_everywhere(
        nets.row(nets.linear(2), nets.tanh(), nets.linear(2), dims=(2,)), "w", "Weights"
    )
    graph = nets.with_loss(nets.filled(shared))
    x = np.random.default_rng(0).normal(size=(8, 2)).astype(np.float32)
    multipliers = {path: 1.0 for path in graph.array_specs() if path[2] == "Weights"}
    result = run(TrainPlan(graph, {"Input": x, "Output": x}, multipliers, METHODS["ADAM"](), rounds=20))
    found = result.net.arrays()
    assert found["1", "Weights"].tobytes() == found["3", "Weights"].tobytes()
    assert result.round_losses[-1] < result.round_losses[0]


def test_nothing_trained_is_a_training_without_change() -> None:
    plan = replace(four(), multipliers={})
    result = run(plan)
    assert same_net(result.net, plan.training_net.nodes["Net"])
    assert len(set(result.round_losses)) == 1 and result.reason_stopped == "rounds"


@pytest.mark.parametrize(("width", "threads"), [(4, 1), (400, 2)])
def test_a_small_net_is_trained_by_one_thread(width: int, threads: int) -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    seen = []
    try:
        graph = nets.with_loss(nets.row(nets.linear(width), nets.tanh(), nets.linear(), dims=(width,)))
        data = {"Input": np.zeros((3, width), np.float32), "Output": np.zeros(3, np.float32)}
        plan = TrainPlan(graph, data, nets.everything(graph), METHODS["SGD"](), rounds=2)
        run(plan, lambda event: seen.append(torch.get_num_threads()))
        assert set(seen) == {threads} and torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
