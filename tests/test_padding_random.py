"""Random nets on sequences: examples of different lengths give together what each gives alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import engine_nets as nets
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as some
from net_reading import net

from wlnet.engine.lower import lower
from wlnet.engine.padding import buckets, outcomes
from wlnet.engine.port_gradients import port_gradients
from wlnet.engine.run import apply, column, tensors, working
from wlnet.engine.sequences import column_of
from wlnet.nets.layer import Context
from wlnet.nets.net import Net
from wlnet.nets.ragged import Column, Ragged
from wlnet.problem import Problem

# A wire is of a sort: vectors (of 2 numbers), numbers or whole numbers in a sequence, or one vector.
VECTORS, NUMBERS, WHOLE, ONE = "vectors", "numbers", "whole", "one"
FED = '{NetPort["x"], NetPort["y"]} -> 1, 1 -> 2'
BOTH = f"NetGraph[{{CatenateLayer[], LinearLayer[2]}}, {{{FED}}}]"
TOTAL = 'NetPort["y"] -> 1, {NetPort["x"], 1} -> 2, 2 -> 3'
WITH_TOTAL = f"NetGraph[{{AggregationLayer[Total, 1], CatenateLayer[], LinearLayer[2]}}, {{{TOTAL}}}]"
STEP = f"NetGraph[{{CatenateLayer[], LinearLayer[2], Tanh}}, {{{FED}, 2 -> 3}}]"
COUNT = 'NetGraph[{ThreadingLayer[#1*0 + #2 + 1 &]}, {{NetPort["Input"], NetPort["State"]} -> 1}]'
COUNTED = f"NetFoldOperator[{COUNT}]"
KEYS = ("Key", "Value", "Query")


@dataclass(frozen=True)
class Kind:
    """A layer by the sorts of its inputs and output; `length` says what becomes of the first one's length."""

    text: str
    inputs: tuple[str, ...]
    output: str
    length: str = "same"
    ports: tuple[str, ...] = ()
    alike: bool = True  # whether its sequences have to be of one length


