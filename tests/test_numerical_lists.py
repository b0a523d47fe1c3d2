"""Functions of lists of machine numbers agree with numpy, and with themselves on one number at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlnet.builtins.packing import nested, numbers
from wlnet.expr import TRUE, Expr, S, Symbol
from wlnet.session import Session
from wlnet.syntax.parse import parse

SESSION = Session()
rng = np.random.default_rng(3)
A, B = rng.normal(size=(30, 7)), rng.normal(size=(7, 9))
SQUARE, X, Y = rng.normal(size=(12, 12)), rng.normal(size=200), rng.normal(size=200)


def value(text: str, **arrays: np.ndarray) -> np.ndarray | float:
    """The value of `text` with arrays for names, as an array."""
    names = Expr(S.List, tuple(S.Set(Symbol(name), nested(array)) for name, array in arrays.items()))
    node = SESSION.evaluate_node(S.Block(names, parse(text)))
    found = numbers(node)
    return node.value if found is None else found  # type: ignore[attr-defined]


def close(a, b) -> bool:
    return np.allclose(a, b, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mean[a]", A.mean(0)),
        ("Variance[a]", A.var(0, ddof=1)),
        ("StandardDeviation[x]", X.std(ddof=1)),
        ("Median[a]", np.median(A, 0)),
        ("Quantile[x, {1/4, 1/2}, {{1, -1}, {0, 1}}]", np.quantile(X, [0.25, 0.5])),
        ("Covariance[a]", np.cov(A.T)),
        ("Correlation[x, y]", np.corrcoef(X, Y)[0, 1]),
        ("Standardize[a]", (A - A.mean(0)) / A.std(0, ddof=1)),
        ("Total[a, 2]", A.sum()),
        ("Accumulate[x]", np.cumsum(X)),
        ("Differences[x, 2]", np.diff(X, 2)),
        ("a . b", A @ B),
        ("Transpose[a]", A.T),
        ("Det[m]", np.linalg.det(SQUARE)),
        ("Inverse[m]", np.linalg.inv(SQUARE)),
        ("LinearSolve[m, Range[12]]", np.linalg.solve(SQUARE, np.arange(1, 13))),
        ("LeastSquares[a, Range[30]]", np.linalg.lstsq(A, np.arange(1, 31), rcond=None)[0]),
        ("Eigenvalues[m + Transpose[m]][[1]]", max(np.linalg.eigvalsh(SQUARE + SQUARE.T), key=abs)),
        ("SingularValueList[a]", np.linalg.svd(A, compute_uv=False)),
        ("Norm[a]", np.linalg.norm(A, 2)),
        ("KroneckerProduct[a, b]", np.kron(A, B)),
        ("Fourier[x]", np.fft.ifft(X) * np.sqrt(200)),
        ("ListConvolve[{1, 2, 3}, x]", np.convolve(X, [1, 2, 3], "valid")),
        ("Clip[x, {-1/2, 1/2}]", np.clip(X, -0.5, 0.5)),
        ("DistanceMatrix[a][[1]]", np.linalg.norm(A - A[0], axis=1)),
        ("Outer[Times, x, y]", np.outer(X, Y)),
    ],
)
def test_a_function_agrees_with_numpy(text: str, expected) -> None:
    assert close(value(text, a=A, b=B, m=SQUARE, x=X, y=Y), expected)


REALS = st.lists(st.floats(-1e6, 1e6, width=32), min_size=30, max_size=40)
INTEGERS = st.lists(st.integers(-(10**6), 10**6), min_size=30, max_size=40)
FUNCTIONS = [
    "Exp[#/10^5]",
    "Log[#]",
    "Sin[#]",
    "Sqrt[#]",
    "#^2",
    "#^-1",
    "Abs[#]",
    "Floor[#]",
    "Round[#]",
    "UnitStep[#]",
]
FUNCTIONS += [
    "Sign[#]",
    "-#",
    "# + 2",
    "3 # - 1.5",
    "#/4",
    "2/#",
    "LogisticSigmoid[#/10^5]",
    "Clip[#, {-5, 5}]",
]


@settings(max_examples=20, deadline=None)
@given(st.one_of(REALS, INTEGERS), st.sampled_from(FUNCTIONS))
def test_a_list_is_its_elements(items: list, function: str) -> None:
    node = nested(np.array(items)) if items else S.List()
    body = SESSION.evaluate(f"({function} &)")
    at_once = SESSION.evaluate_node(Expr(body, (node,)))
    one_by_one = SESSION.evaluate_node(S.Map(body, node))
    SESSION.messages.clear()
    assert len(at_once.args) == len(one_by_one.args)
    for a, b in zip(at_once.args, one_by_one.args, strict=True):
        assert type(a) is type(b)
        equal = SESSION.evaluate_node(S.Abs(S.Subtract(a, b)))
        assert a == b or float(SESSION.evaluate_node(S.N(equal)).value) <= 1e-12 * max(
            1.0, abs(float(a.value))
        )


def test_exact_numbers_stay_exact() -> None:
    assert (
        SESSION.evaluate("Range[40]/2 == Table[i/2, {i, 40}] && Head[(Range[40]/3)[[1]]] === Rational")
        is TRUE
    )
    assert SESSION.evaluate("Total[Range[40]^30] == Sum[i^30, {i, 40}]") is TRUE
