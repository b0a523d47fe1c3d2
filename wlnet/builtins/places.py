"""Changing expressions at places: MapAt, ReplacePart, Insert, Delete, Extract and their kin.

A place is a part specification, ``n`` or ``{m, n, ...}``; a list of lists means several places.  What is
done at several places is done as if at once: the places of Insert and Delete are those of the expression as
it was, and of several rules of ReplacePart for one place the first counts."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Integer, Node, S, String, is_rule
from ..kernel.association import association_of, entry
from ..kernel.builtin import builtin
from ..kernel.matching import replacer
from ..patterns.literals import is_literal
from ..problem import Problem, Template
from .lists import is_list
from .parts import PART, key_of, part, positions, replaced
from .replacing import rule_list

INSERT = Template("ins", "Cannot insert at position `1` in `2`.")
Path = tuple[Node, ...]
_LISTLIKE = frozenset({S.Pattern, S.Condition, S.PatternTest, S.HoldPattern})


def paths_of(spec: Node) -> list[Path]:
    """The places that a specification means."""
    if not is_list(spec):
        return [(spec,)]
    if all(map(is_list, spec.args)):
        return [item.args for item in spec.args]
    return [spec.args]


# ---- reading ----


@builtin("Extract[x_, spec_, head_]", operator="x")
def extract(k, x: Node, spec: Node, head: Node | None = None):
    """Extract[x, {m, n}] is the part of x there; Extract[x, {{i}, {j}, ...}] the list of several.

    Extract[x, place, h] puts h around each part before it is evaluated.

    >> {Extract[{a, {b, c}}, {2, 1}], Extract[{a, b, c}, {{1}, {3}}], Extract[2][{a, b}]}
    {b, {a, c}, b}
    """

    def one(specs: Path) -> Node:
        found = part(k, x, specs)
        return found if head is None else Expr(head, (found,))

    if is_list(spec) and all(map(is_list, spec.args)):
        return Expr(S.List, tuple(one(item.args) for item in spec.args))
    return one(paths_of(spec)[0])


# ---- putting something else there ----


@builtin("MapAt[f_, x_, spec_]", operator="x")
def map_at(k, f: Node, x: Node, spec: Node):
    """MapAt[f, x, n] applies f to the n-th part of x; MapAt[f, x, {{i}, {j}}] to several parts.

    >> {MapAt[f, {a, b, c}, 2], MapAt[f, {{1, 2}, {3}}, {1, 2}], MapAt[f, {a, b, c}, {{1}, {-1}}]}
    {{a, f[b], c}, {{1, f[2]}, {3}}, {f[a], b, f[c]}}
    """
    for specs in paths_of(spec):
        x = replaced(k, x, specs, lambda old: Expr(f, (old,)))
    return x


@builtin("ReplaceAt[x_, rules_, spec_]", operator="x")
def replace_at(k, x: Node, rules: Node, spec: Node):
    """ReplaceAt[x, rule, n] applies the rule to the n-th part of x; ReplaceAt[x, rule, {{i}, {j}}] to more.

    >> ReplaceAt[{a, a, a}, a -> b, {{1}, {3}}]
    {b, a, b}
    """
    listed = rule_list(rules)
    if listed is None:
        return None
    apply = replacer(k, listed)

    def change(old: Node) -> Node:
        found = apply(old)
        return old if found is None else found

    for specs in paths_of(spec):
        x = replaced(k, x, specs, change)
    return x


@builtin("FlattenAt[x_, spec_]", operator="x")
def flatten_at(k, x: Node, spec: Node):
    """FlattenAt[list, n] puts the elements of the n-th part of list in its place.

    >> {FlattenAt[{a, {b, c}, {d}}, 2], FlattenAt[{{a}, {b}}, {{1}, {2}}]}
    {{a, b, c, {d}}, {a, b}}
    """

    def opened(old: Node) -> Node:
        return Expr(S.Sequence, old.args) if type(old) is Expr else old

    for specs in paths_of(spec):
        x = replaced(k, x, specs, opened)
    return x


@builtin("ReplacePart[x_, rules_]", operator="x")
def replace_part(k, x: Node, rules: Node):
    """ReplacePart[x, n -> new] puts new at the n-th part; ReplacePart[x, {m, n} -> new] at a part of a part.

    Patterns stand for places: ``{i_, i_} -> 0`` for the diagonal of a matrix.  What is not there is passed
    over.

    >> {ReplacePart[{a, b, c}, 2 -> x], ReplacePart[{{1, 2}, {3}}, {1, 2} -> x], ReplacePart[{a, b}, -1 -> z]}
    {{a, x, c}, {{1, x}, {3}}, {a, z}}
    >> ReplacePart[{a, b, c}, i_ /; i > 1 :> f[i]]
    {a, f[2], f[3]}
    """
    each = rules.args if type(rules) is Expr and rules.head is S.List else (rules,)
    if not all(map(is_rule, each)):
        return None
    for rule in reversed(each):
        if is_literal(rule.args[0]):
            for specs in paths_of(rule.args[0]):
                x = _put(k, x, specs, rule.args[1])
        else:
            x = _put_matching(k, x, rule)
    return x


@builtin("ReplacePart[x_, new_, spec_]")
def replace_part_by(k, x: Node, new: Node, spec: Node):
    """ReplacePart[x, new, n] puts new at the n-th part.

    >> ReplacePart[{a, b, c}, x, {{1}, {3}}]
    {x, b, x}
    """
    for specs in paths_of(spec):
        x = _put(k, x, specs, new)
    return x


def _put(k, x: Node, specs: Path, new: Node) -> Node:
    try:
        return replaced(k, x, specs, lambda old: new, strict=False)
    except Problem:
        return x


def _put_matching(k, x: Node, rule: Node) -> Node:
    """`x` with the value of a rule for a place at the places that its left side matches."""
    pattern = rule.args[0]
    if not _is_listlike(pattern):
        pattern = S.List(pattern)
    apply = replacer(k, (Expr(rule.head, (pattern, rule.args[1])),))
    spec = pattern.args if type(pattern) is Expr and pattern.head is S.List else ()

    def along(node: Node, at: Path) -> Node:
        if at and (new := apply(Expr(S.List, at))) is not None:
            return new
        if type(node) is not Expr or (spec and len(at) == len(spec) and not _has_sequence(spec)):
            return node
        wanted = spec[len(at)] if len(at) < len(spec) else None
        if node.head is S.Association:
            steps = [_step_to(rule.args[0], wanted, i, len(node.args)) for i, rule in enumerate(node.args)]
            rules = [
                Expr(r.head, (r.args[0], along(r.args[1], (*at, step))))
                for r, step in zip(node.args, steps, strict=True)
            ]
            return Expr(S.Association, tuple(rules))
        count = len(node.args)
        return Expr(
            node.head,
            tuple(along(arg, (*at, _numbered(i, wanted, count))) for i, arg in enumerate(node.args)),
        )

    return along(x, ())


def _has_sequence(spec: Path) -> bool:
    several = (S.BlankSequence, S.BlankNullSequence)
    return any(type(item) is Expr and (item.head in several or _has_sequence(item.args)) for item in spec)


def _is_listlike(pattern: Node) -> bool:
    """Whether a pattern is one for whole places."""
    if type(pattern) is not Expr:
        return False
    if pattern.head is S.Alternatives:
        return all(map(_is_listlike, pattern.args))
    if pattern.head in _LISTLIKE:
        return _is_listlike(pattern.args[1 if pattern.head is S.Pattern else 0])
    return pattern.head is S.List


def _numbered(i: int, wanted: Node | None, count: int) -> Node:
    """A place from 0 as it is written: counted from the end where a negative number is wanted."""
    return Integer(i - count if type(wanted) is Integer and wanted.value < 0 else i + 1)


def _step_to(key: Node, wanted: Node | None, i: int, count: int) -> Node:
    if type(wanted) is Integer:
        return _numbered(i, wanted, count)
    return key if type(wanted) is String and type(key) is String else S.Key(key)


# ---- putting something in, taking something out ----


def _grouped(paths: list[Path], ends: Callable[[Node], int], steps: Callable[[Node], list[int]]):
    """The ends of paths of one step, and the rests of the longer ones by their first step."""
    here: list[int] = []
    below: dict[int, list[Path]] = {}
    for path in paths:
        if len(path) == 1:
            here.append(ends(path[0]))
        else:
            for at in steps(path[0]):
                below.setdefault(at, []).append(path[1:])
    return here, below


def _steps(node: Expr, spec: Node) -> list[int]:
    """The places from 0 that one step means in `node`; -1 is the head."""
    if type(spec) is Integer and spec.value == 0:
        return [-1]
    if node.head is S.Association and (key := key_of(spec)) is not None:
        return [i for i, rule in enumerate(node.args) if rule.args[0] == key]
    found = positions(spec, len(node.args), node)
    if found is None:
        raise PART(spec, node)
    return [found] if type(found) is int else found  # type: ignore[list-item, return-value]


def _with_below(node: Expr, below: dict[int, list[Path]], change: Callable[[Node, list[Path]], Node]) -> Expr:
    """`node` with `change` made in the parts that the paths go on in."""
    args = list(node.args)
    head = change(node.head, below[-1]) if -1 in below else node.head
    for i in below.keys() - {-1}:
        if node.head is S.Association:
            args[i] = Expr(args[i].head, (args[i].args[0], change(args[i].args[1], below[i])))
        else:
            args[i] = change(args[i], below[i])
    return Expr(head, tuple(args))


@builtin("Insert[x_, item_, spec_]", operator="x")
def insert(k, x: Node, item: Node, spec: Node):
    """Insert[x, item, n] is x with item put in at place n; Insert[x, item, {{i}, {j}}] at several places.

    >> {Insert[{a, b}, c, 2], Insert[{a, b}, c, -1], Insert[{a, b}, c, {{1}, {3}}], Insert[{{a}}, c, {1, 2}]}
    {{a, c, b}, {a, b, c}, {c, a, b, c}, {{a, c}}}
    """
    return _inserted(x, item, paths_of(spec)) if type(x) is Expr else None


def _inserted(x: Node, item: Node, paths: list[Path]) -> Node:
    if type(x) is not Expr:
        raise INSERT(Expr(S.List, paths[0]), x)

    def slot(spec: Node) -> int:
        if x.head is S.Association and (key := key_of(spec)) is not None and entry(x, key) is not None:
            return [rule.args[0] for rule in x.args].index(key)
        n = spec.value if type(spec) is Integer else 0
        if n == 0 or abs(n) > len(x.args) + 1:
            raise INSERT(Expr(S.List, (spec,)), x)
        return n - 1 if n > 0 else len(x.args) + n + 1

    here, below = _grouped(paths, slot, lambda spec: _steps(x, spec))
    made = _with_below(x, below, lambda node, rest: _inserted(node, item, rest))
    args = list(made.args)
    for at in sorted(here, reverse=True):
        args.insert(at, item)
    return association_of(args) if made.head is S.Association else Expr(made.head, tuple(args))


@builtin("Delete[x_, spec_]", operator="x")
def delete(k, x: Node, spec: Node):
    """Delete[x, n] is x without its n-th part; Delete[x, {{i}, {j}}] without several.

    Deleting the head leaves the sequence of the elements.

    >> {Delete[{a, b, c}, 2], Delete[{a, b, c}, {{1}, {3}}], Delete[<|"p" -> 1, "q" -> 2|>, "p"]}
    {{a, c}, {b}, <|"q" -> 2|>}
    """
    return _deleted(x, paths_of(spec)) if type(x) is Expr else None


def _deleted(x: Node, paths: list[Path]) -> Node:
    if any(not path for path in paths):
        return Expr(S.Sequence)
    if type(x) is not Expr:
        raise PART(Expr(S.List, paths[0]), x)
    gone: set[int] = set()

    def end(spec: Node) -> int:
        gone.update(_steps(x, spec))
        return 0

    _, below = _grouped(paths, end, lambda spec: _steps(x, spec))
    made = _with_below(x, {i: rest for i, rest in below.items() if i not in gone}, _deleted)
    head = S.Sequence if -1 in gone else made.head
    return Expr(head, tuple(arg for i, arg in enumerate(made.args) if i not in gone))
