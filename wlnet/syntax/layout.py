"""How each head is laid out in a line: by its operator in the table, or in a way of its own.

A layout function gives None where the arguments do not suit it; then the node is laid out as a call.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..expr import NULL, Expr, Integer, Node, S, String, Symbol, is_head, is_rule
from . import patterns, quotients
from .operators import OPERATORS
from .pieces import ATOM, CALL, DIVIDE, NEGATIVE, POWER, TIMES, Layout, Piece, call, commas, joined, operand

LayoutOf = Callable[[Expr], Layout | None]

_TIGHT = ("*", "**", "^", "<>", "~~")
_NAME = re.compile(r"[A-Za-z$][A-Za-z0-9$]*")
_TAG = re.compile(r"[A-Za-z0-9$]+")


# operators of the table


def _binary(spelling: str, precedence: int, left: int, right: int) -> LayoutOf:
    def layout(node: Expr) -> Layout | None:
        if len(node.args) != 2:
            return None
        return precedence, [
            (node.args[0], precedence + left),
            f" {spelling} ",
            (node.args[1], precedence + right),
        ]

    return layout


def _flat(spelling: str, precedence: int) -> LayoutOf:
    joint = spelling if spelling in _TIGHT else f" {spelling} "

    def layout(node: Expr) -> Layout | None:
        return (precedence, joined(joint, node.args, precedence + 1)) if len(node.args) > 1 else None

    return layout


def _prefix(spelling: str, precedence: int) -> LayoutOf:
    def layout(node: Expr) -> Layout | None:
        return (precedence, [spelling, (node.args[0], precedence + 1)]) if len(node.args) == 1 else None

    return layout


def _postfix(spelling: str, precedence: int) -> LayoutOf:
    def layout(node: Expr) -> Layout | None:
        return (precedence, [(node.args[0], precedence + 1), spelling]) if len(node.args) == 1 else None

    return layout


# heads with a layout of their own


def _list(node: Expr) -> Layout:
    return ATOM, ["{", *commas(node.args), "}"]


def _association(node: Expr) -> Layout | None:
    return (ATOM, ["<|", *commas(node.args), "|>"]) if all(map(is_rule, node.args)) else None


def _part(node: Expr) -> Layout | None:
    if len(node.args) < 2:
        return None
    return CALL, [operand(node.args[0]), "[[", *joined(",", node.args[1:], 0), "]]"]


def _not(node: Expr) -> Layout | None:
    return (230, [" !", (node.args[0], 230)]) if len(node.args) == 1 else None


def _not_for_people(node: Expr) -> Layout | None:
    return (230, ["!", (node.args[0], 230)]) if len(node.args) == 1 else None


def _or(node: Expr) -> Layout | None:
    """``(a && b) || c``: conjunctions keep their parentheses."""
    return (215, joined(" || ", node.args, 221)) if len(node.args) > 1 else None


def _compound(node: Expr) -> Layout | None:
    if len(node.args) < 2:
        return None
    if node.args[-1] is NULL:
        return 10, [*joined("; ", node.args[:-1], 11), "; "]
    return 10, joined("; ", node.args, 11)


def _tag_set(spelling: str) -> LayoutOf:
    def layout(node: Expr) -> Layout | None:
        if len(node.args) != 3:
            return None
        tag, pattern, value = node.args
        return 40, [(tag, 46), " /: ", (pattern, 46), f" {spelling} ", (value, 40)]

    return layout


def _tag_unset(node: Expr) -> Layout | None:
    if len(node.args) != 2:
        return None
    return 40, [(node.args[0], 46), " /: ", (node.args[1], 46), " =."]


def _span(node: Expr) -> Layout | None:
    return (297, joined(" ;; ", node.args, 298)) if len(node.args) in (2, 3) else None


def _inequality(node: Expr) -> Layout | None:
    signs = [sign for sign in node.args[1::2] if type(sign) is Symbol and sign in _COMPARISONS]
    if len(node.args) < 5 or len(node.args) != 2 * len(signs) + 1 or len(set(signs)) == 1:
        return None
    pieces: list[Piece] = [(node.args[0], 291)]
    for sign, arg in zip(node.args[1::2], node.args[2::2], strict=True):
        pieces += (f" {_COMPARISONS[sign]} ", (arg, 291))
    return 290, pieces


def _slot(node: Expr) -> Layout | None:
    arg = node.args[0] if len(node.args) == 1 else NULL
    if isinstance(arg, Integer) and arg.value >= 0:
        return ATOM, [f"#{arg.value}"]
    if isinstance(arg, String):
        return ATOM, ["#", arg.value if _NAME.fullmatch(arg.value) else (arg, 0)]
    return None


def _slot_sequence(node: Expr) -> Layout | None:
    arg = node.args[0] if len(node.args) == 1 else NULL
    return (ATOM, [f"##{arg.value}"]) if isinstance(arg, Integer) and arg.value >= 0 else None


def _out(node: Expr) -> Layout | None:
    if not node.args:
        return ATOM, ["%"]
    arg = node.args[0] if len(node.args) == 1 else NULL
    if not isinstance(arg, Integer) or arg.value == -1 or arg.value < -5:
        return None
    return ATOM, [f"%{arg.value}" if arg.value >= 0 else "%" * -arg.value]


def _message_name(node: Expr) -> Layout | None:
    symbol, *tags = node.args or (NULL,)
    if not tags or not isinstance(symbol, Symbol):
        return None
    names = [tag.value for tag in tags if isinstance(tag, String) and _TAG.fullmatch(tag.value)]
    return (750, ["::".join((symbol.name, *names))]) if len(names) == len(tags) else None


def _directed_infinity(node: Expr) -> Layout | None:
    """``Infinity`` and ``ComplexInfinity``, which evaluate to DirectedInfinity."""
    if not node.args:
        return ATOM, ["ComplexInfinity"]
    direction = node.args[0].value if len(node.args) == 1 and isinstance(node.args[0], Integer) else 0
    if direction == 1:
        return ATOM, ["Infinity"]
    return (NEGATIVE, ["-Infinity"]) if direction == -1 else None


_COMPARISONS: dict[Node, str] = {
    Symbol(o.head): o.spelling for o in OPERATORS if o.shape == "compare" and o.spelling.isascii()
}
_OWN: dict[Node, LayoutOf] = {
    S.List: _list,
    S.Association: _association,
    S.Part: _part,
    S.Function: _postfix(" & ", 90),
    S.Not: _not,
    S.Or: _or,
    S.CompoundExpression: _compound,
    S.TagSet: _tag_set("="),
    S.TagSetDelayed: _tag_set(":="),
    S.TagUnset: _tag_unset,
    S.Unset: _postfix(" =.", 40),
    S.Span: _span,
    S.Slot: _slot,
    S.SlotSequence: _slot_sequence,
    S.Out: _out,
    S.MessageName: _message_name,
    S.DirectedInfinity: _directed_infinity,
    S.Blank: patterns.blank,
    S.BlankSequence: patterns.blank,
    S.BlankNullSequence: patterns.blank,
    S.Pattern: patterns.pattern,
    S.Optional: patterns.optional,
    S.Repeated: patterns.repeated(".."),
    S.RepeatedNull: patterns.repeated("..."),
    S.PatternTest: patterns.pattern_test,
    S.Plus: quotients.plus,
    S.Times: quotients.times,
    S.Power: quotients.power,
    S.DirectedInfinity: quotients.directed_infinity,
}


def _layouts() -> dict[Node, LayoutOf]:
    layouts = dict(_OWN)
    for spelling, head, precedence, shape in OPERATORS:
        if not spelling.isascii() or Symbol(head) in layouts:
            continue
        if shape in ("flat", "compare"):
            layouts[Symbol(head)] = _flat(spelling, precedence)
        elif shape == "left":
            layouts[Symbol(head)] = _binary(spelling, precedence, 0, 1)
        elif shape in ("right", "assign"):
            layouts[Symbol(head)] = _binary(spelling, precedence, 1, 0)
        elif shape == "prefix":
            layouts[Symbol(head)] = _prefix(spelling, precedence)
        elif shape == "postfix":
            layouts[Symbol(head)] = _postfix(spelling, precedence)
    return layouts


_LAYOUTS = _layouts()


def layout(node: Expr) -> Layout:
    """The layout of an expression by the operators of the language; of a call where it has none."""
    own = _LAYOUTS.get(node.head) if type(node.head) is Symbol else None
    return (own and own(node)) or call(node.head, node.args)


# what OutputForm writes in another way


def _spaced(node: Expr) -> Layout | None:
    """``2 x``: factors beside each other."""
    found = quotients.times(node)
    if found is None:
        return None
    first, *rest = [" " if piece == "*" else piece for piece in found[1]]
    if isinstance(first, tuple) and quotients.is_imaginary(first[0]):
        first = (first[0], TIMES)  # 2 I x
    return found[0], [first, *rest]


def _inverse(node: Expr) -> Layout | None:
    """``1/x``, which InputForm writes as the power that it is."""
    if len(node.args) == 2 and node.args[1] == Integer(-1):
        return DIVIDE, ["1/", (node.args[0], POWER)]
    return quotients.power(node)


def _primes(node: Expr) -> Layout | None:
    """``f'[x]`` for Derivative[1][f][x]."""
    orders = node.head.args if is_head(node.head, S.Derivative) else ()
    if len(orders) != 1 or len(node.args) != 1 or not isinstance(orders[0], Integer):
        return None
    order, (function,) = orders[0].value, node.args
    return (CALL, [(function, CALL), "'" * order]) if 0 < order < 3 and isinstance(function, Symbol) else None


_FOR_PEOPLE: dict[Node, LayoutOf] = {
    **_LAYOUTS,
    S.Times: _spaced,
    S.Power: _inverse,
    S.Not: _not_for_people,
    S.Inequality: _inequality,
}


def layout_for_people(node: Expr) -> Layout:
    """The layout of an expression in OutputForm, in one line."""
    own = _FOR_PEOPLE.get(node.head) if type(node.head) is Symbol else _primes
    return (own and own(node)) or call(node.head, node.args)
