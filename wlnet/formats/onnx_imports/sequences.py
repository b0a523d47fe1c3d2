"""Recurrent operators, with the batch second as they usually have it, and their gates in their order."""

from __future__ import annotations

import numpy as np

from ...nets.layer import final_of
from ..onnx_model import Operator, imports, made
from ..onnx_operators.sequences import KINDS, RECURRENT

BY_KIND = {kind: (layer, gates, states) for layer, (kind, gates, _, states) in RECURRENT.items()}


@imports(*BY_KIND)
def recurrent(op: Operator) -> None:
    layer, gates, states = BY_KIND[op.kind]
    x = op.model.swapped.get(op.inputs[0])
    op.need(x is not None, "its input does not come from a sequence with the batch first")
    op.need(op.attribute("direction", "forward") == "forward", "it does not go forward only")
    op.need(op.kind != "GRU" or op.attribute("linear_before_reset", 0) == 1, "it resets before the product")
    op.need(not any(op.inputs[4:5]) and op.attribute("activations") is None, "it has unusual settings")
    weights = [op.constant(i) for i in (1, 2, 3)]
    op.need(all(w is not None for w in weights), "its arrays are no constants")
    size = op.attribute("hidden_size")
    inputs, held, both = (w[0] for w in weights if w is not None)
    biases, more = both[: len(gates) * size], both[len(gates) * size :]
    memory_at = len(biases) - size  # the bias that is reset too has no place in a layer
    op.need(op.kind != "GRU" or not more[memory_at:].any(), "it has a bias within the reset")
    arrays: dict[str, np.ndarray] = {}
    for part, array in zip(KINDS, (inputs, held, biases + more), strict=True):
        arrays |= {g + part: a for g, a in zip(gates, np.split(array, len(gates)), strict=True)}
    given = {s: n for s, n in zip(states, op.inputs[5:7], strict=False) if n}
    op.need(all(n in op.model.unstacked for n in given.values()), "its first states are no inputs")
    tensors = {"Input": x or "", **{s: op.model.unstacked[n] for s, n in given.items()}}
    outputs = {
        "Output": op.outputs[0],
        **{final_of(s): n for s, n in zip(states, op.outputs[1:], strict=False)},
    }
    op.model.connect(made(layer, size, **arrays), tensors, outputs)
    op.model.sequences |= {n for n in outputs.values() if n}
