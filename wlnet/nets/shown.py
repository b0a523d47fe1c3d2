"""How what the user gave is shown in messages of the net library."""

from __future__ import annotations

from ..expr import Node, S, Value


def typed(node: Node) -> Node:
    """`node` as the user would type it, so that "None" differs from None; values are shown in brief."""
    return node if isinstance(node, Value) else S.InputForm(node)
