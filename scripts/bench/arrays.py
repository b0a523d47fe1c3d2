"""Programs with lists of numbers against numpy, loops that fill lists against plain Python, and memory.

Where numpy is the natural code for a program, wlnet may take 3 times as long; a list of a million numbers may
take 20 bytes a number, and the cost of a step of a loop may not grow with the list.  Exits with 1 if not.
"""

from __future__ import annotations

import math
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from wlnet.session import Session

N = 10**6
RATIO, BYTES, GROWTH = 3.0, 20.0, 3.0
SIZES = 10**4, 10**5
REPEATS = 15
Program = tuple[str, Callable[[], Any]]
_random = np.random.default_rng(1)
X, M = _random.random(N), _random.random((500, 500))
SET_UP = f"SeedRandom[1]; x = RandomReal[1, {N}]; m = RandomReal[1, {{500, 500}}];"


PROGRAMS: dict[str, Program] = {
    "root and total": ("Total[Sqrt[N[Range[10^6]]]]", lambda: np.sqrt(np.arange(1, N + 1) * 1.0).sum()),
    "squares": ("Total[Range[10^6]^2]", lambda: (np.arange(1, N + 1) ** 2).sum()),
    "mean and variance": ("{Mean[x], Variance[x]}", lambda: (X.mean(), X.var(ddof=1))),
    "arithmetic": ("x^2 + 3 x - 1/(1 + x)", lambda: X**2 + 3 * X - 1 / (1 + X)),
    "elementary": ("Sin[x] Exp[-x]", lambda: np.sin(X) * np.exp(-X)),
    "Accumulate": ("Accumulate[x]", lambda: np.cumsum(X)),
    "Differences": ("Differences[x]", lambda: np.diff(X)),
    "Sort": ("Sort[x]", lambda: np.sort(X)),
    "Dot": ("m . m", lambda: M @ M),
    "Transpose": ("Total[Transpose[m]]", lambda: M.T.copy().sum(0)),
    "Standardize": ("Standardize[x]", lambda: (X - X.mean()) / X.std(ddof=1)),
    "Select": ("Select[x, # > 0.5 &]", lambda: X[X > 0.5]),
    "Table": ("Table[i^2., {i, 10^6}]", lambda: np.arange(1, N + 1) ** 2.0),
    "Map": ("Map[# # + 1 &, x]", lambda: X * X + 1),
    "Outer": ("Outer[Times, Take[x, 500], Take[x, 500]]", lambda: np.multiply.outer(X[:500], X[:500])),
    "MovingAverage": ("MovingAverage[x, 50]", lambda: np.convolve(X, np.full(50, 1 / 50), "valid")),
    "Partition": ("Total[Partition[x, 1000], {2}]", lambda: X.reshape(-1, 1000).sum(1)),
    "parts": ("x[[1 ;; -2 ;; 3]] + x[[2 ;; -1 ;; 3]]", lambda: X[:-1:3] + X[1::3]),
    "extremes": ("{Max[x], Min[x], Length[x]}", lambda: (X.max(), X.min(), len(X))),
    "random": ("RandomReal[1, 10^6]", lambda: _random.random(N)),
}

LOOPS = {
    "sieve": "p = ConstantArray[1, {n}];"
    " Do[If[p[[i]] == 1, Do[p[[j]] = 0, {{j, 2 i, {n}, i}}]], {{i, 2, {n}}}]",
    "v[[i]] = x": "v = Range[{n}]; Do[v[[i]] = 0, {{i, {n}}}]",
    "v[[i]] += 1": "v = Range[{n}]; Do[v[[i]] += 1, {{i, {n}}}]",
    "v[[i]] of symbols": "v = Array[f, {n}]; Do[v[[i]] = a, {{i, {n}}}]",
    "AppendTo": "v = {{}}; Do[AppendTo[v, i], {{i, {n}}}]",
    "v = Append[v, x]": "v = {{}}; Do[v = Append[v, i^2.], {{i, {n}}}]",
    "a[k] = x": "a = <||>; Do[a[i] = i, {{i, {n}}}]",
    "AssociateTo": "a = <||>; Do[AssociateTo[a, Mod[i, 5000] -> i], {{i, {n}}}]",
    "Fold": "Fold[Mod[3 #1 + #2, 1000003] &, 0, Range[{n}]]",
}
LISTS = (
    "Range[10^6]",
    "RandomReal[1, 10^6]",
    "Table[N[i], {i, 10^6}]",
    "Range[10^6] + 1",
    "Table[Mod[i, 7], {i, 10^6}]",
)


def best(*runs: Callable[[], Any], repeats: int = REPEATS) -> list[float]:
    """The least time of each of several runs, which take turns, in seconds."""
    least = [math.inf] * len(runs)
    for _ in range(repeats):
        for i, run in enumerate(runs):
            start = time.perf_counter()
            run()
            least[i] = min(least[i], time.perf_counter() - start)
    return least


def programs(session: Session) -> bool:
    session.evaluate(SET_UP)
    print(f"{'program':<20}{'wlnet ms':>12}{'numpy ms':>12}{'ratio':>8}")
    fine = True
    for name, (text, plain) in PROGRAMS.items():
        ours, numpy = best(partial(session.evaluate, text + ";"), plain)
        ratio = ours / numpy
        fine &= ratio <= RATIO
        print(f"{name:<20}{ours * 1e3:>12.2f}{numpy * 1e3:>12.2f}{ratio:>8.2f}{'  SLOW' * (ratio > RATIO)}")
    return fine


def loops(session: Session) -> bool:
    """Whether ten times the steps take about ten times as long."""
    print(f"\n{'loop':<20}{'10^4 us/step':>14}{'10^5 us/step':>14}{'growth':>8}")
    fine = True
    for name, text in LOOPS.items():
        runs = [partial(session.evaluate, text.format(n=n) + ";") for n in SIZES]
        small, large = (t / n * 1e6 for t, n in zip(best(*runs, repeats=3), SIZES, strict=True))
        grows = large > GROWTH * small
        fine &= not grows
        print(f"{name:<20}{small:>14.2f}{large:>14.2f}{large / small:>8.2f}{'  GROWS' * grows}")
    return fine


def memory(session: Session) -> bool:
    """What stays allocated for a list (tracemalloc, which knows numpy's arrays), and the peak on the way."""
    print(f"\n{'list':<26}{'bytes a number':>16}{'peak on the way':>16}")
    fine = True
    for text in LISTS:
        session.evaluate("y =.;")
        tracemalloc.start()
        session.evaluate(f"y = {text};")
        kept, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        fine &= kept / N <= BYTES
        print(f"{text:<26}{kept / N:>16.1f}{peak / N:>16.1f}{'  LARGE' * (kept / N > BYTES)}")
    print(f"largest size of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return fine


def main() -> int:
    session = Session()
    return 0 if all([programs(session), loops(session), memory(session)]) else 1


if __name__ == "__main__":
    sys.exit(main())
