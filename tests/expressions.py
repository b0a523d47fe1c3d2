"""Expressions of every kind, drawn by hypothesis, for tests of formats."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from wlnet.arrays import TYPES, NumericArray
from wlnet.expr import (
    BigReal,
    ByteArray,
    Complex,
    Expr,
    Integer,
    Node,
    Rational,
    Real,
    S,
    String,
    Symbol,
    Value,
)

names = st.sampled_from(["x", "List", "Plus", "f", "True", "Null", "$a1", "ctx`y", "MeineFunktion"])
symbols = names.map(Symbol)
integers = st.integers(-(2**80), 2**80) | st.integers(-300, 300)
reals = st.floats(allow_nan=False, allow_infinity=False)
fractions = st.fractions().filter(lambda q: q.denominator > 1)
exact = integers.map(Integer) | fractions.map(Rational)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=20).filter(bool)
big_reals = st.builds(BigReal, decimals, st.floats(1, 100))
texts = st.text(st.characters(codec="utf-8")) | st.sampled_from(["\\:0041", "\\|01f600", "\\", "é", "\n\t"])
numbers = exact | reals.map(Real) | big_reals


def _array(kind: Any) -> Any:
    shapes = arrays.array_shapes(max_dims=3, max_side=3)
    finite = {"allow_nan": False} if np.dtype(kind).kind in "fc" else {}
    return arrays.arrays(kind, shapes, elements=arrays.from_dtype(np.dtype(kind), **finite))


numeric_arrays = st.sampled_from(sorted(TYPES)).flatmap(lambda name: _array(TYPES[name]))
atoms = (
    symbols
    | numbers
    | texts.map(String)
    | st.binary().map(ByteArray)
    | st.tuples(exact, exact).map(Complex)
    | st.tuples(reals.map(Real), reals.map(Real)).map(Complex)
    | numeric_arrays.map(lambda array: Value(NumericArray(array)))
)


def calls(inner: Any) -> Any:
    """Lists, calls with any head, and associations with immediate and delayed rules."""
    rules = st.builds(Expr, st.sampled_from([S.Rule, S.RuleDelayed]), st.tuples(inner, inner))
    return (
        st.lists(inner, max_size=4).map(lambda items: S.List(*items))
        | st.builds(lambda head, items: Expr(head, tuple(items)), inner, st.lists(inner, max_size=3))
        | st.lists(rules, max_size=3).map(lambda items: S.Association(*items))
    )


lists_of_numbers = (
    st.lists(st.integers(-(2**63), 2**63 - 1).map(Integer), min_size=6, max_size=12)
    | st.lists(st.integers(-100, 100).map(Integer), min_size=6, max_size=12)
    | st.lists(reals.map(Real), min_size=6, max_size=12)
).map(lambda items: S.List(*items))
expressions: st.SearchStrategy[Node] = st.recursive(atoms | lists_of_numbers, calls, max_leaves=12)

EVERY_KIND: tuple[Node, ...] = (
    Integer(2**70),
    Integer(-(10**5000)),
    Real(-0.0),
    S.DirectedInfinity(Integer(-1)),
    BigReal(Decimal("1.5e-30"), 20.0),
    Rational(Fraction(-1, 3)),
    Complex((Integer(1), Real(2.0))),
    String("\U0001f600 \ud800"),
    ByteArray(bytes(range(256))),
    Expr(Integer(1), (Expr(S.f, ()),)),
    S.List(*(S.List(*(Real(float(i * j)) for i in range(4))) for j in range(4))),
    S.List(*(Integer(10**30 + i) for i in range(20))),
    S.Association(S.Rule(String("a"), Integer(1)), S.RuleDelayed(S.b, S.f(S.x))),
    S.Association(S.x),
)
