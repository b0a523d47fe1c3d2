"""Vectors and matrices: products, norms, and the matrices that one writes down by a rule."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ..expr import Expr, Integer, Node, Rational, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import ONE, ZERO, integer, node_of, scalar
from ..problem import Template
from .packing import boxed, depth_of, machine, nested, numbers, unboxed, whole_numbers

DOT = Template("dotsh", "Tensors `1` and `2` have incompatible shapes.")
SQUARE = Template("matsq", "Argument `1` at position 1 is not a non-empty square matrix.")
NORM = Template("nvm", "The first argument `1` should be a number, vector or matrix.")
POSITIVE_SIZE = Template("intpm", "A positive integer or a pair of those is expected instead of `1`.")
CROSS = Template("nonn1", "The arguments are expected to be `1` vectors of length `2`.")
TOO_LARGE = Template("large", "A matrix of the size `1` is too large.")
_MOST = 2**31  # elements of a matrix


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


def size_of_square(x: Node) -> int:
    """The number of rows of a square matrix; a problem for anything else."""
    if not is_matrix(x) or len(x.args) != len(x.args[0].args):
        raise SQUARE(x)
    return len(x.args)


def exact_rows(x: Node) -> list[list[Fraction]] | None:
    """The rows of a matrix of exact real numbers."""
    if not is_matrix(x) or not all(type(item) in (Integer, Rational) for row in x.args for item in row.args):
        return None
    return [[Fraction(scalar(item)) for item in row.args] for row in x.args]


def matrix_of(rows: list[list[Fraction]]) -> Node:
    return Expr(S.List, tuple(Expr(S.List, tuple(map(node_of, row))) for row in rows))


# ---- products ----


@builtin("Dot[arrays__]", attributes=Attribute.FLAT | Attribute.ONE_IDENTITY)
def dot(k, arrays: tuple[Node, ...]):
    """a . b is the product of vectors, matrices and deeper arrays.

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
    with np.errstate(all="ignore"):
        found = _number_product(a, b)
    if found is not None and np.isfinite(found).all():
        return nested(found)
    if is_vector(a):
        if len(a.args) != len(b.args):
            raise DOT(a, b)
        return Expr(S.Plus, tuple(S.Times(x, y) for x, y in zip(a.args, b.args, strict=True)))
    if is_matrix(b):
        exact = _exact_product(a, b)
        if exact is not None:
            return exact
    return Expr(S.List, tuple(_product_of_row(k, row, a, b) for row in a.args))


def _number_product(a: Node, b: Node) -> np.ndarray | None:
    """By numpy, for machine numbers, and for integers that stay small."""
    x, y = whole_numbers(a), whole_numbers(b)
    if x is not None and y is not None:
        bound = int(np.abs(x).max()) * int(np.abs(y).max()) * x.shape[-1]
        if bound >= 2**62:
            return None
    else:
        x, y = machine(a), machine(b)
        if (x is None) == (y is None) and x is None:
            return None
        x, y = numbers(a) if x is None else x, numbers(b) if y is None else y
        if x is None or y is None:
            return None
    if x.shape[-1] != y.shape[0]:
        raise DOT(a, b)
    return np.tensordot(x, y, axes=1)


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
    return matrix_of(rows)  # type: ignore[arg-type]


@builtin("MatrixPower[m_List, n_Integer, v_]")
def matrix_power(k, m: Node, n: int, v: Node | None = None):
    """MatrixPower[m, n] is the product of n times m; MatrixPower[m, n, v] that times the vector v.

    >> {MatrixPower[{{1, 1}, {1, 0}}, 5], MatrixPower[{{1, 1}, {0, 1}}, -2]}
    {{{8, 5}, {5, 3}}, {{1, -2}, {0, 1}}}
    """
    size = size_of_square(m)
    if v is not None:
        return S.Dot(S.MatrixPower(m, integer(n)), v)
    if n < 0:
        return S.MatrixPower(S.Inverse(m), integer(-n))
    result: Node = k.evaluate(S.IdentityMatrix(integer(size)))
    while n:
        if n & 1:
            result = k.evaluate(S.Dot(result, m))
        n >>= 1
        m = k.evaluate(S.Dot(m, m)) if n else m
    return result


