"""Layers of sequences, written out in numpy, step by step: see plain_layers.py."""

from __future__ import annotations

import dataclasses
import itertools
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


def map_thread(layer: Any, *inputs: np.ndarray, Net: Any) -> Any:
    names = [end.port for end in layer._Ends if not end.output]
    depths = [layer.Levels.of(name) for name in names]
    deepest = max(depths)
    sizes = inputs[depths.index(deepest)].shape[:deepest]
    out = {}
    for place in itertools.product(*map(range, sizes)):
        out[place] = Net(*(x[place[:depth]] for x, depth in zip(inputs, depths, strict=True)))
    return np.array(list(out.values())).reshape(*sizes, *next(iter(out.values())).shape)


def nested(layer: Any, x: np.ndarray, Net: Any) -> Any:
    for _ in range(layer.Times):
        x = Net(x)
    return x


def both_ways(layer: Any, x: np.ndarray, ForwardNet: Any, BackwardNet: Any) -> Any:
    first, second = ForwardNet(x), BackwardNet(x[::-1].copy())[::-1]
    if layer.Aggregator == "Catenate":
        return np.array([np.concatenate(pair) for pair in zip(first, second, strict=True)])
    return (first + second) / (2 if layer.Aggregator == "Mean" else 1)


def folded(layer: Any, *inputs: np.ndarray, Net: Any) -> Any:
    if layer.Constants:  # the sum of all that was scaled, and its Tanh
        x, scale, before = inputs
        sums = before + np.cumsum(x * scale, 0)
        return sums, np.tanh(sums), sums[-1]
    x, state = inputs
    out = []
    for each in x:
        state = Net(each, state)
        out.append(state)
    return np.array(out), state


def pair(layer: Any, x: np.ndarray, Net: Any) -> Any:
    a, b = (Net(each).reshape(-1) for each in x)
    if layer.DistanceFunction == "EuclideanDistance":
        return np.sqrt(((a - b) ** 2).sum())
    return 1 - a @ b / np.sqrt((a @ a) * (b @ b))


def adversarial(
    layer: Any, sample: np.ndarray, latent: np.ndarray, Generator: Any, Discriminator: Any
) -> Any:
    fake = Generator(latent)
    real, made = Discriminator(sample), Discriminator(fake)
    if layer.Loss == "Wasserstein" or layer._Found == "Wasserstein":
        return -real, made, fake
    return -np.log(real), -np.log(1 - made), fake


def attention(layer: Any, key: Any, value: Any, query: Any, Weights: Any = None, Net: Any = None) -> Any:
    if layer.MultiHead:
        plain = dataclasses.replace(layer, MultiHead=False)
        heads = [attention(plain, *(x[..., h, :] for x in (key, value, query))) for h in range(key.shape[-2])]
        return np.stack(heads, -2)
    keys, values = key.reshape(-1, key.shape[-1]), value.reshape(-1, value.shape[-1])
    out = []
    for i, q in enumerate(query.reshape(-1, query.shape[-1])):
        weights = []
        for j, k in enumerate(keys):
            if Net is not None:
                score = Net(q, k)  # the net of the case takes the query first
            else:
                score = k @ q if Weights is None else k @ Weights @ q
            if layer.ScoreRescaling == "DimensionSqrt":
                score = score / np.sqrt(len(k))
            hidden = layer.Mask.is_causal and (j > i or i - j >= (layer.Mask.window or len(keys)))
            weights.append(0.0 if hidden else np.exp(score))
        out.append(sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights))
    return np.array(out).reshape(*query.shape[:-1], value.shape[-1])


def several(compute: Any) -> Any:
    """A function of one example with several outputs, for a batch."""

    def plain(layer: Any, inputs: list[np.ndarray], arrays: Arrays, training: bool) -> Any:
        found = [compute(layer, *example, **arrays) for example in zip(*inputs, strict=True)]
        return tuple(map(np.array, zip(*found, strict=True)))

    return plain


def positions(layer: Any, x: np.ndarray) -> Any:
    return [min(i, layer.Maximum or i) for i in range(1, len(x) + 1)]


PLAIN: dict[str, Any] = {
    "AttentionLayer": examples(attention),
    "BasicRecurrentLayer": several(basic),
    "GatedRecurrentLayer": several(gated),
    "LongShortTermMemoryLayer": several(long_short),
    "NetBidirectionalOperator": examples(both_ways),
    "NetFoldOperator": several(folded),
    "NetGANOperator": several(adversarial),
    "NetMapOperator": examples(lambda layer, x, Net: np.array([Net(each) for each in x])),
    "NetMapThreadOperator": examples(map_thread),
    "NetNestOperator": examples(nested),
    "CompiledLayer": examples(lambda layer, x, Net: x**2),
    "FunctionLayer": examples(lambda layer, *xs, Net: np.sin(xs[0]) if len(xs) == 1 else xs[0] @ xs[1]),
    "NetPairEmbeddingOperator": examples(pair),
    "SequenceIndicesLayer": examples(positions),
    "SequenceLastLayer": examples(lambda layer, x: x[len(x) - 1]),
    "SequenceMostLayer": examples(lambda layer, x: x[: len(x) - 1]),
    "SequenceRestLayer": examples(lambda layer, x: x[1:]),
    "SequenceReverseLayer": examples(lambda layer, x: np.array(list(reversed(x)))),
}
