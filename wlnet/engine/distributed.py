"""One training in several processes: what ``torchrun ... -m wlnet script.wl`` starts, on one machine or many.

Every process runs the same script.  In NetTrain each takes its share of every batch, so BatchSize is that of
all together; their gradients are added with one call per batch, after which all move their arrays alike.  The
order of the data follows from seed and round alone, so neither the number of processes nor a restart changes
it: losses are those of one process but for the order of additions.

- Process 0 alone shows progress, calls the user's functions, stops the training and writes files; the others
  are told. The clock is that of process 0, looked at after each batch.
- Layers that look at the whole batch (BatchNormalizationLayer) take mean and variance over all processes.
  Where a process has no example of a batch, or lengths vary, all process that batch whole.
- Layers that draw random numbers draw them by seed, batch and process: results differ with their number.
- Validation data are shared out as batches are.
- Before a training, where a file is written and at the end of the script all say where they are, and what
  they were told to do; if that differs, or something goes wrong in one of them, one says why and all end.

Rejected: PyTorch's DistributedDataParallel, which is about gradients that come one by one, while ours are one
vector.
"""

from __future__ import annotations

import atexit
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from .. import whole_files
from ..lazy import distributed, torch
from ..problem import Problem
from .meeting import met
from .plan import TrainPlan
from .state import fingerprint

_T = TypeVar("_T")


STATUS_FILE = "WLNET_STATUS_FILE"  # the variable of the environment that names it
GONE = "Another process has ended."
BEFORE_LEAVING = 1.0  # seconds in which the process that says why may do so


@dataclass(frozen=True)
class Group:
    """The processes that train together, seen by one of them; `rank` counts from 0.

    `store` holds what they leave for each other.
    """

    rank: int
    size: int
    store: Any = field(default=None, compare=False)

    def share(self, count: int) -> slice:
        """The examples of a batch that are this process's own."""
        return slice(self.rank * count // self.size, (self.rank + 1) * count // self.size)

    def add(self, tensor: Any) -> Any:
        """Add the tensors of all processes, in place."""
        with self.together():
            distributed.all_reduce(tensor)
        return tensor

    def told(self, value: _T) -> _T:
        """What process 0 has."""
        values: list[Any] = [value]
        with self.together():
            distributed.broadcast_object_list(values)
        return values[0]

    def all(self, value: _T) -> list[_T]:
        """What each process has."""
        values: list[Any] = [None] * self.size
        with self.together():
            distributed.all_gather_object(values, value)
        return values

    def at(self, place: str, more: str = "") -> None:
        """See to it that all processes are at the same place of the program; `more` is said if not."""
        places, told = zip(*self.all((place, more)), strict=True)
        if len(set(places)) > 1:
            listed = _listed([place + more for place, more in zip(places, told, strict=True)])
            self.leave_all(f"The processes do different things: {listed}.")

    def once(self, do: Callable[[], _T]) -> _T:
        """What `do` gives process 0, which alone does it; its errors are those of all."""
        self.at("about to change a file")
        found: tuple[Any, Any] = None, None
        if self.rank == 0:
            try:
                found = do(), None
            except (OSError, Problem, KeyboardInterrupt) as error:
                found = None, error
            except BaseException as error:
                self.leave(text_of(error))
        value, wrong = self.told(found)
        if wrong is not None:
            raise wrong
        return value

    @contextmanager
    def together(self) -> Iterator[None]:
        """Within, this process waits for the others; it ends where one of them has."""
        try:
            yield
        except RuntimeError as error:
            if not isinstance(error, distributed.DistError) and "gloo" not in str(error):
                raise
            self.leave(GONE)

    def leave(self, why: object) -> NoReturn:
        """End this process, and with it the job: without it the others would wait for ever."""
        self._end(why, self._is_first_to_speak())

    def leave_all(self, why: object) -> NoReturn:
        """End this process where all know why they end."""
        if self.rank:
            time.sleep(BEFORE_LEAVING)
        self._end(why, self.rank == 0, final(1))

    def _is_first_to_speak(self) -> bool:
        """Whether no process has said yet why all end."""
        try:
            return self.store is None or self.store.add("said", 1) == 1
        except RuntimeError:  # the process with the store is gone
            return True

    def _end(self, why: object, speaks: bool, status: int = 1) -> NoReturn:
        sys.stdout.flush()
        if speaks:
            text = f"wlnet, process {self.rank + 1} of {self.size}: {why}"
            print(text, file=sys.__stderr__, flush=True)
        os._exit(status)


def final(status: int) -> int:
    """The exit status of this process where another attempt would end alike.

    torchrun starts again what ends with another status than 0, so ``wlnet launch`` finds ours in a file.
    """
    if status and (place := os.environ.get(STATUS_FILE)):
        Path(place).write_text(str(status))
        return 0
    return status


def _listed(places: Sequence[str]) -> str:
    """Which processes are where."""
    numbers: dict[str, list[str]] = {}
    for number, place in enumerate(places, 1):
        numbers.setdefault(place.rstrip("."), []).append(str(number))
    return "; ".join(f"process {', '.join(found)} is {place}" for place, found in numbers.items())


@cache
def launched() -> Group | None:
    """The group that this process was started in; None if it is alone."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size < 2 or "RANK" not in os.environ:
        return None
    rank = int(os.environ["RANK"])
    with Group(rank, size).together():
        group = Group(rank, size, met(rank, size))
        backend = "gloo"
        if torch.cuda.is_available():
            torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")) % torch.cuda.device_count())
            backend = "cpu:gloo,cuda:nccl"
        distributed.init_process_group(backend, store=group.store, rank=rank, world_size=size)
    atexit.register(distributed.destroy_process_group)
    whole_files.shared = group.once
    return group


def text_of(error: BaseException) -> str:
    """What went wrong, in one line."""
    return error.text() if isinstance(error, Problem) else f"{type(error).__name__}: {error}"


def compare(plan: TrainPlan) -> None:
    """See to it that all processes are about to do the same."""
    if plan.group is None:
        return
    limits = {"MaxTrainingRounds": str(plan.rounds), "TimeGoal": str(plan.seconds)}
    plan.group.at("in NetTrain")
    marks = plan.group.all(fingerprint(plan) | limits)
    if differing := [name for name in marks[0] if len({mark[name] for mark in marks}) > 1]:
        plan.group.leave_all(
            f"NetTrain is called differently in the processes: {', '.join(differing)} differ."
        )
