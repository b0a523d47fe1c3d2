"""Everything decided before training starts, in one value that can be printed, compared and run again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isinf
from typing import Any

from ..nets.net import Graph, Path
from ..nets.ragged import Column
from .generator import Generator
from .intervals import EACH_ROUND, Interval
from .method import Method, Shared
from .probe import Probe

AUTOMATIC_BATCH = 64
AUTOMATIC_SECONDS, MOST_ROUNDS = 20.0, 10_000


@dataclass(frozen=True, eq=False)
class TrainPlan:
    """A training, decided.

    `training_net` has a node "Net" and all its arrays; its output "Loss" is one number for each example.
    `data` and `validation` are encoded columns by port, whose first dimension counts examples.
    `multipliers` are those of the arrays that training may change, by their paths in `training_net`; 0 and
    absence freeze an array, and a layer with a frozen moving average keeps it and uses it (documented of
    BatchNormalizationLayer). With neither `rounds` nor `seconds` the number of rounds is found while
    training; with both the shorter limit wins, and infinite `seconds` are no limit.  `turns` are the steps of
    every `cycle` in which arrays change that do not in all of them.  `probe` is measured of the batches of
    each round and of the validation data; with `by_batch`, of each batch too.
    """

    training_net: Graph
    data: Mapping[str, Column] | Generator
    multipliers: Mapping[Path, float]
    method: Method
    shared: Shared = field(default_factory=Shared)
    validation: Mapping[str, Column] | Generator | None = None
    validated: Interval = EACH_ROUND
    rounds: int | None = None
    seconds: float | None = None
    batch_size: int | None = None  # None: 64, or all examples if there are fewer
    seed: int = 0
    device: str = "cpu"
    precision: str = "Real32"
    turns: Mapping[Path, tuple[int, ...]] = field(default_factory=dict)
    cycle: int = 1
    probe: Probe | None = None
    by_batch: bool = False
    keeps_gradients: bool = False  # whether the gradients of the latest batch can be asked for
    precompute: bool = True  # whether what training does not change may be computed once
    devices: tuple[str, ...] = ()  # that share the batches with `device`
    group: Any = None  # the processes that train together, a `distributed.Group`; None: only this one
    tape: bool = True  # whether steps may be played from a tape or captured; the results are the same

    @property
    def examples(self) -> int:
        """The examples of a round."""
        if isinstance(self.data, Generator):
            if self.data.exact:
                return self.data.round_length
            return -(-self.data.round_length // self.effective_batch_size) * self.effective_batch_size
        return len(next(iter(self.data.values())))

    @property
    def validation_examples(self) -> int:
        if isinstance(self.validation, Generator):
            return self.validation.round_length
        return len(next(iter(self.validation.values()))) if self.validation else 0

    @property
    def effective_batch_size(self) -> int:
        size = self.batch_size or AUTOMATIC_BATCH
        whole = isinstance(self.data, Generator) and not self.data.exact
        return size if whole else min(size, self.examples)

    @property
    def batches_per_round(self) -> int:
        return -(-self.examples // self.effective_batch_size)

    @property
    def time(self) -> float | None:
        """The seconds that training may take; None if there is no such limit."""
        return None if self.seconds is None or isinf(self.seconds) else self.seconds

    @property
    def learning_rate(self) -> float:
        """The rate before any schedule."""
        chosen = self.shared.LearningRate
        return self.method.automatic_rate if chosen is None else chosen


def automatic_rounds(batch_seconds: float, batches_per_round: int) -> int:
    """The rounds that take about 20 seconds, from 1 to 10,000.  Source: page of MaxTrainingRounds."""
    round_seconds = max(batch_seconds * batches_per_round, 1e-9)
    return max(1, min(MOST_ROUNDS, round(AUTOMATIC_SECONDS / round_seconds)))
