"""Speeds side by side: the runs of a benchmark take turns, medians are compared."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Mapping

import torch

from wlnet.declare import declare_all

declare_all("wlnet.nets.layers")
declare_all("wlnet.engine.methods")


def medians(runs: Mapping[str, Callable[[], float]], repeats: int = 5) -> dict[str, float]:
    """The median of what each run returns, a speed, after one run of each that does not count."""
    found: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(repeats + 1):
        for name, run in runs.items():
            speed = run()
            if turn:
                found[name].append(speed)
    return {name: statistics.median(speeds) for name, speeds in found.items()}


def compare(title: str, unit: str, runs: Mapping[str, Callable[[], float]], least: float) -> bool:
    """Print speeds and their ratios to the first; whether the last reaches `least` times the first."""
    speeds = medians(runs)
    base, last = next(iter(speeds)), list(speeds)[-1]
    print(f"{title} (torch {torch.__version__}, {torch.get_num_threads()} threads)")
    for name, speed in speeds.items():
        print(f"  {name:<24}{speed:>12,.0f} {unit}{speed / speeds[base]:>8.2f}")
    reached = speeds[last] >= least * speeds[base]
    print(f"  at least {least:g} is wanted: {'reached' if reached else 'MISSED'}")
    return reached


def finish(*reached: bool) -> None:
    """Exit with 1 if a speed was missed."""
    sys.exit(0 if all(reached) else 1)
