"""`wlnet launch`: a script in several processes, on one machine or many, started again when one dies.

It is PyTorch's torchrun with other defaults: processors are shared out, its log is silent, trainings go on
where they were after a restart, and a script that ends with an error is not started again.  What a script
does in several processes is told in `launched` and `engine.distributed`.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from ..lazy import elastic, torch, torchrun
from .arguments import Flag, UsageError, read_arguments
from .script import FAILURE, OK, read_file

# The option of torchrun that each of ours is, and what it does.
OPTIONS = {
    "--nproc-per-node": Flag(("nproc",), "N", "how many processes on each machine; else one for each GPU"),
    "--nnodes": Flag(("nodes",), "M", "how many machines; the same command is typed on each"),
    "--rdzv-endpoint": Flag(
        ("endpoint",), "HOST:PORT", "where several machines meet: one of them, a free port"
    ),
    "--rdzv-id": Flag(("id",), "NAME", "the name of the job, if several meet there"),
    "--max-restarts": Flag(("restarts",), "R", "how often to start all again after one has died; else 3"),
}
_BY_NAME = {name: (option, flag) for option, flag in OPTIONS.items() for name in flag.names}
STATUS_FILE = "WLNET_STATUS_FILE"  # as `engine.distributed` has it


def main(words: list[str]) -> int:
    """Run the subcommand; the exit status of the script.  Raises UsageError."""
    given, rest = read(words)
    if given is None:
        print(help_text())
        return OK
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wlnet-launch-")))
        if given["--nnodes"] == "1" and not read_arguments(rest).resume:
            rest = ["-resume", str(folder / "states"), *rest]
        os.environ |= environment(int(given["--nproc-per-node"])) | {STATUS_FILE: str(folder / "status")}
        status = run([word for pair in given.items() for word in pair] + ["-m", "wlnet", *rest])
        return int((folder / "status").read_text()) if (folder / "status").exists() else status


def read(words: list[str]) -> tuple[dict[str, str] | None, list[str]]:
    """The options of torchrun, and the words for each process; no options: help is wanted.

    Raises UsageError, Unreadable.
    """
    given, rest = {"--max-restarts": "3", "--nnodes": "1"}, list(words)
    while rest and (name := rest[0].removeprefix("-").removeprefix("-")) != rest[0]:
        if name in ("h", "help"):
            return None, []
        if name not in _BY_NAME:
            break
        if len(rest) < 2:
            raise UsageError(f"{rest[0]} needs {_BY_NAME[name][1].value} behind it")
        given[_BY_NAME[name][0]] = rest[1]
        del rest[:2]
    if not (sources := read_arguments(rest).sources):
        raise UsageError("launch needs a script")
    for source in sources:
        if source.kind == "file":
            read_file(source.text)
    return _completed(given), rest


def _completed(given: dict[str, str]) -> dict[str, str]:
    for option, least in (("--nproc-per-node", 1), ("--nnodes", 1), ("--max-restarts", 0)):
        if not (text := given.get(option, "1")).isdecimal() or int(text) < least:
            raise UsageError(
                f"-{OPTIONS[option].names[0]} {text}: a whole number, at least {least}, is needed"
            )
    if "--nproc-per-node" not in given:
        given["--nproc-per-node"] = str(max(1, torch.cuda.device_count()))
    if "--rdzv-endpoint" in given:
        given["--rdzv-backend"] = "c10d"
    elif given["--nnodes"] != "1":
        raise UsageError("-nodes needs -endpoint HOST:PORT, where the machines meet")
    return given


def environment(processes: int) -> dict[str, str]:
    """What the processes find in their environment; what is there already stays."""
    threads = max(1, (os.cpu_count() or 1) // processes)
    ours = {"OMP_NUM_THREADS": str(threads), "LOGLEVEL": "CRITICAL"}
    return {name: os.environ.get(name, value) for name, value in ours.items()}


def run(words: list[str]) -> int:
    """Run torchrun in this process; the exit status.  What it would say of an end is said in a line."""
    logging.getLogger("torch.distributed.elastic").setLevel(os.environ["LOGLEVEL"])
    try:
        torchrun.run(torchrun.parse_args(words))
    except elastic.errors.ChildFailedError as failed:
        for rank, each in sorted(failed.failures.items()):
            if each.exitcode < 0 and -each.exitcode != signal.SIGTERM:  # which torchrun sends to the others
                print(f"wlnet: process {rank + 1} was ended by {each.signal_name()}", file=sys.stderr)
        return FAILURE
    except elastic.SignalException as got:
        return 128 + got.sigval
    return OK


def help_text() -> str:
    """What ``wlnet launch -help`` prints."""
    rows = [(f"-{flag.names[0]} {flag.value}", flag.help) for flag in OPTIONS.values()]
    width = max(len(left) for left, _ in rows) + 2
    lines = ["Usage: wlnet launch [OPTION ...] [OPTION OF WLNET ...] FILE [ARGUMENT ...]", ""]
    return "\n".join([*lines, "Options:", *(f"  {left:<{width}}{right}" for left, right in rows)])
