"""The "Class" coders: labels as class numbers, probabilities as labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...expr import Expr, Integer, Node, Real, S, String, is_head, is_rule
from ..coder import Decoder, Encoder, Evaluate, Misfit, coder, encoded, misused, no_options, raw, wants_raw
from ..layer import INDEX

LEAST = 0.01  # classes below this probability are not among the top ones unless asked for
TAKE_AN_ARGUMENT = ("TopProbabilities", "TopDecisions", "Probability")
FORMS = ("Index", "IndicatorVector", "UnitVector")


def _classes(kind: type[Encoder] | type[Decoder], positional: list[Node]) -> tuple[Node, ...]:
    if not positional or not is_head(positional[0], S.List) or not positional[0].args:
        raise misused(kind, positional[0] if positional else S.List(), "a list of classes")
    classes = positional[0].args
    if len(set(classes)) != len(classes):
        raise misused(kind, positional[0], "a list of different classes")
    return classes


def _range(classes: Sequence[Node]) -> str:
    """Few classes by name, many by the first and the last."""
    names = [str(getattr(c, "value", c)) for c in classes]
    return "{" + ", ".join(names if len(names) < 5 else [names[0], "…", names[-1]]) + "}"


def _shown(classes: Sequence[Node]) -> str:
    few = ", ".join(str(c.value if hasattr(c, "value") else c) for c in classes[:10])
    return f"one of the {len(classes)} classes {few}{', ...' if len(classes) > 10 else ''}"


@coder
class ClassEncoder(Encoder):
    """NetEncoder[{"Class", {c1, ...}}] encodes classes as numbers, with "IndicatorVector" as unit vectors."""

    name = "Class"

    def __init__(self, classes: tuple[Node, ...], form: str = "Index"):
        self.classes, self.form = classes, form
        self.numbers = {c: i for i, c in enumerate(classes)}
        self.dims = () if form == "Index" else (len(classes),)

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

    @classmethod
    def from_arguments(cls, positional: list[Node], options: dict[str, Node]) -> ClassEncoder:
        classes = _classes(cls, positional)
        form = positional[1] if len(positional) > 1 else String("Index")
        if not isinstance(form, String) or form.value not in FORMS or len(positional) > 2:
            raise misused(cls, positional[-1], ", ".join(f'"{f}"' for f in FORMS))
        no_options(cls, options)
        return cls(classes, "Index" if form.value == "Index" else "IndicatorVector")

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> np.ndarray:
        numbers = self.numbers
        try:
            indices = np.fromiter((numbers[e] for e in examples), np.int64, len(examples))
        except KeyError:
            return self._encode_mixed(examples)
        return indices + 1 if self.form == "Index" else self._units(indices)

    def _encode_mixed(self, examples: Sequence[Node]) -> np.ndarray:
        """Some examples are no classes: unit vectors pass where that is the form."""
        rows = []
        for place, example in enumerate(examples):
            array = encoded(example, self.dims) if self.dims else None
            if array is None and example not in self.numbers:
                raise Misfit(place, _shown(self.classes))
            rows.append(self._units(np.array([self.numbers[example]]))[0] if array is None else array)
        return np.stack(rows).astype(np.float32)

    def _units(self, indices: np.ndarray) -> np.ndarray:
        return np.eye(len(self.classes), dtype=np.float32)[indices]

    def is_example(self, node: Node) -> bool:
        return node in self.numbers or not is_head(node, S.List)

    def decoder(self) -> Decoder:
        return ClassDecoder(self.classes)

    def arguments(self) -> tuple[Node, ...]:
        form = () if self.form == "Index" else (String(self.form),)
        return (S.List(*self.classes), *form)

    def parts(self) -> dict[str, Node]:
        return {"Labels": S.List(*self.classes), "Form": String(self.form)}


@coder
class ClassDecoder(Decoder):
    """NetDecoder[{"Class", {c1, c2, ...}}] takes probabilities of classes and says the most probable class.

    Properties: "Decision", "Probabilities" (an association), "TopProbabilities" (-> n), "TopDecisions" -> n,
    "Probability" -> class, "Entropy" in nats; None gives the numbers.
    """

    name = "Class"
    properties = ("Decision", "Probabilities", "TopProbabilities", "TopDecisions", "Probability", "Entropy")

    def __init__(self, classes: tuple[Node, ...]):
        self.classes = classes
        self.dims = (len(classes),)

    @property
    def brief(self) -> str:
        return f"class of {len(self.classes)}"

    def summary(self) -> str:
        return f'{self.wl_head}["{self.name}"] {_range(self.classes)}'

    @classmethod
    def from_arguments(cls, positional: list[Node], options: dict[str, Node]) -> ClassDecoder:
        classes = _classes(cls, positional)
        if len(positional) > 1:
            raise misused(cls, positional[1], "only a list of classes")
        no_options(cls, options)
        return cls(classes)

    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        if wants_raw(wanted):
            return raw(batch)
        name, argument = wanted, None
        if is_rule(wanted) or (is_head(wanted, S.List) and len(wanted.args) == 2):
            name, argument = wanted.args
        property = name.value if isinstance(name, String) else ""
        made = _PROPERTIES.get(property)
        if made is None or (argument is not None and property not in TAKE_AN_ARGUMENT):
            raise self.no_property(wanted)
        return made(self, batch, argument)

    def _decision(self, batch: np.ndarray, argument: Node | None) -> list[Node]:
        return [self.classes[i] for i in batch.argmax(1).tolist()]

    def _probabilities(self, batch: np.ndarray, argument: Node | None) -> list[Node]:
        return [
            Expr(S.Association, tuple(S.Rule(c, Real(p)) for c, p in zip(self.classes, row, strict=True)))
            for row in batch.tolist()
        ]

    def _top(self, batch: np.ndarray, argument: Node | None) -> list[list[tuple[Node, float]]]:
        """The most probable classes of each example: as many as asked for, else those above LEAST."""
        if argument is not None and not (isinstance(argument, Integer) and argument.value > 0):
            raise self.no_property(S.Rule(String("TopProbabilities"), argument))
        best = []
        for row, order in zip(batch, np.argsort(-batch, axis=1, kind="stable"), strict=True):
            count = argument.value if argument is not None else max(1, int((row > LEAST).sum()))
            best.append([(self.classes[i], float(row[i])) for i in order[:count]])
        return best

    def _top_probabilities(self, batch: np.ndarray, argument: Node | None) -> list[Node]:
        return [S.List(*(S.Rule(c, Real(p)) for c, p in best)) for best in self._top(batch, argument)]

    def _top_decisions(self, batch: np.ndarray, argument: Node | None) -> list[Node]:
        return [S.List(*(c for c, _ in best)) for best in self._top(batch, argument or Integer(1))]

    def _probability(self, batch: np.ndarray, argument: Node | None) -> list[Node]:
        if argument not in self.classes:
            raise self.no_property(S.Rule(String("Probability"), argument or S.Null))
        place = self.classes.index(argument)
        return [Real(float(row[place])) for row in batch]

    def _entropy(self, batch: np.ndarray, argument: Node | None) -> list[Node]:
        logs = np.log(np.where(batch > 0, batch, 1))
        return [Real(float(e)) for e in -(batch * logs).sum(1)]

    def encoder(self) -> Encoder:
        return ClassEncoder(self.classes)

    def arguments(self) -> tuple[Node, ...]:
        return (S.List(*self.classes),)

    def parts(self) -> dict[str, Node]:
        return {"Labels": S.List(*self.classes), "InputDepth": Integer(1)}


_PROPERTIES = {
    "Decision": ClassDecoder._decision,
    "Probabilities": ClassDecoder._probabilities,
    "TopProbabilities": ClassDecoder._top_probabilities,
    "TopDecisions": ClassDecoder._top_decisions,
    "Probability": ClassDecoder._probability,
    "Entropy": ClassDecoder._entropy,
}
