"""Patterns that may stand for several arguments or for none: ``__``, ``..``, optional arguments, options.

Each function here compiles one kind; it gets the compiler, to compile what is inside, and the place among
the arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from ..expr import Expr, Integer, Node, S, Symbol, is_rule
from .literals import head_test
from .matchers import (
    OPTIONS,
    Accept,
    Bindings,
    Element,
    Host,
    Items,
    Matcher,
    bind_simple,
    sequence,
    with_bound,
)
from .sequences import in_any_order, in_order


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pattern stands: the `place`-th of `count` arguments of `head`."""

    head: Node | None = None
    place: int = 1
    count: int = 1


class Compiler(Protocol):
    """What compiles the patterns inside."""

    host: Host

    @property
    def names(self) -> frozenset[Symbol]:
        """The names in all of the pattern."""

    def node(self, pattern: Node) -> Matcher: ...

    def element(self, pattern: Node, place: Place) -> Element: ...


def _blanks(low: int) -> Callable[[Compiler, Expr, Place], Element]:
    def compile_blanks(c: Compiler, pattern: Expr, place: Place) -> Element:
        fits = head_test(pattern.args[0]) if pattern.args else None
        return Element(low, None, fits=fits, run=_any_run, free=True, bind_run=_bind_nothing)

    return compile_blanks


def _any_run(items: Items, b: Bindings, accept: Accept) -> bool:
    return accept(b)


def _bind_nothing(items: Items, b: Bindings) -> bool:
    return True


def _pattern(c: Compiler, pattern: Expr, place: Place) -> Element | None:
    if len(pattern.args) != 2 or type(pattern.args[0]) is not Symbol:
        return None
    name, inner = pattern.args[0], c.element(pattern.args[1], place)
    if inner.single is not None:
        return None  # one argument: the compiler of nodes does that
    if inner.default is not None:  # x : Optional[p, v] is x or v itself, and no sequence
        return _optional_element(
            c, c.node(Expr(S.Pattern, (name, pattern.args[1].args[0]))), inner.default, (name,)
        )
    return named_run(name, inner)


def named_run(name: Symbol, inner: Element) -> Element:
    """The stretch that `inner` takes, bound to `name` as a sequence."""
    run, inner_bind = inner.run, inner.bind_run
    assert run is not None

    def bound(items: Items, b: Bindings, accept: Accept) -> bool:
        return run(items, b, lambda found: with_bound(name, sequence(items), found, accept))

    def bind(items: Items, b: Bindings) -> bool:
        assert inner_bind is not None
        return inner_bind(items, b) and bind_simple(name, b, sequence(items))

    return replace(inner, names=inner.names | {name}, run=bound, bind_run=bind)


def _pattern_test(c: Compiler, pattern: Expr, place: Place) -> Element | None:
    inner = c.element(pattern.args[0], place)
    if inner.single is not None or len(pattern.args) != 2:
        return None
    if inner.default is not None:
        return None
    test, fits = c.host.test(pattern.args[1]), inner.fits
    both = test if fits is None else lambda node: fits(node) and test(node)
    return replace(inner, fits=both)


def _condition(c: Compiler, pattern: Expr, place: Place) -> Element | None:
    inner = c.element(pattern.args[0], place)
    if inner.single is not None:
        return None
    run, holds = inner.run, c.host.condition(pattern.args[1], c.names)
    assert run is not None

    def checked(items: Items, b: Bindings, accept: Accept) -> bool:
        return run(items, b, lambda found: holds(found) and accept(found))

    return replace(inner, run=checked, free=False)


def _hold_pattern(c: Compiler, pattern: Expr, place: Place) -> Element | None:
    return c.element(pattern.args[0], place) if len(pattern.args) == 1 else None


def _longest(longest: bool) -> Callable[[Compiler, Expr, Place], Element]:
    def compile_greed(c: Compiler, pattern: Expr, place: Place) -> Element:
        inner = c.element(pattern.args[0], place)
        priority = pattern.args[1] if len(pattern.args) > 1 else inner.priority
        return replace(inner, longest=longest, priority=priority)

    return compile_greed


def _repeated(least: int) -> Callable[[Compiler, Expr, Place], Element]:
    def compile_repeated(c: Compiler, pattern: Expr, place: Place) -> Element:
        low, high = _repetitions(pattern.args[1:], least)
        inner = c.element(pattern.args[0], place)
        if inner.single is None:
            return _repeated_run(inner, low, high)
        full, simple = inner.single.full, inner.single.simple

        def run(items: Items, b: Bindings, accept: Accept) -> bool:
            if not items:
                return accept(b)
            return full(items[0], b, lambda found: run(items[1:], found, accept))

        if simple is not None and not inner.names:
            return Element(
                low, high, fits=lambda node: simple(node, {}), run=_any_run, free=True, bind_run=_bind_nothing
            )
        return Element(low, high, inner.names, run=run)

    return compile_repeated


def _repeated_run(inner: Element, low: int, high: int | None) -> Element:
    """Stretches that each match `inner`, one after the other."""

    def times(left: Items, done: int, b: Bindings, accept: Accept) -> bool:
        if not left:
            return done >= low and accept(b)
        if high is not None and done >= high:
            return False
        return any(
            _run_of(inner, left[:n], b, lambda found, n=n: times(left[n:], done + 1, found, accept))  # type: ignore[misc]
            for n in range(max(inner.low, 1), len(left) + 1)
        )

    most = None if high is None or inner.high is None else high * inner.high
    return Element(
        low * inner.low, most, inner.names, run=lambda items, b, accept: times(items, 0, b, accept)
    )


