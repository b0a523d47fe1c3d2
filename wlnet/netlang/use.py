"""Using a net: ``net[x]``, ``net[{x1, x2}]``, ``net[x, "Probabilities"]``, ``net[<|"port" -> x|>]``."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from ..arrays import NumericArray, array_of, list_of
from ..convert import from_node
from ..engine.run import apply
from ..expr import NONE, Atom, Expr, Node, Real, S, String, Symbol, Value, is_head, is_rule
from ..kernel.builtin import applier, builtin
from ..nets.coder import NOT_ENCODABLE, ArrayEncoder, Decoder
from ..nets.dataset import encode_column, input_encoder
from ..nets.infer import infer
from ..nets.input_ports import of_list
from ..nets.integers import need_classes
from ..nets.lengths import check_lengths, explain
from ..nets.net import Net
from ..nets.open_inputs import is_open
from ..nets.parts import path_node
from ..nets.prepare import common_dims
from ..nets.ragged import Column, Ragged
from ..nets.shapes import is_known
from ..nets.shown import typed
from ..problem import Problem, Template
from .gradients import asks_gradient, gradients, split_imposed
from .initialize import Seed
from .interior import view_of
from .options import Batch, Device, EvaluationMode, Precision
from .states import arrays_of, asks_states, need_states, run_with_states, split_states, states_node

UNFILLED = Template(
    "netuninit", "The arrays `1` of this `2` have no values; use NetInitialize or NetTrain to give them some."
)
OPEN_INPUTS = Template(
    "netopen", "The number of inputs of this `1` is open; connections, or InputPorts of a layer, fix it."
)
NO_DATA = Template("netinputs", "The net needs data for its ports `1`; `2` were given.")
NOT_ENCODABLE_ALONE = Template("encode", 'The data for the port "`2`" are `3`, but `4` was expected.')
NOT_PROPERTY = Template("netprop", "`1` is neither an output port nor a property of a decoder of this `2`.")
BATCH_LENGTHS = Template("netbatch", "The ports were given batches of different lengths: `1`.")
BAD_OPTION = Template("netopt", "`1` is not an option of applied nets that is available; these are: `2`.")
TOO_MANY = Template(
    "netapply", "A net is applied to data, and a property or port, with options; `1` arguments were given."
)
PROPERTIES = String("Properties")
OPTIONS: dict[str, Any] = {
    "BatchSize": Batch,
    "NetEvaluationMode": EvaluationMode,
    "RandomSeeding": Seed,
    "TargetDevice": Device,
    "WorkingPrecision": Precision,
}


DEFAULTS = {
    "BatchSize": S.Automatic,
    "NetEvaluationMode": String("Test"),
    "RandomSeeding": S.Automatic,
    "TargetDevice": String("CPU"),
    "WorkingPrecision": String("Real32"),
}


@builtin("Options[net_]")
def options_of_net(k: Any, net: Net) -> Node:
    """Options[net] gives the options of applying a net.

    >> WorkingPrecision /. Options[LinearLayer[3]]
    "Real32"
    """
    return S.List(*(S.Rule(Symbol(name), value) for name, value in DEFAULTS.items()))


@dataclass(frozen=True)
class Request:
    """The arguments of an applied net: data, what is wanted, the options as Python values."""

    data: Node
    wanted: Node
    options: dict[str, Any]

    @classmethod
    def of(cls, args: Sequence[Node]) -> Request:
        names = [_option(a) for a in args]
        options = {name: a.args[1] for a, name in zip(args, names, strict=True) if name}
        for name in options:
            if name not in OPTIONS:
                raise BAD_OPTION(name, ", ".join(OPTIONS))
        rest = [a for a, name in zip(args, names, strict=True) if not name]
        if len(rest) > 2:
            raise TOO_MANY(len(rest))
        values = {name: from_node(OPTIONS[name], node) for name, node in options.items()}
        return cls(rest[0] if rest else S.Null, rest[1] if len(rest) > 1 else S.Automatic, values)

    @property
    def precision(self) -> str:
        return self.options.get("WorkingPrecision", Precision()).name

    def settings(self, k: Any) -> dict[str, Any]:
        """How to run, as the engine wants it."""
        option = self.options.get
        return {
            "training": option("NetEvaluationMode", EvaluationMode()).training,
            "device": option("TargetDevice", Device()).name,
            "seed": option("RandomSeeding", Seed(S.Inherited)).number(k),
            "precision": self.precision,
        }

    def run(self, k: Any, net: Net, arrays: dict[str, Column]) -> dict[str, Column]:
        """The outputs of the net for encoded inputs, as the options ask for."""
        size = self.options.get("BatchSize", Batch()).size
        try:
            return apply(net, arrays, batch_size=size, **self.settings(k))
        except (IndexError, RuntimeError):
            explain(net, arrays)
            raise


def _option(node: Node) -> str:
    """The name of the option that an argument sets; "" where it sets none."""
    if not is_rule(node):
        return ""
    key = node.args[0]
    if isinstance(key, String):
        return key.value if key.value in OPTIONS else ""
    return key.name if isinstance(key, Symbol) else ""


@applier(Net)
def apply_net(k: Any, net: Net, args: tuple[Node, ...]) -> Node:
    """The value of ``net[args]``."""
    return applied(k, net, Request.of(args))


def applied(k: Any, net: Net, request: Request, memory: dict[str, np.ndarray] | None = None) -> Node:
    """The value of an applied net.  A `memory` holds its states, and afterwards those that came of it.

    Data with exact numbers, as Pi and Sqrt[2], are taken as machine numbers once they have been refused.
    """
    try:
        return _applied(k, net, request, memory)
    except Problem as p:
        data = (
            _numeric(k, net, request.data)
            if p.template in (NOT_ENCODABLE, NOT_ENCODABLE_ALONE)
            else request.data
        )
        if data is request.data:
            raise
    return _applied(k, net, replace(request, data=data), memory)


def _applied(k: Any, net: Net, request: Request, memory: dict[str, np.ndarray] | None) -> Node:
    net, data = of_list(net, request.data)
    data, imposed = split_imposed(data)
    data, states = split_states(net, data)
    given = _given(net, data)
    net = _settled(net, given)
    need_arrays(net)
    need_classes(net)
    columns, is_batch = _columns(net, given)
    if is_batch and not any(columns.values()):
        return S.List()
    numeric = any(isinstance(v, Value) and isinstance(v.value, NumericArray) for v in given.values())
    arrays = _all_encoded(k, net, columns, is_batch, request.precision)
    check_lengths(net, arrays)
    if asks_gradient(request.wanted):
        return gradients(net, request.wanted, arrays, imposed, is_batch, numeric, request.settings(k))
    if memory is not None or states is not None or asks_states(request.wanted):
        whole = need_states(net)
        before = arrays_of(whole, states, is_batch) if memory is None else memory
        outputs, after = run_with_states(whole, arrays, before, partial(request.run, k))
        if memory is not None:
            memory.update(after)
        if asks_states(request.wanted):
            return states_node(whole, after, is_batch, numeric)
        return _answer(k, net, outputs, request.wanted, is_batch, numeric)
    view = view_of(net, request.wanted)
    if view is not None:
        found = request.run(k, view.net, arrays).items()
        return view.answer(
            {port: _decoded(k, view.net, port, c, S.Automatic, is_batch, numeric) for port, c in found}
        )
    return _answer(k, net, request.run(k, net, arrays), request.wanted, is_batch, numeric)


def _all_encoded(
    k: Any, net: Net, columns: dict[str, tuple[Node, ...]], is_batch: bool, precision: str
) -> dict[str, Column]:
    try:
        return {port: _encoded(k, net, port, column, precision) for port, column in columns.items()}
    except Problem as p:
        if is_batch or p.template is not NOT_ENCODABLE:
            raise
        raise Problem(NOT_ENCODABLE_ALONE, p.slots, p.head) from None


def _encoded(k: Any, net: Net, port: str, column: Sequence[Node], precision: str) -> Column:
    encoder = input_encoder(net, port)
    if precision == "Real64" and isinstance(encoder, ArrayEncoder):
        encoder.real = np.float64
    return encode_column(encoder, column, port, k.evaluate)


def _given(net: Net, data: Node) -> dict[str, Node]:
    """The data by port.  Raises a Problem unless there are data for every input."""
    given = {"": data} if len(net.inputs) == 1 else {}
    if is_head(data, S.Association):
        named = {r.args[0].value: r.args[1] for r in data.args if isinstance(r.args[0], String)}
        given = named if not given or named.keys() == set(net.inputs) else given
        if named and given is not named and net.inputs[0] not in net.coders:
            given = named  # other names: told below
    if "" in given:
        given = {} if data is S.Null and net.inputs[0] not in net.coders else {net.inputs[0]: data}
    if given.keys() != set(net.inputs):
        shown = ", ".join(f'"{p}"' for p in net.inputs) or "(none)"
        names = ", ".join(f'"{p}"' for p in given)
        raise NO_DATA(shown, names or ("none" if data is S.Null else "no names of ports"))
    return given


def _numeric(k: Any, net: Net, node: Node) -> Node:
    """Data with machine numbers for what is exact in them, the same node where nothing is."""
    if isinstance(node, (Atom, Value)):
        return node
    if is_head(node, S.List) or is_head(node, S.Association):
        parts = tuple([_numeric(k, net, part) for part in node.args])
        return node if all(map(operator.is_, parts, node.args)) else Expr(node.head, parts)
    if is_rule(node):
        key, value = node.args
        coded = isinstance(key, String) and key.value in net.coders
        new = value if coded else _numeric(k, net, value)
        return node if new is value else Expr(node.head, (key, new))
    value = k.evaluate(S.N(node))
    return value if isinstance(value, Real) else node


def _columns(net: Net, given: dict[str, Node]) -> tuple[dict[str, tuple[Node, ...]], bool]:
    """The examples by port, and whether they are a batch."""
    single = {p: input_encoder(net, p).is_example(n) or _is_one(net, p, n) for p, n in given.items()}
    empty = {port: array for port, node in given.items() if (array := _empty(net, port, node)) is not None}
    if all(single.values()) or (any(single.values()) and all(single[p] or p in empty for p in single)):
        given = {**given, **empty}  # beside examples for other ports, an empty list is an empty sequence
        return {port: (node,) for port, node in given.items()}, False
    columns = {port: elements(node) for port, node in given.items()}
    lengths = {len(column) for column in columns.values()}
    if len(lengths) != 1:
        raise BATCH_LENGTHS(", ".join(f"{p}: {len(c)}" for p, c in columns.items()))
    return columns, True


def _is_one(net: Net, port: str, node: Node) -> bool:
    """Whether what is no example cannot be a batch either: no list, or for an array a list without lists."""
    if isinstance(node, Value):
        return False
    if not is_head(node, S.List):
        return True
    if port in net.coders or not net.dims.get(port) or not node.args:
        return False
    return not any(isinstance(each, Value) or is_head(each, S.List) for each in node.args)


def _empty(net: Net, port: str, node: Node) -> Node | None:
    """The sequence without elements that an empty list is at a port which takes sequences of arrays."""
    dims = net.dims.get(port)
    if node != S.List() or port in net.coders or not dims or not isinstance(dims[0], str):
        return None
    return Value(NumericArray(np.zeros((0, *dims[1:]), np.float32))) if is_known(dims) else None  # type: ignore


def elements(node: Node) -> tuple[Node, ...]:
    """The examples of a batch; what is no list counts as one example, for the encoder to refuse."""
    array = array_of(node) if isinstance(node, Value) else None
    if array is not None and array.ndim:
        return tuple(Value(NumericArray(a)) for a in array)
    return node.args if is_head(node, S.List) else (node,)


def _settled(net: Net, given: dict[str, Node]) -> Net:
    """The net with open shapes taken from the data: one example, or a batch if that is what fits.

    Where neither fits, the message is about one example, unless only a batch has the right number of
    dimensions.
    """
    waiting = {p: n for p, n in given.items() if not is_known(net.dims.get(p)) and p not in net.coders}
    arrays = {p: array_of(node) for p, node in waiting.items()}
    open_shapes = {p: a.shape for p, a in arrays.items() if a is not None and a.size}
    ragged = {p: common_dims(n.args) for p, n in waiting.items() if arrays[p] is None and is_head(n, S.List)}
    if any(ragged.values()):  # a batch of sequences
        columns = {p: common_dims(elements(node)) for p, node in waiting.items() if p in open_shapes}
        return infer(net, {**ragged, **columns})
    if not open_shapes:
        return net
    try:
        return infer(net, open_shapes)
    except Problem as single:
        counts = {shape[:1] for shape in open_shapes.values()}
        if len(counts) != 1 or counts == {()}:
            raise
        try:
            return infer(net, {p: shape[1:] for p, shape in open_shapes.items()})
        except Problem:
            if _has_ranks(net, open_shapes, 0) or not _has_ranks(net, open_shapes, 1):
                raise single from None
            raise


def _has_ranks(net: Net, shapes: dict[str, tuple[int, ...]], fewer: int) -> bool:
    """Whether the net can take arrays of so many dimensions, or of a number of dimensions `fewer`."""
    try:
        infer(net, {port: (None,) * (len(shape) - fewer) for port, shape in shapes.items()})
    except Problem:
        return False
    return True


def need_arrays(net: Net) -> None:
    """Raise a Problem if arrays have no values, or the number of inputs is open."""
    if is_open(net):
        raise OPEN_INPUTS(net.wl_head)
    missing = net.missing()
    if missing:
        raise UNFILLED(typed(S.List(*map(path_node, missing))), net.wl_head)


def _answer(
    k: Any, net: Net, results: dict[str, Column], wanted: Node, is_batch: bool, numeric: bool
) -> Node:
    ports, prop = _wanted(net, wanted)
    answers = {port: _decoded(k, net, port, results[port], prop, is_batch, numeric) for port in ports}
    if len(answers) == 1 and wanted is not S.All and not (is_head(wanted, S.List) and prop is S.Automatic):
        return next(iter(answers.values()))
    return S.Association(*(S.Rule(String(port), node) for port, node in answers.items()))


def _wanted(net: Net, wanted: Node) -> tuple[list[str], Node]:
    """The output ports that are wanted, and the property of their decoders (Automatic: the usual one)."""
    if isinstance(wanted, String) and wanted.value in net.outputs:
        return [wanted.value], S.Automatic
    if is_rule(wanted) and isinstance(wanted.args[0], String) and wanted.args[0].value in net.outputs:
        return [wanted.args[0].value], wanted.args[1]
    if wanted is S.All:
        return net.outputs, S.Automatic
    if is_head(wanted, S.List) and wanted.args:
        ports = [each.value for each in wanted.args if isinstance(each, String)]
        if len(ports) == len(wanted.args) and set(ports) <= set(net.outputs):
            return ports, S.Automatic
    if wanted is not S.Automatic and wanted is not NONE and not any(p in net.coders for p in net.outputs):
        raise NOT_PROPERTY(typed(wanted), net.wl_head)
    return net.outputs, wanted


def _decoded(k: Any, net: Net, port: str, batch: Column, prop: Node, is_batch: bool, numeric: bool) -> Node:
    coder = net.coders.get(port)
    if isinstance(batch, Ragged):
        if isinstance(coder, Decoder) and prop is not NONE:
            return S.List(*batch.mapped(lambda b: decode(coder, b, prop, k.evaluate)))  # type: ignore
        return S.List(*(Value(NumericArray(array)) if numeric else list_of(array) for array in batch))
    if isinstance(coder, Decoder) and prop is not NONE:
        answers = decode(coder, batch, prop, k.evaluate)
        return S.List(*answers) if is_batch else answers[0]
    array = batch if is_batch else batch[0]
    return Value(NumericArray(array)) if numeric and array.ndim else list_of(array)


def decode(coder: Decoder, batch: np.ndarray, prop: Node, evaluate: Any) -> list[Node]:
    """The answers of a decoder, by its first property unless another is wanted; of "Properties" the names."""
    if prop == PROPERTIES and "Properties" not in coder.properties:
        return [S.List(*map(String, coder.properties))] * len(batch)
    wanted = String(coder.properties[0]) if prop is S.Automatic else prop
    return coder.decode(batch, wanted, evaluate)
