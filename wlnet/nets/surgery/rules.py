"""LearningRateMultipliers of a container when its layers move to other places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ...expr import NONE, Expr, Integer, Node, S, String, to_node
from ..multipliers import Multipliers, first_matches
from ..net import Net, Path

Moved = Callable[[Path], Path | None]  # from a place in the old net to that in the new one, None: gone


def moved_rules(net: Net, moved: Moved) -> list[Node]:
    """The container's own multipliers as rules for single arrays, at the places they have now."""
    if net.multipliers is None:
        return []
    rules: list[Node] = []
    for path, factor in first_matches(net, net.multipliers).items():
        new = moved(path)
        if new is not None:
            rules.append(S.Rule(steps_node(new), NONE if factor is None else to_node(factor)))
    return rules


def renamed_by(names: Mapping[str, str]) -> Moved:
    """The layers in `names` have new names in another container, others are gone."""
    return lambda path: (names[path[0]], *path[1:]) if path[0] in names else None


def joined_rules(rules: Sequence[Node]) -> Multipliers | None:
    return Multipliers.from_node(S.List(*rules)) if rules else None


def transferred(net: Net, names: Mapping[str, str]) -> Multipliers | None:
    """The container's own multipliers for the layers that are kept, by their new names."""
    if net.multipliers is not None and not net.multipliers.rules:
        return net.multipliers
    if net.multipliers is not None and all(not spec.steps for spec, _ in net.multipliers.rules):
        return net.multipliers  # one factor for everything
    return joined_rules(moved_rules(net, renamed_by(names)))


def steps_node(path: Path) -> Node:
    """A path as a list of steps: numbers for layers without names."""
    return Expr(S.List, tuple(Integer(int(step)) if step.isdigit() else String(step) for step in path))
