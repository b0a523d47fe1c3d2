"""Applying functions: Map and its kin, folding, nesting, selecting, threading."""

from __future__ import annotations

from itertools import product

from ..expr import TRUE, Expr, Integer, Node, S, String
from ..kernel.association import pairs_of, rules_by_key
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import integer
from ..problem import Template
from .levels import levels, map_levels, parts_of, walk, with_parts

LENGTHS = Template("mptc", "Lists of different lengths in `1` cannot be taken together.")
NO_PARTS = Template("normal", "Nonatomic expression expected at position `1` in `2`.")
_NOT_FOUND = String("NotFound")
_ONE = Expr(S.List, (Integer(1),))


def made_list(k, head: Node, items: list[Node]) -> Expr:
    """An expression of evaluated parts; for a list no further walk is needed if they are data."""
    return k.evaluated_list(items) if head is S.List else Expr(head, tuple(items))


@builtin("Map[f_, x_, spec_]", operator="x")
def map_(k, f: Node, x: Node, spec: Node = _ONE, *, Heads: bool = False):
    """f /@ x applies f to each element of x; Map[f, x, levels] to the parts at these levels.

    >> {f /@ {a, b}, Map[#^2 &, {1, 2, 3}], Map[f, {{a}, b}, {2}], f /@ <|"p" -> 1|>}
    {{f[a], f[b]}, {1, 4, 9}, {{f[a]}, b}, <|"p" -> f[1]|>}
    """
    if spec is _ONE and not Heads:
        if type(x) is not Expr:
            return x
        if x.head is S.List and x.args:
            apply = k.function(f)
            return k.evaluated_list([apply(item) for item in x.args])
        return with_parts(x, tuple(Expr(f, (part,)) for part in parts_of(x)))
    return map_levels(x, levels(spec), lambda part: Expr(f, (part,)), Heads)


@builtin("MapAll[f_, x_]")
def map_all(k, f: Node, x: Node):
    """f //@ x applies f to every part of x.

    >> f //@ {a, {b}}
    f[{f[a], f[{f[b]}]}]
    """
    return map_levels(x, levels(Expr(S.List, (Integer(0), S.Infinity))), lambda part: Expr(f, (part,)))


@builtin("Apply[f_, x_, spec_]", operator="x")
def apply_(k, f: Node, x: Node, spec: Node = Expr(S.List, (Integer(0),))):  # noqa: B008
    """f @@ x puts f in place of the head of x; Apply[f, x, levels] in place of heads of parts.

    >> {f @@ {a, b}, Plus @@ {1, 2, 3}, f @@@ {{a, b}, {c}}}
    {f[a, b], 6, {f[a, b], f[c]}}
    """

    def change(node: Node) -> Node:
        return Expr(f, parts_of(node)) if type(node) is Expr else node

    which = levels(spec)
    return change(x) if which.low == which.high == 0 else map_levels(x, which, change)


@builtin("MapApply[f_, x_]", operator="x")
def map_apply(k, f: Node, x: Node):
    """f @@@ x puts f in place of the heads of the elements of x.

    >> f @@@ {{a, b}, {c}}
    {f[a, b], f[c]}
    """
    if type(x) is not Expr:
        return x
    parts = tuple(Expr(f, parts_of(part)) if type(part) is Expr else part for part in parts_of(x))
    return with_parts(x, parts)


@builtin("MapIndexed[f_, x_, spec_]", operator="x")
def map_indexed(k, f: Node, x: Node, spec: Node = _ONE):
    """MapIndexed[f, x] applies f to each element and its place.

    >> MapIndexed[f, {a, b}]
    {f[a, {1}], f[b, {2}]}
    """
    which = levels(spec)

    def change(node: Node, at: tuple[Node, ...]) -> Node:
        made = node
        if type(node) is Expr and (len(at) < which.high or which.high < 0):
            keys = [Expr(S.Key, (r.args[0],)) for r in node.args] if node.head is S.Association else None
            parts = parts_of(node)
            places = keys if keys is not None else [integer(i) for i in range(1, len(parts) + 1)]
            made = with_parts(node, tuple(change(p, (*at, i)) for p, i in zip(parts, places, strict=True)))
        depth = 0 if which.low >= 0 and which.high >= 0 else _depth(node)
        return Expr(f, (made, Expr(S.List, at))) if which.has(len(at), depth) else made

    return change(x, ())


