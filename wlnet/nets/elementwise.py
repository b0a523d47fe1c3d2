"""Functions of one number as tensor operations: what ElementwiseLayer accepts.

A function is a name of the language (`Ramp`), a documented string ("GELU") or a pure function of those, arithmetic,
comparisons and conditions.  It is compiled once into nested Python closures over torch.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from ..convert import NOT_CONVERTED
from ..expr import Expr, Integer, Node, Rational, Real, S, String, Symbol
from ..lazy import functional, torch
from ..problem import Template

Tensor = Any
Operation = Callable[..., Tensor]

UNSUPPORTED = Template("elemfunc", "`1` is not supported in the function of an ElementwiseLayer.")

UNARY: dict[str, Operation] = {
    "Ramp": lambda x: torch.relu(x),
    "LogisticSigmoid": lambda x: torch.sigmoid(x),
    "Tan": lambda x: torch.tan(x),
    "Tanh": lambda x: torch.tanh(x),
    "ArcTan": lambda x: torch.atan(x),
    "ArcTanh": lambda x: torch.atanh(x),
    "Sin": lambda x: torch.sin(x),
    "Sinh": lambda x: torch.sinh(x),
    "ArcSin": lambda x: torch.asin(x),
    "ArcSinh": lambda x: torch.asinh(x),
    "Cos": lambda x: torch.cos(x),
    "Cosh": lambda x: torch.cosh(x),
    "ArcCos": lambda x: torch.acos(x),
    "ArcCosh": lambda x: torch.acosh(x),
    "Cot": lambda x: 1 / torch.tan(x),
    "Coth": lambda x: 1 / torch.tanh(x),
    "ArcCot": lambda x: torch.atan(1 / x),
    "ArcCoth": lambda x: torch.atanh(1 / x),
    "Csc": lambda x: 1 / torch.sin(x),
    "Csch": lambda x: 1 / torch.sinh(x),
    "ArcCsc": lambda x: torch.asin(1 / x),
    "ArcCsch": lambda x: torch.asinh(1 / x),
    "Sec": lambda x: 1 / torch.cos(x),
    "Sech": lambda x: 1 / torch.cosh(x),
    "ArcSec": lambda x: torch.acos(1 / x),
    "ArcSech": lambda x: torch.acosh(1 / x),
    "Haversine": lambda x: torch.sin(x / 2).square(),
    "InverseHaversine": lambda x: 2 * torch.asin(torch.sqrt(x)),
    "Gudermannian": lambda x: 2 * torch.atan(torch.tanh(x / 2)),
    "InverseGudermannian": lambda x: 2 * torch.atanh(torch.tan(x / 2)),
    "Log": lambda x: torch.log(x),
    "Exp": lambda x: torch.exp(x),
    "Sqrt": lambda x: torch.sqrt(x),
    "CubeRoot": lambda x: torch.sign(x) * torch.abs(x).pow(1 / 3),
    "Abs": lambda x: torch.abs(x),
    "Gamma": lambda x: torch.exp(torch.lgamma(x)),
    "LogGamma": lambda x: torch.lgamma(x),
    "Erf": lambda x: torch.erf(x),
    "InverseErf": lambda x: torch.erfinv(x),
    "Erfc": lambda x: torch.erfc(x),
    "InverseErfc": lambda x: torch.erfinv(1 - x),
    "Round": lambda x: torch.round(x),
    "Floor": lambda x: torch.floor(x),
    "Ceiling": lambda x: torch.ceil(x),
    "Sign": lambda x: torch.sign(x),
    "FractionalPart": lambda x: torch.frac(x),
    "IntegerPart": lambda x: torch.trunc(x),
    "Unitize": lambda x: (x != 0).to(x.dtype),
    "KroneckerDelta": lambda x: (x == 0).to(x.dtype),
    "Identity": lambda x: x,
    "Minus": lambda x: -x,
    "Not": lambda x: ~x,
    "Positive": lambda x: x > 0,
    "Negative": lambda x: x < 0,
    "NonNegative": lambda x: x >= 0,
    "NonPositive": lambda x: x <= 0,
    "PossibleZeroQ": lambda x: x == 0,
}

NAMED: dict[str, Operation] = {
    "RectifiedLinearUnit": lambda x: torch.relu(x),
    "ReLU": lambda x: torch.relu(x),
    "ExponentialLinearUnit": lambda x: functional.elu(x),
    "ELU": lambda x: functional.elu(x),
    "ScaledExponentialLinearUnit": lambda x: functional.selu(x),
    "SELU": lambda x: functional.selu(x),
    "GaussianErrorLinearUnit": lambda x: functional.gelu(x),
    "GELU": lambda x: functional.gelu(x),
    "Swish": lambda x: functional.silu(x),
    "HardSwish": lambda x: functional.hardswish(x),
    "Mish": lambda x: functional.mish(x),
    "SoftSign": lambda x: functional.softsign(x),
    "SoftPlus": lambda x: functional.softplus(x),
    "HardTanh": lambda x: functional.hardtanh(x),
    "HardSigmoid": lambda x: ((x + 1) / 2).clamp(0, 1),
    "Sigmoid": lambda x: torch.sigmoid(x),
}


def _chain(compare: Operation) -> Operation:
    def all_hold(*values: Tensor) -> Tensor:
        held = compare(values[0], values[1])
        for a, b in zip(values[1:], values[2:], strict=False):
            held = held & compare(a, b)
        return held

    return all_hold


def _fold(combine: Operation) -> Operation:
    def folded(first: Tensor, *rest: Tensor) -> Tensor:
        for value in rest:
            first = combine(first, value)
        return first

    return folded


def _tensors(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    return torch.as_tensor(a), torch.as_tensor(b)


def _clip(x: Tensor, low: float = -1.0, high: float = 1.0) -> Tensor:
    return torch.clamp(x, low, high)


def _threshold(x: Tensor, limit: float = 1e-10) -> Tensor:
    return x * (torch.abs(x) > limit)


OPERATIONS: dict[str, Operation] = {
    **UNARY,
    "Plus": _fold(lambda a, b: a + b),
    "Times": _fold(lambda a, b: a * b),
    "Subtract": lambda a, b: a - b,
    "Divide": lambda a, b: a / b,
    "Power": lambda a, b: a**b,
    "Surd": lambda x, n: torch.sign(x) * torch.abs(x).pow(1 / n) if n % 2 else x.pow(1 / n),
    "Max": _fold(lambda a, b: torch.maximum(*_tensors(a, b))),
    "Min": _fold(lambda a, b: torch.minimum(*_tensors(a, b))),
    "Clip": _clip,
    "Mod": lambda x, n: torch.remainder(x, n),
    "Threshold": _threshold,
    "Chop": _threshold,
    "And": _fold(lambda a, b: a & b),
    "Or": _fold(lambda a, b: a | b),
    "Equal": _chain(lambda a, b: a == b),
    "Unequal": _chain(lambda a, b: a != b),
    "Less": _chain(lambda a, b: a < b),
    "LessEqual": _chain(lambda a, b: a <= b),
    "Greater": _chain(lambda a, b: a > b),
    "GreaterEqual": _chain(lambda a, b: a >= b),
}
CONSTANTS = {"Pi": math.pi, "E": math.e, "GoldenRatio": (1 + math.sqrt(5)) / 2, "Infinity": math.inf}
CONSTANTS |= {"True": True, "False": False}


@dataclass(frozen=True)
class ElementwiseFunction:
    """A function of one number, as the user gave it (`node`)."""

    node: Node
    expected = 'a function such as Ramp, Tanh, # + 1 &, or a name such as "ReLU"'

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if isinstance(node, Symbol):
            return cls(node) if node.name in UNARY else NOT_CONVERTED
        if isinstance(node, String):
            return cls(node) if node.value in NAMED else NOT_CONVERTED
        if isinstance(node, Expr) and node.head is S.Function:
            function = cls(node)
            _ = function.compiled  # a Problem names what is not supported
            return function
        return NOT_CONVERTED

    @cached_property
    def compiled(self) -> Callable[[Tensor], Tensor]:
        return compile_function(self.node)

    def to_node(self) -> Node:
        return self.node

    def __str__(self) -> str:
        return self.node.name if isinstance(self.node, Symbol) else getattr(self.node, "value", "")


@lru_cache(maxsize=1024)
def compile_function(node: Node) -> Callable[[Tensor], Tensor]:
    """The tensor function of a symbol, a name or a pure function.  Raises a Problem for what is not supported."""
    if isinstance(node, Symbol) and node.name in UNARY:
        return UNARY[node.name]
    if isinstance(node, String) and node.value in NAMED:
        return NAMED[node.value]
    if isinstance(node, Expr) and node.head is S.Function:
        variable: Node = S.Slot(Integer(1))
        if len(node.args) > 1:
            names = node.args[0].args if isinstance(node.args[0], Expr) else (node.args[0],)
            variable = names[0] if len(names) == 1 else node
        body = _compile(node.args[0 if len(node.args) == 1 else 1], variable)
        return lambda x: _like(body(x), x)
    raise UNSUPPORTED(node)


def _like(value: Tensor, x: Tensor) -> Tensor:
    """`value` as a tensor with the shape and type of x, for functions that are constant or give truth values."""
    if not isinstance(value, torch.Tensor) or value.dim() != x.dim():
        return torch.zeros_like(x) + value
    return value if value.dtype == x.dtype else value.to(x.dtype)


def _compile(node: Node, variable: Node) -> Callable[[Tensor], Any]:
    if node == variable:
        return lambda x: x
    if isinstance(node, (Integer, Real, Rational)):
        number = node.value if isinstance(node, Integer) else float(node.value)
        return lambda x: number
    if isinstance(node, Symbol) and node.name in CONSTANTS:
        constant = CONSTANTS[node.name]
        return lambda x: constant
    if isinstance(node, Expr):
        return _compile_call(node, variable)
    raise UNSUPPORTED(node)


def _compile_call(node: Expr, variable: Node) -> Callable[[Tensor], Any]:
    if isinstance(node.head, (String, Expr)) and len(node.args) == 1:
        outer, argument = compile_function(node.head), _compile(node.args[0], variable)
        return lambda x: outer(argument(x))
    name = node.head.name if isinstance(node.head, Symbol) else ""
    if name in ("If", "Which", "Piecewise"):
        return _compile_condition(name, node, variable)
    if name == "Inequality":
        pairs = zip(node.args[0:-2:2], node.args[1:-1:2], node.args[2::2], strict=True)
        return _compile(S.And(*(Expr(op, (a, b)) for a, op, b in pairs)), variable)
    if name == "Clip" and len(node.args) > 1:
        node = Expr(node.head, (node.args[0], *node.args[1].args))
    if name not in OPERATIONS:
        raise UNSUPPORTED(node.head)
    operation, parts = OPERATIONS[name], [_compile(a, variable) for a in node.args]
    if len(parts) == 1:
        part = parts[0]
        return lambda x: operation(part(x))
    if len(parts) == 2:
        first, second = parts
        return lambda x: operation(first(x), second(x))
    return lambda x: operation(*(part(x) for part in parts))


def _compile_condition(name: str, node: Expr, variable: Node) -> Callable[[Tensor], Any]:
    """If, Which and Piecewise as a choice made element by element."""
    if name == "If":
        pairs = [(node.args[0], node.args[1])]
        otherwise: Node = node.args[2] if len(node.args) > 2 else Integer(0)
    elif name == "Which":
        pairs, otherwise = list(zip(node.args[0::2], node.args[1::2], strict=True)), Integer(0)
    else:
        pairs = [(p.args[1], p.args[0]) for p in node.args[0].args]
        otherwise = node.args[1] if len(node.args) > 1 else Integer(0)
    tests = [(_compile(test, variable), _compile(value, variable)) for test, value in pairs]
    rest = _compile(otherwise, variable)

    def choose(x: Tensor) -> Tensor:
        result = _like(rest(x), x)
        for test, value in reversed(tests):
            held = test(x)
            result = torch.where(torch.as_tensor(held), _like(value(x), x), result)
        return result

    return choose
