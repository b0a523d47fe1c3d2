"""Lists of values as the functions of statistics take them: by columns, exact, in order."""

from __future__ import annotations

from fractions import Fraction
from operator import attrgetter

from ..expr import Expr, Integer, Node, Rational, Real, S, is_head
from ..kernel.numbers import REALS, scalar
from ..kernel.order import sorted_nodes
from ..problem import Template
from .comparison import order_of
from .levels import parts_of
from .rounding import real_value

RECTANGULAR = Template("rectt", "Rectangular array expected at position 1 in `1`.")
REAL_ARRAY = Template("rectn", "Rectangular array of real numbers is expected instead of `1`.")
TOO_FEW = Template("shlen", "The argument `1` should have at least two elements.")

_EXACT = frozenset({Integer, Rational})


def is_list(x: Node) -> bool:
    return type(x) is Expr and x.head is S.List


def data_of(x: Node) -> Node:
    """The list of the values, if `x` is an association."""
    return Expr(S.List, parts_of(x)) if is_head(x, S.Association) else x


def by_columns(head: Node, x: Node, *more: Node) -> Node | None:
    """The list of the values of the function for each column, if `x` is a list of lists."""
    if not is_list(x) or not x.args or not all(map(is_list, x.args)):
        return None
    if len({len(row.args) for row in x.args}) > 1:
        raise RECTANGULAR(Expr(head, (x, *more)))
    columns = zip(*(row.args for row in x.args), strict=True)
    return Expr(S.List, tuple(Expr(head, (Expr(S.List, column), *more)) for column in columns))


def exact_values(x: Expr) -> list[int] | list[Fraction] | None:
    """The Python numbers in a list of exact real numbers."""
    return [scalar(item) for item in x.args] if set(map(type, x.args)) <= _EXACT else None


def sorted_values(x: Expr) -> list[Node]:
    """The elements by size; they have to be real numbers."""
    if not x.args:
        raise REAL_ARRAY(x)
    kinds = set(map(type, x.args))
    if kinds == {Real} or kinds == {Integer}:
        return sorted(x.args, key=attrgetter("value"))
    if kinds <= REALS:
        return sorted(x.args, key=real_value)  # type: ignore[arg-type]
    if any(order_of(item, Integer(0)) is None for item in x.args):
        raise REAL_ARRAY(x)
    values = [real_value(item) for item in x.args]
    if None in values:
        return sorted_nodes(x.args)
    return [x.args[i] for i in sorted(range(len(values)), key=values.__getitem__)]  # type: ignore[arg-type]