def _depth(node: Node) -> int:
    return 1 + max(map(_depth, parts_of(node)), default=1) if type(node) is Expr else 1


@builtin("MapThread[f_, lists_, n_]")
def map_thread(k, f: Node, lists: Node, n: int = 1):
    """MapThread[f, {{a, b}, {c, d}}] is {f[a, c], f[b, d]}.

    >> MapThread[f, {{a, b}, {c, d}}]
    {f[a, c], f[b, d]}
    """
    if type(lists) is not Expr:
        return None
    return _map_thread(k, f, lists.args, n, lists)


def _map_thread(k, f: Node, columns: tuple[Node, ...], n: int, whole: Node) -> Node:
    if n == 0:
        return Expr(f, columns)
    if not columns:
        return Expr(S.List)
    if not all(type(c) is Expr for c in columns) or len({len(c.args) for c in columns}) > 1:
        raise LENGTHS(whole)
    if all(c.head is S.Association for c in columns):
        keys = [rule.args[0] for rule in columns[0].args]
        if not all(rules_by_key(c).keys() == set(keys) for c in columns):  # type: ignore[arg-type]
            raise LENGTHS(whole)
        return pairs_of(
            [(key, Expr(f, tuple(rules_by_key(c)[key].args[1] for c in columns))) for key in keys]
        )  # type: ignore[arg-type]
    rows = zip(*(parts_of(c) for c in columns), strict=True)  # type: ignore[arg-type]
    return Expr(S.List, tuple(_map_thread(k, f, row, n - 1, whole) for row in rows))


@builtin("Scan[f_, x_, spec_]", operator="x")
def scan(k, f: Node, x: Node, spec: Node = _ONE):
    """Scan[f, x] applies f to each element of x and gives Null.

    >> s = 0; Scan[(s += #) &, {1, 2, 3}]; s
    6
    """
    apply = k.function(f)
    for part in walk(x, levels(spec)):
        apply(part)
    return S.Null


@builtin("Fold[f_, x_, list_]")
def fold(k, f: Node, x: Node, list: Node | None = None):
    """Fold[f, x, {a, b}] is f[f[x, a], b]; Fold[f, {a, b, c}] begins with a.

    >> {Fold[f, x, {a, b}], Fold[Plus, {1, 2, 3}]}
    {f[f[x, a], b], 6}
    """
    start, items = _fold_arguments(x, list)
    if items is None or start is None:
        return None
    apply = k.function(f)
    for item in items:
        start = apply(start, item)
    return start


def _fold_arguments(x: Node, list: Node | None) -> tuple[Node | None, tuple[Node, ...] | None]:
    if list is None:
        if type(x) is not Expr or not x.args:
            return None, None
        parts = parts_of(x)
        return parts[0], parts[1:]
    return x, parts_of(list) if type(list) is Expr else None


@builtin("Fold[f_][x_, list_]")
def fold_operator(k, f: Node, x: Node, list: Node):
    """Fold[f][x, {a, b}] is Fold[f, x, {a, b}].

    >> Fold[f][x, {a, b}]
    f[f[x, a], b]
    """
    return S.Fold(f, x, list)


@builtin("FoldList[f_, x_, list_]")
def fold_list(k, f: Node, x: Node, list: Node | None = None):
    """FoldList[f, x, {a, b}] is {x, f[x, a], f[f[x, a], b]}.

    >> {FoldList[f, x, {a, b}], FoldList[Plus, {1, 2, 3}]}
    {{x, f[x, a], f[f[x, a], b]}, {1, 3, 6}}
    """
    start, items = _fold_arguments(x, list)
    if items is None or start is None:
        return Expr(S.List) if list is None and type(x) is Expr else None
    apply = k.function(f)
    found = [start]
    for item in items:
        start = apply(start, item)
        found.append(start)
    return made_list(k, list.head if type(list) is Expr and list.head is not S.Association else S.List, found)


