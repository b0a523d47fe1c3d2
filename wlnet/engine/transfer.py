"""The way to a device.  A GPU is handed numbers without being waited for.

A plain copy from ordinary memory to a GPU waits until all that was asked of it is done, and meanwhile nobody
prepares the next batch.  From pinned memory, which PyTorch keeps for such copies and does not use again
before they are done, the copy takes its place in the queue.
"""

from __future__ import annotations

from typing import Any

MOST_BYTES = 2**26  # of pinned memory for one copy; what is larger goes the plain way


def sent(numbers: Any, device: Any) -> Any:
    """A tensor of this machine's memory as one on `device` (a name or a `torch.device`)."""
    kind = device if isinstance(device, str) else device.type
    if kind.startswith("cuda") and numbers.device.type == "cpu" and numbers.nbytes <= MOST_BYTES:
        return numbers.pin_memory().to(device, non_blocking=True)
    return numbers.to(device)
