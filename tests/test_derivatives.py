"""A derivative is the slope."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wlnet.expr import Real
from wlnet.session import Session

SESSION = Session()
FUNCTIONS = ["Sin", "Cos", "Exp", "Tanh", "ArcTan", "LogisticSigmoid", "Sinh", "Erf", "Sech"]
ATOMS = st.sampled_from(["x", "2", "x", "1/3", "(x + 1)"])


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " - ", " * "]), inner).map(lambda t: f"({''.join(t)})"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]}/(2 + ({t[1]})^2))"),
        st.tuples(inner, st.integers(2, 3)).map(lambda t: f"({t[0]})^{t[1]}"),
        st.tuples(st.sampled_from(FUNCTIONS), inner).map(lambda t: f"{t[0]}[{t[1]}]"),
    )


def number(text: str) -> float | None:
    node = SESSION.evaluate(text)
    return node.value if isinstance(node, Real) and abs(node.value) < 1e4 else None


@settings(max_examples=60, deadline=None)
@given(st.recursive(ATOMS, larger, max_leaves=6))
def test_a_derivative_is_the_slope(text: str) -> None:
    at, step = 0.37, 1e-5
    low, high = (number(f"N[{text} /. x -> {at + d:.9f}]") for d in (-step, step))
    slope = number(f"N[D[{text}, x] /. x -> {at}]")
    assume(low is not None and high is not None)
    assert slope == pytest.approx((high - low) / (2 * step), rel=1e-4, abs=1e-5)  # type: ignore[operator]
