"""From expressions to Python values, by the annotations of functions.

`from_node(int, node)` is the number in an Integer, or `NOT_CONVERTED`.  A class of a higher floor takes
part by having ``from_node(cls, node)`` as a class method.  Converting never evaluates anything.
"""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable
from typing import Any, Union, get_args, get_origin

import numpy as np

from .arrays import array_of
from .expr import (
    FALSE,
    NONE,
    TRUE,
    Atom,
    BigReal,
    Expr,
    Foreign,
    Integer,
    Node,
    Rational,
    Real,
    S,
    String,
    Value,
)


class _NotConverted:
    """The one value that says: this expression is no such thing."""

    def __repr__(self) -> str:
        return "NOT_CONVERTED"

    def __bool__(self) -> bool:
        return False


NOT_CONVERTED: Any = _NotConverted()
Converter = Callable[[Node], Any]


def from_node(kind: Any, node: Node) -> Any:
    """The Python value of `node` as a `kind`, or NOT_CONVERTED; a class that converts itself may raise a
    Problem.
    """
    convert = converter(kind)
    return node if convert is None else convert(node)


@functools.cache
def converter(kind: Any) -> Converter | None:
    """What converts to `kind`; None where a node is taken as it is."""
    if kind is Any or kind is inspect.Parameter.empty or kind is Node or kind is object:
        return None
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    origin = get_origin(kind)
    if origin is Union or origin is types.UnionType:
        return _one_of(get_args(kind))
    if origin is list or origin is tuple:
        return _listed(origin, get_args(kind)[0])
    if isinstance(kind, type) and issubclass(kind, Foreign):
        return functools.partial(_foreign, kind)
    if hasattr(kind, "from_node"):
        return kind.from_node
    if isinstance(kind, type) and issubclass(kind, Node):
        return lambda node: node if isinstance(node, kind) else NOT_CONVERTED
    if kind is tuple or kind is list:
        return lambda node: kind(node.args) if type(node) is Expr and node.head is S.List else NOT_CONVERTED
    if kind is Callable or origin is not None:
        return None
    raise TypeError(f"no conversion to {kind!r}")


def foreign_type(kind: Any) -> type[Foreign] | None:
    """The Foreign subclass that an annotation names, if it does."""
    return kind if isinstance(kind, type) and issubclass(kind, Foreign) else None


def _foreign(kind: type[Foreign], node: Node) -> Any:
    if type(node) is Value and isinstance(node.value, kind):
        return node.value
    own = getattr(kind, "from_node", None)  # a foreign type may also read other notations of itself
    return NOT_CONVERTED if own is None else own(node)


def _one_of(kinds: tuple[Any, ...]) -> Converter | None:
    converters = [converter(kind) for kind in kinds]

    def convert(node: Node) -> Any:
        for each in converters:
            value = node if each is None else each(node)
            if value is not NOT_CONVERTED:
                return value
        return NOT_CONVERTED

    return convert


def _listed(build: Callable[[list[Any]], Any], kind: Any) -> Converter:
    each = converter(kind)

    def convert(node: Node) -> Any:
        if type(node) is not Expr or node.head is not S.List:
            return NOT_CONVERTED
        values = [item if each is None else each(item) for item in node.args]
        return NOT_CONVERTED if any(value is NOT_CONVERTED for value in values) else build(values)

    return convert


def _value_of(*kinds: type[Atom]) -> Converter:
    return lambda node: node.value if type(node) in kinds else NOT_CONVERTED  # type: ignore[attr-defined]


def _float(node: Node) -> Any:
    if type(node) in (Real, Integer, Rational, BigReal):
        try:
            return float(node.value)  # type: ignore[attr-defined]
        except OverflowError:
            return NOT_CONVERTED
    return NOT_CONVERTED


def _bool(node: Node) -> Any:
    return True if node is TRUE else False if node is FALSE else NOT_CONVERTED


def _array(node: Node) -> Any:
    array = array_of(node)
    return NOT_CONVERTED if array is None else array


_SIMPLE: dict[Any, Converter] = {
    int: _value_of(Integer),
    str: _value_of(String),
    float: _float,
    bool: _bool,
    np.ndarray: _array,
    type(None): lambda node: None if node is NONE else NOT_CONVERTED,
}
