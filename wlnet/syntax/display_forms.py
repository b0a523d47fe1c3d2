"""How heads that only say how something looks are written for people: TableForm, Grid, Row, Short, ..."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Integer, Node, S, String, is_head, is_rule
from .code_forms import c_form, fortran_form
from .datasets import dataset_form
from .table_forms import column, grid, matrix_form, table_form
from .tex import tex_form
from .unit_names import quantity_form

Write = Callable[[Node], str]  # how a part is written
Writer = Callable[[Expr, Write], str | None]

_PAGE = 78  # characters in a line of Short
_SHALLOW = (4, 10)  # levels and elements


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


_NARROW = 12  # what is given no more room than this is only counted


def shortened(node: Node, write: Write, width: int) -> Node:
    """`node` with arguments in its middle counted, so that its text fits into `width`."""
    text = write(node)
    if len(text) <= width or type(node) is not Expr:
        return String(text[: width // 2] + " ... " + text[-width // 2 :]) if len(text) > width else node
    count = len(node.args)
    if width <= _NARROW and count:
        return Expr(node.head, (_skeleton(count),))
    args = tuple(node.args)  # each of them once
    parts = args if count < 3 else (*args[: width // 2 + 1], *args[-width // 2 :])
    sizes = {id(part): len(write(part)) + 2 for part in parts}
    if count < 3:
        return Expr(
            node.head, tuple(shortened(part, write, max(width // count - 4, _NARROW)) for part in args)
        )
    front, back, used = [args[0]], [args[-1]], 12
    used += sizes[id(args[0])] + sizes[id(args[-1])]
    if used > width:
        halves = [shortened(part, write, max(width // 2 - 10, _NARROW)) for part in (front[0], back[0])]
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
    S.Quantity: quantity_form,
    S.TableForm: table_form,
    S.MatrixForm: matrix_form,
    S.Grid: grid,
    S.TextGrid: grid,
    S.Column: column,
    S.Row: _row,
    S.Short: _short,
    S.Shallow: _shallow,
    **{
        head: lambda node, write, form=form: form(node.args[0]) if len(node.args) == 1 else None  # type: ignore[misc]
        for head, form in FORMULAS.items()
    },
    S.Skeleton: lambda node, write: f"<<{write(node.args[0])}>>" if len(node.args) == 1 else None,
    S.Graphics: lambda node, write: "-Graphics-" if node.args else None,
    S.Graphics3D: lambda node, write: "-Graphics3D-" if node.args else None,
    **dict.fromkeys(
        (
            S.Style,
            S.Text,
            S.Framed,
            S.Panel,
            S.Item,
            S.Tooltip,
            S.Defer,
            S.Button,
            S.Hyperlink,
            S.Annotation,
            S.Interpretation,
            S.Highlighted,
            S.Pane,
            S.Magnify,
        ),
        _first,
    ),
}
# heads that are named before the value of an input and left out of Out[n]
LABELLED = frozenset({S.TableForm, S.MatrixForm, S.Short, S.Shallow, *FORMULAS})
