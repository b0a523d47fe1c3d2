"""Tallies: what has to be counted of the examples of a batch so that measurements can be found.

Tallies of batches are added, so that those of any number of examples take no more memory than those of one
batch; only `Scores` keeps every example.  They stay on the device until somebody wants a number.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Self

import numpy as np

from ..lazy import torch
from .sites import Reading
from .transfer import sent

THRESHOLD = 0.5  # from which a number says True
MOST_COUNTS = 2**18  # numbers in the tallies of groups that are made at once


def decided(reading: Reading) -> tuple[Any, Any]:
    """The decisions of the net and what they should have been: class numbers from 0, in a row."""
    output, target = reading.output, reading.target
    if reading.form == "Binary":
        return (output >= THRESHOLD).long().flatten(), (target >= THRESHOLD).long().flatten()
    actual = target.argmax(-1) if reading.form == "Probabilities" else target.long() - 1
    return output.argmax(-1).flatten(), actual.flatten()


def probabilities(reading: Reading) -> Any:
    """The probabilities of the classes, those of all decisions below each other."""  # -> (n, classes)
    output = reading.output
    if reading.form == "Binary":
        output = torch.stack((1 - output, output), -1)
    return output.flatten(0, -2)


def _counted(numbers: Any, size: int, which: Any = None) -> Any:
    """How often each of the numbers from 0 to size - 1 occurs, where `which` is true."""
    zeros = torch.zeros(size, dtype=torch.int64, device=numbers.device)
    return zeros.index_add_(0, numbers, torch.ones_like(numbers) if which is None else which.long())


def _counted_each(numbers: Any, size: int, groups: Sequence[int], which: Any = None) -> Any:
    """The same for each of some groups that stand behind each other, so many examples in each."""
    here = torch.tensor(groups) * (len(numbers) // sum(groups))
    group = sent(torch.arange(len(groups)).repeat_interleave(here), numbers.device)
    return _counted(group * size + numbers, len(groups) * size, which).view(len(groups), size)


@dataclass(frozen=True, eq=False)
class Tally(ABC):
    """Abstract: tensors that are added, field by field, when batches are."""

    @staticmethod
    @abstractmethod
    def of(reading: Reading) -> Tally:
        """The tally of one batch."""

    @classmethod
    def of_each(cls, reading: Reading, groups: Sequence[int]) -> Self | None:
        """The tallies of groups of examples that stand behind each other, so many in each, as one tally whose
        fields have a row for every group; None if that cannot be had at once, to the same bits.
        """
        return None

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, eq=False)
class Losses(Tally):
    """The sum of the losses of examples."""

    total: Any
    count: int

    @staticmethod
    def of(reading: Reading) -> Losses:
        return Losses(reading.losses.double().sum(), len(reading.losses))


@dataclass(frozen=True, eq=False)
class Confusion(Tally):
    """How many decisions that should have been class i (rows) were class j."""

    matrix: Any  # (classes, classes)

    @staticmethod
    def of(reading: Reading) -> Confusion:
        size = reading.classes
        return Confusion(_counted(Confusion._places(reading), size * size).view(size, size))

    @classmethod
    def of_each(cls, reading: Reading, groups: Sequence[int]) -> Confusion | None:
        size = reading.classes
        if len(groups) * size * size > MOST_COUNTS:
            return None
        return Confusion(_counted_each(cls._places(reading), size * size, groups).view(-1, size, size))

    @staticmethod
    def _places(reading: Reading) -> Any:
        predicted, actual = decided(reading)
        return actual * reading.classes + predicted

    @cached_property
    def numbers(self) -> np.ndarray:
        return _numbers(self.matrix)


@dataclass(frozen=True, eq=False)
class Counts(Tally):
    """For each class how many decisions were right, were for it, and should have been; and how many in all.

    tp, fp, fn and tn are the true and false positives, the false and true negatives of each class.
    """

    right: Any  # (classes,)
    predicted: Any
    actual: Any
    total: int

    @staticmethod
    def of(reading: Reading) -> Counts:
        predicted, actual = decided(reading)
        size, right = reading.classes, predicted == actual
        return Counts(
            _counted(actual, size, right), _counted(predicted, size), _counted(actual, size), len(actual)
        )

    @classmethod
    def of_each(cls, reading: Reading, groups: Sequence[int]) -> Counts | None:
        predicted, actual = decided(reading)
        size, right, each = reading.classes, predicted == actual, len(actual) // sum(groups)
        if len(groups) * size > MOST_COUNTS:
            return None
        return Counts(
            _counted_each(actual, size, groups, right),
            _counted_each(predicted, size, groups),
            _counted_each(actual, size, groups),
            [examples * each for examples in groups],  # type: ignore[arg-type]
        )

    @cached_property
    def tp(self) -> np.ndarray:
        return _numbers(self.right)

    @cached_property
    def fp(self) -> np.ndarray:
        return _numbers(self.predicted) - self.tp

    @cached_property
    def fn(self) -> np.ndarray:
        return self.support - self.tp

    @cached_property
    def tn(self) -> np.ndarray:
        return self.total - self.tp - self.fp - self.fn

    @cached_property
    def support(self) -> np.ndarray:
        """How many examples there are of each class."""
        return _numbers(self.actual)

    def pooled(self) -> Counts:
        """The counts of all classes together, as if they were one."""
        right, predicted, actual = (c.sum().view(1) for c in (self.right, self.predicted, self.actual))
        return Counts(right, predicted, actual, self.total * len(self.right))


def _numbers(counts: Any) -> np.ndarray:
    return counts.cpu().numpy().astype(np.float64)


@dataclass(frozen=True, eq=False)
class Ranks(Tally):
    """How many decisions had the right class as the most probable, the second, and so on."""

    counts: Any  # (classes,)

    @staticmethod
    def of(reading: Reading) -> Ranks:
        return Ranks(_counted(Ranks._places(reading), reading.classes))

    @classmethod
    def of_each(cls, reading: Reading, groups: Sequence[int]) -> Ranks | None:
        if len(groups) * reading.classes > MOST_COUNTS:
            return None
        return Ranks(_counted_each(cls._places(reading), reading.classes, groups))

    @staticmethod
    def _places(reading: Reading) -> Any:
        """How many classes were more probable than the right one, for each decision."""
        predicted, actual = decided(reading)
        if reading.form == "Binary":  # an even decision is True
            return (predicted != actual).long()
        table = probabilities(reading)
        right = table.gather(-1, actual.unsqueeze(-1))
        places = torch.arange(table.shape[-1], device=table.device)
        ahead = (table > right) | ((table == right) & (places < actual.unsqueeze(-1)))
        return ahead.sum(-1)


@dataclass(frozen=True, eq=False)
class Surprises(Tally):
    """The sum over decisions of minus the logarithm of the probability of what was right.

    A target that is a probability, or several, counts for each class as much as it says.
    """

    cross: Any
    count: int

    @staticmethod
    def of(reading: Reading) -> Surprises:
        table, target = probabilities(reading).double(), reading.target
        logs = table.clamp_min(torch.finfo(torch.float32).tiny).log()
        if reading.form == "Index":
            return Surprises(-logs.gather(-1, decided(reading)[1].unsqueeze(-1)).sum(), len(table))
        shares = torch.stack((1 - target, target), -1) if reading.form == "Binary" else target
        return Surprises(-(shares.double().flatten(0, -2) * logs).sum(), len(table))


@dataclass(frozen=True, eq=False)
class Scores(Tally):
    """The probabilities of all classes and the right class, of every decision."""

    tables: list[Any]
    actual: list[Any]

    @staticmethod
    def of(reading: Reading) -> Scores:
        return Scores([probabilities(reading)], [decided(reading)[1]])

    @cached_property
    def numbers(self) -> tuple[np.ndarray, np.ndarray]:
        return tuple(torch.cat(parts).cpu().numpy() for parts in (self.tables, self.actual))  # type: ignore

    @property
    def support(self) -> np.ndarray:
        return np.bincount(self.numbers[1], minlength=self.numbers[0].shape[1])


@dataclass(frozen=True, eq=False)
class Residuals(Tally):
    """Sums over examples of errors and targets; the sums of targets by element of the array."""

    absolute: Any
    square: Any
    targets: Any  # (*out)
    target_square: Any
    examples: int
    elements: int

    @staticmethod
    def of(reading: Reading) -> Residuals:
        output, target = reading.output.double(), reading.target.double()
        error = output - target
        sums = error.abs().sum(), error.square().sum(), target.sum(0), target.square().sum()
        return Residuals(*sums, len(output), output.numel())

    @property
    def spread(self) -> float:
        """The sum of squares of targets around their mean."""
        return float(self.target_square - self.targets.square().sum() / self.examples)


@dataclass(frozen=True, eq=False)
class Overlaps(Tally):
    """The sum of what boxes {xmin, ymin, xmax, ymax} have in common with their targets, of all they cover."""

    total: Any
    count: int

    @staticmethod
    def of(reading: Reading) -> Overlaps:
        a, b = (x.double().flatten(1).view(-1, 2, 2) for x in (reading.output, reading.target))
        low, high = torch.maximum(a[:, 0], b[:, 0]), torch.minimum(a[:, 1], b[:, 1])
        common = (high - low).clamp_min(0).prod(-1)
        areas = (a[:, 1] - a[:, 0]).clamp_min(0).prod(-1) + (b[:, 1] - b[:, 0]).clamp_min(0).prod(-1)
        covered = areas - common
        return Overlaps(torch.where(covered > 0, common / covered, 0.0).sum(), len(a))


@dataclass(frozen=True, eq=False)
class Activations(Tally):
    """The sum over examples of what is at a place in the net."""

    total: Any  # (*dims)
    count: int

    @staticmethod
    def of(reading: Reading) -> Activations:
        return Activations(reading.output.double().sum(0), len(reading.output))


@dataclass(frozen=True, eq=False)
class Moments(Tally):
    """Over examples, of what is at a place in the net: sums, sums of squares, the least, the largest."""

    total: Any  # (*dims)
    square: Any
    least: Any
    most: Any
    count: int

    @staticmethod
    def of(reading: Reading) -> Moments:
        x = reading.output.double()
        return Moments(x.sum(0), x.square().sum(0), x.amin(0), x.amax(0), len(x))

    def __add__(self, other: Moments) -> Moments:
        least, most = torch.minimum(self.least, other.least), torch.maximum(self.most, other.most)
        total, square = self.total + other.total, self.square + other.square
        return Moments(total, square, least, most, self.count + other.count)


@dataclass(frozen=True, eq=False)
class Computed(Tally):
    """What a function of the user makes of examples, times their number, summed."""

    total: np.ndarray
    count: int

    @staticmethod
    def of(reading: Reading) -> Computed:
        raise TypeError("made by a Calling")


@dataclass(frozen=True)
class Calling:
    """Tallies of what a function makes of the values at a site; the same as another one of its name."""

    name: str
    function: Callable[[tuple[Any, ...]], np.ndarray] | None = field(compare=False, repr=False)

    def of(self, reading: Reading) -> Computed:
        assert self.function
        count = len(reading.losses)
        return Computed(self.function(reading.values) * count, count)

    def of_each(self, reading: Reading, groups: Sequence[int]) -> None:
        """The function is called for each group by itself."""

    def __call__(self, total: np.ndarray, count: int) -> Computed:
        """A tally that was noted before."""
        return Computed(total, count)

    def __reduce__(self) -> tuple[Any, ...]:
        return Calling, (self.name, None)  # functions stay in their process


@dataclass(frozen=True, eq=False)
class Latest(Tally):
    """An array of the net, as it is."""

    array: Any

    @staticmethod
    def of(reading: Reading) -> Latest:
        return Latest(reading.output)

    def __add__(self, other: Latest) -> Latest:
        return other


def added(tallies: Sequence[Any]) -> Any:
    """The sum of tallies of one kind."""
    total = tallies[0]
    for tally in tallies[1:]:
        total = total + tally
    return total
