"""Part specifications: one vocabulary to point into a net, for extraction, replacement and multipliers.

A step is a position ``n`` or ``-n``, a ``"name"``, a span ``m ;; n``, or ``_`` for every part; a list of
steps goes down into nested nets, to an array at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..convert import NOT_CONVERTED
from ..expr import Expr, Integer, Node, S, String
from ..problem import Template
from .shown import typed

if TYPE_CHECKING:
    from .net import Net, Path

NO_PART = Template("netpart", "The part `1` does not exist in `2`, which has `3`.")
NO_PARTS = Template("netparts", "No part of `2` matches `1`.")
NOT_A_PART = Template("netpartspec", "`1` does not specify a part of a net.")


class LayerName(str):
    """The name that a user gave a layer: "6" is no position, wherever the layer stands."""

    __slots__ = ()

    def isdigit(self) -> bool:
        return False


def _is_step(node: Node) -> bool:
    if isinstance(node, (Integer, String)) or node is S.All:
        return True
    return isinstance(node, Expr) and (node.head is S.Span or node == S.Blank())


@dataclass(frozen=True)
class PartSpec:
    """A path of steps; `node` is what the user wrote."""

    steps: tuple[Node, ...]
    node: Node

    @classmethod
    def from_node(cls, node: Node) -> Any:
        steps = node.args if isinstance(node, Expr) and node.head is S.List else (node,)
        return cls(steps, node) if all(map(_is_step, steps)) else NOT_CONVERTED

    def paths(self, net: Net) -> list[Path]:
        """The paths of all parts of `net` that this specifies, in the order of the net.

        Where a step stands for several parts, those that lack the rest of the path are passed over.
        Raises a Problem if nothing is specified at all.
        """
        found = self._paths(net, self.steps, True)
        if not found:
            raise NO_PARTS(typed(self.node), net.wl_head)
        return found

    def path(self, net: Net) -> Path:
        """The path of the one part that this specifies.  Raises a Problem if there are none or several."""
        found = self.paths(net)
        if len(found) != 1:
            raise NOT_A_PART(typed(self.node))
        return found[0]

    def _paths(self, net: Net | None, steps: Sequence[Node], strict: bool) -> list[Path]:
        if not steps:
            return [()]
        if net is None:  # an array has no parts
            if strict:
                raise NO_PART(typed(steps[0]), "an array", "no parts")
            return []
        names = step_names(net, steps[0], strict)
        single = strict and isinstance(steps[0], (Integer, String))
        below = net.children
        return [(name, *rest) for name in names for rest in self._paths(below.get(name), steps[1:], single)]


def step_names(net: Net, step: Node, strict: bool = True) -> list[str]:
    """The names of the parts that one step specifies.  Raises a Problem for a part that does not exist."""
    names, counted = list(net.parts), net.positions
    if isinstance(step, String) and step.value in names:
        return [names[names.index(step.value)]]
    if isinstance(step, Integer) and 0 < abs(step.value) <= len(counted):
        return [counted[step.value - 1 if step.value > 0 else step.value]]
    if step is S.All or step == S.Blank():
        return names
    span = _span(step, counted) if isinstance(step, Expr) and step.head is S.Span else None
    if span is not None:
        return list(counted[span])
    if not strict:
        return []
    raise NO_PART(typed(step), net.wl_head, _shown(net))


def _span(step: Expr, names: Sequence[str]) -> slice | None:
    """The places that ``m ;; n`` or ``m ;; n ;; stride`` names, or None if it names none."""
    if len(step.args) not in (2, 3):
        return None
    first, last = (_place(end, names, whole) for end, whole in zip(step.args, (1, len(names)), strict=False))
    stride = step.args[2] if len(step.args) == 3 else Integer(1)
    if first is None or last is None or not isinstance(stride, Integer) or stride.value < 1:
        return None
    return slice(first - 1, last, stride.value) if first <= last else None


def _place(node: Node, names: Sequence[str], whole: int) -> int | None:
    """A position counted from 1; All stands for `whole`, the end it is at."""
    if isinstance(node, String) and node.value in names:
        return names.index(node.value) + 1
    if isinstance(node, Integer) and 0 < abs(node.value) <= len(names):
        return node.value if node.value > 0 else len(names) + 1 + node.value
    return whole if node is S.All and names else None


def _shown(net: Net) -> str:
    parts = list(net.parts)
    if not parts:
        return "no parts"
    if net.positions and not net.is_named:
        return f"layers 1 to {len(parts)}"
    return "the parts " + ", ".join(f'"{name}"' for name in parts)


def path_node(path: Path) -> Node:
    """A path as the language writes it: numbers for layers without names."""
    steps = tuple(Integer(int(step)) if step.isdigit() else String(step) for step in path)
    return steps[0] if len(steps) == 1 else Expr(S.List, steps)