@builtin("Cross[vectors__]")
def cross(k, vectors: tuple[Node, ...]):
    """Cross[a, b] is the vector product of two vectors of three components; Cross[{x, y}] is {-y, x}.

    >> {Cross[{1, 0, 0}, {0, 1, 0}], Cross[{x, y}]}
    {{0, 0, 1}, {-y, x}}
    """
    n = len(vectors) + 1
    if not all(map(is_vector, vectors)):
        return None
    if any(len(v.args) != n for v in vectors):
        raise CROSS(n - 1, n)
    rows = [list(v.args) for v in vectors]
    minors = [[row[:i] + row[i + 1 :] for row in rows] for i in range(n)]
    signs = [(-1) ** (n + 1 + i) for i in range(n)]
    return [S.Times(integer(s), _det(minor)) for s, minor in zip(signs, minors, strict=True)]


def _det(rows: list[list[Node]]) -> Node:
    return rows[0][0] if len(rows) == 1 else S.Det(Expr(S.List, tuple(Expr(S.List, tuple(r)) for r in rows)))


@builtin("KroneckerProduct[a_, b_]")
def kronecker_product(k, a: Node, b: Node):
    """KroneckerProduct[a, b] is the matrix of the blocks a[[i, j]] b.

    >> KroneckerProduct[{{1, 2}}, {{1, 0}, {0, 1}}]
    {{1, 0, 2, 0}, {0, 1, 0, 2}}
    """
    if not (is_matrix(a) and is_matrix(b)):
        both = is_vector(a) and is_vector(b)
        return S.Outer(S.Times, a, b) if both else None
    x, y = machine(a), machine(b)
    if x is not None or y is not None:
        x, y = numbers(a) if x is None else x, numbers(b) if y is None else y
        if x is not None and y is not None:
            return nested(np.kron(x, y))
    rows = [
        Expr(S.List, tuple(S.Times(p, q) for p in upper.args for q in lower.args))
        for upper in a.args
        for lower in b.args
    ]
    return Expr(S.List, tuple(rows))


# ---- sizes ----


@builtin("Norm[x_, p_]")
def norm(k, x: Node, p: Node = Integer(2)):
    """Norm[vector] is its length; Norm[vector, p] the p-norm; Norm[matrix] the largest singular value.

    >> {Norm[{3, 4}], Norm[{1, -2}, 1], Norm[{1, -2}, Infinity], Norm[{{3., 0.}, {0., 4.}}], Norm[-2]}
    {5, 3, 2, 4., 2}
    """
    if not is_list(x):
        return S.Abs(x)
    if not is_vector(x):
        return _matrix_norm(x, p)
    infinite = type(p) is Expr and p.head is S.DirectedInfinity
    array = machine(x)
    if array is not None and array.size and (infinite or type(p) is Integer):
        return float(np.linalg.norm(array, np.inf if infinite else p.value))
    size = S.Abs(x)
    if infinite:
        return S.Max(size)
    if p == ONE:
        return S.Total(size)
    return S.Power(S.Total(S.Power(size, p)), S.Divide(ONE, p))


def _matrix_norm(x: Node, p: Node) -> Node:
    if not is_matrix(x):
        raise NORM(x)
    if getattr(p, "value", None) == "Frobenius":
        return S.Norm(S.Flatten(x))
    if p == ONE:
        return S.Max(S.Total(S.Abs(x)))
    if type(p) is Expr and p.head is S.DirectedInfinity:
        return S.Max(S.Total(S.Abs(S.Transpose(x))))
    return S.Max(S.SingularValueList(x, ONE))


@builtin("Normalize[x_, f_]")
def normalize(k, x: Node, f: Node = S.Norm):
    """Normalize[vector] has the same direction and length 1; Normalize[x, f] is x divided by f[x].

    >> {Normalize[{3, 4}], Normalize[{0, 0}], Normalize[{1, 3}, Total]}
    {{3/5, 4/5}, {0, 0}, {1/4, 3/4}}
    """
    size = k.apply(f, (x,))
    return x if size == ZERO else S.Divide(x, size)


@builtin("Tr[m_List, f_]")
def trace(k, m: Node, f: Node = S.Plus):
    """Tr[m] is the sum of the elements on the diagonal of m; Tr[m, f] is f of them.

    >> {Tr[{{1, 2}, {3, 4}}], Tr[{a, b}], Tr[{{1, 2}, {3, 4}}, List]}
    {5, a + b, {1, 4}}
    """
    return Expr(f, m.args if is_vector(m) else tuple(diagonal(k, m)))


