"""Functions of single numbers: put off, so that as many as possible become one layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...expr import Expr, Node, S, Value, is_head
from ...nets.elementwise import CONDITIONS, compile_body
from ...problem import Problem
from .values import Traced, has_traced, shown, traced, wires_in

if TYPE_CHECKING:
    from .tracer import Tracer

ELEMENTWISE = {*CONDITIONS, "Inequality"}
AS_GIVEN = {S.Clip, S.Piecewise}  # their lists are no arrays


def elementwise(t: Tracer, node: Expr) -> Node:
    """An operation on the numbers of arrays, of one or of several of the same places."""
    args = node.args
    if node.head not in AS_GIVEN:
        lists = [a for a in args if is_head(a, S.List) and has_traced(a)]
        if lists and _threads(lists, args):
            count = len(lists[0].args)
            rows = [tuple(a.args[i] if is_head(a, S.List) else a for a in args) for i in range(count)]
            return S.List(*(t.apply(node.head, row) for row in rows))
    body = Expr(node.head, tuple(_body(t, arg, node) for arg in args))
    try:
        compile_body(body, [Value(w) for w in dict.fromkeys(wires_in(body))])
    except Problem:
        raise t.refusal(node) from None
    return Value(Traced(t.builder, body, shown(node)))


def _threads(lists: list[Node], args: tuple[Node, ...]) -> bool:
    """Whether the operation goes into lists element by element."""
    if any(traced(arg) is not None for arg in args):
        return False
    return len({len(a.args) for a in args if is_head(a, S.List)}) == 1


def _body(t: Tracer, arg: Node, node: Expr) -> Node:
    """An argument in terms of wires: numbers as they are, other arrays as wires."""
    found = traced(arg)
    if found is not None:
        return t.builder.body(found)
    if node.head in AS_GIVEN and is_head(arg, S.List):
        return S.List(*(_body(t, part, node) for part in arg.args))
    if is_head(arg, S.List) or (type(arg) is Value):
        return Value(t.wire(arg))
    if has_traced(arg):
        raise t.refusal(arg)
    return arg
