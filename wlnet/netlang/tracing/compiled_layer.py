"""CompiledLayer[f, g, options]: functions with types, followed as those of FunctionLayer are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...expr import TRUE, Node, S, String, Value, is_rule
from ...nets.construct import build_layer, make_layer, read_options
from ...nets.layer import LAYERS
from ...nets.net import Graph, Leaf
from ...nets.shapes import Dims
from ...problem import Template
from .builder import Builder
from .function_layer import known_dims, result_of, speaks_for_itself
from .tracer import Tracer

ONE_INPUT = Template(
    "compiledargs", "The function of a CompiledLayer takes one array; this one takes `1` arguments."
)
RANK = Template(
    "compiledrank",
    'The function takes an array of `1` dimensions, but "Input" has `2`; it may have as many, or one less '
    "where the function takes a whole batch.",
)


def compiled_layer(k: Any, args: tuple[Node, ...]) -> Leaf:
    """The layer of a call of CompiledLayer."""
    kind, options = LAYERS["CompiledLayer"], read_options(args)
    if "Net" in options:
        return build_layer(kind, args)
    given = [arg for arg in args if not is_rule(arg)]
    layer: Any = make_layer(kind, dict(zip(kind.positional, given, strict=False)))
    if len(layer.Function.variables) != 1:
        raise ONE_INPUT(len(layer.Function.variables))
    dims, rank = known_dims(options, "Input"), layer.Function.ranks[0]
    batched = dims is not None and len(dims) == rank - 1
    if dims is not None and len(dims) != rank and not batched:
        raise RANK(rank, len(dims))
    shape: Dims = (None,) * rank if dims is None else (None, *dims) if batched else dims
    nets = {"Net": _followed(k, layer.Function, ["Input"], shape)}
    if layer.GradientFunction.function is not None:
        ports = ["Input", "OutputGradient", "OutputValue"]
        nets["GradientNet"] = _followed(k, layer.GradientFunction.function, ports, shape)
    rules = [S.Rule(String(name), Value(net)) for name, net in nets.items()]
    rules += [S.Rule(String("Batched"), TRUE)] if batched else []
    leaf = build_layer(kind, [*args, *rules])
    if not all(speaks_for_itself(k, arg) for arg in given):
        return leaf
    known, solved = (replace(each, _Followed=nets) for each in (leaf.layer, leaf.solved))  # type: ignore
    return replace(leaf, layer=known, solved=solved)


def _followed(k: Any, function: Any, ports: Sequence[str], dims: Dims) -> Graph:
    """The graph of a function whose first argument has these dimensions."""
    builder = Builder()
    tracer = Tracer(k, builder)
    names = [v.args[0] for v in function.variables]
    known: Mapping[str, Dims] = {"Input": dims}
    inputs = [
        Value(builder.input(port, known.get(port), name)) for port, name in zip(ports, names, strict=False)
    ]
    return builder.graph(result_of(tracer, tracer.apply(function.plain, tuple(inputs))))
