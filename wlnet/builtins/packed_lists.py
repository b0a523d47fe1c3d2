"""What functions of lists do when a list is packed: the same, by one operation of numpy on its array.

Each function here is tried first and gives None where it is not sure to do just what the function does for
any list, which stands elsewhere.  Only lists that are packed come in, so short lists cost nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..expr import Expr, Integer, Node, Real, S, boolean, is_head
from ..kernel.builtin import fast_rule
from ..kernel.numbers import integer
from ..packed import Packed, array_in, packable
from .array_arithmetic import largest
from .packing import nested

ArrayRule = Callable[..., "np.ndarray | Node | None"]
_MOST = 2**63 - 1


def array_rule(*names: str, of: int = 0) -> Callable[[ArrayRule], ArrayRule]:
    """Declare what functions do if their argument number `of` is packed; the others come as nodes."""

    def register(function: ArrayRule) -> ArrayRule:
        def fast(args: tuple[Node, ...]) -> Node | None:
            if len(args) <= of or type(args[of]) is not Expr or type(args[of].args) is not Packed:
                return None
            array = array_in(args[of])
            made = None if array is None else function(array, *args[:of], *args[of + 1 :])
            return nested(made) if isinstance(made, np.ndarray) else made

        fast_rule(*names)(fast)
        return function

    return register


def _whole(node: Node) -> int | None:
    return node.value if type(node) is Integer else None


# ---- shape ----


@array_rule("Reverse")
def reverse(array: np.ndarray, *rest: Node) -> np.ndarray | None:
    return None if rest else np.ascontiguousarray(array[::-1])


@array_rule("RotateLeft")
def rotate_left(array: np.ndarray, n: Node = integer(1), *rest: Node) -> np.ndarray | None:
    return None if rest or type(n) is not Integer else np.roll(array, -(n.value % len(array)), axis=0)


@array_rule("RotateRight")
def rotate_right(array: np.ndarray, n: Node = integer(1), *rest: Node) -> np.ndarray | None:
    return None if rest or type(n) is not Integer else np.roll(array, n.value % len(array), axis=0)


@array_rule("Most")
def most(array: np.ndarray, *rest: Node) -> np.ndarray | None:
    return None if rest else array[:-1]


@array_rule("Rest")
def rest(array: np.ndarray, *rest: Node) -> np.ndarray | None:
    return None if rest else array[1:]


@array_rule("Dimensions")
def dimensions(array: np.ndarray, *rest: Node) -> Node | None:
    return None if rest else Expr(S.List, tuple(map(integer, array.shape)))


@array_rule("Transpose")
def transpose(array: np.ndarray, *rest: Node) -> np.ndarray | None:
    return None if rest or array.ndim < 2 else np.ascontiguousarray(np.swapaxes(array, 0, 1))


@array_rule("Flatten")
def flatten(array: np.ndarray, level: Node = S.Infinity, *rest: Node) -> np.ndarray | None:
    if rest:
        return None
    if level is S.Infinity or is_head(level, S.DirectedInfinity):
        return array.reshape(-1)
    n = _whole(level)
    if n is None or n < 0:
        return None
    n = min(n, array.ndim - 1)
    return array.reshape(-1, *array.shape[n + 1 :])


@array_rule("ArrayReshape")
def array_reshape(array: np.ndarray, sizes: Node, *rest: Node) -> np.ndarray | None:
    if rest or not is_head(sizes, S.List):
        return None
    dims = [_whole(size) or 0 for size in sizes.args]
    if any(size < 1 for size in dims) or int(np.prod(dims)) > array.size:
        return None
    return array.reshape(-1)[: int(np.prod(dims))].reshape(dims)


@array_rule("Partition")
def partition(array: np.ndarray, n: Node, d: Node | None = None, *rest: Node) -> np.ndarray | None:
    size, step = _whole(n), _whole(n if d is None else d)
    if rest or size is None or step is None or size < 1 or step < 1 or size > len(array):
        return None
    if step == size:
        count = len(array) // size
        return array[: count * size].reshape(count, size, *array.shape[1:])
    windows = np.lib.stride_tricks.sliding_window_view(array, size, axis=0)[::step]
    return np.ascontiguousarray(np.moveaxis(windows, -1, 1))


@fast_rule("Join")
def join(args: tuple[Node, ...]) -> Node | None:
    """Lists of one kind and shape, one after the other."""
    arrays = [array_in(arg) for arg in args]
    if len(arrays) < 2 or any(array is None for array in arrays):
        return None
    kinds = {(array.dtype, array.shape[1:]) for array in arrays}  # type: ignore[union-attr]
    return nested(np.concatenate(arrays)) if len(kinds) == 1 else None  # type: ignore[arg-type]


@array_rule("Prepend")
def prepend(array: np.ndarray, item: Node, *rest: Node) -> np.ndarray | None:
    fits = None if rest else packable(item, array)
    return None if fits is None else np.concatenate([np.array([fits], array.dtype), array])


# ---- parts ----


@array_rule("Part")
def part(array: np.ndarray, *specs: Node) -> np.ndarray | Node | None:
    index: list[Any] = []
    for axis, spec in enumerate(specs):
        found = _index(spec, array.shape[axis]) if axis < array.ndim else None
        if found is None or (isinstance(found, np.ndarray) and len(specs) > 1):
            return None
        index.append(found)
    chosen = array[tuple(index)]
    if not isinstance(chosen, np.ndarray):
        value = chosen.item()
        return integer(value) if type(value) is int else Real(value)
    return _let_go(chosen, array)


def _let_go(chosen: np.ndarray, array: np.ndarray) -> np.ndarray:
    """A part of an array, copied where it would keep much more than itself in memory."""
    return chosen.copy() if 4 * chosen.size < array.size else chosen


def _index(spec: Node, count: int) -> Any:
    """What numpy takes for a part specification; None for what is none, or is out of bounds."""
    if type(spec) is Integer:
        n = spec.value
        return n - 1 if 0 < n <= count else count + n if -count <= n < 0 else None
    if spec is S.All:
        return slice(None)
    if is_head(spec, S.Span):
        return _span(spec, count)
    found = array_in(spec)
    if found is None and is_head(spec, S.List) and all(type(item) is Integer for item in spec.args):
        values = [item.value for item in spec.args]
        found = np.array(values, np.int64) if values and max(map(abs, values)) <= count else None
    if found is None or found.dtype.kind != "i" or found.ndim != 1:
        return None
    if not found.all() or largest(found) > count:
        return None
    return np.where(found > 0, found - 1, count + found)


def _span(span: Node, count: int) -> slice | None:
    ends = [*span.args, *([S.All] * (2 - len(span.args)))]
    step = _whole(ends[2]) if len(ends) > 2 else 1
    first, last = (1 if ends[0] is S.All else _whole(ends[0])), (-1 if ends[1] is S.All else _whole(ends[1]))
    if first is None or last is None or step is None or step < 1:
        return None
    first, last = (n if n >= 0 else count + n + 1 for n in (first, last))
    return slice(first - 1, last, step) if 1 <= first <= last <= count else None


@array_rule("Take")
def take(array: np.ndarray, spec: Node, *rest: Node) -> np.ndarray | Node | None:
    found = None if rest else _taken(spec, len(array))
    if found is None:
        return None
    return _let_go(array[found], array)


@array_rule("Drop")
def drop(array: np.ndarray, spec: Node, *rest: Node) -> np.ndarray | None:
    n = _whole(spec)
    if rest or n is None or abs(n) >= len(array):
        return None
    return array[n:] if n >= 0 else array[:n]


def _taken(spec: Node, count: int) -> Any:
    n = _whole(spec)
    if n is not None:
        return None if not 0 < abs(n) <= count else slice(0, n) if n > 0 else slice(count + n, count)
    if is_head(spec, S.List) and len(spec.args) in (2, 3):
        return _span(Expr(S.Span, spec.args), count)
    return None


@array_rule("N")
def n(array: np.ndarray, *rest: Node) -> np.ndarray | None:
    return None if rest else array.astype(np.float64)


# ---- sums ----


@array_rule("Accumulate")
def accumulate(array: np.ndarray) -> np.ndarray | None:
    if array.dtype.kind == "i" and largest(array) * len(array) > _MOST:
        return None
    with np.errstate(all="ignore"):
        return np.cumsum(array, axis=0)


@array_rule("Total")
def total(array: np.ndarray, level: Node = integer(1), *rest: Node) -> np.ndarray | Node | None:
    axes = None if rest else _summed(level, array.ndim)
    if axes is None or (array.dtype.kind == "i" and largest(array) * array.size > _MOST):
        return None
    if array.dtype.kind == "f" and len(axes) == array.ndim:
        value = precise_sum(array.reshape(-1))
        return Real(value) if np.isfinite(value) else None
    with np.errstate(all="ignore"):
        found = array.sum(axis=axes)
    return found if isinstance(found, np.ndarray) else integer(int(found))


def _summed(level: Node, rank: int) -> tuple[int, ...] | None:
    """The axes that a level specification of Total means."""
    if level is S.Infinity or is_head(level, S.DirectedInfinity):
        return tuple(range(rank))
    if is_head(level, S.List):
        n = _whole(level.args[0]) if len(level.args) == 1 else None
        return (n - 1,) if n is not None and 0 < n <= rank else None
    n = _whole(level)
    return tuple(range(min(n, rank))) if n is not None and n > 0 else None


_EXACTLY = 4096  # numbers; more are added in pairs by numpy, whose error grows with the logarithm only


def precise_sum(array: np.ndarray) -> float:
    """The sum of reals, of not too many of them rounded only once."""
    if len(array) <= _EXACTLY:
        try:
            return math.fsum(array.tolist())
        except (OverflowError, ValueError):  # in the middle, perhaps
            pass
    with np.errstate(all="ignore"):
        return float(array.sum())


# ---- order ----


@array_rule("Max")
def largest_of(array: np.ndarray, *rest: Node) -> Node | None:
    return None if rest else nested(array.max())


@array_rule("Min")
def smallest_of(array: np.ndarray, *rest: Node) -> Node | None:
    return None if rest else nested(array.min())


@array_rule("Sort")
def sort(array: np.ndarray, order: Node = S.Less, *rest: Node) -> np.ndarray | Node | None:
    if rest or array.ndim != 1 or order not in (S.Less, S.LessEqual, S.Greater, S.GreaterEqual):
        return None
    if array.dtype.kind == "f" and np.count_nonzero(array) < len(array) - 1:
        return None  # -0. and 0. keep their places
    found = np.sort(array)
    return found if order in (S.Less, S.LessEqual) else np.ascontiguousarray(found[::-1])


@array_rule("ReverseSort")
def reverse_sort(array: np.ndarray, *rest: Node) -> np.ndarray | Node | None:
    return None if rest else sort(array, S.Greater)


@array_rule("Ordering")
def ordering(array: np.ndarray, *rest: Node) -> np.ndarray | None:
    return None if rest or array.ndim != 1 else np.argsort(array, kind="stable") + 1


@array_rule("Union")
def union(array: np.ndarray, *rest: Node) -> np.ndarray | None:
    return None if rest or array.ndim != 1 or array.dtype.kind != "i" else np.unique(array)


@array_rule("DeleteDuplicates")
def delete_duplicates(array: np.ndarray, *rest: Node) -> np.ndarray | None:
    if rest or array.ndim != 1:
        return None
    _, places = np.unique(array, return_index=True)
    return array[np.sort(places)]


@array_rule("Tally")
def tally(array: np.ndarray, *rest: Node) -> Node | None:
    if rest or array.ndim != 1:
        return None
    _, places, counts = np.unique(array, return_index=True, return_counts=True)
    order = np.argsort(places)
    pairs = zip(Packed(array[places[order]]), counts[order].tolist(), strict=True)
    return Expr(S.List, tuple([Expr(S.List, (value, integer(count))) for value, count in pairs]))


@array_rule("Count")
def count(array: np.ndarray, form: Node, *rest: Node) -> Node | None:
    found = None if rest else _equal(array, form)
    return None if found is None else integer(int(np.count_nonzero(found)))


@array_rule("MemberQ")
def member_q(array: np.ndarray, form: Node, *rest: Node) -> Node | None:
    found = None if rest else _equal(array, form)
    return None if found is None else boolean(bool(found.any()))


def _equal(array: np.ndarray, form: Node) -> np.ndarray | None:
    """Where the elements are this number."""
    if array.ndim != 1 or type(form) not in (Integer, Real):
        return None
    fits = packable(form, array)
    return np.zeros(len(array), bool) if fits is None else array == fits
