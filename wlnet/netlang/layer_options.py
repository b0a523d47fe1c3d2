"""Options[LinearLayer], Options[NetChain]: the options of the constructors of nets, and their defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

from ..convert import NOT_CONVERTED
from ..expr import NONE, Integer, Node, Real, S, String, Symbol, is_head
from ..kernel.builtin import builtin
from ..nets.construct import option_name, parameter_types
from ..nets.layer import LAYERS, OBSOLETE, Layer
from ..nets.write import SYMBOLS, parameter_node
from ..problem import Template

NO_OPTION = Template("optnf", "Option name `2` not found in defaults for `1`.")
ABSENT = {"GroupNumber"}  # None where they are not given, and not open
CONTAINERS = ("NetChain", "NetGraph")


class Constructor(str):
    """The name of a constructor of nets."""

    @classmethod
    def from_node(cls, node: Node) -> Any:
        name = node.name if isinstance(node, Symbol) else ""
        return cls(name) if name in LAYERS or name in OBSOLETE or name in CONTAINERS else NOT_CONVERTED


@builtin("Options[constructor_Symbol, names_]")
def some_options_of_constructor(k, constructor: Constructor, names: Node):
    """Options[layer, "name"] gives one option of the constructor of a kind of layer.

    >> Options[ConvolutionLayer, "Stride"]
    {"Stride" -> 1}
    """
    return _options(constructor, names)


@builtin("Options[constructor_Symbol]")
def options_of_constructor(k, constructor: Constructor):
    """Options[layer] gives the options of the constructor of a kind of layer, and their defaults.

    >> Options[SoftmaxLayer]
    {"Input" -> Automatic, "Output" -> Automatic}
    """
    return _options(constructor)


def _options(constructor: str, names: Node | None = None) -> Node:
    found = {option_name(rule.args[0]): rule for rule in default_options(constructor)}
    if names is None:
        return S.List(*found.values())
    wanted = names.args if getattr(names, "head", None) is S.List else (names,)
    for name in wanted:
        if option_name(name) not in found:
            raise NO_OPTION(Symbol(constructor), name)
    return S.List(*(found[option_name(name)] for name in wanted))


def default_options(constructor: str) -> Iterator[Node]:
    """The options of a constructor with their defaults: parameters, arrays, ports, multipliers."""
    multipliers = S.Rule(S.LearningRateMultipliers, S.Automatic)
    if constructor in CONTAINERS:
        yield multipliers
        return
    kind = LAYERS.get(constructor) or OBSOLETE[constructor]
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name in parameter_types(kind) and field.name not in kind.positional:
            name = Symbol(field.name) if field.name in SYMBOLS else String(field.name)
            yield S.Rule(name, _default(field.name, field.default))
    plain = _plain(kind)
    for name in (*plain.arrays, *plain.ports):
        yield S.Rule(String(name), S.Automatic)
    if plain.arrays or kind.inner:
        yield multipliers


def _default(name: str, value: Any) -> Node:
    """A default as the pages write it, where 0 is whole."""
    if name in ABSENT:
        return NONE
    node = S.Automatic if value is MISSING else parameter_node(value)
    if is_head(node, S.List):
        return S.List(*(Integer(0) if part == Real(0.0) else part for part in node.args))
    return Integer(0) if node == Real(0.0) else node


def _plain(kind: type[Layer]) -> Layer:
    """A layer of this kind, with what has no default as in its first case."""
    case = kind.cases[0] if kind.cases else {}
    needed = (f for f in fields(kind) if f.default is MISSING)  # type: ignore[arg-type]
    return kind(**{f.name: case.get(f.name) for f in needed if f.name in parameter_types(kind)})
