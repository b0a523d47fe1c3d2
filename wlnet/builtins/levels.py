"""Levels of expressions: which parts a level specification means, and walking over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..expr import Complex, Expr, Integer, Node, Rational, S
from ..kernel.builtin import builtin
from ..problem import Template

LEVEL = Template("level", "Level specification `1` is not of the form n, {n}, or {m, n}.")
_DEEP = 1 << 30
_NONE: Iterator[tuple[int | Node, Node]] = iter(())


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


def map_levels(node: Node, which: Levels, change: Callable[[Node], Node], heads: bool = False) -> Node:
    """`node` with `change` applied to all parts at these levels, the innermost first."""
    return _mapped(node, which, change, heads, 0)[0]


def _mapped(
    node: Node, which: Levels, change: Callable[[Node], Node], heads: bool, level: int
) -> tuple[Node, int]:
    """The same for a part at `level`, and the depth that the part had, where that counts."""
    made, depth = node, 1
    if type(node) is Expr:
        if level < which.high or which.high < 0:
            parts = []
            for part in parts_of(node):
                new, deep = _mapped(part, which, change, heads, level + 1)
                parts.append(new)
                depth = max(depth, deep)
            head = _mapped(node.head, which, change, heads, level + 1)[0] if heads else None
            made, depth = with_parts(node, tuple(parts), head), depth + 1
        elif which.low < 0:
            depth = depth_of(node)
    return (change(made) if which.has(level, depth) else made), depth


def walk(node: Node, which: Levels, heads: bool = False) -> Iterator[Node]:
    """The parts at these levels, the innermost first."""
    if which.low >= 0 and which.high >= 0 and not heads:
        return _walk_down(node, which)
    return (part for _, part in _steps(node, which, heads, None))


def walk_places(node: Node, which: Levels, heads: bool = False) -> Iterator[tuple[tuple[Node, ...], Node]]:
    """The same with the place of each part."""
    path: list[Node] = []
    return ((tuple(path), part) for _, part in _steps(node, which, heads, path))


def _walk_down(node: Node, which: Levels) -> Iterator[Node]:
    """The parts at levels that count from the top.

    A stack of our own, for generators within generators pass each part on through every level.
    """
    low, high = which.low, which.high
    if type(node) is not Expr or not high:
        if low <= 0:
            yield node
        return
    stack = [(node, iter(parts_of(node)))]
    while stack:
        level = len(stack)
        for part in stack[-1][1]:
            if type(part) is Expr and level < high:
                stack.append((part, iter(parts_of(part))))
                break
            if level >= low:
                yield part
        else:
            done, _ = stack.pop()
            if level - 1 >= low:
                yield done


def _steps(node: Node, which: Levels, heads: bool, path: list[Node] | None) -> Iterator[tuple[int, Node]]:
    """The parts with their depth; `path` is their place while they are given."""
    high = which.high if which.high >= 0 else _DEEP
    stack: list[_Step] = [_Step(node, _children(node, heads) if high else _NONE, False)]
    while stack:
        top, level = stack[-1], len(stack) - 1
        if (found := next(top.children, None)) is not None:
            place, part = found
            stack.append(_Step(part, _children(part, heads) if level + 1 < high else _NONE, place == 0))
            if path is not None:
                path.append(Integer(place) if type(place) is int else place)  # type: ignore[arg-type]
            continue
        del stack[-1]
        if type(top.part) is Expr:
            top.depth = top.depth + 1 if level < high else depth_of(top.part) if which.low < 0 else 0
        if which.has(level, top.depth):
            yield top.depth, top.part
        if path:
            del path[-1]
        if stack and not top.is_head:
            stack[-1].depth = max(stack[-1].depth, top.depth)


class _Step:
    """A part on the way down, with those below it that are still to come and the depth seen so far."""

    __slots__ = ("children", "depth", "is_head", "part")

    def __init__(self, part: Node, children: Iterator[tuple[int | Node, Node]], is_head: bool):
        self.part, self.children, self.is_head, self.depth = part, children, is_head, 1


def _children(node: Node, heads: bool) -> Iterator[tuple[int | Node, Node]]:
    """The parts one level below, with their places."""
    if type(node) is not Expr:
        return
    if heads:
        yield 0, node.head
    if node.head is S.Association:
        for rule, part in zip(node.args, parts_of(node), strict=True):
            yield Expr(S.Key, rule.args[:1]), part
    else:
        yield from enumerate(node.args, 1)


@builtin("Level[x_, spec_, head_]", operator="x")
def level(k, x: Node, spec: Node, head: Node = S.List, *, Heads: bool = False):
    """Level[x, {n}] is the list of the parts of x at level n; Level[x, n] of those down to level n.

    Level[x, levels, f] is f of these parts; Heads -> True takes heads too.

    >> {Level[f[g[a], b], {1}], Level[f[g[a], b], {-1}]}
    {{g[a], b}, {a, b}}
    """
    return Expr(head, tuple(walk(x, levels(spec), Heads)))


@builtin("Depth[x_]")
def depth(k, x: Node):
    """Depth[x] is the largest number of parts of parts of x, and one.

    >> {Depth[5], Depth[{1, {2}}]}
    {1, 3}
    """
    return depth_of(x)


@builtin("LeafCount[x_]")
def leaf_count(k, x: Node):
    """LeafCount[x] is the number of atoms in x, where a fraction or a complex number counts as written in
    full, with head and parts.

    >> LeafCount[a + b^2]
    5
    """
    return _leaves(x)


def _leaves(x: Node) -> int:
    if type(x) is Complex:
        return 1 + sum(map(_leaves, x.value))
    if type(x) is Rational:
        return 3
    return _leaves(x.head) + sum(map(_leaves, x.args)) if type(x) is Expr else 1
