"""Two processes that train together do what one does, and one is heard."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch.distributed
from nursery import Child, born

import wlnet

pytestmark = pytest.mark.skipif(
    not torch.distributed.is_available(), reason="this PyTorch is for one process"
)
TRAININGS = """
show[r_, more_: {}] := Print[ToString[{r["BatchLossList"], r["ValidationLossList"],
  Values /@ r["RoundMeasurementsLists"], Normal /@ Values[Information[r["TrainedNet"], "Arrays"]], more},
  InputForm]];
train[net_, data_, options___] := NetTrain[NetInitialize[net, RandomSeeding -> 1], data, All, options,
  TrainingProgressReporting -> None, RandomSeeding -> 4, MaxTrainingRounds -> 4];
SeedRandom[3];
x = RandomReal[{-1, 1}, {50, 3}];
classes = x -> Map[If[#[[1]] > 0, "a", "b"] &, x];
decoder = NetDecoder[{"Class", {"a", "b"}}];
(* 50 examples in batches of 9: shares of 4 and 5, and 2 and 3 in the last one *)
show[train[NetChain[{5, Tanh, BatchNormalizationLayer[], 2, SoftmaxLayer[]},
   "Input" -> 3, "Output" -> decoder], classes, BatchSize -> 9, ValidationSet -> Scaled[0.3],
  WorkingPrecision -> "Real64", TrainingProgressMeasurements -> {"Accuracy", "F1Score"}]];
show[train[NetChain[{5, Tanh, 2, SoftmaxLayer[]}, "Input" -> 3, "Output" -> decoder], classes, BatchSize -> 9,
  LearningRateMultipliers -> {1 -> 0.5}, Method -> {"SGD", "GradientClipping" -> 0.1}]];
(* single examples: one process has none, and with averages over the batch all do the same *)
show[train[NetChain[{2}, "Input" -> 3], x -> x[[All, ;; 2]], BatchSize -> 1]];
show[train[NetChain[{BatchNormalizationLayer[], 2}, "Input" -> {3}], x -> x[[All, ;; 2]], BatchSize -> 1]];
(* sequences *)
words = Table[RandomInteger[{1, 4}, 2 + Mod[i, 5]], {i, 30}];
show[train[NetChain[{EmbeddingLayer[3, 4], GatedRecurrentLayer[4], SequenceLastLayer[], 2, SoftmaxLayer[]},
   "Input" -> {"n"}, "Output" -> decoder],
  words -> Map[If[First[#] > 2, "a", "b"] &, words], BatchSize -> 7, ValidationSet -> Scaled[0.2],
  TrainingProgressMeasurements -> {"Accuracy"}]];
(* one process alone is asked *)
asked = 0;
show[train[NetChain[{2}, "Input" -> 3], x -> x[[All, ;; 2]], BatchSize -> 20,
  TrainingProgressFunction -> {(asked += RandomInteger[9]; If[#AbsoluteBatch == 5, "StopTraining"]) &,
    "Interval" -> Quantity[1, "Batches"]}], RandomInteger[100]];
(* one process alone changes files, and the others wait until it has *)
Export["made.json", {1, 2}];
CopyFile["made.json", "copy.json"]; DeleteFile["made.json"];
PutAppend[3, "more"]; stream = OpenAppend["more"]; WriteString[stream, "4\n"]; Close[stream];
Print[{Import["copy.json"], FileExistsQ["made.json"], ReadList["more"]}];
"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def started(folder: Path, program: str, *flags: str, size: int = 1, before: str = "") -> list[Child]:
    """The processes that run a program together, each after the Python program `before`."""
    (folder / "script.wl").write_text(program)
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    env |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port()), "TORCHELASTIC_RUN_ID": "test"}
    ranks = [{"RANK": str(rank), "WORLD_SIZE": str(size)} if size > 1 else {} for rank in range(size)]
    return [born([*flags, "script.wl"], folder, env | rank, before) for rank in ranks]


def killed(processes: list[Child]) -> None:
    for process in processes:
        process.kill()
        process.communicate()


def need_to_hear(word: str, processes: list[Child]) -> None:
    """Wait until the first process prints a word."""
    assert processes[0].stdout is not None
    if (line := processes[0].stdout.readline()) != f"{word}\n":
        killed(processes)
        pytest.fail(f"instead of {word}: {line}")


def ended(processes: list[Child]) -> list[tuple[int, str, str]]:
    """Exit status, output and errors of each."""
    try:
        found = [process.communicate(timeout=120) for process in processes]
    finally:
        killed(processes)
    return [(p.returncode, *texts) for p, texts in zip(processes, found, strict=True)]


NUMBER = re.compile(r"-?[0-9]+\.?[0-9]*(?:\*\^-?[0-9]+)?")


def numbers(line: str) -> np.ndarray:
    """The numbers in a line of output."""
    return np.array([float(number.replace("*^", "e")) for number in NUMBER.findall(line)])


def test_two_processes_do_what_one_does(tmp_path: Path) -> None:
    ((_, one, error),) = ended(started(tmp_path, TRAININGS))
    assert not error and len(one.splitlines()) == 7
    for name in ("copy.json", "more"):
        (tmp_path / name).unlink()
    (status, two, error), other = ended(started(tmp_path, TRAININGS, size=2))
    assert (status, error) == (0, "") and other == (0, "", "")
    assert len(two.splitlines()) == 7
    for mine, theirs in zip(two.splitlines(), one.splitlines(), strict=True):
        assert NUMBER.sub("", mine) == NUMBER.sub("", theirs)
        np.testing.assert_allclose(numbers(mine), numbers(theirs), rtol=1e-6, atol=1e-6)
    assert two.splitlines()[-1] == "{{1, 2}, False, {3, 4}}"


DIFFERENT = """net = NetInitialize[NetChain[{2}, "Input" -> 3], RandomSeeding -> 1];
Print["before"];
NetTrain[net, {{1, 2, 3} -> {1, 2}}, %s, TrainingProgressReporting -> None]; Print["after"]"""


DIFFERENTLY = "differently in the processes: LearningRate, MaxTrainingRounds differ."


def test_processes_that_do_not_agree_end(tmp_path: Path) -> None:
    rate = 'LearningRate -> If[Environment["RANK"] === "1", 0.1, 0.2]'
    rounds = 'MaxTrainingRounds -> If[Environment["RANK"] === "1", 3, 4]'
    found = ended(started(tmp_path, DIFFERENT % f"{rate}, {rounds}", size=2))
    for rank, (status, out, error) in enumerate(found):
        assert status == 1 and out == ("" if rank else "before\n")
        assert error == ("" if rank else f"wlnet, process 1 of 2: NetTrain is called {DIFFERENTLY}\n")


FAILING = """
import os
from wlnet.engine.gradients import Gradients
usual = Gradients.__call__
def failing(self, batch):
    if os.environ["RANK"] == "1":
        raise MemoryError
    return usual(self, batch)
Gradients.__call__ = failing
"""


def test_a_process_that_fails_ends_all(tmp_path: Path) -> None:
    program = DIFFERENT % "MaxTrainingRounds -> 3"
    (one, out, _), (two, _, error) = ended(started(tmp_path, program, size=2, before=FAILING))
    assert one != 0 and two == 1 and out == "before\n"
    assert "process 2 of 2: There is not enough memory" in error


LONG = """SeedRandom[2]; x = RandomReal[1, {40, 2}];
net = NetInitialize[NetChain[{6, Tanh, DropoutLayer[0.3], 1}, "Input" -> 2], RandomSeeding -> 1];
r = NetTrain[net, x -> x[[All, ;; 1]], All, BatchSize -> 8, MaxTrainingRounds -> %s,
  TrainingProgressReporting -> None%s];
Print[Head[r["TrainedNet"]], r["TotalBatches"] < 10^6, Hash[r["BatchLossList"]]]"""
ASKED = (
    ', TrainingProgressFunction -> {(If[#AbsoluteBatch == %d, %s]) &, "Interval" -> Quantity[1, "Batches"]}'
)


def test_an_interrupt_ends_the_training_of_all(tmp_path: Path) -> None:
    processes = started(tmp_path, LONG % (10**7, ASKED % (9, 'Print["running"]')), size=2)
    need_to_hear("running", processes)
    for process in processes:
        process.send_signal(signal.SIGINT)
    (status, out, error), other = ended(processes)
    assert (status, error, other) == (0, "", (0, "", "")) and out.startswith("NetChainTrue")


@pytest.fixture(scope="module")
def torchrun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder where torchrun ran a script, and the lines that it printed."""
    folder = tmp_path_factory.mktemp("torchrun")
    more = '; Print[$ScriptCommandLine]; Export["net.wlnet", r["TrainedNet"]]'
    (folder / "script.wl").write_text(LONG % (6, "") + more)
    env = {**os.environ, "PYTHONPATH": str(Path(wlnet.__file__).parents[1]), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    command += ["--master-addr", "127.0.0.1", "--master-port", str(free_port())]
    command += ["-m", "wlnet", "script.wl", "a", "-b"]
    found = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120)
    assert found.returncode == 0, found.stderr
    return folder, found.stdout.splitlines()


def test_torchrun_starts_it(torchrun: tuple[Path, list[str]]) -> None:
    folder, lines = torchrun
    assert len(lines) == 2 and lines[0].startswith("NetChainTrue") and lines[1] == "{script.wl, a, -b}"
    assert {path.name for path in folder.iterdir()} == {"net.wlnet", "script.wl"}


def test_a_job_that_was_killed_goes_on_where_it_was(torchrun: tuple[Path, list[str]], tmp_path: Path) -> None:
    keep = """, TrainingProgressCheckpointing ->
      {"File", "net.wlnet", "Resume" -> True, "Interval" -> Quantity[3, "Batches"]}"""
    processes = started(tmp_path, LONG % (6, keep + ASKED % (19, 'Print["running"]; Pause[60]')), size=2)
    need_to_hear("running", processes)
    killed(processes)
    found = ended(started(tmp_path, LONG % (6, keep), size=2))
    assert found == [(0, torchrun[1][0] + "\n", ""), (0, "", "")]
