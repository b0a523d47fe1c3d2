"""Finding and replacing by patterns: MatchQ, Replace and its kin, Cases, Count, Position."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import TRUE, Expr, Integer, Node, S, String, boolean, is_head, is_rule
from ..kernel.builtin import Attribute, builtin
from ..kernel.matching import all_matches, matcher, replacer
from ..problem import Template
from .levels import levels, map_levels, walk, walk_places

NO_RULES = Template(
    "reps",
    "`1` is neither a list of replacement rules nor a valid dispatch table, "
    "and so cannot be used for replacing.",
)
_ALL = Expr(S.List, (Integer(0), S.Infinity))
_FIRST = Expr(S.List, (Integer(1),))
_NOT_FOUND = String("NotFound")
_LIMIT = 65536  # turns of ReplaceRepeated


def rule_list(rules: Node) -> tuple[Node, ...] | None:
    """The rules in a rule or list of rules; None for a list of lists of rules; a problem for anything
    else.
    """
    if is_rule(rules):
        return (rules,)
    if type(rules) is Expr and rules.head in (S.List, S.Association):
        if all(map(is_rule, rules.args)):
            return rules.args
        if all(type(item) is Expr and item.head is S.List for item in rules.args):
            return None
    if type(rules) is Expr and rules.head is S.Dispatch:
        return rule_list(rules.args[0])
    raise NO_RULES(rules if is_head(rules, S.List) else S.List(rules))


def _each(rules: Node, apply: Callable[[Node], Node]) -> Node:
    """For a list of lists of rules: the list of what each of them gives."""
    return Expr(S.List, tuple(apply(item) for item in rules.args))


@builtin("MatchQ[x_, form_]", operator="x")
def match_q(k, x: Node, form: Node):
    """MatchQ[x, form] is True if x matches the pattern.

    >> {MatchQ[5, _Integer], MatchQ[{1, 2}, {a_, a_}], MatchQ[f[x, y], f[__]]}
    {True, False, True}
    """
    return boolean(matcher(k, form)(x))


@builtin("Replace[x_, rules_, spec_]", operator="x")
def replace(k, x: Node, rules: Node, spec: Node = Expr(S.List, (Integer(0),)), *, Heads: bool = False):
    """Replace[x, rule] applies the rule to x as a whole; Replace[x, rule, levels] to its parts.

    >> {Replace[5, n_Integer :> n + 1], Replace[{1, 2}, n_ :> n + 1, {1}]}
    {6, {2, 3}}
    """
    listed = rule_list(rules)
    if listed is None:
        return _each(rules, lambda each: S.Replace(x, each, spec))
    apply = replacer(k, listed)

    def change(node: Node) -> Node:
        result = apply(node)
        return node if result is None else result

    which = levels(spec)
    return change(x) if which.low == which.high == 0 else map_levels(x, which, change, Heads)


@builtin("ReplaceAll[x_, rules_]", operator="x")
def replace_all(k, x: Node, rules: Node):
    """x /. rule applies the rule to every part of x, from the outside in; what was replaced is left alone.

    >> {x^2 + y /. x -> 3, {1, "a", 2} /. n_Integer :> n + 1}
    {9 + y, {2, "a", 3}}
    """
    listed = rule_list(rules)
    if listed is None:
        return _each(rules, lambda each: S.ReplaceAll(x, each))
    return replace_everywhere(x, replacer(k, listed, partial=True))


def replace_everywhere(node: Node, apply: Callable[[Node], Node | None]) -> Node:
    """`node` with each of its outermost parts for which `apply` gives something replaced by that."""
    result = apply(node)
    if result is not None:
        return result
    if type(node) is not Expr:
        return node
    head = replace_everywhere(node.head, apply)
    args = [replace_everywhere(arg, apply) for arg in node.args]
    if head is node.head and all(a is b for a, b in zip(args, node.args, strict=True)):
        return node
    return Expr(head, tuple(args))


@builtin("ReplaceRepeated[x_, rules_]", operator="x")
def replace_repeated(k, x: Node, rules: Node, *, MaxIterations: Node = Integer(_LIMIT)):
    """x //. rules applies the rules again and again until nothing changes.

    >> f[f[f[1]]] //. f[a_] :> a
    1
    """
    listed = rule_list(rules)
    if listed is None:
        return _each(rules, lambda each: S.ReplaceRepeated(x, each))
    apply = replacer(k, listed, partial=True)
    count, start = 0, x
    while type(MaxIterations) is not Integer or count < MaxIterations.value:
        result = k.evaluate(replace_everywhere(x, apply))
        if result == x:
            return result
        x, count = result, count + 1
    k.message(S.ReplaceRepeated, _TOO_OFTEN(start, count))
    return x


_TOO_OFTEN = Template("rrlim", "Exiting after `1` scanned `2` times.")


@builtin("ReplaceList[x_, rules_, n_]", operator="x")
def replace_list(k, x: Node, rules: Node, n: int | None = None):
    """ReplaceList[x, rule] is the list of all results of applying the rule to x in different ways.

    >> ReplaceList[{a, b, c}, {x_, y__} | {y__, x_} :> x]
    {a, c}
    """
    listed = rule_list(rules)
    return all_matches(k, listed or (), x, n)


@builtin("Cases[x_, form_, spec_, n_]", operator="x")
def cases(k, x: Node, form: Node, spec: Node = _FIRST, n: int | None = None, *, Heads: bool = False):
    """Cases[x, form] is the list of the parts of x that match; Cases[x, form :> value] of the values for
    them.

    >> {Cases[{1, "a", 2}, _Integer], Cases[{f[1], g[2]}, f[n_] :> n], Cases[{1, {2}}, _Integer, Infinity]}
    {{1, 2}, {1}, {1, 2}}
    """
    if is_rule(form):
        apply = replacer(k, (form,))
        found = (result for part in walk(x, levels(spec), Heads) if (result := apply(part)) is not None)
    else:
        matches = matcher(k, form)
        found = (part for part in walk(x, levels(spec), Heads) if matches(part))
    return Expr(S.List, tuple(_first(found, n)))


def _first(found, n: int | None) -> list[Node]:
    """The first n of them, or all."""
    items: list[Node] = []
    if n == 0:
        return items
    for item in found:
        items.append(item)
        if n is not None and len(items) >= n:
            break
    return items


@builtin("FirstCase[x_, form_, default_, spec_]", operator="x", attributes=Attribute.HOLD_REST)
def first_case(
    k, x: Node, form: Node, default: Node | None = None, spec: Node = _FIRST, *, Heads: bool = False
):
    """FirstCase[x, form] is the first part of x that matches, FirstCase[x, form, default] default if there
    is none.

    >> {FirstCase[{1, "a", 2}, _String], FirstCase[{1}, _String, none]}
    {"a", none}
    """
    found = cases(k, x, k.evaluate(form), k.evaluate(spec), 1, Heads=Heads).args
    if found:
        return found[0]
    return S.Missing(_NOT_FOUND) if default is None else default


@builtin("DeleteCases[x_, form_, spec_, n_]", operator="x")
def delete_cases(k, x: Node, form: Node, spec: Node = _FIRST, n: int | None = None, *, Heads: bool = False):
    """DeleteCases[x, form] is x without the parts that match.

    >> {DeleteCases[{1, "a", 2}, _Integer], DeleteCases[<|"p" -> 1, "q" -> x|>, _Integer]}
    {{"a"}, <|"q" -> x|>}
    """
    matches = matcher(k, form)
    if type(x) is not Expr:
        return None
    left = [n]

    def gone(part: Node) -> bool:
        if left[0] == 0 or not matches(part):
            return False
        if left[0] is not None:
            left[0] -= 1
        return True

    which = levels(spec)
    if which.low == which.high == 1:
        if x.head is S.Association:
            return Expr(S.Association, tuple(rule for rule in x.args if not gone(rule.args[1])))
        return Expr(x.head, tuple(arg for arg in x.args if not gone(arg)))
    return map_levels(x, which, lambda part: Expr(S.Sequence) if gone(part) else part, Heads)


@builtin("Count[x_, form_, spec_]", operator="x")
def count(k, x: Node, form: Node, spec: Node = _FIRST, *, Heads: bool = False):
    """Count[x, form] is the number of parts of x that match.

    >> {Count[{1, a, 2}, _Integer], Count[{1, {2, {3}}}, _Integer, Infinity]}
    {2, 3}
    """
    matches = matcher(k, form)
    return sum(map(matches, walk(x, levels(spec), Heads)))


@builtin("Position[x_, form_, spec_, n_]", operator="x")
def position(k, x: Node, form: Node, spec: Node = _ALL, n: int | None = None, *, Heads: bool = True):
    """Position[x, form] is the list of the places of the parts of x that match.

    >> {Position[{a, b, a}, a], Position[{1, {2}}, _Integer]}
    {{{1}, {3}}, {{1}, {2, 1}}}
    """
    matches = matcher(k, form)
    found = (Expr(S.List, at) for at, part in walk_places(x, levels(spec), Heads) if matches(part))
    return Expr(S.List, tuple(_first(found, n)))


@builtin("FirstPosition[x_, form_, default_, spec_]", operator="x", attributes=Attribute.HOLD_REST)
def first_position(
    k, x: Node, form: Node, default: Node | None = None, spec: Node = _ALL, *, Heads: bool = True
):
    """FirstPosition[x, form] is the place of the first part of x that matches.

    >> FirstPosition[{a, b, c}, b]
    {2}
    """
    found = position(k, x, k.evaluate(form), k.evaluate(spec), 1, Heads=Heads).args
    if found:
        return found[0]
    return S.Missing(_NOT_FOUND) if default is None else default


@builtin("MemberQ[x_, form_, spec_]", operator="x")
def member_q(k, x: Node, form: Node, spec: Node = _FIRST, *, Heads: bool = False):
    """MemberQ[list, form] is True if an element of list matches.

    >> {MemberQ[{1, 2, 3}, 2], MemberQ[{1, 2}, _String]}
    {True, False}
    """
    matches = matcher(k, form)
    return boolean(any(map(matches, walk(x, levels(spec), Heads))))


@builtin("FreeQ[x_, form_, spec_]", operator="x")
def free_q(k, x: Node, form: Node, spec: Node = _ALL, *, Heads: bool = True):
    """FreeQ[x, form] is True if no part of x matches.

    >> {FreeQ[{1, x^2}, x], FreeQ[a + b, c]}
    {False, True}
    """
    matches = replacer(k, (S.RuleDelayed(form, TRUE),), partial=True)
    return boolean(all(matches(part) is None for part in walk(x, levels(spec), Heads)))
