"""Small tests and steps: Between, RankedMin and RankedMax, ApplyTo."""

from __future__ import annotations

from ..expr import Expr, Node, S
from ..kernel.builtin import Attribute, builtin
from ..problem import Template
from .lists import is_list

RANK = Template("rank", "`1` is no rank in a list of length `2`.")


@builtin("Between[x_, range_]", operator="x")
def between(k, x: Node, range: Node):
    """Between[x, {min, max}] is min <= x <= max; Between[x, {range1, range2, ...}] for one of the ranges.

    >> {Between[3, {1, 5}], Between[6, {{1, 2}, {5, 7}}], Select[{1, 5, 9}, Between[{2, 9}]]}
    {True, True, {5, 9}}
    """
    if not is_list(range):
        return None
    if range.args and all(map(is_list, range.args)):
        return Expr(S.Or, tuple(S.Between(x, each) for each in range.args))
    return S.LessEqual(range.args[0], x, range.args[1]) if len(range.args) == 2 else None


def _ranked(name: str, order: Node, text: str) -> None:
    def function(k, x: Node, n: int):
        if not is_list(x):
            return None
        if n == 0 or abs(n) > len(x.args):
            raise RANK(n, len(x.args))
        ordered = k.evaluate(S.Sort(x, order)).args
        return ordered[n - 1 if n > 0 else n]

    function.__doc__ = text
    builtin(f"{name}[x_, n_]")(function)


_ranked(
    "RankedMax",
    S.Greater,
    "RankedMax[list, n] is the n-th largest element of list, RankedMax[list, -n] the n-th smallest.\n\n"
    ">> {RankedMax[{1, 5, 3}, 2], RankedMax[{1, 5, 3}, -1]}\n{3, 1}",
)


_ranked(
    "RankedMin",
    S.Less,
    "RankedMin[list, n] is the n-th smallest element of list.\n\n>> RankedMin[{1, 5, 3}, 2]\n3",
)


@builtin("ApplyTo[x_, f_]", attributes=Attribute.HOLD_FIRST)
def apply_to(k, x: Node, f: Node):
    """ApplyTo[x, f], or x //= f, gives x the value f[x].

    >> x = 3; ApplyTo[x, #^2 &]; x
    9
    """
    return Expr(S.Set, (x, Expr(f, (x,))))
