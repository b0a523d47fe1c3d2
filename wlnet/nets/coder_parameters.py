"""Parameters of coders, declared once: read from the constructor, written again, extracted and replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from ..convert import NOT_CONVERTED, from_node
from ..expr import FALSE, NONE, TRUE, Expr, Integer, Node, S, String, Symbol, boolean, to_node
from ..problem import Template
from .coder import Coder, misused, no_options

Reader = Callable[[Node], Any]
SYMBOLS = {"Alignment", "ColorSpace", "FrameRate", "IgnoreCase", "Interleaving", "Method", "Padding"}
SYMBOLS |= {"ExcludedContexts", "IncludedContexts", "Initialization", "RasterSize", "Resampling"}
SYMBOLS |= {"SaveDefinitions"}
INCOMPLETE = Template("coderargs", "The `1` `2` needs more behind its name: `3` was expected.")


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name in the language, that in Python, what reads it, what fits, what it is if left
    out (`default`; REQUIRED for one that must be given)."""

    name: str
    field: str
    read: Reader
    expected: str
    default: Any = None
    positional: bool = False
    nothing: Node = NONE  # how None is written
    by_name: bool = False  # whether it is written by its name though it may stand at a place

    def value(self, node: Node) -> Any:
        return None if node is self.nothing and self.default is None else self.read(node)

    def node(self, value: Any) -> Node:
        if isinstance(value, Node):
            return value
        if value is None:
            return self.nothing
        write = getattr(value, "to_node", None)
        if write is not None:
            return write()
        if isinstance(value, bool):
            return boolean(value)
        return String(value) if isinstance(value, str) else to_node(value)


REQUIRED = object()


class Declared(Coder):
    """Abstract: a coder whose parameters are declared in `parameters`; its constructor takes their fields."""

    parameters: ClassVar[tuple[Parameter, ...]] = ()

    @classmethod
    def from_arguments(cls, positional: list[Node], options: dict[str, Node]) -> Self:
        places = [p for p in cls.parameters if p.positional]
        if len(positional) > len(places):
            names = ", ".join(p.expected for p in places)
            raise misused(cls, positional[len(places)], f"only {names}" if names else "no argument")
        given = {p.name: node for p, node in zip(places, positional, strict=False)}
        for parameter in cls.parameters:
            if parameter.name in options:
                given.setdefault(parameter.name, options.pop(parameter.name))
        no_options(cls, options)
        return cls(**{p.field: cls._read(p, given.get(p.name)) for p in cls.parameters})

    @classmethod
    def _read(cls, parameter: Parameter, node: Node | None) -> Any:
        if node is None:
            if parameter.default is REQUIRED:
                places = [p.expected for p in cls.parameters if p.default is REQUIRED]
                raise INCOMPLETE(cls.wl_head, f'"{cls.name}"', " and ".join(places))
            return parameter.default
        value = parameter.value(node)
        if value is NOT_CONVERTED:
            raise misused(cls, node, parameter.expected)
        return value

    def arguments(self) -> tuple[Node, ...]:
        values = [(p, getattr(self, p.field)) for p in self.parameters]
        places = [(p, v) for p, v in values if p.positional and not p.by_name]
        last = max((i for i, (p, v) in enumerate(places) if not same(v, p.default)), default=-1)
        first = [p.node(value) for p, value in places[: last + 1]]
        others = [(p, v) for p, v in values if not p.positional or p.by_name]
        rest = [(p, v) for p, v in others if not same(v, p.default)]
        return (*first, *(S.Rule(option(p.name), p.node(value)) for p, value in rest))

    def settings(self) -> dict[str, Node]:
        """The value of every parameter, by its name."""
        return {p.name: p.node(getattr(self, p.field)) for p in self.parameters}

    def parts(self) -> dict[str, Node]:
        return self.settings()

    def with_parts(self, changes: Mapping[str, Node]) -> Self:
        """The same coder with other parameters.  Raises a Problem for one that it does not have."""
        return self.from_arguments([], {**self.settings(), **changes})


def same(value: Any, default: Any) -> bool:
    return type(value) is type(default) and value == default


def option(name: str) -> Node:
    return Symbol(name) if name in SYMBOLS else String(name)


# what reads values


def truth(node: Node) -> Any:
    return True if node is TRUE else False if node is FALSE else NOT_CONVERTED


def one_of(*names: str) -> Reader:
    """One of some names, as a string or a symbol."""

    def read(node: Node) -> Any:
        name = getattr(node, "value", None) or getattr(node, "name", None)
        return name if name in names else NOT_CONVERTED

    return read


def natural(least: int = 1) -> Reader:
    def read(node: Node) -> Any:
        return node.value if isinstance(node, Integer) and node.value >= least else NOT_CONVERTED

    return read


def lengths(node: Node) -> Any:
    """A list of sizes, {} among them; n for {n}."""
    items = node.args if isinstance(node, Expr) and node.head is S.List else (node,)
    sizes = [natural()(item) for item in items]
    return NOT_CONVERTED if NOT_CONVERTED in sizes else tuple(sizes)


def anything(node: Node) -> Any:
    return node


def number(node: Node) -> Any:
    return from_node(float, node)
