"""Windows that slide over images and sequences; channels come first in ONNX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

from ..onnx_graph import Emitter, Site, exports

Pads = Sequence[tuple[int, int]]


def channels_first(site: Site, x: str, compute: Callable[[str, tuple[int, ...]], str]) -> str:
    """What `compute` makes of an input with its channels first, with them back in their place.

    It also gets the sizes of the spatial dimensions.
    """
    e, dims = site.emitter, site.dims()
    if not site.layer.Interleaving:
        return compute(x, dims[1:])
    last = len(dims) - 1
    result = compute(e.permuted(x, [last, *range(last)]), dims[:-1])
    return e.permuted(result, [*range(1, last + 1), 0])


def flat(pads: Pads) -> list[int]:
    """Paddings as ONNX lists them: all before, then all behind."""
    return [before for before, _ in pads] + [after for _, after in pads]


def padded(e: Emitter, x: str, pads: Pads, rank: int) -> str:
    """A batch with zeros around its last dimensions."""
    if not any(map(any, pads)):
        return x
    zeros = [0] * (rank + 1 - len(pads))
    befores, afters = [b for b, _ in pads], [a for _, a in pads]
    return e.op("Pad", x, e.integers(*zeros, *befores, *zeros, *afters), mode="constant")


@exports("ConvolutionLayer")
def convolution(site: Site, x: str) -> str:
    layer, weights, biases = site.layer, site.array("Weights"), site.array("Biases")

    def compute(x: str, sizes: tuple[int, ...]) -> str:
        rank = len(sizes)
        kernel, stride = layer.KernelSize.spread(rank), layer.Stride.spread(rank)
        dilation = layer.Dilation.spread(rank)
        pads = layer.PaddingSize.around(sizes, kernel, stride, dilation)
        settings = {"kernel_shape": kernel, "strides": stride, "dilations": dilation, "pads": flat(pads)}
        inputs = (x, weights, biases) if biases else (x, weights)
        return site.emitter.op("Conv", *inputs, group=int(layer.ChannelGroups), **settings)

    return channels_first(site, x, compute)


@exports("DeconvolutionLayer")
def deconvolution(site: Site, x: str) -> str:
    layer, weights, biases = site.layer, site.array("Weights"), site.array("Biases")

    def compute(x: str, sizes: tuple[int, ...]) -> str:
        rank = len(sizes)
        kernel, stride = layer.KernelSize.spread(rank), layer.Stride.spread(rank)
        dilation = layer.Dilation.spread(rank)
        outer = site.dims("Output")
        made = outer[:-1] if layer.Interleaving else outer[1:]
        extents = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
        whole = [(n - 1) * s + extent for n, s, extent in zip(sizes, stride, extents, strict=True)]
        if layer.PaddingSize.sizes == "Same":
            befores = [max(0, (extent - s) // 2) for extent, s in zip(extents, stride, strict=True)]
        else:
            befores = [before for before, _ in layer.PaddingSize.around(sizes, kernel, stride, dilation)]
        afters = [w - before - n for w, before, n in zip(whole, befores, made, strict=True)]
        more = [max(0, -after) for after in afters]  # where the output is larger than what the kernels reach
        pads = [(before, max(0, after)) for before, after in zip(befores, afters, strict=True)]
        settings = {"kernel_shape": kernel, "strides": stride, "dilations": dilation, "pads": flat(pads)}
        inputs = (x, weights, biases) if biases else (x, weights)
        groups = int(layer.ChannelGroups)
        return site.emitter.op("ConvTranspose", *inputs, group=groups, output_padding=more, **settings)

    return channels_first(site, x, compute)


@exports("PoolingLayer")
def pooling(site: Site, x: str) -> str:
    e, layer = site.emitter, site.layer

    def compute(x: str, sizes: tuple[int, ...]) -> str:
        rank = len(sizes)
        kernel, stride = layer.KernelSize.spread(rank), layer.Stride.spread(rank)
        pads = layer.PaddingSize.around(sizes, kernel, stride, (1,) * rank)
        x = padded(e, x, pads, rank + 1)  # the zeros take part, which they do not in ONNX
        kind = "MaxPool" if layer.Function == "Max" else "AveragePool"
        result = e.op(kind, x, kernel_shape=kernel, strides=stride)
        return e.op("Mul", result, e.constant(prod(kernel))) if layer.Function == "Total" else result

    return channels_first(site, x, compute)


@exports("LocalResponseNormalizationLayer")
def local_response_normalization(site: Site, x: str) -> str:
    p = site.layer
    size = 2 * int(p.ChannelWindowSize) + 1
    return site.emitter.op("LRN", x, alpha=p.Alpha, beta=p.Beta, bias=p.Bias, size=size)
