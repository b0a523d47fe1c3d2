"""TrainingProgressCheckpointing: the net as it is, written to a file every so often.

``{"File", path}`` writes one file over and over, ``{"Directory", folder}`` files with names of their own;
``"Interval" -> n`` (rounds, or a Quantity) and ``"MinimumInterval" -> seconds`` say how often, usually after
every round.  A file that cannot be written is lost, and the training goes on.  ``"Resume" -> True`` (ours)
keeps the state of the training beside the checkpoints, see `resuming`.
Source: reference page of TrainingProgressCheckpointing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..engine.events import Event
from ..engine.intervals import EACH_ROUND, ROUNDS, Every, Interval
from ..expr import FALSE, NONE, TRUE, Node, S, String, is_head, is_rule
from ..formats.checkpoints import checkpoint_name, write_checkpoint
from ..problem import Template
from .callbacks import Observer, with_intervals
from .measures import Measures

BAD_CHECKPOINTS = Template(
    "checkpoint",
    'TrainingProgressCheckpointing -> `1` is neither None, {"File", path}, {"Directory", folder}, one of '
    'these with "Interval" -> n, "MinimumInterval" -> s or "Resume" -> True, nor a list of these.',
)
BAD_RESUME = Template("resume", '"Resume" -> `1` is neither True nor False.')
NOT_WRITTEN = Template("checkfile", "The checkpoint `1` could not be written: `2`. The training goes on.")
TRAININGS = "trainings"  # in the state of a session: how many there were


@dataclass(frozen=True)
class Place:
    """Where checkpoints go, and how often."""

    kind: str  # "File", "Directory"
    path: Path
    interval: Interval
    resumes: bool = False

    @property
    def state(self) -> Path:
        """The file with the state of the training."""
        return self.path / "training.state" if self.kind == "Directory" else Path(f"{self.path}.state")


@dataclass(frozen=True)
class Checkpointing:
    """The places where a training leaves nets."""

    places: tuple[Place, ...] = ()

    @classmethod
    def from_node(cls, node: Node) -> Checkpointing:
        """Raises a Problem for what is no place."""
        if node is NONE or node is S.Automatic:
            return cls()
        if not is_head(node, S.List) or not node.args:
            raise BAD_CHECKPOINTS(node)
        if is_head(node.args[0], S.List):
            return cls(tuple(place for item in node.args for place in cls.from_node(item).places))
        settings, resumes = _without_resume([item for item in node.args if is_rule(item)])
        spec = [item for item in node.args if not is_rule(item)]
        _, interval = with_intervals(S.List(S.List(*spec), *settings), EACH_ROUND, ROUNDS)
        kind, path = spec if len(spec) == 2 else (node, node)
        if is_head(path, S.File) and len(path.args) == 1:
            path = path.args[0]
        if kind not in (String("File"), String("Directory")) or not isinstance(path, String):
            raise BAD_CHECKPOINTS(node)
        return cls((Place(kind.value, Path(path.value).expanduser(), interval, resumes),))  # type: ignore[attr-defined]

    def kept(self) -> tuple[Path, Interval] | None:
        """Where the state of the training is kept, and how often."""
        return next(((place.state, place.interval) for place in self.places if place.resumes), None)

    def observers(self, k: Any, measures: Measures) -> list[Observer]:
        if not self.places:
            return []
        counter = k.state[TRAININGS] = k.state.get(TRAININGS, 0) + 1
        return [_writer(k, place, datetime.now(), counter, measures) for place in self.places]


def _without_resume(settings: list[Node]) -> tuple[list[Node], bool]:
    """The settings besides "Resume", and that one."""
    rest = [rule for rule in settings if rule.args[0] not in (String("Resume"), S.Resume)]  # type: ignore[attr-defined]
    values = [rule.args[1] for rule in settings if rule not in rest]  # type: ignore[attr-defined]
    for value in values:
        if value not in (TRUE, FALSE):
            raise BAD_RESUME(value)
    return rest, values[:1] == [TRUE]


def _writer(k: Any, place: Place, start: datetime, counter: int, measures: Measures) -> Observer:
    due, path_of = Every(place.interval), _naming(place, start, counter)

    def observe(event: Event) -> None:
        if not due(event):
            return
        path, files = path_of(event), event.training.record.files
        try:
            write_checkpoint(path, measures.net.with_arrays(event.net().arrays()))
        except OSError as error:
            k.message(S.NetTrain, NOT_WRITTEN(str(path), error.strerror or str(error)))
            return
        if str(path) not in files:
            files.append(str(path))

    return observe


def _naming(place: Place, start: datetime, counter: int) -> Callable[[Event], Path]:
    """The path of the checkpoint of an event."""
    if place.kind == "File":
        return lambda event: place.path
    return lambda event: (
        place.path
        / checkpoint_name(start, counter, event.round, event.batch, event.loss, event.validation_loss)
    )
