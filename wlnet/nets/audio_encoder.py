"""What all audio encoders do before they differ: one channel, the rate, augmentation, loudness, length.

A sound becomes the mean of its channels, is sampled at "SampleRate", changed by "Augmentation", and made as
loud as "Normalization" says; then it is cut or filled up with silence to "TargetLength".  Source: reference
pages of the audio encoders, which do not give the order of the steps.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..convert import NOT_CONVERTED, from_node
from ..expr import Integer, Node, S, String, Value, is_head
from ..media.audio import Audio
from ..media.audio_files import read_audio
from ..media.durations import seconds_of
from ..problem import Problem
from .audio_augmentation import Augmentation
from .coder import Encoder, Evaluate, Misfit, encoded
from .coder_parameters import Declared, Parameter
from .ragged import Column
from .text_columns import column_of


class Span:
    """A length: a number of samples or partitions, or a time."""

    def __init__(self, node: Node, count: int | None, seconds: float | None):
        self.node, self.count, self.seconds = node, count, seconds

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if isinstance(node, Integer):
            return cls(node, node.value, None) if node.value > 0 else NOT_CONVERTED
        seconds = seconds_of(node) if is_head(node, S.Quantity) else None
        return cls(node, None, seconds) if seconds and seconds > 0 else NOT_CONVERTED

    def samples(self, rate: float) -> int:
        """The length if it is of samples."""
        return self.count or max(1, round((self.seconds or 0) * rate))

    def to_node(self) -> Node:
        return self.node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self.node == other.node

    def __hash__(self) -> int:
        return hash(self.node)


class Loudness:
    """A "Normalization": "Max", {"Max", v} or {"RMS", v}."""

    def __init__(self, node: Node, measure: str, value: float):
        self.node, self.measure, self.value = node, measure, value

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node == String("Max"):
            return cls(node, "Max", 1.0)
        name, value = node.args if is_head(node, S.List) and len(node.args) == 2 else (node, node)
        number = from_node(float, value)
        known = name in (String("Max"), String("RMS")) and number is not NOT_CONVERTED and number > 0
        return cls(node, name.value, number) if known else NOT_CONVERTED  # type: ignore[attr-defined]

    def applied(self, signal: np.ndarray) -> np.ndarray:
        """The samples, so loud; silence stays silent."""
        now = np.abs(signal).max() if self.measure == "Max" else np.sqrt(np.mean(np.square(signal)))
        return signal * (self.value / now) if now > 0 else signal

    def to_node(self) -> Node:
        return self.node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Loudness) and self.node == other.node

    def __hash__(self) -> int:
        return hash(self.node)


def positive(node: Node) -> Any:
    value = from_node(float, node.args[0] if is_head(node, S.Quantity) and node.args else node)
    if value is NOT_CONVERTED or not 0 < value < np.inf:
        return NOT_CONVERTED
    return int(value) if value == int(value) else value


LENGTH = "a positive integer or a quantity of time"
GENERAL = (
    Parameter("SampleRate", "rate", positive, "a positive number", 16000),
    Parameter("Normalization", "loudness", Loudness.from_node, 'None, "Max", {"Max", v} or {"RMS", v}'),
    Parameter("TargetLength", "target", Span.from_node, f"All, {LENGTH}", nothing=S.All),
    Parameter("Augmentation", "augmentation", Augmentation.from_node, "None or rules for changes of sounds"),
)


class AudioEncoder(Declared, Encoder):
    """Abstract: an encoder of sounds, with the general parameters."""

    rate: float
    loudness: Loudness | None
    target: Span | None
    augmentation: Augmentation | None

    def __init__(self, **given: Any):
        for parameter in self.parameters:
            setattr(self, parameter.field, given.get(parameter.field, parameter.default))
        self.dims = (self.fixed_length() or "Varying", *self.inner_dims())

    @abstractmethod
    def inner_dims(self) -> tuple[int, ...]:
        """The dimensions of an element of the sequence."""

    @abstractmethod
    def fixed_length(self) -> int | None:
        """How many elements there are, if "TargetLength" says so."""

    @abstractmethod
    def fixed_samples(self) -> int | None:
        """To how many samples sounds are cut or filled up, if they are."""

    @abstractmethod
    def features(self, signal: np.ndarray, evaluate: Evaluate) -> np.ndarray:
        """(samples,) -> (n, *inner_dims)"""

    @property
    def random(self) -> bool:
        return self.augmentation is not None

    @property
    def brief(self) -> str:
        return "sound"

    def summary(self) -> str:
        return f'{self.wl_head}["{self.name}"] {self.rate:g} Hz'

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        if not examples:
            return np.zeros((0, *(n if isinstance(n, int) else 0 for n in self.dims or ())), np.float32)
        rows = [self._encoded(example, place, evaluate) for place, example in enumerate(examples)]
        return column_of(np.concatenate(rows), np.array([len(row) for row in rows]))

    def _encoded(self, node: Node, place: int, evaluate: Evaluate) -> np.ndarray:
        audio = self._audio(node, place)
        if audio is None:
            array = encoded(node, self.dims)
            if array is None:
                raise Misfit(place, "a sound or the file of one")
            return array.astype(np.float32)
        signal = audio.at_rate(self.rate).mixed().astype(np.float64)
        if self.augmentation is not None:
            signal = self.augmentation.applied(signal, self.rate, evaluate)
        if self.loudness is not None:
            signal = self.loudness.applied(signal)
        count = self.fixed_samples()
        if count is not None:
            signal = np.pad(signal[:count], (0, max(0, count - len(signal))))
        return self.features(signal, evaluate).astype(np.float32)

    def _audio(self, node: Node, place: int) -> Audio | None:
        if isinstance(node, Value) and isinstance(node.value, Audio):
            return node.value
        if not (is_head(node, S.File) and len(node.args) == 1 and isinstance(node.args[0], String)):
            return None
        try:
            return read_audio(node.args[0].value)
        except Problem as problem:
            if problem.template.tag == "audiomissing":
                raise
            raise Misfit(place, "the file of a sound that can be read") from None

    def is_example(self, node: Node) -> bool:
        if is_head(node, S.List) or not (isinstance(node, Value) or is_head(node, S.File)):
            return encoded(node, self.dims) is not None
        return (
            not isinstance(node, Value)
            or isinstance(node.value, Audio)
            or encoded(node, self.dims) is not None
        )
