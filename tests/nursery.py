"""Processes that run wlnet without the time that loading PyTorch takes each of them.

One process, the nursery, loads everything and runs nothing.  For each that is wanted it forks itself, and the
child goes on as `python -m wlnet` does: with arguments, a folder, an environment and streams of its own.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import torch.distributed  # noqa: F401 -- what the nursery is for

from wlnet.declare import declare_all
from wlnet.frontends import cli  # noqa: F401 -- and this

LONGEST = 2**20  # bytes of a request


class Process:
    """A child of the nursery, used like a `subprocess.Popen`."""

    def __init__(self, line: socket.socket, streams: Sequence[int]):
        with line:
            self._line = line.makefile("r")
        self.stdout, self.stderr = (os.fdopen(stream, encoding="utf-8") for stream in streams)
        self.pid = int(self._line.readline())
        self.returncode: int | None = None

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = int(self._line.readline())
            self._line.close()
        return self.returncode

    def communicate(self, timeout: float = 120) -> tuple[str, str]:
        """What it still prints, until its end; it is killed after so many seconds."""
        if self.stdout.closed:
            return "", ""
        errors: list[str] = []
        watch = threading.Timer(timeout, self.kill)
        other = threading.Thread(target=lambda: errors.append(self.stderr.read()))
        watch.start()
        other.start()
        try:
            with self.stdout, self.stderr:
                out = self.stdout.read()
                other.join()
            self.wait()
        finally:
            watch.cancel()
        return out, errors[0]


Child = Process | subprocess.Popen[str]


def born(words: Sequence[str], folder: Path, env: Mapping[str, str], before: str = "") -> Child:
    """A process that runs wlnet with these words, after the Python program `before`."""
    if sys.platform != "linux":
        return _started(words, folder, env, before)
    mine, its = socket.socketpair()
    outs, errors = os.pipe(), os.pipe()
    request = json.dumps({"words": [*words], "folder": str(folder), "env": dict(env), "before": before})
    socket.send_fds(_nursery(), [request.encode()], [outs[1], errors[1], its.fileno()])
    its.close()
    os.close(outs[1])
    os.close(errors[1])
    return Process(mine, (outs[0], errors[0]))


def _started(
    words: Sequence[str], folder: Path, env: Mapping[str, str], before: str
) -> subprocess.Popen[str]:
    """The same without a nursery, where systems and libraries do not like forks."""
    command = [
        sys.executable,
        "-c",
        before + "\nfrom wlnet.__main__ import main, sys; sys.exit(main())",
        *words,
    ]
    env = {**env, "PYTHONPATH": str(Path(__file__).parents[1])}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=env, stdout=pipe, stderr=pipe, text=True)


@cache
def _nursery() -> socket.socket:
    """Where the nursery hears what is wanted."""
    mine, its = socket.socketpair()
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1])])
    process = subprocess.Popen(
        [sys.executable, "-c", f"import nursery; nursery.main({its.fileno()})"],
        pass_fds=[its.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
    )
    its.close()

    def end() -> None:
        mine.close()
        process.wait()

    atexit.register(end)
    return mine


def main(number: int) -> None:
    """The nursery.  It ends when nobody can want anything any more."""
    for package in ("builtins", "netlang"):
        declare_all(f"wlnet.{package}")
    requests = socket.socket(fileno=number)
    while True:
        request, streams, _, _ = socket.recv_fds(requests, LONGEST, 3)
        if not request:
            return
        if os.fork() == 0:
            requests.close()
            _bear(json.loads(request), streams[:2], socket.socket(fileno=streams[2]))
        for stream in streams:
            os.close(stream)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _bear(request: dict[str, Any], streams: Sequence[int], line: socket.socket) -> NoReturn:
    """See to one child, which ends otherwise than by returning from here."""
    if child := os.fork():
        for stream in streams:
            os.close(stream)
        line.sendall(f"{child}\n".encode())
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with suppress(OSError):  # nobody wants to know
            line.sendall(f"{status}\n".encode())
        os._exit(0)
    line.close()
    for stream, number in zip(streams, (1, 2), strict=True):
        os.dup2(stream, number)
        os.close(stream)
    # Those that the nursery began with know that they were no pipes.
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8")  # type: ignore[misc]  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(2, "w", encoding="utf-8", buffering=1)  # type: ignore[misc]  # noqa: SIM115
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["env"])
    sys.argv = ["wlnet", *request["words"]]
    exec(request["before"], {"__name__": "before"})
    from wlnet.__main__ import main as start  # which changes what Ctrl-C does as soon as it is loaded

    sys.exit(start())
