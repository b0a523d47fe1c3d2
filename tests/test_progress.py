"""A training shows a box or one line on a terminal, which never stays; elsewhere lines now and then."""

from __future__ import annotations

import io
import math
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wlnet.frontends.curve import curve, sampled
from wlnet.frontends.display import Console
from wlnet.frontends.panel import panel_lines
from wlnet.frontends.progress import ERASE, Lines, ProgressLine, duration, progress_text
from wlnet.lazy import tensorboard
from wlnet.session import Session


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


# -- the box --


@dataclass
class Training(Event):
    losses: Any = (4.0, 2.0, 1.0, 0.5)
    validation_loss: float | None = 0.25
    best_validation: tuple[float, int] | None = (0.125, 3)
    measured: Any = None
    compact: bool = False


def dots(lines: list[str]) -> list[tuple[int, int]]:
    """Where the dots of braille characters are: columns from the left, levels from below."""
    places = {0x01: (0, 0), 0x02: (0, 1), 0x04: (0, 2), 0x40: (0, 3)}
    places |= {0x08: (1, 0), 0x10: (1, 1), 0x20: (1, 2), 0x80: (1, 3)}
    found = []
    for row, line in enumerate(lines):
        for column, char in enumerate(line):
            bits = ord(char) - 0x2800
            found += [
                (2 * column + dx, 4 * (len(lines) - row) - 1 - dy)
                for bit, (dx, dy) in places.items()
                if bits & bit
            ]
    return sorted(found)


def test_a_curve_goes_through_its_points() -> None:
    lines, low, high = curve(np.arange(8.0), 4, 2)
    assert (low, high) == (0, 7)
    assert dots(lines) == [(i, i) for i in range(8)]


def test_a_curve_of_positive_numbers_that_differ_much_is_logarithmic() -> None:
    lines, low, high = curve(2.0 ** np.arange(8), 4, 2)
    assert (low, high) == (1, 128) and dots(lines) == [(i, i) for i in range(8)]


def test_a_curve_of_many_numbers_shows_means_and_breaks_where_there_is_none() -> None:
    np.testing.assert_allclose(sampled(np.repeat([1.0, 3.0], 50), 2), [1, 3])
    assert math.isnan(sampled([1.0, math.nan], 2)[1])
    lines, *_ = curve([0.0, math.nan, math.inf, 7.0], 2, 2)
    assert dots(lines) == [(0, 0), (3, 7)]
    assert curve([math.nan], 3, 1)[0] == ["   "]
    assert dots(curve([5.0, 5.0], 1, 1)[0])


@pytest.mark.parametrize("width", [40, 60, 200])
def test_the_box_tells_everything_and_fits(width: int) -> None:
    lines = panel_lines(Training(measured={"Accuracy": 0.75}), width, colors=False)
    assert len({len(line) for line in lines}) == 1 and len(lines[0]) < width
    text = "\n".join(lines)
    assert "35 %" in text and "round 4/10" in text and "batch 50/100" in text and "⠉" in text
    if width > 60:
        assert "31.2k examples/s" in text and "1m05s left" in text
        assert "loss 0.03125   validation 0.25 (best 0.125, round 3)   Accuracy 0.75" in text
    colored = panel_lines(Training(), width, colors=True)
    assert "\x1b[" in colored[0] and re.sub(r"\x1b\[[\d;]*m", "", colored[0]) == lines[0]


def test_many_measurements_take_lines_of_their_own() -> None:
    measured = {f"validation Measurement{i}": i / 7 for i in range(5)}
    lines = panel_lines(Training(measured=measured), 80, colors=False)
    assert len({len(line) for line in lines}) == 1
    assert all(f"{name} {value:.4g}" in "\n".join(lines) for name, value in measured.items())


def test_the_box_does_without_what_is_not_known() -> None:
    event = Training(rounds=None, batches=None, losses=(), validation_loss=None, loss=float("nan"))
    text = "\n".join(panel_lines(event, 80, colors=False))
    assert "%" not in text and "loss" not in text and "round 4 " in text


def screen(text: str) -> list[str]:
    """What a terminal shows of a text with the few commands that the box uses."""
    lines, row, column = [""], 0, 0
    for part in re.findall(r"\r|\n|\x1b\[\d*[A-Za-z]|[^\r\n\x1b]+|\x1b\[[\d;]*m", text):
        if part == "\n":
            row, column = row + 1, 0
            lines += [""] * (row - len(lines) + 1)
        elif part == "\r":
            column = 0
        elif part.endswith("A") and part.startswith("\x1b"):
            row -= int(part[2:-1])
        elif part in ("\x1b[J", "\x1b[K"):
            lines[row] = lines[row][:column]
            del lines[row + 1 : None if part == "\x1b[J" else 0]
        elif part == "\x1b[2K":
            lines[row] = ""
        elif not part.startswith("\x1b"):
            lines[row] = lines[row][:column] + part + lines[row][column + len(part) :]
            column += len(part)
    return lines


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((80, 24)))