@builtin("Accumulate[list_]")
def accumulate(k, list: Node):
    """Accumulate[{a, b, c}] is {a, a + b, a + b + c}.

    >> Accumulate[{1, 2, 3}]
    {1, 3, 6}
    """
    return S.FoldList(S.Plus, list)


@builtin("Nest[f_, x_, n_]")
def nest(k, f: Node, x: Node, n: int):
    """Nest[f, x, n] applies f to x, n times.

    >> Nest[f, x, 3]
    f[f[f[x]]]
    """
    apply = k.function(f)
    for _ in range(n):
        x = apply(x)
    return x


@builtin("NestList[f_, x_, n_]")
def nest_list(k, f: Node, x: Node, n: int):
    """NestList[f, x, n] is the list of x, f[x], f[f[x]], ...

    >> NestList[2 # &, 1, 3]
    {1, 2, 4, 8}
    """
    apply, found = k.function(f), [x]
    for _ in range(n):
        found.append(apply(found[-1]))
    return k.evaluated_list(found)


def _nest_while(k, f: Node, x: Node, test: Node, given: Node, most: Node, more: int) -> list[Node]:
    """The values of NestWhileList."""
    apply, passes = k.function(f), k.test(test)
    found = [x]
    least = given.args[0].value if type(given) is Expr and type(given.args[0]) is Integer else None
    window = None if given is S.All else given.value if type(given) is Integer else _window(given)
    limit = most.value if type(most) is Integer else float("inf")
    ask = k.function(test)
    while len(found) - 1 < limit:
        needed = least if least is not None else (window or 1)
        if len(found) >= needed:
            seen = found if window is None else found[-window:]
            if (passes(seen[0]) if len(seen) == 1 else ask(*seen) is TRUE) is False:
                break
        found.append(apply(found[-1]))
    for _ in range(max(more, 0)):
        found.append(apply(found[-1]))
    return found[: len(found) + min(more, 0)]


def _window(given: Node) -> int | None:
    last = given.args[-1] if type(given) is Expr and given.args else None
    return last.value if type(last) is Integer else None


@builtin("NestWhile[f_, x_, test_, given_, most_, more_]")
def nest_while(
    k, f: Node, x: Node, test: Node, given: Node = integer(1), most: Node = S.Infinity, more: int = 0
):  # noqa: B008
    """NestWhile[f, x, test] applies f to x as long as test of the value is True.

    >> NestWhile[#/2 &, 96, EvenQ]
    3
    """
    return _nest_while(k, f, x, test, given, most, more)[-1]


@builtin("NestWhileList[f_, x_, test_, given_, most_, more_]")
def nest_while_list(
    k, f: Node, x: Node, test: Node, given: Node = integer(1), most: Node = S.Infinity, more: int = 0
):  # noqa: B008
    """NestWhileList[f, x, test] is the list of the values of NestWhile.

    >> NestWhileList[#/2 &, 12, EvenQ]
    {12, 6, 3}
    """
    return Expr(S.List, tuple(_nest_while(k, f, x, test, given, most, more)))


def _fixed_point(k, f: Node, x: Node, most: Node, same: Node) -> list[Node]:
    apply, found = k.function(f), [x]
    alike = k.function(same)
    limit = most.value if type(most) is Integer else float("inf")
    while len(found) - 1 < limit:
        found.append(apply(found[-1]))
        if alike(found[-2], found[-1]) is TRUE:
            break
    return found


@builtin("FixedPoint[f_, x_, most_]")
def fixed_point(k, f: Node, x: Node, most: Node = S.Infinity, *, SameTest: Node = S.SameQ):
    """FixedPoint[f, x] applies f until nothing changes any more.

    >> FixedPoint[Floor[#/2] &, 100]
    0
    """
    return _fixed_point(k, f, x, most, SameTest)[-1]


