"""Threading functions over lists, and functions of functions: Thread, Outer, Composition and their kin."""

from __future__ import annotations

from itertools import product

import numpy as np

from ..expr import Expr, Integer, Node, S
from ..kernel.builtin import Attribute, builtin
from ..problem import Template
from .functional import made_list
from .packing import machine, nested


@builtin("Thread[x_, head_, which_]")
def thread(k, x: Node, head: Node = S.List, which: Node | None = None):
    """Thread[f[{a, b}, c]] is {f[a, c], f[b, c]}; Thread[f[a + b, c], Plus] goes by sums.

    Thread[f[...], h, n] takes the first n arguments apart, -n the last, {n} only that one, {m, n} those from
    m to n.

    >> {Thread[f[{a, b}, c]], Thread[{a, b} -> {1, 2}]}
    {{f[a, c], f[b, c]}, {a -> 1, b -> 2}}
    """
    if type(x) is not Expr:
        return x
    taken = range(len(x.args)) if which is None else _among(which, len(x.args))
    if taken is None:
        return None
    apart = [i in taken and type(arg) is Expr and arg.head == head for i, arg in enumerate(x.args)]
    lengths = {len(arg.args) for arg, is_apart in zip(x.args, apart, strict=True) if is_apart}
    if not lengths:
        return x
    if len(lengths) > 1:
        k.message(S.Thread, _TDLEN(x))
        return x
    (count,) = lengths
    columns = [arg.args if is_apart else (arg,) * count for arg, is_apart in zip(x.args, apart, strict=True)]
    return Expr(head, tuple(Expr(x.head, row) for row in zip(*columns, strict=True)))


def _among(which: Node, count: int) -> range | None:
    """The places that ``n``, ``-n``, ``{n}`` and ``{m, n}`` mean among `count` arguments; None if unclear."""
    if type(which) is Integer:
        return range(which.value) if which.value >= 0 else range(max(count + which.value, 0), count)
    if type(which) is not Expr or which.head is not S.List or not 1 <= len(which.args) <= 2:
        return None
    ends = [i.value + count if i.value < 0 else i.value - 1 for i in which.args if type(i) is Integer]
    return range(ends[0], ends[-1] + 1) if len(ends) == len(which.args) else None


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
    return _composed(S.Composition, functions)


def _composed(head: Node, functions: tuple[Node, ...]) -> Node | None:
    """A composition without what does nothing: Identity, and a function beside its inverse."""
    kept: list[Node] = []
    for f in functions:
        if kept and (S.InverseFunction(f) == kept[-1] or S.InverseFunction(kept[-1]) == f):
            kept.pop()
        elif f is not S.Identity:
            kept.append(f)
    if len(kept) == 1:
        return kept[0]
    return S.Identity if not kept else None if len(kept) == len(functions) else Expr(head, tuple(kept))


@builtin("RightComposition[functions___]", attributes=Attribute.FLAT | Attribute.ONE_IDENTITY)
def right_composition(k, functions: tuple[Node, ...]):
    """f /* g is the function that applies f, then g.

    >> (f /* g)[x]
    g[f[x]]
    """
    return _composed(S.RightComposition, functions)


