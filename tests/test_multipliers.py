"""LearningRateMultipliers: for every array the first rule that covers it, and 1 where none does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from net_reading import net, rules, said

from wlnet.nets.multipliers import Factor, effective, first_matches, multipliers_node, trained
from wlnet.nets.net import Net
from wlnet.nets.parts import path_node
from wlnet.syntax.parse import parse
from wlnet.syntax.write import input_form

DEEP = net('NetChain[{3, Ramp, {2, Tanh, LinearLayer[1, "Biases" -> None]}, 4}, "Input" -> 2]')
NAMED = net('NetChain[<|"a" -> 3, "b" -> <|"x" -> 2, "y" -> Tanh|>|>, "Input" -> 2]')


NEITHER = "neither Automatic, a number, None, nor rules part -> multiplier"


def factors(made: Net, option: str | None = None) -> dict[str, Factor]:
    """Factors by paths written with dots."""
    found = effective(made, None if option is None else rules(option))
    return {".".join(path): factor for path, factor in found.items()}


def test_without_rules_every_array_has_1() -> None:
    assert set(factors(DEEP).values()) == {1}
    assert set(factors(DEEP, "Automatic").values()) == {1}


@pytest.mark.parametrize(
    ("option", "changed"),
    [
        ("1 -> 2", {"1.Weights": 2, "1.Biases": 2}),
        ("{-1 -> 2}", {"4.Weights": 2, "4.Biases": 2}),
        (
            "{3;;4 -> 0.5}",
            {"3.1.Weights": 0.5, "3.1.Biases": 0.5, "3.3.Weights": 0.5, "4.Weights": 0.5, "4.Biases": 0.5},
        ),
        ("{4;; -> 2}", {"4.Weights": 2, "4.Biases": 2}),
        ('{{1, "Weights"} -> -1}', {"1.Weights": -1}),
        ('{{3, 1, "Biases"} -> None}', {"3.1.Biases": None}),
        ("{{3, 1} -> 7}", {"3.1.Weights": 7, "3.1.Biases": 7}),
        ('{{_, "Biases"} -> 0}', {"1.Biases": 0, "4.Biases": 0}),
        ('{{3, _, "Weights"} -> 3}', {"3.1.Weights": 3, "3.3.Weights": 3}),
        ("<|4 -> 0.5|>", {"4.Weights": 0.5, "4.Biases": 0.5}),
        ('{1 :> 2, {1, "Weights"} -> 3}', {"1.Weights": 2, "1.Biases": 2}),
        ('{{1, "Weights"} -> 3, 1 -> 2}', {"1.Weights": 3, "1.Biases": 2}),
    ],
)
def test_every_form_of_a_rule(option: str, changed: dict[str, Factor]) -> None:
    assert factors(DEEP, option) == {**factors(DEEP), **changed}


@pytest.mark.parametrize("option", ["3", "_ -> 3", "{_ -> 3}", "<|_ -> 3|>", "{All -> 3}"])
def test_one_number_for_all_arrays(option: str) -> None:
    assert set(factors(DEEP, option).values()) == {3}


def test_the_rules_of_the_page() -> None:
    found = factors(DEEP, "{3 -> 1, _ -> None}")
    assert {path for path, factor in found.items() if factor == 1} == {
        "3.1.Weights",
        "3.1.Biases",
        "3.3.Weights",
    }
    assert {factor for path, factor in found.items() if path[0] != "3"} == {None}


def test_names_reach_into_nested_nets() -> None:
    found = factors(NAMED, '{{"b", "x"} -> 0, "a" -> 2}')
    assert found == {"a.Weights": 2, "a.Biases": 2, "b.x.Weights": 0, "b.x.Biases": 0}
    assert factors(NAMED, '"b" -> 5')["b.x.Weights"] == 5


def test_rules_on_layers_and_containers_hold_until_an_outer_one_decides() -> None:
    text = (
        "NetChain[{LinearLayer[2, LearningRateMultipliers -> None], NetChain["
        '{LinearLayer[2, LearningRateMultipliers -> {"Weights" -> 2}]}, LearningRateMultipliers -> 5]}'
        ', "Input" -> 2 OUTER]'
    )
    inner = factors(net(text.replace("OUTER", "")))
    assert inner == {"1.Weights": None, "1.Biases": None, "2.1.Weights": 5, "2.1.Biases": 5}
    outer = net(text.replace("OUTER", ', LearningRateMultipliers -> {{2, 1, "Biases"} -> 0, 1 -> 3}'))
    assert factors(outer) == {"1.Weights": 3, "1.Biases": 3, "2.1.Weights": 5, "2.1.Biases": 0}
    assert factors(outer, "{1 -> 7}")["1.Weights"] == 7


def test_a_rule_covers_arrays_that_the_user_removed_without_complaint() -> None:
    assert "3.3.Biases" not in factors(DEEP, '{{3, 3, "Biases"} -> 2}')


SHARED = (
    'NetChain[{LinearLayer[1, "Weights" -> NetArray["w"], "Biases" -> NetArray["b"]], Tanh, '
    'LinearLayer[1, "Weights" -> NetArray["w"], "Biases" -> NetArray["b"]]}, "Input" -> 1]'
)


@pytest.mark.parametrize(
    ("option", "weights", "biases"),
    [
        ('{{1, "Weights"} -> None}', None, 1),
        ('{{3, "Weights"} -> 2}', 2, 1),
        ('{{1, "Weights"} -> 0, {3, "Weights"} -> 2}', 0, 1),
        ('{{3, "Weights"} -> 2, {1, "Weights"} -> 0}', 2, 1),
        ("{3 -> 2, 1 -> 0}", 2, 2),
    ],
)
def test_a_shared_array_has_one_factor_that_of_the_first_rule(
    option: str, weights: Factor, biases: Factor
) -> None:
    found = factors(net(SHARED), option)
    assert found["1.Weights"] == found["3.Weights"] == weights
    assert found["1.Biases"] == found["3.Biases"] == biases
    built_in = net(SHARED[:-1] + f", LearningRateMultipliers -> {option}]")
    assert factors(built_in) == found


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("{9 -> 1}", "The part 9 does not exist in NetChain, which has layers 1 to 4."),
        (
            '{{2, "Weights"} -> 1}',
            'The part "Weights" does not exist in ElementwiseLayer, which has no parts.',
        ),
        ("{x -> 1}", "x does not specify a part of a net."),
        ("{{} -> 1}", "{} does not specify a part of a net."),
        ("{1 -> x}", "The learning rate multiplier in 1 -> x is x; a number or None was expected."),
        ('{1 -> "2"}', 'The learning rate multiplier in 1 -> "2" is "2"; a number or None was expected.'),
        (
            "{1, 2}",
            f"LearningRateMultipliers -> {{1, 2}} is {NEITHER}.",
        ),
        (
            "foo",
            f"LearningRateMultipliers -> foo is {NEITHER}.",
        ),
    ],
)
def test_wrong_rules_are_told(option: str, message: str) -> None:
    assert said(lambda: factors(DEEP, option)) == message
    text = f"NetChain[{{3, Ramp, {{2, Tanh, 1}}, 4}}, LearningRateMultipliers -> {option}]"
    assert said(lambda: net(text)) == message, "when a net is built, too"


def test_training_moves_what_is_neither_0_nor_none() -> None:
    found = effective(DEEP, rules('{{1, "Weights"} -> 0, 1 -> None, {3, 1, "Weights"} -> -2}'))
    moved = trained(found)
    assert ("1", "Weights") not in moved and ("1", "Biases") not in moved
    assert moved["3", "1", "Weights"] == -2.0 and moved["4", "Biases"] == 1.0


def test_the_rules_of_one_container_alone() -> None:
    assert first_matches(DEEP, rules("{4 -> 2}")) == {("4", "Weights"): 2, ("4", "Biases"): 2}


def test_factors_are_written_by_position_and_name() -> None:
    node = multipliers_node(effective(net("NetChain[{2}]"), rules("{_ -> None}")), path_node)
    assert input_form(node) == '<|{1, "Weights"} -> None, {1, "Biases"} -> None|>'


# Laws

PARTS = ["1", "-1", "3", "{3, 1}", '{1, "Weights"}', '{_, "Biases"}', "2;;3", "4;;", "_", '{3, _, "Weights"}']
RULES = st.lists(st.tuples(st.sampled_from(PARTS), st.integers(-3, 3)), max_size=5)


def written(pairs: list[tuple[str, int]]) -> str:
    return "{" + ", ".join(f"{part} -> {factor}" for part, factor in pairs) + "}"


@given(RULES)
def test_the_first_rule_that_covers_an_array_decides(pairs: list[tuple[str, int]]) -> None:
    """The meaning said in another way: rules one by one from the last to the first, each overwriting."""
    expected = factors(DEEP)
    for part, factor in reversed(pairs):
        alone = first_matches(DEEP, rules(f"{{{part} -> {factor}}}"))
        expected |= {".".join(path): found for path, found in alone.items()}
    assert factors(DEEP, written(pairs)) == expected


@given(RULES, st.sampled_from(PARTS), st.integers(-3, 3))
def test_a_rule_after_one_for_everything_changes_nothing(
    pairs: list[tuple[str, int]], part: str, factor: int
) -> None:
    whole = [*pairs, ("_", 2)]
    assert factors(DEEP, written([*whole, (part, factor)])) == factors(DEEP, written(whole))


@given(RULES)
def test_the_option_of_a_container_and_that_of_training_mean_the_same(pairs: list[tuple[str, int]]) -> None:
    text = 'NetChain[{3, Ramp, {2, Tanh, LinearLayer[1, "Biases" -> None]}, 4}, "Input" -> 2'
    built_in = net(f"{text}, LearningRateMultipliers -> {written(pairs)}]")
    assert factors(built_in) == factors(DEEP, written(pairs))


def test_rules_keep_what_the_user_wrote() -> None:
    assert rules("{3 -> 1, _ -> None}").node == parse("{3 -> 1, _ -> None}")
    assert np.isfinite(trained(effective(DEEP))["1", "Weights"])
