"""The loss that an output calls for is attached to it, and the targets enter at a port of its name."""

from __future__ import annotations

import pytest
from net_reading import interpreted, net, said

from wlnet.nets.attach_loss import attach_loss, natural_loss
from wlnet.nets.loss_terms import Losses
from wlnet.nets.net import Graph
from wlnet.nets.shapes import Dims
from wlnet.syntax.parse import parse


def losses(text: str) -> Losses:
    return Losses.from_node(interpreted(parse(text)))


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
    made = attach_loss(net('NetChain[{3}, "Input" -> 2]'), losses("MeanAbsoluteLossLayer[]"))
    assert made.nodes["Loss"].wl_head == "MeanAbsoluteLossLayer" and made.dims["Output"] == (3,)


def test_a_net_as_loss_with_inputs_of_its_own() -> None:
    loss = losses(
        'NetGraph[<|"t" -> Tanh, "l" -> MeanSquaredLossLayer[]|>, '
        '{NetPort["Input"] -> "t" -> "l", NetPort["Other"] -> NetPort["l", "Target"]}]'
    )
    made = attach_loss(net('NetChain[{3}, "Input" -> 2]'), loss)
    assert set(made.inputs) == {"Input", "Other"} and made.dims["Other"] == (3,)


def test_a_net_with_a_loss_of_its_own_is_trained_on_that() -> None:
    made = attach_loss(net('NetChain[{3, MeanSquaredLossLayer[]}, "Input" -> 2]'))
    assert list(made.nodes) == ["Net"] and set(made.inputs) == {"Input", "Target"}


TWO = 'NetGraph[{3, 2}, {NetPort["Input"] -> 1, NetPort["Input"] -> 2}]'


def test_every_output_gets_a_loss() -> None:
    made = attach_loss(net(TWO))
    assert list(made.nodes) == ["Net", "Loss1", "Loss2", "TotalLoss"]
    assert made.inputs == ["Input", "Output1", "Output2"] and made.outputs == ["Loss"]


def test_a_loss_for_one_output_needs_no_target_for_the_others() -> None:
    made = attach_loss(net(TWO), losses('"Output2" -> MeanAbsoluteLossLayer[]'))
    assert list(made.nodes) == ["Net", "Loss"] and made.inputs == ["Input", "Output2"]
    assert attach_loss(net(TWO), losses('"Output1"')).inputs == ["Input"]


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("MeanAbsoluteLossLayer[] -> Scaled[-2]", -2),
        ('"Output" -> MeanAbsoluteLossLayer[] -> Scaled[3]', 3),
        ('("Output" -> MeanAbsoluteLossLayer[]) -> Scaled[3]', 3),
        ('"Output" -> Automatic -> Scaled[0.5]', 0.5),
        ('("Output" -> Automatic) -> Scaled[0.5]', 0.5),
    ],
)
def test_a_loss_is_scaled(text: str, factor: float) -> None:
    made = attach_loss(net('NetChain[{3}, "Input" -> 2]'), losses(text))
    assert list(made.nodes) == ["Net", "Loss", "TotalLoss"]
    assert made.nodes["TotalLoss"].layer.factors == (factor,)  # type: ignore[attr-defined]


def test_the_outputs_of_a_loss_all_count() -> None:
    loss = losses('NetGraph[{Tanh, Ramp}, {NetPort["Input"] -> 1, NetPort["Input"] -> 2}]')
    made = attach_loss(net('NetChain[{3}, "Input" -> 2]'), loss)
    assert made.nodes["TotalLoss"].layer.factors == (1, 1) and made.inputs == ["Input"]  # type: ignore[attr-defined]


def test_what_cannot_be_trained_is_told() -> None:
    message = 'The net has the output ports "Output1", "Output2"; exactly one is needed to attach a loss, '
    assert said(lambda: attach_loss(net(TWO), losses("Ramp[]"))).startswith("LossFunction -> Ramp[]")
    assert said(lambda: attach_loss(net(TWO), losses("ElementwiseLayer[Ramp]"))).startswith(message)
    assert "no output port" in said(lambda: attach_loss(net(TWO), losses('"Other"')))
    for wrong in ('NetGraph[{3}, {NetPort["X"] -> 1}]', "5", "{}", '"a" -> "b"', '"a" -> Scaled["b"]'):
        assert "neither Automatic" in said(lambda wrong=wrong: losses(wrong))  # type: ignore[misc]


def test_targets_that_do_not_fit_the_output_are_told() -> None:
    message = said(
        lambda: attach_loss(net('NetChain[{3}, "Input" -> 2]'), losses('MeanSquaredLossLayer["Target" -> 4]'))
    )
    assert "a vector of 4" in message and "a vector of 3" in message


def test_the_result_is_a_graph_that_infers() -> None:
    made = attach_loss(net("NetChain[{LinearLayer[], SoftmaxLayer[]}]"), targets={"Output": ()})
    assert isinstance(made, Graph) and made.dims["Loss"] == ()