@builtin("Diagonal[m_List, offset_]")
def diagonal(k, m: Node, offset: int = 0):
    """Diagonal[m] is the list of the elements on the diagonal of m; Diagonal[m, k] on the kth above it.

    >> {Diagonal[{{a, b}, {c, d}}], Diagonal[{{a, b}, {c, d}}, 1]}
    {{a, d}, {b}}
    """
    return [row.args[i + offset] for i, row in enumerate(m.args) if 0 <= i + offset < len(row.args)]


# ---- matrices by a rule ----


@builtin("IdentityMatrix[n_]")
def identity_matrix(k, n: Node):
    """IdentityMatrix[n] has ones on the diagonal and zeros elsewhere; IdentityMatrix[{m, n}] has m rows.

    >> {IdentityMatrix[2], IdentityMatrix[{1, 2}]}
    {{{1, 0}, {0, 1}}, {{1, 0}}}
    """
    sizes = [n, n] if type(n) is Integer else list(n.args)
    if len(sizes) != 2 or any(type(size) is not Integer or size.value < 1 for size in sizes):
        raise POSITIVE_SIZE(n)
    if sizes[0].value * sizes[1].value > _MOST:
        raise TOO_LARGE(n)
    return nested(np.eye(sizes[0].value, sizes[1].value, dtype=np.int64))


@builtin("DiagonalMatrix[x_List, offset_, size_]")
def diagonal_matrix(k, x: Node, offset: int = 0, size: int | None = None):
    """DiagonalMatrix[list] has list on its diagonal, DiagonalMatrix[list, k] on the kth above it.

    >> {DiagonalMatrix[{a, b}], DiagonalMatrix[{a}, 1]}
    {{{a, 0}, {0, b}}, {{0, a}, {0, 0}}}
    """
    n = len(x.args) + abs(offset) if size is None else size
    if n * n > _MOST:
        raise TOO_LARGE(n)
    made = np.full((n, n), ZERO, dtype=object)
    for i, item in enumerate(x.args):
        row, column = i + max(-offset, 0), i + max(offset, 0)
        if row < n and column < n:
            made[row, column] = item
    return unboxed(made)


def _triangle(name: str, text: str) -> None:
    upper = name.startswith("Upper")

    def function(k, m: Node, offset: int = 0):
        array = boxed(m, 2) if depth_of(m) > 1 else None
        if array is None:
            return None
        rows, columns = np.indices(array.shape)
        kept = columns - rows >= offset if upper else columns - rows <= offset
        made = np.full(array.shape, ZERO, dtype=object)
        made[kept] = array[kept]
        return unboxed(made)

    function.__doc__ = text
    builtin(f"{name}[m_List, offset_]")(function)


_triangle(
    "UpperTriangularize",
    "UpperTriangularize[m] is m with zeros below the diagonal.\n\n"
    ">> UpperTriangularize[{{1, 2}, {3, 4}}]\n{{1, 2}, {0, 4}}",
)
_triangle(
    "LowerTriangularize",
    "LowerTriangularize[m] is m with zeros above the diagonal.\n\n"
    ">> LowerTriangularize[{{1, 2}, {3, 4}}]\n{{1, 0}, {3, 4}}",
)


@builtin("UnitVector[n_Integer, i_Integer]")
def unit_vector(k, n: int, i: int | None = None):
    """UnitVector[n, i] is the vector of length n with a one at place i; UnitVector[i] has length 2.

    >> {UnitVector[3, 2], UnitVector[1]}
    {{0, 1, 0}, {1, 0}}
    """
    length, place = (2, n) if i is None else (n, i)
    return [int(j == place) for j in range(1, length + 1)] if 1 <= place <= length else None


@builtin("HankelMatrix[x_List]")
def hankel_matrix(k, x: Node):
    """HankelMatrix[list] has list as its first row and the elements after the first in the next, and so on.

    >> HankelMatrix[{a, b}]
    {{a, b}, {b, 0}}
    """
    n = len(x.args)
    padded = x.args + (ZERO,) * n
    return [padded[i : i + n] for i in range(n)]


@builtin("ToeplitzMatrix[x_List]")
def toeplitz_matrix(k, x: Node):
    """ToeplitzMatrix[list] is symmetric, constant along its diagonals, with list in its first row.

    >> ToeplitzMatrix[{a, b}]
    {{a, b}, {b, a}}
    """
    n = len(x.args)
    return [[x.args[abs(i - j)] for j in range(n)] for i in range(n)]
