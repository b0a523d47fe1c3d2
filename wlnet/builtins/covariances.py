"""How two lists, or the columns of a matrix, go together: covariances and correlations."""

from __future__ import annotations

from ..expr import Expr, Integer, Node, S
from ..kernel.builtin import builtin
from .packing import machine, nested, real_if_real
from .samples import TOO_FEW, by_columns, is_list

ONE = Integer(1)


@builtin("Covariance[x_List, y_List]")
def covariance(k, x: Node, y: Node | None = None):
    """Covariance[x, y] is the covariance of two lists; Covariance[m] the matrix of those of columns of m.

    >> {Covariance[{1, 2, 3}, {2, 4, 7}], Covariance[{{1, 2}, {3, 7}}]}
    {5/2, {{2, 5}, {5, 25/2}}}
    """
    x, y = _centered(x), _centered(x if y is None else y)
    return _product(x, y, S.Subtract(S.Length(x), ONE))


@builtin("Correlation[x_List, y_List]")
def correlation(k, x: Node, y: Node | None = None):
    """Correlation[x, y] is the correlation of two lists; Correlation[m] the matrix for the columns of m.

    >> {Correlation[{1, 2, 3}, {2, 4, 6}], Correlation[{1., 2., 3.}, {3., 2., 1.}]}
    {1, -1.}
    """
    other = x if y is None else y
    products = k.evaluate(S.Covariance(x, other))
    if products.head is S.Covariance:
        return None
    scale = Expr(S.Outer, (S.Times, S.StandardDeviation(x), S.StandardDeviation(other)))
    if not is_list(x.args[0]):
        scale = S.Times(S.StandardDeviation(x), S.StandardDeviation(other))
    return S.Divide(products, scale)


def _centered(x: Node) -> Node:
    if len(x.args) < 2:
        raise TOO_FEW(x)
    array = machine(x)
    if array is not None:
        return nested(real_if_real(array - array.mean(axis=0)))
    if by_columns(S.Mean, x) is None:
        return S.Subtract(x, S.Mean(x))
    return S.Map(Expr(S.Function, (S.Subtract(S.Slot(ONE), S.Mean(x)),)), x)


def _product(x: Node, y: Node, count: Node) -> Node:
    flat = S.If(S.VectorQ(x), S.Dot(x, y), S.Dot(S.Transpose(x), y))
    return S.Divide(flat, count)
