"""Finding the rule that applies: upvalues, what the user defined, what is built in; and heads that are no
symbols.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..expr import FAILED, Expr, Integer, Node, S, Symbol, Value
from ..problem import Problem
from .association import entry, missing
from .definition import STAY, Definition, Rule, RuleSet, literal_key
from .messages import GENERAL
from .prepare import prepare, prepare_sub
from .rules import compile_literal_rule, compile_rule, compile_whole_rule

if TYPE_CHECKING:
    from .evaluator import Kernel


def apply_rules(k: Kernel, definition: Definition, args: tuple[Node, ...]) -> Node | None:
    """What the first rule for the symbol makes of these evaluated arguments; None if none applies."""
    if k.has_upvalues and (result := _by_upvalues(k, definition, args)) is not None:
        return result
    if definition.down is not None:
        result = _by_down_rules(k, definition, definition.down, args)
        if result is not None:
            return result
    if not definition.declared:
        if definition.symbol.name in k.unsupported:
            _say_unsupported(k, definition.symbol)
        return None
    count = len(args)
    key = (
        ~count if count and type(args[0]) is Value else count
    )  # values of higher floors have rules of their own
    natives = definition.natives.get(key)
    if natives is None:
        natives = prepare(k, definition, key)
    for native in natives:
        result = native(k, args)
        if result is not None:
            return None if result is STAY else result
    return None


def _by_down_rules(k: Kernel, definition: Definition, rules: RuleSet, args: tuple[Node, ...]) -> Node | None:
    if rules.literals:
        if len(args) == 1 and type(args[0]) is Integer:
            rule = rules.literals.get(args[0].value)
        else:
            rule = rules.literals.get(literal_key(args))
        if rule is not None:
            result = (rule.apply or compile_literal_rule(k, rule))(args)
            if result is not None:
                return result
    count = len(args)
    for rule in rules.by_count.get(count) or rules.of_count(count):
        result = (rule.apply or compile_rule(k, definition.symbol, rule))(args)
        if result is not None:
            return result
    return None


def _by_upvalues(k: Kernel, definition: Definition, args: tuple[Node, ...]) -> Node | None:
    """What the upvalues of the arguments and of their heads make of the whole expression."""
    whole: Expr | None = None
    for arg in args:
        tag = arg if type(arg) is Symbol else _head_symbol(arg)
        if tag is None or (up := k.definitions[tag].up) is None:
            continue
        if whole is None:
            whole = Expr(definition.symbol, args)
        if (result := _by_whole_rules(k, up.rules, whole)) is not None:
            return result
    return None


def _head_symbol(node: Node) -> Symbol | None:
    """The symbol at the head of the head ... of `node`; where heads are nested, the last one is kept, so
    that going through f[1][2][3]... from within takes one step each.
    """
    global _last
    start, (known, symbol) = node, _last
    while type(node) is Expr:
        if node is known:
            break
        node = node.head
    else:
        symbol = node if type(node) is Symbol else None
    if type(start) is Expr and type(start.head) is Expr:
        _last = (start, symbol)
    return symbol


_last: tuple[Node | None, Symbol | None] = (None, None)


def _by_whole_rules(k: Kernel, rules: list[Rule], whole: Node) -> Node | None:
    for rule in rules:
        apply = rule.apply or compile_whole_rule(k, rule)
        if (result := apply(whole)) is not None:
            return result
    return None


def by_own_rules(k: Kernel, definition: Definition) -> Node:
    """The value of a symbol that has conditional values."""
    result = _by_whole_rules(k, definition.own_rules or [], definition.symbol)
    if result is None:
        definition.seen = True
        return definition.symbol
    return k.evaluate(result)


def apply_head(k: Kernel, head: Node, args: tuple[Node, ...]) -> Node | None:
    """What applying an evaluated head that is no plain symbol gives; None if nothing."""
    if type(head) is Value:
        return _apply_value(k, head, args)
    if type(head) is not Expr:
        return None
    if k.has_upvalues and (result := _by_argument_upvalues(k, head, args)) is not None:
        return result
    if head.head is S.Function:
        return k.functions.apply(head, args)
    if head.head is S.Association and args:
        return _apply_association(head, args[0], args[1:])
    if head.head is S.Composition or head.head is S.RightComposition:
        return _apply_composition(head, args)
    symbol = _head_symbol(head)
    if symbol is None:
        return None
    definition = k.definitions[symbol]
    if definition.sub is not None:
        result = _by_whole_rules(k, definition.sub.rules, Expr(head, args))
        if result is not None:
            return result
    for native in prepare_sub(k, definition):
        result = native(k, head, args)
        if result is not None:
            return None if result is STAY else result
    return None


def _by_argument_upvalues(k: Kernel, head: Expr, args: tuple[Node, ...]) -> Node | None:
    for arg in args:
        tag = _head_symbol(arg)
        if tag is not None and (up := k.definitions[tag].up) is not None:
            result = _by_whole_rules(k, up.rules, Expr(head, args))
            if result is not None:
                return result
    return None


def _apply_association(association: Expr, key: Node, rest: tuple[Node, ...]) -> Node:
    """The value at a key; further keys are for the associations within."""
    if type(key) is Expr and key.head is S.Key and len(key.args) == 1:
        key = key.args[0]
    value = entry(association, key)
    if value is None:
        return missing(key)
    return Expr(value, rest) if rest else value


def _apply_composition(head: Expr, args: tuple[Node, ...]) -> Node:
    """``(f @* g)[x]`` is ``f[g[x]]``."""
    first, *rest = reversed(head.args) if head.head is S.Composition else head.args
    made = Expr(first, args)
    for function in rest:
        made = Expr(function, (made,))
    return made


def _apply_value(k: Kernel, head: Value, args: tuple[Node, ...]) -> Node | None:
    for kind in type(head.value).__mro__:
        applier = k.appliers.get(kind)
        if applier is None:
            continue
        try:
            return applier(k, head.value, args)
        except Problem as problem:
            k.message(head.head, problem)
            return FAILED
    return None


def _say_unsupported(k: Kernel, symbol: Symbol) -> None:
    """Once a session: a function of the language that is missing here does not look like success."""
    k.unsupported.discard(symbol.name)
    k.message(symbol, GENERAL["unsupported"](symbol.name))
