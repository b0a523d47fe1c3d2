"""Layers that take a sequence apart: its last element, all but one, the opposite order, the positions."""

from __future__ import annotations

from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import Integer, Node, S
from ...lazy import torch
from ...problem import Template
from ..layer import INDEX, Layer, Port, layer
from ..levels import plus
from ..shapes import Derived, Size

TOO_SHORT = Template("seqshort", "`1` needs sequences of at least 2 elements; `2` was given.")
EMPTY = Template("seqempty", "`1` needs sequences of at least 1 element; none was given.")


def _shorter(name: str, length: Size) -> Size:
    if length in (0, 1):
        raise TOO_SHORT(name, length)
    return plus(length, -1)


def some(name: str, length: Size) -> Size:
    """The length of a sequence that must not be empty."""
    if length == 0:
        raise EMPTY(name)
    return length


def _checked(name: str, x: Any) -> Any:
    """The sequences of a batch, which have to be long enough."""
    if x.shape[1] < 2:
        raise TOO_SHORT(name, x.shape[1])
    return x


@layer
class SequenceLastLayer(Layer):
    """SequenceLastLayer[] is the last element of a sequence.

    Source: reference page of SequenceLastLayer.
    """

    moves_numbers = True

    Input = Port("length *element")
    Output = Port("*element", output=True)
    last = Derived(lambda length: some("SequenceLastLayer", length), "length")

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, length, *element) -> (batch, *element)
        if not Input.shape[1]:
            raise EMPTY("SequenceLastLayer")
        return Input[:, -1]

    def forward_padded(self, ctx: Any, lengths: Any, Input: Any) -> Any:  # type: ignore[override]
        return Input[torch.arange(len(lengths), device=lengths.device), lengths - 1]

    cases = ({"Input": (3, 2)}, {"Input": (4,)})


@layer
class SequenceMostLayer(Layer):
    """SequenceMostLayer[] is a sequence without its last element; it must have at least two.

    Source: reference page of SequenceMostLayer.
    """

    moves_numbers = True

    Input = Port("length *element")
    Output = Port("shorter *element", output=True)
    shorter = Derived(lambda length: _shorter("SequenceMostLayer", length), "length")
    length = Derived(lambda shorter: plus(shorter, 1), "shorter")

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, length, *element) -> (batch, length - 1, *element)
        return _checked("SequenceMostLayer", Input)[:, :-1]

    cases = ({"Input": (3, 2)}, {"Input": (4,)})


@layer
class SequenceRestLayer(Layer):
    """SequenceRestLayer[] is a sequence without its first element; it must have at least two.

    Source: reference page of SequenceRestLayer.
    """

    moves_numbers = True

    Input = Port("length *element")
    Output = Port("shorter *element", output=True)
    shorter = Derived(lambda length: _shorter("SequenceRestLayer", length), "length")
    length = Derived(lambda shorter: plus(shorter, 1), "shorter")

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, length, *element) -> (batch, length - 1, *element)
        return _checked("SequenceRestLayer", Input)[:, 1:]

    cases = ({"Input": (3, 2)}, {"Output": (4,)})


@layer
class SequenceReverseLayer(Layer):
    """SequenceReverseLayer[] is a sequence in opposite order.

    Source: reference page of SequenceReverseLayer.
    """

    moves_numbers = True

    Input = Port("length *element")
    Output = Port("length *element", output=True)

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, length, *element) -> (batch, length, *element)
        return Input.flip(1)

    cases = ({"Input": (3, 2)}, {"Input": (4,)})


class Most(int):
    """The largest position that is told apart; 0 stands for Infinity."""

    expected = "a positive integer or Infinity"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node is S.Infinity or node == S.DirectedInfinity(Integer(1)):
            return cls(0)
        return cls(node.value) if isinstance(node, Integer) and node.value > 0 else NOT_CONVERTED

    def to_node(self) -> Node:
        return Integer(int(self)) if self else S.Infinity

    def __str__(self) -> str:
        return str(int(self)) if self else "Infinity"


@layer
class SequenceIndicesLayer(Layer):
    """SequenceIndicesLayer[] gives the positions 1, 2, ... of the elements of a sequence.

    With "Maximum" -> max, positions beyond max are max.
    Source: reference page of SequenceIndicesLayer.
    """

    Maximum: Most = Most(0)

    Input = Port("length *element")
    Output = Port("length", output=True, kind=INDEX, count="classes")
    classes = Derived(lambda most: int(most) or None, "Maximum")

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, length, *element) -> (batch, length)
        positions = torch.arange(1, Input.shape[1] + 1, device=Input.device)
        if self.Maximum:
            positions = positions.clamp_max(self.Maximum)
        return positions.repeat(Input.shape[0], 1)

    cases = ({"Input": (3, 2)}, {"Maximum": Most(2), "Input": (4,)})
