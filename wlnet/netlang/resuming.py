"""Trainings that can be taken up again: an extension of ours.

``TrainingProgressCheckpointing -> {"Directory", folder, "Resume" -> True}`` keeps the state of the training
in ``folder/training.state``, with ``{"File", path, ...}`` in ``path.state``, as often as checkpoints are
written and when the training ends, also by Ctrl-C.  Where writing a state takes long, there are fewer, so
that no more than a tenth of the time goes into it.  The same NetTrain, called again after whatever ended it,
goes on from there: with the same losses, and to the same net, as if nothing had happened.  The command line
option ``-resume folder`` does so for all trainings of a script, which are counted: ``folder/1.state`` and so
on, every round but not more often than every 5 seconds. A training that had ended gives its result at once,
unless MaxTrainingRounds or TimeGoal were raised.

The random seed is taken from the state where the call does not give one.  A state of another training, of
other data, another net, or other options, is refused.  What the user's own functions have counted is not part
of a state.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..engine.distributed import launched
from ..engine.events import Event, Interrupted, Stopped
from ..engine.intervals import ROUNDS, Every, Interval
from ..engine.plan import TrainPlan
from ..engine.state import State, differences, fingerprint, state_of
from ..expr import S
from ..formats.damage import Damaged
from ..formats.training_state import read_state, write_state
from ..problem import Template
from .callbacks import Observer
from .checkpointing import Checkpointing
from .initialize import Seed

OTHER = Template(
    "otherstate",
    "The state `1` is of another training: `2` differ. Remove the file to begin anew, or give another place.",
)
BAD_STATE = Template("badstate", "The state `1` cannot be read: `2`. Remove the file to begin anew.")
NOT_KEPT = Template("statefile", "The state `1` could not be written: `2`. The training goes on.")
FORM = 2  # of the state
FOLDER = "resume folder"  # in the state of a session: what the command line says
COUNT = "resumable trainings"  # there too: how many there were
SPARING = Interval(1, ROUNDS, 5.0)
RESTS = 9  # times as long as a state took to be written, before the next one is
ENDS = (Stopped, Interrupted)


@dataclass
class Keeper:
    """The place of the state of one training; none: it is not kept.  `found` is what lay there."""

    path: Path | None = None
    interval: Interval = SPARING
    found: State | None = None
    number: int = 0  # the seed
    clock: Callable[[], float] = time.perf_counter

    def seed(self, k: Any, seed: Seed) -> int:
        """The seed of this training: that of the state, where the user gave none."""
        self.number = seed.number(k) if seed.is_given or not self.found else self.found["seed"]
        return self.number

    def state(self, k: Any, plan: TrainPlan) -> State | None:
        """The state to begin with.  Raises a Problem for that of another training."""
        if not self.found:
            return None
        if differing := differences(fingerprint(plan), self.found["fingerprint"]):
            raise OTHER(str(self.path), ", ".join(differing))
        k.random.bit_generator.state = self.found["user random"]
        return self.found["training"]

    def observer(self, k: Any, plan: TrainPlan) -> Observer | None:
        """Writes the state whenever it is due and when the training has ended."""
        if self.path is None:
            return None
        due, mark = Every(self.interval), fingerprint(plan)
        rests_until, waits = 0.0, False

        def observe(event: Event) -> None:
            nonlocal rests_until, waits
            waits = due(event) or waits
            last = isinstance(event, ENDS)
            if not last and (not waits or self.clock() < rests_until):
                return
            told = not (isinstance(event, Interrupted) and event.training.untold)
            begun, waits = self.clock(), False
            if state := state_of(event.training, told):
                self._write(k, mark, state)
                rests_until = self.clock() + RESTS * (self.clock() - begun)

        return observe

    def _write(self, k: Any, mark: dict[str, str], state: State) -> None:
        assert self.path
        tree = {
            "form": FORM,
            "fingerprint": mark,
            "seed": self.number,
            "user random": k.random.bit_generator.state,
            "training": state,
        }
        try:
            write_state(self.path, tree)
        except OSError as error:
            k.message(S.NetTrain, NOT_KEPT(str(self.path), error.strerror or str(error)))


def keeper(k: Any, checkpointing: Checkpointing) -> Keeper:
    """Where the state of a training is kept.  Raises a Problem for a file that is no state."""
    place = checkpointing.kept()
    if place is None and (folder := k.state.get(FOLDER)):
        k.state[COUNT] = k.state.get(COUNT, 0) + 1
        place = Path(folder).expanduser() / f"{k.state[COUNT]}.state", SPARING
    if place is None:
        return Keeper()
    path, interval = place
    group = launched()
    return Keeper(path, interval, group.once(lambda: _read(path)) if group else _read(path))


def _read(path: Path) -> State | None:
    try:
        found = read_state(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, Damaged) as error:
        raise BAD_STATE(str(path), getattr(error, "strerror", None) or str(error)) from None
    if found.get("form") != FORM:
        raise BAD_STATE(str(path), "it is of another version")
    return found
