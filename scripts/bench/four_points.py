"""Steps per second of a net with three layers on four points, beside the loop that one writes in PyTorch.

Once with all arrays trained, once with the last layer alone, as in the first example of the page of
LearningRateMultipliers.
"""

from __future__ import annotations

import time

import numpy as np
import torch
from timing import compare, finish

from wlnet.engine.method import METHODS
from wlnet.engine.plan import TrainPlan
from wlnet.engine.training import run
from wlnet.expr import S
from wlnet.nets.attach_loss import attach_loss
from wlnet.nets.chain import chain
from wlnet.nets.elementwise import ElementwiseFunction
from wlnet.nets.infer import infer
from wlnet.nets.initialize import initialize
from wlnet.nets.kinds import Lengths
from wlnet.nets.layer import LAYERS
from wlnet.nets.net import Graph, Leaf

STEPS = 3000
DATA = {"Input": np.float32([1, 2, 3, 4]), "Output": np.float32([1.9, 4.1, 6.0, 8.1])}


def training_net() -> Graph:
    linear = LAYERS["LinearLayer"]
    layers = (
        linear(Lengths((3,))),
        LAYERS["ElementwiseLayer"](ElementwiseFunction(S.Ramp)),
        linear(Lengths(())),
    )
    net = infer(chain({str(i): Leaf(layer) for i, layer in enumerate(layers, 1)}, given={"Input": ()}))
    return initialize(attach_loss(net), np.random.default_rng(1))  # type: ignore[return-value]


def plain(net: Graph, trained: str, fused: bool | None = None) -> float:
    model = torch.nn.Sequential(torch.nn.Linear(1, 3), torch.nn.ReLU(), torch.nn.Linear(3, 1))
    arrays = net.arrays()
    for place, name in (("0", "1"), ("2", "3")):
        model.get_parameter(f"{place}.weight").data = torch.tensor(arrays["Net", name, "Weights"])
        model.get_parameter(f"{place}.bias").data = torch.tensor(arrays["Net", name, "Biases"])
        for parameter in model[int(place)].parameters():
            parameter.requires_grad = name in trained
    x, y = torch.tensor(DATA["Input"])[:, None], torch.tensor(DATA["Output"])[:, None]
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], fused=fused)
    start = time.perf_counter()
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
    return STEPS / (time.perf_counter() - start)


def ours(net: Graph, trained: str) -> float:
    multipliers = {path: 1.0 for path in net.array_specs() if path[1] in trained}
    plan = TrainPlan(net, DATA, multipliers, METHODS["ADAM"](), rounds=STEPS)
    start = time.perf_counter()
    run(plan)
    return STEPS / (time.perf_counter() - start)


def main() -> None:
    net, reached = training_net(), []
    for title, trained in (("all arrays trained", "13"), ("layer 3 trained", "3")):
        runs = {
            "PyTorch loop": lambda t=trained: plain(net, t),
            "PyTorch loop, fused Adam": lambda t=trained: plain(net, t, True),
            "wlnet": lambda t=trained: ours(net, t),
        }
        reached.append(compare(f"Four points, {title}", "steps/s", runs, 2))
    finish(*reached)


if __name__ == "__main__":
    main()
