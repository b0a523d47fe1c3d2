"""Iterators: what ``{i, 1, 10}`` and its kin run through, for Table, Do, Sum and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..expr import Expr, Integer, Node, S, Symbol
from ..kernel.numbers import (
    ONE,
    REALS,
    add,
    compare,
    divide,
    integer,
    multiply,
    node_of,
    scalar,
    sign,
    subtract,
)
from ..problem import Template

ITERATOR = Template("iterb", "`1` is no iterator with bounds.")
NO_VARIABLE = Template("itraw", "Raw object `1` cannot be used as an iterator.")


def values_of(k, iterator: Node) -> tuple[Symbol | None, Iterable[Node]]:
    """The variable of an iterator, if it has one, and the values that it takes."""
    if type(iterator) is not Expr or iterator.head is not S.List:
        iterator = k.evaluate(iterator)
    if type(iterator) is not Expr or iterator.head is not S.List:
        return None, _span(ONE, _bound(iterator, iterator), ONE)
    parts = iterator.args
    if len(parts) == 1:
        bound = k.evaluate(parts[0])
        return None, _span(ONE, _bound(bound, iterator), ONE)
    if not 2 <= len(parts) <= 4:
        raise ITERATOR(iterator)
    variable = parts[0]
    if type(variable) is not Symbol:
        raise NO_VARIABLE(variable)
    bounds = [k.evaluate(part) for part in parts[1:]]
    if len(bounds) == 1:
        only = bounds[0]
        if type(only) is Expr and only.head is S.List:
            return variable, only.args
        if type(only) is Expr and only.head is S.Association:
            return variable, [rule.args[1] for rule in only.args]
        return variable, _span(ONE, _bound(only, iterator), ONE)
    bounds = [_bound(bound, iterator) for bound in bounds]
    return variable, _span(bounds[0], bounds[1], bounds[2] if len(bounds) == 3 else ONE)


def _bound(node: Node, iterator: Node) -> Node:
    if type(node) in REALS or (type(node) is Expr and node.head is S.DirectedInfinity):
        return node
    raise ITERATOR(iterator)


def _span(first: Node, last: Node, step: Node) -> Iterable[Node]:
    """The numbers from first to last."""
    if type(first) is Integer and type(last) is Integer and type(step) is Integer and step.value:
        end = last.value + (1 if step.value > 0 else -1)
        return map(integer, range(first.value, end, step.value))
    return span(first, last, step)


def span(first: Node, last: Node, step: Node) -> Iterator[Node]:
    """The same for any real numbers; the i-th is computed from the first, so that errors do not add up."""
    start, width = scalar(first), scalar(step)
    if sign(width) == 0:
        raise ITERATOR(step)
    if type(last) is Expr:
        i = 0
        while True:
            yield node_of(add(start, multiply(i, width)))
            i += 1
    end, way = scalar(last), sign(width)
    count = int_floor(divide(subtract(end, start), width))
    for i in range(count + 2):
        value = add(start, multiply(i, width))
        if compare(value, end) * way > 0:
            return
        yield node_of(value)


def int_floor(value: object) -> int:
    """The whole part of a number, downwards."""
    return int(value.value // 1) if hasattr(value, "precision") else int(value // 1)  # type: ignore[operator, attr-defined]


def loop(k, iterators: tuple[Node, ...], body: Callable[[], object]) -> None:
    """Run `body` for all values of the iterators, the last one fastest; variables have their values
    meanwhile.
    """
    variable, values = values_of(k, iterators[0])
    rest = iterators[1:]
    with Local(k, variable) as assign:
        for value in values:
            assign(value)
            if rest:
                loop(k, rest, body)
            else:
                body()


def table(k, iterators: tuple[Node, ...], body: Callable[[], Node]) -> Node:
    """The nested list of the values of `body`."""
    variable, values = values_of(k, iterators[0])
    rest = iterators[1:]
    items: list[Node] = []
    with Local(k, variable) as assign:
        for value in values:
            assign(value)
            items.append(table(k, rest, body) if rest else body())
    return Expr(S.List, tuple(items))


class Local:
    """A symbol that has values of its own for a while, as in Block; whatever happens, the old one comes
    back.
    """

    def __init__(self, k, symbol: Symbol | None):
        self.k = k
        self.definition = None if symbol is None else k.definitions[symbol]

    def __enter__(self) -> Callable[[Node], None]:
        k, definition = self.k, self.definition
        if definition is None:
            return lambda value: None
        self.old = definition.own, definition.own_rules
        definition.own_rules = None

        def assign(value: Node) -> None:
            definition.own = value
            if definition.seen:
                k.changed(definition)

        return assign

    def __exit__(self, *_: object) -> None:
        if self.definition is not None:
            self.definition.own, self.definition.own_rules = self.old
            self.k.changed(self.definition)
