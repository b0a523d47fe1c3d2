"""Definitions by the user: finding the symbol that a left side belongs to and putting the rule in its
place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..attributes import Attribute
from ..expr import Expr, Node, S, Symbol
from ..patterns.literals import is_literal, pattern_names
from ..problem import Template
from .definition import Definition, Rule, RuleSet, literal_key
from .messages import GENERAL
from .rules import mentions, stripped
from .specificity import argument_bounds, insert

if TYPE_CHECKING:
    from .evaluator import Kernel

NO_TAG = Template("tagnf", "Tag `1` is not found in `2`.")
NOT_ASSIGNABLE = Template("setraw", "Cannot assign to raw object `1`.")
TOO_DEEP = Template("tagpos", "Tag `1` in `2` is too deep for an assigned rule to be found.")

# What an assignment to an expression with this head does, where it is no definition of the head.
Setter = Callable[["Kernel", Expr, Node, bool], Node]
SETTERS: dict[Symbol, Setter] = {}


def setter(head: str) -> Callable[[Setter], Setter]:
    """Declare what ``head[...] = value`` does; the function gets the left side unevaluated, and whether
    it is delayed.
    """

    def register(function: Setter) -> Setter:
        SETTERS[Symbol(head)] = function
        return function

    return register


def define(k: Kernel, lhs: Node, rhs: Node, delayed: bool) -> None:
    """``lhs = rhs`` or ``lhs := rhs`` for a left side that is a symbol or belongs to the symbol at its
    head.
    """
    bare, _ = stripped(lhs)
    if type(bare) is Symbol:
        _define_own(k, bare, lhs, rhs, delayed)
        return
    if type(bare) is not Expr:
        raise NOT_ASSIGNABLE(lhs)
    lhs = with_evaluated_arguments(k, lhs)
    bare, test = stripped(lhs)
    if type(bare) is not Expr:
        raise NOT_ASSIGNABLE(lhs)
    tag = head_symbol(bare)
    if tag is None:
        raise GENERAL["write"](innermost_head(bare).head, lhs)
    definition = writable(k, tag, lhs)
    if bare.head is tag:
        _define_down(k, definition, lhs, bare, rhs, delayed, literal=test is None)
    else:
        if definition.sub is None:
            definition.sub = RuleSet()
        insert(definition.sub, Rule(lhs, rhs, delayed))
        _say_patterns(k, lhs, rhs, delayed)
    k.changed(definition)


def _say_patterns(k: Kernel, lhs: Node, rhs: Node, delayed: bool) -> None:
    """Tell of a pattern on the right side that has the name of one on the left: its value would go there."""
    if type(rhs) is not Expr or not mentions(rhs, S.Pattern):
        return
    names = frozenset(pattern_names(lhs))
    found = pattern_of(rhs, names)
    if found is not None:
        head = S.RuleDelayed if delayed else S.Rule
        k.message(head, _PATTERN(found, Expr(head, (lhs, rhs))))


def pattern_of(node: Node, names: frozenset[Symbol]) -> Node | None:
    """The first pattern in `node` that binds one of the names."""
    if type(node) is not Expr:
        return None
    if node.head is S.Pattern and len(node.args) == 2 and node.args[0] in names:
        return node
    for part in (node.head, *node.args):
        if (found := pattern_of(part, names)) is not None:
            return found
    return None


_PATTERN = Template("rhs", "Pattern `1` appears on the right-hand side of rule `2`.")


def _define_own(k: Kernel, symbol: Symbol, lhs: Node, rhs: Node, delayed: bool) -> None:
    definition = writable(k, symbol, lhs)
    conditional = lhs is not symbol or (type(rhs) is Expr and delayed and rhs.head is S.Condition)
    if conditional:
        rules = RuleSet()
        rules.rules = definition.own_rules or []
        insert(rules, Rule(lhs, rhs, delayed))
        definition.own_rules, definition.own = rules.rules, None
    else:
        definition.own = rhs
        definition.own_rules = None
    definition.own_delayed = delayed
    if definition.watch is not None and not conditional:
        definition.watch(k, rhs)
    k.changed(definition)


def _define_down(
    k: Kernel, definition: Definition, lhs: Node, bare: Expr, rhs: Node, delayed: bool, literal: bool
) -> None:
    if definition.down is None:
        definition.down = RuleSet()
    down = definition.down
    free = definition.attributes & (Attribute.FLAT | Attribute.ORDERLESS)
    conditional = type(rhs) is Expr and rhs.head is S.Condition
    if literal and not free and not conditional and all(map(is_literal, bare.args)):
        down.literals[literal_key(bare.args)] = Rule(lhs, rhs, delayed, len(bare.args), len(bare.args))
        return
    low, high = (0, None) if free else argument_bounds(bare.args)
    insert(down, Rule(lhs, rhs, delayed, low, high))
    _say_patterns(k, lhs, rhs, delayed)


def define_up(k: Kernel, tag: Symbol, lhs: Node, rhs: Node, delayed: bool) -> None:
    """``tag /: lhs = rhs``: the rule is kept with a symbol inside of the left side."""
    lhs = with_evaluated_arguments(k, lhs)
    bare, _ = stripped(lhs)
    if type(bare) is not Expr:
        raise NO_TAG(tag, lhs)
    if bare.head is tag or head_symbol(bare) is tag:
        define(k, lhs, rhs, delayed)
        return
    if tag not in tags_of(bare):
        raise NO_TAG(tag, lhs)
    definition = writable(k, tag, lhs)
    if definition.up is None:
        definition.up = RuleSet()
    insert(definition.up, Rule(lhs, rhs, delayed))
    k.has_upvalues = True
    k.changed(definition)
    head = head_symbol(bare)
    if head is not None:
        k.changed(k.definitions[head])


def tags_of(lhs: Expr) -> list[Symbol]:
    """The symbols that upvalues for `lhs` may belong to: the arguments and their heads."""
    found = []
    for arg in lhs.args:
        bare, _ = stripped(arg)
        while type(bare) is Expr and bare.head in (S.Pattern, S.PatternTest, S.Optional):
            bare = bare.args[-1 if bare.head is S.Pattern else 0]
        if type(bare) is Expr and bare.head is S.Blank and bare.args:
            bare = bare.args[0]
        tag = bare if type(bare) is Symbol else head_symbol(bare)
        if tag is not None:
            found.append(tag)
    return found


def innermost_head(node: Node) -> Node:
    """What stands at the head of the head ... of `node`."""
    while type(node) is Expr:
        node = node.head
    return node


def head_symbol(node: Node) -> Symbol | None:
    """The symbol at the head of the head ... of `node`."""
    innermost = innermost_head(node)
    return innermost if type(innermost) is Symbol else None


def writable(k: Kernel, symbol: Symbol, lhs: Node) -> Definition:
    """The definition of a symbol that may be changed; a problem if it is protected."""
    definition = k.definitions[symbol]
    if definition.attributes & Attribute.LOCKED and lhs is symbol:
        raise GENERAL["locked"](symbol)
    if definition.attributes & (Attribute.PROTECTED | Attribute.LOCKED):
        raise GENERAL["wrsym"](symbol) if lhs is symbol else GENERAL["write"](symbol, lhs)
    return definition


def with_evaluated_arguments(k: Kernel, lhs: Node) -> Node:
    """The left side with its arguments evaluated, as far as the attributes of its head allow."""
    if type(lhs) is not Expr:
        return lhs
    if lhs.head in (S.HoldPattern, S.Condition):
        first = lhs.args[0]
        inner = first if lhs.head is S.HoldPattern else with_evaluated_arguments(k, first)
        return Expr(lhs.head, (inner, *lhs.args[1:]))
    head = lhs.head
    if type(head) is Expr:
        head = with_evaluated_arguments(k, head)
    elif type(head) is Symbol and k.definitions[head].own is not None:
        head = k.evaluate(head)
    args = k.argument_values(lhs if head is lhs.head else Expr(head, lhs.args))
    return Expr(head, args)
