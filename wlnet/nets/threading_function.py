"""The function of a ThreadingLayer: of how many inputs, under which names, and compiled for tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..convert import NOT_CONVERTED
from ..expr import Expr, Node, S, String, Symbol
from ..lazy import torch
from ..problem import Problem
from .elementwise import compile_body, function_parts
from .operations import OPERATIONS

# symbols that stand for functions, and how many arguments they take; None: any number
TWO = ("Subtract", "Divide", "Power", "Surd", "Mod", "ArcTan", "Erf")
ARITHMETIC = ("Plus", "Times", "Min", "Max")
COMPARISONS = ("Equal", "Unequal", "Less", "LessEqual", "Greater", "GreaterEqual")
ARGUMENTS: dict[str, int | None] = {
    **dict.fromkeys(TWO, 2),
    **dict.fromkeys(ARITHMETIC + COMPARISONS),
    "Clip": 3,
}


@dataclass(frozen=True)
class ThreadingFunction:
    """A function of several numbers, as the user gave it (`node`)."""

    node: Node
    expected = "a function of several arguments such as Plus, Times or #1 + 2 #2 &"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        function = cls(node)
        if isinstance(node, Symbol):
            return function if node.name in ARGUMENTS else NOT_CONVERTED
        if isinstance(node, Expr) and node.head is S.Function and node.args:
            variables, body = function_parts(node)
            if variables:
                compile_body(body, variables)  # a Problem names what is not supported
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
    def count(self) -> int | None:
        """The number of arguments; None: any number."""
        if isinstance(self.node, Symbol):
            return ARGUMENTS[self.node.name]
        assert isinstance(self.node, Expr)
        return len(function_parts(self.node)[0])

    @cached_property
    def names(self) -> Sequence[str] | None:
        """The names of the arguments, if slots name them all: ``#a + #b &``."""
        if isinstance(self.node, Symbol):
            return None
        variables = function_parts(self.node)[0]  # type: ignore[arg-type]
        named = [v.args[0].value for v in variables if v.args and isinstance(v.args[0], String)]
        return named if len(named) == len(variables) else None

    def __call__(self, *xs: Any) -> Any:
        """The values for tensors of shapes that can be broadcast, in their type and common shape."""
        value = self._compiled(*xs)
        value = torch.as_tensor(value, device=xs[0].device)
        value = value if value.dtype == xs[0].dtype else value.to(xs[0].dtype)
        shape = torch.broadcast_shapes(*(x.shape for x in xs))
        return value if value.shape == shape else value.expand(shape)

    @cached_property
    def _compiled(self) -> Any:
        if isinstance(self.node, Symbol):
            return OPERATIONS[self.node.name]
        variables, body = function_parts(self.node)  # type: ignore[arg-type]
        return compile_body(body, variables)

    def to_node(self) -> Node:
        return self.node

    def __str__(self) -> str:
        return self.node.name if isinstance(self.node, Symbol) else ""
