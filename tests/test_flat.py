"""Trained arrays are views into one vector, in segments that are treated alike; so are their gradients."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from wlnet.engine.flat import ALIGN, FlatArrays, Treatment
from wlnet.engine.record import Record

ARRAYS = {
    (name,): np.arange(n, dtype=np.float32).reshape(1, n) for name, n in (("a", 3), ("b", 20), ("c", 1))
}


def flat() -> FlatArrays:
    return FlatArrays(ARRAYS, {("a",): Treatment(2.0), ("b",): Treatment(1.0), ("c",): Treatment(2.0)})


def test_arrays_of_one_treatment_lie_in_one_segment() -> None:
    segments = flat().segments
    assert [(s.treatment.multiplier, s.start, s.stop) for s in segments] == [(1, 0, 32), (2, 32, 64)]
    assert all(s.start % ALIGN == 0 for s in segments)


def test_arrays_with_other_suboptions_lie_apart() -> None:
    treatments = {("a",): Treatment(1.0), ("b",): Treatment(1.0, L2Regularization=0.1)}
    assert [s.treatment.L2Regularization for s in FlatArrays(ARRAYS, treatments).segments] == [0, 0.1]


def test_views_show_what_happens_to_the_vector() -> None:
    held = flat()
    for path, array in ARRAYS.items():
        np.testing.assert_array_equal(held.arrays()[path], array)
    held.vector.add_(1)
    for path, array in ARRAYS.items():
        np.testing.assert_array_equal(held.views[path].detach().numpy(), array + 1)


def test_arrays_are_copied_in_and_out() -> None:
    held = flat()
    before = held.arrays()
    held.vector.zero_()
    np.testing.assert_array_equal(before["b",], ARRAYS["b",])
    assert ARRAYS["b",].sum() > 0


def test_backward_writes_into_the_gradient_vector() -> None:
    held = flat()
    for _ in range(2):
        (held.views["a",] * 3).sum().backward()
    assert held.gradient.sum() == 2 * 3 * 3
    assert held.gradients()["a",].data_ptr() == held.gradient[32:].data_ptr()
    held.gradient.zero_()
    assert held.views["a",].grad.eq(0).all()


def test_nothing_trained_is_an_empty_vector() -> None:
    held = FlatArrays(ARRAYS, {})
    assert held.vector.numel() == 0 and held.segments == () and held.arrays() == {}


@pytest.mark.parametrize("count", [0, 1, 7, 3000])
def test_a_record_gives_mean_losses_by_batch_and_by_round(count: int) -> None:
    record, random = Record(None, False), np.random.default_rng(0)
    log = record.log
    batches = [random.random(1 + i % 3, np.float32) for i in range(count)]
    for i, batch in enumerate(batches):
        log.add(torch.from_numpy(batch))
        if i == 4:
            assert len(log.all()) == 5
        if i % 4 == 3 or i == count - 1:
            record.end_round(i + 1)
    means = [batch.mean() for batch in batches]
    np.testing.assert_allclose(log.all(), means, rtol=1e-6)
    rounds = [np.mean(means[i : i + 4]) for i in range(0, count, 4)]
    np.testing.assert_allclose(record.round_losses, rounds, rtol=1e-6)
