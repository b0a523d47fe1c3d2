"""How each head is laid out in a line: the pieces of its text and how tightly they hold together.

A layout is a precedence and a list of pieces: text, or a node with the least precedence at which it needs no
parentheses.  The precedences are those of the table that the parser climbs, so what is printed reads back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from ..expr import (
    NULL,
    Atom,
    BigReal,
    Complex,
    Expr,
    Integer,
    Node,
    Rational,
    Real,
    S,
    String,
    Symbol,
    is_head,
)
from .operators import OPERATORS

Piece = str | tuple[Node, int]
Layout = tuple[int, list[Piece]]

ATOM, CALL, POWER, NEGATIVE, DIVIDE, TIMES, PLUS = 1000, 670, 590, 480, 470, 400, 310
_TIGHT = ("*", "**", "^")
_NAME = re.compile(r"[A-Za-z$][A-Za-z0-9$]*")
_TAG = re.compile(r"[A-Za-z0-9$]+")


def call(head: Node, args: tuple[Node, ...]) -> Layout:
    return CALL, [operand(head), "[", *_commas(args), "]"]


def operand(node: Node) -> Piece:
    """A node before a bracket: bare if nothing in it could take the bracket for itself."""
    return (
        (node, CALL)
        if isinstance(node, Expr) and node.head not in (S.PatternTest, S.MessageName)
        else (node, ATOM)
    )


def _commas(args: tuple[Node, ...]) -> list[Piece]:
    pieces: list[Piece] = []
    for arg in args:
        pieces += (", ", (arg, 0))
    return pieces[1:]


def negative(node: Node) -> bool:
    """Whether `node` is a real number below zero."""
    if isinstance(node, BigReal):
        return node.value.is_signed()
    return isinstance(node, Integer | Real | Rational) and node.value < 0


def _absolute(node: Node) -> Node:
    assert isinstance(node, Atom)
    if isinstance(node, BigReal):
        return BigReal(node.value.copy_abs(), node.precision)
    return type(node)(-node.value)


# operators of the table


def _binary(spelling: str, precedence: int, left: int, right: int) -> Callable[[Expr], Layout | None]:
    joint = spelling if spelling in _TIGHT else f" {spelling} "

    def layout(node: Expr) -> Layout | None:
        if len(node.args) != 2:
            return None
        return precedence, [(node.args[0], precedence + left), joint, (node.args[1], precedence + right)]

    return layout


def _flat(spelling: str, precedence: int) -> Callable[[Expr], Layout | None]:
    joint = spelling if spelling in _TIGHT else f" {spelling} "

    def layout(node: Expr) -> Layout | None:
        if len(node.args) < 2:
            return None
        pieces: list[Piece] = []
        for arg in node.args:
            pieces += (joint, (arg, precedence + 1))
        return precedence, pieces[1:]

    return layout


def _affix(before: str, after: str, precedence: int) -> Callable[[Expr], Layout | None]:
    def layout(node: Expr) -> Layout | None:
        if len(node.args) != 1:
            return None
        return precedence, [
            *([before] if before else []),
            (node.args[0], precedence + 1),
            *([after] if after else []),
        ]

    return layout


# heads with a layout of their own


def _list(node: Expr) -> Layout:
    return ATOM, ["{", *_commas(node.args), "}"]


def _association(node: Expr) -> Layout:
    return ATOM, ["<|", *_commas(node.args), "|>"]


def _part(node: Expr) -> Layout | None:
    if len(node.args) < 2:
        return None
    return CALL, [operand(node.args[0]), "[[", *_commas(node.args[1:]), "]]"]


def _function(node: Expr) -> Layout | None:
    return (90, [(node.args[0], 91), " & "]) if len(node.args) == 1 else None


def _not(node: Expr) -> Layout | None:
    return (230, ["!", (node.args[0], 230)]) if len(node.args) == 1 else None


def _compound(node: Expr) -> Layout | None:
    if len(node.args) < 2:
        return None
    pieces: list[Piece] = []
    for arg in node.args:
        pieces += ("; ", (arg, 11))
    if node.args[-1] is NULL:
        pieces.pop()
    return 10, pieces[1:]


def _tag_set(spelling: str) -> Callable[[Expr], Layout | None]:
    def layout(node: Expr) -> Layout | None:
        if len(node.args) != 3:
            return None
        tag, pattern, value = node.args
        return 40, [(tag, 46), " /: ", (pattern, 46), spelling, (value, 40)]

    return layout


def _tag_unset(node: Expr) -> Layout | None:
    return (40, [(node.args[0], 46), " /: ", (node.args[1], 46), " =."]) if len(node.args) == 2 else None


def _unset(node: Expr) -> Layout | None:
    return (40, [(node.args[0], 41), " =."]) if len(node.args) == 1 else None


def _span(node: Expr) -> Layout | None:
    if len(node.args) not in (2, 3):
        return None
    pieces: list[Piece] = []
    for arg in node.args:
        pieces += (" ;; ", (arg, 298))
    return 297, pieces[1:]


def _inequality(node: Expr) -> Layout | None:
    signs = node.args[1::2]
    if (
        len(node.args) < 5
        or len(node.args) % 2 == 0
        or len(set(signs)) == 1
        or not set(signs) <= _COMPARISONS.keys()
    ):
        return None
    pieces: list[Piece] = [(node.args[0], 291)]
    for sign, arg in zip(signs, node.args[2::2], strict=True):
        pieces += (f" {_COMPARISONS[sign]} ", (arg, 291))
    return 290, pieces


def _slot(node: Expr) -> Layout | None:
    (arg,) = node.args if len(node.args) == 1 else (None,)
    if isinstance(arg, Integer) and arg.value >= 0:
        return ATOM, [f"#{arg.value}"]
    if isinstance(arg, String):
        return ATOM, ["#", arg.value if _NAME.fullmatch(arg.value) else (arg, 0)]
    return None


def _slot_sequence(node: Expr) -> Layout | None:
    (arg,) = node.args if len(node.args) == 1 else (None,)
    return (ATOM, [f"##{arg.value}"]) if isinstance(arg, Integer) and arg.value >= 0 else None


def _out(node: Expr) -> Layout | None:
    if not node.args:
        return ATOM, ["%"]
    (arg,) = node.args if len(node.args) == 1 else (None,)
    if not isinstance(arg, Integer) or arg.value == -1 or arg.value < -5:
        return None
    return ATOM, [f"%{arg.value}" if arg.value >= 0 else "%" * -arg.value]


def _message_name(node: Expr) -> Layout | None:
    symbol, *tags = node.args or (NULL,)
    if not tags or not isinstance(symbol, Symbol):
        return None
    if not all(isinstance(tag, String) and _TAG.fullmatch(tag.value) for tag in tags):
        return None
    return 750, [(symbol, ATOM), *(f"::{tag.value}" for tag in tags)]  # type: ignore[union-attr]


# patterns


def _blank(node: Expr) -> Layout | None:
    text = _blank_text(node)
    return (ATOM, [text]) if text else None


def _blank_text(node: Node) -> str:
    """``_``, ``__h``; "" if `node` is no such blank."""
    if type(node) is not Expr or (marks := _BLANKS.get(node.head)) is None:
        return ""
    if not node.args:
        return marks
    if len(node.args) == 1 and isinstance(node.args[0], Symbol):
        return marks + node.args[0].name
    return ""


def _pattern(node: Expr) -> Layout | None:
    if len(node.args) != 2 or not isinstance(node.args[0], Symbol):
        return None
    name, pattern = node.args
    if text := _blank_text(pattern):
        return ATOM, [name.name + text]
    return 150, [name.name, ":", (pattern, 151)]


def _optional(node: Expr) -> Layout | None:
    if len(node.args) == 1:
        bare = node.args[0] if not is_head(node.args[0], S.Pattern) else node.args[0].args[-1]
        if is_head(bare, S.Blank) and not bare.args and (inner := layout(node.args[0])) and inner[0] == ATOM:
            return ATOM, [*inner[1], "."]
        return None
    if len(node.args) != 2 or type(node.args[0]) is not Expr:
        return None
    pattern, default = node.args
    inner = layout(pattern) if pattern.head in (S.Pattern, *_BLANKS) else None
    if inner is None or inner[0] == CALL:
        return None
    return 140, [*inner[1], ":", (default, 151)]


def _repeated(spelling: str) -> Callable[[Expr], Layout | None]:
    def layout(node: Expr) -> Layout | None:
        if len(node.args) != 1:
            return None
        arg = node.args[0]
        touching = (
            isinstance(arg, Atom) or is_head(arg, S.Optional) or is_head(arg, S.Pattern) or _blank_text(arg)
        )
        return 170, ["(", (arg, 0), ")", spelling] if touching else [(arg, 171), spelling]

    return layout


def _pattern_test(node: Expr) -> Layout | None:
    return (680, [(node.args[0], 681), "?", (node.args[1], 681)]) if len(node.args) == 2 else None


# arithmetic


def _plus(node: Expr) -> Layout | None:
    if len(node.args) < 2:
        return None
    pieces: list[Piece] = [(node.args[0], PLUS + 1)]
    for term in node.args[1:]:
        if (rest := _subtracted(term)) is None:
            pieces += (" + ", (term, PLUS + 1))
        elif type(rest) is list:
            pieces += (" - ", *rest)
        else:
            pieces += (" - ", (rest, PLUS + 1))
    return PLUS, pieces


def _subtracted(term: Node) -> Node | list[Piece] | None:
    """What stands after the minus sign where `term` is taken away; None if it is added."""
    if negative(term):
        return _absolute(term)
    if not is_head(term, S.Times) or len(term.args) < 2 or not negative(term.args[0]):
        return None
    first, *rest = term.args
    if first != Integer(-1):
        return Expr(S.Times, (_absolute(first), *rest))
    if len(rest) > 1:
        return Expr(S.Times, tuple(rest))
    return [(rest[0], TIMES + 1)]


def _times(node: Expr) -> Layout | None:
    if len(node.args) < 2:
        return None
    first, *rest = node.args
    if first == Integer(-1):
        return NEGATIVE, ["-", (rest[0] if len(rest) == 1 else Expr(S.Times, tuple(rest)), NEGATIVE + 1)]
    above, below = _fraction(node.args)
    if not below:
        return TIMES, _product(node.args)
    if first == Rational(Fraction(-1, 2)) or (isinstance(first, Rational) and first.value.numerator == -1):
        if len(below) == 1:
            return TIMES, [(first, DIVIDE), "*", *_product(tuple(rest))]
    pieces: list[Piece] = (
        [(above[0], DIVIDE)] if len(above) == 1 else ["(", *_product(above), ")"] if above else ["1"]
    )
    under: list[Piece] = [(below[0], DIVIDE + 1)] if len(below) == 1 else ["(", *_product(below), ")"]
    return DIVIDE, [*pieces, "/", *under]


def _product(args: tuple[Node, ...]) -> list[Piece]:
    pieces: list[Piece] = [(args[0], TIMES + 1)]
    for arg in args[1:]:
        pieces += ("*", (arg, ATOM if negative(arg) else TIMES + 1))
    return pieces


def _fraction(args: tuple[Node, ...]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The factors above and below the bar: negative powers and the denominator of a leading fraction go below."""
    above: list[Node] = []
    below: list[Node] = []
    for place, arg in enumerate(args):
        if place == 0 and isinstance(arg, Rational):
            if arg.value.numerator != 1:
                above.append(Integer(arg.value.numerator))
            below.append(Integer(arg.value.denominator))
        elif is_head(arg, S.Power) and len(arg.args) == 2 and _below(arg.args[1]):
            exponent = _absolute(arg.args[1])
            below.append(arg.args[0] if exponent == Integer(1) else Expr(S.Power, (arg.args[0], exponent)))
        else:
            above.append(arg)
    return tuple(above), tuple(below)


