"""Associations: expressions whose arguments are rules with different keys, and finding things in them fast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..expr import Expr, Node, S, String, is_rule

_KEPT = 128  # how many associations keep an index


class _Indices:
    """The places of the keys of the associations asked lately."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Expr, dict[Node, Node]]] = {}

    def of(self, association: Expr) -> dict[Node, Node]:
        known = self._found.get(id(association))
        if known is not None and known[0] is association:
            return known[1]
        index = {rule.args[0]: rule for rule in association.args}
        if len(self._found) >= _KEPT:
            del self._found[next(iter(self._found))]
        self._found[id(association)] = association, index
        return index


_indices = _Indices()


def is_association(node: Node) -> bool:
    return type(node) is Expr and node.head is S.Association and all(map(is_rule, node.args))


def rules_by_key(association: Expr) -> Mapping[Node, Node]:
    """The rules of an association by their keys, in order."""
    return _indices.of(association)


def entry(association: Node, key: Node) -> Node | None:
    """The value at `key`; None if there is none."""
    if not is_association(association):
        return None
    assert type(association) is Expr
    rule = _indices.of(association).get(key)
    return None if rule is None else rule.args[1]


def missing(key: Node) -> Expr:
    return Expr(S.Missing, (String("KeyAbsent"), key))


def lookup(association: Node, key: Node) -> Node:
    """The value at `key`, or what says that it is missing."""
    value = entry(association, key)
    return missing(key) if value is None else value


def association_of(rules: Iterable[Node]) -> Expr:
    """The association with these rules: of several with one key the last counts, at the place of the first."""
    found: dict[Node, Node] = {}
    for rule in rules:
        found[rule.args[0]] = rule
    return Expr(S.Association, tuple(found.values()))


def pairs_of(items: Mapping[Node, Node] | Iterable[tuple[Node, Node]]) -> Expr:
    """The association with these values at these keys."""
    pairs = items.items() if isinstance(items, Mapping) else items
    return Expr(S.Association, tuple([Expr(S.Rule, pair) for pair in pairs]))