KINDS = (
    *(Kind(text, (VECTORS,), VECTORS) for text in (
        "GatedRecurrentLayer[2]",
        'LongShortTermMemoryLayer[2, "Dropout" -> {"StateUpdate" -> 0.3}]',
        "BasicRecurrentLayer[2]",
        "DropoutLayer[0]",
        'DropoutLayer[0.4, Method -> "AlphaDropout"]',
        "ElementwiseLayer[If[# > 0, Sin[#], #^2] &]",
        "NetMapOperator[NetChain[{LinearLayer[2], SoftmaxLayer[]}]]",
        "NetMapOperator[NetChain[{ReplicateLayer[2], BasicRecurrentLayer[2], SequenceLastLayer[]}]]",
        "NetMapOperator[BatchNormalizationLayer[]]",
        "NetBidirectionalOperator[NetChain[{NetMapOperator[LinearLayer[2]], BasicRecurrentLayer[2]}], Mean]",
        "NetNestOperator[NetMapOperator[NetChain[{LinearLayer[2], Tanh}]], 2]",
        "SoftmaxLayer[1]",
        "SoftmaxLayer[]",
        "SequenceReverseLayer[]",
        "NormalizationLayer[1, 2]",
        'NormalizationLayer[2, "Same"]',
        "NetChain[{TransposeLayer[], SoftmaxLayer[], TransposeLayer[]}]",
        'NetChain[{SequenceIndicesLayer["Maximum" -> 5], EmbeddingLayer[2, 5]}]',
    )),
    *(Kind(text, (VECTORS,), VECTORS, text) for text in (
        "SequenceMostLayer[]",
        "SequenceRestLayer[]",
        "PaddingLayer[{{1, 2}, {0, 0}}]",
        "ConvolutionLayer[2, 2, Interleaving -> True]",
        "PartLayer[;; ;; 2]",
    )),
    *(Kind(text, (VECTORS,), ONE) for text in (
        "SequenceLastLayer[]", "PartLayer[1]", "PartLayer[-1]", "AggregationLayer[Max, 1]",
    )),
    Kind("NetMapOperator[LinearLayer[{}]]", (VECTORS,), NUMBERS),
    Kind("AggregationLayer[Mean, 2]", (VECTORS,), NUMBERS),
    Kind("NetMapOperator[ReplicateLayer[2]]", (NUMBERS,), VECTORS),
    Kind("EmbeddingLayer[2, 5]", (WHOLE,), VECTORS),
    Kind("NetChain[{UnitVectorLayer[5], NetMapOperator[LinearLayer[2]]}]", (WHOLE,), VECTORS),
    Kind(f"NetChain[{{{COUNTED}, NetMapOperator[EmbeddingLayer[2, 9]]}}]", (NUMBERS,), VECTORS),
    Kind(f'NetFoldOperator[{STEP}, {{"Output" -> "y"}}]', (VECTORS,), VECTORS, ports=("x",)),
    Kind(f'NetFoldOperator[{STEP}, {{"Output" -> "y"}}]', (VECTORS, ONE), VECTORS, ports=("x", "y")),
    Kind(f"NetMapThreadOperator[{BOTH}]", (VECTORS, VECTORS), VECTORS, ports=("x", "y")),
    Kind(f'NetMapThreadOperator[{BOTH}, <|"x" -> 1|>]', (VECTORS, ONE), VECTORS, ports=("x", "y")),
    Kind(
        f'NetMapThreadOperator[{WITH_TOTAL}, <|"x" -> 1, "y" -> 0|>]',
        (VECTORS, VECTORS), VECTORS, ports=("x", "y"), alike=False,
    ),
    Kind("AttentionLayer[]", (VECTORS,) * 3, VECTORS, ports=KEYS),
    Kind('AttentionLayer["Bilinear", Mask -> "Causal"]', (VECTORS,) * 3, VECTORS, ports=KEYS),
    *(Kind(f"ThreadingLayer[{f}]", (sort, sort), sort) for f in ("Plus", "#1 - #2^2 &")
      for sort in (VECTORS, NUMBERS, ONE)),
    Kind("ThreadingLayer[Times, 1]", (VECTORS, ONE), VECTORS),
    Kind("ThreadingLayer[Plus, -1]", (VECTORS, NUMBERS), VECTORS),
    Kind(
        "NetGraph[{NetMapOperator[ReplicateLayer[1]], ThreadingLayer[Plus, 1], AggregationLayer[Max, 2]}, "
        '{NetPort["x"] -> 1, {NetPort["y"], 1} -> 2, 2 -> 3}]',
        (NUMBERS, NUMBERS), NUMBERS, ports=("x", "y"),
    ),
    Kind(
        "NetGraph[{ReplicateLayer[1, 2], ThreadingLayer[Plus, 1], AggregationLayer[Total, 2]}, "
        '{NetPort["y"] -> 1, {NetPort["x"], 1} -> 2, 2 -> 3}]',
        (NUMBERS, ONE), ONE, ports=("x", "y"),
    ),
    Kind("CatenateLayer[]", (VECTORS, VECTORS), VECTORS, "joined", alike=False),
    Kind("NetChain[{CatenateLayer[2], NetMapOperator[LinearLayer[2]]}]", (VECTORS, VECTORS), VECTORS),
    Kind("AppendLayer[]", (VECTORS, ONE), VECTORS, "one more", ("Input", "Element")),
    Kind("LinearLayer[2]", (ONE,), ONE),
)  # fmt: skip
INPUTS = {
    "A": (VECTORS, "n", '{"n", 2}'),
    "B": (VECTORS, "m", '{"m", 2}'),
    "S": (NUMBERS, "n", '{"n"}'),
    "I": (WHOLE, "n", '{"n", Restricted["Integer", 5]}'),
    "V": (ONE, "", "2"),
}


