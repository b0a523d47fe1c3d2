"""Levels of expressions: which parts a level specification means, and walking over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..expr import Expr, Integer, Node, S
from ..kernel.builtin import builtin
from ..problem import Template

LEVEL = Template("level", "Level specification `1` is not of the form n, {n} or {m, n}.")
_DEEP = 1 << 30


class Levels:
    """A range of levels; negative ones count from the leaves."""

    def __init__(self, low: int, high: int):
        self.low, self.high = low, high

    def has(self, level: int, depth: int) -> bool:
        """Whether a part at `level`, itself of depth `depth`, is meant."""
        low = level >= self.low if self.low >= 0 else depth <= -self.low
        high = level <= self.high if self.high >= 0 else depth >= -self.high
        return low and high


def levels(spec: Node) -> Levels:
    """The levels that a specification means."""
    if type(spec) is Integer:
        return Levels(1, spec.value)
    if _is_infinite(spec) or spec is S.All:
        return Levels(1 if spec is not S.All else 0, _DEEP)
    if type(spec) is Expr and spec.head is S.List:
        ends = [_end(item) for item in spec.args]
        if len(ends) == 1 and ends[0] is not None:
            return Levels(ends[0], ends[0])
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            return Levels(ends[0], ends[1])
    raise LEVEL(spec)


def _is_infinite(node: Node) -> bool:
    return node is S.Infinity or (type(node) is Expr and node.head is S.DirectedInfinity)


def _end(node: Node) -> int | None:
    return node.value if type(node) is Integer else _DEEP if _is_infinite(node) else None


def depth_of(node: Node) -> int:
    """One more than the deepest level of `node`."""
    deepest, layer = 0, [node]
    while layer:
        deepest += 1
        layer = [part for item in layer if type(item) is Expr for part in parts_of(item) or (S.Null,)]
    return deepest


def parts_of(node: Expr) -> tuple[Node, ...]:
    """The parts that levels count: the arguments, and of an association the values."""
    if node.head is S.Association:
        return tuple([rule.args[1] if len(rule.args) == 2 else rule for rule in node.args])
    return node.args


def with_parts(node: Expr, parts: tuple[Node, ...], head: Node | None = None) -> Expr:
    """`node` with other parts."""
    new_head = node.head if head is None else head
    if node.head is S.Association and new_head is S.Association:
        return Expr(
            S.Association,
            tuple([Expr(r.head, (r.args[0], v)) for r, v in zip(node.args, parts, strict=True)]),
        )
    return Expr(new_head, parts)


def map_levels(
    node: Node, which: Levels, change: Callable[[Node], Node], heads: bool = False, level: int = 0
) -> Node:
    """`node` with `change` applied to all parts at these levels, the innermost first."""
    if type(node) is Expr and (level < which.high or which.high < 0):
        parts = tuple(map_levels(p, which, change, heads, level + 1) for p in parts_of(node))
        head = map_levels(node.head, which, change, heads, level + 1) if heads else None
        made: Node = with_parts(node, parts, head)
    else:
        made = node
    return (
        change(made) if which.has(level, depth_of(node) if which.low < 0 or which.high < 0 else 0) else made
    )


def walk(node: Node, which: Levels, heads: bool = False) -> Iterator[Node]:
    """The parts at these levels, the innermost first."""
    yield from (part for _, part in walk_places(node, which, heads))


def walk_places(
    node: Node, which: Levels, heads: bool = False, at: tuple[Node, ...] = ()
) -> Iterator[tuple[tuple[Node, ...], Node]]:
    """The same with the place of each part."""
    level = len(at)
    if type(node) is Expr and (level < which.high or which.high < 0):
        if heads:
            yield from walk_places(node.head, which, heads, (*at, Integer(0)))
        if node.head is S.Association:
            for rule in node.args:
                yield from walk_places(rule.args[1], which, heads, (*at, Expr(S.Key, (rule.args[0],))))
        else:
            for i, part in enumerate(node.args, 1):
                yield from walk_places(part, which, heads, (*at, Integer(i)))
    if which.has(level, depth_of(node) if which.low < 0 or which.high < 0 else 0):
        yield at, node


@builtin("Level[x_, spec_]")
def level(k, x: Node, spec: Node):
    """Level[x, {n}] is the list of the parts of x at level n; Level[x, n] of those down to level n.

    >> {Level[f[g[a], b], {1}], Level[f[g[a], b], {-1}]}
    {{g[a], b}, {a, b}}
    """
    return Expr(S.List, tuple(walk(x, levels(spec))))


@builtin("Depth[x_]")
def depth(k, x: Node):
    """Depth[x] is the largest number of parts of parts of x, and one.

    >> {Depth[5], Depth[{1, {2}}]}
    {1, 3}
    """
    return depth_of(x)


@builtin("LeafCount[x_]")
def leaf_count(k, x: Node):
    """LeafCount[x] is the number of atoms in x.

    >> LeafCount[a + b^2]
    5
    """
    return _leaves(x)


def _leaves(x: Node) -> int:
    return _leaves(x.head) + sum(map(_leaves, x.args)) if type(x) is Expr else 1
