"""What a training has shown so far: losses and measurements by batch, by round and by validation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from ..interrupts import uninterrupted
from ..lazy import torch
from ..nets.net import Path
from .losses import LossLog
from .probe import Probe, Tallies, together
from .sequences import Parts
from .series import Series, Stacked, Values
from .snapshot import Snapshot

WAITING, WAITING_NUMBERS = 256, 2**20  # batches, and numbers in them, that are counted at once
# of rounds that have ended, of batches, and of the round under way
Counted = tuple[list[list[Values] | Stacked], list[Values] | Stacked, Tallies]


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
    """Kept by a training; what is measured of `arrays` is read from there.

    What is measured of rounds and batches waits to be counted, many batches at once, and is worked out when
    somebody looks.
    """

    def __init__(self, probe: Probe | None, by_batch: bool, arrays: Mapping[Path, Any] | None = None):
        self.log = LossLog()
        self.round_positions: list[int] = []  # the number of batches at the end of each round
        self.validations: list[Validation] = []
        self.best: Best | None = None
        self.files: list[str] = []  # that were written on the way
        self.probe, self._by_batch, self._arrays = probe, by_batch, arrays or {}
        self._rounds, self._batches = Series(probe), Series(probe, of_batch=True)
        self._round: Tallies = {}
        self._waiting: list[list[Any]] = []
        self._ends: list[int] = []  # how many batches waited at the end of each round since then
        self._form: Any = None  # of the results that wait: their shapes without the batch
        self._room = 0  # how many batches of this form may wait

    def add_results(self, results: list[Any]) -> None:
        """Note what came of a batch: losses, and what is measured.  Several batches are counted at once."""
        form = None if isinstance(results[-1], Parts) else [value.shape[1:] for value in results]
        if form is None or form != self._form:
            self._count()
            self._form, self._room = form, 0 if form is None else self._room_for(results)
        self._waiting.append(results)
        if len(self._waiting) >= self._room or form is None:
            self._count()

    def _room_for(self, results: list[Any]) -> int:
        """How many batches like this one may wait."""
        assert self.probe
        numbers = max(1, sum(value.numel() for value in results))
        return 0 if self._by_batch and self.probe.timely else min(WAITING, WAITING_NUMBERS // numbers)

    def _count(self) -> None:
        """Count what waits."""
        if not self._waiting:
            return
        rounds, batches, current = self._at_once() or self._one_by_one()
        with uninterrupted():
            self._waiting, self._ends = [], []
            for more in rounds:
                self._rounds.extend(more)
            self._batches.extend(batches)
            self._round = current

    def _one_by_one(self) -> Counted:
        """Count each round, or batch, by itself, and work out what follows."""
        assert self.probe
        rounds, batches, current = list[Values](), list[Values](), self._round
        cuts = [*range(len(self._waiting) + 1)] if self._by_batch else self._cuts()
        for first, last in pairwise(cuts):
            waiting = self._waiting[first:last]
            whole = waiting[0] if len(waiting) == 1 else [torch.cat(p) for p in zip(*waiting, strict=True)]
            tallies = self.probe.tallies(whole[0], whole[1:], self._arrays)
            current = together([current, tallies]) if current else tallies
            if self._by_batch:
                batches.append(self._batches.values(tallies))
            if last in self._ends:
                rounds.append(self._rounds.values(current))
                current = {}
        return [rounds], batches, current

    def _cuts(self) -> list[int]:
        """How many waiting batches stand before each round, and behind the last."""
        cuts = [0, *self._ends]
        return cuts if cuts[-1] == len(self._waiting) else [*cuts, len(self._waiting)]

    def _at_once(self) -> Counted | None:
        """Count all rounds and batches in a few calls, if that is possible and there are several."""
        assert self.probe
        if len(self._waiting) == 1:
            return None
        whole = [torch.cat(part) for part in zip(*self._waiting, strict=True)]
        sizes, done = [len(losses) for losses, *_ in self._waiting], len(self._ends)
        groups = [sum(sizes[first:last]) for first, last in pairwise(self._cuts())]
        found = self.probe.stacked(whole[0], whole[1:], groups)
        by_batch = self.probe.stacked(whole[0], whole[1:], sizes) if found and self._by_batch else None
        if found is None or (self._by_batch and by_batch is None):
            return None
        batches = self._batches.worked_out(by_batch) if by_batch else []
        first = together([self._round, found[0]]) if self._round else found[0]
        if not done:
            return [], batches, first
        begun = [self._rounds.values(first)] if self._round else []
        rounds = [begun, self._rounds.worked_out(found.part(len(begun), done))]
        return rounds, batches, found[done] if found.count > done else {}

    @property
    def round_values(self) -> Series:
        """What was measured of every round that has ended."""
        self._count()
        return self._rounds

    @property
    def batch_values(self) -> Series:
        """What was measured of every batch, if that is wanted."""
        self._count()
        return self._batches

    @property
    def tallies(self) -> Tallies:
        """What has been counted of this round."""
        self._count()
        return self._round

    def restore(self, rounds: list[Values], batches: list[Values], tallies: Tallies) -> None:
        """Begin with what was measured of earlier rounds and batches, and counted of this round."""
        self._rounds = Series(self.probe, found=rounds)
        self._batches = Series(self.probe, of_batch=True, found=batches)
        self._round = tallies

    def end_round(self, total: int) -> None:
        self.round_positions.append(total)
        if not self.probe:
            return
        waiting = len(self._waiting)
        if waiting > (self._ends or [0])[-1]:
            self._ends.append(waiting)
            if self.probe.timely:
                self._count()
        elif not waiting and self._round:
            self._rounds.extend([self._rounds.values(self._round)])
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
