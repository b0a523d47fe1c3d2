"""Every method with everything that touches an update, begun afresh or taken up again: as PyTorch does it.

The steps are written by hand with torch.optim: minibatches, a tied weight as one tensor, a parameter group
for each array, the rate of each group set before each step, gradients clipped by value, arrays clamped.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import engine_nets as nets
import numpy as np
import pytest
import torch
from test_methods import PLAIN
from test_resuming import interrupted

from wlnet.engine.batches import Batches
from wlnet.engine.method import METHODS, Shared
from wlnet.engine.plan import TrainPlan
from wlnet.engine.training import run

RATE, BATCH, ROUNDS = 1e-3, 8, 20  # of 5 batches: 100 steps
X = np.random.default_rng(5).normal(size=(37, 3)).astype(np.float32)
Y = np.tanh(X[:, ::-1] * 2).astype(np.float32)
PLACES = [("Net", layer, name) for layer in ("1", "3") for name in ("Weights", "Biases")]


def fading(batch: int, total: int) -> float:
    return 1 / (1 + batch / 20)


FACTORS: dict[str, tuple[float, float, float, float]] = {
    "multipliers": (3.0, 0.5, -0.25, 1.0),
    "positive multipliers": (3.0, 0.5, 2.0, 1.0),
    "frozen parts": (0.0, 0.0, 1.0, 1.0),
}
SHARED: dict[str, dict[str, Any]] = {
    "schedule": {"LearningRateSchedule": fading},
    "clipping": {"GradientClipping": 0.02, "WeightClipping": 0.4},
}
SETTINGS = (
    "plain",
    "multipliers",
    "positive multipliers",
    "frozen parts",
    "shared arrays",
    "schedule",
    "clipping",
)


def planned(method: str, setting: str) -> TrainPlan:
    layers = nets.row(nets.linear(3), nets.tanh(), nets.linear(3), dims=(3,))
    if setting == "shared arrays":
        layers = nets.filled(nets.named_everywhere(layers, "w", "Weights"))
    graph = nets.with_loss(layers)
    factors = dict(zip(PLACES, FACTORS.get(setting, (1.0,) * 4), strict=True))
    shared = Shared(LearningRate=RATE, **SHARED.get(setting, {}))
    plan = TrainPlan(graph, {"Input": X, "Output": Y}, factors, METHODS[method](), shared)
    return replace(plan, rounds=ROUNDS, batch_size=BATCH, seed=4)


def by_hand(p: TrainPlan, method: str, setting: str) -> tuple[dict[Any, np.ndarray], list[float]]:
    """The arrays and the losses of the batches."""
    arrays = {path: torch.tensor(a, requires_grad=True) for path, a in p.training_net.arrays().items()}
    if setting == "shared arrays":
        arrays["Net", "3", "Weights"] = arrays["Net", "1", "Weights"]
    places = {id(arrays[path]): path for path in reversed(PLACES) if p.multipliers[path]}
    factors = [p.multipliers[path] for path in places.values()]
    groups = [
        {"params": [arrays[path]], "maximize": factor < 0, "weight_decay": 0.0}
        for path, factor in zip(places.values(), factors, strict=True)
    ]
    optimizer, losses = PLAIN[method][1](groups), []  # type: ignore[arg-type]
    w1, b1, w2, b2 = (arrays[path] for path in PLACES)
    x, y = torch.from_numpy(X), torch.from_numpy(Y)
    order = Batches((x,), BATCH, p.seed)
    for round_ in range(1, ROUNDS + 1):
        for chosen in torch.from_numpy(order.order(round_)).split(BATCH):
            loss = ((torch.tanh(x[chosen] @ w1.T + b1) @ w2.T + b2 - y[chosen]) ** 2).mean()
            losses.append(loss.item())
            optimizer.zero_grad()
            loss.backward()
            for group, factor in zip(optimizer.param_groups, factors, strict=True):
                fade = fading(len(losses), 0) if setting == "schedule" else 1
                group["lr"] = RATE * abs(factor) * fade
            if setting == "clipping":
                torch.nn.utils.clip_grad_value_(list(arrays.values()), 0.02)
            optimizer.step()
            if setting == "clipping":
                for array in arrays.values():
                    array.data.clamp_(-0.4, 0.4)
    return {path[1:]: array.detach().numpy() for path, array in arrays.items()}, losses


@pytest.mark.parametrize("resumed", [False, True], ids=["straight", "resumed"])
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("method", METHODS)
def test_a_hundred_steps_are_those_of_pytorch(
    method: str, setting: str, resumed: bool, tmp_path: Path
) -> None:
    p = planned(method, setting)
    found = interrupted(p, tmp_path, after=37) if resumed else run(p)
    expected, losses = by_hand(p, method, setting)
    assert found.batches == len(losses) == 100
    np.testing.assert_allclose(found.batch_losses, losses, rtol=1e-5, atol=1e-5)
    mine = found.net.arrays()
    for path, array in expected.items():
        np.testing.assert_allclose(mine[path], array, rtol=1e-5, atol=1e-5, err_msg=str(path))
    before = p.training_net.nodes["Net"].arrays()
    for path in PLACES:
        assert (mine[path[1:]].tobytes() == before[path[1:]].tobytes()) == (not p.multipliers[path])
