"""A graph of ONNX operators while it is written: nodes, constants, and the layer that is being translated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..lazy import onnx
from ..nets.net import Leaf
from ..nets.net_array import plain
from ..nets.shapes import Dims, describe
from ..problem import Problem, Template

OPSET = 18  # the newest that the documentation of Wolfram's importer names, and what others read too
NOT_FIXED = Template("onnxdims", 'The port "`2`" of `3` is `1`; it has to have fixed dimensions for ONNX.')
NOT_FILLED = Template("onnxarray", 'The array "`1`" of `2` has no values; use NetInitialize or NetTrain.')
NO_COUNTERPART = Template("onnxlayer", "ONNX files cannot be made of nets with `1`.")

Exporter = Callable[..., Any]
EXPORTERS: dict[str, Exporter] = {}


def exports(*layers: str) -> Callable[[Exporter], Exporter]:
    """Declare the function below, of (site, names of the inputs), as what these layers are in ONNX.

    It gives the name of the output, or a list of names in the order of the output ports.
    """

    def register(function: Exporter) -> Exporter:
        EXPORTERS.update(dict.fromkeys(layers, function))
        return function

    return register


class Emitter:
    """Collects nodes and constants; what has been computed already is not computed again."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, np.ndarray] = {}
        self.truths: set[str] = set()  # the tensors of truth values
        self.batch_of: str | None = None  # an input, whose first dimension is the size of the batch
        self._known: dict[Any, list[str]] = {}

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """The name of the output of an operator."""
        return self.ops(kind, 1, *inputs, **attributes)[0]

    def ops(self, kind: str, count: int, *inputs: str, **attributes: Any) -> list[str]:
        """The names of the outputs of an operator with several."""
        key = (kind, inputs, repr(sorted(attributes.items())))
        if key not in self._known:
            names = [f"{kind}_{len(self.nodes)}" + (f"_{i}" if count > 1 else "") for i in range(count)]
            self.nodes.append(onnx.helper.make_node(kind, list(inputs), names, name=names[0], **attributes))
            self._known[key] = names
        return self._known[key]

    def constant(self, value: Any, kind: Any = np.float32, name: str = "") -> str:
        """The name of a constant tensor."""
        array = np.asarray(value, kind)
        key = ("", array.dtype.str, array.shape, array.tobytes(), name)
        if key not in self._known:
            self._known[key] = [name or f"constant_{len(self.constants)}"]
            self.constants[self._known[key][0]] = array
        return self._known[key][0]

    def integers(self, *values: int) -> str:
        return self.constant(values, np.int64)

    def truth(self, kind: str, *inputs: str) -> str:
        """The output of an operator whose outputs are truth values."""
        name = self.op(kind, *inputs)
        self.truths.add(name)
        return name

    def number(self, x: str) -> str:
        """Truth values as 1 and 0; numbers as they are."""
        return self.op("Cast", x, to=1) if x in self.truths else x

    def reshaped(self, x: str, dims: Sequence[int]) -> str:
        """A batch of arrays with other dimensions."""
        return self.op("Reshape", x, self.integers(0, *dims))

    def permuted(self, x: str, sources: Sequence[int]) -> str:
        """A batch of arrays with their levels, from 0, in another order."""
        if list(sources) == list(range(len(sources))):
            return x
        return self.op("Transpose", x, perm=[0, *(i + 1 for i in sources)])

    def reduced(self, kind: str, x: str, axes: Sequence[int], keep: bool = False) -> str:
        """A batch of arrays aggregated along some levels, from 0; as it is along none."""
        if not axes:
            return x
        along = self.integers(*(axis + 1 for axis in axes))
        return self.op(f"Reduce{kind}", x, along, keepdims=int(keep))

    def batch_size(self) -> str:
        """The number of examples, as a tensor of one number."""
        if self.batch_of is None:
            return self.integers(1)
        return self.op("Slice", self.op("Shape", self.batch_of), self.integers(0), self.integers(1))

    def spread(self, x: str, dims: Sequence[int]) -> str:
        """An array, without batch dimension, for each example of the batch."""
        return self.op("Expand", x, self.op("Concat", self.batch_size(), self.integers(*dims), axis=0))


@dataclass(frozen=True)
class Site:
    """The layer that is translated: its parameters, sizes and arrays, and where nodes are added."""

    emitter: Emitter
    leaf: Leaf
    at: str  # where the layer is, for names
    states: Mapping[str, str] = field(default_factory=dict)  # the tensors of states that are given
    emit: Callable[..., dict[str, str]] | None = None  # writes a net within this layer

    @property
    def layer(self) -> Any:
        return self.leaf.solved or self.leaf.layer

    def dims(self, port: str = "Input") -> tuple[int, ...]:
        """The dimensions of a port.  Raises a Problem where they are not fixed."""
        dims: Dims = self.leaf.dims.get(port)
        if dims is None or not all(isinstance(size, int) for size in dims):
            raise NOT_FIXED(describe(dims), port, self.leaf.wl_head)
        return dims  # type: ignore[return-value]

    def rank(self, port: str = "Input") -> int:
        dims = self.leaf.dims.get(port)
        if dims is None:
            raise NOT_FIXED(describe(dims), port, self.leaf.wl_head)
        return len(dims)

    def numbers(self, name: str) -> np.ndarray | None:
        """The numbers of an array; None for one that was removed.  Raises a Problem for one not filled."""
        if name in self.leaf.values and self.leaf.values[name] is None:
            return None
        array = plain(self.leaf.values.get(name))
        if array is None:
            raise NOT_FILLED(name, self.leaf.wl_head)
        return array

    def array(self, name: str, shape: Sequence[int] | None = None) -> str:
        """The constant of an array, in another shape if one is given; "" for one that was removed."""
        array = self.numbers(name)
        if array is None:
            return ""
        label = "/".join(filter(None, (self.at, name)))
        return self.emitter.constant(array if shape is None else array.reshape(shape), name=label)

    def unsupported(self, what: str) -> Problem:
        return NO_COUNTERPART(f"{self.leaf.wl_head} ({what})")
