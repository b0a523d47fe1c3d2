"""Long lines are broken behind spaces, and what goes on is marked by ``>``, as a kernel prints it."""

from __future__ import annotations

_LEAST = 20  # characters; a narrower page is not worth having
CONTINUED = "\n\n>    "
TYPED = "\n "  # InputForm goes on in the next line, so that it can still be read


def broken(text: str, width: int, joint: str = CONTINUED, least: int = _LEAST) -> str:
    """`text` in lines of at most `width` characters; one of several lines stays as it is."""
    width = max(width, least)
    if "\n" in text or len(text) <= width:
        return text
    lines, rest, indent = [], text, 0
    after = len(joint.rpartition("\n")[2])
    while len(rest) > width - indent:
        room = max(width - indent, 1)
        at = rest.rfind(" ", 1, room + 1)
        at = at if at > 0 else room
        lines.append(rest[:at].rstrip())
        rest, indent = rest[at:].lstrip(), after
    return joint.join([*lines, rest])
