"""The data of NetTrain and NetMeasurements: given, named, made by a function, or held back for validation.

A function that makes data is called with an association of "BatchSize", "Round", "Batch" and "AbsoluteBatch",
and gives a batch in any form.  A round of it is "RoundLength" examples; our choice of a default is 64
batches.  The data for validation that a function makes are made once, before training.

Columns of data that no port of the training net takes are ignored (our reading: the documentation is silent).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..convert import NOT_CONVERTED, from_node
from ..engine.intervals import EACH_ROUND, ROUNDS, Interval
from ..engine.plan import AUTOMATIC_BATCH
from ..expr import ABORTED, FAILED, NONE, NULL, Expr, Integer, Node, S, String, Symbol, is_head, is_rule
from ..nets.dataset import Dataset
from ..nets.net import Graph, Net
from ..nets.prepare import encoded
from ..nets.skipping import Skips
from ..problem import Template
from ..resources.data import named_data
from .options import read_interval
from .out_of_core import FileSource

if TYPE_CHECKING:
    from ..nets.ragged import Column

BAD_DATA = Template(
    "netdata",
    "`1` is not training data: a list of rules in -> out or of associations, a rule or association of lists, "
    'the name of a data set, a function that makes batches, or File["name.h5"] or a list of these.',
)
BAD_VALIDATION = Template(
    "valset",
    "ValidationSet -> `1` is neither None, data, the name of a data set, Scaled[f] with 0 < f < 1, nor "
    '{one of these, "Interval" -> n}.',
)
FEW = Template(
    "valfew", "ValidationSet -> Scaled[`1`] leaves `2` of `3` examples for training and `4` for validation."
)
NOT_MADE = Template("gendata", "The function that makes batches gave `1`, which is no training data.")
NOT_SO_MANY = Template("genlen", "The function that makes batches gave `1` examples; `2` were asked for.")
BAD_LENGTH = Template("roundlen", '"RoundLength" -> `1` is not a positive integer.')
ROUND_BATCHES = 64
NO_FUNCTIONS = (NONE, NULL, FAILED, ABORTED, S.Automatic, S.All)  # what came of something else
ROUND_LENGTH = "RoundLength"


@dataclass(frozen=True)
class GeneratorSpec:
    """A function that makes batches, and how many examples a round has."""

    function: Node
    length: int | None = None


Source = Dataset | str | GeneratorSpec | FileSource


class TrainingData:
    """The data argument: data in one of the forms of Dataset, the name of a data set, or a function."""

    @classmethod
    def from_node(cls, node: Node) -> Source:
        """Raises a Problem for what is none of them."""
        if isinstance(node, String):
            return node.value
        spec = FileSource.from_node(node) or _generator(node)
        if spec is not None:
            return spec
        data = Dataset.from_node(node)
        if data is NOT_CONVERTED:
            raise BAD_DATA(node)
        return data


def _generator(node: Node) -> GeneratorSpec | None:
    """The spec that ``f`` or ``{f, "RoundLength" -> n}`` writes."""
    if is_head(node, S.List) and len(node.args) == 2 and _names(node.args[1], ROUND_LENGTH):
        length = node.args[1].args[1]
        if not isinstance(length, Integer) or length.value < 1:
            raise BAD_LENGTH(length)
        inner = _generator(node.args[0])
        return None if inner is None else replace(inner, length=length.value)
    is_function = is_head(node, S.Function) or (isinstance(node, Symbol) and node not in NO_FUNCTIONS)
    return GeneratorSpec(node) if is_function else None


def _names(node: Node, name: str) -> bool:
    return is_rule(node) and node.args[0] in (String(name), Symbol(name))


@dataclass(frozen=True)
class Validation:
    """ValidationSet: a share of the training data, or data of its own; and how often it is looked at."""

    share: float | None = None
    data: Source | None = None
    interval: Interval = EACH_ROUND

    @classmethod
    def from_node(cls, node: Node) -> Validation:
        """Raises a Problem for what is no ValidationSet."""
        if is_head(node, S.List) and len(node.args) > 1 and _names(node.args[-1], "Interval"):
            spec = node.args[0] if len(node.args) == 2 else S.List(*node.args[:-1])
            return replace(cls.from_node(spec), interval=read_interval(node.args[-1].args[1], ROUNDS))
        if node is NONE or node is S.Automatic:
            return cls()
        if is_head(node, S.Scaled):
            share = from_node(float, node.args[0]) if len(node.args) == 1 else NOT_CONVERTED
            if share is NOT_CONVERTED or not 0 < share < 1:
                raise BAD_VALIDATION(node)
            return cls(share)
        if isinstance(node, String):
            return cls(data=node.value)
        data = FileSource.from_node(node) or _generator(node) or Dataset.from_node(node)
        if data is NOT_CONVERTED:
            raise BAD_VALIDATION(node)
        return cls(data=data)

    def held(self, count: int) -> int:
        """How many of `count` examples are held back.  Raises a Problem if that leaves none."""
        assert self.share is not None
        held = max(1, round(self.share * count))
        if held >= count:
            raise FEW(self.share, count - held, count, held)
        return held


def as_dataset(k: Any, data: Source, element: str, net: Net) -> Dataset:
    """The data, the element of the data set that is named, a round of what a function makes, or a file."""
    if isinstance(data, FileSource):
        return data.whole(net)
    if isinstance(data, GeneratorSpec):
        return made(k, data, data.length or ROUND_BATCHES * AUTOMATIC_BATCH)
    return Dataset.from_node(named_data(data, element, k.notify)) if isinstance(data, str) else data


def made(k: Any, spec: GeneratorSpec, size: int, round_: int = 1, batch: int = 1, total: int = 1) -> Dataset:
    """A batch that a function makes.  Raises a Problem unless it has `size` examples."""
    numbers = {"BatchSize": size, "Round": round_, "Batch": batch, "AbsoluteBatch": total}
    asked = S.Association(*(S.Rule(String(name), Integer(n)) for name, n in numbers.items()))
    found = k.evaluate(Expr(spec.function, (asked,)))
    data = Dataset.from_node(found)
    if data is NOT_CONVERTED:
        raise NOT_MADE(found)
    if len(data) != size:
        raise NOT_SO_MANY(len(data), size)
    return data


@dataclass
class Stream:
    """The batches that a function makes for a net, encoded; the first one is made beforehand, to see it."""

    k: Any
    spec: GeneratorSpec
    size: int
    first: Dataset = field(init=False)

    def __post_init__(self) -> None:
        self.first = made(self.k, self.spec, self.size)

    @property
    def round_length(self) -> int:
        return self.spec.length or ROUND_BATCHES * self.size

    def maker(
        self, net: Net, training_net: Graph, real: type, skips: Skips
    ) -> Callable[[int, int, int], Mapping[str, Column]]:
        """What makes encoded batches for the training net of a net."""
        batches = -(-self.round_length // self.size)

        def make(size: int, round_: int, batch: int) -> Mapping[str, Column]:
            total = (round_ - 1) * batches + batch
            data = self.first if total == 1 else made(self.k, self.spec, size, round_, batch, total)
            placed = replace(data.for_net(net), places=range((total - 1) * size, total * size))
            return encoded(net, training_net, placed, self.k.evaluate, real, skips)

        return make


def held_back(
    k: Any, net: Net, source: Source, validation: Validation, random: np.random.Generator
) -> tuple[Dataset, Dataset | None]:
    """The training data, of files a sample, and the validation data, with the names of the net's ports."""
    is_file = isinstance(source, FileSource)
    training = source.sample(net) if is_file else as_dataset(k, source, "TrainingData", net)  # type: ignore
    training = training.for_net(net)
    if validation.share is not None and not is_file:
        count = len(training)
        held = validation.held(count)
        order = random.permutation(count).tolist()
        return training.split(sorted(order[held:]), sorted(order[:held]))
    if validation.data is None or isinstance(validation.data, FileSource):
        return training, None
    return training, as_dataset(k, validation.data, "TestData", net).for_net(net)
