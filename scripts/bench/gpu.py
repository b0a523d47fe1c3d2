"""Training on one NVIDIA GPU: the table of `training.py`, and how much of the GPU a large net uses.

    python scripts/bench/gpu.py            both; exits with 1 if something is slower than wanted
    python scripts/bench/gpu.py table      the table alone
    python scripts/bench/gpu.py matrix     the large net alone

Every contestant trains with the GPU's time included.  Convolutions of the others are rounded to TF32, as
PyTorch does by default; those of wlnet are exact.  The large net is a perceptron trained in bfloat16
(WorkingPrecision -> "Mixed"): its arithmetic is the multiplications and additions of its matrix products,
forward and backward, and is compared with what products of large matrices in bfloat16 reach on this GPU.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import torch
from contestants import CONTESTANTS
from tasks import tasks
from timing import finish, medians
from training import missed, row

from wlnet.engine.events import Event
from wlnet.engine.learner import Learner
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

GPU = "cuda:0"
# by the title of a task: rounds of wlnet, rounds of the others, the ratios that are wanted
SETTINGS: dict[str, tuple[int, int, dict[str, float]]] = {
    "four points": (20_000, 1000, {"PyTorch": 3}),
    "perceptron 784-500-500-10": (200, 20, {"PyTorch": 3}),
    "LeNet": (100, 10, {}),
    "LeNet, last layer trained": (1000, 20, {}),
}
WIDTHS = ((8192, 24), (4096, 8), (2048, 2))  # of the large net, and the GiB of free memory that it takes
LAYERS_OF_LARGE, BATCHES = 4, 60
COUNTED_FROM = 20  # batches, when the step has been captured


def clock() -> float:
    """The time of day, once the GPU has done all."""
    torch.cuda.synchronize()
    return time.perf_counter()


def table() -> list[str]:
    """Print the table; what is slower than wanted."""
    others = [name for name in CONTESTANTS if name != "wlnet"]
    print(f"\n| training | wlnet, examples/s | {' | '.join(f'wlnet / {name}' for name in others)} |")
    print("|---" * (len(others) + 2) + "|")
    found = []
    for task in tasks():
        rounds, rounds_of_others, wanted = SETTINGS[task.title]
        chosen = replace(task, device="cuda", rounds=rounds, rounds_of_others=rounds_of_others, wanted=wanted)
        speeds = medians({name: partial(train, chosen, clock) for name, train in CONTESTANTS.items()})
        print(row(chosen, speeds), flush=True)
        found += missed(chosen, speeds)
    return found


def peak(size: int = 8192, repeats: int = 20) -> float:
    """The operations per second in products of square matrices in bfloat16, timed by the GPU itself."""
    a, b = (torch.randn(size, size, device=GPU, dtype=torch.bfloat16) for _ in range(2))
    best = 0.0
    for _ in range(5):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        for _ in range(repeats):
            torch.matmul(a, b)
        end.record()
        torch.cuda.synchronize()
        best = max(best, 2 * size**3 * repeats / (start.elapsed_time(end) / 1000))
    return best


def large(width: int) -> Graph:
    """A perceptron with layers of one width."""
    linear, ramp = LAYERS["LinearLayer"], LAYERS["ElementwiseLayer"](ElementwiseFunction(S.Ramp))
    layers = [part for _ in range(LAYERS_OF_LARGE) for part in (linear(Lengths((width,))), ramp)]
    layers.append(linear(Lengths((16,))))
    net = chain({str(i): Leaf(each) for i, each in enumerate(layers, 1)}, given={"Input": (width,)})
    return initialize(attach_loss(infer(net)), np.random.default_rng(1))  # type: ignore[return-value]


def operations(net: Graph, batch: int) -> int:
    """Those of the matrix products of a step: forward, for the arrays, and for the inputs of all but the
    first layer."""
    sizes = [array.size for path, array in net.arrays().items() if path[-1] == "Weights"]
    return 2 * batch * (3 * sum(sizes) - sizes[0])


def achieved(width: int, batch: int) -> tuple[float, str]:
    """The operations per second of training the large net, and what was captured."""
    net, random = large(width), np.random.default_rng(2)
    data = {
        "Input": random.normal(size=(2 * batch, width)).astype(np.float32),
        "Output": random.normal(size=(2 * batch, 16)).astype(np.float32),
    }
    plan = TrainPlan(net, data, dict.fromkeys(net.array_specs(), 1.0), METHODS["ADAM"]())
    plan = replace(plan, device=GPU, precision="Mixed", batch_size=batch, rounds=BATCHES // 2)
    times: dict[int, float] = {}
    learners: list[Learner] = []

    def look(event: Event) -> None:
        learners[:] = [event.training.learner]
        if event.total in (COUNTED_FROM, BATCHES) and event.total not in times:
            times[event.total] = clock()

    run(plan, look)
    captures = learners[0].captures
    seconds = times[BATCHES] - times[COUNTED_FROM]
    outcomes = captures.outcomes if captures else "nothing"
    return operations(net, batch) * (BATCHES - COUNTED_FROM) / seconds, str(outcomes)


def matrix() -> list[str]:
    """Print how much of the GPU a large net uses."""
    free = torch.cuda.mem_get_info()[0] / 2**30
    width = next((width for width, needed in WIDTHS if free > needed), 1024)
    most = peak()
    found, outcomes = achieved(width, width)
    print(f"\nperceptron of {LAYERS_OF_LARGE} layers of {width}, batches of {width}, bfloat16")
    print(f"  products of matrices  {most / 1e12:8.1f} TFLOP/s")
    print(f"  NetTrain              {found / 1e12:8.1f} TFLOP/s, {found / most:.0%}; captured: {outcomes}")
    return []


PARTS: dict[str, Callable[[], list[str]]] = {"table": table, "matrix": matrix}


def main() -> None:
    if not torch.cuda.is_available():
        sys.exit("no GPU: this benchmark needs an NVIDIA GPU and a PyTorch that can use it")
    name, versions = torch.cuda.get_device_name(GPU), f"CUDA {torch.version.cuda}"
    print(f"{name}, torch {torch.__version__}, {versions}")
    found = [line for part in sys.argv[1:] or PARTS for line in PARTS[part]()]
    print("\n".join(found) or "all as fast as wanted")
    finish(not found)


if __name__ == "__main__":
    main()
