"""PerformanceGoal of NetTrain: what to favour."""

from __future__ import annotations

from dataclasses import dataclass

from ..expr import Node, S, String, is_head
from ..nets.shown import typed
from ..problem import Template

BAD_GOAL = Template("perfgoal", "PerformanceGoal -> `1` is not available; Automatic and `2` are.")
SPEED, MEMORY = ("TrainingSpeed", "Speed"), ("TrainingMemory", "Memory")
GOALS = (*SPEED, *MEMORY, "Quality")


@dataclass(frozen=True)
class Goal:
    """PerformanceGoal -> "TrainingMemory" keeps nothing of the data but what is given.

    Automatic, "TrainingSpeed" and "Quality" let what comes before the first trained layer be computed once
    for all data, as far as a budget of memory allows; results are the same.  Of several goals in a list the
    first decides.  The goals are documented, what they do is ours.
    """

    precompute: bool = True

    @classmethod
    def from_node(cls, node: Node) -> Goal:
        """Raises a Problem for what is no goal."""
        if node is S.Automatic:
            return cls()
        names = node.args if is_head(node, S.List) and node.args else (node,)
        if any(not isinstance(name, String) or name.value not in GOALS for name in names):
            raise BAD_GOAL(typed(node), ", ".join(f'"{goal}"' for goal in GOALS))
        return cls(names[0].value not in MEMORY)  # type: ignore[attr-defined]
