"""The parser: KB/s of CPU time on sources of 200 KB and 1 MB, and beside Mathics3's in the same run.

    python scripts/bench/parsing.py [--mathics PYTHON] [SOURCE ...]

The sources are made of the programs of `language/` and of lines dense with operators, with varied numbers and
names; further files can be named.  Wanted: 1.35 times the speed of Mathics3, which trials of the design
reached; and 1 MB takes at most 1.5 times as long a KB as 200 KB, so time is linear.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from timing import finish

from wlnet.syntax.parse import read

LEAST = 1.35  # times the speed of Mathics3
OWN = Path(__file__).with_name("language")
DENSE = """
Int[(a_. + b_.*x_)^m_.*(c_ + d_.*x_)^n_, x_Symbol] :=
  (a + b*x)^(m + 1)*(c + d*x)^n/(b*(m + n + 1)) /; FreeQ[{a, b}, x] && m > 0;
f7[{x_, y__}, o : OptionsPattern[]] := Module[{u = x^2 + 1, v}, v = Map[# + u &, {y}]; v[[1 ;; -2]] // Total];
data7 = <|"name" -> "value 7", "list" -> {1, 2.5, 3.*^-7, 16^^ff}, "nested" -> <|1 -> a, 2 -> {b, c}|>|>;
(* a comment (* within another *) of some length, as programs have them *)
If[a7 >= 7 && ! b || c =!= d, Print["yes ", a7, "\\[Alpha]"], r[[7]] = s /. {p_ :> q, t -> 7 u v^-2};
  g @@@ Range[7]];
"""
MATHICS = """
import sys, time
from mathics.core.parser import MathicsFileLineFeeder, parse
from mathics.core.definitions import Definitions
definitions = Definitions(add_builtin=False)
for path in sys.argv[1:]:
    with open(path) as file:
        start, count = time.process_time(), 0
        feeder = MathicsFileLineFeeder(file)
        while not feeder.empty():
            if parse(definitions, feeder) is not None:
                count += 1
        print(time.process_time() - start, count)
"""


def source(size: int) -> str:
    """About `size` characters of varied code."""
    pieces = [path.read_text(encoding="utf-8") for path in sorted(OWN.glob("*.wl"))]
    pieces += [DENSE] * 8
    made: list[str] = []
    length = turn = 0
    while length < size:
        text = re.sub(r"\b7\b|(?<=[a-z])7\b", str(turn), pieces[turn % len(pieces)]) + "\n"
        made.append(text)
        length, turn = length + len(text), turn + 1
    return "".join(made)


def seconds(text: str) -> float:
    """The least of a few runs."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for _ in read(text):
            pass
        best = min(best, time.process_time() - start)
    return best


def mathics_seconds(python: str, paths: list[Path]) -> list[float]:
    done = subprocess.run(
        [python, "-c", MATHICS, *map(str, paths)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print("Mathics3 is missing:", done.stderr.strip().splitlines()[-1])
        return []
    return [float(line.split()[0]) for line in done.stdout.splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sources", nargs="*", type=Path)
    parser.add_argument("--mathics")
    options = parser.parse_args()
    list(read("1"))  # the grammar is loaded
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "200KB.wl", Path(folder) / "1MB.wl"]
        for path, size in zip(paths, (200_000, 1_000_000), strict=True):
            path.write_text(source(size), encoding="utf-8")
        paths += options.sources
        theirs = mathics_seconds(options.mathics, paths) if options.mathics else []
        if not options.mathics:
            print("Mathics3 is missing: name it by --mathics")
        speeds = []
        for i, path in enumerate(paths):
            text = path.read_text(encoding="utf-8")
            speeds.append(len(text) / 1000 / seconds(text))
            beside = f"   Mathics3 {len(text) / 1000 / theirs[i]:7.0f} KB/s" if theirs else ""
            print(f"{path.name:<24}{speeds[-1]:7.0f} KB/s{beside}")
        faster = all(
            speed >= path.stat().st_size / 1000 / t
            for speed, path, t in zip(speeds, paths, theirs, strict=False)
        )
    linear = speeds[1] * 1.5 >= speeds[0]
    print(f"a KB of 1 MB takes {speeds[0] / speeds[1]:.2f} times as long as one of 200 KB")
    print("what is wanted is " + ("reached" if linear and faster else "MISSED"))
    finish(linear, faster)


if __name__ == "__main__":
    sys.setrecursionlimit(100_000)
    main()
