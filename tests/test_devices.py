"""Devices: several share a batch and learn what one does; what is not there is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import engine_nets as nets
import numpy as np
import pytest
import torch
from test_resuming import plan

from wlnet.engine.method import METHODS
from wlnet.engine.plan import TrainPlan
from wlnet.engine.training import run
from wlnet.expr import FAILED
from wlnet.netlang.options import Device
from wlnet.session import Session
from wlnet.syntax.parse import read


def dense(**settings: Any) -> TrainPlan:
    x = np.random.default_rng(0).normal(size=(50, 3)).astype(np.float32)
    graph = nets.with_loss(nets.row(nets.linear(5), nets.tanh(), nets.linear(), dims=(3,)))
    made = TrainPlan(graph, {"Input": x, "Output": x[:, 0] ** 2}, nets.everything(graph), METHODS["ADAM"]())
    return replace(made, rounds=5, batch_size=16, **settings)


@pytest.mark.parametrize("more", [1, 2, 4])
@pytest.mark.parametrize("precision", ["Real32", "Real64"])
def test_several_devices_learn_what_one_does(more: int, precision: str) -> None:
    """The processor stands for each of them; the last batch of 2 examples is too small for 4."""
    one, several = run(dense(precision=precision)), run(dense(precision=precision, devices=("cpu",) * more))
    np.testing.assert_allclose(several.batch_losses, one.batch_losses, rtol=1e-5)
    for path, array in one.net.arrays().items():
        np.testing.assert_allclose(several.net.arrays()[path], array, rtol=1e-5, atol=1e-6)


def test_moving_averages_and_measurements_come_from_several_devices_too() -> None:
    one, several = run(plan()), run(plan(devices=("cpu",)))
    assert len(several.record.round_values) == len(one.record.round_values) == 6
    assert len(several.record.validations) == 6 and several.round_losses[-1] < several.round_losses[0]
    means = (result.net.arrays()["2", "MovingMean"] for result in (one, several))
    np.testing.assert_allclose(*means, atol=0.5)


def node(text: str) -> Any:
    return next(iter(read(text)))


GPUS = {
    '"GPU"': ("cuda:0",),
    '{"GPU", 2}': ("cuda:1",),
    '{"GPU", {3, 1}}': ("cuda:2", "cuda:0"),
    '{"GPU", All}': ("cuda:0", "cuda:1", "cuda:2"),
    '{"CUDA", {2}}': ("cuda:1",),
    '"CPU"': ("cpu",),
}


@pytest.mark.parametrize("text", GPUS)
def test_devices_are_named(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 3)
    found = Device.from_node(node(text))
    assert (found.name, *found.others) == GPUS[text]


def test_processes_of_one_machine_take_a_gpu_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 3)
    monkeypatch.setenv("LOCAL_RANK", "2")
    assert Device.from_node(node('"GPU"')).name == "cuda:2"


BAD = ['"TPU"', '{"GPU", 4}', '{"GPU", {}}', '{"GPU", {1, 9}}', '{"GPU", "x"}', '{"GPU", 0}', "7"]


@pytest.mark.parametrize("text", BAD)
def test_what_is_not_there_is_said(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 3)
    session = Session()
    call = 'NetTrain[NetChain[{1}, "Input" -> 1], {{1} -> {2}}, TargetDevice -> %s]'
    assert session.evaluate(call % text) == FAILED
    assert "NetTrain::trgdev" in str(session.messages[-1])


@pytest.mark.parametrize("text", ['"GPU"', '{"GPU", All}'])
def test_without_a_gpu_nothing_is_trained(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    session = Session()
    call = 'NetTrain[NetChain[{1}, "Input" -> 1], {{1} -> {2}}, TargetDevice -> %s]'
    assert session.evaluate(call % text) == FAILED
    assert "there are 0 usable GPUs" in str(session.messages[-1])
