"""Examples per second of LeNet on MNIST with nothing frozen, beside the loop that one writes in PyTorch."""

from __future__ import annotations

import time

import numpy as np
from plain_lenet import digits, plain, plan_of
from timing import compare, finish

from wlnet.engine.training import run
from wlnet.nets.initialize import initialize
from wlnet.nets.net import Net
from wlnet.resources.models import lenet

EXAMPLES = 64 * 40


def ours(net: Net, data: dict[str, np.ndarray]) -> float:
    plan = plan_of(net, data, 1, False)
    start = time.perf_counter()
    run(plan)
    return EXAMPLES / (time.perf_counter() - start)


def main() -> None:
    net, data = initialize(lenet(), np.random.default_rng(0)), digits(EXAMPLES)
    runs = {"PyTorch loop": lambda: plain(net, data, 10, 1, False), "wlnet": lambda: ours(net, data)}
    finish(compare("LeNet on MNIST, batches of 64, nothing frozen", "examples/s", runs, 1))


if __name__ == "__main__":
    main()
