"""How many digits of a number are known, and setting it."""

from __future__ import annotations

import math
from fractions import Fraction

from ..expr import BigReal, Complex, Expr, Node, Real, S
from ..kernel.builtin import Attribute, builtin, variable
from ..kernel.numbers import (
    accuracy_of,
    big_number,
    complex_of,
    integer,
    is_number,
    node_of,
    precision_of,
    scalar,
    to_float,
)
from .big import big
from .infinity import INFINITY
from .numeric import approximate, with_precision

variable(
    "$MaxExtraPrecision",
    "$MaxExtraPrecision is how many digits more than asked for N works with at most.",
    Real(50.0),
)
variable("$MaxPrecision", "$MaxPrecision is the largest precision of a number.", S.Infinity)
variable("$MinPrecision", "$MinPrecision is the smallest precision of a number.", integer(0))


def _inexact_atoms(x: Node) -> list[Node]:
    if type(x) is Expr:
        return [atom for part in (x.head, *x.args) for atom in _inexact_atoms(part)]
    return [x] if is_number(x) and precision_of(x) < math.inf else []


@builtin("Precision[x_]")
def precision(k, x: Node):
    """Precision[x] is the number of significant digits of the least precise number in x: Infinity for exact
    numbers, MachinePrecision for machine numbers.

    >> {Precision[1/3], Precision[1.5], Precision[N[Pi, 30]]}
    {Infinity, MachinePrecision, 30.}
    """
    atoms = _inexact_atoms(x)
    if not atoms:
        return INFINITY
    if any(type(part) is Real for atom in atoms for part in _parts(atom)):
        return S.MachinePrecision
    return float(min(map(precision_of, atoms)))


def _parts(atom: Node) -> tuple[Node, ...]:
    return atom.value if type(atom) is Complex else (atom,)


@builtin("Accuracy[x_]")
def accuracy(k, x: Node):
    """Accuracy[x] is the number of digits behind the point that are known in x.

    >> {Accuracy[1/3], Accuracy[N[100, 20]]}
    {Infinity, 18.}
    """
    atoms = _inexact_atoms(x)
    return float(min(map(accuracy_of, atoms))) if atoms else INFINITY


@builtin("SetPrecision[x_, digits_]", attributes=Attribute.LISTABLE)
def set_precision(k, x: Node, digits: Node):
    """SetPrecision[x, p] has numbers of p digits, with zeros where fewer were known; Infinity
    makes them exact.

    >> {Precision[SetPrecision[2, 20]], SetPrecision[0.5, Infinity], SetPrecision[1/4, MachinePrecision]}
    {20., 1/2, 0.25}
    """
    if type(x) is Expr:
        return Expr(x.head, tuple(S.SetPrecision(arg, digits) for arg in x.args))
    if not is_number(x):
        return S.N(x, digits)
    if digits == INFINITY:
        return _exact(x)
    if digits is S.MachinePrecision:
        return S.N(x)
    wanted = approximate(digits)
    return with_precision(x, wanted) if isinstance(wanted, float) and wanted > 0 else None


def _exact(x: Node) -> Node:
    if type(x) is Complex:
        return complex_of(*(scalar(_exact(part)) for part in x.value))
    return node_of(Fraction(x.value)) if type(x) in (Real, BigReal) else x


@builtin("SetAccuracy[x_, digits_]", attributes=Attribute.LISTABLE)
def set_accuracy(k, x: Node, digits: Node):
    """SetAccuracy[x, a] has numbers with a digits behind the point.

    >> Accuracy[SetAccuracy[100, 20]]
    20.
    """
    if type(x) is Expr:
        return Expr(x.head, tuple(S.SetAccuracy(arg, digits) for arg in x.args))
    if digits == INFINITY:
        return _exact(x) if is_number(x) else x
    wanted = approximate(digits)
    if not isinstance(wanted, float) or type(x) is Complex:
        return None
    if not is_number(x):
        value = approximate(x)
        if not isinstance(value, float) or not value:
            return None
        return S.N(x, node_of(max(wanted + math.log10(abs(value)), 1.0)))
    size = to_float(scalar(x))
    if not size:
        return big_number(big(0, 1).value, 0.0, wanted)
    known = wanted + math.log10(abs(size))
    return big(scalar(x), known) if known > 0 else big_number(big(0, 1).value, 0.0, wanted)


@builtin("InexactNumberQ[x_]")
def inexact_number_q(k, x: Node):
    """InexactNumberQ[x] is True if x is a number with rounding.

    >> {InexactNumberQ[1.5], InexactNumberQ[2]}
    {True, False}
    """
    return is_number(x) and precision_of(x) < math.inf
