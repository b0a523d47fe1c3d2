"""Div, Curl and Laplacian in Cartesian coordinates; Grad stands with the derivatives."""

from __future__ import annotations

from ..expr import Expr, Integer, Node, S, is_head
from ..kernel.builtin import builtin
from ..problem import Template

LENGTHS = Template("dim", "`1` has not as many elements as there are variables in `2`.")


@builtin("Div[f_List, variables_List]")
def div(k, f: Node, variables: Node):
    """Div[{f1, f2, ...}, {x1, x2, ...}] is the sum of the derivatives of each f by its x.

    >> Div[{x^2, x y}, {x, y}]
    3*x
    """
    if len(f.args) != len(variables.args):
        raise LENGTHS(f, variables)
    return Expr(S.Plus, tuple(S.D(part, x) for part, x in zip(f.args, variables.args, strict=True)))


@builtin("Laplacian[f_, variables_List]")
def laplacian(k, f: Node, variables: Node):
    """Laplacian[f, {x, y, ...}] is the sum of the second derivatives of f by x, y, ...

    >> Laplacian[x^2 y^2, {x, y}]
    2*x^2 + 2*y^2
    """
    if is_head(f, S.List):
        return Expr(S.List, tuple(S.Laplacian(part, variables) for part in f.args))
    return Expr(S.Plus, tuple(S.D(f, S.List(x, Integer(2))) for x in variables.args))


@builtin("Curl[f_List, variables_List]")
def curl(k, f: Node, variables: Node):
    """Curl[{f1, f2, f3}, {x, y, z}] is the curl of a field, of two components a number.

    >> {Curl[{-y, x}, {x, y}], Curl[{y, z, x}, {x, y, z}]}
    {2, {-1, -1, -1}}
    """
    if len(f.args) != len(variables.args) or len(f.args) not in (2, 3):
        raise LENGTHS(f, variables)

    def part(i: int, j: int) -> Node:
        return S.Subtract(S.D(f.args[j], variables.args[i]), S.D(f.args[i], variables.args[j]))

    return part(0, 1) if len(f.args) == 2 else [part(1, 2), part(2, 0), part(0, 1)]