@builtin("Outer[f_, lists__]")
def outer(k, f: Node, lists: tuple[Node, ...]):
    """Outer[f, {a, b}, {c, d}] is {{f[a, c], f[a, d]}, {f[b, c], f[b, d]}}.

    Outer[f, list1, list2, n] takes what is at level n of the lists as their elements;
    Outer[f, list1, list2, n1, n2] says it for each.

    >> {Outer[Times, {1, 2}, {3, 4}], Outer[f, {{a, b}}, {x, y}, 1]}
    {{{3, 4}, {6, 8}}, {{f[{a, b}, x], f[{a, b}, y]}}}
    """
    depths = [item.value for item in lists if type(item) is Integer]
    lists = tuple(item for item in lists if type(item) is not Integer)
    if not lists or not all(type(item) is Expr for item in lists) or len(depths) > len(lists):
        return None
    if not depths and len(lists) == 2 and f in _UFUNCS:
        arrays = [machine(item) for item in lists]
        if all(array is not None for array in arrays):
            return nested(_UFUNCS[f].outer(*arrays))
    ends = depths + depths[-1:] * (len(lists) - len(depths)) if depths else [1 << 30] * len(lists)
    head, apply = lists[0].head, k.function(f)

    def build(place: int, chosen: tuple[Node, ...]) -> Node:
        return along(lists[place], place, chosen, ends[place]) if place < len(lists) else apply(*chosen)

    def along(node: Node, place: int, chosen: tuple[Node, ...], left: int) -> Node:
        if type(node) is Expr and node.head == head and left:
            return made_list(k, head, [along(item, place, chosen, left - 1) for item in node.args])
        return build(place + 1, (*chosen, node))

    return build(0, ())


_UFUNCS: dict[Node, np.ufunc] = {S.Times: np.multiply, S.Plus: np.add, S.Subtract: np.subtract}


@builtin("Inner[f_, a_, b_, g_]")
def inner(k, f: Node, a: Node, b: Node, g: Node = S.Plus):
    """Inner[f, {a, b}, {x, y}, g] is g[f[a, x], f[b, y]]; of matrices, Dot with f for Times and g for Plus.

    >> {Inner[f, {a, b}, {x, y}, g], Inner[Times, {{1, 2}}, {{3}, {4}}, Plus]}
    {g[f[a, x], f[b, y]], {{11}}}
    """
    if type(a) is not Expr or type(b) is not Expr:
        return None
    if a.args and all(type(row) is Expr and row.head == a.head for row in a.args):
        return Expr(a.head, tuple(S.Inner(f, row, b, g) for row in a.args))
    if len(a.args) != len(b.args):
        raise _INCOMPATIBLE(len(a.args), len(b.args))
    if b.args and all(type(row) is Expr and row.head == b.head for row in b.args):
        columns = zip(*(row.args for row in b.args), strict=False)
        return Expr(b.head, tuple(S.Inner(f, a, Expr(b.head, column), g) for column in columns))
    return Expr(g, tuple(Expr(f, pair) for pair in zip(a.args, b.args, strict=True)))


_INCOMPATIBLE = Template("incom", "Length `1` is incompatible with length `2`.")


@builtin("Distribute[x_, over_, f_, outer_, inner_]")
def distribute(
    k,
    x: Node,
    over: Node = S.Plus,
    f: Node | None = None,
    outer: Node | None = None,
    inner: Node | None = None,
):
    """Distribute[f[a + b, c]] is f[a, c] + f[b, c]; Distribute[x, g] goes by g instead of sums.

    Distribute[x, g, f] does so only if the head of x is f; Distribute[x, g, f, gp, fp] puts gp and fp in the
    places of g and f.

    >> Distribute[f[a + b, c]]
    f[a, c] + f[b, c]
    """
    if type(x) is not Expr or (f is not None and x.head != f):
        return x
    columns = [arg.args if type(arg) is Expr and arg.head == over else (arg,) for arg in x.args]
    each = tuple(Expr(x.head if inner is None else inner, row) for row in product(*columns))
    return Expr(over if outer is None else outer, each)


@builtin("Operate[p_, x_, n_]")
def operate(k, p: Node, x: Node, n: int = 1):
    """Operate[p, f[x]] is p[f][x]; Operate[p, x, n] applies p to the head at level n in x.

    >> {Operate[p, f[x]], Operate[p, f[x][y], 2], Operate[p, f[x], 0]}
    {p[f][x], p[f][x][y], p[f[x]]}
    """
    if n == 0:
        return Expr(p, (x,))
    if type(x) is not Expr:
        return x
    return Expr(Expr(p, (x.head,)) if n == 1 else operate(k, p, x.head, n - 1), x.args)
