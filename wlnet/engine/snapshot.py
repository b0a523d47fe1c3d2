"""A copy of everything that training changes, from which a net can be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..lazy import torch
from ..nets.net import Graph, Net, Path
from .flat import FlatArrays


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The trained arrays (as one vector) and the moving state of a training net at one moment."""

    training_net: Graph
    flat: FlatArrays
    vector: Any
    state: dict[Path, Any]

    @staticmethod
    def of(training_net: Graph, flat: FlatArrays, state: dict[Path, Any]) -> Snapshot:
        copies = {path: array.clone() for path, array in state.items()}
        return Snapshot(training_net, flat, flat.vector.clone(), copies)

    def whole(self) -> Graph:
        """The training net with these arrays; those that training leaves alone are the same objects."""
        state = {path: array.cpu().numpy().copy() for path, array in self.state.items()}
        return self.training_net.with_arrays(self.flat.arrays(self.vector) | state)  # type: ignore[return-value]

    def net(self) -> Net:
        """The net without its loss."""
        return self.whole().nodes["Net"]

    def is_finite(self) -> bool:
        return bool(torch.isfinite(self.vector).all())
