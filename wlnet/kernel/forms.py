"""Constructs that decide which of their parts are evaluated, as closures.

Each form gets the compiler, the expression, the scope of its variables and whether it stands last; it gives the code, or
None to leave this expression to the tree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..attributes import Attribute
from ..expr import FALSE, NULL, TRUE, Expr, Node, S, Symbol
from .definition import Code, Frame
from .scope import Scope, build

Form = Callable[[Any, Expr, Scope, bool], "Code | None"]
_UNSAFE = Attribute.PROTECTED | Attribute.LOCKED


def _if(c: Any, node: Expr, scope: Scope, tail: bool) -> Code | None:
    if len(node.args) not in (2, 3):
        return None
    k = c.k
    test, yes = c.value(node.args[0], scope), c.value(node.args[1], scope, tail)
    no = c.value(node.args[2], scope, tail) if len(node.args) == 3 else lambda frame: NULL
    branches = [build(arg, scope) for arg in node.args[1:]]

    def code(frame: Frame) -> Node:
        value = test(frame)
        if value is TRUE:
            return yes(frame)
        if value is FALSE:
            return no(frame)
        return k.evaluate(Expr(S.If, (value, *(branch(frame) for branch in branches))))

    return code


def _compound(c: Any, node: Expr, scope: Scope, tail: bool) -> Code | None:
    if not node.args:
        return None
    steps = [c.value(arg, scope) for arg in node.args[:-1]]
    last = c.value(node.args[-1], scope, tail)

    def code(frame: Frame) -> Node:
        for step in steps:
            step(frame)
        return last(frame)

    return code


def _set(c: Any, node: Expr, scope: Scope, tail: bool) -> Code | None:
    if len(node.args) != 2 or type(node.args[0]) is not Symbol or scope.variable(node.args[0]) is not None:
        return None
    k, symbol, value = c.k, node.args[0], c.value(node.args[1], scope)
    definition, made = c.k.definitions[symbol], build(node, scope)

    def code(frame: Frame) -> Node:
        if (
            definition.attributes & _UNSAFE
            or definition.own_rules is not None
            or definition.watch is not None
        ):
            return k.evaluate(made(frame))
        result = value(frame)
        if type(result) is Expr and result.head is S.Sequence:
            return k.evaluate(Expr(S.Set, (symbol, result)))
        definition.own = result
        if definition.seen:
            k.changed(definition)
        return result

    return code


def _logic(stops: Symbol, goes_on: Symbol) -> Form:
    def form(c: Any, node: Expr, scope: Scope, tail: bool) -> Code | None:
        k, head = c.k, node.head
        parts = [c.value(arg, scope) for arg in node.args]
        made = [build(arg, scope) for arg in node.args]

        def code(frame: Frame) -> Node:
            for i, part in enumerate(parts):
                value = part(frame)
                if value is stops:
                    return stops
                if value is not goes_on:
                    return k.evaluate(Expr(head, (value, *(m(frame) for m in made[i + 1 :]))))
            return goes_on

        return code

    return form


FORMS: dict[Symbol, Form] = {
    S.If: _if,
    S.CompoundExpression: _compound,
    S.Set: _set,
    S.And: _logic(FALSE, TRUE),
    S.Or: _logic(TRUE, FALSE),
}
