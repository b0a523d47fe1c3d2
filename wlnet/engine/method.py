"""Training methods: a `Method` moves a stretch of a flat vector along its gradient.

A method is one file in `methods/`: its suboptions as fields, `slots`, the vectors it remembers from step to
step, and `update`.  What all methods have in common (`Shared`) is done for it by `Optimizer`, in this order:
the gradient is clipped, reversed where the multiplier is negative (so that the loss is ascended), the
regularization is added, `update` moves the arrays by the learning rate times the size of the multiplier, and
the arrays are clipped. Regularization therefore shrinks arrays also where the loss is ascended.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeVar, dataclass_transform

from ..lazy import torch
from ..nets.net import Path
from .flat import FlatArrays, Segment, Treatment

PerArray = float | Mapping[Path, float] | None  # one number for all arrays, or one for each of some


@dataclass(frozen=True)
class Shared:
    """Suboptions that every method has.

    "LearningRate" None is the method's own `automatic_rate`.  "LearningRateSchedule" is f, and the rate of a
    batch is LearningRate f[batch, total].  "L2Regularization" r adds r w to the gradient of w, as the penalty
    r w^2/2 does; "GradientClipping" c keeps each number of a gradient between -c and c; "WeightClipping" does
    so with the arrays.
    """

    LearningRate: float | None = None
    LearningRateSchedule: Callable[[int, int], float] | None = None
    L2Regularization: PerArray = None
    GradientClipping: PerArray = None
    WeightClipping: PerArray = None

    def treatment(self, path: Path, multiplier: float) -> Treatment:
        """How the array at `path` is trained."""
        each = (self.L2Regularization, self.GradientClipping, self.WeightClipping)
        l2, gradient, weight = (v.get(path, 0.0) if isinstance(v, Mapping) else v or 0.0 for v in each)
        return Treatment(multiplier, l2, gradient, weight)


class Method(ABC):
    """Abstract: a rule for moving arrays along their gradients.  The suboptions are its dataclass fields."""

    automatic_rate: ClassVar[float] = 0.001

    @property
    @abstractmethod
    def slots(self) -> tuple[str, ...]:
        """Names of the vectors that the method keeps, each as long as what it moves and 0 at first."""

    @abstractmethod
    def update(self, p: Any, g: Any, rate: float, step: int, *slots: Any) -> None:
        """Move p by `rate` along its gradient g, both flat; `step` counts from 1.  g may be overwritten."""

    def fused(self, p: Any, g: Any, *slots: Any) -> Callable[[float, int], object] | None:
        """`update` for these vectors as one call of a PyTorch kernel, where there is one."""
        return None

    def suboptions(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]


METHODS: dict[str, type[Method]] = {}
_M = TypeVar("_M", bound=Method)


@dataclass_transform(frozen_default=True)
def method(cls: type[_M]) -> type[_M]:
    """Declare a training method: the name of its class is its name in the language."""
    METHODS[cls.__name__] = made = dataclass(frozen=True)(cls)
    return made


class Optimizer:
    """A method at work on flat arrays; `slots` are what it remembers, `step_count` its steps so far.

    Arrays that have turns change only in these of every `cycle` steps, and count only them.
    """

    def __init__(self, method: Method, flat: FlatArrays, cycle: int = 1):
        self.method, self.flat, self.step_count = method, flat, 0
        self.slots = {name: torch.zeros_like(flat.vector) for name in method.slots}
        self._jobs = [self._job(segment) for segment in flat.segments]
        plain = all(segment.treatment[1:4] == (0, 0, 0) for segment in flat.segments)
        self._simple = plain and all(segment.treatment.multiplier > 0 for segment in flat.segments)
        self._cycle, self._counts = cycle, [0] * len(self._jobs)

    @property
    def steps(self) -> list[int]:
        """The steps so far: in all, and of each segment where arrays take turns."""
        return [self.step_count, *self._counts]

    @steps.setter
    def steps(self, counts: list[int]) -> None:
        self.step_count, *self._counts = counts

    def _job(self, segment: Segment) -> tuple[Any, Any, Treatment, float, Callable[[float, int], object]]:
        vectors = (self.flat.vector, self.flat.gradient, *self.slots.values())
        p, g, *slots = (vector[segment.start : segment.stop] for vector in vectors)
        move = self.method.fused(p, g, *slots)
        if move is None:
            move = lambda rate, step: self.method.update(p, g, rate, step, *slots)  # noqa: E731
        return p, g, segment.treatment, abs(segment.treatment.multiplier), move

    def step(self, rate: float) -> None:
        """Move the arrays along their gradients by `rate`; these may be overwritten."""
        self.step_count = count = self.step_count + 1
        if self._cycle > 1:
            self._step_in_turn(rate, (count - 1) % self._cycle)
        elif self._simple:
            for *_, size, move in self._jobs:
                move(rate * size, count)
        else:
            for job in self._jobs:
                self._move(job, rate, count)

    def _step_in_turn(self, rate: float, turn: int) -> None:
        for place, job in enumerate(self._jobs):
            turns = job[2].turns
            if not turns or turn in turns:
                self._counts[place] += 1
                self._move(job, rate, self._counts[place])

    def _move(self, job: tuple[Any, ...], rate: float, count: int) -> None:
        p, g, treatment, size, move = job
        if not self._simple:
            _prepare(p, g, treatment)
        move(rate * size, count)
        if treatment.WeightClipping:
            p.clamp_(-treatment.WeightClipping, treatment.WeightClipping)


def _prepare(p: Any, g: Any, treatment: Treatment) -> None:
    """Clip, reverse and regularize a gradient."""
    if treatment.GradientClipping:
        g.clamp_(-treatment.GradientClipping, treatment.GradientClipping)
    if treatment.multiplier < 0:
        g.neg_()
    if treatment.L2Regularization:
        g.add_(p, alpha=treatment.L2Regularization)
