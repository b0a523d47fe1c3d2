"""Applying a function again and again: Fold, Nest, FixedPoint and their kin."""

from __future__ import annotations

import numpy as np

from ..expr import TRUE, Expr, Integer, Node, Real, S
from ..kernel.builtin import builtin
from ..kernel.numbers import integer
from .functional import COUNT, made_list
from .levels import parts_of
from .packing import machine, nested


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
    of = x if list is None else list
    return made_list(k, of.head if type(of) is Expr and of.head is not S.Association else S.List, found)


@builtin("Accumulate[list_]")
def accumulate(k, list: Node):
    """Accumulate[{a, b, c}] is {a, a + b, a + b + c}.

    >> Accumulate[{1, 2, 3}]
    {1, 3, 6}
    """
    array = machine(list) if type(list) is Expr else None
    if array is not None and set(map(type, list.args)) == {Real}:
        return nested(np.cumsum(array))
    return S.FoldList(S.Plus, list) if type(list) is Expr else None


@builtin("Nest[f_, x_, n_]")
def nest(k, f: Node, x: Node, n: int):
    """Nest[f, x, n] applies f to x, n times.

    >> Nest[f, x, 3]
    f[f[f[x]]]
    """
    if n < 0:
        raise COUNT(3, S.Nest(f, x, Integer(n)))
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
    if n < 0:
        raise COUNT(3, S.NestList(f, x, Integer(n)))
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
):
    """NestWhile[f, x, test] applies f to x as long as test of the value is True.

    >> NestWhile[#/2 &, 96, EvenQ]
    3
    """
    return _nest_while(k, f, x, test, given, most, more)[-1]


@builtin("NestWhileList[f_, x_, test_, given_, most_, more_]")
def nest_while_list(
    k, f: Node, x: Node, test: Node, given: Node = integer(1), most: Node = S.Infinity, more: int = 0
):
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
