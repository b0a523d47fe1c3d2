"""Eigenvalues, singular values and factorizations of matrices.

Machine numbers go through LAPACK.  An exact matrix has exact eigenvalues as far as these are fractions or
square roots; otherwise the call stays as it is, so that N of it still finds the numbers.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from ..expr import Expr, Integer, Node, S
from ..kernel.builtin import builtin
from ..kernel.numbers import ONE, node_of
from ..problem import Template
from .linear_systems import kernel_vector, reduced
from .matrices import exact_rows, is_matrix, matrix_of, size_of_square
from .packing import machine, nested, real_if_real

NOT_DEFINITE = Template("posdef", "The matrix `1` is not hermitian and positive definite.")
NO_MATRIX = Template("matrix", "Argument `1` at position 1 is not a non-empty rectangular matrix.")


def _list(items) -> Node:
    return Expr(S.List, tuple(items))


# ---- eigenvalues ----


def _eigensystem(array: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values by decreasing size, and vectors of length 1 as rows."""
    if np.array_equal(array, array.conj().T):
        values, vectors = np.linalg.eigh(array)
    else:
        values, vectors = np.linalg.eig(array)
    order = np.argsort(-np.abs(values), kind="stable")
    return real_if_real(values[order]), real_if_real(vectors.T[order])


def _taken(k, items: Node, count: Node | None) -> Node:
    return items if count is None else k.evaluate(S.Take(items, count))


@builtin("Eigenvalues[m_, n_]")
def eigenvalues(k, m: Node, n: Node | None = None):
    """Eigenvalues[m] is the list of the eigenvalues of a square matrix, by decreasing size.

    Eigenvalues[m, n] is the first n of them.

    >> {Eigenvalues[{{2, 1}, {1, 2}}], Eigenvalues[{{1, 1}, {1, 0}}], Eigenvalues[{{4., 0.}, {0., 9.}}]}
    {{3, 1}, {(1 + Sqrt[5])/2, (1 - Sqrt[5])/2}, {9., 4.}}
    """
    size_of_square(m)
    array = machine(m)
    if array is not None:
        return _taken(k, nested(_eigensystem(array)[0]), n)
    found = _exact_eigenvalues(k, m)
    return None if found is None else _taken(k, _list(found), n)


def _exact_eigenvalues(k, m: Node) -> list[Node] | None:
    """Those of an exact matrix; None if they are not all simple."""
    rows = exact_rows(m)
    if rows is None:
        return None
    polynomial, found = _characteristic(rows), []
    while len(polynomial) > 3:
        root = _rational_root(polynomial)
        if root is None:
            return None
        found.append(node_of(root))
        polynomial = _divided(polynomial, root)
    if len(polynomial) == 3:
        found += _quadratic_roots(k, *polynomial)
    elif len(polynomial) == 2:
        found.append(node_of(-polynomial[1]))
    sizes = [abs(complex(*_parts(k, value))) for value in found]
    return [found[i] for i in sorted(range(len(found)), key=lambda i: -sizes[i])]


def _parts(k, value: Node) -> tuple[float, float]:
    return tuple(k.evaluate(Expr(head, (S.N(value),))).value for head in (S.Re, S.Im))  # type: ignore[return-value]


def _characteristic(rows: list[list[Fraction]]) -> list[Fraction]:
    """The coefficients of the characteristic polynomial, the highest power first (Faddeev and LeVerrier)."""
    n = len(rows)
    coefficients = [Fraction(1)]
    current = [[Fraction(0)] * n for _ in range(n)]
    for step in range(1, n + 1):
        for i in range(n):
            current[i][i] += coefficients[-1]
        columns = list(zip(*current, strict=True))
        current = [[sum(a * b for a, b in zip(row, c, strict=True)) for c in columns] for row in rows]
        coefficients.append(-sum(current[i][i] for i in range(n)) / step)
    return coefficients


