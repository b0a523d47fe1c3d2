"""NetTrain on HDF5 files: the same training whatever the size of the file, in memory that does not grow."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from wlnet.engine import chunks
from wlnet.engine.chunks import ChunkOrder
from wlnet.expr import TRUE
from wlnet.formats.hdf5_data import data_file
from wlnet.formats.hdf5_table import Table, table
from wlnet.netlang.pools import Pools
from wlnet.problem import Problem
from wlnet.session import Session

RANDOM = np.random.default_rng(0)
DENSE = "NetChain[{LinearLayer[{}]}]"


@pytest.fixture(params=["in pools", "whole"])
def session(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session; what is trained on is read in small pools, or whole, as small files are."""
    if request.param == "in pools":
        small_pools(monkeypatch)
    return Session()


def small_pools(monkeypatch: pytest.MonkeyPatch, chunk: int = 128, pool: int = 512) -> None:
    monkeypatch.setattr(chunks, "CHUNK_BYTES", chunk)
    monkeypatch.setattr(chunks, "POOL_BYTES", pool)


def written(path: Path, **columns: Any) -> str:
    with h5py.File(path, "w") as file:
        for name, values in columns.items():
            kind = h5py.string_dtype() if np.asarray(values).dtype.kind in "OU" else None
            file.create_dataset(name, data=values, dtype=kind)
    return f'File["{path}"]'


def points(path: Path, count: int = 300, width: int = 3) -> str:
    x = RANDOM.normal(size=(count, width)).astype(np.float32)
    return written(path, Input=x, Output=x @ np.arange(1, width + 1, dtype=np.float32), Other=[1, 2])


def _numbers(node: Any) -> list[Any]:
    """All that stands at the ends of an expression."""
    if node.args:
        return [n for arg in node.args for n in _numbers(arg)]
    return [getattr(node, "value", node)]


# -- the order --


@pytest.mark.parametrize("count", [1, 7, 64, 100, 1001])
@pytest.mark.parametrize(("chunk", "pool"), [(1, 1), (7, 3), (64, 2), (5000, 1)])
@pytest.mark.parametrize("size", [1, 10, 64])
def test_every_round_visits_every_row_once(count: int, chunk: int, pool: int, size: int) -> None:
    order = ChunkOrder(count, chunk, pool, 5).round(3)
    seen = [
        order.places(number)[order.shuffled(number)[within]]
        for start in range(0, count, size)
        for number, within in order.pieces(start, min(start + size, count))
    ]
    assert np.array_equal(np.sort(np.concatenate(seen)), np.arange(count))


def test_the_order_follows_from_the_seed_and_the_round() -> None:
    def places(seed: int, number: int) -> list[int]:
        order = ChunkOrder(200, 10, 4, seed).round(number)
        return [i for pool in range(5) for i in order.places(pool)[order.shuffled(pool)].tolist()]

    assert places(1, 1) == places(1, 1)
    assert len({tuple(places(seed, number)) for seed in (1, 2) for number in (1, 2)}) == 4


def test_chunks_are_those_of_the_file_where_they_are_not_too_large() -> None:
    assert ChunkOrder.of(10**6, 1024, 64, 0, multiple=100).chunk == 500
    assert ChunkOrder.of(10**6, 1024, 64, 0, multiple=5000).chunk == 512
    assert ChunkOrder.of(10**6, 2**24, 64, 0).pool == 2 * 64  # examples of 16 megabytes, 2 batches


# -- reading --


def whole(rows: Table) -> Any:
    return rows.read([slice(0, rows.count)])


def test_rows_are_those_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pools(monkeypatch)
    points(tmp_path / "a.h5", 100)
    rows = table([tmp_path / "a.h5"], ["Input", "Output"])
    everything, pools = whole(rows), Pools(rows, 30, 1)
    assert len(pools.round(2).pools) > 1
    for start, stop in ((0, 30), (30, 60), (90, 100), (60, 90)):
        found, places = pools.rows(2, start, stop)
        assert len(places) == stop - start
        for name in found:
            np.testing.assert_array_equal(found[name], everything[name][places])
    pools.rest()


