"""Shape expressions: what is known of one shape of a layer helps to find the others."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wlnet.nets.shapes import Conflict, Derived, Dims, Solver, describe, merge_dims, product, shape
from wlnet.problem import Problem

SIZES = st.one_of(st.none(), st.integers(1, 4))
DIMS = st.one_of(st.none(), st.lists(SIZES, max_size=3).map(tuple))


def solved(
    shapes: dict[str, str], known: dict[str, Dims], *derived: tuple[str, Derived], **parameters: Any
) -> tuple[dict[str, Dims], dict[str, Any]]:
    solver = Solver({port: shape(text) for port, text in shapes.items()}, derived, parameters)
    return solver.solve(known), solver.values


def test_a_shape_expression_has_names_around_one_star() -> None:
    form = shape("c *inp last")
    assert (form.before, form.star, form.after) == (("c",), "inp", ("last",))
    assert form.names() == ("c", "inp", "last") and shape("").names() == ()
    assert (form.least, shape("c +inp").least, shape("").least) == (2, 2, 0)
    with pytest.raises(ValueError, match="at most one star"):
        shape("*a *b")


@pytest.mark.parametrize("known", ["Input", "Output"])
def test_names_carry_dimensions_from_any_shape_to_any_other(known: str) -> None:
    dims, values = solved({"Input": "c *inp", "Output": "c *inp"}, {known: (3, 4, 5)})
    assert dims == {"Input": (3, 4, 5), "Output": (3, 4, 5)}
    assert values == {"c": 3, "inp": (4, 5)}


def test_what_is_known_in_part_adds_up() -> None:
    dims, _ = solved({"Input": "*any", "Output": "*any"}, {"Input": (None, 4), "Output": (3, None)})
    assert dims["Input"] == dims["Output"] == (3, 4)


def test_numbers_in_an_expression_are_sizes() -> None:
    assert solved({"Input": "2 n"}, {"Input": (None, 3)})[0] == {"Input": (2, 3)}
    with pytest.raises(Conflict):
        solved({"Input": "2 n"}, {"Input": (3, 3)})


def test_derived_names_follow_once_all_they_need_is_known() -> None:
    area = ("size", Derived(lambda h, w: h * w, "h w"))
    assert solved({"Input": "h w", "Output": "size"}, {"Input": (3, 4)}, area)[0]["Output"] == (12,)
    assert solved({"Input": "h w", "Output": "size"}, {"Input": (3, None)}, area)[0]["Output"] == (None,)


def test_partial_rules_see_what_is_still_open() -> None:
    rule = ("inp", Derived(lambda n, inp: None if n is None else (None,) * n, "n inp", partial=True))
    assert solved({"Input": "*inp"}, {}, rule, n=2)[0]["Input"] == (None, None)
    assert solved({"Input": "*inp"}, {}, rule)[0]["Input"] is None


@pytest.mark.parametrize(
    ("form", "given_dims", "expected"),
    [
        ("n n", (2, 3), (2, 2)),
        ("c *inp", (), None),
        ("c +inp", (3,), None),
        ("a b", (1,), (None, None)),
    ],
)
def test_a_contradiction_names_the_port_and_both_dimensions(
    form: str, given_dims: tuple[int, ...], expected: Dims
) -> None:
    with pytest.raises(Conflict) as caught:
        solved({"Input": form}, {"Input": given_dims})
    assert (caught.value.port, caught.value.given) == ("Input", given_dims)
    if form != "n n":
        assert caught.value.expected == expected


def test_what_is_told_of_an_open_shape_is_close_to_what_was_given() -> None:
    with pytest.raises(Conflict) as caught:
        solved({"Input": "c *inp"}, {"Input": (3, 5, 5)}, c=1)
    assert caught.value.expected == (1, 5, 5)


def test_a_computed_size_stands_against_a_port_that_says_otherwise() -> None:
    double = ("m", Derived(lambda n: 2 * n, "n"))
    with pytest.raises(Conflict) as caught:
        solved({"Output": "m", "Input": "n"}, {"Output": (5,), "Input": (3,)}, double)
    assert (caught.value.port, caught.value.expected, caught.value.given) == ("Output", (6,), (5,))


@given(DIMS, DIMS)
def test_merging_is_symmetric_and_loses_nothing(a: Dims, b: Dims) -> None:
    both = merge_dims(a, b)
    assert both == merge_dims(b, a)
    if both is False:
        return
    assert merge_dims(both, a) == both and merge_dims(both, b) == both  # type: ignore[arg-type]


@given(DIMS)
def test_merging_with_nothing_or_itself_changes_nothing(a: Dims) -> None:
    assert merge_dims(a, None) == a and merge_dims(a, a) == a


@pytest.mark.parametrize(
    ("dims", "least", "words"),
    [
        (None, 0, "an array"),
        (None, 1, "an array"),
        (None, 2, "an array of at least 2 dimensions"),
        ((), 0, "a real number"),
        ((3,), 0, "a vector of 3"),
        ((None,), 0, "a vector"),
        (("Varying",), 0, "a vector of any length"),
        ((3, 4), 0, "a 3×4 array"),
        ((8, None), 0, "an 8×n array"),
        ((11, 1), 0, "an 11×1 array"),
        ((None, 4), 0, "an n×4 array"),
        ((None, None), 0, "an array of 2 dimensions"),
    ],
)
def test_dimensions_in_words(dims: Dims, least: int, words: str) -> None:
    assert describe(dims, least) == words


def test_the_elements_of_a_varying_length_cannot_be_counted() -> None:
    assert product((2, 3)) == 6 and product(()) == 1
    with pytest.raises(Problem, match="not fixed"):
        product(("Varying", 3))
