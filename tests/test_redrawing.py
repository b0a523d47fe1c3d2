"""Encoders that draw random numbers encode anew in every round of a training, and the same for one seed."""

from __future__ import annotations

from typing import Any

import pytest

from wlnet import Session
from wlnet.arrays import array_of

SET_UP = """
    tone[f_] := Audio[Table[0.01 Sin[2. Pi f t/800], {t, 80}], SampleRate -> 800];
    data = Table[tone[20 i] -> 1. i, {i, 6}];
    losses[augmentation_, options___] := NetTrain[
        NetInitialize[NetChain[{FlattenLayer[], 1, PartLayer[1]},
            "Input" -> NetEncoder[{"Audio", "SampleRate" -> 800, "TargetLength" -> 80,
                "Augmentation" -> augmentation}]], RandomSeeding -> 1],
        data, "RoundLossList", BatchSize -> 3, MaxTrainingRounds -> 4, options]
"""
STILL = "LearningRateMultipliers -> None"
LOUDER = '{"Volume" -> {1., 50.}}'


@pytest.fixture
def losses() -> Any:
    session = Session()
    session.evaluate(SET_UP)

    def run(augmentation: str, options: str) -> list[float]:
        found = array_of(session.evaluate(f"losses[{augmentation}, {options}]"))
        assert not session.messages and found is not None
        return found.tolist()

    return run


def test_every_round_sees_other_examples(losses: Any) -> None:
    plain, drawn = losses("None", STILL), losses(LOUDER, STILL)
    assert plain == pytest.approx([plain[0]] * 4)
    assert len(set(drawn)) == 4


def test_one_seed_draws_the_same(losses: Any) -> None:
    first, again, other = (losses(LOUDER, f"RandomSeeding -> {seed}") for seed in (1, 1, 2))
    assert first == again != other


def test_examples_that_do_not_fit_are_left_out() -> None:
    session = Session()
    session.evaluate(SET_UP)
    session.evaluate('data = Append[data, "no sound" -> 3.]; found = losses[{"Volume" -> {1., 2.}}]')
    assert [message.name for message in session.messages][-1] == "NetTrain::skipped"
    assert session.evaluate("Length[found]").value == 4  # type: ignore[attr-defined]
