"""Layers that apply a net: to each element of a sequence, as one batch, or to the input as it is."""

from __future__ import annotations

from ..onnx_graph import Site, exports


@exports("NetMapOperator")
def net_map(site: Site, x: str) -> str:
    e, leaf = site.emitter, site.leaf
    ((name, net),) = leaf.nets.items()
    assert site.emit is not None
    merged = e.op("Reshape", x, e.integers(-1, *site.dims()[1:]))
    outer, e.batch_of = e.batch_of, merged
    made = site.emit(e, net, {net.inputs[0]: merged}, tuple(filter(None, (*site.at.split("/"), name))))
    e.batch_of = outer
    return e.op("Reshape", made[net.outputs[0]], e.integers(-1, *site.dims("Output")))


@exports("FunctionLayer", "CompiledLayer")
def function(site: Site, *inputs: str) -> list[str]:
    assert site.emit is not None
    if getattr(site.layer, "Batched", False):
        raise site.unsupported("a function of a whole batch")
    fed = dict(zip(site.leaf.inputs, inputs, strict=True))
    at = tuple(filter(None, (*site.at.split("/"), "Net")))
    made = site.emit(site.emitter, site.leaf.nets["Net"], fed, at)
    return [made[port] for port in site.leaf.outputs]


@exports("NetNestOperator")
def net_nest(site: Site, x: str) -> str:
    ((name, net),) = site.leaf.nets.items()
    assert site.emit is not None
    at = tuple(filter(None, (*site.at.split("/"), name)))
    for _ in range(site.layer.Times):
        x = site.emit(site.emitter, net, {net.inputs[0]: x}, at)[net.outputs[0]]
    return x
