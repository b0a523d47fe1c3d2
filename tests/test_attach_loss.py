"""The loss that an output calls for is attached to it, and the targets enter at a port of its name."""

from __future__ import annotations

import pytest
from net_reading import net, said

from wlnet.nets.attach_loss import attach_loss, natural_loss
from wlnet.nets.net import Graph
from wlnet.nets.shapes import Dims


def loss_of(text: str, target: Dims = None) -> str:
    loss = natural_loss(net(text), "Output", target)
    return type(loss).__name__ + str(getattr(loss, "Form", ""))


@pytest.mark.parametrize(
    ("layers", "target", "loss"),
    [
        ("3", (3,), "MeanSquaredLossLayer"),
        ("LinearLayer[{}]", (), "MeanSquaredLossLayer"),
        ("3, SoftmaxLayer[]", (), "CrossEntropyLossLayerIndex"),
        ("3, SoftmaxLayer[]", None, "CrossEntropyLossLayerIndex"),
        ("3, SoftmaxLayer[]", (3,), "CrossEntropyLossLayerProbabilities"),
        ("LinearLayer[{}], LogisticSigmoid", (), "CrossEntropyLossLayerBinary"),
        ("3, NetChain[{Tanh, NetChain[{SoftmaxLayer[]}]}]", (), "CrossEntropyLossLayerIndex"),
        ("3, SoftmaxLayer[], Tanh", (3,), "MeanSquaredLossLayer"),
        ("", (3,), "MeanSquaredLossLayer"),
    ],
)
def test_the_last_layer_chooses_the_loss(layers: str, target: Dims, loss: str) -> None:
    assert loss_of(f"NetChain[{{{layers}}}]", target) == loss


def test_the_training_net_has_the_net_and_the_loss() -> None:
    made = attach_loss(net('NetChain[{3, SoftmaxLayer[]}, "Input" -> 2]'))
    assert list(made.nodes) == ["Net", "Loss"]
    assert (made.inputs, made.outputs) == (["Input", "Output"], ["Loss"])
    assert made.ports["Output"].kind == "index" and made.dims["Output"] == ()
    assert made.ports["Loss"].loss


def test_coders_stay_outside() -> None:
    made = attach_loss(
        net(
            'NetChain[{LinearLayer[], SoftmaxLayer[]}, "Input" -> NetEncoder["Boolean"], '
            '"Output" -> NetDecoder[{"Class", {1, 2}}]]'
        )
    )
    assert not made.coders and not made.nodes["Net"].coders
    assert made.array_dims()["Net", "1", "Weights"] == (2, 1), "what they say of sizes is kept"


def test_a_loss_of_the_user_is_attached() -> None:
    made = attach_loss(net('NetChain[{3}, "Input" -> 2]'), net("MeanAbsoluteLossLayer[]"))
    assert made.nodes["Loss"].wl_head == "MeanAbsoluteLossLayer" and made.dims["Output"] == (3,)


def test_a_net_as_loss_with_inputs_of_its_own() -> None:
    loss = net(
        'NetGraph[<|"t" -> Tanh, "l" -> MeanSquaredLossLayer[]|>, '
        '{NetPort["Input"] -> "t" -> "l", NetPort["Other"] -> NetPort["l", "Target"]}]'
    )
    made = attach_loss(net('NetChain[{3}, "Input" -> 2]'), loss)
    assert set(made.inputs) == {"Input", "Other"} and made.dims["Other"] == (3,)


def test_a_net_with_a_loss_of_its_own_is_trained_on_that() -> None:
    made = attach_loss(net('NetChain[{3, MeanSquaredLossLayer[]}, "Input" -> 2]'))
    assert list(made.nodes) == ["Net"] and set(made.inputs) == {"Input", "Target"}


def test_what_cannot_be_trained_is_told() -> None:
    two = net('NetGraph[{3, 2}, {NetPort["Input"] -> 1, NetPort["Input"] -> 2}]')
    message = 'The net has the output ports "Output1", "Output2"; exactly one is needed to attach a loss.'
    assert said(lambda: attach_loss(two)) == message
    wrong = net('NetGraph[{3}, {NetPort["X"] -> 1}]')
    assert "neither Automatic nor a net" in said(lambda: attach_loss(net("NetChain[{3}]"), wrong))


def test_targets_that_do_not_fit_the_output_are_told() -> None:
    message = said(
        lambda: attach_loss(net('NetChain[{3}, "Input" -> 2]'), net('MeanSquaredLossLayer["Target" -> 4]'))
    )
    assert "a vector of 4" in message and "a vector of 3" in message


def test_the_result_is_a_graph_that_infers() -> None:
    made = attach_loss(net("NetChain[{LinearLayer[], SoftmaxLayer[]}]"), target=())
    assert isinstance(made, Graph) and made.dims["Loss"] == ()
