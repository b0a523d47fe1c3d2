"""Programs that do the same with less work: the same numbers and gradients, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from net_reading import net as net_of

from wlnet.engine.lower import lower
from wlnet.engine.rewrite import pooled_first
from wlnet.nets.initialize import initialize

LAYERS = "ConvolutionLayer[3, 3], Ramp, PoolingLayer[{2, 2}, 2], FlattenLayer[], LinearLayer[2]"


def order(program) -> list[str]:
    return [type(step.layer).__name__ for step in program.steps]


@pytest.mark.parametrize("padding", [0, 1])
def test_ramp_and_maximum_change_places_and_nothing_else_changes(padding: int) -> None:
    text = LAYERS.replace("2]", f'2, "PaddingSize" -> {padding}]', 1)
    net = initialize(net_of(f'NetChain[{{{text}}}, "Input" -> {{1, 8, 8}}]'), np.random.default_rng(1))
    plain, quick = lower(net), pooled_first(lower(net))
    assert order(plain)[1:3] == ["ElementwiseLayer", "PoolingLayer"]
    assert order(quick)[1:3] == ["PoolingLayer", "ElementwiseLayer"]
    found = []
    for program in (plain, quick):
        arrays = {p: torch.tensor(a, requires_grad=True) for p, a in net.arrays().items()}
        data = torch.from_numpy(np.random.default_rng(2).normal(size=(5, 1, 8, 8)).astype(np.float32))
        output = program(arrays, {"Input": data})["Output"]
        output.square().sum().backward()
        found.append([output.detach(), *(a.grad for a in arrays.values())])
    for a, b in zip(*found, strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=0)


def test_a_ramp_that_is_wanted_elsewhere_stays() -> None:
    text = 'NetGraph[{Ramp, PoolingLayer[2, 2], SummationLayer[]}, {1 -> 2, 1 -> 3}, "Input" -> {1, 4, 4}]'
    program = lower(net_of(text))
    assert order(pooled_first(program)) == order(program)
