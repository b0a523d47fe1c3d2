"""Parts of expressions: reading them, and assigning to them."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Integer, Node, S, String, Symbol, Value
from ..kernel.association import entry, missing, pairs_of, rules_by_key, with_rule
from ..kernel.builtin import Attribute, builtin
from ..kernel.define import setter, writable
from ..kernel.marks import inherit_mark
from ..kernel.owned import put
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
        raise DEPTH(Expr(S.Part, (node, *specs)))
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
    if type(x) is Value and specs:
        return None
    try:
        return part(k, x, specs)
    except Problem as problem:
        raise DEPTH(Expr(S.Part, (x, *specs))) if problem.template is DEPTH else problem from None


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
        raise DEPTH(Expr(S.Part, (node, *specs)))
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
    if definition.own is None:
        raise NO_VALUE(symbol)
    specs = tuple(k.evaluate(spec) for spec in lhs.args[1:])
    if put(k, definition, specs, rhs):
        if definition.seen:
            k.changed(definition)
        return rhs
    own = definition.own
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
