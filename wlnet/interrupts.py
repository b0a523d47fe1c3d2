"""Ctrl-C and the end of a TimeConstrained held back: what must not stop half-way is finished first, such as
importing a library.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_HELD = [getattr(signal, name) for name in ("SIGINT", "SIGALRM") if hasattr(signal, name)]


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
