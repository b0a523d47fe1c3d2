"""Layers against the operators of MXNet 1.9.1, on which the originals run: outputs and gradients.

Run: ``python scripts/bench/against_mxnet.py --mxnet /path/to/python`` with the Python of an environment that
has MXNet (and a numpy that it can be imported with).  Both sides get the same numbers in a file, in double
precision; the weights of the outputs are random, so that every gradient counts.  Rows that are known to
differ say why in DIFFERENT: there the documentation decides.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from wlnet.engine.port_gradients import port_gradients
from wlnet.engine.run import apply
from wlnet.nets.layer import INDEX
from wlnet.nets.net import Leaf
from wlnet.session import Session

BATCH = 3
NEAR = 1e-5
TABLE = {
    "linear": 'LinearLayer[3, "Input" -> 5]',
    "linear of an array": 'LinearLayer[3, "Input" -> {2, 4}]',
    "ramp": 'ElementwiseLayer[Ramp, "Input" -> {3, 4}]',
    "sigmoid": 'ElementwiseLayer[LogisticSigmoid, "Input" -> {3, 4}]',
    "tanh": 'ElementwiseLayer[Tanh, "Input" -> {3, 4}]',
    "softplus": 'ElementwiseLayer["SoftPlus", "Input" -> {3, 4}]',
    "softsign": 'ElementwiseLayer["SoftSign", "Input" -> {3, 4}]',
    "elu": 'ElementwiseLayer["ELU", "Input" -> {3, 4}]',
    "selu": 'ElementwiseLayer["SELU", "Input" -> {3, 4}]',
    "gelu": 'ElementwiseLayer["GELU", "Input" -> {3, 4}]',
    "hard sigmoid": 'ElementwiseLayer["HardSigmoid", "Input" -> {3, 4}]',
    "erf": 'ElementwiseLayer[Erf, "Input" -> {3, 4}]',
    "log gamma": 'ElementwiseLayer[LogGamma, "Input" -> {3, 4}]',
    "parametric ramp": 'ParametricRampLayer["Input" -> {3, 4}]',
    "softmax": 'SoftmaxLayer["Input" -> {3, 4}]',
    "softmax of level 1": 'SoftmaxLayer[1, "Input" -> {3, 4}]',
    "convolution 1-D": 'ConvolutionLayer[4, {3}, "Input" -> {2, 7}]',
    "convolution": 'ConvolutionLayer[4, {3, 2}, "Stride" -> {2, 1}, "PaddingSize" -> {1, 0}, '
    '"Input" -> {2, 6, 5}]',
    "convolution dilated": 'ConvolutionLayer[2, {2, 2}, "Dilation" -> {2, 3}, "Biases" -> None, '
    '"Input" -> {2, 6, 6}]',
    "convolution in groups": 'ConvolutionLayer[4, {2, 2}, "ChannelGroups" -> 2, "Input" -> {4, 4, 5}]',
    "convolution 3-D": 'ConvolutionLayer[2, {2, 2, 2}, "Input" -> {2, 3, 4, 3}]',
    "deconvolution": 'DeconvolutionLayer[2, {3, 2}, "Stride" -> {2, 1}, "PaddingSize" -> {1, 0}, '
    '"Input" -> {3, 4, 3}]',
    "deconvolution in groups": 'DeconvolutionLayer[4, {2, 2}, "ChannelGroups" -> 2, "Input" -> {4, 3, 3}]',
    "pooling max": 'PoolingLayer[{2, 3}, {2, 1}, "Input" -> {2, 6, 5}]',
    "pooling max padded": 'PoolingLayer[{3, 3}, 2, "PaddingSize" -> 1, "Input" -> {2, 5, 7}]',
    "pooling mean": 'PoolingLayer[{2, 2}, "Function" -> Mean, "Input" -> {2, 4, 5}]',
    "pooling mean padded": 'PoolingLayer[{3, 3}, 2, "PaddingSize" -> 1, "Function" -> Mean, "Input" '
    "-> {2, 5, 7}]",
    "pooling total": 'PoolingLayer[{2, 2}, 2, "Function" -> Total, "Input" -> {2, 4, 6}]',
    "pooling 1-D": 'PoolingLayer[{2}, 2, "Input" -> {3, 6}]',
    "pooling 3-D": 'PoolingLayer[{2, 2, 2}, "Function" -> Mean, "Input" -> {2, 3, 4, 3}]',
    "batch normalization": 'BatchNormalizationLayer["Input" -> {3, 4, 2}]',
    "batch normalization in training": 'BatchNormalizationLayer["Input" -> {3, 4, 2}]',
    "batch normalization interleaved": 'BatchNormalizationLayer[Interleaving -> True, "Input" -> {4, 2, 3}]',
    "instance normalization": 'NormalizationLayer["Input" -> {3, 4, 5}]',
    "layer normalization": 'NormalizationLayer[2, "Same", "Input" -> {3, 6}]',
    "local response": 'LocalResponseNormalizationLayer["Input" -> {7, 3, 2}]',
    "local response, other settings": 'LocalResponseNormalizationLayer["Alpha" -> 0.5, "Beta" -> '
    '0.75, "Bias" -> 2., '
    '"ChannelWindowSize" -> 1, "Input" -> {4, 3, 2}]',
    "basic recurrent": 'BasicRecurrentLayer[3, "Input" -> {5, 2}]',
    "gated recurrent": 'GatedRecurrentLayer[3, "Input" -> {5, 2}]',
    "long short-term memory": 'LongShortTermMemoryLayer[3, "Input" -> {5, 2}]',
    "embedding": 'EmbeddingLayer[3, 6, "Input" -> 4]',
    "unit vectors": 'UnitVectorLayer[4, "Input" -> 5]',
    "attention": 'AttentionLayer["Dot", "Key" -> {4, 3}, "Value" -> {4, 2}, "Query" -> {5, 3}]',
    "CTC loss": 'NetChain[{SoftmaxLayer[], CTCLossLayer[]}, "Input" -> {8, 5}, "Target" -> 3]',
    "cross entropy": 'CrossEntropyLossLayer["Index", "Input" -> 4]',
    "mean squared loss": 'MeanSquaredLossLayer["Input" -> {3, 4}]',
    "mean absolute loss": 'MeanAbsoluteLossLayer["Input" -> {3, 4}]',
    "spatial transformation": 'SpatialTransformationLayer[{3, 4}, "Input" -> {2, 5, 6}]',
    "resize nearest": 'ResizeLayer[{Scaled[2], Scaled[2]}, Resampling -> "Nearest", "Input" -> {2, 3, 4}]',
    "resize linear": 'ResizeLayer[{6, 5}, "Input" -> {2, 3, 4}]',
    "dropout in evaluation": 'DropoutLayer[0.3, "Input" -> 6]',
    "mean of levels": 'AggregationLayer[Mean, "Input" -> {2, 3, 4}]',
    "largest of levels": 'AggregationLayer[Max, "Input" -> {2, 3, 4}]',
    "product of levels": 'AggregationLayer[Times, "Input" -> {2, 3, 2}]',
    "summation": 'SummationLayer["Input" -> {3, 4}]',
    "transpose": 'TransposeLayer[1 <-> 3, "Input" -> {2, 3, 4}]',
    "flatten": 'FlattenLayer["Input" -> {2, 3, 4}]',
    "reshape": 'ReshapeLayer[{3, 2}, "Input" -> {2, 3}]',
    "part": 'PartLayer[2 ;; 3, "Input" -> {4, 2}]',
    "padding": 'PaddingLayer[{{0, 0}, {1, 2}, {0, 1}}, Padding -> 0.5, "Input" -> {2, 4, 3}]',
    "padding fixed": 'PaddingLayer[{{0, 0}, {1, 2}, {0, 1}}, Padding -> "Fixed", "Input" -> {2, 4, 3}]',
    "padding reflected": 'PaddingLayer[{{0, 0}, {1, 2}, {0, 1}}, Padding -> "Reflected", "Input" -> '
    "{2, 4, 3}]",
    "replicate": 'ReplicateLayer[2, "Input" -> 4]',
    "catenate": "CatenateLayer[InputPorts -> {{2, 3}, {1, 3}}]",
    "total": "TotalLayer[InputPorts -> {{2, 3}, {2, 3}}]",
    "dot": "DotLayer[InputPorts -> {{2, 3}, {3, 4}}]",
    "threading": "ThreadingLayer[Times, InputPorts -> {{2, 3}, {1, 3}}]",
    "sequence last": 'SequenceLastLayer["Input" -> {4, 2}]',
    "sequence reverse": 'SequenceReverseLayer["Input" -> {4, 2}]',
    "ordering": 'OrderingLayer["Input" -> 6]',
    "constant times": 'ConstantTimesLayer["Input" -> {2, 3}]',
    "constant plus": 'ConstantPlusLayer["Input" -> {2, 3}]',
}
DIFFERENT = {
    "selu": "MXNet's gradient of SELU for negative numbers is not the derivative of its own output",
    "pooling max padded": "documented as padding with zeros, which take part; MXNet leaves padding out",
}


def numbers(leaf: Leaf, name: str, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Inputs of a layer by port."""
    made = {}
    for port in leaf.inputs:
        shape: Any = (BATCH, *leaf.dims[port])  # type: ignore[misc]
        if leaf.ports[port].kind == INDEX:
            classes: Any = leaf.dims[f"{port} classes"]
            made[port] = random.integers(1, classes[0], shape, endpoint=True)
        elif name in ("cross entropy", "log gamma"):
            drawn = random.uniform(0.2, 1.5, shape)
            made[port] = drawn if name == "log gamma" else drawn / drawn.sum(-1, keepdims=True)
        elif port == "Parameters":
            made[port] = np.array([1, 0, 0, 0, 1, 0]) + random.normal(0, 0.2, shape)
        else:
            made[port] = random.normal(0, 1, shape)
    return made


