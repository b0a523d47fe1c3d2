"""A training that was killed is taken up again: the same losses, and the same net to the last bit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import engine_nets as nets
import numpy as np
import pytest

import wlnet
from wlnet.declare import declare_all
from wlnet.engine.events import BatchDone, Event, RoundDone
from wlnet.engine.intervals import BATCHES, Interval
from wlnet.engine.measurements import known
from wlnet.engine.method import METHODS, Shared
from wlnet.engine.plan import Generator, TrainPlan
from wlnet.engine.probe import Probe, Request
from wlnet.engine.state import State, differences, fingerprint, state_of
from wlnet.engine.training import TrainingResult, run
from wlnet.expr import FAILED, Integer, Node
from wlnet.formats.damage import Damaged
from wlnet.formats.training_state import read_state, write_state
from wlnet.netlang import callbacks, resuming
from wlnet.netlang.progress import Moment
from wlnet.netlang.resuming import Keeper
from wlnet.nets.layer import LAYERS
from wlnet.session import Session

declare_all("wlnet.engine.methods")
RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(50, 3)).astype(np.float32)


def plan(**settings: Any) -> TrainPlan:
    """A training with all that has a state: random numbers, moving averages, validation, measurements."""
    layers = (nets.linear(6), nets.leaf("BatchNormalizationLayer"), nets.tanh())
    graph = nets.with_loss(
        nets.row(
            *layers, nets.leaf("DropoutLayer", 0.3), nets.linear(4), nets.leaf("SoftmaxLayer"), dims=(3,)
        ),
        nets.cross_entropy(),
    )
    data = {"Input": X, "Output": 1 + (X[:, 0] > 0) + 2 * (X[:, 1] > 0)}
    probe = Probe(graph, [Request(known()["Accuracy"]), Request(known()["F1Score"])])
    made = TrainPlan(graph, data, nets.everything(graph), METHODS["ADAM"](), probe=probe)
    made = replace(made, rounds=6, batch_size=16, validation={p: c[:20] for p, c in data.items()})
    return replace(made, **settings)


def through_a_file(state: State | None, folder: Path) -> State:
    assert state is not None
    write_state(folder / "state", state)
    return read_state((folder / "state").read_bytes())


def interrupted(p: TrainPlan, folder: Path, after: int, kind: type[Event] = BatchDone) -> TrainingResult:
    """The training of a plan, begun, given up after so many batches and taken up again from its state."""
    states: list[State] = []

    def give_up(event: Event) -> None:
        if isinstance(event, kind) and event.total >= after:
            states.append(through_a_file(state_of(event.training), folder))
            raise KeyboardInterrupt

    run(p, give_up)
    return run(p, state=states[0])


def assert_same(found: TrainingResult, expected: TrainingResult) -> None:
    np.testing.assert_array_equal(found.batch_losses, expected.batch_losses)
    np.testing.assert_array_equal(found.round_losses, expected.round_losses)
    assert found.record.round_positions == expected.record.round_positions
    assert repr(found.record.round_values) == repr(expected.record.round_values)
    assert repr(found.record.validations) == repr(expected.record.validations)
    assert found.best_validation_round == expected.best_validation_round
    mine, others = found.net.arrays(), expected.net.arrays()
    assert {p: a.tobytes() for p, a in mine.items()} == {p: a.tobytes() for p, a in others.items()}
    for name in ("reason_stopped", "rounds", "batches", "examples", "final_learning_rate"):
        assert getattr(found, name) == getattr(expected, name)


def multipliers(p: TrainPlan, factors: dict[str, float]) -> dict[Any, float]:
    return {path: factors.get(path[1], 1.0) for path in p.multipliers}


def settings(name: str) -> dict[str, Any]:
    """What the matrix crosses with the methods."""
    p = plan()
    shared = nets.with_loss(
        nets.filled(
            nets.named_everywhere(
                nets.row(nets.linear(3), nets.tanh(), nets.linear(3), dims=(3,)), "w", "Weights"
            )
        )
    )
    first = {path: (0,) for path in p.multipliers if path[1] == "1"}
    return {
        "multipliers": {"multipliers": multipliers(p, {"1": 3.0, "5": -0.5})},
        "frozen parts": {"multipliers": multipliers(p, {"1": 0.0, "2": 0.0})},
        "shared arrays": {
            "training_net": shared,
            "multipliers": nets.everything(shared),
            "data": {"Input": X, "Output": X[:, ::-1].copy()},
            "validation": None,
            "probe": None,
        },
        "schedule": {"shared": Shared(LearningRateSchedule=lambda batch, total: 1 / (1 + batch))},
        "clipping": {"shared": Shared(GradientClipping=0.01, WeightClipping=0.3, L2Regularization=0.1)},
        "turns": {"turns": first, "cycle": 3},
        "doubles": {"precision": "Real64"},
        "validated by batch": {"validated": Interval(3, BATCHES)},
        "measured by batch": {"by_batch": True},
    }[name]  # fmt: skip


NAMES = ("multipliers", "frozen parts", "shared arrays", "schedule", "clipping")
MORE = ("turns", "doubles", "validated by batch", "measured by batch")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", METHODS)
def test_a_training_goes_on_as_if_nothing_had_happened(method: str, name: str, tmp_path: Path) -> None:
    p = plan(method=METHODS[method](), **settings(name))
    assert_same(interrupted(p, tmp_path, after=10), run(p))


@pytest.mark.parametrize("name", MORE)
def test_so_it_does_with_other_options(name: str, tmp_path: Path) -> None:
    p = plan(**settings(name))
    assert_same(interrupted(p, tmp_path, after=10), run(p))


@pytest.mark.parametrize("after", range(1, 25))
def test_it_does_not_matter_when(after: int, tmp_path: Path) -> None:
    assert_same(interrupted(plan(), tmp_path, after), run(plan()))


def test_it_may_be_between_rounds(tmp_path: Path) -> None:
    assert_same(interrupted(plan(), tmp_path, 8, RoundDone), run(plan()))
    assert_same(interrupted(plan(), tmp_path, 24, RoundDone), run(plan()))


def test_data_that_are_made_are_not_made_again(tmp_path: Path) -> None:
    made: list[tuple[int, int]] = []

    def make(size: int, round_: int, batch: int) -> dict[str, np.ndarray]:
        made.append((round_, batch))
        x = np.random.default_rng((round_, batch)).normal(size=(size, 3)).astype(np.float32)
        return {"Input": x, "Output": 1 + (x[:, 0] > 0)}

    p = plan(data=Generator(make, 64))
    found = interrupted(p, tmp_path, 6)
    assert made == [(r, b) for r in range(1, 7) for b in range(1, 5)]
    assert_same(found, run(p))


def test_a_training_that_has_ended_can_be_made_longer(tmp_path: Path) -> None:
    ended: list[State | None] = []
    run(plan(rounds=3), lambda event: ended.append(state_of(event.training)))
    state = through_a_file(ended[-1], tmp_path)
    assert_same(run(plan(rounds=3), state=state), run(plan(rounds=3)))
    assert_same(run(plan(), state=through_a_file(ended[-1], tmp_path)), run(plan()))


def test_a_training_that_diverged_has_no_state() -> None:
    graph, data = nets.four_points()
    shared = Shared(LearningRate=100.0)
    p = TrainPlan(graph, data, nets.everything(graph), METHODS["SGD"](), shared, rounds=500)
    states: list[State | None] = []
    run(p, lambda event: states.append(state_of(event.training)))
    assert states[0] is not None and states[-1] is None


CHANGES: dict[str, dict[str, Any]] = {
    "training data": {"data": {"Input": X[:40], "Output": np.ones(40, int)}},
    "Method": {"shared": Shared(L2Regularization=0.1)},
    "LearningRate": {"shared": Shared(LearningRate=0.1)},
    "BatchSize": {"batch_size": 10},
    "WorkingPrecision": {"precision": "Real64"},
    "RandomSeeding": {"seed": 5},
    "LearningRateMultipliers": {"multipliers": multipliers(plan(), {"1": 2.0})},
    "TrainingUpdateSchedule": {"cycle": 2},
    "measurements": {"by_batch": True},
    "validation data": {"validation": None},
}


@pytest.mark.parametrize("what", CHANGES)
def test_another_training_is_told_by_what_differs(what: str) -> None:
    one = fingerprint(plan())
    assert differences(one, fingerprint(plan(rounds=100, seconds=5.0))) == []
    assert differences(one, fingerprint(plan(**CHANGES[what]))) == [what]


def test_another_net_is_another_training() -> None:
    p = plan()
    other = p.training_net.with_arrays({path: array + 1 for path, array in p.training_net.arrays().items()})
    assert differences(fingerprint(p), fingerprint(replace(p, training_net=other))) == ["net"]


def test_layers_are_told_apart_by_what_they_are_and_not_by_where_they_are_in_memory() -> None:
    for kind in LAYERS.values():
        for case in kind.cases:
            made = {name: value for name, value in case.items() if name in kind.__dataclass_fields__}
            if not kind.inner:
                assert " at 0x" not in repr(kind(**made)), kind


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    tree = {
        "a": [1, 2.5, None, True, "text"],
        "b": (np.arange(6.0).reshape(2, 3), np.float32(2)),
        "c": 2**200,
    }
    tree |= {
        "d": {"nan": float("nan"), "inf": float("inf"), "0": np.array(3), "none": np.empty((0, 2), np.int64)}
    }
    found = through_a_file(tree, tmp_path)
    assert repr(found) == repr(tree | {"b": (tree["b"][0], 2.0)})  # type: ignore[index]


def test_half_a_state_is_damaged(tmp_path: Path) -> None:
    through_a_file({"a": np.arange(100)}, tmp_path)
    data = (tmp_path / "state").read_bytes()
    for length in (0, 4, 20, len(data) - 1):
        with pytest.raises(Damaged):
            read_state(data[:length])


PROGRAM = """
data = Range[60.]/60 -> Range[60.]^2;
net = NetChain[{LinearLayer[8], Tanh, DropoutLayer[0.2], LinearLayer[]},
  "Input" -> "Real", "Output" -> "Real"];
