"""A command that was started several times at once, by ``torchrun ... -m wlnet script.wl``.

All processes run the same script; the first alone is heard and writes files, and all draw the same random
numbers, those of the job.  `engine.distributed` says how they train together.

torchrun can start all of them again when one has died.  With ``-resume FOLDER`` they go on where they were;
without, the script begins anew, which is said.  Rejected: to keep states unasked, as they may be large, and
nobody would remove them.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ..session import Quitted, Session


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


def is_first() -> bool:
    return count() == 1 or os.environ["RANK"] == "0"


def quiet() -> None:
    """Let only the first process be heard, and those that torchrun has given files of their own.

    What must be said goes to the stream that Python began with.
    """
    if not is_first():
        for name, number in (("stdout", 1), ("stderr", 2)):
            if not _has_file(name, number):
                setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 -- until the end


def _has_file(name: str, number: int) -> bool:
    """Whether a stream goes to a file of this process: ``torchrun --log-dir D --redirects 3`` does so."""
    file = os.path.join(os.path.dirname(os.environ.get("TORCHELASTIC_ERROR_FILE", "")), f"{name}.log")
    try:
        return os.path.samestat(os.stat(file), os.fstat(number))
    except OSError:
        return False


def tell(resume: str) -> None:
    """Say that the processes were started again, if they were."""
    times, most = (os.environ.get(f"TORCHELASTIC_{n}", "0") for n in ("RESTART_COUNT", "MAX_RESTARTS"))
    if times == "0" or not is_first():
        return
    how = (
        "Trainings go on where they were."
        if resume
        else 'Trainings without "Resume" -> True begin anew; with -resume FOLDER all would go on.'
    )
    print(f"wlnet: started again, {times} of at most {most} times. {how}", file=sys.stderr, flush=True)


def together(session: Session, run: Callable[[], int]) -> int:
    """Run the program, which has ended when all processes are at its end; the status to exit with."""
    if count() == 1:
        return run()
    session.share(is_first())
    try:
        status = run()
    except Quitted as left:
        raise Quitted(session.end(left.code)) from None
    return status if session.interrupted else session.end(status)


def seed(session: Session, resume: str) -> None:
    """Draw the same random numbers in all processes, others in each job; the same again when it resumes."""
    number = _kept(Path(resume).expanduser()) if resume and _on_one_machine() else None
    if number is None and count() > 1:
        job = os.environ.get("TORCHELASTIC_RUN_ID", "none")
        job = os.environ.get("MASTER_PORT", "") if job == "none" else job
        number = zlib.crc32(job.encode())
    if number is not None:
        session.kernel.random = np.random.default_rng(number)


def _on_one_machine() -> bool:
    return os.environ.get("GROUP_WORLD_SIZE", "1") == "1"


def _kept(folder: Path) -> int | None:
    """The number in the file "seed" of a folder, put there by whoever comes first; None if that fails."""
    path = folder / "seed"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=folder, prefix=".seed.")
        with os.fdopen(handle, "w") as out:
            out.write(str(secrets.randbits(63)))
        try:
            with contextlib.suppress(FileExistsError):
                os.link(part, path)  # which one of all can do
        finally:
            os.unlink(part)
        return int(path.read_text())
    except (OSError, ValueError):
        return None
