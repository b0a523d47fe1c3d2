"""Files that are written whole or not at all, whatever happens meanwhile.

Where several processes run the same program, `shared` does for all of them what it is given, once, and what
only the `first` of them is to write, the others write to nowhere.
"""

from __future__ import annotations

import contextlib
import functools
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ParamSpec, TextIO, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

shared: Callable[[Callable[[], Any]], Any] | None = None
first = True


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Within, only this process writes files: the others are busy."""
    global shared
    usual, shared = shared, None
    try:
        yield
    finally:
        shared = usual


def once(change: Callable[_P, _T]) -> Callable[_P, _T]:
    """A function that changes files, which one process does for all that run the same program."""

    @functools.wraps(change)
    def changed(*args: _P.args, **settings: _P.kwargs) -> _T:
        do = functools.partial(change, *args, **settings)
        return shared(do) if shared else do()

    return changed


def opened(path: Path, mode: str, **how: Any) -> TextIO:
    """Open a file that is written bit by bit: the others of several processes write to nowhere."""
    if shared:
        shared(lambda: path.open(mode).close())
    return (path if first or not shared else Path(os.devnull)).open(mode, **how)  # type: ignore[return-value]


def wait() -> None:
    """Wait until all processes are here, and so all that the first has written is in its file."""
    if shared:
        shared(lambda: None)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file: to a temporary one beside it, which takes its place when all of it is on the disk.

    What stood there before stays until then, and stays if anything goes wrong.  The rights of a file that is
    replaced are kept.  What is no plain file (a device, a pipe) is written to directly.  Raises OSError.
    """
    _write(path, data)


@once
def _write(path: Path, data: bytes) -> None:
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(part, _rights(path))
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise
    _sync_folder(path.parent)


def _rights(path: Path) -> int:
    """The rights of the file at `path`, or those that a new file gets."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """See to it that the new name is on the disk too, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
