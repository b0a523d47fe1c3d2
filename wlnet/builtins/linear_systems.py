"""Determinants, inverses, linear equations: exact numbers by elimination, machine numbers by numpy."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from ..expr import Expr, Node, S
from ..kernel.builtin import builtin
from ..kernel.numbers import ONE, ZERO, integer, node_of
from ..problem import Template
from .matrices import exact_rows, is_list, is_matrix, matrix_of, size_of_square
from .packing import machine, nested, numbers

SINGULAR = Template("sing", "Matrix `1` is singular.")
NO_SOLUTION = Template("nosol", "Linear equation encountered that has no solution.")
SHAPES = Template(
    "lslc", "Coefficient matrix and target vector(s) or matrix do not have the same dimensions."
)
NO_MATRIX = Template("matrix", "Argument `1` at position 1 is not a non-empty rectangular matrix.")


def reduced(rows: list[list[Fraction]], width: int) -> tuple[list[list[Fraction]], list[int]]:
    """The rows in reduced echelon form by their first `width` columns, and the columns of the pivots."""
    rows = [row[:] for row in rows]
    pivots: list[int] = []
    for column in range(width):
        top = len(pivots)
        pivot = next((j for j in range(top, len(rows)) if rows[j][column]), None)
        if pivot is None:
            continue
        rows[top], rows[pivot] = rows[pivot], rows[top]
        scale = rows[top][column]
        rows[top] = [value / scale for value in rows[top]]
        for j, row in enumerate(rows):
            if j != top and row[column]:
                factor = row[column]
                rows[j] = [b - factor * a for a, b in zip(rows[top], row, strict=True)]
        pivots.append(column)
    return rows, pivots


@builtin("Det[m_]")
def det(k, m: Node):
    """Det[m] is the determinant of a square matrix.

    >> {Det[{{1, 2}, {3, 4}}], Det[{{a, b}, {c, d}}]}
    {-2, -(b*c) + a*d}
    """
    n = size_of_square(m)
    array = machine(m)
    if array is not None:
        return node_of(np.linalg.det(array).item())
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
    n = size_of_square(m)
    array = machine(m)
    if array is not None:
        try:
            return nested(np.linalg.inv(array))
        except np.linalg.LinAlgError:
            raise SINGULAR(m) from None
    rows = exact_rows(m)
    if rows is None:
        return _symbolic_inverse(k, m, n)
    both = [row + [Fraction(i == j) for j in range(n)] for i, row in enumerate(rows)]
    found, pivots = reduced(both, n)
    if len(pivots) < n:
        raise SINGULAR(m)
    return matrix_of([row[n:] for row in found])


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


@builtin("LinearSolve[m_, b_]", operator="b")
def linear_solve(k, m: Node, b: Node):
    """LinearSolve[m, b] is an x with m . x == b; LinearSolve[m] a function that solves for any b.

    >> {LinearSolve[{{2, 0}, {0, 4}}, {1, 1}], LinearSolve[{{1, 1}}, {3}], LinearSolve[{{2}}][{6}]}
    {{1/2, 1/4}, {3, 0}, {3}}
    """
    _check_rows(m, b)
    if machine(m) is not None or machine(b) is not None:
        array, right = numbers(m), numbers(b)
        if array is not None and right is not None:
            return nested(_machine_solution(array, right))
    rows = exact_rows(m)
    column = exact_rows(b if is_matrix(b) else Expr(S.List, tuple(S.List(item) for item in b.args)))
    if rows is None or column is None:
        return S.Dot(S.Inverse(m), b)
    solution = _exact_solution(rows, column)
    return matrix_of(solution) if is_matrix(b) else [row[0] for row in solution]


def _check_rows(m: Node, b: Node) -> None:
    if not is_matrix(m):
        raise NO_MATRIX(m)
    if not is_list(b) or len(b.args) != len(m.args):
        raise SHAPES(m, b)


def _machine_solution(m: np.ndarray, b: np.ndarray) -> np.ndarray:
    if m.shape[0] == m.shape[1]:
        try:
            return np.linalg.solve(m, b)
        except np.linalg.LinAlgError:
            pass
    solution = np.linalg.lstsq(m, b, rcond=None)[0]
    if not np.allclose(m @ solution, b, rtol=1e-8, atol=1e-8 * max(1.0, float(np.abs(b).max(initial=0)))):
        raise NO_SOLUTION()
    return solution


def _exact_solution(rows: list[list[Fraction]], right: list[list[Fraction]]) -> list[list[Fraction]]:
    """One solution, zero where a variable is free."""
    width = len(rows[0])
    found, pivots = reduced([row + other for row, other in zip(rows, right, strict=True)], width)
    if any(any(row[width:]) for row in found[len(pivots) :]):
        raise NO_SOLUTION()
    solution = [[Fraction(0)] * len(right[0]) for _ in range(width)]
    for row, column in zip(found, pivots, strict=False):
        solution[column] = row[width:]
    return solution


@builtin("LeastSquares[m_, b_]")
def least_squares(k, m: Node, b: Node):
    """LeastSquares[m, b] is the x for which m . x comes nearest to b.

    >> LeastSquares[{{1, 1}, {1, 2}, {1, 3}}, {1, 2, 4}]
    {-2/3, 3/2}
    """
    _check_rows(m, b)
    if machine(m) is not None or machine(b) is not None:
        array, right = numbers(m), numbers(b)
        if array is not None and right is not None:
            return nested(np.linalg.lstsq(array, right, rcond=None)[0])
    return S.Dot(S.PseudoInverse(m), b)


@builtin("PseudoInverse[m_]")
def pseudo_inverse(k, m: Node):
    """PseudoInverse[m] is the matrix that solves equations with m in the sense of least squares.

    >> PseudoInverse[{{1}, {2}}]
    {{1/5, 2/5}}
    """
    if not is_matrix(m):
        raise NO_MATRIX(m)
    array = machine(m)
    if array is not None:
        return nested(np.linalg.pinv(array))
    rows = exact_rows(m)
    if rows is None:
        return None
    a = _exact_pseudo_inverse(rows)
    return matrix_of(a)


def _exact_pseudo_inverse(m: list[list[Fraction]]) -> list[list[Fraction]]:
    """From a factorization into a matrix of independent columns and one of independent rows."""
    found, pivots = reduced(m, len(m[0]))
    if not pivots:
        return [[Fraction(0)] * len(m) for _ in m[0]]
    columns = [[row[p] for p in pivots] for row in m]
    independent = found[: len(pivots)]
    left = _times(_inverse(_times(_flip(columns), columns)), _flip(columns))
    right = _times(_flip(independent), _inverse(_times(independent, _flip(independent))))
    return _times(right, left)


def _flip(m: list[list[Fraction]]) -> list[list[Fraction]]:
    return [list(column) for column in zip(*m, strict=True)]


def _times(a: list[list[Fraction]], b: list[list[Fraction]]) -> list[list[Fraction]]:
    columns = _flip(b)
    return [[sum(x * y for x, y in zip(row, c, strict=True)) for c in columns] for row in a]  # type: ignore[misc]


def _inverse(m: list[list[Fraction]]) -> list[list[Fraction]]:
    n = len(m)
    both = [row + [Fraction(i == j) for j in range(n)] for i, row in enumerate(m)]
    return [row[n:] for row in reduced(both, n)[0]]


@builtin("MatrixRank[m_]")
def matrix_rank(k, m: Node):
    """MatrixRank[m] is the number of independent rows of m.

    >> {MatrixRank[{{1, 2}, {2, 4}}], MatrixRank[{{1., 2.}, {3., 4.}}]}
    {1, 2}
    """
    if not is_matrix(m):
        raise NO_MATRIX(m)
    array = machine(m)
    if array is not None:
        return int(np.linalg.matrix_rank(array))
    rows = exact_rows(m)
    return None if rows is None else len(reduced(rows, len(rows[0]))[1])


@builtin("RowReduce[m_]")
def row_reduce(k, m: Node):
    """RowReduce[m] is m in reduced echelon form.

    >> RowReduce[{{1, 2}, {3, 4}, {5, 6}}]
    {{1, 0}, {0, 1}, {0, 0}}
    """
    rows = exact_rows(m)
    if rows is not None:
        return matrix_of(reduced(rows, len(rows[0]))[0])
    array = machine(m)
    return None if array is None or array.ndim != 2 else nested(_reduced_array(array.copy()))


def _reduced_array(a: np.ndarray) -> np.ndarray:
    top = 0
    small = np.abs(a).max(initial=0) * max(a.shape) * np.finfo(float).eps
    for column in range(a.shape[1]):
        if top == len(a):
            break
        pivot = top + int(np.abs(a[top:, column]).argmax())
        if abs(a[pivot, column]) <= small:
            a[top:, column] = 0
            continue
        a[[top, pivot]] = a[[pivot, top]]
        a[top] /= a[top, column]
        others = np.arange(len(a)) != top
        a[others] -= np.outer(a[others, column], a[top])
        top += 1
    return a


@builtin("NullSpace[m_]")
def null_space(k, m: Node):
    """NullSpace[m] is a basis of the vectors that m takes to zero.

    >> {NullSpace[{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}], NullSpace[{{1, 1, 1}}], NullSpace[{{1}}]}
    {{{1, -2, 1}}, {{-1, 0, 1}, {-1, 1, 0}}, {}}
    """
    if not is_matrix(m):
        raise NO_MATRIX(m)
    array = machine(m)
    if array is not None:
        _, sizes, rows = np.linalg.svd(array)
        small = sizes.max(initial=0) * max(array.shape) * np.finfo(float).eps
        return nested(rows[int((sizes > small).sum()) :].conj())
    exact = exact_rows(m)
    if exact is None:
        return None
    found, pivots = reduced(exact, len(exact[0]))
    free = [column for column in range(len(exact[0])) if column not in pivots]
    return matrix_of([kernel_vector(found, pivots, column) for column in reversed(free)])


def kernel_vector(rows: list[list[Fraction]], pivots: list[int], free: int) -> list[Fraction]:
    """The vector with 1 for one free variable and 0 for the others, without denominators."""
    vector = [Fraction(0)] * len(rows[0])
    vector[free] = Fraction(1)
    for row, pivot in zip(rows, pivots, strict=False):
        vector[pivot] = -row[free]
    scale = math.lcm(*(value.denominator for value in vector))
    return [value * scale for value in vector]
