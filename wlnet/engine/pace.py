"""How far Python may be ahead of a GPU: some batches, so that neither waits for the other.

A GPU does what it is told later.  Told everything at once, it would be minutes behind where batches are
large: a time limit would be noticed late, Ctrl-C would wait for all that was asked for, and the times that
progress displays show would mean nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..lazy import torch

AHEAD = 8  # batches


class Paced:
    """`gradients`, called like them, which first waits until the batch AHEAD batches ago has been done."""

    def __init__(self, gradients: Callable[[tuple[Any, ...]], list[Any]], device: str):
        self._gradients, self._device, self._count = gradients, torch.device(device), 0
        self._done = [torch.cuda.Event(blocking=True) for _ in range(AHEAD)]

    def __call__(self, batch: tuple[Any, ...]) -> list[Any]:
        event = self._done[self._count % AHEAD]
        self._count += 1
        event.synchronize()  # at once for one that was not used yet
        found = self._gradients(batch)
        event.record(torch.cuda.current_stream(self._device))
        return found
