"""Dimensions follow across a whole net in both directions, and what contradicts is told with both sides."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from counting import calls
from hypothesis import given
from hypothesis import strategies as st
from net_reading import net, said

from wlnet.nets.chain import chain
from wlnet.nets.infer import infer
from wlnet.nets.net import Leaf, Net


def dims_of(made: Net) -> list[Any]:
    """The output dimensions of all layers, in order."""
    return [leaf.dims[leaf.outputs[0]] for _, leaf in made.leaves()]


def test_sizes_flow_forward_through_a_convolutional_net() -> None:
    lenet = net(
        "NetChain[{ConvolutionLayer[20, 5], Ramp, PoolingLayer[2, 2], ConvolutionLayer[50, 5], Ramp, "
        'PoolingLayer[2, 2], FlattenLayer[], 500, Ramp, 10, SoftmaxLayer[]}, "Input" -> {1, 28, 28}]'
    )
    spatial = [(20, 24, 24), (20, 24, 24), (20, 12, 12), (50, 8, 8), (50, 8, 8), (50, 4, 4)]
    assert dims_of(lenet) == [*spatial, (800,), (500,), (500,), (10,), (10,)]
    assert lenet.array_dims()["8", "Weights"] == (500, 800)


def test_sizes_flow_backward_from_the_output_to_a_layer_without_a_size() -> None:
    made = net('NetChain[{LinearLayer[], Tanh, SoftmaxLayer[]}, "Output" -> 3]')
    assert dims_of(made) == [(3,), (3,), (3,)]
    assert made.dims["Input"] is None
    assert net('NetChain[{LinearLayer[]}, "Output" -> "Real"]').dims["Output"] == ()


def test_a_decoder_gives_the_number_of_classes() -> None:
    made = net(
        'NetChain[{LinearLayer[], SoftmaxLayer[]}, "Output" -> NetDecoder[{"Class", {"x", "y", "z"}}]]'
    )
    assert dims_of(made) == [(3,), (3,)]


def test_an_encoder_gives_the_size_of_the_input() -> None:
    made = net('NetChain[{FlattenLayer[]}, "Input" -> NetEncoder[{"Image", {4, 3}, "RGB"}]]')
    assert made.dims == {"Input": (3, 3, 4), "Output": (36,)}


def test_arrays_fix_sizes() -> None:
    made = net('LinearLayer[Automatic, "Weights" -> {{1, 2, 3}, {4, 5, 6}}, "Output" -> 2]')
    assert made.array_dims() == {("Weights",): (2, 3), ("Biases",): (2,)}
    kernel = net('ConvolutionLayer[Automatic, 2, "Weights" -> {{{{1, 2}, {3, 4}}}}]')
    assert kernel.dims["Input"] == (1, None, None) and kernel.dims["Output"] == (1, None, None)


def test_what_is_not_known_stays_open() -> None:
    made = net("NetChain[{LinearLayer[3], Ramp}]")
    assert made.dims == {"Input": None, "Output": (3,)}
    windows = net("ConvolutionLayer[4, {3, 3}]").dims
    assert (windows["Input"], windows["Output"]) == ((None, None, None), (4, None, None))


def test_sizes_cross_the_borders_of_nested_nets() -> None:
    made = net(
        'NetChain[{NetChain[{3, Ramp}], NetChain[<|"a" -> Tanh, "b" -> NetChain[{2}]|>]}, "Input" -> 5]'
    )
    assert dims_of(made) == [(3,), (3,), (3,), (2,)]
    assert made.array_dims()["2", "b", "1", "Weights"] == (2, 3)


def test_one_input_of_a_graph_feeds_two_layers() -> None:
    made = net('NetGraph[{3, 4}, {NetPort["In"] -> 1, NetPort["In"] -> 2}, "In" -> 7]')
    assert [d for path, d in made.array_dims().items() if path[-1] == "Weights"] == [(3, 7), (4, 7)]


def test_what_is_known_from_outside_is_used_and_not_kept_as_given() -> None:
    made = net("NetChain[{LinearLayer[3]}]", Input=(5,))
    assert made.dims["Input"] == (5,) and not made.given
    assert infer(made, {"Input": (6,)}).dims["Input"] == (6,)


def test_inferring_again_gives_the_same_object() -> None:
    made = net('NetChain[{LinearLayer[3], NetChain[{Ramp}]}, "Input" -> 2]')
    assert infer(made) is infer(infer(made))


def test_after_a_change_only_what_changed_is_solved_again() -> None:
    made = net('NetChain[{LinearLayer[3], Ramp, LinearLayer[2]}, "Input" -> 2]')
    longer = chain({**made.children, "4": net("SoftmaxLayer[]")}, given=made.given)
    again = chain({**longer.children, "5": net("SoftmaxLayer[]")}, given=made.given)
    assert all(again.nodes[name] is longer.nodes[name] for name in ("1", "2", "3"))


def test_inference_is_linear_in_the_number_of_layers() -> None:
    linear, ramp = net("LinearLayer[3]"), net("NetChain[{Ramp}]")
    counts = {}
    for size in (100, 1000):
        nodes = {str(i + 1): linear if i % 2 else ramp for i in range(size)}
        made, counts[size] = calls(lambda nodes=nodes: infer(chain(nodes), {"Input": (3,)}))
        assert dims_of(made) == [(3,)] * size
    assert counts[1000] < 12 * counts[100]


CONFLICTS = {
    'NetChain[{ConvolutionLayer[20, 5], PoolingLayer[2, 2], LinearLayer["Input" -> 100]}]': (
        'Layer 3 (LinearLayer) takes a vector of 100 at its port "Input", '
        "but layer 2 (PoolingLayer) gives an array of at least 2 dimensions."
    ),
    'NetChain[{ConvolutionLayer[20, {5, 5}], PoolingLayer[2, 2], LinearLayer["Input" -> 100]}]': (
        'Layer 3 (LinearLayer) takes a vector of 100 at its port "Input", '
        "but layer 2 (PoolingLayer) gives a 20×n×n array. Put FlattenLayer[] between them."
    ),
    'NetChain[{LinearLayer[2], ConvolutionLayer[3, {2, 2}]}, "Input" -> 3]': (
        'Layer 2 (ConvolutionLayer) takes an array of 3 dimensions at its port "Input", '
        "but layer 1 (LinearLayer) gives a vector of 2."
    ),
    'NetChain[<|"a" -> LinearLayer[5], "b" -> LinearLayer[3, "Input" -> 4]|>]': (
        'Layer "b" (LinearLayer) takes a vector of 4 at its port "Input", '
        'but layer "a" (LinearLayer) gives a vector of 5.'
    ),
    'NetChain[{5, NetChain[<|"x" -> Tanh, "y" -> NetChain[{Tanh, LinearLayer[3, "Input" -> 4]}]|>]}]': (
        'Layer {2, "y", 2} (LinearLayer) takes a vector of 4 at its port "Input", '
        'but layer {2, "y", 1} (ElementwiseLayer) gives a vector of 5.'
    ),
    'NetChain[{NetChain[{5}], NetChain[{LinearLayer[3, "Input" -> 4]}]}]': (
        'Layer 2 (NetChain) takes a vector of 4 at its port "Input", '
        "but layer 1 (NetChain) gives a vector of 5."
    ),
    'NetChain[{5, SoftmaxLayer[]}, "Output" -> NetDecoder[{"Class", {1, 2, 3}}]]': (
        'Layer 2 (SoftmaxLayer) gives a vector of 5 at its port "Output", '
        'but NetDecoder["Class"] at the port "Output" of the net takes a vector of 3.'
    ),
    'NetChain[{LinearLayer[5, "Input" -> 4]}, "Input" -> {2, 2}]': (
        'Layer 1 (LinearLayer) takes a vector of 4 at its port "Input", '
        'but the port "Input" of the net gives a 2×2 array.'
    ),
    'LinearLayer[3, "Output" -> 4]': (
        'The port "Output" of LinearLayer is a vector of 4, which does not fit a vector of 3.'
    ),
    'LinearLayer[3, "Input" -> 2, "Weights" -> {{1, 2}, {3, 4}}]': (
        'The array "Weights" of LinearLayer is a 2×2 array, which does not fit a 3×2 array.'
    ),
    'NetChain[{2, LinearLayer[1, "Weights" -> {{1, 2, 3}}]}]': (
        'The array "Weights" of layer 2 (LinearLayer) is a 1×3 array, which does not fit a 1×2 array.'
    ),
    'NetChain[{ConvolutionLayer[3, 5]}, "Input" -> {3, 4, 9}]': (
        "In layer 1 (ConvolutionLayer): A kernel of 5×5 does not fit into an input of 4×9, padding included."
    ),
    'NetChain[{Ramp, NetChain[{FlattenLayer[2]}]}, "Input" -> {3, 4}]': (
        "In layer {2, 1} (FlattenLayer): FlattenLayer[2] needs an input of more than 2 dimensions, not 2."
    ),
    'ConvolutionLayer[4, 3, "ChannelGroups" -> 2, "Input" -> {3, 9, 9}]': (
        "2 channel groups do not divide both 3 input channels and 4 output channels evenly."
    ),
    'ConvolutionLayer[4, {3, 3}, "Stride" -> {1, 2, 3}]': (
        '"Stride" has 3 elements, but there are 2 spatial dimensions.'
    ),
    'PoolingLayer[2, "Input" -> 3]': (
        'The port "Input" of PoolingLayer is a vector of 3, '
        "which does not fit an array of at least 2 dimensions."
    ),
    'PoolingLayer[2, "Input" -> {1, 2, 3, 4, 5}]': (
        "Windows slide over 1, 2 or 3 spatial dimensions, not over 4."
    ),
    'SoftmaxLayer[2, "Input" -> 3]': "There is no level 2 in an array of 1 dimensions.",
    'LinearLayer[3, "Input" -> {"Varying", 2}]': (
        "The number of elements of a Varying×2 array is not fixed, as it has to be here. "
        "NetMapOperator applies a layer to each element of a sequence."
    ),
    "NetGraph[{3, 4, MeanSquaredLossLayer[]}, {{1, 2} -> 3}]": (
        'Layer 3 (MeanSquaredLossLayer) takes a vector of 3 at its port "Target", '
        "but layer 2 (LinearLayer) gives a vector of 4."
    ),
}


@pytest.mark.parametrize("text", CONFLICTS)
def test_a_conflict_names_both_sides_and_both_shapes(text: str) -> None:
    assert said(lambda: net(text)) == CONFLICTS[text]


def test_data_that_do_not_fit_a_port_are_told_with_the_port() -> None:
    made = net('NetChain[{LinearLayer[3, "Input" -> 2]}]')
    message = 'The port "Input" of NetChain is a vector of 5, which does not fit a vector of 2.'
    assert said(lambda: infer(made, {"Input": (5,)})) == message


def test_a_failure_does_not_spoil_the_net() -> None:
    made = net('NetChain[{LinearLayer[3, "Input" -> 2]}]')
    said(lambda: infer(made, {"Input": (5,)}))
    assert infer(made).dims["Input"] == (2,)


# Shared arrays


def test_a_shared_array_carries_its_shape_to_all_its_places() -> None:
    made = net(
        'NetGraph[{LinearLayer[3, "Weights" -> NetArray["w"], "Input" -> 2], '
        'LinearLayer["Weights" -> NetArray["w"], "Output" -> 3]}, {}]'
    )
    assert made.array_dims()["2", "Weights"] == (3, 2)


def test_a_shared_array_has_its_value_at_all_its_places() -> None:
    made = net(
        'NetChain[{LinearLayer[1, "Weights" -> NetArray["w"], "Input" -> 1], Tanh, '
        'LinearLayer[1, "Weights" -> NetArray[<|"Name" -> "w", "Array" -> {{7}}|>]]}]'
    )
    assert made.arrays()["1", "Weights"] == made.arrays()["3", "Weights"] == np.array([[7]])


def test_different_values_under_one_name_are_refused() -> None:
    text = 'NetChain[{LinearLayer[1, "Weights" -> NetArray[<|"Name" -> "w", "Array" -> {{7}}|>]], Tanh, 1}]'
    one, other = net(text), net(text.replace("7", "8"))
    message = 'The shared array "w" has different values at {1, 1, "Weights"} and at {2, 1, "Weights"}.'
    assert said(lambda: chain({"1": one, "2": other})) == message
    assert chain({"1": one, "2": one}).shared()


def test_different_shapes_under_one_name_are_refused() -> None:
    message = said(
        lambda: net(
            'NetChain[{LinearLayer[2, "Biases" -> NetArray["b"]], LinearLayer[3, "Biases" -> NetArray["b"]]}]'
        )
    )
    assert (
        message
        == 'The shared array "b" is a vector of 2 at {1, "Biases"}, but a vector of 3 at {2, "Biases"}.'
    )


# A property over random chains

LAYER_TEXTS = st.sampled_from(
    ["LinearLayer[2]", "Ramp", "FlattenLayer[]", "LinearLayer[{2, 3}]", "SoftmaxLayer[]"]
)


@given(st.lists(LAYER_TEXTS, min_size=1, max_size=6))
def test_knowing_the_ports_from_outside_or_by_a_type_is_the_same(layers: list[str]) -> None:
    inside = ", ".join(layers)
    typed = net(f'NetChain[{{{inside}}}, "Input" -> {{2, 2}}]')
    assert dims_of(typed) == dims_of(net(f"NetChain[{{{inside}}}]", Input=(2, 2)))
    assert all(isinstance(leaf, Leaf) and None not in leaf.dims.values() for _, leaf in typed.leaves())
