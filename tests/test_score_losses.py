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