@builtin("FixedPointList[f_, x_, most_]")
def fixed_point_list(k, f: Node, x: Node, most: Node = S.Infinity, *, SameTest: Node = S.SameQ):
    """FixedPointList[f, x] is the list of the values of FixedPoint.

    >> FixedPointList[Floor[#/2] &, 5]
    {5, 2, 1, 0, 0}
    """
    return Expr(S.List, tuple(_fixed_point(k, f, x, most, SameTest)))


@builtin("Select[x_, test_, n_]", operator="x")
def select(k, x: Node, test: Node, n: int | None = None):
    """Select[x, test] is x with the elements for which test is True.

    >> {Select[{1, 2, 3, 4}, EvenQ], Select[<|"a" -> 1, "b" -> 2|>, # > 1 &]}
    {{2, 4}, <|"b" -> 2|>}
    """
    if type(x) is not Expr:
        return None
    passes, found = k.test(test), []
    for item, value in zip(x.args, parts_of(x), strict=True):
        if n is not None and len(found) >= n:
            break
        if passes(value):
            found.append(item)
    return made_list(k, x.head, found)


@builtin("SelectFirst[x_, test_, default_]")
def select_first(k, x: Node, test: Node, default: Node | None = None):
    """SelectFirst[x, test] is the first element of x for which test is True.

    >> SelectFirst[{1, 4, 6}, EvenQ]
    4
    """
    passes = k.test(test)
    if type(x) is not Expr:
        return None
    for item in parts_of(x):
        if passes(item):
            return item
    return S.Missing(_NOT_FOUND) if default is None else default


def _quantifier(name: str, all_: bool, text: str) -> None:
    def function(k, x: Node, test: Node):
        if type(x) is not Expr:
            return None
        apply = k.function(test)
        return Expr(S.And if all_ else S.Or, tuple(apply(item) for item in parts_of(x)))

    function.__doc__ = text
    builtin(f"{name}[x_, test_]", operator="x")(function)


_quantifier(
    "AllTrue",
    True,
    "AllTrue[x, test] is True if test is True for all elements of x.\n\n>> AllTrue[{2, 4}, EvenQ]\nTrue",
)
_quantifier(
    "AnyTrue",
    False,
    "AnyTrue[x, test] is True if test is True for an element of x.\n\n>> AnyTrue[{1, 4}, EvenQ]\nTrue",
)


@builtin("NoneTrue[x_, test_]", operator="x")
def none_true(k, x: Node, test: Node):
    """NoneTrue[x, test] is True if test is True for no element of x.

    >> NoneTrue[{1, 3}, EvenQ]
    True
    """
    return S.Not(S.AnyTrue(x, test))


@builtin("Thread[x_, head_]")
def thread(k, x: Node, head: Node = S.List):
    """Thread[f[{a, b}, c]] is {f[a, c], f[b, c]}.

    >> {Thread[f[{a, b}, c]], Thread[{a, b} -> {1, 2}]}
    {{f[a, c], f[b, c]}, {a -> 1, b -> 2}}
    """
    if type(x) is not Expr:
        return x
    lengths = {len(arg.args) for arg in x.args if type(arg) is Expr and arg.head == head}
    if not lengths:
        return x
    if len(lengths) > 1:
        k.message(S.Thread, _TDLEN(x))
        return x
    (count,) = lengths
    columns = [arg.args if type(arg) is Expr and arg.head == head else (arg,) * count for arg in x.args]
    return Expr(head, tuple(Expr(x.head, row) for row in zip(*columns, strict=True)))


_TDLEN = Template("tdlen", "Objects of unequal length in `1` cannot be combined.")


@builtin("Through[x_, head_]")
def through(k, x: Node, head: Node | None = None):
    """Through[{f, g}[x]] is {f[x], g[x]}.

    >> Through[{f, g}[x]]
    {f[x], g[x]}
    """
    if type(x) is not Expr or type(x.head) is not Expr or (head is not None and x.head.head != head):
        return x
    return Expr(x.head.head, tuple(Expr(f, x.args) for f in x.head.args))


