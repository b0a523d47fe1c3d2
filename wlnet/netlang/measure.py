"""NetMeasurements: how well a net does on data."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.measurements import known
from ..engine.probe import measure
from ..engine.run import PRECISIONS
from ..expr import FAILED, Node, S, String, is_head
from ..kernel.builtin import builtin
from ..nets.loss_terms import Losses
from ..nets.skipping import Skips
from .arguments import NetArgument
from .data import TrainingData, as_dataset
from .file_rows import ExampleEncoding
from .files_as_examples import columns_or_batches
from .information import PROPERTIES
from .measures import Measures
from .options import Batch, Device, EvaluationMode, Precision, settled
from .out_of_core import Encoding, FileSource, for_validation
from .subject import with_loss
from .use import need_arrays


@builtin("NetMeasurements[net_, data_, measures_]", failure=FAILED)
def net_measurements(
    k,
    net: NetArgument,
    data: TrainingData,
    measures: Node,
    *,
    BatchSize: Batch = S.Automatic,
    LossFunction: Losses = S.Automatic,
    NetEvaluationMode: EvaluationMode = String("Test"),
    TargetDevice: Device = String("CPU"),
    WorkingPrecision: Precision = S.Automatic,
):
    """NetMeasurements[net, data, "measure"] gives a measurement of net on data.

    Nets that end in probabilities have "Accuracy", "ErrorRate", "ConfusionMatrix", "F1Score" and many more,
    those that give numbers "MeanSquare", "RSquared", and so on; "Precision" and the like give an association
    with a number for each class, <|"Measurement" -> "Precision", "ClassAveraging" -> "Macro"|> their mean.
    A list of measures gives a list.  data have one of the forms of NetTrain; a named set stands for its test
    data.  Files that are too large for memory are read a batch at a time.

    >> NetMeasurements[ElementwiseLayer[2 # &], {1 -> 3., 2 -> 4.}, {"Loss", "MeanDeviation"}]
    {0.5, 0.5}
    """
    in_file = data if isinstance(data, FileSource) else None
    dataset = in_file.sample(net) if in_file else as_dataset(k, data, "TestData", net).for_net(net)
    net, training_net = with_loss(net, dataset, settled(Losses, LossFunction))
    need_arrays(net)
    need_arrays(training_net)
    specs = measures.args if is_head(measures, S.List) else (measures,)
    found = Measures.of(net, training_net, [spec for spec in specs if not _is_fact(spec)], k.evaluate)
    precision = settled(Precision, WorkingPrecision).name
    options = (
        settled(Batch, BatchSize).size,
        settled(Device, TargetDevice).name,
        precision,
        settled(EvaluationMode, NetEvaluationMode).training,
    )
    measured: Iterator[Node] = iter(())
    if found.asked:
        how, skips = (k, net, training_net, PRECISIONS[precision]), Skips.none()
        if in_file:
            columns = for_validation(in_file.table(training_net), Encoding(*how, skips))
        else:
            columns = columns_or_batches(ExampleEncoding(*how), dataset, skips)
        measured = iter(found.nodes(measure(found.probe, columns, *options)))
    nodes = [PROPERTIES[spec.value](net) if _is_fact(spec) else next(measured) for spec in specs]
    return S.List(*nodes) if is_head(measures, S.List) else nodes[0]


def _is_fact(spec: Node) -> bool:
    """Whether this is a property of the net itself, which needs no data."""
    return isinstance(spec, String) and spec.value in PROPERTIES and spec.value not in known()