def test_what_is_held_does_not_grow_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pools(monkeypatch, 2**14, 2**18)

    def peak(count: int) -> int:
        points(tmp_path / "a.h5", count, 30)
        pools = Pools(table([tmp_path / "a.h5"], ["Input", "Output"]), 64, 1)
        tracemalloc.start()
        for start in range(0, count, 64):
            pools.rows(1, start, min(start + 64, count))
            if start % 6400 == 0:
                gc.collect()  # what reading leaves behind is small, and in cycles
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        pools.rest()
        return found

    peak(1_000)  # what is loaded once
    small, large = peak(8_000), peak(80_000)  # 1 and 10 megabytes
    assert small < 2**20 and large < 1.25 * small  # two pools are half a megabyte


# -- training --


def test_a_net_learns_from_a_file(session: Session, tmp_path: Path) -> None:
    file = points(tmp_path / "a.h5")
    more = "MaxTrainingRounds -> 40, LearningRate -> 0.05, RandomSeeding -> 1"
    session.evaluate(f"r = NetTrain[NetChain[{{LinearLayer[{{}}]}}], {file}, All, {more}]")
    found = session.evaluate('Normal[NetExtract[r["TrainedNet"], {1, "Weights"}]]')
    np.testing.assert_allclose(np.array(_numbers(found)), [1, 2, 3], atol=0.01)
    told = session.evaluate('r /@ {"TrainingExamples", "BatchesPerRound", "BatchSize", "ExamplesProcessed"}')
    assert _numbers(told) == [300, 5, 64, 12000]


@pytest.mark.parametrize("size", [16, 64, 1000])
def test_a_seed_gives_the_same_training_again(session: Session, tmp_path: Path, size: int) -> None:
    file = points(tmp_path / "a.h5", 100)
    train = (
        f'NetTrain[NetChain[{{LinearLayer[{{}}]}}], {file}, "BatchLossList", MaxTrainingRounds -> 3,'
        f" BatchSize -> {size}, RandomSeeding -> "
    )
    one, same, other = (session.evaluate(f"{train}{seed}]") for seed in (1, 1, 2))
    assert one == same and one != other and len(one.args) == 3 * -(-100 // size)


def test_a_batch_of_all_examples_learns_as_from_memory(session: Session, tmp_path: Path) -> None:
    file = points(tmp_path / "a.h5", 50)
    session.evaluate('net = NetInitialize[NetChain[{LinearLayer[{}]}, "Input" -> 3], RandomSeeding -> 1];')
    with h5py.File(tmp_path / "a.h5") as h5:
        x, y = h5["Input"][:].tolist(), h5["Output"][:].tolist()
    memory = f"{str(x).replace('[', '{').replace(']', '}')} -> {str(y).replace('[', '{').replace(']', '}')}"
    rest = '"RoundLossList", BatchSize -> 50, MaxTrainingRounds -> 5]'
    losses = [
        _numbers(session.evaluate(f"NetTrain[net, {d}, {rest}".replace("e-", "*^-"))) for d in (file, memory)
    ]
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-4)


def test_functions_see_which_rows_a_batch_has(session: Session, tmp_path: Path) -> None:
    file = points(tmp_path / "a.h5", 100)
    seen = session.evaluate(
        f"seen = {{}}; NetTrain[NetChain[{{LinearLayer[{{}}]}}], {file}, BatchSize -> 30,"
        " MaxTrainingRounds -> 1,"
        " TrainingProgressFunction -> {(AppendTo[seen, #BatchIndices]) &,"
        ' "Interval" -> Quantity[1, "Batches"]}];'
        " {Sort[Flatten[seen]] === Range[100], Length /@ seen}"
    )
    assert _numbers(seen)[1:] == [30, 30, 30, 10]


