"""Losses that look at scores are those of the probabilities, and teach where these have no gradient left."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from net_reading import net as net_of

from wlnet.engine.lower import Program, lower
from wlnet.engine.score_losses import ScoreLoss, from_scores

TARGETS = {
    "Index": lambda random, lead: random.integers(1, 4, lead, endpoint=True),
    "Probabilities": lambda random, lead: random.dirichlet(np.ones(4), lead),
    "Binary": lambda random, lead: random.integers(0, 2, (*lead, 4)).astype(float),
}
MAKERS = {"Index": "SoftmaxLayer[]", "Probabilities": "SoftmaxLayer[]", "Binary": "LogisticSigmoid"}


def program(form: str, lead: tuple[int, ...], maker: str = "", more: str = "") -> Program:
    dims = ", ".join(map(str, (*lead, 4)))
    layers = f'{maker or MAKERS[form]}, CrossEntropyLossLayer["{form}"]'
    wires = f'1 -> NetPort[{{2, "Input"}}], NetPort["Target"] -> NetPort[{{2, "Target"}}]{more}'
    return lower(net_of(f'NetGraph[{{{layers}}}, {{{wires}}}, "Input" -> {{{dims}}}]'))


def loss_and_gradient(made: Program, scores: np.ndarray, target: np.ndarray) -> tuple[Any, Any]:
    x = torch.tensor(scores, requires_grad=True)
    losses = made({}, {"Input": x, "Target": torch.tensor(target)})["Loss"]
    losses.sum().backward()
    return losses.detach(), x.grad


@pytest.mark.parametrize("lead", [(), (3,), (2, 3)])
@pytest.mark.parametrize("form", TARGETS)
def test_losses_and_gradients_are_those_of_the_probabilities(form: str, lead: tuple[int, ...]) -> None:
    random = np.random.default_rng(1)
    plain = program(form, lead)
    quick = from_scores(plain)
    assert [type(step.layer) for step in quick.steps if step.outputs] == [ScoreLoss]
    scores, target = random.normal(0, 2, (5, *lead, 4)), TARGETS[form](random, (5, *lead))
    for a, b in zip(
        loss_and_gradient(plain, scores, target), loss_and_gradient(quick, scores, target), strict=True
    ):
        torch.testing.assert_close(a, b, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("form", TARGETS)
def test_an_example_that_is_quite_wrong_still_teaches(form: str) -> None:
    scores = np.array([[200.0, -200, -200, -200]], np.float32)
    target = {"Index": np.array([2]), "Binary": np.array([[0.0, 1, 1, 1]], np.float32)}.get(
        form, np.array([[0.0, 1, 0, 0]], np.float32)
    )
    made = program(form, ())
    _, without = loss_and_gradient(made, scores, target)
    loss, gradient = loss_and_gradient(from_scores(made), scores, target)
    assert loss.item() == pytest.approx(200 if form == "Binary" else 400)
    assert gradient.abs().max() > 0.1 and gradient.abs().max() > 2 * without.abs().max()


@pytest.mark.parametrize(
    ("form", "scores", "target", "loss"),
    [
        ("Probabilities", [0, 0, 0, -np.inf], [0.5, 0.5, 0, 0], np.log(3)),
        ("Binary", [0, 0, np.inf, -np.inf], [1.0, 0, 1, 0], np.log(2) / 2),
    ],
)
def test_infinite_scores_that_are_right_cost_nothing(
    form: str, scores: list[float], target: list[float], loss: float
) -> None:
    quick = from_scores(program(form, ()))
    found, gradient = loss_and_gradient(quick, np.array([scores]), np.array([target]))
    assert found.item() == pytest.approx(loss)
    assert gradient.isfinite().all() and not gradient[0, scores.index(-np.inf)]


@pytest.mark.parametrize("form", TARGETS)
def test_losses_are_those_of_numpy(form: str) -> None:
    random = np.random.default_rng(5)
    scores, target = random.normal(0, 3, (6, 2, 4)), TARGETS[form](random, (6, 2))
    if form == "Binary":
        target = random.uniform(size=target.shape)
        p = 1 / (1 + np.exp(-scores))
        wanted = -(target * np.log(p) + (1 - target) * np.log(1 - p)).mean((1, 2))
    else:
        logarithms = scores - np.log(np.exp(scores).sum(-1, keepdims=True))
        each = np.eye(4)[target - 1] if form == "Index" else target
        wanted = -(each * logarithms).sum(-1).mean(1)
    found, _ = loss_and_gradient(from_scores(program(form, (2,))), scores, target)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-12)


def test_several_losses_of_one_softmax_look_at_its_scores() -> None:
    wires = ", ".join(
        f'1 -> NetPort[{{{i}, "Input"}}], NetPort["Target"] -> NetPort[{{{i}, "Target"}}], '
        f'{i} -> NetPort["Loss{i}"]'
        for i in (2, 3)
    )
    loss = 'CrossEntropyLossLayer["Index"]'
    plain = lower(net_of(f'NetGraph[{{SoftmaxLayer[], {loss}, {loss}}}, {{{wires}}}, "Input" -> 4]'))
    quick = from_scores(plain)
    assert [type(step.layer) for step in quick.steps] == [ScoreLoss, ScoreLoss]
    inputs = {"Input": torch.randn(3, 4), "Target": torch.tensor([1, 4, 2])}
    for port, losses in plain({}, inputs).items():
        torch.testing.assert_close(quick({}, inputs)[port], losses)


def test_probabilities_that_somebody_looks_at_stay() -> None:
    made = program("Index", (), more=', 1 -> NetPort["Seen"]')
    quick = from_scores(made)
    assert [type(step.layer).__name__ for step in quick.steps] == ["SoftmaxLayer", "ScoreLoss"]
    x, target = torch.randn(3, 4), torch.tensor([1, 2, 3])
    found, wanted = (p({}, {"Input": x, "Target": target}) for p in (quick, made))
    torch.testing.assert_close(found["Seen"], wanted["Seen"], rtol=0, atol=0)
    torch.testing.assert_close(found["Loss"], wanted["Loss"])


@pytest.mark.parametrize(
    ("form", "maker"),
    [("Index", "SoftmaxLayer[1]"), ("Binary", "SoftmaxLayer[]"), ("Probabilities", "LogisticSigmoid")],
)
def test_losses_of_other_numbers_stay(form: str, maker: str) -> None:
    made = program(form, (3,) if maker == "SoftmaxLayer[1]" else (), maker)
    assert from_scores(made) == made
