"""Training on sequences of different lengths against the same numbers padded to one length.

Prints examples per second for an LSTM on sequences of 1 to 50 vectors, and on the same padded to 50: what
grouping by length costs in calls, and what padding costs in work.  The two are about as fast.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from wlnet.declare import declare_all
from wlnet.engine.method import METHODS
from wlnet.engine.plan import TrainPlan
from wlnet.engine.training import run
from wlnet.nets.attach_loss import attach_loss
from wlnet.nets.chain import chain
from wlnet.nets.infer import infer
from wlnet.nets.initialize import initialize
from wlnet.nets.kinds import Count, Lengths
from wlnet.nets.layer import LAYERS
from wlnet.nets.net import Leaf
from wlnet.nets.ragged import Ragged

LONGEST, EXAMPLES, SIZE, BATCH, ROUNDS = 50, 2000, 16, 64, 3


def plan(data: Any, length: Any) -> TrainPlan:
    layers = [
        LAYERS["LongShortTermMemoryLayer"](Count(32)),
        LAYERS["SequenceLastLayer"](),
        LAYERS["LinearLayer"](Lengths((1,))),
    ]
    net = chain({str(i + 1): Leaf(layer) for i, layer in enumerate(layers)})
    net = infer(net, {"Input": (length, SIZE)})
    whole = initialize(attach_loss(net), np.random.default_rng(0))
    columns = {"Input": data, "Output": np.zeros((EXAMPLES, 1), np.float32)}
    factors = dict.fromkeys(whole.array_specs(), 1.0)
    return TrainPlan(whole, columns, factors, METHODS["ADAM"](), rounds=ROUNDS, batch_size=BATCH)  # type: ignore


def speed(data: Any, length: Any) -> float:
    made = plan(data, length)
    start = time.perf_counter()
    run(made)
    return ROUNDS * EXAMPLES / (time.perf_counter() - start)


def main() -> None:
    declare_all("wlnet.engine.methods")
    declare_all("wlnet.nets.layers")
    random = np.random.default_rng(1)
    lengths = random.integers(1, LONGEST, EXAMPLES, endpoint=True)
    values = random.normal(size=(lengths.sum(), SIZE)).astype(np.float32)
    padded = random.normal(size=(EXAMPLES, LONGEST, SIZE)).astype(np.float32)
    speed(padded, LONGEST)  # PyTorch is slow the first time
    print(f"LSTM 32 on sequences of 1 to {LONGEST} vectors of {SIZE}, batches of {BATCH}")
    print(f"  lengths as they are   {speed(Ragged(values, lengths), 'Varying'):8,.0f} examples/s")
    print(f"  all padded to {LONGEST}      {speed(padded, LONGEST):8,.0f} examples/s")


if __name__ == "__main__":
    main()
