"""Rules for texts: a string pattern and what stands for the places where it fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ..expr import Expr, Node, S, String, is_head, is_rule
from ..kernel.association import is_association
from ..kernel.scope import Names
from ..patterns.literals import pattern_names
from ..problem import Template
from .string_backtracking import string_pattern
from .string_patterns import Found, StringPattern

NO_RULE = Template("srep", "`1` is not a valid string replacement rule.")
_GROUP = re.compile(r"\$(\d)")


@dataclass(frozen=True, slots=True)
class StringRule:
    """What to search for, and the value of a place where it was found."""

    pattern: StringPattern
    value: Callable[[Found], Node]
    has_value: bool


def string_rules(k, node: Node, ignore_case: bool, needed: bool = False) -> list[StringRule]:
    """The rules of a rule, a pattern, or a list of those; the value of a pattern alone is what it matches.

    `needed`: patterns alone will not do.
    """
    each = node.args if is_head(node, S.List) or is_association(node) else (node,)
    if needed and (wrong := next((item for item in each if not is_rule(item)), None)) is not None:
        raise NO_RULE(wrong)
    if each and all(type(item) is String for item in each):  # one search for all of them
        each = (Expr(S.Alternatives, each),)
    elif (literal := _literal_rules(k, each, ignore_case)) is not None:
        return [literal]
    return [_rule(k, item, ignore_case) for item in each]


def _literal_rules(k, rules: tuple[Node, ...], ignore_case: bool) -> StringRule | None:
    """The one search for rules that all have plain texts on both sides."""
    if len(rules) < 2 or ignore_case or not all(map(is_rule, rules)):
        return None
    if not all(type(side) is String and "$" not in side.value for rule in rules for side in rule.args):
        return None
    values = {rule.args[0].value: rule.args[1] for rule in reversed(rules)}
    pattern = string_pattern(k, Expr(S.Alternatives, tuple([rule.args[0] for rule in rules])))
    return StringRule(pattern, lambda found: values[found.groups[0]], True)


def _rule(k, node: Node, ignore_case: bool) -> StringRule:
    if not is_rule(node):
        return StringRule(string_pattern(k, node, ignore_case), lambda found: String(found.groups[0]), False)
    pattern, value = node.args
    if node.head is S.RuleDelayed and is_head(value, S.Condition) and len(value.args) == 2:
        pattern, value = Expr(S.Condition, (pattern, value.args[1])), value.args[0]
    return StringRule(string_pattern(k, pattern, ignore_case), _value_of(k, pattern, value), True)


def _value_of(k, pattern: Node, value: Node) -> Callable[[Found], Node]:
    """What computes the right side for a place."""
    if type(value) is String:
        if "$" not in value.value:
            return lambda found: value
        return lambda found: String(_GROUP.sub(lambda m: _group(found, int(m[1])), value.value))
    names = pattern_names(pattern)
    code = k.functions.value(value, Names({name: name for name in names}))
    regular = not names and _mentions_groups(value)

    def compute(found: Found) -> Node:
        return k.evaluate(_with_groups(value, found)) if regular else code(found.names)

    return compute


def _group(found: Found, number: int) -> str:
    return found.groups[number] if number < len(found.groups) else ""


def _mentions_groups(node: Node) -> bool:
    if type(node) is String:
        return _GROUP.search(node.value) is not None
    return type(node) is Expr and any(map(_mentions_groups, node.args))


def _with_groups(node: Node, found: Found) -> Node:
    """A right side with the groups of the regular expression in the place of "$1"."""
    if type(node) is String:
        return String(_GROUP.sub(lambda m: _group(found, int(m[1])), node.value))
    if type(node) is not Expr:
        return node
    return Expr(node.head, tuple([_with_groups(arg, found) for arg in node.args]))