def _rational_root(polynomial: list[Fraction]) -> Fraction | None:
    """A fraction where the polynomial is zero, near one of the roots that numpy finds."""
    scale = math.lcm(*(c.denominator for c in polynomial))
    leading = abs(int(polynomial[0] * scale))
    for root in np.roots([float(c) for c in polynomial]):
        candidate = Fraction(round(root.real * leading), leading)
        value = Fraction(0)
        for coefficient in polynomial:
            value = value * candidate + coefficient
        if value == 0:
            return candidate
    return None


def _divided(polynomial: list[Fraction], root: Fraction) -> list[Fraction]:
    quotient = [polynomial[0]]
    for coefficient in polynomial[1:-1]:
        quotient.append(coefficient + root * quotient[-1])
    return quotient


def _quadratic_roots(k, _: Fraction, b: Fraction, c: Fraction) -> list[Node]:
    part = S.Sqrt(node_of(b * b - 4 * c))
    ends = [k.evaluate(S.Divide(S.Plus(node_of(-b), S.Times(Integer(s), part)), Integer(2))) for s in (1, -1)]
    return ends


@builtin("Eigenvectors[m_, n_]")
def eigenvectors(k, m: Node, n: Node | None = None):
    """Eigenvectors[m] is the list of the eigenvectors of a square matrix, in the order of Eigenvalues.

    >> {Eigenvectors[{{2, 0}, {0, 3}}], Eigenvectors[{{2, 1}, {1, 2}}]}
    {{{0, 1}, {1, 0}}, {{1, 1}, {-1, 1}}}
    """
    found = _system(k, m)
    return None if found is None else _taken(k, found[1], n)


@builtin("Eigensystem[m_, n_]")
def eigensystem(k, m: Node, n: Node | None = None):
    """Eigensystem[m] is {values, vectors}, the eigenvalues and eigenvectors of a square matrix.

    >> Eigensystem[{{2, 0}, {0, 3}}]
    {{3, 2}, {{0, 1}, {1, 0}}}
    """
    found = _system(k, m)
    return None if found is None else [_taken(k, part, n) for part in found]


def _system(k, m: Node) -> tuple[Node, Node] | None:
    size = size_of_square(m)
    array = machine(m)
    if array is not None:
        return tuple(map(nested, _eigensystem(array)))  # type: ignore[return-value]
    exact = _exact_eigenvalues(k, m)
    rows = exact_rows(m)
    if exact is None or rows is None:
        return None
    vectors: list[Node] = []
    for value in dict.fromkeys(exact):
        space = _eigenspace(k, m, rows, value)
        multiplicity = exact.count(value)
        vectors += (space + [_list([Integer(0)] * size)] * multiplicity)[:multiplicity]
    return _list(exact), _list(vectors)


def _eigenspace(k, m: Node, rows: list[list[Fraction]], value: Node) -> list[Node]:
    """A basis of the vectors that the matrix multiplies by `value`."""
    n = len(rows)
    number = exact_rows(_list([_list([value])]))
    if number is not None:
        shifted = [[x - number[0][0] * (i == j) for j, x in enumerate(row)] for i, row in enumerate(rows)]
        found, pivots = reduced(shifted, n)
        free = [column for column in range(n) if column not in pivots]
        return list(matrix_of([kernel_vector(found, pivots, column) for column in reversed(free)]).args)
    if n != 2:
        return _irrational_vector(k, rows, value)
    (a, b), (c, d) = rows
    vector = (S.Subtract(value, node_of(d)), node_of(c)) if c else (node_of(b), S.Subtract(value, node_of(a)))
    last = vector[1]
    return [k.evaluate(_list([S.Divide(x, last) for x in vector]))]


def _irrational_vector(k, rows: list[list[Fraction]], value: Node) -> list[Node]:
    """By Cramer's rule in the numbers with the square root, the last component 1 where that is possible."""
    n = len(rows)
    shifted = [
        [S.Subtract(node_of(x), value) if i == j else node_of(x) for j, x in enumerate(row)]
        for i, row in enumerate(rows)
    ]
    part = _list([_list(row[: n - 1]) for row in shifted[: n - 1]])
    right = _list([S.Minus(row[n - 1]) for row in shifted[: n - 1]])
    return [k.evaluate(S.Append(S.Dot(S.Inverse(part), right), ONE))]


