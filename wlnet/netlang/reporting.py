"""TrainingProgressReporting: where and how often a training says how it goes.

"Panel" and "ProgressIndicator" are what the front end shows of a training under way; "Print" is a line every
two seconds; ``File["name.csv"]`` (or tsv, json, wl) a row for every round; a function is called after every
round; ``{"TensorBoard", folder}`` (ours) writes event files for TensorBoard.  In lines and rows, measurements
by class are averages of classes, arrays their means, and what is no number is left out.  Automatic is
"Panel": a box on a terminal, lines among the messages where nobody watches.
Source: reference page of TrainingProgressReporting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..engine.events import Event, Stopped
from ..engine.intervals import ROUNDS, SECONDS, Every, Interval
from ..engine.record import Record, Values
from ..expr import NONE, Node, S, String, Symbol, is_head
from ..problem import Problem, Template
from .callbacks import Observer, caller, with_intervals
from .measures import BY_BATCH, Measures
from .report_files import FORMATS, ReportFile, Row
from .tensorboard_files import EventFile

BAD_REPORT = Template(
    "report",
    'TrainingProgressReporting -> `1` is neither "Panel", "Print", "ProgressIndicator", a function, '
    'File["name.csv"] (or `2`), {"TensorBoard", folder}, None, {one of these, "Interval" -> n}, '
    "nor a list of these.",
)
SHOWN: tuple[Node, ...] = (String("Panel"), String("ProgressIndicator"))  # by the front end
SHOWN_SECONDS = 0.02  # between two events that a front end gets to see
LEAST_SECONDS = 0.05  # between two calls of a function, unless an interval is given
USUAL = {
    "Panel": Interval(0.33, SECONDS),
    "Print": Interval(2, SECONDS),
    "ProgressIndicator": Interval(0.1, SECONDS),
}


@dataclass(frozen=True)
class Report:
    """One place where a training reports: a form, and how often."""

    form: Node
    interval: Interval
    chosen: bool = False  # whether the user chose the interval


@dataclass(frozen=True)
class Reporting:
    """The places where a training reports."""

    reports: tuple[Report, ...] = (Report(String("Panel"), USUAL["Panel"]),)

    @classmethod
    def from_node(cls, node: Node) -> Reporting:
        """Raises a Problem for what is no place."""
        if node is S.Automatic:
            return cls()
        if node is NONE:
            return cls(())
        if (folder := _folder(node)) is not None:
            settings = S.List(folder, *node.args[2:])
            interval = with_intervals(settings, Interval(), ROUNDS)[1]
            return cls((Report(S.List(*node.args[:2]), interval, True),))
        form, _ = with_intervals(node, Interval(), ROUNDS)
        if is_head(form, S.List):
            return cls(tuple(report for item in form.args for report in cls.from_node(item).reports))
        usual = _usual(form)
        if usual is None:
            raise BAD_REPORT(node, ", ".join(sorted(FORMATS)))
        unit = usual.unit if usual.unit == ROUNDS else "Seconds"
        return cls((Report(form, with_intervals(node, usual, unit)[1], form is not node),))

    @property
    def measures(self) -> bool:
        """Whether measurements are shown somewhere."""
        return any(report.form not in SHOWN for report in self.reports)

    @property
    def calls(self) -> bool:
        """Whether a function of the user is called."""
        return any(
            not isinstance(r.form, String) and r.form.head not in (S.File, S.List) for r in self.reports
        )

    def observers(self, k: Any, measures: Measures) -> list[Observer]:
        return [_observer(k, report, measures) for report in self.reports]


def _folder(node: Node) -> Node | None:
    """The folder in ``{"TensorBoard", folder, ...}``; None if this is something else."""
    if not (is_head(node, S.List) and node.args[:1] == (String("TensorBoard"),)):
        return None
    folder = node.args[1] if len(node.args) > 1 else node
    folder = folder.args[0] if is_head(folder, S.File) and len(folder.args) == 1 else folder
    if not isinstance(folder, String):
        raise BAD_REPORT(node, ", ".join(sorted(FORMATS)))
    return folder


class Shown:
    """An event as a front end sees it: with what is measured, by name; `compact`: one line is enough."""

    def __init__(self, measures: Measures, compact: bool):
        self._measures, self.compact = measures, compact
        self.event: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.event, name)

    @property
    def measured(self) -> Row:
        """The latest measurements that are numbers."""
        record = self.event.training.record
        found = _latest(self._measures, record)
        if record.validations:
            found |= _numbers("validation ", self._measures, record.validations[-1].values)
        return found


def _shower(k: Any, report: Report, measures: Measures) -> Observer:
    """Shows events to the front end, which has intervals of its own unless the user chose one.

    Small nets have tens of thousands of events in a second, which it would have to look at.
    """
    due, shown = Every(report.interval), Shown(measures, report.form == String("ProgressIndicator"))
    next_ = 0.0

    def observe(event: Event) -> None:
        nonlocal next_
        now = due(event) if report.chosen else event.seconds >= next_
        if now or isinstance(event, Stopped):
            next_ = event.seconds + SHOWN_SECONDS
            shown.event = event
            k.notify(shown)

    return observe


def _board(report: Report, measures: Measures) -> Observer:
    """Writes event files for TensorBoard."""
    folder, due = _folder(report.form), Every(report.interval)
    file = EventFile(Path(folder.value).expanduser())  # type: ignore[union-attr]

    def observe(event: Event) -> None:
        if due(event):
            file.add({"BatchLoss": float(event.losses[-1]), **row(event, measures)}, event.total)
        if isinstance(event, Stopped):
            file.close()

    return observe


def _usual(form: Node) -> Interval | None:
    """How often a form reports unless the user says otherwise; None for what is no form."""
    if isinstance(form, String):
        return USUAL.get(form.value)
    if is_head(form, S.File):
        name = form.args[0].value if form.args and isinstance(form.args[0], String) else ""
        return Interval() if Path(name).suffix.lower() in FORMATS else None
    is_function = is_head(form, S.Function) or (isinstance(form, Symbol) and form is not NONE)
    return Interval(minimum=LEAST_SECONDS) if is_function else None


def _observer(k: Any, report: Report, measures: Measures) -> Observer:
    form, due = report.form, Every(report.interval)
    if is_head(form, S.File):
        file = ReportFile(Path(form.args[0].value).expanduser())  # type: ignore[attr-defined]
        file.check()
        return _when(due, lambda event: _add(k, file, row(event, measures)))
    if form == String("Print"):
        return _when(due, lambda event: k.write(line(event, measures)), last=True)
    if is_head(form, S.List):
        return _board(report, measures)
    if not isinstance(form, String):
        return caller(k, form, report.interval, measures)
    return _shower(k, report, measures)


def _add(k: Any, file: ReportFile, values: Row) -> None:
    """Write a row.  A file that breaks on the way is given up."""
    if file.given_up:
        return
    try:
        file.add(values)
    except Problem as problem:
        file.given_up = True
        k.message(S.NetTrain, problem)


def _when(due: Every, act: Callable[[Event], object], last: bool = False) -> Observer:
    """Act when it is due, and with `last` also at the end unless nothing happened since."""
    told = 0

    def observe(event: Event) -> None:
        nonlocal told
        ends = last and isinstance(event, Stopped) and event.total > told
        if due(event) or ends:
            told = event.total
            act(event)

    return observe


def row(event: Event, measures: Measures) -> dict[str, float | int | None]:
    """What a file says of a moment, by column."""
    record = event.training.record
    losses, seen = record.round_losses, record.validations
    found: dict[str, float | int | None] = {
        "Round": event.round,
        "AbsoluteBatch": event.total,
        "TimeElapsed": round(event.seconds, 6),
        "LearningRate": event.learning_rate,
        "RoundLoss": float(losses[-1]) if len(losses) else None,
    }
    found |= _latest(measures, record)
    if event.training.learner.validation:
        found["ValidationLoss"] = seen[-1].loss if seen else None
        found |= _numbers("Validation", measures, seen[-1].values if seen else [])
    return found


def _latest(measures: Measures, record: Record) -> dict[str, float | int | None]:
    """What was measured last: of a round, or of a batch if that is what the user wants."""
    of_round = _numbers("", measures, record.round_values[-1] if record.round_values else [])
    by_batch = replace(measures, asked=tuple(a for a in measures.asked if a.interval == BY_BATCH))
    return of_round | _numbers("", by_batch, record.batch_values[-1] if record.batch_values else [])


def _numbers(prefix: str, measures: Measures, values: Values) -> dict[str, float | int | None]:
    """The measurements as single numbers, as far as they are any."""
    found: dict[str, float | int | None] = {}
    for asked in measures.asked:
        if asked.is_number:
            name = prefix + (asked.key.value if isinstance(asked.key, String) else asked.text)
            found[name] = measures.number(asked.key, values) if values else None
    return found


def line(event: Event, measures: Measures) -> str:
    """What is printed of a moment."""
    record, rounds = event.training.record, event.rounds
    parts = [
        f"round {event.round}/{rounds}" if rounds else f"round {event.round}",
        f"batch {event.batch}/{event.batches}",
        f"loss {event.loss:.4g}",
    ]
    parts += [f"{name} {n:.4g}" for name, n in _latest(measures, record).items() if n is not None]
    if event.validation_loss is not None:
        parts.append(f"validation {event.validation_loss:.4g}")
        values = record.validations[-1].values
        parts += [
            f"{name} {n:.4g}"
            for name, n in _numbers("validation ", measures, values).items()
            if n is not None
        ]
    speed = event.examples_per_second
    if np.isfinite(speed):
        parts.append(f"{speed / 1000:.1f}k examples/s" if speed >= 1000 else f"{speed:.0f} examples/s")
    return "  ".join([*parts, f"{event.seconds:.1f} s"])
