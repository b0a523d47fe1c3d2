"""NetMeasurements: how well a net does on data."""

from __future__ import annotations

from typing import Any

from ..engine.measurements import MEASUREMENTS, measure
from ..expr import FAILED, Node, Real, S, String, is_head
from ..kernel.builtin import builtin
from ..nets.loss_terms import Losses
from ..nets.prepare import encoded
from ..problem import Template
from .arguments import NetArgument
from .train import TrainingData, as_dataset, with_loss
from .use import need_arrays

NO_MEASUREMENT = Template("measurement", "`1` is not an available measurement of this net; these are: `2`.")


@builtin("NetMeasurements[net_, data_, measures_]", failure=FAILED)
def net_measurements(
    k,
    net: NetArgument,
    data: TrainingData,
    measures: Node,
    *,
    BatchSize: Node = S.Automatic,
    LossFunction: Losses = S.Automatic,
):
    """NetMeasurements[net, data, "measure"] gives a measurement of net on data: "Loss", "Accuracy",
    "ErrorRate".

    A list of measures gives a list.  data have one of the forms of NetTrain; a named set stands for its
    test data.

    >> NetMeasurements[NetInitialize[NetChain[{2, SoftmaxLayer[]}, "Input" -> 1]], {{1.} -> 3}, "Accuracy"]
    $Failed
    """
    names = [_name(m) for m in (measures.args if is_head(measures, S.List) else (measures,))]
    dataset = as_dataset(k, data, "TestData").for_net(net)
    net, training_net = with_loss(net, dataset, LossFunction if isinstance(LossFunction, Losses) else None)
    need_arrays(training_net)
    found: Any = measure(training_net, encoded(net, training_net, dataset, k.evaluate), names)
    values = [Real(float(found[name])) for name in names]
    return S.List(*values) if is_head(measures, S.List) else values[0]


def _name(node: Node) -> str:
    if not isinstance(node, String) or node.value not in MEASUREMENTS:
        raise NO_MEASUREMENT(node, ", ".join(f'"{m}"' for m in sorted(MEASUREMENTS)))
    return node.value
