"""One line that tells how far a training or a download is, on a terminal.

Events are read by the names of their fields; what an event lacks is left out of the line.
"""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Callable
from typing import Any, TextIO

INTERVAL = 0.1  # seconds between two drawings
ERASE = "\r\x1b[2K"


class ProgressLine:
    """Draws events on one line of `stream`, at most ten times a second, and takes the line away again."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic):
        self.stream, self.clock = stream, clock
        self.drawn = False
        self.next = self.clock() + INTERVAL

    def __call__(self, event: object) -> None:
        if getattr(event, "reason", None) is not None:  # what was going on has stopped
            self.clear()
            return
        if (now := self.clock()) < self.next or (text := progress_text(event)) is None:
            return
        self.next, self.drawn = now + INTERVAL, True
        self.stream.write(ERASE + text[: shutil.get_terminal_size().columns - 1])
        self.stream.flush()

    def clear(self) -> None:
        """Take the line away, because something else is to be printed or nothing is running."""
        if self.drawn:
            self.stream.write(ERASE)
            self.stream.flush()
            self.drawn = False


def progress_text(event: object) -> str | None:
    """``round 4/10  batch 412/938  loss 0.0312  31.2k examples/s  1m58s left``; None for what is no progress.

    An event that counts what is `done` of something else, as a download, says itself how it is shown.
    """
    if getattr(event, "round", None) is None:
        return None if getattr(event, "done", None) is None else str(event)
    rounds, batches = getattr(event, "rounds", None), getattr(event, "batches", None)
    parts = [
        _count("round", getattr(event, "round", None), rounds),
        _count("batch", getattr(event, "batch", None), batches),
        _number("loss", getattr(event, "loss", None)),
        _number("validation", getattr(event, "validation_loss", None)),
        _speed(getattr(event, "examples_per_second", None)),
        _time(event, rounds, batches),
    ]
    return "  ".join(part for part in parts if part)


def _count(name: str, done: Any, total: Any) -> str:
    if done is None or total == 1:
        return ""
    return f"{name} {done}/{total}" if _finite(total) else f"{name} {done}"


def _number(name: str, value: Any) -> str:
    return f"{name} {float(value):.4g}" if _finite(value) else ""


def _speed(value: Any) -> str:
    if not _finite(value) or not value:
        return ""
    return f"{value / 1000:.1f}k examples/s" if value >= 1000 else f"{value:.0f} examples/s"


def _time(event: object, rounds: Any, batches: Any) -> str:
    """The time left if all goes on as so far; the time spent where the end is not known."""
    seconds = getattr(event, "seconds", None)
    if seconds is None:
        return ""
    if not (_finite(rounds) and _finite(batches) and batches):
        return duration(seconds)
    done = (getattr(event, "round", 0) - 1) * batches + getattr(event, "batch", 0)
    if done <= 0 or seconds < 1:
        return ""
    return f"{duration(seconds / done * max(0, rounds * batches - done))} left"


def _finite(value: Any) -> bool:
    return value is not None and math.isfinite(float(value))


def duration(seconds: float) -> str:
    """``5s``, ``1m58s``, ``3h05m``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h{minutes:02}m"
    return f"{minutes}m{rest:02}s" if minutes else f"{rest}s"
