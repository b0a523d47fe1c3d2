"""NetTrain with LearningRateMultipliers does what a PyTorch loop with hand-written parameter groups does."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from wlnet.arrays import NumericArray
from wlnet.expr import Value
from wlnet.session import Session

ROUNDS = 100
PROGRAM = """
net = NetInitialize[
  NetChain[{LinearLayer[3], Tanh, LinearLayer[{}]}, "Input" -> "Real", "Output" -> "Real"],
  RandomSeeding -> 5];
trained = NetTrain[net, {1 -> 1.9, 2 -> 4.1, 3 -> 6.0, 4 -> 8.1}, MaxTrainingRounds -> %d, BatchSize -> 4,
  LearningRate -> 0.01, Method -> %s, LearningRateMultipliers -> %s];
"""
PLACES = ('{1, "Weights"}', '{1, "Biases"}', '{3, "Weights"}', '{3, "Biases"}')
METHODS = {
    '{"SGD", "Momentum" -> 0}': lambda groups: torch.optim.SGD(groups),
    '"SGD"': lambda groups: torch.optim.SGD(groups, momentum=0.93),
    '"ADAM"': lambda groups: torch.optim.Adam(groups, eps=1e-5),
}
RULES = {
    "Automatic": (1, 1, 1, 1),
    "{3 -> 1, _ -> None}": (0, 0, 1, 1),
    '{{1, "Biases"} -> 0.5, 1 -> 2, -1 -> 0.25}': (2, 0.5, 0.25, 0.25),
    "3": (3, 3, 3, 3),
}


def arrays(session: Session, net: str) -> list[np.ndarray]:
    found = []
    for place in PLACES:
        value = session.evaluate(f"NetExtract[{net}, {place}]")
        assert isinstance(value, Value) and isinstance(value.value, NumericArray)
        found.append(np.array(value.value.array))
    return found


def plain_loop(start: list[np.ndarray], make_optimizer, factors) -> list[np.ndarray]:
    w1, b1, w2, b2 = parameters = [
        torch.tensor(a, requires_grad=f != 0) for a, f in zip(start, factors, strict=True)
    ]
    groups = [{"params": [p], "lr": 0.01 * f} for p, f in zip(parameters, factors, strict=True) if f]
    optimizer = make_optimizer(groups)
    x, y = torch.tensor([[1.0], [2.0], [3.0], [4.0]]), torch.tensor([1.9, 4.1, 6.0, 8.1])
    for _ in range(ROUNDS):
        optimizer.zero_grad()
        hidden = torch.tanh(x @ w1.T + b1)
        loss = ((hidden @ w2.T + b2).squeeze(1) - y).square().mean()
        loss.backward()
        optimizer.step()
    return [p.detach().numpy() for p in parameters]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rules", RULES)
def test_multipliers_are_parameter_groups(method: str, rules: str) -> None:
    session = Session()
    session.evaluate(PROGRAM % (ROUNDS, method, rules))
    assert not session.messages
    start = arrays(session, "net")
    expected = plain_loop(start, METHODS[method], RULES[rules])
    for before, mine, theirs, factor in zip(
        start, arrays(session, "trained"), expected, RULES[rules], strict=True
    ):
        np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-5)
        assert np.array_equal(before, mine) == (factor == 0)


def test_a_negative_multiplier_is_gradient_ascent() -> None:
    session = Session()
    session.evaluate(PROGRAM % (1, '{"SGD", "Momentum" -> 0}', "{1 -> -1}"))
    session.evaluate("down = trained; " + PROGRAM % (1, '{"SGD", "Momentum" -> 0}', "{1 -> 1}"))
    start, ascent, descent = (arrays(session, net) for net in ("net", "down", "trained"))
    for place in (0, 1):
        np.testing.assert_allclose(
            ascent[place] - start[place], start[place] - descent[place], rtol=1e-4, atol=1e-7
        )
    for place in (2, 3):
        np.testing.assert_array_equal(ascent[place], descent[place])
