"""All trained arrays in one vector, their gradients in another, in segments that are treated alike.

The arrays that programs see are views into the vector, and autograd adds gradients straight into the views of
the other.  So an optimizer step is a few calls per distinct multiplier instead of a few per array, clearing
all gradients is one call, and a snapshot of a training is a copy of one vector.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

from ..lazy import torch
from ..nets.net import Path
from .run import tensor

ALIGN = 16  # numbers; every array begins at a multiple, so that views stay aligned for vector instructions


class Treatment(NamedTuple):
    """How an array is trained: its learning rate multiplier and what was said of it besides (0: nothing).

    `turns` are the steps of the update schedule, from 0, in which it changes; none: all.
    """

    multiplier: float
    L2Regularization: float = 0.0
    GradientClipping: float = 0.0
    WeightClipping: float = 0.0
    turns: tuple[int, ...] = ()


@dataclass(frozen=True)
class Segment:
    """A stretch of the vector whose arrays are treated alike."""

    start: int
    stop: int
    treatment: Treatment


class FlatArrays:
    """`vector` and `gradient`, cut into `views` by path and into `segments` by treatment.

    Arrays lie in memory as usual.  Convolutions would be faster with their channels last, but with two
    threads and AVX-512, PyTorch 2.13 then writes beyond its arrays in the backward pass.
    """

    def __init__(
        self,
        arrays: Mapping[Path, np.ndarray],
        treatments: Mapping[Path, Treatment],
        device: str = "cpu",
        kind: type = np.float32,
    ):
        self._places: dict[Path, tuple[int, int, tuple[int, ...]]] = {}
        segments, end = [], 0
        ordered = sorted(
            treatments, key=treatments.__getitem__
        )  # a stable sort: in the order of the net otherwise
        for treatment, paths in groupby(ordered, key=treatments.__getitem__):
            start = end
            for path in paths:
                size = arrays[path].size
                self._places[path] = (end, end + size, arrays[path].shape)
                end += -(-size // ALIGN) * ALIGN
            segments.append(Segment(start, end, treatment))
        self.segments = tuple(segments)
        self.vector = torch.zeros(end, dtype=getattr(torch, np.dtype(kind).name), device=device)
        self.gradient = torch.zeros_like(self.vector)
        self.views: dict[Path, Any] = {}
        for path, (start, stop, _) in self._places.items():
            self.views[path] = self._view(path, self.vector[start:stop]).detach()
            self.views[path].copy_(tensor(np.asarray(arrays[path], kind), device))
            self.views[path].requires_grad_().grad = self._view(path, self.gradient[start:stop])

    def _view(self, path: Path, part: Any) -> Any:
        """A part of a vector in the shape of an array."""
        return part.view(self._places[path][2])

    def arrays(self, vector: Any = None) -> dict[Path, np.ndarray]:
        """The present values, or those of a copy of the vector made earlier; copied out."""
        numbers = (self.vector if vector is None else vector).cpu()
        return {
            path: np.array(self._view(path, numbers[start:stop]).numpy(), order="C")
            for path, (start, stop, _) in self._places.items()
        }

    def parts(self, vector: Any) -> dict[Path, Any]:
        """Every array's part of a vector such as `vector` and `gradient`, flat."""
        return {path: vector[start:stop] for path, (start, stop, _) in self._places.items()}

    def gradients(self) -> dict[Path, Any]:
        """The gradient of every array, as a view."""
        return {path: view.grad for path, view in self.views.items()}