def test_a_file_can_be_the_validation_set(session: Session, tmp_path: Path) -> None:
    file = points(tmp_path / "a.h5", 100)
    session.evaluate(
        f"r = NetTrain[NetChain[{{LinearLayer[{{}}]}}], {file}, All, ValidationSet -> {file},"
        ' MaxTrainingRounds -> 4, TrainingProgressMeasurements -> "MeanDeviation"]'
    )
    losses = session.evaluate('{Min[r["ValidationLossList"]], r["ValidationExamples"]}')
    measured = session.evaluate(f'NetMeasurements[r["TrainedNet"], {file}, "Loss"]').value
    assert _numbers(losses) == [pytest.approx(measured, rel=1e-4), 100]
    deviations = session.evaluate('Length[r["ValidationMeasurementsLists"]]')
    assert deviations.value == 4


LABELS = {
    "texts": (np.array(["b", "a", "c"], object), '{"a", "b", "c"}'),
    "integers": (np.array([9, 0, 5]), "{0, 5, 9}"),
    "truth": (np.array([True, False, True]), None),
}


@pytest.mark.parametrize("kind", LABELS)
def test_labels_of_a_file_become_classes(session: Session, tmp_path: Path, kind: str) -> None:
    labels, classes = LABELS[kind]
    file = written(tmp_path / "a.h5", Input=np.eye(3)[np.arange(90) % 3], Output=labels[np.arange(90) % 3])
    last = "SoftmaxLayer[]" if classes else "LogisticSigmoid"
    size = "" if classes else "{}"
    session.evaluate(
        f"net = NetTrain[NetChain[{{LinearLayer[{size}], {last}}}], {file}, "
        "MaxTrainingRounds -> 60, LearningRate -> 0.1]"
    )
    assert session.evaluate(f'NetMeasurements[net, {file}, "Accuracy"]').value == 1.0, session.messages
    if classes:
        found = session.evaluate(f'Sort[Keys[net[{{1, 0, 0}}, "Probabilities"]]] === {classes}')
        assert found == TRUE


def test_texts_go_through_the_encoder(session: Session, tmp_path: Path) -> None:
    file = written(
        tmp_path / "a.h5", Input=np.array(["ab", "b", "aab"], object), Output=np.array([1.0, 2, 3])
    )
    layers = "{UnitVectorLayer[], LongShortTermMemoryLayer[2], SequenceLastLayer[], LinearLayer[{}]}"
    net = f'NetChain[{layers}, "Input" -> NetEncoder[{{"Characters", {{"a", "b"}}}}]]'
    found = session.evaluate(f'Length[NetTrain[{net}, {file}, "RoundLossList", MaxTrainingRounds -> 2]]')
    assert found.value == 2


def test_a_training_on_a_file_is_taken_up_again(session: Session, tmp_path: Path) -> None:
    file = points(tmp_path / "a.h5", 200)
    session.evaluate(
        f'go[more___] := NetTrain[NetChain[{{LinearLayer[{{}}]}}], {file}, "BatchLossList", BatchSize -> 32,'
        " MaxTrainingRounds -> 3, RandomSeeding -> 3, more]"
    )
    kept = (
        f'TrainingProgressCheckpointing -> {{"File", "{tmp_path / "net.wlnet"}",'
        ' "Interval" -> Quantity[4, "Batches"], "Resume" -> True}'
    )
    stop = '{If[#AbsoluteBatch == 10, "AbortTraining"] &, "Interval" -> Quantity[1, "Batches"]}'
    session.evaluate(f"go[{kept}, TrainingProgressFunction -> {stop}]")
    assert (tmp_path / "net.wlnet.state").exists()
    assert session.evaluate(f"go[{kept}] === go[]") == TRUE
    points(tmp_path / "a.h5", 150)
    session.evaluate(f"go[{kept}]")
    assert "NetTrain::otherstate" in str(session.messages[-1])


# -- what does not fit --


def failing(session: Session, data: str, net: str = "NetChain[{LinearLayer[{}]}]", more: str = "") -> str:
    session.messages.clear()
    assert session.evaluate(f"NetTrain[{net}, {data}{more}]").name == "$Failed"
    (message,) = session.messages
    return str(message)


