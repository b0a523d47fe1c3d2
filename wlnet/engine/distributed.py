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
- Before a training all compare what they were told to do; if that differs, or something goes wrong in one of
  them, all end.

Rejected: PyTorch's DistributedDataParallel, which is about gradients that come one by one, while ours are one
vector.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn, TypeVar

from .. import whole_files
from ..lazy import distributed, torch
from ..problem import Problem
from .plan import TrainPlan
from .state import fingerprint

_T = TypeVar("_T")


@dataclass(frozen=True)
class Group:
    """The processes that train together, seen by one of them; `rank` counts from 0."""

    rank: int
    size: int

    def share(self, count: int) -> slice:
        """The examples of a batch that are this process's own."""
        return slice(self.rank * count // self.size, (self.rank + 1) * count // self.size)

    def add(self, tensor: Any) -> Any:
        """Add the tensors of all processes, in place."""
        distributed.all_reduce(tensor)
        return tensor

    def told(self, value: _T) -> _T:
        """What process 0 has."""
        values: list[Any] = [value]
        distributed.broadcast_object_list(values)
        return values[0]

    def all(self, value: _T) -> list[_T]:
        """What each process has."""
        values: list[Any] = [None] * self.size
        distributed.all_gather_object(values, value)
        return values

    def once(self, do: Callable[[], _T]) -> _T:
        """What `do` gives process 0, which alone does it; its errors are those of all."""
        found: tuple[Any, Any] = None, None
        if self.rank == 0:
            try:
                found = do(), None
            except (OSError, Problem) as error:
                found = None, error
        value, wrong = self.told(found)
        if wrong is not None:
            raise wrong
        return value

    def leave(self, why: object) -> NoReturn:
        """End this process, and with it the job: without it the others would wait for ever."""
        sys.stdout.flush()
        print(f"wlnet, process {self.rank + 1} of {self.size}: {why}", file=sys.__stderr__, flush=True)
        os._exit(1)


@cache
def launched() -> Group | None:
    """The group that this process was started in; None if it is alone."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size < 2 or "RANK" not in os.environ:
        return None
    if torch.cuda.is_available():
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")) % torch.cuda.device_count())
        distributed.init_process_group("cpu:gloo,cuda:nccl")
    else:
        distributed.init_process_group("gloo")
    atexit.register(distributed.destroy_process_group)
    group = Group(int(os.environ["RANK"]), size)
    whole_files.shared = group.once
    return group


def compare(plan: TrainPlan) -> None:
    """See to it that all processes are about to do the same."""
    if plan.group is None:
        return
    limits = {"MaxTrainingRounds": str(plan.rounds), "TimeGoal": str(plan.seconds)}
    marks = plan.group.all(fingerprint(plan) | limits)
    if differing := [name for name in marks[0] if len({mark[name] for mark in marks}) > 1]:
        plan.group.leave(f"NetTrain is called differently in the processes: {', '.join(differing)} differ.")
