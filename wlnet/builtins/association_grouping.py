"""Putting the elements of lists and associations into groups: by a function, by equality, by place."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Integer, Node, S, is_head, is_rule
from ..kernel.association import association_of, is_association, pairs_of
from ..kernel.builtin import builtin
from ..problem import Template
from .associations import needed_rules

NO_LIST = Template("list1", "A list or an association is expected instead of `1`.")


def elements(node: Node) -> tuple[Node, ...]:
    """The elements of a list, the values of an association."""
    if is_association(node):
        return tuple([rule.args[1] for rule in node.args])
    if not is_head(node, S.List):
        raise NO_LIST(node)
    return node.args


@builtin("GroupBy[items_, f_, reduce_]", operator="items")
def group_by(k, items: Node, f: Node, reduce: Node | None = None):
    """GroupBy[list, f] gives an association of the elements with the same value of f, for each value.

    GroupBy[list, f -> g] collects g of the elements, GroupBy[list, {f1, f2, ...}] groups the groups again,
    and GroupBy[list, f, reduce] gives reduce of each group.

    >> {GroupBy[{{a, 1}, {b, 2}, {a, 3}}, First -> Last], GroupBy[Range[4], OddQ, Total]}
    {<|a -> {1, 3}, b -> {2}|>, <|True -> 4, False -> 6|>}
    """
    if not is_association(items) and not is_head(items, S.List):
        return None
    levels = f.args if is_head(f, S.List) else (f,)
    finish = None if reduce is None else k.function(reduce)
    return _grouped(k, items, levels, finish)


def _grouped(k, items: Node, levels: tuple[Node, ...], finish: Callable[[Node], Node] | None) -> Node:
    if not levels:
        return items if finish is None else finish(items)
    by, take = levels[0].args if is_rule(levels[0]) else (levels[0], None)
    key_of = k.function(by)
    take_from = None if take is None else k.function(take)
    of_rules = is_association(items)
    groups: dict[Node, list[Node]] = {}
    for item in items.args:
        value = item.args[1] if of_rules else item
        taken = value if take_from is None else take_from(value)
        kept = Expr(item.head, (item.args[0], taken)) if of_rules else taken
        groups.setdefault(key_of(value), []).append(kept)

    def collected(group: list[Node]) -> Node:
        return association_of(group) if of_rules else k.evaluated_list(group)

    return pairs_of(
        [(key, _grouped(k, collected(group), levels[1:], finish)) for key, group in groups.items()]
    )


@builtin("Counts[items_]")
def counts(k, items: Node):
    """Counts[list] gives an association of the different elements and how often each is there.

    >> Counts[{b, a, b}]
    <|b -> 2, a -> 1|>
    """
    return _counted(elements(items))


@builtin("CountsBy[items_, f_]", operator="items")
def counts_by(k, items: Node, f: Node):
    """CountsBy[list, f] gives an association of the values of f for the elements and how often each comes.

    >> CountsBy[Range[5], OddQ]
    <|True -> 3, False -> 2|>
    """
    apply = k.function(f)
    return _counted(tuple([apply(item) for item in elements(items)]))


def _counted(items: tuple[Node, ...]) -> Expr:
    found: dict[Node, int] = {}
    for item in items:
        found[item] = found.get(item, 0) + 1
    return pairs_of([(item, Integer(count)) for item, count in found.items()])


@builtin("PositionIndex[items_]")
def position_index(k, items: Node):
    """PositionIndex[list] gives an association of the different elements and the places where each stands.

    >> {PositionIndex[{a, b, a}], PositionIndex[<|x -> 1, y -> 1|>]}
    {<|a -> {1, 3}, b -> {2}|>, <|1 -> {x, y}|>}
    """
    places: dict[Node, list[Node]] = {}
    if is_association(items):
        for rule in needed_rules(items):
            places.setdefault(rule.args[1], []).append(rule.args[0])
    else:
        for i, item in enumerate(elements(items)):
            places.setdefault(item, []).append(Integer(i + 1))
    return pairs_of([(item, k.evaluated_list(found)) for item, found in places.items()])
