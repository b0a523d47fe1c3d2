"""Random nets of fixed shapes: trained from tapes they have the bits of those trained without."""

from __future__ import annotations

import random
from dataclasses import replace

import engine_nets as nets
import numpy as np
import pytest
import torch
from net_reading import net

from wlnet.declare import declare_all
from wlnet.engine import gradients, tape
from wlnet.engine.gradients import Gradients
from wlnet.engine.method import METHODS
from wlnet.engine.plan import TrainPlan
from wlnet.engine.training import run

declare_all("wlnet.engine.methods")
EXAMPLES = 12
FORK = 'NetPort["Input"] -> 1, NetPort["Input"] -> 2, {1, 2} -> 3'
SHARED = 'LinearLayer[3, "Weights" -> NetArray["w"]]'
STEP = '{NetPort["Input"], NetPort["State"]} -> 1, 1 -> 2, 2 -> 3'
SELF = "".join(f', 1 -> NetPort[{{2, "{port}"}}]' for port in ("Key", "Value", "Query"))
OF_VECTORS = (
    "LinearLayer[3]",
    'LinearLayer[2, "Biases" -> None]',
    "Tanh",
    "SoftmaxLayer[]",
    "ElementwiseLayer[If[# > 0, #^3, -2 #] &]",
    "ParametricRampLayer[]",
    "ConstantTimesLayer[]",
    "NormalizationLayer[]",
    f"NetGraph[{{LinearLayer[3], LinearLayer[3], ThreadingLayer[Times]}}, {{{FORK}}}]",
    f"NetGraph[{{LinearLayer[2], LinearLayer[3], CatenateLayer[]}}, {{{FORK}}}]",
    "NetNestOperator[NetChain[{LinearLayer[], Tanh}], 3]",
    f"NetChain[{{LinearLayer[3], {SHARED}, Tanh, {SHARED}}}]",
    "PartLayer[1 ;; 1]",
)
OF_SEQUENCES = (
    "LongShortTermMemoryLayer[3]",
    "LongShortTermMemoryLayer[5]",
    "GatedRecurrentLayer[2]",
    "BasicRecurrentLayer[4]",
    "NetMapOperator[LinearLayer[2]]",
    "NetBidirectionalOperator[GatedRecurrentLayer[2]]",
    f"NetFoldOperator[NetGraph[{{CatenateLayer[], LinearLayer[2], Tanh}}, {{{STEP}}}]]",
    "NetGraph[{LinearLayer[{5, 3}], AttentionLayer[]}, {" + 'NetPort["Input"] -> 1' + SELF + "}]",
    "ConvolutionLayer[2, 2, Interleaving -> True]",
    "PaddingLayer[{{1, 1}, {0, 0}}]",
    "SequenceReverseLayer[]",
    "SoftmaxLayer[1]",
)
TO_VECTORS = (
    "SequenceLastLayer[]",
    "AggregationLayer[Mean, 1]",
    "AggregationLayer[Median, 1]",
    "FlattenLayer[]",
)


def plan(seed: int, precision: str) -> TrainPlan:
    """A training of a random net; some arrays are frozen, or trained at other rates than their neighbours."""
    choose = random.Random(seed)
    parts = [choose.choice(OF_VECTORS) for _ in range(choose.randint(1, 4))]
    if seed % 2:
        parts = [*choose.choices(OF_SEQUENCES, k=2), choose.choice(TO_VECTORS), *parts[:2]]
    dims, first = ((5, 3), "{5, 3}") if seed % 2 else ((4,), "4")
    made = net(f'NetChain[{{LinearLayer[{first}], {", ".join(parts)}, LinearLayer[2]}}, "Input" -> {first}]')
    graph = nets.with_loss(nets.filled(made, seed))
    draw = np.random.default_rng(seed).normal
    data = {"Input": draw(size=(EXAMPLES, *dims)), "Output": draw(size=(EXAMPLES, 2))}
    data = {port: numbers.astype(np.float32) for port, numbers in data.items()}
    factors = {p: choose.choice([1.0] * 6 + [0.0, 0.5, -1.0]) for p in nets.everything(graph)}
    return TrainPlan(
        graph, data, factors, METHODS["ADAM"](), rounds=5, precision=precision, precompute=seed % 3 > 0
    )


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("precision", ["Real32", "Real64", "Mixed"])
def test_random_nets_learn_the_same_from_tapes(
    precision: str, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes: list[bool] = []
    attempt = Gradients._try

    def noted(self: Gradients, made: tape.Tape, batch: tuple[torch.Tensor, ...]) -> list[torch.Tensor]:
        found = attempt(self, made, batch)
        outcomes.append(self._ways[self._key(batch)] is made.play)
        return found

    monkeypatch.setattr(gradients.Gradients, "_try", noted)
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        for seed in range(8 * threads, 8 * threads + 8):
            training = plan(seed, precision)
            played, plain = run(training), run(replace(training, tape=False))
            np.testing.assert_array_equal(played.batch_losses, plain.batch_losses)
            for path, array in plain.net.arrays().items():
                assert played.net.arrays()[path].tobytes() == array.tobytes(), (seed, path)
    finally:
        torch.set_num_threads(before)
    assert len(outcomes) == 8 and all(outcomes)  # each is played


def test_arrays_that_are_neighbours_by_chance_are_not_one() -> None:
    numbers = np.zeros(32, np.float32)
    assert tape._whole([torch.from_numpy(numbers[:16]), torch.from_numpy(numbers[16:])]) is None
    vector = torch.arange(32.0)
    assert torch.equal(tape._whole([vector[:16], vector[16:]]), vector)
