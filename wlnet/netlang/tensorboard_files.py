"""Event files for TensorBoard: ``TrainingProgressReporting -> {"TensorBoard", folder}``, ours.

Every report writes one number for each column that report files have ("RoundLoss", "ValidationLoss", the
measurements, ...) and the "BatchLoss"; the step is the number of batches so far.  It needs the Python package
tensorboard, which ``pip install wlnet[tensorboard]`` brings.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..lazy import tensorboard
from ..problem import Template

NOT_INSTALLED = Template(
    "notensorboard",
    'TrainingProgressReporting -> {"TensorBoard", ...} needs the Python package tensorboard; '
    "pip install wlnet[tensorboard] installs it.",
)
CANNOT_WRITE = Template("noopen", "Cannot write the progress of the training to `1`: `2`.")
NO_NUMBERS = ("Round", "AbsoluteBatch")  # columns that the step tells already


class EventFile:
    """An event file in a folder, begun when this is made.  Raises a Problem where it cannot be."""

    def __init__(self, folder: Path):
        try:
            self._writer: Any = tensorboard.SummaryWriter(str(folder))
        except ImportError:
            raise NOT_INSTALLED() from None
        except OSError as error:
            raise CANNOT_WRITE(str(folder), error.strerror or str(error)) from None

    def add(self, row: Mapping[str, float | int | None], step: int) -> None:
        """Write numbers, so that they can be seen at once."""
        for name, value in row.items():
            if value is not None and name not in NO_NUMBERS:
                self._writer.add_scalar(name, value, step)
        self._writer.flush()

    def close(self) -> None:
        self._writer.close()