def _below(exponent: Node) -> bool:
    return isinstance(exponent, Integer | Rational) and exponent.value < 0


def _power(node: Expr) -> Layout | None:
    if len(node.args) != 2:
        return None
    base, exponent = node.args
    if exponent == Rational(Fraction(1, 2)):
        return call(S.Sqrt, (base,))
    if exponent == Rational(Fraction(-1, 2)):
        return DIVIDE, ["1/Sqrt[", (base, 0), "]"]
    return POWER, [(base, POWER + 1), "^", (exponent, POWER)]


def complex_layout(node: Complex) -> Layout:
    """``2 + 3*I``, ``I``, ``-2.*I``."""
    real, imaginary = node.value
    if real != Integer(0):
        if negative(imaginary):
            return PLUS, [(real, PLUS + 1), " - ", *_imaginary(_absolute(imaginary))]
        return PLUS, [(real, PLUS + 1), " + ", *_imaginary(imaginary)]
    if imaginary == Integer(1):
        return ATOM, ["I"]
    if imaginary == Integer(-1):
        return NEGATIVE, ["-I"]
    return TIMES, _imaginary(imaginary)


def _imaginary(value: Node) -> list[Piece]:
    return ["I"] if value == Integer(1) else [(value, TIMES + 1), "*I"]


