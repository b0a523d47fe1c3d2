"""OrderingLayer: where the numbers of a vector stand in order."""

from __future__ import annotations

from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import Integer, Node, S
from ...lazy import torch
from ...problem import Template
from ..layer import INDEX, Layer, Port, layer
from ..shapes import Derived

TOO_MANY = Template("ordercount", "OrderingLayer[`1`] needs a vector of at least `2` numbers, not `3`.")


class OrderCount(int):
    """How many of the first, or counted negatively of the last positions; 0 for All."""

    expected = "an integer that is not 0, or All"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node is S.All:
            return cls(0)
        return cls(node.value) if isinstance(node, Integer) and node.value else NOT_CONVERTED

    def to_node(self) -> Node:
        return Integer(int(self)) if self else S.All


def _size(count: OrderCount, n: Any) -> Any:
    if count and isinstance(n, int) and abs(count) > n:
        raise TOO_MANY(int(count), abs(count), n)
    return abs(count) or n


@layer
class OrderingLayer(Layer):
    """OrderingLayer[] gives the positions of the numbers of a vector from the smallest to the largest.

    OrderingLayer[n] gives the first n of them, OrderingLayer[-n] the last n.  Equal numbers keep their order.
    Source: reference page of OrderingLayer.
    """

    positional = ("Count",)
    Count: OrderCount = OrderCount(0)

    Input = Port("n")
    Output = Port("size", output=True, kind=INDEX, count="n")
    size = Derived(_size, "Count n")

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, n) -> (batch, size)
        order = torch.argsort(Input, dim=-1, stable=True) + 1
        return order[:, : self.Count or None] if self.Count >= 0 else order[:, self.Count :]

    cases = (
        {"Input": (5,)},
        {"Count": OrderCount(2), "Input": (4,)},
        {"Count": OrderCount(-3), "Input": (4,)},
    )
