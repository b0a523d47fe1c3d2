"""How far something is, in words.

Events are read by the names of their fields; what they lack is left out.
"""

from __future__ import annotations

import math
from typing import Any


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
        number("loss", getattr(event, "loss", None)),
        number("validation", getattr(event, "validation_loss", None)),
        speed(getattr(event, "examples_per_second", None)),
        _time(event),
    ]
    return "  ".join(part for part in parts if part)


def _count(name: str, done: Any, total: Any) -> str:
    if done is None or total == 1:
        return ""
    return f"{name} {done}/{total}" if finite(total) else f"{name} {done}"


def number(name: str, value: Any) -> str:
    return f"{name} {float(value):.4g}" if finite(value) else ""


def speed(value: Any) -> str:
    if not finite(value) or not value:
        return ""
    return f"{value / 1000:.1f}k examples/s" if value >= 1000 else f"{value:.0f} examples/s"


def fraction(event: object) -> float | None:
    """How much is done, from 0 to 1, if the end is known."""
    known: float | None = getattr(event, "fraction", None)
    if known is not None:
        return known
    rounds, batches = getattr(event, "rounds", None), getattr(event, "batches", None)
    if not (finite(rounds) and finite(batches) and batches):
        return None
    done = (getattr(event, "round", 0) - 1) * batches + getattr(event, "batch", 0)
    return min(1.0, max(0.0, done / (rounds * batches)))


def time_left(event: object) -> str:
    """The time left if all goes on as so far; "" where the end is not known or too little is done."""
    done, seconds = fraction(event), getattr(event, "seconds", None)
    if not done or seconds is None or seconds < 1:
        return ""
    return f"{duration(seconds * (1 - done) / done)} left"


def _time(event: object) -> str:
    """The time left; the time spent where the end is not known."""
    seconds = getattr(event, "seconds", None)
    if seconds is None:
        return ""
    return duration(seconds) if fraction(event) is None else time_left(event)


def finite(value: Any) -> bool:
    return value is not None and math.isfinite(float(value))


def duration(seconds: float) -> str:
    """``5s``, ``1m58s``, ``3h05m``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h{minutes:02}m"
    return f"{minutes}m{rest:02}s" if minutes else f"{rest}s"
