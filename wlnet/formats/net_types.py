"""Types of ports in files: ``TensorT[{1, 28, 28}, RealT]``, ``NetEncoder["Class", <|...|>, type]``.

A size is a number, ``SizeT`` where it is open, or ``LengthVar[id]`` for a varying length; elements are
``RealT``, or ``IndexIntegerT[n]`` for the numbers of n classes.  An encoder or decoder stands in the place of
the type.  Ours is the key "$Arguments" of a coder, its arguments as the language takes them; for files
without it they are made of the documented parameters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..expr import Expr, Integer, Node, S, String, Symbol, Value, is_head, is_rule, to_node
from ..nets.coder import Coder, make_coder
from ..nets.layer import INDEX
from ..nets.port_types import PortType
from ..nets.shapes import Dims, Size

VARYING = "Varying"
_NUMBERED = re.compile(rf"{VARYING}(\d+)")


def short(node: Node) -> str:
    """The name of a symbol or of the head of an expression, without its context."""
    head = node.head if isinstance(node, Expr) else node
    return head.name.rpartition("`")[2] if isinstance(head, Symbol) else ""


def entries(node: Node) -> dict[str, Node]:
    """The entries of an association or a list of rules, by the names at their keys."""
    rules = filter(is_rule, node.args)
    return {k.value if isinstance(k := rule.args[0], String) else short(k): rule.args[1] for rule in rules}


def association(items: Mapping[str, Node]) -> Expr:
    return S.Association(*(S.Rule(String(name), value) for name, value in items.items()))


def type_of(dims: Dims, kind: str, count: Size, coder: Coder | None) -> Node:
    """The type of a port."""
    sizes: Node = S.ListT(S.NaturalT, S.SizeT) if dims is None else S.List(*map(_size, dims))
    element = S.IndexIntegerT(_size(count)) if kind == INDEX else S.RealT
    tensor = S.TensorT(sizes, element)
    return tensor if coder is None else coder_node(coder, tensor)


def _size(size: Size) -> Node:
    if isinstance(size, str):
        found = _NUMBERED.fullmatch(size)
        return S.LengthVar(Integer(int(found[1]) if found else 0))
    return S.SizeT if size is None else Integer(size)


def coder_node(coder: Coder, tensor: Node) -> Node:
    parameters = {**coder.parts(), "$Arguments": S.List(*coder.arguments())}
    return Expr(Symbol(coder.wl_head), (String(coder.name), association(parameters), tensor))


def read_type(node: Node) -> PortType:
    """What a type in a file says; nothing where it is of an unknown kind.  Raises a Problem for a coder."""
    name = short(node)
    if isinstance(node, Value) and isinstance(node.value, Coder):
        return PortType(coder=node.value)
    if name in ("NetEncoder", "NetDecoder") and len(node.args) >= 2:
        return PortType(coder=_coder(name, node.args[0], node.args[1]))
    if is_head(node, S.Association):  # as files of version 11.0 write an encoder
        said = entries(node)
        return PortType(coder=_coder("NetEncoder", said["Type"], node)) if "Type" in said else PortType()
    if name == "TensorT" and node.args:
        return _tensor(node.args[0], node.args[1] if len(node.args) > 1 else S.RealT)
    if name == "IndexIntegerT":
        return PortType((), count=_count(node))
    return PortType(()) if name in ("RealT", "AtomT", "IntegerT") else PortType()


def _tensor(sizes: Node, element: Node) -> PortType:
    inner = read_type(element)
    if not is_head(sizes, S.List) or (inner.dims is None and short(element) == "TensorT"):
        return PortType()
    return PortType((*map(_read_size, sizes.args), *(inner.dims or ())), count=inner.count)


def _read_size(node: Node) -> Size:
    if isinstance(node, Integer):
        return node.value
    if short(node) == "LengthVar":
        number = node.args[0].value if node.args and isinstance(node.args[0], Integer) else 0
        return VARYING + (str(number) if number else "")
    return None


def _count(node: Node) -> int | None:
    """How many classes the numbers of an ``IndexIntegerT`` stand for, if they begin at 1."""
    ends = node.args
    if len(ends) == 2 and ends[0] == Integer(1):
        ends = ends[1:]
    return ends[0].value if len(ends) == 1 and isinstance(ends[0], Integer) else None


def _coder(head: str, name: Node, parameters: Node) -> Coder:
    """The coder that a file describes."""
    said = entries(parameters)
    given = said.get("$Arguments")
    if given is not None and is_head(given, S.List):
        return make_coder(head, S.List(name, *given.args))
    known = DOCUMENTED.get(getattr(name, "value", ""))
    arguments = known(head, said) if known else ()
    return make_coder(head, S.List(name, *arguments))


def _class(head: str, said: Mapping[str, Node]) -> tuple[Node, ...]:
    form = said.get("OutputForm", String("Index"))
    return (said.get("Labels", S.List()), *((form,) if head == "NetEncoder" else ()))


def _image(head: str, said: Mapping[str, Node]) -> tuple[Node, ...]:
    space = said.get("ColorSpace", S.Automatic)
    named = isinstance(space, String)
    return (said.get("ImageSize", Integer(128)), *((S.Rule(S.ColorSpace, space),) if named else ()))


def _options(*names: str) -> Callable[[str, Mapping[str, Node]], tuple[Node, ...]]:
    """The parameters of these names as options."""
    return lambda head, said: tuple(S.Rule(String(n), said[n]) for n in names if n in said)


def _characters(head: str, said: Mapping[str, Node]) -> tuple[Node, ...]:
    first = said.get("Characters") or said.get("Encoding") or S.Automatic
    return (first, *_options("IgnoreCase", "TargetLength")(head, said))


def _tokens(head: str, said: Mapping[str, Node]) -> tuple[Node, ...]:
    pattern = said.get("SplitPattern")
    first = said.get("Tokens", S.Automatic)
    return (first, *((pattern,) if pattern else ()), *_options("IgnoreCase", "TargetLength")(head, said))


# how the arguments of a coder follow from the parameters that files of a Wolfram kernel hold
DOCUMENTED: dict[str, Callable[[str, Mapping[str, Node]], tuple[Node, ...]]] = {
    "Class": _class,
    "Image": _image,
    "Characters": _characters,
    "Tokens": _tokens,
}


def dims_node(dims: Dims) -> Node:
    """Dimensions as our own notes hold them."""
    if dims is None:
        return S.Automatic
    return S.List(*(S.Automatic if size is None else to_node(size) for size in dims))


def read_dims(node: Node) -> Dims:
    return tuple(getattr(size, "value", None) for size in node.args) if is_head(node, S.List) else None
