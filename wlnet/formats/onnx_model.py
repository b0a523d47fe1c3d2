"""An ONNX file while a net is made of it: tensors, constants, and the layers made so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..arrays import NumericArray
from ..expr import NONE, Expr, Node, S, String, Symbol, Value, to_node
from ..lazy import onnx, onnx_numpy
from ..nets.construct import build_layer
from ..nets.input_ports import ManyInputs
from ..nets.layer import LAYERS
from ..nets.net import Leaf
from ..problem import Problem, Template
from .damage import Damaged

NO_LAYER = Template("onnxoperator", "There is no layer for the ONNX operator `1`: `2`.")
NO_LAYERS = Template("onnxoperators", "There are no layers for these ONNX operators: `1`.")

Importer = Callable[["Operator"], None]
IMPORTERS: dict[str, Importer] = {}
End = tuple[str, str]


def imports(*kinds: str) -> Callable[[Importer], Importer]:
    """Declare the function below as what makes layers of these operators."""

    def register(function: Importer) -> Importer:
        IMPORTERS.update(dict.fromkeys(kinds, function))
        return function

    return register


@dataclass
class Model:
    """The tensors of a graph: constants, dimensions, and from which layer each comes."""

    constants: dict[str, np.ndarray]
    shapes: Mapping[str, tuple[int | None, ...]]  # with the batch dimension
    sources: dict[str, End] = field(default_factory=dict)  # a node named "" is the net itself
    shifted: dict[str, str] = field(default_factory=dict)  # class numbers from 0, made of those from 1
    swapped: dict[str, str] = field(default_factory=dict)  # with the sequence first, made of others
    unstacked: dict[str, str] = field(default_factory=dict)  # states with one dimension more, made of others
    sequences: set[str] = field(default_factory=set)  # what recurrent operators give, read as batch first
    sizes: set[str] = field(default_factory=set)  # what is worked out from the size of the batch
    layers: dict[str, Leaf] = field(default_factory=dict)
    edges: list[tuple[End, End]] = field(default_factory=list)

    def add(self, leaf: Leaf, inputs: Sequence[str], outputs: Sequence[str]) -> None:
        """Take in a layer that makes `outputs` of the tensors `inputs`."""
        if isinstance(leaf.layer, ManyInputs) and leaf.layer.open_inputs:
            leaf = Leaf(leaf.layer.with_inputs(len(inputs)))
        if len(inputs) != len(leaf.inputs):
            raise Damaged(f"{leaf.wl_head} needs {len(leaf.inputs)} inputs; there are {len(inputs)}")
        given = dict(zip(leaf.inputs, inputs, strict=True))
        self.connect(leaf, given, dict(zip(leaf.outputs, outputs, strict=False)))

    def connect(self, leaf: Leaf, inputs: Mapping[str, str], outputs: Mapping[str, str]) -> None:
        """Take in a layer with the tensors at its ports by name."""
        name = str(len(self.layers) + 1)
        self.layers[name] = leaf
        for port, tensor in inputs.items():
            if tensor not in self.sources:
                raise Damaged(f"nothing gives {tensor}, before {leaf.wl_head} needs it")
            self.edges.append((self.sources[tensor], (name, port)))
        for port, tensor in outputs.items():
            self.sources[tensor] = (name, port)


@dataclass(frozen=True)
class Operator:
    """One node of the graph, for the function that makes layers of it."""

    model: Model
    kind: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Any]

    def attribute(self, name: str, default: Any = None) -> Any:
        return self.attributes.get(name, default)

    def constant(self, place: int) -> np.ndarray | None:
        """The constant that an input is; None for one that is computed or absent."""
        name = self.inputs[place] if place < len(self.inputs) else ""
        return self.model.constants.get(name)

    def numbers(self, place: int, name: str = "") -> list[int] | None:
        """Integers that are a constant input, or an attribute in older files."""
        found = self.constant(place)
        if found is not None:
            return [int(n) for n in found.reshape(-1)]
        old = self.attribute(name)
        return None if old is None else [int(n) for n in np.reshape(old, -1)]

    def dims(self, place: int = 0) -> tuple[int | None, ...]:
        """The dimensions of an input, without that of the batch."""
        return self._shape(self.inputs[place])[1:]

    def out_dims(self) -> tuple[int | None, ...]:
        return self._shape(self.outputs[0])[1:]

    def _shape(self, name: str) -> tuple[int | None, ...]:
        found = self.model.shapes.get(name)
        if found is None or not found:
            raise self.problem(f"the dimensions of {name} are not known")
        return found

    def axis(self, axis: int, place: int = 0) -> int:
        """A dimension as a level of the array, from 1; the batch itself is none."""
        level = axis + len(self.dims(place)) + 1 if axis < 0 else axis
        if level == 0:
            raise self.problem("it works across the batch")
        return level

    def problem(self, reason: str) -> Problem:
        return NO_LAYER(self.kind, reason)

    def need(self, holds: bool, reason: str) -> None:
        if not holds:
            raise self.problem(reason)

    def layer(self, name: str, *arguments: Any, inputs: Sequence[str] | None = None, **options: Any) -> None:
        """The operator is a layer, with these arguments and options in the language."""
        self.model.add(made(name, *arguments, **options), inputs or self.inputs[:1], self.outputs)

    def layers(self, *leaves: Leaf) -> None:
        """The operator is several layers in a row."""
        tensors = [
            self.inputs[0],
            *(f"{self.outputs[0]}:{i}" for i in range(1, len(leaves))),
            self.outputs[0],
        ]
        for i, leaf in enumerate(leaves):
            self.model.add(leaf, tensors[i : i + 1], tensors[i + 1 : i + 2])

    def same(self, place: int = 0) -> None:
        """The output is the input."""
        self.model.sources[self.outputs[0]] = self.model.sources[self.inputs[place]]


def made(name: str, *arguments: Any, **options: Any) -> Leaf:
    """The layer of a call of its constructor."""
    rules = [S.Rule(Symbol(n) if n == "Interleaving" else String(n), node(v)) for n, v in options.items()]
    return build_layer(LAYERS[name], [*map(node, arguments), *rules])


def node(value: Any) -> Node:
    """An argument in the language; arrays as such, None as None."""
    if isinstance(value, np.ndarray):
        return Value(NumericArray(value.astype(np.float32)))
    return NONE if value is None else to_node(value)


def pure(body: Callable[[Node], Node]) -> Leaf:
    """The layer of a function of single numbers."""
    return made("ElementwiseLayer", S.Function(body(S.Slot(to_node(1)))))


def reshape(dims: Sequence[int | None]) -> Leaf:
    """The layer that gives an array these dimensions."""
    return made("ReshapeLayer", Expr(S.List, tuple(S.Automatic if n is None else to_node(n) for n in dims)))


def operator(model: Model, proto: Any) -> Operator:
    """A node of the file."""
    attributes = {a.name: _attribute(a) for a in proto.attribute}
    return Operator(model, proto.op_type, tuple(proto.input), tuple(proto.output), attributes)


def _attribute(proto: Any) -> Any:
    value = onnx.helper.get_attribute_value(proto)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return onnx_numpy.to_array(value) if isinstance(value, onnx.TensorProto) else value
