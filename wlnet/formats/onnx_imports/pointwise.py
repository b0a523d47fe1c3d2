"""Functions of single numbers, and of the corresponding numbers of two tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...expr import Integer, Node, Real, S, String
from ..onnx_functions import UNARY
from ..onnx_model import Operator, imports, made, pure

NAMED = {"Relu": "Ramp", "Selu": "SELU", "Mish": "Mish", "Softsign": "SoftSign", "Softplus": "SoftPlus"}
NAMED |= {"HardSwish": "HardSwish", "Gelu": "GELU"}
SYMBOLS: dict[str, Any] = {"Add": S.Plus, "Sub": S.Subtract, "Mul": S.Times, "Div": S.Divide, "Pow": S.Power}
SYMBOLS |= {"Max": S.Max, "Min": S.Min}
COMPARISONS = {"Greater": S.Greater, "GreaterOrEqual": S.GreaterEqual, "Less": S.Less, "Equal": S.Equal}
COMPARISONS |= {"LessOrEqual": S.LessEqual}
HALF = Real(0.5)


def _comparison(name: str) -> Callable[..., Node]:
    return lambda x, y: S.Boole(COMPARISONS[name](x, y))


FUNCTIONS: dict[str, Callable[..., Node]] = {**SYMBOLS, **{name: _comparison(name) for name in COMPARISONS}}
FUNCTIONS |= {"And": S.Times, "Or": S.Max, "Where": lambda test, x, y: S.If(S.Greater(test, HALF), x, y)}


def _symbol(name: str) -> Callable[[Operator], None]:
    function: Node = getattr(S, name) if name in UNARY else String(name)
    return lambda op: op.layer("ElementwiseLayer", function)


for _name, _kind in UNARY.items():
    if _kind != "Identity":
        imports(_kind)(_symbol(_name))
for _kind, _name in NAMED.items():
    imports(_kind)(_symbol(_name))


@imports("Reciprocal")
def reciprocal(op: Operator) -> None:
    op.layers(pure(lambda x: S.Divide(Integer(1), x)))


@imports("Elu", "LeakyRelu")
def bent(op: Operator) -> None:
    alpha = Real(float(op.attribute("alpha", 1.0 if op.kind == "Elu" else 0.01)))

    def below(x: Node) -> Node:
        return S.Subtract(S.Exp(x), Integer(1)) if op.kind == "Elu" else x

    op.layers(pure(lambda x: S.If(S.Less(x, Integer(0)), S.Times(alpha, below(x)), x)))


@imports("HardSigmoid")
def hard_sigmoid(op: Operator) -> None:
    a, b = (Real(float(op.attribute(*setting))) for setting in (("alpha", 0.2), ("beta", 0.5)))
    limits = S.List(Integer(0), Integer(1))
    op.layers(pure(lambda x: S.Clip(S.Plus(S.Times(a, x), b), limits)))


@imports("Clip")
def clip(op: Operator) -> None:
    low, high = (op.constant(i) for i in (1, 2))
    least = float(op.attribute("min", np.finfo(np.float32).min) if low is None else low)
    most = float(op.attribute("max", np.finfo(np.float32).max) if high is None else high)
    op.layers(pure(lambda x: S.Clip(x, S.List(Real(least), Real(most)))))


@imports("Identity", "Dropout")
def identity(op: Operator) -> None:
    op.same()


@imports("Cast")
def cast(op: Operator) -> None:
    op.need(op.attribute("to") in (1, 9, 10, 11), "it makes other things than numbers")
    op.same()


@imports("Sum")
def total(op: Operator) -> None:
    op.need(len({op.dims(i) for i in range(len(op.inputs))}) == 1, "its inputs are of different dimensions")
    op.layer("TotalLayer", inputs=op.inputs)


@imports("Not")
def negation(op: Operator) -> None:
    op.layers(pure(lambda x: S.Subtract(Integer(1), x)))


@imports(*FUNCTIONS)
def threaded(op: Operator) -> None:
    """A function of numbers, of which some may be constants; truth values are 1 and 0."""
    if op.kind == "Sub" and _is_class_shift(op):
        op.model.shifted[op.outputs[0]] = op.inputs[0]
    elif not _is_plus_or_times(op):
        _thread(op)


def _is_class_shift(op: Operator) -> bool:
    """Whether this makes class numbers that count from 0 of those that count from 1."""
    one = op.constant(1)
    return one is not None and one.dtype.kind == "i" and one.size == 1 and int(one.reshape(-1)[0]) == 1


def _is_plus_or_times(op: Operator) -> bool:
    """Make a layer of an array that is added or multiplied and as large as what it meets."""
    layers = {"Add": ("ConstantPlusLayer", "Biases"), "Mul": ("ConstantTimesLayer", "Scaling")}
    for place in range(2 if op.kind in layers else 0):
        array, other = op.constant(place), 1 - place
        if (
            array is not None
            and array.size > 1
            and op.constant(other) is None
            and array.shape == op.dims(other)
        ):
            layer, name = layers[op.kind]
            op.layer(layer, inputs=(op.inputs[other],), **{name: array})
            return True
    return False


def _thread(op: Operator) -> None:
    places: list[Node] = []  # what stands for each input in the function
    tensors: list[str] = []
    ranks: list[int] = []
    full = max((len(op.dims(i)) for i in range(len(op.inputs)) if op.constant(i) is None), default=0)
    for i, tensor in enumerate(op.inputs):
        array = op.constant(i)
        if array is not None and array.size == 1 and array.ndim <= full + 1:
            places.append(Real(float(array.reshape(-1)[0])))
            continue
        if array is not None:
            tensor, array = f"{op.outputs[0]}:{i}", _of_each(op, array, full)
            op.model.add(made("NetArrayLayer", Array=array), (), (tensor,))
        ranks.append(len(op.dims(i)) if array is None else array.ndim)
        tensors.append(tensor)
        places.append(S.Slot(Integer(len(tensors))))
    op.need(bool(tensors), "all its inputs are constants")
    body = FUNCTIONS[op.kind]
    if len(tensors) == 1:
        op.model.add(made("ElementwiseLayer", S.Function(body(*places))), tensors, op.outputs)
        return
    function = SYMBOLS.get(op.kind) if len(tensors) == len(op.inputs) else None
    op.need(all(ranks) or not any(ranks), "a number meets an array")
    specs = [S.Automatic if rank == max(ranks) else Integer(1) for rank in ranks]
    broadcasting = S.Automatic if len(set(ranks)) == 1 else S.List(*specs)
    layer = made(
        "ThreadingLayer", function or S.Function(body(*places)), broadcasting, InputPorts=len(tensors)
    )
    op.model.add(layer, tensors, op.outputs)


def _of_each(op: Operator, array: np.ndarray, full: int) -> np.ndarray:
    """A constant without a batch dimension."""
    if array.ndim == full + 1 and array.shape[0] == 1:
        array = array[0]
    op.need(array.ndim <= full, "a constant has a dimension for the batch")
    return array
