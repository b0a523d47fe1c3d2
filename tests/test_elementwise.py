"""Functions of ElementwiseLayer are those of the language, in double precision, with the right gradients."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from net_reading import net, said

from wlnet.convert import NOT_CONVERTED
from wlnet.expr import String, Symbol
from wlnet.nets.elementwise import ElementwiseFunction
from wlnet.nets.operations import NAMED, UNARY
from wlnet.syntax.parse import parse

# name -> what it is, and where to look
REAL = (-2.5, -1.25, -0.5, 0.25, 0.75, 1.5, 3.0)
INSIDE = (-0.9, -0.5, 0.1, 0.6)
OUTSIDE = (-3.0, -1.5, 1.25, 2.0)
POSITIVE = (0.1, 0.5, 1.0, 2.5)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def half_even(x: float) -> float:
    return float(np.round(x))


WRITTEN: dict[str, tuple[Callable[[float], float], tuple[float, ...]]] = {
    "Ramp": (lambda x: max(x, 0), REAL),
    "LogisticSigmoid": (sigmoid, REAL),
    "Tan": (math.tan, REAL),
    "Tanh": (math.tanh, REAL),
    "ArcTan": (math.atan, REAL),
    "ArcTanh": (math.atanh, INSIDE),
    "Sin": (math.sin, REAL),
    "Sinh": (math.sinh, REAL),
    "ArcSin": (math.asin, INSIDE),
    "ArcSinh": (math.asinh, REAL),
    "Cos": (math.cos, REAL),
    "Cosh": (math.cosh, REAL),
    "ArcCos": (math.acos, INSIDE),
    "ArcCosh": (math.acosh, (1.25, 2.0, 5.0)),
    "Cot": (lambda x: math.cos(x) / math.sin(x), REAL),
    "Coth": (lambda x: math.cosh(x) / math.sinh(x), REAL),
    "ArcCot": (lambda x: math.atan(1 / x), REAL),
    "ArcCoth": (lambda x: math.log((x + 1) / (x - 1)) / 2, OUTSIDE),
    "Csc": (lambda x: 1 / math.sin(x), REAL),
    "Csch": (lambda x: 1 / math.sinh(x), REAL),
    "ArcCsc": (lambda x: math.asin(1 / x), OUTSIDE),
    "ArcCsch": (lambda x: math.asinh(1 / x), REAL),
    "Sec": (lambda x: 1 / math.cos(x), REAL),
    "Sech": (lambda x: 1 / math.cosh(x), REAL),
    "ArcSec": (lambda x: math.acos(1 / x), OUTSIDE),
    "ArcSech": (lambda x: math.acosh(1 / x), (0.1, 0.5, 0.9)),
    "Haversine": (lambda x: (1 - math.cos(x)) / 2, REAL),
    "InverseHaversine": (lambda x: math.acos(1 - 2 * x), (0.1, 0.5, 0.9)),
    "Gudermannian": (lambda x: math.atan(math.sinh(x)), REAL),
    "InverseGudermannian": (lambda x: math.asinh(math.tan(x)), INSIDE),
    "Log": (math.log, POSITIVE),
    "Exp": (math.exp, REAL),
    "Sqrt": (math.sqrt, POSITIVE),
    "CubeRoot": (math.cbrt, REAL),
    "Abs": (abs, REAL),
    "Gamma": (math.gamma, REAL),
    "LogGamma": (math.lgamma, POSITIVE),
    "Erf": (math.erf, REAL),
    "Erfc": (math.erfc, REAL),
    "Round": (half_even, (*REAL, 3.5)),
    "Floor": (math.floor, REAL),
    "Ceiling": (math.ceil, REAL),
    "Sign": (lambda x: (x > 0) - (x < 0), (*REAL, 0.0)),
    "FractionalPart": (lambda x: x - math.trunc(x), REAL),
    "IntegerPart": (math.trunc, REAL),
    "Unitize": (lambda x: x != 0, (*REAL, 0.0)),
    "KroneckerDelta": (lambda x: x == 0, (*REAL, 0.0)),
    "Identity": (lambda x: x, REAL),
    "Minus": (lambda x: -x, REAL),
}
ROUND_TRIPS = {"InverseErf": math.erf, "InverseErfc": math.erfc}

SELU = (1.0507009873554805, 1.0507009873554805 * 1.6732632423543772)
SHAPED: dict[str, Callable[[float], float]] = {
    "ReLU": lambda x: max(x, 0),
    "ELU": lambda x: x if x >= 0 else math.exp(x) - 1,
    "SELU": lambda x: SELU[0] * x if x >= 0 else SELU[1] * (math.exp(x) - 1),
    "GELU": lambda x: 0.5 * x * (1 + math.erf(x / math.sqrt(2))),
    "Swish": lambda x: x * sigmoid(x),
    "HardSwish": lambda x: x * min(max(x + 3, 0), 6) / 6,
    "Mish": lambda x: x * math.tanh(math.log(1 + math.exp(x))),
    "SoftSign": lambda x: x / (1 + abs(x)),
    "SoftPlus": lambda x: math.log(math.exp(x) + 1),
    "HardTanh": lambda x: min(max(x, -1), 1),
    "HardSigmoid": lambda x: min(max((x + 1) / 2, 0), 1),
    "Sigmoid": sigmoid,
}
LONG = {
    "RectifiedLinearUnit": "ReLU",
    "ExponentialLinearUnit": "ELU",
    "ScaledExponentialLinearUnit": "SELU",
    "GaussianErrorLinearUnit": "GELU",
}


def applied(function: ElementwiseFunction, *values: float) -> list[float]:
    return function.compiled(torch.tensor(values, dtype=torch.float64)).tolist()


def pure(text: str) -> ElementwiseFunction:
    made = ElementwiseFunction.from_node(parse(text))
    assert isinstance(made, ElementwiseFunction)
    return made


@pytest.mark.parametrize("name", UNARY)
def test_functions_of_the_language(name: str) -> None:
    function = ElementwiseFunction.from_node(Symbol(name))
    if name in ROUND_TRIPS:
        values = [0.2, 0.9] if name == "InverseErfc" else [-0.7, 0.2]
        assert [ROUND_TRIPS[name](x) for x in applied(function, *values)] == pytest.approx(values, rel=1e-9)
        return
    written, places = WRITTEN[name]
    assert applied(function, *places) == pytest.approx(
        [float(written(x)) for x in places], rel=1e-12, abs=1e-12
    )


@pytest.mark.parametrize("name", NAMED)
def test_named_functions(name: str) -> None:
    written = SHAPED[LONG.get(name, name)]
    values = [float(written(x)) for x in (*REAL, -4.0, 7.0)]
    assert applied(ElementwiseFunction.from_node(String(name)), *REAL, -4.0, 7.0) == pytest.approx(
        values, rel=1e-9
    )


PURE: dict[str, Callable[[float], float]] = {
    "#&": lambda x: x,
    "#^2 + 3 # - 1&": lambda x: x**2 + 3 * x - 1,
    "# / 2&": lambda x: x / 2,
    "1 / (1 + #^2)&": lambda x: 1 / (1 + x * x),
    "#/Sqrt[2]&": lambda x: x / math.sqrt(2),
    "# Exp[-#]&": lambda x: x * math.exp(-x),
    "E^#&": math.exp,
    "2^#&": lambda x: 2**x,
    "Sin[Pi #]&": lambda x: math.sin(math.pi * x),
    "-#&": lambda x: -x,
    "Max[#, 0, -1]&": lambda x: max(x, 0),
    "Min[1, #, 2 #]&": lambda x: min(1, x, 2 * x),
    "Max[#, -#]&": abs,
    "Clip[#]&": lambda x: min(max(x, -1), 1),
    "Clip[#, {0, 0.3}]&": lambda x: min(max(x, 0), 0.3),
    "Clip[#, {-1, 1}, {-9, #}]&": lambda x: -9 if x < -1 else x,
    "Mod[#, 2]&": lambda x: x % 2,
    "Surd[#, 3]&": math.cbrt,
    "Log[2, # + 4]&": lambda x: math.log2(x + 4),
    "Threshold[#, 0.6]&": lambda x: x if abs(x) > 0.6 else 0,
    "Chop[#, 0.6]&": lambda x: x if abs(x) >= 0.6 else 0,
    "If[# > 0, #, # / 10]&": lambda x: x if x > 0 else x / 10,
    "If[Positive[#], 1]&": lambda x: float(x > 0),
    "Which[# < -1, -1, # < 1, #^2, True, 5]&": lambda x: -1 if x < -1 else x * x if x < 1 else 5,
    "Piecewise[{{0, # < 0}, {#, # < 1}}, 7]&": lambda x: 0 if x < 0 else x if x < 1 else 7,
    "Piecewise[{{1, -1 < # <= 1.5}}]&": lambda x: float(-1 < x <= 1.5),
    "If[# < 0 && Not[# < -1] || # == 3, 1, 0]&": lambda x: float(-1 <= x < 0 or x == 3),
    "If[# >= 0.25 && # != 1.5, 1, 0]&": lambda x: float(x >= 0.25 and x != 1.5),
    "Boole[# > 0] + Boole[# > 1]&": lambda x: (x > 0) + (x > 1),
    "# > 0&": lambda x: float(x > 0),
    "3&": lambda x: 3,
    "Sqrt[2]&": lambda x: math.sqrt(2),
    '"ELU"[#] + "Sigmoid"[2 #]&': lambda x: SHAPED["ELU"](x) + sigmoid(2 * x),
    "(# + 1&)[#^2]&": lambda x: x * x + 1,
    "Function[x, x^2 + x]": lambda x: x * x + x,
    "Function[{y}, Tanh[y]]": math.tanh,
    "Composition[Exp, Sin]": lambda x: math.exp(math.sin(x)),
    "RightComposition[Exp, Sin]": lambda x: math.sin(math.exp(x)),
    "Erf[GoldenRatio #]&": lambda x: math.erf((1 + math.sqrt(5)) / 2 * x),
}


@pytest.mark.parametrize("text", PURE)
def test_pure_functions(text: str) -> None:
    expected = [float(PURE[text](x)) for x in REAL]
    assert applied(pure(text), *REAL) == pytest.approx(expected, rel=1e-7, abs=1e-12)
    single = pure(text).compiled(torch.tensor(REAL))
    assert single.dtype == torch.float32 and single.shape == (len(REAL),)


@pytest.mark.parametrize(
    "text", ["#^3 - # / 3&", "Max[#, 0.1] Min[#, 2]&", "If[# > 0.4, Sin[#], #^2]&", "Exp[-#^2]&"]
)
def test_gradients_of_pure_functions(text: str) -> None:
    x = torch.tensor(REAL, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(pure(text).compiled, [x])


@given(st.floats(-4, 4), st.floats(-4, 4))
def test_constants_are_worked_out_in_double_precision(a: float, b: float) -> None:
    text = f"# + Exp[{a:.6f}] Tanh[{b:.6f}]&"
    expected = 0.5 + math.exp(round(a, 6)) * math.tanh(round(b, 6))
    assert applied(pure(text), 0.5) == pytest.approx([expected], rel=1e-12)


@pytest.mark.parametrize("shape", [(), (3,), (2, 3, 4)])
def test_any_shape_stays(shape: tuple[int, ...]) -> None:
    for text in ("# + 1&", "3&", "# > 0&", "If[# > 0, 1, 0]&"):
        assert pure(text).compiled(torch.zeros(5, *shape)).shape == (5, *shape)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("f[#]&", "f"),
        ("#2&", "#2"),
        ("x + #&", "x"),
        ("Function[{x, y}, x + y]", "Function[{x, y}, x + y]"),
        ("Mod[#]&", "Mod[#1]"),
        ("If[#]&", "If[#1]"),
        ("Which[# > 0]&", "Which[#1 > 0]"),
        ("Piecewise[{1, 2}]&", "Piecewise[{1, 2}]"),
        ("Clip[#, 2]&", "Clip[#1, 2]"),
        ('"Foo"[#]&', '"Foo"'),
        ("Composition[Exp, foo]", "foo"),
    ],
)
def test_what_is_not_supported_is_told_when_the_layer_is_built(text: str, shown: str) -> None:
    message = said(lambda: net(f"ElementwiseLayer[{text}]"))
    assert message == f"{shown} is not supported in the function of a layer."


@pytest.mark.parametrize("text", ["foo", '"Foo"', "3", "{1}", "Positive", "f[x]"])
def test_what_is_no_function(text: str) -> None:
    assert ElementwiseFunction.from_node(parse(text)) is NOT_CONVERTED
    assert not ElementwiseFunction.supports(parse(text))


def test_sigmoids_call_for_a_binary_loss() -> None:
    for text in ("LogisticSigmoid", '"Sigmoid"', "LogisticSigmoid[#]&"):
        loss = net(f"ElementwiseLayer[{text}]").layer.natural_loss()  # type: ignore[attr-defined]
        assert loss is not None and loss.Form == "Binary"
    assert net("ElementwiseLayer[Tanh]").layer.natural_loss() is None  # type: ignore[attr-defined]
