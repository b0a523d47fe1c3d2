"""Sites: the places in a training net where something can be measured, found in its program.

A loss layer that compares an input with a target is one; so is any output of any layer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

from ..nets.layer import INDEX, Layer
from ..nets.net import Graph, Net, Path
from ..nets.shapes import Dims
from .lower import Program, Slot, lower

CLASSES, NUMBERS = "classes", "numbers"  # what a net can be measured by: its decisions, or its numbers
LOSSES = {"CrossEntropyLossLayer": CLASSES, "MeanSquaredLossLayer": NUMBERS, "MeanAbsoluteLossLayer": NUMBERS}


@dataclass(frozen=True)
class Reading:
    """What was at a site for the examples of a batch: tensors, batch first."""

    losses: Any  # (batch,), of the whole training net
    output: Any = None
    target: Any = None
    form: str = ""  # of the cross entropy
    values: tuple[Any, ...] = ()  # all that was there

    @property
    def classes(self) -> int:
        """The number of classes that are decided between."""
        return 2 if self.form == "Binary" else self.output.shape[-1]


@dataclass(frozen=True)
class Site:
    """Where a training net compares: the slots of output and target, and the output of the net it is for.

    `size` is the number of elements of the output, where it is known.  `lead`: how many dimensions stand
    before those of an example, more than one where examples are sequences of different lengths: then their
    elements count as examples.
    """

    kind: str  # CLASSES, NUMBERS
    at: Path  # of the loss
    slots: tuple[Slot, ...]
    form: str = ""
    port: str | None = None
    size: int | None = None
    lead: int = 1

    def reading(self, losses: Any, values: tuple[Any, ...]) -> Reading:
        output, target = (*values, None, None)[:2]
        if self.lead > 1:
            output, target = (x if x is None else x.flatten(0, self.lead - 1) for x in (output, target))
        return Reading(losses, output, target, self.form, values)


def sites_of(training_net: Graph) -> list[Site]:
    """The places where the training net compares, in running order."""
    found = training_net.memo.get("sites")
    if found is None:
        found = training_net.memo["sites"] = list(_sites(training_net, lower(training_net)))
    return found


def _sites(training_net: Graph, program: Program) -> Iterator[Site]:
    source = {edge.target: edge.source for edge in training_net.edges}
    leaves = dict(training_net.leaves())
    for step in program.steps:
        kind = LOSSES.get(type(step.layer).__name__)
        if kind is None or len(step.inputs) != 2:
            continue
        node, port = source.get((step.at[0], "Input"), ("", ""))
        dims, form = leaves[step.at].dims.get("Input"), _form(step.layer) if kind == CLASSES else ""
        if kind == CLASSES and form != "Binary" and dims and isinstance(dims[-1], str):
            continue  # the number of classes differs between examples
        yield Site(
            kind,
            step.at,
            step.inputs,
            form,
            port if node == "Net" and len(step.at) == 1 else None,
            prod(dims) if dims and all(isinstance(size, int) for size in dims) else None,  # type: ignore[arg-type]
            lead_of(dims),
        )


def lead_of(dims: Dims) -> int:
    """How many dimensions of a batch stand before what always has one shape: the batch, and what varies."""
    return 1 + max((i + 1 for i, size in enumerate(dims or ()) if isinstance(size, str)), default=0)


def slot_dims(training_net: Graph, slot: Slot) -> Dims:
    """The dimensions of what is in a slot, for one example."""
    program = lower(training_net)
    if slot < len(program.inputs):
        return training_net.dims.get(program.inputs[slot])
    step = next(step for step in program.steps if slot in step.outputs)
    return dict(training_net.leaves())[step.at].dims.get(program.names[slot].rpartition(".")[2])


def _form(loss: Layer) -> str:
    return "Index" if loss.ports["Target"].kind == INDEX else str(loss.parameters()["Form"])


def slot_at(training_net: Graph, at: Path, port: str) -> Slot | None:
    """The slot of an output of the layer or net at `at`, or of an input of the training net; None: none."""
    name = ".".join(_maker(training_net, at, port))
    names = lower(training_net).names
    return names.index(name) if name in names else None


def _maker(net: Net, at: Path, port: str) -> Path:
    """The path of the layer that makes an output, and the name it has there."""
    if not at:
        source = {edge.target: edge.source for edge in net.edges} if isinstance(net, Graph) else {}
        if ("", port) not in source:
            return (port,)
        node, port = source["", port]
        return (node, *_maker(net.children[node], (), port)) if node else (port,)
    inner = net.children.get(at[0])
    return (*at, port) if inner is None else (at[0], *_maker(inner, at[1:], port))
