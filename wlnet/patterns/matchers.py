"""Matchers: the pieces that patterns are compiled to.

A `Simple` matcher can succeed in one way only, so it is a plain test that writes its bindings and may leave
rubbish in them when it fails.  A `Full` matcher takes a continuation: it calls `accept` with each way to
match until one is accepted, and leaves the bindings as they were when none is.  That is all of
backtracking, and the common patterns never pay for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ..expr import Expr, Node, S, Symbol

Bindings = dict[Symbol, Node]
Accept = Callable[[Bindings], bool]
Simple = Callable[[Node, Bindings], bool]
Full = Callable[[Node, Bindings, Accept], bool]
Items = tuple[Node, ...]

OPTIONS = Symbol("OptionsPattern$")  # where OptionsPattern[] keeps what it matched


class Host(Protocol):
    """What matching asks of an evaluator."""

    def attributes(self, symbol: Symbol) -> int:
        """The attributes of `symbol`, as bits."""

    def condition(self, test: Node, names: frozenset[Symbol]) -> Callable[[Bindings], bool]:
        """A test of bindings: whether `test` is True for them."""

    def test(self, function: Node) -> Callable[[Node], bool]:
        """A test of nodes: whether `function` of them is True."""

    def default(self, head: Symbol, place: int, count: int) -> Node | None:
        """What stands for the argument at `place`, of `count`, when it is left out."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """A pattern for one node: `simple` where there is only one way to match, and the `names` it binds."""

    simple: Simple | None
    full: Full
    names: frozenset[Symbol] = frozenset()


@dataclass(frozen=True, slots=True)
class Element:
    """A pattern among arguments: it takes from `low` to `high` of them (`high` None: any number).

    For one that takes exactly one argument `single` is its matcher.  Otherwise `fits` is a quick test that
    every argument must pass (None: all do) and `run` matches a stretch of them."""

    low: int
    high: int | None
    names: frozenset[Symbol] = frozenset()
    single: Matcher | None = None
    fits: Callable[[Node], bool] | None = None
    run: Callable[[Items, Bindings, Accept], bool] | None = None
    free: bool = False  # any stretch that fits is taken in one way, which is `bind_run`
    bind_run: Callable[[Items, Bindings], bool] | None = None
    longest: bool = False
    priority: Node | None = None  # of Longest[p, priority]: the highest decides first
    wraps: bool = False  # one argument of a Flat head is matched as head[argument]
    literal: Node | None = None
    default: Node | None = None  # of an optional argument


def plain(test: Callable[[Node], bool]) -> Matcher:
    """The matcher of a test that binds nothing."""
    return Matcher(lambda node, _: test(node), lambda node, b, accept: test(node) and accept(b))


def simple_matcher(simple: Simple, names: frozenset[Symbol]) -> Matcher:
    """A matcher with one way to match; bindings are taken back when what follows fails."""
    if not names:
        return Matcher(simple, lambda node, b, accept: simple(node, b) and accept(b), names)

    def full(node: Node, b: Bindings, accept: Accept) -> bool:
        fresh = [name for name in names if name not in b]
        if simple(node, b) and accept(b):
            return True
        for name in fresh:
            b.pop(name, None)
        return False

    return Matcher(simple, full, names)


def bind_simple(name: Symbol, b: Bindings, node: Node) -> bool:
    """Bind `name` to `node`, or compare with what it is bound to."""
    bound = b.get(name)
    if bound is None:
        b[name] = node
        return True
    return bound is node or bound == node


def named(name: Symbol, inner: Matcher) -> Matcher:
    """``name : inner``."""
    names = inner.names | {name}
    if (simple := inner.simple) is not None:
        return simple_matcher(lambda node, b: simple(node, b) and bind_simple(name, b, node), names)

    def full(node: Node, b: Bindings, accept: Accept) -> bool:
        return inner.full(node, b, lambda found: with_bound(name, node, found, accept))

    return Matcher(None, full, names)


def with_bound(name: Symbol, node: Node, b: Bindings, accept: Accept) -> bool:
    """Go on with `name` bound to `node`, if that can be; take the binding back afterwards."""
    bound = b.get(name)
    if bound is not None:
        return (bound is node or bound == node) and accept(b)
    b[name] = node
    if accept(b):
        return True
    del b[name]
    return False


def sequence(items: Items) -> Node:
    """What a name is bound to that stands for several arguments; one alone is bound as it is."""
    return items[0] if len(items) == 1 else Expr(S.Sequence, items)


def items_of(bound: Node | None) -> Items:
    """The arguments that a name stands for which was bound by `sequence`."""
    if bound is None:
        return ()
    return bound.args if type(bound) is Expr and bound.head is S.Sequence else (bound,)


def single(matcher: Matcher, literal: Node | None = None) -> Element:
    return Element(1, 1, matcher.names, single=matcher, literal=literal)
