"""Matching the arguments of an expression: in order, in any order, and under heads that are flat.

Every function here turns elements, the patterns among arguments, into a matcher of the tuple of arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from ..expr import Expr, Node
from .matchers import Accept, Bindings, Element, Items, Matcher, Simple

SimpleArgs = Callable[[Items, Bindings], bool]
FullArgs = Callable[[Items, Bindings, Accept], bool]
Step = Callable[[Items, int, Bindings, Accept], bool]


def simple_in_order(elements: Sequence[Element]) -> SimpleArgs | None:
    """A test of arguments in order, if there is one way to match them at most; otherwise None."""
    runs = [i for i, e in enumerate(elements) if e.single is None]
    if len(runs) > 1 or any(e.single is not None and e.single.simple is None for e in elements):
        return None
    if runs:
        return _simple_around_run(elements, runs[0]) if elements[runs[0]].free else None
    tests = _tests(elements)
    count = len(tests)
    if count == 1:
        only = tests[0]
        return lambda args, b: len(args) == 1 and only(args[0], b)

    def match(args: Items, b: Bindings) -> bool:
        if len(args) != count:
            return False
        for test, arg in zip(tests, args, strict=True):  # noqa: SIM110  (a loop is faster than all(...))
            if not test(arg, b):
                return False
        return True

    return match


def _tests(elements: Sequence[Element]) -> list[Simple]:
    return [e.single.simple for e in elements if e.single is not None and e.single.simple is not None]


def _simple_around_run(elements: Sequence[Element], place: int) -> SimpleArgs:
    before, after, run = _tests(elements[:place]), _tests(elements[place + 1 :]), elements[place]
    first, last, bind = len(before), len(after), run.bind_run
    assert bind is not None

    def match(args: Items, b: Bindings) -> bool:
        end = len(args) - last
        count = end - first
        if count < run.low or (run.high is not None and count > run.high):
            return False
        taken = args[first:end]
        if run.fits is not None and not all(map(run.fits, taken)):
            return False
        return (
            all(test(arg, b) for test, arg in zip(before, args, strict=False))
            and bind(taken, b)
            and all(test(arg, b) for test, arg in zip(after, args[end:], strict=True))
        )

    return match


def in_order(elements: Sequence[Element]) -> FullArgs:
    """Match the arguments by the elements from left to right, trying every way to divide them."""
    step: Step = _end
    need, room = (
        0,
        0,
    )  # how many arguments the elements further right take at least and (None: any number) at most
    for element in reversed(elements):
        step = _step(element, step, need, room)
        need += element.low
        room = None if room is None or element.high is None else room + element.high  # type: ignore[assignment]
    return lambda args, b, accept: step(args, 0, b, accept)


def _end(args: Items, place: int, b: Bindings, accept: Accept) -> bool:
    return place == len(args) and accept(b)


def _step(element: Element, following: Step, need: int, room: int | None) -> Step:
    if element.single is not None:
        full = element.single.full

        def one(args: Items, place: int, b: Bindings, accept: Accept) -> bool:
            if len(args) - place <= need:
                return False
            return full(args[place], b, lambda found: following(args, place + 1, found, accept))

        return one
    run, fits = element.run, element.fits
    assert run is not None

    def several(args: Items, place: int, b: Bindings, accept: Accept) -> bool:
        left = len(args) - place
        for count in _counts(element, left - need, 0 if room is None else left - room, args, place, fits):
            end = place + count
            taken = args[place:end]
            if run(taken, b, lambda found, end=end: following(args, end, found, accept)):  # type: ignore[misc]
                return True
        return False

    return several


def _counts(
    element: Element, most: int, least: int, args: Items, place: int, fits: Callable[[Node], bool] | None
) -> Iterator[int] | range:
    """How many arguments the element may take, in the order to try."""
    top = most if element.high is None else min(element.high, most)
    bottom = max(element.low, least)
    if bottom > top:
        return range(0)
    if fits is not None:
        return _fitting(args, place, bottom, top, fits, element.longest)
    return range(top, bottom - 1, -1) if element.longest else range(bottom, top + 1)


def _fitting(
    args: Items, place: int, bottom: int, top: int, fits: Callable[[Node], bool], longest: bool
) -> Iterator[int]:
    if longest:
        good = 0
        while good < top and fits(args[place + good]):
            good += 1
        yield from range(good, bottom - 1, -1)
        return
    for count in range(top + 1):
        if count and not fits(args[place + count - 1]):
            return
        if count >= bottom:
            yield count


def in_any_order(elements: Sequence[Element], wrap: Node | None) -> FullArgs:
    """Match the arguments of an Orderless head; `wrap` is that head if it is also Flat."""
    literals = [e.literal for e in elements if e.literal is not None]
    rest = sorted((e for e in elements if e.literal is None), key=lambda e: e.high is None)

    def match(args: Items, b: Bindings, accept: Accept) -> bool:
        left = _without(args, literals)
        return left is not None and _choose(rest, 0, left, wrap, b, accept)

    return match


def _without(args: Items, literals: Sequence[Node]) -> Items | None:
    """The arguments without the literals; None if one of them is missing."""
    left = list(args)
    for literal in literals:
        if literal not in left:
            return None
        left.remove(literal)
    return tuple(left)


def _choose(
    elements: Sequence[Element], place: int, left: Items, wrap: Node | None, b: Bindings, accept: Accept
) -> bool:
    if place == len(elements):
        return not left and accept(b)
    element = elements[place]
    need = sum(e.low for e in elements[place + 1 :])
    last = place + 1 == len(elements)
    for count in _sizes(element, len(left), len(left) - need, last, wrap):
        tried: set[Items] = set()
        for chosen in combinations(range(len(left)), count):
            taken = tuple(left[i] for i in chosen)
            if taken in tried:
                continue
            tried.add(taken)
            others = tuple(item for i, item in enumerate(left) if i not in chosen)
            if _take(element, taken, wrap, b, _then(elements, place + 1, others, wrap, accept)):
                return True
    return False


def _then(
    elements: Sequence[Element], place: int, others: Items, wrap: Node | None, accept: Accept
) -> Accept:
    """Going on with the elements that are left, for the arguments that are left."""
    return lambda found: _choose(elements, place, others, wrap, found, accept)


def _sizes(element: Element, all_left: int, most: int, last: bool, wrap: Node | None) -> Sequence[int]:
    """How many arguments an element may take; the last one has to take all that are left."""
    high = most
    if element.high is not None and not (element.single is not None and wrap is not None):
        high = min(high, element.high)
    sizes = range(element.low, high + 1)
    if last:
        return [all_left] if all_left in sizes else []
    return list(reversed(sizes)) if element.longest else sizes


def _take(element: Element, taken: Items, wrap: Node | None, b: Bindings, accept: Accept) -> bool:
    if element.single is not None:
        matcher = _wrapping(element.single, wrap) if element.wraps and wrap is not None else element.single
        return _single_full(matcher, taken, wrap, b, accept)
    if element.fits is not None and not all(map(element.fits, taken)):
        return False
    assert element.run is not None
    return element.run(taken, b, accept)


def _single_full(matcher: Matcher, taken: Items, wrap: Node | None, b: Bindings, accept: Accept) -> bool:
    """One pattern for one argument, or under a flat head for several that stand together."""
    if len(taken) == 1:
        return matcher.full(taken[0], b, accept)
    return wrap is not None and matcher.full(Expr(wrap, taken), b, accept)


def _wrapping(matcher: Matcher, head: Node) -> Matcher:
    """The matcher for what stands alone under a flat head, where ``a`` counts as ``head[a]``."""

    def full(node: Node, b: Bindings, accept: Accept) -> bool:
        if type(node) is Expr and node.head == head:
            return matcher.full(node, b, accept)
        return matcher.full(Expr(head, (node,)), b, accept)

    return Matcher(None, full, matcher.names)


def flattened(element: Element, head: Node) -> Element:
    """The element under a flat head, where a pattern for one argument also takes several that stand
    together.
    """
    if element.single is None or element.literal is not None:
        return element
    matcher = _wrapping(element.single, head) if element.wraps else element.single

    def run(taken: Items, b: Bindings, accept: Accept) -> bool:
        return _single_full(matcher, taken, head, b, accept)

    return Element(1, None, element.names, run=run)
