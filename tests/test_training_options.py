"""Options of a training against what one would write in PyTorch: doubles, turns, data that are made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import engine_nets as nets
import numpy as np
import pytest
import torch

from wlnet.declare import declare_all
from wlnet.engine.events import BatchDone
from wlnet.engine.intervals import BATCHES, SECONDS, Every, Interval
from wlnet.engine.loop import train
from wlnet.engine.measurements import known
from wlnet.engine.method import METHODS
from wlnet.engine.plan import Generator, TrainPlan
from wlnet.engine.probe import Activation, Probe, Request
from wlnet.engine.stopping import Patience, Stagnation
from wlnet.engine.training import run

declare_all("wlnet.engine.methods")

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(48, 3))
Y = X.sum(1) ** 2


def plan(**settings: Any) -> TrainPlan:
    graph = nets.with_loss(nets.row(nets.linear(5), nets.tanh(), nets.linear(), dims=(3,)))
    data = {"Input": X, "Output": Y}
    made = TrainPlan(
        graph, data, nets.everything(graph), METHODS["SGD"](Momentum=0.5), rounds=4, batch_size=16
    )  # type: ignore[call-arg]
    return replace(made, **settings)


def model(p: TrainPlan, kind: torch.dtype = torch.float64) -> dict[tuple[str, ...], torch.Tensor]:
    """The arrays of a plan, to be trained by hand."""
    arrays = p.training_net.arrays().items()
    return {path: torch.tensor(array, dtype=kind, requires_grad=True) for path, array in arrays}


def loss_of(arrays: dict[tuple[str, ...], torch.Tensor], x: Any, y: Any) -> torch.Tensor:
    one, two = (("Net", layer) for layer in ("1", "3"))
    hidden = torch.tanh(x @ arrays[*one, "Weights"].T + arrays[*one, "Biases"])
    output = hidden @ arrays[*two, "Weights"].reshape(-1) + arrays[*two, "Biases"].reshape(())
    return ((output - y) ** 2).mean()


def batches(p: TrainPlan) -> list[np.ndarray]:
    """The positions of the examples of every batch, in order."""
    found = []
    for event in train(p):
        if isinstance(event, BatchDone):
            found.append(event.training.batch_indices())
    return found


def test_doubles_are_doubles_all_the_way() -> None:
    p = plan(precision="Real64")
    arrays = model(p)
    optimizer, losses = torch.optim.SGD(list(arrays.values()), lr=p.learning_rate, momentum=0.5), []
    x, y = torch.tensor(X), torch.tensor(Y)
    for places in batches(p):
        loss = loss_of(arrays, x[places], y[places])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    np.testing.assert_allclose(run(p).batch_losses, losses, rtol=1e-12)
    singles = run(replace(p, precision="Real32")).batch_losses
    assert 1e-9 < np.abs(singles / losses - 1).max() < 1e-4
    assert torch.get_default_dtype() is torch.float32


@pytest.mark.parametrize("method", ["SGD", "ADAM", "RMSProp", "SignSGD"])
def test_arrays_that_take_turns_count_their_own_steps(method: str) -> None:
    first = {path: (0,) for path in plan().multipliers if path[1] == "1"}
    second = {path: (1, 2) for path in plan().multipliers if path[1] == "3"}
    p = plan(method=METHODS[method](), turns=first | second, cycle=3, precision="Real64")
    arrays = {path: array.astype(float) for path, array in p.training_net.arrays().items()}
    slots: dict[Any, Any] = {}
    steps = dict.fromkeys(arrays, 0)
    x, y = torch.tensor(X), torch.tensor(Y)
    for step, places in enumerate(batches(p)):
        leaves = {path: torch.tensor(array, requires_grad=True) for path, array in arrays.items()}
        loss_of(leaves, x[places], y[places]).backward()
        for path in arrays:
            if step % 3 in p.turns[path]:
                steps[path] += 1
                vector, gradient = torch.tensor(arrays[path]).flatten(), leaves[path].grad.flatten()  # type: ignore[union-attr]
                kept = slots.setdefault(path, [torch.zeros_like(vector) for _ in p.method.slots])
                p.method.update(vector, gradient.clone(), p.learning_rate, steps[path], *kept)
                arrays[path] = vector.numpy().reshape(arrays[path].shape)
    found = run(p).net.arrays()
    for path, array in arrays.items():
        np.testing.assert_allclose(found[path[1:]], array, rtol=1e-5, err_msg=str(path))
    assert set(steps.values()) == {4, 8}


def test_made_data_train_as_the_same_data_given() -> None:
    given = plan(batch_size=48)
    made = replace(given, data=Generator(lambda size, round_, batch: {"Input": X, "Output": Y}, 48))
    np.testing.assert_array_equal(run(made).batch_losses, run(given).batch_losses)
    asked: list[tuple[int, int, int]] = []

    def make(*where: int) -> dict[str, np.ndarray]:
        asked.append(where)
        return {"Input": X[: where[0]], "Output": Y[: where[0]]}

    result = run(plan(data=Generator(make, 20), rounds=2, batch_size=8))
    assert asked == [(8, r, b) for r in (1, 2) for b in (1, 2, 3)]
    assert (result.batches_per_round, result.examples) == (3, 48)


def test_measuring_changes_nothing_and_sees_every_example() -> None:
    graph = nets.with_loss(
        nets.row(nets.linear(4), nets.leaf("SoftmaxLayer"), dims=(3,)), nets.cross_entropy()
    )
    data = {"Input": X.astype(np.float32), "Output": RANDOM.integers(1, 5, 48)}
    p = TrainPlan(graph, data, nets.everything(graph), METHODS["ADAM"](), rounds=5, batch_size=10)
    wanted = [Request(known()["ConfusionMatrix"]), Request(known()["Loss"]), Activation(("Net",), "Output")]
    measured = run(replace(p, probe=Probe(graph, wanted), by_batch=True, validation=data))
    np.testing.assert_array_equal(run(p).batch_losses, measured.batch_losses)
    record = measured.record
    assert [values[0][0].sum() for values in record.round_values] == [48] * 5
    assert [values[0][0].sum() for values in record.batch_values[:5]] == [10, 10, 10, 10, 8]
    together = run(replace(p, probe=Probe(graph, wanted))).record
    assert not together.batch_values
    for one, other in zip(together.round_values, record.round_values, strict=True):
        for (a,), (b,) in zip(one, other, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-6)
    assert all(values[2][0].sum() == pytest.approx(1, rel=1e-5) for values in record.batch_values)
    losses = [values[1][0] for values in record.batch_values]
    np.testing.assert_allclose(losses, measured.batch_losses, rtol=1e-6)
    means = [(np.array(losses[i : i + 5]) * [10, 10, 10, 10, 8]).sum() / 48 for i in range(0, 25, 5)]
    np.testing.assert_allclose([values[1][0] for values in record.round_values], means, rtol=1e-6)
    np.testing.assert_allclose(
        [v.values[1][0] for v in record.validations], measured.validation_losses, rtol=1e-6
    )


def test_a_tape_plays_what_is_measured_too() -> None:
    p = plan(batch_size=48, rounds=30)
    p = replace(p, probe=Probe(p.training_net, [Activation(("Net", "1"), "Output")]), by_batch=True)
    taped, plain = run(p), run(replace(p, tape=False))
    for a, b in zip(taped.record.batch_values, plain.record.batch_values, strict=True):
        np.testing.assert_array_equal(a[0][0], b[0][0])


def test_what_is_measured_of_a_frozen_prefix_is_the_same_if_it_is_computed_once() -> None:
    graph = nets.with_loss(
        nets.row(nets.linear(5), nets.tanh(), nets.linear(4), nets.leaf("SoftmaxLayer"), dims=(3,)),
        nets.cross_entropy(),
    )
    data = {"Input": X.astype(np.float32), "Output": RANDOM.integers(1, 5, 48)}
    multipliers = {path: 1.0 for path in graph.array_specs() if path[1] == "3"}
    wanted = [
        Request(known()["ConfusionMatrix"]),
        Activation(("Net", "1"), "Output"),
        Activation((), "Input"),
    ]
    p = TrainPlan(
        graph,
        data,
        multipliers,
        METHODS["ADAM"](),
        rounds=3,
        batch_size=10,
        validation=data,
        probe=Probe(graph, wanted),
    )
    once, anew = run(p).record, run(replace(p, precompute=False)).record
    for a, b in zip(
        [*once.round_values, *(v.values for v in once.validations)],
        [*anew.round_values, *(v.values for v in anew.validations)],
        strict=True,
    ):
        for (x,), (y,) in zip(a, b, strict=True):
            np.testing.assert_allclose(x, y, rtol=1e-6, atol=1e-7)


def test_the_gradients_of_a_batch_can_be_kept() -> None:
    p = plan(keeps_gradients=True, precision="Real64", rounds=1)
    arrays = model(p)
    event = next(event for event in train(p) if isinstance(event, BatchDone))
    places = event.training.batch_indices()
    loss_of(arrays, torch.tensor(X)[places], torch.tensor(Y)[places]).backward()
    for path, gradient in event.training.learner.gradients().items():
        np.testing.assert_allclose(gradient, arrays[path].grad, rtol=1e-10, atol=1e-14)  # type: ignore[arg-type]
    assert next(e for e in train(plan()) if isinstance(e, BatchDone)).training.learner.gradients() == {}


@pytest.mark.parametrize(
    ("interval", "due"),
    [
        (Interval(), [3, 6, 9, 12]),
        (Interval(2), [6, 12]),
        (Interval(5, BATCHES), [5, 10]),
        (Interval(1, BATCHES, minimum=4.0), [1, 5, 9]),
        (Interval(5.0, SECONDS), [5, 10]),
    ],
)
def test_intervals(interval: Interval, due: list[int]) -> None:
    every, found = Every(interval), []
    for event in train(plan()):
        event.seconds = float(event.total)
        if every(event):
            found.append(event.total)
    assert found == due


@pytest.mark.parametrize(
    ("rule", "values", "stops_at"),
    [
        (Patience(), [3, 2, 1, 1], 4),
        (Patience(), [3, 4], 2),
        (Patience(patience=2), [3, 4, 4, 4], 4),
        (Patience(patience=1), [3, 4, 2, 3, 3], 5),
        (Patience(initial=3), [3, 4, 5, 6], 4),
        (Patience(absolute=0.5), [3, 2, 1.6], 3),
        (Patience(relative=0.1), [100, 89, 81], 3),
        (Patience(), [3, 2, 1, 0, -1], None),
    ],
)
@pytest.mark.parametrize("larger", [False, True])
def test_stagnation(rule: Patience, values: list[float], stops_at: int | None, larger: bool) -> None:
    stagnates = Stagnation(rule, larger)
    said = [stagnates(-value if larger else value) for value in values]
    assert (said.index(True) + 1 if True in said else None) == stops_at
