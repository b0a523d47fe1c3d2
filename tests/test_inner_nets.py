"""Layers that apply a net of their own: its ports take part in inference, its arrays have paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from net_reading import net, rules, said

from wlnet.nets.infer import infer
from wlnet.nets.initialize import initialize
from wlnet.nets.layer import LAYERS, Context, Inner, Layer, Port, layer
from wlnet.nets.multipliers import effective
from wlnet.nets.net import Leaf, Net
from wlnet.syntax.write import input_form


@pytest.fixture
def mapped() -> Iterator[Any]:
    """A layer that applies a net to every element of a list, declared for the time of a test."""

    @layer
    class EachLayer(Layer):
        """EachLayer[net] applies net to each element."""

        Net = Inner.of(Input="*inp", Output="*out")
        Input = Port("n *inp")
        Output = Port("n *out", output=True)

        def forward(self, ctx: Context, Input: torch.Tensor, *, Net: Any) -> torch.Tensor:
            # (batch, n, *inp) -> (batch, n, *out)
            return Net(Input.flatten(0, 1)).unflatten(0, Input.shape[:2])

    yield EachLayer
    del LAYERS["EachLayer"]


def each(kind: Any, inner: str, **known: Any) -> Leaf:
    made = infer(Leaf(kind(), nets={"Net": net(inner)}), known)
    assert isinstance(made, Leaf)
    return made


def test_dimensions_flow_in_and_out_of_the_inner_net(mapped: Any) -> None:
    made = each(mapped, "NetChain[{LinearLayer[2]}]", Input=(5, 3))
    assert made.dims["Output"] == (5, 2)
    assert made.array_dims() == {("Net", "1", "Weights"): (2, 3), ("Net", "1", "Biases"): (2,)}
    backward = each(mapped, "NetChain[{LinearLayer[]}]", Output=(5, 2))
    assert backward.nets["Net"].dims["Output"] == (2,) and backward.dims["Input"] is None


def test_a_conflict_with_the_inner_net_is_told(mapped: Any) -> None:
    assert "does not fit" in said(lambda: each(mapped, 'LinearLayer[2, "Input" -> 4]', Input=(5, 3)))


def test_its_arrays_can_be_filled_named_and_multiplied(mapped: Any) -> None:
    made: Net = initialize(each(mapped, "NetChain[{LinearLayer[2]}]", Input=(5, 3)), np.random.default_rng(1))
    assert not made.missing() and ("Net", "1", "Weights") in made.arrays()
    factors = effective(made, rules('{{"Net", 1, "Weights"} -> 0}'))
    assert factors == {("Net", "1", "Weights"): 0, ("Net", "1", "Biases"): 1}
    assert effective(made, rules('"Net" -> None'))["Net", "1", "Biases"] is None
    again = made.with_arrays({("Net", "1", "Biases"): np.array([7, 8])})
    assert again.arrays()["Net", "1", "Biases"].tolist() == [7, 8] and again != made


def test_an_operator_is_built_of_a_net_and_written_so(mapped: Any) -> None:
    made = net('EachLayer[NetChain[{LinearLayer[2]}], "Input" -> {5, 3}]')
    assert made == each(mapped, "NetChain[{LinearLayer[2]}]", Input=(5, 3))
    assert input_form(made.to_node()) == 'EachLayer[NetChain[{LinearLayer[2]}], "Input" -> {5, 3}]'
    assert said(lambda: net("EachLayer[3]")) == "EachLayer needs a net."
    assert said(lambda: net("EachLayer[]")) == "EachLayer needs a net."


def test_the_table_shows_the_inner_net(mapped: Any) -> None:
    table = each(mapped, "NetChain[{LinearLayer[2]}]", Input=(5, 3)).summary()
    assert "Net  NetChain" in table and "Linear 2" in table and "8 parameters" in table
