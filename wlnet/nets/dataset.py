"""Training data as columns: one list of examples for each port.

The forms are those of NetTrain: a list of rules ``in -> out``, a rule of lists, a list of associations, an
association of lists, or a Dataset of these.  Encoding turns columns into arrays; what does not fit is
reported with its position.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import NumericArray, array_of, list_of
from ..convert import NOT_CONVERTED
from ..expr import FALSE, TRUE, Integer, Node, S, String, Value, is_head, is_rule
from ..problem import Template
from .coder import NOT_ENCODABLE, ArrayEncoder, Encoder, Evaluate, Misfit, fits
from .integers import integers_at
from .layer import INDEX
from .net import Net
from .ragged import Column, Ragged, at, shapes
from .shown import typed

LENGTHS = Template("datalen", "The lists of the training data have different lengths: `1`.")
NO_EXAMPLES = Template("nodata", "There are no examples in the data.")
MISSING_PORT = Template("dataport", 'The data have nothing for the port "`1`"; they have `2`.')
NOT_ONE_TO_ONE = Template(
    "datarules",
    "Data of the form in -> out fit a net with one input and one output, not `1` with the ports `2`.",
)
NO_EXAMPLE = Template("dataex", "Example `1` of the data is `2`, but `3` was expected.")
KEYS = Template("datakeys", "Example `1` has the keys `2`, but the first has `3`.")


@dataclass(frozen=True)
class Dataset:
    """`columns` by port; the keys "" and "->" stand for both sides of rules, until the net is known.

    A column may also be an array, whose first dimension counts examples, or Ragged.  `places` are the
    positions of the examples, from 0, in the data that they are part of.
    """

    columns: dict[str, tuple[Node, ...]]
    places: Sequence[int] | None = None

    @classmethod
    def from_node(cls, node: Node) -> Any:
        """The data that `node` writes in one of the forms above, or NOT_CONVERTED.  Raises a Problem."""
        if is_head(node, S.Dataset) and len(node.args) == 1:
            node = node.args[0]
        if is_rule(node):
            return cls._of_columns({"": node.args[0], "->": node.args[1]})
        if is_head(node, S.Association) and node.args:
            return cls._of_columns({_name(rule.args[0]): rule.args[1] for rule in node.args})
        return cls._of_examples(node.args) if is_head(node, S.List) else NOT_CONVERTED

    @classmethod
    def _of_examples(cls, examples: Sequence[Node]) -> Any:
        if not examples:
            raise NO_EXAMPLES()
        for is_example, expected in ((is_rule, "in -> out"), (_is_association, "<|port -> value, ...|>")):
            if is_example(examples[0]):
                for place, example in enumerate(examples):
                    if not is_example(example):
                        raise NO_EXAMPLE(place + 1, example, expected)
                if is_example is _is_association:
                    return cls(_by_port(examples))
                return cls({"": tuple(e.args[0] for e in examples), "->": tuple(e.args[1] for e in examples)})
        return NOT_CONVERTED

    @classmethod
    def _of_columns(cls, nodes: Mapping[str, Node]) -> Any:
        columns = {port: _column(node) for port, node in nodes.items()}
        if any(column is None for column in columns.values()):
            return NOT_CONVERTED
        return cls._checked(columns)  # type: ignore[arg-type]

    @classmethod
    def _checked(cls, columns: dict[str, tuple[Node, ...]]) -> Dataset:
        lengths = {len(column) for column in columns.values()}
        if len(lengths) != 1:
            raise LENGTHS(", ".join(str(len(column)) for column in columns.values()))
        if lengths == {0}:
            raise NO_EXAMPLES()
        return cls(columns)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def for_net(self, net: Net) -> Dataset:
        """The data with the names of the net's ports.  Raises a Problem where rules do not fit the net."""
        if "" not in self.columns:
            return self
        inputs, outputs = net.inputs, [p for p in net.outputs if not net.ports[p].loss]
        if len(inputs) == 2 and not outputs and "Target" in inputs:  # the net ends in a loss layer
            outputs = ["Target"]
            inputs = [p for p in inputs if p != "Target"]
        if len(inputs) != 1 or len(outputs) != 1:
            raise NOT_ONE_TO_ONE(net.wl_head, ", ".join(f'"{p}"' for p in net.ports))
        return Dataset({inputs[0]: self.columns[""], outputs[0]: self.columns["->"]}, self.places)

    def column(self, port: str) -> tuple[Node, ...]:
        if port not in self.columns:
            raise MISSING_PORT(port, ", ".join(f'"{p}"' for p in self.columns) or "nothing")
        return self.columns[port]

    def at(self, places: Sequence[int]) -> Dataset:
        """The examples at some positions."""
        own = self.places
        kept = {port: chosen(column, places) for port, column in self.columns.items()}
        return Dataset(kept, list(places) if own is None else [own[i] for i in places])

    def place(self, i: int) -> int:
        """The position, from 1, of an example in all data."""
        return (i if self.places is None else int(self.places[i])) + 1

    def split(self, kept: Sequence[int], held: Sequence[int]) -> tuple[Dataset, Dataset]:
        """The data in two, by positions."""
        return self.at(kept), self.at(held)


