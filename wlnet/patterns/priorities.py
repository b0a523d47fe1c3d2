"""Matching arguments in order where ``Longest[p, priority]`` or ``Shortest[p, priority]`` says which of
several sequences has the first choice.

As documented: matches for higher priorities are tried first, a pattern without a priority has the highest,
and equals are tried from left to right.  Numbers are higher the larger they are; whatever else may be a
priority is higher than numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..expr import Integer, Real
from .matchers import Accept, Bindings, Element, Items
from .sequences import FullArgs

Counts = dict[int, int]


def by_priority(elements: Sequence[Element]) -> FullArgs:
    """Match the arguments by the elements from left to right; those of higher priority choose first how many
    they take.
    """
    ranks = [_rank(element) for element in elements]
    order = sorted(range(len(elements)), key=ranks.__getitem__)

    def match(args: Items, b: Bindings, accept: Accept) -> bool:
        divisions = _divisions(elements, order, len(args))
        return any(_fixed(elements, counts, args, b, accept) for counts in divisions)

    return match


def _rank(element: Element) -> tuple[int, float]:
    """What elements are sorted by to have the highest priority first."""
    priority = element.priority
    if priority is None:
        return 0, 0.0
    if type(priority) is Integer or type(priority) is Real:
        return 2, -float(priority.value)
    return 1, 0.0


def _divisions(elements: Sequence[Element], order: Sequence[int], total: int) -> Iterator[Counts]:
    """How many arguments each element may take; the first in `order` changes last."""

    def choose(place: int, left: int, counts: Counts) -> Iterator[Counts]:
        if place == len(order):
            if left == 0:
                yield counts
            return
        index, rest = order[place], [elements[i] for i in order[place + 1 :]]
        element = elements[index]
        for count in _sizes(element, rest, left):
            yield from choose(place + 1, left - count, {**counts, index: count})

    return choose(0, total, {})


def _sizes(element: Element, rest: Sequence[Element], left: int) -> Sequence[int]:
    """How many of the arguments that are left an element may take, in the order to try."""
    room = [e.high for e in rest if e.high is not None]
    least = max(element.low, left - sum(room)) if len(room) == len(rest) else element.low
    most = left - sum(e.low for e in rest)
    sizes = range(least, (most if element.high is None else min(most, element.high)) + 1)
    return sizes[::-1] if element.longest else sizes


def _fixed(elements: Sequence[Element], counts: Counts, args: Items, b: Bindings, accept: Accept) -> bool:
    """Match with each element taking the given number of arguments."""

    def going_on(index: int, start: int, found: Bindings) -> bool:
        if index == len(elements):
            return accept(found)
        end = start + counts[index]
        return _taken(elements[index], args[start:end], found, lambda f: going_on(index + 1, end, f))

    return going_on(0, 0, b)


def _taken(element: Element, items: Items, b: Bindings, accept: Accept) -> bool:
    if element.single is not None:
        return element.single.full(items[0], b, accept)
    assert element.run is not None
    return (element.fits is None or all(map(element.fits, items))) and element.run(items, b, accept)
