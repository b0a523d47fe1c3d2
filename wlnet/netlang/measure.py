"""NetMeasurements: how well a net does on data."""

from __future__ import annotations

from typing import Any

from ..engine.measurements import MEASUREMENTS, measure
from ..expr import FAILED, Node, Real, S, String, is_head
from ..kernel.builtin import builtin
from ..nets.attach_loss import attach_loss
from ..nets.prepare import encoded, prepared, target_dims
from ..problem import Template
from .arguments import NetArgument, as_net
from .train import TrainingData, as_dataset
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
    LossFunction: Node = S.Automatic,
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
    net = prepared(net, dataset)
    need_arrays(net)
    targets = [port for port in net.outputs if port in dataset.columns]
    dims = target_dims(net, targets[0], dataset.column(targets[0])) if targets else None
    training_net = attach_loss(net, None if LossFunction is S.Automatic else as_net(k, LossFunction), dims)
    found: Any = measure(training_net, encoded(net, training_net, dataset, k.evaluate), names)
    values = [Real(float(found[name])) for name in names]
    return S.List(*values) if is_head(measures, S.List) else values[0]


def _name(node: Node) -> str:
    if not isinstance(node, String) or node.value not in MEASUREMENTS:
        raise NO_MEASUREMENT(node, ", ".join(f'"{m}"' for m in sorted(MEASUREMENTS)))
    return node.value
