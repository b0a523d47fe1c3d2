"""InverseFunction, of functions whose inverse has a name."""

from __future__ import annotations

from ..expr import Expr, Node, S, Symbol
from ..kernel.builtin import builtin

_CIRCULAR = "Sin Cos Tan Cot Sec Csc Sinh Cosh Tanh Coth Sech Csch"
_INVERSES: dict[Node, Node] = {
    **{Symbol(name): Symbol(f"Arc{name}") for name in _CIRCULAR.split()},
    S.Exp: S.Log,
    S.Erf: S.InverseErf,
    S.Erfc: S.InverseErfc,
    S.Minus: S.Minus,
    S.Not: S.Not,
    S.Identity: S.Identity,
}
_INVERSES |= {inverse: f for f, inverse in _INVERSES.items()}


@builtin("InverseFunction[f_]")
def inverse_function(k, f: Node):
    """InverseFunction[f] is the function that undoes f: g with g[f[x]] = x.

    Where the inverse has no name it stays as it is; of a composition it is that of the parts, in the other
    order.

    >> {InverseFunction[Sin], InverseFunction[InverseFunction[f]], InverseFunction[f @* g]}
    {ArcSin, f, InverseFunction[g] @* InverseFunction[f]}
    """
    if type(f) is Symbol:
        return _INVERSES.get(f)
    if type(f) is Expr and f.head is S.InverseFunction and len(f.args) == 1:
        return f.args[0]
    if type(f) is Expr and f.head in (S.Composition, S.RightComposition):
        return Expr(f.head, tuple(S.InverseFunction(part) for part in reversed(f.args)))
    return None
