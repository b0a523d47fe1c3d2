"""Growing: elements of a list or of an association that is filled step by step, with room at the end.

Appending to a tuple copies it, so a loop of n steps would take n^2 time.  `Growing` is the beginning of a
Python list that several of them may share: who has all of it appends in place and gets a longer beginning,
while the shorter ones stay what they were.  Elements are only ever replaced by `kernel.owned`, which
first makes sure that nobody else holds the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from .expr import Elements, Expr, Node, S
from .packed import Packed

LEAST = 16  # elements; shorter ones are tuples


class Growing(Elements):
    """The first `count` of `items`."""

    __slots__ = ("items", "length")

    def __init__(self, items: list[Node], count: int):
        self.items, self.length = items, count

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Node]:
        return islice(self.items, self.length)

    def __getitem__(self, place: Any) -> Any:
        count = self.length
        if type(place) is slice:
            start, stop, step = place.indices(count)
            if step > 0:
                return tuple(self.items[start:stop:step])
            return tuple(self)[place]
        if -count <= place < count:
            return self.items[place if place >= 0 else count + place]
        raise IndexError(place)

    def appended(self, node: Node) -> Growing:
        count, items = self.length, self.items
        if count != len(items):
            items = items[:count]
        items.append(node)
        return Growing(items, count + 1)


def with_appended(args: Any, node: Node) -> Any:
    """The elements `args` and one more."""
    kind = type(args)
    if kind is tuple and len(args) < LEAST:
        return (*args, node)
    if kind is Packed and (longer := args.appended(node)) is not None:
        return longer
    if kind is Growing:
        return args.appended(node)
    return Growing([*args, node], len(args) + 1)


def appended(whole: Expr, node: Node) -> Expr:
    """``Append[whole, node]``, without the mark of evaluation."""
    args = with_appended(whole.args, node)
    return Expr(whole.head, args if type(args) is not Packed or whole.head is S.List else tuple(args))
