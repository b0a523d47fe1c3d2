"""Which of two left sides is more specific, so that its rule is tried first.

A pattern is more specific if it matches less: a literal less than a blank with a head, that less than a
bare blank, one argument less than several, with a condition or test less than without.  Compared argument
by argument; where one side is narrower here and the other there, or it depends on a test which of them is
narrower, neither is more specific and the older definition stays in front, as documented."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from ..expr import Expr, Integer, Node, S, Symbol
from ..patterns.literals import is_literal, pattern_names
from .definition import Rule, RuleSet
from .scope import substitute_plainly

_SEVERAL: dict[Node, int] = {
    S.Optional: 1,
    S.Repeated: 2,
    S.BlankSequence: 2,
    S.PatternSequence: 2,
    S.OrderlessPatternSequence: 2,
    S.RepeatedNull: 3,
    S.BlankNullSequence: 3,
    S.OptionsPattern: 4,
}


def compare(a: Node, b: Node) -> int:
    """-1 if `a` is more specific than `b`, 1 if less, 0 if neither."""
    (a, tests_a), (b, tests_b) = _bare(a), _bare(b)
    sign = _compare_bare(a, b)
    if sign == 0:
        return _sign(tests_b - tests_a)
    narrow, tests_wide = (a, tests_b) if sign < 0 else (b, tests_a)
    if tests_wide and not is_literal(narrow):
        return 0  # x_Integer and x_?test: what passes the test is not known
    return sign


def _sign(difference: int) -> int:
    return (difference > 0) - (difference < 0)


def _bare(pattern: Node) -> tuple[Node, int]:
    """The pattern without names, and how many conditions and tests it has."""
    tests = 0
    while type(pattern) is Expr and pattern.args:
        if pattern.head is S.Pattern and len(pattern.args) == 2:
            pattern = pattern.args[1]
        elif pattern.head in (S.HoldPattern, S.Longest, S.Shortest):
            pattern = pattern.args[0]
        elif pattern.head in (S.Condition, S.PatternTest):
            pattern, tests = pattern.args[0], tests + 1
        else:
            break
    return pattern, tests


def _compare_bare(a: Node, b: Node) -> int:
    wide_a, wide_b = _width(a), _width(b)
    if wide_a != wide_b:
        return _sign(wide_a - wide_b)
    if type(a) is Expr and type(b) is Expr and wide_a >= 10:
        if a.head in _SEVERAL or a.head is S.Alternatives or a.head is S.Except:
            return 0
        if wide_a == 10:
            return _compare_structures(a, b)
    return 0


def _width(bare: Node) -> int:
    """How wide a class of things a pattern matches, roughly."""
    if is_literal(bare):
        return 0
    assert type(bare) is Expr
    if bare.head in _SEVERAL:
        return (
            40
            + 2 * _SEVERAL[bare.head]
            + (not bare.args and bare.head in (S.BlankSequence, S.BlankNullSequence))
        )
    if bare.head is S.Blank:
        return 20 if bare.args else 30
    if bare.head is S.Alternatives:
        return 15
    if bare.head is S.Except:
        return 25
    if bare.head is S.Verbatim:
        return 0
    return 10


def _compare_structures(a: Expr, b: Expr) -> int:
    if type(a.head) is Symbol and type(b.head) is Symbol and a.head is not b.head:
        return 0
    if found := compare(a.head, b.head):
        return found
    return compare_arguments(a.args, b.args)


def compare_arguments(a: tuple[Node, ...], b: tuple[Node, ...]) -> int:
    """The same for the arguments of one head."""
    if len(a) != len(b):
        fixed_a, fixed_b = _is_fixed(a), _is_fixed(b)
        if fixed_a != fixed_b:
            return _compare_fixed(a, b) if fixed_a else -_compare_fixed(b, a)
        return 0 if fixed_a else _sign(len(b) - len(a))
    signs = {compare(x, y) for x, y in zip(a, b, strict=True)} - {0}
    return signs.pop() if len(signs) == 1 else 0


def _compare_fixed(fixed: tuple[Node, ...], varying: tuple[Node, ...]) -> int:
    """A number of arguments that is fixed is narrower, unless an argument at the same place is wider:
    neither of f[x_] and f[x_Integer, opts___] is more specific.
    """
    before = itertools.takewhile(lambda p: not _may_vary(p), varying)
    wider = any(compare(mine, theirs) > 0 for mine, theirs in zip(fixed, before, strict=False))
    return 0 if wider else -1


def _is_fixed(patterns: tuple[Node, ...]) -> bool:
    return all(_width(_bare(p)[0]) < 40 for p in patterns)


def argument_bounds(patterns: tuple[Node, ...]) -> tuple[int, int | None]:
    """How many arguments a left side takes, at least and (None: any number) at most."""
    variable = sum(_may_vary(p) for p in patterns)
    return len(patterns) - variable, None if variable else len(patterns)


def _may_vary(pattern: Node) -> bool:
    bare = _bare(pattern)[0]
    if type(bare) is not Expr:
        return False
    if bare.head is S.Alternatives:
        return any(map(_may_vary, bare.args))
    return bare.head in _SEVERAL


def identity(rule: Rule) -> tuple[Node, Node | None]:
    """What two rules share if one replaces the other: the left side up to names, and the condition of the
    right.
    """
    names: Mapping[Symbol, Node] = {
        name: Expr(S.Slot, (Integer(i),)) for i, name in enumerate(pattern_names(rule.pattern), 1)
    }
    return substitute_plainly(rule.pattern, names), _condition(rule.value, names)


def _condition(value: Node, names: Mapping[Symbol, Node]) -> Node | None:
    if type(value) is not Expr or len(value.args) != 2:
        return None
    if value.head is S.Condition:
        return substitute_plainly(value.args[1], names)
    return _condition(value.args[1], names) if value.head in (S.Module, S.With, S.Block) else None


def _compare_repetition(a: Node, b: Node) -> int:
    """Of two patterns that differ in names only the one that repeats names is more specific."""
    if _nameless(a) != _nameless(b):
        return 0
    return _sign(_repetitions(b) - _repetitions(a))


def _nameless(pattern: Node) -> Node:
    if type(pattern) is not Expr:
        return pattern
    if pattern.head is S.Pattern and len(pattern.args) == 2:
        return _nameless(pattern.args[1])
    return Expr(_nameless(pattern.head), tuple(map(_nameless, pattern.args)))


def _repetitions(pattern: Node) -> int:
    """How often the pattern uses a name again."""

    def uses(node: Node) -> int:
        if type(node) is not Expr:
            return 0
        return (node.head is S.Pattern) + uses(node.head) + sum(map(uses, node.args))

    return uses(pattern) - len(pattern_names(pattern))


def insert(rules: RuleSet, rule: Rule) -> None:
    """Put a rule in its place: where an equal one was, else before the first that is less specific."""
    mine = identity(rule)
    for i, other in enumerate(rules.rules):
        if identity(other) == mine:
            rules.rules[i] = rule
            break
    else:
        place = next((i for i, other in enumerate(rules.rules) if _before(rule, other)), len(rules.rules))
        rules.rules.insert(place, rule)
    rules.changed()


def _before(rule: Rule, other: Rule) -> bool:
    sign = compare(rule.pattern, other.pattern) or _compare_repetition(rule.pattern, other.pattern)
    if sign == 0 and identity(rule)[0] == identity(other)[0]:
        return identity(rule)[1] is not None and identity(other)[1] is None
    return sign < 0
