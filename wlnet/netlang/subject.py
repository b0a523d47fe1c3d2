"""What is trained on what: the net with open shapes taken from the data, its losses, the data encoded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine.plan import AUTOMATIC_BATCH, Generator
from ..engine.run import PRECISIONS
from ..expr import S
from ..nets.attach_loss import attach_loss, coded_targets
from ..nets.dataset import Dataset
from ..nets.infer import infer
from ..nets.loss_terms import Losses
from ..nets.multipliers import Factor, effective, trained
from ..nets.net import Graph, Net, Path
from ..nets.prepare import common_dims, prepared
from ..nets.shapes import ANY_LENGTH, Dims, is_known
from ..nets.skipping import Skips
from ..nets.targets import target_dims
from .data import GeneratorSpec, Source, Stream, Validation, held_back
from .file_rows import ExampleEncoding
from .files_as_examples import columns_or_batches
from .out_of_core import Encoding, FileSource, for_training, for_validation
from .schedule import Schedule

if TYPE_CHECKING:
    from ..nets.ragged import Column


@dataclass(frozen=True)
class Subject:
    """A net and its training net, and the data as columns of the latter."""

    net: Net
    training_net: Graph
    data: dict[str, Column] | Generator
    validation: dict[str, Column] | Generator | None
    skipped: list[int]  # the positions, from 1, of training examples that were left out

    def trained(self, factors: dict[Path, Factor], schedule: Schedule) -> dict[str, Any]:
        """What a plan says of the arrays that ever change: their multipliers, and their turns."""
        multipliers, turns = trained(factors), schedule.turns(self.net)
        if turns is not None:
            multipliers = {path: factor for path, factor in multipliers.items() if path in turns}
        return {
            "multipliers": self._with_losses(multipliers),
            "turns": {("Net", *path): found for path, found in (turns or {}).items()},
            "cycle": schedule.cycle,
        }

    def _with_losses(self, multipliers: dict[Path, float]) -> dict[Path, float]:
        """Multipliers by paths in the training net, those of the arrays of losses included."""
        names, own = self.training_net.shared(), self.net.shared()
        found = {("Net", *path): factor for path, factor in multipliers.items()}
        for node, loss in self.training_net.nodes.items():
            for path, factor in trained(effective(loss)).items() if node != "Net" else ():
                if names.get((node, *path)) not in own.values():  # the net says how its arrays are trained
                    found[node, *path] = factor
        return found


def subject(
    k: Any,
    net: Net,
    source: Source,
    validation: Validation,
    losses: Losses | None,
    size: int | None,
    precision: str,
    random: np.random.Generator,
) -> Subject:
    """The net with open shapes taken from the data, the training net around it, and the data encoded."""
    stream, given = None, source
    if isinstance(source, GeneratorSpec):
        stream = Stream(k, source, size or AUTOMATIC_BATCH)
        source = stream.first
    training, held = held_back(k, net, source, validation, random)
    net, training_net = with_loss(net, training, losses)
    real, file = PRECISIONS[precision], validation.data
    skips, validation_skips = _skips(k, "training data"), _skips(k, "validation data")
    examples = ExampleEncoding(k, net, training_net, real)
    kept: dict[str, Column] | Generator | None = None
    held_rows = file.table(training_net) if isinstance(file, FileSource) else None
    if isinstance(given, FileSource):
        rows = given.table(training_net)
        if validation.share is not None:
            rows, held_rows = rows.split(validation.held(rows.count), random)
    if held_rows:
        kept = for_validation(held_rows, Encoding(k, net, training_net, real, validation_skips))
    elif held:
        kept = columns_or_batches(examples, held, validation_skips)
    made: dict[str, Column] | Generator
    if stream:
        made = Generator(stream.maker(net, training_net, real, skips), stream.round_length)
    elif isinstance(given, FileSource):
        encoding = Encoding(k, net, training_net, real, skips)
        made = for_training(rows, encoding, size or AUTOMATIC_BATCH, random)
    else:
        made = columns_or_batches(examples, training, skips, random)
    return Subject(net, training_net, made, kept, skips.places)


def _skips(k: Any, name: str) -> Skips:
    """Examples of data that are left out, which messages tell."""
    return Skips(lambda problem: k.message(S.NetTrain, problem), name)


def with_loss(net: Net, data: Dataset, losses: Losses | None) -> tuple[Net, Graph]:
    """The net with open shapes taken from the data, and the training net around it."""
    net = prepared(net, data, coded_targets(net, losses))
    targets = {p: target_dims(net, p, data.column(p)) for p in net.outputs if p in data.columns}
    return net, _opened(attach_loss(net, losses, targets), net, data)


def _opened(training_net: Graph, net: Net, data: Dataset) -> Graph:
    """The training net with what it leaves open of targets, and of what else losses take, from the data."""
    known: dict[str, Dims] = {}
    for port in training_net.inputs:
        dims = training_net.dims.get(port)
        if port in net.inputs or port in training_net.coders or is_known(dims):
            continue
        if dims and is_known(dims[1:]):  # a sequence, which may be of any length
            known[port] = (ANY_LENGTH, *dims[1:])
        elif port in data.columns:
            known[port] = common_dims(data.column(port))
    if not known:
        return training_net
    return infer(replace(training_net, given={**training_net.given, **known}))  # type: ignore[return-value]
