"""Examples per second of LeNet on MNIST with nothing frozen, beside the loop that one writes in PyTorch.

MNIST is looked for as ResourceData does; where it cannot be had, random images of the same size stand in, as
only time is measured.
"""

from __future__ import annotations

import time

import numpy as np
from plain_lenet import plain, plan_of
from timing import compare, finish

from wlnet.engine.training import run
from wlnet.nets.initialize import initialize
from wlnet.nets.net import Net
from wlnet.problem import Problem
from wlnet.resources.mnist import MNIST, arrays
from wlnet.resources.models import lenet

EXAMPLES = 64 * 40


def digits() -> dict[str, np.ndarray]:
    try:
        images, labels = arrays(MNIST, "TrainingData")
    except Problem as problem:
        print(f"random images instead of MNIST: {problem}")
        random = np.random.default_rng(0)
        images, labels = random.integers(0, 256, (EXAMPLES, 28, 28)), random.integers(0, 10, EXAMPLES)
    chosen = np.random.default_rng(0).permutation(len(labels))[:EXAMPLES]
    scaled = (images[chosen] / 255).astype(np.float32)
    return {"Input": scaled[:, None], "Output": labels[chosen].astype(np.int64) + 1}


def ours(net: Net, data: dict[str, np.ndarray]) -> float:
    plan = plan_of(net, data, 1, False)
    start = time.perf_counter()
    run(plan)
    return EXAMPLES / (time.perf_counter() - start)


def main() -> None:
    net, data = initialize(lenet(), np.random.default_rng(0)), digits()
    runs = {"PyTorch loop": lambda: plain(net, data, 10, 1, False), "wlnet": lambda: ours(net, data)}
    finish(compare("LeNet on MNIST, batches of 64, nothing frozen", "examples/s", runs, 1))


if __name__ == "__main__":
    main()
