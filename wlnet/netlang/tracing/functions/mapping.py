"""Functions of the elements of arrays: Map, MapThread, Fold, Nest and Table."""

from __future__ import annotations

from collections.abc import Sequence

from ....expr import Expr, Integer, Node, S, String, Value, is_head
from ....nets.construct import build_layer
from ....nets.layer import LAYERS, final_of
from ....nets.net import Leaf, Net
from ..builder import Builder
from ..registry import follows
from ..tracer import Tracer
from ..values import Traced, Wire, has_traced, replaced, traced, wires_in


def inner(t: Tracer, ports: Sequence[tuple[str, Node, int]]) -> tuple[Tracer, list[Node]]:
    """A tracer for a graph of its own, with an input for an element, so many levels down, of each array."""
    builder = Builder(t.builder)
    elements: list[Node] = []
    for port, x, depth in ports:
        dims = t.dims(x)
        known = None if dims is None else dims[depth:]
        elements.append(Value(builder.input(port, known, S.Slot(Integer(len(elements) + 1)))))
    return Tracer(t.k, builder), elements


def net_of(t: Tracer, result: Node) -> Net:
    """The net of a graph of its own with this result; a single layer without the graph around it."""
    made = t.builder.graph({"Output": t.wire(result)})
    if len(made.nodes) == 1 and not t.builder.taken:
        (node,) = made.nodes.values()
        if (node.inputs, node.outputs) == (["Input"], ["Output"]) and made.inputs == ["Input"]:
            return node
    return made


@follows("Map", operator=True)
def map_(t: Tracer, node: Expr) -> Node | None:
    """f of each element; of numbers, where that is the same as of the whole array, put off."""
    if len(node.args) not in (2, 3):
        return None
    f, x = node.args[:2]
    level = node.args[2].args if len(node.args) == 3 and is_head(node.args[2], S.List) else (Integer(1),)
    if len(node.args) == 3 and not is_head(node.args[2], S.List):
        return None
    if len(level) != 1 or not isinstance(level[0], Integer) or level[0].value < 1:
        return None
    if is_head(x, S.List) or is_head(x, S.Association):
        deeper = (
            f if level[0].value == 1 else S.Map(f, S.Slot(Integer(1)), S.List(Integer(level[0].value - 1)))
        )
        f = f if deeper is f else S.Function(deeper)
        return _of_each(t, f, x)
    if level[0].value > 1:
        f = S.Function(S.Map(f, S.Slot(Integer(1)), S.List(Integer(level[0].value - 1))))
    return _mapped(t, f, x, node)


def _of_each(t: Tracer, f: Node, x: Node) -> Node:
    turn = Tracer(t.k, t.builder, t.unrolled or len(x.args) > 1)
    if is_head(x, S.List):
        return S.List(*(turn.apply(f, (item,)) for item in x.args))
    return S.Association(*(S.Rule(rule.args[0], turn.apply(f, (rule.args[1],))) for rule in x.args))


def _mapped(t: Tracer, f: Node, x: Node, node: Expr) -> Node:
    below, (element,) = inner(t, [("Input", x, 1)])
    result = below.apply(f, (element,))
    made = traced(result)
    if made is not None and made.builder is below.builder and not below.builder.nodes:
        wires = set(wires_in(made.body))
        if wires == {Wire("", "Input")}:
            array = t.array(x)
            whole = replaced(made.body, {Value(Wire("", "Input")): t.builder.body(array)})
            return Value(Traced(t.builder, whole, node))
    net = net_of(below, result)
    taken = {port: Value(array) for port, array in below.builder.taken.items() if port in net.inputs}
    if "Input" not in net.inputs:
        raise t.refusal(node)
    if not taken:
        return t.layer("NetMapOperator", [Value(net)], x, node=node)
    depths = S.Association(S.Rule(String("Input"), Integer(1)))
    leaf = _operator("NetMapThreadOperator", net, depths)
    return t.put(leaf, {"Input": x, **taken}, node)


def _operator(name: str, net: Net, *arguments: Node) -> Leaf:
    return build_layer(LAYERS[name], [Value(net), *arguments])


@follows("MapThread")
def map_thread(t: Tracer, node: Expr) -> Node | None:
    """f of the first elements of several arrays, of the second ones, ..."""
    if len(node.args) not in (2, 3):
        return None
    f, arrays = node.args[:2]
    depth = node.args[2] if len(node.args) == 3 else Integer(1)
    if not is_head(arrays, S.List) or not isinstance(depth, Integer) or depth.value < 1:
        return None
    names = [f"Input{i + 1}" for i in range(len(arrays.args))]
    below, elements = inner(t, [(n, x, depth.value) for n, x in zip(names, arrays.args, strict=True)])
    net = net_of(below, below.apply(f, tuple(elements)))
    fed = {n: x for n, x in zip(names, arrays.args, strict=True) if n in net.inputs}
    if len(fed) < len(names):
        raise t.refusal(node)
    taken = {port: Value(array) for port, array in below.builder.taken.items() if port in net.inputs}
    levels: Node = S.Association(*(S.Rule(String(n), depth) for n in names)) if taken else depth
    return t.put(_operator("NetMapThreadOperator", net, levels), {**fed, **taken}, node)


