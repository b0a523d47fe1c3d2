"""PyTorch's fused optimizer kernels, where this PyTorch has them: one pass over memory instead of several.

They are not a public interface, so each is used only if it is found; the methods have plain operations beside
them that give the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ..lazy import torch

DEVICES = ("cpu", "cuda")
SHARED_OUT = 2**15  # numbers from which PyTorch's plain operations use several threads


def kernel(name: str, vector: Any) -> Callable[..., None] | None:
    """The kernel called `name` for vectors such as this, or None.

    On the CPU a kernel wakes all threads for any length, which short vectors cannot make good, and which
    stalls for milliseconds where other programs keep the cores busy.
    """
    device = vector.device.type
    if device == "cpu" and vector.numel() < SHARED_OUT and torch.get_num_threads() > 1:
        return None
    found = getattr(torch, name, None) if device in DEVICES else None
    return found if callable(found) else None


@cache
def endless(device: Any) -> Any:
    """An infinite step count, for kernels whose bias correction is done by the caller."""
    return torch.full((), float("inf"), device=device)
