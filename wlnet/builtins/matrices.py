"""Vectors and matrices: products, determinants, inverses; exact by elimination, machine numbers by numpy."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ..arrays import array_of, list_of
from ..expr import Expr, Integer, Node, Rational, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import ONE, ZERO, integer, node_of, scalar
from ..problem import Template

DOT = Template("dotsh", "Arrays `1` and `2` have incompatible shapes.")
SINGULAR = Template("sing", "Matrix `1` is singular.")
SQUARE = Template("matsq", "Argument `1` is not a nonempty square matrix.")


def is_list(x: Node) -> bool:
    return type(x) is Expr and x.head is S.List


def is_vector(x: Node) -> bool:
    return is_list(x) and not any(map(is_list, x.args))


def is_matrix(x: Node) -> bool:
    return (
        is_list(x)
        and bool(x.args)
        and all(map(is_vector, x.args))
        and len({len(r.args) for r in x.args}) == 1
    )


def machine_array(x: Node) -> np.ndarray | None:
    """A nested list of machine numbers with at least one real, as an array."""
    kinds = _leaf_kinds(x)
    return array_of(x) if Real in kinds and kinds <= {Real, Integer} else None


def _leaf_kinds(x: Node) -> set[type]:
    if not is_list(x):
        return {type(x)}
    kinds = set(map(type, x.args))
    if Expr in kinds:
        kinds = kinds - {Expr} | {kind for item in x.args if type(item) is Expr for kind in _leaf_kinds(item)}
    return kinds


def exact_rows(x: Node) -> list[list[Fraction]] | None:
    """The rows of a matrix of exact real numbers."""
    if not is_matrix(x) or not all(type(item) in (Integer, Rational) for row in x.args for item in row.args):
        return None
    return [[Fraction(scalar(item)) for item in row.args] for row in x.args]


@builtin("Dot[arrays__]", attributes=Attribute.FLAT | Attribute.ONE_IDENTITY)
def dot(k, arrays: tuple[Node, ...]):
    """a . b is the product of vectors and matrices.

    >> {{a, b} . {x, y}, {{1, 2}, {3, 4}} . {5, 6}, {{1, 2}, {3, 4}} . {{0, 1}, {1, 0}}}
    {a*x + b*y, {17, 39}, {{2, 1}, {4, 3}}}
    """
    if len(arrays) == 1:
        return arrays[0]
    result: Node = arrays[0]
    for i, other in enumerate(arrays[1:], 1):
        if not is_list(result) or not is_list(other):
            return None if i == 1 else Expr(S.Dot, (result, *arrays[i:]))
        result = k.evaluate(_product(k, result, other))
    return result


def _product(k, a: Node, b: Node) -> Node:
    x, y = machine_array(a), machine_array(b)
    if x is None and y is not None:
        x = array_of(a)
    if y is None and x is not None:
        y = array_of(b)
    if x is not None and y is not None and x.ndim <= 2 and y.ndim <= 2:
        if x.shape[-1] != y.shape[0]:
            raise DOT(a, b)
        return list_of(np.dot(x.astype(float), y.astype(float)))
    if is_vector(a):
        if len(a.args) != len(b.args):
            raise DOT(a, b)
        return _sum_of_products(a.args, b.args)
    if is_matrix(b):
        exact = _exact_product(a, b)
        if exact is not None:
            return exact
    return Expr(S.List, tuple(_product_of_row(k, row, a, b) for row in a.args))


def _product_of_row(k, row: Node, a: Node, b: Node) -> Node:
    if is_vector(row) and len(row.args) != len(b.args):
        raise DOT(a, b)
    return _product(k, row, b)


def _exact_product(a: Node, b: Node) -> Node | None:
    x, y = exact_rows(a), exact_rows(b)
    if x is None or y is None or len(x[0]) != len(y):
        return None
    if all(type(item) is Integer for m in (a, b) for row in m.args for item in row.args):
        x, y = ([[item.value for item in row.args] for row in m.args] for m in (a, b))  # type: ignore[assignment]
    columns = list(zip(*y, strict=True))
    rows = [[sum(p * q for p, q in zip(row, column, strict=True)) for column in columns] for row in x]
    return Expr(S.List, tuple(Expr(S.List, tuple(map(node_of, row))) for row in rows))


def _sum_of_products(a: tuple[Node, ...], b: tuple[Node, ...]) -> Node:
    return Expr(S.Plus, tuple(S.Times(x, y) for x, y in zip(a, b, strict=True)))


def _square(x: Node) -> int:
    if not is_matrix(x) or len(x.args) != len(x.args[0].args):
        raise SQUARE(x)
    return len(x.args)


@builtin("Det[m_]")
def det(k, m: Node):
    """Det[m] is the determinant of a square matrix.

    >> {Det[{{1, 2}, {3, 4}}], Det[{{a, b}, {c, d}}]}
    {-2, -(b*c) + a*d}
    """
    n = _square(m)
    array = machine_array(m)
    if array is not None:
        return float(np.linalg.det(array))
    rows = exact_rows(m)
    if rows is not None:
        return node_of(_exact_det(rows))
    return _symbolic_det([list(row.args) for row in m.args], n)


def _exact_det(rows: list[list[Fraction]]) -> Fraction:
    """By elimination."""
    product = Fraction(1)
    rows = [row[:] for row in rows]
    for i in range(len(rows)):
        pivot = next((j for j in range(i, len(rows)) if rows[j][i]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != i:
            rows[i], rows[pivot] = rows[pivot], rows[i]
            product = -product
        product *= rows[i][i]
        for j in range(i + 1, len(rows)):
            factor = rows[j][i] / rows[i][i]
            rows[j] = [b - factor * a for a, b in zip(rows[i], rows[j], strict=True)]
    return product


def _symbolic_det(rows: list[list[Node]], n: int) -> Node:
    """By the first row."""
    if n == 1:
        return rows[0][0]
    terms = []
    for i, item in enumerate(rows[0]):
        if item == ZERO:
            continue
        minor = [row[:i] + row[i + 1 :] for row in rows[1:]]
        terms.append(S.Times(integer((-1) ** i), item, _symbolic_det(minor, n - 1)))
    return Expr(S.Plus, tuple(terms))


@builtin("Inverse[m_]")
def inverse(k, m: Node):
    """Inverse[m] is the inverse of a square matrix.

    >> Inverse[{{1, 2}, {3, 4}}]
    {{-2, 1}, {3/2, -1/2}}
    """
    n = _square(m)
    array = machine_array(m)
    if array is not None:
        try:
            return list_of(np.linalg.inv(array))
        except np.linalg.LinAlgError:
            raise SINGULAR(m) from None
    rows = exact_rows(m)
    if rows is not None:
        return _solved(rows, [[Fraction(i == j) for j in range(n)] for i in range(n)], m)
    return _symbolic_inverse(k, m, n)


def _solved(rows: list[list[Fraction]], right: list[list[Fraction]], m: Node) -> Node:
    """The solution of ``rows . x == right`` by elimination; a problem if there is not just one."""
    n = len(rows)
    both = [row + other for row, other in zip(rows, right, strict=True)]
    for i in range(n):
        pivot = next((j for j in range(i, n) if both[j][i]), None)
        if pivot is None:
            raise SINGULAR(m)
        both[i], both[pivot] = both[pivot], both[i]
        scale = both[i][i]
        both[i] = [value / scale for value in both[i]]
        for j in range(n):
            if j != i and both[j][i]:
                factor = both[j][i]
                both[j] = [b - factor * a for a, b in zip(both[i], both[j], strict=True)]
    return Expr(S.List, tuple(Expr(S.List, tuple(map(node_of, row[n:]))) for row in both))


def _symbolic_inverse(k, m: Node, n: int) -> Node:
    rows = [list(row.args) for row in m.args]
    whole = k.evaluate(_symbolic_det(rows, n))
    if whole == ZERO:
        raise SINGULAR(m)

    def cofactor(i: int, j: int) -> Node:
        minor = [row[:j] + row[j + 1 :] for a, row in enumerate(rows) if a != i]
        return S.Divide(
            S.Times(integer((-1) ** (i + j)), _symbolic_det(minor, n - 1) if n > 1 else ONE), whole
        )

    return Expr(S.List, tuple(Expr(S.List, tuple(cofactor(j, i) for j in range(n))) for i in range(n)))


@builtin("LinearSolve[m_, b_]")
def linear_solve(k, m: Node, b: Node):
    """LinearSolve[m, b] is the x with m . x == b.

    >> LinearSolve[{{2, 0}, {0, 4}}, {1, 1}]
    {1/2, 1/4}
    """
    _square(m)
    array, right = machine_array(m), array_of(b)
    if right is not None and (array is not None or (right.dtype.kind == "f" and array_of(m) is not None)):
        try:
            return list_of(np.linalg.solve(array if array is not None else array_of(m), right))
        except np.linalg.LinAlgError:
            raise SINGULAR(m) from None
    rows = exact_rows(m)
    column = exact_rows(b if is_matrix(b) else Expr(S.List, tuple(S.List(item) for item in b.args)))
    if rows is None or column is None:
        return None
    solved = _solved(rows, column, m)
    return solved if is_matrix(b) else S.Flatten(solved)


@builtin("IdentityMatrix[n_Integer]")
def identity_matrix(k, n: int):
    """IdentityMatrix[n] has ones on the diagonal and zeros elsewhere.

    >> IdentityMatrix[2]
    {{1, 0}, {0, 1}}
    """
    return [[int(i == j) for j in range(n)] for i in range(n)]


@builtin("DiagonalMatrix[x_List]")
def diagonal_matrix(k, x: Node):
    """DiagonalMatrix[list] has the elements of list on its diagonal.

    >> DiagonalMatrix[{a, b}]
    {{a, 0}, {0, b}}
    """
    n = len(x.args)
    return [[x.args[i] if i == j else ZERO for j in range(n)] for i in range(n)]


@builtin("Diagonal[m_List]")
def diagonal(k, m: Node):
    """Diagonal[m] is the list of the elements on the diagonal of m.

    >> Diagonal[{{a, b}, {c, d}}]
    {a, d}
    """
    return [row.args[i] for i, row in enumerate(m.args) if i < len(row.args)]


@builtin("Tr[m_List]")
def trace(k, m: Node):
    """Tr[m] is the sum of the elements on the diagonal of m.

    >> Tr[{{1, 2}, {3, 4}}]
    5
    """
    return S.Total(m) if is_vector(m) else S.Total(S.Diagonal(m))


@builtin("Norm[x_, p_]")
def norm(k, x: Node, p: Node = Integer(2)):
    """Norm[vector] is its length; Norm[vector, p] the p-norm.

    >> {Norm[{3, 4}], Norm[{1, -2}, 1], Norm[{1, -2}, Infinity]}
    {5, 3, 2}
    """
    if not is_vector(x):
        return S.Abs(x) if not is_list(x) else None
    size = S.Abs(x)
    if type(p) is Expr and p.head is S.DirectedInfinity:
        return S.Max(size)
    if p == ONE:
        return S.Total(size)
    return S.Power(S.Total(S.Power(size, p)), S.Divide(ONE, p))


@builtin("Normalize[x_List]")
def normalize(k, x: Node):
    """Normalize[vector] has the same direction and length 1.

    >> Normalize[{3, 4}]
    {3/5, 4/5}
    """
    return S.Divide(x, S.Norm(x))


@builtin("UnitVector[n_Integer, i_Integer]")
def unit_vector(k, n: int, i: int):
    """UnitVector[n, i] is the vector of length n with a one at place i.

    >> UnitVector[3, 2]
    {0, 1, 0}
    """
    return [int(j == i) for j in range(1, n + 1)]


@builtin("EuclideanDistance[a_, b_]")
def euclidean_distance(k, a: Node, b: Node):
    """EuclideanDistance[a, b] is the length of a - b.

    >> EuclideanDistance[{0, 0}, {3, 4}]
    5
    """
    return S.Norm(S.Subtract(a, b))


@builtin("SquaredEuclideanDistance[a_, b_]")
def squared_euclidean_distance(k, a: Node, b: Node):
    """SquaredEuclideanDistance[a, b] is the square of the length of a - b.

    >> SquaredEuclideanDistance[{0, 0}, {3, 4}]
    25
    """
    return S.Power(S.Norm(S.Subtract(a, b)), Integer(2))


@builtin("Cross[a_List, b_List]")
def cross(k, a: Node, b: Node):
    """Cross[a, b] is the vector product of two vectors of three components.

    >> Cross[{1, 0, 0}, {0, 1, 0}]
    {0, 0, 1}
    """
    if len(a.args) != 3 or len(b.args) != 3:
        return None
    pairs = ((1, 2), (2, 0), (0, 1))
    return [S.Subtract(S.Times(a.args[i], b.args[j]), S.Times(a.args[j], b.args[i])) for i, j in pairs]


@builtin("MatrixPower[m_List, n_Integer]")
def matrix_power(k, m: Node, n: int):
    """MatrixPower[m, n] is the product of n times m.

    >> MatrixPower[{{1, 1}, {1, 0}}, 5]
    {{8, 5}, {5, 3}}
    """
    size = _square(m)
    if n < 0:
        return S.MatrixPower(S.Inverse(m), integer(-n))
    result: Node = k.evaluate(S.IdentityMatrix(integer(size)))
    while n:
        if n & 1:
            result = k.evaluate(S.Dot(result, m))
        m = k.evaluate(S.Dot(m, m))
        n >>= 1
    return result
