"""What is measured while training is worked out when somebody looks, and is the same whenever that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import engine_nets as nets
import numpy as np
import pytest
import torch
from net_reading import net

from wlnet.declare import declare_all
from wlnet.engine.events import BatchDone, Event, RoundDone
from wlnet.engine.measurements import known
from wlnet.engine.method import METHODS
from wlnet.engine.plan import TrainPlan
from wlnet.engine.probe import Activation, Held, Probe, Request, Wanted
from wlnet.engine.record import WAITING, Record
from wlnet.engine.series import SMALL
from wlnet.engine.training import run
from wlnet.expr import TRUE
from wlnet.session import Session

declare_all("wlnet.engine.methods")
RANDOM = np.random.default_rng(4)
COUNTED = ["ErrorRate", "Accuracy", "ConfusionMatrix", "F1Score", "TrueNegativeNumber", "CohenKappa"]
SUMMED = ["Loss", "Entropy", "AreaUnderROCCurve"]


def plan(wanted: list[Wanted], classes: int = 3, form: str = "Index", **settings: Any) -> TrainPlan:
    last = nets.leaf("SoftmaxLayer") if form == "Index" else nets.sigmoid()
    row = nets.row(nets.linear(*([classes] if form == "Index" else [])), last, dims=(2,))
    loss = nets.leaf("CrossEntropyLossLayer", nets.CrossEntropyForm(form))
    graph = nets.with_loss(row, loss)
    targets = RANDOM.integers(1, classes + 1, 23)
    data = {"Input": RANDOM.normal(size=(23, 2)).astype(np.float32), "Output": targets}
    if form == "Binary":
        data["Output"] = (targets % 2).astype(np.float32)
    made = TrainPlan(graph, data, nets.everything(graph), METHODS["ADAM"](), rounds=9, batch_size=5)
    return replace(made, probe=Probe(graph, wanted), **settings)


def requests(names: list[str]) -> list[Wanted]:
    return [Request(known()[name]) for name in names]


def looking(every: int) -> Callable[[Event], None]:
    """Looks at the record after so many batches."""

    def look(event: Event) -> None:
        if isinstance(event, BatchDone) and event.total % every == 0:
            record = event.training.record
            assert len(record.round_values) == event.round - 1
            assert record.tallies

    return look


@pytest.mark.parametrize("every", [1, 3, 7, 100])
@pytest.mark.parametrize("by_batch", [False, True])
@pytest.mark.parametrize("names", [COUNTED, SUMMED, COUNTED + SUMMED], ids=["counted", "summed", "both"])
@pytest.mark.parametrize("form", ["Index", "Binary"])
def test_it_is_the_same_whenever_somebody_looks(
    names: list[str], by_batch: bool, every: int, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    p = plan(requests(names), form=form, by_batch=by_batch)
    found = run(p, looking(every)).record
    monkeypatch.setattr(Probe, "stacked", lambda *_: None)
    monkeypatch.setattr("wlnet.engine.record.WAITING", 1)
    expected = run(p).record
    assert len(found.round_values) == 9
    assert len(found.batch_values) == (45 if by_batch else 0)
    tolerance = 0 if names is COUNTED else 1e-6
    for kind in ("round_values", "batch_values"):
        mine, others = ([row for values in getattr(r, kind) for row in values] for r in (found, expected))
        for (a,), (b,) in zip(mine, others, strict=True):
            np.testing.assert_allclose(a, b, rtol=tolerance)


def test_nothing_is_worked_out_that_nobody_looks_at(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out, usual = [], Probe.values

    def values(probe: Probe, *arguments: Any) -> Any:
        worked_out.append(1)
        return usual(probe, *arguments)

    monkeypatch.setattr(Probe, "values", values)
    rounds = 3 * WAITING + 11
    record = run(plan(requests(COUNTED[:2]), batch_size=23, rounds=rounds, by_batch=True)).record
    assert len(record.round_values) == len(record.batch_values) == rounds
    assert len(worked_out) <= 3  # the round at the end of each lot
    worked_out.clear()
    assert record.round_values[-1] == record.round_values[rounds - 1] == record.batch_values[-1]
    assert len(worked_out) == 2
    with pytest.raises(IndexError):
        record.round_values[rounds]


@pytest.mark.parametrize("classes", [2, 5, 40])
def test_what_is_kept_of_a_round_does_not_grow_with_the_classes(classes: int) -> None:
    rounds = 2 * WAITING + 5
    record = run(plan(requests(["ConfusionMatrix", "F1Score"]), classes, batch_size=23, rounds=rounds)).record
    most = 0

    def held(record: Record) -> int:
        stacks = record._rounds._stacks
        return sum(
            getattr(t, f.name).numel()
            for stack in stacks
            for t in stack.tallies.values()
            for f in fields(t)
            if isinstance(getattr(t, f.name), torch.Tensor)
        )

    most = held(record)
    assert most <= SMALL * rounds
    assert (most > 0) == (classes < 5)
    assert all(values[0][0].sum() == 23 for values in record.round_values)
    assert len(record._waiting) < WAITING


def test_results_wait_no_longer_than_there_is_room() -> None:
    waiting: list[int] = []

    def look(event: Event) -> None:
        waiting.append(len(event.training.record._waiting))

    run(plan(requests(["ErrorRate"]), batch_size=23, rounds=2 * WAITING), look)
    assert max(waiting) == WAITING - 1


def test_an_array_that_the_net_gives_is_measured_before_it_changes() -> None:
    array = net(
        'NetGraph[{NetArrayLayer["Array" -> {1., 2.}], ThreadingLayer[Plus]}, '
        '{{NetPort["Input"], 1} -> 2}, "Input" -> 2]'
    )
    graph = nets.with_loss(array)
    data = {"Input": RANDOM.normal(size=(6, 2)).astype(np.float32), "Output": np.zeros((6, 2), np.float32)}
    wanted = [Activation(("Net", "1"), "Output"), Held(("Net", "1", "Array"))]
    p = TrainPlan(graph, data, nets.everything(graph), METHODS["SGD"](), rounds=5, probe=Probe(graph, wanted))
    seen = [graph.arrays()["Net", "1", "Array"]]

    def look(event: Event) -> None:
        if isinstance(event, RoundDone):
            seen.append(event.net().arrays()["1", "Array"])

    record = run(p, look).record
    for (given,), (held,), before, after in zip(*zip(*record.round_values), seen[:-1], seen[1:], strict=True):  # noqa: B905
        np.testing.assert_allclose(given, before, rtol=1e-6)
        np.testing.assert_array_equal(held, after)
    assert not np.allclose(seen[0], seen[-1])


def test_decisions_for_each_element_of_sequences_of_different_lengths() -> None:
    session = Session()
    session.evaluate(
        "data = Table[Table[{Mod[i j, 3], 1.}, {j, 2 + Mod[i, 3]}] -> "
        "Table[1 + Mod[i j, 2], {j, 2 + Mod[i, 3]}], {i, 12}]; "
        "r = NetTrain[NetMapOperator[NetChain[{2, SoftmaxLayer[]}]], data, All, BatchSize -> 4, "
        "MaxTrainingRounds -> 30, RandomSeeding -> 1, TrainingProgressReporting -> None, "
        'TrainingProgressMeasurements -> {"Accuracy", "ConfusionMatrix"}];'
    )
    assert not session.messages
    same = """AllTrue[r["RoundMeasurementsLists"], Total[#ConfusionMatrix, 2] == 36 &&
        Abs[#Accuracy - Tr[#ConfusionMatrix]/36] < 10^-9 &]"""
    assert session.evaluate(same) is TRUE
    assert session.evaluate('Length[r["RoundMeasurementsLists"]] == 30') is TRUE
