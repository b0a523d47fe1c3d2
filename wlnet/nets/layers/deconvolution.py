"""DeconvolutionLayer: every element spread out by a kernel, the transpose of a convolution."""

from __future__ import annotations

from operator import mul
from typing import Any

from ...lazy import functional, torch
from ...problem import Template
from ..kernels import KernelLayer, need_groups
from ..kinds import Count, Padding, Spatial
from ..layer import Array, layer
from ..shapes import Derived, Size
from ..sliding import check_settings, flat_pads, rank_of, spread

NOTHING_LEFT = Template("deconvsize", "Nothing is left of `1` elements when `2` are removed.")


def _per_group(channels: int, groups: int, outputs: int) -> int:
    need_groups(channels, groups, outputs)
    return outputs // groups


def _crops(
    padding: Padding, kernel: tuple[int, ...], stride: tuple[int, ...], dilation: tuple[int, ...]
) -> tuple[tuple[int, int], ...]:
    """The elements that go before and after in each dimension; less than 0 where "Same" adds some.

    Of an odd number to remove, one more goes behind.
    """
    if padding.sizes != "Same":
        return padding.around((0,) * len(kernel), kernel, stride, dilation)
    total = [d * (k - 1) + 1 - s for k, s, d in zip(kernel, stride, dilation, strict=True)]
    return tuple((n // 2, n - n // 2) if n >= 0 else (0, n) for n in total)


Sizes = tuple[Size, ...] | None


def _output_sizes(inp: Sizes, kernel: Sizes, stride: Spatial, padding: Padding, dilation: Spatial) -> Sizes:
    """stride (n - 1) + dilation (k - 1) + 1, less what is removed, for each spatial dimension."""
    if inp is None or kernel is None or len(kernel) != len(inp):
        return None
    offsets, strides = _offsets(kernel, stride, padding, dilation)
    sizes = tuple(
        n if not isinstance(n, int) else s * n + o for n, o, s in zip(inp, offsets, strides, strict=True)
    )
    for n, size, o in zip(inp, sizes, offsets, strict=True):
        if isinstance(size, int) and isinstance(n, int) and size < 1:
            raise NOTHING_LEFT(size - o, -o)
    return sizes


def _input_sizes(out: Sizes, kernel: Sizes, stride: Spatial, padding: Padding, dilation: Spatial) -> Sizes:
    if out is None or kernel is None or len(kernel) != len(out):
        return None
    offsets, strides = _offsets(kernel, stride, padding, dilation)
    return tuple(
        (n - o) // s if isinstance(n, int) and (n - o) % s == 0 else None
        for n, o, s in zip(out, offsets, strides, strict=True)
    )


def _offsets(
    kernel: Any, stride: Spatial, padding: Padding, dilation: Spatial
) -> tuple[list[int], tuple[int, ...]]:
    """The output is stride times the input and this offset."""
    check_settings(len(kernel), stride, padding, dilation)
    strides, dilations = stride.spread(len(kernel)), dilation.spread(len(kernel))
    crops = _crops(padding, kernel, strides, dilations)
    return [
        d * (k - 1) + 1 - s - before - after
        for k, s, d, (before, after) in zip(kernel, strides, dilations, crops, strict=True)
    ], strides


@layer
class DeconvolutionLayer(KernelLayer):
    """DeconvolutionLayer[n, {h, w}] spreads every element of an image out by n kernels of h by w.

    {s} is for sequences; channels are first, with Interleaving -> True last.  "Stride" and "Dilation" are
    integers or one for each spatial dimension.  PaddingSize is what is removed around the output (n,
    {n1, ...}, {{before, after}, ...}, or "Same": the output is as large as the input times the stride).
    "Weights" is channels x (outputs / groups) x kernel.
    Source: reference page of DeconvolutionLayer.
    """

    Weights = Array("c perGroup +kernel")
    Biases = Array("OutputChannels", init="Biases", optional=True)
    rank = Derived(
        rank_of, "Dimensionality KernelSize Stride PaddingSize Dilation kernel size inp", partial=True
    )
    inp_ = Derived(lambda rank: rank, "rank", partial=True)
    kernel = Derived(spread, "KernelSize inp", partial=True)
    size = Derived(_output_sizes, "inp kernel Stride PaddingSize Dilation", partial=True)
    inp = Derived(_input_sizes, "size kernel Stride PaddingSize Dilation", partial=True)
    perGroup = Derived(_per_group, "c ChannelGroups OutputChannels")
    OutputChannels_ = Derived(mul, "perGroup ChannelGroups")

    def forward(self, ctx: Any, Input: Any, *, Weights: Any, Biases: Any) -> Any:
        # (batch, c, *inp) -> (batch, OutputChannels, *size)
        if self.Interleaving:
            Input = torch.movedim(Input, -1, 1).contiguous()  # see FlatArrays
        kernel = tuple(Weights.shape[2:])
        stride, dilation = self.Stride.spread(len(kernel)), self.Dilation.spread(len(kernel))
        crops = _crops(self.PaddingSize, kernel, stride, dilation)
        even = all(before == after for before, after in crops)
        removed = tuple(before for before, _ in crops) if even else (0,) * len(kernel)
        deconvolve = (
            functional.conv_transpose1d,
            functional.conv_transpose2d,
            functional.conv_transpose3d,
        )[len(kernel) - 1]
        groups = int(self.ChannelGroups)
        output = deconvolve(Input, Weights, Biases if even else None, stride, removed, 0, groups, dilation)
        if not even:
            output = functional.pad(output, [-n for n in flat_pads(crops)])
            if Biases is not None:
                output = output + Biases.reshape(-1, *[1] * len(kernel))
        return torch.movedim(output, 1, -1) if self.Interleaving else output

    cases = (
        {"OutputChannels": Count(3), "KernelSize": Spatial((3, 2)), "Input": (2, 3, 4)},
        {
            "OutputChannels": Count(2),
            "KernelSize": Spatial(4),
            "Stride": Spatial(2),
            "PaddingSize": Padding("Same"),
            "Input": (2, 3, 2),
        },
        {
            "OutputChannels": Count(2),
            "KernelSize": Spatial((2,)),
            "Stride": Spatial(3),
            "PaddingSize": Padding("Same"),
            "Input": (2, 3),
        },
        {
            "OutputChannels": Count(4),
            "KernelSize": Spatial((3,)),
            "Stride": Spatial(2),
            "PaddingSize": Padding(((1, 2),)),
            "ChannelGroups": Count(2),
            "Dilation": Spatial(2),
            "Interleaving": True,
            "Input": (5, 2),
        },
    )
