"""Measurements: what a net makes of data, in a number.

A measurement is one function of an `Outcome`, declared by `@measurement` for any net or for those that decide
between classes, which are the ones whose loss is a cross entropy.  The net runs once, whatever is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ..nets.layer import INDEX, Port
from ..nets.net import Edge, Graph, Leaf
from .run import apply

OUTPUT = "output of the net"  # a port that no data can be named after
THRESHOLD = 0.5  # from which a number says True


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of every example: its loss, and where the net decides, its output and its target."""

    losses: np.ndarray  # (n,)
    output: np.ndarray | None = None  # (n, *lead, classes), or (n, *any) between 0 and 1
    target: np.ndarray | None = None  # class numbers (n, *lead) from 1, or as the output
    form: str = ""  # of the cross entropy

    @cached_property
    def predicted(self) -> np.ndarray:
        """The decisions of the net: class numbers from 1, or truth values."""
        assert self.output is not None
        return self.output >= THRESHOLD if self.form == "Binary" else self.output.argmax(-1) + 1

    @cached_property
    def actual(self) -> np.ndarray:
        """What the decisions should have been."""
        assert self.target is not None
        if self.form == "Binary":
            return self.target >= THRESHOLD
        return self.target.argmax(-1) + 1 if self.form == "Probabilities" else self.target


@dataclass(frozen=True)
class Measurement:
    """How a number is found in an outcome; `decides`: only for nets that decide between classes."""

    find: Callable[[Outcome], float]
    decides: bool


MEASUREMENTS: dict[str, Measurement] = {}


def measurement(
    name: str, decides: bool = True
) -> Callable[[Callable[[Outcome], float]], Callable[[Outcome], float]]:
    """Declare a measurement under its name in the language."""

    def declare(find: Callable[[Outcome], float]) -> Callable[[Outcome], float]:
        MEASUREMENTS[name] = Measurement(find, decides)
        return find

    return declare


@measurement("Loss", decides=False)
def loss(outcome: Outcome) -> float:
    """The mean loss of the examples."""
    return float(outcome.losses.mean(dtype=np.float64))


@measurement("Accuracy")
def accuracy(outcome: Outcome) -> float:
    """The fraction of decisions that are right."""
    return float((outcome.predicted == outcome.actual).mean())


@measurement("ErrorRate")
def error_rate(outcome: Outcome) -> float:
    """The fraction of decisions that are wrong."""
    return 1 - accuracy(outcome)


def available(training_net: Graph) -> list[str]:
    """The names of the measurements that make sense for a net."""
    decides = _form(training_net) is not None
    return [name for name, found in MEASUREMENTS.items() if decides or not found.decides]


def measure(
    training_net: Graph,
    data: Mapping[str, np.ndarray],
    names: Sequence[str],
    batch_size: int | None = None,
    device: str = "cpu",
) -> dict[str, float]:
    """The named measurements of a net with its loss on encoded data.

    Raises KeyError with a name that is unknown or makes no sense for the net.
    """
    known = available(training_net)
    for name in names:
        if name not in known:
            raise KeyError(name)
    needs_output = any(MEASUREMENTS[name].decides for name in names)
    outcome = outcome_of(training_net, data, needs_output, batch_size, device)
    return {name: MEASUREMENTS[name].find(outcome) for name in names}


def outcome_of(
    training_net: Graph,
    data: Mapping[str, np.ndarray],
    needs_output: bool,
    batch_size: int | None = None,
    device: str = "cpu",
) -> Outcome:
    """Run a net with its loss over the data."""
    if not needs_output:
        found = apply(training_net, data, batch_size, device=device)
        return Outcome(_by_example(found["Loss"]))
    found = apply(_with_output(training_net), data, batch_size, device=device)
    source = {edge.target: edge.source for edge in training_net.edges}
    target = np.asarray(data[source["Loss", "Target"][1]])
    return Outcome(_by_example(found["Loss"]), found[OUTPUT], target, _form(training_net) or "")


def _by_example(losses: np.ndarray) -> np.ndarray:
    return losses if losses.ndim == 1 else losses.reshape(len(losses), -1).sum(1)


def _form(training_net: Graph) -> str | None:
    """The form of the cross entropy that a net is trained on; None for other losses."""
    node = training_net.nodes.get("Loss")
    if not isinstance(node, Leaf) or node.wl_head != "CrossEntropyLossLayer":
        return None
    if node.ports["Target"].kind == INDEX:
        return "Index"
    return str(node.layer.parameters()["Form"])


def _with_output(training_net: Graph) -> Graph:
    """The training net with what enters its loss as one more output; kept with the net."""
    found = training_net.memo.get("with output")
    if found is None:
        source = next(edge.source for edge in training_net.edges if edge.target == ("Loss", "Input"))
        found = training_net.memo["with output"] = replace(
            training_net,
            edges=(*training_net.edges, Edge(source, ("", OUTPUT))),
            port_map={**training_net.port_map, OUTPUT: Port("*any", output=True)},
        )
    return found
