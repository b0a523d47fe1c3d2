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
from ..expr import FALSE, TRUE, Integer, Node, S, is_head
from ..problem import Problem, Template
from .coder import NOT_ENCODABLE, ArrayEncoder, Coder, Evaluate
from .coders.boolean import BooleanDecoder
from .coders.classes import ClassDecoder
from .dataset import Dataset, chosen, encode_column, input_encoder, labels_of, nodes_of
from .infer import infer
from .layer import BOOLEAN, INDEX
from .lengths import LENGTHS, too_short, unequal
from .net import Graph, Net
from .picture_decoder import PictureDecoder
from .pictures_in_data import Picture, picture_decoder, picture_encoder, picture_of
from .producer import producer
from .ragged import Column, Ragged, at, is_ragged
from .shapes import Dims, Size, is_known
from .shown import typed
from .skipping import Skips, misfits
from .targets import target_encoder

CLASS_COUNT = Template(
    "classcount", 'The data have `1` classes at the port "`2`", `3`, but the output of the net has `4`.'
)
NO_CLASS = Template(
    "classrange",
    'Example `1` at the port "`2`" has the class number `3`, but the net has the classes 1 to `4`.',
)

FILES_TRIED = 20  # to see what kind of picture is in them
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
        if port in data.columns and port not in coded:
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
    dims = net.dims.get(port)
    if (picture := _picture_in(column)) is not None:
        coders[port] = picture_encoder(picture, dims)
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


def _open_output(
    net: Net, port: str, column: Sequence[Node], known: dict[str, Dims], coders: dict[str, Coder]
) -> None:
    dims, own = net.dims.get(port), net.coders.get(port)
    picture = _picture_in(column)
    if isinstance(own, PictureDecoder) and picture and own.encoder_for(dims) is None:
        known[port] = own.sized(picture.dimensions).dims
    if own is not None:
        return
    leaf = producer(net, port)
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
    elif depth == 1 and _are_truths(column):
        coders[port] = BooleanDecoder()
    elif picture and (decoder := picture_decoder(picture, dims)):
        coders[port] = decoder
        if decoder.encoder_for(dims) is None:
            known[port] = decoder.sized(picture.dimensions).dims
    elif by_class and dims is not None and _are_class_numbers(column, len(dims) - 1):
        return
    elif not is_known(dims):
        known[port] = common_dims(column)


def _are_truths(column: Sequence[Node]) -> bool:
    """Whether examples are True and False, most at least: the others do not fit."""
    if isinstance(column, np.ndarray):
        return column.dtype.kind == "b" and column.ndim == 1
    return 2 * sum(example in (TRUE, FALSE) for example in column) > len(column)


def _picture_in(column: Sequence[Node]) -> Picture | None:
    """The first example if it is a picture; of files the first one that can be read."""
    tried = column[:FILES_TRIED] if is_head(column[0], S.File) else column[:1]
    return next((p for p in map(picture_of, tried) if p), None)


def _are_class_numbers(column: Sequence[Node], depth: int) -> bool:
    """Whether examples are arrays of integers, of so many dimensions."""
    array = _usable(column)
    return array is not None and array.ndim == depth and array.dtype.kind in "iu"


def _are_numbers(labels: Sequence[Node], count: Size) -> bool:
    """Whether labels are the class numbers 1 to `count` of a net that has so many classes."""
    if not isinstance(count, int):
        return False
    return all(isinstance(label, Integer) and 1 <= label.value <= count for label in labels)


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
    skips = skips or Skips.none()
    encode, wanted = partial(_encode, net, training_net, evaluate, real), ports or training_net.inputs
    try:
        try:
            arrays = {port: encode(port, data.column(port)) for port in wanted}
        except Problem as problem:
            if not skips.allowed or problem.template not in BAD_EXAMPLES:
                raise
            data = _without_misfits(data, wanted, encode, skips, problem)
            arrays = {port: encode(port, data.column(port)) for port in wanted}
        return of_fitting_lengths(training_net, data, arrays, skips)
    except Problem as problem:
        raise _placed(problem, data) from None


def of_fitting_lengths(
    training_net: Net, data: Dataset, arrays: dict[str, Column], skips: Skips
) -> dict[str, Column]:
    """The examples whose lengths fit each other and the net.

    Raises a Problem where lengths do not fit each other in half of all or more.  Where as many are too short
    for the net, using the net tells.
    """
    for find in (unequal, too_short) if skips.allowed else (unequal,):
        found, count = find(training_net, arrays), len(data)
        if found is None:
            continue
        bad, problem = found
        if not skips.allowed or 2 * len(bad) >= count:
            if find is unequal:
                raise problem
            continue
        kept = [place for place in range(count) if place not in bad]
        skips.add([data.place(i) for i in sorted(bad)], count, _placed(problem, data))
        arrays, data = {port: at(column, kept) for port, column in arrays.items()}, data.at(kept)
    return arrays


def _placed(problem: Problem, data: Dataset) -> Problem:
    """A problem of an example with its place in all data, not in those that are encoded now."""
    if data.places is None or problem.template not in (*BAD_EXAMPLES, LENGTHS):
        return problem
    place, *rest = problem.slots
    return Problem(problem.template, (data.place(place - 1), *rest))  # type: ignore[operator]


def _encode(
    net: Net, training_net: Graph, evaluate: Evaluate, real: type, port: str, column: Sequence[Node]
) -> Column:
    """The column of one port as an array."""
    is_input = port in net.inputs
    encoder = input_encoder(net, port) if is_input else target_encoder(net, training_net, port)
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
    skips.add([data.place(i) for i in sorted(bad)], count, _placed(problem, data))
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
