"""Every training method is what its formula says: PyTorch's parameter groups agree over 100 steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import engine_nets as nets
import numpy as np
import pytest
import torch

from wlnet.declare import declare_all
from wlnet.engine import fused
from wlnet.engine.method import METHODS, Method, Shared
from wlnet.engine.plan import TrainPlan
from wlnet.engine.training import run

declare_all("wlnet.engine.methods")
MULTIPLIERS = {
    "Weights": 1.0,
    "Biases": 0.5,
}  # of layer 3; those of layer 1 are three times as large, and negative
STEPS = 100
Groups = list[dict[str, Any]]


class PlainSignSGD(torch.optim.Optimizer):
    """What the docstring of SignSGD says, once more."""

    def __init__(self, groups: Groups, lr: float, momentum: float):
        super().__init__(groups, {"lr": lr, "momentum": momentum, "maximize": False, "weight_decay": 0.0})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:
        for group in self.param_groups:
            for p in group["params"]:
                g = (-p.grad if group["maximize"] else p.grad) + group["weight_decay"] * p
                mean = self.state[p].setdefault("mean", torch.zeros_like(p))
                mean.mul_(group["momentum"]).add_(g, alpha=1 - group["momentum"])
                p -= group["lr"] * mean.sign()


PLAIN: dict[str, tuple[Method, Callable[[Groups], torch.optim.Optimizer]]] = {
    "ADAM": (METHODS["ADAM"](), lambda g: torch.optim.Adam(g, 1e-3, eps=1e-5)),
    "ADAM with suboptions": (
        METHODS["ADAM"](Beta1=0.5, Beta2=0.9, Epsilon=1e-3),  # type: ignore[call-arg]
        lambda g: torch.optim.Adam(g, 1e-3, betas=(0.5, 0.9), eps=1e-3),
    ),
    "SGD": (METHODS["SGD"](), lambda g: torch.optim.SGD(g, 1e-3, momentum=0.93)),
    "SGD without momentum": (METHODS["SGD"](Momentum=0.0), lambda g: torch.optim.SGD(g, 1e-3)),  # type: ignore
    "RMSProp": (METHODS["RMSProp"](), lambda g: torch.optim.RMSprop(g, 1e-3, 0.95, 1e-6, momentum=0.9)),
    "SignSGD": (METHODS["SignSGD"](), lambda g: PlainSignSGD(g, 1e-3, 0.93)),
}


def factor(path: tuple[str, ...], sign: float = -1.0) -> float:
    return MULTIPLIERS[path[2]] * (3 * sign if path[1] == "1" else 1)


def ours(method: Method, multipliers: dict[Any, float], shared: Shared, steps: int = STEPS) -> dict[Any, Any]:
    """The trained arrays by the names of the net."""
    graph, data = nets.four_points()
    plan = TrainPlan(graph, data, multipliers, method, shared, rounds=steps)
    return run(plan).net.arrays()


def plainly(
    make: Callable[[Groups], torch.optim.Optimizer], multipliers: dict[Any, float], **shared: float
) -> Any:
    """The same with PyTorch: one parameter group for every array."""
    graph, data = nets.four_points()
    x, y = torch.from_numpy(data["Input"])[:, None], torch.from_numpy(data["Output"])
    arrays = {path: torch.tensor(array).requires_grad_() for path, array in graph.arrays().items()}
    groups = [
        {
            "params": [arrays[path]],
            "lr": 1e-3 * abs(multiplier),
            "maximize": multiplier < 0,
            "weight_decay": shared.get("L2Regularization", 0.0),
        }
        for path, multiplier in multipliers.items()
    ]
    optimizer, clip = make(groups), shared.get("GradientClipping")
    for _ in range(STEPS):
        optimizer.zero_grad()
        hidden = torch.relu(x @ arrays["Net", "1", "Weights"].T + arrays["Net", "1", "Biases"])
        output = hidden @ arrays["Net", "3", "Weights"].T + arrays["Net", "3", "Biases"]
        (output.squeeze(1) - y).square().mean().backward()
        if clip:
            torch.nn.utils.clip_grad_value_(list(arrays.values()), clip)
        optimizer.step()
        if limit := shared.get("WeightClipping"):
            for path in multipliers:
                arrays[path].data.clamp_(-limit, limit)
    return {path[1:]: array.detach().numpy() for path, array in arrays.items()}


def assert_same(found: dict[Any, Any], expected: dict[Any, Any]) -> None:
    assert found.keys() == expected.keys()
    for path, array in expected.items():
        np.testing.assert_allclose(found[path], array, rtol=1e-5, atol=1e-5, err_msg=str(path))


def paths() -> list[tuple[str, ...]]:
    return list(nets.four_points()[0].array_specs())


SETTINGS = {
    "plain": {},
    "L2Regularization": {"L2Regularization": 0.3},
    "GradientClipping": {"GradientClipping": 0.2},
    "WeightClipping": {"WeightClipping": 0.25},
    "all": {"L2Regularization": 0.3, "GradientClipping": 2.0, "WeightClipping": 0.5},
}


@pytest.mark.parametrize("without_kernels", [False, True], ids=["fused", "plain"])
@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["descent", "partly ascent"])
@pytest.mark.parametrize("name", PLAIN)
def test_a_method_is_what_parameter_groups_do(
    name: str, sign: float, settings: str, without_kernels: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if without_kernels:
        monkeypatch.setattr(fused, "kernel", lambda name, vector: None)
    else:
        monkeypatch.setattr(fused, "SHARED_OUT", 0)
    method, make = PLAIN[name]
    multipliers = {path: factor(path, sign) for path in paths()}
    shared = Shared(LearningRate=1e-3, **SETTINGS[settings])  # type: ignore[arg-type]
    assert_same(ours(method, multipliers, shared), plainly(make, multipliers, **SETTINGS[settings]))


@pytest.mark.parametrize("name", PLAIN)
def test_frozen_arrays_keep_every_bit(name: str) -> None:
    method, make = PLAIN[name]
    multipliers = {path: factor(path) if path[1] == "3" else 0.0 for path in paths()}
    found = ours(method, multipliers, Shared(LearningRate=1e-3, L2Regularization=0.1))
    trained = {path: m for path, m in multipliers.items() if m}
    assert_same(found, plainly(make, trained, L2Regularization=0.1))
    for path, array in nets.four_points()[0].arrays().items():
        assert (found[path[1:]].tobytes() == array.tobytes()) == (path[1] == "1")


@pytest.mark.parametrize("name", METHODS)
def test_a_method_goes_downhill(name: str) -> None:
    graph, data = nets.four_points()
    losses = run(TrainPlan(graph, data, nets.everything(graph), METHODS[name](), rounds=400)).round_losses
    assert losses[-1] < 0.7 * losses[0]


def test_doubling_a_multiplier_doubles_the_step() -> None:
    graph, _ = nets.four_points()
    before, sgd = (
        {path[1:]: array for path, array in graph.arrays().items()},
        PLAIN["SGD without momentum"][0],
    )
    rate = Shared(LearningRate=2**-10)
    once = ours(sgd, dict.fromkeys(paths(), 1.0), rate, 1)
    twice = ours(sgd, dict.fromkeys(paths(), 2.0), rate, 1)
    back = ours(sgd, dict.fromkeys(paths(), -1.0), rate, 1)
    for path, start in before.items():
        step = once[path].astype(np.float64) - start
        assert np.abs(step).max() > 0
        np.testing.assert_allclose(twice[path] - start.astype(np.float64), 2 * step, atol=2e-7)
        np.testing.assert_allclose(back[path] - start.astype(np.float64), -step, atol=2e-7)


def test_suboptions_can_be_given_for_some_arrays_only() -> None:
    first = ("Net", "1", "Weights")
    sgd, each = PLAIN["SGD without momentum"][0], dict.fromkeys(paths(), 1.0)
    plain = ours(sgd, each, Shared(LearningRate=1e-3), 1)
    clipped = ours(sgd, each, Shared(LearningRate=1e-3, WeightClipping={first: 0.01}), 1)
    for path, array in plain.items():
        expected = array.clip(-0.01, 0.01) if path == first[1:] else array
        np.testing.assert_array_equal(clipped[path], expected)


def test_a_schedule_scales_the_rate_of_every_batch() -> None:
    graph, data = nets.four_points()
    seen: list[tuple[int, int]] = []

    def schedule(batch: int, total: int) -> float:
        seen.append((batch, total))
        return 0.5 if batch > 1 else 0.0

    shared = Shared(LearningRate=0.25, LearningRateSchedule=schedule)
    result = run(TrainPlan(graph, data, nets.everything(graph), PLAIN["SGD"][0], shared, rounds=3))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert result.batch_losses[0] == result.batch_losses[1] != result.batch_losses[2]
    assert (result.initial_learning_rate, result.final_learning_rate) == (0.25, 0.125)


def test_the_options_used_are_told() -> None:
    graph, data = nets.four_points()
    told = run(TrainPlan(graph, data, nets.everything(graph), METHODS["ADAM"](), rounds=1)).method
    assert told["Method"] == "ADAM" and told["Epsilon"] == 1e-5 and told["LearningRate"] == 0.001
    assert told["GradientClipping"] is None
