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

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

OPENING = sum(getattr(os, f"O_{how}", 0) for how in ("WRONLY", "CREAT", "CLOEXEC", "NOFOLLOW", "NONBLOCK"))
MOST_WRITERS = 20  # of one file at once, whose temporary files can be told apart
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
    handle, part = _part_of(path)
    with _removed_if_wrong(part, not fcntl):
        with os.fdopen(handle, "wb") as out, _removed_if_wrong(part, fcntl):
            out.truncate()
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
            os.chmod(part, _rights(path))
            if fcntl:  # while it is still locked
                os.replace(part, path)
        if not fcntl:  # where open files keep their names
            os.replace(part, path)
    _sync_folder(path.parent)


@contextlib.contextmanager
def _removed_if_wrong(part: str, mine: object) -> Iterator[None]:
    """Within, whatever goes wrong, a file is removed if that can be done here."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            if mine:
                os.unlink(part)
        raise


def _part_of(path: Path) -> tuple[int, str]:
    """A temporary file beside a file, open and locked, and its name.

    The name is the same each time, so that what a writer that was killed has left is used again; other names
    serve while others write the same file.  Where files cannot be locked, names are random.
    """
    name = f".{path.name[:100]}."
    for number in range(1, MOST_WRITERS if fcntl else 0):
        part = str(path.parent / f"{name}{number}.part")
        try:
            handle = os.open(part, OPENING, 0o600)
        except OSError:  # that nobody may write here is told below
            continue
        if _is_mine(handle, part):
            return handle, part
        os.close(handle)
    return tempfile.mkstemp(dir=path.parent, prefix=name, suffix=".part")


def _is_mine(handle: int, name: str) -> bool:
    """Whether an open file has this name, is a plain one of this user, and now locked for this writer."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        here, there = os.fstat(handle), os.stat(name, follow_symlinks=False)  # another may have finished it
    except OSError:
        return False
    plain = stat.S_ISREG(here.st_mode) and here.st_nlink == 1 and here.st_uid == os.getuid()
    return plain and os.path.samestat(here, there)


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
