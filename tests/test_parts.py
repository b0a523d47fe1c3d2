"""Part specifications name the same parts of a net for everyone who takes them."""

from __future__ import annotations

import pytest
from net_reading import net, said

from wlnet.convert import NOT_CONVERTED
from wlnet.nets.net import Path
from wlnet.nets.parts import PartSpec, path_node
from wlnet.syntax.parse import parse

CHAIN = net('NetChain[{LinearLayer[3], Ramp, {2, Tanh, LinearLayer[1, "Biases" -> None]}, SoftmaxLayer[]}]')
NAMED = net('NetChain[<|"a" -> 3, "b" -> Ramp, "c" -> <|"x" -> 2, "y" -> Tanh|>, "last" -> 4|>]')
LAYER = net("LinearLayer[3]")


def spec(text: str) -> PartSpec:
    made = PartSpec.from_node(parse(text))
    assert made is not NOT_CONVERTED
    return made


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("1", ["1"]),
        ("-1", ["4"]),
        ("-4", ["1"]),
        ("2;;3", ["2", "3"]),
        ("3;;", ["3", "4"]),
        (";;2", ["1", "2"]),
        ("-2;;-1", ["3", "4"]),
        ("1;;4;;2", ["1", "3"]),
        ("_", ["1", "2", "3", "4"]),
        ("All", ["1", "2", "3", "4"]),
        ('{1, "Weights"}', ["1 Weights"]),
        ('{3, -1, "Biases"}', ["3 3 Biases"]),
        ('{_, "Weights"}', ["1 Weights"]),
        ('{3, _, "Weights"}', ["3 1 Weights", "3 3 Weights"]),
        ('{1;;3, "Biases"}', ["1 Biases"]),
        ("{3, 2;;}", ["3 2", "3 3"]),
        ("{_, _}", ["1 Weights", "1 Biases", "3 1", "3 2", "3 3"]),
    ],
)
def test_parts_of_a_chain(text: str, paths: list[str]) -> None:
    assert spec(text).paths(CHAIN) == [tuple(path.split()) for path in paths]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ('"a"', ["a"]),
        ("2", ["b"]),
        ('"b";;"last"', ["b", "c", "last"]),
        ('"b";;-2', ["b", "c"]),
        ('{"c", "x", "Weights"}', ["c x Weights"]),
        ('{"c", 1}', ["c x"]),
        ('{_, "x"}', ["c x"]),
    ],
)
def test_parts_by_name(text: str, paths: list[str]) -> None:
    assert spec(text).paths(NAMED) == [tuple(path.split()) for path in paths]


@pytest.mark.parametrize(("text", "path"), [('"Weights"', "Weights"), ('{"Biases"}', "Biases")])
def test_arrays_of_a_layer_by_itself(text: str, path: str) -> None:
    assert spec(text).path(LAYER) == (path,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("5", "The part 5 does not exist in NetChain, which has layers 1 to 4."),
        ("0", "The part 0 does not exist in NetChain, which has layers 1 to 4."),
        ("-5", "The part -5 does not exist in NetChain, which has layers 1 to 4."),
        ('"a"', 'The part "a" does not exist in NetChain, which has layers 1 to 4.'),
        ("3;;9", "The part 3 ;; 9 does not exist in NetChain, which has layers 1 to 4."),
        ("3;;2", "The part 3 ;; 2 does not exist in NetChain, which has layers 1 to 4."),
        ("1;;4;;0", "The part 1 ;; 4 ;; 0 does not exist in NetChain, which has layers 1 to 4."),
        ("Span[2]", "The part Span[2] does not exist in NetChain, which has layers 1 to 4."),
        (
            '{1, "Slope"}',
            'The part "Slope" does not exist in LinearLayer, which has the parts "Weights", "Biases".',
        ),
        ('{2, "Weights"}', 'The part "Weights" does not exist in ElementwiseLayer, which has no parts.'),
        ('{1, "Weights", 1}', "The part 1 does not exist in an array, which has no parts."),
        ("{1, 1}", 'The part 1 does not exist in LinearLayer, which has the parts "Weights", "Biases".'),
        ('{_, "Slope"}', 'No part of NetChain matches {_, "Slope"}.'),
    ],
)
def test_parts_that_do_not_exist(text: str, message: str) -> None:
    assert said(lambda: spec(text).paths(CHAIN)) == message


def test_names_of_a_named_net_are_listed() -> None:
    assert said(lambda: spec("9").paths(NAMED)).endswith('has the parts "a", "b", "c", "last".')


def test_one_part_is_wanted() -> None:
    assert spec("{3, 1}").path(CHAIN) == ("3", "1")
    assert "does not specify a part" in said(lambda: spec("1;;2").path(CHAIN))


@pytest.mark.parametrize("text", ["1.5", "x", "f[1]", "{1, x}", "1 -> 2"])
def test_what_is_no_specification(text: str) -> None:
    assert PartSpec.from_node(parse(text)) is NOT_CONVERTED


@pytest.mark.parametrize("path", [("1",), ("3", "1", "Weights"), ("a",)])
def test_a_path_reads_back_as_a_specification(path: Path) -> None:
    made = PartSpec.from_node(path_node(path))
    assert made.path(NAMED if "a" in path else CHAIN) == path
