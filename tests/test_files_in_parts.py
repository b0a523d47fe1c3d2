"""NetTrain on files: sequences, several files as one, a share held back, and the thread that reads ahead."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from wlnet.engine import chunks
from wlnet.engine.ahead import Ahead, Stopping, Task
from wlnet.engine.plan import Generator, TrainPlan
from wlnet.engine.training import run
from wlnet.formats.hdf5_table import Stopped, Table, table
from wlnet.netlang import pools
from wlnet.netlang.pools import FileBatches, InOrder, Pools
from wlnet.nets.ragged import Ragged
from wlnet.problem import Problem
from wlnet.session import Session

RANDOM = np.random.default_rng(3)
DENSE = "NetChain[{LinearLayer[{}]}]"
WORDS = [RANDOM.integers(1, 5, RANDOM.integers(1, 9)) for _ in range(200)]
SUMS = np.array([word.sum() for word in WORDS], np.float32)
POINTS = RANDOM.normal(size=(200, 3)).astype(np.float32)


@pytest.fixture(autouse=True)
def _small_pools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 128)
    monkeypatch.setattr(chunks, "POOL_BYTES", 1024)


def readers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("wlnet reads")]


def ended() -> None:
    """Wait for the threads that were told to stop."""
    for thread in readers():
        thread.join(60)


def file_of(path: Path, **columns: Any) -> str:
    with h5py.File(path, "w") as file:
        for name, values in columns.items():
            if callable(values):
                values(file, name)
            else:
                file[name] = values
    return f'File["{path}"]'


def of_variable_length(rows: Sequence[np.ndarray]) -> Callable[[Any, str], None]:
    def write(file: Any, name: str) -> None:
        made = file.create_dataset(name, (len(rows),), h5py.vlen_dtype(rows[0].dtype))
        for place, row in enumerate(rows):
            made[place] = row

    return write


def jagged(rows: Sequence[np.ndarray]) -> Callable[[Any, str], None]:
    def write(file: Any, name: str) -> None:
        group = file.create_group(name)
        group["values"], group["offsets"] = np.concatenate(rows), np.cumsum([0, *map(len, rows)])

    return write


def numbers(node: Any) -> list[Any]:
    if node.args:
        return [n for arg in node.args for n in numbers(arg)]
    return [getattr(node, "value", node)]


def train(session: Session, net: str, data: str, wanted: str = '"BatchLossList"', more: str = "") -> Any:
    session.messages.clear()
    common = "BatchSize -> 16, MaxTrainingRounds -> 2, RandomSeeding -> 1"
    return session.evaluate(f"NetTrain[{net}, {data}, {wanted}, {common}{more}]")


# -- examples of different lengths --

READ_WORDS = "NetChain[{EmbeddingLayer[3, 4], GatedRecurrentLayer[4], SequenceLastLayer[], LinearLayer[{}]}]"


@pytest.mark.parametrize("write", [of_variable_length, jagged])
def test_rows_of_different_lengths_are_those_of_the_file(tmp_path: Path, write: Any) -> None:
    file_of(tmp_path / "a.h5", Input=write(WORDS), Output=SUMS)
    rows = table([tmp_path / "a.h5"], ["Input", "Output"])
    made = Pools(rows, 16, 1)
    assert len(made.round(1).pools) > 3
    seen = []
    for start in range(0, 200, 16):
        found, places = made.rows(1, start, min(start + 16, 200))
        assert isinstance(found["Input"], Ragged)
        for word, total, place in zip(found["Input"], found["Output"], places, strict=True):
            np.testing.assert_array_equal(word, WORDS[place])
            assert total == SUMS[place]
        seen += places.tolist()
    assert sorted(seen) == list(range(200))
    made.rest()


def test_those_of_similar_length_share_a_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "POOL_BYTES", 2**13)
    words = [np.ones(n, np.int32) for n in RANDOM.integers(1, 40, 2000)]
    file_of(tmp_path / "a.h5", Input=jagged(words))
    made = Pools(table([tmp_path / "a.h5"], ["Input"]), 8, 1)
    lengths = [
        made.rows(1, start, start + 8)[0]["Input"].lengths
        for start in range(0, 2000, 8)  # type: ignore
    ]
    assert np.mean([len(set(each.tolist())) for each in lengths]) < 4  # 7.3 in a random order
    firsts = [int(each[0]) for each in lengths]
    assert firsts != sorted(firsts)
    made.rest()


def test_a_net_reads_words_from_a_file_as_from_memory(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = file_of(tmp_path / "a.h5", Input=of_variable_length(WORDS), Output=SUMS)
    losses = numbers(train(session, READ_WORDS, data))
    assert len(losses) == 2 * 13 and not session.messages
    monkeypatch.setattr(chunks, "POOL_BYTES", 2**20)
    memory = " , ".join(f"{{{', '.join(map(str, w.tolist()))}}} -> {w.sum()}." for w in WORDS)
    one, other = (numbers(train(session, READ_WORDS, d)) for d in (data, f"{{{memory}}}"))
    np.testing.assert_allclose(one, other, rtol=1e-5)


def test_sequences_of_vectors_and_of_classes(session: Session, tmp_path: Path) -> None:
    vectors = [RANDOM.normal(size=(len(word), 2)) for word in WORDS]
    data = file_of(tmp_path / "a.h5", Input=jagged(vectors), Output=jagged(WORDS))
    net = "NetChain[{NetMapOperator[LinearLayer[4]], SoftmaxLayer[]}]"
    losses = numbers(train(session, net, data))
    assert len(losses) == 26 and not session.messages


def test_a_sequence_that_does_not_fit_is_left_out(session: Session, tmp_path: Path) -> None:
    words = [*WORDS[:70], np.array([1, 9]), *WORDS[71:]]
    data = file_of(tmp_path / "a.h5", Input=jagged(words), Output=SUMS)
    assert numbers(train(session, READ_WORDS, data, '"SkippedTrainingData"')) == [71]
    assert "Example 71 at the port" in str(session.messages[0])


def test_offsets_have_to_rise(tmp_path: Path) -> None:
    def write(file: Any, name: str) -> None:
        group = file.create_group(name)
        group["values"], group["offsets"] = np.arange(5), np.array([0, 4, 2, 5])

    file_of(tmp_path / "a.h5", Input=write)
    with pytest.raises(Problem, match="offsets"):
        table([tmp_path / "a.h5"], ["Input"]).read([slice(0, 3)])


# -- several files --


def test_files_are_trained_on_as_one(session: Session, tmp_path: Path) -> None:
    whole = file_of(tmp_path / "all.h5", Input=POINTS, Output=SUMS)
    first = file_of(tmp_path / "a.h5", Input=POINTS[:70], Output=SUMS[:70])
    rest = file_of(tmp_path / "b.h5", Input=POINTS[70:], Output=SUMS[70:])
    one, other = (train(session, DENSE, data) for data in (whole, f"{{{first}, {rest}}}"))
    assert len(one.args) == 26
    np.testing.assert_allclose(numbers(one), numbers(other), rtol=1e-6)
    found = train(
        session,
        DENSE,
        f"{{{first}, {rest}}}",
        '"ValidationExamples"',
        f", ValidationSet -> {{{rest}, {rest}}}",
    )
    assert found.value == 260


def test_numbers_of_more_bytes_are_alike(tmp_path: Path) -> None:
    file_of(tmp_path / "a.h5", Input=POINTS)
    file_of(tmp_path / "b.h5", Input=POINTS.astype(np.float64) + 1e-9)
    rows = table([tmp_path / "a.h5", tmp_path / "b.h5"], ["Input"])
    found = rows.read([slice(190, 210)])["Input"]
    expected = np.concatenate([POINTS[190:].astype(np.float64), POINTS[:10] + np.float64(1e-9)])
    np.testing.assert_array_equal(found, expected)  # type: ignore[arg-type]


def test_files_that_differ_are_named(session: Session, tmp_path: Path) -> None:
    first = file_of(tmp_path / "a.h5", Input=POINTS, Output=SUMS)
    for name, columns, word in (
        ("b", {"Input": POINTS[:, :2], "Output": SUMS}, "h5parts"),
        ("c", {"Input": POINTS, "Output": SUMS.astype(int)}, "h5parts"),
        ("d", {"Input": POINTS, "Out": SUMS}, "dataport"),
        ("e", {"Input": POINTS, "Output": SUMS[:9]}, "datalen"),
    ):
        other = file_of(tmp_path / f"{name}.h5", **columns)
        train(session, DENSE, f"{{{first}, {other}}}")
        assert f"NetTrain::{word}" in str(session.messages[0]) and f"{name}.h5" in str(session.messages[0])


# -- a share held back --


@pytest.mark.parametrize(("count", "held"), [(200, 20), (3, 1), (5000, 1234)])
def test_a_table_is_split(tmp_path: Path, count: int, held: int) -> None:
    for name, part in (("a", slice(0, count // 3)), ("b", slice(count // 3, count))):
        file_of(tmp_path / f"{name}.h5", Input=np.arange(count)[part])
    rows = table([tmp_path / "a.h5", tmp_path / "b.h5"], ["Input"])
    kept, other = rows.split(held, np.random.default_rng(1))
    read = [each.read([slice(0, each.count)])["Input"] for each in (kept, other)]
    assert other.count == held and sorted(np.concatenate(read).tolist()) == list(range(count))  # type: ignore
    for each, found in zip((kept, other), read, strict=True):
        np.testing.assert_array_equal(each.places(np.arange(each.count)), found)
        assert np.all(np.diff(found) > 0)  # type: ignore[arg-type]


def test_a_share_of_a_file_validates(session: Session, tmp_path: Path) -> None:
    data = file_of(tmp_path / "a.h5", Input=POINTS, Output=SUMS)
    wanted = '{"TrainingExamples", "ValidationExamples", "ValidationLossList"}'
    found, again = (train(session, DENSE, data, wanted, ", ValidationSet -> Scaled[0.1]") for _ in range(2))
    assert numbers(found)[:2] == [180, 20] and len(numbers(found)) == 4 and found == again
    seen = train(
        session, DENSE, data, '"TrainedNet"',
        ", ValidationSet -> Scaled[0.1], TrainingProgressFunction ->"
        ' {(seen = If[#AbsoluteBatch == 1, {}, seen]; AppendTo[seen, #BatchIndices]) &,'
        ' "Interval" -> Quantity[1, "Batches"]}',
    )  # fmt: skip
    assert seen is not None
    rounds = session.evaluate("Length /@ Union /@ Partition[Flatten[seen], 180]")
    assert numbers(rounds) == [180, 180]


# -- reading ahead --


def losses_of(rows: Table, ahead: bool, monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    if not ahead:
        monkeypatch.setattr(Ahead, "prepare", lambda self, key: None)
    made = FileBatches(Pools(rows, 16, 5), lambda columns, places: (columns, np.ones(len(places), bool)))
    found = [made.make(16, r, b)["Input"].copy() for r in (1, 2) for b in range(1, 14)]  # type: ignore
    made.rest()
    return found


def test_what_is_read_ahead_is_what_would_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file_of(tmp_path / "a.h5", Input=POINTS)
    rows = table([tmp_path / "a.h5"], ["Input"])
    for one, other in zip(*(losses_of(rows, ahead, monkeypatch) for ahead in (True, False)), strict=True):
        np.testing.assert_array_equal(one, other)


def test_training_is_the_same_to_the_last_bit(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = file_of(tmp_path / "a.h5", Input=POINTS, Output=SUMS)
    more = ", ValidationSet -> Scaled[0.3]"
    wanted = '{"BatchLossList", "ValidationLossList"}'
    ahead = train(session, DENSE, data, wanted, more)
    monkeypatch.setattr(Ahead, "prepare", lambda self, key: None)
    assert train(session, DENSE, data, wanted, more) == ahead


def test_the_next_pool_is_read_while_this_one_is_used(tmp_path: Path) -> None:
    file_of(tmp_path / "a.h5", Input=POINTS)
    made = Pools(table([tmp_path / "a.h5"], ["Input"]), 16, 5)
    made.pool(1, 0)
    assert made._ahead._task is not None and made._ahead._task.key == (1, 1)
    made.pool(1, len(made.round(1).pools) - 1)
    assert made._ahead._task.key == (2, 0)
    made.rest()
    assert made._ahead._task is None


def test_the_end_of_a_training_ends_the_thread(session: Session, tmp_path: Path) -> None:
    data = file_of(tmp_path / "a.h5", Input=POINTS, Output=SUMS)
    stops = '{If[#AbsoluteBatch == 5, "StopTraining"] &, "Interval" -> Quantity[1, "Batches"]}'
    for more in ("", f", TrainingProgressFunction -> {stops}", f", ValidationSet -> {data}"):
        train(session, DENSE, data, more=more)
        ended()
        assert not readers()


def test_an_interrupt_ends_the_thread(session: Session, tmp_path: Path) -> None:
    data = file_of(tmp_path / "a.h5", Input=POINTS, Output=SUMS)
    plans: list[TrainPlan] = []
    seen = train(session, DENSE, data, "All", "")
    plans.append(seen.value.result.plan)
    assert isinstance(plans[0].data, Generator)

    def interrupt(event: Any) -> None:
        if event.training.total == 3:
            raise KeyboardInterrupt

    assert run(plans[0], interrupt).reason_stopped == "interrupted"
    ended()
    assert not readers()


def test_errors_of_the_thread_arrive_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.h5"
    file_of(path, Input=POINTS)
    rows = table([path], ["Input"])
    made = Pools(rows, 16, 5)
    made.pool(1, 0)
    made._ahead.stop()
    path.write_text("no more")
    made._ahead.prepare((1, 1))
    with pytest.raises(Problem, match="h5file") as ahead:
        made.pool(1, 1)
    with pytest.raises(Problem) as here:
        made.pool(1, 2)
    assert str(ahead.value) == str(here.value)


def test_a_file_that_changes_meanwhile_is_refused(tmp_path: Path) -> None:
    file_of(tmp_path / "a.h5", Input=POINTS)
    rows = table([tmp_path / "a.h5"], ["Input"])
    for columns in ({"Input": POINTS[:50]}, {"Input": POINTS[:, :2]}, {"Other": POINTS}):
        file_of(tmp_path / "a.h5", **columns)
        with pytest.raises(Problem, match=r"h5file|h5set"):
            rows.read([slice(0, 10)])


def test_reading_is_broken_off_between_stretches(tmp_path: Path) -> None:
    file_of(tmp_path / "a.h5", Input=POINTS)
    rows = table([tmp_path / "a.h5"], ["Input"])
    with pytest.raises(Stopped):
        rows.read([slice(0, 10), slice(20, 30)], lambda: True)


def test_batches_in_order_are_all_rows(tmp_path: Path) -> None:
    file_of(tmp_path / "a.h5", Input=POINTS)
    made = InOrder(table([tmp_path / "a.h5"], ["Input"]), lambda columns, places: (columns, places))
    for _ in range(2):
        found = [made.make(64, 1, batch)["Input"] for batch in (1, 2, 3, 4)]
        np.testing.assert_array_equal(np.concatenate(found), POINTS)  # type: ignore[arg-type]
    made.rest()


def test_a_batch_of_bad_examples_learns_from_another(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "SLAB_BYTES", 2**20)
    x = POINTS.copy()
    x[10] = np.nan
    data = file_of(tmp_path / "a.h5", Input=x, Output=SUMS)
    session.messages.clear()
    found = session.evaluate(
        f'NetTrain[{DENSE}, {data}, {{"SkippedTrainingData", "BatchLossList"}}, BatchSize -> 1,'
        " MaxTrainingRounds -> 1]"
    )
    assert found.args[0].args[0].value == 11 and np.isfinite(numbers(found.args[1])).all()


@pytest.fixture
def session() -> Session:
    return Session()


def test_a_thread_ends_when_waiting_for_it_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[threading.Thread] = []

    def make(key: object, stopping: Stopping) -> object:
        begun.append(threading.current_thread())
        while not stopping():
            time.sleep(0.001)
        return key

    ahead = Ahead(make)
    ahead.prepare(1)
    while not begun:
        time.sleep(0.001)
    join = threading.Thread.join
    with monkeypatch.context() as patch:
        patch.setattr(Task, "join", lambda self: interrupted())
        with pytest.raises(KeyboardInterrupt):
            ahead.get(1)
    join(begun[0], 20)
    alive = begun[0].is_alive()
    begun[0].stopped.set()  # type: ignore[attr-defined]  # or a failing test would never end
    assert not alive


def interrupted() -> None:
    raise KeyboardInterrupt