def test_every_fault_has_one_message(session: Session, tmp_path: Path) -> None:
    missing = failing(session, f'File["{tmp_path / "no.h5"}"]')
    assert "NetTrain::h5file" in missing and "no such file" in missing
    (tmp_path / "text.h5").write_text("something")
    assert "no HDF5 file" in failing(session, f'File["{tmp_path / "text.h5"}"]')
    assert "NetTrain::netfile" in failing(session, 'File["a.csv"]')
    x = np.zeros((5, 3))
    assert "NetTrain::dataport" in failing(session, written(tmp_path / "b.h5", Input=x))
    assert "NetTrain::datalen" in failing(session, written(tmp_path / "c.h5", Input=x, Output=np.zeros(4)))
    good = written(tmp_path / "d.h5", Input=x, Output=np.zeros(5))
    assert "NetTrain::encode" in failing(session, good, 'NetChain[{LinearLayer[{}]}, "Input" -> 4]')
    assert "NetTrain::nodata" in failing(session, written(tmp_path / "e.h5", Input=x[:0], Output=np.zeros(0)))
    assert "NetTrain::h5file" in failing(
        session, good, more=f', ValidationSet -> File["{tmp_path / "no.h5"}"]'
    )
    assert "NetTrain::valfew" in failing(session, good, more=", ValidationSet -> Scaled[0.95]")


def test_kinds_of_elements_that_are_no_data(tmp_path: Path) -> None:
    written(tmp_path / "a.h5", Input=np.zeros(3, complex))
    with pytest.raises(Problem, match=r"dataport|h5set"):
        data_file(tmp_path / "a.h5", ["Input"])


def test_a_bad_row_is_left_out(session: Session, tmp_path: Path) -> None:
    labels = np.tile([1, 2], 50)
    labels[30] = 7
    file = written(tmp_path / "a.h5", Input=np.eye(2)[np.arange(100) % 2], Output=labels)
    net = (
        'NetChain[{LinearLayer[2], SoftmaxLayer[]}, "Input" -> 2, "Output" -> NetDecoder[{"Class", {1, 2}}]]'
    )
    session.messages.clear()
    found = session.evaluate(f'NetTrain[{net}, {file}, "SkippedTrainingData", MaxTrainingRounds -> 2]')
    assert _numbers(found) == [31]
    assert any("skipped" in str(message) for message in session.messages)


def test_undefined_numbers_in_a_file_do_not_fit(session: Session, tmp_path: Path) -> None:
    data = written(tmp_path / "a.h5", Input=np.full(5, np.nan), Output=np.zeros(5))
    assert "finite numbers" in failing(session, data)
    x = np.zeros((200, 3))
    x[[7, 150], 1] = np.nan, np.inf
    data = written(tmp_path / "b.h5", Input=x, Output=x[:, 0])
    found = session.evaluate(f'NetTrain[{DENSE}, {data}, "SkippedTrainingData", MaxTrainingRounds -> 3]')
    assert sorted(_numbers(found)) == [8, 151]


def test_datasets_that_cannot_be_read_are_named(session: Session, tmp_path: Path) -> None:
    data = written(tmp_path / "a.h5", Input=np.zeros((3, 2), complex), Output=np.zeros(3))
    assert "NetTrain::h5set" in failing(session, data)
    with h5py.File(tmp_path / "b.h5", "w") as file:
        file["Input"], file["Output"] = h5py.SoftLink("/nowhere"), np.zeros(3)
    assert "NetTrain::dataport" in failing(session, f'File["{tmp_path / "b.h5"}"]')
    (tmp_path / "cut.h5").write_bytes((tmp_path / "a.h5").read_bytes()[:1000])
    assert "NetTrain::h5file" in failing(session, f'File["{tmp_path / "cut.h5"}"]')
    (tmp_path / "folder.h5").mkdir()
    assert "it is a folder" in failing(session, f'File["{tmp_path / "folder.h5"}"]')
