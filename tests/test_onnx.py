"""ONNX: what a net computes, its file computes too, and the file read back is such a net again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from net_reading import said
from test_layers import CASES, Case

from wlnet.engine.run import apply
from wlnet.formats.onnx_export import write_onnx
from wlnet.formats.onnx_import import read_onnx
from wlnet.nets.layer import INDEX
from wlnet.nets.net import Net
from wlnet.problem import Problem

onnx = pytest.importorskip("onnx", reason="the package onnx is not installed")

# layers that draw at random whenever they are used, or have no counterpart
NOT_IN_ONNX = {"RandomArrayLayer", "CTCLossLayer"}


def run_file(data: bytes, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
    runtime = pytest.importorskip("onnxruntime", reason="the package onnxruntime is not installed")
    session = runtime.InferenceSession(data, providers=["CPUExecutionProvider"])
    return session.run(None, inputs)


def as_arrays(made: Net, inputs: dict[str, Any]) -> dict[str, np.ndarray]:
    kinds = {name: np.int64 if made.ports[name].kind == INDEX else np.float32 for name in made.inputs}
    return {name: np.asarray(inputs[name]).astype(kinds[name]) for name in made.inputs}


def check(made: Net, inputs: dict[str, np.ndarray], tolerance: float = 1e-5) -> None:
    """The file is well formed and gives what the net gives."""
    data = write_onnx(made)
    onnx.checker.check_model(onnx.load_from_string(data), full_check=True)
    expected = apply(made, inputs)
    for name, found in zip(made.outputs, run_file(data, inputs), strict=True):
        assert found.shape == expected[name].shape
        np.testing.assert_allclose(found, expected[name], rtol=tolerance, atol=tolerance)


def filled(case: Case) -> Net:
    arrays = {(name,): a.numpy().astype(np.float32) for name, a in case.arrays().items() if a is not None}
    return case.leaf.with_arrays(arrays)


@pytest.mark.parametrize("case", CASES)
def test_a_layer_computes_the_same_in_onnx(case: Case) -> None:
    if case.leaf.wl_head in NOT_IN_ONNX:
        assert case.leaf.wl_head in said(lambda: write_onnx(case.leaf))
        return
    inputs = dict(zip(case.leaf.inputs, (x.numpy() for x in case.inputs()), strict=False))
    check(filled(case), as_arrays(case.leaf, inputs))


# operators that have no layer of their own: a file with them can be written, but not read back
NOT_READ = {"GatherND", "TopK", "GridSample", "GatherElements"}
NOT_READ |= {"Gather: its indices are no single constant", "ConvTranspose: it adds to the output"}
NOT_READ |= {"Expand: it gives integers"}


@pytest.mark.parametrize("case", CASES)
def test_a_file_read_back_computes_the_same(case: Case) -> None:
    if case.leaf.wl_head in NOT_IN_ONNX:
        return
    made = filled(case)
    data = write_onnx(made)
    inputs = as_arrays(made, dict(zip(made.inputs, (x.numpy() for x in case.inputs()), strict=False)))
    try:
        again = read_onnx(data)
    except Problem as problem:
        assert any(problem.text().endswith(f"{one}.") for one in NOT_READ), problem
        return
    assert again.inputs == [name for name in made.inputs if name in again.inputs]  # without those not used
    results = apply(again, {name: inputs[name] for name in again.inputs})
    for name, expected in apply(made, inputs).items():
        np.testing.assert_allclose(results[name], expected, rtol=1e-5, atol=1e-5)
