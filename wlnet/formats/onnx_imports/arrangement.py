"""Operators that rearrange, take, join and aggregate elements."""

from __future__ import annotations

from math import prod

import numpy as np

from ...expr import Integer, Node, S, String
from ..onnx_model import Operator, imports, made, reshape

REDUCTIONS = {"ReduceMean": S.Mean, "ReduceMax": S.Max, "ReduceMin": S.Min, "ReduceSum": S.Total}
REDUCTIONS |= {"ReduceProd": S.Times}


@imports("Softmax")
def softmax(op: Operator) -> None:
    op.layer("SoftmaxLayer", op.axis(op.attribute("axis", -1)))


@imports("Flatten")
def flatten(op: Operator) -> None:
    op.need(op.attribute("axis", 1) == 1, "it joins dimensions with the batch")
    op.layer("FlattenLayer")


@imports("Reshape")
def reshape_(op: Operator) -> None:
    sizes = op.numbers(1, "shape")
    op.need(bool(sizes), "its dimensions are no constant")
    assert sizes
    rest = sizes[1:]
    op.need(rest.count(-1) + (sizes[0] == -1) < 2, "several sizes are open")
    dims = op.dims()
    if None not in dims and min(rest, default=1) > 0:
        same = prod(rest) == prod(dims)  # type: ignore[arg-type]
        op.need(same, "it changes the size of the batch")
    if rest == [-1]:
        op.layer("FlattenLayer")
        return
    codes: dict[int, Node] = {-1: S.Automatic, 0: S.Inherited}
    op.layer("ReshapeLayer", S.List(*(codes.get(n) or Integer(n) for n in rest)))


@imports("Squeeze", "Unsqueeze")
def squeeze(op: Operator) -> None:
    if op.kind == "Unsqueeze" and op.numbers(1, "axes") == [0]:
        op.model.unstacked[op.outputs[0]] = op.inputs[0]
        return
    if op.inputs[0] in op.model.sequences:  # the dimension for the direction
        op.model.sequences.add(op.outputs[0])
        op.same()
        return
    dims = op.out_dims()
    if dims == op.dims():
        op.same()
    elif dims == ():
        op.layer("ReshapeLayer", S.List())
    else:
        op.need(dims.count(None) < 2, "several sizes are open")
        op.layers(reshape(dims))


@imports("Transpose")
def transpose(op: Operator) -> None:
    order = list(op.attribute("perm", range(len(op.dims()), -1, -1)))
    if order == [1, 0, 2]:
        if op.inputs[0] in op.model.sequences:
            op.same()
        else:
            op.model.swapped[op.outputs[0]] = op.inputs[0]
        return
    op.need(order[0] == 0, "it moves the batch")
    places = [order.index(level) for level in range(1, len(order))]
    op.layer("TransposeLayer", places)


@imports("Concat")
def concat(op: Operator) -> None:
    op.need(all(op.constant(i) is None for i in range(len(op.inputs))), "one of its inputs is a constant")
    op.layer("CatenateLayer", op.axis(op.attribute("axis")), inputs=op.inputs)


@imports("Expand")
def expand(op: Operator) -> None:
    array = op.constant(0)
    if array is not None and op.inputs[1] in op.model.sizes | op.model.constants.keys():
        op.need(array.dtype.kind == "f", "it gives integers")
        op.model.add(made("NetArrayLayer", Array=array), (), op.outputs)
        return
    dims, wanted = op.dims(), op.out_dims()
    op.need(len(dims) == len(wanted) and None not in wanted, "the dimensions of what it gives are open")
    leaves = []
    for level, (old, new) in enumerate(zip(dims, wanted, strict=True), 1):
        if old != new:
            leaves.append(made("PartLayer", S.List(*[S.All] * (level - 1), Integer(1))))
            leaves.append(made("ReplicateLayer", new, level))
    if leaves:
        op.layers(*leaves)
    else:
        op.same()


@imports("Slice")
def slice_(op: Operator) -> None:
    rank = len(op.dims())
    starts, ends = op.numbers(1, "starts"), op.numbers(2, "ends")
    axes, steps = op.numbers(3, "axes"), op.numbers(4)
    op.need(starts is not None and ends is not None, "its ends are no constants")
    assert starts is not None and ends is not None
    spans: list[Node] = [S.All] * rank
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        level, step = op.axis(axes[i] if axes else i), steps[i] if steps else 1
        size = op.dims()[level - 1]
        op.need(size is not None, "the size of what it takes from is open")
        taken = range(size or 0)[start:end:step]
        op.need(len(taken) > 0, "it takes nothing")
        spans[level - 1] = S.Span(Integer(taken[0] + 1), Integer(taken[-1] + 1), Integer(step))
    op.layer("PartLayer", S.List(*spans))


@imports("Pad")
def pad(op: Operator) -> None:
    pads, mode, value = op.numbers(1, "pads"), op.attribute("mode", "constant"), op.constant(2)
    rank = len(op.dims()) + 1
    modes: dict[str, Node | float] = {"edge": String("Fixed"), "reflect": String("Reflected")}
    modes["constant"] = float(op.attribute("value", 0.0) if value is None else value)
    op.need(pads is not None and mode in modes and len(op.inputs) < 4, f"it pads by {mode}")
    assert pads is not None
    op.need(pads[0] == pads[rank] == 0 and min(pads) >= 0, "it pads the batch, or takes away")
    pairs = [[pads[i], pads[rank + i]] for i in range(1, rank)]
    op.layer("PaddingLayer", pairs, Padding=modes[mode])


@imports(*REDUCTIONS)
def reduce(op: Operator) -> None:
    axes = op.numbers(1, "axes")
    levels = [op.axis(axis) for axis in axes] if axes else list(range(1, len(op.dims()) + 1))
    op.need(bool(axes), "it works across the batch")
    aggregation = made("AggregationLayer", REDUCTIONS[op.kind], sorted(levels))
    if op.attribute("keepdims", 1):
        op.layers(aggregation, reshape(op.out_dims()))
    else:
        op.layers(aggregation)


@imports("Split")
def split(op: Operator) -> None:
    level = op.axis(op.attribute("axis", 0))
    whole, sizes, count = op.dims()[level - 1], op.numbers(1, "split"), len(op.outputs)
    op.need(whole is not None, "the size of what it splits is open")
    assert whole is not None
    each = -(-whole // count)
    ends = np.minimum(np.cumsum(sizes or [each] * count), whole).tolist()
    for start, end, output in zip([0, *ends], ends, op.outputs, strict=False):
        span = S.Span(Integer(start + 1), Integer(end))
        op.model.add(made("PartLayer", S.List(*[S.All] * (level - 1), span)), op.inputs[:1], [output])
