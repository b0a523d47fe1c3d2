"""Batches that several processes share: gradients, moments and validation of all from those of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from math import prod
from typing import Any

import numpy as np

from ..lazy import torch
from ..nets.layer import Context
from .distributed import Group
from .flat import FlatArrays
from .probe import Tallies, together
from .sequences import Parts, vary


class Shared:
    """Gradients of batches that are shared out; called like `Gradients`, with whole batches.

    `others` is how many tensors come out besides the losses, `couples` whether the examples of a batch depend
    on each other, and `reseed`, if anything is random, sets the random numbers of this process for a batch.
    """

    def __init__(
        self,
        group: Group,
        gradients: Callable[[tuple[Any, ...]], list[Any]],
        flat: FlatArrays,
        context: Context,
        others: int = 0,
        couples: bool = False,
        reseed: Callable[[int], object] | None = None,
    ):
        self._group, self._gradients, self._flat, self._context = group, gradients, flat, context
        self._others, self._couples, self._reseed = others, couples, reseed

    def __call__(self, batch: tuple[Any, ...]) -> list[Any]:
        count, group = len(batch[0]), self._group
        mine = group.share(count)
        whole = self._couples and (count < group.size or vary(batch))
        if self._reseed:
            self._reseed(0 if whole else group.rank)
        if whole:
            return self._done_by_all(batch)
        if self._couples:
            self._context.moments = partial(moments, group, (mine.stop - mine.start) / count)
        results = self._gradients(tuple([column[mine] for column in batch])) if mine.stop > mine.start else []
        losses = self._exchange(results[0] if results else None, mine, count)
        if not self._others:
            return [losses]
        found = [each for each in group.all(results[1:]) if each]
        return [losses, *(joined(parts) for parts in zip(*found, strict=True))]

    def _exchange(self, losses: Any, mine: slice, count: int) -> Any:
        """Make the gradient that of all processes, and give the losses of all."""
        gradient = self._flat.gradient
        size = len(gradient)
        everything = gradient.new_zeros(size + count)
        if losses is not None:
            everything[:size].add_(gradient, alpha=len(losses) / count)
            everything[size:][mine] = losses
        self._group.add(everything)
        gradient.copy_(everything[:size])
        return everything[size:].clone()

    def _done_by_all(self, batch: tuple[Any, ...]) -> list[Any]:
        self._context.moments = None
        results = self._gradients(batch)
        self._group.add(self._flat.gradient).div_(self._group.size)
        return results


def joined(found: Sequence[Any]) -> Any:
    """A result of a batch from those of its shares, in order."""
    if not any(isinstance(each, Parts) for each in found):
        return torch.cat([tensor.to(found[0].device) for tensor in found])
    found = [each if isinstance(each, Parts) else Parts([each], [np.arange(len(each))]) for each in found]
    sizes = [sum(map(len, each.places)) for each in found]
    starts = np.cumsum(sizes) - sizes
    places = [at + start for each, start in zip(found, starts, strict=True) for at in each.places]
    return Parts([tensor for each in found for tensor in each.tensors], places)


def moments(group: Group, weight: float, values: Any, dims: Sequence[int]) -> tuple[Any, Any]:
    """Biased variance and mean over dimensions, the batch being shared out; `weight` is this share of it."""
    count = values[0].numel() * len(values) / prod(n for d, n in enumerate(values.shape) if d not in dims)
    total = partial(_sum().apply, group, weight)
    mean = total(values.sum(dims)) * (weight / count)
    shape = [1 if d in dims else n for d, n in enumerate(values.shape)]
    variance = total((values - mean.view(shape)).square().sum(dims)) * (weight / count)
    return variance, mean


@cache
def _sum() -> Any:
    """The sum over all processes, for autograd."""

    class Sum(torch.autograd.Function):
        """Gradients are those of the mean loss of this share; `Shared` weighs them afterwards."""

        @staticmethod
        def forward(ctx: Any, group: Group, weight: float, values: Any) -> Any:
            ctx.group, ctx.weight = group, weight
            return group.add(values.clone())

        @staticmethod
        def backward(ctx: Any, gradient: Any) -> Any:
            return None, None, ctx.group.add(gradient * ctx.weight) / ctx.weight

    return Sum


def share_of_validation(group: Group | None, columns: Sequence[Any]) -> tuple[Any, ...]:
    """The examples that this process looks at."""
    return tuple(columns) if group is None else tuple([c[group.share(len(columns[0]))] for c in columns])


def validation_of_all(
    group: Group | None, total: float, count: int, tallies: Tallies
) -> tuple[float, int, Tallies]:
    """The sum of the losses, their number, and the tallies, of all shares."""
    if group is None:
        return total, count, tallies
    totals, counts, found = zip(*group.all((total, count, tallies)), strict=True)
    return sum(totals), sum(counts), together([each for each in found if each])
