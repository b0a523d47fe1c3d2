"""Functions of numbers as tensor operations: what ElementwiseLayer and ThreadingLayer accept.

A function is a name of the language (`Ramp`), a documented string ("GELU"), a pure function of those,
arithmetic, comparisons and conditions, or a composition.  It is compiled once into nested Python closures
over torch that take all arguments; what does not depend on them is worked out once, in double precision.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from ..convert import NOT_CONVERTED
from ..expr import Expr, Integer, Node, Rational, Real, S, String, Symbol, is_head
from ..lazy import torch
from ..problem import Problem, Template
from .operations import NAMED, OPERATIONS, UNARY, Operation, Tensor
from .shown import typed

UNSUPPORTED = Template("elemfunc", "`1` is not supported in the function of a layer.")

CONSTANTS = {"Pi": math.pi, "E": math.e, "GoldenRatio": (1 + math.sqrt(5)) / 2, "Infinity": math.inf}
CONSTANTS |= {"True": True, "False": False, "Degree": math.pi / 180, "EulerGamma": 0.5772156649015329}
Compiled = Callable[..., Any]  # from the tensors of all arguments
COMPOSITIONS = (S.Composition, S.RightComposition)


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
        if isinstance(node, Expr) and (node.head is S.Function or node.head in COMPOSITIONS):
            function = cls(node)
            _ = function.compiled  # a Problem names what is not supported
            return function
        return NOT_CONVERTED

    @classmethod
    def supports(cls, node: Node) -> bool:
        """Whether `node` can be compiled as it stands."""
        try:
            return cls.from_node(node) is not NOT_CONVERTED
        except Problem:
            return False

    @cached_property
    def compiled(self) -> Callable[[Tensor], Tensor]:
        return compile_function(self.node)

    def to_node(self) -> Node:
        return self.node

    def __str__(self) -> str:
        return self.node.name if isinstance(self.node, Symbol) else getattr(self.node, "value", "")


@lru_cache(maxsize=1024)
def compile_function(node: Node) -> Callable[[Tensor], Tensor]:
    """The function of one tensor of a symbol, a name or a pure function.

    Raises a Problem for anything else.
    """
    if isinstance(node, Symbol) and node.name in UNARY:
        return UNARY[node.name]
    if isinstance(node, String) and node.value in NAMED:
        return NAMED[node.value]
    if isinstance(node, Expr) and node.head is S.Function and node.args:
        variables, body = function_parts(node)
        if len(variables) > 1:
            raise UNSUPPORTED(typed(node if len(node.args) > 1 else variables[1]))
        compiled = compile_body(body, variables or (S.Slot(Integer(1)),))
        return lambda x: _like(compiled(x), x)
    if isinstance(node, Expr) and node.head in COMPOSITIONS:
        inner_first = node.args if node.head is S.RightComposition else reversed(node.args)
        return _composed([compile_function(f) for f in inner_first])
    raise UNSUPPORTED(typed(node))


def function_parts(function: Expr) -> tuple[tuple[Node, ...], Node]:
    """The variables of a pure function and its body; slots are variables in their order, names last."""
    if len(function.args) > 1:
        first = function.args[0]
        return (first.args if isinstance(first, Expr) else (first,)), function.args[1]
    body = function.args[0]
    slots = dict.fromkeys(_slots(body))
    numbers = [s.args[0].value for s in slots if isinstance(s.args[0], Integer)]  # type: ignore[attr-defined]
    numbered = [S.Slot(Integer(i + 1)) for i in range(max(numbers, default=0))]
    return (*numbered, *(s for s in slots if isinstance(s.args[0], String))), body


def _slots(node: Node) -> Iterator[Expr]:
    """The slots in the body of a pure function, but not those of functions inside."""
    if is_head(node, S.Slot) and len(node.args) == 1:
        yield node  # type: ignore[misc]
    elif not is_head(node, S.Function):
        for part in (*_outer(node), *node.args):
            yield from _slots(part)


def _composed(functions: list[Callable[[Tensor], Tensor]]) -> Callable[[Tensor], Tensor]:
    def composed(x: Tensor) -> Tensor:
        for function in functions:
            x = function(x)
        return x

    return composed


def _like(value: Tensor, x: Tensor) -> Tensor:
    """`value` with the shape and type of x: functions may be constant or give truth values."""
    if not isinstance(value, torch.Tensor) or value.dim() != x.dim():
        return torch.zeros_like(x) + value
    return value if value.dtype == x.dtype else value.to(x.dtype)


def compile_body(node: Node, variables: Sequence[Node]) -> Compiled:
    """The function of the variables that `node` writes; where none of them occurs, a number."""
    if node in variables:
        place = variables.index(node)
        return lambda *xs: xs[place]
    if isinstance(node, (Integer, Real, Rational)):
        number = node.value if isinstance(node, Integer) else float(node.value)
        return lambda *xs: number
    if isinstance(node, Symbol) and node.name in CONSTANTS:
        constant = CONSTANTS[node.name]
        return lambda *xs: constant
    if not isinstance(node, Expr) or node.head is S.Slot:
        raise UNSUPPORTED(typed(node))
    if any(_occurs(variable, node) for variable in variables):
        return _compile_call(node, lambda part: compile_body(part, variables))
    thunk = _compile_call(node, _compile_exact)
    once = cache(lambda: thunk(None).item())
    return lambda *xs: once()


def _compile_exact(node: Node) -> Compiled:
    """A constant as a tensor in double precision, so that all operations can be applied to it."""
    if isinstance(node, Expr):
        return _compile_call(node, _compile_exact)
    value = compile_body(node, ())(None)
    return lambda *xs: torch.as_tensor(value, dtype=None if isinstance(value, bool) else torch.float64)


def _occurs(variable: Node, node: Node) -> bool:
    return node == variable or any(_occurs(variable, part) for part in (*node.args, *_outer(node)))


def _outer(node: Node) -> tuple[Node, ...]:
    """The head of an expression, if it is one itself."""
    return (node.head,) if isinstance(node, Expr) and isinstance(node.head, Expr) else ()


def _compile_call(node: Expr, compiled: Callable[[Node], Compiled]) -> Compiled:
    """The function of a call, its arguments `compiled`."""
    if isinstance(node.head, (String, Expr)) and len(node.args) == 1:
        outer, argument = compile_function(node.head), compiled(node.args[0])
        return lambda *xs: outer(argument(*xs))
    name = node.head.name if isinstance(node.head, Symbol) else ""
    if name in CONDITIONS:
        return _compile_condition(*CONDITIONS[name](node), compiled)
    if name == "Inequality" and len(node.args) % 2:
        triples = zip(node.args[0:-2:2], node.args[1:-1:2], node.args[2::2], strict=True)
        return _compile_call(S.And(*(Expr(op, (a, b)) for a, op, b in triples)), compiled)
    if name not in OPERATIONS:
        raise UNSUPPORTED(typed(node.head))
    return _compile_operation(node, OPERATIONS[name], compiled)


def _compile_operation(node: Expr, operation: Operation, compiled: Callable[[Node], Compiled]) -> Compiled:
    """The application of an operation; lists of limits, as in ``Clip[x, {a, b}]``, count as arguments."""
    if node.head is S.Clip and not all(is_head(a, S.List) and len(a.args) == 2 for a in node.args[1:]):
        raise UNSUPPORTED(typed(node))
    nested = [a.args if is_head(a, S.List) and node.head is S.Clip else (a,) for a in node.args]
    parts = [compiled(argument) for each in nested for argument in each]
    try:
        inspect.signature(operation).bind(*parts)
    except TypeError:
        raise UNSUPPORTED(typed(node)) from None
    if len(parts) == 1:
        part = parts[0]
        return lambda *xs: operation(part(*xs))
    if len(parts) == 2:
        first, second = parts
        return lambda *xs: operation(first(*xs), second(*xs))
    return lambda *xs: operation(*(part(*xs) for part in parts))


Cases = tuple[list[tuple[Node, Node]], Node]  # tests with their values, and what holds otherwise


def _if_cases(node: Expr) -> Cases:
    if len(node.args) not in (2, 3):
        raise UNSUPPORTED(typed(node))
    return [(node.args[0], node.args[1])], node.args[2] if len(node.args) == 3 else Integer(0)


def _which_cases(node: Expr) -> Cases:
    if len(node.args) % 2:
        raise UNSUPPORTED(typed(node))
    return list(zip(node.args[0::2], node.args[1::2], strict=True)), Integer(0)


def _piecewise_cases(node: Expr) -> Cases:
    pairs = node.args[0].args if node.args else ()
    if len(node.args) not in (1, 2) or not all(is_head(p, S.List) and len(p.args) == 2 for p in pairs):
        raise UNSUPPORTED(typed(node))
    return [(p.args[1], p.args[0]) for p in pairs], node.args[1] if len(node.args) == 2 else Integer(0)


CONDITIONS = {"If": _if_cases, "Which": _which_cases, "Piecewise": _piecewise_cases}


def _compile_condition(
    pairs: list[tuple[Node, Node]], otherwise: Node, compiled: Callable[[Node], Compiled]
) -> Compiled:
    """A choice made element by element."""
    tests = [(compiled(test), compiled(value)) for test, value in pairs]
    rest = compiled(otherwise)

    def choose(*xs: Tensor) -> Tensor:
        result = rest(*xs)
        for test, value in reversed(tests):
            result = torch.where(torch.as_tensor(test(*xs)), value(*xs), result)
        return result

    return choose
