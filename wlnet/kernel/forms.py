"""Constructs that decide which of their parts are evaluated, as closures.

Each form gets the compiler, the expression, the scope of its variables and whether it stands last; it gives
the code, or None to leave this expression to the tree."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from ..attributes import Attribute
from ..expr import FALSE, NULL, TRUE, Expr, Integer, Node, S, Symbol
from ..problem import Problem
from .definition import Code, Frame
from .numbers import SMALL
from .owned import put
from .scope import NOTHING, Scope, build

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
    if len(node.args) == 2 and type(node.args[0]) is Expr and node.args[0].head is S.Part:
        return _set_part(c, node, scope)
    if len(node.args) != 2 or type(node.args[0]) is not Symbol:
        return None
    k, value, made = c.k, c.value(node.args[1], scope), build(node, scope)
    local = scope.variable(node.args[0])
    definitions = k.definitions
    fixed = None if local is not None else definitions[node.args[0]]

    def code(frame: Frame) -> Node:
        definition = fixed
        if definition is None:
            symbol = local(frame)  # type: ignore[misc]
            if type(symbol) is not Symbol:
                return k.evaluate(made(frame))
            definition = definitions[symbol]
        if (
            definition.attributes & _UNSAFE
            or definition.own_rules is not None
            or definition.watch is not None
        ):
            return k.evaluate(made(frame))
        result = value(frame)
        if type(result) is Expr and result.head is S.Sequence:
            return k.evaluate(Expr(S.Set, (definition.symbol, result)))
        definition.own = result
        if definition.seen:
            k.changed(definition)
            return k.evaluate(result)  # what was evaluated without this value may not be any more
        return result

    return code


def _set_part(c: Any, node: Expr, scope: Scope) -> Code | None:
    """``x[[i]] = value`` for a variable that holds its list alone."""
    whole, *places = node.args[0].args
    if type(whole) is not Symbol or not places:
        return None
    k, value, made = c.k, c.value(node.args[1], scope), build(node, scope)
    local, definitions, part = scope.variable(whole), c.k.definitions, c.k.definitions[S.Part]
    fixed = None if local is not None else definitions[whole]
    specs = [c.value(place, scope) for place in places]

    def code(frame: Frame) -> Node:
        definition = fixed
        if definition is None:
            symbol = local(frame)  # type: ignore[misc]
            if type(symbol) is not Symbol:
                return k.evaluate(made(frame))
            definition = definitions[symbol]
        if definition.attributes & _UNSAFE or definition.own is None or part.up is not None or k.has_upvalues:
            return k.evaluate(made(frame))
        result = value(frame)
        at = tuple([spec(frame) for spec in specs])
        if not put(k, definition, at, result):
            return k.evaluate(Expr(S.Set, (Expr(S.Part, (definition.symbol, *at)), result)))
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


def _number(value: int) -> Node:
    return SMALL[value + 256] if -257 < value < 1025 else Integer(value)


def _truth(value: bool) -> Node:
    return TRUE if value else FALSE


def _on_integers(
    operate: Callable[[int, int], Any], made: Callable[[Any], Node] = _number, by_zero: bool = True
) -> Form:
    """A function of two, with the case of whole numbers in line (unless the second is 0 and that is
    special).
    """

    def form(c: Any, node: Expr, scope: Scope, tail: bool) -> Code | None:
        if len(node.args) != 2:
            return None
        definition = c.k.definitions[node.head]
        first, second = c.value(node.args[0], scope), c.value(node.args[1], scope)
        general = c.call_two(definition, build(node, scope))
        if type(node.args[1]) is Integer and (by_zero or node.args[1].value):
            return _with_constant(operate, made, definition, first, node.args[1], general)

        def code(frame: Frame) -> Node:
            a, b = first(frame), second(frame)
            if type(a) is Integer and type(b) is Integer and definition.down is None and (by_zero or b.value):
                return made(operate(a.value, b.value))
            return general(frame, a, b)

        return code

    return form


def _with_constant(
    operate: Callable[[int, int], Any],
    made: Callable[[Any], Node],
    definition: Any,
    first: Code,
    constant: Integer,
    general: Any,
) -> Code:
    """The same where the second is a number that is written there."""
    number = constant.value

    def code(frame: Frame) -> Node:
        a = first(frame)
        if type(a) is Integer and definition.down is None:
            return made(operate(a.value, number))
        return general(frame, a, constant)

    return code


def _update(operate: Callable[[int, int], int], give_old: bool = False) -> Form:
    """``x += y`` and its kin for a variable that is a whole number."""

    def form(c: Any, node: Expr, scope: Scope, tail: bool) -> Code | None:
        if not node.args or type(node.args[0]) is not Symbol:
            return None
        k, made, local = c.k, build(node, scope), scope.variable(node.args[0])
        value = c.value(node.args[1], scope) if len(node.args) == 2 else lambda frame: SMALL[257]
        fixed = None if local is not None else k.definitions[node.args[0]]

        def code(frame: Frame) -> Node:
            definition = fixed
            if definition is None:
                symbol = local(frame)  # type: ignore[misc]
                if type(symbol) is not Symbol:
                    return k.evaluate(made(frame))
                definition = k.definitions[symbol]
            old = definition.own
            if type(old) is not Integer or definition.attributes & _UNSAFE or definition.watch is not None:
                return k.evaluate(made(frame))
            by = value(frame)
            if type(by) is not Integer or definition.own is not old:
                return k.evaluate(Expr(node.head, (definition.symbol, by)))
            new = definition.own = _number(operate(old.value, by.value))
            if definition.seen:
                k.changed(definition)
            return old if give_old else new

        return code

    return form


def _part(c: Any, node: Expr, scope: Scope, tail: bool) -> Code | None:
    """``x[[i]]`` of lists, counted from either end."""
    if len(node.args) != 2:
        return None
    definition = c.k.definitions[S.Part]
    first, second = c.value(node.args[0], scope), c.value(node.args[1], scope)
    general = c.call_two(definition, build(node, scope))

    def code(frame: Frame) -> Node:
        whole, place = first(frame), second(frame)
        if type(place) is Integer and type(whole) is Expr and whole.head is S.List:
            i, args = place.value, whole.args
            if 0 < i <= len(args):
                return args[i - 1]
            if 0 < -i <= len(args):
                return args[i]
        return general(frame, whole, place)

    return code


def guarded(k: Any, head: Symbol, code: Code, made: Code) -> Code:
    """The code of a construct that may find fault with values: then it says so and stays as it is."""

    def safe(frame: Frame) -> Node:
        try:
            return code(frame)
        except Problem as problem:
            k.message(head, problem)
            stays = made(frame)
            if type(stays) is Expr:
                stays.mark = k.epoch
            return stays

    return safe


def run(made: Form, k: Any, node: Expr) -> Node | None:
    """The value of a construct by its form, where there is nothing around it."""
    code = made(k.functions, node, NOTHING, False)
    return None if code is None else code(())


def form(name: str) -> Callable[[Form], Form]:
    """Declare the closure of a construct whose builtin stands elsewhere."""

    def register(made: Form) -> Form:
        FORMS[Symbol(name)] = made
        return made

    return register


FORMS: dict[Symbol, Form] = {
    S.If: _if,
    S.CompoundExpression: _compound,
    S.Set: _set,
    S.And: _logic(FALSE, TRUE),
    S.Or: _logic(TRUE, FALSE),
    S.Plus: _on_integers(operator.add),
    S.Times: _on_integers(operator.mul),
    S.Mod: _on_integers(operator.mod, by_zero=False),
    S.Quotient: _on_integers(operator.floordiv, by_zero=False),
    S.Less: _on_integers(operator.lt, _truth),
    S.LessEqual: _on_integers(operator.le, _truth),
    S.Greater: _on_integers(operator.gt, _truth),
    S.GreaterEqual: _on_integers(operator.ge, _truth),
    S.Equal: _on_integers(operator.eq, _truth),
    S.Unequal: _on_integers(operator.ne, _truth),
    S.Increment: _update(operator.add, give_old=True),
    S.Decrement: _update(operator.sub, give_old=True),
    S.PreIncrement: _update(operator.add),
    S.PreDecrement: _update(operator.sub),
    S.AddTo: _update(operator.add),
    S.SubtractFrom: _update(operator.sub),
    S.TimesBy: _update(operator.mul),
    S.Part: _part,
}
