"""Parts of expressions: reading them, and putting others in their place."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Integer, Node, S, String, Symbol, Value, is_rule
from ..kernel.association import entry, missing, pairs_of, rules_by_key, with_rule
from ..kernel.builtin import Attribute, builtin
from ..kernel.define import setter, writable
from ..kernel.marks import inherit_mark
from ..kernel.matching import matcher
from ..problem import Problem, Template

PART = Template("partw", "Part `1` of `2` does not exist.")
TAKE = Template("take", "Cannot take positions `1` through `2` in `3`.")
SPEC = Template("pkspec1", "The expression `1` cannot be used as a part specification.")
DEPTH = Template("partd", "Part specification `1` is longer than depth of object.")
NO_VALUE = Template("noval", "Symbol `1` in part assignment does not have an immediate value.")


def positions(spec: Node, count: int, whole: Node) -> int | list[int] | None:
    """The place, or the places, from 0 that a specification means; None for what is no such thing (a key)."""
    if type(spec) is Integer:
        return place(spec.value, count, whole)
    if spec is S.All:
        return list(range(count))
    if type(spec) is Expr and spec.head is S.Span:
        return span_places(spec, count, whole)
    if type(spec) is Expr and spec.head is S.List:
        found = [positions(item, count, whole) for item in spec.args]
        if all(type(p) is int for p in found):
            return found  # type: ignore[return-value]
    return None


def place(n: int, count: int, whole: Node) -> int:
    """The place from 0 that n, counted from 1 or -1, means."""
    if n == 0 or abs(n) > count:
        raise PART(Integer(n), whole)
    return n - 1 if n > 0 else count + n


def span_places(span: Expr, count: int, whole: Node) -> list[int]:
    """The places of ``m ;; n ;; step``."""
    args = [*span.args, *([S.All] * (2 - len(span.args)))]
    step = args[2].value if len(args) > 2 and type(args[2]) is Integer else 1
    if step == 0:
        raise SPEC(span)
    first = _end(args[0], 1 if step > 0 else count, count)
    last = _end(args[1], count if step > 0 else 1, count)
    if first is None or last is None:
        raise SPEC(span)
    found = list(range(first, last + (1 if step > 0 else -1), step))
    if (found and not (1 <= found[0] <= count and 1 <= found[-1] <= count)) or (
        not found and abs(last - first) > 1
    ):
        raise TAKE(Integer(first), Integer(last), whole)
    return [n - 1 for n in found]


def _end(node: Node, default: int, count: int) -> int | None:
    if node is S.All:
        return default
    if type(node) is Expr and node.head is S.UpTo and type(node.args[0]) is Integer:
        return min(node.args[0].value, count)
    if type(node) is not Integer:
        return None
    return node.value if node.value >= 0 else count + node.value + 1


def part(k, node: Node, specs: tuple[Node, ...]) -> Node:
    """``node[[specs]]``."""
    if not specs:
        return node
    spec, rest = specs[0], specs[1:]
    if type(node) is Value:
        return k.evaluate(Expr(S.Part, (node, *specs)))
    if type(spec) is Integer and spec.value == 0:
        return part(k, node.head, rest)
    if type(node) is not Expr:
        raise DEPTH(Expr(S.List, specs))
    if node.head is S.Association:
        return _part_of_association(k, node, spec, rest)
    found = positions(spec, len(node.args), node)
    if type(found) is int:
        return part(k, node.args[found], rest) if rest else node.args[found]
    if found is None:
        if type(spec) is Expr and spec.head is S.List:
            return Expr(node.head, tuple(part(k, node, (item, *rest)) for item in spec.args))
        raise SPEC(spec)
    items = [node.args[i] for i in found]  # type: ignore[union-attr]
    return Expr(node.head, tuple(part(k, item, rest) for item in items) if rest else tuple(items))


def key_of(spec: Node) -> Node | None:
    """The key that a part specification means; None if it is no key."""
    if type(spec) is Expr and spec.head is S.Key and len(spec.args) == 1:
        return spec.args[0]
    return spec if type(spec) is String else None


def _part_of_association(k, node: Expr, spec: Node, rest: tuple[Node, ...]) -> Node:
    key = key_of(spec)
    if key is not None:
        value = entry(node, key)
        return missing(key) if value is None else part(k, value, rest)
    if type(spec) is Expr and spec.head is S.List and any(key_of(item) is not None for item in spec.args):
        rules = rules_by_key(node)
        keys = [key for item in spec.args if (key := key_of(item)) is not None]
        return pairs_of([(key, part(k, rules[key].args[1], rest)) for key in keys if key in rules])
    found = positions(spec, len(node.args), node)
    if type(found) is int:
        return part(k, node.args[found].args[1], rest)
    if found is None:
        raise SPEC(spec)
    items = [node.args[i] for i in found]  # type: ignore[union-attr]
    return Expr(S.Association, tuple(Expr(S.Rule, (r.args[0], part(k, r.args[1], rest))) for r in items))


@builtin("Part[x_, specs___]", attributes=Attribute.NONE)
def part_(k, x: Node, specs: tuple[Node, ...]):
    """x[[n]] is the n-th part of x, counted from the end if n is negative; x[[m, n]] a part of a part.

    x[[m ;; n]], x[[{i, j, ...}]] and x[[All]] give several; <|key -> value|>[["key"]] and [[Key[key]]] find
    by key.

    >> {{a, b, c}[[2]], {a, b, c}[[-1]], {{1, 2}, {3, 4}}[[All, 1]], {a, b, c, d}[[2 ;; 3]]}
    {b, c, {1, 3}, {b, c}}
    >> <|"x" -> 5|>[["x"]]
    5
    """
    return part(k, x, specs) if type(x) is not Value or not specs else None


# ---- replacing parts ----


def replaced(
    k, node: Node, specs: tuple[Node, ...], change: Callable[[Node], Node], strict: bool = True
) -> Node:
    """`node` with `change` applied to the parts that `specs` mean."""
    if not specs:
        return change(node)
    spec, rest = specs[0], specs[1:]
    if type(spec) is Integer and spec.value == 0 and type(node) is Expr:
        return Expr(replaced(k, node.head, rest, change, strict), node.args)
    if type(node) is not Expr:
        raise DEPTH(Expr(S.List, specs))
    if node.head is S.Association:
        return _replaced_in_association(k, node, spec, rest, change, strict)
    found = positions(spec, len(node.args), node)
    if found is None:
        raise SPEC(spec)
    args = list(node.args)
    if type(found) is int:
        args[found] = replaced(k, args[found], rest, change, strict)
        return inherit_mark(Expr(node.head, tuple(args)), node, args[found])
    for i in found:  # type: ignore[union-attr]
        args[i] = replaced(k, args[i], rest, change, strict)
    return Expr(node.head, tuple(args))


def _replaced_in_association(k, node: Expr, spec: Node, rest: tuple[Node, ...], change, strict: bool) -> Node:
    key = key_of(spec)
    if key is not None:
        old = entry(node, key)
        if old is None and (rest or not strict):
            raise PART(spec, node)
        new = replaced(k, missing(key) if old is None else old, rest, change, strict)
        return with_rule(node, Expr(S.Rule, (key, new)))
    found = positions(spec, len(node.args), node)
    if found is None:
        raise SPEC(spec)
    args = list(node.args)
    for i in [found] if type(found) is int else found:  # type: ignore[list-item, union-attr]
        rule = args[i]
        args[i] = Expr(rule.head, (rule.args[0], replaced(k, rule.args[1], rest, change, strict)))
    return Expr(S.Association, tuple(args))


@setter("Part")
def set_part(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    """``x[[specs]] = value``; a list goes into several places element by element if the lengths agree."""
    symbol = lhs.args[0]
    if type(symbol) is Expr and symbol.head is S.Part:
        return set_part(k, Expr(S.Part, (*symbol.args, *lhs.args[1:])), rhs, delayed)
    if type(symbol) is not Symbol:
        raise NO_VALUE(symbol)
    definition = writable(k, symbol, symbol)
    own = definition.own
    if own is None:
        raise NO_VALUE(symbol)
    specs = tuple(k.evaluate(spec) for spec in lhs.args[1:])
    k.set_own(symbol, _with_parts(k, k.evaluate(own), specs, rhs))
    return rhs


def _with_parts(k, node: Node, specs: tuple[Node, ...], value: Node) -> Node:
    if type(value) is Expr and value.head is S.List and type(node) is Expr and node.head is S.List:
        found = positions(specs[0], len(node.args), node)
        if type(found) is list and len(found) == len(value.args):
            args = list(node.args)
            for i, item in zip(found, value.args, strict=True):
                args[i] = _with_parts(k, args[i], specs[1:], item) if len(specs) > 1 else item
            return Expr(node.head, tuple(args))
        if type(found) is int and len(specs) > 1:
            args = list(node.args)
            args[found] = _with_parts(k, args[found], specs[1:], value)
            return Expr(node.head, tuple(args))
    return replaced(k, node, specs, lambda old: value)


@builtin("ReplacePart[x_, rules_]", operator="x")
def replace_part(k, x: Node, rules: Node):
    """ReplacePart[x, n -> new] puts new at the n-th part; ReplacePart[x, {m, n} -> new] at a part of a part.

    >> {ReplacePart[{a, b, c}, 2 -> x], ReplacePart[{{1, 2}, {3}}, {1, 2} -> x], ReplacePart[{a, b}, -1 -> z]}
    {{a, x, c}, {{1, x}, {3}}, {a, z}}
    """
    each = rules.args if type(rules) is Expr and rules.head is S.List else (rules,)
    if not all(map(is_rule, each)):
        return None
    for rule in each:
        for specs in _paths(rule.args[0]):
            x = _replaced_matching(k, x, specs, rule.args[1])
    return x


def _paths(spec: Node) -> list[tuple[Node, ...]]:
    if type(spec) is Expr and spec.head is S.List:
        if spec.args and all(type(item) is Expr and item.head is S.List for item in spec.args):
            return [item.args for item in spec.args]
        return [spec.args]
    return [(spec,)]


def _replaced_matching(k, node: Node, specs: tuple[Node, ...], value: Node) -> Node:
    """The same with patterns for numbers allowed; what is not there is passed over."""
    if not specs:
        return value
    if type(node) is not Expr:
        return node
    if all(type(spec) is Integer or key_of(spec) is not None for spec in specs):
        try:
            return replaced(k, node, specs, lambda old: value, strict=False)
        except Problem:
            return node
    matches = matcher(k, specs[0])
    args = tuple(
        _replaced_matching(k, arg, specs[1:], value) if matches(Integer(i)) else arg
        for i, arg in enumerate(node.args, 1)
    )
    return Expr(node.head, args)


@builtin("MapAt[f_, x_, spec_]", operator="x")
def map_at(k, f: Node, x: Node, spec: Node):
    """MapAt[f, x, n] applies f to the n-th part of x; MapAt[f, x, {{i}, {j}}] to several parts.

    >> {MapAt[f, {a, b, c}, 2], MapAt[f, {{1, 2}, {3}}, {1, 2}], MapAt[f, {a, b, c}, {{1}, {-1}}]}
    {{a, f[b], c}, {{1, f[2]}, {3}}, {f[a], b, f[c]}}
    """
    for specs in _paths(spec):
        x = replaced(k, x, specs, lambda old: Expr(f, (old,)))
    return x


@builtin("Extract[x_, spec_, head_]")
def extract(k, x: Node, spec: Node, head: Node | None = None):
    """Extract[x, {m, n}] is the part of x there; Extract[x, {{i}, {j}, ...}] the list of several.

    >> {Extract[{a, {b, c}}, {2, 1}], Extract[{a, b, c}, {{1}, {3}}]}
    {b, {a, c}}
    """

    def one(specs: tuple[Node, ...]) -> Node:
        found = part(k, x, specs)
        return found if head is None else Expr(head, (found,))

    if type(spec) is Expr and spec.head is S.List and spec.args and spec.args[0].head is S.List:
        return Expr(S.List, tuple(one(item.args) for item in spec.args))
    return one(_paths(spec)[0])


@builtin("Delete[x_, spec_]", operator="x")
def delete(k, x: Node, spec: Node):
    """Delete[x, n] is x without its n-th part; Delete[x, {{i}, {j}}] without several.

    >> {Delete[{a, b, c}, 2], Delete[{a, b, c}, {{1}, {3}}], Delete[<|"p" -> 1, "q" -> 2|>, "p"]}
    {{a, c}, {b}, <|"q" -> 2|>}
    """
    gone = Expr(S.Sequence)
    if type(x) is not Expr:
        return None
    if x.head is S.Association and (key := key_of(spec)) is not None:
        return Expr(S.Association, tuple(r for r in x.args if r.args[0] != key))
    if x.head is S.Association and type(spec) is Integer:
        at = place(spec.value, len(x.args), x)
        return Expr(S.Association, x.args[:at] + x.args[at + 1 :])
    for specs in _paths(spec):
        x = replaced(k, x, specs, lambda old: gone)
    return x
