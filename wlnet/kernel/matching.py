"""Patterns and rules as functions, for builtins: a test of nodes, and replacing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..expr import Expr, Node, S, is_rule
from ..patterns.compile import compile_pattern
from ..patterns.literals import is_literal
from .rules import NO, conditional, replacement, stripped, whole_rule

if TYPE_CHECKING:
    from .evaluator import Kernel

_KEPT = 500


def matcher(k: Kernel, form: Node) -> Callable[[Node], bool]:
    """A test whether a node matches `form`."""
    if is_literal(form):
        return lambda node: node is form or node == form
    matched = compile_pattern(form, k.host)
    if (simple := matched.simple) is not None:
        return lambda node: simple(node, {})
    full = matched.full
    return lambda node: full(node, {}, _yes)


def _yes(_: object) -> bool:
    return True


def replacer(k: Kernel, rules: tuple[Node, ...], partial: bool = False) -> Callable[[Node], Node | None]:
    """What gives the value of the first rule that matches a node, None if none does.

    With `partial` rules for Flat heads also match some of the arguments.
    """
    if len(rules) > 4 and all(_is_plain(rule) for rule in rules):
        table: dict[Node, Node] = {}
        for rule in rules:
            table.setdefault(rule.args[0], rule.args[1])
        return table.get
    applied = [_compiled(k, rule, partial) for rule in rules]
    if len(applied) == 1:
        return applied[0]

    def apply(node: Node) -> Node | None:
        for each in applied:
            if (result := each(node)) is not None:
                return result
        return None

    return apply


def _is_plain(rule: Node) -> bool:
    """Whether a rule only replaces one atom or symbol by something."""
    return is_rule(rule) and type(rule.args[0]) is not Expr and not _has_condition(rule.args[1])


def _has_condition(value: Node) -> bool:
    return conditional(value) is not value


def _compiled(k: Kernel, rule: Node, partial: bool) -> Callable[[Node], Node | None]:
    """A rule as a function; kept with the kernel as long as the same rule is used again."""
    kept = k.state.setdefault("compiled rules", {})
    key = (id(rule), partial)
    known = kept.get(key)
    if known is not None and known[0] is rule and known[2] is k.attributes_epoch:
        return known[1]
    if len(kept) > _KEPT:
        kept.clear()
    lhs, test = stripped(rule.args[0])
    value = rule.args[1]
    if test is not None:
        value = Expr(S.Condition, (value, test))
    made = whole_rule(k, lhs, value, partial)
    kept[key] = rule, made, k.attributes_epoch
    return made


def all_matches(k: Kernel, rules: tuple[Node, ...], subject: Node, most: int | None) -> Node:
    """The list of the values of the rules for all ways to match, in the order in which they are found."""
    found: list[Node] = []
    for rule in rules:
        lhs, test = stripped(rule.args[0])
        value = rule.args[1] if test is None else Expr(S.Condition, (rule.args[1], test))
        code = replacement(k, lhs, value)

        def accept(bindings: dict, code=code) -> bool:
            result = code(bindings)
            if result is not NO:
                found.append(result)
            return most is not None and len(found) >= most

        if most is None or len(found) < most:
            compile_pattern(lhs, k.host).full(subject, {}, accept)
    return Expr(S.List, tuple(found))
