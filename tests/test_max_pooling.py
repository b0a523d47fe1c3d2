"""Maxima by slices against PyTorch's own function: the same bits, forward and backward, ties included."""

from __future__ import annotations

import pytest
import torch

from wlnet.nets.max_pooling import FEWEST, max_pool

WINDOWS = [
    ((40, 33), (2, 2), (2, 2)),
    ((31, 64), (2, 2), (1, 1)),
    ((40, 41), (3, 3), (2, 2)),
    ((37, 38), (1, 3), (3, 2)),
    ((64, 30), (4, 1), (2, 4)),
    ((1500,), (2,), (2,)),
    ((1201,), (3,), (2,)),
    ((12, 11, 10), (2, 2, 2), (2, 2, 2)),
]


@pytest.mark.parametrize("sizes, kernel, stride", WINDOWS)
@pytest.mark.parametrize("kind", [torch.float32, torch.float64])
def test_the_maxima_and_their_gradients_are_those_of_pytorch(sizes, kernel, stride, kind):
    random = torch.Generator().manual_seed(7)
    x = torch.randint(0, 9, (6, 7, *sizes), generator=random).to(kind)  # with many ties
    assert x.numel() >= FEWEST
    pool = (torch.max_pool1d, torch.max_pool2d, torch.max_pool3d)[len(sizes) - 1]
    with torch.inference_mode():
        assert torch.equal(max_pool(x, kernel, stride), pool(x, kernel, stride))
    found = []
    for function in (pool, max_pool):
        given = x.clone().requires_grad_()
        output = function(given, kernel, stride)
        output.backward(torch.randn(output.shape, generator=torch.Generator().manual_seed(1), dtype=kind))
        found.append((output.detach(), given.grad))
    assert torch.equal(found[0][0], found[1][0])
    assert torch.equal(found[0][1], found[1][1])


def test_nothing_is_written_outside_where_numbers_are_not_finite():
    x = torch.full((8, 8, 32, 32), float("nan")).requires_grad_()
    max_pool(x, (2, 2), (2, 2)).sum().backward()
    assert x.grad.sum() == 8 * 8 * 16 * 16  # one number of every window, whichever it is
    x = torch.full((8, 8, 32, 32), -float("inf")).requires_grad_()
    max_pool(x, (2, 2), (2, 2)).sum().backward()
    assert x.grad[:, :, ::2, ::2].eq(1).all() and x.grad.sum() == 8 * 8 * 16 * 16
