"""PoolingLayer: the maximum, mean or total of every window."""

from __future__ import annotations

from math import prod
from typing import Any

from ...lazy import functional, torch
from ..kinds import Count, Padding, Pooling, Spatial
from ..layer import Layer, Port, layer
from ..max_pooling import max_pool
from ..shapes import Derived
from ..sliding import flat_pads, need_room, output_sizes, rank_of, spread


@layer
class PoolingLayer(Layer):
    """PoolingLayer[{h, w}, stride] takes the maximum over windows of h by w in every channel.

    The stride is 1 unless given.  "Function" is Max, Mean or Total; "PaddingSize" adds zeros that take part.
    Source: reference page of PoolingLayer.
    """

    positional = ("KernelSize", "Stride")
    KernelSize: Spatial
    Stride: Spatial = Spatial(1)
    Function: Pooling = Pooling("Max")
    PaddingSize: Padding = Padding(0)
    Interleaving: bool = False
    Dimensionality: Count | None = None

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        if self.Interleaving:
            return {"Input": Port("+inp c"), "Output": Port("+size c", output=True)}
        return {"Input": Port("c +inp"), "Output": Port("c +size", output=True)}

    inp = Derived(rank_of, "Dimensionality KernelSize Stride PaddingSize size", partial=True)
    kernel = Derived(spread, "KernelSize inp", partial=True)
    size = Derived(output_sizes, "inp kernel Stride PaddingSize", partial=True)

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, c, *inp) -> (batch, c, *size)
        if self.Interleaving:
            Input = torch.movedim(Input, -1, 1)
        rank = Input.dim() - 2
        kernel, stride = self.KernelSize.spread(rank), self.Stride.spread(rank)
        pads = self.PaddingSize.around(tuple(Input.shape[2:]), kernel, stride, (1,) * rank)
        need_room(Input.shape[2:], pads, kernel)  # lengths may differ from batch to batch
        if any(map(any, pads)):
            Input = functional.pad(Input, flat_pads(pads))
        if self.Function == "Max":
            output = max_pool(Input, kernel, stride)
        else:
            mean = (functional.avg_pool1d, functional.avg_pool2d, functional.avg_pool3d)[rank - 1]
            output = mean(Input, kernel, stride)
            output = output * prod(kernel) if self.Function == "Total" else output
        return torch.movedim(output, 1, -1) if self.Interleaving else output

    cases = (
        {"KernelSize": Spatial((2, 2)), "Stride": Spatial(2), "Input": (2, 8, 6)},
        {
            "KernelSize": Spatial(2),
            "Function": Pooling("Mean"),
            "PaddingSize": Padding(1),
            "Input": (2, 5, 4),
        },
        {"KernelSize": Spatial((3,)), "Function": Pooling("Total"), "Interleaving": True, "Input": (9, 2)},
    )
