"""Packed: the elements of a list of machine numbers, kept in one array of numpy instead of a node each.

An expression ``Expr(S.List, Packed(array))`` is an ordinary list in every respect, but takes 8 bytes a number
where nodes take 60 and more, and functions that compute with numpy have their array at once.  Nodes are made
when somebody reads them, and are not kept.  Only integers of 64 bits and finite reals are packed, and only
lists long enough to be worth it; rows of a packed matrix that are shorter than that come as plain lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, ClassVar

import numpy as np

from .allocation import LARGE, keep_memory
from .expr import Elements, Expr, Integer, Node, Real, S

LEAST = 64  # numbers, for a list to be packed
FOREVER = "forever"  # the mark of data, see kernel.marks
LIST = S.List
_CHUNK = 4096  # numbers that are made nodes at a time
_LOW, _HIGH = -(2**63), 2**63 - 1
_MAKERS: dict[str, Callable[[Any], Node]] = {"i": Integer, "f": Real}


class Store:
    """A writable array with room at its end, of which `used` rows are taken."""

    __slots__ = ("array", "used")

    def __init__(self, array: np.ndarray, room: int = 0):
        self.used = len(array)
        self.array = np.empty((self.used + room, *array.shape[1:]), array.dtype)
        self.array[: self.used] = array

    def rows(self, count: int) -> np.ndarray:
        view = self.array[:count]
        view.flags.writeable = False
        return view


class Packed(Elements):
    """The numbers of `array`, which is read-only, int64 or float64, of one dimension or more.

    With a `store` the array is the beginning of it, and may be written to by whoever holds the list alone.
    """

    __slots__ = ("array", "store")
    stay: ClassVar[bool] = False

    def __init__(self, array: np.ndarray, store: Store | None = None):
        self.array, self.store = array, store

    def __len__(self) -> int:
        return self.array.shape[0]

    def __iter__(self) -> Iterator[Node]:
        array = self.array
        if array.size >= LEAST * len(array) and array.ndim > 1:
            return map(list_of_rows, array)
        made = _MAKERS[array.dtype.kind] if array.ndim == 1 else _plain
        if array.size <= _CHUNK:
            return map(made, array.tolist())
        step = max(1, _CHUNK * len(array) // array.size)
        pieces = (array[i : i + step].tolist() for i in range(0, len(array), step))
        return chain.from_iterable(map(made, piece) for piece in pieces)

    def __getitem__(self, place: Any) -> Any:
        array = self.array
        if type(place) is slice:
            return tuple(Packed(array[place]))
        if array.ndim == 1:
            value = array.item(place)
            return Integer(value) if type(value) is int else Real(value)
        return list_of_rows(array[place])

    def same(self, other: Any) -> bool | None:
        if type(other) is not Packed:
            return None
        a, b = self.array, other.array
        return a is b or (a.dtype == b.dtype and a.shape == b.shape and np.array_equal(a, b))

    __eq__ = Elements.__eq__
    __hash__ = Elements.__hash__

    def appended(self, node: Node) -> Packed | None:
        """These numbers and one more; None if it is no number of this kind.

        The first to append takes the room at the end of the store; all others get a copy.
        """
        value = packable(node, self.array)
        if value is None:
            return None
        count, store = len(self), self.store
        if store is None or store.used != count or count == len(store.array):
            store = Store(self.array, room=count + LEAST)
        store.array[count] = value
        store.used = count + 1
        return Packed(store.rows(count + 1), store)


def packable(node: Node, array: np.ndarray) -> Any:
    """The value of a node that may stand in this array of one dimension; None if it may not."""
    if array.ndim == 1:
        if type(node) is Integer:
            return node.value if array.dtype.kind == "i" and _LOW <= node.value <= _HIGH else None
        return node.value if type(node) is Real and array.dtype.kind == "f" else None
    return None


def _plain(value: Any) -> Node:
    """The node of a number, or of a short list of them."""
    if type(value) is list:
        made = Expr(LIST, tuple(map(_plain, value)))
        made.mark = FOREVER
        return made
    return Integer(value) if type(value) is int else Real(value)


def list_of_rows(array: np.ndarray) -> Node:
    """The list of an array that may be packed, or the plain one if it is short."""
    if array.size < LEAST:
        return _plain(array.tolist())
    made = Expr(LIST, Packed(array))  # type: ignore[arg-type]
    made.mark = FOREVER
    return made


def all_finite(array: np.ndarray) -> bool:
    """Whether reals are all finite; mostly their sum tells, for which no memory is needed."""
    with np.errstate(all="ignore"):
        return bool(np.isfinite(array.sum()) or np.isfinite(array).all())


def packed(array: np.ndarray) -> Expr | None:
    """The packed list of an array, evaluated; None if it is short or holds what cannot be packed.

    The array is not copied: who gives it away does not write to it any more.
    """
    if array.size < LEAST or array.ndim == 0:
        return None
    kind = array.dtype.kind
    if array.nbytes > LARGE:
        keep_memory()
    if kind == "f":
        if not all_finite(array):
            return None
        array = array if array.dtype == np.float64 else array.astype(np.float64)
    elif kind in "iu":
        if array.dtype == np.uint64 and array.max() > _HIGH:
            return None
        array = array if array.dtype == np.int64 else array.astype(np.int64)
    else:
        return None
    if array.flags.writeable:
        array = array.view()
        array.flags.writeable = False
    made = Expr(LIST, Packed(array))  # type: ignore[arg-type]
    made.mark = FOREVER
    return made


def packed_nodes(nodes: Any) -> Expr | None:
    """The packed list of evaluated nodes; None if they are few, or not all of one kind of number."""
    if len(nodes) < LEAST:
        return None
    kind = type(nodes[0])
    if kind is Real or kind is Integer:
        for node in nodes:
            if type(node) is not kind:
                return None
        try:
            array = np.array([node.value for node in nodes], np.float64 if kind is Real else np.int64)
        except OverflowError:
            return None
        return packed(array)
    return _packed_rows(nodes) if kind is Expr and type(nodes[0].args) is Packed else None


def _packed_rows(nodes: Any) -> Expr | None:
    """The same for rows that are packed."""
    first = nodes[0].args.array
    for node in nodes:
        if type(node) is not Expr or type(node.args) is not Packed:
            return None
        if node.args.array.shape != first.shape or node.args.array.dtype != first.dtype:
            return None
    return packed(np.array([node.args.array for node in nodes]))


def array_in(node: Node) -> np.ndarray | None:
    """The array of a packed list; None for all else."""
    if type(node) is Expr and type(node.args) is Packed and node.head is LIST:
        return node.args.array
    return None
