"""Measurements agree with what can be counted by hand."""

from __future__ import annotations

from typing import Any

import engine_nets as nets
import numpy as np
import pytest

from wlnet.engine.measurements import MEASUREMENTS, available, measure
from wlnet.engine.run import apply
from wlnet.nets.kinds import CrossEntropyForm
from wlnet.nets.net import Graph

X = np.random.default_rng(0).normal(size=(50, 3)).astype(np.float32)


def classifier(form: str, *last: Any) -> Graph:
    net = nets.row(*last, dims=(3,), seed=2)
    return nets.with_loss(net, nets.leaf("CrossEntropyLossLayer", CrossEntropyForm(form)))


def by_class() -> tuple[Graph, dict[str, np.ndarray], float]:
    """A net with class numbers as targets, data, and the fraction it gets right."""
    graph = classifier("Index", nets.linear(4), nets.leaf("SoftmaxLayer"))
    targets = np.random.default_rng(1).integers(1, 5, 50)
    output = apply(graph.nodes["Net"], {"Input": X})["Output"]
    right = sum(int(list(row).index(max(row)) + 1 == t) for row, t in zip(output, targets, strict=True))
    return graph, {"Input": X, "Output": targets}, right / 50


def test_accuracy_and_error_rate_count_classes() -> None:
    graph, data, right = by_class()
    assert 0 < right < 1
    found = measure(graph, data, ["ErrorRate", "Accuracy"])
    assert list(found) == ["ErrorRate", "Accuracy"]
    assert found == pytest.approx({"Accuracy": right, "ErrorRate": 1 - right})


def test_batches_make_no_difference() -> None:
    graph, data, _ = by_class()
    names = ["Loss", "Accuracy"]
    assert measure(graph, data, names, batch_size=7) == pytest.approx(measure(graph, data, names), rel=1e-5)


def test_the_loss_is_the_mean_over_examples() -> None:
    graph, data, _ = by_class()
    output = apply(graph.nodes["Net"], {"Input": X})["Output"]
    expected = -np.log(output[np.arange(50), data["Output"] - 1]).mean()
    assert measure(graph, data, ["Loss"])["Loss"] == pytest.approx(expected, rel=1e-5)


def test_probabilities_as_targets_name_their_largest() -> None:
    _, data, right = by_class()
    soft = classifier("Probabilities", nets.linear(4), nets.leaf("SoftmaxLayer"))
    targets = 0.7 * np.eye(4, dtype=np.float32)[data["Output"] - 1] + np.float32(0.1)
    assert measure(soft, {"Input": X, "Output": targets}, ["Accuracy"])["Accuracy"] == pytest.approx(right)


def test_truth_values_are_decided_at_one_half() -> None:
    graph = classifier("Binary", nets.linear())
    output = apply(graph.nodes["Net"], {"Input": X})["Output"]
    targets = (X[:, 0] > 0).astype(np.float32)
    right = ((output >= 0.5) == (targets == 1)).mean()
    data = {"Input": X, "Output": targets}
    assert 0 < right < 1
    assert measure(graph, data, ["Accuracy"])["Accuracy"] == pytest.approx(right)


def test_decisions_need_a_net_that_decides() -> None:
    graph, data = nets.four_points()
    assert available(graph) == ["Loss"]
    assert set(available(by_class()[0])) == set(MEASUREMENTS)
    assert measure(graph, data, ["Loss"])["Loss"] == pytest.approx(apply(graph, data)["Loss"].mean())
    for name in ("Accuracy", "Nonsense"):
        with pytest.raises(KeyError, match=name):
            measure(graph, data, [name])


def test_every_measurement_says_what_it_is() -> None:
    assert all(found.find.__doc__ for found in MEASUREMENTS.values())
