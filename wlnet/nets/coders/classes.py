"""The "Class" coders: labels as class numbers, probabilities as labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from ...convert import NOT_CONVERTED
from ...expr import Expr, Foreign, Integer, Node, Real, S, String, is_head, is_rule
from ..coder import Decoder, Encoder, Evaluate, Misfit, coder, encoded, misused, raw, wants_raw
from ..coder_parameters import REQUIRED, Declared, Parameter, lengths, natural, one_of, truth
from ..kinds import Lengths
from ..layer import INDEX
from ..ragged import Column, Ragged
from ..sampling import Sampling
from ..shapes import Size
from ..text_columns import FORMS, column_of

LEAST = 0.01  # classes below this probability are not among the top ones unless asked for
TAKE_AN_ARGUMENT = ("TopProbabilities", "TopDecisions", "Probability")


def _classes(node: Node) -> object:
    listed = is_head(node, S.List) and node.args and len(set(node.args)) == len(node.args)
    return node.args if listed else NOT_CONVERTED


def _form(node: Node) -> object:
    name = one_of(*FORMS)(node)
    return name if name is NOT_CONVERTED or name == "Index" else "IndicatorVector"


class _List(tuple[Node, ...]):
    """Classes, which are written as a list."""

    def to_node(self) -> Node:
        return S.List(*self)


_LABELS = Parameter("Labels", "classes", _classes, "a list of different classes", REQUIRED, positional=True)
_FORM = Parameter("Form", "form", _form, ", ".join(f'"{f}"' for f in FORMS), "Index", positional=True)
_MANY = Parameter("Multilabel", "multilabel", truth, "True or False", False)


def _sizes(node: Node) -> object:
    return ("Varying",) if node in (String("Varying"), S.List(String("Varying"))) else lengths(node)


_DIMENSIONS = Parameter("Dimensions", "sizes", _sizes, Lengths.expected + ', or "Varying"', ())


def _text(label: Node) -> str:
    value = getattr(label, "value", label)
    return value.summary().split("\n")[0] if isinstance(value, Foreign) else str(value)


def _range(classes: Sequence[Node]) -> str:
    """Few classes by name, many by the first and the last."""
    names = list(classes) if len(classes) < 5 else [classes[0], String("…"), classes[-1]]
    return "{" + ", ".join(map(_text, names)) + "}"


def _shown(classes: Sequence[Node]) -> str:
    few = ", ".join(map(_text, classes[:10]))
    return f"one of the {len(classes)} classes {few}{', ...' if len(classes) > 10 else ''}"


@coder
class ClassEncoder(Declared, Encoder):
    """NetEncoder[{"Class", {c1, ...}}] encodes classes as numbers, with "IndicatorVector" as unit vectors.

    "Dimensions" -> {n, ...} takes arrays of classes, "Varying" lists of any length; "Multilabel" -> True
    lists of classes, as vectors with several 1.
    """

    name = "Class"
    parameters = (_LABELS, _FORM, _DIMENSIONS, _MANY)

    def __init__(
        self,
        classes: tuple[Node, ...],
        form: str = "Index",
        sizes: tuple[Size, ...] = (),
        multilabel: bool = False,
    ):
        if multilabel and form == "Index":
            raise misused(ClassEncoder, String(form), 'with "Multilabel" -> True, "IndicatorVector"')
        self.classes, self.form, self.sizes, self.multilabel = _List(classes), form, sizes, multilabel
        self.numbers = {c: i for i, c in enumerate(classes)}
        self.dims = sizes if form == "Index" else (*sizes, len(classes))

    @property
    def kind(self) -> str:  # type: ignore[override]
        return INDEX if self.form == "Index" else "real"

    @property
    def count(self) -> int | None:
        return len(self.classes) if self.form == "Index" else None

    @property
    def brief(self) -> str:
        return f"class of {len(self.classes)}"

    def summary(self) -> str:
        return f'{self.wl_head}["{self.name}"] {_range(self.classes)}'

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        if self.multilabel:
            return np.stack([self._several(e, i) for i, e in enumerate(examples)])
        if self.sizes == ("Varying",):
            return self._sequences(examples, evaluate)
        numbers, items = self.numbers, examples
        for depth, size in enumerate(self.sizes):
            items = self._opened(items, size, examples, depth)
        try:
            indices = np.fromiter((numbers[e] for e in items), np.int64, len(items))
        except KeyError:
            return self._encode_mixed(examples, items)
        shaped = indices.reshape(len(examples), *self.sizes)
        return shaped + 1 if self.form == "Index" else self._units(shaped)

    def _sequences(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        """Lists of classes, of different lengths."""
        single = ClassEncoder(self.classes, self.form)
        for place, example in enumerate(examples):
            if not is_head(example, S.List):
                raise Misfit(place, "a list of classes")
        lengths = np.array([len(example.args) for example in examples])
        items = [item for example in examples for item in example.args]
        try:
            return column_of(np.asarray(single.encode(items, evaluate)), lengths)
        except Misfit as m:
            raise Misfit(Ragged(lengths, lengths).example_at(m.place), m.expected) from None

    def _opened(
        self, items: Sequence[Node], size: Size, examples: Sequence[Node], depth: int
    ) -> Sequence[Node]:
        """The elements of lists of one size, behind each other."""
        for place, item in enumerate(items):
            if not is_head(item, S.List) or len(item.args) != size:
                sizes = "×".join(map(str, self.sizes))
                each = max(1, len(items) // max(1, len(examples)))
                raise Misfit(place // each, f"an array of classes of size {sizes}")
        return list(chain.from_iterable(item.args for item in items))

    def _encode_mixed(self, examples: Sequence[Node], items: Sequence[Node]) -> np.ndarray:
        """Some examples are no classes: unit vectors pass where that is the form."""
        rows = []
        each = max(1, len(items) // max(1, len(examples)))
        for place, item in enumerate(items):
            array = encoded(item, (len(self.classes),)) if self.form != "Index" else None
            if array is None and item not in self.numbers:
                raise Misfit(place // each, _shown(self.classes))
            rows.append(self._units(np.array(self.numbers[item])) if array is None else array)
        return np.stack(rows).astype(np.float32).reshape(len(examples), *(self.dims or ()))

    def _several(self, example: Node, place: int) -> np.ndarray:
        """The vector of a list of classes, or an array of lists."""

        def one(node: Node, sizes: tuple[Size, ...]) -> np.ndarray:
            if sizes and is_head(node, S.List) and len(node.args) == sizes[0]:
                return np.stack([one(item, sizes[1:]) for item in node.args])
            array = None if sizes else encoded(node, (len(self.classes),))
            if array is not None:
                return array.astype(np.float32)
            if sizes or not is_head(node, S.List) or any(c not in self.numbers for c in node.args):
                raise Misfit(place, "a list, each element " + _shown(self.classes))
            made = np.zeros(len(self.classes), np.float32)
            made[[self.numbers[c] for c in node.args]] = 1
            return made

        return one(example, self.sizes)

    def _units(self, indices: np.ndarray) -> np.ndarray:
        return np.eye(len(self.classes), dtype=np.float32)[indices]

    def is_example(self, node: Node) -> bool:
        if node in self.numbers and not self.sizes and not self.multilabel:
            return True
        depth, inner = 0, node
        while is_head(inner, S.List) and inner.args and inner not in self.numbers:
            depth, inner = depth + 1, inner.args[0]
        return depth == len(self.sizes) + self.multilabel or (node == S.List() and self.multilabel)

    def decoder(self) -> Decoder:
        return ClassDecoder(self.classes, len(self.sizes) + 1, self.multilabel)


Rows = list[Node]


@coder
class ClassDecoder(Declared, Decoder):
    """NetDecoder[{"Class", {c1, c2, ...}}] takes probabilities of classes and says the most probable class.

    Properties: "Decision", "Probabilities" (an association), "TopProbabilities" (-> n), "TopDecisions" -> n,
    "Probability" -> class, "Entropy" in nats, "RandomSample" (-> temperature, or settings); None gives the
    numbers.  NetDecoder["Class"] has the classes 1, 2, ..., as many as there are probabilities.
    "InputDepth" -> n takes arrays of n dimensions, the last of classes; "Multilabel" -> True decides for
    every class above 0.5.
    """

    name = "Class"
    properties = (
        "Decision",
        "Probabilities",
        "TopProbabilities",
        "TopDecisions",
        "Probability",
        "Entropy",
        "RandomSample",
    )
    parameters = (
        replace(_LABELS, field="labels", default=None, nothing=S.Automatic),
        Parameter("InputDepth", "depth", natural(), "a positive integer", 1),
        _MANY,
    )

    def __init__(self, labels: tuple[Node, ...] | None = None, depth: int = 1, multilabel: bool = False):
        self.labels, self.depth, self.multilabel = labels and _List(labels), depth, multilabel
        self.dims = (*(None,) * (depth - 1), len(labels) if labels else None)

    @property
    def classes(self) -> tuple[Node, ...]:
        """The classes, none where they are those that the probabilities count."""
        return self.labels or ()

    @property
    def brief(self) -> str:
        return f"class of {len(self.classes)}" if self.labels else "class"

    def summary(self) -> str:
        named = f" {_range(self.classes)}" if self.labels else ""
        return f'{self.wl_head}["{self.name}"]{named}'

    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        if wants_raw(wanted):
            return raw(batch)
        if not len(batch):
            return []
        if not self.labels:
            counted = tuple(map(Integer, range(1, batch.shape[-1] + 1)))
            return ClassDecoder(counted, self.depth, self.multilabel).decode(batch, wanted, evaluate)
        rows = batch.reshape(-1, batch.shape[-1])
        return _arranged(self._answers(rows, wanted, evaluate), batch.shape[:-1])

    def _answers(self, rows: np.ndarray, wanted: Node, evaluate: Evaluate) -> Rows:
        sampling = Sampling.of(wanted)
        if sampling is not NOT_CONVERTED:
            return self._sampled(rows, sampling, evaluate)
        name, argument = wanted, None
        if is_rule(wanted) or (is_head(wanted, S.List) and len(wanted.args) == 2):
            name, argument = wanted.args
        property = name.value if isinstance(name, String) else ""
        made = _PROPERTIES.get(property)
        if made is None or (argument is not None and property not in TAKE_AN_ARGUMENT):
            raise self.no_property(wanted)
        return made(self, rows, argument)

    def _sampled(self, rows: np.ndarray, sampling: Sampling, evaluate: Evaluate) -> Rows:
        if not self.multilabel:
            return [self.classes[i] for i in sampling.chosen(rows, evaluate).tolist()]
        chosen = sampling.chosen(np.stack([1 - rows, rows], -1), evaluate)
        return [self._named(row) for row in chosen]

    def _named(self, row: np.ndarray) -> Node:
        return S.List(*[self.classes[int(i)] for i in np.flatnonzero(row)])

    def _decision(self, rows: np.ndarray, argument: Node | None) -> Rows:
        if self.multilabel:
            return [self._named(row) for row in rows > 0.5]
        return [self.classes[i] for i in rows.argmax(1).tolist()]

    def _probabilities(self, rows: np.ndarray, argument: Node | None) -> Rows:
        return [
            Expr(S.Association, tuple(S.Rule(c, Real(p)) for c, p in zip(self.classes, row, strict=True)))
            for row in rows.tolist()
        ]

    def _top(self, rows: np.ndarray, argument: Node | None) -> list[list[tuple[Node, float]]]:
        """The most probable classes of each example: as many as asked for, else those above LEAST."""
        if argument is not None and not (isinstance(argument, Integer) and argument.value > 0):
            raise self.no_property(S.Rule(String("TopProbabilities"), argument))
        best = []
        for row, order in zip(rows, np.argsort(-rows, axis=1, kind="stable"), strict=True):
            count = argument.value if argument is not None else max(1, int((row > LEAST).sum()))
            best.append([(self.classes[i], float(row[i])) for i in order[:count]])
        return best

    def _top_probabilities(self, rows: np.ndarray, argument: Node | None) -> Rows:
        return [S.List(*(S.Rule(c, Real(p)) for c, p in best)) for best in self._top(rows, argument)]

    def _top_decisions(self, rows: np.ndarray, argument: Node | None) -> Rows:
        return [S.List(*(c for c, _ in best)) for best in self._top(rows, argument or Integer(1))]

    def _probability(self, rows: np.ndarray, argument: Node | None) -> Rows:
        if argument not in self.classes:
            raise self.no_property(S.Rule(String("Probability"), argument or S.Null))
        place = self.classes.index(argument)
        return [Real(float(row[place])) for row in rows]

    def _entropy(self, rows: np.ndarray, argument: Node | None) -> Rows:
        total = _surprise(rows) + (_surprise(1 - rows) if self.multilabel else 0)
        return [Real(float(e)) for e in total]

    def encoder(self) -> Encoder | None:
        return self.encoder_of("IndicatorVector" if self.multilabel else "Index")

    def encoder_of(self, form: str) -> Encoder | None:
        """The encoder of this form for targets."""
        if not self.labels or self.depth > 2 or (self.depth > 1 and self.multilabel):
            return None
        sizes = ("Varying",) if self.depth == 2 else ()
        form = "IndicatorVector" if self.multilabel else form
        return ClassEncoder(self.classes, form, sizes, self.multilabel)


def _surprise(rows: np.ndarray) -> np.ndarray:
    return -(rows * np.log(np.where(rows > 0, rows, 1))).sum(1)


def _arranged(answers: Rows, shape: tuple[int, ...]) -> Rows:
    """The answers in lists of the shape of the examples."""
    for size in reversed(shape[1:]):
        answers = [S.List(*answers[i : i + size]) for i in range(0, len(answers), size)]
    return answers


_PROPERTIES: dict[str, Callable[[ClassDecoder, np.ndarray, Node | None], Rows]] = {
    "Decision": ClassDecoder._decision,
    "Probabilities": ClassDecoder._probabilities,
    "TopProbabilities": ClassDecoder._top_probabilities,
    "TopDecisions": ClassDecoder._top_decisions,
    "Probability": ClassDecoder._probability,
    "Entropy": ClassDecoder._entropy,
}