r = NetTrain[net, data, All, BatchSize -> 16, MaxTrainingRounds -> 12, TrainingProgressReporting -> None,
  Method -> %s, ValidationSet -> Scaled[0.2], TrainingStoppingCriterion -> <|"Patience" -> 50|>%s];
Print[Hash[r["BatchLossList"]], " ", Hash[r["ValidationLossList"]], " ", r["TotalBatches"], " ",
  Hash[Normal /@ Values[Information[r["TrainedNet"], "Arrays"]]]];
"""
KEPT = """, RandomSeeding -> 5,
  TrainingProgressCheckpointing -> {"Directory", "ck", "Resume" -> True, 
    "Interval" -> Quantity[5, "Batches"]}"""


def wlnet_in(folder: Path, program: str, *flags: str, killed_at: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a program; with `killed_at` it kills itself while it replaces its so manieth file."""
    (folder / "script.wl").write_text(program)
    start = "from wlnet.__main__ import main; import sys; sys.exit(main())"
    if killed_at:
        start = f"""
import itertools, os, signal
replace, seen = os.replace, itertools.count(1)
def killing(*names):
    if next(seen) == {killed_at}:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(*names)
os.replace = killing
{start}"""
    command = [sys.executable, "-c", start, *flags, "script.wl"]
    root = str(Path(wlnet.__file__).parents[1])
    env = {**os.environ, "PYTHONPATH": root, "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("method", ['"ADAM"', '{"SGD", "LearningRateSchedule" -> (1/Sqrt[#1]&)}'])
def test_a_program_that_is_killed_goes_on_where_it_was(method: str, tmp_path: Path) -> None:
    whole, folder = tmp_path / "whole", tmp_path / "killed"
    whole.mkdir()
    folder.mkdir()
    program = PROGRAM % (method, KEPT)
    expected = wlnet_in(whole, program)
    assert not expected.stderr and len(expected.stdout.split()) == 4
    for times in (4, 3):  # in the middle of writing a checkpoint, then of writing a state
        killed = wlnet_in(folder, program, killed_at=times)
        assert killed.returncode == -signal.SIGKILL and not killed.stdout
    assert (folder / "ck" / "training.state").is_file()
    found = wlnet_in(folder, program)
    assert (found.stdout, found.stderr) == (expected.stdout, "")


def test_the_command_line_keeps_every_training_of_a_program(tmp_path: Path) -> None:
    program = "\n".join(PROGRAM % ('"ADAM"', more) for more in ("", ", RandomSeeding -> 3"))
    program = "SeedRandom[7];\n" + program
    expected = wlnet_in(tmp_path, program)
    killed = wlnet_in(tmp_path, program, "-resume", "states", killed_at=4)
    assert killed.returncode == -signal.SIGKILL and killed.stdout == expected.stdout.splitlines(True)[0]
    found = wlnet_in(tmp_path, program, "-resume", "states")
    assert (found.stdout, found.stderr) == (expected.stdout, "")
    assert {path.name for path in (tmp_path / "states").glob("*.state")} == {"1.state", "2.state"}


TRAIN = """NetTrain[NetChain[{2, 1}, "Input" -> 1], {{1} -> {2}, {2} -> {3}}, "BatchLossList",
  MaxTrainingRounds -> 3, TrainingProgressReporting -> None,
  TrainingProgressCheckpointing -> {"File", "%s", "Resume" -> %s}, BatchSize -> %s]"""


def test_a_state_of_something_else_is_refused(tmp_path: Path) -> None:
    session, path = Session(), tmp_path / "net.wlnet"
    first = session.evaluate(TRAIN % (path, "True", 2))
    assert session.evaluate(TRAIN % (path, "True", 2)) == first and not session.messages
    assert session.evaluate(TRAIN % (path, "True", 1)) == FAILED
    assert "otherstate" in str(session.messages[-1]) and "BatchSize" in str(session.messages[-1])
    assert session.evaluate(TRAIN % (path, "False", 1)) != FAILED
    path.with_name("net.wlnet.state").write_bytes(b"nothing")
    assert session.evaluate(TRAIN % (path, "True", 2)) == FAILED
    assert "badstate" in str(session.messages[-1])
    assert session.evaluate(TRAIN % (path, "7", 2)) == FAILED
    assert "NetTrain::resume" in str(session.messages[-1])


def test_a_criterion_remembers_the_rounds_before(tmp_path: Path) -> None:
    text = """NetTrain[NetChain[{1}, "Input" -> 1], {{1} -> {2}}, "TotalRounds", MaxTrainingRounds -> 30,
      LearningRateMultipliers -> None, TrainingProgressReporting -> None, RandomSeeding -> 1,
      TrainingStoppingCriterion -> <|"Patience" -> 5|>,
      TrainingProgressCheckpointing -> {"Directory", "%s", "Resume" -> True},
      TrainingProgressFunction -> (If[#Round == stop, "AbortTraining"] &)]"""
    session = Session()
    for stop in ("4", "0"):
        session.evaluate(f"stop = {stop}")
        found = session.evaluate(text % tmp_path)  # the rounds before were not better
    assert found == Integer(7)


PROGRESS = """NetTrain[NetInitialize[NetChain[{2, 1}, "Input" -> 1], RandomSeeding -> 1],
  {{1} -> {2}, {2} -> {3}}, "BatchLossList", MaxTrainingRounds -> 9, BatchSize -> 1, RandomSeeding -> 1,
  TrainingProgressReporting -> None,
  TrainingProgressCheckpointing -> {"Directory", "%s", "Resume" -> True, "Interval" -> 100},
  TrainingProgressFunction -> {Identity, "Interval" -> Quantity[1, "Batches"]}]"""


@pytest.mark.parametrize("at", [1, 2, 7, 8])
def test_interrupts_leave_a_state(at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, asked = Session(), [0]
    usual = callbacks.association

    def called(moment: Moment) -> Node:
        asked[0] += 1
        if asked[0] == at:
            signal.raise_signal(signal.SIGINT)
        return usual(moment)

    monkeypatch.setattr(callbacks, "association", called)
    cut_short = session.evaluate(PROGRESS % tmp_path)
    assert len(cut_short.args) == at
    assert (tmp_path / "training.state").is_file()
    whole = session.evaluate(PROGRESS % tmp_path)
    monkeypatch.setattr(callbacks, "association", usual)
    assert whole == session.evaluate(PROGRESS % (tmp_path / "anew")) and len(whole.args) == 18
    assert not session.messages


def test_states_that_take_long_to_write_are_written_more_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    now, written = [0.0], []

    def write(path: Path, tree: Any) -> None:
        written.append(tree["training"]["total"])
        now[0] += 2.5

    def pass_time(event: Event) -> None:
        now[0] += isinstance(event, BatchDone)

    monkeypatch.setattr(resuming, "write_state", write)
    p = plan(rounds=25, validation=None, probe=None)  # of 4 batches
    kept = Keeper(Path("state"), Interval(1), clock=lambda: now[0])
    keep = kept.observer(Session().kernel, p)
    assert keep

    def observe(event: Event) -> None:
        pass_time(event)
        keep(event)

    run(p, observe)
    rests = np.diff(written)
    assert written[0] == 4 and written[-1] == 100
    assert all(23 <= rest <= 24 for rest in rests[:-1])