def ours(session: Session, name: str) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], set[str]]:
    """What goes into a row, what comes out of it here, and its layers."""
    random = np.random.default_rng(len(name))
    leaf = session.evaluate(TABLE[name]).value  # type: ignore[attr-defined]
    dims = leaf.array_dims()
    specs = leaf.array_specs()
    held = {
        p: (random.normal(0, 1, dims[p]) if s.trained else random.uniform(0.5, 1.5, dims[p])).astype(
            np.float32
        )
        for p, s in specs.items()
    }
    net = leaf.with_arrays(held)
    inputs, training = numbers(leaf, name, random), "training" in name
    output = apply(net, inputs, training=training, precision="Real64")[net.outputs[0]]
    weights = random.uniform(0.5, 1.5, np.shape(output))
    kinds = {p: "whole" if net.ports[p].kind == INDEX else "input" for p in inputs}
    into = {f"{kinds[p]} {p}": v.astype(np.float64) for p, v in inputs.items()} | {"weights": weights}
    trained = {p: "array" if s.trained else "state" for p, s in specs.items()}
    into |= {f"{trained[p]} {p[-1]}": v.astype(np.float64) for p, v in held.items()}
    out = {"output": np.asarray(output)}
    if net.ports[net.outputs[0]].kind != INDEX:
        ports = [p for p in inputs if net.ports[p].kind != INDEX]
        paths = [p for p, s in specs.items() if s.trained]
        found = port_gradients(
            net, inputs, ports, paths, {net.outputs[0]: weights}, training, precision="Real64"
        )
        out |= {f"gradient input {p}": np.asarray(v) for p, v in found.inputs.items()}
        out |= {f"gradient array {p[-1]}": v for p, v in found.arrays.items()}
    return into, out, {layer.wl_head for _, layer in leaf.leaves()}


