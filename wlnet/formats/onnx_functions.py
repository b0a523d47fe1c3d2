"""Functions of numbers, those of ElementwiseLayer and ThreadingLayer, as ONNX operators.

What ONNX has is a table; what it has not is written by functions that it has.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from ..expr import Expr, Integer, Node, Rational, Real, S, String, Symbol, is_head
from ..nets.elementwise import COMPOSITIONS, CONDITIONS, CONSTANTS, compile_body, function_parts
from ..problem import Template
from .onnx_graph import Emitter

NO_FUNCTION = Template("onnxfunction", "The function `1` of a layer has no counterpart in ONNX.")

UNARY = {"Ramp": "Relu", "LogisticSigmoid": "Sigmoid", "Ceiling": "Ceil", "Minus": "Neg"}
UNARY |= {"ArcTan": "Atan", "ArcTanh": "Atanh"}
UNARY |= {"ArcSin": "Asin", "ArcSinh": "Asinh", "ArcCos": "Acos", "ArcCosh": "Acosh"}
UNARY |= {n: n for n in ("Tan", "Tanh", "Sin", "Sinh", "Cos", "Cosh", "Log", "Exp", "Sqrt", "Abs", "Erf")}
UNARY |= {n: n for n in ("Round", "Floor", "Sign", "Identity")}
FOLDED = {"Plus": "Add", "Times": "Mul", "Subtract": "Sub", "Divide": "Div", "Power": "Pow"}
FOLDED |= {"Max": "Max", "Min": "Min"}
LOGICAL = {"And": "And", "Or": "Or"}
COMPARED = {"Equal": "Equal", "Less": "Less", "LessEqual": "LessOrEqual"}
COMPARED |= {"Greater": "Greater", "GreaterEqual": "GreaterOrEqual"}
NAMED: dict[str, tuple[str, dict[str, Any]]] = {
    "ReLU": ("Relu", {}),
    "RectifiedLinearUnit": ("Relu", {}),
    "ELU": ("Elu", {}),
    "ExponentialLinearUnit": ("Elu", {}),
    "SELU": ("Selu", {}),
    "ScaledExponentialLinearUnit": ("Selu", {}),
    "HardSwish": ("HardSwish", {}),
    "Mish": ("Mish", {}),
    "SoftSign": ("Softsign", {}),
    "SoftPlus": ("Softplus", {}),
    "HardSigmoid": ("HardSigmoid", {"alpha": 0.5, "beta": 0.5}),
    "Sigmoid": ("Sigmoid", {}),
}
ONE, TWO, ZERO, SMALL = Integer(1), Integer(2), Integer(0), Real(1e-10)


def _inverse(x: Node) -> Node:
    return S.Divide(ONE, x)


def _truncated(x: Node) -> Node:
    return S.Times(S.Sign(x), S.Floor(S.Abs(x)))


def _log(x: Node, of: Node) -> Node:
    return S.Divide(S.Log(of), S.Log(x))


def _half(x: Node) -> Node:
    return S.Divide(x, TWO)


def _clip(x: Node, *limits: Node) -> Node:
    flat: list[Node | None] = []
    for limit in limits:
        flat += limit.args if is_head(limit, S.List) else (limit,)
    usual: list[Node | None] = [Integer(-1), ONE, None, None]
    low, high, below, above = [*flat, *usual[len(flat) :]]
    assert low is not None and high is not None
    clipped = S.Max(S.Min(x, high), low)
    if below is None or above is None:
        return clipped
    return S.If(S.Less(x, low), below, S.If(S.Greater(x, high), above, clipped))


# functions that ONNX does not have, by those that it has
REWRITTEN: dict[str, Callable[..., Node]] = {
    "Cot": lambda x: _inverse(S.Tan(x)),
    "Coth": lambda x: _inverse(S.Tanh(x)),
    "ArcCot": lambda x: S.ArcTan(_inverse(x)),
    "ArcCoth": lambda x: S.ArcTanh(_inverse(x)),
    "Csc": lambda x: _inverse(S.Sin(x)),
    "Csch": lambda x: _inverse(S.Sinh(x)),
    "ArcCsc": lambda x: S.ArcSin(_inverse(x)),
    "ArcCsch": lambda x: S.ArcSinh(_inverse(x)),
    "Sec": lambda x: _inverse(S.Cos(x)),
    "Sech": lambda x: _inverse(S.Cosh(x)),
    "ArcSec": lambda x: S.ArcCos(_inverse(x)),
    "ArcSech": lambda x: S.ArcCosh(_inverse(x)),
    "Haversine": lambda x: S.Power(S.Sin(_half(x)), TWO),
    "InverseHaversine": lambda x: S.Times(TWO, S.ArcSin(S.Sqrt(x))),
    "Gudermannian": lambda x: S.Times(TWO, S.ArcTan(S.Tanh(_half(x)))),
    "InverseGudermannian": lambda x: S.Times(TWO, S.ArcTanh(S.Tan(_half(x)))),
    "CubeRoot": lambda x: S.Times(S.Sign(x), S.Power(S.Abs(x), Real(1 / 3))),
    "Erfc": lambda x: S.Subtract(ONE, S.Erf(x)),
    "FractionalPart": lambda x: S.Subtract(x, _truncated(x)),
    "IntegerPart": _truncated,
    "Unitize": lambda x: S.Boole(S.Unequal(x, ZERO)),
    "KroneckerDelta": lambda x: S.Boole(S.Equal(x, ZERO)),
    "Positive": lambda x: S.Greater(x, ZERO),
    "Negative": lambda x: S.Less(x, ZERO),
    "NonNegative": lambda x: S.GreaterEqual(x, ZERO),
    "NonPositive": lambda x: S.LessEqual(x, ZERO),
    "PossibleZeroQ": lambda x: S.Equal(x, ZERO),
    "Clip": _clip,
    "Mod": lambda x, n: S.Subtract(x, S.Times(n, S.Floor(S.Divide(x, n)))),
    "Threshold": lambda x, limit: S.Times(x, S.Greater(S.Abs(x), limit)),
    "Chop": lambda x, limit=SMALL: S.Times(x, S.GreaterEqual(S.Abs(x), limit)),
    "GELU": lambda x: S.Times(Real(0.5), x, S.Plus(ONE, S.Erf(S.Divide(x, Real(math.sqrt(2)))))),
    "GaussianErrorLinearUnit": lambda x: REWRITTEN["GELU"](x),
    "Swish": lambda x: S.Times(x, S.LogisticSigmoid(x)),
    "HardTanh": lambda x: _clip(x),
}


def _angle(x: Node, y: Node) -> Node:
    """The angle of the point (x, y)."""
    plain = S.ArcTan(S.Divide(y, x))
    turned = S.Plus(plain, S.If(S.GreaterEqual(y, ZERO), S.Pi, Real(-math.pi)))
    upright = S.Times(S.Divide(S.Pi, TWO), S.Sign(y))
    return S.If(S.Greater(x, ZERO), plain, S.If(S.Less(x, ZERO), turned, upright))


def _surd(x: Node, n: Node) -> Node:
    root = S.Times(S.Sign(x), S.Power(S.Abs(x), S.Divide(ONE, n)))
    return S.If(S.Equal(REWRITTEN["Mod"](n, TWO), ONE), root, S.Power(x, S.Divide(ONE, n)))


_REWRITTEN_WITH_TWO: dict[str, Callable[..., Node]] = {
    "Log": _log,
    "ArcTan": _angle,
    "Surd": _surd,
    "Erf": lambda x, to: S.Subtract(S.Erf(to), S.Erf(x)),
}


def apply_function(e: Emitter, function: Node, inputs: Sequence[str]) -> str:
    """The value of a function of numbers for tensors; numbers, not truth values."""
    return e.number(_applied(e, function, inputs))


def _applied(e: Emitter, function: Node, inputs: Sequence[str]) -> str:
    if is_head(function, S.Function):
        variables, body = function_parts(function)  # type: ignore[arg-type]
        return _Translation(e, dict(zip(variables or (S.Slot(ONE),), inputs, strict=False))).value(body)
    if isinstance(function, Expr) and function.head in COMPOSITIONS:
        inner_first = function.args if function.head is S.RightComposition else function.args[::-1]
        for one in inner_first:
            inputs = [_applied(e, one, inputs)]
        return inputs[0]
    places: dict[Node, str] = {S.Slot(Integer(i)): name for i, name in enumerate(inputs, 1)}
    return _Translation(e, places).value(Expr(function, tuple(places)))


class _Translation:
    """Bodies of functions as operators; `places` are the tensors that variables stand for."""

    def __init__(self, e: Emitter, places: dict[Node, str]):
        self.e, self.places = e, places

    def value(self, node: Node) -> str:
        """The tensor of a body."""
        if node in self.places:
            return self.places[node]
        if isinstance(node, (Integer, Real, Rational)):
            return self.e.constant(float(node.value))
        if isinstance(node, Symbol) and node.name in CONSTANTS:
            return self.e.constant(float(CONSTANTS[node.name]))
        if not isinstance(node, Expr):
            raise NO_FUNCTION(node)
        if not self._depends(node):
            return self.e.constant(float(compile_body(node, ())(None)))
        return self._call(node)

    def _depends(self, node: Node) -> bool:
        if node in self.places:
            return True
        parts = (*node.args, *((node.head,) if isinstance(node, Expr) else ()))
        return any(p in self.places or (isinstance(p, Expr) and self._depends(p)) for p in parts)

    def _call(self, node: Expr) -> str:
        if isinstance(node.head, Expr):
            return _applied(self.e, node.head, [self.value(a) for a in node.args])
        name = node.head.value if isinstance(node.head, String) else getattr(node.head, "name", "")
        count = len(node.args)
        if name in CONDITIONS:
            return self._condition(*CONDITIONS[name](node))
        if name == "Inequality":
            triples = zip(node.args[0:-2:2], node.args[1:-1:2], node.args[2::2], strict=True)
            return self.value(S.And(*(Expr(op, (a, b)) for a, op, b in triples)))
        if name == "Clip" or (name in REWRITTEN and name not in FOLDED):
            return self.value(REWRITTEN[name](*node.args))
        if count == 2 and name in _REWRITTEN_WITH_TWO:
            return self.value(_REWRITTEN_WITH_TWO[name](*node.args))
        values = [self.value(a) for a in node.args]
        if name == "Power" and node.args[0] is S.E:
            return self.e.op("Exp", self.e.number(values[1]))
        return self._operator(name, values, node)

    def _operator(self, name: str, values: list[str], node: Expr) -> str:
        e = self.e
        if name in UNARY and len(values) == 1:
            return e.op(UNARY[name], e.number(values[0]))
        if name in NAMED and len(values) == 1:
            kind, attributes = NAMED[name]
            return e.op(kind, e.number(values[0]), **attributes)
        if name in FOLDED:
            return self._folded(lambda a, b: e.op(FOLDED[name], e.number(a), e.number(b)), values)
        if name in LOGICAL:
            return self._folded(lambda a, b: e.truth(LOGICAL[name], self._truth(a), self._truth(b)), values)
        if name in COMPARED or name == "Unequal":
            return self._folded(lambda a, b: e.truth("And", a, b), self._comparisons(name, values))
        if name == "Not":
            return e.truth("Not", self._truth(values[0]))
        if name == "Boole":
            return e.number(values[0])
        raise NO_FUNCTION(node.head)

    def _comparisons(self, name: str, values: list[str]) -> list[str]:
        pairs = [tuple(map(self.e.number, pair)) for pair in pairwise(values)]
        if name == "Unequal":
            return [self.e.truth("Not", self.e.truth("Equal", *pair)) for pair in pairs]
        return [self.e.truth(COMPARED[name], *pair) for pair in pairs]

    @staticmethod
    def _folded(combine: Callable[[str, str], str], values: list[str]) -> str:
        first, *rest = values
        for value in rest:
            first = combine(first, value)
        return first

    def _truth(self, x: str) -> str:
        if x in self.e.truths:
            return x
        return self.e.truth("Not", self.e.truth("Equal", x, self.e.constant(0.0)))

    def _condition(self, pairs: list[tuple[Node, Node]], otherwise: Node) -> str:
        result = self.e.number(self.value(otherwise))
        for test, value in reversed(pairs):
            chosen = self.e.number(self.value(value))
            result = self.e.op("Where", self._truth(self.value(test)), chosen, result)
        return result
