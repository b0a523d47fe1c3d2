"""``<3 -> 1, _ -> None>`` reads as ``<|3 -> 1, _ -> None|>``; here is how its brackets are known.

``<`` opens it where an operand is wanted, which no other program has there.  After ``;`` and ``;;``, which
need no operand, ``<`` is Less unless a ``>`` that compares nothing closes it.

``>`` closes unless an operand follows: in ``<a -> b > c, d -> e>`` the first ``>`` is Greater, the second
closes.  ``+`` and ``-`` count as the sign of an operand if no blank follows them (``b > -1``).  Where the
bracket is the outermost one, an operand is looked for on the same line only.  The elements have to be rules.
"""

from __future__ import annotations

from . import tokens as t
from .cursor import Cursor
from .escapes import comment_end
from .operators import OPERATORS, PREFIX_SHAPES

_OPERANDS = (t.SYMBOL, t.PATTERN, t.NUMERAL, t.STRING, t.SLOT, t.BLANK, t.OUT)
_BEGINNINGS = {o.spelling for o in OPERATORS if o.shape in (*PREFIX_SHAPES, "get")} | t.GROUPING - {"<"}


def operand_follows(cursor: Cursor, position: int, outermost: bool) -> bool:
    """Whether an operand comes next after `position`, so that a ``>`` there stands between two of them."""
    at = cursor.skip_space(position, t.LINE_SPACE if outermost else t.SPACE)
    found = t.MASTER.match(cursor.text, at)
    assert found is not None
    if found.lastindex != t.OPERATOR:
        return found.lastindex in _OPERANDS
    if found[t.OPERATOR] in "+-":
        return not cursor.text[found.end() : found.end() + 1].isspace()
    return found[t.OPERATOR] in _BEGINNINGS


def closes(cursor: Cursor, position: int, outermost: bool) -> bool:
    """Whether a ``>`` that compares nothing closes the ``<`` before `position`."""
    depth = 0
    while found := t.MASTER.match(cursor.text, position):
        position, spelling = found.end(), found[t.OPERATOR]
        if found.lastindex == t.COMMENT:
            position = comment_end(cursor.text, found.start(t.COMMENT))
        if (
            position < 0
            or found.lastindex == t.END
            or (found.lastindex == t.NEWLINE and outermost and not depth)
        ):
            return False
        if spelling in t.BRACKETS and spelling != "<":
            depth += 1
        elif spelling in t.CLOSERS:
            depth -= 1
        elif spelling in (">", ">>") and not depth and not operand_follows(cursor, position, outermost):
            return True
        if depth < 0 or (spelling == ";" and not depth):
            return False
    return False
