"""Elements chosen by what stands at the same place elsewhere, or by where they stand: Pick, SubsetMap."""

from __future__ import annotations

from ..expr import TRUE, Expr, Node, S
from ..kernel.builtin import builtin
from ..kernel.matching import matcher
from ..problem import Template
from .levels import parts_of
from .parts import part, replaced
from .places import paths_of

SHAPE = Template("incomp", "Expressions `1` and `2` have incompatible shapes.")
MAPPED = Template("newlen", "`1` should give a list of `2` elements, but gave `3`.")


@builtin("Pick[list_, selector_, pattern_]")
def pick(k, list: Node, selector: Node, pattern: Node = TRUE):
    """Pick[list, {True, False, ...}] gives the elements of list where True stands at their place.

    Pick[list, selector, pattern] those where the element of selector matches the pattern.

    >> {Pick[{a, b, c}, {True, False, True}], Pick[{a, b, c}, {1, 2, 3}, _?OddQ]}
    {{a, c}, {a, c}}
    """
    matches = matcher(k, pattern)

    def picked(x: Node, sel: Node) -> Node | None:
        if matches(sel):
            return x
        if type(sel) is not Expr or type(x) is not Expr:
            return None
        if len(x.args) != len(sel.args):
            raise SHAPE(x, sel)
        kept = []
        for item, value, each in zip(x.args, parts_of(x), parts_of(sel), strict=True):
            found = picked(value, each)
            if found is not None:
                kept.append(item if found is value else _with_value(item, found, x))
        return Expr(x.head, tuple(kept))

    found = picked(list, selector)
    return Expr(S.Sequence) if found is None else found


def _with_value(item: Node, value: Node, whole: Expr) -> Node:
    return Expr(item.head, (item.args[0], value)) if whole.head is S.Association else value


@builtin("SubsetMap[f_, list_, places_]", operator="list")
def subset_map(k, f: Node, list: Node, places: Node):
    """SubsetMap[f, list, {i, j, ...}] puts the elements of f[{list[[i]], list[[j]], ...}] at these places.

    >> SubsetMap[Reverse, {a, b, c, d}, {1, 4}]
    {d, b, c, a}
    """
    if type(list) is not Expr:
        return None
    paths = paths_of(places)
    if len(paths) == 1 and len(paths[0]) > 1:
        paths = [(spec,) for spec in paths[0]]
    old = [part(k, list, path) for path in paths]
    new = k.apply(f, (Expr(S.List, tuple(old)),))
    if type(new) is not Expr or len(new.args) != len(old):
        raise MAPPED(f, len(old), new)
    for path, value in zip(paths, new.args, strict=True):
        list = replaced(k, list, path, lambda _, value=value: value)  # type: ignore[misc]
    return list
