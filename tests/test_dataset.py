"""Training data in all forms are columns by port, and what is wrong with them is told with its place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from net_reading import interpreted, net, said

from wlnet.arrays import NumericArray
from wlnet.convert import NOT_CONVERTED
from wlnet.expr import FALSE, TRUE, Integer, Node, S, String, Value
from wlnet.media.image import Image
from wlnet.nets.coder import ArrayEncoder
from wlnet.nets.coders.classes import ClassEncoder
from wlnet.nets.dataset import Dataset, encode_column, input_encoder, labels_of
from wlnet.syntax.parse import parse
from wlnet.syntax.write import input_form

CHAIN = net('NetChain[{3}, "Input" -> 2]')
LOSS = net('NetChain[{LinearLayer[{}], MeanSquaredLossLayer[]}, "Input" -> 2]')


def data(text: str) -> Dataset:
    made = Dataset.from_node(interpreted(parse(text)))
    assert isinstance(made, Dataset)
    return made


def columns(made: Dataset) -> dict[str, str]:
    return {port: input_form(S.List(*column)) for port, column in made.columns.items()}


@pytest.mark.parametrize(
    "text",
    [
        "{{1, 2} -> 3, {4, 5} -> 6}",
        "{{1, 2}, {4, 5}} -> {3, 6}",
        '{<|"Input" -> {1, 2}, "Output" -> 3|>, <|"Output" -> 6, "Input" -> {4, 5}|>}',
        '<|"Input" -> {{1, 2}, {4, 5}}, "Output" -> {3, 6}|>',
    ],
)
def test_all_forms_are_the_same_columns(text: str) -> None:
    made = data(text).for_net(CHAIN)
    assert columns(made) == {"Input": "{{1, 2}, {4, 5}}", "Output": "{3, 6}"}
    assert len(made) == 2


def test_arrays_are_columns_too() -> None:
    made = data(
        '<|"Input" -> NumericArray[{{1, 2}, {3, 4}}, "Real32"], "Output" -> NumericArray[{5, 6}, "Real32"]|>'
    )
    assert len(made) == 2
    encoded = encode_column(ArrayEncoder((2,)), made.column("Input"), "Input", lambda node: node)
    assert encoded.tolist() == [[1, 2], [3, 4]]
    assert ArrayEncoder(()).encode(made.column("Output"), lambda node: node).tolist() == [5, 6]


def test_a_net_that_ends_in_a_loss_takes_targets() -> None:
    assert list(data("{{1, 2} -> 3}").for_net(LOSS).columns) == ["Input", "Target"]


def test_columns_named_by_the_user_stay() -> None:
    made = data('<|"Foo" -> {1}|>')
    assert made.for_net(CHAIN) is made


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "There are no examples in the data."),
        ("{} -> {}", "There are no examples in the data."),
        ("{1, 2} -> {3}", "The lists of the training data have different lengths: 2, 1."),
        (
            '<|"Input" -> {1}, "Output" -> {}|>',
            "The lists of the training data have different lengths: 1, 0.",
        ),
        ("{1 -> 2, 3}", "Example 2 of the data is 3, but in -> out was expected."),
        ('{<|"a" -> 1|>, 5}', "Example 2 of the data is 5, but <|port -> value, ...|> was expected."),
        ('{<|"a" -> 1|>, <|"b" -> 1|>}', "Example 2 has the keys b, but the first has a."),
    ],
)
def test_data_that_are_none_are_told(text: str, message: str) -> None:
    assert said(lambda: data(text)) == message


@pytest.mark.parametrize("text", ["x", "3", "{1, 2}", "1 -> 2", "{1} -> 2", '<|"Input" -> 3|>', "<||>"])
def test_what_is_no_data_at_all(text: str) -> None:
    assert Dataset.from_node(parse(text)) is NOT_CONVERTED


def test_rules_fit_nets_with_one_input_and_one_output() -> None:
    two = net('NetGraph[{3, 2}, {NetPort["Input"] -> 1, NetPort["Input"] -> 2}]')
    message = said(lambda: data("{1 -> 2}").for_net(two))
    assert message.endswith('not NetGraph with the ports "Input", "Output1", "Output2".')


def test_a_column_that_is_not_there_is_told_with_those_that_are() -> None:
    message = 'The data have nothing for the port "Output"; they have "Foo", "Bar".'
    assert said(lambda: data('<|"Foo" -> {1}, "Bar" -> {2}|>').column("Output")) == message


def test_an_example_that_does_not_fit_is_told_with_its_position_and_port() -> None:
    column = data("{{1, 2} -> 3, {4} -> 6}").for_net(CHAIN).column("Input")
    message = 'Example 2 at the port "Input" is {4}, but a vector of 2 was expected.'
    assert said(lambda: encode_column(input_encoder(CHAIN, "Input"), column, "Input", lambda n: n)) == message
    classes = ClassEncoder((String("a"), String("b")))
    message = 'Example 1 at the port "Output" is "z", but one of the 2 classes a, b was expected.'
    assert said(lambda: encode_column(classes, (String("z"),), "Output", lambda n: n)) == message


def test_the_encoder_of_an_input_is_its_coder_or_takes_arrays() -> None:
    coded = net('NetChain[{Ramp}, "Input" -> NetEncoder["Boolean"]]')
    assert input_encoder(coded, "Input") is coded.coders["Input"]
    assert input_encoder(CHAIN, "Input").dims == (2,)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=8), st.data())
def test_a_split_keeps_every_example_once(values: list[int], draw: st.DataObject) -> None:
    made = Dataset({"Input": tuple(map(Integer, values))})
    held = draw.draw(st.sets(st.integers(0, len(values) - 1)))
    kept, rest = made.split([i for i in range(len(values)) if i not in held], sorted(held))
    found = [node.value for part in (kept, rest) for node in part.columns["Input"]]  # type: ignore[attr-defined]
    assert sorted(found) == sorted(values) and len(rest) == len(held)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ('{"b", "a", "b"}', '{"a", "b"}'),
        ("{3, 1, 20, 1}", "{1, 3, 20}"),
        ("{True, False, True}", "{False, True}"),
        ('{"a", 2, 1}', '{1, 2, "a"}'),
        ("{x, y}", "{x, y}"),
        ("{1.5, 2}", None),
        ("{{1, 0}, {0, 1}}", None),
    ],
)
def test_labels_are_told_from_numbers(text: str, labels: str | None) -> None:
    found = labels_of(parse(text).args)
    assert (None if found is None else input_form(S.List(*found))) == labels


def test_images_and_arrays_are_no_labels() -> None:
    values: list[Node] = [Value(Image(np.zeros((2, 2), np.uint8))), Value(NumericArray(np.zeros(2)))]
    assert labels_of(values) is None and labels_of(values[:1]) is None
    assert labels_of([TRUE, FALSE]) == (FALSE, TRUE)
