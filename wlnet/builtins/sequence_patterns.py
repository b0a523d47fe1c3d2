"""Stretches of lists that match a pattern: SequenceCases, SequencePosition, SequenceReplace and their kin."""

from __future__ import annotations

from collections.abc import Iterator

from ..expr import FALSE, TRUE, Expr, Integer, Node, S, is_rule
from ..kernel.builtin import builtin
from ..kernel.matching import replacer
from .lists import is_list

Nodes = list[Node]
Found = tuple[int, int, Node]  # where it begins and ends, and what the rule gives for it


def _found(
    k, items: tuple[Node, ...], pattern: Node, overlaps: Node, most: int | None = None
) -> Iterator[Found]:
    """The stretches that match, the longest at each place first; ``pattern -> value`` with its value."""
    if most is not None and most <= 0:
        return
    rule = pattern if is_rule(pattern) else None
    if rule is None:
        apply = replacer(k, (S.RuleDelayed(pattern, TRUE),))
    else:
        apply = replacer(k, (rule,))
    start, count = 0, 0
    while start <= len(items):
        end = None
        for stop in range(len(items), start - 1, -1):
            part = Expr(S.List, items[start:stop])
            value = apply(part)
            if value is None or stop == start:
                continue
            yield start, stop, part if rule is None else value
            count += 1
            if most is not None and count >= most:
                return
            end = stop if end is None else end
            if overlaps is not S.All:
                break
        start = start + 1 if end is None or overlaps in (S.All, TRUE) else end


@builtin("SequenceCases[list_List, pattern_, n_]", operator="list")
def sequence_cases(k, list: Node, pattern: Node, n: int | None = None, *, Overlaps: Node = FALSE):
    """SequenceCases[list, pattern] gives the stretches of list that match; pattern :> value the values.

    Overlaps -> True also takes stretches that begin within one before.

    >> {SequenceCases[{1, 2, 3, 4}, {_, _?EvenQ}], SequenceCases[{1, 2, 3}, {x_, y_} :> x + y]}
    {{{1, 2}, {3, 4}}, {3}}
    """
    return Expr(S.List, tuple(value for _, _, value in _found(k, tuple(list.args), pattern, Overlaps, n)))


@builtin("SequencePosition[list_List, pattern_, n_]", operator="list")
def sequence_position(k, list: Node, pattern: Node, n: int | None = None, *, Overlaps: Node = TRUE):
    """SequencePosition[list, pattern] gives {first, last} of each stretch of list that matches.

    >> SequencePosition[{a, b, a, b}, {a, b}]
    {{1, 2}, {3, 4}}
    """
    found = _found(k, tuple(list.args), pattern, Overlaps, n)
    return [[Integer(start + 1), Integer(stop)] for start, stop, _ in found]


@builtin("SequenceCount[list_List, pattern_]", operator="list")
def sequence_count(k, list: Node, pattern: Node, *, Overlaps: Node = FALSE):
    """SequenceCount[list, pattern] gives the number of stretches of list that match.

    >> SequenceCount[{a, b, a, b}, {a, b}]
    2
    """
    return sum(1 for _ in _found(k, tuple(list.args), pattern, Overlaps))


@builtin("SequenceReplace[list_List, rules_, n_]", operator="list")
def sequence_replace(k, list: Node, rules: Node, n: int | None = None):
    """SequenceReplace[list, pattern -> value] puts value in place of each stretch that matches.

    >> SequenceReplace[{a, b, c, a, b}, {a, b} -> x]
    {x, c, x}
    """
    made: Nodes = []
    items, at = tuple(list.args), 0
    for start, stop, value in _by_rules(k, items, rules, n):
        made.extend((*items[at:start], value))
        at = stop
    return Expr(S.List, (*made, *items[at:]))


def _by_rules(k, items: tuple[Node, ...], rules: Node, most: int | None) -> Iterator[Found]:
    """What the first rule that matches finds at each place, from left to right."""
    each = rules.args if is_list(rules) else (rules,)
    if len(each) == 1:
        yield from _found(k, items, each[0], FALSE, most)
        return
    at = count = 0
    while at < len(items) and (most is None or count < most):
        found = [next(_found(k, items[at:], rule, FALSE), None) for rule in each]
        first = min((f for f in found if f is not None), key=lambda f: f[0], default=None)
        if first is None:
            return
        yield at + first[0], at + first[1], first[2]
        at, count = at + first[1], count + 1


@builtin("SequenceSplit[list_List, pattern_]", operator="list")
def sequence_split(k, list: Node, pattern: Node):
    """SequenceSplit[list, pattern] gives what is between the stretches of list that match.

    SequenceSplit[list, pattern -> value] puts value between.

    >> {SequenceSplit[{a, x, b, c, x}, {x}], SequenceSplit[{a, x, b}, {x} -> y]}
    {{{a}, {b, c}}, {{a}, y, {b}}}
    """
    items, made, at = tuple(list.args), [], 0
    for start, stop, value in _found(k, items, pattern, FALSE):
        if start > at:
            made.append(Expr(S.List, items[at:start]))
        if is_rule(pattern):
            made.append(value)
        at = stop
    if at < len(items):
        made.append(Expr(S.List, items[at:]))
    return Expr(S.List, tuple(made))
