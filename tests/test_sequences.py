"""Sequences of different lengths: a batch of them is its examples, applied, trained on and measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import engine_nets as nets
import numpy as np
import pytest
import torch
from net_reading import net

from wlnet.declare import declare_all
from wlnet.engine.batches import Batches
from wlnet.engine.gradients import results
from wlnet.engine.learner import Learner
from wlnet.engine.lower import lower
from wlnet.engine.method import METHODS
from wlnet.engine.plan import TrainPlan
from wlnet.engine.run import apply, column
from wlnet.engine.sequences import Sequences, parts
from wlnet.engine.training import run
from wlnet.expr import to_node
from wlnet.nets.coder import ArrayEncoder, Misfit
from wlnet.nets.layer import INDEX, Context, Port
from wlnet.nets.ragged import Ragged

declare_all("wlnet.engine.methods")
LENGTHS = (3, 1, 3, 2, 5, 1, 3)


def sequences(lengths: Sequence[int] = LENGTHS, *rest: int, seed: int = 1) -> Ragged:
    random = np.random.default_rng(seed)
    return Ragged.of([random.normal(size=(length, *rest)).astype(np.float32) for length in lengths])


def reader() -> Any:
    """A net from a sequence of pairs to three numbers."""
    return nets.filled(
        net(
            "NetChain[{ElementwiseLayer[Tanh], AggregationLayer[Mean, 1], LinearLayer[3]}, "
            '"Input" -> {"Varying", 2}]'
        )
    )


def test_arrays_of_different_lengths_are_kept_behind_each_other() -> None:
    ragged = sequences((2, 1, 4), 3)
    assert ragged.values.shape == (7, 3) and len(ragged) == 3
    assert [each.shape for each in ragged] == [(2, 3), (1, 3), (4, 3)]
    assert all(np.array_equal(ragged[i], each) for i, each in enumerate(ragged))
    assert [ragged.example_at(row) for row in range(7)] == [0, 0, 1, 2, 2, 2, 2]


def test_a_batch_is_its_examples() -> None:
    model, batch = reader(), sequences(LENGTHS, 2)
    found = apply(model, {"Input": batch})["Output"]
    alone = [apply(model, {"Input": example[None]})["Output"] for example in batch]
    np.testing.assert_allclose(found, np.concatenate(alone), rtol=1e-5)  # type: ignore[arg-type]
    assert isinstance(found, np.ndarray) and found.shape == (len(LENGTHS), 3)


@pytest.mark.parametrize("batch_size", [None, 1, 2])
def test_outputs_may_have_different_lengths_too(batch_size: int | None) -> None:
    batch = sequences(LENGTHS, 2)
    layer = net('ElementwiseLayer[Tanh, "Input" -> {"Varying", 2}]')
    found = apply(layer, {"Input": batch}, batch_size)["Output"]
    assert isinstance(found, Ragged) and found.lengths.tolist() == list(LENGTHS)
    for example, expected in zip(found, batch, strict=True):
        np.testing.assert_allclose(example, np.tanh(expected), rtol=1e-5)


def test_parts_are_dense_and_hold_every_example_once() -> None:
    varying = column(sequences(LENGTHS), Port("n"))
    other = torch.arange(len(LENGTHS))
    seen = []
    for places, (sequence, number) in parts((varying, other), size=2):
        assert len(places) <= 2 and number.tolist() == places.tolist()
        assert sequence.shape == (len(places), LENGTHS[places[0]])
        seen += places.tolist()
    assert sorted(seen) == list(range(len(LENGTHS)))


def test_examples_agree_in_the_lengths_of_all_columns_of_a_part() -> None:
    pairs = [(1, 2), (2, 1), (1, 2), (1, 1)]
    columns = [column(sequences(lengths), Port("n")) for lengths in zip(*pairs, strict=True)]
    found = [(a.shape, b.shape) for _, (a, b) in parts(columns)]
    assert sorted(found) == [((1, 1), (1, 1)), ((1, 2), (1, 1)), ((2, 1), (2, 2))]


def test_a_round_visits_every_example_once_and_joins_similar_lengths() -> None:
    lengths = np.random.default_rng(0).integers(1, 30, 500)
    columns = (column(sequences(lengths.tolist()), Port("n")), torch.arange(500))
    batches = Batches(columns, 16, seed=1)
    rounds = [[b[1].tolist() for b in batches.of_round(r)] for r in (1, 2)]
    for found in rounds:
        assert sorted(np.concatenate(found)) == list(range(500))
        assert [len(b) for b in found] == [16] * 31 + [4]
    assert rounds[0] != rounds[1]
    spread = [np.ptp(lengths[b]) for b in rounds[0]]
    assert np.mean(spread) < 3  # of 28
    firsts = [lengths[b[0]] for b in rounds[0]]
    assert firsts != sorted(firsts)


def plan(**settings: Any) -> TrainPlan:
    graph, batch = nets.with_loss(reader()), sequences(LENGTHS, 2)
    targets = np.random.default_rng(3).normal(size=(len(LENGTHS), 3)).astype(np.float32)
    data = {"Input": batch, "Output": targets}
    return TrainPlan(graph, data, nets.everything(graph), METHODS["SGD"](), **{"rounds": 3, **settings})


def test_the_gradient_of_a_batch_is_the_mean_over_its_examples() -> None:
    learner = Learner(plan(keeps_gradients=True))
    learner.prepare()
    losses = learner.learn(learner.columns, 0.0)[0]
    found = learner.gradients()
    function = lower(learner.plan.training_net).bind(learner.arrays, Context(training=True))
    each = [results(function, batch)[0] for _, batch in parts(learner.columns, 1)]
    places = [int(place[0]) for place, _ in parts(learner.columns, 1)]
    for place, loss in zip(places, each, strict=True):
        torch.testing.assert_close(losses[place], loss[0].detach())
    paths = list(found)
    expected = torch.autograd.grad(torch.cat(each).mean(), [learner.arrays[path] for path in paths])
    for path, gradient in zip(paths, expected, strict=True):
        np.testing.assert_allclose(np.asarray(found[path]), gradient.numpy(), rtol=1e-5, atol=1e-7)


def test_training_lowers_the_loss_and_validates() -> None:
    held = {"Input": sequences((4, 2, 4), 2, seed=9), "Output": np.zeros((3, 3), np.float32)}
    result = run(plan(rounds=30, batch_size=3, validation=held))
    assert result.round_losses[-1] < 0.9 * result.round_losses[0]
    apart = np.square(np.asarray(apply(result.net, {"Input": held["Input"]})["Output"]))
    assert result.validation_losses.min() == pytest.approx(apart.mean(), rel=1e-5)


def test_an_encoder_takes_sequences_of_different_lengths_where_lengths_vary() -> None:
    examples = to_node([[1, 2], [3], [4, 5, 6]]).args
    ragged = ArrayEncoder(("Varying",), INDEX).encode(examples, lambda node: node)
    assert isinstance(ragged, Ragged) and ragged.values.dtype == np.int64
    assert [each.tolist() for each in ragged] == [[1, 2], [3], [4, 5, 6]]


@pytest.mark.parametrize(
    ("examples", "told"),
    [
        ([[1, 2], [3], 4], (2, "a vector of integers")),
        ([[1, 2], [3], [[4]]], (2, "a vector of integers")),
        ([[1, 2], [3], [4, 5, 6.5]], (2, "a vector of integers")),
    ],
)
def test_the_first_sequence_that_does_not_fit_is_told(examples: Any, told: tuple[int, str]) -> None:
    with pytest.raises(Misfit) as caught:
        ArrayEncoder(("Varying",), INDEX).encode(to_node(examples).args, lambda node: node)
    assert (caught.value.place, caught.value.expected) == told


def test_selecting_sequences_copies_no_numbers() -> None:
    whole = column(sequences(LENGTHS, 2), Port("n 2"))
    assert isinstance(whole, Sequences)
    some = whole.index_select(0, torch.tensor([4, 0]))
    assert some.values is whole.values and some.lengths.tolist() == [5, 3]
    np.testing.assert_array_equal(some.ragged()[1], sequences(LENGTHS, 2)[0])
