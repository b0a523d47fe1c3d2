"""Sorting by the values of functions, and the places of elements in order: SortBy, Ordering and their kin."""

from __future__ import annotations

from ..expr import Expr, Integer, Node, S, String
from ..kernel.builtin import builtin
from .levels import parts_of
from .sets import sort_keys, sorted_by


@builtin("SortBy[x_, f_, p_]", operator="x")
def sort_by(k, x: Node, f: Node, p: Node | None = None):
    """SortBy[list, f] sorts by the values of f, and elements with one value in canonical order.

    SortBy[list, {f, g, ...}] goes by the values of f, then of g, ...; what they do not tell apart keeps its
    order.  SortBy[list, f, p] puts a before b if p[f[a], f[b]] is True.

    >> {SortBy[{{2, a}, {1, b}}, First], SortBy[{-2, 1, 3}, Abs]}
    {{{1, b}, {2, a}}, {1, -2, 3}}
    """
    if p is not None:
        return _ordered_by_values(k, x, f, p)
    return _sorted_by_values(k, x, f, reverse=False)


def _ordered_by_values(k, x: Node, f: Node, p: Node) -> Node | None:
    if type(x) is not Expr:
        return None
    functions = [k.function(g) for g in (f.args if type(f) is Expr and f.head is S.List else (f,))]
    items = list(zip(x.args, parts_of(x), strict=True))
    for function in reversed(functions):  # sorting is stable: the first function has the last word
        values = {id(item): function(item[1]) for item in items}
        items = sorted_by(k, items, p, lambda item, values=values: values[id(item)])  # type: ignore[misc]
    return Expr(x.head, tuple(item for item, _ in items))


@builtin("ReverseSortBy[x_, f_, p_]", operator="x")
def reverse_sort_by(k, x: Node, f: Node, p: Node | None = None):
    """ReverseSortBy[list, f] sorts by the values of f, the last first.

    >> ReverseSortBy[{-2, 1, 3}, Abs]
    {3, -2, 1}
    """
    if p is not None:
        return S.Reverse(S.SortBy(x, f, p))
    return _sorted_by_values(k, x, f, reverse=True)


def _sorted_by_values(k, x: Node, f: Node, reverse: bool) -> Node | None:
    if type(x) is not Expr:
        return None
    functions = [k.function(g) for g in (f.args if type(f) is Expr and f.head is S.List else (f,))]
    parts = parts_of(x)
    columns = [sort_keys([g(part) for part in parts]) for g in functions]
    if type(f) is not Expr or f.head is not S.List:
        columns.append(sort_keys(parts))
    items = [x.args[i] for i in sorted(range(len(parts)), key=lambda i: [keys[i] for keys in columns])]
    return Expr(x.head, tuple(reversed(items) if reverse else items))


@builtin("Ordering[x_, n_, p_]")
def ordering(k, x: Node, n: Node = S.All, p: Node | None = None):
    """Ordering[list] is the list of the places of the elements of list in order; Ordering[list, -1] that of
    the last.

    >> {Ordering[{c, a, b}], Ordering[{3, 9, 5}, -1]}
    {{2, 3, 1}, {2}}
    """
    if type(x) is not Expr:
        return None
    parts = parts_of(x)
    places = sorted_by(k, range(1, len(parts) + 1), p, lambda i: parts[i - 1])
    return _first(places, n)


def _first(places: list[int], n: Node) -> list[int]:
    if type(n) is Expr and n.head is S.UpTo:
        n = n.args[0]
    if type(n) is Integer:
        return places[: n.value] if n.value >= 0 else places[n.value :]
    return places


@builtin("OrderingBy[x_, f_, n_, p_]", operator="x")
def ordering_by(k, x: Node, f: Node, n: Node = S.All, p: Node | None = None):
    """OrderingBy[list, f] is the list of the places of the elements in the order of the values of f.

    >> OrderingBy[{-3, 1, 2}, Abs]
    {2, 3, 1}
    """
    if type(x) is not Expr:
        return None
    apply = k.function(f)
    values = k.evaluated_list(apply(part) for part in parts_of(x))
    return ordering(k, values, n, p)


@builtin("AlphabeticOrder[a_String, b_String]")
def alphabetic_order(k, a: str, b: str):
    """AlphabeticOrder[a, b] is 1 if the string a stands before b in the alphabet, -1 if after it, 0 if they
    are the same.

    >> {AlphabeticOrder["ab", "b"], AlphabeticOrder["b", "ab"]}
    {1, -1}
    """
    return S.Order(String(a), String(b))


@builtin("AlphabeticSort[x_List]")
def alphabetic_sort(k, x: Node):
    """AlphabeticSort[{"b", "a"}] is the list in the order of the alphabet.

    >> AlphabeticSort[{"b", "A", "a"}]
    {"a", "A", "b"}
    """
    return S.Sort(x)
