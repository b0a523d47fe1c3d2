"""LearningRateMultipliers: rules from parts of a net to factors of the learning rate.

For each array the first rule that covers it decides, and 1 where none does.  0 and None freeze an array; a
negative factor ascends; ``part1 | part2`` on the left stands for a rule each, as in
TrainingUpdateSchedule.  Rules stand on NetTrain, on containers and on layers: those of NetTrain are asked
first, then those of the outermost container, and so on inwards to the layer's own.  All places of a shared
array have one factor, that of the first rule which covers any of them.
Source: reference page of LearningRateMultipliers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..convert import NOT_CONVERTED, from_node
from ..expr import NONE, Expr, Integer, Node, S, is_head, is_rule, to_node
from ..problem import Template
from .parts import NOT_A_PART, PartSpec
from .shown import typed

if TYPE_CHECKING:
    from .net import Net, Path

Factor = float | int | None
LARGEST = 3.4e38  # of a 32-bit real

NOT_MULTIPLIERS = Template(
    "lrmult",
    "LearningRateMultipliers -> `1` is neither Automatic, a number, None, nor rules part -> multiplier.",
)
NOT_A_FACTOR = Template(
    "lrmultval", "The learning rate multiplier in `1` is `2`; a number or None was expected."
)


@dataclass(frozen=True)
class Multipliers:
    """Rules in the order of the user; `node` is what the user wrote."""

    rules: tuple[tuple[PartSpec, Factor], ...] = ()
    node: Node = S.Automatic

    @property
    def freezes_all(self) -> bool:
        """Whether this is the factor 0 or None for everything."""
        return len(self.rules) == 1 and not self.rules[0][0].steps and not self.rules[0][1]

    @classmethod
    def from_node(cls, node: Node) -> Multipliers:
        """The rules of Automatic, one factor for all arrays, a rule, or rules in a list or an association.

        Raises a Problem for anything else.
        """
        if node is S.Automatic:
            return cls()
        factor = _factor(node)
        if factor is not NOT_CONVERTED:
            everything = PartSpec((), S.Blank())
            return cls(((everything, factor),), node)
        is_list = isinstance(node, Expr) and node.head in (S.List, S.Association)
        rules = node.args if is_list else (node,)
        if not all(map(is_rule, rules)):
            raise NOT_MULTIPLIERS(typed(node))
        return cls(tuple(_rule(rule, part) for rule in rules for part in _alternatives(rule.args[0])), node)

    def covered(self, net: Net, at: Path) -> Iterator[tuple[set[Path], Factor]]:
        """For each rule the paths of the parts it names in `net`, which is found at `at`, and its factor."""
        for spec, factor in self.rules:
            paths = spec.paths(net) if spec.steps else [()]
            yield {(*at, *path) for path in paths}, factor


def _factor(node: Node) -> Any:
    if node is NONE:
        return None
    value = from_node(float, node)
    if value is NOT_CONVERTED or abs(value) > LARGEST:
        return NOT_CONVERTED
    return node.value if isinstance(node, Integer) else value


def _alternatives(part: Node) -> tuple[Node, ...]:
    """The parts that ``part1 | part2`` stands for."""
    return part.args if is_head(part, S.Alternatives) else (part,)


def _rule(rule: Node, part: Node) -> tuple[PartSpec, Factor]:
    value = rule.args[1]
    spec = PartSpec.from_node(part)
    if spec is NOT_CONVERTED or not spec.steps:
        raise NOT_A_PART(typed(part))
    factor = _factor(value)
    if factor is NOT_CONVERTED:
        raise NOT_A_FACTOR(typed(rule), typed(value))
    return spec, factor


def effective(net: Net, option: Multipliers | None = None) -> dict[Path, Factor]:
    """The factor of every array of `net`, in training with `option` on NetTrain.

    Raises a Problem for a rule that names no part of the net.
    """
    rules = list(option.covered(net, ())) if option else []
    rules += [rule for at, part in _holders(net, ()) for rule in part.multipliers.covered(part, at)]  # type: ignore
    places: dict[str, list[Path]] = {}
    for path, name in net.shared().items():
        places.setdefault(name, []).append(path)
    together = {path: paths for paths in places.values() for path in paths}
    return {path: _first(rules, together.get(path, [path])) for path in net.array_specs()}


def first_matches(net: Net, rules: Multipliers) -> dict[Path, Factor]:
    """The factor of each array that one of the rules covers."""
    covered = list(rules.covered(net, ()))
    factors = {path: _first(covered, [path], NOT_CONVERTED) for path in net.array_specs()}
    return {path: factor for path, factor in factors.items() if factor is not NOT_CONVERTED}


def _first(rules: list[tuple[set[Path], Factor]], places: list[Path], otherwise: Any = 1) -> Any:
    prefixes = {place[:n] for place in places for n in range(len(place) + 1)}
    return next((factor for covered, factor in rules if not prefixes.isdisjoint(covered)), otherwise)


def _holders(net: Net, at: Path) -> Iterator[tuple[Path, Net]]:
    """The parts of the net with rules of their own, outer before inner."""
    if net.multipliers is not None:
        yield at, net
    for name, part in net.children.items():
        yield from _holders(part, (*at, name))


def trained(factors: dict[Path, Factor]) -> dict[Path, float]:
    """The arrays that training moves: those whose factor is neither 0 nor None."""
    return {path: float(factor) for path, factor in factors.items() if factor}


def multipliers_node(factors: dict[Path, Factor], path_node: Any) -> Node:
    """The association from paths to factors."""
    rules = (
        Expr(S.Rule, (path_node(path), NONE if f is None else to_node(f))) for path, f in factors.items()
    )
    return Expr(S.Association, tuple(rules))
