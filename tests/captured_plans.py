"""Trainings whose steps can be captured, for the tests with a stand-in and for those with a GPU.

Every one has several rounds, and nearly all a last batch that is smaller than the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import engine_nets as nets
import numpy as np
from test_method_matrix import SETTINGS, planned
from test_resuming import NAMES
from test_resuming import plan as everything_at_once
from test_resuming import settings as resumed_settings
from test_tape import EXAMPLES, last_layer_alone, mean_pooling, plan_of, points, shared_weights, small_lenet

from wlnet.engine.intervals import BATCHES, Interval
from wlnet.engine.method import METHODS
from wlnet.engine.plan import Generator, TrainPlan
from wlnet.nets.kinds import Count, Lengths

ONES = np.ones((EXAMPLES, 2), np.float32)


def with_layers(*layers: Any, dims: tuple[int, ...] = (3,), **settings: Any) -> TrainPlan:
    """Layers between two that are linear."""
    row = nets.row(nets.linear(6), *layers, nets.linear(2), dims=dims)
    return plan_of(nets.with_loss(row), dims, ONES, **settings)


def chain() -> TrainPlan:
    return with_layers(nets.tanh(), nets.linear(5), nets.ramp())


def normalized() -> TrainPlan:
    return with_layers(nets.leaf("BatchNormalizationLayer"), nets.tanh())


def normalized_frozen() -> TrainPlan:
    """The averages stay as they are, and are used."""
    plan = normalized()
    return replace(plan, multipliers={p: 0.0 if p[1] == "2" else 1.0 for p in plan.multipliers})


def normalized_images() -> TrainPlan:
    parts = (nets.convolution(4, 3), nets.leaf("BatchNormalizationLayer"), nets.ramp(), nets.pooling(2))
    net = nets.row(*parts, nets.leaf("FlattenLayer"), nets.linear(2), dims=(1, 6, 6))
    return plan_of(nets.with_loss(net), (1, 6, 6), ONES)


def dropout() -> TrainPlan:
    return with_layers(nets.leaf("DropoutLayer", 0.4), nets.tanh())


def measured() -> TrainPlan:
    """Dropout, moving averages, validation and measurements together."""
    return everything_at_once()


def validated_by_batch() -> TrainPlan:
    return everything_at_once(validated=Interval(3, BATCHES))


def measured_by_batch() -> TrainPlan:
    return everything_at_once(by_batch=True, keeps_gradients=True)


def averages_taking_turns() -> TrainPlan:
    plan = everything_at_once()
    turns = {path: ((1,) if path[1] == "2" else (0, 2)) for path in plan.multipliers}
    return replace(plan, turns=turns, cycle=3)


def one_way_at_a_time() -> TrainPlan:
    """An update schedule in which the layers take turns."""
    return everything_at_once(**resumed_settings("turns"))


def frozen_front() -> TrainPlan:
    """The first layers are computed once for all examples."""
    plan = small_lenet()
    return replace(plan, multipliers={p: 1.0 for p in plan.multipliers if p[1] == "5"})


def class_numbers() -> TrainPlan:
    """Whole numbers go in, through an embedding and a recurrent layer."""
    embedding = nets.leaf("EmbeddingLayer", Count(4), Count(9))
    recurrent = nets.leaf("LongShortTermMemoryLayer", Count(5))
    net = nets.row(embedding, recurrent, nets.linear(2), dims=(7,))
    plan = plan_of(nets.with_loss(net), (7,), ONES)
    numbers = np.random.default_rng(1).integers(1, 10, (EXAMPLES, 7))
    return replace(plan, data={**plan.data, "Input": numbers})  # type: ignore[dict-item]


def made_data() -> TrainPlan:
    """Data that are made batch by batch."""
    plan = chain()

    def make(size: int, round_: int, batch: int) -> dict[str, np.ndarray]:
        random = np.random.default_rng((round_, batch))
        count = min(size, EXAMPLES - (batch - 1) * size)
        return {"Input": random.normal(size=(count, 3)).astype(np.float32), "Output": ONES[:count]}

    return replace(plan, data=Generator(make, EXAMPLES, exact=True))


def large_columns() -> TrainPlan:
    """Columns that are too large to be shuffled whole."""
    net = nets.with_loss(nets.row(nets.linear(3), nets.tanh(), nets.linear(2), dims=(70000,)))
    return plan_of(net, (70000,), ONES, rounds=3)


def doubles() -> TrainPlan:
    return replace(normalized_images(), precision="Real64")


def mixed() -> TrainPlan:
    return replace(normalized_images(), precision="Mixed")


def mixed_chain() -> TrainPlan:
    net = nets.row(nets.leaf("LinearLayer", Lengths((16,))), nets.tanh(), nets.linear(2), dims=(16,))
    return plan_of(nets.with_loss(net), (16,), ONES, precision="Mixed")


SMALL = (points, chain, small_lenet, mean_pooling, shared_weights, last_layer_alone, normalized)
SMALL += (normalized_frozen, normalized_images, dropout, measured, validated_by_batch, measured_by_batch)
SMALL += (averages_taking_turns, one_way_at_a_time, frozen_front, class_numbers, made_data, large_columns)
SMALL += (doubles, mixed, mixed_chain)
PLANS: dict[str, Callable[[], TrainPlan]] = {made.__name__: made for made in SMALL}
for method in METHODS:
    for setting in SETTINGS:
        PLANS[f"{method}, {setting}"] = lambda m=method, s=setting: planned(m, s)  # type: ignore[misc]
    for setting in NAMES:
        name = f"{method}, {setting}, with chance and averages"
        PLANS[name] = lambda m=method, s=setting: everything_at_once(  # type: ignore[misc]
            method=METHODS[m](), **resumed_settings(s)
        )
RANDOM = ("dropout", "measured", "validated_by_batch", "measured_by_batch", "averages_taking_turns")
RANDOM += ("one_way_at_a_time",)
RANDOM += tuple(name for name in PLANS if name.endswith("averages") and "shared arrays" not in name)
