"""Sequences of different lengths in one run: layers that go along a sequence take them side by side, padded.

Where examples of equal length alone are run together (see `sequences`), a batch costs as many runs as it has
lengths.  But a layer whose output at a place depends on nothing behind that place (`Layer.causal`) may be
given more than there is: what comes of the rest is not looked at.  So a batch is run as `Padded` tensors from
layer to layer as long as the layers allow it; some others say themselves what they make of padding
(`Layer.forward_padded`).  From the first layer on that does neither, examples of equal length go together.
What comes out is what each example gives by itself, whatever the layers are.

Padding repeats the last element, which is always a value that the layers can take.  `buckets` sees to it that
there is little of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..lazy import torch
from ..problem import Problem
from .lower import Bound, Padding
from .sequences import Parts, Sequences, alike, cut, dense, parts, vary
from .transfer import sent

MOST = 1.25  # how many elements a padded batch may have for each one that is not padding


@dataclass(frozen=True, eq=False)
class Padded:
    """Sequences as one tensor, (batch, longest, *rest), whose first `lengths[i]` elements are example i."""

    values: Any
    lengths: np.ndarray

    def __len__(self) -> int:
        return len(self.lengths)

    def of(self, places: np.ndarray) -> Any:
        """Examples of equal length as a tensor."""
        return _at(self.values, places)[:, : int(self.lengths[places[0]])]


def padded(column: Sequences) -> Padded:
    """All examples of a column, none of them empty."""
    within = np.minimum(np.arange(column.lengths.max()), column.lengths[:, None] - 1)
    return Padded(column.elements(column.starts[:, None] + within), column.lengths)


def _at(tensor: Any, places: np.ndarray) -> Any:
    return tensor[sent(torch.from_numpy(places), tensor.device)]


def buckets(columns: Sequence[Any], size: int = 2**62) -> Iterator[tuple[np.ndarray, tuple[Any, ...]]]:
    """Batches of at most `size` examples of similar lengths: their places, and for each column a tensor or
    Padded."""
    lengths = [c.lengths for c in columns if isinstance(c, Sequences)]
    for places in cut(_similar(lengths), size):
        yield places, tuple([_of_bucket(column, places) for column in columns])


def _of_bucket(column: Any, places: np.ndarray) -> Any:
    if isinstance(column, Sequences) and (lengths := column.lengths[places]).min() < lengths.max():
        return padded(column.at(places))
    return dense(column, places)


def _similar(lengths: Sequence[np.ndarray]) -> Iterator[np.ndarray]:
    """The places of the examples, from short to long, cut where padding would become too much."""
    groups, count = alike(lengths), 0
    held: list[np.ndarray] = []
    longest = total = np.zeros(len(lengths), np.int64)
    for group in groups:
        own = np.array([each[group[0]] for each in lengths])
        larger, more = np.maximum(longest, own), total + own * len(group)
        fits = longest.all() and own.all() and (larger * (count + len(group)) <= MOST * more).all()
        if held and not fits:
            yield np.concatenate(held)
            held, count, larger, more = [], 0, own, own * len(group)
        held.append(group)
        count, longest, total = count + len(group), larger, more
    yield np.concatenate(held)


@dataclass(frozen=True, eq=False)
class Outcome:
    """The `results` of a run, tensors, Padded or Parts; `groups` are the places of examples of one length."""

    results: Sequence[Any]
    groups: Sequence[np.ndarray]

    def losses(self) -> Any:
        """The first result as one number for each example."""
        first = self.results[0]
        if not isinstance(first, (Padded, Parts)):
            return one_each(first)
        found = self._parts(first)
        return Parts([*map(one_each, found.tensors)], found.places).joined()

    def others(self, places: np.ndarray) -> list[Parts]:
        """The results behind the first, apart from autograd; example i stands at `places[i]`."""
        return [
            Parts([tensor.detach() for tensor in found.tensors], found.places).within(places)
            for found in map(self._parts, self.results[1:])
        ]

    def all(self, places: np.ndarray) -> list[Parts]:
        """All results; example i stands at `places[i]`."""
        return [
            self._parts(each).within(places) if isinstance(each, (Padded, Parts)) else Parts([each], [places])
            for each in self.results
        ]

    def _parts(self, result: Any) -> Parts:
        """A result by groups."""
        if isinstance(result, Parts):
            return result
        return Parts([_of(result, places) for places in self.groups], self.groups)


def one_each(losses: Any) -> Any:
    """One number for each example: the sum of those that there are."""
    return losses if losses.dim() == 1 else losses.flatten(1).sum(1)


def outcomes(
    bound: Bound, columns: Sequence[Any], size: int = 2**62, padded: bool = True
) -> Iterator[tuple[np.ndarray, Outcome]]:
    """Runs on at most `size` examples at a time: their places, and what came of them.

    Not `padded`, only examples of equal length are run together.
    """
    padded = padded and vary(columns) and any(each.causal or each.call for each in bound.padding)
    for places, batch in (buckets if padded else parts)(columns, size):
        if any(isinstance(column, Padded) for column in batch):
            yield places, run(bound, batch)
        else:
            yield places, Outcome(bound(*batch), [np.arange(len(places))])


def run(bound: Bound, columns: Sequence[Any]) -> Outcome:
    """What a program makes of tensors and Padded."""
    groups = alike([c.lengths for c in columns if isinstance(c, Padded)])
    try:
        return _run(bound, [*columns, *bound.room], groups)
    except Problem:  # perhaps a layer refused numbers that come of the padding
        return Outcome(_apart(bound, 0, [*columns, *bound.room], groups), groups)


def _run(bound: Bound, value: list[Any], groups: Sequence[np.ndarray]) -> Outcome:
    for i, ((call, sources, targets), padding) in enumerate(zip(bound.calls, bound.padding, strict=True)):
        inputs = [value[sources]] if type(sources) is int else [value[s] for s in sources]
        if not any(isinstance(x, Padded) for x in inputs):
            result = call(*inputs)
        elif (result := _along(call, padding, inputs)) is None:
            return Outcome(_apart(bound, i, value, groups), groups)
        if type(targets) is int:
            value[targets] = result
        else:
            for target, part in zip(targets, result, strict=True):
                value[target] = part
    return Outcome([value[r] for r in bound.results], groups)


def _along(call: Any, padding: Padding, inputs: list[Any]) -> Any:
    """What a layer makes of inputs some of which are padded; None if it cannot take them."""
    lengths = [x.lengths for x in inputs if isinstance(x, Padded)]
    same = all(each is lengths[0] or np.array_equal(each, lengths[0]) for each in lengths)
    if not same or any(isinstance(x, Padded) for x in inputs[padding.ports :]):
        return None
    tensors = [x.values if isinstance(x, Padded) else x for x in inputs]
    if padding.call:
        first = next(x for x in tensors if x is not None)
        return padding.call(sent(torch.from_numpy(lengths[0]), first.device), *tensors)
    if not padding.causal:
        return None
    result = call(*tensors)
    if not isinstance(result, tuple):
        return Padded(result, lengths[0])
    return tuple([Padded(each, lengths[0]) for each in result])  # states are not looked at


def _apart(bound: Bound, first: int, value: list[Any], groups: Sequence[np.ndarray]) -> list[Parts]:
    """Go on from a step on, with the examples of equal length together."""
    found, needed = [], bound.needed(first)
    for places in groups:
        own = [_of(x, places) if r in needed else None for r, x in enumerate(value)]
        found.append(bound.resume(own, first))
    return [Parts(tensors, groups) for tensors in zip(*found, strict=True)]


def _of(value: Any, places: np.ndarray) -> Any:
    return value.of(places) if isinstance(value, Padded) else None if value is None else _at(value, places)
