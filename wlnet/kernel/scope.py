"""Putting values in place of names: builders that make an expression from a body and a frame of values.

A `Scope` says which parts of a body are variables: the names that a pattern binds or a function takes, or
the slots of a pure function.  Values go in as they are; where a value enters the body of an inner scoping
construct, the variables of that construct are renamed (``y`` becomes ``y$``), so that nothing in the value
is captured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..expr import Expr, Integer, Node, S, String, Symbol
from ..patterns.literals import pattern_names
from .association import lookup
from .definition import Code, Frame

SEQUENCE = S.Sequence
_SPLICING = frozenset({S.Sequence, S.Unevaluated, S.Evaluate, S.SlotSequence})
_DELAYED = frozenset({S.RuleDelayed, S.SetDelayed, S.UpSetDelayed, S.TagSetDelayed})


class Scope:
    """Abstract: which nodes are variables, and how their values are found in a frame."""

    __slots__ = ()

    def variable(self, node: Node) -> Code | None:
        """What reads the value of `node` from a frame; None if it is no variable."""
        raise NotImplementedError

    def within(self, node: Expr) -> Scope | None:
        """The scope that is left inside of `node`, None if there is none."""
        raise NotImplementedError

    def extended(self, names: Iterable[Symbol]) -> Scope:
        """The scope with more names, which are found in a frame by themselves; see `extend`."""
        raise NotImplementedError

    def may_splice(self, node: Node) -> bool:
        """Whether `node` may turn out to be several arguments, or asks to be evaluated in its own way."""
        return type(node) is Expr and node.head in _SPLICING


class Names(Scope):
    """Variables that are symbols.

    `keys` says where in a frame each is found, and `several` which of them may be sequences.
    """

    __slots__ = ("keys", "several")

    def __init__(self, keys: Mapping[Symbol, Any], several: frozenset[Symbol] = frozenset()):
        self.keys, self.several = keys, several

    def extended(self, names: Iterable[Symbol]) -> Scope:
        return Names({**self.keys, **{name: name for name in names}}, self.several - set(names))

    def may_splice(self, node: Node) -> bool:
        return node in self.several if type(node) is Symbol else super().may_splice(node)

    def variable(self, node: Node) -> Code | None:
        if type(node) is Symbol and node in self.keys:
            key = self.keys[node]
            return lambda frame: frame[key]
        return None

    def within(self, node: Expr) -> Scope | None:
        return self


NOTHING = Names({})  # no variables; a frame is ``()``


class BoundNames(Names):
    """Names that a pattern may have bound so far; one that is not bound yet stays as it is."""

    __slots__ = ()

    def variable(self, node: Node) -> Code | None:
        if type(node) is Symbol and node in self.keys:
            return lambda frame: frame.get(node, node)
        return None


class Slots(Scope):
    """The variables are ``#``, ``#2``, ``#name`` and ``##``, and perhaps some names besides.

    A frame is the tuple of arguments, or where there are names what `extend` makes of it.
    """

    __slots__ = ("function", "names")

    def __init__(self, function: Node, names: frozenset[Symbol] = frozenset()):
        self.function, self.names = function, names

    def variable(self, node: Node) -> Code | None:
        if type(node) is Symbol and node in self.names:
            return lambda frame: frame[node]
        if type(node) is not Expr or len(node.args) != 1:
            return None
        which = node.args[0]
        if node.head is S.Slot:
            return self._slot(node, which)
        if node.head is S.SlotSequence and type(which) is Integer and which.value > 0:
            start = which.value - 1
            return lambda frame: Expr(SEQUENCE, (frame if type(frame) is tuple else frame[None])[start:])
        return None

    def _slot(self, node: Expr, which: Node) -> Code | None:
        if type(which) is String:
            return lambda frame: lookup(frame[0], which) if frame else node
        if type(which) is not Integer or which.value < 0:
            return None
        if which.value == 0:
            function = self.function
            return lambda frame: function
        place = which.value - 1
        return lambda frame: frame[place]

    def within(self, node: Expr) -> Scope | None:
        if node.head is not S.Function or len(node.args) != 1:
            return self
        return Names({name: name for name in self.names}) if self.names else None

    def extended(self, names: Iterable[Symbol]) -> Scope:
        return Slots(self.function, self.names | set(names))


def extend(frame: Frame) -> dict[Any, Any]:
    """A copy of a frame that names can be added to."""
    if type(frame) is dict:
        return frame.copy()
    made: dict[Any, Any] = dict(enumerate(frame))
    made[None] = frame
    return made


def slot_numbers(body: Node) -> set[int]:
    """The numbers of the slots in the body of a pure function; a slot with a name asks for the first."""
    if type(body) is not Expr or (body.head is S.Function and len(body.args) == 1):
        return set()
    if body.head is S.Slot and len(body.args) == 1:
        return {body.args[0].value if type(body.args[0]) is Integer else 1}
    return set().union(*map(slot_numbers, (body.head, *body.args)))


def slot_count(body: Node) -> int:
    """The highest number of a slot in the body of a pure function."""
    return max(slot_numbers(body), default=0)


def build(body: Node, scope: Scope) -> Code:
    """What makes `body` with the values of a frame in it."""
    code = builder(body, scope)
    return code if code is not None else lambda frame: body


def builder(body: Node, scope: Scope) -> Code | None:
    """The same; None if there is no variable in `body`, which then stays as it is."""
    variable = scope.variable(body)
    if variable is not None:
        return variable
    if type(body) is not Expr:
        return None
    inner = scope.within(body)
    if inner is None:
        return None
    if body.head in _BINDERS:
        special = _BINDERS[body.head](body, inner)
        if special is not None:
            return special[0]
    return _plain_builder(body, inner)


def _plain_builder(body: Expr, scope: Scope) -> Code | None:
    head, parts = builder(body.head, scope), [builder(arg, scope) for arg in body.args]
    if head is None and not any(parts):
        return None
    old_head, args = body.head, body.args
    pieces = [(part, arg, scope.variable(arg) is not None) for part, arg in zip(parts, args, strict=True)]

    def code(frame: Frame) -> Node:
        made: list[Node] = []
        for part, arg, may_splice in pieces:
            if part is None:
                made.append(arg)
                continue
            value = part(frame)
            if may_splice and type(value) is Expr and value.head is SEQUENCE:
                made.extend(value.args)
            else:
                made.append(value)
        return Expr(old_head if head is None else head(frame), tuple(made))

    return code


# ---- scoping constructs inside of a body ----


def _bound_by_function(node: Expr) -> list[Symbol]:
    if len(node.args) < 2:
        return []
    names = node.args[0].args if type(node.args[0]) is Expr else (node.args[0],)
    return [name for name in names if type(name) is Symbol]


def _bound_by_list(node: Expr) -> list[Symbol]:
    if not node.args or type(node.args[0]) is not Expr:
        return []
    each = (v.args[0] if type(v) is Expr and v.args else v for v in node.args[0].args)
    return [name for name in each if type(name) is Symbol]


def _renamed(
    names_of: Callable[[Expr], list[Symbol]],
) -> Callable[[Expr, Scope], tuple[Code | None] | None]:
    """The builder of a construct that binds names: they hide outer ones, and are renamed if a value
    enters.
    """

    def special(node: Expr, scope: Scope) -> tuple[Code | None] | None:
        names = names_of(node)
        if not names:
            return None
        known = (
            scope.keys.keys() if isinstance(scope, Names) else scope.names if isinstance(scope, Slots) else ()
        )
        if hidden := set(names).intersection(known):
            node, names = _with_hidden(node, names, hidden)
        if _plain_builder(node, scope) is None:
            return (None,)
        fresh: dict[Symbol, Node] = {name: Symbol(name.name.rstrip("$") + "$") for name in names}
        new = [substitute(part, fresh) for part in (node.head, *node.args)]
        return (_plain_builder(Expr(new[0], tuple(new[1:])), scope),)

    return special


def _with_hidden(node: Expr, names: list[Symbol], hidden: set[Symbol]) -> tuple[Expr, list[Symbol]]:
    """The node with the names that hide outer ones renamed out of the way, where they are bound."""
    away: dict[Symbol, Node] = {name: Symbol(name.name.rstrip("$") + "$") for name in hidden}
    if node.head in _LISTED:
        variables = Expr(
            node.args[0].head,  # type: ignore[attr-defined]
            tuple(_renamed_variable(v, away) for v in node.args[0].args),
        )
        rest = tuple(substitute(arg, away) for arg in node.args[1:])
        return Expr(node.head, (variables, *rest)), [n for n in names if n not in hidden]
    made = substitute_plainly(node, away)
    assert type(made) is Expr
    return made, [n for n in names if n not in hidden]


def _renamed_variable(variable: Node, away: Mapping[Symbol, Node]) -> Node:
    """A declaration ``x`` or ``x = value`` in the list of Module or With: the value belongs to the
    outside.
    """
    if type(variable) is Expr and variable.args:
        return Expr(variable.head, (substitute(variable.args[0], away), *variable.args[1:]))
    return substitute(variable, away)


_LISTED = frozenset({S.Module, S.With})
_BINDERS: dict[Node, Callable[[Expr, Scope], tuple[Code | None] | None]] = {
    S.Function: _renamed(_bound_by_function),
    S.Module: _renamed(_bound_by_list),
    S.With: _renamed(_bound_by_list),
    **{head: _renamed(lambda node: pattern_names(node.args[0]) if node.args else []) for head in _DELAYED},
}


def substitute(body: Node, values: Mapping[Symbol, Node]) -> Node:
    """`body` with `values` in place of names."""
    code = builder(body, Names({name: name for name in values}))
    return body if code is None else code(values)


def substitute_plainly(body: Node, values: Mapping[Symbol, Node]) -> Node:
    """The same without regard to scoping constructs: what they bind is replaced too."""
    if type(body) is Symbol:
        return values.get(body, body)
    if type(body) is not Expr:
        return body
    head = substitute_plainly(body.head, values)
    args = tuple([substitute_plainly(arg, values) for arg in body.args])
    same = head is body.head and all(a is b for a, b in zip(args, body.args, strict=True))
    return body if same else Expr(head, args)
