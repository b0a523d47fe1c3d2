"""Texts as columns of whole numbers: looked up in tables, all examples of a batch at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays import array_of
from ..expr import Node, String
from .coder import Misfit, fits
from .ragged import Column, Ragged
from .shapes import Dims

FORMS = ("Index", "IndicatorVector", "UnitVector")  # two names of one form


def column_of(values: np.ndarray, lengths: np.ndarray) -> Column:
    """Sequences behind each other as a column: one array if all are of one length."""
    if len(lengths) and (lengths == lengths[0]).all() and lengths[0]:
        return values.reshape(len(lengths), int(lengths[0]), *values.shape[1:])
    return Ragged(values, lengths)


def of_length(values: np.ndarray, lengths: np.ndarray, target: int | None, filling: int) -> Column:
    """Sequences cut or filled up to `target` elements; None leaves them as they are."""
    if target is None:
        return column_of(values, lengths)
    made = np.full((len(lengths), target), filling, values.dtype)
    starts = np.cumsum(lengths) - lengths
    inside = np.arange(target) < np.minimum(lengths, target)[:, None]
    made[inside] = values[(starts[:, None] + np.arange(target))[inside]]
    return made


def unit_vectors(column: Column, count: int) -> Column:
    """Numbers from 1 to `count` as rows of 0 and 1."""
    units = np.eye(count, dtype=np.float32)
    if isinstance(column, Ragged):
        return Ragged(units[column.values - 1], column.lengths)
    return units[column - 1]


def strings(examples: Sequence[Node], expected: str) -> list[str]:
    """The texts of a batch.  Raises Misfit for the first example that is none."""
    for place, example in enumerate(examples):
        if not isinstance(example, String):
            raise Misfit(place, expected)
    return [example.value for example in examples]  # type: ignore[attr-defined]


def code_points(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The characters of all texts as numbers, and how many there are of each text."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32), lengths


def encoded_already(examples: Sequence[Node], dims: Dims, count: int) -> Column | None:
    """The examples if all are arrays of the encoded form: they pass."""
    if not examples or isinstance(examples[0], String):
        return None
    arrays = [array_of(example) for example in examples]
    if any(a is None or a.ndim == 0 or not fits(a.shape, dims) for a in arrays):
        return None
    found: list[np.ndarray] = arrays  # type: ignore[assignment]
    kind = np.int64 if dims is not None and len(dims) == 1 else np.float32
    for place, array in enumerate(found):
        if kind is np.int64 and ((array < 1) | (array > count) | (array != np.floor(array))).any():
            raise Misfit(place, f"whole numbers from 1 to {count}")
    return column_of(np.concatenate(found).astype(kind), np.array([len(a) for a in found]))