def test_the_box_is_drawn_anew_in_its_place_and_leaves_nothing(large: None) -> None:
    stream, clock = io.StringIO("before\n"), Clock()
    stream.seek(0, io.SEEK_END)
    line = ProgressLine(stream, clock)
    for step in range(100):
        clock.now = step / 10
        line(Training(batch=step))
    assert stream.getvalue().count("╭") == pytest.approx(10 / 0.4, abs=2)  # a few times a second
    shown = screen(stream.getvalue())
    assert shown[0] == "before" and sum("╭" in each for each in shown) == 1
    (batch,) = re.findall(r"batch (\d+)", "\n".join(shown))
    assert shown[1:] == panel_lines(Training(batch=int(batch)), 80, colors=False)
    anew = stream.getvalue().split("\x1b[")[-40:]
    assert not any(part.startswith("2K") for part in anew)  # nothing is taken away first: no flickering
    clock.now = 20.0
    line(Training(measured=None, losses=(), validation_loss=None))  # a smaller one
    assert len(screen(stream.getvalue())) < 10 and screen(stream.getvalue())[-1].startswith("╰")
    line.clear()
    assert screen(stream.getvalue()) == ["before", ""]
    assert "\x1b[?25" not in stream.getvalue()  # the cursor is never hidden


def test_an_indicator_or_a_small_terminal_gets_one_line(large: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(event: Event) -> str:
        stream, clock = io.StringIO(), Clock()
        line = ProgressLine(stream, clock)
        clock.now = 1.0
        line(event)
        return stream.getvalue()

    assert "╭" in drawn(Training()) and "╭" not in drawn(Training(compact=True))
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((30, 24)))
    assert "╭" not in drawn(Training()) and "round" in drawn(Training())


def test_where_nobody_watches_there_is_a_line_every_two_seconds() -> None:
    written: list[str] = []
    clock = Clock()
    lines = Lines(written.append, clock)
    clock.now = 5.0
    lines(Training(round=0, batch=0))
    for step in range(100):
        clock.now = 5 + step / 10
        lines(Training(batch=step))
    assert len(written) == 4 and all("round 4/10" in line for line in written)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_an_interrupt_leaves_no_box(large: None) -> None:
    session, terminal, calls = Session(), Terminal(), [0]
    console = Console(session, terminal, terminal)

    def clock() -> float:
        calls[0] += 1
        if calls[0] == 10:
            raise KeyboardInterrupt
        return float(calls[0])

    console.progress.clock, console.progress.next = clock, 0.0
    session.evaluate("r = NetTrain[NetChain[{LinearLayer[{}]}], {1 -> 2}, All, MaxTrainingRounds -> 10^7]")
    assert "╭" in terminal.getvalue()
    console.write("after")
    assert screen(terminal.getvalue()) == ["after", ""]
    assert "by the user" in session.evaluate('r["ReasonTrainingStopped"]').value  # type: ignore[union-attr]


# -- TensorBoard --

TRAIN = """NetTrain[NetChain[{LinearLayer[{}]}], {1 -> 2, 2 -> 4, 3 -> 7}, "RoundLossList",
  MaxTrainingRounds -> 5,
  ValidationSet -> {1 -> 2}, TrainingProgressMeasurements -> "MeanSquare", TrainingProgressReporting -> %s]"""


def test_tensorboard_reads_what_a_training_wrote(tmp_path: Path) -> None:
    accumulators = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    losses = Session().evaluate(TRAIN % f'{{"TensorBoard", "{tmp_path / "runs"}"}}')
    read = accumulators.EventAccumulator(str(tmp_path / "runs"))
    read.Reload()
    rounds = read.Scalars("RoundLoss")
    assert [event.step for event in rounds] == [1, 2, 3, 4, 5]
    np.testing.assert_allclose([event.value for event in rounds], [n.value for n in losses.args], rtol=1e-5)
    assert {"ValidationLoss", "MeanSquare", "ValidationMeanSquare", "LearningRate"} <= set(
        read.Tags()["scalars"]
    )


def test_tensorboard_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError

    session = Session()
    monkeypatch.setitem(tensorboard.__dict__, "SummaryWriter", missing)
    assert session.evaluate(TRAIN % '{"TensorBoard", "runs"}').name == "$Failed"  # type: ignore[union-attr]
    assert "wlnet[tensorboard]" in str(session.messages[-1])
