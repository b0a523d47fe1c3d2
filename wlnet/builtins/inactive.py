"""Functions that do nothing until they are activated: Inactivate, Activate."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Node, S, Symbol, is_head
from ..kernel.builtin import Attribute, builtin, symbol
from ..kernel.matching import matcher

symbol("Inactive", "Inactive[f] stands for f without doing what f does.", Attribute.HOLD_FIRST)
_KEPT = frozenset({S.List, S.Rule, S.RuleDelayed, S.Association, S.Slot, S.Function, S.Pattern, S.Blank})


@builtin("Inactivate[expr_, form_]", attributes=Attribute.HOLD_FIRST)
def inactivate(k, expr: Node, form: Node | None = None):
    """Inactivate[expr] puts Inactive[f] in place of every head f in expr; Inactivate[expr, form] of
    those that match form.

    >> Inactivate[1 + f[2]]
    Inactive[Plus][1, Inactive[f][2]]
    """
    matches = None if form is None else matcher(k, form)

    def wanted(head: Node) -> bool:
        return type(head) is Symbol and (head not in _KEPT if matches is None else matches(head))

    return _with_heads(expr, lambda head: S.Inactive(head) if wanted(head) else head)


@builtin("Activate[expr_, form_]")
def activate(k, expr: Node, form: Node | None = None):
    """Activate[expr] puts f in place of every Inactive[f] in expr; Activate[expr, form] of those that match.

    >> Activate[Inactivate[1 + 2]]
    3
    """
    matches = None if form is None else matcher(k, form)

    def change(head: Node) -> Node:
        if is_head(head, S.Inactive) and len(head.args) == 1 and (matches is None or matches(head.args[0])):
            return head.args[0]
        return head

    return _with_heads(expr, change)


def _with_heads(node: Node, change: Callable[[Node], Node]) -> Node:
    """`node` with every head changed."""
    changed = change(node)
    if changed is not node or type(node) is not Expr:
        return changed
    head = change(node.head) if type(node.head) is Symbol else _with_heads(node.head, change)
    return Expr(head, tuple(_with_heads(arg, change) if type(arg) is Expr else arg for arg in node.args))
