"""What goes wrong in a training costs no more than it must, and is said."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import wlnet
from wlnet.engine.gradients import Gradients
from wlnet.engine.memory import out_of_memory
from wlnet.expr import FAILED, Integer, Node, String
from wlnet.session import Session

NET = 'NetInitialize[NetChain[{LinearLayer[5], Tanh, LinearLayer[1]}, "Input" -> 1], RandomSeeding -> 1]'
TRAIN = """r = NetTrain[%s, Table[{x} -> {2 x}, {x, 20}], All, BatchSize -> %d,
  MaxTrainingRounds -> %d, RandomSeeding -> 1, TrainingProgressReporting -> None%s];"""


def train(session: Session, more: str = "", size: int = 8, rounds: int = 4) -> Node:
    session.evaluate(TRAIN % (NET, size, rounds, more))
    return session.evaluate("r")


def said(session: Session) -> list[str]:
    return [str(message) for message in session.messages]


class Failing:
    """In place of `Gradients.__call__`: fails from the n-th batch on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: BaseException, batch: int):
        self.left, usual = batch, Gradients.__call__

        def call(gradients: Gradients, batch: tuple[Any, ...]) -> list[Any]:
            self.left -= 1
            if self.left <= 0:
                raise error
            return usual(gradients, batch)

        monkeypatch.setattr(Gradients, "__call__", call)


ERRORS = {
    "Python's": MemoryError(),
    "the CPU's": RuntimeError(
        "[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory: ..."
    ),
    "the GPU's": torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB."),
}


@pytest.mark.parametrize("name", ERRORS)
def test_too_little_memory_says_what_batch_size_to_try(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    Failing(monkeypatch, ERRORS[name], 1)
    train(session)
    assert session.evaluate("r") == FAILED
    assert said(session) == [
        "NetTrain::batchmem: There is not enough memory for batches of 8 examples; try BatchSize -> 4."
    ]
    train(session, size=1)
    assert "netmem" in said(session)[-1]


def test_what_was_learnt_before_memory_ran_out_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    train(session, rounds=1)
    session.evaluate('expected = Normal[NetExtract[r["TrainedNet"], {1, "Weights"}]]')
    Failing(monkeypatch, ERRORS["the CPU's"], 4)
    train(session)
    assert (
        session.evaluate('expected === Normal[NetExtract[r["TrainedNet"], {1, "Weights"}]]')
        is wlnet.expr.TRUE
    )
    assert session.evaluate('{r["TotalBatches"], r["BatchSize"]}').args == (Integer(3), Integer(8))  # type: ignore
    assert "batchmem" in said(session)[-1]
    assert session.evaluate('r["ReasonTrainingStopped"]') == String("There was not enough memory.")


def test_the_memory_errors_of_this_pytorch_are_known() -> None:
    with pytest.raises(RuntimeError) as found:
        torch.empty(2**60, dtype=torch.uint8)
    assert out_of_memory(found.value)
    with pytest.raises(MemoryError) as other:
        np.empty(2**60, np.uint8)
    assert out_of_memory(other.value)
    assert not out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))


def test_other_errors_are_not_taken_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    Failing(monkeypatch, RuntimeError("a fault of ours"), 1)
    train(session)
    assert "General::internal" in said(session)[-1]


def test_divergence_is_said_and_gives_the_last_good_net() -> None:
    session = Session()
    train(session, ', LearningRate -> 1000, Method -> "SGD"', rounds=200)
    assert "NetTrain::diverge" in said(session)[0] and len(said(session)) == 1
    found = session.evaluate('AllTrue[Flatten[Normal[r["TrainedNet"][{{1}, {20}}]]], NumberQ]')
    assert found is wlnet.expr.TRUE


CHECKPOINTS = ', TrainingProgressCheckpointing -> {{"Directory", "{}"{}}}'


@pytest.mark.parametrize("more, tag", [("", "checkfile"), (', "Resume" -> True', "statefile")])
def test_a_full_disk_loses_only_the_files(
    more: str, tag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    session = Session()
    train(session, CHECKPOINTS.format(tmp_path, more), rounds=2)
    assert session.evaluate('{r["TotalRounds"], r["CheckpointingFiles"]}') == session.evaluate("{2, {}}")
    assert all("No space left on device" in each for each in said(session) if "::stop" not in each)
    assert any(f"NetTrain::{tag}" in each for each in said(session))
    assert not list(tmp_path.iterdir())
    monkeypatch.undo()
    train(session, CHECKPOINTS.format(tmp_path, more), rounds=2)
    assert len(list(tmp_path.glob("*.wlnet"))) == 2


SCRIPT = """
net = NetInitialize[NetChain[{{200, 1}}, "Input" -> 2], RandomSeeding -> 1];
r = NetTrain[net, RandomReal[1, {{20, 2}}] -> RandomReal[1, {{20, 1}}], All, MaxTrainingRounds -> {rounds},
  TrainingProgressReporting -> None{more}];
Print[r["TotalRounds"]]; Print[Head[r["TrainedNet"]]]"""
LIMITED = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); "
    "from wlnet.__main__ import main; sys.exit(main())"
)


def started(folder: Path, program: str, start: str) -> subprocess.Popen[str]:
    (folder / "script.wl").write_text(program)
    root = str(Path(wlnet.__file__).parents[1])
    env = {**os.environ, "PYTHONPATH": root, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", start, "script.wl"]
    return subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_files_that_must_not_grow_so_large_are_not_there(tmp_path: Path) -> None:
    """The system's own limit stands for a full disk: writing fails half-way."""
    program = SCRIPT.format(rounds=3, more=CHECKPOINTS.format("ck", ', "Resume" -> True'))
    out, err = started(tmp_path, program, LIMITED).communicate(timeout=120)
    assert out.split() == ["3", "NetChain"]
    assert err.count("NetTrain::checkfile") >= 3 and err.count("NetTrain::statefile") >= 1
    assert not list((tmp_path / "ck").iterdir())


def test_an_interrupt_keeps_the_net_and_the_script_goes_on(tmp_path: Path) -> None:
    more = ', TrainingProgressFunction -> {(If[#Round == 3, Print["running"]] &), "Interval" -> 1}'
    program = SCRIPT.format(rounds=10**7, more=more + ", ValidationSet -> Scaled[0.2]")
    running = started(tmp_path, program, "from wlnet.__main__ import main; import sys; sys.exit(main())")
    assert running.stdout is not None and running.stdout.readline() == "running\n"
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    rounds, head = out.split()
    assert 3 <= int(rounds) < 10**7 and head == "NetChain" and not err
