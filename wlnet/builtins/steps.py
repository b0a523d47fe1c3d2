"""Numbers at equal distances, as Range gives them and iterators run through them.

They are arrays where all are machine numbers, made in one step; else one after the other.  The i-th is
computed from the first, so that errors do not add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from ..allocation import memory_size
from ..expr import Expr, Integer, Node, Real
from ..kernel.numbers import add, compare, divide, integer, multiply, node_of, scalar, sign, subtract
from ..packed import LEAST, Packed, packed
from ..problem import Template

STEP = Template("iterb", "Iterator `1` does not have appropriate bounds.")
_BYTES = 16  # that an element of a list takes at least on the way
_MACHINE = frozenset({Integer, Real})


def check_room(count: float) -> None:
    """Give up at once on a list that is larger than the memory of the machine."""
    if count * _BYTES > memory_size():
        raise MemoryError


class Steps:
    """Whole numbers at equal distances, to be iterated over as nodes."""

    __slots__ = ("numbers",)

    def __init__(self, numbers: range):
        self.numbers = numbers

    def __iter__(self) -> Iterator[Node]:
        return map(integer, self.numbers)

    def count(self) -> int:
        try:
            return len(self.numbers)
        except OverflowError as error:
            raise MemoryError from error

    def array(self) -> np.ndarray | None:
        """The numbers as an array; None if they are few, or beyond 64 bits."""
        each, count = self.numbers, self.count()
        if count < LEAST or max(abs(each[0]), abs(each[-1])) >= 2**63:
            return None
        check_room(count)
        return np.arange(each.start, each.stop, each.step, dtype=np.int64)


def steps(first: Node, last: Node, step: Node) -> Iterable[Node]:
    """The numbers from first to last: `Steps`, the elements of a packed list, or nodes one by one."""
    if type(first) is Integer and type(last) is Integer and type(step) is Integer and step.value:
        return Steps(range(first.value, last.value + (1 if step.value > 0 else -1), step.value))
    if {type(first), type(last), type(step)} <= _MACHINE and (made := _reals(first, last, step)) is not None:
        return made
    return _one_by_one(first, last, step)


def _reals(first: Node, last: Node, step: Node) -> Packed | None:
    """The same for machine reals, if they are many."""
    start, end, width = first.value, last.value, step.value  # type: ignore[attr-defined]
    if not width or (type(first) is Integer and type(step) is Integer):
        return None
    count = (end - start) / width
    if not count >= LEAST:
        return None
    check_room(count)
    array = start + np.arange(int(count) + 2) * width
    while (array[-1] - end) * width > 0:
        array = array[:-1]
    made = packed(array)
    return None if made is None or type(made.args) is not Packed else made.args


def _one_by_one(first: Node, last: Node, step: Node) -> Iterator[Node]:
    start, width = scalar(first), scalar(step)
    if sign(width) == 0:
        raise STEP(step)
    if type(last) is Expr:
        i = 0
        while True:
            yield node_of(add(start, multiply(i, width)))
            i += 1
    end, way = scalar(last), sign(width)
    count = _floor(divide(subtract(end, start), width))
    for i in range(count + 2):
        value = add(start, multiply(i, width))
        if compare(value, end) * way > 0:
            return
        yield node_of(value)


def _floor(value: object) -> int:
    """The whole part of a number, downwards."""
    return int(value.value // 1) if hasattr(value, "precision") else int(value // 1)  # type: ignore[operator, attr-defined]
