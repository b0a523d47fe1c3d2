"""What Flat, Orderless and Listable make of evaluated arguments before any rule is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..attributes import Attribute
from ..expr import Expr, Node, S
from ..problem import Template
from .definition import Definition
from .order import is_sorted, sorted_nodes

if TYPE_CHECKING:
    from .evaluator import Kernel

_LENGTHS = Template("tdlen", "Objects of unequal length in `1` cannot be combined.")


def normalized(
    k: Kernel, definition: Definition, args: tuple[Node, ...], thread: bool = True
) -> tuple[Node, ...] | Node:
    """The arguments flattened and sorted; or a list, where a function that is Listable got one."""
    mode, head = definition.mode, definition.symbol
    if mode & Attribute.FLAT:
        for arg in args:
            if type(arg) is Expr and arg.head is head:
                args = _flat(head, args)
                break
    if thread and mode & Attribute.LISTABLE:
        for arg in args:
            if type(arg) is Expr and arg.head is S.List:
                threaded = _threaded(k, definition, args)
                if threaded is not None:
                    return threaded
                break
    if mode & Attribute.ORDERLESS and len(args) > 1 and not is_sorted(args):
        return tuple(sorted_nodes(args))
    return args


def _flat(head: Node, args: tuple[Node, ...]) -> tuple[Node, ...]:
    """The arguments with what has the same head opened, at any depth, and sequences that come to light."""
    flat: list[Node] = []
    for arg in args:
        if type(arg) is Expr and (arg.head is head or arg.head is S.Sequence):
            flat.extend(_flat(head, arg.args))
        else:
            flat.append(arg)
    return tuple(flat)


def _threaded(k: Kernel, definition: Definition, args: tuple[Node, ...]) -> Node | None:
    """The list of values for each place of the lists among the arguments."""
    lengths = {len(arg.args) for arg in args if type(arg) is Expr and arg.head is S.List}
    if len(lengths) > 1:
        k.message(S.Thread, _LENGTHS(Expr(definition.symbol, args)))
        return None
    (count,) = lengths
    columns = [arg.args if type(arg) is Expr and arg.head is S.List else (arg,) * count for arg in args]
    rows = zip(*columns, strict=True)
    fast, call = definition.fast, k.call
    if fast is None:
        return k.evaluated_list([call(definition, row) for row in rows])
    return k.evaluated_list([fast(row) or call(definition, row) for row in rows])
