"""Elements taken, put together, repeated and rearranged."""

from __future__ import annotations

import numpy as np

from ...expr import Integer
from ...nets.layers.flatten import MergedLevels
from ...nets.levels import span_ends
from ..onnx_graph import Site, exports


@exports("FlattenLayer")
def flatten(site: Site, x: str) -> str:
    e, level = site.emitter, site.layer.Level
    if isinstance(level, MergedLevels):
        x = e.permuted(x, [i for group in level.groups(site.rank()) for i in group])
        return e.reshaped(x, site.dims("Output"))
    if site.rank("Output") == 1 and site.rank() > 0:
        return e.op("Flatten", x, axis=1)
    return e.reshaped(x, site.dims("Output"))


@exports("ReshapeLayer")
def reshape(site: Site, x: str, *reference: str) -> str:
    return site.emitter.reshaped(x, site.dims("Output"))


@exports("TransposeLayer")
def transpose(site: Site, x: str) -> str:
    return site.emitter.permuted(x, site.layer.Specification.sources(site.rank()))


@exports("ReplicateLayer")
def replicate(site: Site, x: str) -> str:
    e, inner, out = site.emitter, site.rank(), site.dims("Output")
    level, count = int(site.layer.Level), len(site.layer.Dimensions)
    place = level - 1 if level > 0 else inner + 1 + level
    x = e.op("Unsqueeze", x, e.integers(*range(1 + place, 1 + place + count)))
    return e.op("Expand", x, e.integers(1, *out))


@exports("PartLayer")
def part(site: Site, x: str) -> str:
    e, level = site.emitter, 1
    for spec, size in zip(site.layer.Specification, site.dims(), strict=False):
        if isinstance(spec, Integer):
            place = spec.value - 1 if spec.value > 0 else size + spec.value
            x = e.op("Gather", x, e.constant(place, np.int64), axis=level)
            continue
        ends = span_ends(spec, size)
        if ends is not None:
            first, last, step = ends
            end = last if step > 0 else last - 2 if last > 1 else -(2**31)
            x = e.op("Slice", x, *(e.integers(n) for n in (first - 1, end, level, step)))
        level += 1
    return x


@exports("ExtractLayer")
def extract(site: Site, x: str, position: str) -> str:
    e = site.emitter
    if site.rank("Position") == 0:
        position = e.op("Unsqueeze", position, e.integers(1))
    before = e.op("Cast", e.op("Greater", position, e.constant(0, np.int64)), to=7)
    return e.op("GatherND", x, e.op("Sub", position, before), batch_dims=1)


@exports("PaddingLayer")
def padding(site: Site, x: str) -> str:
    e, p = site.emitter, site.layer
    rest = [0] * (site.rank() - len(p.Specification))
    befores = [0, *(before for before, _ in p.Specification), *rest]
    afters = [0, *(after for _, after in p.Specification), *rest]
    pads = e.integers(*befores, *afters)
    if p.Padding in ("Fixed", "Reflected"):
        return e.op("Pad", x, pads, mode="edge" if p.Padding == "Fixed" else "reflect")
    return e.op("Pad", x, pads, e.constant(p.Padding), mode="constant")


@exports("CatenateLayer")
def catenate(site: Site, *inputs: str) -> str:
    e, level = site.emitter, int(site.layer.Level)
    shapes = [site.dims(name) for name in site.leaf.inputs]
    least, full = min(map(len, shapes)), max(map(len, shapes))
    outer = next(dims for dims in shapes if len(dims) == full)
    spread = []
    for x, dims in zip(inputs, shapes, strict=True):
        new = full - len(dims)
        if new:
            x = e.op("Unsqueeze", x, e.integers(*range(1, 1 + new)))
            x = e.op("Expand", x, e.integers(1, *outer[:new], *dims))
        spread.append(x)
    place = full - least + level - 1 if level > 0 else full + level
    return e.op("Concat", *spread, axis=place + 1)


@exports("AppendLayer", "PrependLayer")
def append(site: Site, x: str, element: str) -> str:
    e = site.emitter
    element = e.op("Unsqueeze", element, e.integers(1))
    both = (x, element) if site.leaf.wl_head == "AppendLayer" else (element, x)
    return e.op("Concat", *both, axis=1)


@exports("OrderingLayer")
def ordering(site: Site, x: str) -> str:
    e, count, size = site.emitter, int(site.layer.Count), site.dims()[0]
    _, places = e.ops("TopK", 2, x, e.integers(size), axis=1, largest=0, sorted=1)
    first, end = (0, count or size) if count >= 0 else (size + count, size)
    taken = e.op("Slice", places, e.integers(first), e.integers(end), e.integers(1))
    return e.op("Add", taken, e.integers(1))


@exports("ImageAugmentationLayer")
def image_augmentation(site: Site, x: str) -> str:
    e, size = site.emitter, site.layer.OutputSize
    starts = [(n - m) // 2 for n, m in zip(site.dims()[1:], size, strict=True)]
    ends = [start + m for start, m in zip(starts, size, strict=True)]
    return e.op("Slice", x, e.integers(*starts), e.integers(*ends), e.integers(2, 3))


@exports("ResizeLayer")
def resize(site: Site, x: str) -> str:
    """Each element is made of two neighbours, at places that are known beforehand."""
    e, p = site.emitter, site.layer
    first = 0 if p.Interleaving else 1
    scheme = p.usual_scheme
    spatial = len(site.dims()) - 1
    for level in range(first, first + spatial):
        old, new = site.dims()[level], site.dims("Output")[level]
        if old == new:
            continue
        places = np.arange(new, dtype=np.float64)
        points, bins = places * ((old - 1) / max(new - 1, 1)), (places + 0.5) * old / new - 0.5
        places = (points if scheme == "Point" else bins).clip(0, old - 1)
        if p.Resampling == "Nearest":
            nearest = np.floor(places + 0.5).clip(max=old - 1)
            x = e.op("Gather", x, e.constant(nearest, np.int64), axis=level + 1)
            continue
        low = np.floor(places).clip(max=old - 1)
        share = (places - low).reshape(-1, *[1] * (len(site.dims()) - level - 1))
        below = e.op("Gather", x, e.constant(low, np.int64), axis=level + 1)
        above = e.op("Gather", x, e.constant((low + 1).clip(max=old - 1), np.int64), axis=level + 1)
        x = e.op("Add", below, e.op("Mul", e.op("Sub", above, below), e.constant(share)))
    return x


@exports("SpatialTransformationLayer")
def spatial_transformation(site: Site, x: str, parameters: str) -> str:
    e, (height, width) = site.emitter, site.layer.Dimensions
    rows, columns = (np.linspace(-1, 1, n) if n > 1 else np.zeros(1) for n in (height, width))
    places = [(column, row, 1.0) for row in rows for column in columns]
    matrix = e.permuted(e.reshaped(parameters, [2, 3]), [1, 0])
    grid = e.reshaped(e.op("MatMul", e.constant(places), matrix), [height, width, 2])
    return e.op("GridSample", x, grid, align_corners=1, mode="bilinear", padding_mode="zeros")
