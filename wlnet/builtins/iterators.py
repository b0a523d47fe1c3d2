"""Iterators: what ``{i, 1, 10}`` and its kin run through, for Table, Do, Sum and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..expr import Expr, Integer, Node, S, Symbol
from ..kernel.definition import Code, Definition, Frame
from ..kernel.numbers import ONE, REALS
from ..kernel.scope import Scope
from ..packed import LEAST, Packed, array_in, packed
from ..problem import Template
from .steps import Steps, check_room, steps
from .vectors import Vector

ITERATOR = Template("iterb", "Iterator `1` does not have appropriate bounds.")
NO_VARIABLE = Template("itraw", "Raw object `1` cannot be used as an iterator.")


@dataclass(frozen=True, slots=True)
class Iterating:
    """An iterator compiled: the definition of its variable, if it has one, and its values for a frame."""

    definition: Definition | None
    values: Callable[[Frame], Iterable[Node]]


def compile_iterators(c, iterators: tuple[Node, ...], scope: Scope) -> list[Iterating] | None:
    """The iterators compiled; None where a variable is one of the scope, which the tree has to sort out."""
    found = []
    for node in iterators:
        made = _compile(c, node, scope)
        if made is None:
            return None
        found.append(made)
    return found


def _compile(c, node: Node, scope: Scope) -> Iterating | None:
    if type(node) is not Expr or node.head is not S.List:
        count = c.value(node, scope)
        return Iterating(None, lambda frame: _up_to(c.k, count(frame), node))
    parts = node.args
    if len(parts) == 1:
        count = c.value(parts[0], scope)
        return Iterating(None, lambda frame: _up_to(c.k, count(frame), node))
    if not 2 <= len(parts) <= 4:
        raise ITERATOR(node)
    if type(parts[0]) is not Symbol:
        raise NO_VARIABLE(parts[0])
    if scope.variable(parts[0]) is not None:
        return None
    bounds = [c.value(part, scope) for part in parts[1:]]
    definition = c.k.definitions[parts[0]]
    return Iterating(definition, lambda frame: _values(c.k, [bound(frame) for bound in bounds], node))


def _up_to(k, count: Node, iterator: Node) -> Iterable[Node]:
    return steps(ONE, count, ONE) if _is_bound(count) else _exact_steps(k, [ONE, count], iterator)


def _values(k, bounds: list[Node], iterator: Node) -> Iterable[Node]:
    """What ``{i, bounds}`` runs through."""
    if len(bounds) == 1:
        only = bounds[0]
        if type(only) is Expr and only.head is S.List:
            return only.args
        if type(only) is Expr and only.head is S.Association:
            return [rule.args[1] for rule in only.args]
        bounds = [ONE, only]
    if all(map(_is_bound, bounds)):
        return steps(bounds[0], bounds[1], bounds[2] if len(bounds) == 3 else ONE)
    return _exact_steps(k, bounds, iterator)


def _is_bound(node: Node) -> bool:
    return type(node) in REALS or (type(node) is Expr and node.head is S.DirectedInfinity)


def _exact_steps(k, bounds: list[Node], iterator: Node) -> Iterable[Node]:
    """The values between bounds that are exact or symbolic, as ``{i, Pi}`` and ``{i, a, a + 2}``: it is
    enough that the number of steps between them can be told.
    """
    start, end, step = bounds if len(bounds) == 3 else (*bounds, ONE)
    count = k.evaluate(S.Floor(S.N(S.Divide(S.Subtract(end, start), step))))
    if type(count) is not Integer:
        raise ITERATOR(iterator)
    return (k.evaluate(S.Plus(start, S.Times(Integer(i), step))) for i in range(count.value + 1))


def loop(k, iterators: list[Iterating], frame: Frame, body: Callable[[], object]) -> None:
    """Run `body` for all values of the iterators, the last one fastest; variables have their values
    meanwhile.
    """
    first, rest = iterators[0], iterators[1:]
    with Local(k, first.definition) as assign:
        for value in first.values(frame):
            assign(value)
            if rest:
                loop(k, rest, frame, body)
            else:
                body()


def table(k, iterators: list[Iterating], frame: Frame, body: Code, vector: Vector | None) -> Expr:
    """The nested list of the values of `body`; `vector` may know all those for the last iterator at once."""
    first, rest = iterators[0], iterators[1:]
    items: list[Node] = []
    values = first.values(frame)
    if vector is not None and not rest and (made := _at_once(values, frame, vector)) is not None:
        return made
    if type(values) is Steps:
        check_room(values.count())
    with Local(k, first.definition) as assign:
        for value in values:
            assign(value)
            items.append(table(k, rest, frame, body, vector) if rest else body(frame))
    return k.evaluated_list(items)


def _at_once(values: Iterable[Node], frame: Frame, vector: Vector) -> Expr | None:
    """The list of the values of a body for numbers that are packed."""
    if type(values) is Steps:
        array = values.array()
        whole = None if array is None else packed(array)
    else:
        whole = Expr(S.List, values) if type(values) is Packed else None  # type: ignore[arg-type]
    found = None if whole is None else array_in(whole)
    if whole is None or found is None or len(found) < LEAST or found.ndim > 1:
        return None
    made = vector(frame, whole)
    return made if type(made) is Expr and len(made.args) == len(whole.args) else None


class Local:
    """A symbol that has values of its own for a while, as in Block; whatever happens, the old one comes
    back.
    """

    def __init__(self, k, definition: Definition | None):
        self.k, self.definition = k, definition

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
