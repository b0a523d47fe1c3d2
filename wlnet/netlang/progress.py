"""The association that functions see while training: TrainingProgressFunction and its like.

The keys are declared in `progress_keys`.  Values that cost something are worked out when they are looked at:
their entries are delayed rules.  Source: reference page of TrainingProgressFunction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..engine.events import Event
from ..engine.loop import Training
from ..expr import Expr, Foreign, Node, S, String, Value
from ..kernel.builtin import applier
from .measures import Measures


@dataclass(frozen=True)
class Moment:
    """An event, and what is needed to tell of it in the language."""

    event: Event
    measures: Measures | None

    @property
    def training(self) -> Training:
        return self.event.training

    def measured(self, values: Any) -> Node:
        return self.measures.association(values) if self.measures else S.Association()


class Pending(Foreign):
    """A value that is worked out when it is asked for, once."""

    wl_head = "Pending"

    def __init__(self, find: Callable[[], Node]):
        self._find: Callable[[], Node] | None = find
        self._value: Node | None = None

    @property
    def value(self) -> Node:
        if self._value is None:
            assert self._find
            self._value, self._find = self._find(), None
        return self._value

    def to_node(self) -> Node:
        return S.Pending()

    def summary(self) -> str:
        return "Pending[]"


@applier(Pending)
def apply_pending(k: Any, pending: Pending, args: tuple[Node, ...]) -> Node | None:
    return None if args else pending.value


Key = Callable[[Moment], Node]
KEYS: dict[str, tuple[Key, bool]] = {}


def key(name: str, delayed: bool = True) -> Callable[[Key], Key]:
    """Declare a key of the association; not `delayed`: its value costs nothing."""

    def declare(find: Key) -> Key:
        KEYS[name] = find, delayed
        return find

    return declare


def association(moment: Moment) -> Node:
    """All that can be told of a moment."""
    rules = []
    for name, (find, delayed) in KEYS.items():
        if delayed:
            value: Node = Expr(Value(Pending(lambda find=find: find(moment))))  # type: ignore[misc]
            rules.append(S.RuleDelayed(String(name), value))
        else:
            rules.append(S.Rule(String(name), find(moment)))
    return S.Association(*rules)
