"""From a batch to the gradients of its mean loss, in the flat gradient vector.

The mean is never computed: the losses of the examples are sent backward with the weight 1/n each, which is
the same and saves two operations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..lazy import torch
from .captured import Captures
from .flat import FlatArrays
from .lower import Bound
from .padding import one_each, outcomes
from .sequences import Parts, Sequences, alike, dense, gathered, vary
from .tape import Tape, playable, record

# of a training on sequences; each is recorded and compiled, which takes as long as many steps
MOST_TAPES = 64


def results(function: Bound, batch: Iterable[Any]) -> list[Any]:
    """One loss for each example, the sum of its elements where it is an array; what else comes out."""
    losses, *others = function(*batch)  # -> (batch,), ...
    return [one_each(losses), *others]


class Gradients:
    """Called with a batch, gives its `results` and puts the gradients into those of `flat`.

    With `taped`, the steps of a small net are played from a tape once that is known to give the same bits:
    the first batch of a size is recorded, the second one done both ways.  With `varies`, a batch may hold
    examples of different lengths, and of those of equal length only the first MOST_TAPES shapes are recorded.
    With `captures`, steps are captured by a device as these say.
    """

    def __init__(
        self,
        forward: Bound,
        flat: FlatArrays,
        taped: bool,
        varies: bool = False,
        captures: Captures | None = None,
    ):
        self._forward, self._flat, self._run = forward, flat, _engine()
        self._arrays = tuple(flat.views.values())
        self._targets = [array.grad for array in self._arrays]
        self._weights: dict[int, Any] = {}
        self._varies = varies
        self._ways: dict[object, Callable[..., Any]] = {}  # by the size of the batch, or its shapes
        self._captures = captures
        self._first = self._record if taped and self._arrays else self._by_autograd
        if captures and self._arrays:
            self._first = self._look

    def __call__(self, batch: tuple[Any, ...]) -> list[Any]:
        if self._varies and vary(batch):
            groups = alike([column.lengths for column in batch if isinstance(column, Sequences)])
            if len(groups) > 1:
                return self._in_parts(batch)
            batch = tuple([dense(column, groups[0]) for column in batch])
        way = self._ways.get(self._key(batch))
        return way(*batch) if way else self._first(*batch)

    def _key(self, batch: tuple[Any, ...]) -> object:
        return tuple([column.shape for column in batch]) if self._varies else len(batch[0])

    def _by_autograd(self, *batch: Any) -> list[Any]:
        outputs = results(self._forward, batch)
        self._put(self._backward(outputs[0]))
        return [output.detach() for output in outputs]

    def _backward(self, losses: Any) -> Any:
        """The gradients by array; None for an array, or in place of all, that the losses do not depend on."""
        if not self._arrays or not losses.requires_grad:
            return None
        return self._run((losses,), (self._share(losses),), False, False, self._arrays, True, False)

    def _put(self, gradients: Any) -> None:
        """Where autograd's tensors are copied nothing has to be cleared before, and nothing is added."""
        if gradients is not None and all(gradient is not None for gradient in gradients):
            torch._foreach_copy_(self._targets, gradients)
            return
        self._flat.gradient.zero_()
        for gradient, target in zip(gradients or (), self._targets, strict=False):
            if gradient is not None:
                target.copy_(gradient)

    def _in_parts(self, batch: tuple[Any, ...], padded: bool = True) -> list[Any]:
        """Do a step with examples of different lengths; results behind the losses come in Parts."""
        found, count = [], len(batch[0])
        self._flat.gradient.zero_()
        for chosen, outcome in outcomes(self._forward, batch, padded=padded):
            losses = outcome.losses()
            if losses.requires_grad:
                shares = torch.full_like(losses, 1 / count, requires_grad=False)
                self._run((losses,), (shares,), False, False, (), True, True)
            found.append([Parts([losses.detach()], [chosen]), *outcome.others(chosen)])
        if padded and not bool(self._flat.gradient.isfinite().all()):  # perhaps it came from the padding
            return self._in_parts(batch, padded=False)
        losses, *others = map(gathered, zip(*found, strict=True))
        return [losses.joined(), *others]

    def _share(self, losses: Any) -> Any:
        """What each example counts in the mean."""
        count = len(losses)
        found = self._weights.get(count)
        if found is None:
            found = self._weights[count] = torch.full_like(losses, 1 / count, requires_grad=False)
        return found

    def _look(self, *batch: Any) -> list[Any]:
        """Do a step; those to come with batches of this size may be captured."""
        key = self._key(batch)
        way = self._captures.new(key, self._by_autograd, batch) if self._captures else None
        self._ways[key] = way or self._by_autograd
        return self._by_autograd(*batch)

    def _record(self, *batch: Any) -> list[Any]:
        """Do a step and write it down."""
        size, key = len(batch[0]), self._key(batch)
        self._share(batch[0].new_zeros(size, dtype=self._flat.vector.dtype))  # not a part of the step

        def step() -> tuple[list[Any], Any]:
            outputs = results(self._forward, batch)
            return [output.detach() for output in outputs], self._backward(outputs[0])

        (outputs, gradients), calls = record(step)
        self._put(gradients)
        self._ways[key] = self._by_autograd
        if gradients and len(self._ways) <= MOST_TAPES and playable(calls, (*batch, *self._arrays)):
            tape = Tape(calls, batch, self._arrays, outputs, gradients, self._targets)
            self._ways[key] = lambda *batch: self._try(tape, batch)
        return outputs

    def _try(self, tape: Tape, batch: tuple[Any, ...]) -> list[Any]:
        """Do a step both ways; play the tape from now on if there was no difference."""
        played, gradient = tape.play(*batch), self._flat.gradient.clone()
        outputs = self._by_autograd(*batch)
        same = torch.equal(gradient, self._flat.gradient) and all(map(torch.equal, played, outputs))
        self._ways[self._key(batch)] = tape.play if same else self._by_autograd
        return outputs


def _engine() -> Callable[..., Any]:
    """Autograd's engine: from losses and their weights to gradients.

    Where this PyTorch shows it, because the public functions cost a small net a third of its step in checks.
    """
    engine = getattr(getattr(torch.autograd, "Variable", None), "_execution_engine", None)
    return getattr(engine, "run_backward", None) or _public_engine


def _public_engine(
    losses: Any, weights: Any, keep: bool, create: bool, arrays: Any, unused: bool, accumulate: bool
) -> Any:
    if accumulate:
        return torch.autograd.backward(losses, weights)
    return torch.autograd.grad(losses, arrays, weights, allow_unused=unused)
