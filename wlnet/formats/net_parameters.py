"""Names of layers and parameters in files, and parameters read back by the kinds that the layers declare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..expr import Expr, Node, S, String
from ..nets.construct import make_layer, parameter_types
from ..nets.layer import LAYERS, OBSOLETE, Layer
from .net_types import short

# where files have another name than the constructor: layer -> parameter -> name in files
NAMES = {"CrossEntropyLossLayer": {"Form": "TargetForm"}}
OPEN = (
    "SizeT",
    "NaturalT",
    "ListT",
    "SizeListT",
    "Automatic",
    "Nullable",
    "IndexIntegerT",
    "TensorT",
    "EnumT",
)


def type_name(layer: str) -> str:
    """How files call a kind of layer: ``Linear``, ``NetMap``."""
    return layer.removesuffix("Layer").removesuffix("Operator")


def layer_named(kind: str) -> type[Layer] | None:
    """The layer of a name in a file; those of old files too."""
    for name in (f"{kind}Layer", f"{kind}Operator", kind):
        found = LAYERS.get(name) or OBSOLETE.get(name)
        if found is not None:
            return found
    return None


def documented_name(layer: str, parameter: str) -> str:
    return NAMES.get(layer, {}).get(parameter, parameter)


def known_parameters(cls: type[Layer], said: Mapping[str, Node]) -> dict[str, Node]:
    """The parameters that a layer has, of those in a file, under the names of the constructor.

    Names with $ are what a Wolfram kernel worked out; they count where there is no other.
    """
    names = {documented_name(cls.__name__, n): n for n in parameter_types(cls)} | dict(cls.old_names)
    found: dict[str, Node | None] = {}
    for name, value in said.items():
        plain_name = names.get(name.removeprefix("$"), name.removeprefix("$"))
        if plain_name in parameter_types(cls) and (not name.startswith("$") or plain_name not in found):
            found[plain_name] = _bare(value)
    return {name: value for name, value in found.items() if value is not None}


def _bare(node: Node) -> Node | None:
    """A parameter without the wrappings of files; None for one that is open."""
    while short(node) == "ValidatedParameter" and isinstance(node, Expr) and len(node.args) == 1:
        node = node.args[0]
    return None if short(node) in OPEN else node


def read_parameters(cls: type[Layer], parameters: Mapping[str, Node]) -> dict[str, Any]:
    """The values of parameters, each read as its kind.  Raises a Problem."""
    return make_layer(cls, parameters).parameters()


def same_parameter(a: Any, b: Any) -> bool:
    """Whether two values of a parameter are one, down to how they are written."""
    if a is None or b is None:
        return a is b
    write = getattr(a, "to_node", None)
    return bool(a == b) and (write is None or write() == b.to_node())


def inner_types(node: Node) -> set[str]:
    """The names of all kinds of layers in the association of a net."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Expr):
            for rule in item.args if item.head is S.Association else ():
                if len(rule.args) == 2:
                    if rule.args[0] == String("Type") and isinstance(rule.args[1], String):
                        found.add(rule.args[1].value)
                    elif getattr(rule.args[0], "value", "") not in ("Inputs", "Outputs", "Arrays"):
                        waiting.append(rule.args[1])
    return found
