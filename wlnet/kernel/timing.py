"""Ending an evaluation after some time.

A timer raises `OutOfTime` in the main thread by the signal of the operating system, which ends Python code
wherever it is; where there is no such signal (in another thread), the time is not limited."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .control import Leaving

if TYPE_CHECKING:
    from .evaluator import Kernel


_AGAIN = 1.0  # seconds; Python drops what is raised in a finalizer, so the timer rings until it is heard


class OutOfTime(Leaving):
    """The time of a TimeConstrained is over."""


@contextmanager
def within(k: Kernel, seconds: float, mine: OutOfTime) -> Iterator[None]:
    """Raise `mine` in the body after so many seconds; an outer limit goes on counting."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise mine

    start = time.monotonic()
    outer_left, outer_again = signal.getitimer(signal.ITIMER_REAL)
    if 0 < outer_left <= seconds:
        yield
        return
    old = signal.getsignal(signal.SIGALRM)
    try:
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-6), _AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)
        if outer_left:
            left = outer_left - (time.monotonic() - start)
            signal.setitimer(signal.ITIMER_REAL, max(left, 1e-6), outer_again)
