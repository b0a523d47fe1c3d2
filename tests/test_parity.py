"""Every layer, run by the engine as a net of its own, agrees with what is written out in numpy.

Outputs and gradients, with respect to inputs and arrays, within 1e-5; for single examples and batches, in
evaluation and in training, in both precisions.  The gradients are compared with differences of the numpy
formulation, so nothing that PyTorch computes is on the other side.  (Nets inside operators are the exception:
their layers are compared by themselves.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from plain_layers import PLAIN
from test_layers import CASES, MODES, Case, in_numpy, listed

from wlnet.engine.port_gradients import port_gradients
from wlnet.engine.run import apply
from wlnet.nets.layer import INDEX, LAYERS
from wlnet.nets.net import Net

STEP = 1e-5
Arrays = dict[str, np.ndarray | None]


def drawn(case: Case, batch: int) -> tuple[Net, dict[str, np.ndarray], Arrays]:
    """A net with arrays, inputs by port, and the same arrays by name in double precision."""
    arrays = {n: None if a is None else a.numpy().astype(np.float32) for n, a in case.arrays().items()}
    held = {tuple(n.split("/")): a for n, a in arrays.items() if a is not None}
    inputs = case.inputs(batch) if case.leaf.inputs else []
    numbers = {p: x.numpy() for p, x in zip(case.leaf.inputs, inputs, strict=False)}
    double = {n: None if a is None else a.astype(np.float64) for n, a in arrays.items()}
    return case.leaf.with_arrays(held), numbers, double


def written_out(case: Case, inputs: dict[str, np.ndarray], arrays: Arrays, training: bool) -> list[Any]:
    """The outputs of the numpy formulation; states begin with zeros."""
    batch = len(next(iter(inputs.values()))) if inputs else 1
    states = {p: np.zeros((batch, *case.leaf.dims[p])) for p in case.leaf.all_inputs if p not in inputs}  # type: ignore
    columns = [({**inputs, **states})[p] for p in case.leaf.all_inputs] or [np.zeros(batch)]
    tensors = {n: None if a is None else torch.from_numpy(a) for n, a in arrays.items()}
    own: dict[str, Any] = {n: arrays[n] for n in case.layer.arrays}
    own |= {n: in_numpy(case, n, tensors, training) for n in case.leaf.nets}
    found = listed(PLAIN[case.leaf.wl_head](case.layer, columns, own, training))
    return list(found)[: len(case.leaf.outputs)]


def comparable(case: Case, training: bool) -> None:
    if case.layer.always_random or (training and case.layer.random):
        pytest.skip("draws random numbers; see test_random_layers.py")


def test_no_layer_is_left_out() -> None:
    compared = {case.values[0].leaf.wl_head for case in CASES}  # type: ignore[attr-defined]
    computing = {name for name, kind in LAYERS.items() if not getattr(kind, "never_runs", False)}
    assert compared >= computing
    assert {n for n in computing if n not in PLAIN} == {n for n in computing if LAYERS[n].always_random}


@MODES
@pytest.mark.parametrize("batch", [1, 4])
@pytest.mark.parametrize("case", CASES)
def test_outputs_agree(case: Case, batch: int, training: bool) -> None:
    comparable(case, training)
    made, inputs, arrays = drawn(case, batch)
    expected = written_out(case, inputs, arrays, training)
    for precision, near in (("Real32", 1e-5), ("Real64", 1e-9)):
        found = apply(made, inputs, training=training, precision=precision)
        for port, each in zip(made.outputs, expected, strict=True):
            np.testing.assert_allclose(found[port], each, rtol=near, atol=near, err_msg=port)


@MODES
@pytest.mark.parametrize("case", CASES)
def test_gradients_agree(case: Case, training: bool) -> None:
    comparable(case, training)
    if case.leaf.wl_head == "NetGANOperator":
        pytest.skip("reverses a gradient on purpose; see test_layers.py")
    made, inputs, arrays = drawn(case, 2 if case.leaf.inputs else 1)
    ports = [p for p in inputs if case.leaf.ports[p].kind != INDEX]
    trained = [n for n, spec in case.specs().items() if spec.trained and arrays[n] is not None]
    real = [p for p in made.outputs if made.ports[p].kind != INDEX]
    outputs = dict(zip(made.outputs, written_out(case, inputs, arrays, training), strict=True))
    random = np.random.default_rng(8)
    weights = {p: random.uniform(0.5, 1.5, np.shape(outputs[p])) for p in real}
    paths = [tuple(n.split("/")) for n in trained]
    found = port_gradients(made, inputs, ports, paths, weights, training, precision="Real64")

    def total(new_inputs: dict[str, np.ndarray], new_arrays: Arrays) -> float:
        results = written_out(case, {**inputs, **new_inputs}, {**arrays, **new_arrays}, training)
        by_port = dict(zip(made.outputs, results, strict=True))
        return sum(float((weights[p] * by_port[p]).sum()) for p in real)

    for port in ports:
        expected = differences(lambda x, port=port: total({port: x}, {}), inputs[port])
        np.testing.assert_allclose(found.inputs[port], expected, rtol=1e-5, atol=1e-5, err_msg=port)
    for name, path in zip(trained, paths, strict=True):
        value = arrays[name]
        assert value is not None
        expected = differences(lambda a, name=name: total({}, {name: a}), value)
        np.testing.assert_allclose(found.arrays[path], expected, rtol=1e-5, atol=1e-5, err_msg=name)


def differences(function: Any, array: np.ndarray) -> np.ndarray:
    found = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        up, down = array.astype(np.float64), array.astype(np.float64)
        up[place] += STEP
        down[place] -= STEP
        found[place] = (function(up) - function(down)) / (2 * STEP)
    return found
