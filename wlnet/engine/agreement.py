"""One observer and one clock for all processes that train together."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .. import whole_files
from ..lazy import distributed, torch
from .distributed import Group, text_of
from .events import Event

NOTHING, SAID, ENDED = range(3)  # what process 0 tells the others of an event


class Agreed:
    """An observer of events in all processes, which asks `observe` in process 0 alone.

    What that raises is raised in all of them.  `clock` is the time of process 0 at the latest event.
    """

    def __init__(self, group: Group, observe: Callable[[Event], object], clock: Callable[[], float]):
        self._group, self._observe, self._clock = group, observe, clock
        self.error: BaseException | None = None
        self.interrupted = False
        self._news = torch.zeros(2, dtype=torch.float64)
        self._now = group.told(clock())

    def clock(self) -> float:
        return self._now

    def __call__(self, event: Event) -> object:
        kind, said = self._asked(event) if self._group.rank == 0 else (NOTHING, None)
        self._news[0], self._news[1] = self._clock(), kind
        with self._group.together():
            distributed.broadcast(self._news, 0)
        self._now, kind = self._news.tolist()
        if kind == NOTHING:
            return None
        said = self._group.told(said)
        if kind == SAID:
            return said
        self.error = said if isinstance(said, BaseException) else Gone(str(said))
        raise self.error

    def _asked(self, event: Event) -> tuple[int, object]:
        try:
            if self.interrupted:
                raise KeyboardInterrupt
            with whole_files.alone():
                said = self._observe(event)
        except BaseException as error:
            return ENDED, error
        return (SAID, said) if isinstance(said, str) and said else (NOTHING, None)


class Gone(Exception):
    """Process 0 has left."""


@contextmanager
def agreeing(
    group: Group | None, observe: Callable[[Event], object], clock: Callable[[], float]
) -> Iterator[tuple[Callable[[Event], object], Callable[[], float]]]:
    """An observer and a clock on which all processes agree.  What goes wrong in one of them ends all."""
    if group is None:
        yield observe, clock
        return
    agreed = Agreed(group, observe, clock)
    with _interrupts(agreed):
        try:
            yield agreed, agreed.clock
        except Exception as error:
            if error is agreed.error and not isinstance(error, Gone):
                raise
            group.leave(text_of(error))


@contextmanager
def _interrupts(agreed: Agreed) -> Iterator[None]:
    """Ctrl-C, which all processes hear of, is noted and waits for the next event."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def note(*_: object) -> None:
        agreed.interrupted = True

    usual = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
