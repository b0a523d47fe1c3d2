"""MNIST and FashionMNIST: 28 x 28 grey images and the digits, or kinds of clothes, that they show.

The lists are grouped by class in ascending order, as public programs rely on ("the first 5,923 are zeros");
within a class they keep the order of the official files.  MNIST is by Y. LeCun, C. Cortes and C. Burges,
commonly given as CC BY-SA 3.0; FashionMNIST is by Zalando SE, MIT licence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ..expr import Expr, Integer, S, Value
from ..media.image import Image
from .files import DataFile, Notify, find
from .idx import read_idx

ELEMENTS = ("TrainingData", "TestData")


@dataclass(frozen=True)
class ImageSet:
    """A data set of four files: the images and the labels of its training and of its test data."""

    name: str
    folder: str
    mirrors: tuple[str, ...]
    sums: dict[str, tuple[str, str]]  # name of a file: its SHA-256, and that of its content unpacked

    def file(self, name: str) -> DataFile:
        return DataFile(self.name, self.folder, name, *self.sums[name], self.mirrors)


_FILES = {
    "TrainingData": ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
    "TestData": ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
}
MNIST = ImageSet(
    "MNIST",
    "mnist",
    (
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "http://yann.lecun.com/exdb/mnist/",
    ),
    {
        "train-images-idx3-ubyte.gz": (
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        ),
        "train-labels-idx1-ubyte.gz": (
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ),
        "t10k-images-idx3-ubyte.gz": (
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        ),
        "t10k-labels-idx1-ubyte.gz": (
            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ),
    },
)
FASHION_MNIST = ImageSet(
    "FashionMNIST",
    "fashion-mnist",
    (
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    ),
    {
        "train-images-idx3-ubyte.gz": (
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        ),
        "train-labels-idx1-ubyte.gz": (
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        ),
        "t10k-images-idx3-ubyte.gz": (
            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        ),
        "t10k-labels-idx1-ubyte.gz": (
            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        ),
    },
)
SETS = {each.name: each for each in (MNIST, FASHION_MNIST)}


def arrays(
    data_set: ImageSet, element: str, notify: Notify = lambda event: None
) -> tuple[np.ndarray, np.ndarray]:
    """The images (n, 28, 28) and labels (n) of "TrainingData" or "TestData", grouped by label."""
    images, labels = (find(data_set.file(name), notify, tuple(data_set.sums)) for name in _FILES[element])
    return _grouped(images, labels)


def rules(data_set: ImageSet, element: str, notify: Notify = lambda event: None) -> Expr:
    """The list of rules Image -> Integer; its images are views into one array."""
    images, labels = arrays(data_set, element, notify)
    return image_rules(images, labels)


def image_rules(images: np.ndarray, labels: np.ndarray) -> Expr:
    """The rules from each of the images (n, h, w) to its label."""
    integers = [Integer(i) for i in range(int(labels.max()) + 1)]
    pairs = zip(Image.views(images), labels.tolist(), strict=True)
    return Expr(S.List, tuple(Expr(S.Rule, (Value(image), integers[label])) for image, label in pairs))


@lru_cache(maxsize=4)
def _grouped(images: Path, labels: Path) -> tuple[np.ndarray, np.ndarray]:
    classes = read_idx(labels)
    order = np.argsort(classes, kind="stable")
    return read_idx(images)[order], classes[order]
