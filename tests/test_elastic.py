"""Processes that die are started again and go on where they were; what only one of them does ends all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch.distributed
from nursery import Child
from test_distributed import ended, killed, numbers, started

import wlnet
from wlnet.engine.meeting import _answer, _invite
from wlnet.frontends import launched, launching
from wlnet.frontends.arguments import UsageError
from wlnet.frontends.script import Unreadable

pytestmark = pytest.mark.skipif(
    not torch.distributed.is_available(), reason="this PyTorch is for one process"
)
ROUNDS = 6
SCRIPT = f"""
Run["echo $PPID > process" <> ToString[Environment["RANK"]]];
x = RandomReal[1, {{40, 2}}];
train[n_, more___] := NetTrain[NetChain[{{6, Tanh, 1}}, "Input" -> 2], x -> x[[All, ;; 1]], All,
  BatchSize -> 8, MaxTrainingRounds -> n, TrainingProgressReporting -> None, more];
show[r_] := Print[ToString[{{r["BatchLossList"], Normal /@ Values[Information[r["TrainedNet"], "Arrays"]]}},
  InputForm]];
show[train[3, TrainingProgressFunction -> (Print["first"] &)]];
show[train[{ROUNDS}, TrainingProgressFunction ->
  ((Print["round ", #Round]; If[#Round == 4 && FileExistsQ["pausing"], Print["pausing"]; Pause[60]]) &)]]
"""
# The rounds of the second training that remain after the states were written, the first one each time.
REST = [f"round {n}" for n in range(2, ROUNDS + 1)]


def until_it_pauses(process: Child) -> list[str]:
    """What is printed before the pause in the middle of the second training."""
    assert process.stdout is not None
    lines: list[str] = []
    watch = threading.Timer(100, process.kill)
    watch.start()
    for line in process.stdout:
        if line == "pausing\n":
            watch.cancel()
            return lines
        lines.append(line.rstrip())
    watch.cancel()
    pytest.fail(f"it ended after {lines}: {process.communicate()[1]}")


def launch(folder: Path, *flags: str) -> subprocess.Popen[str]:
    """`wlnet launch` with two processes."""
    env = {**os.environ, "PYTHONPATH": str(Path(wlnet.__file__).parents[1]), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "wlnet", "launch", "-nproc", "2", *flags, "script.wl"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=env, stdout=pipe, stderr=pipe, text=True)


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], list[str]]:
    """The states when one of two processes was killed; what was printed before, and after a restart."""
    folder = tmp_path_factory.mktemp("launched")
    (folder / "script.wl").write_text(SCRIPT)
    (folder / "pausing").touch()
    process = launch(folder, "-resume", "states")
    try:
        before = until_it_pauses(process)
        shutil.copytree(folder / "states", folder / "kept")
        (folder / "pausing").unlink()
        os.kill(int((folder / "process1").read_text()), signal.SIGKILL)
        out, error = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 0, error
    assert "started again, 1 of at most 3 times. Trainings go on" in error
    return folder / "kept", before, out.splitlines()


def with_states(folder: Path, states: Path, *names: str) -> Path:
    """A folder with states in it."""
    (folder / "states").mkdir()
    for name in names:
        shutil.copy(states / name, folder / "states" / name)
    return folder


def same_to_rounding(found: list[str], expected: list[str]) -> None:
    for mine, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(numbers(mine), numbers(theirs), rtol=1e-6, atol=1e-6)


def test_after_a_restart_trainings_go_on_as_if_nothing_had_happened(
    job: tuple[Path, list[str], list[str]], tmp_path: Path
) -> None:
    states, before, after = job
    assert before[:3] == ["first"] * 3 and before[4:] == ["round 1", "round 2", "round 3", "round 4"]
    assert after[0] == before[3] and after[1:-1] == REST
    # two processes that nobody kills; the file "seed" makes their random numbers the same
    whole = ended(started(with_states(tmp_path, states, "seed"), SCRIPT, "-resume", "states", size=2))
    expected = ["first"] * 3 + [after[0], "round 1", *after[1:]]
    assert whole == [(0, "\n".join(expected) + "\n", ""), (0, "", "")]


def test_one_process_goes_on_where_two_were(job: tuple[Path, list[str], list[str]], tmp_path: Path) -> None:
    states, _, after = job
    folder = with_states(tmp_path, states, "seed", "1.state", "2.state")
    ((status, out, error),) = ended(started(folder, SCRIPT, "-resume", "states"))
    assert (status, error) == (0, "")
    assert out.splitlines()[1:-1] == REST
    same_to_rounding(out.splitlines(), after)


def test_two_processes_go_on_where_one_was(job: tuple[Path, list[str], list[str]], tmp_path: Path) -> None:
    states, _, after = job
    (tmp_path / "pausing").touch()
    alone = started(with_states(tmp_path, states, "seed"), SCRIPT, "-resume", "states")
    until_it_pauses(alone[0])
    killed(alone)
    (tmp_path / "pausing").unlink()
    (status, out, error), other = ended(started(tmp_path, SCRIPT, "-resume", "states", size=2))
    assert (status, error, other) == (0, "", (0, "", ""))
    assert out.splitlines()[1:-1] == REST
    same_to_rounding(out.splitlines(), after)


TRAIN = (
    'NetTrain[NetChain[{2}, "Input" -> 2], %s, MaxTrainingRounds -> 2, TrainingProgressReporting -> None];'
)
ALONE = f"""one = Environment["RANK"] === "1"; good = {{{{1., 2}} -> {{1, 2}}}}; %s {TRAIN % "%s"}"""


@pytest.mark.parametrize(
    ("before", "data", "told"),
    [
        ("", "If[one, {{1.} -> {1, 2}}, good]", "process 2 is in NetTrain, which failed: NetTrain::encode: "),
        ("If[one, 1 + {1, 2} + {1, 2, 3}; Exit[]];", "good", "process 2 is at the end of the program, after"),
    ],
)
def test_what_only_one_process_does_ends_all(before: str, data: str, told: str, tmp_path: Path) -> None:
    one, two = ended(started(tmp_path, ALONE % (before, data), size=2))
    assert two == (1, "", "") and one[:2] == (1, "")
    (line,) = one[2].splitlines()
    assert line.startswith(
        "wlnet, process 1 of 2: The processes do different things: process 1 is in NetTrain"
    )
    assert told in line


def test_processes_meet_though_those_of_an_earlier_attempt_left_their_words() -> None:
    """Threads stand for processes; one of them comes late, when the others have seen what is out of date."""
    store = torch.distributed.HashStore()

    def attempt(late: int) -> set[str]:
        def meet(rank: int) -> str:
            time.sleep(0.1 if rank == late else 0)
            return _invite(store, 3) if rank == 0 else _answer(store, rank)

        with ThreadPoolExecutor(3) as pool:
            return set(pool.map(meet, range(3)))

    names = [attempt(late) for late in (0, 1, 2, 0, 1)]
    assert [len(found) for found in names] == [1] * 5
    assert len(set.union(*names)) == 5


def test_a_restart_is_told_and_what_it_means(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (("RESTART_COUNT", "0"), ("MAX_RESTARTS", "2")):
        monkeypatch.setenv(f"TORCHELASTIC_{name}", value)
    launched.tell("")
    assert capsys.readouterr() == ("", "")
    monkeypatch.setenv("TORCHELASTIC_RESTART_COUNT", "1")
    launched.tell("folder")
    launched.tell("")
    again, anew = capsys.readouterr().err.splitlines()
    assert again == "wlnet: started again, 1 of at most 2 times. Trainings go on where they were."
    assert "begin anew" in anew and "-resume FOLDER" in anew


def test_launch_reads_its_options_up_to_those_of_the_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.wl").touch()
    given, rest = launching.read(
        ["-nproc", "4", "--restarts", "0", "-resume", "states", "a.wl", "-nproc", "2"]
    )
    assert given == {"--nproc-per-node": "4", "--nnodes": "1", "--max-restarts": "0"}
    assert rest == ["-resume", "states", "a.wl", "-nproc", "2"]
    given, _ = launching.read(["-nodes", "2", "-nproc", "1", "-endpoint", "head:29500", "-id", "job", "a.wl"])
    assert given is not None and given["--rdzv-backend"] == "c10d" and given["--rdzv-id"] == "job"
    for wrong in ("", "-nproc", "-nproc 0 a.wl", "-nproc two a.wl", "-nodes 2 a.wl", "-nothing a.wl"):
        with pytest.raises(UsageError):
            launching.read(wrong.split())
    with pytest.raises(Unreadable):
        launching.read(["-nproc", "1", "nothing.wl"])
    assert launching.read(["-help"]) == (None, []) and "-nproc N" in launching.help_text()
