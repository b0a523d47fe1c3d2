"""Data that are not there before the training, but made or read batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ..nets.ragged import Column


@dataclass(frozen=True, eq=False)
class Generator:
    """Data that are made while training: `make(size, round, batch)` gives the columns of a batch.

    A round is `round_length` examples, in whole batches; if it is `exact`, its last batch may be smaller.
    `places(size, round, batch)` are the positions of a batch in the data, if they have any, and `mark` tells
    these data from others.  `begin` is called with the seed of the training before the first batch is
    asked for, `rest` when no batch will be asked for in the near future.
    """

    make: Callable[[int, int, int], Mapping[str, Column]]
    round_length: int
    exact: bool = False
    places: Callable[[int, int, int], np.ndarray] | None = None
    mark: str = ""
    rest: Callable[[], object] = lambda: None
    begin: Callable[[int], object] = lambda seed: None
