"""Data sets in HDF5 files, read a part at a time.

What stands at the top of a file are columns.  A dataset's first dimension counts examples; it holds numbers,
truth values or texts.  Examples of different lengths are

- a dataset of elements of variable length (``h5py.vlen_dtype``): sequences of numbers;
- a group of two datasets, "values" and "offsets": example i is ``values[offsets[i]:offsets[i + 1]]``, so the
  values may have more dimensions, and there is one offset more than examples.  This is how Arrow, Awkward
  Array and PyTorch's nested tensors lay out lists; it is read faster than the other.

A file is open only while something is read from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import R_OK, access
from pathlib import Path
from typing import Any

import numpy as np

from ..lazy import h5py
from ..nets.ragged import Ragged
from ..problem import Template

CANNOT_READ = Template("h5file", "The data file `1` cannot be read: `2`.")
NO_COLUMN = Template("dataport", 'The data have nothing for the port "`1`"; the file `3` has `2`.')
LENGTHS = Template("datalen", "The datasets of `1` have different lengths: `2`.")
NO_EXAMPLES = Template("nodata", "There are no examples in `1`.")
BAD_COLUMN = Template(
    "h5set",
    'The dataset "`1`" of `2` holds `3`; numbers, truth values, texts, sequences of numbers, and groups of '
    '"values" and "offsets" are read.',
)
BAD_OFFSETS = Template(
    "h5off",
    'The "offsets" of "`1`" in `2` are no whole numbers that rise from 0 to at most `3`, how many "values" '
    "there are.",
)
SUFFIXES = (".h5", ".hdf5", ".he5")
ARRAY, TEXT, SEQUENCES, JAGGED = "array", "text", "sequences", "jagged"
VALUES, OFFSETS = "values", "offsets"


@dataclass(frozen=True)
class FileColumn:
    """What is known of a dataset: the shape of an example (of an element of it, where lengths differ), its
    kind of numbers, the rows stored together, and how examples are kept."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]  # object: texts
    stored: int
    form: str = ARRAY

    @property
    def varies(self) -> bool:
        """Whether examples differ in length."""
        return self.form in (SEQUENCES, JAGGED)

    @property
    def shown(self) -> str:
        """What an example is."""
        kinds = {"O": "texts", "b": "truth values", "f": "reals"}
        kind = kinds.get(self.dtype.kind, "integers")
        dims = (*(("n",) if self.varies else ()), *self.shape)
        return "×".join(map(str, dims)) + f" {kind}" if dims else kind


@dataclass(frozen=True)
class DataFile:
    """The columns of a file that are wanted; all have `count` rows."""

    path: Path
    count: int
    columns: dict[str, FileColumn]

    def read(
        self, stretches: Sequence[slice], room: Mapping[str, np.ndarray], start: int
    ) -> Iterator[tuple[int, dict[str, Ragged]]]:
        """Read stretch by stretch: arrays and texts into the `room` for them, from row `start` on.

        After each: the rows there are now, and what of the stretch differs in length.
        """
        with _opened(self.path) as file:
            items = {name: file.get(name) for name in self.columns}
            found = {name: _column(name, item, self.path) for name, item in items.items()}
            if found != self.columns or {_length(item) for item in items.values()} != {self.count}:
                raise CANNOT_READ(str(self.path), "it has changed since it was opened")
            texts = {name: items[name].asstr() for name, column in found.items() if column.form == TEXT}
            dense = {
                name: texts.get(name, items[name]) for name, column in found.items() if not column.varies
            }
            varying = [name for name, column in found.items() if column.varies]
            for part in stretches:
                end = start + part.stop - part.start
                for name, source in dense.items():
                    room[name][start:end] = source[part]
                yield (start := end), {n: _ragged(self.path, n, items[n], part) for n in varying}


def names(path: Path, needed: Collection[str] = ()) -> list[str]:
    """The names of the columns that can be read.  Raises a Problem for one that is needed and cannot be."""
    with _opened(path) as file:
        items = {name: item for name in file if (item := file.get(name)) is not None}
        for name in needed:
            if name in items:
                _column(name, items[name], path)
        return [name for name, item in items.items() if _form(item) is not None]


def data_file(path: Path, wanted: Sequence[str]) -> DataFile:
    """The columns of a file with the names that are wanted.  Raises a Problem."""
    with _opened(path) as file:
        items = {name: item for name in file if (item := file.get(name)) is not None}
        for name in wanted:
            if name not in items:
                raise NO_COLUMN(name, ", ".join(f'"{n}"' for n in items) or "no datasets", str(path))
        columns = {name: _column(name, items[name], path) for name in wanted}
        lengths = {name: _length(items[name]) for name in wanted}
    if len(set(lengths.values())) > 1:
        raise LENGTHS(str(path), ", ".join(f'"{name}" {length}' for name, length in lengths.items()))
    count = next(iter(lengths.values()), 0)
    if count < 1:
        raise NO_EXAMPLES(str(path))
    return DataFile(path, count, columns)


def _form(item: Any) -> str | None:
    """How the examples of a column are kept; None if it is none."""
    if isinstance(item, h5py.Group):
        values, offsets = item.get(VALUES), item.get(OFFSETS)
        fits = _form(values) == ARRAY and _form(offsets) == ARRAY and offsets.ndim == 1
        return JAGGED if fits and offsets.dtype.kind in "iu" else None
    if not isinstance(item, h5py.Dataset) or not item.shape:
        return None
    if h5py.check_string_dtype(item.dtype) is not None:
        return TEXT
    inner = h5py.check_vlen_dtype(item.dtype)
    if inner is not None:
        return SEQUENCES if item.ndim == 1 and np.dtype(inner).kind in "biuf" else None
    return ARRAY if item.dtype.kind in "biuf" else None


def _column(name: str, item: Any, path: Path) -> FileColumn:
    form = _form(item)
    if form is None:
        raise BAD_COLUMN(name, str(path), _described(item))
    if form == JAGGED:
        return FileColumn(item[VALUES].shape[1:], item[VALUES].dtype, 1, form)
    dtype = {TEXT: np.dtype(object), SEQUENCES: h5py.check_vlen_dtype(item.dtype)}.get(form, item.dtype)
    return FileColumn(item.shape[1:], np.dtype(dtype), item.chunks[0] if item.chunks else 1, form)


def _described(item: Any) -> str:
    if not isinstance(item, h5py.Dataset):
        return "other datasets"
    return f"elements of the type {item.dtype}" if item.shape else "no list of examples"


def _length(item: Any) -> int:
    """How many examples a column has."""
    return len(item[OFFSETS]) - 1 if isinstance(item, h5py.Group) else len(item)


def _ragged(path: Path, name: str, item: Any, part: slice) -> Ragged:
    """Rows that differ in length."""
    if not isinstance(item, h5py.Group):
        return Ragged.of(item[part])
    offsets = item[OFFSETS][part.start : part.stop + 1].astype(np.int64)
    if offsets[0] < 0 or offsets[-1] > len(item[VALUES]) or (np.diff(offsets) < 0).any():
        raise BAD_OFFSETS(name, str(path), len(item[VALUES]))
    return Ragged(item[VALUES][offsets[0] : offsets[-1]], np.diff(offsets))


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
    if not access(path, R_OK):
        return "reading it is not permitted"
    if not h5py.is_hdf5(path):
        return "it is no HDF5 file"
    return str(error)
