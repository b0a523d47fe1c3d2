"""Nets with several losses, and parts that work against each other, learn what they should."""

from __future__ import annotations

from dataclasses import replace

import engine_nets as nets
import numpy as np
import pytest
import torch

from wlnet.arrays import array_of
from wlnet.engine.events import BatchDone, Event
from wlnet.engine.method import METHODS
from wlnet.engine.plan import TrainPlan
from wlnet.engine.training import run
from wlnet.session import Session

GAN = """
SeedRandom[5];
sample = RandomVariate[NormalDistribution[3, 0.7], {512, 1}];
latent = RandomVariate[NormalDistribution[0, 1], {512, 1}];
generator = NetChain[{LinearLayer[1]}, "Input" -> 1];
discriminator = NetChain[{LinearLayer[16], Tanh, LinearLayer[16], Tanh, LinearLayer[{}]%s}, "Input" -> 1];
gan = NetInitialize[NetGANOperator[{generator, discriminator}], RandomSeeding -> 2];
trained = NetTrain[gan, <|"Sample" -> sample, "Latent" -> latent|>, BatchSize -> 64, RandomSeeding -> 3,
  TrainingProgressReporting -> None, %s];
made = Flatten[NetExtract[trained, "Generator"][RandomVariate[NormalDistribution[0, 1], {4000, 1}]]];
"""
WAYS = {
    "Jensen-Shannon, turns": (
        ", LogisticSigmoid",
        'TrainingUpdateSchedule -> {"Discriminator", "Generator"}, MaxTrainingRounds -> 300, '
        'Method -> {"ADAM", "Beta1" -> 0.5, "LearningRate" -> 0.004}',
    ),
    "Wasserstein, several steps of the judge": (
        "",
        'TrainingUpdateSchedule -> {"Discriminator" -> 4, "Generator"}, MaxTrainingRounds -> 500, '
        'Method -> {"RMSProp", "LearningRate" -> 0.005, "Momentum" -> 0, '
        '"WeightClipping" -> {"Discriminator" -> 0.3}}',
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_generator_learns_a_distribution(way: str) -> None:
    session = Session()
    session.evaluate(GAN % WAYS[way])
    assert not session.messages
    made = array_of(session.evaluate("made"))
    assert made is not None and len(made) == 4000
    assert abs(made.mean() - 3) < 0.2 and abs(made.std() - 0.7) < 0.2


BY_HAND = """
generator = NetInitialize[NetChain[{LinearLayer[4], Tanh, LinearLayer[2]}, "Input" -> 3], RandomSeeding -> 1];
judge = NetInitialize[NetChain[{LinearLayer[5], Tanh, LinearLayer[{}]}, "Input" -> 2], RandomSeeding -> 2];
twice = NetInsertSharedArrays[judge, "j/"];
byHand = NetGraph[<|"generator" -> generator, "real" -> twice, "made" -> twice|>,
  {NetPort["Latent"] -> "generator" -> "made" -> NetPort["Made"],
   NetPort["Sample"] -> "real" -> NetPort["Real"]}];
data = <|"Sample" -> RandomReal[{-1, 1}, {40, 2}], "Latent" -> RandomReal[{-1, 1}, {40, 3}]|>;
options = Sequence[MaxTrainingRounds -> 12, BatchSize -> 8, RandomSeeding -> 3, %s];
one = NetTrain[NetGANOperator[{generator, judge}, "Wasserstein"], data, options];
other = NetTrain[byHand, data, options, LossFunction -> {"Real" -> Scaled[-1], "Made"},
   LearningRateMultipliers -> {"generator" -> -1}];
found = {NetExtract[one, "Generator"], NetExtract[one, "Discriminator"]};
same = {NetExtract[other, "generator"], NetExtract[other, "real"]};
numbers[net_, n_] := Normal[NetExtract[net, {n, "Weights"}]];
"""


@pytest.mark.parametrize(
    "options",
    [
        'Method -> {"SGD", "Momentum" -> 0.5}, LearningRate -> 0.02',
        'Method -> "ADAM", LearningRate -> 0.01',
        'Method -> {"RMSProp", "WeightClipping" -> 0.25}, LearningRate -> 0.01',
    ],
)
def test_a_reversed_multiplier_is_the_reversed_gradient_of_the_operator(options: str) -> None:
    session = Session()
    session.evaluate("SeedRandom[1];" + BY_HAND % options)
    assert not session.messages
    clipped = "WeightClipping" in options
    for place in (1, 2):
        for layer in (1, 3):
            pair = [
                array_of(session.evaluate(f"numbers[{n}[[{place}]], {layer}]")) for n in ("found", "same")
            ]
            start = array_of(session.evaluate(f"numbers[{{generator, judge}}[[{place}]], {layer}]"))
            assert pair[0] is not None and pair[1] is not None and start is not None
            np.testing.assert_allclose(pair[0], pair[1], rtol=1e-4, atol=1e-5)
            assert np.abs(pair[0] - start).max() > 1e-3
            assert not clipped or np.abs(pair[0]).max() <= 0.25 + 1e-7


TWO = """
net = NetInitialize[NetGraph[<|
   "features" -> NetChain[{LinearLayer[3, "Weights" -> NetArray["w"]], Tanh,
      LinearLayer[3, "Weights" -> NetArray["w"]]}],
   "a" -> LinearLayer[1], "b" -> LinearLayer[1]|>,
  {NetPort["Input"] -> "features" -> "a" -> NetPort["A"], "features" -> "b" -> NetPort["B"]},
  "Input" -> 3], RandomSeeding -> 4];
x = {{0.5, -1, 0.3}, {1, 0.2, -0.6}, {-0.4, 0.9, 0.1}, {0.7, 0.7, -1}};
trained = NetTrain[net, <|"Input" -> x, "A" -> x[[All, {1}]], "B" -> x[[All, {2}]]|>, BatchSize -> 4,
  LossFunction -> {"A" -> MeanSquaredLossLayer[], "B" -> MeanAbsoluteLossLayer[] -> Scaled[0.5]},
  LearningRateMultipliers -> {"features" -> -0.2, "b" -> 3}, MaxTrainingRounds -> 60, LearningRate -> 0.01,
  Method -> {"SGD", "Momentum" -> 0.5}, TrainingProgressReporting -> None];
"""
PLACES = [("features", "1"), ("features", "3"), ("a",), ("b",)]


def arrays(session: Session, net: str) -> dict[tuple[str, ...], np.ndarray]:
    found = {}
    for place in PLACES:
        for name in ("Weights", "Biases"):
            parts = ", ".join(step if step.isdigit() else f'"{step}"' for step in (*place, name))
            value = array_of(session.evaluate(f"Normal[NetExtract[{net}, {{{parts}}}]]"))
            assert value is not None
            found[*place, name] = value.astype(np.float32)
    return found


def test_two_losses_a_reversed_gradient_and_a_tied_weight_are_what_pytorch_does() -> None:
    session = Session()
    session.evaluate(TWO)
    assert not session.messages
    held = {path: torch.tensor(a, requires_grad=True) for path, a in arrays(session, "net").items()}
    held["features", "3", "Weights"] = held["features", "1", "Weights"]
    x = torch.tensor([[0.5, -1, 0.3], [1, 0.2, -0.6], [-0.4, 0.9, 0.1], [0.7, 0.7, -1]])
    kinds = {id(t): t for t in held.values()}
    of = {id(t): path[0] for path, t in held.items()}
    factors = {"features": -0.2, "a": 1.0, "b": 3.0}
    groups = [
        {"params": [t], "lr": 0.01 * abs(factors[of[i]]), "maximize": factors[of[i]] < 0}
        for i, t in kinds.items()
    ]
    optimizer = torch.optim.SGD(groups, momentum=0.5)

    def linear(at: tuple[str, ...], value: torch.Tensor) -> torch.Tensor:
        return value @ held[*at, "Weights"].T + held[*at, "Biases"]

    for _ in range(60):
        features = linear(("features", "3"), torch.tanh(linear(("features", "1"), x)))
        first = ((linear(("a",), features) - x[:, :1]) ** 2).mean()
        second = (linear(("b",), features) - x[:, 1:2]).abs().mean()
        optimizer.zero_grad()
        (first + 0.5 * second).backward()
        optimizer.step()
    for path, found in arrays(session, "trained").items():
        np.testing.assert_allclose(found, held[path].detach().numpy(), rtol=1e-4, atol=1e-5)


def test_moving_averages_rest_when_it_is_not_their_turn() -> None:
    net = nets.row(nets.leaf("BatchNormalizationLayer"), nets.linear(), dims=(3,))
    x = np.random.default_rng(0).normal(2, 3, (32, 3)).astype(np.float32)
    graph = nets.with_loss(net)
    everything = nets.everything(graph)
    turns = {path: ((1,) if path[1] == "1" else (0,)) for path in everything}
    plan = TrainPlan(graph, {"Input": x, "Output": x[:, 0]}, everything, METHODS["SGD"]())
    plan = replace(plan, rounds=2, batch_size=8, turns=turns, cycle=2)
    seen: list[dict[tuple[str, ...], np.ndarray]] = []
    means: list[np.ndarray] = []

    def look(event: Event) -> None:
        if isinstance(event, BatchDone):
            seen.append(event.net().arrays())
            means.append(x[event.training.batch_indices()].mean(0))

    run(plan, look)
    expected, before = np.zeros(3), net.arrays()
    for step, (now, mean) in enumerate(zip(seen, means, strict=True)):
        if step % 2:
            expected = 0.9 * expected + 0.1 * mean
        np.testing.assert_allclose(now["1", "MovingMean"], expected, rtol=1e-4, atol=1e-6)
        changed = {path[0] for path in now if now[path].tobytes() != before[path].tobytes()}
        assert changed == {"1" if step % 2 else "2"}
        before = now
    assert len(seen) == 8