def _repetitions(bounds: tuple[Node, ...], least: int) -> tuple[int, int | None]:
    """What ``..`` says by its second argument: at most n, from m to n, or exactly n."""
    if not bounds:
        return least, None
    bound = bounds[0]
    if type(bound) is Integer:
        return least, bound.value
    if type(bound) is not Expr or bound.head is not S.List:
        return least, None  # Infinity
    ends = [item.value if type(item) is Integer else None for item in bound.args]
    if len(ends) == 1:
        return ends[0] or 0, ends[0]
    return ends[0] or 0, ends[1]


def _optional(c: Compiler, pattern: Expr, place: Place) -> Element | None:
    matcher = c.node(pattern.args[0])
    if len(pattern.args) > 1:
        default: Node | None = pattern.args[1]
    elif type(place.head) is Symbol:
        default = c.host.default(place.head, place.place, place.count)
    else:
        default = None
    if default is None:
        return None
    return _optional_element(c, matcher, default, _own_names(pattern.args[0]))


def _own_names(pattern: Node) -> tuple[Symbol, ...]:
    """The names that stand for the whole of an optional argument."""
    if type(pattern) is not Expr or not pattern.args:
        return ()
    if pattern.head is S.Pattern and len(pattern.args) == 2 and type(pattern.args[0]) is Symbol:
        return (pattern.args[0], *_own_names(pattern.args[1]))
    if pattern.head in (S.PatternTest, S.Condition, S.HoldPattern):
        return _own_names(pattern.args[0])
    return ()


def _optional_element(c: Compiler, matcher: Matcher, default: Node, names: tuple[Symbol, ...]) -> Element:
    def run(items: Items, b: Bindings, accept: Accept) -> bool:
        if items:
            return matcher.full(items[0], b, accept)
        return absent(names, b, accept)

    def absent(names: tuple[Symbol, ...], b: Bindings, accept: Accept) -> bool:
        if not names:
            return accept(b)
        return with_bound(names[0], default, b, lambda found: absent(names[1:], found, accept))

    return Element(0, 1, matcher.names, run=run, longest=True, default=default)


def _alternatives(c: Compiler, pattern: Expr, place: Place) -> Element | None:
    choices = [c.element(p, place) for p in pattern.args]
    if all(choice.single is not None for choice in choices):
        return None

    def run(items: Items, b: Bindings, accept: Accept) -> bool:
        return any(_run_of(choice, items, b, accept) for choice in choices)

    highs = [choice.high for choice in choices]
    high = None if None in highs else max(h for h in highs if h is not None)
    names = frozenset[Symbol]().union(*(choice.names for choice in choices))
    return Element(min(choice.low for choice in choices), high, names, run=run)


def _run_of(element: Element, items: Items, b: Bindings, accept: Accept) -> bool:
    """Whether `element` takes just these items."""
    if len(items) < element.low or (element.high is not None and len(items) > element.high):
        return False
    if element.single is not None:
        return element.single.full(items[0], b, accept)
    assert element.run is not None
    return (element.fits is None or all(map(element.fits, items))) and element.run(items, b, accept)


def _pattern_sequence(ordered: bool) -> Callable[[Compiler, Expr, Place], Element]:
    def compile_sequence(c: Compiler, pattern: Expr, place: Place) -> Element:
        elements = [c.element(p, Place()) for p in pattern.args]
        match = in_order(elements) if ordered else in_any_order(elements, None)
        highs = [element.high for element in elements]
        high = None if None in highs else sum(h for h in highs if h is not None)
        names = frozenset[Symbol]().union(*(element.names for element in elements))
        return Element(sum(element.low for element in elements), high, names, run=match)

    return compile_sequence


def _options(c: Compiler, pattern: Expr, place: Place) -> Element:
    """OptionsPattern[]: what it takes is kept for OptionValue, with the heads whose options count."""
    of = pattern.args[0] if pattern.args else Expr(S.List, () if place.head is None else (place.head,))

    def bind(items: Items, b: Bindings) -> bool:
        return bind_simple(OPTIONS, b, Expr(S.List, (of, Expr(S.List, items))))

    def run(items: Items, b: Bindings, accept: Accept) -> bool:
        return with_bound(OPTIONS, Expr(S.List, (of, Expr(S.List, items))), b, accept)

    return Element(0, None, frozenset({OPTIONS}), fits=is_option, run=run, free=True, bind_run=bind)


def is_option(node: Node) -> bool:
    """Whether `node` is a rule, or a list of what are rules in the end."""
    return is_rule(node) or (
        type(node) is Expr
        and (node.head is S.List or node.head is S.Association)
        and all(map(is_option, node.args))
    )


ELEMENTS: dict[Symbol, Callable[[Compiler, Expr, Place], Element | None]] = {
    S.BlankSequence: _blanks(1),
    S.BlankNullSequence: _blanks(0),
    S.Pattern: _pattern,
    S.PatternTest: _pattern_test,
    S.Condition: _condition,
    S.HoldPattern: _hold_pattern,
    S.Longest: _longest(True),
    S.Shortest: _longest(False),
    S.Repeated: _repeated(1),
    S.RepeatedNull: _repeated(0),
    S.Optional: _optional,
    S.Alternatives: _alternatives,
    S.PatternSequence: _pattern_sequence(True),
    S.OrderlessPatternSequence: _pattern_sequence(False),
    S.OptionsPattern: _options,
}
