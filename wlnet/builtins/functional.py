"""Applying functions: Map and its kin, folding, nesting, selecting, threading."""

from __future__ import annotations

from ..expr import Expr, Integer, Node, S, String
from ..kernel.association import pairs_of, rules_by_key
from ..kernel.builtin import Attribute, builtin
from ..kernel.control import Returned
from ..kernel.numbers import integer
from ..problem import Template
from .levels import levels, map_levels, parts_of, walk, with_parts

LENGTHS = Template(
    "mptc",
    "Incompatible dimensions of objects at positions {2, `1`} and {2, `2`} of `3`; dimensions are `4` and "
    "`5`.",
)
DEPTH = Template("mptd", "Object `1` at position {2, `2`} in `3` has only `4` of required `5` dimensions.")
COUNT = Template("intnm", "Non-negative machine-sized integer expected at position `1` in `2`.")


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
def apply_(k, f: Node, x: Node, spec: Node = Expr(S.List, (Integer(0),)), *, Heads: bool = False):
    """f @@ x puts f in place of the head of x; Apply[f, x, levels] in place of heads of parts.

    >> {f @@ {a, b}, Plus @@ {1, 2, 3}, f @@@ {{a, b}, {c}}}
    {f[a, b], 6, {f[a, b], f[c]}}
    """

    def change(node: Node) -> Node:
        return Expr(f, parts_of(node)) if type(node) is Expr else node

    which = levels(spec)
    return change(x) if which.low == which.high == 0 else map_levels(x, which, change, Heads)


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
def map_indexed(k, f: Node, x: Node, spec: Node = _ONE, *, Heads: bool = False):
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
            head = change(node.head, (*at, integer(0))) if Heads else None
            made = with_parts(
                node, tuple(change(p, (*at, i)) for p, i in zip(parts, places, strict=True)), head
            )
        depth = 0 if which.low >= 0 and which.high >= 0 else _depth(node)
        return Expr(f, (made, Expr(S.List, at))) if which.has(len(at), depth) else made

    return change(x, ())


def _depth(node: Node) -> int:
    return 1 + max(map(_depth, parts_of(node)), default=1) if type(node) is Expr else 1


@builtin("MapThread[f_, lists_, n_]", operator="lists")
def map_thread(k, f: Node, lists: Node, n: int = 1):
    """MapThread[f, {{a, b}, {c, d}}] is {f[a, c], f[b, d]}.

    >> MapThread[f, {{a, b}, {c, d}}]
    {f[a, c], f[b, d]}
    """
    if type(lists) is not Expr:
        return None
    whole = S.MapThread(f, lists) if n == 1 else S.MapThread(f, lists, Integer(n))
    return _map_thread(k, f, parts_of(lists), n, whole)


def _map_thread(k, f: Node, columns: tuple[Node, ...], n: int, whole: Node) -> Node:
    if n == 0:
        return Expr(f, columns)
    if not columns:
        return Expr(S.List)
    for i, column in enumerate(columns, 1):
        if type(column) is not Expr:
            raise DEPTH(column, i, whole, 0, n)
        if len(column.args) != len(columns[0].args):
            raise LENGTHS(1, i, whole, len(columns[0].args), len(column.args))
    if all(c.head is S.Association for c in columns):
        keys = [rule.args[0] for rule in columns[0].args]
        if not all(rules_by_key(c).keys() == set(keys) for c in columns):  # type: ignore[arg-type]
            raise LENGTHS(1, 2, whole, len(keys), len(keys))
        return pairs_of(
            [(key, Expr(f, tuple(rules_by_key(c)[key].args[1] for c in columns))) for key in keys]
        )  # type: ignore[arg-type]
    rows = zip(*(parts_of(c) for c in columns), strict=True)  # type: ignore[arg-type]
    return Expr(S.List, tuple(_map_thread(k, f, row, n - 1, whole) for row in rows))


@builtin("Scan[f_, x_, spec_]", operator="x")
def scan(k, f: Node, x: Node, spec: Node = _ONE, *, Heads: bool = False):
    """Scan[f, x] applies f to each element of x and gives Null; Return[v] in f ends it and gives v.

    >> s = 0; Scan[(s += #) &, {1, 2, 3}]; s
    6
    """
    apply = k.function(_leaving_scan(f) if type(f) is Expr and f.head is S.Function else f)
    try:
        for part in walk(x, levels(spec), Heads):
            apply(part)
    except Returned as left:
        if left.head is not None and left.head is not S.Scan:
            raise
        return left.value
    return S.Null


def _leaving_scan(node: Node, top: bool = True) -> Node:
    """A pure function whose Return leaves Scan, not only itself."""
    if type(node) is not Expr or (node.head in _OWN_RETURN and not top):
        return node
    if node.head is S.Return and len(node.args) < 2:
        return Expr(S.Return, (*(node.args or (S.Null,)), S.Scan))
    args = tuple(_leaving_scan(arg, False) for arg in node.args)
    return node if all(a is b for a, b in zip(args, node.args, strict=True)) else Expr(node.head, args)


_OWN_RETURN = frozenset({S.Function, S.Do, S.For, S.While, S.Scan})


@builtin("Select[x_, test_, n_]", operator="x")
def select(k, x: Node, test: Node, n: Node = S.Infinity):
    """Select[x, test] is x with the elements for which test is True.

    >> {Select[{1, 2, 3, 4}, EvenQ], Select[<|"a" -> 1, "b" -> 2|>, # > 1 &]}
    {{2, 4}, <|"b" -> 2|>}
    """
    if type(x) is not Expr:
        return None
    n = n.args[0] if type(n) is Expr and n.head is S.UpTo else n
    most = n.value if type(n) is Integer else None
    passes, found = k.test(test), list[Node]()
    for item, value in zip(x.args, parts_of(x), strict=True):
        if most is not None and len(found) >= most:
            break
        if passes(value):
            found.append(item)
    return made_list(k, x.head, found)


@builtin("Discard[x_, test_, n_]", operator="x")
def discard(k, x: Node, test: Node, n: int | None = None):
    """Discard[x, test] is x without the elements for which test is True; Discard[x, test, n] n of them.

    >> {Discard[{1, 2, 3, 4}, EvenQ], Discard[{1, 2, 3, 4}, EvenQ, 1]}
    {{1, 3}, {1, 3, 4}}
    """
    if type(x) is not Expr:
        return None
    passes, found, gone = k.test(test), list[Node](), 0
    for item, value in zip(x.args, parts_of(x), strict=True):
        if (n is None or gone < n) and passes(value):
            gone += 1
        else:
            found.append(item)
    return made_list(k, x.head, found)


@builtin("SelectFirst[x_, test_, default_]", operator="x", attributes=Attribute.HOLD_REST)
def select_first(k, x: Node, test: Node, default: Node | None = None):
    """SelectFirst[x, test] is the first element of x for which test is True; SelectFirst[x, test, default] is
    default if there is none.

    >> SelectFirst[{1, 4, 6}, EvenQ]
    4
    """
    passes = k.test(k.evaluate(test))
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
