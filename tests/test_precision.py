"""WorkingPrecision -> "Mixed": bfloat16 where it does no harm, arrays in single precision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import engine_nets as nets
import numpy as np
import pytest
import torch
from test_layers import CASES, Case, listed
from test_resuming import assert_same, plan

from wlnet.engine.method import METHODS
from wlnet.engine.plan import TrainPlan
from wlnet.engine.run import apply, working
from wlnet.engine.training import run
from wlnet.expr import FAILED, TRUE
from wlnet.session import Session

EVERYWHERE = 0.05  # a number of bfloat16 has 8 bits


def single(tensors: Any) -> list[Any]:
    return [t.float() if t.is_floating_point() else t for t in tensors]


@pytest.mark.parametrize("training", [False, True], ids=["evaluating", "training"])
@pytest.mark.parametrize("case", CASES)
def test_every_layer_takes_what_another_gives(case: Case, training: bool) -> None:
    """What comes from a layer may be in bfloat16; arrays never are."""
    inputs = [x.to(torch.bfloat16) if x.is_floating_point() else x for x in case.inputs()]
    arrays = {name: None if a is None else a.float() for name, a in case.arrays().items()}
    expected = listed(case.run(single(inputs), arrays, training))
    for array in arrays.values():
        if array is not None:
            array.requires_grad_()
    with working("Mixed"):
        found = listed(case.run(inputs, arrays, training))
        floating = [out for out in found if out.is_floating_point() and out.requires_grad]
        if floating and all(a is None or case.specs()[n].trained for n, a in arrays.items()):
            sum(out.float().sum() for out in floating).backward()
    for mine, theirs in zip(found, expected, strict=True):
        assert mine.shape == theirs.shape
        scale = max(1.0, float(theirs.abs().max())) if theirs.numel() else 1.0
        np.testing.assert_allclose(
            mine.detach().float().numpy(), theirs.detach().float().numpy(), atol=EVERYWHERE * scale
        )
    for array in arrays.values():
        if array is not None and array.grad is not None:
            assert array.grad.dtype == torch.float32 and torch.isfinite(array.grad).all()


def wide(precision: str) -> TrainPlan:
    random = np.random.default_rng(3)
    graph = nets.with_loss(nets.row(nets.linear(64), nets.tanh(), nets.linear(), dims=(20,)))
    x = random.normal(size=(128, 20)).astype(np.float32)
    data = {"Input": x, "Output": np.sin(x.sum(1)).astype(np.float32)}
    made = TrainPlan(graph, data, nets.everything(graph), METHODS["ADAM"](), rounds=60, batch_size=32)
    return replace(made, precision=precision)


def test_a_mixed_training_learns_as_well_with_arrays_in_single_precision() -> None:
    full, mixed = run(wide("Real32")), run(wide("Mixed"))
    assert not np.array_equal(full.batch_losses, mixed.batch_losses)
    np.testing.assert_allclose(mixed.batch_losses[0], full.batch_losses[0], rtol=0.02)
    assert mixed.round_losses[-1] < 1.2 * full.round_losses[-1] < 0.5 * full.round_losses[0]
    for array in mixed.net.arrays().values():
        assert array.dtype == np.float32 and (array.view(np.uint32) & 0xFFFF).any()  # no bfloat16s


def test_a_mixed_training_is_what_autocast_does() -> None:
    """The same steps written by hand with torch.autocast."""
    p = replace(wide("Mixed"), rounds=5, batch_size=128, method=METHODS["SGD"]())
    arrays = {path[1:]: torch.tensor(a, requires_grad=True) for path, a in p.training_net.arrays().items()}
    w1, b1, w2, b2 = (arrays[layer, name] for layer in ("1", "3") for name in ("Weights", "Biases"))
    optimizer = torch.optim.SGD(list(arrays.values()), lr=p.learning_rate, momentum=0.93)
    x, y = (torch.from_numpy(column) for column in p.data.values())  # type: ignore[union-attr]
    losses = []
    for _ in range(5):
        with torch.autocast("cpu", torch.bfloat16):
            hidden = torch.tanh(torch.nn.functional.linear(x, w1, b1))
            output = torch.nn.functional.linear(hidden, w2.reshape(1, -1), b2.reshape(1)).reshape(-1)
        loss = ((output.float() - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    np.testing.assert_allclose(run(p).batch_losses, losses, rtol=2e-3)


@pytest.mark.parametrize("tape", [False, True])
def test_a_tape_gives_the_same(tape: bool) -> None:
    p = replace(wide("Mixed"), rounds=8)
    assert_same(run(replace(p, tape=tape)), run(replace(p, tape=False)))


def test_everything_at_once_in_mixed_precision() -> None:
    result = run(plan(precision="Mixed"))
    assert np.isfinite(result.batch_losses).all() and len(result.record.round_values) == 6
    np.testing.assert_allclose(result.batch_losses, run(plan()).batch_losses, rtol=0.1)


def test_the_precision_ends_with_the_training() -> None:
    run(wide("Mixed"))
    x = torch.randn(4, 4)
    assert (x @ x).dtype == torch.float32 and not torch.is_autocast_enabled("cpu")


def test_a_net_is_applied_in_mixed_precision() -> None:
    net = wide("Real32").training_net.nodes["Net"]
    data = {"Input": np.random.default_rng(0).normal(size=(9, 20)).astype(np.float32)}
    (full,), (mixed,) = apply(net, data).values(), apply(net, data, precision="Mixed").values()
    assert mixed.dtype == np.float32 and not np.array_equal(full, mixed)
    np.testing.assert_allclose(mixed, full, atol=0.05)


def test_the_language_has_it() -> None:
    session = Session()
    session.evaluate('net = NetInitialize[NetChain[{9, Tanh, 2}, "Input" -> 3], RandomSeeding -> 1]')
    session.evaluate(
        'r = NetTrain[net, {{1, 2, 3} -> {1, 2}}, WorkingPrecision -> "Mixed", MaxTrainingRounds -> 3,'
        " TrainingProgressReporting -> None]"
    )
    found = 'Max[Abs[r[{1, 2, 3}, WorkingPrecision -> "Mixed"] - r[{1, 2, 3}]]]'
    assert session.evaluate(f"0 < {found} < 0.1") is TRUE and not session.messages
    call = 'NetTrain[net, {{1, 2, 3} -> {1, 2}}, WorkingPrecision -> "Half"]'
    assert session.evaluate(call) == FAILED and '"Mixed" are' in str(session.messages[-1])
