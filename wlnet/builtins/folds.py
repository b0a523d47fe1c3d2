"""Folding with more than one value at hand, and folding as long as a test says so."""

from __future__ import annotations

from ..expr import TRUE, Expr, Integer, Node, S
from ..kernel.builtin import builtin
from ..problem import Template
from .levels import parts_of
from .lists import is_list

PAIR = Template("pair", "`1` should give a list of two elements, but gave `2`.")


def _pairs(k, f: Node, y: Node, items: Node) -> list[Node]:
    apply, found = k.function(f), list[Node]()
    for item in parts_of(items):  # type: ignore[arg-type]
        pair = apply(y, item)
        if not is_list(pair) or len(pair.args) != 2:
            raise PAIR(f, pair)
        found.append(pair)
        y = pair.args[1]
    return found


@builtin("FoldPairList[f_, y_, list_, g_]")
def fold_pair_list(k, f: Node, y: Node, list: Node, g: Node = S.First):
    """FoldPairList[f, y, {a, b, ...}] folds a function that gives pairs {x, y}: it is the list of the x,
    while each y goes into the next step.

    FoldPairList[f, y, list, g] is the list of g of the pairs.

    >> {FoldPairList[{#1 + #2, #1 #2} &, 1, {2, 3}], FoldPairList[{#1 + #2, #1 #2} &, 1, {2, 3}, Last]}
    {{3, 5}, {2, 6}}
    """
    if type(list) is not Expr:
        return None
    apply = k.function(g)
    return k.evaluated_list(apply(pair) for pair in _pairs(k, f, y, list))


@builtin("FoldPair[f_, y_, list_, g_]")
def fold_pair(k, f: Node, y: Node, list: Node, g: Node = S.First):
    """FoldPair[f, y, list] is the last element of FoldPairList[f, y, list].

    >> FoldPair[{#1 + #2, #1 #2} &, 1, {2, 3}]
    5
    """
    if type(list) is not Expr or not list.args:
        return None
    return Expr(g, (_pairs(k, f, y, list)[-1],))


def _while(k, f: Node, args: tuple[Node, ...]) -> list[Node] | None:
    """The values of FoldWhileList for what comes after the function: [x,] list, test, m, n."""
    if len(args) < 2:
        return None
    short = len(args) == 2 or type(args[2]) is Integer or args[2] is S.All
    if type(args[0 if short else 1]) is not Expr or (short and not args[0].args):
        return None
    if short:
        parts = parts_of(args[0])  # type: ignore[arg-type]
        value, items, rest = parts[0], parts[1:], args[1:]
    else:
        value, items, rest = args[0], parts_of(args[1]), args[2:]  # type: ignore[arg-type]
    test, window, more = rest[0], rest[1] if len(rest) > 1 else Integer(1), rest[2] if len(rest) > 2 else None
    apply, passes, found = k.function(f), k.function(test), [value]
    size = window.value if type(window) is Integer else None
    extra = more.value if type(more) is Integer else 0
    left: int | None = None
    for item in items:
        if left is None and (size is None or len(found) >= size):
            seen = found if size is None else found[-size:]
            left = None if passes(*seen) is TRUE else max(extra, 0)
        if left == 0:
            break
        found.append(apply(found[-1], item))
        left = None if left is None else left - 1
    return found[: len(found) + min(extra, 0)]


@builtin("FoldWhileList[f_, args__]")
def fold_while_list(k, f: Node, args: tuple[Node, ...]):
    """FoldWhileList[f, x, {a, b, ...}, test] is {x, f[x, a], ...} up to the first value for which test is not
    True.

    Further arguments: how many of the last values test gets (or All), and how many steps more are made.

    >> FoldWhileList[Plus, 0, {1, 2, 3, 4}, # < 4 &]
    {0, 1, 3, 6}
    """
    found = _while(k, f, args)
    return None if found is None else k.evaluated_list(found)


@builtin("FoldWhile[f_, args__]")
def fold_while(k, f: Node, args: tuple[Node, ...]):
    """FoldWhile[f, x, {a, b, ...}, test] is the first of x, f[x, a], ... for which test is not True.

    >> FoldWhile[Plus, 0, {1, 2, 3, 4}, # < 4 &]
    6
    """
    found = _while(k, f, args)
    return None if not found else found[-1]


def _sequence(k, f: Node, start: Node, items: Node, width: int) -> list[Node]:
    apply, found = k.function(f), list(parts_of(start))  # type: ignore[arg-type]
    size = len(found)
    for i in range(0, len(items.args) - width + 1, width):
        found.append(apply(*found[len(found) - size :], *items.args[i : i + width]))
    return found


@builtin("SequenceFoldList[f_, start_List, list_, n_]")
def sequence_fold_list(k, f: Node, start: Node, list: Node, n: int = 1):
    """SequenceFoldList[f, {x1, ..., xn}, {a, b, ...}] goes on from the last n values and one more element.

    >> SequenceFoldList[Plus, {1, 1}, {0, 0, 0}]
    {1, 1, 2, 3, 5}
    """
    if type(list) is not Expr or n < 1:
        return None
    return k.evaluated_list(_sequence(k, f, start, list, n))


@builtin("SequenceFold[f_, start_List, list_, n_]")
def sequence_fold(k, f: Node, start: Node, list: Node, n: int = 1):
    """SequenceFold[f, {x1, ..., xn}, {a, b, ...}] is the last element of SequenceFoldList.

    >> SequenceFold[f, {x, y}, {a, b}]
    f[y, f[x, y, a], b]
    """
    if type(list) is not Expr or n < 1 or not start.args:
        return None
    return _sequence(k, f, start, list, n)[-1]
