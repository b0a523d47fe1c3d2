"""What a layout is made of: how tightly a text holds together, and its pieces.

A layout is a precedence and a list of pieces: text, or a node with the least precedence at which it needs no
parentheses.  The precedences are those of the table that the parser climbs, so what is printed reads back.
"""

from __future__ import annotations

from ..expr import Atom, BigReal, Expr, Integer, Node, Rational, Real, S

Piece = str | tuple[Node, int]
Layout = tuple[int, list[Piece]]

ATOM, CALL, POWER, NEGATIVE, DIVIDE, TIMES, PLUS = 1000, 670, 590, 480, 470, 400, 310


def call(head: Node, args: tuple[Node, ...]) -> Layout:
    """``f[a, b]``."""
    return CALL, [operand(head), "[", *commas(args), "]"]


def operand(node: Node) -> Piece:
    """A node before a bracket: bare if nothing in it could take the bracket for itself."""
    bare = isinstance(node, Expr) and node.head not in (S.PatternTest, S.MessageName)
    return node, CALL if bare else ATOM


def commas(args: tuple[Node, ...]) -> list[Piece]:
    return joined(", ", args, 0)


def joined(joint: str, args: tuple[Node, ...], least: int) -> list[Piece]:
    pieces: list[Piece] = []
    for arg in args:
        pieces += (joint, (arg, least))
    return pieces[1:]


def negative(node: Node) -> bool:
    """Whether `node` is a real number below zero."""
    if isinstance(node, BigReal):
        return node.value.is_signed()
    return isinstance(node, Integer | Real | Rational) and node.value < 0


def absolute(node: Node) -> Node:
    """The number `node`, which is negative, without its sign."""
    assert isinstance(node, Atom)
    if isinstance(node, BigReal):
        return BigReal(node.value.copy_abs(), node.precision)
    return type(node)(-node.value)
