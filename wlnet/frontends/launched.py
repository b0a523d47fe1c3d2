"""A command that was started several times at once, by ``torchrun ... -m wlnet script.wl``.

All processes run the same script; the first alone is heard, and all draw the same random numbers, those of
the job.  `engine.distributed` says how they train together.
"""

from __future__ import annotations

import os
import sys
import zlib

import numpy as np

from ..session import Session


class WronglyLaunched(Exception):
    """What the environment says of the processes makes no sense; the text says why."""


def count() -> int:
    """How many processes there are.  Raises WronglyLaunched."""
    if "RANK" not in os.environ:
        return 1
    for name in ("RANK", "WORLD_SIZE"):
        if not os.environ.get(name, "1").isdecimal():
            raise WronglyLaunched(f"the environment variable {name} is no number: {os.environ[name]}")
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size > 1 and (missing := [name for name in ("MASTER_ADDR", "MASTER_PORT") if name not in os.environ]):
        raise WronglyLaunched(f"of {size} processes, but without the environment variable {missing[0]}")
    return size


def quiet() -> None:
    """Let only the first process be heard; what must be said goes to the stream that Python began with."""
    if count() > 1 and os.environ["RANK"] != "0":
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 -- until the end


def seed(session: Session) -> None:
    """Draw the same random numbers in all processes, others in each job."""
    if count() > 1:
        job = os.environ.get("TORCHELASTIC_RUN_ID", "none")
        job = os.environ.get("MASTER_PORT", "") if job == "none" else job
        session.kernel.random = np.random.default_rng(zlib.crc32(job.encode()))
