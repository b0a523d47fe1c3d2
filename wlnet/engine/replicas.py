"""Several devices of one machine share the batches of a training.

The first device has the arrays that learn.  Before a batch the others get a copy, which is one vector; each
works out the gradient of its share, and their gradients are added.  BatchSize is that of all devices.  Layers
that look at the whole batch look at the share of their device, as is usual for several devices, and the
moving averages are those of the first one.  Where lengths vary, the first device works alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .flat import FlatArrays
from .sequences import vary
from .shared_batches import joined


@dataclass(frozen=True)
class Place:
    """A device with arrays of its own, and the function that adds to their gradients."""

    device: str
    flat: FlatArrays
    gradients: Callable[[tuple[Any, ...]], list[Any]]


class Replicas:
    """Gradients of batches, shared out to places; called like `Gradients`."""

    def __init__(self, places: Sequence[Place]):
        self._first, *self._others = places
        self._count = len(places)

    def __call__(self, batch: tuple[Any, ...]) -> list[Any]:
        size = len(batch[0])
        if size < self._count or vary(batch):
            return self._first.gradients(batch)
        gradient, ends = self._first.flat.gradient, [i * size // self._count for i in range(self._count + 1)]
        found = []
        for place, start, stop in zip((self._first, *self._others), ends[:-1], ends[1:], strict=True):
            if place is not self._first:
                place.flat.vector.copy_(self._first.flat.vector, non_blocking=True)
            part = tuple([column[start:stop].to(place.device, non_blocking=True) for column in batch])
            found.append(place.gradients(part))
        gradient.mul_(ends[1] / size)
        for place, start, stop in zip(self._others, ends[1:-1], ends[2:], strict=True):
            gradient.add_(place.flat.gradient.to(gradient.device), alpha=(stop - start) / size)
            place.flat.gradient.zero_()
        return [joined(parts) for parts in zip(*found, strict=True)]