@follows("MapApply")
def map_apply(t: Tracer, node: Expr) -> Node | None:
    if len(node.args) != 2:
        return None
    f, x = node.args
    return t.call(S.Map, (S.Function(S.Apply(f, S.Slot(Integer(1)))), x))


@follows("Fold", "FoldList")
def fold(t: Tracer, node: Expr) -> Node | None:
    """f of the value so far and the next element: for an array a NetFoldOperator, for a list in turns."""
    if len(node.args) != 3:
        return None
    f, start, x = node.args
    if is_head(x, S.List) and has_traced(x):
        turn, values = Tracer(t.k, t.builder, t.unrolled or len(x.args) > 1), [start]
        for item in x.args:
            values.append(turn.apply(f, (values[-1], item)))
        return values[-1] if node.head is S.Fold else S.List(*values)
    below, (state, element) = inner(t, [("State", start, 0), ("Input", x, 1)])
    net = net_of(below, below.apply(f, (state, element)))
    taken = {port: Value(array) for port, array in below.builder.taken.items()}
    if not {"State", "Input"} <= set(net.inputs):
        raise t.refusal(node)
    feedback = S.List(S.Rule(String("Output"), String("State")))
    leaf = _operator("NetFoldOperator", net, feedback, *([S.List(*map(String, taken))] if taken else []))
    fed = {port: t.wire(value) for port, value in {"Input": x, "State": start, **taken}.items()}
    wires = t.builder.add(leaf, fed)
    if node.head is S.Fold:
        return t.at(Wire(wires["Output"].node, final_of("State")), node)
    return t.call(S.Prepend, (t.at(wires["Output"], node), start))


@follows("Nest", "NestList")
def nest(t: Tracer, node: Expr) -> Node | None:
    """f of f of ... x: a NetNestOperator, or in turns where all values are wanted or f takes in others."""
    if len(node.args) != 3 or not isinstance(node.args[2], Integer) or node.args[2].value < 0:
        return None
    f, x, times = node.args[0], node.args[1], node.args[2].value
    if node.head is S.Nest and traced(x) is not None and times > 0:
        below, (element,) = inner(t, [("Input", x, 0)])
        net = net_of(below, below.apply(f, (element,)))
        if not below.builder.taken and net.inputs == ["Input"]:
            return t.layer("NetNestOperator", [Value(net), Integer(times)], x, node=node)
    turn, values = Tracer(t.k, t.builder, t.unrolled or times > 1), [x]
    for _ in range(times):
        values.append(turn.apply(f, (values[-1],)))
    return values[-1] if node.head is S.Nest else S.List(*values)


@follows("Table", "Sum", "Product", held=True)
def table(t: Tracer, node: Expr) -> Node | None:
    """An expression for each value of an index: a list, a sum or a product of all."""
    if len(node.args) < 2:
        return None
    body, iterator, *more = node.args
    if more:
        body = Expr(node.head, (body, *more))
    steps = t.value(iterator) if not is_head(iterator, S.List) else _values_of(t, iterator)
    if steps is None or has_traced(steps):
        return None
    name = iterator.args[0] if is_head(iterator, S.List) and len(iterator.args) > 1 else None
    items = steps.args if is_head(steps, S.List) else (None,) * getattr(steps, "value", 0)
    turn = Tracer(t.k, t.builder, t.unrolled or len(items) > 1)
    rows = [turn.value(body if name is None else replaced(body, {name: item})) for item in items]  # type: ignore
    if node.head is S.Table:
        return S.List(*rows)
    return t.call(S.Plus if node.head is S.Sum else S.Times, tuple(rows))


def _values_of(t: Tracer, iterator: Expr) -> Node | None:  # type: ignore[override]
    """The values of an index, or a list of as many Nulls."""
    if len(iterator.args) == 1:
        return t.value(iterator.args[0])
    limits = tuple(map(t.value, iterator.args[1:]))
    if has_traced(S.List(*limits)):
        return None
    if len(limits) == 1 and is_head(limits[0], S.List):
        return limits[0]
    return t.k.evaluate(Expr(S.Range, limits))


@follows("Array")
def array(t: Tracer, node: Expr) -> Node | None:
    """f of 1, 2, ..., n."""
    if len(node.args) != 2 or not isinstance(node.args[1], Integer):
        return None
    turn = Tracer(t.k, t.builder, t.unrolled or node.args[1].value > 1)
    return S.List(*(turn.apply(node.args[0], (Integer(i + 1),)) for i in range(node.args[1].value)))
