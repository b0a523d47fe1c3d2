"""Measurements of any net."""

from __future__ import annotations

from ..measurements import measurement
from ..tallies import Losses


@measurement("Loss", Losses, kind="")
def loss(losses: Losses) -> float:
    """The mean loss of the examples."""
    return float(losses.total) / losses.count
