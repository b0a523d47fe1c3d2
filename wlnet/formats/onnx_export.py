"""Nets as ONNX files: each layer as the operators that `onnx_operators` declares for it.

Inputs and outputs have the batch dimension first, called "batch"; inputs for class numbers are 64-bit
integers that count from 1, as in the language.  The net is written as it evaluates, not as it
trains.  Encoders and decoders stay outside.  Arrays are constants named by their positions: "1/Weights".
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from typing import Any

from ..declare import declare_all
from ..lazy import onnx, onnx_numpy
from ..nets.layer import INDEX, Port
from ..nets.net import Graph, Leaf, Net, Path
from ..nets.shapes import Dims
from ..problem import Template
from .onnx_graph import EXPORTERS, NO_COUNTERPART, OPSET, Emitter, Site

IR_VERSION = 8  # of files with this set of operators
NOT_INSTALLED = Template("onnxmissing", "ONNX files need the Python package onnx: pip install 'wlnet[onnx]'.")
NOT_MANY_SIZES = Template("onnxdims", 'The port "`1`" has to have a known number of dimensions for ONNX.')

declare_all("wlnet.formats.onnx_operators")


def need_onnx() -> None:
    """Raise a Problem if the package onnx is not installed."""
    if importlib.util.find_spec("onnx") is None:
        raise NOT_INSTALLED()


def write_onnx(net: Net) -> bytes:
    """The bytes of the file of a net.  Raises a Problem that names the layers which ONNX has nothing for."""
    need_onnx()
    missing = {leaf.wl_head for _, leaf in net.leaves() if leaf.wl_head not in EXPORTERS}
    if missing:
        raise NO_COUNTERPART(", ".join(sorted(missing)))
    e = Emitter()
    e.batch_of = next(iter(net.inputs), None)
    results = _emit(e, net, {name: name for name in net.inputs}, ())
    for name in net.outputs:
        e.nodes.append(onnx.helper.make_node("Identity", [results[name]], [_output(net, name)]))
    _prune(e, [_output(net, name) for name in net.outputs])
    return _model(e, net).SerializeToString()


def _output(net: Net, name: str) -> str:
    """What an output is called in the file, where each tensor has a name of its own."""
    return name if name not in net.inputs else f"{name}_out"


def _emit(e: Emitter, net: Net, inputs: Mapping[str, str], at: Path) -> dict[str, str]:
    """Write a net whose inputs are these tensors; the tensors of its outputs."""
    if isinstance(net, Leaf):
        states = {name: tensor for name, tensor in inputs.items() if name not in net.ports}
        site = Site(e, net, "/".join(at), states, _emit)
        made = EXPORTERS[net.wl_head](site, *(inputs[name] for name in net.inputs))
        return dict(zip(net.all_outputs, [made] if isinstance(made, str) else made, strict=True))
    assert isinstance(net, Graph)
    source = {edge.target: edge.source for edge in net.edges}
    known: dict[tuple[str, str], str] = {("", name): tensor for name, tensor in inputs.items()}
    waiting = list(net.nodes)
    while waiting:
        ready = [n for n in waiting if all(end in known for end in _needed(net, n, source).values())]
        for name in ready:
            given = {port: known[end] for port, end in _needed(net, name, source).items()}
            for port, tensor in _emit(e, net.nodes[name], given, (*at, name)).items():
                known[name, port] = tensor
        waiting = [name for name in waiting if name not in ready]
    return {name: known[source["", name]] for name in net.outputs}


def _needed(net: Graph, name: str, source: Mapping[Any, Any]) -> dict[str, tuple[str, str]]:
    """Where the inputs of a node come from, and those of its states that are given."""
    return {port: source[name, port] for port in net.nodes[name].all_inputs if (name, port) in source}


def _prune(e: Emitter, outputs: list[str]) -> None:
    """Leave out what no output needs."""
    needed, kept = set(outputs), []
    for node in reversed(e.nodes):
        if needed & set(node.output):
            needed |= set(node.input)
            kept.append(node)
    e.nodes = kept[::-1]
    e.constants = {name: array for name, array in e.constants.items() if name in needed}


def _model(e: Emitter, net: Net) -> Any:
    inputs = [_info(name, net.ports[name], net.dims.get(name)) for name in net.inputs]
    outputs = [_info(_output(net, n), net.ports[n], net.dims.get(n)) for n in net.outputs]
    constants = [onnx_numpy.from_array(array, name) for name, array in e.constants.items()]
    graph = onnx.helper.make_graph(e.nodes, net.wl_head, inputs, outputs, constants)
    opset = [onnx.helper.make_opsetid("", OPSET)]
    model = onnx.helper.make_model(graph, producer_name="wlnet", opset_imports=opset)
    model.ir_version = IR_VERSION
    return model


def _info(name: str, port: Port, dims: Dims) -> Any:
    """The type of an input or output."""
    if dims is None:
        raise NOT_MANY_SIZES(name)
    sizes = [f"{name}_{i}" if size is None else size for i, size in enumerate(dims, 1)]
    kind = onnx.TensorProto.INT64 if port.kind == INDEX else onnx.TensorProto.FLOAT
    return onnx.helper.make_tensor_value_info(name, kind, ["batch", *sizes])
