"""Datasets as tables of text."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Node, S, is_head
from .text_tables import table

_ROWS, _WIDTH, _CELL = 20, 78, 40  # rows at most, characters in a line, characters in a cell
_MISSING = "\N{EM DASH}"
Write = Callable[[Node], str]


def dataset_form(node: Expr, write: Write) -> str | None:
    """A dataset with the keys of its rows as headings, and how many rows there are if some are left out."""
    if len(node.args) != 1:
        return None
    data = node.args[0]
    if not (is_head(data, S.List) or is_head(data, S.Association)) or not data.args:
        return f"Dataset[{write(data)}]"
    labels, rows = _labels(data, write), _values(data)
    columns = _columns(rows)
    shown = rows[:_ROWS]
    if columns:
        cells = [[_cell(_value(row, key), write) for key in columns] for row in shown]
        headings = [_cell(key, write) for key in columns]
    else:
        cells = [
            [_cell(c, write) for c in row.args] if is_head(row, S.List) else [_cell(row, write)]
            for row in shown
        ]
        headings = []
    if labels is not None:
        cells = [[label, *row] for label, row in zip(labels, cells, strict=False)]
        headings = ["", *headings] if headings else []
    return _text(headings, cells, len(rows))


def _text(headings: list[str], cells: list[list[str]], count: int) -> str:
    while True:
        lines = table([headings, *cells] if headings else cells, gap=3, between=0).split("\n")
        width = max(map(len, lines))
        if width <= _WIDTH or max(map(len, cells), default=0) < 3:
            break
        kept = max(2, len(cells[0]) * _WIDTH // width)  # as many columns as there is room for
        kept = min(kept, max(map(len, cells)) - 1)
        headings = [*headings[: kept - 1], "..."] if headings else headings
        cells = [[*row[: kept - 1], "..."] if len(row) > kept - 1 else row for row in cells]
    if headings:
        lines.insert(1, "-" * width)
    if count > len(cells):
        lines.append(f"... {count} rows")
    return "\n".join(lines)


def _labels(data: Node, write: Write) -> list[str] | None:
    return [_cell(rule.args[0], write) for rule in data.args] if data.head is S.Association else None


def _values(data: Node) -> list[Node]:
    return [rule.args[1] for rule in data.args] if data.head is S.Association else list(data.args)


def _columns(rows: list[Node]) -> list[Node]:
    """The keys of the rows, if all are associations."""
    if not all(is_head(row, S.Association) for row in rows):
        return []
    return list(dict.fromkeys(rule.args[0] for row in rows for rule in row.args))


def _value(row: Node, key: Node) -> Node | None:
    return next((rule.args[1] for rule in row.args if rule.args[0] == key), None)


def _cell(node: Node | None, write: Write) -> str:
    if node is None or is_head(node, S.Missing):
        return _MISSING
    text = " ".join(write(node).split("\n"))
    return text if len(text) <= _CELL else text[: _CELL - 3] + "..."
