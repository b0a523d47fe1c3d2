"""How heads that only say how something looks are written for people: TableForm, Grid, Row, Short, ..."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Integer, Node, S, String, Symbol, is_head, is_rule
from .code_forms import c_form, fortran_form
from .datasets import dataset_form
from .tex import tex_form
from .text_tables import CENTER, LEFT, table

Write = Callable[[Node], str]  # how a part is written
Writer = Callable[[Expr, Write], str | None]

_PAGE = 78  # characters in a line of Short
_SHALLOW = (4, 10)  # levels and elements


def options_of(node: Expr) -> dict[Node, Node]:
    return {arg.args[0]: arg.args[1] for arg in node.args if is_rule(arg)}


def _cells(node: Node, write: Write) -> list[list[str]] | None:
    """The texts of a list of rows; a row that is no list is one cell."""
    if is_head(node, S.Association):
        return [[write(rule.args[0]), write(rule.args[1])] for rule in node.args]
    if not is_head(node, S.List):
        return None
    return [[write(item) for item in row.args] if is_head(row, S.List) else [write(row)] for row in node.args]


def _table_form(node: Expr, write: Write) -> str | None:
    """Columns flush left, an empty line between rows, and headings where TableHeadings asks for them."""
    given = options_of(node)
    rows = _cells(node.args[0], write)
    if rows is None:
        return write(node.args[0]) if node.args else None
    flat = all(not is_head(row, S.List) for row in node.args[0].args)
    side = given.get(S.TableAlignments, Symbol(LEFT))
    sides = [item.name for item in (side.args or (side,)) if isinstance(item, Symbol)] or [LEFT]
    rows = _with_headings(rows, given.get(S.TableHeadings), write)
    gap, between = 3, 0 if flat else 1
    spacing = given.get(S.TableSpacing)
    if is_head(spacing, S.List) and all(isinstance(item, Integer) for item in spacing.args):  # type: ignore[arg-type, union-attr]
        numbers = [item.value for item in spacing.args]  # type: ignore[union-attr]
        between, gap = numbers[0], numbers[1] if len(numbers) > 1 else gap
    return table(rows, sides[-1] if len(sides) < 3 else sides, gap, between)


def _with_headings(rows: list[list[str]], headings: Node | None, write: Write) -> list[list[str]]:
    if headings is None or headings is Symbol("None"):
        return rows
    both = headings.args if is_head(headings, S.List) else (headings, headings)
    sides = [*both, Symbol("None")][:2]
    width = max(map(len, rows), default=0)
    names = [
        None
        if side is Symbol("None")
        else [str(i + 1) for i in range(n)]
        if side is S.Automatic
        else list(map(write, side.args))
        for side, n in zip(sides, (len(rows), width), strict=True)
    ]
    if names[0] is not None:
        labels = names[0] + [""] * (len(rows) - len(names[0]))
        rows = [[label, *row] for label, row in zip(labels, rows, strict=False)]
    if names[1] is not None:
        rows = [[""] * (names[0] is not None) + names[1], *rows]
    return rows


def _matrix_form(node: Expr, write: Write) -> str | None:
    rows = _cells(node.args[0], write) if node.args else None
    return None if rows is None else table(rows, CENTER, 3, 1 if any(len(row) > 1 for row in rows) else 0)


def _grid(node: Expr, write: Write) -> str | None:
    rows = _cells(node.args[0], write) if node.args else None
    return None if rows is None else table(rows, CENTER if S.Center in node.args else LEFT, 3, 1)


def _column(node: Expr, write: Write) -> str | None:
    if not node.args or not is_head(node.args[0], S.List):
        return None
    return "\n".join(map(write, node.args[0].args))


def _row(node: Expr, write: Write) -> str | None:
    if not node.args or not is_head(node.args[0], S.List):
        return None
    between = write(node.args[1]) if len(node.args) > 1 and not is_rule(node.args[1]) else ""
    return between.join(map(write, node.args[0].args))


def _first(node: Expr, write: Write) -> str | None:
    return write(node.args[0]) if node.args else None


def _sparse_array(node: Expr, write: Write) -> str | None:
    if len(node.args) != 4:
        return None
    return f"SparseArray[<{len(node.args[3].args)}>, {write(node.args[1])}]"


# ---- shortened ----


def _skeleton(count: int) -> Node:
    return Expr(S.Skeleton, (Integer(count),))


def _short(node: Expr, write: Write) -> str | None:
    lines = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], Integer) else 1
    return write(shortened(node.args[0], write, _PAGE * lines)) if node.args else None


def shortened(node: Node, write: Write, width: int) -> Node:
    """`node` with arguments in its middle counted, so that its text fits into `width`."""
    text = write(node)
    if len(text) <= width or type(node) is not Expr:
        return String(text[: width // 2] + " ... " + text[-width // 2 :]) if len(text) > width else node
    count = len(node.args)
    args = tuple(node.args)  # each of them once
    parts = args if count < 3 else (*args[: width // 2 + 1], *args[-width // 2 :])
    sizes = {id(part): len(write(part)) + 2 for part in parts}
    if count < 3:
        return Expr(node.head, tuple(shortened(part, write, max(width // count - 4, 12)) for part in args))
    front, back, used = [args[0]], [args[-1]], 12
    used += sizes[id(args[0])] + sizes[id(args[-1])]
    if used > width:
        halves = [shortened(part, write, max(width // 2 - 10, 12)) for part in (front[0], back[0])]
        return Expr(node.head, (halves[0], _skeleton(count - 2), halves[1]))
    while len(front) + len(back) < count:
        at_front = len(front) <= len(back)
        part = args[len(front)] if at_front else args[-1 - len(back)]
        used += sizes.get(id(part), width)
        if used > width:
            break
        (front if at_front else back).append(part)
    return Expr(node.head, (*front, _skeleton(count - len(front) - len(back)), *reversed(back)))


def _shallow(node: Expr, write: Write) -> str | None:
    depth, length = _SHALLOW
    if len(node.args) > 1:
        sizes = node.args[1].args if is_head(node.args[1], S.List) else (node.args[1],)
        depth = sizes[0].value if isinstance(sizes[0], Integer) else 1 << 30
        if len(sizes) > 1:
            length = sizes[1].value if isinstance(sizes[1], Integer) else 1 << 30
    return write(shallow(node.args[0], depth, length)) if node.args else None


def shallow(node: Node, depth: int, length: int) -> Node:
    """`node` without what is deeper than `depth`, and without arguments beyond `length`."""
    if type(node) is not Expr or not node.args:
        return node
    if depth <= 1:
        return Expr(node.head, (_skeleton(len(node.args)),))
    kept = tuple(shallow(arg, depth - 1, length) for arg in node.args[:length])
    left = len(node.args) - len(kept)
    return Expr(node.head, (*kept, _skeleton(left)) if left else kept)


FORMULAS: dict[Node, Write] = {S.TeXForm: tex_form, S.CForm: c_form, S.FortranForm: fortran_form}
WRITERS: dict[Node, Writer] = {
    S.Dataset: dataset_form,
    S.SparseArray: _sparse_array,
    S.TableForm: _table_form,
    S.MatrixForm: _matrix_form,
    S.Grid: _grid,
    S.Column: _column,
    S.Row: _row,
    S.Short: _short,
    S.Shallow: _shallow,
    **{
        head: lambda node, write, form=form: form(node.args[0]) if len(node.args) == 1 else None  # type: ignore[misc]
        for head, form in FORMULAS.items()
    },
    S.Skeleton: lambda node, write: f"<<{write(node.args[0])}>>" if len(node.args) == 1 else None,
    S.Graphics: lambda node, write: "-Graphics-" if node.args else None,
    **dict.fromkeys((S.Style, S.Text, S.Framed, S.Panel, S.Item, S.Tooltip, S.Defer), _first),
}
# heads that are named before the value of an input and left out of Out[n]
LABELLED = frozenset({S.TableForm, S.MatrixForm, S.Short, S.Shallow, *FORMULAS})