@builtin("CharacteristicPolynomial[m_, x_]")
def characteristic_polynomial(k, m: Node, x: Node):
    """CharacteristicPolynomial[m, x] is the determinant of m - x IdentityMatrix[n].

    >> CharacteristicPolynomial[{{1, 2}, {3, 4}}, x]
    -2 - 5*x + x^2
    """
    n = size_of_square(m)
    rows = exact_rows(m)
    if rows is None:
        return S.Det(S.Subtract(m, S.Times(x, S.IdentityMatrix(Integer(n)))))
    terms = [
        S.Times(node_of((-1) ** n * c), S.Power(x, Integer(n - i)))
        for i, c in enumerate(_characteristic(rows))
    ]
    return Expr(S.Plus, tuple(terms))


# ---- singular values ----


@builtin("SingularValueDecomposition[m_, n_]")
def singular_value_decomposition(k, m: Node, n: int | None = None):
    """SingularValueDecomposition[m] is {u, w, v} with m == u . w . ConjugateTranspose[v], w diagonal.

    SingularValueDecomposition[m, n] keeps the n largest singular values.

    >> SingularValueDecomposition[{{3., 0.}, {0., 4.}}][[2]]
    {{4., 0.}, {0., 3.}}
    """
    if not is_matrix(m):
        raise NO_MATRIX(m)
    array = machine(m)
    if array is None:
        return None
    u, sizes, v = np.linalg.svd(array)
    w = np.zeros(array.shape)
    np.fill_diagonal(w, sizes)
    v = v.conj().T
    if n is not None:
        u, w, v = u[:, :n], w[:n, :n], v[:, :n]
    return [nested(u), nested(w), nested(v)]


@builtin("SingularValueList[m_, n_]")
def singular_value_list(k, m: Node, n: int | None = None):
    """SingularValueList[m] is the list of the singular values of m that are not zero, the largest first.

    >> {SingularValueList[{{3., 0.}, {0., 4.}}], SingularValueList[{{1, 1}, {1, 1}}]}
    {{4., 3.}, {2}}
    """
    if not is_matrix(m):
        raise NO_MATRIX(m)
    array = machine(m)
    if array is not None:
        sizes = np.linalg.svd(array, compute_uv=False)
        small = sizes.max(initial=0) * max(array.shape) * np.finfo(float).eps
        return nested(sizes[sizes > small][:n])
    wide = len(m.args) < len(m.args[0].args)
    square = k.evaluate(S.Dot(m, S.Transpose(m)) if wide else S.Dot(S.Transpose(m), m))
    values = _exact_eigenvalues(k, square)
    if values is None:
        return None
    return [S.Sqrt(value) for value in values if value != Integer(0)][:n]


@builtin("PrincipalComponents[m_]")
def principal_components(k, m: Node):
    """PrincipalComponents[m] is the rows of m, centered, in the directions of largest variance.

    >> Round[Abs[PrincipalComponents[{{1., 1.}, {2., 2.}, {3., 3.}}]], 0.001]
    {{1.414, 0.}, {0., 0.}, {1.414, 0.}}
    """
    array = machine(m)
    if array is None or array.ndim != 2:
        return None
    centered = array - array.mean(axis=0)
    return nested(centered @ np.linalg.svd(centered, full_matrices=False)[2].conj().T)


# ---- factorizations ----


@builtin("QRDecomposition[m_]")
def qr_decomposition(k, m: Node):
    """QRDecomposition[m] is {q, r} with m == ConjugateTranspose[q] . r, q orthonormal, r triangular.

    >> Round[Abs[QRDecomposition[{{3., 1.}, {4., 2.}}]], 0.01]
    {{{0.6, 0.8}, {0.8, 0.6}}, {{5., 2.2}, {0., 0.4}}}
    """
    array = machine(m)
    if array is None or array.ndim != 2:
        return None
    q, r = np.linalg.qr(array)
    return [nested(q.conj().T), nested(r)]


