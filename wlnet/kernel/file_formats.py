"""Formats of files: the table that Import and Export look into.  A format is one declaration:

    declare_format(FileFormat("CSV", (".csv",), {"Data": read_rows}, write_rows, ("HeaderLines",)))

The first element is what Import gives unless another one is asked for.  Readers get bytes, so that a
file and a text in the language are the same to them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..expr import Node

Options = Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Source:
    """What is imported: its bytes, and the file that they are from, if there is one."""

    data: bytes
    path: Path | None = None

    def text(self) -> str:
        """The bytes as text: UTF-8, or Latin-1 if they are no UTF-8."""
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.data.decode("latin-1")


Reader = Callable[[Any, Source, Options], Node]  # the first argument is the kernel
Writer = Callable[[Any, Node, Options], bytes]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format: its name, the endings of its files, what can be read of it, and what writes it."""

    name: str
    suffixes: tuple[str, ...]
    elements: Mapping[str, Reader] = field(default_factory=dict)
    write: Writer | None = None
    options: tuple[str, ...] = ()
    late: bool = False  # whether its values need declarations that are loaded later, as nets do

    @property
    def default(self) -> str:
        return next(iter(self.elements))


FORMATS: dict[str, FileFormat] = {}  # by name, in capitals


def declare_format(made: FileFormat) -> None:
    """Let Import and Export know a format."""
    FORMATS[made.name.upper()] = made


def format_named(name: str) -> FileFormat | None:
    return FORMATS.get(name.upper())


def format_of(path: Path) -> FileFormat | None:
    """The format that the ending of a file name tells."""
    suffix = path.suffix.lower()
    return next((known for known in FORMATS.values() if suffix in known.suffixes), None)
