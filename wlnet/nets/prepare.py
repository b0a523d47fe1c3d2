"""A net made ready for data: coders and dimensions that the user left open are taken from the examples.

Images get an "Image" encoder, labels a "Class" decoder, True and False a "Boolean" one; arrays of numbers
fix the dimensions of their port.  Sources: reference pages of NetTrain and NetEncoder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from ..arrays import array_of
from ..expr import FALSE, TRUE, Integer, Node, S, Value, is_head
from ..media.color_spaces import CHANNELS
from ..media.image import Image
from ..problem import Problem, Template
from .coder import NOT_ENCODABLE, ArrayEncoder, Coder, Decoder, Encoder, Evaluate
from .coders.boolean import BooleanDecoder
from .coders.classes import ClassDecoder
from .coders.image import ImageEncoder
from .dataset import Dataset, chosen, encode_column, input_encoder, labels_of, nodes_of
from .infer import infer
from .layer import BOOLEAN, INDEX
from .lengths import LENGTHS, check_lengths
from .net import Graph, Net
from .producer import producer
from .ragged import Column, Ragged, is_ragged
from .shapes import Dims, Size, is_known
from .shown import typed
from .skipping import Skips, misfits

CLASS_COUNT = Template(
    "classcount", 'The data have `1` classes at the port "`2`", `3`, but the output of the net has `4`.'
)
NO_CLASS = Template(
    "classrange",
    'Example `1` at the port "`2`" has the class number `3`, but the net has the classes 1 to `4`.',
)

BAD_EXAMPLES = (NOT_ENCODABLE, NO_CLASS)  # problems of single examples


def prepared(net: Net, data: Dataset, coded: Collection[str] = ()) -> Net:
    """`net` with coders and dimensions for the columns of `data`, targets that are `coded` excepted.

    Raises a Problem where they do not fit.
    """
    known: dict[str, Dims] = {}
    coders: dict[str, Coder] = {}
    for port in net.inputs:
        if port not in net.coders:
            _open_input(net, port, data.column(port), known, coders)
    for port in net.outputs:
        if port in data.columns and port not in net.coders and port not in coded:
            _open_output(net, port, data.column(port), known, coders)
    try:
        return _with(net, known, coders)
    except Problem:
        usual = {
            port: _usual(data.columns[port]) for port, dims in known.items() if dims and "Varying" in dims
        }
        if not usual:
            raise
        try:  # lengths that differ do not fit: some examples may be wrong
            return _with(net, {**known, **usual}, coders)
        except Problem:
            pass
        raise


def _with(net: Net, known: Mapping[str, Dims], coders: Mapping[str, Coder]) -> Net:
    fixed = {"coders": {**net.coders, **coders}, "given": {**net.given, **known}}
    return infer(replace(net, **fixed))  # type: ignore[arg-type, type-var]


def _open_input(
    net: Net, port: str, column: Sequence[Node], known: dict[str, Dims], coders: dict[str, Coder]
) -> None:
    dims, example = net.dims.get(port), column[0]
    if isinstance(example, Value) and isinstance(example.value, Image):
        coders[port] = _image_encoder(example.value, dims)
    elif not is_known(dims):
        known[port] = common_dims(column)


def common_dims(column: Sequence[Node]) -> Dims:
    """The dimensions of the arrays in a column, the first one "Varying" where lengths differ."""
    first = _usable(column)
    if first is None or not first.ndim:
        return None if first is None else first.shape
    shapes = _shapes(column)
    return ("Varying", *first.shape[1:]) if is_ragged(shapes) else first.shape


def _usable(column: Sequence[Node]) -> np.ndarray | None:
    """The first array in a column that is one of real numbers."""
    arrays = (array for array in map(array_of, column) if array is not None)
    return next((array for array in arrays if array.dtype.kind != "c"), None)


def _shapes(column: Sequence[Node]) -> list[tuple[int, ...]]:
    return [array.shape for array in map(array_of, column) if array is not None]


def _usual(column: Sequence[Node]) -> Dims:
    """The dimensions that most examples have."""
    return Counter(_shapes(column)).most_common(1)[0][0]


def _image_encoder(image: Image, dims: Dims) -> Encoder:
    """The encoder for pictures like `image`, in the size the port asks for."""
    space = image.color_space if image.color_space in CHANNELS else "RGB"
    size = image.dimensions
    if dims is not None and len(dims) == 3:
        spaces = {count: name for name, count in reversed(CHANNELS.items())}
        space = spaces.get(dims[0], space)  # type: ignore[arg-type]
        size = (dims[2] or size[0], dims[1] or size[1])  # type: ignore[assignment]
    return ImageEncoder(size, space)  # type: ignore[arg-type]


def _open_output(
    net: Net, port: str, column: Sequence[Node], known: dict[str, Dims], coders: dict[str, Coder]
) -> None:
    leaf, dims = producer(net, port), net.dims.get(port)
    loss = leaf.layer.natural_loss() if leaf else None
    labels, depth = labels_of(column), 1
    by_class = getattr(loss, "Form", None) == "Index"
    if by_class and dims is not None and len(dims) == 2 and all(is_head(e, S.List) for e in column):
        labels, depth = labels_of([label for example in column for label in example.args]), 2
    if by_class and labels is not None:
        count = dims[-1] if dims else None
        if _are_numbers(labels, count):
            return
        if isinstance(count, int) and count != len(labels):
            raise CLASS_COUNT(len(labels), port, typed(S.List(*labels)), count)
        coders[port] = ClassDecoder(labels, depth)
    elif loss is not None and loss.ports["Target"].kind == BOOLEAN:
        return  # a distance, whose targets say whether it should be large
    elif labels is not None and depth == 1 and set(labels) <= {TRUE, FALSE}:
        coders[port] = BooleanDecoder()
    elif by_class and dims is not None and _are_class_numbers(column, len(dims) - 1):
        return
    elif not is_known(dims):
        known[port] = common_dims(column)


def _are_class_numbers(column: Sequence[Node], depth: int) -> bool:
    """Whether examples are arrays of integers, of so many dimensions."""
    array = _usable(column)
    return array is not None and array.ndim == depth and array.dtype.kind in "iu"


def _are_numbers(labels: Sequence[Node], count: Size) -> bool:
    """Whether labels are the class numbers 1 to `count` of a net that has so many classes."""
    if not isinstance(count, int):
        return False
    return all(isinstance(label, Integer) and 1 <= label.value <= count for label in labels)


def target_dims(net: Net, port: str, column: Sequence[Node]) -> Dims:
    """The dimensions of the targets in the data: of numbers for a decoder, else of the arrays themselves."""
    coder = net.coders.get(port)
    if isinstance(coder, Decoder):
        encoder = coder.encoder()
        return encoder.dims if encoder else None
    array = array_of(column[0])
    return None if array is None else array.shape


def encoded(
    net: Net,
    training_net: Graph,
    data: Dataset,
    evaluate: Evaluate,
    real: type = np.float32,
    skips: Skips | None = None,
    ports: Sequence[str] | None = None,
) -> dict[str, Column]:
    """The columns of `data` as arrays for the inputs of the training net, or for some `ports` of it.

    Examples that do not fit are left out, with `skips`, unless they are half or more.  Raises a Problem.
    """
    encode, wanted = partial(_encode, net, training_net, evaluate, real), ports or training_net.inputs
    try:
        try:
            arrays = {port: encode(port, data.column(port)) for port in wanted}
        except Problem as problem:
            if skips is None or not skips.allowed or problem.template not in BAD_EXAMPLES:
                raise
            data = _without_misfits(data, wanted, encode, skips, problem)
            arrays = {port: encode(port, data.column(port)) for port in wanted}
        check_lengths(training_net, arrays)
    except Problem as problem:
        raise _placed(problem, data) from None
    return arrays


def _placed(problem: Problem, data: Dataset) -> Problem:
    """A problem of an example with its place in all data, not in those that are encoded now."""
    if data.places is None or problem.template not in (*BAD_EXAMPLES, LENGTHS):
        return problem
    place, *rest = problem.slots
    return Problem(problem.template, (data.places[place - 1] + 1, *rest))  # type: ignore[operator]


def _encode(
    net: Net, training_net: Graph, evaluate: Evaluate, real: type, port: str, column: Sequence[Node]
) -> Column:
    """The column of one port as an array."""
    is_input = port in net.inputs
    encoder = input_encoder(net, port) if is_input else _target_encoder(net, training_net, port)
    if isinstance(encoder, ArrayEncoder):
        encoder.real = real
    array = encode_column(encoder, column, port, evaluate)
    _check_finite(array, column, port)
    if training_net.ports[port].kind == INDEX:
        _check_classes(array, port, _classes(training_net, port))
    return array


def _check_finite(array: Column, column: Sequence[Node], port: str) -> None:
    """Raise a Problem for the first example with numbers that are none, which would spoil everything."""
    values = array.values if isinstance(array, Ragged) else array
    if values.dtype.kind != "f" or np.isfinite(values).all():
        return
    place = int(np.argwhere(~np.isfinite(values))[0][0])
    place = array.example_at(place) if isinstance(array, Ragged) else place
    (example,) = nodes_of(chosen(column, [place]))
    raise NOT_ENCODABLE(place + 1, port, typed(example), "an array of finite numbers")


def _without_misfits(
    data: Dataset, ports: Sequence[str], encode: Callable[..., Column], skips: Skips, problem: Problem
) -> Dataset:
    """The data without the examples that do not fit, the first of which has a `problem`."""
    count, bad = len(data), set[int]()
    for port in ports:
        found = misfits(count, partial(_fits, data, port, encode), (count - 1) // 2)
        if found is None or 2 * len(bad | found) >= count:
            raise problem
        bad |= found
    own = range(count) if data.places is None else data.places
    skips.add([own[place] + 1 for place in sorted(bad)], count, _placed(problem, data))
    return data.at([place for place in range(count) if place not in bad])


def _fits(data: Dataset, port: str, encode: Callable[..., Column], places: Sequence[int]) -> bool:
    """Whether the examples at some positions, which are in a row, can be encoded."""
    try:
        encode(port, chosen(data.column(port), places))
    except Problem as problem:
        if problem.template not in BAD_EXAMPLES:
            raise
        return False
    return True


def _target_encoder(net: Net, training_net: Net, port: str) -> Encoder:
    """What encodes targets: what the loss has, or the opposite of the decoder, in the form for the loss."""
    own = training_net.coders.get(port)
    if isinstance(own, Encoder):
        return own
    coder, kind = net.coders.get(port), training_net.ports[port].kind
    if isinstance(coder, ClassDecoder):
        return coder.encoder_of("Index" if kind == INDEX else "IndicatorVector") or _plain(training_net, port)
    encoder = coder.encoder() if isinstance(coder, Decoder) else None
    return encoder or _plain(training_net, port)


def _plain(net: Net, port: str) -> Encoder:
    return ArrayEncoder(net.dims.get(port), net.ports[port].kind)


def _classes(training_net: Graph, port: str) -> int | None:
    """How many classes there are for the targets at `port`: as many as its loss has probabilities."""
    losses = {edge.target[0] for edge in training_net.edges if edge.source == ("", port)}
    dims = [training_net.nodes[name].dims.get("Input") for name in losses if name not in ("", "Net")]
    counts = {d[-1] for d in dims if d and isinstance(d[-1], int)}
    return counts.pop() if len(counts) == 1 else None


def _check_classes(column: Column, port: str, count: int | None) -> None:
    if count is None:
        return
    numbers = column.values if isinstance(column, Ragged) else column
    beyond = (numbers < 1) | (numbers > count)
    if beyond.any():
        place = tuple(np.argwhere(beyond)[0])
        example = column.example_at(place[0]) if isinstance(column, Ragged) else int(place[0])
        raise NO_CLASS(example + 1, port, int(numbers[place]), count)
