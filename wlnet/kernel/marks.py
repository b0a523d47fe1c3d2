"""When an expression is known to be evaluated."""

from __future__ import annotations

from ..expr import BigReal, ByteArray, Complex, Expr, Integer, Node, Rational, Real, String, Value

FOREVER = "forever"  # the mark of data: lists of atoms and of such lists
INERT = frozenset({Integer, Real, String, Rational, Complex, BigReal, ByteArray, Value})


def is_data(args: tuple[Node, ...]) -> bool:
    """Whether nothing can change the value of these evaluated arguments."""
    for arg in args:
        if type(arg) not in INERT and not (type(arg) is Expr and arg.mark is FOREVER):
            return False
    return True
