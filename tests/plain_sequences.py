"""Layers of sequences, written out in numpy, step by step: see plain_layers.py."""

from __future__ import annotations

from typing import Any

import numpy as np
from plain_arrays import examples

Arrays = dict[str, np.ndarray]


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def gate(arrays: Arrays, name: str, x: np.ndarray, s: np.ndarray) -> np.ndarray:
    """What goes into a gate."""
    return arrays[f"{name}InputWeights"] @ x + arrays[f"{name}StateWeights"] @ s + arrays[f"{name}Biases"]


def basic(layer: Any, x: np.ndarray, s: np.ndarray, **arrays: np.ndarray) -> Any:
    out = []
    for each in x:
        s = np.tanh(gate(arrays, "", each, s))
        out.append(s)
    return np.array(out), s


def gated(layer: Any, x: np.ndarray, s: np.ndarray, **arrays: np.ndarray) -> Any:
    out = []
    for each in x:
        kept = sigmoid(gate(arrays, "InputGate", each, s))
        reset = sigmoid(gate(arrays, "ResetGate", each, s))
        seen = reset * (arrays["MemoryGateStateWeights"] @ s)
        memory = np.tanh(arrays["MemoryGateInputWeights"] @ each + seen + arrays["MemoryGateBiases"])
        s = (1 - kept) * memory + kept * s
        out.append(s)
    return np.array(out), s


def long_short(layer: Any, x: np.ndarray, s: np.ndarray, c: np.ndarray, **arrays: np.ndarray) -> Any:
    out = []
    for each in x:
        take, give, keep = (sigmoid(gate(arrays, f"{n}Gate", each, s)) for n in ("Input", "Output", "Forget"))
        c = keep * c + take * np.tanh(gate(arrays, "MemoryGate", each, s))
        s = give * np.tanh(c)
        out.append(s)
    return np.array(out), s, c


def several(compute: Any) -> Any:
    """A function of one example with several outputs, for a batch."""

    def plain(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> Any:
        found = [compute(layer, *example, **arrays) for example in zip(*inputs, strict=True)]
        return tuple(map(np.array, zip(*found, strict=True)))

    return plain


def positions(layer: Any, x: np.ndarray) -> Any:
    return [min(i, layer.Maximum or i) for i in range(1, len(x) + 1)]


PLAIN: dict[str, Any] = {
    "BasicRecurrentLayer": several(basic),
    "GatedRecurrentLayer": several(gated),
    "LongShortTermMemoryLayer": several(long_short),
    "SequenceIndicesLayer": examples(positions),
    "SequenceLastLayer": examples(lambda layer, x: x[len(x) - 1]),
    "SequenceMostLayer": examples(lambda layer, x: x[: len(x) - 1]),
    "SequenceRestLayer": examples(lambda layer, x: x[1:]),
    "SequenceReverseLayer": examples(lambda layer, x: np.array(list(reversed(x)))),
}
