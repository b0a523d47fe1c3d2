"""What is said when memory does not suffice: which batch size to try.

The size of batches is never changed silently, because results depend on it.
"""

from __future__ import annotations

from ..lazy import torch
from ..problem import Problem, Template

TOO_LARGE = Template(
    "batchmem", "There is not enough memory for batches of `1` examples; try BatchSize -> `2`."
)
TOO_LARGE_NET = Template("netmem", "There is not enough memory to train this net with even one example.")
SIGNS = ("out of memory", "can't allocate memory", "not enough memory", "alloc_failed")  # of PyTorch's errors


def out_of_memory(error: BaseException) -> bool:
    """Whether an error says that there is not enough memory; PyTorch has its own errors for that."""
    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(sign in str(error).lower() for sign in SIGNS)


def too_large(batch_size: int) -> Problem:
    """What to say of batches of this size."""
    return TOO_LARGE(batch_size, batch_size // 2) if batch_size > 1 else TOO_LARGE_NET()