_BLANKS = {S.Blank: "_", S.BlankSequence: "__", S.BlankNullSequence: "___"}
_COMPARISONS = {
    Symbol(o.head): o.spelling for o in OPERATORS if o.shape == "compare" and o.spelling.isascii()
}
_OWN: dict[Symbol, Callable[[Expr], Layout | None]] = {
    S.List: _list,
    S.Association: _association,
    S.Part: _part,
    S.Function: _function,
    S.Not: _not,
    S.CompoundExpression: _compound,
    S.TagSet: _tag_set(" = "),
    S.TagSetDelayed: _tag_set(" := "),
    S.TagUnset: _tag_unset,
    S.Unset: _unset,
    S.Span: _span,
    S.Inequality: _inequality,
    S.Slot: _slot,
    S.SlotSequence: _slot_sequence,
    S.Out: _out,
    S.MessageName: _message_name,
    S.Blank: _blank,
    S.BlankSequence: _blank,
    S.BlankNullSequence: _blank,
    S.Pattern: _pattern,
    S.Optional: _optional,
    S.Repeated: _repeated(".."),
    S.RepeatedNull: _repeated("..."),
    S.PatternTest: _pattern_test,
    S.Plus: _plus,
    S.Times: _times,
    S.Power: _power,
}


def _layouts() -> dict[Node, Callable[[Expr], Layout | None]]:
    layouts: dict[Node, Callable[[Expr], Layout | None]] = dict(_OWN)
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
            layouts[Symbol(head)] = _affix(spelling, "", precedence)
        elif shape == "postfix":
            layouts[Symbol(head)] = _affix("", spelling, precedence)
    return layouts


_LAYOUTS = _layouts()


def layout(node: Expr) -> Layout:
    """The layout of an expression by the operators of the language; of a call where it has none."""
    special = _LAYOUTS.get(node.head)
    return (special and special(node)) or call(node.head, node.args)
