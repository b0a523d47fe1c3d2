"""Bodies of loops computed for all values of their variable at once, where they are arithmetic.

``Table[i^2., {i, n}]``, ``Map[2 # + 1 &, list]`` and ``Select[list, # > 0.5 &]`` are one operation on a list
if their bodies consist of numbers, the variable, and Listable functions that know what to do with a packed
list (their `fast`).  Such a function of a list is the list of its values, so the result is the same; where
one of them gives up, as for a root of an integer, the loop is run as written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..attributes import Attribute
from ..expr import Expr, Integer, Node, Rational, Real, S, Symbol
from ..kernel.builtin import builtin
from ..kernel.definition import Frame
from ..kernel.scope import Names, Scope
from ..packed import Packed, array_in
from .packing import nested

Vector = Callable[[Frame, Node], "Node | None"]
Truth = Callable[[Node], "np.ndarray | None"]
_SCALARS = frozenset({Integer, Real, Rational})
_LISTABLE, _HELD = Attribute.LISTABLE, Attribute.HOLD_FIRST | Attribute.HOLD_REST | Attribute.COMPLETE
_NEAR = 2.0**-46  # machine numbers that differ less are neither greater nor less


class _GivenUp(Exception):
    """A part is no number or packed list."""


def vector_code(k: Any, body: Node, scope: Scope, variable: Node) -> Vector | None:
    """What computes a body for the packed list of the values of `variable`; None if it is no arithmetic.

    The function made takes the frame of the other variables, and gives None where the loop has to be run.
    """
    made = _code(k, body, scope, variable)
    if made is None or not _mentions(body, variable):
        return None

    def vector(frame: Frame, values: Node) -> Node | None:
        try:
            found = made(frame, values)
        except _GivenUp:
            return None
        return found if array_in(found) is not None else None

    return vector


def _mentions(body: Node, variable: Node) -> bool:
    return body == variable or (type(body) is Expr and any(_mentions(arg, variable) for arg in body.args))


def _code(k: Any, node: Node, scope: Scope, variable: Node) -> Callable[[Frame, Node], Node] | None:
    if node == variable:
        return lambda frame, values: values
    if type(node) in _SCALARS:
        return lambda frame, values: node
    if (found := scope.variable(node)) is not None:
        return lambda frame, values: _number(found(frame))
    if type(node) is Symbol:
        if node is S.E:
            return lambda frame, values: node
        definition = k.definitions[node]
        return lambda frame, values: _number(definition.own)
    return _call(k, node, scope, variable) if type(node) is Expr else None


def _number(value: Node | None) -> Node:
    if type(value) not in _SCALARS:
        raise _GivenUp
    return value  # type: ignore[return-value]


def _call(k: Any, node: Expr, scope: Scope, variable: Node) -> Callable[[Frame, Node], Node] | None:
    head = node.head
    if type(head) is not Symbol or scope.variable(head) is not None:
        return None
    definition = k.definitions[head]
    fast, fits = definition.fast, definition.attributes & _LISTABLE or head is S.N
    if fast is None or not fits or definition.attributes & _HELD or not node.args:
        return None
    parts = [_code(k, arg, scope, variable) for arg in node.args]
    if None in parts:
        return None

    def code(frame: Frame, values: Node) -> Node:
        if definition.down is not None or definition.own is not None or k.has_upvalues:
            raise _GivenUp
        args = tuple([part(frame, values) for part in parts])  # type: ignore[misc]
        found = fast(args)
        if found is None:
            if any(type(arg) is Expr for arg in args):
                raise _GivenUp
            found = k.evaluate(Expr(head, args))
        return found if array_in(found) is not None else _number(found)

    return code


# ---- pure functions ----


def mapped(k: Any, f: Node, values: Node) -> Node | None:
    """``Map[f, values]`` for a packed list of numbers; None where it has to be run."""
    array = array_in(values)
    if array is None or array.ndim != 1:
        return None
    found = _of_function(k, f)
    if found is None:
        return None
    body, scope, variable = found
    code = vector_code(k, body, scope, variable)
    made = None if code is None else code((), values)
    return made if made is not None and array_in(made).shape == array.shape else None  # type: ignore[union-attr]


_NONE = Names({})


def _of_function(k: Any, f: Node) -> tuple[Node, Scope, Node] | None:
    """Body, scope and variable of a pure function of one argument, or of a symbol that is one."""
    if type(f) is Symbol:
        return Expr(f, (_SLOT,)), _NONE, _SLOT
    if type(f) is not Expr or f.head is not S.Function or not 1 <= len(f.args) <= 2:
        return None
    if len(f.args) == 1:
        return f.args[0], _NONE, _SLOT
    names = f.args[0].args if type(f.args[0]) is Expr and f.args[0].head is S.List else (f.args[0],)
    return (f.args[1], _NONE, names[0]) if len(names) == 1 and type(names[0]) is Symbol else None


_SLOT = Expr(S.Slot, (Integer(1),))


# ---- tests ----


def chosen(k: Any, values: Node, test: Node) -> Node | None:
    """``Select[values, test]`` for a packed list of numbers; None where it has to be run."""
    array = array_in(values)
    found = None if array is None or array.ndim != 1 else _of_function(k, test)
    if found is None:
        return None
    body, scope, variable = found
    truth = _truth(k, body, scope, variable)
    if truth is None:
        return None
    try:
        passes = truth(values)
    except _GivenUp:
        return None
    return None if passes is None else nested(array[passes])  # type: ignore[index]


_COMPARISONS: dict[Node, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    S.Less: np.less,
    S.LessEqual: np.less_equal,
    S.Greater: np.greater,
    S.GreaterEqual: np.greater_equal,
    S.Equal: np.equal,
    S.Unequal: np.not_equal,
}
_LOGIC: dict[Node, Callable[..., np.ndarray]] = {S.And: np.logical_and, S.Or: np.logical_or}
_SIGNS: dict[Node, Callable[[np.ndarray], np.ndarray]] = {
    S.Positive: lambda x: x > 0,
    S.Negative: lambda x: x < 0,
    S.NonNegative: lambda x: x >= 0,
    S.NonPositive: lambda x: x <= 0,
    S.EvenQ: lambda x: x % 2 == 0 if x.dtype.kind == "i" else np.zeros(x.shape, bool),
    S.OddQ: lambda x: x % 2 == 1 if x.dtype.kind == "i" else np.zeros(x.shape, bool),
}


def _truth(k: Any, node: Node, scope: Scope, variable: Node) -> Truth | None:
    """What says for which values a condition holds."""
    if type(node) is not Expr or type(node.head) is not Symbol:
        return None
    head, definition = node.head, k.definitions[node.head]
    if definition.down is not None or definition.own is not None or k.has_upvalues:
        return None
    if head in _LOGIC or head is S.Not:
        each = [_truth(k, arg, scope, variable) for arg in node.args]
        return None if None in each or not each else _combined(head, each)  # type: ignore[arg-type]
    parts = [_code(k, arg, scope, variable) for arg in node.args]
    if None in parts:
        return None
    if head in _SIGNS and len(parts) == 1:
        return lambda values: _SIGNS[head](_list(parts[0]((), values)))  # type: ignore[misc]
    if head in _COMPARISONS and len(parts) == 2:
        return lambda values: _compared(_COMPARISONS[head], *(part((), values) for part in parts))  # type: ignore[misc]
    return None


def _list(node: Node) -> np.ndarray:
    array = array_in(node)
    if array is None:
        raise _GivenUp
    return array


def _combined(head: Symbol, each: list[Truth]) -> Truth:
    def truth(values: Node) -> np.ndarray | None:
        found = [one(values) for one in each]
        if head is S.Not:
            return ~found[0] if len(found) == 1 else None  # type: ignore[operator]
        result = found[0]
        for other in found[1:]:
            result = _LOGIC[head](result, other)
        return result

    return truth


def _compared(test: Callable[[np.ndarray, np.ndarray], np.ndarray], a: Node, b: Node) -> np.ndarray | None:
    """A comparison of numbers, at least one of them a list; None where some are equal up to the last bits."""
    x, y = (array_in(node) if type(node) is Expr else getattr(node, "value", None) for node in (a, b))
    if x is None or y is None or not (isinstance(x, np.ndarray) or isinstance(y, np.ndarray)):
        return None
    if any(type(v) not in (int, float, np.ndarray) or (type(v) is int and abs(v) > 2**53) for v in (x, y)):
        return None
    whole = all(type(v) is int or (isinstance(v, np.ndarray) and v.dtype.kind == "i") for v in (x, y))
    if not whole:
        distance = np.abs(x - y)
        near = (distance <= _NEAR * np.maximum(np.abs(x), np.abs(y))) & (distance > 0)
        if near.any():
            return None
    return test(x, y)


# ---- the functions, for lists that are packed; other lists are for the rules that stand elsewhere ----


@builtin("Map[f_, x_List]")
def map_packed(k, f: Node, x: Node):
    """f /@ x, for a long list of machine numbers and a function that is arithmetic, is one step.

    >> Total[Map[2 # + 1 &, Range[100]]]
    10200
    """
    return mapped(k, f, x) if type(x.args) is Packed else None


@builtin("Select[x_List, test_]")
def select_packed(k, x: Node, test: Node):
    """Select[list, test], for a long list of machine numbers and comparisons of arithmetic, is one step.

    >> Length[Select[Range[100], # > 50 &]]
    50
    """
    return chosen(k, x, test) if type(x.args) is Packed else None
