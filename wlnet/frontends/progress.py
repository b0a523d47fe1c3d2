"""What a terminal shows of a training or a download while it lasts: a box, or one line; elsewhere, lines.

All of them are called with events and throttle themselves by the clock, so that an event costs next to
nothing when nothing is due.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from typing import TextIO

from .panel import LOWEST, NARROWEST, panel_lines
from .progress_text import duration, progress_text

INTERVAL = 0.1  # seconds between two drawings of a line
PANEL_INTERVAL = 0.33  # of a box
SHARE, LONGEST = 0.02, 1.0  # of the time that drawing may take; the longest pause for its sake, in seconds
LINES_INTERVAL = 2.0  # between two lines that stay
ERASE, REST = "\r\x1b[2K", "\x1b[K"  # take away a line, the rest of a line

__all__ = ["Lines", "ProgressLine", "duration", "progress_text"]


class ProgressLine:
    """Draws events on `stream`, a few times a second, and takes away again what it drew.

    A training is drawn as a box, if the terminal has room for it and unless the event says `compact`;
    everything else as one line.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic):
        self.stream, self.clock = stream, clock
        self.drawn = 0  # lines
        self.next = self.clock() + INTERVAL

    def __call__(self, event: object) -> None:
        if getattr(event, "reason", None) is not None:  # what was going on has stopped
            self.clear()
            return
        if (now := self.clock()) < self.next or (text := progress_text(event)) is None:
            return
        size = shutil.get_terminal_size()
        boxed = self._has_room(event, size)
        lines = panel_lines(event, size.columns, not os.environ.get("NO_COLOR")) if boxed else ()
        self._draw(lines or [text[: size.columns - 1]])
        self.next = now + INTERVAL
        if boxed:
            spent = self.clock() - now
            self.next = now + spent + max(PANEL_INTERVAL, min(spent / SHARE, LONGEST))

    def _has_room(self, event: object, size: os.terminal_size) -> bool:
        if getattr(event, "losses", None) is None or getattr(event, "compact", False):
            return False
        return size.columns >= NARROWEST and size.lines >= LOWEST and os.environ.get("TERM") != "dumb"

    def _draw(self, lines: list[str]) -> None:
        self.stream.write(self._over(lines) if self.drawn > 1 else ERASE + "\n".join(lines))
        self.stream.flush()
        self.drawn = len(lines)

    def _over(self, lines: list[str]) -> str:
        """The lines over those of before, none of which is taken away first, so that nothing flickers."""
        return f"\r\x1b[{self.drawn - 1}A" + "\n".join(f"{line}{REST}" for line in lines) + "\x1b[J"

    def _erasing(self) -> str:
        """What takes the drawn lines away and puts the cursor where they began."""
        return f"\r\x1b[{self.drawn - 1}A\x1b[J" if self.drawn > 1 else ERASE

    def clear(self) -> None:
        """Take what is drawn away, because something else is to be printed or nothing is running."""
        if self.drawn:
            self.stream.write(self._erasing())
            self.stream.flush()
            self.drawn = 0


class Lines:
    """Prints an event every few seconds where nobody watches: a line for each, which stays."""

    def __init__(self, write: Callable[[str], object], clock: Callable[[], float] = time.monotonic):
        self.write, self.clock = write, clock
        self.next = self.clock() + LINES_INTERVAL

    def __call__(self, event: object) -> None:
        now = self.clock()
        if getattr(event, "round", None) == 0:  # a training begins
            self.next = now + LINES_INTERVAL
        if now < self.next or getattr(event, "reason", None) is not None:
            return
        if getattr(event, "round", None) is not None and (text := progress_text(event)):
            self.next = now + LINES_INTERVAL
            self.write(text)
