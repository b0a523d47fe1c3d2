"""Window functions: what parts of a signal are multiplied by, from -1/2 to 1/2, and 0 elsewhere.

Source: the reference pages, which give the formulas.
"""

from __future__ import annotations

from functools import cache

from ..expr import Expr, Integer, Node, S
from ..kernel.builtin import Attribute, builtin
from ..syntax.parse import parse
from .rounding import real_value

WINDOWS = {
    "BartlettWindow": "1 - 2 Abs[x]",
    "BlackmanWindow": "21/50 + Cos[2 Pi x]/2 + 2/25 Cos[4 Pi x]",
    "CosineWindow": "Cos[Pi x]",
    "DirichletWindow": "1",
    "GaussianWindow": "Exp[-50 x^2/9]",
    "HammingWindow": "25/46 + 21/46 Cos[2 Pi x]",
    "HannWindow": "1/2 + Cos[2 Pi x]/2",
    "WelchWindow": "1 - 4 x^2",
}


@cache
def _formula(name: str) -> Node:
    return parse(WINDOWS[name])


def _put(node: Node, x: Node) -> Node:
    """A formula with a number in the place of x."""
    if node is S.x:
        return x
    if type(node) is Expr:
        return Expr(node.head, tuple(_put(arg, x) for arg in node.args))
    return node


def _declare(name: str) -> None:
    def window(k, x: Node):
        place = real_value(x)
        if place is None:
            return None
        return _put(_formula(name), x) if abs(place) <= 0.5 else Integer(0)

    title = name.removesuffix("Window")
    window.__doc__ = (
        f"{name}[x] gives the {title} window at x: {WINDOWS[name]} from -1/2 to 1/2, and 0 elsewhere.\n\n"
        f">> {name}[0]\n1\n"
    )
    window.__name__ = name
    builtin(f"{name}[x_]", attributes=Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION)(window)


for _name in WINDOWS:
    _declare(_name)
