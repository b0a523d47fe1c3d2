"""Pure functions that are written inside of other bodies and use their variables.

``Select[Range[n], g[m, #] &]`` on a right side makes a new function at every call, which differs from the
last by the values of its variables alone.  So its body is compiled once, for a frame that has these values
beside the arguments, and what is made at a call is a small frame.  The expression that it stands for is
made as well, for it is the value; `Functions` remembers for a while which code belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..expr import Expr, Integer, Node, S, Symbol
from .definition import Code, Frame
from .scope import Names, Scope, Slots, extend, slot_count

if TYPE_CHECKING:
    from .code import Functions

Closure = Callable[..., Node]


class Blueprint:
    """A pure function as it is written, with the names that it takes from outside."""

    __slots__ = ("_code", "_frame_of", "body", "count", "fill", "functions", "scope")

    def __init__(
        self,
        functions: Functions,
        scope: Scope,
        body: Node,
        count: int,
        frame_of: Callable[[Frame], dict[Any, Any]],
        fill: Callable[[dict[Any, Any], tuple[Node, ...]], None],
    ):
        self.functions, self.scope, self.body, self.count = functions, scope, body, count
        self._frame_of, self.fill = frame_of, fill
        self._code: Code | None = None

    def captured(self, frame: Frame) -> dict[Any, Any]:
        """What an instance made with `frame` has to keep."""
        return self._frame_of(frame)

    def code(self) -> Code:
        """The body, compiled when a function of this kind is first applied."""
        if self._code is None:
            self._code = self.functions.value(self.body, self.scope)
        return self._code

    def instance(self, function: Expr, captured: dict[Any, Any]) -> Closure:
        """The closure of one of these functions."""
        code, fill = self.code(), self.fill

        def run(args: tuple[Node, ...]) -> Node:
            frame = captured.copy()
            fill(frame, args)
            return code(frame)

        return self.functions.called(function, self.count, run)


def blueprint(functions: Functions, function: Expr, scope: Scope) -> Blueprint | None:
    """How the pure function is made from a frame of `scope`; None if that needs the long way."""
    if _names_itself(function) or any(map(scope.may_splice, function.args)):
        return None
    if len(function.args) == 1:
        return _with_slots(functions, function, scope)
    if len(function.args) == 2:
        return _with_names(functions, function, scope)
    return None


def _with_slots(functions: Functions, function: Expr, scope: Scope) -> Blueprint | None:
    inner, body = scope.within(function), function.args[0]
    if type(inner) is not Names:
        return None
    used = _mentioned(body, inner.keys)
    if not used or used & inner.several:
        return None
    return Blueprint(
        functions, Slots(function, used), body, slot_count(body), _reader(inner, used), _fill_slots
    )


def _reader(scope: Names, names: frozenset[Symbol]) -> Callable[[Frame], dict[Any, Any]]:
    """What takes the values of names out of a frame."""
    keys = [(name, scope.keys[name]) for name in names]
    return lambda frame: {name: frame[key] for name, key in keys}


def _fill_slots(frame: dict[Any, Any], args: tuple[Node, ...]) -> None:
    frame.update(enumerate(args))
    frame[None] = args


def _with_names(functions: Functions, function: Expr, scope: Scope) -> Blueprint | None:
    names = function.args[0]
    each = names.args if type(names) is Expr and names.head is S.List else (names,)
    if names is S.Null or not all(type(name) is Symbol for name in each):
        return None
    inner: Scope = scope.extended(each)  # type: ignore[arg-type]
    frame_of: Callable[[Frame], dict[Any, Any]] = extend
    if isinstance(scope, Names):
        used = _mentioned(function.args[1], scope.keys)
        if type(scope) is not Names or used & scope.several:
            return None
        inner = Names({name: name for name in (*used, *each)})  # type: ignore[misc]
        frame_of = _reader(scope, used)

    def fill(frame: dict[Any, Any], args: tuple[Node, ...]) -> None:
        frame.update(zip(each, args, strict=False))

    return Blueprint(functions, inner, function.args[1], len(each), frame_of, fill)


def _names_itself(node: Node) -> bool:
    """Whether ``#0`` occurs, which stands for the function as an expression."""
    if type(node) is not Expr:
        return False
    if node.head is S.Slot and len(node.args) == 1:
        which = node.args[0]
        return type(which) is not Integer or which.value <= 0
    return _names_itself(node.head) or any(map(_names_itself, node.args))


def _mentioned(node: Node, names: Any) -> frozenset[Symbol]:
    if type(node) is Symbol:
        return frozenset((node,)) if node in names else frozenset()
    if type(node) is not Expr:
        return frozenset()
    return frozenset[Symbol]().union(_mentioned(node.head, names), *(_mentioned(a, names) for a in node.args))
