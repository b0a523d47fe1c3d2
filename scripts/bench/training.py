"""Training speed as a table: wlnet beside loops, Keras 3, Lightning and skorch, in one run.

The frameworks take part where they are installed: `pip install keras lightning skorch`.  Once with one
thread, measured in processor time, which is stable also when the machine is busy; once with all, measured on
the clock.

    python scripts/bench/training.py            both
    python scripts/bench/training.py 1          one thread only
    python scripts/bench/training.py 1 LeNet    only the tasks whose title begins so
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from functools import partial

import torch
from contestants import CONTESTANTS, Clock
from tasks import Task, tasks
from timing import finish, medians

ALL_THREADS = torch.get_num_threads()


def row(task: Task, speeds: Mapping[str, float]) -> str:
    """A line of the table: wlnet's examples per second, and that over the speed of the others."""
    ours = speeds["wlnet"]
    ratios = (f"{ours / speed:.2f}" for name, speed in speeds.items() if name != "wlnet")
    return f"| {task.title} | {ours:,.0f} | {' | '.join(ratios)} |"


def missed(task: Task, speeds: Mapping[str, float]) -> list[str]:
    return [
        f"{task.title}: {speeds['wlnet'] / speeds[name]:.2f} times {name}, wanted {least:g}"
        for name, least in task.wanted.items()
        if speeds["wlnet"] < least * speeds[name]
    ]


def table(chosen: list[Task], threads: int, clock: Clock) -> list[str]:
    """Print the table for a number of threads; what is slower than wanted."""
    torch.set_num_threads(threads)
    others = [name for name in CONTESTANTS if name != "wlnet"]
    print(f"\n{threads} threads, torch {torch.__version__}\n")
    print(f"| training | wlnet, examples/s | {' | '.join(f'wlnet / {name}' for name in others)} |")
    print("|---" * (len(others) + 2) + "|")
    found = []
    for task in chosen:
        speeds = medians({name: partial(train, task, clock) for name, train in CONTESTANTS.items()})
        print(row(task, speeds), flush=True)
        found += missed(task, speeds)
    return found


def main() -> None:
    threads, title = [*sys.argv[1:], "", ""][:2]
    chosen = [task for task in tasks() if task.title.startswith(title)]
    found = table(chosen, 1, time.process_time)
    if threads != "1":
        found += table(chosen, ALL_THREADS, time.perf_counter)
    print("\n".join(found) or "all as fast as wanted")
    finish(not found)


if __name__ == "__main__":
    main()
