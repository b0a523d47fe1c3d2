"""ExampleData of the type "MachineLearning": small data sets that install with a package, by name.

FisherIris is the well-known table of Fisher (1936), in the copy that comes with scikit-learn (BSD licence).
Digits is an addition of this implementation: the handwritten digits of E. Alpaydin and C. Kaynak (UCI
repository, CC BY 4.0), 8 x 8 pixels, also from scikit-learn.  How these two are split into training and
test data is fixed here and documented nowhere else.  MNIST and FashionMNIST are those of ResourceData.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..expr import Expr, Node, S, String, to_node
from ..lazy import sklearn_datasets
from ..problem import Template
from .files import Notify
from .mnist import ELEMENTS, FASHION_MNIST, MNIST, ImageSet, image_rules, rules

TYPE = "MachineLearning"

NO_TYPE = Template("notype", "`1` is not a type of example data that is available here; this one is: `2`.")
NO_EXAMPLE = Template("notent", "`1` is not a data set that is available here; these are: `2`.")
NO_ELEMENT = Template("noelem", "`1` is not an element of `2`; these are: `3`.")
NO_PACKAGE = Template(
    "nopkg", "`1` comes with scikit-learn, which is not installed: pip install 'wlnet[data]'."
)


@dataclass(frozen=True)
class Example:
    """A data set: `load` gives its training and its test data."""

    description: str
    source: str
    variables: Node
    load: Callable[[Notify], tuple[Expr, Expr]]

    def element(self, name: str, notify: Notify) -> Node | None:
        """What an element is, None if there is no such element."""
        told: dict[str, Node] = {
            "VariableDescriptions": self.variables,
            "Description": String(self.description),
            "Source": String(self.source),
            "Properties": to_node(PROPERTIES),
        }
        if name in told:
            return told[name]
        if name not in ("Data", *ELEMENTS):
            return None
        training, test = self.load(notify)
        if name == "Data":
            return Expr(S.List, training.args + test.args)
        return training if name == "TrainingData" else test


PROPERTIES = ("Data", "TrainingData", "TestData", "VariableDescriptions", "Description", "Source")


def example_names() -> tuple[str, ...]:
    return tuple(sorted(EXAMPLES))


def example_data(
    type_name: str, name: str, element: str = "Data", notify: Notify = lambda event: None
) -> Node:
    """ExampleData[{type, name}, element]: an element of an example, mostly a list of rules."""
    if type_name != TYPE:
        raise NO_TYPE(type_name, TYPE)
    if name not in EXAMPLES:
        raise NO_EXAMPLE(name, ", ".join(example_names()))
    found = EXAMPLES[name].element(element, notify)
    if found is None:
        raise NO_ELEMENT(element, name, ", ".join(PROPERTIES))
    return found


@lru_cache(maxsize=1)
def _digits() -> tuple[Expr, Expr]:
    """1,797 digits; the last 360, by writers of their own for the most part, are the test data."""
    data = _scikit_learn("Digits").load_digits()
    images = np.rint(data.images * (255 / 16)).astype(np.uint8)
    every = image_rules(images, data.target)
    return Expr(S.List, every.args[:-360]), Expr(S.List, every.args[-360:])


@lru_cache(maxsize=1)
def _iris() -> tuple[Expr, Expr]:
    """150 flowers; of the 50 of each species the last 15 are test data."""
    data = _scikit_learn("FisherIris").load_iris()
    every = [
        Expr(S.Rule, (to_node(row), String(str(data.target_names[kind]))))
        for row, kind in zip(data.data.tolist(), data.target, strict=True)
    ]
    training = [rule for i, rule in enumerate(every) if i % 50 < 35]
    test = [rule for i, rule in enumerate(every) if i % 50 >= 35]
    return Expr(S.List, tuple(training)), Expr(S.List, tuple(test))


def _scikit_learn(name: str):
    if importlib.util.find_spec("sklearn") is None:
        raise NO_PACKAGE(name)
    return sklearn_datasets


def _image_set(data_set: ImageSet, description: str, source: str) -> Example:
    def load(notify: Notify) -> tuple[Expr, Expr]:
        return rules(data_set, "TrainingData", notify), rules(data_set, "TestData", notify)

    return Example(description, source, _variables(["image"], "class"), load)


def _variables(inputs: list[str], output: str) -> Node:
    return Expr(S.Rule, (to_node(inputs), String(output)))


EXAMPLES = {
    "Digits": Example(
        "Handwritten digits, 8 x 8 pixels.  An addition of wlnet, not a data set of the Wolfram repository.",
        "E. Alpaydin, C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI; as in scikit-learn",
        _variables(["image"], "digit"),
        lambda notify: _digits(),
    ),
    "FashionMNIST": _image_set(FASHION_MNIST, "Clothes of ten kinds, 28 x 28 pixels.", "Zalando SE (2017)"),
    "FisherIris": Example(
        "Four measurements of iris flowers, in centimetres, and their species.",
        "R. A. Fisher (1936), The use of multiple measurements in taxonomic problems; as in scikit-learn",
        _variables(["sepal length", "sepal width", "petal length", "petal width"], "species of iris"),
        lambda notify: _iris(),
    ),
    "MNIST": _image_set(
        MNIST, "Handwritten digits, 28 x 28 pixels.", "Y. LeCun, C. Cortes, C. Burges (1998)"
    ),
}
