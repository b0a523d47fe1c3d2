"""Nets are values: nothing that is done to one changes another; built alike, they are equal."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from net_reading import net, said

from wlnet.arrays import NumericArray
from wlnet.expr import S, String, Value
from wlnet.nets.chain import chain
from wlnet.nets.construct import build_layer, configured
from wlnet.nets.layer import LAYERS
from wlnet.nets.net import Leaf, Net
from wlnet.nets.net_array import NetArray
from wlnet.nets.producer import producer
from wlnet.syntax.parse import parse

TWO = 'NetChain[{LinearLayer[1, "Weights" -> {{5}}, "Biases" -> {7}], Tanh}, "Input" -> 1]'


def linear(**values: np.ndarray) -> Leaf:
    options = [S.Rule(String(name), Value(NumericArray(array))) for name, array in values.items()]
    return build_layer(LAYERS["LinearLayer"], [parse("1"), *options])


# Immutability


def test_arrays_of_the_user_are_copied() -> None:
    mine = np.array([[5.0, 6.0]])
    made = linear(Weights=mine)
    mine[0, 0] = 99
    assert made.arrays()["Weights",].tolist() == [[5, 6]]


def test_arrays_put_in_later_are_copied() -> None:
    mine = np.array([[3.0]], np.float32)
    made = net(TWO).with_arrays({("1", "Weights"): mine})
    mine[0, 0] = 99
    assert made.arrays()["1", "Weights"] == [[3]]
    shared = NetArray("w", mine)
    mine[0, 0] = 1
    assert shared.value is not None and shared.value.tolist() == [[99]]


def test_nobody_can_write_to_the_arrays_of_a_net() -> None:
    for array in net(TWO).arrays().values():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_what_replaces_arrays_leaves_the_old_net_alone_and_shares_the_rest() -> None:
    old = net(TWO)
    new = old.with_arrays({("1", "Weights"): np.array([[3.0]])})
    assert old.arrays()["1", "Weights"] == [[5]] and new.arrays()["1", "Weights"] == [[3]]
    assert new.children["2"] is old.children["2"]
    assert new.arrays()["1", "Biases"] is old.arrays()["1", "Biases"]
    assert old.with_arrays({}) is old


def test_an_array_that_is_closed_already_is_not_copied() -> None:
    array = net(TWO).arrays()["1", "Weights"]
    assert linear(Weights=array).arrays()["Weights",] is not None
    assert net(TWO).with_arrays({("1", "Weights"): array}).arrays()["1", "Weights"] is array


@pytest.mark.parametrize("name", ["nodes", "given", "dims"])
def test_fields_cannot_be_set(name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(net(TWO), name, {})


def test_arrays_are_kept_in_single_precision() -> None:
    assert {a.dtype for a in net(TWO).arrays().values()} == {np.dtype(np.float32)}
    assert NetArray("w", np.array([1, 2])).value.dtype == np.float32  # type: ignore[union-attr]


# Equality


def test_nets_built_alike_are_equal() -> None:
    assert net(TWO) == net(TWO) and hash(net(TWO)) == hash(net(TWO)) and net(TWO) is not net(TWO)


@pytest.mark.parametrize(
    "other",
    [
        TWO.replace("5", "6"),
        TWO.replace("Tanh", "Sin"),
        TWO.replace(', "Biases" -> {7}', ""),
        TWO.replace("{7}", "None"),
        TWO.replace('"Input" -> 1', '"Input" -> {1, 1}'),
        TWO.replace("{7}", 'NetArray[<|"Name" -> "b", "Array" -> {7}|>]'),
        TWO.replace('"Input" -> 1', "LearningRateMultipliers -> {1 -> 0}"),
        TWO.replace('{LinearLayer[1, "Weights" -> {{5}}, "Biases" -> {7}], Tanh}', "{Tanh, 1}"),
        TWO.replace("NetChain[{", 'NetChain[<|"a" -> ').replace(", Tanh}", ', "b" -> Tanh|>'),
        'NetChain[{}, "Input" -> 1]',
        "LinearLayer[1]",
    ],
)
def test_nets_that_differ_are_not(other: str) -> None:
    assert net(TWO) != net(other)


def test_shared_arrays_compare_by_name_and_value() -> None:
    one, other = (net(f'LinearLayer[1, "Biases" -> NetArray["{name}"]]') for name in "ab")
    assert one != other and one == net('LinearLayer[1, "Biases" -> NetArray["a"]]')
    assert NetArray("a").summary() == 'NetArray["a"]'


# Chains


def test_a_chain_keeps_coders_at_its_ends_only() -> None:
    coded = 'LinearLayer[{}, "Input" -> NetEncoder["Boolean"], "Output" -> NetDecoder["Boolean"]]'
    made = net(f"NetChain[{{{coded}, {coded}}}]")
    assert set(made.coders) == {"Input", "Output"} and not any(part.coders for part in made.children.values())


def test_a_loss_at_the_end_takes_its_target_from_outside() -> None:
    made = net("NetChain[{3, MeanSquaredLossLayer[]}]")
    assert (made.inputs, made.outputs) == (["Input", "Target"], ["Loss"]) and made.dims["Target"] == (3,)


def test_layers_inside_a_chain_have_one_input_and_one_output() -> None:
    message = said(lambda: net("NetChain[{MeanSquaredLossLayer[], Tanh, MeanSquaredLossLayer[], Tanh}]"))
    assert message == (
        'Layer 3 (MeanSquaredLossLayer) has the input ports "Input", "Target"; '
        "inside a chain a layer needs exactly one input and one output."
    )
    two = 'NetGraph[{3, 2}, {NetPort["Input"] -> 1, NetPort["Input"] -> 2}]'
    assert 'Layer "a" (NetGraph) has the output ports' in said(
        lambda: net(f'NetChain[<|"a" -> {two}, "b" -> Tanh|>]')
    )


def test_the_empty_chain_passes_its_input_on() -> None:
    made = net('NetChain[{}, "Input" -> 3]')
    assert made.dims["Output"] == (3,) and producer(made, "Output") is None
    assert not list(made.leaves()) and made.arrays() == {}


def test_a_chain_of_one_layer() -> None:
    made = net('NetChain[{LinearLayer[2]}, "Input" -> 3]')
    assert producer(made, "Output") is made.children["1"]
    inner = chain({"1": made, "2": net("NetChain[{}]")})
    assert isinstance(producer(inner, "Output"), Leaf)


# Construction


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("LinearLayer[1, 2]", "LinearLayer takes at most 1 argument and options; 2 were given."),
        ("MeanSquaredLossLayer[1]", "MeanSquaredLossLayer takes only options; 1 were given."),
        ("ElementwiseLayer[]", "ElementwiseLayer needs"),
        ("PoolingLayer[]", 'PoolingLayer needs "KernelSize": a positive integer or a list'),
        ("LinearLayer[-1]", 'The parameter "OutputDimensions" of LinearLayer is -1; a positive integer'),
        ("SoftmaxLayer[0]", 'The parameter "Level" of SoftmaxLayer is 0; an integer that is not 0'),
        ("DropoutLayer[1]", "a number from 0 to 1, but not 1 was expected."),
        ('ConvolutionLayer[1, 2, "PaddingSize" -> "Foo"]', 'or "Same" was expected.'),
        ("ConvolutionLayer[1, 2, Interleaving -> 3]", "True or False was expected."),
        ('BatchNormalizationLayer["Epsilon" -> x]', "a positive number was expected."),
        (
            "FlattenLayer[0]",
            "a non-zero integer, Infinity or lists of levels was expected.",
        ),
        ('CrossEntropyLossLayer["Foo"]', '"Index", "Probabilities" or "Binary" was expected.'),
        ('LinearLayer[3, "Foo" -> 2]', '"Foo" is not an option of LinearLayer; these are: '),
        (
            'NetChain[{3}, "Weights" -> 2]',
            '"Weights" is not an option of NetChain; these are: "Input", "Output"',
        ),
        ('LinearLayer[3, "Weights" -> "x"]', "an array of 32-bit reals, Automatic or NetArray[...]"),
        ('LinearLayer[3, "Biases" -> {{1}, {2, 3}}]', "Automatic, None or NetArray[...] was expected."),
        ('LinearLayer[3, "Weights" -> None]', "Automatic or NetArray[...] was expected."),
        (
            'LinearLayer[3, "Input" -> -4]',
            '-4 is not a type for the port "Input"; "Real", "Integer", an integer',
        ),
        ('LinearLayer[3, "Input" -> NetDecoder["Boolean"]]', "or a NetEncoder was expected."),
        ('LinearLayer[3, "Output" -> {1, x}]', "or a NetDecoder was expected."),
    ],
)
def test_what_cannot_be_built_is_told(text: str, message: str) -> None:
    assert message in said(lambda: net(text))


@pytest.mark.parametrize(
    ("kind", "dims"),
    [
        ('"Real"', ()),
        ('"Integer"', ()),
        ('Restricted["Integer", 5]', ()),
        ("3", (3,)),
        ("{2, 3}", (2, 3)),
        ("{}", ()),
        ("{2, Automatic}", (2, None)),
        ("Automatic", None),
        ("None", None),
        ('"Varying"', ("Varying",)),
        ('{"Varying", 3}', ("Varying", 3)),
        ('"Boolean"', ()),
        ('NetEncoder[{"Image", {3, 2}}]', (3, 2, 3)),
    ],
)
def test_types_of_ports(kind: str, dims: object) -> None:
    assert net(f'ElementwiseLayer[Tanh, "Input" -> {kind}]').dims["Input"] == dims


def test_arrays_of_a_layer_without_a_size_make_it_a_vector() -> None:
    made = net('LinearLayer["Weights" -> {{1, 2}, {3, 4}, {5, 6}}]')
    assert made.dims["Output"] == (3,) and made.array_dims()["Biases",] == (3,)
    assert net('LinearLayer["Weights" -> {{1, 2}}, "Output" -> "Real"]').dims["Output"] == ()


def test_of_two_settings_of_an_option_the_first_counts() -> None:
    assert net('LinearLayer[3, "Input" -> 2, "Input" -> 5]').dims["Input"] == (2,)


def test_automatic_takes_back_what_was_given() -> None:
    made: Net = net('LinearLayer[1, "Weights" -> {{5}}, "Input" -> 1, LearningRateMultipliers -> 0]')
    settings = '{"Weights" -> Automatic, "Input" -> Automatic, LearningRateMultipliers -> Automatic}'
    options = {rule.args[0]: rule.args[1] for rule in parse(settings).args}
    named = {getattr(key, "value", getattr(key, "name", "")): node for key, node in options.items()}
    plain = configured(made, named)
    assert plain == net("LinearLayer[1]")
