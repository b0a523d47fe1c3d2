"""From ONNX files to nets: a NetChain where the operators follow each other in a row, else a NetGraph.

The first dimension of every tensor counts as the batch.  Constants become the arrays of layers.  Operators
without a layer are named in a message.  What the exporter writes as several operators comes back as several
layers, which compute the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from ..declare import declare_all
from ..expr import Integer, Node, S, String
from ..lazy import onnx, onnx_message, onnx_numpy
from ..nets.chain import chain
from ..nets.construct import configured
from ..nets.graph import graph
from ..nets.layer import final_of
from ..nets.net import Net
from .damage import Damaged
from .onnx_export import need_onnx
from .onnx_model import IMPORTERS, NO_LAYERS, End, Model, operator

declare_all("wlnet.formats.onnx_imports")


def load(data: bytes) -> Any:
    """The model in the bytes of a file.  Raises Damaged."""
    need_onnx()
    try:
        model = onnx.load_from_string(data)
    except onnx_message.DecodeError as error:
        raise Damaged(str(error)) from None
    if not model.graph.node:
        raise Damaged("it holds no graph of operators")
    return model


def read_onnx(data: bytes) -> Net:
    """The net in the bytes of a file.  Raises a Problem for operators without a layer, and Damaged."""
    proto = load(data)
    unknown = {n.op_type for n in proto.graph.node} - IMPORTERS.keys() - {"Constant", "Shape"}
    if unknown:
        raise NO_LAYERS(", ".join(sorted(unknown)))
    model = _model(proto)
    names = [info.name for info in proto.graph.input if info.name not in model.constants]
    model.sources |= {name: ("", name) for name in names}
    for one in proto.graph.node:
        if not _is_of_sizes(model, one):
            IMPORTERS[one.op_type](operator(model, one))
    ends = [info.name for info in proto.graph.output]
    if missing := [name for name in ends if name not in model.sources]:
        raise Damaged(f"nothing gives the output {missing[0]}")
    net = _net(model, names, [(name, model.sources[name]) for name in ends])
    return configured(net, {n: _type(model.shapes[n][1:]) for n in net.inputs if n in model.shapes})


def _is_of_sizes(model: Model, one: Any) -> bool:
    """Whether a node only works out sizes, which layers know by themselves, or is a constant."""
    if one.op_type == "Shape" or (one.input and one.input[0] in model.sizes and one.op_type != "Expand"):
        model.sizes |= set(one.output)
        return True
    if one.op_type == "Concat" and all(name in model.constants for name in one.input):
        parts = [model.constants[name] for name in one.input]
        model.constants[one.output[0]] = np.concatenate(parts, operator(model, one).attribute("axis"))
        return True
    return one.op_type == "Constant"


def _model(proto: Any) -> Model:
    """Constants and shapes, as far as they can be worked out."""
    try:
        graph = onnx.shape_inference.infer_shapes(proto, data_prop=True).graph
    except (RuntimeError, ValueError, onnx.shape_inference.InferenceError):  # without shapes, then
        graph = proto.graph
    infos = [*graph.input, *graph.value_info, *graph.output]
    shapes = {info.name: _shape(info) for info in infos if info.type.tensor_type.HasField("shape")}
    constants = {tensor.name: np.array(onnx_numpy.to_array(tensor)) for tensor in graph.initializer}
    for one in graph.node:
        if one.op_type == "Constant":
            constants[one.output[0]] = np.array(next(iter(operator(Model({}, {}), one).attributes.values())))
    shapes |= {name: array.shape for name, array in constants.items()}
    return Model(constants, shapes)


def _shape(info: Any) -> tuple[int | None, ...]:
    dims = info.type.tensor_type.shape.dim
    return tuple(dim.dim_value if dim.HasField("dim_value") and dim.dim_value else None for dim in dims)


def _type(dims: Sequence[int | None]) -> Node:
    """The type of a port."""
    if not dims:
        return S.Automatic
    return S.List(*(S.Automatic if size is None else Integer(size) for size in dims))


def _net(model: Model, inputs: Sequence[str], outputs: Sequence[tuple[str, End]]) -> Net:
    """The chain or graph of the layers."""
    names = list(model.layers)
    row = [(a, b) for (a, _), (b, _) in model.edges]
    ends = [source for _, source in outputs]
    in_a_row = sorted(row) == sorted([("", names[0]), *pairwise(names)]) if names else False
    if len(inputs) == 1 and len(ends) == 1 and in_a_row and ends[0][0] == names[-1]:
        if len(names) == 1:
            return model.layers[names[0]]
        if all(len(layer.outputs) == 1 for layer in model.layers.values()):
            return chain(model.layers)
    order = {("", name): place for place, name in enumerate(inputs)}
    edges = sorted(model.edges, key=lambda edge: order.get(edge[0], len(order)))
    links = [S.Rule(_source(model, source), _port(target)) for source, target in edges]
    ends_of_net = [(source, S.NetPort(String(_free(name, inputs)))) for name, source in outputs]
    links += [S.Rule(_source(model, source), target) for source, target in ends_of_net]
    return graph(model.layers, S.List(*links))


def _free(name: str, inputs: Sequence[str]) -> str:
    return name if name not in inputs else f"{name}_out"


def _source(model: Model, end: End) -> Node:
    """Where data come from; the value of a state after a sequence goes by the name of the state."""
    name, port = end
    states = model.layers[name].layer.states if name else ()
    return _port((name, next((s for s in states if final_of(s) == port), port)))


def _port(end: End) -> Node:
    name, port = end
    return S.NetPort(S.List(Integer(int(name)), String(port))) if name else S.NetPort(String(port))
