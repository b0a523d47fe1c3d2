"""Functions of single numbers and of corresponding ones."""

from __future__ import annotations

from ..onnx_functions import apply_function
from ..onnx_graph import Site, exports


@exports("ElementwiseLayer")
def elementwise(site: Site, x: str) -> str:
    result = apply_function(site.emitter, site.layer.Function.to_node(), [x])
    if result in site.emitter.constants:  # a function that does not look at its argument
        return site.emitter.spread(result, site.dims())
    return result


@exports("ThreadingLayer")
def threading(site: Site, *inputs: str) -> str:
    e, layer = site.emitter, site.layer
    specs = layer.Broadcasting.each(len(inputs))
    names = site.leaf.inputs
    full = max(map(site.rank, names))
    spread = []
    for x, spec, name in zip(inputs, specs, names, strict=True):
        dims = site.leaf.dims[name] or ()
        gaps = layer.Broadcasting.inserted(spec, len(dims), full) or range(0)
        spread.append(e.op("Unsqueeze", x, e.integers(*(g + 1 for g in gaps))) if gaps else x)
    return apply_function(e, layer.Function.to_node(), spread)


@exports("TotalLayer")
def total(site: Site, *inputs: str) -> str:
    return site.emitter.op("Sum", *inputs)


@exports("ConstantPlusLayer")
def constant_plus(site: Site, x: str) -> str:
    return site.emitter.op("Add", x, site.array("Biases"))


@exports("ConstantTimesLayer")
def constant_times(site: Site, x: str) -> str:
    return site.emitter.op("Mul", x, site.array("Scaling"))


@exports("ParametricRampLayer")
def parametric_ramp(site: Site, x: str) -> str:
    chosen = site.layer.Levels.indices(site.rank())
    along = [size if i in chosen else 1 for i, size in enumerate(site.dims())]
    return site.emitter.op("PRelu", x, site.array("Slope", along or [1]))


@exports("DropoutLayer")
def dropout(site: Site, x: str) -> list[str]:
    e = site.emitter
    kept = e.op("Identity", x)
    mask = e.op("Add", e.op("Mul", x, e.constant(0.0)), e.constant(1.0))
    return [mask if port == "BinaryMask" else kept for port in site.leaf.outputs]
