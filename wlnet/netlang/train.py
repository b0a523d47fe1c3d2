"""NetTrain, step by step: data, shapes, loss, arrays, multipliers, a plan, the training, the result."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..convert import NOT_CONVERTED
from ..engine.plan import TrainPlan
from ..engine.training import run
from ..expr import FAILED, NONE, Node, S, String
from ..kernel.builtin import builtin
from ..nets.attach_loss import attach_loss
from ..nets.dataset import Dataset
from ..nets.initialize import initialize
from ..nets.loss_terms import Losses
from ..nets.multipliers import Factor, Multipliers, effective, trained
from ..nets.net import Graph, Net, Path
from ..nets.prepare import encoded, prepared, target_dims
from ..problem import Template
from ..resources.data import named_data
from .arguments import NetArgument
from .initialize import Seed
from .options import Batch, Device, Duration, MethodChoice, Rounds, Validation, given
from .results import TrainResults, check_property

BAD_DATA = Template(
    "netdata",
    "`1` is not training data: a list of rules in -> out or of associations, a rule or association of lists.",
)
NOT_YET = Template("unsupopt", "`1` -> `2` is not supported; only `3` is.")
FEW = Template(
    "valfew", "ValidationSet -> Scaled[`1`] leaves `2` of `3` examples for training and `4` for validation."
)
DIVERGED = Template(
    "diverge",
    "The loss became infinite or undefined; the last good net is given. Try a smaller LearningRate.",
)


class TrainingData:
    """The data argument: data in one of the forms of Dataset, or the name of a data set."""

    @classmethod
    def from_node(cls, node: Node) -> Dataset | str:
        if isinstance(node, String):
            return node.value
        data = Dataset.from_node(node)
        if data is NOT_CONVERTED:
            raise BAD_DATA(node)
        return data


@builtin("NetTrain[net_, data_, property_]", failure=FAILED)
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
    PerformanceGoal: Node = S.Automatic,
    RandomSeeding: Seed = S.Automatic,
    TargetDevice: Device = String("CPU"),
    TimeGoal: Duration = S.Automatic,
    TrainingProgressCheckpointing: Node = NONE,
    TrainingProgressFunction: Node = NONE,
    TrainingProgressMeasurements: Node = S.Automatic,
    TrainingProgressReporting: Node = S.Automatic,
    TrainingStoppingCriterion: Node = NONE,
    TrainingUpdateSchedule: Node = S.Automatic,
    ValidationSet: Validation = NONE,
    WorkingPrecision: Node = S.Automatic,
):
    """NetTrain[net, {in1 -> out1, in2 -> out2, ...}] trains the arrays of net to give the outputs for the
    inputs.

    NetTrain[net, data, "property"] gives a property of the training, a list several, All a
    NetTrainResultsObject. LearningRateMultipliers -> {part -> r, ...} scales the learning rate of parts; r
    = 0 or None leaves a part unchanged.  With a ValidationSet the net with the lowest validation loss is
    given.

    >> Head[NetTrain[NetChain[{1}, "Input" -> 1], {{1} -> {2}}, MaxTrainingRounds -> 2]]
    NetChain
    """
    check_property(property)
    _only("TrainingProgressCheckpointing", TrainingProgressCheckpointing, NONE)
    _only("TrainingProgressFunction", TrainingProgressFunction, NONE)
    _only("TrainingProgressMeasurements", TrainingProgressMeasurements, S.Automatic)
    _only("TrainingStoppingCriterion", TrainingStoppingCriterion, NONE)
    _only("TrainingUpdateSchedule", TrainingUpdateSchedule, S.Automatic)
    _only("WorkingPrecision", WorkingPrecision, S.Automatic)
    random = np.random.default_rng(given(RandomSeeding, Seed(S.Inherited)).number(k))
    training, validation = _sets(k, net, data, given(ValidationSet, Validation()), random)
    net, training_net = with_loss(net, training, given(LossFunction, None))
    factors = effective(net, given(LearningRateMultipliers, None))
    method = given(Method, MethodChoice())
    columns = encoded(net, training_net, training, k.evaluate)
    held = encoded(net, training_net, validation, k.evaluate) if validation else None
    rounds = given(MaxTrainingRounds, Rounds())
    plan = TrainPlan(
        training_net=initialize(training_net, random),  # type: ignore[arg-type]
        data=columns,
        multipliers=_in_training_net(net, training_net, factors),
        method=method.method(),
        shared=method.shared(k, net, LearningRate),
        validation=held,
        rounds=rounds.rounds,
        seconds=_shorter(rounds.seconds, given(TimeGoal, Duration(None)).seconds),
        batch_size=given(BatchSize, Batch()).size,
        seed=int(random.integers(2**63)),
        device=given(TargetDevice, Device()).name,
    )
    observe = (lambda event: None) if TrainingProgressReporting is NONE else k.notify
    result = run(plan, observe)
    if result.reason_stopped == "diverged":
        k.message(S.NetTrain, DIVERGED())
    return TrainResults(net.with_arrays(result.net.arrays()), plan, result, factors).get(property)


def _only(name: str, value: Node, supported: Node) -> None:
    if value is not supported and value is not S.Automatic:
        raise NOT_YET(getattr(S, name), value, supported)


def _sets(
    k: Any, net: Net, data: Dataset | str, validation: Validation, random: np.random.Generator
) -> tuple[Dataset, Dataset | None]:
    """The training and the validation data, with the names of the net's ports."""
    training = as_dataset(k, data, "TrainingData").for_net(net)
    if validation.share is not None:
        count = len(training)
        held = max(1, round(validation.share * count))
        if held >= count:
            raise FEW(validation.share, count - held, count, held)
        order = random.permutation(count).tolist()
        return training.split(sorted(order[held:]), sorted(order[:held]))
    if validation.name is not None:
        return training, as_dataset(k, validation.name, "TestData").for_net(net)
    return training, validation.data.for_net(net) if validation.data else None


def as_dataset(k: Any, data: Dataset | str, element: str) -> Dataset:
    """The data, or the element of the data set that is named."""
    return Dataset.from_node(named_data(data, element, k.notify)) if isinstance(data, str) else data


def with_loss(net: Net, data: Dataset, losses: Losses | None) -> tuple[Net, Graph]:
    """The net with open shapes taken from the data, and the training net around it."""
    net = prepared(net, data)
    targets = {p: target_dims(net, p, data.column(p)) for p in net.outputs if p in data.columns}
    return net, attach_loss(net, losses, targets)


def _in_training_net(net: Net, training_net: Graph, factors: dict[Path, Factor]) -> dict[Path, float]:
    """The multipliers of the arrays to train, those of losses included, by paths in the training net."""
    names, own = training_net.shared(), net.shared()
    found = {("Net", *path): factor for path, factor in trained(factors).items()}
    for node, loss in training_net.nodes.items():
        for path, factor in trained(effective(loss)).items() if node != "Net" else ():
            if names.get((node, *path)) not in own.values():  # the net says how its own arrays are trained
                found[node, *path] = factor
    return found


def _shorter(a: float | None, b: float | None) -> float | None:
    return a if b is None else b if a is None else min(a, b)
