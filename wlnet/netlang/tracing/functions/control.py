"""Scoping and sequences of expressions: With, Module, Block, and assignments to their variables."""

from __future__ import annotations

from ....expr import FALSE, TRUE, Expr, Node, S, Symbol, is_head
from ....kernel.scope import substitute
from ..elementwise import elementwise
from ..registry import follows
from ..tracer import Tracer
from ..values import has_traced


@follows("With", "Module", "Block", held=True)
def scoped(t: Tracer, node: Expr) -> Node | None:
    """The body with the values of the variables put in; an assignment changes what stands behind it."""
    if len(node.args) != 2 or not is_head(node.args[0], S.List):
        return None
    names: list[Symbol] = []
    values: dict[Symbol, Node] = {}
    for each in node.args[0].args:
        name = each.args[0] if isinstance(each, Expr) and each.head in (S.Set, S.SetDelayed) else each
        if not isinstance(name, Symbol):
            return None
        names.append(name)
        if each is not name:
            values[name] = t.value(each.args[1])
    return _sequence(t, node.args[1], names, values)


def _sequence(t: Tracer, body: Node, names: list[Symbol], values: dict[Symbol, Node]) -> Node:
    steps = body.args if is_head(body, S.CompoundExpression) else (body,)
    result: Node = S.Null
    for step in steps:
        if is_head(step, S.Set) and step.args[0] in names:
            result = t.value(substitute(step.args[1], values))
            values = {**values, step.args[0]: result}  # type: ignore[dict-item]
        else:
            result = t.value(substitute(step, values))
    return result


@follows("CompoundExpression", held=True)
def compound(t: Tracer, node: Expr) -> Node | None:
    result: Node = S.Null
    for step in node.args:
        result = t.value(step)
    return result


@follows("If", held=True)
def if_(t: Tracer, node: Expr) -> Node | None:
    """One of two values: at once where the test is no array, else number by number."""
    if len(node.args) not in (2, 3):
        return None
    test = t.value(node.args[0])
    if test is TRUE or test is FALSE:
        chosen = node.args[1:2] if test is TRUE else node.args[2:3]
        return t.value(chosen[0]) if chosen else S.Null
    if not has_traced(test):
        return None
    return elementwise(t, Expr(S.If, (test, *map(t.value, node.args[1:]))))
