"""Data whose encoders draw random numbers, such as sounds with "Augmentation": encoded anew in every round.

Everything else is encoded once, before the training.  What is drawn for a batch follows from the seed, the
round and the batch alone, so a training that goes on where it was stopped draws the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from ..engine.plan import Generator
from ..nets.dataset import Dataset, input_encoder
from ..nets.net import Graph, Net
from ..nets.prepare import encoded
from ..nets.ragged import Column
from ..nets.ragged import at as chosen
from ..nets.skipping import Skips


def drawing_ports(net: Net) -> tuple[str, ...]:
    """The inputs of a net whose encoders draw random numbers."""
    return tuple(port for port in net.inputs if input_encoder(net, port).random)


def redrawn(
    k: Any, net: Net, training_net: Graph, data: Dataset, real: type, skips: Skips, seed: int
) -> Generator:
    """Batches of data in a random order, the columns of `drawing_ports` encoded as they are needed."""
    known = len(skips.places)
    columns = encoded(net, training_net, data, k.evaluate, real, skips)
    left_out = set(skips.places[known:])
    own = data.places or range(len(data))
    kept = data.at([i for i, place in enumerate(own) if place + 1 not in left_out])
    fresh = drawing_ports(net)

    def places(size: int, round_: int, batch: int) -> np.ndarray:
        order = np.random.default_rng((seed, round_)).permutation(len(kept))
        return order[(batch - 1) * size : batch * size]

    def make(size: int, round_: int, batch: int) -> Mapping[str, Column]:
        at = places(size, round_, batch)
        found = {port: chosen(column, at) for port, column in columns.items() if port not in fresh}
        with drawing(k, (seed, round_, batch)):
            part = kept.at(at.tolist())
            made = encoded(net, training_net, part, k.evaluate, real, ports=fresh)
        return {port: made[port] if port in fresh else found[port] for port in columns}

    return Generator(make, len(kept), True, places, repr((seed, {p: len(c) for p, c in columns.items()})))


@contextmanager
def drawing(k: Any, seed: tuple[int, ...]) -> Iterator[None]:
    """Random numbers of the language from a seed, for a while."""
    before, k.random = k.random, np.random.default_rng(seed)
    try:
        yield
    finally:
        k.random = before
