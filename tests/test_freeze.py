"""What training does not change is computed once, and no loss differs for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import engine_nets as nets
import numpy as np
import pytest

from wlnet.declare import declare_all
from wlnet.engine import freeze
from wlnet.engine.freeze import constant_steps, cut, find_frozen
from wlnet.engine.learner import Learner
from wlnet.engine.lower import lower
from wlnet.engine.method import METHODS
from wlnet.engine.plan import TrainPlan
from wlnet.engine.run import column, tensors
from wlnet.engine.training import run
from wlnet.nets.layer import Context, Port
from wlnet.nets.net import Edge, Graph, Leaf

declare_all("wlnet.engine.methods")
EXAMPLES = 30


def lenet(*more: Leaf) -> Graph:
    parts = [nets.convolution(4, 3), nets.ramp(), nets.pooling(2), *more, nets.leaf("FlattenLayer")]
    net = nets.row(
        *parts, nets.linear(8), nets.ramp(), nets.linear(3), nets.leaf("SoftmaxLayer"), dims=(1, 8, 8)
    )
    return nets.with_loss(net, nets.cross_entropy())


def plan_of(graph: Graph, trained: Any, **settings: Any) -> TrainPlan:
    """A plan that trains the arrays of the layers called `trained`."""
    random = np.random.default_rng(0)
    data = {
        "Input": random.random((EXAMPLES, 1, 8, 8), np.float32),
        "Output": random.integers(1, 4, EXAMPLES),
    }
    multipliers = {path: 1.0 for path in graph.array_specs() if path[1] in trained}
    validation = {port: array[:7] for port, array in data.items()}
    plan = TrainPlan(
        graph, data, multipliers, METHODS["ADAM"](), validation=validation, rounds=4, batch_size=8
    )
    return replace(plan, **settings)


def steps_left(plan: TrainPlan) -> list[str]:
    learner = Learner(plan)
    learner.prepare()
    return [type(step.layer).__name__ for step in learner.program.steps]


def assert_the_same_training(plan: TrainPlan) -> None:
    quick, slow = run(plan), run(replace(plan, precompute=False))
    np.testing.assert_allclose(quick.batch_losses, slow.batch_losses, rtol=1e-5)
    np.testing.assert_allclose(quick.validation_losses, slow.validation_losses, rtol=1e-5)
    for path, array in slow.net.arrays().items():
        np.testing.assert_allclose(quick.net.arrays()[path], array, rtol=1e-4, atol=1e-6)


def test_only_the_last_layer_is_run_again() -> None:
    plan = plan_of(lenet(), {"7"})
    assert steps_left(plan) == ["LinearLayer", "ScoreLoss"]
    assert_the_same_training(plan)


def test_the_shortcut_can_be_switched_off() -> None:
    assert len(steps_left(plan_of(lenet(), {"7"}, precompute=False))) == 8


def test_without_frozen_layers_nothing_is_stored() -> None:
    assert len(steps_left(plan_of(lenet(), {"1", "5", "7"}))) == 8


def test_rearranging_the_data_alone_is_not_worth_memory() -> None:
    net = nets.row(nets.leaf("FlattenLayer"), nets.linear(3), nets.leaf("SoftmaxLayer"), dims=(1, 8, 8))
    plan = plan_of(nets.with_loss(net, nets.cross_entropy()), {"2"})
    assert len(steps_left(plan)) == 3


def test_random_layers_end_the_prefix() -> None:
    graph = lenet(nets.leaf("DropoutLayer", 0.3))
    plan = plan_of(graph, {"8"})
    assert steps_left(plan)[0] == "DropoutLayer"
    assert_the_same_training(plan)


@pytest.mark.parametrize("frozen", [True, False])
def test_moving_averages_end_the_prefix_unless_they_are_frozen(frozen: bool) -> None:
    plan = plan_of(lenet(nets.leaf("BatchNormalizationLayer")), {"8"} if frozen else {"4", "8"})
    assert steps_left(plan)[0] == ("LinearLayer" if frozen else "BatchNormalizationLayer")
    assert_the_same_training(plan)


def test_everything_frozen_leaves_nothing_to_run() -> None:
    plan = plan_of(lenet(), set())
    assert steps_left(plan) == []
    assert_the_same_training(plan)


def two_towers() -> Graph:
    """One input through two towers, of which the loss compares the ends."""
    plus = Leaf(nets.LAYERS["MeanSquaredLossLayer"]())
    left, right = (
        nets.row(nets.linear(4), nets.tanh(), dims=(3,)),
        nets.row(nets.linear(4), dims=(3,), seed=1),
    )
    ends = [(("", "Input"), ("left", "Input")), (("", "Input"), ("right", "Input"))]
    ends += [(("left", "Output"), ("Loss", "Input")), (("right", "Output"), ("Loss", "Target"))]
    ends += [(("Loss", "Loss"), ("", "Loss"))]
    ports = {"Input": Port("n"), "Loss": Port("", output=True, loss=True)}
    return Graph({"left": left, "right": right, "Loss": plus}, tuple(Edge(*end) for end in ends), ports)


def test_a_frozen_branch_of_a_graph_counts() -> None:
    graph = two_towers()
    program, moving = lower(graph), {("right", "1", "Weights")}
    assert [".".join(program.steps[i].at) for i in constant_steps(program, moving)] == ["left.1", "left.2"]
    parts = cut(program, constant_steps(program, moving))
    assert parts.rest.inputs == ("Input", "left.2.Output")
    x = column(np.random.default_rng(0).normal(size=(5, 3)), Port(""))
    (expected,) = program.bind(tensors(graph))(x)
    (found,) = parts.rest.bind(tensors(graph))(*parts.prefix.bind(tensors(graph))(x))
    assert found.tolist() == expected.tolist()


def test_the_cut_moves_up_until_it_fits_into_the_budget() -> None:
    plan = plan_of(lenet(), {"7"})
    program, ctx = lower(plan.training_net), Context(training=True)
    columns = [column(plan.data[p], plan.training_net.ports[p]) for p in program.inputs]

    def prefix(budget: int) -> int:
        found = find_frozen(program, set(plan.multipliers), tensors(plan.training_net), ctx, columns, budget)
        return len(found.cut.prefix.steps) if found else 0

    bytes_after = [4 * n * EXAMPLES for n in (4 * 6 * 6, 4 * 6 * 6, 36, 36, 8, 8)]
    assert prefix(bytes_after[0]) == 6
    assert prefix(bytes_after[5]) == 6
    assert prefix(bytes_after[5] - 1) == 0


def test_a_cut_before_a_wide_layer_is_found() -> None:
    net = nets.row(nets.linear(2), nets.ramp(), nets.linear(500), nets.ramp(), nets.linear(), dims=(3,))
    graph = nets.with_loss(net)
    x = np.random.default_rng(0).normal(size=(20, 3)).astype(np.float32)
    program, columns = lower(graph), [column(x, Port("")), column(x[:, 0], Port(""))]
    moving = {("Net", "5", "Weights")}
    found = find_frozen(program, moving, tensors(graph), Context(training=True), columns, budget=4 * 2 * 20)
    assert found and len(found.cut.prefix.steps) == 2 and found.bytes_each == 8


def test_the_budget_counts_the_validation_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wlnet.engine.learner.BUDGET", 4 * 8 * EXAMPLES)
    plan = plan_of(lenet(), {"7"})
    learner = Learner(plan)
    learner.prepare()
    assert learner.validation[0].shape == (7, 1, 8, 8)
    assert_the_same_training(plan)
    assert freeze.BUDGET == 2**30


def test_no_time_no_shortcut() -> None:
    plan = plan_of(lenet(), {"7"})
    learner = Learner(plan)
    learner.prepare(expired=lambda: True)
    assert len(learner.program.steps) == 8
