"""Sequences of different lengths run side by side, padded: nothing but the number of runs tells."""

from __future__ import annotations

from typing import Any

import engine_nets as nets
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as some
from net_reading import net

from wlnet.declare import declare_all
from wlnet.engine.learner import Learner
from wlnet.engine.method import METHODS
from wlnet.engine.padding import MOST, Padded, buckets
from wlnet.engine.plan import TrainPlan
from wlnet.engine.run import apply
from wlnet.engine.sequences import column_of
from wlnet.nets.layer import LAYERS, Layer
from wlnet.nets.ragged import Ragged

declare_all("wlnet.engine.methods")
LENGTHS = (7, 8, 6, 7, 8, 7, 6, 6)
VECTORS, INTEGERS = '"Input" -> {"Varying", 2}', '"Input" -> {"Varying", Restricted["Integer", 5]}'
FED = '{NetPort["Input"], NetPort["State"]}'
FOLDED = f"NetGraph[{{CatenateLayer[], LinearLayer[2], Tanh}}, {{{FED} -> 1, 1 -> 2, 2 -> 3}}]"
SUMMED = '{NetPort["Input"] -> 1, NetPort["Input"] -> 2, {2, 1} -> 3, 3 -> 4}'
ATTENDED = '{1 -> NetPort[{2, "Key"}], 1 -> NetPort[{2, "Value"}], 1 -> NetPort[{2, "Query"}], 2 -> 3}'
BRANCHES = "NetGraph[{GatedRecurrentLayer[2], Tanh, %s, SequenceLastLayer[]}, " + SUMMED + ", %%s]"
CELL = '{NetPort[{1, "CellState"}] -> 2, 1 -> 3, {2, 3} -> 4}'
BOTH = "NetBidirectionalOperator[GatedRecurrentLayer[2]]"
REST = "LinearLayer[2], SequenceLastLayer[], CatenateLayer[]"
NETS = {
    "LSTM, last": "NetChain[{LongShortTermMemoryLayer[3], SequenceLastLayer[], LinearLayer[2]}, %s]",
    "two recurrent layers": "NetChain[{GatedRecurrentLayer[3], BasicRecurrentLayer[2]}, %s]",
    "map": "NetChain[{NetMapOperator[LinearLayer[3]], GatedRecurrentLayer[2], SequenceLastLayer[]}, %s]",
    "fold": f"NetChain[{{NetFoldOperator[{FOLDED}], SequenceLastLayer[]}}, %s]",
    "both directions": f"NetChain[{{{BOTH}, SequenceLastLayer[]}}, %s]",
    "mean": "NetChain[{GatedRecurrentLayer[3], AggregationLayer[Mean, 1], LinearLayer[2]}, %s]",
    "reversed": "NetChain[{GatedRecurrentLayer[3], SequenceReverseLayer[], GatedRecurrentLayer[2]}, %s]",
    "convolution": "NetChain[{GatedRecurrentLayer[3], "
    "ConvolutionLayer[2, 3, Interleaving -> True, PaddingSize -> 1], AggregationLayer[Max, 1]}, %s]",
    "softmax of each": "NetChain[{GatedRecurrentLayer[3], SoftmaxLayer[]}, %s]",
    "attention": "NetGraph[{GatedRecurrentLayer[3], AttentionLayer[], SequenceLastLayer[]}, "
    + ATTENDED
    + ", %s]",
    "sum of branches": BRANCHES % "ThreadingLayer[Plus]",
    "joined vectors": BRANCHES % "CatenateLayer[2]",
    "joined sequences": BRANCHES % "CatenateLayer[]",
    "final state": f"NetGraph[{{LongShortTermMemoryLayer[3], {REST}}}, {CELL}, %s]",
    "averages in a map": "NetChain[{NetMapOperator[BatchNormalizationLayer[]], GatedRecurrentLayer[2]}, %s]",
}
OF_INTEGERS = {
    "letters": "NetChain[{EmbeddingLayer[3], GatedRecurrentLayer[3], SequenceLastLayer[]}, %s]",
    "unit vectors": "NetChain[{UnitVectorLayer[], Tanh, SequenceLastLayer[]}, %s]",
}
ALL = {name: text % VECTORS for name, text in NETS.items()}
ALL |= {name: text % INTEGERS for name, text in OF_INTEGERS.items()}


def data(name: str, lengths: tuple[int, ...] = LENGTHS) -> Ragged:
    random = np.random.default_rng(2)
    if name in OF_INTEGERS:
        return Ragged.of([random.integers(1, 6, n) for n in lengths])
    return Ragged.of([random.normal(size=(n, 2)).astype(np.float32) for n in lengths])


