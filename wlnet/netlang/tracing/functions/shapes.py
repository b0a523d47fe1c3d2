"""Shapes: what rearranges, joins or repeats arrays, and what tells their dimensions."""

from __future__ import annotations

from ....expr import Expr, Integer, Node, S, String, is_head
from ..registry import follows
from ..tracer import Tracer
from ..values import has_traced, traced

INFINITE = (S.Infinity, S.DirectedInfinity(Integer(1)))


@follows("Flatten")
def flatten(t: Tracer, node: Expr) -> Node | None:
    x, *level = node.args
    if len(level) > 1:
        return None
    return t.layer("FlattenLayer", () if level and level[0] in INFINITE else level, x, node=node)


@follows("Transpose")
def transpose(t: Tracer, node: Expr) -> Node | None:
    return t.layer("TransposeLayer", node.args[1:], node.args[0], node=node) if len(node.args) < 3 else None


@follows("ArrayReshape")
def reshape(t: Tracer, node: Expr) -> Node | None:
    return t.layer("ReshapeLayer", node.args[1:], node.args[0], node=node) if len(node.args) == 2 else None


@follows("Join")
def join(t: Tracer, node: Expr) -> Node | None:
    """Arrays along a level, the first one as usual; lists stay lists."""
    *arrays, last = node.args
    level = last if isinstance(last, Integer) else Integer(1)
    if not isinstance(last, Integer):
        arrays = [*arrays, last]
    if level.value == 1 and all(is_head(x, S.List) for x in arrays):
        return S.List(*(item for x in arrays for item in x.args))
    return arrays[0] if len(arrays) == 1 else t.layer("CatenateLayer", [level], *arrays, node=node)


@follows("Catenate")
def catenate(t: Tracer, node: Expr) -> Node | None:
    if len(node.args) != 1:
        return None
    (x,) = node.args
    return (
        t.call(S.Join, tuple(x.args))
        if is_head(x, S.List)
        else t.layer("FlattenLayer", [Integer(1)], x, node=node)
    )


@follows("Append", "Prepend", behind=True)
def put_at_end(t: Tracer, node: Expr) -> Node | None:
    if len(node.args) != 2:
        return None
    x, element = node.args
    if is_head(x, S.List) and has_traced(x):
        return S.List(*((*x.args, element) if node.head is S.Append else (element, *x.args)))
    return t.layer(f"{node.head.name}Layer", [], x, element, node=node)  # type: ignore[attr-defined]


@follows("ConstantArray")
def constant_array(t: Tracer, node: Expr) -> Node | None:
    return t.layer("ReplicateLayer", node.args[1:], node.args[0], node=node) if len(node.args) == 2 else None


@follows("ArrayPad", least=2)
def pad(t: Tracer, node: Expr) -> Node | None:
    x, sizes, *value = node.args
    pair = isinstance(sizes, Integer) or (
        is_head(sizes, S.List) and all(isinstance(n, Integer) for n in sizes.args)
    )
    if pair:
        dims = t.dims(x)
        if dims is None:
            t.known_dims(x, node)
        both = S.List(sizes, sizes) if isinstance(sizes, Integer) else sizes
        if len(both.args) != 2:
            return None
        sizes = S.List(*(both,) * len(dims or ()))
    option = [S.Rule(S.Padding, each) for each in value]
    return t.layer("PaddingLayer", [sizes, *option], x, node=node) if len(value) < 2 else None


@follows("Partition")
def partition(t: Tracer, node: Expr) -> Node | None:
    """Parts of one size, one behind the other; what is left over is dropped."""
    x, size = node.args[0], node.args[1] if len(node.args) == 2 else None
    if not isinstance(size, Integer) or size.value < 1:
        return None
    length, rest = t.known_length(x, node), t.known_dims(x, node)[1:]
    count = length // size.value
    whole = x if count * size.value == length else t.value(S.Take(x, Integer(count * size.value)))
    return t.value(S.ArrayReshape(whole, S.List(*map(Integer, (count, size.value, *rest)))))


@follows("Length")
def length(t: Tracer, node: Expr) -> Node | None:
    """The number of elements: at once where it is known, else the last of the places 1, 2, ..."""
    (x,) = node.args if len(node.args) == 1 else (None,)
    if is_head(x, S.List) or is_head(x, S.Association):  # type: ignore[arg-type]
        return Integer(len(x.args))  # type: ignore[union-attr]
    if x is None:
        return None
    dims = t.dims(x)
    if dims == ():
        return Integer(0)
    if dims and isinstance(dims[0], int):
        return Integer(dims[0])
    places = t.layer("SequenceIndicesLayer", [], x, node=node)
    return t.layer("SequenceLastLayer", [], places, node=node)


@follows("Dimensions")
def dimensions(t: Tracer, node: Expr) -> Node | None:
    dims = t.known_dims(node.args[0], node)
    return (
        t.k.evaluate(S.Take(S.List(*map(Integer, dims)), *node.args[1:]))
        if node.args[1:]
        else S.List(*map(Integer, dims))
    )


@follows("ArrayDepth")
def array_depth(t: Tracer, node: Expr) -> Node | None:
    dims = t.dims(node.args[0])
    return Integer(len(t.known_dims(node.args[0], node) if dims is None else dims))


@follows("Lookup")
def lookup(t: Tracer, node: Expr) -> Node | None:
    return t.call(S.Part, node.args) if len(node.args) == 2 and isinstance(node.args[1], String) else None


@follows("Values", "Keys")
def values(t: Tracer, node: Expr) -> Node | None:
    if len(node.args) != 1 or not is_head(node.args[0], S.Association):
        return None
    return S.List(*(rule.args[0 if node.head is S.Keys else 1] for rule in node.args[0].args))


@follows("N", "Normal", "Identity")
def as_it_is(t: Tracer, node: Expr) -> Node | None:
    """Arrays of nets hold machine numbers, and are no other kinds of arrays."""
    return node.args[0] if len(node.args) == 1 and traced(node.args[0]) is not None else None
