"""Texts side by side: columns, tables, and pieces of several lines within a line."""

from __future__ import annotations

from collections.abc import Sequence

LEFT, RIGHT, CENTER = "Left", "Right", "Center"


class Block(str):
    """A text of one or more lines that keeps its shape where other text stands beside it."""

    __slots__ = ()


def beside(pieces: Sequence[str]) -> str:
    """The pieces next to each other, those with fewer lines at the middle of the others."""
    columns = [piece.split("\n") for piece in pieces if piece]
    height = max(map(len, columns), default=1)
    lines = [""] * height
    for column in columns:
        width, above = max(map(len, column)), (height - len(column)) // 2
        padded = [""] * above + column
        for i in range(height):
            lines[i] += (padded[i] if i < len(padded) else "").ljust(width)
    return "\n".join(line.rstrip() for line in lines)


def table(
    rows: Sequence[Sequence[str]], columns: str | Sequence[str] = LEFT, gap: int = 3, between: int = 1
) -> str:
    """Rows of cells, each cell of one or more lines; `between` is how many empty lines part the rows."""
    count = max(map(len, rows), default=0)
    cells = [[cell.split("\n") for cell in row] + [[""]] * (count - len(row)) for row in rows]
    widths = [max((len(line) for row in cells for line in row[i]), default=0) for i in range(count)]
    sides = [columns if isinstance(columns, str) else columns[i % len(columns)] for i in range(count)]
    found: list[str] = []
    for row in cells:
        if found:
            found += [""] * between
        for i in range(max(map(len, row), default=1)):
            parts = [
                _aligned(cell[i] if i < len(cell) else "", width, side)
                for cell, width, side in zip(row, widths, sides, strict=True)
            ]
            found.append((" " * gap).join(parts).rstrip())
    return "\n".join(found)


def _aligned(text: str, width: int, side: str) -> str:
    if side == RIGHT:
        return text.rjust(width)
    if side == CENTER:
        return (" " * ((width - len(text)) // 2) + text).ljust(width)
    return text.ljust(width)
