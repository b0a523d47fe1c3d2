"""A step played from a tape gives the bits that autograd gives, or is not played."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import engine_nets as nets
import numpy as np
import pytest

from wlnet.declare import declare_all
from wlnet.engine import gradients, tape
from wlnet.engine.loop import train
from wlnet.engine.method import METHODS
from wlnet.engine.plan import TrainPlan
from wlnet.engine.training import run
from wlnet.nets.kinds import Count
from wlnet.nets.layer import Layer, Port, layer
from wlnet.nets.net import Edge, Graph

declare_all("wlnet.engine.methods")
EXAMPLES = 20


def plan_of(graph: Graph, dims: tuple[int, ...], target: np.ndarray, **settings: Any) -> TrainPlan:
    x = np.random.default_rng(3).normal(size=(EXAMPLES, *dims)).astype(np.float32)
    data = {"Input": x, "Output": target}
    plan = TrainPlan(graph, data, nets.everything(graph), METHODS["ADAM"](), rounds=10, batch_size=8)
    return replace(plan, **settings)


def points() -> TrainPlan:
    graph, data = nets.four_points()
    return TrainPlan(graph, data, nets.everything(graph), METHODS["ADAM"](), rounds=20)


def small_lenet() -> TrainPlan:
    parts = (nets.convolution(4, 3), nets.ramp(), nets.pooling(2), nets.leaf("FlattenLayer"), nets.linear(3))
    net = nets.row(*parts, nets.leaf("SoftmaxLayer"), dims=(1, 6, 6))
    return plan_of(nets.with_loss(net, nets.cross_entropy()), (1, 6, 6), np.arange(EXAMPLES) % 3 + 1)


def mean_pooling() -> TrainPlan:
    parts = (nets.convolution(2, 3), nets.pooling(2, "Mean"), nets.tanh(), nets.linear(2))
    target = np.ones((EXAMPLES, 2), np.float32)
    return plan_of(nets.with_loss(nets.row(*parts, dims=(1, 6, 6))), (1, 6, 6), target)


def shared_weights() -> TrainPlan:
    row = nets.row(nets.linear(2), nets.tanh(), nets.linear(2), dims=(2,))
    graph = nets.with_loss(nets.filled(nets.named_everywhere(row, "w", "Weights")))
    return plan_of(graph, (2,), np.ones((EXAMPLES, 2), np.float32))


def recurrent() -> TrainPlan:
    """One direction after the other; in the middle one gate is trained more slowly than the others."""
    kinds = ("GatedRecurrentLayer", "LongShortTermMemoryLayer", "BasicRecurrentLayer")
    layers = [nets.leaf(kind, Count(4)) for kind in kinds]
    net = nets.row(*layers, nets.leaf("SequenceLastLayer"), dims=(5, 3))
    plan = plan_of(nets.with_loss(net), (5, 3), np.ones((EXAMPLES, 4), np.float32))
    slower = {path: 0.5 for path in plan.multipliers if path[1] == "2" and path[2].startswith("ForgetGate")}
    return replace(plan, multipliers={**plan.multipliers, **slower})


def last_layer_alone() -> TrainPlan:
    plan = points()
    return replace(plan, multipliers={p: -0.5 for p in plan.multipliers if p[1] == "3"})


PLANS: dict[str, Callable[[], TrainPlan]] = {
    made.__name__: made
    for made in (points, small_lenet, mean_pooling, shared_weights, recurrent, last_layer_alone)
}


@pytest.fixture
def tapes(monkeypatch: pytest.MonkeyPatch) -> list[tape.Tape]:
    """The tapes that are made, each with the number of times it is played."""
    made: list[tape.Tape] = []

    class Counted(tape.Tape):
        def __init__(self, *args: Any):
            super().__init__(*args)
            play, self.count = self.play, 0

            def counted(*batch: Any) -> Any:
                self.count += 1
                return play(*batch)

            self.play = counted
            made.append(self)

    monkeypatch.setattr(gradients, "Tape", Counted)
    return made


@pytest.mark.parametrize("name", PLANS)
def test_a_tape_gives_the_same_bits_as_autograd(name: str, tapes: list[Any]) -> None:
    plan = PLANS[name]()
    played, plain = run(plan), run(replace(plan, tape=False))
    batches = plan.rounds * plan.batches_per_round  # type: ignore[operator]
    assert sum(made.count for made in tapes) == batches - len(tapes)  # all but the first of each size
    assert len(tapes) == (1 if plan.batches_per_round == 1 else 2)
    np.testing.assert_array_equal(played.batch_losses, plain.batch_losses)
    for path, array in plain.net.arrays().items():
        assert played.net.arrays()[path].tobytes() == array.tobytes(), path


def test_a_tape_reads_as_python(tapes: list[Any]) -> None:
    run(points())
    assert tapes[0].text.startswith("def play(x0, x1):\n    ") and "return [v" in tapes[0].text


def test_gates_are_neither_put_together_nor_taken_apart(tapes: list[Any]) -> None:
    memory = nets.leaf("LongShortTermMemoryLayer", Count(16))
    net = nets.row(memory, nets.leaf("SequenceLastLayer"), dims=(5, 3))
    run(plan_of(nets.with_loss(net), (5, 3), np.ones((EXAMPLES, 16), np.float32)))
    constants = [each for value in tapes[0]._scope.values() for each in tape._tensors(value)]
    shapes = {tuple(each.shape) for each in constants}
    assert {(64, 3), (64, 16), (64,)} <= shapes and not {(16, 3), (16, 16), (16,)} & shapes


def test_random_nets_and_moving_averages_are_not_played(tapes: list[Any]) -> None:
    for kind in ("DropoutLayer", "BatchNormalizationLayer"):
        graph = nets.with_loss(nets.row(nets.linear(2), nets.leaf(kind), nets.linear(2), dims=(2,)))
        run(plan_of(graph, (2,), np.ones((EXAMPLES, 2), np.float32)))
    assert tapes == []


def test_large_nets_are_not_played(tapes: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tape, "LARGEST", 10)
    run(points())
    assert tapes == []


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wlnet.nets.layer.LAYERS", dict(nets.LAYERS))


def test_a_value_that_python_looks_at_is_not_played(declared: None, tapes: list[Any]) -> None:
    @layer
    class SpyLayer(Layer):
        Input = Port("*any")
        Output = Port("*any", output=True)

        def forward(self, ctx, Input):  # type: ignore[no-untyped-def, override]
            return Input * float(Input.detach().mean())

    graph = nets.with_loss(nets.row(nets.linear(2), nets.Leaf(SpyLayer()), dims=(2,)))
    run(plan_of(graph, (2,), np.ones((EXAMPLES, 2), np.float32)))
    assert tapes == []


def test_what_changes_behind_the_tape_is_noticed(declared: None) -> None:
    calls = []

    @layer
    class MoodyLayer(Layer):
        Input = Port("*any")
        Output = Port("*any", output=True)

        def forward(self, ctx, Input):  # type: ignore[no-untyped-def, override]
            calls.append(None)
            return Input * len(calls)

    graph = nets.with_loss(nets.row(nets.linear(2), nets.Leaf(MoodyLayer()), dims=(2,)))
    plan = plan_of(graph, (2,), np.ones((EXAMPLES, 2), np.float32), batch_size=EXAMPLES, precompute=False)
    run(plan)
    assert len(calls) == plan.rounds


def test_layers_that_write_in_place_are_played(declared: None, tapes: list[Any]) -> None:
    @layer
    class InPlaceLayer(Layer):
        Input = Port("*any")
        Output = Port("*any", output=True)

        def forward(self, ctx, Input):  # type: ignore[no-untyped-def, override]
            doubled = Input * 2
            half = doubled[:, :1]
            doubled.add_(1).sin_()
            return doubled * half

    graph = nets.with_loss(nets.row(nets.linear(2), nets.Leaf(InPlaceLayer()), dims=(2,)))
    plan = plan_of(graph, (2,), np.ones((EXAMPLES, 2), np.float32))
    played, plain = run(plan), run(replace(plan, tape=False))
    np.testing.assert_array_equal(played.batch_losses, plain.batch_losses)
    assert tapes[0].count > 1


def test_without_the_engine_the_public_functions_do(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = run(points())
    monkeypatch.setattr(gradients, "_engine", lambda: gradients._public_engine)
    for taped in (True, False):
        found = run(replace(points(), tape=taped))
        np.testing.assert_array_equal(found.batch_losses, expected.batch_losses)


def test_arrays_that_the_loss_does_not_depend_on_stay(tapes: list[Any]) -> None:
    graph, data = nets.four_points()
    idle = nets.row(nets.linear(2), dims=(), seed=5)
    nodes, edge = {**graph.nodes, "Idle": idle}, Edge(("", "Input"), ("Idle", "Input"))
    wider = replace(graph, nodes=nodes, edges=(*graph.edges, edge))
    plan = TrainPlan(wider, data, nets.everything(wider), METHODS["ADAM"](), rounds=20)
    result = run(plan)
    assert tapes[0].count == 19
    np.testing.assert_array_equal(result.batch_losses, run(points()).batch_losses)
    events = list(train(plan))
    found = events[-1].snapshot().whole().nodes["Idle"].arrays()
    assert all(found[path].tobytes() == array.tobytes() for path, array in idle.arrays().items())


def test_a_small_training_does_not_load_the_compiler() -> None:
    program = (
        "import sys, engine_nets as nets; from wlnet.engine.plan import TrainPlan; "
        "from wlnet.engine.methods.adam import ADAM; from wlnet.engine.training import run; "
        "graph, data = nets.four_points(); "
        "run(TrainPlan(graph, data, nets.everything(graph), ADAM(), rounds=5)); "
        "print(sorted({'torch._dynamo', 'sympy'} & sys.modules.keys()))"
    )
    here = Path(__file__).parent
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join((str(here), str(here.parent)))}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=settings
    )
    assert done.stdout.strip() == "[]"
