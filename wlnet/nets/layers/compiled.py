"""CompiledLayer: a function with types, and if it is given the function that takes gradients back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import NONE, Expr, Integer, Node, S, String, is_head
from ...lazy import torch
from ...problem import Template
from ..layer import Inner, Port, layer
from ..operators import Ends, Operator
from ..write import inner_node

NO_GRADIENT = Template(
    "compiledgrad",
    "This CompiledLayer cannot be differentiated, as its second argument None says; give a function for "
    "gradients, or Automatic.",
)
SCALARS = ("Real", "MachineReal", "Real32", "Real64", "Integer", "MachineInteger", "Integer32", "Integer64")
ARRAYS = ("NumericArray", "PackedArray", "Array")


VECTOR = Expr(S.TypeSpecifier(String("NumericArray")), (String("Real32"), Integer(1)))


def rank_of(kind: Node) -> int | None:
    """The number of dimensions of a type such as "NumericArray"::["Real32", 2]; None for other types."""
    if isinstance(kind, String):
        return 0 if kind.value in SCALARS else None
    if not isinstance(kind, Expr) or kind.head is S.TypeSpecifier:
        return rank_of(kind.args[0]) if isinstance(kind, Expr) and len(kind.args) == 1 else None
    name = (
        kind.head.args[0] if is_head(kind.head, S.TypeSpecifier) and len(kind.head.args) == 1 else kind.head
    )
    rank = kind.args[-1] if len(kind.args) == 2 else None
    known = isinstance(name, String) and name.value in ARRAYS
    return rank.value if known and isinstance(rank, Integer) and rank.value > 0 else None


@dataclass(frozen=True)
class TypedFunction:
    """A pure function whose arguments have types, as the user gave it (`node`)."""

    node: Node
    expected = 'a function such as Function[Typed[x, "NumericArray"::["Real32", 1]], 2 x]'

    @classmethod
    def from_node(cls, node: Node) -> Any:
        made = cls(node)
        return made if made.variables and None not in made.ranks else NOT_CONVERTED

    @property
    def variables(self) -> tuple[Node, ...]:
        """The arguments, each Typed[name, type]."""
        if not is_head(self.node, S.Function) or len(self.node.args) < 2:
            return ()
        first = self.node.args[0]
        each = tuple(first.args) if is_head(first, S.List) else (first,)
        return each if all(is_head(v, S.Typed) and len(v.args) == 2 for v in each) else ()

    @property
    def ranks(self) -> tuple[int | None, ...]:
        """The number of dimensions of each argument."""
        return tuple(rank_of(v.args[1]) for v in self.variables)

    @property
    def plain(self) -> Node:
        """The function without the types."""
        return S.Function(S.List(*(v.args[0] for v in self.variables)), self.node.args[1])

    def to_node(self) -> Node:
        return self.node

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True)
class Gradient:
    """How gradients go back: by differentiation, by a function of the user, or not at all."""

    function: TypedFunction | None = None
    is_none: bool = False
    expected = "Automatic, None, or a function of the input and the gradient of the output, with types"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node is NONE:
            return cls(is_none=True)
        function = TypedFunction.from_node(node)
        fits = function is not NOT_CONVERTED and len(function.variables) in (2, 3)
        return cls(function) if fits else NOT_CONVERTED

    def to_node(self) -> Node:
        if self.function is not None:
            return self.function.to_node()
        return NONE if self.is_none else S.Automatic

    def __str__(self) -> str:
        return ""


@layer
class CompiledLayer(Operator):
    """CompiledLayer[f] computes f, a function of one array with its type, for example
    Function[Typed[x, "NumericArray"::["Real32", 1]], x^2].

    CompiledLayer[f, g] takes gradients back with g, a function of the input, of the gradient of the output,
    and if it takes a third argument of the output.  CompiledLayer[f, None] cannot be differentiated.  The
    functions may use what FunctionLayer takes, and are followed in the same way, not compiled.  A function
    whose type has a dimension more than "Input" takes a whole batch, and so must g.
    Source: reference page of CompiledLayer.
    """

    positional = ("Function", "GradientFunction")
    Function: TypedFunction
    GradientFunction: Gradient = Gradient()
    Batched: bool = False
    _Ends: Ends = ()
    _Followed: Any = field(default=None, compare=False, repr=False)
    net_option = "Net"

    Net = Inner.of()
    GradientNet = Inner.of()

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        return {"Input": Port("*inp"), "Output": Port("*out", output=True)}

    def inner_ports(self) -> dict[str, Inner]:
        batch = "batch " if self.Batched else ""
        shapes = {"Input": "*inp", "OutputGradient": "*out", "OutputValue": "*out"}
        return self.inner_of(
            {(end.net, end.port): batch + self._shape(end.net, end.port, shapes) for end in self._Ends}
        )

    def _shape(self, net: str, port: str, shapes: Mapping[str, str]) -> str:
        return shapes.get(port, "*out" if net == "Net" else "*inp")

    def says(self, nets: Mapping[str, Any]) -> bool:
        return self._Followed is not None and all(
            inner_node(self._Followed[name]) == inner_node(net) for name, net in nets.items()
        )

    def forward(self, ctx: Any, Input: Any, *, Net: Any, GradientNet: Any = None) -> Any:
        # (batch, *inp) -> (batch, *out)
        run = _whole(Net) if self.Batched else Net
        if GradientNet is not None:
            back = _whole(GradientNet) if self.Batched else GradientNet
            names = [end.port for end in self._Ends if end.net == "GradientNet" and not end.output]
            return _carrier().apply(Input, run, back, names)
        if self.GradientFunction.is_none and torch.is_grad_enabled() and Input.requires_grad:
            raise NO_GRADIENT()
        return run(Input)

    cases = (
        {
            "Function": TypedFunction(
                S.Function(
                    S.List(S.Typed(S.x, VECTOR)),
                    S.Power(S.x, Integer(2)),
                )
            ),
            "Net": "NetGraph[{ElementwiseLayer[#^2 &]}, {}]",
            "Input": (3,),
        },
    )


def _whole(net: Callable[..., Any]) -> Callable[..., Any]:
    """A net that is applied to a batch as to one example."""
    return lambda *inputs: net(*(x.unsqueeze(0) for x in inputs)).squeeze(0)


@cache
def _carrier() -> Any:
    """What computes forward by one function and takes gradients back by another."""

    class Carrier(torch.autograd.Function):  # type: ignore[misc, name-defined]
        @staticmethod
        def forward(ctx: Any, x: Any, run: Any, back: Any, names: list[str]) -> Any:
            y = run(x)
            ctx.save_for_backward(x, y)
            ctx.back, ctx.names = back, names
            return y

        @staticmethod
        def backward(ctx: Any, *gradients: Any) -> Any:
            x, y = ctx.saved_tensors
            values = {"Input": x, "OutputGradient": gradients[0], "OutputValue": y}
            return ctx.back(*(values[name] for name in ctx.names)), None, None, None

    return Carrier
