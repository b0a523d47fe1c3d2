"""StringForm: a text with slots, `` `1` `` or ` `` `, in which expressions stand when it is printed."""

from __future__ import annotations

import re

from ..expr import Expr, String
from .pieces import ATOM, Layout, Piece

_SLOT = re.compile(r"`(\d*|\.)`")


def string_form(node: Expr) -> Layout | None:
    """The text and what is in its slots; None if there is no text, or a slot without a value."""
    if not node.args or type(node.args[0]) is not String:
        return None
    text, values = node.args[0].value, node.args[1:]
    pieces: list[Piece] = []
    last = place = 0
    for slot in _SLOT.finditer(text):
        pieces.append(text[last : slot.start()])
        last = slot.end()
        if slot[1] == ".":
            pieces.append("`")
            continue
        place = int(slot[1]) if slot[1] else place + 1
        if not 1 <= place <= len(values):
            return None
        pieces.append((values[place - 1], 0))
    return ATOM, [*pieces, text[last:]]
