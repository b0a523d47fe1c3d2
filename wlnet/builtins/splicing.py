"""Splice: a list whose elements go into the list around it."""

from __future__ import annotations

from ..expr import Expr, Node, S, is_head
from ..kernel.builtin import builtin
from ..kernel.matching import matcher
from .unwrapping import see_through


@builtin("Splice[list_, head_]")
def splice(k, list: Node, head: Node = S.List):
    """Splice[{a, b}] in a list stands for its elements; Splice[{a, b}, h] in h[...].

    >> {{1, Splice[{2, 3}], 4}, g[Splice[{2, 3}, g]], f[Splice[{2, 3}]]}
    {{1, 2, 3, 4}, g[2, 3], f[Splice[{2, 3}]]}
    """
    see_through(k, S.Splice, lambda node: _spliced(k, node))
    return None


def _spliced(k, node: Expr) -> Node | None:
    args: list[Node] = []
    for arg in node.args:
        form = arg.args[1] if is_head(arg, S.Splice) and len(arg.args) == 2 else S.List
        if is_head(arg, S.Splice) and len(arg.args) in (1, 2) and matcher(k, form)(node.head):
            args.extend(arg.args[0].args)
        else:
            args.append(arg)
    return Expr(node.head, tuple(args)) if len(args) != len(node.args) or args != [*node.args] else None
