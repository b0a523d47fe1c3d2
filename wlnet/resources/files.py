"""Data files by name: in the folder that $WLNET_DATA names, in the cache, or downloaded; always checked.

A file counts only if its SHA-256 is the official one, of the file itself or of what is packed in it, so
that a file packed anew is still genuine.  A download goes to a temporary name beside its place and is moved
there when it has been checked: an interrupted or corrupt one leaves nothing behind.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from ..lazy import http_client, platformdirs, urllib_request
from ..problem import Template

VARIABLE = "WLNET_DATA"
TIMEOUT = 10  # seconds without a byte
CHUNK = 1 << 18  # bytes
REPORT = 0.1  # seconds between two reports of progress

Notify = Callable[[object], None]

NO_DATA = Template(
    "nodata",
    "`1` of the data set `2` could not be found or downloaded.  Tried:\n`3`\n"
    "To provide the data, put the files `4` into a folder and set the environment variable `5` to it.",
)


class CorruptFile(OSError):
    """What came is not the official file."""


@dataclass(frozen=True)
class DataFile:
    """A file of a data set: its SHA-256, that of its content when unpacked, and where copies of it are."""

    data_set: str
    folder: str
    name: str
    sha256: str
    content_sha256: str
    mirrors: tuple[str, ...]


@dataclass(frozen=True)
class Downloading:
    """An event: how far a download is, in bytes (`total` 0 where the server does not say) and seconds."""

    name: str
    done: int
    total: int
    seconds: float

    @property
    def finished(self) -> bool:
        return self.done == self.total

    def __str__(self) -> str:
        total = f" of {self.total / 1e6:.1f}" if self.total else ""
        speed = self.done / 1e6 / max(self.seconds, 1e-3)
        return f"Downloading {self.name}: {self.done / 1e6:.1f}{total} MB, {speed:.1f} MB/s"


def find(file: DataFile, notify: Notify = lambda event: None, needed: tuple[str, ...] = ()) -> Path:
    """Where the genuine file is, downloaded if need be; `needed` names all files of the set."""
    tried: list[str] = []
    for root in roots():
        found = [path for path in _candidates(root, file) if path.is_file()]
        for path in found:
            if _is_genuine(str(path), path.stat().st_size, path.stat().st_mtime_ns, file):
                return path
            tried.append(f"{path}: refused, its SHA-256 is not that of the official file")
        if not found:
            tried.append(f"{root}: not there")
    for mirror in file.mirrors:
        try:
            return download(mirror + file.name, cache() / file.folder / file.name, file, notify)
        except (OSError, http_client.HTTPException) as error:
            tried.append(f"{mirror + file.name}: {getattr(error, 'reason', None) or error}")
    names = ", ".join(needed or (file.name,))
    raise NO_DATA(file.name, file.data_set, "\n".join(f"    {line}" for line in tried), names, VARIABLE)


def cache() -> Path:
    """The folder where downloads are kept."""
    return Path(platformdirs.user_cache_dir("wlnet"))


def roots() -> Iterator[Path]:
    """The folders to look in, in order."""
    if folder := os.environ.get(VARIABLE):
        yield Path(folder).expanduser()
    yield cache()


def _candidates(root: Path, file: DataFile) -> Iterator[Path]:
    for folder in (root, root / file.folder):
        yield folder / file.name
        yield folder / file.name.removesuffix(".gz")


def open_url(url: str) -> BinaryIO:
    request = urllib_request.Request(url, headers={"User-Agent": "wlnet"})
    return urllib_request.urlopen(request, timeout=TIMEOUT)


def download(url: str, target: Path, file: DataFile, notify: Notify) -> Path:
    """Bring the file at `url` to `target`, whole and genuine, or raise an OSError and leave nothing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out, open_url(url) as source:
            _copy(source, out, file.name, notify)
        if not is_genuine(Path(part), file):
            raise CorruptFile("refused, its SHA-256 is not that of the official file")
        os.replace(part, target)
    finally:
        Path(part).unlink(missing_ok=True)
    return target


def _copy(source: BinaryIO, out: BinaryIO, name: str, notify: Notify) -> None:
    start = reported = time.monotonic()
    headers = getattr(source, "headers", {})
    done, total = 0, int(headers.get("Content-Length") or 0)
    while chunk := source.read(CHUNK):
        out.write(chunk)
        done += len(chunk)
        if (now := time.monotonic()) - reported >= REPORT:
            reported = now
            notify(Downloading(name, done, total, now - start))
    notify(Downloading(name, done, done, time.monotonic() - start))


def is_genuine(path: Path, file: DataFile) -> bool:
    """Whether the file, or what is packed in it, is the official one."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() in (file.sha256, file.content_sha256):
        return True
    try:
        return hashlib.sha256(gzip.decompress(content)).hexdigest() == file.content_sha256
    except (OSError, EOFError, zlib.error):
        return False


@lru_cache(maxsize=64)
def _is_genuine(path: str, size: int, changed: int, file: DataFile) -> bool:
    """`is_genuine`, asked once as long as the file stays the same."""
    return is_genuine(Path(path), file)