@some.composite
def graphs(draw: Any) -> str:
    """A net in which every layer takes what fits it: inputs, or what layers before it give."""
    wires = {f'NetPort["{name}"]': (sort, length) for name, (sort, length, _) in INPUTS.items()}
    layers, edges = [], []
    for _ in range(draw(some.integers(2, 9))):
        kind = draw(some.sampled_from(KINDS))
        sources: list[str] = []
        length = ""
        for sort in kind.inputs:
            free = not length or sort == ONE or not kind.alike
            fits = [w for w, (own, n) in wires.items() if own == sort and (free or n == length)]
            if not fits:
                break
            sources.append(draw(some.sampled_from(fits)))
            length = length or wires[sources[-1]][1]
        if len(sources) < len(kind.inputs):
            continue
        layers.append(kind.text)
        place = str(len(layers))
        if kind.ports:
            edges += [f'{s} -> NetPort[{{{place}, "{p}"}}]' for s, p in zip(sources, kind.ports, strict=True)]
        else:
            edges.append(
                f"{{{', '.join(sources)}}} -> {place}" if len(sources) > 1 else f"{sources[0]} -> {place}"
            )
        if kind.ports == KEYS:
            length = wires[sources[-1]][1]
        changed = (
            "" if kind.output == ONE else length if kind.length == "same" else f"{kind.length} {sources}"
        )
        wires[place] = (kind.output, changed)
    used = [name for name in INPUTS if f'NetPort["{name}"]' in " ".join(edges)]
    given = "".join(f', "{name}" -> {INPUTS[name][2]}' for name in used)
    return (
        f"NetGraph[{{{', '.join(layers)}}}, {{{', '.join(edges)}}}{given}]"
        if layers
        else "NetGraph[{Tanh}, {}]"
    )


def data(made: Net, seed: int, count: int = 6) -> dict[str, Column]:
    random = np.random.default_rng(seed)
    base, spread = random.integers(3, 7), random.integers(1, 3)
    lengths = {n: base + random.integers(-spread, spread + 1, count) for n in ("n", "m")}

    def example(name: str, i: int) -> np.ndarray:
        sort, n, _ = INPUTS[name]
        if sort == WHOLE:
            return random.integers(1, 6, lengths[n][i])
        return random.normal(
            size={VECTORS: (lengths[n or "n"][i], 2), NUMBERS: (lengths[n or "n"][i],)}.get(sort, 2)
        )

    columns = {name: [example(name, i) for i in range(count)] for name in made.inputs if name in INPUTS}
    return {p: np.stack(c) if INPUTS[p][0] == ONE else Ragged.of(c) for p, c in columns.items()}


def gradients(made: Net, columns: list[Any], padded: bool) -> list[Any]:
    """Those of all arrays, of the sum of x^2 + x over all numbers x that the net gives."""
    arrays = {path: t.clone().requires_grad_() for path, t in tensors(made, precision="Real64").items()}
    with working("Real64"):
        bound, total = lower(made).bind(arrays, Context()), torch.zeros(())
        for places, outcome in outcomes(bound, columns, padded=padded):
            for tensor in (t for found in outcome.all(places) for t in found.tensors):
                total = total + (tensor.square() + tensor).sum()
    found = torch.autograd.grad(total, list(arrays.values()), allow_unused=True) if arrays else ()
    return [torch.zeros(()) if g is None else g for g in found]


@settings(max_examples=120)
@given(graphs(), some.integers(0, 10**6))
def test_random_nets_give_for_a_batch_what_they_give_for_its_examples(text: str, seed: int) -> None:
    made = net(text)
    batch = data(made, seed) if made.inputs and made.inputs[0] in INPUTS else {}
    if not batch or not any(isinstance(c, Ragged) for c in batch.values()):
        return
    made = nets.filled(made)
    try:
        alone = [
            apply(made, {p: np.asarray(c[i])[None] for p, c in batch.items()}, precision="Real64")
            for i in range(6)
        ]
    except Problem:  # a sequence is too short for a layer
        with pytest.raises(Problem):
            apply(made, batch, precision="Real64")
        return
    together = apply(made, batch, precision="Real64")
    for i, one in enumerate(alone):
        for port in made.outputs:
            np.testing.assert_allclose(together[port][i], one[port][0], rtol=1e-9, atol=1e-9)
    columns = [column(batch[p], made.ports[p], precision="Real64") for p in made.inputs]
    for padded, apart in zip(gradients(made, columns, True), gradients(made, columns, False), strict=True):
        torch.testing.assert_close(padded, apart, rtol=1e-8, atol=1e-9, equal_nan=True)


