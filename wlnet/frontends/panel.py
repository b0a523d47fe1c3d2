"""A training in a box on a terminal: a bar, where it is, how fast, its losses, and a curve of them.

Drawn by rich into text, which replaces the lines that were drawn before; nothing runs beside the training,
and the cursor is left alone, so that whatever ends a training leaves a terminal that works.
"""

from __future__ import annotations

import io
import math
from typing import Any

from ..lazy import rich_bar, rich_console, rich_panel, rich_text
from .curve import curve
from .progress_text import duration, finite, fraction, number, speed, time_left

WIDEST, NARROWEST, LOWEST = 96, 40, 14  # columns, columns, lines of a terminal
CURVE_HEIGHT = 5
GAP, MOST_LINES = "   ", 4  # between numbers in a line; lines of losses and measurements


def panel_lines(event: Any, width: int, colors: bool) -> list[str]:
    """The lines of the box."""
    inner = min(width - 1, WIDEST) - 4
    stream = io.StringIO()
    console = rich_console.Console(
        file=stream, width=inner + 4, force_terminal=colors, color_system="standard" if colors else None
    )
    parts = [
        part
        for part in (_bar(event, inner), _where(event), _losses(event, inner), _curve(event, inner))
        if part
    ]
    group = rich_console.Group(*parts)
    console.print(rich_panel.Panel(group, title="training", title_align="left", border_style="dim"))
    return stream.getvalue().rstrip("\n").split("\n")


def _bar(event: Any, width: int) -> Any:
    done = fraction(event)
    if done is None:
        return None
    text = f" {100 * done:3.0f} %"
    bar = rich_bar.ProgressBar(total=1.0, completed=done, width=width - len(text))
    table = rich_text.Text(text)
    return rich_console.Group(_Beside(bar, table))


class _Beside:
    """A bar with a text behind it."""

    def __init__(self, bar: Any, text: Any):
        self.bar, self.text = bar, text

    def __rich_console__(self, console: Any, options: Any) -> Any:
        yield from console.render(self.bar, options.update(width=self.bar.width))
        yield from console.render(self.text, options.update(width=len(self.text)))


def _where(event: Any) -> Any:
    rounds, batches = getattr(event, "rounds", None), getattr(event, "batches", None)
    parts = [
        f"round {event.round}/{rounds}" if finite(rounds) else f"round {event.round}",
        f"batch {event.batch}/{batches}" if finite(batches) and batches != 1 else "",
        speed(getattr(event, "examples_per_second", None)),
        f"{duration(event.seconds)} so far",
        time_left(event),
    ]
    return _text(GAP.join(part for part in parts if part))


def _losses(event: Any, width: int) -> Any:
    parts = [number("loss", getattr(event, "loss", None))]
    if validation := number("validation", getattr(event, "validation_loss", None)):
        best, at = getattr(event, "best_validation", None) or (None, None)
        parts.append(f"{validation} (best {best:.4g}, round {at})" if best is not None else validation)
    measured = getattr(event, "measured", None) or {}
    parts += [number(name, value) for name, value in measured.items()]
    return _text("\n".join(filled([part for part in parts if part], width)[:MOST_LINES]))


def filled(parts: list[str], width: int) -> list[str]:
    """Parts in as few lines as they fit into."""
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + len(GAP) + len(part) <= width:
            lines[-1] += GAP + part
        else:
            lines.append(part)
    return lines


def _curve(event: Any, width: int) -> Any:
    losses = getattr(event, "losses", ())
    if len(losses) < 2:
        return None
    margin = 10
    lines, low, high = curve(losses, width - margin, CURVE_HEIGHT)
    if math.isnan(low):
        return None
    labels = [f"{high:.3g}", *[""] * (CURVE_HEIGHT - 2), f"{low:.3g}"]
    rows = [f"{label:>{margin - 1}} {line}" for label, line in zip(labels, lines, strict=True)]
    return rich_text.Text("\n".join(rows), style="cyan", no_wrap=True)


def _text(text: str) -> Any:
    return rich_text.Text(text, no_wrap=True, overflow="ellipsis") if text else None
