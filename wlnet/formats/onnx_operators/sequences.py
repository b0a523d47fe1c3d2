"""Sequences: recurrent layers, whose gates ONNX has in another order, and parts of sequences."""

from __future__ import annotations

import numpy as np

from ...nets.layer import final_of
from ..onnx_graph import Site, exports

# the operator, its gates in its order, its settings, and its states
RECURRENT: dict[str, tuple[str, tuple[str, ...], dict[str, int], tuple[str, ...]]] = {
    "BasicRecurrentLayer": ("RNN", ("",), {}, ("State",)),
    "GatedRecurrentLayer": (
        "GRU",
        ("InputGate", "ResetGate", "MemoryGate"),
        {"linear_before_reset": 1},
        ("State",),
    ),
    "LongShortTermMemoryLayer": (
        "LSTM",
        ("InputGate", "OutputGate", "ForgetGate", "MemoryGate"),
        {},
        ("State", "CellState"),
    ),
}
KINDS = ("InputWeights", "StateWeights", "Biases")


@exports(*RECURRENT)
def recurrent(site: Site, x: str) -> list[str]:
    e, (kind, gates, settings, states) = site.emitter, RECURRENT[site.leaf.wl_head]
    arrays = [np.concatenate([_numbers(site, gate + part) for gate in gates]) for part in KINDS]
    arrays[2] = np.concatenate([arrays[2], np.zeros_like(arrays[2])])
    constants = [
        e.constant(array[None], name=f"{site.at}/{part}" if site.at else part)
        for array, part in zip(arrays, KINDS, strict=True)
    ]
    starts = [e.op("Unsqueeze", site.states[s], e.integers(0)) if s in site.states else "" for s in states]
    given = (*constants, "", *starts) if any(starts) else constants
    sequence_first = e.op("Transpose", x, perm=[1, 0, 2])
    size = int(site.layer.OutputDimension)
    made, *last = e.ops(kind, 1 + len(states), sequence_first, *given, hidden_size=size, **settings)
    output = e.op("Transpose", e.op("Squeeze", made, e.integers(1)), perm=[1, 0, 2])
    wanted = site.leaf.all_outputs
    finals = {final_of(s): e.op("Squeeze", y, e.integers(0)) for s, y in zip(states, last, strict=True)}
    return [finals.get(port, output) for port in wanted]


def _numbers(site: Site, name: str) -> np.ndarray:
    array = site.numbers(name)
    assert array is not None
    return array


def _taken(site: Site, x: str, first: int, end: int, step: int = 1) -> str:
    e = site.emitter
    return e.op("Slice", x, *(e.integers(n) for n in (first, end, 1, step)))


@exports("SequenceLastLayer")
def sequence_last(site: Site, x: str) -> str:
    return site.emitter.op("Gather", x, site.emitter.constant(-1, np.int64), axis=1)


@exports("SequenceMostLayer")
def sequence_most(site: Site, x: str) -> str:
    return _taken(site, x, 0, -1)


@exports("SequenceRestLayer")
def sequence_rest(site: Site, x: str) -> str:
    return _taken(site, x, 1, 2**31)


@exports("SequenceReverseLayer")
def sequence_reverse(site: Site, x: str) -> str:
    return _taken(site, x, -1, -(2**31), -1)


@exports("SequenceIndicesLayer")
def sequence_indices(site: Site, x: str) -> str:
    length, most = site.dims()[0], int(site.layer.Maximum)
    positions = np.arange(1, length + 1)
    array = site.emitter.constant(np.minimum(positions, most or length), np.int64)
    return site.emitter.spread(array, [length])
