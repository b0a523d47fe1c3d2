"""How often something is done while training: every so many rounds, batches or seconds."""

from __future__ import annotations

from dataclasses import dataclass

from .events import BatchDone, Event, RoundDone

ROUNDS, BATCHES, SECONDS = "Rounds", "Batches", "Seconds"


@dataclass(frozen=True)
class Interval:
    """`count` rounds, batches or seconds, and at least `minimum` seconds."""

    count: float = 1
    unit: str = ROUNDS
    minimum: float = 0.0


EACH_ROUND = Interval()


class Every:
    """Tells of each event whether something is due."""

    def __init__(self, interval: Interval):
        self.interval = interval
        self._last = 0.0 if interval.unit == SECONDS else -interval.minimum

    def __call__(self, event: Event) -> bool:
        count, unit, minimum = self.interval.count, self.interval.unit, self.interval.minimum
        if unit == ROUNDS:
            due = isinstance(event, RoundDone) and event.round % count == 0
        elif unit == BATCHES:
            due = isinstance(event, BatchDone) and event.total % count == 0
        else:
            due, minimum = isinstance(event, (BatchDone, RoundDone)), max(minimum, count)
        if not due or (minimum and event.seconds - self._last < minimum):
            return False
        self._last = event.seconds
        return True