def chosen(column: Any, places: Sequence[int]) -> Any:
    """The examples of a column at some places."""
    return at(column, places) if isinstance(column, Column) else tuple(column[i] for i in places)


def _is_association(node: Node) -> bool:
    return is_head(node, S.Association)


def _column(node: Node) -> tuple[Node, ...] | None:
    """The examples in a list or an array; None if it is neither."""
    if is_head(node, S.List):
        return node.args
    if isinstance(node, Value) and isinstance(node.value, NumericArray) and node.value.array.ndim:
        array = node.value.array
        return list_of(array).args if array.ndim == 1 else tuple(Value(NumericArray(row)) for row in array)
    return None


def _name(node: Node) -> str:
    return node.value if isinstance(node, String) else str(node)


def _by_port(examples: Sequence[Node]) -> dict[str, tuple[Node, ...]]:
    rows = [{_name(rule.args[0]): rule.args[1] for rule in example.args} for example in examples]
    for place, row in enumerate(rows):
        if row.keys() != rows[0].keys():
            raise KEYS(place + 1, ", ".join(row), ", ".join(rows[0]))
    return {port: tuple(row[port] for row in rows) for port in rows[0]}


def encode_column(encoder: Encoder, column: Sequence[Node], port: str, evaluate: Evaluate) -> Column:
    """The examples of one port as an array.  Raises a Problem that names the first one which does not fit."""
    try:
        if isinstance(column, Column):
            return _encode_array(encoder, column, evaluate)
        return encoder.encode(column, evaluate)
    except Misfit as m:
        (example,) = nodes_of(chosen(column, [m.place]))
        raise NOT_ENCODABLE(m.place + 1, port, typed(example), m.expected) from None


def _encode_array(encoder: Encoder, rows: Column, evaluate: Evaluate) -> Column:
    """Rows of an array, which may be in encoded form already."""
    numbers = rows.values if isinstance(rows, Ragged) else rows
    if isinstance(encoder, ArrayEncoder) and numbers.dtype.kind != "O":
        return encoder.numbers(rows)
    if isinstance(rows, np.ndarray) and rows.dtype == np.uint8:
        found = encoder.of_bytes(rows)
        if found is not None:
            return found
    is_array = numbers.dtype.kind != "O" and (numbers.ndim > 1 or isinstance(rows, Ragged))
    if is_array and encoder.dims and all(fits(shape, encoder.dims) for shape in shapes(rows)):
        return rows.astype(np.int64 if encoder.kind == INDEX else np.float32)
    return encoder.encode(nodes_of(rows), evaluate)


def nodes_of(rows: Any) -> tuple[Node, ...]:
    """The rows of an array, of numbers, truth values or texts, as expressions; what are such stay."""
    if isinstance(rows, Ragged):
        return tuple(Value(NumericArray(row)) for row in rows)
    if not isinstance(rows, np.ndarray):
        return tuple(rows)
    if rows.ndim > 1:
        return tuple(Value(NumericArray(row)) for row in rows)
    if rows.dtype.kind == "O":
        return tuple(String(text) for text in rows)
    if rows.dtype.kind == "b":
        return tuple(TRUE if value else FALSE for value in rows)
    return list_of(rows).args


def input_encoder(net: Net, port: str) -> Encoder:
    """What encodes examples at an input of the net."""
    coder = net.coders.get(port)
    if isinstance(coder, Encoder):
        return coder
    return ArrayEncoder(net.dims.get(port), net.ports[port].kind, integers_at(net, port))


def labels_of(column: Sequence[Node]) -> tuple[Node, ...] | None:
    """The different labels in a column of targets, in canonical order; None if they are numbers or arrays."""
    different = set(column)
    if any(is_head(c, S.List) or isinstance(c, Value) for c in different):
        return None
    if all(isinstance(c, Integer) for c in different):
        return tuple(sorted(different, key=lambda c: c.value))  # type: ignore[attr-defined]
    if all(array_of(c) is not None for c in different):
        return None
    return tuple(sorted(different, key=lambda c: (array_of(c) is None, str(getattr(c, "value", c)))))
