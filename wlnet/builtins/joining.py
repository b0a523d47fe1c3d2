"""Putting lists together and opening the lists in them: Join, Catenate, Flatten."""

from __future__ import annotations

from itertools import zip_longest

from ..expr import Expr, Integer, Node, S, Value
from ..kernel.association import association_of
from ..kernel.builtin import builtin
from ..problem import Template
from .levels import parts_of
from .lists import is_list, needed_parts

HEADS = Template("heads", "Heads `1` and `2` at positions `3` and `4` are expected to be the same.")


@builtin("Join[lists___]")
def join(k, lists: tuple[Node, ...]):
    """Join[list1, list2, ...] is the elements of all of them; of associations the last value of a key counts.

    >> {Join[{a}, {b, c}], Join[<|"a" -> 1|>, <|"a" -> 2|>]}
    {{a, b, c}, <|"a" -> 2|>}
    """
    if len(lists) > 1 and type(lists[-1]) is Integer and lists[-1].value > 1:
        return _joined_below(lists[:-1], lists[-1].value)
    if not lists:
        return Expr(S.List)
    if any(type(item) is Value for item in lists):
        return None
    for i, item in enumerate(lists):
        needed_parts(item, "Join", *lists[:i], *lists[i + 1 :], at=i + 1)
    head = lists[0].head
    for i, item in enumerate(lists):
        if item.head != head:
            raise HEADS(head, item.head, 1, i + 1)
    items = tuple(arg for item in lists for arg in item.args)
    return association_of(items) if head is S.Association else Expr(head, items)


def _joined_below(lists: tuple[Node, ...], level: int) -> Node | None:
    """The lists joined at `level`; rows that only some of them have are taken as they are."""
    if not all(type(item) is Expr for item in lists):
        return None
    if level == 1:
        return S.Join(*lists)
    rows = [tuple(row for row in each if row is not None) for each in zip_longest(*(x.args for x in lists))]
    made = [_joined_below(row, level - 1) for row in rows]
    return None if None in made else Expr(lists[0].head, tuple(made))  # type: ignore[arg-type]


@builtin("Catenate[lists_]")
def catenate(k, lists: Node):
    """Catenate[{list1, list2, ...}] is the elements of all of them.

    >> Catenate[{{a}, {b, c}}]
    {a, b, c}
    """
    if type(lists) is not Expr or not all(type(item) is Expr for item in parts_of(lists)):
        return None
    return Expr(S.List, tuple(part for item in parts_of(lists) for part in parts_of(item)))


@builtin("Flatten[x_, n_, head_]")
def flatten(k, x: Node, n: Node = S.Infinity, head: Node | None = None):
    """Flatten[list] is list without the braces in it; Flatten[list, n] opens n levels.

    >> {Flatten[{a, {b, {c}}}], Flatten[{a, {b, {c}}}, 1]}
    {{a, b, c}, {a, b, {c}}}
    """
    if type(x) is not Expr:
        return None
    if is_list(n):
        return _flatten_levels(x, n)
    if type(n) is not Integer and n != Expr(S.DirectedInfinity, (Integer(1),)) and n is not S.Infinity:
        raise _FLEV(n, 2, S.Flatten(x, n) if head is None else S.Flatten(x, n, head))
    depth = n.value if type(n) is Integer else 1 << 30
    same = x.head if head is None else head
    if x.head is S.Association:
        return None
    return Expr(x.head, tuple(flat_items(x.args, same, depth)))


def flat_items(items: tuple[Node, ...], head: Node, depth: int) -> list[Node]:
    found: list[Node] = []
    for item in items:
        if depth > 0 and type(item) is Expr and item.head == head:
            found.extend(flat_items(item.args, head, depth - 1))
        else:
            found.append(item)
    return found


_FLEV = Template(
    "flev",
    "The level argument `1` in position `2` of `3` should be a non-negative integer or Infinity giving the "
    "levels to flatten through or a list of lists of levels to flatten together.",
)
_FLDEP = Template(
    "fldep", "Level `1` specified in `2` exceeds the levels, `3`, which can be flattened together in `4`."
)


def _flatten_levels(x: Expr, spec: Node) -> Node:
    """``Flatten[m, {{2}, {1}}]``: levels put together and in another order; lists may be ragged."""
    groups = [g.args if is_list(g) else None for g in (spec.args if is_list(spec.args[0]) else (spec,))]
    numbers = [[i.value for i in g if type(i) is Integer] if g is not None else [] for g in groups]
    used = [n for group in numbers for n in group]
    if not all(numbers) or min(used) < 1 or len(set(used)) < len(used):
        raise _FLEV(spec, 2, S.Flatten(x, spec))
    deepest = max(used)
    items = list(_placed(x, deepest, x.head, ()))
    if deepest > 1 and any(len(at) < deepest for at, _ in items):
        raise _FLDEP(deepest, spec, min(len(at) for at, _ in items), x)
    numbers += [[n] for n in range(1, deepest + 1) if n not in used]
    keyed = [([tuple(at[n - 1] for n in group) for group in numbers], item) for at, item in items]
    return _nested_by(keyed, 0, len(numbers), x.head)


def _placed(node: Node, deepest: int, head: Node, at: tuple[int, ...]):
    """The parts at level `deepest`, or above it where there is nothing so deep, with their places."""
    if len(at) == deepest or type(node) is not Expr or node.head != head:
        yield at, node
        return
    for i, part in enumerate(node.args):
        yield from _placed(part, deepest, head, (*at, i))


def _nested_by(keyed: list, level: int, count: int, head: Node) -> Node:
    if level == count:
        return keyed[0][1]
    groups: dict[tuple[int, ...], list] = {}
    for item in keyed:
        groups.setdefault(item[0][level], []).append(item)
    return Expr(head, tuple(_nested_by(groups[key], level + 1, count, head) for key in sorted(groups)))
