"""Files are written whole or not at all; what a writer that was killed has left is used again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import wlnet
from wlnet import whole_files
from wlnet.whole_files import write_whole

pytestmark = pytest.mark.skipif(not whole_files.fcntl, reason="files are locked with flock")
KILLED = """
import os, pathlib, signal, sys
from wlnet.whole_files import write_whole
os.{} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
write_whole(pathlib.Path(sys.argv[1]), b"half" * 1000)
"""
MANY = """
import pathlib, sys
from wlnet.whole_files import write_whole
for _ in range(150):
    write_whole(pathlib.Path(sys.argv[1]), sys.argv[2].encode() * 20_000)
"""


def started(program: str, *arguments: object) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(Path(wlnet.__file__).parents[1])}
    return subprocess.Popen([sys.executable, "-c", program, *map(str, arguments)], env=env)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("where", ["fsync", "replace"])
def test_what_a_killed_writer_left_is_used_by_the_next(where: str, tmp_path: Path) -> None:
    path = tmp_path / "net.wlnet"
    write_whole(path, b"old")
    for _ in range(2):
        assert started(KILLED.format(where), path).wait() == -signal.SIGKILL
        assert path.read_bytes() == b"old"
        assert names(tmp_path) == [".net.wlnet.1.part", "net.wlnet"]
    write_whole(path, b"new")
    assert path.read_bytes() == b"new" and names(tmp_path) == ["net.wlnet"]


def test_several_processes_write_one_file_each_time_whole(tmp_path: Path) -> None:
    path = tmp_path / "data"
    writers = [started(MANY, path, text) for text in ("one", "two", "six")]
    seen = set()
    while any(writer.poll() is None for writer in writers):
        if path.exists():
            seen.add(path.read_bytes())
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert seen | {path.read_bytes()} <= {text * 20_000 for text in (b"one", b"two", b"six")}
    assert names(tmp_path) == ["data"]


def test_several_threads_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, usual, meet = tmp_path / "data", os.fsync, threading.Barrier(3)

    def together(handle: int) -> None:
        if threading.current_thread() is not threading.main_thread() and os.path.isfile(handle):
            meet.wait(60)
        usual(handle)

    monkeypatch.setattr(os, "fsync", lambda h: together(h))
    threads = [threading.Thread(target=write_whole, args=(path, text * 9)) for text in (b"a", b"b", b"c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in (b"a" * 9, b"b" * 9, b"c" * 9) and names(tmp_path) == ["data"]


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "data"
    write_whole(path, b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as changed, pytest.raises(OSError, match="No space"):
        changed.setattr(os, "fsync", full)
        write_whole(path, b"new")
    assert path.read_bytes() == b"old" and names(tmp_path) == ["data"]


def test_what_is_no_plain_file_of_this_user_is_not_used(tmp_path: Path) -> None:
    path, other = tmp_path / "data", tmp_path / "other"
    other.write_bytes(b"mine")
    (tmp_path / ".data.1.part").symlink_to(other)
    os.mkfifo(tmp_path / ".data.2.part")
    (tmp_path / ".data.3.part").hardlink_to(other)
    (tmp_path / ".data.4.part").mkdir()
    write_whole(path, b"new")
    assert path.read_bytes() == b"new" and other.read_bytes() == b"mine"
    assert len(names(tmp_path)) == 6


def test_where_files_cannot_be_locked_names_are_random(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, seen, usual = tmp_path / "data", [], os.replace

    def replace(part: str, target: Path) -> None:
        seen.append(Path(part).name)
        usual(part, target)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(whole_files, "fcntl", None)
    write_whole(path, b"new")
    write_whole(path, b"newer")
    assert path.read_bytes() == b"newer" and names(tmp_path) == ["data"]
    assert len(set(seen)) == 2
