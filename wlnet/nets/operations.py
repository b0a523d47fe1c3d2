"""The operations that functions inside layers may use, by their names in the language, on tensors.

Arguments are tensors or Python numbers, at least one of them a tensor.  `NAMED` are the documented names of
activation functions.  Source: reference page of ElementwiseLayer.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from ..lazy import functional, torch

Tensor = Any
Operation = Callable[..., Tensor]

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
    "Gamma": lambda x: torch.where((x < 0) & (torch.floor(x) % 2 == 1), -1, 1) * torch.exp(torch.lgamma(x)),
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
}

PREDICATES: dict[str, Operation] = {
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
    def all_hold(first: Tensor, second: Tensor, *rest: Tensor) -> Tensor:
        held = compare(first, second)
        for a, b in pairwise((second, *rest)):
            held = held & compare(a, b)
        return held

    return all_hold


def _fold(combine: Operation) -> Operation:
    def folded(first: Tensor, *rest: Tensor) -> Tensor:
        for value in rest:
            first = combine(first, value)
        return first

    return folded


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))


def _smaller(a: Tensor, b: Tensor) -> Tensor:
    if _is_number(a) or _is_number(b):
        return torch.clamp(b, max=a) if _is_number(a) else torch.clamp(a, max=b)
    return torch.minimum(a, b)


def _larger(a: Tensor, b: Tensor) -> Tensor:
    if _is_number(a) or _is_number(b):
        return torch.clamp(b, min=a) if _is_number(a) else torch.clamp(a, min=b)
    return torch.maximum(a, b)


def _power(base: Tensor, exponent: Tensor) -> Tensor:
    if _is_number(base):
        return torch.exp(exponent) if base == math.e else torch.pow(base, exponent)
    return base**exponent


def _log(x: Tensor, of: Tensor | None = None) -> Tensor:
    """Log[x], or with two arguments Log[base, x]."""
    if of is None:
        return torch.log(x)
    base, number = (math.log(v) if _is_number(v) else torch.log(v) for v in (x, of))
    return number / base


def _surd(x: Tensor, n: Tensor) -> Tensor:
    odd = torch.as_tensor(n) % 2 == 1
    return torch.where(odd, torch.sign(x) * torch.abs(x).pow(1 / n), x.pow(1 / n))


def _clip(x: Tensor, low: Any = -1, high: Any = 1, below: Any = None, above: Any = None) -> Tensor:
    clipped = _larger(_smaller(x, high), low)
    if below is None or above is None:
        return clipped
    return torch.where(x < low, below, torch.where(x > high, above, clipped))


def _chop(x: Tensor, limit: float = 1e-10) -> Tensor:
    return x * (torch.abs(x) >= limit)


def _arc_tan(x: Tensor, y: Tensor | None = None) -> Tensor:
    """ArcTan[x], or with two arguments the angle of the point (x, y)."""
    if y is None:
        return torch.atan(x)
    like = x if isinstance(x, torch.Tensor) else y
    return torch.atan2(*(torch.as_tensor(v, dtype=like.dtype, device=like.device) for v in (y, x)))


def _erf(x: Tensor, to: Tensor | None = None) -> Tensor:
    """Erf[x], or with two arguments the difference Erf[to] - Erf[x]."""
    values = [math.erf(v) if _is_number(v) else torch.erf(v) for v in (x, to) if v is not None]
    return values[0] if to is None else values[1] - values[0]


OPERATIONS: dict[str, Operation] = {
    **UNARY,
    **PREDICATES,
    "ArcTan": _arc_tan,
    "Erf": _erf,
    "Plus": _fold(lambda a, b: a + b),
    "Times": _fold(lambda a, b: a * b),
    "Subtract": lambda a, b: a - b,
    "Divide": lambda a, b: a / b,
    "Power": _power,
    "Log": _log,
    "Surd": _surd,
    "Max": _fold(_larger),
    "Min": _fold(_smaller),
    "Clip": _clip,
    "Mod": lambda x, n: torch.remainder(x, n),
    "Threshold": lambda x, limit: x * (torch.abs(x) > limit),
    "Chop": _chop,
    "Boole": lambda x: x * 1.0,
    "And": _fold(lambda a, b: a & b),
    "Or": _fold(lambda a, b: a | b),
    "Equal": _chain(lambda a, b: a == b),
    "Unequal": _chain(lambda a, b: a != b),
    "Less": _chain(lambda a, b: a < b),
    "LessEqual": _chain(lambda a, b: a <= b),
    "Greater": _chain(lambda a, b: a > b),
    "GreaterEqual": _chain(lambda a, b: a >= b),
}
