"""When an expression is known to be evaluated."""

from __future__ import annotations

from ..expr import (
    FALSE,
    TRUE,
    BigReal,
    ByteArray,
    Complex,
    Expr,
    Integer,
    Node,
    Rational,
    Real,
    String,
    Value,
)

FOREVER = "forever"  # the mark of data: lists of atoms and of such lists
INERT = frozenset({Integer, Real, String, Rational, Complex, BigReal, ByteArray, Value})


def is_data(args: tuple[Node, ...]) -> bool:
    """Whether nothing can change the value of these evaluated arguments."""
    for arg in args:  # noqa: SIM110  (a loop is faster than all(...))
        if type(arg) not in INERT and not is_datum(arg):
            return False
    return True


def is_datum(node: Node) -> bool:
    """Whether nothing can change the value of this evaluated node."""
    kind = type(node)
    if kind is Expr:
        return node.mark is FOREVER  # type: ignore[attr-defined]
    return kind in INERT or node is TRUE or node is FALSE


def inherit_mark(new: Expr, old: Expr, item: Node) -> Expr:
    """Mark `new`, which is `old` with `item` put in, as evaluated if both are known to be."""
    if is_datum(item) or (type(item) is Expr and item.mark is old.mark):
        new.mark = old.mark
    return new
