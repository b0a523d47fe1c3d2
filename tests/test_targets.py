"""Targets of a training are encoded by the opposite of the decoder at the output."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from PIL import Image

from wlnet import Session
from wlnet.arrays import array_of

FEW = "MaxTrainingRounds -> 2, RandomSeeding -> 1, LearningRateMultipliers -> None"


def _list(node: Any) -> Any:
    found = array_of(node)
    assert found is not None, node
    return found.tolist()


@pytest.fixture
def session() -> Session:
    return Session()


# -- pictures --

IMAGES = (
    "images = Table[Image[RandomReal[1, {4, 5, 3}]], {8}]; grey = Table[Image[RandomReal[1, {4, 5}]], {8}];"
)
CODER = '"Input" -> NetEncoder[{"Image", {5, 4}, ColorSpace -> "Grayscale"}]'


@pytest.mark.parametrize(
    ("decoder", "out", "planes"),
    [
        ('NetDecoder[{"Image", "Grayscale"}]', "{1, 4, 5}", "{#} &"),
        ('NetDecoder[{"Image", "Grayscale", Interleaving -> True}]', "{4, 5, 1}", "Map[List, #, {2}] &"),
        ('NetDecoder[{"Image", "Grayscale", "MeanImage" -> 0.25}]', "{1, 4, 5}", "{# - 0.25} &"),
    ],
)
def test_a_net_learns_pictures(session: Session, decoder: str, out: str, planes: str) -> None:
    session.evaluate(f"SeedRandom[1]; {IMAGES} planes = {planes};")
    session.evaluate(
        f"net[more___] := NetInitialize[NetChain[{{FlattenLayer[], 20, ReshapeLayer[{out}]}}, {CODER}, "
        "more], RandomSeeding -> 1]"
    )
    pictures = f'NetTrain[net["Output" -> {decoder}], Thread[grey -> grey], "RoundLossList", {FEW}]'
    arrays = f'NetTrain[net[], Thread[grey -> (planes /@ ImageData /@ grey)], "RoundLossList", {FEW}]'
    assert _list(session.evaluate(pictures)) == pytest.approx(_list(session.evaluate(arrays)), rel=1e-6)
    assert not session.messages


def test_an_autoencoder_gives_pictures(session: Session) -> None:
    session.evaluate(f"SeedRandom[1]; {IMAGES}")
    session.evaluate(
        "net = NetTrain[NetChain[{FlattenLayer[], 60, ReshapeLayer[{3, 4, 5}]}, "
        '"Input" -> NetEncoder[{"Image", {5, 4}}], "Output" -> NetDecoder["Image"]], images -> images, '
        "MaxTrainingRounds -> 400, LearningRate -> 0.01, RandomSeeding -> 1]; made = net[First[images]]"
    )
    found = np.abs(
        np.array(_list(session.evaluate("ImageData[made]")))
        - np.array(_list(session.evaluate("ImageData[First[images]]")))
    )
    assert found.shape == (4, 5, 3) and found.mean() < 0.1 and not session.messages


def test_pictures_as_targets_bring_their_decoder(session: Session) -> None:
    session.evaluate(f"SeedRandom[1]; {IMAGES}")
    session.evaluate(
        "net = NetTrain[NetChain[{ConvolutionLayer[3, 1]}], images -> images, MaxTrainingRounds -> 1]"
    )
    assert str(session.evaluate("ImageDimensions[net[First[images]]]")) == "List[Integer(5), Integer(4)]"
    assert not session.messages


def test_volumes_as_targets(session: Session) -> None:
    session.evaluate("SeedRandom[1]; v = Table[Image3D[RandomReal[1, {2, 3, 4}]], {6}];")
    session.evaluate(
        'r = NetTrain[NetChain[{ConvolutionLayer[1, {1, 1, 1}]}, "Input" -> '
        'NetEncoder[{"Image3D", {4, 3, 2}, ColorSpace -> "Grayscale"}], "Output" -> '
        'NetDecoder[{"Image3D", "Grayscale"}]], v -> v, MaxTrainingRounds -> 1]'
    )
    assert str(session.evaluate("ImageDimensions[r[First[v]]]")) == "List[Integer(4), Integer(3), Integer(2)]"
    assert not session.messages


def test_a_stray_picture_is_left_out(session: Session) -> None:
    session.evaluate(f"SeedRandom[1]; {IMAGES}")
    session.evaluate(
        'r = NetTrain[NetChain[{FlattenLayer[], 20, ReshapeLayer[{1, 4, 5}]}, "Input" -> '
        'NetEncoder[{"Image", {5, 4}}], "Output" -> NetDecoder[{"Image", "Grayscale"}]], '
        'images -> ReplacePart[images, 3 -> "x"], All, '
        "MaxTrainingRounds -> 1]"
    )
    assert _list(session.evaluate('r["SkippedTrainingData"]')) == [3]


def test_pictures_in_files_are_targets(session: Session, tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    for i in range(6):
        Image.fromarray(random.integers(0, 256, (4, 5, 3)).astype(np.uint8)).save(tmp_path / f"{i}.png")
    files = ", ".join(f'File["{tmp_path}/{i}.png"]' for i in range(6))
    session.evaluate(
        f"files = {{{files}}}; images = Import /@ files; "
        'net = NetInitialize[NetChain[{ConvolutionLayer[3, 1]}, "Input" -> NetEncoder[{"Image", {5, 4}}], '
        '"Output" -> NetDecoder["Image"]], RandomSeeding -> 1];'
    )
    read, held = (
        _list(session.evaluate(f'NetTrain[net, {data} -> {data}, "RoundLossList", {FEW}]'))
        for data in ("files", "images")
    )
    assert read == held and not session.messages


# -- truth values --


def test_arrays_of_truth_values(session: Session) -> None:
    session.evaluate('net = NetInitialize[NetChain[{2, LogisticSigmoid}, "Input" -> 2, "Output" -> '
                     'NetDecoder[{"Boolean", "InputDepth" -> 1}]], RandomSeeding -> 1]')  # fmt: skip
    data = ("{{1, 2} -> {True, False}, {3, 4} -> {False, True}}", "{{1, 2} -> {1, 0}, {3, 4} -> {0, 1}}")

    truths, numbers = (_list(session.evaluate(f'NetTrain[net, {d}, "RoundLossList", {FEW}]')) for d in data)
    assert truths == numbers and not session.messages


@pytest.mark.parametrize(("stray", "place"), [('"x"', 4), ("3", 1), ("{1, 2}", 2)])
def test_a_stray_value_among_truth_values_is_told(session: Session, stray: str, place: int) -> None:
    targets = ["True", "False", "True", "False"]
    targets.insert(place - 1, stray)
    data = ", ".join(f"{{{i}, 1}} -> {target}" for i, target in enumerate(targets))
    session.evaluate(
        f"r = NetTrain[NetChain[{{LinearLayer[{{}}], LogisticSigmoid}}], {{{data}}}, All, {FEW}]"
    )
    assert _list(session.evaluate('r["SkippedTrainingData"]')) == [place]
    assert f"Example {place} at" in str(session.messages[0])


# -- lengths --


def test_tied_lengths_that_differ_in_one_example(session: Session) -> None:
    data = "{{1, 2} -> {1, 2}, {1, 2, 3} -> {1}, {1} -> {2}, {4} -> {2}}"
    session.evaluate(
        f'r = NetTrain[NetChain[{{Tanh}}, "Input" -> "Varying"], {data}, All, MaxTrainingRounds -> 1]'
    )
    assert [m.name for m in session.messages] == ["NetTrain::netlengths", "NetTrain::skipped"]
    assert "example 2 the" in str(session.messages[0])
    assert _list(session.evaluate('r["SkippedTrainingData"]')) == [2]


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ("GatedRecurrentLayer[2], SequenceLastLayer[]", "seqempty"),
        ("AggregationLayer[Max, 1]", "aggempty"),
        ("AggregationLayer[Mean, 1]", "aggempty"),
        ("AggregationLayer[Total, 1]", ""),
        ("SequenceRestLayer[], AggregationLayer[Total, 1]", "seqshort"),
        ("ConvolutionLayer[2, {1}, Interleaving -> True], AggregationLayer[Max, 1]", "kernsize"),
    ],
)
def test_texts_that_are_too_short_for_the_net(session: Session, layers: str, message: str) -> None:
    net = f'NetChain[{{EmbeddingLayer[2], {layers}}}, "Input" -> NetEncoder[{{"Characters", "ab"}}]]'
    data = '{"ab" -> {1, 2}, "ba" -> {1, 2}, "" -> {1, 2}, "aab" -> {2, 2}}'
    session.evaluate(
        f'r = NetTrain[{net}, {data}, All, MaxTrainingRounds -> 1]; s = r["SkippedTrainingData"]'
    )
    assert str(session.evaluate("s")) == ("List[Integer(3)]" if message else "List[]")
    assert [m.name for m in session.messages][:1] == ([f"NetTrain::{message}"] if message else [])


# -- pixels in HDF5 files --

PIXELS = np.random.default_rng(0).integers(0, 256, (12, 5, 4, 3)).astype(np.uint8)


@pytest.mark.parametrize(
    "coder", ["{4, 5}", '{7, 6}, ColorSpace -> "Grayscale"', '{4, 5}, "MeanImage" -> 0.5']
)
@pytest.mark.parametrize("layout", ["last", "first", "grey"])
def test_bytes_are_pixels(session: Session, tmp_path: Path, coder: str, layout: str) -> None:
    pixels = {"last": PIXELS, "first": PIXELS.transpose(0, 3, 1, 2), "grey": PIXELS[..., 0]}[layout]
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["Input"], file["Output"] = pixels, np.arange(12) % 2
    for i, picture in enumerate(PIXELS[..., 0] if layout == "grey" else PIXELS):
        Image.fromarray(picture).save(tmp_path / f"{i}.png")
    net = f'NetChain[{{FlattenLayer[], 2, SoftmaxLayer[]}}, "Input" -> NetEncoder[{{"Image", {coder}}}]]'
    session.evaluate(f"net = NetInitialize[{net}, RandomSeeding -> 1]")
    files = ", ".join(f'File["{tmp_path}/{i}.png"] -> {i % 2}' for i in range(12))
    bytes_, pictures = (
        _list(session.evaluate(f'NetTrain[net, {data}, "RoundLossList", {FEW}]'))
        for data in (f'File["{tmp_path}/a.h5"]', f"{{{files}}}")
    )
    assert bytes_ == pytest.approx(pictures, rel=1e-6) and not session.messages


@pytest.mark.parametrize("shape", [(12, 3, 5, 3), (12, 5, 4, 2), (12, 5)])
def test_bytes_that_are_no_pictures_for_certain_are_told(
    session: Session, tmp_path: Path, shape: tuple[int, ...]
) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["Input"], file["Output"] = np.zeros(shape, np.uint8), np.arange(12) % 2
    net = 'NetChain[{FlattenLayer[], 2, SoftmaxLayer[]}, "Input" -> NetEncoder[{"Image", 4}]]'
    session.evaluate(f'r = NetTrain[{net}, File["{tmp_path}/a.h5"]]')
    assert str(session.evaluate("r")) == "$Failed" and [m.name for m in session.messages] == [
        "NetTrain::pixels"
    ]


# -- measurements of files --


def test_measurements_of_a_file_are_those_of_its_rows(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    x = np.random.default_rng(0).normal(size=(50, 3)).astype(np.float32)
    y = (x.sum(1) > 0).astype(np.int64)
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["Input"], file["Output"] = x, y
    session.evaluate(
        'net = NetInitialize[NetChain[{2, SoftmaxLayer[]}, "Input" -> 3, "Output" -> NetDecoder[{"Class", '
        "{0, 1}}]], RandomSeeding -> 1]"
    )
    rows = ", ".join(
        "{" + ", ".join(f"{n:.9f}" for n in row) + f"}} -> {label}" for row, label in zip(x, y, strict=True)
    )
    wanted = '{"Accuracy", "Loss"}, BatchSize -> 7'
    held = _list(session.evaluate(f"NetMeasurements[net, {{{rows}}}, {wanted}]"))
    for limit in (2**24, 64):
        monkeypatch.setattr("wlnet.engine.chunks.POOL_BYTES", limit)
        found = _list(session.evaluate(f'NetMeasurements[net, File["{tmp_path}/a.h5"], {wanted}]'))
        assert found == pytest.approx(held, rel=1e-5) and not session.messages
