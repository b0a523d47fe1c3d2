"""What a training has shown so far: losses and measurements by batch, by round and by validation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ..lazy import torch
from ..nets.net import Path
from .losses import LossLog
from .probe import Probe, Tallies, together
from .sequences import Parts
from .snapshot import Snapshot

WAITING, WAITING_NUMBERS = 256, 2**20  # batches, and numbers in them, that are counted at once
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
    """Kept by a training; what is measured of `arrays` is read from there."""

    def __init__(self, probe: Probe | None, by_batch: bool, arrays: Mapping[Path, Any] | None = None):
        self.log = LossLog()
        self.batch_values: list[Values] = []
        self.round_values: list[Values] = []
        self.round_positions: list[int] = []  # the number of batches at the end of each round
        self.validations: list[Validation] = []
        self.best: Best | None = None
        self.files: list[str] = []  # that were written on the way
        self.probe, self._by_batch, self._arrays = probe, by_batch, arrays or {}
        self._round: Tallies = {}
        self._waiting: list[list[Any]] = []
        self._form: Any = None  # of the results that wait: their shapes without the batch
        self._room = 0  # how many batches of this form may wait

    def add_results(self, results: list[Any]) -> None:
        """Note what came of a batch: losses, and what is measured.  Several batches are counted at once."""
        form = None if isinstance(results[-1], Parts) else [value.shape[1:] for value in results]
        if form is None or form != self._form:
            self._count()
            self._form = form
            numbers = WAITING_NUMBERS if form is None else sum(value.numel() for value in results)
            self._room = 0 if self._by_batch else min(WAITING, WAITING_NUMBERS // numbers)
        self._waiting.append(results)
        if len(self._waiting) >= self._room or form is None:
            self._count()

    def _count(self) -> None:
        """Count what waits."""
        if not self._waiting:
            return
        assert self.probe
        parts = zip(*self._waiting, strict=True)
        whole = self._waiting[0] if len(self._waiting) == 1 else [torch.cat(part) for part in parts]
        self._waiting = []
        tallies = self.probe.tallies(whole[0], whole[1:], self._arrays)
        self._round = together([self._round, tallies]) if self._round else tallies
        if self._by_batch:
            self.batch_values.append(self.probe.values(tallies, of_batch=True))

    @property
    def tallies(self) -> Tallies:
        """What has been counted of this round."""
        self._count()
        return self._round

    @tallies.setter
    def tallies(self, tallies: Tallies) -> None:
        self._round = tallies

    def end_round(self, total: int) -> None:
        self.round_positions.append(total)
        self._count()
        if self.probe and self._round:
            self.round_values.append(self.probe.values(self._round))
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
        starts = np.array([0, *self.round_positions])
        losses = self.log.all()[: starts[-1]]
        sizes = np.diff(starts)
        kept = sizes > 0
        if not kept.any():
            return np.empty(0)
        with np.errstate(all="ignore"):
            return np.add.reduceat(losses, starts[:-1][kept]) / sizes[kept]