@builtin("Composition[functions___]", attributes=Attribute.FLAT | Attribute.ONE_IDENTITY)
def composition(k, functions: tuple[Node, ...]):
    """f @* g is the function that applies g, then f.

    >> (f @* g)[x]
    f[g[x]]
    """
    kept = tuple(f for f in functions if f is not S.Identity)
    if len(kept) == 1:
        return kept[0]
    return S.Identity if not kept else None if len(kept) == len(functions) else Expr(S.Composition, kept)


@builtin("RightComposition[functions___]", attributes=Attribute.FLAT | Attribute.ONE_IDENTITY)
def right_composition(k, functions: tuple[Node, ...]):
    """f /* g is the function that applies f, then g.

    >> (f /* g)[x]
    g[f[x]]
    """
    kept = tuple(f for f in functions if f is not S.Identity)
    if len(kept) == 1:
        return kept[0]
    return S.Identity if not kept else None if len(kept) == len(functions) else Expr(S.RightComposition, kept)


@builtin("Outer[f_, lists__]")
def outer(k, f: Node, lists: tuple[Node, ...]):
    """Outer[f, {a, b}, {c, d}] is {{f[a, c], f[a, d]}, {f[b, c], f[b, d]}}.

    >> Outer[Times, {1, 2}, {3, 4}]
    {{3, 4}, {6, 8}}
    """
    depth = None
    while lists and type(lists[-1]) is Integer:
        depth, lists = lists[-1].value, lists[:-1]
    if not lists or not all(type(item) is Expr for item in lists):
        return None
    head, apply = lists[0].head, k.function(f)

    def build(rest: tuple[Node, ...], chosen: tuple[Node, ...]) -> Node:
        if not rest:
            return apply(*chosen)
        return along(rest[0], rest[1:], chosen, depth)

    def along(node: Node, rest: tuple[Node, ...], chosen: tuple[Node, ...], left: int | None) -> Node:
        if type(node) is Expr and node.head == head and left != 0:
            deeper = None if left is None else left - 1
            return Expr(head, tuple(along(item, rest, chosen, deeper) for item in node.args))
        return build(rest, (*chosen, node))

    return build(lists, ())


@builtin("Inner[f_, a_, b_, g_]")
def inner(k, f: Node, a: Node, b: Node, g: Node = S.Plus):
    """Inner[f, {a, b}, {x, y}, g] is g[f[a, x], f[b, y]].

    >> Inner[f, {a, b}, {x, y}, g]
    g[f[a, x], f[b, y]]
    """
    if type(a) is not Expr or type(b) is not Expr or len(a.args) != len(b.args):
        return None
    return Expr(g, tuple(Expr(f, pair) for pair in zip(a.args, b.args, strict=True)))


@builtin("Distribute[x_, over_]")
def distribute(k, x: Node, over: Node = S.Plus):
    """Distribute[f[a + b, c]] is f[a, c] + f[b, c].

    >> Distribute[f[a + b, c]]
    f[a, c] + f[b, c]
    """
    if type(x) is not Expr:
        return x
    columns = [arg.args if type(arg) is Expr and arg.head == over else (arg,) for arg in x.args]
    return Expr(over, tuple(Expr(x.head, row) for row in product(*columns)))


@builtin("Operate[p_, x_]")
def operate(k, p: Node, x: Node):
    """Operate[p, f[x]] is p[f][x].

    >> Operate[p, f[x]]
    p[f][x]
    """
    return Expr(Expr(p, (x.head,)), x.args) if type(x) is Expr else Expr(p, (x,))


@builtin("OperatorApplied[f_, n_][x_]")
def operator_applied(k, f: Node, n: int, x: Node):
    """OperatorApplied[f, 2][x][y] is f[y, x].

    >> OperatorApplied[f, 2][x][y]
    f[y, x]
    """
    return Expr(S.Function, (Expr(f, (Expr(S.Slot, (integer(1),)), x)),)) if n == 2 else None
