"""Products with arrays of weights, and of inputs with each other."""

from __future__ import annotations

from math import prod

from ..onnx_graph import Site, exports


@exports("LinearLayer")
def linear(site: Site, x: str) -> str:
    e, out = site.emitter, site.dims("Output")
    flat = x if site.rank() == 1 else e.reshaped(x, [prod(site.dims())])
    weights, biases = site.array("Weights"), site.array("Biases")
    result = e.op("Gemm", flat, weights, *((biases,) if biases else ()), transB=1)
    return result if len(out) == 1 else e.reshaped(result, out)


@exports("DotLayer")
def dot(site: Site, *inputs: str) -> str:
    e, specs = site.emitter, site.layer.TransposeSpecifications or (None,) * len(inputs)
    arrays: list[tuple[str, list[int]]] = []
    for x, spec, name in zip(inputs, specs, site.leaf.inputs, strict=True):
        given = site.dims(name)
        sources = range(len(given)) if spec is None else spec.sources(len(given))
        arrays.append((e.permuted(x, sources), [given[i] for i in sources]))
    (first, dims), *others = arrays
    for other, more in others:
        left = e.reshaped(first, [prod(dims[:-1]), dims[-1]])
        right = e.reshaped(other, [more[0], prod(more[1:])])
        dims = [*dims[:-1], *more[1:]]
        first = e.reshaped(e.op("MatMul", left, right), dims)
    return first


@exports("EmbeddingLayer")
def embedding(site: Site, x: str) -> str:
    e = site.emitter
    return e.op("Gather", site.array("Weights"), e.op("Sub", x, e.integers(1)), axis=0)


@exports("UnitVectorLayer")
def unit_vector(site: Site, x: str) -> str:
    e, size = site.emitter, site.dims("Output")[-1]
    places = e.op("Sub", x, e.integers(1))
    return e.op("OneHot", places, e.integers(size), e.constant([0.0, 1.0]), axis=-1)


@exports("NetArrayLayer")
def net_array(site: Site) -> str:
    return site.emitter.spread(site.array("Array"), site.dims("Output"))
