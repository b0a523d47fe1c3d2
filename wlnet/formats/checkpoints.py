"""Checkpoints of a training: .wlnet files that are whole at any moment, and their documented names.

Names are "starttime_counter_round_batch_loss.wlnet", with the validation loss behind the loss if there is
one.  That losses have six significant digits, and that the colons of the start time are left out on Windows,
which has none in names of files, is our choice.  Source: reference page of TrainingProgressCheckpointing.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from ..nets.net import Net
from ..whole_files import write_whole
from .wlnet import write_wlnet


def checkpoint_name(
    start: datetime,
    counter: int,
    round_number: int,
    batch: int,
    loss: float,
    validation_loss: float | None = None,
) -> str:
    """The name of a checkpoint in a folder of them.

    `start` is when the training began, `counter` counts the checkpoints' trainings in a session, rounds and
    batches count from 1.
    """
    began = start.isoformat(timespec="seconds")
    losses = [loss] if validation_loss is None else [loss, validation_loss]
    parts = [began.replace(":", "") if os.name == "nt" else began, counter, round_number, batch]
    return "_".join([*map(str, parts), *(f"{value:.6g}" for value in losses)]) + ".wlnet"


def write_checkpoint(path: Path, net: Net) -> Path:
    """Write a net to a .wlnet file; a file that stood there is replaced when the new one is whole.

    The folder is made if it is not there.  Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, write_wlnet(net))
    return path
