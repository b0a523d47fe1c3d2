"""Examples that are files: read while training where they are many, with the results of reading all first."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from wlnet import Session
from wlnet.arrays import array_of
from wlnet.netlang import files_as_examples

NET = """net = NetInitialize[NetChain[{FlattenLayer[], 5, Tanh, 2, SoftmaxLayer[]},
    "Input" -> NetEncoder[{"Image", {4, 3}, ColorSpace -> "Grayscale"}],
    "Output" -> NetDecoder[{"Class", {"a", "b"}}]], RandomSeeding -> 3];"""
FEW = "BatchSize -> 4, MaxTrainingRounds -> 3, RandomSeeding -> 2"
WAYS = ("before", "while training")


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def choose(way: str) -> None:
        monkeypatch.setattr(files_as_examples, "BUDGET", 2**30 if way == "before" else 0)

    return choose


def pictures(folder: Path, count: int, size: tuple[int, int] = (5, 6)) -> list[str]:
    random = np.random.default_rng(0)
    names = [f"{folder}/{i}.png" for i in range(count)]
    for name in names:
        Image.fromarray(random.integers(0, 256, (*size, 3)).astype(np.uint8)).save(name)
    return names


def rules(names: list[str]) -> str:
    return ", ".join(f'File["{name}"] -> "{"ab"[i % 2]}"' for i, name in enumerate(names))


def _list(node: Any) -> Any:
    found = array_of(node)
    assert found is not None, node
    return found.tolist()


def both(reading: Callable[[str], None], set_up: str, wanted: str) -> list[Any]:
    """What comes of a training with all read before, and read meanwhile."""
    found = []
    for way in WAYS:
        reading(way)
        session = Session()
        session.evaluate(set_up)
        found.append((_list(session.evaluate(wanted)), [m.name for m in session.messages]))
    return found


@pytest.mark.parametrize("size", ["Automatic", "1", "4", "10", "100"])
def test_losses_are_the_same_in_both_ways(reading: Any, tmp_path: Path, size: str) -> None:
    data = rules(pictures(tmp_path, 10))
    more = f"BatchSize -> {size}, MaxTrainingRounds -> 3, RandomSeeding -> 2"
    before, meanwhile = both(reading, NET, f'NetTrain[net, {{{data}}}, "BatchLossList", {more}]')
    assert before == meanwhile and not before[1] and len(set(before[0])) > 2


def test_a_net_is_initialized_alike_in_both_ways(reading: Any, tmp_path: Path) -> None:
    data = rules(pictures(tmp_path, 10))
    net = 'open = NetChain[{FlattenLayer[], 2, SoftmaxLayer[]}, "Input" -> NetEncoder[{"Image", 3}]]'
    before, meanwhile = both(reading, net, f'NetTrain[open, {{{data}}}, "RoundLossList", {FEW}]')
    assert before == meanwhile and not before[1]


@pytest.mark.parametrize("form", ["lists", "associations", "association", "validation", "share"])
def test_every_form_of_data_may_have_files(reading: Any, tmp_path: Path, form: str) -> None:
    names = pictures(tmp_path, 8)
    files, labels = (", ".join(f'File["{n}"]' for n in names), '"a", "b", "a", "b", "a", "b", "a", "b"')
    each = ", ".join(f'<|"Input" -> File["{n}"], "Output" -> "{"ab"[i % 2]}"|>' for i, n in enumerate(names))
    data, more, wanted = {
        "lists": (f"{{{files}}} -> {{{labels}}}", "", "RoundLossList"),
        "associations": (f"{{{each}}}", "", "RoundLossList"),
        "association": (f'<|"Input" -> {{{files}}}, "Output" -> {{{labels}}}|>', "", "RoundLossList"),
        "validation": (
            f"{{{files}}} -> {{{labels}}}",
            f", ValidationSet -> {{{rules(names[:5])}}}",
            "ValidationLossList",
        ),
        "share": (f"{{{files}}} -> {{{labels}}}", ", ValidationSet -> Scaled[0.3]", "ValidationLossList"),
    }[form]  # fmt: skip
    before, meanwhile = both(reading, NET, f'NetTrain[net, {data}, "{wanted}", {FEW}{more}]')
    assert before[0] == pytest.approx(meanwhile[0], rel=1e-6) and not before[1] and not meanwhile[1]


def test_sounds_in_files(reading: Any, tmp_path: Path) -> None:
    for i in range(6):
        soundfile.write(tmp_path / f"{i}.wav", 0.1 * np.sin(np.arange(300 + 20 * i) / (i + 2)), 800)
    data = ", ".join(f'File["{tmp_path}/{i}.wav"] -> {{{i}}}' for i in range(6))
    for length in ("100", "All"):
        layers = "FlattenLayer[], 1" if length == "100" else "GatedRecurrentLayer[2], SequenceLastLayer[], 1"
        coder = f'NetEncoder[{{"AudioSpectrogram", "SampleRate" -> 800, "TargetLength" -> 5, {SIZES}}}]'
        coder = coder if length == "100" else coder.replace('"TargetLength" -> 5, ', "")
        net = f'net = NetInitialize[NetChain[{{{layers}}}, "Input" -> {coder}], RandomSeeding -> 3]'
        before, meanwhile = both(reading, net, f'NetTrain[net, {{{data}}}, "RoundLossList", {FEW}]')
        assert not before[1] and not meanwhile[1] and len(meanwhile[0]) == 3
        assert length == "All" or before == meanwhile


SIZES = '"WindowSize" -> 64, "Offset" -> 32'


def test_augmented_sounds_are_drawn_anew_from_the_seed(reading: Any, tmp_path: Path) -> None:
    reading("while training")
    for i in range(6):
        soundfile.write(tmp_path / f"{i}.wav", 0.1 * np.sin(np.arange(80) / (i + 2)), 800)
    data = ", ".join(f'File["{tmp_path}/{i}.wav"] -> {i}.' for i in range(6))
    session = Session()
    session.evaluate(
        'net = NetInitialize[NetChain[{FlattenLayer[], 1, PartLayer[1]}, "Input" -> NetEncoder[{"Audio", '
        '"SampleRate" -> 800, "TargetLength" -> 80, "Augmentation" -> {"Volume" -> {1., 50.}}}]], '
        "RandomSeeding -> 1]"
    )
    still = "BatchSize -> 3, MaxTrainingRounds -> 3, LearningRateMultipliers -> None, RandomSeeding ->"
    runs = [
        _list(session.evaluate(f'NetTrain[net, {{{data}}}, "RoundLossList", {still} {seed}]'))
        for seed in (1, 1, 2)
    ]
    assert runs[0] == runs[1] != runs[2] and len(set(runs[0])) == 3 and not session.messages


def test_files_of_functions_are_read_where_the_language_is(reading: Any, tmp_path: Path) -> None:
    names = [f"{tmp_path}/{i}.txt" for i in range(6)]
    for i, name in enumerate(names):
        Path(name).write_text(f"{i}")
    net = (
        'net = NetInitialize[NetChain[{1}, "Input" -> NetEncoder[{"Function", '
        'Function[f, {1., ToExpression[Import[First[f], "Text"]]}], {2}}]], RandomSeeding -> 3]'
    )
    data = ", ".join(f'File["{name}"] -> {{{i}}}' for i, name in enumerate(names))
    before, meanwhile = both(reading, net, f'NetTrain[net, {{{data}}}, "RoundLossList", {FEW}]')
    assert before == meanwhile and not before[1]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fault", ["missing", "broken", "cut off"])
def test_a_file_that_cannot_be_read_is_left_out(reading: Any, tmp_path: Path, way: str, fault: str) -> None:
    reading(way)
    names = pictures(tmp_path, 10)
    if fault == "missing":
        Path(names[3]).unlink()
    else:
        found = Path(names[3]).read_bytes()
        Path(names[3]).write_bytes(b"no picture" if fault == "broken" else found[: len(found) // 2])
    session = Session()
    session.evaluate(NET)
    for size in (1, 4):  # with 1, a batch has nothing else to learn from
        session.messages.clear()
        session.evaluate(
            f"r = NetTrain[net, {{{rules(names)}}}, All, BatchSize -> {size}, MaxTrainingRounds -> 2]"
        )
        assert [m.name for m in session.messages] == ["NetTrain::encode", "NetTrain::skipped"]
        assert "Example 4 at" in str(session.messages[0]) and "3.png" in str(session.messages[0])
        assert _list(session.evaluate('r["SkippedTrainingData"]')) == [4]
        assert np.isfinite(_list(session.evaluate('r["BatchLossList"]'))).all()


@pytest.mark.parametrize("way", WAYS)
def test_missing_files_change_nothing_else(reading: Any, tmp_path: Path, way: str) -> None:
    reading(way)
    names = pictures(tmp_path, 10)
    session = Session()
    session.evaluate(NET)
    without = rules(names).split(", ")
    expected = session.evaluate(
        f'NetTrain[net, {{{", ".join(without[:3] + without[4:])}}}, "BatchLossList", {FEW}]'
    )
    Path(names[3]).unlink()
    assert session.evaluate(f'NetTrain[net, {{{rules(names)}}}, "BatchLossList", {FEW}]') == expected


@pytest.mark.parametrize("way", WAYS)
def test_data_that_are_half_unreadable_are_refused(reading: Any, tmp_path: Path, way: str) -> None:
    reading(way)
    names = pictures(tmp_path, 10)
    for name in names[:5]:
        Path(name).write_bytes(b"no picture")
    session = Session()
    session.evaluate(NET)
    session.evaluate(f'r = NetTrain[net, {{{rules(names)}}}, "RoundLossList", BatchSize -> 10]')
    assert str(session.evaluate("r")) == "$Failed"
    assert [m.name for m in session.messages] == ["NetTrain::encode"]


def test_batches_have_the_positions_of_their_examples(reading: Any, tmp_path: Path) -> None:
    names = pictures(tmp_path, 10)
    watch = 'seen = {}; f[a_] := AppendTo[seen, Sort[Flatten[a["BatchIndices"]]]];'
    told = 'TrainingProgressFunction -> {f, "Interval" -> Quantity[1, "Batches"]}'
    options = f"BatchSize -> 5, MaxTrainingRounds -> 3, {told}, RandomSeeding -> 1"
    set_up = f"{NET} {watch} NetTrain[net, {{{rules(names)}}}, {options}]"
    before, meanwhile = both(reading, set_up, "seen")
    assert before == meanwhile and len(before[0]) == 6
    assert sorted(before[0][0] + before[0][1]) == list(range(1, 11))


def test_measurements_of_files_are_the_same_in_both_ways(reading: Any, tmp_path: Path) -> None:
    data = rules(pictures(tmp_path, 9))
    wanted = f'NetMeasurements[net, {{{data}}}, {{"Accuracy", "Loss"}}, BatchSize -> 4]'
    before, meanwhile = both(reading, NET, wanted)
    assert before[0] == pytest.approx(meanwhile[0], rel=1e-6) and not before[1] and not meanwhile[1]


def test_what_is_held_does_not_grow_with_the_number_of_files(reading: Any, tmp_path: Path) -> None:
    reading("while training")
    names = pictures(tmp_path, 10, (40, 40))
    net = NET.replace("{4, 3}", "{40, 40}")

    def peak(count: int) -> int:
        session = Session()
        session.evaluate(net)
        data = rules((names * count)[: 10 * count])
        session.evaluate(f"data = {{{data}}};")
        tracemalloc.start()
        session.evaluate("NetTrain[net, data, BatchSize -> 10, MaxTrainingRounds -> 1]")
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1)
    small, large = peak(5), peak(40)  # 50 and 400 pictures, encoded 0.3 and 2.6 megabytes
    assert large < small + 5e5