def sequences(lengths: tuple[int, ...], *rest: int) -> Ragged:
    random = np.random.default_rng(4)
    return Ragged.of([random.normal(size=(n, *rest)) for n in lengths])


def test_empty_sequences_are_never_padded() -> None:
    columns = [
        column_of(sequences(lengths), torch.from_numpy) for lengths in ((5, 5, 5, 5, 0), (4, 4, 4, 4, 5))
    ]
    found = [places.tolist() for places, _ in buckets(columns)]
    assert sorted(found) == [[0, 1, 2, 3], [4]]


def test_whole_numbers_are_refused_where_they_are_not_where_padding_is() -> None:
    made = net(f'NetChain[{{{COUNTED}, UnitVectorLayer[4]}}, "Input" -> {{"n"}}]')
    assert [len(each) for each in apply(made, {"Input": sequences((3, 4))})["Output"]] == [3, 4]
    with pytest.raises(Problem):
        apply(made, {"Input": sequences((5, 4))})


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ('NetChain[{TransposeLayer[]}, "Input" -> {"n", 2}]', [(2, 3), (2, 5), (2, 3)]),
        ('NetChain[{ReplicateLayer[2], Tanh}, "Input" -> {"n", 2}]', [(2, 3, 2), (2, 5, 2), (2, 3, 2)]),
        (
            'NetGraph[{TransposeLayer[], DotLayer[]}, {NetPort["Input"] -> 1, {NetPort["Input"], 1} -> 2}, '
            '"Input" -> {"n", 2}]',
            [(3, 3), (5, 5), (3, 3)],
        ),
    ],
)
def test_outputs_may_differ_in_any_dimension(text: str, shapes: list[tuple[int, ...]]) -> None:
    made, batch = net(text), sequences((3, 5, 3), 2)
    found = apply(made, {"Input": batch})["Output"]
    assert [each.shape for each in found] == shapes
    for i, example in enumerate(batch):
        np.testing.assert_array_equal(found[i], apply(made, {"Input": example[None]})["Output"][0])
    assert isinstance(found, Ragged)
    assert Counter(found.mapped(lambda rows: [each.shape for each in rows])) == Counter(shapes)


def test_gradients_of_inputs_beside_sequences() -> None:
    graph = (
        "NetGraph[{GatedRecurrentLayer[2], SequenceLastLayer[], ReplicateLayer[2], ThreadingLayer[Times]}, "
        '{NetPort["A"] -> 1, 1 -> 2, NetPort["V"] -> 3, {2, 3} -> 4, 1 -> NetPort["States"]}, '
        '"A" -> {"n", 2}, "V" -> {}]'
    )
    made, columns = nets.filled(net(graph)), {"A": sequences((2, 3), 2), "V": np.array([1.0, 2])}
    weights = {"States": sequences((2, 3), 2)}
    for imposed in ({}, weights):
        found = port_gradients(made, columns, ["A", "V"], [], imposed).inputs
        for i in range(2):
            one = {p: np.asarray(c[i])[None] for p, c in columns.items()}  # type: ignore[attr-defined]
            own = {p: np.asarray(c[i])[None] for p, c in imposed.items()}
            alone = port_gradients(made, one, ["A", "V"], [], own).inputs
            for port in ("A", "V"):
                np.testing.assert_array_equal(found[port][i], alone[port][0])


def test_a_gradient_of_another_length_than_the_output_is_refused() -> None:
    made = nets.filled(net('NetChain[{GatedRecurrentLayer[2]}, "Input" -> {"n", 2}]'))
    inputs = {"Input": sequences((2, 3), 2)}
    with pytest.raises(Problem, match="netgradlen"):
        port_gradients(made, inputs, ["Input"], [], {"Output": sequences((2, 1), 2)})
