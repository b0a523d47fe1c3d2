"""NetTrain, step by step: data, shapes, loss, arrays, multipliers, a plan, the training, the result."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from ..engine.distributed import compare, launched
from ..engine.memory import too_large
from ..engine.plan import TrainPlan
from ..engine.training import TrainingResult, run
from ..expr import FAILED, NONE, Node, S, String, Value
from ..kernel.builtin import builtin
from ..nets.initialize import initialize
from ..nets.loss_terms import Losses
from ..nets.multipliers import Multipliers, effective
from ..nets.net import Net
from ..problem import Template
from .arguments import NetArgument
from .callbacks import Callbacks
from .checkpointing import Checkpointing
from .data import TrainingData, Validation
from .goals import Goal
from .initialize import Seed
from .job import failing_alike
from .options import Batch, Device, Duration, MethodChoice, Precision, Rounds, settled
from .reporting import Reporting
from .results import Told, TrainResults, check_property, wanted_properties
from .resuming import keeper
from .schedule import Schedule
from .stopping import Criterion
from .subject import subject
from .watch import Watch

DIVERGED = Template(
    "diverge",
    "The loss became infinite or undefined; the last good net is given. Try a smaller LearningRate.",
)
NOT_BEGUN = Template(
    "diverge",
    "The loss of the first batch is infinite or undefined, so nothing was trained: there are infinite, "
    "undefined or too large numbers in the data or in the net.",
)


@builtin("NetTrain[net_, data_, property_]", failure=FAILED, keeps_call=True)
def net_train(
    k,
    net: NetArgument,
    data: TrainingData,
    property: Node = S.Automatic,
    *,
    BatchSize: Batch = S.Automatic,
    LearningRate: Node = S.Automatic,
    LearningRateMultipliers: Multipliers = S.Automatic,
    LossFunction: Losses = S.Automatic,
    MaxTrainingRounds: Rounds = S.Automatic,
    Method: MethodChoice = S.Automatic,
    PerformanceGoal: Goal = S.Automatic,
    RandomSeeding: Seed = S.Inherited,
    TargetDevice: Device = String("CPU"),
    TimeGoal: Duration = S.Automatic,
    TrainingProgressCheckpointing: Checkpointing = NONE,
    TrainingProgressFunction: Callbacks = NONE,
    TrainingProgressMeasurements: Node = S.Automatic,
    TrainingProgressReporting: Reporting = S.Automatic,
    TrainingStoppingCriterion: Criterion = NONE,
    TrainingUpdateSchedule: Schedule = S.Automatic,
    ValidationSet: Validation = NONE,
    WorkingPrecision: Precision = S.Automatic,
):
    """NetTrain[net, {in1 -> out1, in2 -> out2, ...}] trains the arrays of net to give the outputs for the
    inputs.

    data are a list of rules or of associations, a rule or association of lists, a Dataset, the name of a
    data set, a function that makes batches, or File["name.h5"], whose datasets are named as the ports (and
    which need not fit into memory).  An example that does not fit is left out with a message, unless half of
    all are like that.

    NetTrain[net, data, "property"] gives a property of the training, a list several, All a
    NetTrainResultsObject; a loss there is taken for LossFunction, as of old. LearningRateMultipliers ->
    {part -> r, ...} scales the learning rate of parts; r = 0 or None leaves a part unchanged.  With a
    ValidationSet the net with the lowest validation loss is given.

    >> Head[NetTrain[NetChain[{1}, "Input" -> 1], {{1} -> {2}}, MaxTrainingRounds -> 2]]
    NetChain
    """
    call = k.state["call"]
    if isinstance(property, Value) and isinstance(property.value, Net):
        LossFunction, property = (property if LossFunction is S.Automatic else LossFunction), S.Automatic
    check_property(property)
    size, precision = settled(Batch, BatchSize).size, settled(Precision, WorkingPrecision).name
    validation, schedule = settled(Validation, ValidationSet), settled(Schedule, TrainingUpdateSchedule)
    losses, multipliers = settled(Losses, LossFunction), settled(Multipliers, LearningRateMultipliers)
    method = settled(MethodChoice, Method)
    _check_parts(net, multipliers, schedule)
    chosen, shared = method.method(k), method.shared(k, net, LearningRate)
    watch = Watch(
        settled(Callbacks, TrainingProgressFunction),
        settled(Reporting, TrainingProgressReporting),
        settled(Criterion, TrainingStoppingCriterion),
        settled(Checkpointing, TrainingProgressCheckpointing),
        TrainingProgressMeasurements,
        wanted_properties(property),
    )
    kept = keeper(k, watch.checkpointing)
    seed, group = kept.seed(k, settled(Seed, RandomSeeding)), launched()
    if group:
        group.at("in NetTrain")
        seed = group.told(seed)
    with failing_alike(group), _seeded(k, settled(Seed, RandomSeeding), seed) as random:
        taught = subject(k, net, data, validation, losses, size, precision, random)
        measures, factors = (
            watch.measures(k, taught.net, taught.training_net),
            effective(taught.net, multipliers),
        )
        plan = TrainPlan(
            initialize(taught.training_net, random),  # type: ignore[arg-type]
            taught.data,
            **taught.trained(factors, schedule),
            method=chosen,
            shared=shared,
            validation=taught.validation,
            validated=validation.interval,
            batch_size=size,
            seed=int(random.integers(2**63)),
            device=(device := settled(Device, TargetDevice)).name,
            devices=device.others,
            precision=precision,
            precompute=settled(Goal, PerformanceGoal).precompute,
            group=group,
            **_limits(settled(Rounds, MaxTrainingRounds), settled(Duration, TimeGoal)),
            **watch.needs(measures),
        )
        watch.warn(k, plan)
        compare(plan)
        keep, state = kept.observer(k, plan), kept.state(k, plan)
        result = run(plan, watch.observer(k, measures, keep), state=state, left=keep or (lambda event: None))
    if group:  # functions of the user that drew random numbers were called in one process
        k.random.bit_generator.state = group.told(k.random.bit_generator.state)
    _say_why(k, result)
    told = Told(call, factors, measures, schedule.node, method, taught.skipped)
    return TrainResults(taught.net.with_arrays(result.net.arrays()), result, told).get(property)


def _check_parts(net: Net, multipliers: Multipliers, schedule: Schedule) -> None:
    """Raise a Problem for a part that the net does not have, before the data are looked at."""
    effective(net, multipliers)
    schedule.turns(net)


def _say_why(k: Any, result: TrainingResult) -> None:
    """A message if something went wrong."""
    if result.reason_stopped == "diverged":
        begun = np.isfinite(result.batch_losses[:1]).all()
        k.message(S.NetTrain, DIVERGED() if begun else NOT_BEGUN())
    if result.problem is not None:
        k.message(S.NetTrain, result.problem)
    if result.reason_stopped == "memory":
        k.message(S.NetTrain, too_large(result.batch_size))


def _limits(rounds: Rounds, goal: Duration) -> dict[str, Any]:
    """The limits of a training: the shorter time counts."""
    seconds = [s for s in (rounds.seconds, goal.seconds) if s is not None]
    return {"rounds": rounds.rounds, "seconds": min(seconds, default=None)}


@contextmanager
def _seeded(k: Any, seed: Seed, number: int) -> Iterator[np.random.Generator]:
    """The random numbers of a training; while it lasts, those of the user's functions follow its seed too."""
    before = k.random
    if seed.node is not S.Inherited:
        k.random = np.random.default_rng(number)
    try:
        yield np.random.default_rng(number)
    finally:
        k.random = before
