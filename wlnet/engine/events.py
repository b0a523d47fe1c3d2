"""What happens in a training, as values.

Progress displays, checkpoints and stopping rules look at nothing else.
An event costs well under a microsecond; what takes longer (losses, nets) is worked out when it is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..nets.net import Net

if TYPE_CHECKING:
    from .loop import Training
    from .snapshot import Snapshot

NAN = float("nan")


class Event:
    """Abstract: a moment of a training.

    `round` and `batch` (of the round) count from 1 and are 0 before the first. `total` is the number of
    batches so far and `seconds` the time since the start.  `loss` is the mean loss of the batch or round that
    just ended and `validation_loss` the one measured last.
    """

    __slots__ = ("_loss", "_training", "batch", "round", "seconds", "total", "validation_loss")

    def __init__(self, training: Training, seconds: float, loss: Any = NAN):
        self._training, self.seconds, self._loss = training, seconds, loss
        self.round, self.batch, self.total = training.round, training.batch, training.total
        self.validation_loss: float | None = training.validation_loss

    @property
    def loss(self) -> float:
        """Fetched from the device when it is looked at; not a number before the first batch."""
        if type(self._loss) is float:
            return self._loss
        if type(self._loss) is slice:  # of the batches so far
            return float(self._training.record.log.all()[self._loss].mean())
        return float(self._loss.mean())

    @property
    def losses(self) -> Any:
        """The mean losses of all batches so far."""
        return self._training.record.log.all()[: self.total]

    @property
    def best_validation(self) -> tuple[float, int] | None:
        """The lowest validation loss so far, and its round."""
        best = self._training.record.best
        return (best.validation.loss, best.validation.round) if best else None

    @property
    def fraction(self) -> float | None:
        """How much is done, from 0 to 1, as far as that is known."""
        return self._training.fraction()

    @property
    def training(self) -> Training:
        """The training that this is an event of, as it is now."""
        return self._training

    @property
    def rounds(self) -> int | None:
        """The rounds planned, as far as that is known."""
        return self._training.rounds

    @property
    def batches(self) -> int:
        """The batches in a round."""
        return self._training.plan.batches_per_round

    @property
    def examples(self) -> int:
        """The examples processed so far."""
        return self._training.examples_at(self.round, self.batch)

    @property
    def examples_per_second(self) -> float:
        return self.examples / self.seconds if self.seconds > 0 else NAN

    @property
    def learning_rate(self) -> float:
        return self._training.rate

    @property
    def net(self) -> Callable[[], Net]:
        """Gives the net as it is at the moment of the call."""
        return self._training.net

    def snapshot(self) -> Snapshot:
        """A copy of all that training changes, cheap to take, that can be made a net later."""
        return self._training.snapshot()

    def __repr__(self) -> str:
        where = f"round {self.round}/{self.rounds or '?'}, batch {self.batch}/{self.batches}"
        return f"<{type(self).__name__} {where}, {self.seconds:.3f} s>"


class Started(Event):
    """Before anything is done."""

    __slots__ = ()


class RoundStarted(Event):
    """Before the first batch of a round."""

    __slots__ = ()


class BatchDone(Event):
    """After a batch has changed the arrays; `loss` is its mean loss before the change."""

    __slots__ = ()


class RoundDone(Event):
    """After the last batch of a round that is run; `loss` is the mean of its batches."""

    __slots__ = ()


class Interrupted(Event):
    """After Ctrl-C, between two steps; the batch or round before it may not have been told of."""

    __slots__ = ()


class Stopped(Event):
    """After everything.  `reason` is one of those in `loop`; the loss is that of the last batch."""

    __slots__ = ("reason",)

    def __init__(self, training: Training, seconds: float, reason: str):
        super().__init__(training, seconds, slice(max(0, training.total - 1), training.total))
        self.reason = reason
