"""TableForm, MatrixForm, Grid and Column as text: lists within lists, arranged downwards and to the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..expr import Expr, Integer, Node, S, Symbol, is_head, is_rule
from .text_tables import CENTER, LEFT, RIGHT, table

Write = Callable[[Node], str]  # how a part is written
NOTHING, DOWN, ACROSS = Symbol("None"), Symbol("Column"), Symbol("Row")
_SIDES = (LEFT, CENTER, RIGHT)
_NO_END = 1 << 30


def options_of(node: Expr) -> dict[Node, Node]:
    return {arg.args[0]: arg.args[1] for arg in node.args if is_rule(arg)}


def _items(node: Node | None) -> tuple[Node, ...]:
    """The elements of a list; what is no list, as the only one."""
    return () if node is None else node.args if is_head(node, S.List) else (node,)


@dataclass(frozen=True)
class Arrangement:
    """How the levels of a list are arranged; spaces are lines or characters between elements, by level."""

    write: Write
    directions: tuple[Node, ...] = (DOWN, ACROSS)
    spacing: tuple[int | None, ...] = ()
    side: str = LEFT
    depth: int = _NO_END

    def direction(self, level: int) -> Node:
        return self.directions[level % len(self.directions)]

    def space(self, level: int) -> int:
        given = self.spacing[level] if level < len(self.spacing) else None
        if given is not None:
            return given
        outer = level < 2
        return (1 if outer else 0) if self.direction(level) is DOWN else (3 if outer else 1)

    def text(self, node: Node, level: int = 0, headings: list[list[str] | None] | None = None) -> str:
        """`node` with its elements arranged."""
        if level >= self.depth or not is_head(node, S.List):
            return self.write(node)
        down = self.direction(level) is DOWN
        if level + 1 < self.depth and self.direction(level + 1) is not self.direction(level):
            rows = [[self.text(item, level + 2) for item in _items(row)] for row in node.args]
            lines, across = (level, level + 1) if down else (level + 1, level)
        else:
            rows = [[self.text(item, level + 1)] for item in node.args]
            lines = across = level
        if not down:
            width = max(map(len, rows), default=0)
            rows = [[row[i] if i < len(row) else "" for row in rows] for i in range(width)]
        rows = _with_headings(rows, headings) if headings else rows
        return table(rows, self.side, self.space(across), self.space(lines))


def _with_headings(rows: list[list[str]], names: list[list[str] | None]) -> list[list[str]]:
    sides, tops = names
    if sides is not None:
        labels = sides + [""] * (len(rows) - len(sides))
        rows = [[label, *row] for label, row in zip(labels, rows, strict=False)]
    if tops is not None:
        rows = [[""] * (sides is not None) + tops, *rows]
    return rows


def _headings(node: Expr, write: Write) -> list[list[str] | None] | None:
    """The texts at the side and above, as TableHeadings asks for them."""
    asked = options_of(node).get(S.TableHeadings)
    if asked is None or asked is NOTHING:
        return None
    both = [*(asked.args if is_head(asked, S.List) else (asked, asked)), NOTHING][:2]
    rows = _items(node.args[0])
    counts = (len(rows), max((len(_items(row)) for row in rows), default=0))
    found: list[list[str] | None] = []
    for side, count in zip(both, counts, strict=True):
        if side is S.Automatic:
            found.append([str(i + 1) for i in range(count)])
        else:
            found.append(None if side is NOTHING else [write(item) for item in _items(side)])
    return found


def _side(asked: Node | None, default: str) -> str:
    """The side to which columns are flush: the last one that is named."""
    names = [item.name for item in _items(asked) if isinstance(item, Symbol) and item.name in _SIDES]
    return names[-1] if names else default


def _arrangement(node: Expr, write: Write, side: str) -> Arrangement:
    given = options_of(node)
    made = Arrangement(write, side=_side(given.get(S.TableAlignments), side))
    directions = tuple(d for d in _items(given.get(S.TableDirections)) if d in (DOWN, ACROSS))
    if directions:
        other = ACROSS if directions[0] is DOWN else DOWN
        made = replace(made, directions=directions if len(directions) > 1 else (directions[0], other))
    spacing = tuple(s.value if isinstance(s, Integer) else None for s in _items(given.get(S.TableSpacing)))
    depth = given.get(S.TableDepth)
    return replace(made, spacing=spacing, depth=depth.value if isinstance(depth, Integer) else _NO_END)


def _rows_of(node: Node) -> Node:
    """The rows of an association: keys and values."""
    if not is_head(node, S.Association):
        return node
    return Expr(S.List, tuple([Expr(S.List, (rule.args[0], rule.args[1])) for rule in node.args]))


def table_form(node: Expr, write: Write) -> str | None:
    """Columns flush left, an empty line between rows, and what the options ask for."""
    if not node.args:
        return None
    return _arrangement(node, write, LEFT).text(_rows_of(node.args[0]), 0, _headings(node, write))


def matrix_form(node: Expr, write: Write) -> str | None:
    if not node.args:
        return None
    return _arrangement(node, write, CENTER).text(_rows_of(node.args[0]), 0, _headings(node, write))


def grid(node: Expr, write: Write) -> str | None:
    """Columns centred, as Grid and TextGrid do, or as Alignment says."""
    if not node.args or not is_head(node.args[0], S.List):
        return None
    rows = [[write(item) for item in _items(row)] for row in node.args[0].args]
    asked = options_of(node).get(S.Alignment)
    return table(rows, _side(asked, CENTER if S.Center in node.args else LEFT), 3, 1)


def column(node: Expr, write: Write) -> str | None:
    if not node.args or not is_head(node.args[0], S.List):
        return None
    side = _side(node.args[1], LEFT) if len(node.args) > 1 and not is_rule(node.args[1]) else LEFT
    return table([[write(item)] for item in node.args[0].args], side, 0, 0)
