"""What is to be measured of a training net, and measuring it: while it is trained, or on data.

A `Probe` is made once for a net.  It tells which tensors have to come out of the program besides the loss,
makes tallies of them for each batch, and numbers of tallies.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..lazy import torch
from ..nets.net import Graph, Path
from ..nets.ragged import Column
from .generator import Generator
from .lower import Bound, Program, Slot, canonical, lower
from .measurements import MACRO, MICRO, WEIGHTED, Measurement, mean_of_classes
from .padding import outcomes
from .run import automatic_batch, column, in_training, tensors, working
from .score_losses import from_scores
from .sequences import Parts
from .series import Stacked, Values
from .sites import Site, lead_of, sites_of, slot_at, slot_dims
from .tallies import Activations, Calling, Counts, Latest, Moments, Tally, added
from .transfer import sent

ARRAY = "array"  # a kind of site: an array of the net
LOSS_SITE = Site("", (), ())


@dataclass(frozen=True)
class Request:
    """A measurement that is wanted: its argument, and how classes are averaged ("": not at all)."""

    measurement: Measurement
    argument: Any = None
    averaging: str = ""

    @property
    def by_class(self) -> bool:
        """Whether the answer has an entry for each class."""
        return self.measurement.by_class and not self.averaging

    def sites(self, training_net: Graph) -> list[Site]:
        """Where it can be measured."""
        kind, elements = self.measurement.kind, self.measurement.elements
        if not kind:
            return [LOSS_SITE]
        fit = (site for site in sites_of(training_net) if elements is None or site.size == elements)
        return [site for site in fit if site.kind == kind]

    def tally(self) -> type[Tally]:
        return self.measurement.tally

    def value(self, tally: Any) -> Any:
        """The answer that follows from a tally."""
        arguments = [self.argument] if self.measurement.takes else []
        if self.averaging == MICRO and isinstance(tally, Counts):
            return float(self.measurement.find(tally.pooled(), *arguments)[0])
        found = self.measurement.find(tally, *arguments)
        if self.averaging == WEIGHTED:
            return mean_of_classes(found, tally.support)
        return mean_of_classes(found) if self.averaging in (MACRO, MICRO) else found


MEAN = "Mean"
# how numbers become one, from their mean, the mean of their squares, the least, the largest and their count
AGGREGATIONS: dict[str, Callable[[Any, Any, Any, Any, int], Any]] = {
    MEAN: lambda mean, square, least, most, count: mean,
    "Total": lambda mean, square, least, most, count: mean * count,
    "Min": lambda mean, square, least, most, count: least,
    "Max": lambda mean, square, least, most, count: most,
    "RootMeanSquare": lambda mean, square, least, most, count: square**0.5,
    "Variance": lambda mean, square, least, most, count: (square - mean * mean).clip(0) * _of_sample(count),
    "StandardDeviation": lambda mean, square, least, most, count: (
        ((square - mean * mean).clip(0) * _of_sample(count)) ** 0.5
    ),
}


def _of_sample(count: int) -> float:
    """What makes the variance of all that of a sample, which the language means."""
    return count / (count - 1) if count > 1 else float("nan")


@dataclass(frozen=True)
class Activation:
    """What is at an output of a part of the training net, or at its inputs, aggregated over examples.

    Of sequences of different lengths all elements count as examples.
    """

    at: Path
    port: str
    aggregation: str = MEAN
    by_class = False

    def sites(self, training_net: Graph) -> list[Site]:
        slot = slot_at(training_net, self.at, self.port)
        return [] if slot is None else [Site("", (), (slot,), lead=lead_of(slot_dims(training_net, slot)))]

    def tally(self) -> type[Tally]:
        return Activations if self.aggregation == MEAN else Moments

    def value(self, tally: Any) -> np.ndarray:
        n = tally.count
        if self.aggregation == MEAN:
            return (tally.total / n).cpu().numpy()
        mean, square, least, most = (
            x.cpu().numpy() for x in (tally.total / n, tally.square / n, tally.least, tally.most)
        )
        return np.asarray(AGGREGATIONS[self.aggregation](mean, square, least, most, n))


@dataclass(frozen=True)
class Held:
    """An array of the training net, or all its elements aggregated."""

    at: Path
    aggregation: str = ""
    by_class = False

    def sites(self, training_net: Graph) -> list[Site]:
        at = canonical(training_net).get(self.at, self.at)
        return [Site(ARRAY, at, ())] if self.at in training_net.array_specs() else []

    def tally(self) -> type[Tally]:
        return Latest

    def value(self, tally: Any) -> np.ndarray:
        array = tally.array.detach().cpu().numpy().copy()
        if not self.aggregation:
            return array
        x = array.astype(np.float64)
        summary = x.mean(), np.square(x).mean(), x.min(), x.max()
        return np.asarray(AGGREGATIONS[self.aggregation](*summary, x.size))


@dataclass(frozen=True)
class Call:
    """What a function makes of the values at some places (`ports`, by part and port), averaged by example."""

    calling: Calling
    ports: tuple[tuple[Path, str], ...]
    by_class = False

    @property
    def at(self) -> Path:
        return (self.calling.name,)

    def sites(self, training_net: Graph) -> list[Site]:
        slots = [slot_at(training_net, at, port) for at, port in self.ports]
        return [Site("", (), tuple(slots))]  # type: ignore[arg-type]

    def tally(self) -> Any:
        return self.calling

    def value(self, tally: Any) -> np.ndarray:
        return np.asarray(tally.total / tally.count)


Wanted = Request | Activation | Held | Call
Tallies = dict[tuple[Site, type[Tally]], Tally]


class Probe:
    """What is `wanted` of a training net.  `available` are those that it has a site for.

    Those that are `by_round` are never found for single batches.
    """

    def __init__(self, training_net: Graph, wanted: Sequence[Wanted], by_round: Collection[Wanted] = ()):
        self.training_net, self.by_round = training_net, frozenset(by_round)
        self.places = {w: sites for w in wanted if (sites := w.sites(training_net))}
        self.available = list(self.places)
        pairs = [(site, w.tally()) for w, sites in self.places.items() for site in sites]
        self.needed: list[tuple[Site, type[Tally]]] = list(dict.fromkeys(pairs))
        self.slots: list[Slot] = sorted({slot for site, _ in self.needed for slot in site.slots})
        # whether something has to be measured in time: arrays go on changing, functions may look at anything
        self.timely = any(s.kind == ARRAY or isinstance(kind, Calling) for s, kind in self.needed)

    def program(self) -> Program:
        """The program of the training net, with the tensors that are needed behind the loss."""
        program = lower(self.training_net)
        if not self.slots:
            return program
        return replace(program, outputs={**program.outputs, **{f"@{slot}": slot for slot in self.slots}})

    def tallies(self, losses: Any, values: Sequence[Any], arrays: Mapping[Path, Any]) -> Tallies:
        """The tallies of a batch: of its losses by example, the tensors behind the loss, and arrays."""
        if values and isinstance(values[0], Parts):
            groups = zip(values[0].places, *(v.tensors for v in values), strict=True)
            at_device = lambda at: sent(torch.from_numpy(at), losses.device)  # noqa: E731
            return together([self.tallies(losses[at_device(at)], each, arrays) for at, *each in groups])
        at = dict(zip(self.slots, values, strict=True))
        made: Tallies = {}
        for site, kind in self.needed:
            if site.kind == ARRAY:
                made[site, kind] = Latest(arrays[site.at])
                continue
            made[site, kind] = kind.of(site.reading(losses, tuple(at[slot] for slot in site.slots)))
        return made

    def stacked(self, losses: Any, values: Sequence[Any], groups: Sequence[int]) -> Stacked | None:
        """The tallies of groups of examples behind each other, so many in each; None if not had at once."""
        at, made = dict(zip(self.slots, values, strict=True)), dict[Any, Tally]()
        for site, kind in self.needed:
            if site.kind == ARRAY:
                return None
            found = kind.of_each(site.reading(losses, tuple(at[slot] for slot in site.slots)), groups)
            if found is None:
                return None
            made[site, kind] = found
        return Stacked(made, len(groups))

    def values(self, tallies: Tallies, of_batch: bool = False) -> Values:
        """The answers for all that is available, at each of its sites; none for what is by round alone."""
        return [
            [] if of_batch and w in self.by_round else [w.value(tallies[site, w.tally()]) for site in sites]
            for w, sites in self.places.items()
        ]


def together(tallies: Sequence[Tallies]) -> Tallies:
    """The tallies of several batches."""
    return {key: added([each[key] for each in tallies]) for key in tallies[0]} if tallies else {}


def tallied(
    probe: Probe,
    function: Bound,
    portions: Iterable[Sequence[Any]],
    arrays: Mapping[Path, Any],
    size: int,
) -> Tallies:
    """The tallies of portions of data, tensors by input port; `function` is the program of `probe`, bound."""
    found: Tallies = {}
    with torch.inference_mode():
        for columns in portions:
            for places, outcome in outcomes(function, columns, size):
                values = outcome.others(np.arange(len(places)))
                made = probe.tallies(outcome.losses(), values, arrays)
                found = together([found, made]) if found else made
    return found


def measure(
    probe: Probe,
    data: Mapping[str, Column] | Generator,
    batch_size: int | None = None,
    device: str = "cpu",
    precision: str = "Real32",
    training: bool = False,
) -> list[list[Any]]:
    """What a probe wants to know of its training net on encoded data, by `available` and by site."""
    net, program = probe.training_net, from_scores(probe.program())
    size = batch_size or automatic_batch(net)
    portions = (
        [column(part[port], net.ports[port], device, precision) for port in net.inputs]
        for part in _portions(data, size)
    )
    if training:
        function = in_training(net, program, device, precision=precision)
    else:
        function = program.bind(tensors(net, device, precision))
    with working(precision, device):
        arrays = tensors(net, device, precision)
        return probe.values(tallied(probe, function, portions, arrays, size))


def _portions(data: Mapping[str, Column] | Generator, size: int) -> Iterator[Mapping[str, Column]]:
    """The data whole, or as they are made."""
    if not isinstance(data, Generator):
        yield data
        return
    try:
        for batch in range(1, -(-data.round_length // size) + 1):
            yield data.make(size, 1, batch)
    finally:
        data.rest()
