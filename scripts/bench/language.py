"""Programs of the language in wlnet, Mathics3 and Woxi, side by side: CPU time less start-up.

    python scripts/bench/language.py [FOLDER ...] --mathics PYTHON --woxi COMMAND [--only NAME ...]

A folder holds programs, `NAME.wl`, and what each has to print in `expected.json`; without one those of
`language/` beside this file are run.  Mathics3 is named by the Python that it is installed for, Woxi by its
command; one that is not named, or not there, is said to be missing.  The interpreters take turns with each
program, every one in a process of its own.  The CPU time is that of a process less that of one just before
that only prints 1, and at least a millisecond, which is as fine as processes can be told apart.  Answers are
checked.

Wanted, over the programs that a peer gets right: on the geometric mean 40 times as fast as Mathics3 and
nowhere less than 10 times; at most 3 times as long as Woxi on the geometric mean, and less on `patdispatch`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from timing import finish

OWN = Path(__file__).with_name("language")
LEAST = 0.001  # seconds
LIMIT = 300  # seconds for one run


@dataclass(frozen=True)
class Peer:
    """An interpreter: its command, and how often it runs a program."""

    name: str
    command: tuple[str, ...]
    runs: int


@dataclass(frozen=True)
class Ran:
    seconds: float
    printed: str
    right: bool = False


def run(command: Iterable[str], path: Path) -> Ran:
    """The CPU time of a process that runs a program, and the last line that it prints."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            ["timeout", str(LIMIT), *command, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0  # it was waited for
        out.seek(0)
        lines = out.read().decode("utf-8", "replace").strip().splitlines()
    return Ran(used.ru_utime + used.ru_stime, lines[-1] if lines else "")


def peers_of(options: argparse.Namespace) -> list[Peer]:
    """The interpreters that are there, wlnet first, with the time they take to start."""
    named = [Peer("wlnet", (sys.executable, "-m", "wlnet"), options.runs)]
    if options.mathics:
        named.append(Peer("Mathics3", (options.mathics, "-m", "mathics", "-f"), 1))
    if options.woxi:
        named.append(Peer("Woxi", (options.woxi, "run"), options.runs))
    for name, given in (("Mathics3", options.mathics), ("Woxi", options.woxi)):
        if not given:
            print(f"{name} is missing: name it by --{name.lower().rstrip('3')}")
    return [peer for peer in named if _runs(peer)]


def _runs(peer: Peer) -> bool:
    """Whether the interpreter runs a program, which is said; its start-up is shown."""
    ran = [starting(peer) for _ in range(3)]
    if any(r.printed != "1" for r in ran):
        print(f"{peer.name} is missing: {' '.join(peer.command)} does not run")
        return False
    print(f"{peer.name} starts in {statistics.median(r.seconds for r in ran):.3f} s")
    return True


def starting(peer: Peer) -> Ran:
    """The run of a program that does next to nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.wl"
        path.write_text("Print[1]\n", encoding="utf-8")
        return run(peer.command, path)


def programs_of(folders: list[Path], only: list[str]) -> dict[Path, str]:
    """The programs and what they print."""
    found: dict[Path, str] = {}
    for folder in folders:
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        found.update({folder / f"{name}.wl": answer for name, answer in sorted(expected.items())})
    return {path: answer for path, answer in found.items() if not only or path.stem in only}


def same(printed: str, expected: str) -> bool:
    return printed.replace(" ", "") == expected.replace(" ", "")


def measured(peers: list[Peer], path: Path, expected: str) -> dict[str, Ran]:
    """The median time of each interpreter, which take turns."""
    found: dict[str, list[Ran]] = {peer.name: [] for peer in peers}
    for turn in range(max(peer.runs for peer in peers)):
        for peer in peers:
            if turn < peer.runs:
                start, ran = starting(peer), run(peer.command, path)
                found[peer.name].append(
                    Ran(ran.seconds - start.seconds, ran.printed, same(ran.printed, expected))
                )
    return {
        name: Ran(
            max(statistics.median(r.seconds for r in ran), LEAST), ran[-1].printed, all(r.right for r in ran)
        )
        for name, ran in found.items()
    }


def line(name: str, ran: dict[str, Ran]) -> str:
    ours = ran["wlnet"]
    cells = []
    for peer, r in ran.items():
        cell = f"{r.seconds * 1000:10.1f} ms" + (" " if r.right else "!")
        cells.append(cell if peer == "wlnet" else f"{cell}{r.seconds / ours.seconds:9.2f}")
    return f"{name:<16}" + "".join(cells)


def reached(results: dict[str, dict[str, Ran]], peer: str) -> bool:
    """Print how a peer compares and whether that is what is wanted."""
    ratios = {n: r[peer].seconds / r["wlnet"].seconds for n, r in results.items() if r[peer].right}
    if not ratios:
        return True
    mean, least = statistics.geometric_mean(ratios.values()), min(ratios, key=ratios.__getitem__)
    print(f"{peer}: {mean:.2f} times our time on the geometric mean, at least {ratios[least]:.2f} ({least})")
    if peer == "Mathics3":
        good, wanted = mean >= 40 and ratios[least] >= 10, "40 and nowhere less than 10"
    else:
        good, wanted = mean >= 1 / 3, "a third"
        if "patdispatch" in results:  # its time counts, though its answer is wrong
            dispatch = results["patdispatch"][peer].seconds / results["patdispatch"]["wlnet"].seconds
            good, wanted = good and dispatch > 1, f"a third, and more than 1 on patdispatch ({dispatch:.2f})"
    print(f"  {wanted} are wanted: {'reached' if good else 'MISSED'}")
    return good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--mathics")
    parser.add_argument("--woxi")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    peers = peers_of(options)
    heads = "".join(f"{p.name:>13} " + ("" if p.name == "wlnet" else "    ratio") for p in peers)
    print(f"{'':<16}{heads}   (! wrong)")
    results: dict[str, dict[str, Ran]] = {}
    for path, expected in programs_of(options.folders or [OWN], options.only).items():
        results[path.stem] = measured(peers, path, expected)
        print(line(path.stem, results[path.stem]), flush=True)
    right = all(r["wlnet"].right for r in results.values())
    print("our answers are right" if right else "OUR ANSWERS ARE NOT ALL RIGHT")
    finish(right, *(reached(results, peer.name) for peer in peers[1:]))


if __name__ == "__main__":
    main()
