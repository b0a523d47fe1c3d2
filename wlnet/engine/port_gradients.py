"""Gradients with respect to inputs and arrays, of the sum of all outputs or of their product with others.

The gradient of an input has an element for each example, that of an array is the sum over the examples.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..lazy import torch
from ..nets.layer import INDEX, Context
from ..nets.net import Net, Path
from ..nets.ragged import Column, Ragged
from ..nets.shapes import describe
from ..problem import Template
from .lower import canonical, lower
from .run import column, tensors, working

LENGTHS = Template("netgradlen", 'The gradient given for the output "`1`" is `2`, but the output is `3`.')


@dataclass(frozen=True)
class Gradients:
    """Gradients of inputs by port, those of arrays by path."""

    inputs: Mapping[str, Column]
    arrays: Mapping[Path, np.ndarray]


def port_gradients(
    net: Net,
    inputs: Mapping[str, Column],
    ports: Sequence[str],
    paths: Sequence[Path],
    imposed: Mapping[str, Column],
    training: bool = False,
    device: str = "cpu",
    seed: int = 0,
    precision: str = "Real32",
) -> Gradients:
    """The gradients for some inputs and arrays; `imposed` are gradients of outputs, else all are 1."""
    if any(isinstance(c, Ragged) for c in inputs.values()):
        return _of_sequences(net, inputs, ports, paths, imposed, (training, device, seed, precision))
    first = canonical(net)
    held = {path: t.detach().clone() for path, t in tensors(net, device, precision).items()}
    columns = {p: column(inputs[p], net.ports[p], device, precision) for p in net.inputs}
    columns = {p: c.clone().requires_grad_() if p in ports else c for p, c in columns.items()}
    wanted = [held[first.get(path, path)].requires_grad_() for path in paths]
    random = torch.Generator(device).manual_seed(seed)
    with torch.enable_grad(), working(precision, device):
        bound = lower(net).bind(held, Context(training=training, random=random))
        outputs = dict(zip(net.outputs, bound(*columns.values()), strict=True))
        total = _total(net, outputs, imposed, device, precision)
        sought = [*(columns[p] for p in ports), *wanted]
        found: Sequence[Any] = [None] * len(sought)
        if total.requires_grad:
            found = torch.autograd.grad(total, sought, allow_unused=True)
    made = [np.zeros(s.shape) if g is None else g.cpu().numpy() for g, s in zip(found, sought, strict=True)]
    kind = np.float64 if precision == "Real64" else np.float32
    numbers = [np.asarray(g, kind) for g in made]
    return Gradients(
        dict(zip(ports, numbers, strict=False)), dict(zip(paths, numbers[len(ports) :], strict=True))
    )


def _total(
    net: Net, outputs: Mapping[str, Any], imposed: Mapping[str, Column], device: str, precision: str
) -> Any:
    """What is differentiated: one number for the whole batch."""
    total = torch.zeros((), device=device)
    for port, value in outputs.items():
        if net.ports[port].kind == INDEX or not value.is_floating_point():
            continue
        if port in imposed:
            given = column(imposed[port], net.ports[port], device, precision)
            if given.shape != value.shape:
                raise LENGTHS(port, describe(tuple(given.shape[1:])), describe(tuple(value.shape[1:])))
            total = total + (value * given).sum()
        elif not imposed:
            total = total + value.sum()
    return total


def _of_sequences(
    net: Net,
    inputs: Mapping[str, Column],
    ports: Sequence[str],
    paths: Sequence[Path],
    imposed: Mapping[str, Column],
    settings: tuple[bool, str, int, str],
) -> Gradients:
    """The same for examples of different lengths, one by one."""
    count = len(next(iter(inputs.values())))
    each = [
        port_gradients(
            net,
            {port: np.asarray(c[i])[None] for port, c in inputs.items()},
            ports,
            paths,
            {port: np.asarray(g[i])[None] for port, g in imposed.items()},
            *settings,
        )
        for i in range(count)
    ]
    arrays = {path: np.sum([one.arrays[path] for one in each], axis=0) for path in paths}
    found = {port: [one.inputs[port][0] for one in each] for port in ports}
    columns = {p: Ragged.of(g) if isinstance(inputs[p], Ragged) else np.stack(g) for p, g in found.items()}
    return Gradients(columns, arrays)
