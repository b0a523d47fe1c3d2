"""Sorting, and lists as sets and collections: Sort, Union, Tally, Gather and their kin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, islice, permutations
from typing import Any, TypeVar

from ..expr import FALSE, TRUE, Expr, Integer, Node, Real, S, Symbol
from ..kernel.builtin import builtin
from ..kernel.messages import GENERAL
from ..kernel.order import sort_key, sorted_nodes
from ..problem import Template
from .levels import parts_of

HEADS = Template("heads", "Heads `1` and `2` at positions `3` and `4` are expected to be the same.")
LIST = Template("list", "List expected at position `1` in `2`.")


Item = TypeVar("Item")


def sorted_by(k, items: Iterable[Item], p: Node | None, value: Callable[[Item], Node]) -> list[Item]:
    """The items sorted by `value` in canonical order, or so that p[a, b] is True where a stands before b.

    By merging, in Python: a sort in C would have user code running in the middle of it, at any depth.
    """
    if p is None:
        listed = list(items)
        keys = sort_keys([value(item) for item in listed])
        return [listed[i] for i in sorted(range(len(listed)), key=keys.__getitem__)]
    before = k.function(p)

    def in_order(a: Item, b: Item) -> bool:
        found = before(value(a), value(b))
        return found.value >= 0 if type(found) is Integer else found is not FALSE

    return _merge_sorted(list(items), in_order)


def sort_keys(nodes: Sequence[Node]) -> list[Any]:
    """What sorts as the nodes do in canonical order: their values, where all are numbers of one kind."""
    kinds = set(map(type, nodes))
    if kinds == {Integer} or kinds == {Real}:
        return [node.value for node in nodes]  # type: ignore[attr-defined]
    return list(map(sort_key, nodes))


def _merge_sorted(items: list[Item], in_order: Callable[[Item, Item], bool]) -> list[Item]:
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = _merge_sorted(items[:middle], in_order), _merge_sorted(items[middle:], in_order)
    merged: list[Item] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if in_order(left[i], right[j]):
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    return merged + left[i:] + right[j:]


@builtin("Sort[x_, p_]")
def sort(k, x: Node, p: Node | None = None):
    """Sort[list] is list in canonical order; Sort[list, p] puts a before b if p[a, b] is True.

    >> {Sort[{c, 3, a, 1}], Sort[{1, 3, 2}, Greater], Sort[<|"a" -> 2, "b" -> 1|>]}
    {{1, 3, a, c}, {3, 2, 1}, <|"b" -> 1, "a" -> 2|>}
    """
    if type(x) is not Expr:
        return None
    if x.head is S.Association:
        return Expr(x.head, tuple(sorted_by(k, x.args, p, lambda rule: rule.args[1])))
    return Expr(
        x.head, tuple(sorted_nodes(x.args) if p is None else sorted_by(k, x.args, p, lambda item: item))
    )


@builtin("ReverseSort[x_, p_]")
def reverse_sort(k, x: Node, p: Node | None = None):
    """ReverseSort[list] is list sorted from the last to the first.

    >> ReverseSort[{1, 3, 2}]
    {3, 2, 1}
    """
    return S.Reverse(S.Sort(x) if p is None else S.Sort(x, p))


@builtin("Union[lists___]")
def union(k, lists: tuple[Node, ...], *, SameTest: Node = S.Automatic):
    """Union[list1, list2, ...] is the sorted list of the different elements of all of them.

    >> Union[{b, a}, {c, b}]
    {a, b, c}
    """
    if not lists:
        return Expr(S.List)
    items = [item for part in _of_one_head(lists, S.Union) for item in part.args]
    if SameTest is not S.Automatic:
        return Expr(lists[0].head, tuple(_different(k, sorted_nodes(items), SameTest)))
    return Expr(lists[0].head, tuple(sorted_nodes(dict.fromkeys(items))))


def _of_one_head(lists: tuple[Node, ...], function: Symbol) -> tuple[Node, ...]:
    for i, item in enumerate(lists):
        if item.head != lists[0].head:
            raise HEADS(item.head, lists[0].head, i + 1, 1)
        if type(item) is not Expr:
            raise GENERAL["normal"](i + 1, Expr(function, lists))
    return lists


def _different(k, items: list[Node], same: Node) -> list[Node]:
    alike, found = k.function(same), list[Node]()
    for item in items:
        if not any(alike(other, item) is TRUE for other in found):
            found.append(item)
    return found


@builtin("Intersection[first_, others___]")
def intersection(k, first: Node, others: tuple[Node, ...], *, SameTest: Node = S.Automatic):
    """Intersection[list1, list2, ...] is the sorted list of the elements that all of them have.

    >> Intersection[{a, b, c}, {c, b}]
    {b, c}
    """
    lists = _of_one_head((first, *others), S.Intersection)
    if SameTest is not S.Automatic:
        alike, kept = k.function(SameTest), _different(k, sorted_nodes(first.args), SameTest)
        for other in lists[1:]:
            kept = [a for a in kept if any(alike(a, b) is TRUE for b in other.args)]
        return Expr(first.head, tuple(kept))
    common = set(first.args).intersection(*(item.args for item in lists[1:]))
    return Expr(first.head, tuple(sorted_nodes(common)))


@builtin("Complement[all_, others___]")
def complement(k, all: Node, others: tuple[Node, ...], *, SameTest: Node = S.Automatic):
    """Complement[list, list1, ...] is the sorted list of the elements of list that are in none of the others.

    >> Complement[{a, b, c}, {b}]
    {a, c}
    """
    lists = _of_one_head((all, *others), S.Complement)
    if SameTest is not S.Automatic:
        alike, left = k.function(SameTest), _different(k, sorted_nodes(all.args), SameTest)
        for other in lists[1:]:
            left = [a for a in left if not any(alike(a, b) is TRUE for b in other.args)]
        return Expr(all.head, tuple(left))
    gone = {item for part in lists[1:] for item in part.args}
    return Expr(all.head, tuple(sorted_nodes(item for item in dict.fromkeys(all.args) if item not in gone)))


@builtin("DeleteDuplicates[x_, test_]")
def delete_duplicates(k, x: Node, test: Node | None = None):
    """DeleteDuplicates[list] is list without repeated elements.

    >> DeleteDuplicates[{b, a, b}]
    {b, a}
    """
    if type(x) is not Expr:
        return None
    if test is not None:
        return Expr(x.head, tuple(_different(k, list(x.args), test)))
    if x.head is S.Association:
        first = dict[Node, Node]()
        for rule in x.args:
            first.setdefault(rule.args[1], rule)
        return Expr(x.head, tuple(first.values()))
    return Expr(x.head, tuple(dict.fromkeys(x.args)))


@builtin("DeleteDuplicatesBy[x_, f_]", operator="x")
def delete_duplicates_by(k, x: Node, f: Node):
    """DeleteDuplicatesBy[list, f] keeps of the elements with one value of f the first.

    >> DeleteDuplicatesBy[{1, -1, 2}, Abs]
    {1, 2}
    """
    if type(x) is not Expr:
        return None
    apply, first = k.function(f), dict[Node, Node]()
    for item in x.args:
        first.setdefault(apply(item), item)
    return Expr(x.head, tuple(first.values()))


@builtin("DuplicateFreeQ[x_, test_]")
def duplicate_free_q(k, x: Node, test: Node | None = None):
    """DuplicateFreeQ[list] is True if list has no repeated elements; test says which are the same.

    >> DuplicateFreeQ[{a, b, a}]
    False
    """
    parts = list(parts_of(x)) if type(x) is Expr else []
    if test is not None:
        return len(_different(k, parts, test)) == len(parts)
    return len(set(parts)) == len(parts)


@builtin("Tally[x_, test_]")
def tally(k, x: Node, test: Node | None = None):
    """Tally[list] is the list of the different elements of list, each with how often it is there.

    >> Tally[{b, a, b}]
    {{b, 2}, {a, 1}}
    """
    if type(x) is not Expr or x.head is not S.List:
        raise LIST(1, S.Tally(x) if test is None else S.Tally(x, test))
    counts: dict[Node, int] = {}
    alike = None if test is None else k.function(test)
    for item in x.args:
        if alike is not None:
            item = next((other for other in counts if alike(other, item) is TRUE), item)
        counts[item] = counts.get(item, 0) + 1
    return [[item, n] for item, n in counts.items()]


@builtin("Gather[x_, test_]")
def gather(k, x: Node, test: Node | None = None):
    """Gather[list] puts the same elements of list together.

    >> Gather[{b, a, b}]
    {{b, b}, {a}}
    """
    if type(x) is not Expr:
        return None
    groups: dict[Node, list[Node]] = {}
    alike = None if test is None else k.function(test)
    for item in x.args:
        key = item if alike is None else next((other for other in groups if alike(other, item) is TRUE), item)
        groups.setdefault(key, []).append(item)
    return list(groups.values())


@builtin("GatherBy[x_, f_]", operator="x")
def gather_by(k, x: Node, f: Node):
    """GatherBy[list, f] puts the elements with the same value of f together; GatherBy[list, {f, g}] within
    these groups those with the same value of g.

    >> GatherBy[{1, 2, 3, 4}, EvenQ]
    {{1, 3}, {2, 4}}
    """
    if type(x) is not Expr:
        return None
    functions = f.args if type(f) is Expr and f.head is S.List else (f,)
    return _gathered(k, x, tuple(map(k.function, functions)))


def _gathered(k, x: Expr, functions: tuple[Callable[..., Node], ...]) -> Node:
    if not functions:
        return x
    apply, groups = functions[0], dict[Node, list[Node]]()
    for item, part in zip(x.args, parts_of(x), strict=True):
        groups.setdefault(apply(part), []).append(item)
    made = [Expr(x.head, tuple(group)) for group in groups.values()]
    return Expr(S.List, tuple(_gathered(k, group, functions[1:]) for group in made))


@builtin("Permutations[x_List, n_]")
def permutations_(k, x: Node, n: Node = S.All):
    """Permutations[list] is the list of the orders of its elements; Permutations[list, {n}] those of n of
    them.

    >> Permutations[{a, b}]
    {{a, b}, {b, a}}
    """
    sizes = _sizes(n, len(x.args), [len(x.args)])
    found = dict.fromkeys(p for size in sizes for p in permutations(x.args, size))
    return Expr(S.List, tuple(Expr(S.List, p) for p in found))


@builtin("Subsets[x_, n_, wanted_]")
def subsets(k, x: Node, n: Node = S.All, wanted: Node | None = None):
    """Subsets[list] is the list of all subsets of list; Subsets[list, {n}] of those with n elements.

    Subsets[list, {m, n, step}] takes sizes in steps; Subsets[list, sizes, s] gives the first s
    subsets, Subsets[list, sizes, {i}] the i-th.

    >> {Subsets[{a, b}], Subsets[{a, b, c}, {2}]}
    {{{}, {a}, {b}, {a, b}}, {{a, b}, {a, c}, {b, c}}}
    """
    if type(x) is not Expr:
        return None
    sizes = _sizes(n, len(x.args), list(range(len(x.args) + 1)))
    found = (Expr(x.head, c) for size in sizes for c in combinations(x.args, size))
    if type(wanted) is Integer:
        found = islice(found, wanted.value)  # type: ignore[assignment]
    elif wanted is not None and wanted is not S.All:
        return S.Take(Expr(S.List, tuple(found)), wanted)
    return Expr(S.List, tuple(found))


def _sizes(n: Node, count: int, default: list[int]) -> list[int]:
    if type(n) is Integer:
        return list(range(min(n.value, count) + 1))
    if type(n) is Expr and n.head is S.List:
        ends = [item.value for item in n.args if type(item) is Integer]
        if len(ends) == 3 and ends[2]:
            return [
                size
                for size in range(ends[0], ends[1] + (1 if ends[2] > 0 else -1), ends[2])
                if size <= count
            ]
        return list(range(ends[0], min(ends[-1], count) + 1)) if ends else []
    return default
