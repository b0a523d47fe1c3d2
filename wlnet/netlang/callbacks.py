"""TrainingProgressFunction: the user's function, called every so often with what can be told of the training.

A function that gives "StopTraining" ends the training and keeps the net; "AbortTraining" abandons it.
Source: reference page of TrainingProgressFunction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ..engine.events import Event
from ..engine.intervals import EACH_ROUND, ROUNDS, SECONDS, Every, Interval
from ..expr import NONE, Expr, Integer, Node, Real, S, String, Symbol, is_head, is_rule
from ..kernel.control import Aborted
from ..problem import Template
from .measures import Measures
from .options import read_interval
from .progress import Moment, association

BAD_FUNCTION = Template(
    "progfun",
    'TrainingProgressFunction -> `1` is neither None, a function, {function, "Interval" -> n}, nor a list of '
    "these.",
)
BAD_SETTING = Template("progopt", '`1` is not a setting here; "Interval" and "MinimumInterval" are.')
NOUGHT, NO_LIMIT = (Integer(0), Real(0.0)), Interval(0.0, SECONDS)
BY_FUNCTION = "function"  # a reason to stop

Observer = Callable[[Event], Any]


def with_intervals(node: Node, usual: Interval, unit: str) -> tuple[Node, Interval]:
    """The form and the interval of ``form`` or ``{form, "Interval" -> n, "MinimumInterval" -> s}``."""
    if not (is_head(node, S.List) and len(node.args) > 1 and all(map(is_rule, node.args[1:]))):
        return node, usual
    interval, minimum = usual, None
    for rule in node.args[1:]:
        name, value = getattr(rule.args[0], "value", getattr(rule.args[0], "name", "")), rule.args[1]
        if name == "Interval":
            interval = read_interval(value, unit)
        elif name == "MinimumInterval":
            least = NO_LIMIT if value in NOUGHT else read_interval(value, "Seconds")
            if least.unit != SECONDS:
                raise BAD_SETTING(rule)
            minimum = least.count
        else:
            raise BAD_SETTING(rule.args[0])
    return node.args[0], interval if minimum is None else replace(interval, minimum=minimum)


@dataclass(frozen=True)
class Callbacks:
    """The functions of TrainingProgressFunction with their intervals."""

    functions: tuple[tuple[Node, Interval], ...] = ()

    @classmethod
    def from_node(cls, node: Node) -> Callbacks:
        """Raises a Problem for what is no function."""
        if node is NONE or node is S.Automatic:
            return cls()
        pair = with_intervals(node, EACH_ROUND, ROUNDS)
        several = pair[0] is node and is_head(node, S.List)
        pairs = [p for item in node.args for p in cls.from_node(item).functions] if several else [pair]
        for function, _ in pairs:
            if not (isinstance(function, Symbol) or is_head(function, S.Function) or _is_composed(function)):
                raise BAD_FUNCTION(node)
        return cls(tuple(pairs))

    def observers(self, k: Any, measures: Measures) -> list[Observer]:
        return [caller(k, function, interval, measures) for function, interval in self.functions]


def _is_composed(node: Node) -> bool:
    return isinstance(node, Expr) and node.head in (S.Composition, S.RightComposition)


def caller(k: Any, function: Node, interval: Interval, measures: Measures) -> Observer:
    """An observer that calls a function whenever it is due."""
    due = Every(interval)

    def observe(event: Event) -> str | None:
        if not due(event):
            return None
        said = k.evaluate(Expr(function, (association(Moment(event, measures)),)))
        if said == String("AbortTraining"):
            raise Aborted
        return BY_FUNCTION if said == String("StopTraining") else None

    return observe
