"""ConvolutionLayer: one kernel for every place."""

from __future__ import annotations

from operator import mul
from typing import Any

from ...lazy import functional, torch
from ..kernels import KernelLayer, need_groups
from ..kinds import Count, Padding, Spatial
from ..layer import Array, layer
from ..shapes import Derived
from ..sliding import flat_pads, need_room, output_sizes, rank_of, spread


def _per_group(channels: int, groups: int, outputs: int) -> int:
    need_groups(channels, groups, outputs)
    return channels // groups


@layer
class ConvolutionLayer(KernelLayer):
    """ConvolutionLayer[n, {h, w}] slides n kernels of h by w over an image; {s} is for sequences.

    Inputs are channels first; with Interleaving -> True channels last.  "Stride" and "Dilation" are
    integers or one for each spatial dimension, "PaddingSize" adds zeros (n, {n1, ...},
    {{before, after}, ...} or "Same").  "Weights" is outputs x (channels / groups) x
    kernel; the kernel is not flipped.
    Source: reference page of ConvolutionLayer.
    """

    Weights = Array("OutputChannels perGroup +kernel")
    Biases = Array("OutputChannels", init="Biases", optional=True)
    inp = Derived(rank_of, "Dimensionality KernelSize Stride PaddingSize Dilation kernel size", partial=True)
    kernel = Derived(spread, "KernelSize inp", partial=True)
    size = Derived(output_sizes, "inp kernel Stride PaddingSize Dilation", partial=True)
    perGroup = Derived(_per_group, "c ChannelGroups OutputChannels")
    c = Derived(mul, "perGroup ChannelGroups")

    def forward(self, ctx: Any, Input: Any, *, Weights: Any, Biases: Any) -> Any:
        # (batch, c, *inp) -> (batch, OutputChannels, *size)
        if self.Interleaving:
            Input = torch.movedim(Input, -1, 1).contiguous()  # see FlatArrays
        rank = Weights.dim() - 2
        stride, dilation = self.Stride.spread(rank), self.Dilation.spread(rank)
        pads = self.PaddingSize.around(tuple(Input.shape[2:]), tuple(Weights.shape[2:]), stride, dilation)
        extents = [d * (k - 1) + 1 for d, k in zip(dilation, Weights.shape[2:], strict=True)]
        need_room(Input.shape[2:], pads, extents)  # lengths may differ from batch to batch
        padding: tuple[int, ...] = tuple(before for before, _ in pads)
        if any(before != after for before, after in pads):
            Input, padding = functional.pad(Input, flat_pads(pads)), (0,) * rank
        convolve = (functional.conv1d, functional.conv2d, functional.conv3d)[rank - 1]
        output = convolve(Input, Weights, Biases, stride, padding, dilation, int(self.ChannelGroups))
        return torch.movedim(output, 1, -1) if self.Interleaving else output

    cases = (
        {"OutputChannels": Count(4), "KernelSize": Spatial((3, 3)), "Input": (2, 8, 7)},
        {"OutputChannels": Count(4), "KernelSize": Spatial((3,)), "Stride": Spatial(2), "Input": (2, 9)},
        {
            "OutputChannels": Count(2),
            "KernelSize": Spatial(2),
            "PaddingSize": Padding("Same"),
            "Input": (2, 5, 4),
        },
        {
            "OutputChannels": Count(4),
            "KernelSize": Spatial((3, 2)),
            "Dilation": Spatial((1, 2)),
            "ChannelGroups": Count(2),
            "Interleaving": True,
            "Input": (8, 7, 2),
        },
    )
