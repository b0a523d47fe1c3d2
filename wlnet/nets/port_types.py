"""Types of ports as the language writes them: ``"Real"``, ``3``, ``{1, 28, 28}``, ``NetEncoder[...]``."""

from __future__ import annotations

from dataclasses import dataclass

from ..expr import Expr, Integer, Node, S, String, Symbol, Value, to_node
from ..problem import Template
from .coder import DECODERS, ENCODERS, Coder, Decoder, Encoder, make_coder
from .layer import REAL
from .shapes import Dims, Size

PORT_TYPE = Template(
    "porttype",
    '`1` is not a type for the port "`2`"; "Real", "Integer", an integer, a list of dimensions or a `3` '
    "was expected.",
)


@dataclass(frozen=True)
class PortType:
    """What a type says: dimensions (None: infer them), and a coder if it names one."""

    dims: Dims = None
    coder: Coder | None = None


def read_port_type(node: Node, port: str, is_output: bool) -> PortType:
    """The type of the port that `node` writes.  Raises a Problem for anything else."""
    if isinstance(node, Value) and isinstance(node.value, Coder):
        wanted = Decoder if is_output else Encoder
        if isinstance(node.value, wanted):
            return PortType(coder=node.value)
    if node is S.Automatic or node is Symbol("None"):
        return PortType()
    dims = _dims(node)
    if dims is not None:
        return PortType(dims)
    coders = DECODERS if is_output else ENCODERS
    if isinstance(node, String) and node.value in coders:
        return PortType(coder=make_coder("NetDecoder" if is_output else "NetEncoder", node))
    raise PORT_TYPE(node, port, "NetDecoder" if is_output else "NetEncoder")


def _dims(node: Node) -> Dims:
    if node in (String("Real"), String("Integer")):
        return ()
    if isinstance(node, Expr) and node.head is S.Restricted and node.args[:1] == (String("Integer"),):
        return ()
    if node == String("Varying"):
        return ("Varying",)
    if isinstance(node, Integer) and node.value > 0:
        return (node.value,)
    if isinstance(node, Expr) and node.head is S.List:
        sizes = [_size(a) for a in node.args]
        return None if any(s == 0 for s in sizes) else tuple(sizes)
    return None


def _size(node: Node) -> Size:
    """One dimension; 0 for what is none."""
    if isinstance(node, Integer) and node.value > 0:
        return node.value
    if node is S.Automatic:
        return None
    return "Varying" if node == String("Varying") else 0


def type_node(dims: Dims, coder: Coder | None, kind: str = REAL) -> Node:
    """What NetExtract gives for a port, and what gives a port this type when it is built."""
    if coder is not None:
        return Value(coder)
    if dims is None:
        return S.Automatic
    if dims == ():
        return String("Real" if kind == REAL else "Integer")
    sizes = [S.Automatic if d is None else to_node(d) for d in dims]
    return sizes[0] if len(sizes) == 1 and sizes[0] is not S.Automatic else Expr(S.List, tuple(sizes))
