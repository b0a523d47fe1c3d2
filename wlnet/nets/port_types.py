"""Types of ports as the language writes them: ``"Real"``, ``3``, ``{1, 28, 28}``, ``NetEncoder[...]``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..expr import Expr, Integer, Node, S, String, Symbol, Value, is_head, to_node
from ..problem import Template
from .coder import DECODERS, ENCODERS, Coder, Decoder, Encoder, make_coder
from .layer import INDEX, REAL
from .shapes import Dims, Size
from .shown import typed

PORT_TYPE = Template(
    "porttype",
    '`1` is not a type for the port "`2`"; "Real", "Integer", an integer, a list of dimensions or a `3` '
    "was expected.",
)
ONLY_FIRST = Template(
    "varyfirst",
    'The type `1` of the port "`2`" has a varying length behind the first; only the first can vary.',
)


_LENGTH = re.compile(r"[A-Za-z][A-Za-z0-9]*")  # names of lengths that vary
_TYPES = {"Real", "Integer", "Scalar", "UnitVector"}


@dataclass(frozen=True)
class PortType:
    """What a type says: dimensions (None: infer them), and a coder if it names one."""

    dims: Dims = None
    coder: Coder | None = None
    count: int | None = None  # of the classes that integers from 1 on stand for
    integers: tuple[Size, Size] | None = None  # least and largest where only integers may stand, None: any

    @property
    def elements(self) -> tuple[Size, ...] | None:
        """What is kept of integers beside the dimensions: their number from 1 on, else both ends."""
        return self.integers if self.count is None else (self.count,)


def read_port_type(node: Node, port: str, is_output: bool) -> PortType:
    """The type of the port that `node` writes.  Raises a Problem for anything else."""
    if isinstance(node, Value) and isinstance(node.value, Coder):
        wanted = Decoder if is_output else Encoder
        if isinstance(node.value, wanted):
            return PortType(coder=node.value)
    if node is S.Automatic or node is Symbol("None"):
        return PortType()
    if is_head(node, S.List) and node.args and isinstance(node.args[-1], Value):  # type: ignore[attr-defined]
        return _each(node, port, is_output)
    kind = _array(node)
    if kind is not None:
        if not is_output and any(isinstance(size, str) for size in (kind.dims or ())[1:]):
            raise ONLY_FIRST(typed(node), port)
        return kind
    coders = DECODERS if is_output else ENCODERS
    if isinstance(node, String) and node.value in coders:
        return PortType(coder=make_coder("NetDecoder" if is_output else "NetEncoder", node))
    raise PORT_TYPE(typed(node), port, "NetDecoder" if is_output else "NetEncoder")


def _each(node: Node, port: str, is_output: bool) -> PortType:
    """The type {n, ..., coder} of programs from before coders had "Dimensions" and "InputDepth"."""
    *sizes, last = node.args  # type: ignore[attr-defined]
    inner = read_port_type(last, port, is_output)
    if inner.coder is None or not sizes:
        raise PORT_TYPE(typed(node), port, "NetDecoder" if is_output else "NetEncoder")
    written = inner.coder.to_node()
    spec = written.args[0] if is_head(written.args[0], S.List) else S.List(written.args[0])
    dims = S.Rule(String("Dimensions"), S.List(*sizes))
    depth = S.Rule(String("InputDepth"), Integer(len(sizes) + 1))
    return PortType(coder=make_coder(inner.coder.wl_head, S.List(*spec.args, depth if is_output else dims)))


def is_type(node: Node) -> bool:
    """Whether `node` is the type of some port."""
    return (
        _array(node) is not None
        or node is S.Automatic
        or (isinstance(node, Value) and isinstance(node.value, Coder))
    )


def _array(node: Node) -> PortType | None:
    """The type of an array: of its dimensions, with the type of its elements behind them if it is given."""
    element = _element(node)
    if element is not None:
        return element
    if node == String("Varying"):
        return PortType(("Varying",))
    if isinstance(node, Integer) and node.value > 0:
        return PortType((node.value,))
    if isinstance(node, Expr) and node.head is S.RepeatingElement and node.args:
        return _array(S.List(node.args[1] if len(node.args) > 1 else String("Varying"), node.args[0]))
    if not isinstance(node, Expr) or node.head is not S.List:
        return None
    element = _element(node.args[-1]) if node.args else None
    sizes = [_size(a) for a in (node.args if element is None else node.args[:-1])]
    if any(s == 0 for s in sizes):
        return None
    return replace(element or PortType(), dims=tuple(sizes))


def _element(node: Node) -> PortType | None:
    """The type of a single number: "Real", "Integer", or an integer of a range."""
    if node == String("Real"):
        return PortType(())
    if node == String("Integer"):
        return PortType((), integers=(None, None))
    if not isinstance(node, Expr) or node.head is not S.Restricted or len(node.args) != 2:
        return None
    if node.args[0] not in (String("Integer"), S.Integer):
        return None
    least, most = node.args[1].args if is_head(node.args[1], S.List) else (Integer(1), node.args[1])
    if not isinstance(least, Integer) or not isinstance(most, Integer) or least.value > most.value:
        return None
    return PortType((), None, most.value if least.value == 1 else None, (least.value, most.value))


def _size(node: Node) -> Size:
    """One dimension; 0 for what is none."""
    if isinstance(node, Integer) and node.value > 0:
        return node.value
    if node is S.Automatic or node == S.Blank():
        return None
    if not isinstance(node, String) or node.value in _TYPES or not _LENGTH.fullmatch(node.value):
        return 0
    return node.value


def type_node(
    dims: Dims, coder: Coder | None, kind: str = REAL, elements: tuple[Size, ...] | None = None
) -> Node:
    """What NetExtract gives for a port, and what gives a port this type when it is built.

    `elements` says which integers may stand there; see PortType.
    """
    if coder is not None:
        return Value(coder)
    if dims is None:
        return S.Automatic
    element = _element_node(elements) if elements else None
    if element is not None:
        return S.List(*map(_size_node, dims), element) if dims else element
    if dims == ():
        return String("Integer" if kind == INDEX else "Real")
    sizes = [_size_node(d) for d in dims]
    return sizes[0] if len(sizes) == 1 and sizes[0] is not S.Automatic else Expr(S.List, tuple(sizes))


def _element_node(elements: tuple[Size, ...]) -> Node | None:
    """The type of integers; None for what their kind says already."""
    if len(elements) == 1:
        return None if elements[0] is None else S.Restricted(String("Integer"), to_node(elements[0]))
    if elements[0] is None:
        return String("Integer")
    return S.Restricted(String("Integer"), S.List(*map(to_node, elements)))


def _size_node(size: Size) -> Node:
    return S.Automatic if size is None else to_node(size)
