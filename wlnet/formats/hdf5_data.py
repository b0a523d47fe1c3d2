"""Data sets in HDF5 files, read a part at a time.

The datasets at the top of a file are columns: their first dimension counts examples.  They hold numbers,
truth values or texts.  A file is open only while something is read from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..lazy import h5py
from ..problem import Template

CANNOT_READ = Template("h5file", "The data file `1` cannot be read: `2`.")
NO_COLUMN = Template("dataport", 'The data have nothing for the port "`1`"; the file `3` has `2`.')
LENGTHS = Template("datalen", "The datasets of `1` have different lengths: `2`.")
NO_EXAMPLES = Template("nodata", "There are no examples in `1`.")
BAD_COLUMN = Template("h5set", 'The dataset "`1`" of `2` holds `3`; numbers, truth values or texts are read.')
SUFFIXES = (".h5", ".hdf5", ".he5")
TEXT_BYTES = 64  # how large a text is taken to be


@dataclass(frozen=True)
class FileColumn:
    """What is known of a dataset: the shape of an example, its kind of numbers, the rows stored together."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]  # object: texts
    stored: int

    @property
    def row_bytes(self) -> int:
        size = TEXT_BYTES if self.dtype.kind == "O" else self.dtype.itemsize
        return int(np.prod(self.shape, dtype=np.int64)) * size


@dataclass(frozen=True)
class DataFile:
    """The columns of a file that are wanted; all have `count` rows."""

    path: Path
    count: int
    columns: dict[str, FileColumn]

    def read(self, stretches: Sequence[slice]) -> dict[str, np.ndarray]:
        """The rows of some stretches, behind each other, by column."""
        total, found = sum(part.stop - part.start for part in stretches), {}
        with _opened(self.path) as file:
            for name, column in self.columns.items():
                source = file[name].asstr() if column.dtype.kind == "O" else file[name]
                rows, done = np.empty((total, *column.shape), column.dtype), 0
                for part in stretches:
                    rows[done : done + part.stop - part.start] = source[part]
                    done += part.stop - part.start
                found[name] = rows
        return found

    def distinct(self, name: str, most: int) -> np.ndarray | None:
        """The different values in a column of single values; None if there are more than `most`."""
        found: np.ndarray | None = None
        step = max(1, 2**22 // self.columns[name].row_bytes)
        alone = DataFile(self.path, self.count, {name: self.columns[name]})
        for start in range(0, self.count, step):
            rows = alone.read([slice(start, min(start + step, self.count))])[name]
            found = np.unique(rows if found is None else np.concatenate([found, rows]))
            if len(found) > most:
                return None
        return found


def names(path: Path) -> list[str]:
    """The names of the columns that can be read.  Raises a Problem."""
    with _opened(path) as file:
        return [name for name, item in file.items() if isinstance(item, h5py.Dataset) and _readable(item)]


def _readable(dataset: Any) -> bool:
    """Whether a dataset has rows of numbers, truth values or texts."""
    is_text = h5py.check_string_dtype(dataset.dtype) is not None
    return bool(dataset.shape) and (is_text or dataset.dtype.kind in "biuf")


def data_file(path: Path, wanted: Sequence[str]) -> DataFile:
    """The columns of a file with the names that are wanted.  Raises a Problem."""
    with _opened(path) as file:
        sets = {name: item for name, item in file.items() if isinstance(item, h5py.Dataset) and item.shape}
        for name in wanted:
            if name not in sets:
                raise NO_COLUMN(name, ", ".join(f'"{n}"' for n in sets) or "no datasets", str(path))
        columns = {name: _column(name, sets[name], path) for name in wanted}
        lengths = {name: len(sets[name]) for name in wanted}
    if len(set(lengths.values())) > 1:
        raise LENGTHS(str(path), ", ".join(f'"{name}" {length}' for name, length in lengths.items()))
    count = next(iter(lengths.values()), 0)
    if not count:
        raise NO_EXAMPLES(str(path))
    return DataFile(path, count, columns)


def _column(name: str, dataset: Any, path: Path) -> FileColumn:
    is_text = h5py.check_string_dtype(dataset.dtype) is not None
    if not _readable(dataset):
        raise BAD_COLUMN(name, str(path), f"elements of the type {dataset.dtype}")
    dtype = np.dtype(object) if is_text else dataset.dtype
    return FileColumn(dataset.shape[1:], dtype, dataset.chunks[0] if dataset.chunks else 1)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The file, open.  Raises a Problem for what cannot be read, also while it is read."""
    try:
        with h5py.File(path, "r") as file:
            yield file
    except (OSError, UnicodeDecodeError) as error:
        raise CANNOT_READ(str(path), _reason(path, error)) from None


def _reason(path: Path, error: Exception) -> str:
    if not path.exists():
        return "there is no such file"
    if path.is_dir():
        return "it is a folder"
    if not h5py.is_hdf5(path):
        return "it is no HDF5 file"
    return str(error)
