"""What a training has shown so far: losses and measurements by batch, by round and by validation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from .losses import LossLog
from .probe import Probe, Tallies, together
from .snapshot import Snapshot

Values = list[list[Any]]  # of all that a probe measures, by site


class Validation(NamedTuple):
    """A look at the validation data: when, the mean loss, and what else was measured."""

    round: int
    total: int
    loss: float
    values: Values


@dataclass(frozen=True)
class Best:
    """The arrays that had the lowest validation loss, and when."""

    validation: Validation
    snapshot: Snapshot


class Record:
    """Kept by a training; `add_batch` only what costs next to nothing without a probe."""

    def __init__(self, probe: Probe | None, by_batch: bool):
        self.log = LossLog()
        self.batch_values: list[Values] = []
        self.round_values: list[Values] = []
        self.round_positions: list[int] = []  # the number of batches at the end of each round
        self.validations: list[Validation] = []
        self.best: Best | None = None
        self.files: list[str] = []  # that were written on the way
        self._probe, self._by_batch = probe, by_batch
        self._round: Tallies = {}

    def add_tallies(self, tallies: Tallies) -> None:
        """Note what was counted of a batch."""
        assert self._probe
        self._round = together([self._round, tallies]) if self._round else tallies
        if self._by_batch:
            self.batch_values.append(self._probe.values(tallies))

    def end_round(self, total: int) -> None:
        self.round_positions.append(total)
        if self._probe and self._round:
            self.round_values.append(self._probe.values(self._round))
        self._round = {}

    def validated(self, found: Validation, snapshot: Snapshot | None) -> None:
        """Note a validation; `snapshot` is taken along if it is the best so far."""
        self.validations.append(found)
        if snapshot is not None:
            self.best = Best(found, snapshot)

    def is_best(self, loss: float) -> bool:
        """Whether a validation loss is lower than all so far."""
        return loss < (self.best.validation.loss if self.best else float("inf"))

    @property
    def round_losses(self) -> np.ndarray:
        """The mean of the batch losses of every round that has ended."""
        losses, starts = self.log.all(), np.array([0, *self.round_positions])
        sizes = np.diff(starts)
        kept = sizes > 0
        if not kept.any():
            return np.empty(0)
        with np.errstate(all="ignore"):
            return np.add.reduceat(losses, starts[:-1][kept]) / sizes[kept]
