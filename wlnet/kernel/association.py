"""Associations: expressions whose arguments are rules with different keys, and finding things in them fast.

An association is an ordinary expression, so that patterns and printing need to know nothing of it.  Where its
keys stand is kept beside it in an index; one made from another by changing one entry takes the index over, so
that a loop that adds entries does not look at all of them again at each turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..expr import Expr, Node, S, String, is_rule
from ..growing import with_appended
from .marks import FOREVER, is_data

_KEPT = 128  # how many associations keep an index


class _Indices:
    """The places of the keys of the associations asked lately."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Expr, dict[Node, int]]] = {}

    def of(self, association: Expr) -> dict[Node, int] | None:
        """Keys and their places; None if the arguments are not all rules."""
        known = self._found.get(id(association))
        if known is not None and known[0] is association:
            return known[1]
        if not is_association(association):
            return None
        places = {rule.args[0]: place for place, rule in enumerate(association.args)}
        self.keep(association, places)
        return places

    def holds(self, association: Expr) -> bool:
        """Whether this keeps a reference to `association`."""
        known = self._found.get(id(association))
        return known is not None and known[0] is association

    def keep(self, association: Expr, places: dict[Node, int]) -> None:
        if len(self._found) >= _KEPT:
            del self._found[next(iter(self._found))]
        self._found[id(association)] = association, places

    def hand_over(self, association: Expr) -> dict[Node, int] | None:
        """The index of `association`, which is changed and given to another one."""
        places = self.of(association)
        self._found.pop(id(association), None)
        return places


INDICES = _Indices()


def is_association(node: Node) -> bool:
    return (
        type(node) is Expr
        and node.head is S.Association
        and (node.mark is FOREVER or all(map(is_rule, node.args)))
    )


def rules_by_key(association: Expr) -> dict[Node, Node]:
    """The rules of an association by their keys, in order."""
    return {rule.args[0]: rule for rule in association.args}


def entry(association: Node, key: Node) -> Node | None:
    """The value at `key`; None if there is none."""
    if type(association) is not Expr or association.head is not S.Association:
        return None
    places = INDICES.of(association)
    place = None if places is None else places.get(key)
    return None if place is None else association.args[place].args[1]


def missing(key: Node) -> Expr:
    return Expr(S.Missing, (String("KeyAbsent"), key))


def lookup(association: Node, key: Node) -> Node:
    """The value at `key`, or what says that it is missing."""
    value = entry(association, key)
    return missing(key) if value is None else value


def association_of(rules: Iterable[Node]) -> Expr:
    """The association with these rules: of several with one key the last counts, at the place of the first.

    It is marked as evaluated if everything in it is data.
    """
    found: dict[Node, Node] = {rule.args[0]: rule for rule in rules}
    made = Expr(S.Association, tuple(found.values()))
    if all(is_data(rule.args) for rule in made.args):
        made.mark = FOREVER
    return made


def pairs_of(items: Mapping[Node, Node] | Iterable[tuple[Node, Node]]) -> Expr:
    """The association with these values at these keys."""
    pairs = items.items() if isinstance(items, Mapping) else items
    return association_of([Expr(S.Rule, pair) for pair in pairs])


def with_rule(association: Expr, rule: Node) -> Expr:
    """The association with one entry more, or another value at a key that it has."""
    places = INDICES.hand_over(association)
    key, args = rule.args[0], association.args
    if places is None or (place := places.get(key)) is None:
        made = Expr(S.Association, with_appended(args, rule))
    else:
        items = list(args)
        items[place] = rule
        made = Expr(S.Association, tuple(items))
    if places is not None:
        places.setdefault(key, len(args))
        INDICES.keep(made, places)
    if association.mark is FOREVER and is_data(rule.args):
        made.mark = FOREVER
    return made


def without_keys(association: Expr, keys: Iterable[Node]) -> Expr:
    """The association without the entries at `keys`."""
    gone = set(keys)
    made = Expr(S.Association, tuple([rule for rule in association.args if rule.args[0] not in gone]))
    made.mark = FOREVER if association.mark is FOREVER else None
    return made
