"""Whether lists have elements in common: ContainsAll and its kin, SubsetQ, DisjointQ.

With ``SameTest -> f`` elements are the same where f of them is True; the default takes them by identity."""

from __future__ import annotations

from ..expr import TRUE, Node, S
from ..kernel.builtin import builtin
from ..problem import Template
from .levels import parts_of
from .lists import is_list

NO_LIST = Template("list", "List or association expected at position `1` in `2`.")


def _pools(name: str, x: Node, y: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    for at, item in enumerate((x, y), 1):
        if not is_list(item) and item.head is not S.Association:
            raise NO_LIST(at, getattr(S, name)(x, y))
    return tuple(parts_of(x)), tuple(parts_of(y))  # type: ignore[arg-type]


def _has_all(k, whole: tuple[Node, ...], wanted: tuple[Node, ...], same: Node) -> bool:
    """Whether every one of `wanted` is among `whole`."""
    if same is S.Automatic:
        return set(wanted) <= set(whole)
    alike = k.function(same)
    return all(any(alike(a, b) is TRUE for a in whole) for b in wanted)


def _has_any(k, x: tuple[Node, ...], y: tuple[Node, ...], same: Node) -> bool:
    if same is S.Automatic:
        return not set(x).isdisjoint(y)
    alike = k.function(same)
    return any(alike(a, b) is TRUE for a in x for b in y)


@builtin("ContainsAll[x_, y_]", operator="x")
def contains_all(k, x: Node, y: Node, *, SameTest: Node = S.Automatic):
    """ContainsAll[list1, list2] is True if list1 has every element of list2.

    >> ContainsAll[{a, b, c}, {a, c}]
    True
    """
    return _has_all(k, *_pools("ContainsAll", x, y), SameTest)


@builtin("SubsetQ[x_, y_]", operator="x")
def subset_q(k, x: Node, y: Node, *, SameTest: Node = S.Automatic):
    """SubsetQ[list1, list2] is True if list2 is a subset of list1.

    >> {SubsetQ[{a, b, c}, {a}], SubsetQ[{a}, {a, b}]}
    {True, False}
    """
    return _has_all(k, *_pools("SubsetQ", x, y), SameTest)


@builtin("ContainsOnly[x_, y_]", operator="x")
def contains_only(k, x: Node, y: Node, *, SameTest: Node = S.Automatic):
    """ContainsOnly[list1, list2] is True if list1 has only elements of list2.

    >> ContainsOnly[{b, a, b}, {a, b, c}]
    True
    """
    whole, wanted = _pools("ContainsOnly", x, y)
    return _has_all(k, wanted, whole, SameTest)


@builtin("ContainsExactly[x_, y_]", operator="x")
def contains_exactly(k, x: Node, y: Node, *, SameTest: Node = S.Automatic):
    """ContainsExactly[list1, list2] is True if the lists have the same elements, in any order and number.

    >> ContainsExactly[{a, b, a}, {b, a}]
    True
    """
    first, second = _pools("ContainsExactly", x, y)
    return _has_all(k, first, second, SameTest) and _has_all(k, second, first, SameTest)


@builtin("ContainsAny[x_, y_]", operator="x")
def contains_any(k, x: Node, y: Node, *, SameTest: Node = S.Automatic):
    """ContainsAny[list1, list2] is True if list1 has an element of list2.

    >> ContainsAny[{a, b}, {b, c}]
    True
    """
    return _has_any(k, *_pools("ContainsAny", x, y), SameTest)


@builtin("ContainsNone[x_, y_]", operator="x")
def contains_none(k, x: Node, y: Node, *, SameTest: Node = S.Automatic):
    """ContainsNone[list1, list2] is True if list1 has no element of list2.

    >> ContainsNone[{a, b}, {c}]
    True
    """
    return not _has_any(k, *_pools("ContainsNone", x, y), SameTest)


@builtin("DisjointQ[x_, y_]", operator="x")
def disjoint_q(k, x: Node, y: Node, *, SameTest: Node = S.Automatic):
    """DisjointQ[list1, list2] is True if the lists have no element in common.

    >> {DisjointQ[{a, b}, {c}], DisjointQ[{a, b}, {b}]}
    {True, False}
    """
    return not _has_any(k, *_pools("DisjointQ", x, y), SameTest)


@builtin("IntersectingQ[x_, y_]", operator="x")
def intersecting_q(k, x: Node, y: Node, *, SameTest: Node = S.Automatic):
    """IntersectingQ[list1, list2] is True if the lists have an element in common.

    >> IntersectingQ[{a, b}, {b, c}]
    True
    """
    return _has_any(k, *_pools("IntersectingQ", x, y), SameTest)
