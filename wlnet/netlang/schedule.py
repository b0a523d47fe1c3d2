"""TrainingUpdateSchedule: which arrays change in which steps.

Groups take turns, cyclically, a step each; ``group -> s`` takes s steps in a row.  A group is a part of the
net, ``part1 | part2``, or ``_`` for everything.  Arrays in no group never change; all places of a shared
array have the turns of any of them.  The moving averages of a layer, too, stay as they are out of their turn
(the layer still looks at the batch); that is our reading of "stay fixed".
Source: reference page of TrainingUpdateSchedule.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..convert import NOT_CONVERTED
from ..expr import Integer, Node, S, is_head, is_rule
from ..nets.net import Net, Path
from ..nets.parts import NOT_A_PART, PartSpec
from ..problem import Template

BAD_SCHEDULE = Template(
    "schedule", "TrainingUpdateSchedule -> `1` is neither Automatic nor a list of groups of arrays."
)
BAD_STEPS = Template("schedsteps", "`1` is not a number of steps for a group of arrays.")


@dataclass(frozen=True)
class Schedule:
    """Groups, each with its parts and a number of steps; none: every array changes in every step."""

    groups: tuple[tuple[tuple[PartSpec, ...], int], ...] = ()
    node: Node = S.Automatic

    @classmethod
    def from_node(cls, node: Node) -> Schedule:
        """Raises a Problem for what is no schedule."""
        if node is S.Automatic:
            return cls()
        if not is_head(node, S.List) or not node.args:
            raise BAD_SCHEDULE(node)
        return cls(tuple(map(_group, node.args)), node)

    @property
    def cycle(self) -> int:
        """After how many steps the groups begin again."""
        return sum(steps for _, steps in self.groups) or 1

    def turns(self, net: Net) -> dict[Path, tuple[int, ...]] | None:
        """The steps in which each array of `net` changes that ever does; None: all of them, always."""
        if not self.groups:
            return None
        found: dict[Path, set[int]] = {}
        start = 0
        for parts, steps in self.groups:
            for path in _arrays(net, parts):
                found.setdefault(path, set()).update(range(start, start + steps))
            start += steps
        _unite(net, found)
        return {path: tuple(sorted(turns)) for path, turns in found.items()}


def _group(node: Node) -> tuple[tuple[PartSpec, ...], int]:
    steps = 1
    if is_rule(node):
        node, count = node.args
        if not isinstance(count, Integer) or count.value < 1:
            raise BAD_STEPS(count)
        steps = count.value
    parts = node.args if is_head(node, S.Alternatives) else (node,)
    specs = tuple(map(PartSpec.from_node, parts))
    for spec, part in zip(specs, parts, strict=True):
        if spec is NOT_CONVERTED or not spec.steps:
            raise NOT_A_PART(part)
    return specs, steps


def _arrays(net: Net, parts: tuple[PartSpec, ...]) -> list[Path]:
    """The arrays within some parts of a net."""
    roots = {path for part in parts for path in part.paths(net)}
    inside = ((path, {path[:n] for n in range(len(path) + 1)}) for path in net.array_specs())
    return [path for path, prefixes in inside if not prefixes.isdisjoint(roots)]


def _unite(net: Net, turns: dict[Path, set[int]]) -> None:
    """Give all places of a shared array the turns of any of them."""
    together: dict[str, set[int]] = {}
    names = net.shared()
    for path, found in turns.items():
        if path in names:
            together.setdefault(names[path], set()).update(found)
    for path, name in names.items():
        if name in together:
            turns[path] = together[name]
