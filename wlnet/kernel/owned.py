"""Changing the value of a variable in place, where nobody else could notice.

Expressions are values: ``v[[i]] = x`` gives `v` a new list, and who got the old one keeps it.  But a loop
that makes a million such assignments must not copy the list each time.  CPython counts the references to
every object, and so tells whether the variable alone holds its list; if it does, the list is changed, and
if not, `put` says so and a new one is made, which the variable then holds alone.  (An implementation of
Python that does not count references would always copy.)
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..expr import Expr, Integer, Node, S, String, Symbol
from ..growing import LEAST, Growing, with_appended
from ..packed import Packed, Store, packable
from .association import INDICES
from .definition import Definition
from .marks import FOREVER, is_datum

if TYPE_CHECKING:
    from .evaluator import Kernel

_LIST, _ASSOCIATION = S.List, S.Association
_SPLICED = frozenset({S.Sequence, S.Unevaluated, S.Evaluate, S.Nothing})
_references: Callable[[object], int] = getattr(sys, "getrefcount", lambda held: 1 << 30)


def _count_alone() -> int:
    """The references to what has one holder, as they are counted below: by it, a local name, the call."""
    holder = Growing([S.List], 1)
    held = holder.items
    return _references(held)


_ALONE = _count_alone()


def put(k: Kernel, definition: Definition, specs: tuple[Node, ...], value: Node) -> bool:
    """Put an evaluated value at the place `specs` of the list or association that a variable has; False if
    that has to be done, or refused, in another way.
    """
    if definition.watch is not None or definition.own_delayed or not _may_stand(value):
        return False
    node = definition.own
    if type(node) is not Expr or _references(node) > _ALONE + INDICES.holds(node):
        return False
    path: list[Expr] = [node]
    for spec in specs[:-1]:
        if type(node.args) is Packed:
            break
        child = _child(node, spec)
        if child is None:
            return False
        path.append(child)
        node = child
    rest = specs[len(path) - 1 :]
    if not (_put_number(node, rest, value) if type(node.args) is Packed else _put_node(node, rest, value)):
        return False
    for each in path:
        each._hash = None
        keep_mark(k, each, each.mark, value)
    return True


def _may_stand(value: Node) -> bool:
    """Whether a list with this in it is not opened up or shortened when it is evaluated."""
    return (value.head if type(value) is Expr else value) not in _SPLICED


def _child(node: Expr, spec: Node) -> Expr | None:
    """The part of `node` there, if it is an expression that is held by `node` alone."""
    items = _own_items(node)
    place = _place(node, spec)
    if place is None:
        return None
    if node.head is _ASSOCIATION:
        rule = items[place]
        if _references(rule) > _ALONE or type(rule) is not Expr:
            return None
        items, place = rule.args, 1
        if _references(items) > _ALONE:
            return None
    child = items[place]
    if type(child) is not Expr or _references(child) > _ALONE + INDICES.holds(child):
        return None
    return child if child.head is _LIST or child.head is _ASSOCIATION else None


def _own_items(node: Expr) -> Any:
    """The elements of `node` in a tuple or Python list that it holds alone."""
    args = node.args
    if type(args) is tuple and _references(args) <= _ALONE:
        return args
    if type(args) is Growing and _references(args) <= _ALONE and len(args.items) == len(args):
        items = args.items
        if _references(items) <= _ALONE:
            return items
    items = list(args)
    node.args = Growing(items, len(items))  # type: ignore[assignment]
    return items


def _place(node: Expr, spec: Node) -> int | None:
    """Where `spec` is in `node`, from 0; None if it is not there or means several."""
    count = len(node.args)
    if node.head is _ASSOCIATION:
        key = _key(spec)
        places = None if key is None else INDICES.of(node)
        return None if places is None or key is None else places.get(key)
    if node.head is not _LIST or type(spec) is not Integer:
        return None
    n = spec.value
    return n - 1 if 0 < n <= count else count + n if -count <= n < 0 else None


def _key(spec: Node) -> Node | None:
    if type(spec) is Expr and spec.head is S.Key and len(spec.args) == 1:
        return spec.args[0]
    return spec if type(spec) is String else None


def _put_node(node: Expr, rest: tuple[Node, ...], value: Node) -> bool:
    if len(rest) != 1 or (node.head is not _LIST and node.head is not _ASSOCIATION):
        return False
    place = _place(node, rest[0])
    if node.head is _ASSOCIATION:
        key = _key(rest[0])
        places = None if key is None else INDICES.of(node)
        if places is None or key is None:
            return False
        value = Expr(S.Rule, (key, value))
        if place is None:
            places[key] = len(node.args)
            node.args = with_appended(node.args, value)
            return True
    if place is None:
        return False
    args = node.args
    if type(args) is tuple and len(args) < LEAST:
        node.args = (*args[:place], value, *args[place + 1 :])
        return True
    del args
    items = _own_items(node)
    if type(items) is tuple:
        items = list(items)
        node.args = Growing(items, len(items))  # type: ignore[assignment]
    items[place] = value
    return True


def _put_number(node: Expr, rest: tuple[Node, ...], value: Node) -> bool:
    """The same for a packed list; what is no number of its kind makes it an ordinary one."""
    array = node.args.array  # type: ignore[attr-defined]
    if not all(type(spec) is Integer for spec in rest):
        return False
    index = [spec.value for spec in rest]  # type: ignore[attr-defined]
    if len(index) > array.ndim or not all(0 < abs(i) <= n for i, n in zip(index, array.shape, strict=False)):
        return False
    fits = packable(value, array.reshape(-1))
    if fits is None or len(index) < array.ndim:
        if len(rest) > 1:
            return False
        node.args = Growing([*node.args], len(node.args))  # type: ignore[assignment]
        return _put_node(node, rest, value)
    del array
    own = _own_array(node)
    own[tuple([i - 1 if i > 0 else i for i in index])] = fits
    return True


def _own_array(node: Expr) -> Any:
    """The numbers of `node` in an array that it holds alone and that may be written to."""
    args = node.args
    assert type(args) is Packed
    store = args.store
    if store is not None and store.used == len(args) and _references(args) <= _ALONE:
        view, base = args.array, store.array
        if _references(view) <= _ALONE and _references(base) <= _ALONE + 1 and _references(store) <= _ALONE:
            return base[: len(args)]
    store = Store(args.array)
    node.args = Packed(store.rows(store.used), store)  # type: ignore[assignment]
    return store.array


def keep_mark(k: Kernel, node: Expr, old: object, item: Node) -> None:
    """Mark `node`, which was marked `old` before `item` came into it, as evaluated if it still is."""
    if old is not FOREVER and old is not k.epoch:
        node.mark = None
    elif is_datum(item):
        node.mark = old
    else:
        node.mark = k.epoch if _is_settled(k, item) else None


def _is_settled(k: Kernel, item: Node) -> bool:
    """Whether an evaluated node is its own value in this epoch, and nothing that a list leaves out."""
    if type(item) is Symbol:
        definition = k.definitions[item]
        return (
            item is not S.Nothing
            and definition.seen
            and definition.own is None
            and definition.own_rules is None
        )
    return type(item) is Expr and item.mark is k.epoch and item.head not in _SPLICED