@builtin("CholeskyDecomposition[m_]")
def cholesky_decomposition(k, m: Node):
    """CholeskyDecomposition[m] is the upper triangular u with m == ConjugateTranspose[u] . u.

    >> {CholeskyDecomposition[{{4, 2}, {2, 5}}], CholeskyDecomposition[{{4., 2.}, {2., 5.}}]}
    {{{2, 1}, {0, 2}}, {{2., 1.}, {0., 2.}}}
    """
    size_of_square(m)
    array = machine(m)
    if array is None:
        rows = exact_rows(m)
        return None if rows is None else _exact_cholesky(k, rows, m)
    try:
        return nested(np.linalg.cholesky(array).conj().T)
    except np.linalg.LinAlgError:
        raise NOT_DEFINITE(m) from None


def _exact_cholesky(k, rows: list[list[Fraction]], m: Node) -> Node:
    n = len(rows)
    if any(rows[i][j] != rows[j][i] for i in range(n) for j in range(i)):
        raise NOT_DEFINITE(m)
    rest, result = [row[:] for row in rows], []
    for i in range(n):
        pivot = rest[i][i]
        if pivot <= 0:
            raise NOT_DEFINITE(m)
        root = S.Sqrt(node_of(pivot))
        result.append(
            _list([S.Divide(node_of(x if j >= i else Fraction(0)), root) for j, x in enumerate(rest[i])])
        )
        for a in range(i + 1, n):
            factor = rest[a][i] / pivot
            rest[a] = [x - factor * y for x, y in zip(rest[a], rest[i], strict=True)]
    return _list(result)


@builtin("MatrixExp[m_]")
def matrix_exp(k, m: Node):
    """MatrixExp[m] is the exponential of a matrix of machine numbers, or of an exact one that is diagonal or
    of which a power is zero.

    >> {MatrixExp[{{0., 1.}, {0., 0.}}], MatrixExp[{{1, 0}, {0, 2}}], MatrixExp[{{0, 1}, {0, 0}}]}
    {{{1., 1.}, {0., 1.}}, {{E, 0}, {0, E^2}}, {{1, 1}, {0, 1}}}
    """
    size = size_of_square(m)
    array = machine(m)
    if array is not None:
        return nested(_exponential(array))
    diagonal = all(x == Integer(0) for i, row in enumerate(m.args) for j, x in enumerate(row.args) if i != j)
    if not diagonal:
        return _nilpotent_exponential(m)
    return S.DiagonalMatrix(_list([S.Exp(m.args[i].args[i]) for i in range(size)]))


def _nilpotent_exponential(m: Node) -> Node:
    """The series, where it ends."""
    rows = exact_rows(m)
    if rows is None:
        raise _NOT_EXACT(m)
    n = len(rows)
    total = [[Fraction(i == j) for j in range(n)] for i in range(n)]
    power = total
    for step in range(1, n + 1):
        power = [
            [sum((row[i] * rows[i][j] for i in range(n)), Fraction(0)) / step for j in range(n)]
            for row in power
        ]
        total = [[a + b for a, b in zip(*pair, strict=True)] for pair in zip(total, power, strict=True)]
    if any(map(any, power)):
        raise _NOT_EXACT(m)
    return _list([_list([node_of(x) for x in row]) for row in total])


_NOT_EXACT = Template("notexact", "The exact exponential of `1` is not available here; give machine numbers.")


def _exponential(a: np.ndarray) -> np.ndarray:
    """By scaling, a Taylor polynomial, and squaring."""
    squarings = max(0, math.ceil(math.log2(max(np.linalg.norm(a, 1), 1e-300))) + 4)
    a = a / 2.0**squarings
    term = total = np.eye(len(a), dtype=a.dtype)
    for n in range(1, 19):
        term = term @ a / n
        total = total + term
    for _ in range(squarings):
        total = total @ total
    return total
