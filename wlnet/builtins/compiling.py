"""Compile: functions of numbers of stated types.

The function is not turned into machine code; what is kept is what one can see of it: arguments become
numbers of their types, and others than numbers are refused.
"""

from __future__ import annotations

from ..expr import FALSE, TRUE, Expr, Integer, Node, S, Symbol, is_head
from ..kernel.builtin import Attribute, builtin, symbol
from ..kernel.numbers import NUMBERS, REALS, complex_of, scalar, to_complex, to_float
from ..problem import Template
from .packing import leaves, numbers

VARIABLES = Template("cpar", "`1` is not a variable, or a list {variable, type} or {variable, type, rank}.")
ARGUMENT = Template("cfsa", "Argument `1` at position `2` should be a `3`.")
COUNT = Template("cfct", "Number of arguments `1` does not match the length `2` of the argument template.")

symbol("CompiledFunction", "CompiledFunction[...] is a function that Compile made.", Attribute.HOLD_ALL)
_TRUTH = Symbol("True | False")
_TYPES: dict[Node, str] = {
    S.Real: "machine real",
    S.Integer: "machine integer",
    S.Complex: "machine complex",
    _TRUTH: "truth value",
}


@builtin("Compile[variables_, body_]", attributes=Attribute.HOLD_ALL)
def compile_(
    k,
    variables: Node,
    body: Node,
    *,
    CompilationTarget: Node = S.Automatic,
    RuntimeOptions: Node = S.Automatic,
    RuntimeAttributes: Node = S.List(),
    Parallelization: Node = S.Automatic,
    CompilationOptions: Node = S.Automatic,
):
    """Compile[{x, {n, _Integer}, {v, _Real, 1}}, body] is a function of a real, an integer and a vector.

    >> f = Compile[{x, {n, _Integer}}, x^n]; {f[2, 3], f[1.5, 2]}
    {8., 2.25}
    """
    specs = [_spec(item) for item in (variables.args if is_head(variables, S.List) else (variables,))]
    listable = RuntimeAttributes is S.Listable or S.Listable in RuntimeAttributes.args
    return S.CompiledFunction(Expr(S.List, tuple(specs)), body, TRUE if listable else FALSE)


def _spec(item: Node) -> Node:
    """{variable, type, rank}."""
    name, kind, rank = item, S.Real, Integer(0)
    if is_head(item, S.List) and 1 <= len(item.args) <= 3:
        name = item.args[0]
        if len(item.args) > 1:
            kind = item.args[1].args[0] if is_head(item.args[1], S.Blank) and item.args[1].args else _TRUTH
        rank = item.args[2] if len(item.args) > 2 else rank
    if not isinstance(name, Symbol) or kind not in _TYPES or type(rank) is not Integer:
        raise VARIABLES(item)
    return S.List(name, kind, rank)


@builtin("CompiledFunction[specs_, body_, listable_][args___]")
def apply_compiled(k, specs: Node, body: Node, listable: Node, args: tuple[Node, ...]):
    """A compiled function applied to numbers.

    >> Compile[{{v, _Real, 1}}, Total[v]][{1, 2}]
    3.
    """
    if len(args) != len(specs.args):
        raise COUNT(len(args), len(specs.args)).of("CompiledFunction")
    if listable is TRUE and (length := _length(specs, args)) is not None:
        rows = [
            tuple(_element(a, s, i) for a, s in zip(args, specs.args, strict=True)) for i in range(length)
        ]
        whole = S.CompiledFunction(specs, body, listable)
        return Expr(S.List, tuple(Expr(whole, row) for row in rows))
    values = []
    for place, (spec, arg) in enumerate(zip(specs.args, args, strict=True), 1):
        _, kind, rank = spec.args
        value = _typed(arg, kind, rank.value)  # type: ignore[attr-defined]
        if value is None:
            raise ARGUMENT(arg, place, _TYPES[kind]).of("CompiledFunction")
        values.append(value)
    names = Expr(S.List, tuple(spec.args[0] for spec in specs.args))
    return k.apply(S.Function(names, body), tuple(values))


def _rank(node: Node) -> int:
    found = leaves(node)
    return 0 if found is None else len(found[1])


def _length(specs: Node, args: tuple[Node, ...]) -> int | None:
    """Over how many elements a listable function is threaded."""
    for arg, spec in zip(args, specs.args, strict=True):
        if _rank(arg) > spec.args[2].value:  # type: ignore[attr-defined]
            return len(arg.args)
    return None


def _element(arg: Node, spec: Node, i: int) -> Node:
    return arg.args[i] if _rank(arg) > spec.args[2].value else arg  # type: ignore[attr-defined]


def _typed(arg: Node, kind: Node, rank: int) -> Node | None:
    if rank == 0:
        return _number(arg, kind)
    if _rank(arg) != rank or numbers(arg) is None:
        return None
    parts = [_typed(part, kind, rank - 1) for part in arg.args]
    return None if any(part is None for part in parts) else Expr(S.List, tuple(parts))  # type: ignore[arg-type]


def _number(arg: Node, kind: Node) -> Node | None:
    if kind is _TRUTH:
        return arg if arg in (TRUE, FALSE) else None
    if kind is S.Integer:
        return arg if type(arg) is Integer else None
    if kind is S.Complex and type(arg) in NUMBERS:
        value = to_complex(arg)
        return complex_of(value.real, value.imag)
    return complex_of(to_float(scalar(arg)), 0) if type(arg) in REALS else None
