"""Applications per second outside training: three layers on a vector and LeNet on 64 images.

Ours is `apply`, from numpy arrays to numpy arrays; PyTorch's is the model on tensors in inference mode.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import torch
from plain_lenet import model_of
from timing import compare, finish

from wlnet.engine.run import apply
from wlnet.expr import S
from wlnet.nets.chain import chain
from wlnet.nets.elementwise import ElementwiseFunction
from wlnet.nets.initialize import initialize
from wlnet.nets.kinds import Lengths
from wlnet.nets.layer import LAYERS
from wlnet.nets.net import Leaf, Net
from wlnet.resources.models import lenet

SECONDS = 1.0


def rate(run: Callable[[], Any]) -> float:
    """How often `run` is done in a second."""
    count, start = 0, time.perf_counter()
    with torch.inference_mode():
        while (elapsed := time.perf_counter() - start) < SECONDS:
            run()
            count += 1
    return count / elapsed


def small() -> tuple[Net, torch.nn.Module]:
    sizes = (Lengths((3,)), Lengths((1,)))
    first, last = (LAYERS["LinearLayer"](size) for size in sizes)  # type: ignore[call-arg]
    ramp = LAYERS["ElementwiseLayer"](ElementwiseFunction(S.Ramp))  # type: ignore[call-arg]
    layers = {str(i): Leaf(layer) for i, layer in enumerate((first, ramp, last), 1)}
    net = initialize(chain(layers, given={"Input": (4,)}), np.random.default_rng(0))
    return net, torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 1))


def main() -> None:
    digits = initialize(lenet(), np.random.default_rng(0))
    cases = {
        "Three layers on one vector": (*small(), (1, 4), 0.5),
        "LeNet on 64 images": (
            digits,
            model_of(digits, 10).append(torch.nn.Softmax(-1)),
            (64, 1, 28, 28),
            0.9,
        ),
    }
    reached = []
    for title, (net, model, shape, least) in cases.items():
        x = np.random.default_rng(0).random(shape, np.float32)
        runs = {
            "PyTorch": partial(rate, partial(model, torch.from_numpy(x))),
            "wlnet": partial(rate, partial(apply, net, {"Input": x})),
        }
        reached.append(compare(title, "times/s", runs, least))
    finish(*reached)


if __name__ == "__main__":
    main()
