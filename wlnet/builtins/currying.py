"""Functions of functions: OperatorApplied, CurryApplied, ReverseApplied, Comap.

The brackets that arguments come in do not matter, only their number: when all are there, the function is
called."""

from __future__ import annotations

from ..expr import Expr, Integer, Node, S, is_rule
from ..kernel.builtin import builtin
from ..problem import Template
from .levels import parts_of, with_parts
from .lists import is_list

ARITY = Template("arity", "The arity `1` should be n, {i1, i2, ...} or k -> {i1, i2, ...}.")


def _order(spec: Node) -> tuple[int, list[Node]]:
    """The number of arguments that an arity means, and the order in which the function gets them."""
    if type(spec) is Integer and spec.value > 0:
        return spec.value, [Integer(i) for i in range(1, spec.value + 1)]
    count, order = spec.args if is_rule(spec) else (None, spec)
    if not is_list(order):
        raise ARITY(spec)
    places = [item.value for item in order.args if type(item) is Integer]
    if not places or min(places) < 1 or (count is not None and type(count) is not Integer):
        raise ARITY(spec)
    return (max(places) if count is None else count.value), list(order.args)  # type: ignore[union-attr]


def _applied(f: Node, spec: Node, args: tuple[Node, ...]) -> Node | None:
    count, order = _order(spec)
    if len(args) < count:
        return None
    chosen = tuple(args[item.value - 1] if type(item) is Integer else item for item in order)
    made = Expr(f, chosen)
    return made if len(args) == count else Expr(made, args[count:])


@builtin("OperatorApplied[f_]")
def operator_applied_once(k, f: Node):
    """OperatorApplied[f] is OperatorApplied[f, {2, 1}]: OperatorApplied[f][y][x] is f[x, y].

    >> OperatorApplied[f][y][x]
    f[x, y]
    """
    return S.OperatorApplied(f, S.List(Integer(2), Integer(1)))


@builtin("OperatorApplied[f_, arity_][args__]")
def operator_applied(k, f: Node, arity: Node, args: tuple[Node, ...]):
    """OperatorApplied[f, {i1, i2, ...}][x1][x2]... is f of the x in that order; OperatorApplied[f, n] as they
    come; OperatorApplied[f, k -> {i1, ...}] takes k arguments.

    >> {OperatorApplied[f, 2][x][y], OperatorApplied[f, {3, 1, 2}][x][y, z]}
    {f[x, y], f[z, x, y]}
    """
    return _applied(f, arity, args)


@builtin("CurryApplied[f_, arity_][args__]")
def curry_applied(k, f: Node, arity: Node, args: tuple[Node, ...]):
    """CurryApplied[f, n][x1]...[xn] is f[x1, ..., xn]; CurryApplied[f, {i1, i2, ...}] in that order.

    >> {CurryApplied[f, 2][x][y], CurryApplied[f, {2, 1}][x][y], CurryApplied[2][f][x][y]}
    {f[x, y], f[y, x], f[x, y]}
    """
    if type(f) is Integer or is_list(f) or is_rule(f):
        return S.CurryApplied(arity, f) if len(args) == 0 else Expr(S.CurryApplied(arity, f), args)
    return _applied(f, arity, args)


@builtin("ReverseApplied[f_][args___]")
def reverse_applied(k, f: Node, args: tuple[Node, ...]):
    """ReverseApplied[f][x, y, ...] is f[..., y, x].

    >> ReverseApplied[f][x, y]
    f[y, x]
    """
    return Expr(f, args[::-1])


@builtin("Comap[functions_, x_]", operator="x")
def comap(k, functions: Node, x: Node):
    """Comap[{f, g}, x] is {f[x], g[x]}.

    >> {Comap[{f, g}, x], Comap[{f, g}][x], Comap[<|a -> f|>, x]}
    {{f[x], g[x]}, {f[x], g[x]}, <|a -> f[x]|>}
    """
    if type(functions) is not Expr:
        return None
    return with_parts(functions, tuple(Expr(f, (x,)) for f in parts_of(functions)))


@builtin("ComapApply[functions_, x_]", operator="x")
def comap_apply(k, functions: Node, x: Node):
    """ComapApply[{f, g}, {x, y}] is {f[x, y], g[x, y]}.

    >> ComapApply[{f, g}, {x, y}]
    {f[x, y], g[x, y]}
    """
    if type(functions) is not Expr or type(x) is not Expr:
        return None
    return with_parts(functions, tuple(Expr(f, parts_of(x)) for f in parts_of(functions)))
