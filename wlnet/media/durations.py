"""Lengths of time out of expressions: numbers of seconds, and quantities of a unit of time."""

from __future__ import annotations

from ..convert import NOT_CONVERTED, from_node
from ..expr import Expr, Node, S, String

SECONDS = {
    "Nanoseconds": 1e-9,
    "Microseconds": 1e-6,
    "Milliseconds": 1e-3,
    "Seconds": 1.0,
    "Minutes": 60.0,
    "Hours": 3600.0,
}


def seconds_of(node: Node) -> float | None:
    """The seconds in a number or a ``Quantity[t, "unit"]``; None for anything else."""
    if isinstance(node, Expr) and node.head is S.Quantity and len(node.args) == 2:
        unit, node = node.args[1], node.args[0]
        scale = SECONDS.get(unit.value) if isinstance(unit, String) else None
    else:
        scale = 1.0
    number = from_node(float, node)
    return None if scale is None or number is NOT_CONVERTED else number * scale
