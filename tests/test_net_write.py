"""InputForm: a net is written as the expression that builds an equal net."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from net_reading import built, net

from wlnet.expr import TRUE, Integer, S, String
from wlnet.nets.initialize import initialize
from wlnet.nets.layer import LAYERS
from wlnet.nets.net import Leaf, Net
from wlnet.nets.shapes import is_known
from wlnet.nets.write import parameter_node
from wlnet.syntax.parse import parse
from wlnet.syntax.write import input_form

TEXTS = (
    "LinearLayer[]",
    "LinearLayer[3]",
    "LinearLayer[{}]",
    'LinearLayer[{2, 3}, "Input" -> {4, 5}]',
    'LinearLayer[2, "Weights" -> {{1, 2.5}, {-3, 4}}, "Biases" -> None]',
    'LinearLayer[1, "Weights" -> NetArray["w"], LearningRateMultipliers -> {"Weights" -> 0}]',
    'LinearLayer[1, "Biases" -> NetArray[<|"Name" -> "b", "Array" -> {0.1}|>], "Input" -> 2]',
    "ElementwiseLayer[Ramp]",
    'ElementwiseLayer["GELU"]',
    "ElementwiseLayer[#^2 + 1 &]",
    "ElementwiseLayer[Function[{x}, x/2]]",
    "SoftmaxLayer[]",
    "SoftmaxLayer[1]",
    "FlattenLayer[-2]",
    "FlattenLayer[Infinity]",
    'ConvolutionLayer[4, 3, "Stride" -> 2, "PaddingSize" -> "Same", Interleaving -> True]',
    'ConvolutionLayer[4, {3, 2}, "PaddingSize" -> {{0, 1}, {2, 0}}, "Dilation" -> {1, 2}]',
    'ConvolutionLayer[4, 2, "ChannelGroups" -> 2, "Input" -> {2, 4, 4}]',
    "PoolingLayer[2]",
    'PoolingLayer[{2, 3}, {2, 1}, "Function" -> Mean, "PaddingSize" -> 1]',
    'PoolingLayer[2, "Function" -> Total, "Dimensionality" -> 2]',
    'BatchNormalizationLayer["Epsilon" -> 0.5, "Momentum" -> 0.25, "Input" -> {3, 4}]',
    "DropoutLayer[]",
    "DropoutLayer[0.25]",
    'CrossEntropyLossLayer["Index"]',
    'CrossEntropyLossLayer["Index", "Target" -> "Integer", "Input" -> 3]',
    "MeanSquaredLossLayer[]",
    "NetChain[{}]",
    'NetChain[{3, Ramp, LinearLayer[{}]}, "Input" -> "Real", "Output" -> "Real"]',
    'NetChain[<|"a" -> 3, "b" -> {Ramp, 2}|>, "Input" -> 2, LearningRateMultipliers -> {"a" -> 1, _ -> 0}]',
    'NetChain[{FlattenLayer[], 2, SoftmaxLayer[]}, "Input" -> NetEncoder[{"Image", {4, 4}, "Grayscale"}], '
    '"Output" -> NetDecoder[{"Class", {"x", "y"}}]]',
    'NetChain[{LinearLayer[], SoftmaxLayer[]}, "Output" -> 3]',
    'NetChain[{LinearLayer[3, "Input" -> {2, Automatic}]}]',
    'NetChain[{3, MeanSquaredLossLayer[]}, "Target" -> 3]',
    'NetGraph[{3, 3, MeanSquaredLossLayer[]}, {{1, 2} -> 3}, "Input" -> 2]',
    'NetGraph[<|"a" -> 3, "b" -> Ramp|>, {NetPort["X"] -> "a" -> "b", "a" -> NetPort["Y"]}]',
    'NetGraph[{NetGraph[{2, 3}, {NetPort["I"] -> 1, NetPort["I"] -> 2}], Tanh}, '
    '{NetPort[1, "Output2"] -> 2}]',
)


def again(made: Net) -> Net:
    """The net that its written form builds, through text and back."""
    return built(parse(input_form(made.to_node())))


@pytest.mark.parametrize("text", TEXTS)
def test_a_net_reads_back_to_an_equal_net(text: str) -> None:
    made = net(text)
    assert again(made) == made
    assert input_form(again(made).to_node()) == input_form(made.to_node())


FILLABLE = [text for text in TEXTS if all(map(is_known, net(text).array_dims().values()))]


@pytest.mark.parametrize("text", FILLABLE)
def test_a_filled_net_reads_back_with_its_arrays(text: str) -> None:
    made = net(text)
    full = initialize(made, np.random.default_rng(3))
    assert again(full) == full
    arrays = again(full).arrays()
    assert all(np.array_equal(arrays[path], array) for path, array in full.arrays().items())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("LinearLayer[3]", "LinearLayer[3]"),
        ("LinearLayer[{3}]", "LinearLayer[3]"),
        ("SoftmaxLayer[-1]", "SoftmaxLayer[]"),
        ("PoolingLayer[2, 1]", "PoolingLayer[2]"),
        ('PoolingLayer[2, "Stride" -> 3]', "PoolingLayer[2, 3]"),
        ("ConvolutionLayer[Automatic, 3]", "ConvolutionLayer[Automatic, 3]"),
        (
            'ConvolutionLayer[4, 3, Interleaving -> True, "Stride" -> {1, 2}]',
            'ConvolutionLayer[4, 3, "Stride" -> {1, 2}, Interleaving -> True]',
        ),
        ("NetChain[{3, Ramp}]", "NetChain[{LinearLayer[3], ElementwiseLayer[Ramp]}]"),
        ('NetChain[<|"a" -> 3|>, "Input" -> 2]', 'NetChain[<|"a" -> LinearLayer[3]|>, "Input" -> 2]'),
        (
            "NetChain[{2}, LearningRateMultipliers -> {1 -> None}]",
            "NetChain[{LinearLayer[2]}, LearningRateMultipliers -> {1 -> None}]",
        ),
    ],
)
def test_only_what_differs_from_the_default_is_written(text: str, written: str) -> None:
    assert input_form(net(text).to_node()) == written


def test_dimensions_that_came_from_outside_are_written_at_the_ports() -> None:
    made = net("NetChain[{LinearLayer[], SoftmaxLayer[]}]", Input=(4,), Output=(3,))
    assert again(made) == made
    assert input_form(made.to_node()).endswith('"Input" -> 4, "Output" -> 3]')


def test_a_layer_taken_out_of_a_net_keeps_its_dimensions() -> None:
    layer = net('NetChain[{Tanh, LinearLayer[2]}, "Input" -> 3]').children["2"]
    assert input_form(layer.to_node()) == 'LinearLayer[2, "Input" -> 3]'
    assert again(layer) == layer


def test_every_parameter_of_every_declared_case_can_be_written_and_read() -> None:
    for kind in LAYERS.values():
        for case in kind.cases:
            settings = {f.name: case[f.name] for f in fields(kind) if f.name in case}  # type: ignore[arg-type]
            leaf = Leaf(kind(**settings), nets={n: net(case[n]) for n in kind.inner if n in case})
            assert again(leaf).layer == leaf.layer  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "node"), [(None, S.Automatic), (True, TRUE), ("x", String("x")), (2, Integer(2))]
)
def test_parameters_as_expressions(value: Any, node: Any) -> None:
    assert parameter_node(value) == node


LEAVES = st.sampled_from(
    ["LinearLayer[2]", "Ramp", "LinearLayer[2, LearningRateMultipliers -> 0]", "SoftmaxLayer[]"]
)


def chained(parts: list[str]) -> str:
    return "NetChain[{" + ", ".join(parts) + "}]"


CHAINS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, min_size=1, max_size=3).map(chained), max_leaves=6
)


@given(CHAINS)
def test_any_nesting_reads_back(text: str) -> None:
    made = net(f'NetChain[{{{text}}}, "Input" -> 2]')
    assert again(made) == made
