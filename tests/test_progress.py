"""A training shows one line on a terminal, which never stays."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest

from wlnet.frontends.progress import ERASE, ProgressLine, duration, progress_text


@dataclass
class Event:
    round: int = 4
    rounds: int | None = 10
    batch: int = 50
    batches: int | None = 100
    seconds: float = 35.0
    loss: float = 0.03125
    validation_loss: float | None = None
    examples_per_second: float | None = 31234.0


@dataclass
class Sparse:
    round: int
    loss: float = float("nan")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_line_tells_rounds_loss_speed_and_time_left() -> None:
    text = progress_text(Event(validation_loss=0.04))
    assert text == ("round 4/10  batch 50/100  loss 0.03125  validation 0.04  31.2k examples/s  1m05s left")


def test_what_an_event_lacks_is_left_out() -> None:
    assert progress_text(Sparse(3)) == "round 3"
    assert progress_text(Event(rounds=None, batches=None, examples_per_second=12)) == (
        "round 4  batch 50  loss 0.03125  12 examples/s  35s"
    )
    assert progress_text(Event(rounds=None, batches=1, batch=1, examples_per_second=0)) == (
        "round 4  loss 0.03125  35s"
    )


def test_the_line_is_drawn_at_most_ten_times_a_second() -> None:
    stream, clock = io.StringIO(), Clock()
    line = ProgressLine(stream, clock)
    for step in range(1000):
        clock.now = step / 1000
        line(Event())
    assert stream.getvalue().count(ERASE) == 9


def test_an_erased_line_leaves_nothing() -> None:
    stream, clock = io.StringIO(), Clock()
    line = ProgressLine(stream, clock)
    line.clear()
    assert stream.getvalue() == ""
    clock.now = 1.0
    line(Event())
    line.clear()
    assert stream.getvalue().endswith(ERASE)
    line.clear()
    assert stream.getvalue().count(ERASE) == 2


def test_the_line_goes_when_the_training_stops() -> None:
    @dataclass
    class Stopped(Event):
        reason: str = "MaxTrainingRounds"

    stream, clock = io.StringIO(), Clock()
    line = ProgressLine(stream, clock)
    clock.now = 1.0
    line(Event())
    clock.now = 2.0
    line(Stopped())
    assert stream.getvalue().endswith("left" + ERASE)


def test_events_that_are_no_training_draw_nothing() -> None:
    stream, clock = io.StringIO(), Clock()
    line = ProgressLine(stream, clock)
    clock.now = 1.0
    line("something else")
    assert stream.getvalue() == ""


@pytest.mark.parametrize(("seconds", "text"), [(4.6, "5s"), (118, "1m58s"), (11100, "3h05m")])
def test_durations_are_short(seconds: float, text: str) -> None:
    assert duration(seconds) == text
