"""Names that hold for a while: Module, With, Block."""

from __future__ import annotations

from ..expr import Expr, Node, S, Symbol
from ..kernel.builtin import Attribute, builtin
from ..kernel.control import Returned
from ..kernel.scope import substitute
from ..problem import Template

NO_LIST = Template("lvlist", "Local variable specification `1` is not a list.")
NO_SYMBOL = Template(
    "lvsym", "Local variable specification `1` contains `2`, which is no symbol or assignment to a symbol."
)
NO_VALUE = Template(
    "lvset", "Local variable specification `1` contains `2`, which is no assignment to a symbol."
)


def declarations(variables: Node) -> list[tuple[Symbol, Node | None, bool]]:
    """What a list of local variables declares: symbol, value if given, and whether it is to be evaluated."""
    if type(variables) is not Expr or variables.head is not S.List:
        raise NO_LIST(variables)
    found: list[tuple[Symbol, Node | None, bool]] = []
    for each in variables.args:
        if type(each) is Symbol:
            found.append((each, None, False))
        elif type(each) is Expr and each.head in (S.Set, S.SetDelayed) and type(each.args[0]) is Symbol:
            found.append((each.args[0], each.args[1], each.head is S.Set))
        else:
            raise NO_SYMBOL(variables, each)
    return found


@builtin("Module[variables_, body_]", attributes=Attribute.HOLD_ALL)
def module(k, variables: Node, body: Node):
    """Module[{x, y = 1, ...}, body] evaluates body with variables of its own.

    >> x = 1; Module[{x = 5}, x + 1] + x
    7
    """
    declared = declarations(variables)
    fresh = {name: new_symbol(k, name) for name, _, _ in declared}
    for name, value, evaluated in declared:
        if value is not None:
            k.set_own(fresh[name], k.evaluate(value) if evaluated else value)
    result = evaluate_body(k, substitute(body, fresh), S.Module)
    forget(k, fresh.values(), result)
    return result


def new_symbol(k, name: Symbol) -> Symbol:
    """A symbol that nobody else has: x$5 for x."""
    fresh = Symbol(f"{name.name.rstrip('$')}${k.module_number}")
    k.module_number += 1
    k.definitions[fresh].set_attributes(Attribute.TEMPORARY)
    return fresh


def forget(k, symbols, result: Node) -> None:
    """Drop the definitions of local variables that the result cannot mention."""
    if type(result) is Expr or type(result) is Symbol:
        return
    for symbol in symbols:
        definition = k.definitions.get(symbol)
        if definition is not None and not definition.is_kept:
            del k.definitions[symbol]
            Symbol.forget(symbol)


def evaluate_body(k, body: Node, head: Symbol) -> Node:
    """The value of a body that Return[value, head] may leave."""
    try:
        return k.evaluate(body)
    except Returned as left:
        if left.head is not head:
            raise
        return left.value


@builtin("With[variables_, body_]", attributes=Attribute.HOLD_ALL)
def with_(k, variables: Node, body: Node):
    """With[{x = value, ...}, body] puts the values in place of the names in body, then evaluates it.

    >> With[{x = 2}, Hold[x + 1]]
    Hold[2 + 1]
    """
    values: dict[Symbol, Node] = {}
    for name, value, evaluated in declarations(variables):
        if value is None:
            raise NO_VALUE(variables, name)
        values[name] = k.evaluate(value) if evaluated else value
    return evaluate_body(k, substitute(body, values), S.With)


@builtin("With[variables_, more__, body_]", attributes=Attribute.HOLD_ALL)
def with_several(k, variables: Node, more: tuple[Node, ...], body: Node):
    """With[{x = a}, {y = b}, ..., body] is the same, one after the other: later values may use earlier names.

    >> With[{x = 2}, {y = x + 1}, y]
    3
    """
    return Expr(S.With, (variables, Expr(S.With, (*more, body))))


@builtin("Block[variables_, body_]", attributes=Attribute.HOLD_ALL)
def block(k, variables: Node, body: Node):
    """Block[{x = value, ...}, body] evaluates body while the symbols have these values, and none else.

    >> f := x; Block[{x = 5}, f]
    5
    """
    declared = declarations(variables)
    values = [k.evaluate(v) if evaluated and v is not None else v for _, v, evaluated in declared]
    saved = [(k.definitions[name], k.definitions[name].saved()) for name, _, _ in declared]
    try:
        for (definition, _), value in zip(saved, values, strict=True):
            definition.clear_values()
            definition.own = value
            k.changed(definition)
            if value is not None and definition.watch is not None:
                definition.watch(k, value)
        return evaluate_body(k, body, S.Block)
    finally:
        for definition, old in saved:
            definition.restore(old)
            k.changed(definition)
            if definition.watch is not None and definition.own is not None:
                definition.watch(k, definition.own)


@builtin("Unique[x_]")
def unique(k, x: Node = S.Null):
    """Unique[x] is a symbol that nobody uses, with a name that begins with x.

    >> Unique[] =!= Unique[]
    True
    """
    return new_symbol(k, x if type(x) is Symbol and x is not S.Null else Symbol("$"))
