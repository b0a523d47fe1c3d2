"""Measurements as the user asks for them, and their answers as expressions.

A specification is "name", "name" -> argument, ``NetPort[...]`` (the mean over examples of what is at a port,
or an array), or ``<|"Measurement" -> specification, "Key" -> name, "ClassAveraging" -> ..., "Direction" ->
..., "Aggregation" -> ..., "Interval" -> ...|>``.  Classes are averaged by "Macro" (the mean of classes),
"Micro" (their examples pooled), "Weighted" (by the number of examples) or None.  What is at a port is
aggregated over examples, an array over its elements, by "Mean", "Total", "Min", "Max", "RootMeanSquare",
"Variance", "StandardDeviation".  Of sequences of different lengths all elements count as examples.
``NetPort["port", "TrainingData"]`` is the data fed to the net there, also where an output has the same name.

"Interval" tells how often something is measured while training: "Round", only of whole rounds (dear things,
such as areas under curves, then cost little); "Batch", of every batch, and it is the latest batch that
reports tell of; Automatic, of rounds, and of batches where somebody may look at them.  What a round or the
validation data gave is known in all cases.  That there are such settings is documented, what exactly they do
is ours, as are "Weighted", "Direction" and some of the aggregations.

A measurement may also be a function.  It is called with an association of what is at the inputs of the net,
encoded, at its outputs, and at the targets ("Target"; "portTarget" where there are several), with the
examples of a batch or of several in the first dimension, and gives a number or an array.  What it gives is
averaged, weighted by the number of examples.  That functions are allowed is documented, how they are called
is ours.
Source: reference pages of NetMeasurements and TrainingProgressMeasurements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..arrays import list_of
from ..convert import NOT_CONVERTED, from_node
from ..engine.measurements import MACRO, MICRO, WEIGHTED, known, mean_of_classes
from ..engine.probe import AGGREGATIONS, Activation, Held, Probe, Request, Wanted
from ..engine.sites import CLASSES, Site, sites_of
from ..expr import FALSE, NONE, TRUE, Integer, Node, Real, S, String, is_head, is_rule
from ..nets.coder import Evaluate
from ..nets.coders.boolean import BooleanDecoder
from ..nets.coders.classes import ClassDecoder
from ..nets.construct import option_name
from ..nets.net import Graph, Net
from ..nets.parts import PartSpec
from ..nets.shown import typed
from ..problem import Template
from .function_measures import function_measure
from .pictures import PICTURES

NO_MEASUREMENT = Template("measurement", "`1` is not an available measurement of this net; these are: `2`.")
BAD_SETTING = Template("measopt", "`1` -> `2` is not a setting of a measurement; `3` was expected.")
AVERAGES = {String(MACRO): MACRO, String(MICRO): MICRO, String(WEIGHTED): WEIGHTED, NONE: "", S.Automatic: ""}
DIRECTIONS = {String("Increasing"): True, String("Decreasing"): False, S.Automatic: None}
BY_ROUND, BY_BATCH = "Round", "Batch"
INTERVALS = {String(BY_ROUND): BY_ROUND, String(BY_BATCH): BY_BATCH, S.Automatic: ""}
SAME_KEY = Template(
    "measkey", 'Two measurements have the key `1`; give one of them another one, <|..., "Key" -> "name"|>.'
)
EXPECTED = (
    '"Key" -> name, "ClassAveraging" -> "Macro", "Micro", "Weighted" or None, "Direction" -> "Increasing" or '
    '"Decreasing", "Interval" -> "Round" or "Batch", or for what is at a NetPort "Aggregation" -> '
    + ", ".join(f'"{aggregation}"' for aggregation in AGGREGATIONS)
)


@dataclass(frozen=True)
class Asked:
    """A measurement that was asked for under a name (`key`); `larger`: whether larger is better."""

    key: Node
    wanted: Wanted
    larger: bool = False
    picture: str = ""  # the name of a picture that is made of the answer
    interval: str = ""  # BY_ROUND, BY_BATCH, or where it is looked at

    @property
    def is_number(self) -> bool:
        """Whether the answer is a number, or numbers that a mean makes sense of."""
        return not self.picture and (not isinstance(self.wanted, Request) or self.wanted.measurement.number)

    @property
    def text(self) -> str:
        """The name where text is needed."""
        if isinstance(self.wanted, Request):
            argument = "" if self.wanted.argument is None else f" {self.wanted.argument:g}"
            return f"{self.wanted.measurement.name}{argument}"
        at = self.wanted.at[1:] if self.wanted.at[:1] == ("Net",) else self.wanted.at  # in the user's net
        return ".".join((*at, getattr(self.wanted, "port", ""))).strip(".")

    def node(self, net: Net, site: Site, value: Any) -> Node:
        """The answer as an expression."""
        labels = labels_of_site(net, site, value)
        if self.picture:
            return PICTURES[self.picture](value, labels)
        if self.wanted.by_class:
            pairs = zip(labels, value, strict=True)
            return S.Association(*(S.Rule(label, _plain(self.wanted, each)) for label, each in pairs))
        return _plain(self.wanted, value)


def _plain(wanted: Wanted, value: Any) -> Node:
    array = np.asarray(value)
    if isinstance(wanted, Request) and wanted.measurement.name.endswith("Number") and not array.ndim:
        return (
            Integer(int(value)) if not wanted.averaging or float(value).is_integer() else Real(float(value))
        )
    return list_of(array)


def labels_of_site(net: Net, site: Site, value: Any) -> list[Node]:
    """The classes that are decided between at a site, as the decoder of the net has them."""
    decoder = net.coders.get(site.port) if site.port is not None else None
    if isinstance(decoder, ClassDecoder) and decoder.classes:
        return list(decoder.classes)
    if isinstance(decoder, BooleanDecoder) or site.form == "Binary":
        return [FALSE, TRUE]
    return [Integer(i) for i in range(1, len(value) + 1)] if np.ndim(value) or isinstance(value, list) else []


@dataclass(frozen=True)
class Measures:
    """What was asked for of one net, and how to measure it."""

    net: Net
    asked: tuple[Asked, ...]
    probe: Probe

    @staticmethod
    def of(net: Net, training_net: Graph, specs: Sequence[Node], evaluate: Evaluate) -> Measures:
        """Read specifications.  Raises a Problem for one that is unknown or makes no sense for the net."""
        asked = tuple(read_measure(spec, net, training_net, evaluate) for spec in specs)
        often = {a.wanted for a in asked if a.interval != BY_ROUND}
        wanted = [a.wanted for a in asked]
        return Measures(net, asked, Probe(training_net, wanted, {w for w in wanted if w not in often}))

    def check_keys(self) -> None:
        """Raise a Problem if two have one key."""
        keys = [asked.key for asked in self.asked]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                raise SAME_KEY(typed(key))

    def by_batch(self, looked_at: bool) -> bool:
        """Whether something is to be measured of every batch; `looked_at`: whether somebody may look."""
        return any(a.interval == BY_BATCH or (looked_at and a.interval != BY_ROUND) for a in self.asked)

    def nodes(self, values: Sequence[Sequence[Any]]) -> list[Node]:
        """The answers as expressions, in the order of `asked`; by port where there are several sites."""
        found = dict(zip(self.probe.available, values, strict=True))
        return [self._node(a, found[a.wanted]) for a in self.asked if found[a.wanted]]

    def _node(self, asked: Asked, values: Sequence[Any]) -> Node:
        sites = self.probe.places[asked.wanted]
        nodes = [asked.node(self.net, site, v) for site, v in zip(sites, values, strict=True)]
        if len(nodes) == 1:
            return nodes[0]
        names = [String(site.port or ".".join(site.at)) for site in sites]
        return S.Association(*map(S.Rule, names, nodes))

    def association(self, values: Sequence[Sequence[Any]]) -> Node:
        """The answers by their keys, without those that there are none of; empty before any was measured."""
        found = dict(zip(self.probe.available, values, strict=True)) if values else {}
        keys = (a.key for a in self.asked if found.get(a.wanted))
        return S.Association(*map(S.Rule, keys, self.nodes(values))) if values else S.Association()

    def number(self, key: Node, values: Sequence[Sequence[Any]]) -> float:
        """The answer with this key as one number: the mean of classes and elements."""
        found = dict(zip(self.probe.available, values, strict=True))
        wanted = next(asked.wanted for asked in self.asked if asked.key == key)
        mean = mean_of_classes if wanted.by_class else np.mean
        return float(np.mean([mean(value) for value in found[wanted]]))


def automatic(training_net: Graph) -> list[Node]:
    """What is measured while training unless the user says otherwise."""
    deciding = [site for site in sites_of(training_net) if site.kind == CLASSES]
    return [String("ErrorRate")] if len(deciding) == 1 else []


def read_measure(spec: Node, net: Net, training_net: Graph, evaluate: Evaluate) -> Asked:
    """One specification.  Raises a Problem."""
    asked = _read(spec, net, training_net, evaluate)
    if asked is None or not asked.wanted.sites(training_net):
        raise NO_MEASUREMENT(typed(spec), ", ".join(f'"{name}"' for name in sorted(_available(training_net))))
    return asked


def _available(training_net: Graph) -> Iterator[str]:
    names = {name for name, found in known().items() if Request(found).sites(training_net)}
    yield from names
    yield from (picture for picture, base in _BASES.items() if base in names)


_BASES = {name: name.removesuffix("Plot") for name in PICTURES}


def _read(spec: Node, net: Net, training_net: Graph, evaluate: Evaluate) -> Asked | None:
    if is_head(spec, S.Association):
        return _with_settings(spec, net, training_net, evaluate)
    if is_head(spec, S.Function):
        return Asked(spec, function_measure(spec, net, training_net, evaluate))
    if is_head(spec, S.NetPort):
        wanted = _port(spec, net, training_net)
        return None if wanted is None else Asked(spec, wanted)
    name, argument = spec.args if is_rule(spec) else (spec, None)
    text = name.value if isinstance(name, String) else ""
    found = known().get(_BASES.get(text, text))
    if found is None:
        return None
    value = found.usual
    if argument is not None:
        value = from_node(int if isinstance(found.usual, int) and text != "FScore" else float, argument)
        if not found.takes or value is NOT_CONVERTED or value <= 0:
            return None
    return Asked(spec, Request(found, value), found.larger, text if text in PICTURES else "")


def _with_settings(spec: Node, net: Net, training_net: Graph, evaluate: Evaluate) -> Asked | None:
    settings = {option_name(rule.args[0]): rule.args[1] for rule in spec.args}
    base = settings.pop("Measurement", None)
    asked = _read(base, net, training_net, evaluate) if base is not None else None
    if asked is None:
        return None
    for name, value in settings.items():
        asked = _set(asked, name, value)
    return asked


def _set(asked: Asked, name: str, value: Node) -> Asked:
    if name == "Key":
        return replace(asked, key=value)
    if name == "ClassAveraging" and value in AVERAGES and isinstance(asked.wanted, Request):
        if not asked.wanted.measurement.number or not asked.wanted.measurement.by_class:
            raise BAD_SETTING(String(name), value, "a measurement with a number for each class")
        return replace(asked, wanted=replace(asked.wanted, averaging=AVERAGES[value]))
    aggregation = value.value if isinstance(value, String) else ""
    if name == "Aggregation" and aggregation in AGGREGATIONS and isinstance(asked.wanted, (Activation, Held)):
        return replace(asked, wanted=replace(asked.wanted, aggregation=aggregation))
    if name == "Direction" and value in DIRECTIONS:
        direction = DIRECTIONS[value]
        return asked if direction is None else replace(asked, larger=direction)
    if name == "Interval" and value in INTERVALS:
        return replace(asked, interval=INTERVALS[value])
    raise BAD_SETTING(typed(String(name)), typed(value), EXPECTED)


def _port(spec: Node, net: Net, training_net: Graph) -> Wanted | None:
    """What ``NetPort["port"]`` or ``NetPort[{part, ..., "name"}]`` means."""
    steps = spec.args[0].args if len(spec.args) == 1 and is_head(spec.args[0], S.List) else spec.args
    if not steps or not isinstance(steps[-1], String):
        return None
    name = steps[-1].value
    if name == "TrainingData" and len(steps) == 2 and getattr(steps[0], "value", "") in training_net.inputs:
        return Activation((), steps[0].value)  # type: ignore[attr-defined]
    if len(steps) == 1:
        return Activation(("Net",) if name in net.outputs else (), name)
    path = PartSpec.from_node(S.List(*steps[:-1]))
    if path is NOT_CONVERTED:
        return None
    at = ("Net", *path.path(net))
    held = Held((*at, name))
    return held if held.sites(training_net) else Activation(at, name)
