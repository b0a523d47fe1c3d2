"""Data sets come by name, complete and genuine, or not at all."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import io
import struct
from pathlib import Path

import numpy as np
import pytest
from counting import calls

from wlnet.expr import FAILED, Expr, Integer, String
from wlnet.frontends.progress import ProgressLine
from wlnet.media.image import Image
from wlnet.problem import Problem
from wlnet.resources import files
from wlnet.resources.data import named_data, resource_data
from wlnet.resources.examples import example_data, example_names
from wlnet.resources.files import DataFile, Downloading, find
from wlnet.resources.idx import parse_idx, read_idx
from wlnet.resources.mnist import FASHION_MNIST, MNIST, ImageSet, arrays, rules
from wlnet.session import Session

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
needs_mnist = pytest.mark.skipif(not (SHARED / "mnist").is_dir(), reason="../shared/data/mnist is not there")
needs_sklearn = pytest.mark.skipif(
    not importlib.util.find_spec("sklearn"), reason="scikit-learn is not installed"
)


def idx(array: np.ndarray, code: int = 8) -> bytes:
    return bytes([0, 0, code, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


CONTENT = idx(np.arange(12, dtype=np.uint8).reshape(3, 2, 2))
PACKED = gzip.compress(CONTENT, mtime=0)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch) -> Path:
    """A cache of our own, and no folder of the user."""
    monkeypatch.setattr(files, "cache", lambda: tmp_path / "cache")
    monkeypatch.delenv(files.VARIABLE, raising=False)
    return tmp_path / "cache"


def toy(*mirrors: str) -> DataFile:
    return DataFile("Toy", "toy", "toy.gz", digest(PACKED), digest(CONTENT), mirrors)


def served(folder: Path, content: bytes) -> str:
    """A mirror in a folder, as a URL."""
    folder.mkdir()
    (folder / "toy.gz").write_bytes(content)
    return folder.as_uri() + "/"


@pytest.mark.parametrize(
    ("code", "kind"), [(8, "u1"), (9, "i1"), (11, ">i2"), (12, ">i4"), (13, ">f4"), (14, ">f8")]
)
def test_idx_files_of_every_type_are_read(code: int, kind: str) -> None:
    array = np.arange(24).reshape(2, 3, 4).astype(kind)
    found = parse_idx(idx(array, code))
    assert (found == array).all()
    assert found.dtype == np.dtype(kind).newbyteorder("=")


@pytest.mark.parametrize(
    "content",
    [b"", b"not an idx file", b"\0\0\x08\x02\0\0", CONTENT[:-1], CONTENT + b"\0", b"\0\0\x07\x01\0\0\0\0"],
)
def test_what_is_no_idx_file_is_a_message(content: bytes) -> None:
    with pytest.raises(Problem, match="idxfmt"):
        parse_idx(content)


def test_a_broken_gzip_file_is_a_message(tmp_path) -> None:
    (tmp_path / "cut.gz").write_bytes(PACKED[:-9])
    with pytest.raises(Problem, match="idxfmt"):
        read_idx(tmp_path / "cut.gz")


@pytest.mark.parametrize("place", ["toy.gz", "toy/toy.gz", "toy", "toy/toy"])
def test_the_folder_of_the_user_comes_first(place: str, tmp_path, monkeypatch) -> None:
    path = tmp_path / "mine" / place
    path.parent.mkdir(parents=True)
    path.write_bytes(PACKED if place.endswith(".gz") else CONTENT)
    monkeypatch.setenv(files.VARIABLE, str(tmp_path / "mine"))
    assert find(toy("file:///nowhere/")) == path


def test_a_file_packed_anew_is_genuine(cache) -> None:
    (cache / "toy").mkdir(parents=True)
    (cache / "toy" / "toy.gz").write_bytes(gzip.compress(CONTENT, compresslevel=1, mtime=99))
    assert find(toy()) == cache / "toy" / "toy.gz"


def test_a_download_is_kept_and_reported(tmp_path, cache) -> None:
    events: list[Downloading] = []
    file = toy(served(tmp_path / "mirror", PACKED))
    path = find(file, events.append)
    assert path.read_bytes() == PACKED
    assert path.is_relative_to(cache)
    assert events[-1].finished
    assert events[-1].done == len(PACKED)
    assert "toy.gz" in str(events[-1])
    assert "MB/s" in str(events[-1])
    (tmp_path / "mirror" / "toy.gz").unlink()
    assert find(file) == path


def test_a_download_is_shown_on_a_line(tmp_path) -> None:
    stream, now = io.StringIO(), iter([0.0, 1.0])
    line = ProgressLine(stream, lambda: next(now))
    line(Downloading("toy.gz", 4_000_000, 10_000_000, 2.0))
    assert "Downloading toy.gz: 4.0 of 10.0 MB, 2.0 MB/s" in stream.getvalue()


def test_a_corrupt_download_is_refused_and_the_next_mirror_tried(tmp_path, cache) -> None:
    bad = served(tmp_path / "bad", PACKED[:-1] + b"!")
    with pytest.raises(Problem) as problem:
        find(toy(bad))
    assert "SHA-256" in str(problem.value)
    assert list((cache / "toy").iterdir()) == []
    good = served(tmp_path / "good", PACKED)
    assert find(toy(bad, good)).read_bytes() == PACKED


def test_a_corrupt_file_in_the_cache_is_never_used(tmp_path, cache) -> None:
    (cache / "toy").mkdir(parents=True)
    (cache / "toy" / "toy.gz").write_bytes(b"other data")
    with pytest.raises(Problem, match="refused"):
        find(toy())
    assert find(toy(served(tmp_path / "mirror", PACKED))).read_bytes() == PACKED


def test_an_interrupted_download_leaves_nothing(cache, monkeypatch) -> None:
    class Slow:
        headers = {"Content-Length": "1000"}

        def __enter__(self):
            return self

        def __exit__(self, *args):
            return None

        def read(self, size: int) -> bytes:
            raise KeyboardInterrupt

    monkeypatch.setattr(files, "open_url", lambda url: Slow())
    with pytest.raises(KeyboardInterrupt):
        find(toy("https://example.org/"))
    assert list((cache / "toy").iterdir()) == []


def test_absent_data_are_a_message_that_says_what_was_tried_and_what_to_do(tmp_path, monkeypatch) -> None:
    def refuse(url: str):
        raise OSError("no network here")

    monkeypatch.setattr(files, "open_url", refuse)
    monkeypatch.setenv(files.VARIABLE, str(tmp_path / "mine"))
    with pytest.raises(Problem, match="nodata") as problem:
        resource_data("MNIST")
    text = str(problem.value)
    assert str(tmp_path / "mine") in text
    assert all(mirror in text for mirror in MNIST.mirrors)
    assert "no network here" in text
    assert "WLNET_DATA" in text
    assert all(name in text for name in MNIST.sums)


def test_in_the_language_absent_data_are_failed_with_the_message(monkeypatch) -> None:
    def refuse(url: str):
        raise OSError("no network here")

    monkeypatch.setattr(files, "open_url", refuse)
    session = Session()
    monkeypatch.setattr(session.kernel, "report", lambda message: None)
    assert session.evaluate('ResourceData["MNIST"]') is FAILED
    (message,) = map(str, session.messages)
    assert message.startswith("ResourceData::nodata: ")
    assert "no network here" in message


@needs_mnist
def test_in_the_language_the_data_are_rules(monkeypatch) -> None:
    monkeypatch.setenv(files.VARIABLE, str(SHARED))
    session = Session()
    found = session.evaluate('ResourceData["MNIST", "TestData"]')
    assert len(found.args) == 10_000
    assert session.messages == []


def test_unknown_names_are_messages_that_name_what_is_there() -> None:
    with pytest.raises(Problem, match=r"notavail.*CIFAR-10.*FashionMNIST, MNIST"):
        resource_data("CIFAR-10")
    with pytest.raises(Problem, match=r"noelem.*Middle.*TrainingData, TestData"):
        resource_data("MNIST", "Middle")
    with pytest.raises(Problem, match=r"notavail.*FisherIris"):
        named_data("MovieReview", "TrainingData")
    with pytest.raises(Problem, match=r"notent.*WineQuality.*FisherIris"):
        example_data("MachineLearning", "WineQuality")
    with pytest.raises(Problem, match="noelem"):
        example_data("MachineLearning", "FisherIris", "Rest")
    with pytest.raises(Problem, match="notype"):
        example_data("TestImage", "Mandrill")


def test_a_set_is_grouped_by_class_and_keeps_its_order_within(tmp_path, monkeypatch) -> None:
    images = np.arange(5 * 784, dtype=np.uint32).astype(np.uint8).reshape(5, 28, 28)
    contents = {
        "train-images-idx3-ubyte.gz": idx(images),
        "train-labels-idx1-ubyte.gz": idx(np.array([3, 0, 3, 1, 0], dtype=np.uint8)),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    sums = {name: (digest(content), digest(content)) for name, content in contents.items()}
    monkeypatch.setenv(files.VARIABLE, str(tmp_path))
    found = rules(ImageSet("Toy", "toy", (), sums), "TrainingData")
    assert [rule.args[1].value for rule in found.args] == [0, 0, 1, 3, 3]
    assert [rule.args[0].value for rule in found.args] == [Image(images[i]) for i in (1, 4, 3, 0, 2)]


@needs_mnist
@pytest.mark.parametrize(
    ("element", "counts"),
    [
        ("TrainingData", [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]),
        ("TestData", [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]),
    ],
)
def test_mnist_is_whole_sorted_and_made_of_images(element: str, counts: list[int], monkeypatch) -> None:
    monkeypatch.setenv(files.VARIABLE, str(SHARED))
    found = resource_data("MNIST", element)
    labels = [rule.args[1].value for rule in found.args]
    assert labels == sorted(labels)
    assert np.bincount(labels).tolist() == counts
    assert found.args[0].args[0].value.summary() == "Image[<28 x 28, Grayscale, Byte>]"


@needs_mnist
def test_sixty_thousand_images_are_light(monkeypatch) -> None:
    monkeypatch.setenv(files.VARIABLE, str(SHARED))
    stack, _ = arrays(MNIST, "TrainingData")
    found, count = calls(lambda: rules(MNIST, "TrainingData"))
    assert count < 20 * len(stack)
    images = np.stack([rule.args[0].value.data for rule in found.args])
    assert (images == stack).all()
    assert np.shares_memory(found.args[59_999].args[0].value.data, stack)


@needs_mnist
def test_fashion_mnist_is_there_too(monkeypatch) -> None:
    monkeypatch.setenv(files.VARIABLE, str(SHARED))
    assert np.bincount(arrays(FASHION_MNIST, "TestData")[1]).tolist() == [1000] * 10
    assert len(named_data("FashionMNIST", "TrainingData").args) == 60_000


@needs_sklearn
def test_digits_are_images_with_their_digits() -> None:
    data = example_data("MachineLearning", "Digits")
    training = example_data("MachineLearning", "Digits", "TrainingData")
    test = example_data("MachineLearning", "Digits", "TestData")
    assert (len(training.args), len(test.args)) == (1437, 360)
    assert data.args == training.args + test.args
    image, label = data.args[0].args
    assert image.value.dimensions == (8, 8)
    assert image.value.data.max() <= 255
    assert label == Integer(0)
    assert "addition of wlnet" in example_data("MachineLearning", "Digits", "Description").value


@needs_sklearn
def test_the_iris_data_are_fishers() -> None:
    data = example_data("MachineLearning", "FisherIris")
    assert len(data.args) == 150
    setosa = [rule.args[0] for rule in data.args if rule.args[1] == String("setosa")]
    assert np.mean([row.args[0].value for row in setosa]) == pytest.approx(5.006)
    training = example_data("MachineLearning", "FisherIris", "TrainingData")
    assert len(training.args) == 105
    assert {rule.args[1].value for rule in training.args} == {"setosa", "versicolor", "virginica"}
    names = example_data("MachineLearning", "FisherIris", "VariableDescriptions")
    assert [len(part.args) for part in names.args] == [4, 0]


def test_without_scikit_learn_the_message_names_the_repair(monkeypatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    for cached in ("_digits", "_iris"):
        monkeypatch.setattr(f"wlnet.resources.examples.{cached}", uncached(cached))
    for name in ("Digits", "FisherIris"):
        with pytest.raises(Problem, match=r"nopkg.*pip install 'wlnet\[data\]'"):
            example_data("MachineLearning", name)


def uncached(name: str):
    module = importlib.import_module("wlnet.resources.examples")
    return getattr(module, name).__wrapped__


@needs_mnist
def test_the_mnist_of_examples_is_that_of_resources(monkeypatch) -> None:
    monkeypatch.setenv(files.VARIABLE, str(SHARED))
    found = example_data("MachineLearning", "MNIST", "TestData")
    assert isinstance(found, Expr)
    assert found == resource_data("MNIST", "TestData")
    assert "MNIST" in example_names()
