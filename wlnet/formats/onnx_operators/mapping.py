"""Layers that apply a net: to each element of a sequence, all elements of a batch as one batch, or as it is."""

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


@exports("FunctionLayer")
def function(site: Site, *inputs: str) -> list[str]:
    ((name, net),) = site.leaf.nets.items()
    assert site.emit is not None
    fed = dict(zip(site.leaf.inputs, inputs, strict=True))
    made = site.emit(site.emitter, net, fed, tuple(filter(None, (*site.at.split("/"), name))))
    return [made[port] for port in site.leaf.outputs]


@exports("NetNestOperator")
def net_nest(site: Site, x: str) -> str:
    ((name, net),) = site.leaf.nets.items()
    assert site.emit is not None
    at = tuple(filter(None, (*site.at.split("/"), name)))
    for _ in range(site.layer.Times):
        x = site.emit(site.emitter, net, {net.inputs[0]: x}, at)[net.outputs[0]]
    return x
