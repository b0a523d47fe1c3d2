"""Applying a net to encoded data, a batch at a time, and the way from numpy arrays to tensors and back."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from math import prod
from typing import Any

import numpy as np

from ..lazy import torch
from ..nets.layer import INDEX, Context, Port
from ..nets.net import Net, Path
from ..nets.ragged import Column, Ragged
from .fused import SHARED_OUT
from .lower import Bound, Program, lower
from .padding import outcomes
from .rewrite import pooled_first
from .sequences import column_of, gathered, numpy_of, vary
from .transfer import sent

BATCH_BYTES = 64 * 2**20  # what the largest layer may take in and give out for a batch
LARGEST_BATCH = 4096
PRECISIONS = {"Real32": np.float32, "Real64": np.float64, "Mixed": np.float32}  # how arrays are kept


def tensor(array: np.ndarray, device: str = "cpu") -> Any:
    """The numbers of `array` on `device`; memory is shared where that is safe."""
    if not array.flags.writeable or not array.flags.c_contiguous:  # tensors can be written to
        array = np.array(array, order="C")
    return sent(torch.from_numpy(array), device)


def column(array: Column, port: Port, device: str = "cpu", precision: str = "Real32") -> Any:
    """The examples of one port as a tensor: class numbers as 64-bit integers, others as reals.

    Examples of different lengths are Sequences.
    """
    kind = np.int64 if port.kind == INDEX else PRECISIONS[precision]
    if isinstance(array, Ragged):
        return column_of(array, lambda values: tensor(np.asarray(values, kind), device))
    return tensor(np.asarray(array, kind), device)


@contextmanager
def working(precision: str, device: str = "cpu") -> Iterator[None]:
    """While this lasts, new tensors of reals have the precision.

    "Mixed": arrays stay in single precision, but products of matrices, convolutions and what else does not
    mind are done in bfloat16 (half the size, with the exponents of single precision, so that no loss has to
    be scaled).  "Real32" is exact to its 24 bits: cuDNN's convolutions, which PyTorch lets round to 11 bits
    (TF32) on a GPU by default, do not do so while this lasts.
    """
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64 if precision == "Real64" else torch.float32)
    kind, mixed = device.split(":")[0], precision == "Mixed"  # arrays change: their casts must not be kept
    try:
        with (
            _on_gpu() if kind == "cuda" else nullcontext(),
            torch.autocast(kind, torch.bfloat16, cache_enabled=False) if mixed else nullcontext(),
        ):
            yield
    finally:
        torch.set_default_dtype(before)


@contextmanager
def few_threads(net: Net, batch: int, device: str) -> Iterator[None]:
    """While this lasts, one thread does the work of a net so small that no operation is worth sharing out.

    PyTorch's threads gain nothing there, and where other programs keep the cores busy they wait for each
    other for milliseconds.
    """
    before = torch.get_num_threads()
    arrays, largest = _sizes(net)
    small = device == "cpu" and before > 1 and max(arrays, largest * batch) <= SHARED_OUT
    if small:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        if small:
            torch.set_num_threads(before)


@contextmanager
def _on_gpu() -> Iterator[None]:
    """cuDNN does not round, and does not complain that weights of gates are arrays by themselves."""
    cudnn = torch.backends.cudnn
    try:
        rounds = cudnn.allow_tf32
    except RuntimeError:  # the user has decided, for every kind of operation by itself
        rounds = False
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="RNN module weights are not part of single")
        if rounds:
            cudnn.allow_tf32 = False
        try:
            yield
        finally:
            if rounds:
                cudnn.allow_tf32 = True


def tensors(net: Net, device: str = "cpu", precision: str = "Real32") -> dict[Path, Any]:
    """The arrays of `net` as tensors, kept with the net.  They are read only, by agreement."""
    found = net.memo.get(f"tensors {device} {precision}")
    if found is None:
        kind = PRECISIONS[precision]
        found = {path: tensor(np.asarray(array, kind), device) for path, array in net.arrays().items()}
        net.memo[f"tensors {device} {precision}"] = found
    return found


def apply(
    net: Net,
    inputs: Mapping[str, Column],
    batch_size: int | None = None,
    training: bool = False,
    device: str = "cpu",
    seed: int = 0,
    precision: str = "Real32",
) -> dict[str, Column]:
    """The outputs of `net` for encoded inputs, whose first dimension counts examples.

    With `training`, layers behave as they do while training, with random numbers drawn from `seed`; the net
    stays as it is.
    """
    columns = [column(inputs[port], net.ports[port], device, precision) for port in net.inputs]
    if training:
        function = in_training(net, lower(net), device, seed, precision)
    else:
        function = evaluation(net, device, precision)
    count = len(columns[0]) if columns else 1
    size = batch_size or automatic_batch(net)
    threads = few_threads(net, min(count, size), device)
    with torch.inference_mode(), working(precision, device), threads:
        if vary(columns):
            found = [outcome.all(places) for places, outcome in outcomes(function, columns, size)]
            whole = [gathered(parts) for parts in zip(*found, strict=True)]
            return {port: parts.column() for port, parts in zip(net.outputs, whole, strict=True)}
        if count <= size:
            parts = [function(*columns)]
        else:
            parts = [function(*(c[i : i + size] for c in columns)) for i in range(0, count, size)]
        joined = parts[0] if len(parts) == 1 else tuple(map(torch.cat, zip(*parts, strict=True)))
    return {port: numpy_of(value) for port, value in zip(net.outputs, joined, strict=True)}


def evaluation(net: Net, device: str = "cpu", precision: str = "Real32") -> Bound:
    """`net` as a function of tensors, as it behaves outside training; kept with the net."""
    found = net.memo.get(f"evaluation {device} {precision}")
    if found is None:
        found = pooled_first(lower(net)).bind(tensors(net, device, precision), Context())
        net.memo[f"evaluation {device} {precision}"] = found
    return found


def in_training(
    net: Net, program: Program, device: str = "cpu", seed: int = 0, precision: str = "Real32"
) -> Bound:
    """A program of `net` as it behaves in training, on copies of the arrays that move."""
    arrays = dict(tensors(net, device, precision))
    for step in (inner for outer in program.steps for inner in outer.steps()):
        arrays |= {path: arrays[path].clone() for path in step.state}
    random = torch.Generator(device).manual_seed(seed)
    return program.bind(arrays, Context(training=True, random=random))


def automatic_batch(net: Net) -> int:
    """How many examples to take at a time, judged from the largest layer."""
    return max(1, min(LARGEST_BATCH, BATCH_BYTES // (4 * _sizes(net)[1])))


def _sizes(net: Net) -> tuple[int, int]:
    """How many numbers the arrays hold, and how many the largest layer takes and gives for one example."""
    found = net.memo.get("sizes")
    if found is None:
        arrays = sum(array.size for array in net.arrays().values())
        found = arrays, max((_numbers(leaf) for _, leaf in net.leaves()), default=1)
        net.memo["sizes"] = found
    return found


def _numbers(leaf: Net) -> int:
    """How many numbers go in and out of a layer for one example; lengths that vary count as 64."""
    dims = (leaf.dims.get(port) or () for port in leaf.ports)
    return max(1, sum(prod(size if isinstance(size, int) else 64 for size in shape) for shape in dims))
