"""PlaceholderLayer: a place in a net for a layer that is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import NONE, Node, S, String, is_head
from ...problem import Template
from ..input_ports import InputNames
from ..layer import Array, Layer, Port, layer

NO_VALUE = Template(
    "placeholder",
    "A PlaceholderLayer`1` computes nothing; put a layer in its place, with NetReplacePart or NetReplace.",
)


class Tag(str):
    """What a placeholder stands for."""

    expected = "a string"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        return cls(node.value) if isinstance(node, String) else NOT_CONVERTED


@dataclass(frozen=True)
class Settings:
    """What is known of the layer that is meant, as the user gave it (`node`)."""

    node: Node
    expected = "an association"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        return cls(node) if is_head(node, S.Association) else NOT_CONVERTED

    def to_node(self) -> Node:
        return self.node

    def __str__(self) -> str:
        return ""


class ArrayNames(tuple[str, ...]):
    """Names of arrays."""

    expected = "None or a list of names"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node is NONE:
            return cls()
        names = node.args if is_head(node, S.List) else ()
        if not names or not all(isinstance(name, String) for name in names):
            return NOT_CONVERTED
        return cls(name.value for name in names)  # type: ignore[attr-defined]

    def to_node(self) -> Node:
        return S.List(*map(String, self)) if self else NONE


@layer
class PlaceholderLayer(Layer):
    """PlaceholderLayer[] stands for a layer that is not there; PlaceholderLayer["tag", <|...|>] says which.

    Nets with it can be built and changed, but not applied, initialized or trained.  Nothing is inferred from
    it: its ports, "Input" and "Output" or those of InputPorts and OutputPorts, have the dimensions that they
    are given.  "Arrays" -> {"name", ...}, None as usual, are arrays that it has; one is given by
    "name" -> array.
    Source: reference page of PlaceholderLayer.
    """

    positional = ("Tag", "Settings")
    Tag: Tag | None = None
    Settings: Settings | None = None
    Arrays: ArrayNames = ArrayNames()
    InputPorts: InputNames | None = None
    OutputPorts: InputNames | None = None
    never_runs = True

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        inputs, outputs = _names(self.InputPorts, "Input"), _names(self.OutputPorts, "Output")
        found = {name: Port(f"*{name}_") for name in inputs}
        return found | {name: Port(f"*{name}_", output=True) for name in outputs}

    @property
    def arrays(self) -> dict[str, Array]:  # type: ignore[override]
        return {name: Array(f"*{name}_array") for name in self.Arrays}

    def port_types(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for names, usual in ((self.InputPorts, "Input"), (self.OutputPorts, "Output")):
            if names is not None and names.types:
                found |= dict(zip(_names(names, usual), names.types, strict=True))
        return found

    def forward(self, ctx: Any, *inputs: Any, **arrays: Any) -> Any:
        # nothing
        raise NO_VALUE("" if self.Tag is None else f' of "{self.Tag}"')

    cases = ({},)


def _names(names: InputNames | None, usual: str) -> tuple[str, ...]:
    if names is None:
        return (usual,)
    return tuple(f"{usual}{name}" for name in names) if names.are_numbered else names
