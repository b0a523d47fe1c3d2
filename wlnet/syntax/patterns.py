"""How patterns are laid out: ``x_Integer``, ``x_.``, ``x:a | b``, ``x_:1``, ``(x_)?f``, ``a..``."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Node, S, String, Symbol, is_head
from .pieces import ATOM, Layout, Piece

_MARKS = {S.Blank: "_", S.BlankSequence: "__", S.BlankNullSequence: "___"}
_PATTERN, _OPTIONAL, _REPEATED, _TEST = 150, 140, 170, 680


def blank(node: Expr) -> Layout | None:
    """``_``, ``__h``."""
    text = _blank_text(node)
    return (ATOM, [text]) if text else None


def _blank_text(node: Node) -> str:
    """The text of a blank; "" if `node` is no such blank."""
    if type(node) is not Expr or type(node.head) is not Symbol or (marks := _MARKS.get(node.head)) is None:
        return ""
    if not node.args:
        return marks
    if len(node.args) == 1 and isinstance(node.args[0], Symbol):
        return marks + node.args[0].name
    return ""


def pattern(node: Expr) -> Layout | None:
    """``x_h`` where the pattern is a blank, else ``x:a | b``."""
    if len(node.args) != 2 or not isinstance(node.args[0], Symbol):
        return None
    name, inner = node.args[0].name, node.args[1]
    if text := _blank_text(inner):
        return ATOM, [name + text]
    return _PATTERN, [name, ":", (inner, _PATTERN + 1)]


def optional(node: Expr) -> Layout | None:
    """``x_.``, ``x_h:1``."""
    if len(node.args) not in (1, 2) or type(node.args[0]) is not Expr:
        return None
    first = node.args[0]
    inner = pattern(first) if first.head is S.Pattern else blank(first)
    if inner is None:
        return None
    precedence, pieces = inner
    if len(node.args) == 2:
        return _OPTIONAL, [*pieces, ":", (node.args[1], _PATTERN + 1)]
    plain = precedence == ATOM and str(pieces[0]).endswith("_") and not str(pieces[0]).endswith("__")
    return (ATOM, [*pieces, "."]) if plain else None


def repeated(spelling: str) -> Callable[[Expr], Layout | None]:
    """``a..``; parentheses keep the dots from whatever may end in a digit, a dot or a blank."""

    def layout(node: Expr) -> Layout | None:
        if len(node.args) != 1:
            return None
        (arg,) = node.args
        bare = isinstance(arg, Symbol | String) or is_head(arg, S.List)
        inner: list[Piece] = [(arg, 0)] if bare else ["(", (arg, 0), ")"]
        return _REPEATED, [*inner, spelling]

    return layout


def pattern_test(node: Expr) -> Layout | None:
    """``_?f``, ``(x_)?f``: a name or a head keeps its parentheses."""
    if len(node.args) != 2:
        return None
    tested, test = node.args
    text = _blank_text(tested)
    named = is_head(tested, S.Pattern) or (bool(text) and text.strip("_") != "")
    written: list[Piece] = ["(", (tested, 0), ")"] if named else [(tested, _TEST + 1)]
    return _TEST, [*written, "?", (test, _TEST + 1)]
