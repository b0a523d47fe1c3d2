"""Totals and statistics along levels, and products."""

from __future__ import annotations

from ....expr import Expr, Integer, Node, S, is_head
from ..registry import follows
from ..tracer import Tracer
from ..values import traced

FIRST = Integer(1)
INFINITE = (S.Infinity, S.DirectedInfinity(Integer(1)))


@follows("Mean", "Median", "Variance", "StandardDeviation", "MeanDeviation", "InterquartileRange")
def statistic(t: Tracer, node: Expr) -> Node | None:
    """Along the first level, as in the language."""
    return (
        t.layer("AggregationLayer", [node.head, FIRST], *node.args, node=node)
        if len(node.args) == 1
        else None
    )


@follows("Total")
def total(t: Tracer, node: Expr) -> Node | None:
    x, level = node.args[0], node.args[1] if len(node.args) > 1 else FIRST
    if is_head(x, S.List) and level == FIRST:
        return t.call(S.Plus, x.args)
    if len(node.args) > 2:
        return None
    if level in INFINITE:
        return t.layer("SummationLayer", [], x, node=node)
    if isinstance(level, Integer) and level.value > 0:
        level = S.Span(FIRST, level) if level.value > 1 else level
    elif is_head(level, S.List) and len(level.args) == 1:
        (level,) = level.args
    elif is_head(level, S.List) and len(level.args) == 2:
        level = S.Span(level.args[0], S.All if level.args[1] in INFINITE else level.args[1])
    return t.layer("AggregationLayer", [S.Total, level], x, node=node)


@follows("Dot")
def dot(t: Tracer, node: Expr) -> Node | None:
    return t.layer("DotLayer", [], *node.args, node=node) if len(node.args) > 1 else node.args[0]


@follows("Tr")
def trace(t: Tracer, node: Expr) -> Node | None:
    """The total of the diagonal: of a matrix with the matrix of ones and zeros."""
    dims = t.known_dims(node.args[0], node) if len(node.args) == 1 else ()
    if len(dims) == 1:
        return t.call(S.Total, node.args)
    return t.value(S.Total(S.Times(node.args[0], S.IdentityMatrix(S.List(*map(Integer, dims)))), S.Infinity))


@follows("Apply", operator=True)
def apply(t: Tracer, node: Expr) -> Node | None:
    """f of the elements: of a whole array where f is a sum, a product or an extreme, else of each one."""
    if len(node.args) != 2:
        return None
    f, x = node.args
    if traced(x) is None:
        return t.apply(f, tuple(x.args)) if is_head(x, S.List) else None
    if f is S.Plus:
        return t.call(S.Total, (x,))
    if f is S.Times:
        return t.layer("AggregationLayer", [f, FIRST], x, node=node)
    if f is S.Max or f is S.Min:
        return t.call(f, (x,))
    return t.apply(f, tuple(t.value(S.Part(x, Integer(i + 1))) for i in range(t.known_length(x, node))))


@follows("Accumulate")
def accumulate(t: Tracer, node: Expr) -> Node | None:
    """Sums so far: the product with a matrix of ones and zeros."""
    size = t.known_length(node.args[0], node)
    rows = [S.List(*(Integer(int(j <= i)) for j in range(size))) for i in range(size)]
    return t.call(S.Dot, (S.List(*rows), node.args[0]))