def learner(name: str, lengths: tuple[int, ...] = LENGTHS) -> Learner:
    """Of a loss that is the mean square of what a net gives."""
    made = nets.filled(net(ALL[name]))
    graph = nets.with_loss(made)
    outputs = [apply(made, {"Input": each[None]}) for each in data(name, lengths)]
    (port,) = made.outputs
    given = [np.zeros(each[port].shape[1:], np.float32) for each in outputs]  # type: ignore[union-attr]
    same = len({each.shape for each in given}) == 1
    targets = np.stack(given) if same else Ragged.of(given)
    plan = TrainPlan(
        graph,
        {"Input": data(name, lengths), port: targets},
        nets.everything(graph),
        METHODS["SGD"](),
        rounds=1,
        precision="Real64",
    )
    ready = Learner(plan)
    ready.prepare()
    return ready


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("lengths", [LENGTHS, (9, 1, 30, 2, 9, 10, 1)])
def test_examples_give_together_what_each_gives_alone(name: str, lengths: tuple[int, ...]) -> None:
    made, batch = nets.filled(net(ALL[name])), data(name, lengths)
    together = apply(made, {"Input": batch}, precision="Real64")
    for place, example in enumerate(batch):
        alone = apply(made, {"Input": example[None]}, precision="Real64")
        for port in made.outputs:
            np.testing.assert_allclose(together[port][place], alone[port][0], rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", [name for name in ALL if name not in ("unit vectors", "averages in a map")])
def test_gradients_are_those_of_examples_of_equal_length_together(name: str) -> None:
    ready = learner(name)
    gradients: Any = ready._gradients
    losses = gradients._in_parts(ready.columns)[0]
    padded = ready.flat.gradient.clone()
    apart = gradients._in_parts(ready.columns, padded=False)[0]
    torch.testing.assert_close(losses, apart, rtol=1e-6, atol=1e-9)
    torch.testing.assert_close(padded, ready.flat.gradient, rtol=1e-5, atol=1e-8)
    assert padded.abs().max() > 0


def test_layers_that_go_along_a_sequence_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    kind, runs = LAYERS["GatedRecurrentLayer"], []
    forward = kind.forward

    def counted(self: Layer, *args: Any, **arrays: Any) -> Any:
        runs.append(len(args[1]))
        return forward(self, *args, **arrays)

    monkeypatch.setattr(kind, "forward", counted)
    apply(nets.filled(net(ALL["map"])), {"Input": data("map")})
    assert runs == [len(LENGTHS)]  # three lengths
    runs.clear()
    apply(nets.filled(net(ALL["both directions"])), {"Input": data("both directions")})
    assert sorted(runs) == [2, 2, 3, 3, 3, 3]  # which is not so where a net goes backward


def test_infinite_numbers_behind_the_end_of_a_sequence_do_not_come_into_gradients() -> None:
    power = f"NetGraph[{{ThreadingLayer[#1 + #2^3 &], LinearLayer[{{}}]}}, {{{FED} -> 1, 1 -> 2}}]"
    made = net(f'NetChain[{{NetFoldOperator[{power}], SequenceLastLayer[]}}, "Input" -> {{"Varying"}}]')
    graph = nets.with_loss(made.with_arrays({p: np.ones(d) for p, d in made.array_dims().items()}))  # type: ignore
    found = []
    for lengths in ((5, 6), (5,)):
        inputs = Ragged.of([np.full(n, 0.4 if n == 5 else -1, np.float32) for n in lengths])
        given = {"Input": inputs, "Output": np.zeros(len(lengths), np.float32)}
        plan = TrainPlan(graph, given, nets.everything(graph), METHODS["SGD"](), rounds=1)
        ready = Learner(plan)
        ready.prepare()
        ready.learn(ready.columns, 0.0)
        found.append(ready.flat.gradient.clone())
    assert found[1].isfinite().all() and found[1].abs().max() > 1e30
    torch.testing.assert_close(found[0], found[1] / 2, rtol=1e-4, atol=0)


ANY_LENGTHS = some.lists(some.tuples(some.integers(0, 30), some.integers(0, 6)), min_size=1, max_size=40)


@given(ANY_LENGTHS, some.integers(1, 50))
def test_buckets_hold_every_example_once_and_little_padding(pairs: list[tuple[int, int]], size: int) -> None:
    columns = [column_of(Ragged.of([np.arange(n) for n in each]), torch.from_numpy) for each in zip(*pairs)]  # noqa: B905
    seen = []
    for places, batch in buckets(columns, size):
        seen += places.tolist()
        assert 0 < len(places) <= size
        for column, whole in zip(batch, columns, strict=True):
            lengths = whole.lengths[places]
            values = column.values if isinstance(column, Padded) else column
            assert values.shape == (len(places), lengths.max())
            for row, length in zip(values, lengths, strict=True):
                assert row[:length].tolist() == list(range(length)) and (row[length:] == length - 1).all()
    assert sorted(seen) == list(range(len(pairs)))


@given(ANY_LENGTHS)
def test_there_is_little_padding(pairs: list[tuple[int, int]]) -> None:
    columns = [column_of(Ragged.of([np.zeros(n) for n in each]), torch.from_numpy) for each in zip(*pairs)]  # noqa: B905
    for places, batch in buckets(columns):
        for column, whole in zip(batch, columns, strict=True):
            if isinstance(column, Padded):
                assert column.values.numel() <= MOST * whole.lengths[places].sum()
