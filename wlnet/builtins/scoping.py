"""Names that hold for a while: Module, With, Block."""

from __future__ import annotations

import sys
from itertools import count

from ..expr import Expr, Integer, Node, S, String, Symbol
from ..kernel.builtin import Attribute, builtin
from ..kernel.control import Returned, Terminated
from ..kernel.definition import Code, Definition, Frame
from ..kernel.forms import form, run
from ..kernel.scope import Scope, build, extend
from ..problem import Template

MODULE_NUMBER = Symbol("$ModuleNumber")
NO_LIST = Template("lvlist", "Local variable specification `1` is not a List.")
NO_SYMBOL = Template(
    "lvsym",
    "Local variable specification `1` contains `2`, which is not a symbol or an assignment to a symbol.",
)
NO_VALUE = Template(
    "lvset", "Local variable specification `1` contains `2`, which is not an assignment to a symbol."
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
    return run(module_code, k, Expr(S.Module, (variables, body)))


@form("Module")
def module_code(c, node: Expr, scope: Scope, tail: bool) -> Code | None:
    """Module compiled: the variables are new symbols in the frame."""
    if len(node.args) != 2:
        return None
    k, declared = c.k, declarations(node.args[0])
    names = [name for name, _, _ in declared]
    values = [None if v is None else c.value(v, scope) if e else build(v, scope) for _, v, e in declared]
    body = c.value(node.args[1], scope.extended(names))
    definitions = k.definitions

    def code(frame: Frame) -> Node:
        starts = [None if value is None else value(frame) for value in values]
        inner, symbols = extend(frame), []
        number = next_number(k)
        for name, start in zip(names, starts, strict=True):
            symbol = inner[name] = new_symbol(k, name, number)
            symbols.append(symbol)
            definitions[symbol].own = start
        try:
            return body(inner)
        except Returned as left:
            if left.head is not S.Module:
                raise
            return left.value
        finally:
            inner.clear()
            symbol = None
            forget(k, symbols)

    return code


def next_number(k) -> int:
    """The number for the variables of a Module."""
    number = k.module_number
    k.module_number = number + 1
    k.definitions[MODULE_NUMBER].own = Integer(number + 1)
    return number


def new_symbol(k, name: Symbol, number: int) -> Symbol:
    """A symbol that nobody else has: x$5 for x."""
    fresh = Symbol(f"{name.name.rstrip('$')}${number}")
    definition = k.definitions[fresh] = spare.pop() if spare else Definition(fresh)
    definition.symbol = fresh
    definition.attributes = Attribute.TEMPORARY
    return fresh


spare: list[Definition] = []  # definitions of local variables that are gone, to be used again


def forget(k, symbols: list[Symbol]) -> None:
    """Drop the local variables that nobody else refers to; the others live on as what they are."""
    for symbol in symbols:
        if sys.getrefcount(symbol) > _ALONE:
            continue
        definition = k.definitions[symbol]
        if definition.is_kept or definition.attributes != Attribute.TEMPORARY:
            continue
        del k.definitions[symbol]
        Symbol.forget(symbol)
        definition.own, definition.seen = None, False
        if len(spare) < 64:
            spare.append(definition)


def _references_of_one_alone() -> int:
    """How often a symbol is referred to in `forget` that only its definition knows."""
    symbols = [Symbol("alone$")]
    definitions = {symbols[0]: Definition(symbols[0])}
    for symbol in symbols:
        count = sys.getrefcount(symbol)
    Symbol.forget(symbols[0])
    return count if definitions else 0


_ALONE = _references_of_one_alone()


@builtin("With[variables_, body_]", attributes=Attribute.HOLD_ALL)
def with_(k, variables: Node, body: Node):
    """With[{x = value, ...}, body] puts the values in place of the names in body, then evaluates it.

    >> With[{x = 2}, Hold[x + 1]]
    Hold[2 + 1]
    """
    return run(with_code, k, Expr(S.With, (variables, body)))


@form("With")
def with_code(c, node: Expr, scope: Scope, tail: bool) -> Code | None:
    """With compiled: the values are in the frame."""
    if len(node.args) != 2:
        return None
    declared = declarations(node.args[0])
    for name, value, _ in declared:
        if value is None:
            raise NO_VALUE(node.args[0], name)
    names = [name for name, _, _ in declared]
    values = [c.value(v, scope) if evaluated else build(v, scope) for _, v, evaluated in declared]
    body = c.value(node.args[1], scope.extended(names))

    def code(frame: Frame) -> Node:
        inner = extend(frame)
        inner.update(zip(names, [value(frame) for value in values], strict=True))
        try:
            return body(inner)
        except Returned as left:
            if left.head is not S.With:
                raise
            return left.value

    return code


@builtin("With[variables_, more__, body_]", attributes=Attribute.HOLD_ALL)
def with_several(k, variables: Node, more: tuple[Node, ...], body: Node):
    """With[{x = a}, {y = b}, ..., body] is the same, one after the other: later values may use earlier names.

    >> With[{x = 2}, {y = x + 1}, y]
    3
    """
    return Expr(S.With, (variables, Expr(S.With, (*more, body))))


_LIMITS = frozenset({Symbol("$RecursionLimit"), Symbol("$IterationLimit")})


@builtin("Block[variables_, body_]", attributes=Attribute.HOLD_ALL)
def block(k, variables: Node, body: Node):
    """Block[{x = value, ...}, body] evaluates body while the symbols have these values, and none else.

    >> f := x; Block[{x = 5}, f]
    5
    """
    return run(block_code, k, Expr(S.Block, (variables, body)))


@form("Block")
def block_code(c, node: Expr, scope: Scope, tail: bool) -> Code | None:
    """Block compiled: the symbols stay what they are, and get their old values back whatever happens."""
    if len(node.args) != 2:
        return None
    k, declared = c.k, declarations(node.args[0])
    if any(scope.variable(name) is not None for name, _, _ in declared):
        return None
    values = [None if v is None else c.value(v, scope) if e else build(v, scope) for _, v, e in declared]
    definitions = [k.definitions[name] for name, _, _ in declared]
    limited = any(name in _LIMITS for name, _, _ in declared)
    body = c.value(node.args[1], scope)

    def code(frame: Frame) -> Node:
        starts = [None if value is None else value(frame) for value in values]
        saved = [definition.saved() for definition in definitions]
        attributes = [definition.attributes for definition in definitions]
        try:
            for definition, start in zip(definitions, starts, strict=True):
                definition.clear_values()
                _begin(k, definition, start)
            return body(frame)
        except Returned as left:
            if left.head is not S.Block:
                raise
            return left.value
        except Terminated as left:  # a limit of its own ends the Block, not the whole input
            if not limited:
                raise
            return left.value
        finally:
            for definition, old, bits in zip(definitions, saved, attributes, strict=True):
                definition.restore(old)
                if definition.attributes != bits:
                    k.set_attributes(definition.symbol, bits)
                _begin(k, definition, definition.own)

    return code


def _begin(k, definition: Definition, value: Node | None) -> None:
    """From now on the symbol has this value."""
    definition.own = value
    if definition.seen:
        k.changed(definition)
    if definition.watch is not None and value is not None:
        definition.watch(k, value)


@builtin("Unique[x_]")
def unique(k, x: Node = S.Null):
    """Unique[x] is a symbol that nobody uses, x$n; Unique["x"] is xn; Unique[{x, y, ...}] a list of such.

    >> {Unique[] =!= Unique[], Length[Unique[{x, y}]]}
    {True, 2}
    """
    if type(x) is Expr and x.head is S.List:
        return Expr(S.List, tuple(unique(k, each) for each in x.args))
    if type(x) is String:
        name = next(n for _ in count() if Symbol(n := f"{x.value}{next_number(k)}") not in k.definitions)
        return k.definitions[Symbol(name)].symbol
    return new_symbol(k, x if type(x) is Symbol and x is not S.Null else Symbol("$"), next_number(k))
