"""A net applied to each element of a sequence: all elements of a batch as one batch."""

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
