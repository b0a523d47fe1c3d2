"""The other circular and hyperbolic functions: Sec, Csc, Cot and so on, by those that they are made of."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable

from ..expr import Complex, Expr, Integer, Node, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import MINUS_ONE, ONE, ZERO, is_zero, node_of, to_complex
from .elementary import negated
from .infinity import COMPLEX_INFINITY
from .numeric import FUNCTIONS

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION


def _reciprocal(name: str, of: str, example: str, odd: bool, real: Callable[[complex], complex]) -> None:
    """Declare 1 over a function: exact where that function is, and for machine numbers."""
    head, inner = getattr(S, name), getattr(S, of)
    FUNCTIONS[head] = lambda z: 1 / real(z)

    def function(k, x: Node):
        if (positive := negated(x)) is not None:
            return S.Times(MINUS_ONE, Expr(head, (positive,))) if odd else Expr(head, (positive,))
        value = k.evaluate(Expr(inner, (x,)))
        if type(value) is Expr and value.head is inner:
            return None
        return COMPLEX_INFINITY if is_zero(value) else S.Divide(ONE, value)

    function.__doc__ = f"{name}[x] is 1/{of}[x].\n\n>> {example}"
    builtin(f"{name}[x_]", attributes=_NUMERIC)(function)


_reciprocal("Sec", "Cos", "{Sec[0], Sec[Pi/3], Sec[x]}\n{1, 2, Sec[x]}", False, cmath.cos)
_reciprocal("Csc", "Sin", "{Csc[Pi/2], Csc[0], Csc[-x]}\n{1, ComplexInfinity, -Csc[x]}", True, cmath.sin)
_reciprocal("Cot", "Tan", "{Cot[Pi/4], Cot[-x]}\n{1, -Cot[x]}", True, cmath.tan)
_reciprocal("Sech", "Cosh", "{Sech[0], Sech[x]}\n{1, Sech[x]}", False, cmath.cosh)
_reciprocal("Csch", "Sinh", "{Csch[0], Csch[-x]}\n{ComplexInfinity, -Csch[x]}", True, cmath.sinh)
_reciprocal("Coth", "Tanh", "{Coth[0], Coth[-x]}\n{ComplexInfinity, -Coth[x]}", True, cmath.tanh)


def _inverse(name: str, of: str, example: str, real: Callable[[complex], complex]) -> None:
    """Declare the inverse of a reciprocal: ``ArcSec[x]`` is ``ArcCos[1/x]``."""
    inner = getattr(S, of)
    FUNCTIONS[getattr(S, name)] = real

    def function(k, x: Node):
        if type(x) is Real or (type(x) is Complex and type(x.value[0]) is Real):
            try:
                return None if is_zero(x) else node_of(_real_if_real(real(to_complex(x))))
            except (ValueError, ZeroDivisionError):  # a pole
                return COMPLEX_INFINITY
        if is_zero(x):
            return None
        value = k.evaluate(Expr(inner, (S.Divide(ONE, x),)))
        return None if type(value) is Expr and value.head is inner else value

    function.__doc__ = f"{name}[x] is the inverse of {name[3:]}.\n\n>> {example}"
    builtin(f"{name}[x_]", attributes=_NUMERIC)(function)


def _real_if_real(z: complex) -> complex | float:
    return z.real if z.imag == 0 else z


_inverse("ArcSec", "ArcCos", "{ArcSec[1], ArcSec[2]}\n{0, Pi/3}", lambda z: cmath.acos(1 / z))
_inverse("ArcCsc", "ArcSin", "{ArcCsc[1], ArcCsc[x]}\n{Pi/2, ArcCsc[x]}", lambda z: cmath.asin(1 / z))
_inverse("ArcCot", "ArcTan", "{ArcCot[1], ArcCot[x]}\n{Pi/4, ArcCot[x]}", lambda z: cmath.atan(1 / z))
_inverse("ArcCoth", "ArcTanh", "Round[1000 ArcCoth[2.]]\n549", lambda z: cmath.atanh(1 / z))


@builtin("ArcCosh[x_]", attributes=_NUMERIC)
def arc_cosh(k, x: Node):
    """ArcCosh[x] is the inverse of Cosh.

    >> {ArcCosh[1], Round[1000 ArcCosh[2.]], ArcCosh[x]}
    {0, 1317, ArcCosh[x]}
    """
    if x == ONE:
        return ZERO
    if type(x) is Real or (type(x) is Complex and type(x.value[0]) is Real):
        return node_of(_real_if_real(cmath.acosh(to_complex(x))))
    return None


@builtin("Sinc[x_]", attributes=_NUMERIC)
def sinc(k, x: Node):
    """Sinc[x] is Sin[x]/x, and 1 at 0.

    >> {Sinc[0], Sinc[Pi], Sinc[Pi/2]}
    {1, 0, 2/Pi}
    """
    if is_zero(x):
        return ONE if type(x) is Integer else Real(1.0)
    if type(x) is Real:
        return Real(math.sin(x.value) / x.value)
    value = k.evaluate(S.Sin(x))
    return None if type(value) is Expr and value.head is S.Sin else S.Divide(value, x)


FUNCTIONS[S.ArcCosh] = cmath.acosh
FUNCTIONS[S.Sinc] = lambda z: cmath.sin(z) / z if z else 1.0
