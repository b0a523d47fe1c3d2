"""When a training has stopped getting better: a rule over the values of one number, round by round."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """What counts as no improvement, and for how long it is borne.

    A value improves on the best so far if it is better by more than `absolute`, and by more than `relative`
    times the size of the best.  Training stops when more than `patience` values in a row did not; the first
    `initial` values are not held against it.
    """

    patience: int = 0
    initial: int = 0
    absolute: float = 0.0
    relative: float = 0.0


class Stagnation:
    """Fed with values in order, says when to stop."""

    def __init__(self, rule: Patience, larger: bool):
        self.rule, self._sign = rule, -1 if larger else 1
        self._best: float | None = None
        self._seen = self._waited = 0

    def __call__(self, value: float) -> bool:
        value *= self._sign
        self._seen += 1
        if self._best is None or self._improves(value):
            self._best, self._waited = value, 0
        elif self._seen > self.rule.initial:
            self._waited += 1
        return self._waited > self.rule.patience

    def _improves(self, value: float) -> bool:
        assert self._best is not None
        least = max(self.rule.absolute, self.rule.relative * abs(self._best))
        return self._best - value > least
