"""LeNet and its training as one writes them in PyTorch: what the benchmarks compare with."""

from __future__ import annotations

import time
from collections.abc import Mapping

import numpy as np
import torch

from wlnet.engine.method import METHODS
from wlnet.engine.plan import TrainPlan
from wlnet.nets.attach_loss import attach_loss
from wlnet.nets.initialize import initialize
from wlnet.nets.net import Graph, Net
from wlnet.problem import Problem
from wlnet.resources.mnist import MNIST, arrays

BATCH = 64
PLACES = {"0": "1", "3": "4", "7": "8", "9": "10"}  # of layers with arrays, in PyTorch's numbers and in ours


def digits(count: int) -> dict[str, np.ndarray]:
    """Some images of MNIST, (count, 1, 28, 28), and their classes from 1, chosen by chance.

    MNIST is looked for as ResourceData does; where it cannot be had, random images of the same size stand in,
    as only time is measured.
    """
    random = np.random.default_rng(0)
    try:
        images, labels = arrays(MNIST, "TrainingData")
    except Problem as problem:
        print(f"random images instead of MNIST: {problem}")
        images, labels = random.integers(0, 256, (count, 28, 28)), random.integers(0, 10, count)
    chosen = random.permutation(len(labels))[:count]
    scaled = (images[chosen] / 255).astype(np.float32)
    return {"Input": scaled[:, None], "Output": labels[chosen].astype(np.int64) + 1}


def model_of(net: Net, classes: int) -> torch.nn.Sequential:
    """LeNet in PyTorch, with the arrays of `net`; its softmax is in the loss."""
    nn = torch.nn
    model = nn.Sequential(
        nn.Conv2d(1, 20, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(20, 50, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(800, 500),
        nn.ReLU(),
        nn.Linear(500, classes),
    )
    arrays = net.arrays()
    for place, name in PLACES.items():
        model.get_parameter(f"{place}.weight").data = torch.tensor(arrays[name, "Weights"])
        model.get_parameter(f"{place}.bias").data = torch.tensor(arrays[name, "Biases"])
    return model


def plain(net: Net, data: Mapping[str, np.ndarray], classes: int, rounds: int, frozen: bool) -> float:
    """Examples per second of the loop that one writes; with `frozen` only the last layer is trained."""
    model = model_of(net, classes)
    for parameter in [*model.parameters()][: -2 if frozen else 0]:
        parameter.requires_grad = False
    images, labels = torch.tensor(data["Input"]), torch.tensor(data["Output"]) - 1
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad])
    start = time.perf_counter()
    for _ in range(rounds):
        for batch in torch.randperm(len(images)).split(BATCH):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(images[batch]), labels[batch])
            loss.backward()
            optimizer.step()
    return rounds * len(images) / (time.perf_counter() - start)


def plan_of(net: Net, data: Mapping[str, np.ndarray], rounds: int, frozen: bool) -> TrainPlan:
    """The same training as a plan of ours."""
    graph: Graph = initialize(attach_loss(net), np.random.default_rng(1))  # type: ignore[assignment]
    multipliers = {path: 1.0 for path in graph.array_specs() if not frozen or path[1] == "10"}
    return TrainPlan(graph, data, multipliers, METHODS["ADAM"](), rounds=rounds, batch_size=BATCH)
