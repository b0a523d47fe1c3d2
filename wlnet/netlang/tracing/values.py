"""Stand-ins for arrays while a function is followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...expr import Expr, Foreign, Node, Value
from ...nets.shapes import Dims

if TYPE_CHECKING:
    from .builder import Builder


@dataclass(frozen=True)
class Wire(Foreign):
    """An end in the graph that is built: an output of a node, or with the node "" an input of the graph."""

    node: str
    port: str
    wl_head = "NetPort"


class Traced(Foreign):
    """An array that a part of the function gives.

    `body` is an expression of wires and operations on single numbers, a wire alone where nothing is put off;
    `shown` is the part of the function as the user wrote it.
    """

    wl_head = "NetPort"

    def __init__(self, builder: Builder, body: Node, shown: Node):
        self.builder, self.body, self.shown = builder, body, shown

    def to_node(self) -> Node:
        return self.shown

    @property
    def dims(self) -> Dims:
        """The dimensions, as far as they are known."""
        return self.builder.dims_of(self.builder.wire(self))


def traced(node: Node) -> Traced | None:
    """The stand-in that a node carries."""
    return node.value if type(node) is Value and isinstance(node.value, Traced) else None


def has_traced(node: Node) -> bool:
    """Whether a stand-in occurs in an expression."""
    if type(node) is not Expr:
        return traced(node) is not None
    if type(node.args) is not tuple:  # numbers, kept as an array
        return False
    return has_traced(node.head) or any(map(has_traced, node.args))


def wires_in(body: Node) -> Iterator[Wire]:
    """The wires in a body, from left to right."""
    if type(body) is Value and isinstance(body.value, Wire):
        yield body.value
    elif type(body) is Expr:
        for part in (body.head, *body.args):
            yield from wires_in(part)


def shown(node: Node) -> Node:
    """A part of the function as the user wrote it."""
    found = traced(node)
    if found is not None:
        return found.shown
    if type(node) is not Expr or not has_traced(node):
        return node
    return Expr(shown(node.head), tuple(map(shown, node.args)))


def replaced(body: Node, values: dict[Node, Node]) -> Node:
    """An expression with `values` in place of parts of it."""
    if body in values:
        return values[body]
    if type(body) is not Expr:
        return body
    return Expr(replaced(body.head, values), tuple(replaced(part, values) for part in body.args))