def compare(python: str) -> int:
    session = Session()
    rows = {name: ours(session, name) for name in TABLE}
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.npz", Path(folder) / "out.npz"
        np.savez(source, **{f"{n}|{k}": v for n, (into, _, _) in rows.items() for k, v in into.items()})
        side = Path(__file__).with_name("mxnet_side.py")
        subprocess.run([python, "-W", "ignore", str(side), str(source), str(target)], check=True)
        theirs = dict(np.load(target))
    wrong = 0
    for name, (_, out, _) in rows.items():
        wrong += not report(name, out, theirs)
    layers = set().union(*(found for _, _, found in rows.values()))
    print(f"{len(rows)} rows, {len(layers)} layers, {wrong} rows differ without a reason")
    return wrong


def report(name: str, out: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> bool:
    """Print the largest relative difference of a row; whether it is as expected."""
    if f"{name}|error" in theirs:
        print(f"{name:36} MXNet: {theirs[name + '|error']}")
        return name in DIFFERENT
    worst, where = 0.0, ""
    for key, mine in out.items():
        other = theirs[f"{name}|{key}"]
        scale = max(1.0, float(np.abs(other).max(initial=0.0)))
        if mine.shape != other.shape:
            worst, where = float("inf"), f"{key}: {mine.shape} against {other.shape}"
        elif (error := float(np.abs(mine - other).max(initial=0.0)) / scale) > worst:
            worst, where = error, key
    fine = worst <= NEAR
    reason = DIFFERENT.get(name, "")
    print(f"{name:36} {worst:8.1e}" if fine else f"{name:36} {worst:8.1e} {where}  {reason}")
    return fine or name in DIFFERENT


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mxnet", required=True, help="the Python of an environment with MXNet")
    sys.exit(min(1, compare(parser.parse_args().mxnet)))
