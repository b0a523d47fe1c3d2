"""Ctrl-C and the end of a TimeConstrained held back: what must not stop half-way is finished first, such as
importing a library.
"""

from __future__ import annotations

import _thread
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

_HELD = [getattr(signal, name) for name in ("SIGINT", "SIGALRM") if hasattr(signal, name)]
_LATER = 0.05  # seconds


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Within, Ctrl-C and alarms wait until the end; only the main thread of a program hears of them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[tuple[int, FrameType | None]] = []
    usual: dict[int, Callable[[int, FrameType | None], object]] = {}
    for number in _HELD:
        handler = signal.getsignal(number)
        if callable(handler):
            usual[number] = handler
            signal.signal(number, lambda number, frame: held.append((number, frame)))
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        if held:
            number, frame = held[0]
            usual[number](number, frame)


@dataclass
class Pause:
    """Where Ctrl-C may end something that goes on in steps: not while `busy`, and not once it is `over`.

    A step that ends asks whether one `waits`.  Whoever cannot wait for that presses twice.
    """

    busy: bool = False
    over: bool = False
    waits: bool = False

    def done(self) -> None:
        """A step has ended; raises KeyboardInterrupt if one waits."""
        self.busy = False
        if self.waits:
            self.waits = False
            raise KeyboardInterrupt


@contextmanager
def pausing(pause: Pause) -> Iterator[None]:
    """Within, Ctrl-C keeps to the pauses; only the main thread of a program hears of it."""
    usual = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(usual):
        yield
        return

    def heard(number: int, frame: FrameType | None) -> None:
        if pause.over:
            return
        if pause.busy and not pause.waits:
            pause.waits = True
            return
        pause.waits = False
        usual(number, frame)

    signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _interrupt_later() -> None:
    time.sleep(_LATER)
    _thread.interrupt_main()


def hear_again(rings_again: type[BaseException]) -> None:
    """Let no Ctrl-C be lost that Python raised in a finalizer, where it drops what is raised and says so.

    It comes again a moment later; `rings_again` is what comes again by itself.
    """
    usual = sys.unraisablehook

    def hook(dropped: sys.UnraisableHookArgs) -> None:
        if issubclass(dropped.exc_type, KeyboardInterrupt):
            _thread.start_new_thread(_interrupt_later, ())  # which does not wait, so the hook is over by then
        elif not issubclass(dropped.exc_type, rings_again):
            usual(dropped)

    sys.unraisablehook = hook
